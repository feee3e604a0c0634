"""What goes with furniture that is cleared away: the blank lines that it brought, and no more."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from lint.views.lines import Line
from lint.views.markdown import Block, BlockKind, opens_block


class Clearing(NamedTuple):
    """The span to delete, so that its neighbours stand to each other as they did before something came between."""

    start: int
    end: int


_INDENT = re.compile(r"[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_NUMBER = re.compile(r"\d{1,9}[.)]")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*\Z")
_OPEN_TAG = re.compile(r"<[A-Za-z/!][^<>]*\Z")
_PAIRS = (("[", "]"), ("(", ")"))
_LONGEST_OPENER = 100


class Clearings:
    """Finds what to delete for lines of a text to go."""

    def __init__(self, text: str, body: int, lines: Sequence[Line], blocks: Sequence[Block]) -> None:
        self._text = text
        self._body = body
        self._lines = lines
        self._line_starts = [line.start for line in lines]
        self._blocks = blocks
        self._starts = [block.start for block in blocks]

    def find(self, start: int, end: int) -> Clearing | None:
        """Return what to delete for the lines from ``start`` to ``end`` to go; None if what is left would change.

        Between two texts the wider of the two gaps stays; at the end of the text the gap before goes, at its beginning
        the one behind.
        """
        lines = self._lines
        first, last = (bisect_right(self._line_starts, offset) - 1 for offset in (start, max(end - 1, start)))
        before, after = first - 1, last + 1
        while before >= 0 and lines[before].blank:
            before -= 1
        while after < len(lines) and lines[after].blank:
            after += 1
        if not _is_balanced(self._text[lines[first].start : lines[last].end]):
            return None
        if after == len(lines):
            return Clearing(lines[before].end if before >= 0 else 0, lines[last].end)
        if not self._stays(before, first, last, after):
            return None
        is_head = before < 0 or lines[before].start < self._body
        if is_head or first - before >= after - last:
            return Clearing(lines[first].start, lines[after].start)
        return Clearing(lines[before + 1].start, lines[last + 1].start)

    def _stays(self, before: int, first: int, last: int, after: int) -> bool:
        """Tell whether the text behind keeps its meaning when the text before stands next to it."""
        following, own, behind = self._source(after), self._block(last), self._block(after)
        gap = max(first - before, after - last) - 1
        if before < 0 and following.startswith(("---", "+++")):
            return False  # at the very beginning it would open front matter
        if gap == 0 and (_UNDERLINE.match(following) or (_NUMBER.match(following) and own is not behind)):
            return False
        if after == last + 1 and own is behind and (opens_block(following) or following.startswith("[")):
            return False  # it went on with the paragraph, and would open a block of its own
        if after == last + 1 and own is behind and _ITEM.match(self._source(last)):
            return False  # it went on with the item of a list
        indent = _INDENT.match(following)
        return not indent or not indent[0] or self._keeps_indent(before, first, last, after, gap)

    def _keeps_indent(self, before: int, first: int, last: int, after: int, gap: int) -> bool:
        """Tell whether an indented line stays the same: the lists above decide what its indentation means."""
        above, behind = self._block(before) if before >= 0 else None, self._block(after)
        indent = len(self._source(after)) - len(self._source(after).lstrip())
        if not (above and above.containers) and behind and not behind.containers:
            return behind.kind is not BlockKind.INDENTED_CODE or gap > 0 or before < 0
        # An item that is indented further than one that goes may belong to it.
        gone = [self._source(number) for number in range(first, last + 1) if not self._lines[number].blank]
        least = min(len(source) - len(source.lstrip()) for source in gone)
        return bool(_ITEM.match(self._source(after)) and _ITEM.match(gone[0])) and indent <= least

    def _source(self, number: int) -> str:
        line = self._lines[number]
        return self._text[line.start : min(line.end, line.start + _LONGEST_OPENER)]

    def _block(self, number: int) -> Block | None:
        index = bisect_right(self._starts, self._lines[number].end) - 1
        return self._blocks[index] if index >= 0 and self._blocks[index].end > self._lines[number].start else None


def _is_balanced(source: str) -> bool:
    """Tell whether no link, code or formula that begins in ``source`` could end behind it."""
    if any(source.count(opener) != source.count(closer) for opener, closer in _PAIRS):
        return False
    return not _OPEN_TAG.search(source) and source.count("`") % 2 == 0 and source.count("$") % 2 == 0
