"""The edits that take tags away, and write what Markdown has in their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint.edit import Edit
from lint.views.markup.elements import BLOCKS, Element
from lint.views.markup.spans import is_inside, merged
from lint.views.markup.tag_gaps import Gap, gap_numbers
from lint.views.markup.tag_signs import find_signs, picture
from lint.views.markup.tagged_text import SPACE, TaggedText


class Change(NamedTuple):
    """An edit, and the line that reports it."""

    edit: Edit
    line: int


class Changes(NamedTuple):
    """All edits, in order, and the first and last lines of what only makes sense as a whole."""

    changes: Sequence[Change]
    joints: Sequence[tuple[int, int]]
    lost: Collection[Element]
    """Elements whose meaning would go with their tags."""


def find_changes(page: TaggedText, elements: Sequence[Element], gaps: Sequence[Gap]) -> Changes:
    """Return what takes the tags of the elements away."""
    place = gap_numbers(gaps)
    signs, lost = find_signs(page, elements, gaps)
    changes = [_fill(page, gap, signs) for gap in gaps]
    joints = [
        (changes[place[element, True]].line, changes[place[element, False]].line)
        for element, opens in signs
        if not opens and place[element, True] != place[element, False]
    ]
    joints += (
        (page.line(element.start), page.line(element.end))
        for element in elements
        if element.name == "figure" and element.is_pair
    )
    changes += (
        Change(Edit(element.start, element.end, picture(element)), page.line(element.start))
        for element in elements
        if element.name == "img"
    )
    changes += _dedents(page, elements, gaps)
    real = sorted(change for change in changes if change.edit.start < change.edit.end or change.edit.text)
    # Of edits that touch, one would wait for the next pass, where a picture without its paragraph is a block of HTML.
    touching = ((first, second) for first, second in pairwise(real) if first.edit.end == second.edit.start)
    joints += ((min(first.line, second.line), max(first.line, second.line)) for first, second in touching)
    return Changes(real, joints, lost)


def _fill(page: TaggedText, gap: Gap, signs: Mapping[tuple[Element, bool], str]) -> Change:
    left = "".join(signs.get((tag.element, False), "") for tag in gap.tags if not tag.opens)
    right = "".join(signs.get((tag.element, True), "") for tag in gap.tags if tag.opens)
    here = [tag.element for tag in gap.tags if tag.opens and (tag.element, False) in signs]
    hollow = [element for element in here if element.closer and element.closer[1] <= gap.end]
    for element in hollow:  # a link without text has both its tags here
        left = left.replace(signs[element, False], "", 1)
        right = right.replace("[", "", 1)
    empty = "".join(f"[{signs[element, False]}" for element in hollow)
    if not gap.separator and left and left == right and not empty:
        left = right = ""
    new = left + gap.separator + empty + right
    old = page.text[gap.start : gap.end]
    # What stays the same is no part of the edit, so that edits side by side do not touch.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    edit = Edit(gap.start + head, gap.end - tail, new[head : len(new) - tail])
    return Change(edit, page.line(gap.tags[0].start))


def _dedents(page: TaggedText, elements: Sequence[Element], gaps: Sequence[Gap]) -> Iterator[Change]:
    """Yield edits that take the page's own indentation away: behind a blank line it would be code."""
    spans = merged((element.start, element.end) for element in elements if element.name in BLOCKS)
    gap_starts = [gap.start for gap in gaps]
    for block in page.raw_blocks():
        for start in page.line_starts_of(block.start, block.end):
            end = page.behind_indent(start)
            gap = bisect_right(gap_starts, end) - 1
            is_covered = gap >= 0 and start < gaps[gap].end
            if start < end and is_inside(spans, start) and not is_covered and not is_inside(page.code, start):
                yield Change(Edit(start, end, ""), page.line(gaps[max(gap, 0)].tags[0].start))


def _common(first: str, second: str) -> int:
    """Return how much white space two strings begin with alike; a sign may be a tag's here and a link's there."""
    length = min(len(first), len(second))
    return next(
        (index for index in range(length) if first[index] != second[index] or first[index] not in SPACE), length
    )
