"""The edits that take tags away, and write what Markdown has in their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from lint.edit import Edit
from lint.views.markup.spans import is_inside, merged
from lint.views.markup.tags.elements import BLOCKS, Element
from lint.views.markup.tags.gaps import Gap, gap_numbers
from lint.views.markup.tags.signs import find_signs, picture
from lint.views.markup.tags.tagged_text import SPACE, Tag, TaggedText


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
    fillings = [_fill(page, gap, signs) for gap in gaps]
    changes = [change for filling in fillings for change in filling]
    joints = [
        (fillings[place[element, True]][-1].line, fillings[place[element, False]][0].line)
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


def _fill(page: TaggedText, gap: Gap, signs: Mapping[tuple[Element, bool], str]) -> list[Change]:
    """Return what closes and opens in a gap; what opens on another line than the last one closes, by itself."""
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
    first = gap.tags[0]
    if not empty and (parting := _parting(page, gap)):
        closer, opener, opened = parting
        lead = page.text[gap.start : first.start]
        # White space that stays the same is no part of the edit, so that it does not touch one before it.
        shift = len(lead) if not left and page.text.startswith(lead, closer.end, opener.start - 1) else 0
        return [
            Change(Edit(gap.start + shift, closer.end + shift, left), page.line(first.start)),
            Change(Edit(opened, gap.end, gap.separator[opened - closer.end :] + right), page.line(opener.start)),
        ]
    new = left + gap.separator + empty + right
    old = page.text[gap.start : gap.end]
    # What stays the same is no part of the edit, so that edits side by side do not touch.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    edit = Edit(gap.start + head, gap.end - tail, new[head : len(new) - tail])
    return [Change(edit, page.line(first.start))]


def _parting(page: TaggedText, gap: Gap) -> tuple[Tag, Tag, int] | None:
    """Return the tag that closes the last block of a line and the one that opens the next, on another line.

    The third is where what stays of the white space between them ends.  Each edit taken by itself then leaves the
    other block whole.
    """
    if sum(first.opens is not second.opens for first, second in pairwise(gap.tags)) != 1 or gap.tags[0].opens:
        return None
    closer, opener = next((first, second) for first, second in pairwise(gap.tags) if second.opens)
    between = page.text[closer.end : opener.start]
    if not (closer.is_block and opener.is_block) or "\n" not in between:
        return None
    if between.startswith(gap.separator) and gap.separator:
        return closer, opener, closer.end + len(gap.separator)
    return (closer, opener, opener.start) if gap.separator == f"{between}\n" else None


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
