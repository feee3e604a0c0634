"""The lines among which a heading may have lost its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.content.title import plain_text
from lint.views.layout.wrap import Join
from lint.views.lines import Line
from lint.views.markdown import BlockKind, Markdown
from lint.views.paragraphs import Paragraph


class LineKind(str, Enum):
    """What stands on a line."""

    TEXT = "text"
    PICTURE = "picture"
    """A picture and nothing else."""
    CODE = "code"
    """A whole block of code, or a table."""


class TextLine(NamedTuple):
    """A line of the article's own text, or a block of code or a table between such lines."""

    start: int
    end: int
    source: str
    text: str
    """What a reader sees of it, without markup."""
    length: float
    """Its length in Han characters: an average Latin word of five letters says as much as two of them."""
    kind: LineKind


_WORD_LENGTH = 2.5
_MAX_INDENT = 3
_FIGURES = (BlockKind.CODE, BlockKind.TABLE)
_NOT_LATIN = lazy_pattern("[^\x00-\u024f]+")


def text_lines(
    text: str,
    lines: Sequence[Line],
    markdown: Markdown,
    paragraphs: Sequence[Paragraph],
    joins: Sequence[Sequence[Join]],
) -> tuple[TextLine, ...]:
    """Return the lines of paragraphs outside lists, quotes and containers, with code and tables, in order."""
    figures = (
        TextLine(block.start, block.end, "", "", 0, LineKind.CODE)
        for block in markdown.blocks
        if block.kind in _FIGURES and not block.containers
    )
    return tuple(sorted([*_paragraph_lines(text, lines, paragraphs, joins), *figures]))


def _paragraph_lines(
    text: str, lines: Sequence[Line], paragraphs: Sequence[Paragraph], joins: Sequence[Sequence[Join]]
) -> Iterator[TextLine]:
    starts = {paragraph.start for paragraph in paragraphs if not paragraph.containers}
    # A line of a wrapped paragraph is no line of the article.
    wrapped = {text.index("\n", join.start) for group in joins for join in group}
    in_container = False
    for line in lines:
        if line.blank:
            continue
        source = text[line.start : line.end].strip()
        if source.startswith(":::"):
            in_container = source.strip(":").strip() != ""
            continue
        is_paragraph = not starts.isdisjoint(range(line.start, line.start + _MAX_INDENT + 1))
        if is_paragraph and not in_container and wrapped.isdisjoint((line.start - 1, line.end)):
            visible = plain_text(source)
            kind = LineKind.PICTURE if not visible and "![" in source else LineKind.TEXT
            yield TextLine(line.start, line.end, source, visible, _length(visible), kind)


def _length(text: str) -> float:
    latin = len(text) if text.isascii() else len(_NOT_LATIN.sub("", text))
    return len(text) - latin + latin / _WORD_LENGTH
