"""What Markdown writes in place of a tag."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.markdown import BlockKind
from lint.views.markup.links import is_pixel, real_address
from lint.views.markup.spans import count_between
from lint.views.markup.tags.anchors import Anchors, find_anchors
from lint.views.markup.tags.elements import BLOCKS, Element, is_hollow
from lint.views.markup.tags.gaps import Gap, gap_numbers
from lint.views.markup.tags.list_numbers import first_number
from lint.views.markup.tags.styles import STRUCK, is_struck, marks_of
from lint.views.markup.tags.tagged_text import HEADINGS, TaggedText

_DEEPEST = 5
_NO_ADDRESS = lazy_pattern(r"\s*(?:javascript:|#|$)", re.IGNORECASE)
_AWKWARD = lazy_pattern(r"[\s()]")


class Signs(NamedTuple):
    """What Markdown writes for the opening (True) and the closing tags that it has signs for."""

    signs: Mapping[tuple[Element, bool], str]
    lost: set[Element]
    """Elements that strike words out for which it has none: without that the words would mean the contrary."""


def find_signs(page: TaggedText, elements: Sequence[Element], gaps: Sequence[Gap]) -> Signs:
    """Return what Markdown writes in place of the elements' tags."""
    place = gap_numbers(gaps)
    parted = [index for index, gap in enumerate(gaps) if gap.parts_blocks]
    signs: dict[tuple[Element, bool], str] = {}
    numbers: dict[Element, int] = {}
    anchors = find_anchors(page.text, page.blocks) if any(map(_is_to_place, elements)) else None
    marks: dict[Element | None, frozenset[str]] = {None: frozenset()}
    for element in elements:
        marks[element] = outer = marks.get(element.parent, frozenset())
        if is_hollow(page.text, element):
            continue
        if element.name in HEADINGS:
            signs[element, True] = HEADINGS[element.name]
        elif element.name == "li" and element.parent:
            numbers[element.parent] = numbers.get(element.parent, first_number(element) - 1) + 1
            signs[element, True] = "- " if element.parent.name == "ul" else f"{numbers[element.parent]}. "
        is_inline = element.name not in BLOCKS or element.name == "p"
        if not element.is_pair or not is_inline:
            continue
        first, last = place[element, True], place[element, False]
        if element.name == "a":
            signs.update(_link(page.text, element, gaps[first], gaps[last], anchors))
        elif first < last and (new := [mark for mark in marks_of(element) if mark not in outer]):
            is_whole = bisect_left(parted, last) == bisect_right(parted, first) and not count_between(
                page.blank_lines, gaps[first].end, gaps[last].start
            )
            if is_whole and _flanks(page.text, gaps[first], gaps[last]) and not _is_bold_heading(page, element, new):
                signs[element, True], signs[element, False] = "".join(new), "".join(reversed(new))
                marks[element] = outer.union(new)
    _part_marks(gaps, signs)
    return Signs(
        signs, {element for element in elements if is_struck(element) and not _is_marked(element, signs, place)}
    )


def _is_marked(
    element: Element, signs: Mapping[tuple[Element, bool], str], place: Mapping[tuple[Element, bool], int]
) -> bool:
    """Tell whether struck words keep their mark, or whether there are none."""
    if not element.is_pair or place[element, True] == place[element, False]:
        return True
    outer: Element | None = element
    for _ in range(_DEEPEST):
        if outer is None:
            break
        if STRUCK in signs.get((outer, True), ""):
            return True
        outer = outer.parent
    return False


def _part_marks(gaps: Sequence[Gap], signs: dict[tuple[Element, bool], str]) -> None:
    """Take marks away that would stand right behind others: which belong together, nobody could tell."""
    for gap in gaps:
        if gap.separator:
            continue
        gone = [tag.element for tag in gap.tags if not tag.opens and marks_of(tag.element)]
        closed = "".join(signs.get((element, False), "") for element in gone)
        opened = [
            tag.element for tag in gap.tags if tag.opens and marks_of(tag.element) and (tag.element, True) in signs
        ]
        if closed and opened and closed != "".join(signs[element, True] for element in opened):
            for element in opened:
                del signs[element, True], signs[element, False]


def _is_bold_heading(page: TaggedText, element: Element, marks: Sequence[str]) -> bool:
    """Tell whether a style makes a heading bold, as headings are."""
    is_heading = page.block_at(element.start)[0] is BlockKind.HEADING
    is_heading = is_heading or (element.parent is not None and element.parent.name in HEADINGS)
    return is_heading and list(marks) == ["**"] and "style" in element.attributes


def _is_to_place(element: Element) -> bool:
    """Tell whether an element is a link to another place of the page."""
    return element.name == "a" and element.attributes.get("href", "").lstrip().startswith("#")


def picture(element: Element) -> str:
    """Return what Markdown writes for a picture: nothing for a point, whose size it cannot say."""
    if is_pixel(element):
        return ""
    alt = " ".join(element.attributes.get("alt", "").split()).replace("[", "\\[").replace("]", "\\]")
    return f"![{alt}]({_target(real_address(element))})"


def _link(
    text: str, element: Element, first: Gap, last: Gap, anchors: Anchors | None
) -> Iterator[tuple[tuple[Element, bool], str]]:
    address = re.sub(r"\s*\n\s*", "", element.attributes.get("href", "")).strip()
    is_place = address.startswith("#") and anchors is not None and anchors.hold(address[1:])
    if _NO_ADDRESS.match(address) and not is_place:
        return
    if text[first.end : last.start] == address and "://" in address:
        # Words that follow at once would become part of a bare address.
        if not last.separator and text[last.end : last.end + 1].isalnum():
            yield (element, True), "<"
            yield (element, False), ">"
        return
    yield (element, True), "["
    yield (element, False), f"]({_target(address)})"


def _flanks(text: str, first: Gap, last: Gap) -> bool:
    """Tell whether CommonMark would read the signs as emphasis: a space or a sign must part them from words."""
    before = first.separator[-1:] or text[first.start - 1 : first.start] or " "
    after = last.separator[:1] or text[last.end : last.end + 1] or " "
    inner_first, inner_last = text[first.end], text[last.start - 1]
    opens = inner_first.isalnum() or (not inner_first.isspace() and not before.isalnum())
    closes = inner_last.isalnum() or (not inner_last.isspace() and not after.isalnum())
    return opens and closes and "*" not in (before, after, inner_first, inner_last)


def _target(address: str) -> str:
    if not _AWKWARD.search(address):
        return address
    return "<" + address.replace("<", "%3C").replace(">", "%3E").replace("\n", "") + ">"
