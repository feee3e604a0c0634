"""A text with a page's tags in it, and the places that those who take the tags away ask for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.lines import Line
from lint.views.markdown import Block, BlockKind
from lint.views.markup.tags.elements import BLOCKS, Element
from lint.views.zones import Zone, ZoneKind

SPACE = " \t\n"
RAW = (BlockKind.HTML, BlockKind.INDENTED_CODE)
"""Blocks whose text Markdown does not read; without the tags it does."""
HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
LISTS = frozenset({"ul", "ol"})
_CODE = (ZoneKind.CODE, ZoneKind.TABLE)
# A sentence that ends with its line, and text on the next one.
_LINE_OF_TEXT = lazy_pattern("[.!?\u2026\u3002\uff01\uff1f\u201d\u300d\u300f]\\n(?=[^\\s<])")


class Tag(NamedTuple):
    """One tag of an element, the one that opens it or the one that closes it."""

    start: int
    end: int
    element: Element
    opens: bool

    @property
    def is_block(self) -> bool:
        """Whether the element stands on lines of its own."""
        return self.element.name in BLOCKS


@dataclass(frozen=True)
class TaggedText:
    """The text and its places, all in order."""

    text: str
    body: int
    """Where the text behind the front matter begins."""
    line_starts: Sequence[int]
    blank_lines: Sequence[int]
    blocks: Sequence[Block]
    block_starts: Sequence[int]
    address_starts: frozenset[int]
    address_ends: frozenset[int]
    code: Sequence[tuple[int, int]]
    """Spans of code and tables."""
    line_break: str
    """What parts two paragraphs of this text."""

    def line(self, offset: int) -> int:
        """Return the number of the line, counted from one."""
        return bisect_right(self.line_starts, offset)

    def line_starts_of(self, start: int, end: int) -> Sequence[int]:
        """Return where the lines begin that a span touches."""
        return self.line_starts[self.line(start) - 1 : bisect_left(self.line_starts, end)]

    def block_at(self, offset: int) -> tuple[BlockKind | None, tuple[object, ...]]:
        """Return the kind of the block that holds the offset, and the lists and quotes that the block stands in."""
        index = bisect_right(self.block_starts, offset) - 1
        if index < 0 or self.blocks[index].end < offset:
            return None, ()
        return self.blocks[index].kind, self.blocks[index].containers

    def block_end(self, offset: int) -> int:
        """Return the end of the block that a tag stands in."""
        index = bisect_right(self.block_starts, offset) - 1
        return max(offset, self.blocks[index].end) if index >= 0 else offset

    def code_at(self, offset: int) -> tuple[int, int]:
        """Return the span of code that holds the offset, an empty one at the offset if none does."""
        index = bisect_right(self.code, offset, key=lambda span: span[0]) - 1
        return self.code[index] if index >= 0 and offset < self.code[index][1] else (offset, offset)

    def is_indented_code(self, offset: int) -> bool:
        """Tell whether the offset lies in code that only its indentation makes."""
        start, end = self.code_at(offset)
        return start < end and self.text[start] in SPACE

    def raw_blocks(self) -> Iterator[Block]:
        """Yield the blocks that Markdown reads once their tags are gone, and that no list or quote holds."""
        return (block for block in self.blocks if block.kind in RAW and not block.containers)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return the span without the white space at its edges."""
        inner = self.text[start:end]
        return start + len(inner) - len(inner.lstrip(SPACE)), end - len(inner) + len(inner.rstrip(SPACE))

    def behind_indent(self, offset: int) -> int:
        """Return where the text of a line begins."""
        while self.text[offset : offset + 1] in (" ", "\t"):
            offset += 1
        return offset


def tagged_text(
    text: str, body: int, lines: Sequence[Line], blocks: Sequence[Block], zones: Sequence[Zone]
) -> TaggedText:
    """Return the text with its places."""
    blank_lines = [line.start for line in lines if line.blank]
    return TaggedText(
        text=text,
        body=body,
        line_starts=[line.start for line in lines],
        blank_lines=blank_lines,
        blocks=blocks,
        block_starts=[block.start for block in blocks],
        address_starts=frozenset(zone.start for zone in zones if zone.kind is ZoneKind.URL),
        address_ends=frozenset(zone.end for zone in zones if zone.kind is ZoneKind.URL),
        code=[(zone.start, zone.end) for zone in zones if zone.kind in _CODE],
        # Where more sentences end at a line end than at a blank line, the lines are the paragraphs.
        line_break="\n" if len(_LINE_OF_TEXT.findall(text)) > len(blank_lines) else "\n\n",
    )


def tags_of(element: Element) -> Iterator[Tag]:
    """Yield the tags that an element has."""
    if element.opener:
        yield Tag(*element.opener, element, opens=True)
    if element.closer:
        yield Tag(*element.closer, element, opens=False)
