"""Furniture: lines that the page put round an article; each belongs to one kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from lint.views.content.app import find_app
from lint.views.content.menus import Word, find_menus, word_of
from lint.views.content.phrase_automaton import NO_MATCH, Match
from lint.views.content.phrases import PhraseKind, match_known
from lint.views.content.rows import SENTENCE_END, Row


class FurnitureKind(str, Enum):
    """What a piece of furniture is."""

    CALL = "call"
    """It asks the reader for something, or steers him on."""
    MENU = "menu"
    """It leads through the site."""
    APP = "app"
    """It is made of the buttons and hints of an app."""
    BANNER = "banner"
    """A scraper left it to say where the text is from."""


class Furniture(NamedTuple):
    """Neighbouring lines of one kind, from ``start`` to ``end`` without the last line end."""

    start: int
    end: int
    kind: FurnitureKind
    text: str
    """What a reader sees of the first line that shows a word."""


_FEWEST_BUTTONS = 3
_MOST_LINKED, _LONGEST_LINKED = 20, 40


def find_furniture(text: str, rows: Sequence[Row]) -> tuple[Furniture, ...]:
    """Return the furniture of a text, in order."""
    kinds: list[FurnitureKind | None] = [None] * len(rows)
    matches = [match_known(row.folded) if row.folded and row.block else NO_MATCH for row in rows]
    words = [word_of(row, match) for row, match in zip(rows, matches, strict=True)]
    prose = [number for number, row in enumerate(rows) if row.is_prose and not any(words[number])]
    first_prose, last_prose = (prose[0], prose[-1]) if prose else (0, len(rows))
    for number, match in enumerate(matches):
        if PhraseKind.BANNER in match.kinds:
            kinds[number] = FurnitureKind.BANNER
    _mark(kinds, range(find_app(rows), len(rows)), FurnitureKind.APP)
    for first, last in find_menus(text, rows, words, first_prose, last_prose):
        _mark(kinds, range(first, last + 1), FurnitureKind.MENU)
    for numbers in _calls(text, rows, matches, words, last_prose):
        _mark(kinds, numbers, FurnitureKind.CALL)
    for number in range(last_prose + 1, len(rows)):
        # Where the rest of an article was cut off the page says so; whether it was is for a person to judge.
        if kinds[number] is FurnitureKind.CALL and PhraseKind.CUT in matches[number].kinds:
            kinds[number] = None
    _take_rules(text, rows, kinds)
    return tuple(_grouped(rows, kinds))


def furniture_lines(rows: Sequence[Row], furniture: Sequence[Furniture]) -> frozenset[int]:
    """Return where the lines begin that are furniture."""
    starts = [row.start for row in rows]
    spans = ((bisect_left(starts, item.start), bisect_left(starts, item.end)) for item in furniture)
    return frozenset(start for first, stop in spans for start in starts[first:stop])


def _mark(kinds: list[FurnitureKind | None], numbers: Iterable[int], kind: FurnitureKind) -> None:
    for number in numbers:
        kinds[number] = kinds[number] or kind


def _calls(
    text: str, rows: Sequence[Row], matches: Sequence[Match], words: Sequence[Word], last_prose: int
) -> Iterator[range]:
    number = 0
    while number < len(rows):
        row, word, stop = rows[number], words[number], number + 1
        if matches[number].kinds and _is_lead_in(row, matches[number]):
            stop = _end_of_links(text, rows, words, number, is_tail=number > last_prose)
            if stop > number + 1 or stop == len(rows) or not row.is_heading:
                yield range(number, stop)
        elif word.is_call or word.is_button:
            while stop < len(rows) and _goes_on(rows[stop], words[stop]):
                stop += 1
            if _is_call(text, rows, words, range(number, stop), is_tail=number > last_prose):
                yield range(number, stop)
        number = stop


def _goes_on(row: Row, word: Word) -> bool:
    return not row.is_heading and (word.is_call or word.is_button)


def _is_lead_in(row: Row, match: Match) -> bool:
    if row.is_quoted or row.is_listed:
        return False
    return PhraseKind.LEAD_IN in match.kinds or (PhraseKind.SEE_ALSO in match.kinds and not row.is_heading)


def _is_call(text: str, rows: Sequence[Row], words: Sequence[Word], run: range, *, is_tail: bool) -> bool:
    """Tell whether rows of calls and buttons are more than a heading or the items of a list."""
    if any(words[number].is_call for number in run):
        first = rows[run.start]
        is_followed = run.stop < len(rows) and rows[run.stop].is_prose
        if first.is_heading and len(run) == 1 and is_followed:
            return False
        is_item = len(run) < _FEWEST_BUTTONS and first.is_listed and _has_sibling(rows, run)
        return not is_item
    return len(run) >= (2 if is_tail else _FEWEST_BUTTONS) and not any(rows[number].is_heading for number in run)


def _has_sibling(rows: Sequence[Row], run: range) -> bool:
    """Tell whether items of a list stand right above or below a run of rows."""
    above, below = run.start - 1, run.stop
    if above >= 0 and rows[above].is_listed and rows[above].end + 1 == rows[run.start].start:
        return True
    return below < len(rows) and rows[below].is_listed and rows[below].start == rows[below - 1].end + 1


def _end_of_links(text: str, rows: Sequence[Row], words: Sequence[Word], number: int, *, is_tail: bool) -> int:
    """Return the row behind the links that a lead-in announces."""
    stop = number + 1
    while stop < len(rows) and stop - number <= _MOST_LINKED:
        row = rows[stop]
        is_next = row.start <= rows[stop - 1].end + 1
        is_title = 0 < row.length <= _LONGEST_LINKED and not SENTENCE_END.search(row.text[-5:])
        if row.block is None or row.is_heading or row.is_quoted or not (row.is_linked or row.is_picture or is_title):
            break
        if not (row.is_linked or (row.is_listed and is_tail) or (is_next and is_tail) or (is_tail and row.is_picture)):
            break
        stop += 1
    return stop


def _take_rules(text: str, rows: Sequence[Row], kinds: list[FurnitureKind | None]) -> None:
    """A line across the page that parts furniture alone from the article is furniture."""
    for numbers in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        outer: FurnitureKind | None = None
        for number in numbers:
            kind = kinds[number]
            if kind is None:
                row = rows[number]
                # Right above a line of text it may open front matter.
                if outer and row.is_rule and text[row.end : row.end + 2] in ("\n\n", "\n", ""):
                    kinds[number] = outer
                break
            outer = kind


def _grouped(rows: Sequence[Row], kinds: Sequence[FurnitureKind | None]) -> Iterator[Furniture]:
    for kind, numbers in groupby(range(len(rows)), key=kinds.__getitem__):
        if kind is not None:
            run = list(numbers)
            text = next((rows[number].text for number in run if rows[number].text), "")
            yield Furniture(rows[run[0]].start, rows[run[-1]].end, kind, text)
