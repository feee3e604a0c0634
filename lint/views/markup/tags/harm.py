"""Whether Markdown would read the text without its tags as something else than the page showed."""

from __future__ import annotations

from collections.abc import Sequence

from lint.edit import Edit, EditMap, apply_edits
from lint.patterns import lazy_pattern
from lint.views.lines import near_line_start
from lint.views.markdown import BlockKind, Container, opens_block
from lint.views.markup.html import BLOCK_TAG_NAMES
from lint.views.markup.removal import becomes_block
from lint.views.markup.spans import count_between, is_inside
from lint.views.markup.tags.containers import loses_marker
from lint.views.markup.tags.elements import BLOCKS, Element
from lint.views.markup.tags.gaps import LONGEST_MARK, Gap, begins_block
from lint.views.markup.tags.lines import changes_line
from lint.views.markup.tags.tagged_text import RAW, TaggedText, tags_of

_TAG_NAME = lazy_pattern("</?([A-Za-z][A-Za-z0-9]*)")
_UNDERLINE = lazy_pattern(r"[ ]{0,3}(?:=+|-+)[ \t]*(?:\n|\Z)")


def find_harmful(
    page: TaggedText,
    elements: Sequence[Element],
    gaps: Sequence[Gap],
    edits: Sequence[Edit],
    spans: Sequence[tuple[int, int]],
) -> set[Element]:
    """Return the elements without which a line would become code, a heading, a list or the like by accident."""
    after = apply_edits(page.text, edits)
    moved = EditMap(edits, len(page.text))
    offsets = _suspects(page, gaps, spans)
    bad = [offset for offset in sorted(offsets) if _is_accident(page, offset, after, moved)]
    bad += (
        gap.tags[0].start
        for gap in gaps
        if _is_glued(page, gap)
        or _lengthens_address(page, gap)
        or _joins_signs(page, gap)
        or _moves_code(page, gap)
        or loses_marker(page, gap.tags, gap.start, gap.end)
        or changes_line(page, gap, after, moved)
    )
    bad.sort()
    if not bad:
        return set()
    return {
        element
        for element in elements
        if any(count_between(bad, tag.start - 1, page.block_end(tag.end)) for tag in tags_of(element))
        or (element.name in BLOCKS and count_between(bad, element.start - 1, element.end))
    }


def _suspects(page: TaggedText, gaps: Sequence[Gap], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Return where text begins that Markdown reads anew: behind tags, and on the lines of blocks that it left raw."""
    ends = (gap.end for gap in gaps if gap.end < len(page.text))
    offsets = {end for end in ends if page.text[end] == "<" or not begins_block(page, end, spans)}
    tag_starts = sorted(tag.start for gap in gaps for tag in gap.tags)
    for block in page.raw_blocks():
        if count_between(tag_starts, block.start - 1, block.end):
            lines = page.line_starts_of(block.start, block.end)
            # What no tag stands round is Markdown again on purpose; an underline would make a heading of what did.
            read_anew = (line for line in lines if is_inside(spans, line) or _UNDERLINE.match(page.text, line))
            offsets.update(page.behind_indent(line) for line in read_anew)
    return {offset for offset in offsets if not page.is_indented_code(offset)}


def _is_accident(page: TaggedText, offset: int, after: str, moved: EditMap) -> bool:
    new = moved.new_offset(offset)
    if new is None:
        return False
    line_start = near_line_start(after, new, LONGEST_MARK)
    if after[line_start:new].strip(" \t"):
        return False
    if after[new] == "<":
        # Indented, it was the text of a paragraph; at the edge, what follows is raw to the next blank line.
        name = _TAG_NAME.match(after, new)
        return bool(name and name[1].lower() in BLOCK_TAG_NAMES) and page.block_at(offset)[0] is BlockKind.PARAGRAPH
    line_end = after.find("\n", new, new + LONGEST_MARK)
    line = after[line_start : line_end if line_end >= 0 else new + LONGEST_MARK]
    old_start = page.line_starts[page.line(offset) - 1]
    was_first = not page.text[old_start:offset].strip(" \t") if offset - old_start < LONGEST_MARK else False
    return opens_block(line) and not (was_first and page.block_at(offset)[0] not in RAW)


def _is_glued(page: TaggedText, gap: Gap) -> bool:
    """Tell whether two blocks would have to part inside a list or a quote, where a line needs its marker."""
    if not gap.parts_blocks or not page.block_at(gap.tags[0].start)[1]:
        return False
    return "\n" not in page.text[gap.start : gap.end]


def _moves_code(page: TaggedText, gap: Gap) -> bool:
    """Tell whether indented code behind the tags would be no code: that stands behind a blank line and no list."""
    if not page.is_indented_code(gap.end) or gap.start <= page.body:
        return False
    is_in_list = Container.LIST in page.block_at(gap.start)[1] or any(tag.element.name == "li" for tag in gap.tags)
    return is_in_list or "\n\n" not in gap.separator


def _joins_signs(page: TaggedText, gap: Gap) -> bool:
    """Tell whether the signs before and behind the tags would be a rule, a heading or the like together."""
    line_start = near_line_start(page.text, gap.start, LONGEST_MARK)
    is_first = not page.text[line_start : gap.start].strip()
    return not is_first and "\n" not in gap.separator and becomes_block(page.text, gap.start, gap.end, gap.separator)


def _lengthens_address(page: TaggedText, gap: Gap) -> bool:
    """Tell whether an address in the text and the words behind the tags would become one."""
    is_link = any(tag.element.name == "a" for tag in gap.tags)
    if gap.separator or is_link or gap.end >= len(page.text):
        return False
    is_behind_word = page.text[max(gap.start - 1, 0) : gap.start].isalnum()
    return gap.start in page.address_ends or (is_behind_word and gap.end in page.address_starts)
