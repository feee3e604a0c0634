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
    is_piece: bool
    """Whether it stands in the middle of a sentence that begins on the line above it, or goes on below."""


_WORD_LENGTH = 2.5
_MAX_INDENT = 3
_FIGURES = (BlockKind.CODE, BlockKind.TABLE)
# A line that ends in a comma or what opens a bracket or quotation, or in a letter with no sentence that ends near it:
# what stands behind one may be a credit.  A line that begins in small letters or with a mark.
_CUT_OFF = lazy_pattern(
    r"[^.!?\u3002\uff01\uff1f\u2026]*[^\W\d_][ \t]*\Z|.*(?:[,\u3001\uff0c(\uff08\u300c\u201c]|\s[\"'])[ \t]*\Z"
)
_GOING_ON = lazy_pattern("[ \t]*[a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f,.;:)\u3001\u3002\uff0c\uff1b\uff1a\uff09]")
_TAIL = 16
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
        TextLine(block.start, block.end, "", "", 0, LineKind.CODE, is_piece=False)
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
    for number, line in enumerate(lines):
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
            is_piece = _is_piece(text, lines[max(number - 1, 0) : number + 2])
            yield TextLine(line.start, line.end, source, visible, _length(visible), kind, is_piece)


def _is_piece(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether the second of three neighbouring lines stands in the middle of a sentence.

    Extractors that part all pieces of a page by line ends put links and emphasised words on lines of their own.
    """
    if len(lines) < 3:
        return False
    above, _, below = lines
    begins_above = not above.blank and _CUT_OFF.match(text, max(above.start, above.end - _TAIL), above.end)
    return bool(begins_above) or (not below.blank and _GOING_ON.match(text, below.start) is not None)


def _length(text: str) -> float:
    latin = len(text) if text.isascii() else len(_NOT_LATIN.sub("", text))
    return len(text) - latin + latin / _WORD_LENGTH
