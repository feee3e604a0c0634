"""Whether edits leave the emphasis and the links of a paragraph working: CommonMark reads it before and after them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from lint.edit import Edit, apply_edits
from lint.patterns import lazy_pattern
from lint.views.markdown import Block, BlockKind, Markdown, Span, SpanKind, parse
from lint.views.markup.emphasis.runs import used_markers

Candidate = tuple[Edit, ...]
"""The edits of one fix, in order, all in one paragraph or in none."""
MOST_TRIALS = 12
"""Fixes of one paragraph that are tried one by one; a paragraph with more of them would cost quadratic time."""

_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_EMPHASIS = (SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.STRIKE)
_MARKER = lazy_pattern(r"[*_~]")
_LETTER = lazy_pattern(r"[^\W_]")
_RUN = lazy_pattern(r"\*{2,}|_{2,}|~{2,}")
# To the rules of inline markup a line end is a space; on one line no part of a paragraph begins a block.
_LINE_END = lazy_pattern(r"\n[ \t>]*")


class _Reading(NamedTuple):
    """What CommonMark makes of the markup in a paragraph."""

    raw: int
    """How many markers show as characters."""
    others: tuple[SpanKind, ...]
    """Links, pictures, pieces of code and the like, in order."""
    marked: bytes
    """For each letter and digit, whether it is marked up."""


class MarkupHarm:
    """Tries edits on the paragraphs of a text."""

    def __init__(self, text: str, prose: str, markdown: Markdown) -> None:
        self._text, self._prose, self._markdown = text, prose, markdown

    @cached_property
    def _blocks(self) -> list[Block]:
        return [block for block in self._markdown.blocks if block.kind in _BLOCKS]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self._blocks]

    @cached_property
    def _used(self) -> frozenset[int]:
        return used_markers(self._markdown)

    def sifted(self, candidates: Sequence[Candidate], *, may_move: bool = False) -> list[Candidate]:
        """Return the fixes, without edits where these would harm together with those of the fixes in front of them.

        After them no marker shows as a character that did not before, no link is lost or made, and what was marked up
        still is, unless emphasis ``may_move``.
        """
        placed = [(self._block_of(edits), number) for number, edits in enumerate(candidates) if edits]
        kept = {number for block, number in placed if block is None}
        inside = [(block, number) for block, number in placed if block]
        for block, group in groupby(sorted(inside), key=lambda pair: pair[0]):
            numbers = [number for _, number in group]
            kept.update(self._together(block, candidates, numbers, may_move=may_move))
        return [edits if number in kept else () for number, edits in enumerate(candidates)]

    def _block_of(self, edits: Candidate) -> Block | None:
        start, end = edits[0].start, edits[-1].end
        index = bisect_right(self._starts, start) - 1
        for block in self._blocks[max(index, 0) : index + 2]:
            # A paragraph that goes as a whole takes its markup with it.
            if start < block.end and end > block.start and not (start <= block.start and block.end <= end):
                return block
        return None

    def _together(
        self, block: Block, candidates: Sequence[Candidate], numbers: Sequence[int], *, may_move: bool
    ) -> Sequence[int]:
        before = self._read(block, ())

        def are_harmless(chosen: Sequence[int]) -> bool:
            edits = sorted({edit for number in chosen for edit in candidates[number]})
            if any(first.end > second.start for first, second in pairwise(edits)):
                return False
            after = self._read(block, edits)
            # What CommonMark marked up between the wrong markers need not stay so once all of them work.
            is_whole = after.raw == 0 < before.raw and len(after.marked) == len(before.marked)
            is_kept = may_move or is_whole or _holds(after.marked, before.marked)
            return (
                is_kept and after.others == before.others and after.raw <= before.raw - self._raw_inside(block, edits)
            )

        if are_harmless(numbers):
            return numbers
        chosen: list[int] = []
        for number in numbers if len(numbers) <= MOST_TRIALS else ():
            if are_harmless([*chosen, number]):
                chosen.append(number)
        return chosen

    def _raw_inside(self, block: Block, edits: Sequence[Edit]) -> int:
        """Return how many markers show as characters where edits are; single ones may be meant as such."""
        return sum(
            offset not in self._used
            for edit in edits
            for run in _RUN.finditer(self._prose, max(edit.start, block.start), min(edit.end, block.end))
            for offset in range(*run.span())
        )

    def _read(self, block: Block, edits: Sequence[Edit]) -> _Reading:
        own = [
            Edit(max(edit.start, block.start) - block.start, min(edit.end, block.end) - block.start, edit.text)
            for edit in edits
        ]
        text, prose = (apply_edits(source[block.start : block.end], own) for source in (self._text, self._prose))
        text = _LINE_END.sub(" ", text)
        spans = parse(text).spans
        emphasis = [span for span in spans if span.kind in _EMPHASIS]
        others = tuple(span.kind for span in spans if span.kind not in _EMPHASIS)
        used = sum(span.inner_start - span.start + span.end - span.inner_end for span in emphasis)
        raw = len(_MARKER.findall(prose)) - self._hidden_inside(edits) - used
        return _Reading(raw, others, b"".join(_marks(text, emphasis)))

    def _hidden_inside(self, edits: Sequence[Edit]) -> int:
        """Return how many underscores and the like of addresses and code are written anew, which are no markers."""
        return sum(
            len(_MARKER.findall(self._text, edit.start, edit.end))
            - len(_MARKER.findall(self._prose, edit.start, edit.end))
            for edit in edits
            if edit.text
        )


def _marks(text: str, emphasis: Sequence[Span]) -> Iterator[bytes]:
    """Yield for each letter and digit whether it stands in an emphasis; of nested ones the outer counts."""
    end = 0
    for span in emphasis:
        if span.start >= end:
            yield bytes(len(_LETTER.findall(text, end, span.start)))
            yield b"\1" * len(_LETTER.findall(text, span.start, span.end))
            end = span.end
    yield bytes(len(_LETTER.findall(text, end)))


def _holds(after: bytes, before: bytes) -> bool:
    """Tell whether all that was marked up still is."""
    if len(after) != len(before):
        return False
    return int.from_bytes(before, "big") & ~int.from_bytes(after, "big") == 0
