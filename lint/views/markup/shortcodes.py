"""Shortcodes of WordPress and of editors for it, which a page would have replaced by what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lint.patterns import lazy_pattern

_MEDIA = "caption|gallery|playlist|audio|video|embed|youtube|vimeo|soundcloud|slideshare"
# By name and with an attribute or an address: a word in brackets alone is the author's.
_SHORTCODE = lazy_pattern(
    rf"""\[(?:(?:{_MEDIA})(?:[ ]+(?=[\w-]+=)|[ =]+(?=https?:)|(?=\]https?:))
        |contact-form(?:-7)?[ ]|(?:vc|et_pb|fusion)_\w)[^\[\]\n]*\]""",
    re.VERBOSE | re.ASCII,
)
_CAPTION, _TEXT_ATTRIBUTE = "[caption ", " caption="
_CAPTION_END = lazy_pattern(r"\[/caption\\?\]")
_PICTURE = lazy_pattern(r"!\[|<img\b", re.IGNORECASE)
_LONGEST_CAPTION = 2000

SHORTCODE_SIGNS = (*(f"[{name}" for name in _MEDIA.split("|")), "[contact-form", "[vc_", "[et_pb_", "[fusion_")
"""One of them stands in every text that holds a shortcode."""


class Shortcode(NamedTuple):
    """A shortcode; ``closer`` is what ends it round a picture and its text, which can stand without the two."""

    start: int
    end: int
    closer: tuple[int, int] | None


def find_shortcodes(text: str) -> Iterator[Shortcode]:
    """Yield shortcodes by known names, in order; captions that have lost their picture are left out."""
    for opener in _SHORTCODE.finditer(text):
        if not opener[0].startswith(_CAPTION):
            yield Shortcode(*opener.span(), None)
            continue
        closer = _CAPTION_END.search(text, opener.end(), opener.end() + _LONGEST_CAPTION)
        picture = _PICTURE.search(text, opener.end(), closer.start()) if closer else None
        if closer is None or picture:
            # A text among the attributes would go with them.
            # Escaped by a converter, its brackets are those of a formula.
            is_sure = closer is not None and _TEXT_ATTRIBUTE not in opener[0] and "\\" not in opener[0]
            is_sure = is_sure and text.find(_CAPTION, opener.end(), closer.start() if closer else None) < 0
            yield Shortcode(*opener.span(), closer.span() if closer and is_sure else None)
