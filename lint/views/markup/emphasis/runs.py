"""Runs of emphasis markers, and what CommonMark leaves of them as characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.markdown import Block, BlockKind, Markdown, SpanKind

LONGEST_LINE = 40
"""A line of markers alone is short; looking no further keeps a long line from costing quadratic time."""
_RUN = lazy_pattern(r"[*_~](?:(?<=\*)\*+|(?<=_)_+|(?<=~)~+)")
_MARKERS_BEFORE = lazy_pattern(rf"^[ \t*_~]{{0,{LONGEST_LINE}}}\Z", re.MULTILINE)
_MARKERS_BEHIND = lazy_pattern(rf"[ \t*_~]{{0,{LONGEST_LINE}}}(?:\n|\Z)")
_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_MARKUP_KINDS = (SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.STRIKE)


class Run(NamedTuple):
    """A run of markers; ``raw_start`` to ``raw_end`` is what CommonMark leaves of it."""

    start: int
    end: int
    raw_start: int
    raw_end: int

    @property
    def is_raw(self) -> bool:
        """Whether at least two of its markers show as characters."""
        return self.raw_end - self.raw_start >= 2

    @property
    def is_half(self) -> bool:
        """Whether it opens or closes; four in a row close and open at once."""
        return (self.end - self.start) % 4 != 0


def used_markers(markdown: Markdown) -> frozenset[int]:
    """Return the offsets of all characters that serve as markers."""
    return frozenset(
        offset
        for span in markdown.spans
        if span.kind in _MARKUP_KINDS
        for edge in (range(span.start, span.inner_start), range(span.inner_end, span.end))
        for offset in edge
    )


def blocks_with_runs(prose: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the paragraphs and headings that hold runs of markers, or a part of one."""
    spans = [match.span() for match in _RUN.finditer(prose)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    for block in blocks:
        if bisect_right(ends, block.start) < bisect_left(starts, block.end) and block.kind in _BLOCKS:
            yield block


def find_runs(text: str, prose: str, block: Block, used: frozenset[int]) -> Iterator[Run]:
    """Yield the runs in a block, in order; ``used`` are the offsets of the markers that serve."""
    for match in _RUN.finditer(prose, block.start, block.end):
        if _is_escaped(text, match.start()):
            continue
        start, end = match.span()
        while start < end and start in used:
            start += 1
        while start < end and end - 1 in used:
            end -= 1
        yield Run(*match.span(), start, end)


def _is_escaped(text: str, offset: int) -> bool:
    backslashes = 0
    while text[offset - 1 - backslashes : offset - backslashes] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


def is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a line holds nothing but markers."""
    return bool(_MARKERS_BEFORE.search(text, max(start - LONGEST_LINE - 1, 0), start)) and bool(
        _MARKERS_BEHIND.match(text, end)
    )


def clings(text: str, run: Run) -> bool:
    """Tell whether the run stands at a word, before or behind it."""
    return bool(text[max(run.start - 1, 0) : run.start].strip() or text[run.end : run.end + 1].strip())


def opens(text: str, run: Run) -> bool:
    """Tell whether the run clings to what follows, and to nothing before it."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return bool(after.strip()) and not before.strip()


def closes(text: str, run: Run) -> bool:
    """Tell whether the run clings to what is before it, and to nothing behind it."""
    before, after = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return bool(before.strip()) and not after.strip()


def is_mark(char: str) -> bool:
    """Tell whether a character is punctuation to CommonMark."""
    return unicodedata.category(char)[0] in "PS"
