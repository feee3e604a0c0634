"""Entities of HTML: what one stands for."""

from __future__ import annotations

from html import unescape
from html.entities import html5


def decode_entity(source: str) -> str:
    """Return ``source``, one entity with its semicolon, decoded once.

    Browsers decode the beginning of an unknown name if that is a known one, ``&parameter;`` to a paragraph sign; it
    stays here, as it is rather a name of something else.
    """
    if source[1:2] == "#" or source[1:] in html5:
        return unescape(source)
    return source.replace("&amp;", "&", 1)
