"""Styles of HTML that mean what marks of Markdown mean."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern
from lint.views.markup.tags.elements import Element

STRUCK = "~~"
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": STRUCK, "strike": STRUCK}
_INLINE = frozenset({"span", "font", "big", "p"})
"""A box may hold several paragraphs, and marks span one."""
_BOLD = lazy_pattern(r"(?:^|[;\s])font-weight\s{0,9}:\s{0,9}(?:bold|[6-9]00|1000)(?:er)?\b", re.IGNORECASE)
_SLANTED = lazy_pattern(r"(?:^|[;\s])font-style\s{0,9}:\s{0,9}(?:italic|oblique)\b", re.IGNORECASE)
_STRUCK = lazy_pattern(r"(?:^|[;\s])text-decoration(?:-line)?\s{0,9}:[^;:]{0,60}\bline-through\b", re.IGNORECASE)


def marks_of(element: Element) -> tuple[str, ...]:
    """Return the marks that Markdown has for what an element's name and style say, from the outer to the inner one."""
    if element.name in _MARKS:
        return (_MARKS[element.name],)
    style = element.attributes.get("style") if element.name in _INLINE else None
    if not style:
        return ()
    found = ((STRUCK, _STRUCK), ("**", _BOLD), ("*", _SLANTED))
    return tuple(mark for mark, pattern in found if pattern.search(style))


def is_struck(element: Element) -> bool:
    """Tell whether what stands in an element is struck out: without that it would mean the contrary."""
    return _MARKS.get(element.name) == STRUCK or _STRUCK.search(element.attributes.get("style", "")) is not None
