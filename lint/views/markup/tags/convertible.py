"""Which elements Markdown can express."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from lint.views.markup.spans import count_between
from lint.views.markup.tags.elements import BLOCKS, Element
from lint.views.markup.tags.list_numbers import uncountable
from lint.views.markup.tags.tagged_text import HEADINGS, LISTS, SPACE, TaggedText


def convertible(page: TaggedText, elements: Sequence[Element]) -> list[Element]:
    """Return the elements without links over paragraphs, headings of several lines, nested lists and the like."""
    block_starts = [element.start for element in elements if element.name in BLOCKS]
    break_starts = [element.start for element in elements if element.name == "br"]
    dropped = uncountable(page.text, elements)
    for element in elements:
        inner = _inner(element)
        blocks = count_between(block_starts, *inner) if inner else 0
        if element.parent in dropped and element.parent.name in LISTS | {"li"}:
            dropped.add(element)
        elif element.name == "a" and inner:
            if blocks or count_between(break_starts, *inner) > 1 or count_between(page.blank_lines, *inner):
                dropped.add(element)
        elif element.name in HEADINGS:
            if not inner or blocks or count_between(page.line_starts, *page.trimmed(*inner)):
                dropped.add(element)
        elif (
            (element.name in LISTS and not _is_simple_list(page, element, elements))
            or (element.name == "li" and (not element.parent or element.parent.name not in LISTS))
            or (element.name == "br" and page.block_at(element.start)[1])
        ):
            dropped.add(element)
    return [element for element in elements if element not in dropped]


def _is_simple_list(page: TaggedText, element: Element, elements: Sequence[Element]) -> bool:
    """Tell whether a list holds items of one paragraph each, and nothing between them."""
    span = _inner(element)
    if not span:
        return False
    position, list_end = span
    first = bisect_right(elements, element.start, key=lambda item: item.start)
    item: Element | None = None
    while first < len(elements) and elements[first].start < element.end:
        inside = elements[first]
        first += 1
        inner = _inner(inside)
        if inside.name == "li" and inside.parent is element and inner:
            if page.text[position : inside.start].strip(SPACE):
                return False
            item, position, blocks = inside, inside.end, 0
            if count_between(page.line_starts, *page.trimmed(*inner)):
                return False
        elif inside.name in BLOCKS or inside.name == "br":
            blocks = blocks + 1 if item else 2
            if blocks > 1 or inside.name in LISTS or inside.name in HEADINGS or inside.name == "br":
                return False
    return item is not None and not page.text[position:list_end].strip(SPACE)


def _inner(element: Element) -> tuple[int, int] | None:
    return (element.opener[1], element.closer[0]) if element.opener and element.closer else None
