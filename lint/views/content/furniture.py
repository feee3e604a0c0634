"""Furniture: lines that the page put round an article; each belongs to one kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.content.app import find_app
from lint.views.content.lead_ins import announces, end_of_links, is_cut_teaser, is_lead_in
from lint.views.content.menus import UNKNOWN, Word, find_menus, word_of
from lint.views.content.phrase_automaton import NO_MATCH, Match
from lint.views.content.phrase_notation import has_unspaced
from lint.views.content.phrases import PhraseKind, match_known
from lint.views.content.rows import SENTENCE_END, Row, ends_in_address, ends_in_link
from lint.views.markdown import BlockKind


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
    is_bound: bool
    """Whether it announces what stays, or is a part of an item that stays: those would read as the article's own."""


_EMPTY_ITEM = lazy_pattern(r"[ \t]*[-*+][ \t]*\Z")
_MARKER = lazy_pattern(r"([ \t]*)(?:([-*+])|\d{1,9}[.)])[ \t]")
_LINE_END = lazy_pattern(f"(?:{SENTENCE_END.pattern}|[:\uff1a][*_]*\\Z)")
_OPEN_ENDS = (PhraseKind.OPEN_CALL, PhraseKind.OPEN_LEAD_IN, PhraseKind.STEER, PhraseKind.LABEL)
# The call of a function; behind what pages ask for, a number in brackets counts.  Braces stand in no page's own words.
_CODE = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_.]*\((?!\d+\)).*\);?|[^{}]*[{}].*")
_UNDERLINE = lazy_pattern(r"([~^\"+*=.'`-])\1{2,}")
_FEWEST_BUTTONS = 3


def find_furniture(text: str, rows: Sequence[Row]) -> tuple[Furniture, ...]:
    """Return the furniture of a text, in order."""
    kinds: list[FurnitureKind | None] = [None] * len(rows)
    matches = _matches(text, rows)
    words = [word_of(row, match) for row, match in zip(rows, matches, strict=True)]
    prose = [number for number, row in enumerate(rows) if row.is_prose and not any(words[number])]
    first_prose, last_prose = (prose[0], prose[-1]) if prose else (0, len(rows))
    for number in range(min(last_prose, len(rows))):
        if words[number].is_notice:
            words[number] = UNKNOWN  # in front of text it says whose that is
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
    _take_empty_items(text, rows, kinds)
    _take_rules(text, rows, kinds)
    return tuple(_grouped(text, rows, matches, kinds, first_prose))


def _matches(text: str, rows: Sequence[Row]) -> list[Match]:
    """Return what phrases say of each row; of a line of a program or one whose sentence goes on below, nothing."""
    matches = [
        match_known(row.folded) if row.folded and row.block and not _CODE.fullmatch(row.text) else NO_MATCH
        for row in rows
    ]
    for number, below in enumerate(rows[1:]):
        if matches[number + 1].kinds and ends_in_address(text, rows[number]):
            matches[number + 1] = NO_MATCH  # the rest of an address, whatever it says
        if matches[number].kinds and _goes_on_below(rows[number], matches[number], below, matches[number + 1]):
            matches[number] = NO_MATCH
        elif matches[number].kinds and _UNDERLINE.fullmatch(below.text) and len(below.text) >= len(rows[number].text):
            matches[number] = NO_MATCH  # a heading, as those who write no Markdown mark it
    return matches


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
    number, title = 0, _only_title(rows)
    while number < len(rows):
        row, word, stop = rows[number], words[number], number + 1
        below = rows[stop] if stop < len(rows) else None
        if matches[number].kinds and is_lead_in(row, matches[number], below):
            stop = end_of_links(text, rows, words, number, is_tail=number > last_prose)
            if stop > number + 1 or stop == len(rows) or not row.is_heading:
                yield range(number, stop)
        elif (word.is_call or word.is_button) and number != title:
            while stop < len(rows) and _goes_on(rows[stop], words[stop]):
                stop += 1
            is_tail = number > last_prose
            # Authors begin headings like that as well.
            is_own = (
                row.is_heading and not row.is_linked and matches[number].kinds <= {PhraseKind.STEER, PhraseKind.LABEL}
            )
            if not is_own and _is_call(text, rows, words, range(number, stop), is_tail=is_tail):
                yield range(number, stop)
        number = stop


def _only_title(rows: Sequence[Row]) -> int | None:
    """Return the number of the only heading of the first level: it is the title, whatever it asks for."""
    titles = [number for number, row in enumerate(rows) if row.is_heading and row.block and row.block.level == 1]
    return titles[0] if len(titles) == 1 and not rows[titles[0]].is_linked else None


def _goes_on_below(row: Row, match: Match, below: Row, match_below: Match) -> bool:
    """Tell whether the sentence of a row that is a phrase ends in a row below it."""
    is_same = row.block is below.block and row.block is not None and row.block.kind is BlockKind.PARAGRAPH
    if not is_same or match_below.kinds or below.is_picture or not below.text or _LINE_END.search(row.text):
        return False
    is_ended = SENTENCE_END.search(below.text[-5:]) is not None
    # Scripts without spaces are not wrapped at words: there each line of a paragraph is one of its own.
    is_open_end = not has_unspaced(row.text) and match.kinds.issubset(_OPEN_ENDS)
    return (is_ended and is_open_end) or (below.text[:1].islower() and (is_ended or not below.is_linked))


def _goes_on(row: Row, word: Word) -> bool:
    return not row.is_heading and (word.is_call or word.is_button)


