"""What parts paragraphs in the items of a list and in quotations, where a line needs its indentation or its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint.patterns import lazy_pattern
from lint.views.lines import near_line_start
from lint.views.markdown import BlockKind, Container, opens_block
from lint.views.markup.tags.tagged_text import Tag, TaggedText

_LONGEST_LINE = 1000
_LONGEST_MARKER = 20
_MARKERS = frozenset("-*+>#.)0123456789 \t")
_QUOTE = (Container.QUOTE,)
# Text of the quotation itself: neither another quotation in it nor tags alone.
_QUOTED = lazy_pattern(r"[ ]{0,3}>[ \t]*(?!(?:</?[A-Za-z][^<>]{0,200}>)*[ \t]*$)[^\s>]")
_QUOTED_TAG = lazy_pattern(r">[ \t]*</?(?:p|div|section|h[1-6]|[uo]l|figure)\b", re.IGNORECASE)


def is_behind_marker(page: TaggedText, offset: int) -> bool:
    """Tell whether only the markers of a list, a quote or a heading stand before the offset on its line."""
    line_start = near_line_start(page.text, offset, _LONGEST_MARKER)
    before = page.text[line_start:offset]
    kind, containers = page.block_at(offset)
    is_marked = bool(containers) or kind is BlockKind.HEADING
    return is_marked and bool(before.strip()) and len(before) < _LONGEST_MARKER and set(before) <= _MARKERS


def separator_behind_marker(page: TaggedText, tags: Sequence[Tag], start: int, spaces: Sequence[str]) -> str:
    """Return what stands in place of tags right behind a marker; ``start`` is where that ends."""
    line_start = near_line_start(page.text, start, _LONGEST_MARKER)
    if not any(tag.opens for tag in tags) and "\n" in spaces[-1]:
        return spaces[-1]
    if page.block_at(tags[0].start)[1] != _QUOTE or not tags[0].is_block or line_start <= page.body:
        return spaces[0]
    before = page.line_starts[page.line(line_start - 1) - 1]
    mark = page.text[line_start:start]
    is_text = not mark.strip(" >") and _QUOTED.match(page.text, before, line_start - 1) is not None
    return f"\n{mark}{spaces[0]}" if is_text else spaces[0]


def separator_in_container(page: TaggedText, containers: Sequence[object], spaces: Sequence[str], end: int) -> str:
    """Return what parts blocks in a list or a quotation, on lines of their own; ``end`` is behind the tags."""
    line_end = page.text.find("\n", end, end + _LONGEST_LINE)
    line = page.text[end : line_end if line_end >= 0 else end + _LONGEST_LINE]
    if containers == _QUOTE:
        # The tag of the next paragraph brings its blank line along.
        is_text = _QUOTED.match(line) is not None and not _QUOTED_TAG.match(line) and not opens_block(line[1:].lstrip())
        return "\n>\n" if is_text else "\n"
    if Container.QUOTE in containers or opens_block(line):
        return "\n"
    indent = next(space for space in reversed(spaces) if "\n" in space).rsplit("\n", 1)[1]
    return f"\n\n{indent}"


def loses_marker(page: TaggedText, tags: Sequence[Tag], start: int, end: int) -> bool:
    """Tell whether tags that go from ``start`` to ``end`` would take the marker of a quotation from a line."""
    containers = page.block_at(tags[0].start)[1]
    if Container.QUOTE not in containers or "\n" not in page.text[start:end]:
        return False
    is_marked = is_behind_marker(page, tags[0].start) and any(tag.opens for tag in tags)
    return is_marked or (containers != _QUOTE and any(tag.is_block for tag in tags))
