"""What Markdown makes of the lines that tags leave behind when they go from a paragraph."""

from __future__ import annotations

import re

from lint.edit import EditMap
from lint.patterns import lazy_pattern
from lint.views.lines import near_line_start
from lint.views.markdown import BlockKind, opens_block
from lint.views.markup.html import BLOCK_TAG_NAMES
from lint.views.markup.tag_gaps import LONGEST_MARK, Gap
from lint.views.markup.tagged_text import HEADINGS, LISTS, TaggedText

# A line that begins with the tag of a block, or is a tag and nothing else, and those below it up to a blank one.
_RAW = lazy_pattern(
    rf"""[ ]{{0,3}}(?:</?(?:{"|".join(sorted(BLOCK_TAG_NAMES - {"pre"}))})(?=[\s/>])|</?[A-Za-z][^<>]*>[ \t]*\Z|<!--
        |<(?:pre|script|style|textarea)(?=[\s>]))""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDLESS = lazy_pattern(r"[ ]{0,3}<(pre|script|style|textarea)(?=[\s>])", re.IGNORECASE)
_UNDERLINE = lazy_pattern(r"[ ]{0,3}(?:=+|-+)[ \t]*\Z")
# With more behind it, it is text.
_DEFINITION = lazy_pattern(r"[ ]{0,3}\[[^\]]{1,999}\]:[ \t]*\S+[ \t]*\Z")
_ON_PURPOSE = LISTS | {"li"} | HEADINGS.keys()


def changes_line(page: TaggedText, gap: Gap, after: str, moved: EditMap) -> bool:
    """Tell whether a line that tags parted or joined would be more than the text of a paragraph, as it was."""
    if any(tag.element.name in _ON_PURPOSE for tag in gap.tags):
        return False
    return any(_opens_anew(page, offset, after, moved) for offset in (gap.start - 1, gap.end))


def _opens_anew(page: TaggedText, offset: int, after: str, moved: EditMap) -> bool:
    new = moved.new_offset(offset) if 0 <= offset < len(page.text) else None
    kind, containers = page.block_at(offset)
    if new is None or containers or kind not in (BlockKind.PARAGRAPH, BlockKind.HTML):
        return False
    was, now = _line(page.text, offset), _line(after, new)
    if kind is BlockKind.HTML:
        # At the start of a line it holds all lines up to its end tag, blank or not.
        endless = _ENDLESS.match(now)
        return endless is not None and not _ENDLESS.match(was) and f"</{endless[1]}" not in now
    return was != now and _opens(now) and not _opens(was)


def _line(text: str, offset: int) -> str:
    end = text.find("\n", offset, offset + LONGEST_MARK)
    return text[near_line_start(text, offset, LONGEST_MARK) : end if end >= 0 else offset + LONGEST_MARK]


def _opens(line: str) -> bool:
    if line.lstrip(" ").startswith("<"):
        return _RAW.match(line) is not None
    if line.lstrip(" ").startswith("["):
        return _DEFINITION.match(line) is not None
    return opens_block(line) or _UNDERLINE.match(line) is not None
