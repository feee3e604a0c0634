"""Characters that show as nothing, and what tells those that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.script.writing import HAN


class Invisible(NamedTuple):
    """A run of characters that hide from ``start`` to ``end``."""

    start: int
    end: int
    is_effective: bool
    """Whether something that a reader sees may depend on them."""


_ZERO_WIDTH = "\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff"
_JOINERS = "\u200c\u200d"
_TAGS = "\U000e0001-\U000e007f"
# Marks of writing direction, those that part a word from its gloss, and what stands for an object or a letter.
_VISIBLE = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u3164\ufff9-\ufffc"
# Selectors choose the form of a sign, an emoji or a Han character; letters, and Han as an emoji, have none to choose.
_SELECTED = f"(?<=[A-Za-z\u00c0-\u024f\u0370-\u052f\u3040-\u30ff\uac00-\ud7a3])[\ufe00-\ufe0f]+|(?<=[{HAN}])\ufe0f+"
# A blank of Braille, in other writing, keeps a line empty where sites would drop it.
_HIDDEN = f"[{_ZERO_WIDTH}]+|[{_JOINERS}]+|[{_TAGS}]+|{_SELECTED}|^\u2800[\u2800 ]*$"
_INVISIBLE = lazy_pattern(f"{_HIDDEN}|(?P<effective>[{_VISIBLE}]+)", re.MULTILINE)
INVISIBLE = lazy_pattern(f"[{_ZERO_WIDTH}{_JOINERS}{_TAGS}{_VISIBLE}\u2800\ufe00-\ufe0f]")
"""Any of them."""
# Letters and signs between which a joiner does nothing: Latin, Greek, Cyrillic, Han, kana, Hangul, punctuation.
_UNSHAPED = lazy_pattern("[\\s\x21-\u052f\u1e00-\u1fff\u2010-\u205e\u3000-\ud7a3\uf900-\ufaff\uff00-\uffef]|\\Z")
# Mongolian joins endings by U+180E, marks of letters are kept apart by U+034F, Hangul has a filler among its parts.
_PARTED = {
    "\u034f": lazy_pattern("[\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0e31-\u0e4e]"),
    "\u180e": lazy_pattern("[\u1800-\u18af]"),
    "\u3164": lazy_pattern("[\u3131-\u318e]"),
}
# Thai, Lao, Tibetan, Myanmar and Khmer are written without spaces: there U+200B marks where lines may break.
_UNSPACED = lazy_pattern("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\uaa60-\uaadf]")
# Whoever writes from the right sets these marks so that signs and foreign words keep their places.
_DIRECTION = "\u061c\u200e\u200f"
_FROM_RIGHT = lazy_pattern("[\u0590-\u08ff\ufb1d-\ufdcf\ufe70-\ufefc]")
_FAR = 60
_BRAILLE = lazy_pattern("[\u2801-\u28ff]")
# Articles about these characters show them on purpose.
_TOPIC = lazy_pattern(
    r"zero[- ]width|soft[- ]hyphen|variation selector|U\+(?:00AD|034F|180E|200[B-F]|20[67][0-9A-F]|2800|3164"
    r"|FE0[0-9A-F]|FEFF|FFFC)|零[宽寬]|ゼロ幅|폭 없는|espace sans chasse|nullbreit",
    re.IGNORECASE,
)


def find_invisible(text: str, prose: str, alphabet: str) -> Iterator[Invisible]:
    """Yield what hides in ``prose``, in order; ``alphabet`` holds each character of ``text``."""
    if _TOPIC.search(text):
        return
    is_braille = bool(_BRAILLE.search(alphabet))
    for match in _INVISIBLE.finditer(prose):
        start, end = match.span()
        if not (is_braille and text[start] == "\u2800") and not _is_meant(text, start, end):
            yield Invisible(start, end, bool(match["effective"]))


def _is_meant(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if text[start] in _JOINERS:
        return not (_UNSHAPED.match(before) and _UNSHAPED.match(after))
    if parted := _PARTED.get(text[start]):
        return bool(parted.match(before) or parted.match(after))
    if text[start] in _DIRECTION:
        return _FROM_RIGHT.search(text, max(start - _FAR, 0), end + _FAR) is not None
    if text[start] == "\u200b":
        return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
    return before == "\N{WAVING BLACK FLAG}"
