"""Menus: runs of short lines, or lines of short entries, that lead through a site."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.content.phrase_automaton import Match
from lint.views.content.phrase_notation import fold
from lint.views.content.phrases import PhraseKind, count_phrases, has_mark, is_phrase, match_known
from lint.views.content.rows import SENTENCE_END, Row


class Word(NamedTuple):
    """What the words of a row are known for."""

    is_menu: bool
    """An entry that only menus hold."""
    is_menu_line: bool
    """A whole row of entries."""
    is_topic: bool
    is_button: bool
    is_call: bool
    is_notice: bool = False
    """Who holds the rights: part of a menu at the end, but no menu."""


UNKNOWN = Word(is_menu=False, is_menu_line=False, is_topic=False, is_button=False, is_call=False)
_LONGEST_ENTRY = 16
_SEPARATOR = lazy_pattern("[|\uff5c>\u203a\u00bb/\u00b7\u2022\u2192]+|[ \t]{2,}|[\u3000\u00a0]+|[ \t][-\u2013][ \t]")
_TRAIL = lazy_pattern("[>\u203a\u00bb/\u2192]")
_ARROW = lazy_pattern("[>\u203a\u00bb\u2192]")
# The path of a file, alone or behind a label.
_PATH = lazy_pattern(r"(?:\A|[:=][ \t]*)[~.]{0,2}/\w")
_FEWEST_ENTRIES = 3
_SENTENCES = lazy_pattern("[.!?\u3002\uff01\uff1f~\uff5e|\uff5c;\uff1b]+|[\u2014-]{2,}")
_SENTENCE = lazy_pattern("[.!?](?: |\\Z)|[\u3002\uff01\uff1f]|[:\uff1a]\\Z")
# What is cut off is no sentence, and some names end in a full stop.
_SHORTENED = lazy_pattern(r"(?:\.{3}|(?<!\w)[A-Z]\.[A-Z]\.)\Z")
# Letters of scripts that put no space between words, from end to end, with small numbers; in Korean, where writers put
# one or not as they like, with spaces and commas.
_ONE_RUN = lazy_pattern(
    "[*_# \t]*(?:(?:[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]|(?<![0-9])[0-9]{1,3}(?![0-9]))+|[\uac00-\ud7a3 ,]+)"
    "[*_ \t]*"
)
# What a button does, in Japanese.
_TO_DO = lazy_pattern("(?:する|を見る|を読む)[*_ \t]*\\Z")
# What parts a label from what it stands for.
_LABEL_SIGN = lazy_pattern('[:\uff1a|\uff5c>\u203a\u00bb\u2192\u2013\u2014"\u201c\u2018\u00ab\u201e]|[ ]-[ ]')
_CALL_PARTS = lazy_pattern("[.!?\u3002\uff01\uff1f~\uff5e|\uff5c;\uff1b,\uff0c\u3001:\uff1a]+|[\u2014-]{2,}")

# Points of a line for and against a menu; the best run of lines wins.
_MENU, _TOPIC, _BUTTON, _LINK, _ITEM, _OTHER = 20, 15, 10, 5, -4, -12
_WORST_DROP = 30
_LEAST_AT_EDGE, _LEAST_INSIDE, _FEWEST_ENTRIES_INSIDE = 40, 30, 2
_FEWEST_LINES, _FEWEST_KNOWN_LINES = 5, 3
_KNOWN_AT_EDGE, _KNOWN_INSIDE, _KNOWN_AMONG_MANY, _MANY_ENTRIES = 0.3, 0.6, 0.45, 5


def word_of(row: Row, match: Match) -> Word:
    """Return what the words of a row are known for, which phrases say ``match`` of."""
    if row.block is None or row.is_quoted or not row.folded:
        return UNKNOWN
    if not match.begins and not _SEPARATOR.search(row.text):
        return UNKNOWN
    word = _word(row.text, row.folded, match)
    return word._replace(is_call=False) if word.is_call and not row.is_linked and _is_own(row, match) else word


def _is_own(row: Row, match: Match) -> bool:
    """Tell whether a row without an address that begins like a call may be the article's own."""
    if PhraseKind.CALL in match.kinds or not _is_of(match.kinds, (*_STEERS, PhraseKind.OPEN_CALL)):
        return False
    if match.kinds == {PhraseKind.LABEL}:
        return not _LABEL_SIGN.search(row.text)
    # The title of a work behind a label is what the author recommends.
    if row.text[-1:] == "\u300b":
        return True
    # Where no space ends a word, headings begin like calls: with `subscribe` the economy of subscriptions.
    is_run = _ONE_RUN.fullmatch(row.text) is not None and not _TO_DO.search(row.text)
    return is_run and not has_mark(row.folded) and not count_phrases(row.folded, _CALLS)


