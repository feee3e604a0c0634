"""Entities of HTML: what one stands for."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from lint.patterns import lazy_pattern

_NO_BREAK = lazy_pattern(r"&(?:amp;|#0?38;)?(?:nbsp|#160|#xa0);", re.IGNORECASE)
# Between two words typography wants none: who puts it there means an ordinary space, there and elsewhere.
_CARELESS = lazy_pattern(rf"[^\W\d_]{{2}}{_NO_BREAK.pattern}[^\W\d_]{{2}}", re.IGNORECASE)
# Around these French wants a space that does not break; runs of entities push words apart.
_KEEPS = lazy_pattern("[\\s&;\u00ab].|.[\\s&!?;:\u00bb%\u20ac\u2030]|.?\\Z", re.DOTALL)


def decode_entity(source: str) -> str:
    """Return ``source``, one entity with its semicolon, decoded once.

    Browsers decode the beginning of an unknown name if that is a known one, ``&parameter;`` to a paragraph sign; it
    stays here, as it is rather a name of something else.
    """
    if source[1:2] == "#" or source[1:] in html5:
        return unescape(source)
    return source.replace("&amp;", "&", 1)


def ordinary_spaces(prose: str) -> frozenset[int]:
    """Return where entities of no-break spaces stand that mean ordinary ones, as a page has them between any words."""
    if not _CARELESS.search(prose):
        return frozenset()
    found = (match.span() for match in _NO_BREAK.finditer(prose))
    return frozenset(
        start for start, end in found if not _KEEPS.match(prose[max(start - 1, 0) : start] + prose[end : end + 1])
    )
