"""Front matter: the data that a site keeps in front of an article."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern

BYTE_ORDER_MARKS = lazy_pattern("(?:\ufeff|\u00ef\u00bb\u00bf)+")
"""Byte-order marks behind the one that reading takes off, and such as somebody has read as Latin-1."""
_FRONT_MATTER = lazy_pattern(r"(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_METADATA_LINE = lazy_pattern(r"""["']?[A-Za-z_][\w .-]*["']?\s*[:=]|[ \t-]|\s*$|#|[\[\]{}]""")
_METADATA_KEY = lazy_pattern(r"""^["']?[A-Za-z_][\w .-]*["']?\s*[:=]""", re.MULTILINE)


def front_matter_end(text: str) -> int:
    """Return the offset behind the front matter, 0 if there is none."""
    marks = BYTE_ORDER_MARKS.match(text)
    match = _FRONT_MATTER.match(text, marks.end() if marks else 0)
    if match is None or not _METADATA_KEY.search(match[2]):
        return 0
    return match.end() if all(map(_METADATA_LINE.match, match[2].split("\n"))) else 0
