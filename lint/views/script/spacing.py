"""Spaces next to full-width marks, told apart from those that separate fields."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.lines import Line
from lint.views.script.width import CURLY_CLOSING, CURLY_OPENING, ELLIPSIS, FULL_CLOSING, FULL_OPENING, HalfMark
from lint.views.script.writing import HAN, Writing, WritingIndex
from lint.views.zones import FILLER


class StraySpan(NamedTuple):
    """Spaces from ``start`` to ``end`` that nobody typed on purpose."""

    start: int
    end: int


_SPACE = lazy_pattern(r" (?<=\S ) *(?=\S)")
_HAN = lazy_pattern(f"[{HAN}]")
_SENTENCE_MARK = lazy_pattern("[\u3002\uff0c\uff1b\uff01\uff1f\u3001]")
_PAUSES = "\u3002\uff0c\u3001\uff1b\uff1a\uff1f\uff01"
_SENTENCE_ENDS = frozenset("\u3002\uff01\uff1f\u201d\u300d\u300f" + ELLIPSIS)
_BRACKETS = FULL_OPENING + FULL_CLOSING[len(_PAUSES) :]
# What may stand behind a list, quote or heading marker belongs to the marker.
_MARKERS = lazy_pattern(r"[\s>#*+-]*(?:\d{1,3}[.)\u3001])?\Z")
_LONGEST_MARKERS = 40
# A space is stray next to one of these alone; a half-width mark may be about to become one.
_SIGNS = frozenset(_PAUSES + _BRACKETS + CURLY_OPENING + CURLY_CLOSING + ELLIPSIS + ",:;?!")
_MARKUP = f"*_`[]{{}}<>|#!~\\-\u2013\u2014/{FILLER}"
_ARTICLE_OF_LAW = "\u300b", "\u7b2c"
"""The name of a law, then the number of its article: the space parts them."""
_PROSE_LENGTH = 25


def stray_spaces(
    prose: str,
    lines: Sequence[Line],
    writing: WritingIndex,
    half_marks: Iterable[HalfMark],
    faulty: Container[int],
) -> Iterator[StraySpan]:
    """Yield the stray spaces of Chinese and Japanese lines, in order.

    A half-width mark that is certainly to become full-width counts as one already.  ``faulty`` are the offsets of
    brackets and quotation marks that are to become others: what may stand next to those is not known yet.
    """
    if not writing.is_asian:
        return
    half_ends = {mark.end for mark in half_marks if mark.is_certain}
    for line in lines:
        if line.blank or (kind := writing.at(line.start)) not in (Writing.CHINESE, Writing.JAPANESE):
            continue
        is_prose = None
        for match in _SPACE.finditer(prose, line.start, line.end):
            start, end = match.span()
            before, after = prose[start - 1], prose[end]
            if (before not in _SIGNS and after not in _SIGNS) or start - 1 in faulty or end in faulty:
                continue
            # All that is left of the end of a paragraph, whose next one was indented.
            if end - start > 1 and before in _SENTENCE_ENDS:
                continue
            is_prose = _is_prose(prose, line.start, line.end) if is_prose is None else is_prose
            if start in half_ends or prose.endswith(2 * ELLIPSIS, 0, start):
                before = _PAUSES[0]
            is_stray = _is_stray(before, after, is_prose=is_prose, is_japanese=kind is Writing.JAPANESE)
            if is_stray and not _is_behind_marker(prose, line.start, start):
                yield StraySpan(start, end)


def _is_prose(prose: str, start: int, end: int) -> bool:
    """Tell a sentence from a byline, a table row or a line of verse."""
    return end - start >= _PROSE_LENGTH and bool(_SENTENCE_MARK.search(prose, start, end))


def _is_behind_marker(prose: str, start: int, end: int) -> bool:
    return end - start < _LONGEST_MARKERS and bool(_MARKERS.match(prose, start, end))


def _is_stray(before: str, after: str, *, is_prose: bool, is_japanese: bool) -> bool:
    if before in _MARKUP or after in _MARKUP or (before, after) == _ARTICLE_OF_LAW:
        return False
    if before in "(\uff08" and after in _PAUSES:
        return False  # the eyes of a face
    if after in _PAUSES:
        return True
    # Japanese puts a space behind full stops and outside brackets to set things apart; inside brackets it does not.
    if before in _PAUSES:
        return is_prose and not is_japanese
    is_inside = before in FULL_OPENING or after in FULL_CLOSING
    # Outside curly quotation marks a space is a custom of many writers, inside it is not.
    if before in CURLY_OPENING or after in CURLY_CLOSING:
        return is_prose and bool(_HAN.match(after if before in CURLY_OPENING else before))
    return is_prose and (before in _BRACKETS) != (after in _BRACKETS) and (is_inside or not is_japanese)
