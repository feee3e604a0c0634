"""What stood where a line was broken: a space between words, nothing between Han."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern
from lint.views.layout.filling import LineBreak
from lint.views.script.width import CURLY_CLOSING, CURLY_OPENING, ELLIPSIS, FULL_CLOSING, FULL_OPENING
from lint.views.script.writing import HAN
from lint.views.zones import FILLER

_EAST_ASIAN = lazy_pattern(f"[{HAN}\u3040-\u30ff{FULL_CLOSING}{FULL_OPENING}{CURLY_CLOSING}{CURLY_OPENING}{ELLIPSIS}]")
_WIDE_SIGN = lazy_pattern(f"[{FULL_CLOSING}{FULL_OPENING}{ELLIPSIS}]")
_HAN = lazy_pattern(f"[{HAN}]")
_ALPHANUMERIC = lazy_pattern(r"[^\W_]", re.ASCII)
_FOREIGN = lazy_pattern(rf"[A-Za-z0-9\[\]()\"'{FILLER}]")
_LETTER = lazy_pattern(r"\w")
_MARKUP = "*_~"
CONTINUES = lazy_pattern(rf"[{FULL_CLOSING}{CURLY_CLOSING},.;:?)]|!(?!\[)|\u7684(?![\u786e\u78ba\u58eb])")
"""Marks and a particle that begin no sentence."""
_SPACED_LIST = lazy_pattern(f"[{HAN}] [{HAN}]")
_OPENING, _CLOSING = ("[", "("), ("]", ")")
_LATIN_MARKS = ",.;:!?)-"
# "short- and long-term", "Vor- und Nachteile": a hyphen that stands for a word to come has a space behind it.
_SUSPENDED = lazy_pattern(r"(?:and|or|to|und|oder|bzw\.|sowie|et|ou|y|e|en|of)\s")


def is_between_scripts(item: LineBreak) -> bool:
    """Tell whether a break stands between a Han character and a word or number, where many writers put a space.

    Code, addresses and links are words too.
    """
    left, right = without_markup(item)
    last, first = left[-1:], right[:1]
    return bool((_FOREIGN.match(last) and _HAN.match(first)) or (_HAN.match(last) and _FOREIGN.match(first)))


def without_markup(item: LineBreak) -> tuple[str, str]:
    """Return the lines before and behind a break without the markers of emphasis next to it."""
    return item.left.rstrip(_MARKUP), item.right.lstrip(_MARKUP)


def glue_words(item: LineBreak) -> str:
    """Return what stood where a line of words was broken: a space, nothing behind a hyphen."""
    word = item.left.rstrip("-")
    is_hyphen = item.left != word and bool(_LETTER.match(word[-1:])) and bool(_LETTER.match(item.right))
    return "" if is_hyphen and not _SUSPENDED.match(item.right) else " "


def glue_at_space(item: LineBreak) -> str:
    """Return what stood where Chinese was broken at a space: the space, but between Han and next to their signs."""
    left, right = without_markup(item)
    last, first = left[-1:], right[:1]
    # Without a space, a marker between a sign and a letter would no longer be one.
    is_marked = (left, right) != (item.left, item.right)
    if is_marked and not (_LETTER.match(last) and _LETTER.match(first)) and not CONTINUES.match(first):
        return " "
    if _WIDE_SIGN.match(last) or _WIDE_SIGN.match(first):
        return ""
    if _EAST_ASIAN.match(last) and _EAST_ASIAN.match(first):
        return " " if _SPACED_LIST.search(f"{left[-12:]}\n{right[:12]}") else ""
    return glue_words(item)


def glue_anywhere(item: LineBreak, gap: str) -> str:
    """Return what stood where Chinese was broken anywhere; ``gap`` is what the text has next to Latin words."""
    left, right = without_markup(item)
    last, first = left[-1:], right[:1]
    inside, outside = (last, first) if left != item.left else (first, last)
    is_marked = (left, right) != (item.left, item.right)
    if is_marked and _LETTER.match(outside) and not _LETTER.match(inside):
        return " "
    if last in _OPENING or first in _CLOSING:
        return ""
    if _ALPHANUMERIC.match(first) and (_ALPHANUMERIC.match(last) or last in _LATIN_MARKS):
        return glue_words(item)
    return gap if is_between_scripts(item) else ""
