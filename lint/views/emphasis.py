"""Emphasis markers that CommonMark leaves in the text as characters, and what became of them.

Parsed once and by intent, so that each marker belongs to one rule: first those round nothing, then pairs that only
CommonMark's flanking rule keeps from being emphasis, then the halves that are left.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby, pairwise
from typing import NamedTuple

from lint.views.markdown import Block, BlockKind, Markdown, SpanKind


class Fate(str, Enum):
    """What became of a marker."""

    EMPTY = "empty"
    """It marks up nothing: ``****``, ``** **``, a line of markers alone."""
    BROKEN = "broken"
    """It has a partner, but what stands next to one of the two keeps CommonMark from seeing a pair."""
    STRAY = "stray"
    """Its partner is gone."""


class Marker(NamedTuple):
    """A run of emphasis markers that shows as characters, or the part of a run that does."""

    start: int
    end: int
    fate: Fate


class BrokenPair(NamedTuple):
    """Two runs that belong together, though CommonMark sees no pair; ``inner`` is what they were to mark up."""

    start: int
    inner_start: int
    inner_end: int
    end: int


class EmptySpan(NamedTuple):
    """Markers round nothing, with the blanks between them; four stars alone, if not ``sure``, may be a mask."""

    start: int
    end: int
    sure: bool


class RawEmphasis(NamedTuple):
    """All markers that show as characters, and what they are together, in order."""

    markers: tuple[Marker, ...]
    pairs: tuple[BrokenPair, ...]
    """The pairs that CommonMark does not see; of one of the two runs it may have made other use."""
    empty: tuple[EmptySpan, ...]


class _Run(NamedTuple):
    """A run of markers; ``raw_start`` to ``raw_end`` is what CommonMark leaves of it."""

    start: int
    end: int
    raw_start: int
    raw_end: int

    @property
    def is_raw(self) -> bool:
        return self.raw_end - self.raw_start >= 2

    @property
    def is_half(self) -> bool:
        """Whether it opens or closes; four in a row close and open at once."""
        return (self.end - self.start) % 4 != 0


_Edges = tuple[tuple[int, int], tuple[int, int]]
_Judgement = tuple[Fate, "_Edges | None"]
_RUN = re.compile(r"\*{2,}|_{2,}|~{2,}")
# A line of markers alone is short; looking no further keeps a long line from costing quadratic time.
_LONGEST_LINE = 40
_MARKERS_BEFORE = re.compile(rf"^[ \t*_~]{{0,{_LONGEST_LINE}}}\Z", re.MULTILINE)
_MARKERS_BEHIND = re.compile(rf"[ \t*_~]{{0,{_LONGEST_LINE}}}(?:\n|\Z)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_BLANK_ABOVE = re.compile(r"(?:\n[ \t]*\n|\A\s*)[ ]{0,3}\Z")
_BLANK_BELOW = re.compile(r"[ \t]*(?:\n[ \t]*(?:\n|\Z)|\Z)")
_MARKUP_KINDS = (SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.STRIKE)
_LONGEST_TERM = 20
_CLAUSE_MARK = re.compile("[,.:;!?\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f]")
# A pair may stand on a few lines of a wrapped paragraph.
_WRAPPED_LINES = 3


def raw_emphasis(text: str, prose: str, markdown: Markdown) -> RawEmphasis:
    """Return the markers of two characters and more that are left in paragraphs and headings.

    Single stars and underscores are no evidence: footnotes, products and file names are full of them.
    """
    if "**" not in text and "__" not in text and "~~" not in text:
        return RawEmphasis((), (), ())
    used = _used(markdown)
    # Prices look like a formula to the parser, which then sees no emphasis between two dollar signs.
    prices = [span.start for span in markdown.spans if span.kind is SpanKind.MATH and prose[span.start] == "$"]
    found = list(_rules_of_nothing(text, prose, markdown))
    pairs: set[BrokenPair] = set()
    inner: set[int] = set()
    for block in markdown.blocks:
        if bisect_left(prices, block.start) < bisect_left(prices, block.end):
            continue
        runs = list(_runs(text, prose, block, used))
        for _, same in groupby(sorted(runs, key=lambda run: text[run.start]), key=lambda run: text[run.start]):
            for marker, partner in _judged(text, list(same)):
                if marker:
                    found.append(marker)
                if marker and partner and marker.fate is Fate.EMPTY:
                    inner.add(marker.start)
                elif partner:
                    (start, inner_start), (inner_end, end) = partner
                    pairs.add(BrokenPair(start, inner_start, inner_end, end))
    found.sort()
    return RawEmphasis(tuple(found), tuple(sorted(pairs)), tuple(_empty_spans(text, found, inner)))


def _empty_spans(text: str, markers: Iterable[Marker], inner: Collection[int]) -> Iterator[EmptySpan]:
    span: EmptySpan | None = None
    for start, end, fate in markers:
        if fate is not Fate.EMPTY:
            continue
        is_sure = start in inner or text[start:end] != "****" or _is_alone(text, start, end)
        if span and _are_together(text, span, start, end):
            span = EmptySpan(span.start, end, sure=True)
            continue
        if span:
            yield span
        span = EmptySpan(start, end, is_sure)
    if span:
        yield span


def _are_together(text: str, span: EmptySpan, start: int, end: int) -> bool:
    """Tell whether only blanks stand between, and no blank line either that parts a text from another."""
    if start - span.end > _LONGEST_LINE or text[span.end : start].strip():
        return False
    if text[start:end] == "****" == text[span.end - 4 : span.end] and start == span.end + 1 and text[span.end] == " ":
        # The number of a card, with its digits hidden in groups of four.
        return False
    is_near = not _BLANK_LINE.search(text, span.end, start)
    return is_near or (_is_alone(text, span.start, span.end) and _is_alone(text, start, end))


def _rules_of_nothing(text: str, prose: str, markdown: Markdown) -> Iterator[Marker]:
    """Yield lines of four markers, which CommonMark takes for horizontal rules.

    One ``****`` alone between blank lines is a rule if the article holds no other.
    """
    rules = [block for block in markdown.blocks if block.kind is BlockKind.RULE]
    for block in rules:
        source = text[block.start : min(block.end, block.start + _LONGEST_LINE)].strip()
        if source == "****":
            is_parted = _BLANK_ABOVE.search(text, max(block.start - _LONGEST_LINE, 0), block.start)
            is_parted = is_parted and _BLANK_BELOW.match(text, block.start + 4)
            if is_parted and prose.find("****", prose.find("****") + 4) < 0:
                continue
        elif source not in ("** **", "__ __"):
            continue
        yield Marker(block.start, block.start + len(source), Fate.EMPTY)


def _used(markdown: Markdown) -> frozenset[int]:
    """Return the offsets of all characters that serve as markers."""
    return frozenset(
        offset
        for span in markdown.spans
        if span.kind in _MARKUP_KINDS
        for edge in (range(span.start, span.inner_start), range(span.inner_end, span.end))
        for offset in edge
    )


def _runs(text: str, prose: str, block: Block, used: frozenset[int]) -> Iterator[_Run]:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return
    for match in _RUN.finditer(prose, block.start, block.end):
        if _is_escaped(text, match.start()):
            continue
        start, end = match.span()
        while start < end and start in used:
            start += 1
        while start < end and end - 1 in used:
            end -= 1
        yield _Run(*match.span(), start, end)


def _is_escaped(text: str, offset: int) -> bool:
    backslashes = 0
    while text[offset - 1 - backslashes : offset - backslashes] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


def _judged(text: str, runs: Sequence[_Run]) -> Iterator[tuple[Marker | None, _Edges | None]]:
    """Judge the runs of one character in one block; with each, yield the edges of its pair or of the one round it."""
    icons = _icons(text, runs)
    runs = [run for run in runs if run.start not in icons]
    yield from ((Marker(run.raw_start, run.raw_end, Fate.EMPTY), None) for run in icons.values())
    halves = [run for run in runs if run.is_half]
    partners = _pairs(text, halves)
    starts = [run.start for run in halves]
    between: list[int] = []
    for run in runs:
        if run.is_half:
            continue
        before = bisect_left(starts, run.start)
        if before % 2 and before < len(halves) and run.raw_end > run.raw_start:
            # Inside a pair four markers close it and open the next; both sides then need to lose all of them.
            between.append(run.start)
            yield Marker(run.start, run.end, Fate.EMPTY), (halves[before - 1][:2], halves[before][:2])
        elif run.is_raw and text[run.start] == "*":
            # Underscores in a row are a blank to fill in, tildes the drawn-out tone of a chat.
            yield Marker(run.raw_start, run.raw_end, Fate.EMPTY), None
    for run in halves:
        fate, edges = partners.get(run.start, (Fate.STRAY, None))
        # A pair that is broken by what stands empty inside it becomes whole without that.
        is_filled = edges and bisect_left(between, edges[0][0]) < bisect_left(between, edges[1][0])
        if not is_filled and (run.is_raw or edges):
            yield Marker(run.raw_start, run.raw_end, fate) if run.is_raw else None, edges


def _icons(text: str, runs: Sequence[_Run]) -> dict[int, _Run]:
    """Return pairs of underscores that stand for a picture font's icon: an emphasis round nothing.

    In the middle of a line they may be a blank to fill in, unless others stand at the edges of lines.
    """
    if not runs or text[runs[0].start] != "_":
        return {}
    lonely = [run for run in runs if run.is_raw and run.end - run.start == 2 and not _clings(text, run)]
    at_edge = any(
        text[max(run.start - 1, 0) : run.start] in ("", "\n") or text[run.end : run.end + 1] in ("", "\n")
        for run in lonely
    )
    return {run.start: run for run in lonely} if at_edge else {}


def _pairs(text: str, halves: Sequence[_Run]) -> dict[int, _Judgement]:
    """Return the fate of those raw halves that are empty or broken, with the partner of a broken one."""
    fates: dict[int, _Judgement] = {}
    alone = {run.start for run in halves if _is_alone(text, run.start, run.end)}
    for line in _by_line(text, [run for run in halves if run.start not in alone]):
        raw = [run for run in line if run.is_raw]
        if not raw:
            fates.update(_crossed(text, line))
        if not raw or (len(line) % 2 and len(raw) < 2):
            continue
        if text[line[0].start] != "_":
            # Where CommonMark paired wrongly or several are left over, nobody can say which one lost its partner.
            fates.update((run.start, (Fate.BROKEN, None)) for run in raw)
        for first, second in zip(line[::2], line[1::2], strict=False):
            if not text[first.end : second.start].strip():
                fates.update((run.start, (Fate.EMPTY, None)) for run in (first, second))
            elif _part(text, first, second):
                fates.pop(first.start, None)
                fates.pop(second.start, None)
            elif len(line) % 2 == 0 and (first.is_raw or second.is_raw) and _may_be_pair(text, first, second):
                fates.update(_broken(first, second))
    lonely = [run for run in halves if run.is_raw and run.start not in fates]
    fates.update(_wrapped(text, lonely, alone))
    return dict.fromkeys(alone, (Fate.EMPTY, None)) | fates


def _crossed(text: str, line: Sequence[_Run]) -> Iterator[tuple[int, _Judgement]]:
    """Yield the pairs whose second run cannot close to CommonMark, which then opens another emphasis with it."""
    if len(line) % 2 == 0 and text[line[0].start] == "*":
        for first, second in zip(line[::2], line[1::2], strict=True):
            before, after = text[second.start - 1], text[second.end : second.end + 1]
            if is_mark(before) and after.isalpha() and text[first.end : second.start].strip():
                yield from _broken(first, second)


def _part(text: str, first: _Run, second: _Run) -> bool:
    """Tell whether the first run ends an emphasis and the second begins one; a short term between may be their own."""
    if not (_closes(text, first) and _opens(text, second)):
        return False
    inner = text[first.end : second.start].strip()
    return (
        len(inner) > _LONGEST_TERM
        or bool(_CLAUSE_MARK.search(inner))
        or not text[first.end : second.start][-1:].isspace()
    )


def is_mark(char: str) -> bool:
    """Tell whether a character is punctuation to CommonMark."""
    return unicodedata.category(char)[0] in "PS"


def _may_be_pair(text: str, first: _Run, second: _Run) -> bool:
    """Tell whether two runs may belong together; underscores stand in many names and in front of many labels."""
    return text[first.start] != "_" or (_opens(text, first) and _closes(text, second))


def _broken(first: _Run, second: _Run) -> Iterator[tuple[int, _Judgement]]:
    edges = (first.start, first.end), (second.start, second.end)
    yield from ((run.start, (Fate.BROKEN, edges)) for run in (first, second))


def _by_line(text: str, runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for run in runs:
        if line and text.find("\n", line[-1].end, run.start) >= 0:
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _wrapped(text: str, lonely: Sequence[_Run], alone: Collection[int]) -> dict[int, _Judgement]:
    fates: dict[int, _Judgement] = {}
    for first, second in pairwise(lonely):
        if first.start not in fates and second.start not in fates and _is_wrapped_pair(text, first, second, alone):
            fates.update(_broken(first, second))
    return fates


def _is_wrapped_pair(text: str, first: _Run, second: _Run, alone: Collection[int]) -> bool:
    lines = text[first.end : second.start].split("\n")
    if first.start in alone or second.start in alone:
        # A line break inside the emphasis has put one of its markers on a line of its own.
        return len(lines) == 2 and (
            (second.start in alone and _opens(text, first)) or (first.start in alone and _closes(text, second))
        )
    if not _may_be_pair(text, first, second):
        return False
    is_near = len(lines) <= _WRAPPED_LINES and bool(lines[0].strip()) and bool(lines[-1].strip())
    return is_near and not _part(text, first, second)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a line holds nothing but markers."""
    return bool(_MARKERS_BEFORE.search(text, max(start - _LONGEST_LINE - 1, 0), start)) and bool(
        _MARKERS_BEHIND.match(text, end)
    )


def _clings(text: str, run: _Run) -> bool:
    return bool(text[max(run.start - 1, 0) : run.start].strip() or text[run.end : run.end + 1].strip())


def _opens(text: str, run: _Run) -> bool:
    """Tell whether the run clings to what follows, and to nothing before it."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return bool(after.strip()) and not before.strip()


def _closes(text: str, run: _Run) -> bool:
    """Tell whether the run clings to what is before it, and to nothing behind it."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return bool(before.strip()) and not after.strip()
