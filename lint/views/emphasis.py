"""Emphasis markers that CommonMark leaves in the text as characters, and what became of them.

Parsed once and by intent, so that each marker belongs to one rule: first those round nothing, then pairs that only
CommonMark's flanking rule keeps from being emphasis, then the halves that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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


_RUN = re.compile(r"\*{2,}|_{2,}|~{2,}")
# A line of markers alone is short; looking no further keeps a long line from costing quadratic time.
_LONGEST_LINE = 40
_MARKERS_BEFORE = re.compile(rf"^[ \t*_~]{{0,{_LONGEST_LINE}}}\Z", re.MULTILINE)
_MARKERS_BEHIND = re.compile(rf"[ \t*_~]{{0,{_LONGEST_LINE}}}(?:\n|\Z)")
_MARKUP_KINDS = (SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.STRIKE)
# A pair may stand on a few lines of a wrapped paragraph.
_WRAPPED_LINES = 3


def raw_markers(text: str, prose: str, markdown: Markdown) -> tuple[Marker, ...]:
    """Return the markers of two characters and more that are left in paragraphs and headings, in order.

    Single stars and underscores are no evidence: footnotes, products and file names are full of them.
    """
    if "**" not in text and "__" not in text and "~~" not in text:
        return ()
    used = _used(markdown)
    found: list[Marker] = []
    for block in markdown.blocks:
        runs = list(_runs(text, prose, block, used))
        for _, same in groupby(sorted(runs, key=lambda run: text[run.start]), key=lambda run: text[run.start]):
            found += _judged(text, list(same))
    return tuple(sorted(found))


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


def _judged(text: str, runs: Sequence[_Run]) -> Iterator[Marker]:
    """Judge the runs of one character in one block."""
    halves: list[_Run] = []
    for run in runs:
        if run.is_half and not _is_line_of_markers(text, run):
            halves.append(run)
        elif run.is_raw:
            yield Marker(run.raw_start, run.raw_end, Fate.EMPTY)
    pairs = _pairs(text, halves)
    for run in halves:
        if run.is_raw:
            yield Marker(run.raw_start, run.raw_end, pairs.get(run.start, Fate.STRAY))


def _pairs(text: str, halves: Sequence[_Run]) -> dict[int, Fate]:
    """Return the fate of those raw halves that have, or may have, a partner."""
    fates: dict[int, Fate] = {}
    for line in _by_line(text, halves):
        raw = [run for run in line if run.is_raw]
        if len(line) % 2 and len(raw) < 2:
            continue
        # Where CommonMark paired wrongly or several are left over, nobody can say which one lost its partner.
        fates.update((run.start, Fate.BROKEN) for run in raw)
        for first, second in zip(line[::2], line[1::2], strict=False):
            if not text[first.end : second.start].strip():
                fates.update((run.start, Fate.EMPTY) for run in (first, second))
            elif _closes(text, first) and _opens(text, second):
                fates.pop(first.start, None)
                fates.pop(second.start, None)
    lonely = [run for run in halves if run.is_raw and run.start not in fates]
    for first, second in pairwise(lonely):
        if first.start not in fates and _is_wrapped_pair(text, first, second):
            fates[first.start] = fates[second.start] = Fate.BROKEN
    return fates


def _by_line(text: str, runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    line: list[_Run] = []
    for run in runs:
        if line and text.find("\n", line[-1].end, run.start) >= 0:
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _is_wrapped_pair(text: str, first: _Run, second: _Run) -> bool:
    lines = text[first.end : second.start].split("\n")
    is_near = len(lines) <= _WRAPPED_LINES and bool(lines[0].strip()) and bool(lines[-1].strip())
    return is_near and not (_closes(text, first) and _opens(text, second))


def _is_line_of_markers(text: str, run: _Run) -> bool:
    return bool(_MARKERS_BEFORE.search(text, max(run.start - _LONGEST_LINE - 1, 0), run.start)) and bool(
        _MARKERS_BEHIND.match(text, run.end)
    )


def _opens(text: str, run: _Run) -> bool:
    """Tell whether the run clings to what follows, and to nothing before it."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return bool(after.strip()) and not before.strip()


def _closes(text: str, run: _Run) -> bool:
    """Tell whether the run clings to what is before it, and to nothing behind it."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return bool(before.strip()) and not after.strip()
