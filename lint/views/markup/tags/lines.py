"""What Markdown makes of the lines that tags leave behind when they go from a paragraph."""

from __future__ import annotations

import re

from lint.edit import EditMap
from lint.patterns import lazy_pattern
from lint.views.lines import near_line_start
from lint.views.markdown import BlockKind, opens_block
from lint.views.markup.html import BLOCK_TAG_NAMES
from lint.views.markup.tags.gaps import LONGEST_MARK, Gap
from lint.views.markup.tags.tagged_text import HEADINGS, LISTS, TaggedText

# What begins with the tag of a block is raw up to a blank line, and so is a line that is a tag and nothing else.
_NAMES = "|".join(sorted(BLOCK_TAG_NAMES - {"pre"}))
_RAW = lazy_pattern(rf"[ ]{{0,3}}(?:</?(?:{_NAMES})(?=[\s/>])|<!--|<(?:pre|script|style)(?=[\s>]))", re.IGNORECASE)
_TAG_ALONE = lazy_pattern(r"[ ]{0,3}</?[A-Za-z][^<>]*>[ \t]*\Z")
_ENDLESS = lazy_pattern(r"[ ]{0,3}<(pre|script|style|textarea)(?=[\s>])", re.IGNORECASE)
_UNDERLINE = lazy_pattern(r"[ ]{0,3}(?:=+|-+)[ \t]*\Z")
# With more behind it, it is text.
_DEFINITION = lazy_pattern(r"[ ]{0,3}\[[^\]]{1,999}\]:[ \t]*\S+[ \t]*\Z")
_ON_PURPOSE = LISTS | {"li"} | HEADINGS.keys()


def changes_line(page: TaggedText, gap: Gap, after: str, moved: EditMap) -> bool:
    """Tell whether a line that tags parted or joined would be more than the text of a paragraph, as it was."""
    if any(tag.element.name in _ON_PURPOSE for tag in gap.tags):
        return False
    return any(_opens_anew(page, gap, offset, after, moved) for offset in (gap.start - 1, gap.end))


def _opens_anew(page: TaggedText, gap: Gap, offset: int, after: str, moved: EditMap) -> bool:
    new = moved.new_offset(offset) if 0 <= offset < len(page.text) else None
    kind, containers = page.block_at(offset)
    if new is None or containers or kind not in (BlockKind.PARAGRAPH, BlockKind.HTML):
        return False
    was, now = _line(page.text, offset), _line(after, new)
    if kind is BlockKind.HTML:
        # At the start of a line it holds all lines up to its end tag, blank or not.
        endless = _ENDLESS.match(now)
        return endless is not None and not _ENDLESS.match(was) and f"</{endless[1]}" not in now
    # A line that begins with the tag of a block is raw for what stands before it, not for what stands behind.
    is_opened_before = offset < gap.start and _RAW.match(now) is not None
    return was != now and _opens(now) and not _opens(was) and not is_opened_before


def _line(text: str, offset: int) -> str:
    """Return the line of the offset, and text that opens nothing if it begins too far away to be one mark."""
    start = near_line_start(text, offset, LONGEST_MARK)
    if start and text[start - 1] != "\n":
        return "text"
    end = text.find("\n", offset, offset + LONGEST_MARK)
    return text[start : end if end >= 0 else offset + LONGEST_MARK]


def _opens(line: str) -> bool:
    if line.lstrip(" ").startswith("<"):
        return (_RAW.match(line) or _TAG_ALONE.match(line)) is not None
    if line.lstrip(" ").startswith("["):
        return _DEFINITION.match(line) is not None
    return opens_block(line) or _UNDERLINE.match(line) is not None