def _is_call(text: str, rows: Sequence[Row], words: Sequence[Word], run: range, *, is_tail: bool) -> bool:
    """Tell whether rows of calls and buttons are more than a heading or the items of a list."""
    if any(words[number].is_call for number in run):
        first = rows[run.start]
        if _is_cell(rows, run):
            return False
        is_followed = run.stop < len(rows) and rows[run.stop].is_prose
        if first.is_heading and len(run) == 1 and is_followed:
            return False
        is_item = len(run) < _FEWEST_BUTTONS and first.is_listed and _has_sibling(text, rows, run)
        return not is_item
    return len(run) >= (2 if is_tail else _FEWEST_BUTTONS) and not any(rows[number].is_heading for number in run)


def _is_cell(rows: Sequence[Row], run: range) -> bool:
    """Tell whether rows stand in a table that goes on above or below them with others."""
    edges = ((number, number + 1) for number in (run.start - 1, run.stop - 1) if 0 <= number < len(rows) - 1)
    return any(
        rows[above].block is rows[below].block and rows[above].text[:1] == rows[below].text[:1] == "|"
        for above, below in edges
    )


def _has_sibling(text: str, rows: Sequence[Row], run: range) -> bool:
    """Tell whether items of a list stand right above or below a run of rows."""
    above, below = run.start - 1, run.stop
    gap = _gap(text, rows, run)
    if above >= 0 and rows[above].is_listed and _lines_between(text, rows[above], rows[run.start]) == gap:
        return True
    return below < len(rows) and rows[below].is_listed and _lines_between(text, rows[below - 1], rows[below]) == gap


def _lines_between(text: str, above: Row, below: Row) -> int:
    """Return how many lines the lower of two neighbouring rows stands below the other."""
    return text.count("\n", above.end, below.start)


def _gap(text: str, rows: Sequence[Row], run: range) -> int:
    """Return how many lines each item of a list stands below the one above it."""
    is_list = len(run) > 1 and rows[run.start + 1].is_listed
    return _lines_between(text, rows[run.start], rows[run.start + 1]) if is_list else 1


def _is_same_list(text: str, above: Row, below: Row) -> bool:
    """Tell whether two neighbouring rows begin items that are marked alike."""
    markers = [_MARKER.match(text, row.start, row.end) for row in (above, below)]
    first, second = ((marker[1], marker[2]) if marker else None for marker in markers)
    return above.is_listed and below.is_listed and first is not None and first == second


def _take_empty_items(text: str, rows: Sequence[Row], kinds: list[FurnitureKind | None]) -> None:
    """A list of furniture may end in an item that shows nothing."""
    for number in range(1, len(rows)):
        row, above = rows[number], rows[number - 1]
        is_next = kinds[number] is None and not row.text and above.is_listed and row.start == above.end + 1
        if is_next and kinds[number - 1] and _EMPTY_ITEM.match(text, row.start, row.end):
            kinds[number] = kinds[number - 1]


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


def _grouped(
    text: str,
    rows: Sequence[Row],
    matches: Sequence[Match],
    kinds: Sequence[FurnitureKind | None],
    first_prose: int,
) -> Iterator[Furniture]:
    for kind, numbers in groupby(range(len(rows)), key=kinds.__getitem__):
        if kind is not None:
            run = list(numbers)
            first, stop = start, end = run[0], run[-1] + 1
            if kind is FurnitureKind.CALL and (
                _is_cut_out(text, rows, kinds, range(start, end))
                or is_cut_teaser(rows, matches[start], range(start, end))
            ):
                yield Furniture(rows[start].start, rows[end - 1].end, kind, _shown(rows, run), is_bound=True)
                continue
            if kind is FurnitureKind.CALL:
                while first < stop and first and rows[first].is_listed and rows[first].block is rows[first - 1].block:
                    first += 1
                # What stands below, such as a menu, may go as well.
                if stop < len(rows) and kinds[stop] is None:
                    stop = _end_of_free(text, rows, matches, range(first, stop), first_prose)
            for part in (range(start, first), range(first, stop), range(stop, end)):
                if part:
                    is_bound = part != range(first, stop) or _cuts_link(text, rows, part)
                    yield Furniture(rows[part.start].start, rows[part.stop - 1].end, kind, _shown(rows, part), is_bound)


def _cuts_link(text: str, rows: Sequence[Row], part: range) -> bool:
    """Tell whether a link goes on behind a part of the rows, or begins in front of it."""
    edges = [number for number in (part.start - 1, part.stop - 1) if 0 <= number < len(rows) - 1]
    return any(rows[number].block is rows[number + 1].block and ends_in_link(text, rows[number]) for number in edges)


def _shown(rows: Sequence[Row], numbers: Iterable[int]) -> str:
    return next((rows[number].text for number in numbers if rows[number].text), "")


def _is_cut_out(text: str, rows: Sequence[Row], kinds: Sequence[FurnitureKind | None], run: range) -> bool:
    """Tell whether a run of rows begins or ends in a list that goes on with items that stay."""
    above, below, gap = run.start - 1, run.stop, _gap(text, rows, run)
    pairs = ((above, run.start, above), (run.stop - 1, below, below))
    return any(
        0 <= other < len(rows)
        and kinds[other] is None
        and _is_same_list(text, rows[upper], rows[lower])
        and _lines_between(text, rows[upper], rows[lower]) == gap
        for upper, lower, other in pairs
    )


def _end_of_free(text: str, rows: Sequence[Row], matches: Sequence[Match], run: range, first_prose: int) -> int:
    """Return the row from which on a run of calls belongs to what stands below it."""
    stop = run.stop
    while stop > run.start:
        last, below = stop - 1, rows[stop]
        # Below a title the number of replies announces nothing.
        is_replies = PhraseKind.REPLIES in matches[last].kinds and last > first_prose
        is_section = is_replies and not below.is_heading and not below.is_rule
        if not is_section and not announces(text, rows[last], matches[last], below):
            break
        stop = last
    return stop
