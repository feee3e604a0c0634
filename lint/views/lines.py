"""Lines, blank lines and positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

BLANK = (
    " \t\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""Characters that a blank line may hold: white space, and U+200B and U+FEFF, which show as nothing."""


class Line(NamedTuple):
    """A line from ``start`` to ``end``, its line end not included; offsets in code points."""

    start: int
    end: int
    blank: bool


class Position(NamedTuple):
    """A place in a text: offset from 0 in code points, line and column from 1."""

    offset: int
    line: int
    column: int


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of ``text``; a line end at the very end opens no further line."""
    result: list[Line] = []
    start = 0
    pieces = text.split("\n")
    if not pieces[-1]:
        pieces.pop()
    for piece in pieces:
        end = start + len(piece)
        result.append(Line(start, end, not piece.strip(BLANK)))
        start = end + 1
    return tuple(result)


def extra_blank_lines(lines: Sequence[Line]) -> tuple[range, ...]:
    """Return the runs of blank lines, by index, that are more than one between texts, or at either end."""
    blank = [number for number, line in enumerate(lines) if line.blank]
    runs: list[range] = []
    # In a run of blank lines, number and place among them grow alike.
    for _, run in groupby(enumerate(blank), key=lambda item: item[1] - item[0]):
        (_, first), *rest = run
        number = first + len(rest) + 1
        is_at_edge = first == 0 or number == len(lines)
        if is_at_edge or rest:
            runs.append(range(first + (not is_at_edge), number))
    return tuple(runs)


def written_runs(text: str, lines: Sequence[Line], sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of lines without a blank one that holds a ``sign``, a character of its text."""
    starts = [line.start for line in lines]
    end = 0
    while match := sign.search(text, end):
        first = last = bisect_right(starts, match.start()) - 1
        while first and not lines[first - 1].blank:
            first -= 1
        while last + 1 < len(lines) and not lines[last + 1].blank:
            last += 1
        end = lines[last].end
        yield lines[first].start, end


def near_line_start(text: str, offset: int, most: int) -> int:
    """Return where the line of ``offset`` begins, or ``most`` characters in front of it if that is nearer.

    From the beginning of an endless line on, each piece of it would be a copy of all that stands before.
    """
    first = max(offset - most, 0)
    return max(text.rfind("\n", first, offset) + 1, first)


def enclosed(text: str, opener: str, closer: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each ``opener … closer``, in linear time even if many open and none closes."""
    start = text.find(opener)
    while start >= 0:
        end = text.find(closer, start + len(opener))
        if end < 0:
            return
        yield start, end + len(closer)
        start = text.find(opener, end + len(closer))


class LineIndex:
    """Finds the line and column of an offset."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def position(self, offset: int) -> Position:
        """Return where ``offset`` stands; the end of the text is a place too."""
        line = self.line(offset)
        return Position(offset, line, offset - self._starts[line - 1] + 1)

    def line(self, offset: int) -> int:
        """Return the number, from 1, of the line that ``offset`` stands in."""
        return bisect_right(self._starts, offset)

    def line_start(self, line: int) -> int:
        """Return the offset at which line number ``line`` (from 1) begins."""
        return self._starts[line - 1]


def begins_line(text: str, offset: int) -> bool:
    """Tell whether only white space stands before an offset on its line."""
    while offset and text[offset - 1] != "\n" and text[offset - 1].isspace():
        offset -= 1
    return not offset or text[offset - 1] == "\n"


def whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span widened to whole lines, with the line end of the last one."""
    line_end = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, line_end + 1 if line_end >= 0 else len(text)
