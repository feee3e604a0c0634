"""Paragraphs as their writer meant them: a file whose paragraphs are single lines is ordinary."""

from __future__ import annotations

from typing import NamedTuple

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
    found: list[Paragraph] = []
    for block in markdown.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        lines = prose[block.start : block.end].split("\n")
        if len(lines) == 1 or max(len(line.replace(FILLER, "")) for line in lines) <= MAX_WRAP_WIDTH:
            found.append(Paragraph(block.start, block.end, block.containers))
            continue
        start = block.start
        for line in lines:
            found.append(Paragraph(start, start + len(line), block.containers))
            start += len(line) + 1
    return tuple(found)
