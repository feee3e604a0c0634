"""The gaps that tags leave when they go, and what is to part the text before from the text behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lint.views.lines import BLANK
from lint.views.markdown import opens_block
from lint.views.markup.spans import is_inside
from lint.views.markup.tags.containers import is_behind_marker, separator_behind_marker, separator_in_container
from lint.views.markup.tags.elements import Element
from lint.views.markup.tags.tagged_text import SPACE, Tag, TaggedText, tags_of

LONGEST_MARK = 1000
"""How far a line is looked at to tell what block it opens; on a long line more would cost quadratic time."""


class Gap(NamedTuple):
    """Tags with nothing but white space between them, and with the white space round them: ``start`` to ``end``."""

    start: int
    end: int
    tags: tuple[Tag, ...]
    separator: str
    """What parts the text before from the text behind when the tags are gone."""

    @property
    def parts_blocks(self) -> bool:
        """Whether a blank line stands there then."""
        return "\n\n" in self.separator


class _Place(NamedTuple):
    """Where the tags of a gap stand; ``at_start`` and ``at_end`` if no text is before or behind them."""

    start: int
    end: int
    tags: Sequence[Tag]
    at_start: bool
    at_end: bool


def find_gaps(page: TaggedText, elements: Sequence[Element], spans: Sequence[tuple[int, int]]) -> list[Gap]:
    """Return the gaps of all tags, in order; ``spans`` are what stands between the tags of a pair."""
    tags = sorted(tag for element in elements if element.name != "img" for tag in tags_of(element))
    groups: list[list[Tag]] = []
    for tag in tags:
        if groups and _is_joined(page.text, groups[-1][-1], tag):
            groups[-1].append(tag)
        else:
            groups.append([tag])
    result = []
    for index, group in enumerate(groups):
        before = groups[index - 1][-1].end if index else page.body
        after = groups[index + 1][0].start if index + 1 < len(groups) else len(page.text)
        left = page.text[before : group[0].start]
        right = page.text[group[-1].end : after]
        start = before + len(left.rstrip(SPACE))
        end = after - len(right.lstrip(SPACE)) if right.strip(SPACE) else after
        # The indentation of code is a part of it, and so are the blanks at its end.
        start = max(start, min(page.code_at(start - 1)[1], group[0].start))
        end = min(end, max(page.code_at(end)[0], group[-1].end))
        at_start = not index and start == before
        at_end = index + 1 == len(groups) and end == after
        separator = _separator(page, _Place(start, end, group, at_start, at_end), spans)
        result.append(Gap(start, end, tuple(group), separator))
    return result


def gap_numbers(gaps: Sequence[Gap]) -> dict[tuple[Element, bool], int]:
    """Return for the opening (True) and the closing tag of each element which gap it stands in."""
    return {(tag.element, tag.opens): index for index, gap in enumerate(gaps) for tag in gap.tags}


def begins_block(page: TaggedText, offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether Markdown's own syntax begins on the line behind the tags, where no tag stands round it."""
    line_end = page.text.find("\n", offset, offset + LONGEST_MARK)
    line = page.text[offset : line_end if line_end >= 0 else offset + LONGEST_MARK]
    is_first = page.text[offset - 1 : offset] in ("\n", " ")
    return is_first and not is_inside(spans, offset) and opens_block(line)


def _is_joined(text: str, first: Tag, second: Tag) -> bool:
    between = text[first.end : second.start]
    # Between blocks white space of any kind is nothing; in front of a word it may be an indent.
    return not between.strip(BLANK + "\n" if first.is_block and second.is_block else SPACE)


def _separator(  # noqa: PLR0911 - one answer for each place that tags stand in
    page: TaggedText, place: _Place, spans: Sequence[tuple[int, int]]
) -> str:
    tags = place.tags
    ends = [place.start, *(offset for tag in tags for offset in (tag.start, tag.end)), place.end]
    spaces = [page.text[ends[index] : ends[index + 1]] for index in range(0, len(ends), 2)]
    most = max(spaces, key=lambda space: space.count("\n"))
    has_block = any(tag.is_block for tag in tags)
    breaks = sum(tag.element.name == "br" for tag in tags)
    if place.at_start:
        return spaces[0]
    if is_behind_marker(page, tags[0].start):
        return separator_behind_marker(page, tags, place.start, spaces)
    if place.at_end:
        return spaces[-1]
    if most.count("\n") > 1:
        indent = len(spaces[0]) - len(spaces[0].lstrip(" \t"))
        # Behind a blank line the indentation of a text that no tag wraps is its author's.
        is_own = most is spaces[-1] and not is_inside(spans, place.end)
        return spaces[0][:indent] + (most.lstrip(" \t") if is_own else most.strip(" \t"))
    if has_block:
        containers = page.block_at(tags[0].start)[1]
        if "\n" in most and containers:
            return separator_in_container(page, containers, spaces, place.end)
        if "\n" in most and begins_block(page, place.end, spans):
            return "\n"
        is_item = tags[-1].element.name == "li" and tags[0].element.name == "li" and len(tags) > 1
        return "\n" if is_item else page.line_break if most else "\n\n"
    if breaks:
        return "\n\n" if breaks > 1 else "  \n"
    filled = [space for space in spaces if space]
    return most if "\n" in most else filled[0] if len(filled) == 1 else " " * bool(filled)
