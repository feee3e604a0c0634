"""Paragraphs as their writer meant them: a file whose paragraphs are single lines is ordinary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.views.lines import BLANK
from lint.views.markdown import BlockKind, Container, Markdown
from lint.views.zones import FILLER

MAX_WRAP_WIDTH = 110
"""No converter wraps text wider than this; a longer line was not wrapped."""


class Paragraph(NamedTuple):
    """A paragraph from ``start`` to ``end``: a block of text, or a line of a block whose lines are not wrapped."""

    start: int
    end: int
    containers: tuple[Container, ...]


def find_paragraphs(prose: str, markdown: Markdown) -> tuple[Paragraph, ...]:
    """Return the paragraphs in order; widths are those of ``prose``, since addresses are never wrapped."""
    return tuple(
        Paragraph(start, end, block.containers)
        for block in markdown.blocks
        if block.kind is BlockKind.PARAGRAPH
        for start, end in _parted(prose, block.start, block.end)
    )


def _parted(prose: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each paragraph of a block; most blocks are one line."""
    if prose.find("\n", start, end) < 0:
        if prose[start:end].strip(BLANK):
            yield start, end
        return
    for lines in _groups(prose, start, end):
        yield from _separate(prose, lines)


def _groups(prose: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of a block, start and end, parted at those that are blank to the eye alone."""
    lines: list[tuple[int, int]] = []
    for line in prose[start:end].split("\n"):
        if line.strip(BLANK):
            lines.append((start, start + len(line)))
        elif lines:
            yield lines
            lines = []
        start += len(line) + 1
    if lines:
        yield lines


def _separate(prose: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line, of all together if none is longer than a wrapped one."""
    widths = (end - start - prose.count(FILLER, start, end) for start, end in lines)
    if len(lines) == 1 or max(widths) <= MAX_WRAP_WIDTH:
        yield lines[0][0], lines[-1][1]
        return
    first, is_open = lines[0][0], False
    for start, end in lines:
        # Lines that a link's address was split over stay together.
        opened, closed = prose.rfind("](", start, end), prose.rfind(")", start, end)
        is_open = opened > closed or (is_open and closed < 0)
        if not is_open:
            yield first, end
            first = end + 1
    if is_open:
        yield first, lines[-1][1]
