"""What Markdown writes in place of a tag."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from lint.patterns import lazy_pattern
from lint.views.markup.anchors import Anchors, find_anchors
from lint.views.markup.elements import BLOCKS, Element
from lint.views.markup.links import real_address
from lint.views.markup.list_numbers import first_number
from lint.views.markup.spans import count_between
from lint.views.markup.tag_gaps import Gap, gap_numbers
from lint.views.markup.tagged_text import HEADINGS, TaggedText

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "strike": "~~"}
_NO_ADDRESS = lazy_pattern(r"\s*(?:javascript:|#|$)", re.IGNORECASE)
_AWKWARD = lazy_pattern(r"[\s()]")


def find_signs(page: TaggedText, elements: Sequence[Element], gaps: Sequence[Gap]) -> dict[tuple[Element, bool], str]:
    """Return what Markdown writes for the opening (True) and the closing tags that it has signs for."""
    place = gap_numbers(gaps)
    parted = [index for index, gap in enumerate(gaps) if gap.parts_blocks]
    signs: dict[tuple[Element, bool], str] = {}
    numbers: dict[Element, int] = {}
    anchors = find_anchors(page.text, page.blocks) if any(element.name == "a" for element in elements) else None
    marks: dict[Element | None, frozenset[str]] = {None: frozenset()}
    for element in elements:
        marks[element] = outer = marks.get(element.parent, frozenset())
        if element.name in HEADINGS:
            signs[element, True] = HEADINGS[element.name]
        elif element.name == "li" and element.parent:
            numbers[element.parent] = numbers.get(element.parent, first_number(element) - 1) + 1
            signs[element, True] = "- " if element.parent.name == "ul" else f"{numbers[element.parent]}. "
        if not element.is_pair or element.name in BLOCKS:
            continue
        first, last = place[element, True], place[element, False]
        if element.name == "a":
            signs.update(_link(page.text, element, gaps[first], gaps[last], anchors))
        elif element.name in _MARKS and first < last:
            is_whole = bisect_left(parted, last) == bisect_right(parted, first) and not count_between(
                page.blank_lines, gaps[first].end, gaps[last].start
            )
            mark = _MARKS[element.name]
            if is_whole and mark not in outer and _flanks(page.text, gaps[first], gaps[last]):
                signs[element, True] = signs[element, False] = mark
                marks[element] = outer | {mark}
    return signs


def picture(element: Element) -> str:
    """Return what Markdown writes for a picture."""
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