_STEERS = (PhraseKind.STEER, PhraseKind.LABEL)
_ENTRIES = (PhraseKind.MENU, PhraseKind.TOPIC, PhraseKind.BUTTON)
_CALLS = (PhraseKind.CALL, PhraseKind.BUTTON)
_ALL_CALLS = (PhraseKind.CALL, PhraseKind.OPEN_CALL, PhraseKind.BUTTON)


@lru_cache(maxsize=4096)
def _word(text: str, folded: str, match: Match) -> Word:
    kinds = match.kinds
    return Word(
        is_menu=PhraseKind.MENU in kinds,
        is_menu_line=_is_menu_line(text, folded, match),
        is_topic=PhraseKind.TOPIC in kinds,
        is_button=PhraseKind.BUTTON in kinds,
        is_call=_is_call(text, folded, match),
        is_notice=PhraseKind.NOTICE in kinds and PhraseKind.MENU not in kinds,
    )


def is_open(text: str, folded: str) -> bool:
    """Tell whether a text that begins like a phrase and goes on with anything is none of the article's sentences."""
    return not _SENTENCE.search(_SHORTENED.sub("", text)) or ">" in text or has_mark(folded)


def _is_call(text: str, folded: str, match: Match) -> bool:
    """Tell whether a text is a call, or made of calls and buttons."""
    if PhraseKind.CALL in match.kinds:
        return True
    if _is_of(match.kinds, _STEERS) and not _SENTENCE.search(text):
        return True
    if not match.begins or len(text) > 2 * 120:
        return False
    calls = _ALL_CALLS if is_open(text, folded) else _CALLS
    if PhraseKind.OPEN_CALL in match.kinds and PhraseKind.OPEN_CALL in calls:
        return True
    for separator in (_SENTENCES, _CALL_PARTS):
        parts = [match_known(part).kinds for part in map(fold, separator.split(text)) if part]
        if len(parts) > 1 and all(_is_of(kinds, calls) for kinds in parts):
            return any(_is_of(kinds, calls[:-1]) for kinds in parts)
    return count_phrases(folded, calls) > 1


def _is_of(kinds: Collection[str], wanted: Collection[str]) -> bool:
    return any(kind in wanted for kind in kinds)


def _is_menu_line(text: str, folded: str, match: Match) -> bool:
    """Tell whether a text is a row of entries, or the trail of pages that led to this one."""
    if _PATH.search(text):
        return False
    entries = [entry for entry in map(str.strip, _SEPARATOR.split(text)) if entry]
    if len(entries) < 2:
        count = count_phrases(folded, _ENTRIES) if match.begins else 0
        return count >= _FEWEST_ENTRIES and any(is_phrase(PhraseKind.MENU, part) for part in map(fold, text.split()))
    known = [match_known(fold(entry)).kinds for entry in entries]
    is_menu = [PhraseKind.MENU in kinds for kinds in known]
    if (
        (_TRAIL if is_menu[0] else _ARROW).search(text)
        and (is_menu[0] or PhraseKind.CALL in known[0])
        and len(text) <= 120
        and (PhraseKind.TOPIC in known[1] or is_menu[1] or len(entries) > 2)
    ):
        return True
    if len(entries) < _FEWEST_ENTRIES or max(map(len, entries)) > 30 or not any(is_menu):
        return len(entries) == 2 and all(is_menu)
    return sum(any(kind in _ENTRIES for kind in kinds) for kinds in known) >= len(entries) / 2


