"""What fixing did to a text, told in offsets of the text as it was before, over any number of passes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from lint.edit import Edit, Safety
from lint.fixer import Applied


class Change(NamedTuple):
    """``before[start:end]`` has become ``text``; offsets in code points of the text before the first pass."""

    start: int
    end: int
    text: str
    rules: frozenset[str] = frozenset()
    """The rules whose fixes made it."""
    safety: Safety = Safety.SAFE
    """That of the least safe of these fixes."""


class _Piece(NamedTuple):
    """A part of the text as it is now: kept, or changed."""

    start: int
    end: int
    change: Change | None = None

    @property
    def length(self) -> int:
        return self.end - self.start if self.change is None else len(self.change.text)


def changes(length: int, applied: Iterable[Applied]) -> list[Change]:
    """Return how fixes changed a text of ``length`` code points, in order of place.

    ``applied`` is what :class:`lint.fixer.Fixed` tells: offsets in it are those of the text before each pass.  Those
    that touch are one if the same rules made them, so that a safe one is not taken for a part of its unsafe neighbour.
    """
    pieces = [_Piece(0, length)]
    for _, steps in groupby(applied, key=lambda step: step.pass_number):
        edits: dict[Edit, tuple[frozenset[str], Safety]] = {}
        for _, finding in steps:
            for edit in finding.fix.edits if finding.fix else ():
                rules, safety = edits.get(edit, (frozenset(), Safety.SAFE))
                edits[edit] = rules | {finding.rule}, min(safety, finding.fix.safety if finding.fix else safety)
        by_place = ((edit, *how) for edit, how in sorted(edits.items()))
        pieces = list(_joined(_edited(pieces, by_place)))
    return [piece.change for piece in pieces if piece.change]


def _edited(pieces: Iterable[_Piece], edits: Iterable[tuple[Edit, frozenset[str], Safety]]) -> Iterator[_Piece]:
    """Yield the pieces of the text that ``edits``, in order, make of that of ``pieces``."""
    waiting = deque(pieces)
    position = 0  # of the first that waits, in the text that the edits count in
    place = 0
    for edit, rules, safety in edits:
        while position < edit.start:
            piece = _next(waiting, edit.start - position)
            position += piece.length
            place = piece.end
            yield piece
        if edit.text:
            yield _Piece(place, place, Change(place, place, edit.text, rules, safety))
        while position < edit.end:
            piece = _next(waiting, edit.end - position)
            position += piece.length
            place = piece.end
            yield _removed(piece, rules, safety)
    yield from waiting


def _next(waiting: deque[_Piece], most: int) -> _Piece:
    """Take the first piece off, or its beginning if it is longer than ``most``."""
    piece = waiting.popleft()
    if piece.length > most:
        piece, rest = _split(piece, most)
        waiting.appendleft(rest)
    return piece


def _split(piece: _Piece, length: int) -> tuple[_Piece, _Piece]:
    change = piece.change
    if change is None:
        middle = piece.start + length
        return _Piece(piece.start, middle), _Piece(middle, piece.end)
    left = change._replace(text=change.text[:length])
    right = change._replace(start=change.end, text=change.text[length:])
    return _Piece(piece.start, piece.end, left), _Piece(piece.end, piece.end, right)


def _removed(piece: _Piece, rules: frozenset[str], safety: Safety) -> _Piece:
    if piece.change is None:
        return _Piece(piece.start, piece.end, Change(piece.start, piece.end, "", rules, safety))
    change = piece.change
    return piece._replace(
        change=change._replace(text="", rules=change.rules | rules, safety=min(change.safety, safety))
    )


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield ``pieces`` with changes that touch made one, if the same rules made them or one of them changes nothing.

    The latter is what is left where a pass took away what an earlier one wrote.
    """
    last: _Piece | None = None
    for piece in pieces:
        if not piece.length and piece.change is None:
            continue
        if last and last.change and piece.change and _belong(last.change, piece.change):
            last = _union(last.change, piece.change)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _belong(first: Change, second: Change) -> bool:
    is_idle = any(change.start == change.end and not change.text for change in (first, second))
    return is_idle or (first.rules == second.rules and first.safety is second.safety)


def _union(first: Change, second: Change) -> _Piece:
    rules, safety = first.rules | second.rules, min(first.safety, second.safety)
    return _Piece(first.start, second.end, Change(first.start, second.end, first.text + second.text, rules, safety))
