"""The numbers that a list of HTML shows, if Markdown can show them too."""

from __future__ import annotations

from collections.abc import Sequence

from lint.patterns import lazy_pattern
from lint.views.markup.tags.elements import Element
from lint.views.markup.tags.styles import is_struck

_NUMBER = lazy_pattern(r"\s*(\d{1,9})\s*")
# Letters, Roman numbers and the like; Markdown has digits alone.
_NO_DIGITS = lazy_pattern(r"list-style(?:-type)?\s{0,9}:[^;]{0,40}(?:alpha|roman|latin|greek|cjk|hebrew|-ideographic)")


def first_number(item: Element) -> int:
    """Return the number that a list shows if the item is its first."""
    start = _number(item.parent, "start") if item.parent else None
    return next(number for number in (_number(item, "value"), start, 1) if number is not None)


def uncountable(text: str, elements: Sequence[Element]) -> set[Element]:
    """Return the lists that Markdown cannot show: it counts by one, in digits, through lists in a row.

    Nor does it strike out an item, number and all.
    """
    items: dict[Element, list[Element]] = {}
    for element in elements:
        if element.name == "li" and element.parent:
            items.setdefault(element.parent, []).append(element)
    found: set[Element] = set()
    last: Element | None = None
    for element in elements:
        if any(map(is_struck, items.get(element, ()))):
            found.add(element)
        elif element.name == "ol":
            is_next = last is not None and not text[last.end : element.start].strip()
            # What stays is a list of its own to Markdown, whatever numbers follow it.
            last = element if not is_next and not _counts_otherwise(element, items.get(element)) else None
            if last is None:
                found.add(element)
    return found


def _counts_otherwise(element: Element, items: Sequence[Element] | None) -> bool:
    kind = element.attributes.get("type", "").strip() or "1"
    is_other = kind != "1" or "reversed" in element.attributes
    values = [_number(item, "value") for item in items or ()]
    first = first_number(items[0]) if items else 1
    is_uneven = any(value not in (None, first + place) for place, value in enumerate(values))
    return is_other or is_uneven or _NO_DIGITS.search(element.attributes.get("style", "")) is not None


def _number(element: Element, name: str) -> int | None:
    match = _NUMBER.fullmatch(element.attributes.get(name, ""))
    return int(match[1]) if match else None