def find_menus(
    text: str, rows: Sequence[Row], words: Sequence[Word], first_prose: int, last_prose: int
) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each menu; prose stands from row ``first_prose`` to row ``last_prose``."""
    start = 0
    while start < len(rows):
        if not _may_stand_in_menu(rows[start], words[start]):
            start += 1
            continue
        stop = start
        while stop < len(rows) and _may_stand_in_menu(rows[stop], words[stop]):
            stop += 1
        is_edge = first_prose <= last_prose and (stop <= first_prose or start > last_prose)
        yield from _menus_in(text, rows, words, range(start, stop), is_edge=is_edge)
        start = stop


def _may_stand_in_menu(row: Row, word: Word) -> bool:
    if row.block is None or row.is_quoted:
        return False
    if word.is_menu or word.is_menu_line or word.is_button or word.is_call or word.is_notice:
        return True
    if row.is_heading:
        return word.is_topic
    return not row.is_prose and row.length <= _LONGEST_ENTRY and not SENTENCE_END.search(row.text[-5:])


def _points(text: str, row: Row, word: Word) -> int:
    if word.is_menu or word.is_menu_line or word.is_notice:
        return _MENU
    if word.is_topic:
        return _TOPIC
    if word.is_button or word.is_call:
        return _BUTTON
    if row.is_linked and "](#" not in text[row.start : row.end]:
        return _LINK
    return _ITEM if row.is_listed or row.is_picture else _OTHER


def _menus_in(
    text: str, rows: Sequence[Row], words: Sequence[Word], run: range, *, is_edge: bool
) -> Iterator[tuple[int, int]]:
    first = begin = run.start
    while first < run.stop:
        total = best = 0
        last = first - 1
        for number in range(first, run.stop):
            total += _points(text, rows[number], words[number])
            if total >= best > 0 or total > best:
                best, last = total, number
            if total <= 0 or total < best - _WORST_DROP:
                break
        if last < first:
            first += 1
            continue
        stop = last
        first, last = _trimmed(rows, words, first, last, is_head=run.start == 0)
        # A list may hold many menus; what an earlier one was widened to is not gone through again for each.
        if max(first, begin) <= last and _is_menu(words[first : last + 1], best, is_edge=is_edge):
            first, last = _widened(rows, run, begin, (max(first, begin), last), is_edge=is_edge)
            yield first, last
            begin = last + 1
        first = stop + 1


def _trimmed(rows: Sequence[Row], words: Sequence[Word], first: int, last: int, *, is_head: bool) -> tuple[int, int]:
    """Take off links and headings of the article, which may stand beside a menu: its ends are words that are known."""
    while first < last and not any(words[first]):
        first += 1
    while last >= first and (not any(words[last]) or (is_head and rows[last].is_heading)):
        last -= 1
    return first, last


def _is_menu(words: Sequence[Word], points: int, *, is_edge: bool) -> bool:
    known = sum(any(word) for word in words)
    if any(word.is_menu_line for word in words) and known == len(words):
        return True
    if not any(word.is_menu or word.is_menu_line for word in words):
        return False
    if is_edge:
        is_long = len(words) >= _FEWEST_LINES or (len(words) >= _FEWEST_KNOWN_LINES and known == len(words))
        return is_long and points >= _LEAST_AT_EDGE and known >= _KNOWN_AT_EDGE * len(words)
    entries = sum(word.is_menu or word.is_menu_line for word in words)
    is_long = len(words) >= _FEWEST_LINES and entries >= _FEWEST_ENTRIES_INSIDE
    # Footers list what only their site has beside what all sites have.
    share = _KNOWN_AMONG_MANY if entries >= _MANY_ENTRIES else _KNOWN_INSIDE
    return is_long and points >= _LEAST_INSIDE and known >= share * len(words)


def _widened(rows: Sequence[Row], run: range, begin: int, menu: tuple[int, int], *, is_edge: bool) -> tuple[int, int]:
    """Widen a menu to the lists it begins and ends in, and to lines that part it from the end of the text alone.

    It does not reach above row ``begin`` of the run.
    """
    first, last = menu
    while first > begin and rows[first - 1].end + 1 == rows[first].start:
        if not (is_edge and run.start == 0) and not (rows[first].is_listed and rows[first - 1].is_listed):
            break
        first -= 1
    while last + 1 < run.stop and rows[last].end + 1 == rows[last + 1].start:
        if not (is_edge and run.stop == len(rows)) and not (rows[last].is_listed and rows[last + 1].is_listed):
            break
        last += 1
    return first, last
