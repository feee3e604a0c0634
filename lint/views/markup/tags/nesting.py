"""Which elements are open at a place of a text, and whether a page indents what stands in them."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern
from lint.views.lines import near_line_start
from lint.views.markup.html import BLOCK_TAG_NAMES, tags
from lint.views.markup.tags.elements import VOID

_DEEPEST = 200
"""How far from the start of its line a tag may stand to be the first; a longer look back would cost quadratic time."""
_LINE_OF_TAG = lazy_pattern(
    rf"^[ \t]*</?(?:{'|'.join(sorted(BLOCK_TAG_NAMES - VOID))})[\s/>]", re.IGNORECASE | re.MULTILINE
)


class Nesting:
    """The elements that are open so far.

    For each it is known whether its tags, or those right in it, stand on indented lines: such is a page's own
    indentation.  Markdown alone tells otherwise what stands four spaces deep behind a blank line, and it is code.
    """

    def __init__(self) -> None:
        self._indented: list[bool] = []

    def read(self, text: str, start: int, end: int) -> None:
        """Open and close the elements whose tags stand in a block."""
        for tag in tags(text[start:end]):
            name = tag["name"].lower()
            if name not in BLOCK_TAG_NAMES or name in VOID or tag[0].endswith("/>"):
                continue
            if tag["close"]:
                del self._indented[-1:]
                continue
            offset = start + tag.start()
            line_start = near_line_start(text, offset, _DEEPEST)
            is_indented = line_start < offset and not text[line_start:offset].strip(" \t")
            self._indented[-1:] = [outer or is_indented for outer in self._indented[-1:]]
            self._indented.append(is_indented)

    def indents(self, text: str, start: int, end: int) -> bool:
        """Tell whether a page, not an author, indented the lines of a block."""
        if not self._indented:
            return False
        line_start = near_line_start(text, start, _DEEPEST)
        return self._indented[-1] or _LINE_OF_TAG.search(text, line_start, end) is not None
