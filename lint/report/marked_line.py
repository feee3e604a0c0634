"""The line that a finding starts on, cut round the defect to the width of the page, with a mark below it."""

from __future__ import annotations

from collections.abc import Iterator

from lint.patterns import lazy_pattern
from lint.report.located import Excerpt, Located
from lint.report.printable import columns, head, printable, tail
from lint.report.style import Style

_MARGIN = "  {:>6} "
_MARGIN_COLUMNS = 11
_CONTEXT = 12
"""Columns that what surrounds a long defect keeps on either side."""
_NARROWEST = 40
"""Columns that a line takes at least: cut more, it shows nothing."""
_ELLIPSIS = "\u2026"
_EDGES = lazy_pattern("[ \u3000]{2,}|^[ \u3000]|[ \u3000]$")
"""Spaces that may be the defect itself: they must be seen, and those between words need not be."""
_SHOWN = str.maketrans({" ": "\u00b7", "\u3000": "<U+3000>"})


def marked_line(excerpt: Excerpt, item: Located, style: Style) -> Iterator[str]:
    """Yield the line and the mark; wide characters before it and in it take two columns, as on a terminal."""
    # What ends with its line ends at the first column of the next one.
    last = item.end.line - (item.end.column == 1)
    further = f" to line {last}" if last > item.start.line else ""
    room = max(style.columns - _MARGIN_COLUMNS, _NARROWEST)
    before, marked, after = _cut(excerpt, room, len(further))
    bar = style.paint("|", "blue")
    yield f"{_MARGIN.format(item.start.line)}{bar} {before}{style.paint(marked, 'red', reverse=True)}{after}\n"
    mark = style.paint("^" * max(columns(marked), 1) + further, "red")
    yield f"{_MARGIN.format('')}{bar} {' ' * columns(before)}{mark}\n"


def _cut(excerpt: Excerpt, room: int, behind: int) -> tuple[str, str, str]:
    """Return what stands before the defect, the defect, and what follows, in no more than ``room`` columns.

    Below what follows, ``behind`` columns are wanted behind the mark.
    """
    around_before, around_after = (columns(printable(text)) for text in (excerpt.before, excerpt.after))
    room -= 2  # for what says that something was cut
    kept = min(around_before, _CONTEXT) + max(min(around_after, _CONTEXT), behind)
    marked, is_whole = _marked(excerpt.marked, room - kept)
    room -= max(columns(marked), 1)
    # A side that needs less leaves its room to the other one.
    before, is_all_before = tail(excerpt.before, min(max(room // 2, room - around_after), room - behind))
    after, is_all_after = head(excerpt.after, room - columns(before)) if is_whole else ("", not excerpt.after)
    is_cut_after = excerpt.cut_after or not is_whole or not is_all_after
    return (
        (_ELLIPSIS if excerpt.cut_before or not is_all_before else "") + before,
        marked,
        after + (_ELLIPSIS if is_cut_after else ""),
    )


def _marked(text: str, room: int) -> tuple[str, bool]:
    if text == "\n":
        return "\u21b5", True
    return head(_EDGES.sub(lambda spaces: spaces[0].translate(_SHOWN), text), room)
