"""What fixing did to a text, told in offsets of the text as it was before, over any number of passes."""

from __future__ import annotations

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

    ``applied`` is what :class:`lint.fixer.Fixed` tells: offsets in it are those of the text before each pass.  Changes
    neither overlap nor touch, so a later pass that edits what an earlier one wrote makes one change with it.
    """
    pieces = [_Piece(0, length)]
    for _, turn in groupby(applied, key=lambda step: step.turn):
        edits: dict[Edit, tuple[set[str], Safety]] = {}
        for _, finding in turn:
            for edit in finding.fix.edits if finding.fix else ():
                rules, safety = edits.setdefault(edit, (set(), Safety.SAFE))
                rules.add(finding.rule)
                if finding.fix:
                    edits[edit] = rules, min(safety, finding.fix.safety)
        by_place = ((edit, frozenset(rules), safety) for edit, (rules, safety) in sorted(edits.items()))
        pieces = list(_joined(_edited(pieces, by_place)))
    return [piece.change for piece in pieces if piece.change]


def _edited(pieces: list[_Piece], edits: Iterable[tuple[Edit, frozenset[str], Safety]]) -> Iterator[_Piece]:
    """Yield the pieces of the text that ``edits`` make of that of ``pieces``; both are read once."""
    waiting = iter(pieces)
    piece = next(waiting, None)
    position = 0  # of the beginning of piece, in the text that the edits count in
    for edit, rules, safety in edits:
        while piece and position + piece.length <= edit.start and piece.length + position < edit.end:
            yield piece
            position += piece.length
            piece = next(waiting, None)
        if piece and position < edit.start:
            left, piece = _split(piece, edit.start - position)
            yield left
            position = edit.start
        place = piece.start if piece else pieces[-1].end if pieces else 0
        yield _Piece(place, place, Change(place, place, edit.text, rules, safety))
        while piece and position < edit.end:
            gone = piece
            piece = next(waiting, None)
            if gone.length > edit.end - position:
                gone, rest = _split(gone, edit.end - position)
                yield _removed(gone, rules, safety)
                position, piece, waiting = edit.end, rest, _before(piece, waiting)
                break
            position += gone.length
            yield _removed(gone, rules, safety)
    while piece:
        yield piece
        piece = next(waiting, None)


def _before(piece: _Piece | None, waiting: Iterator[_Piece]) -> Iterator[_Piece]:
    if piece:
        yield piece
    yield from waiting


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
    """Yield ``pieces`` with changes that touch made one."""
    for is_change, group in groupby(pieces, key=lambda piece: piece.change is not None):
        found = [piece for piece in group if piece.change or piece.length]
        parts = [piece.change for piece in found if piece.change]
        if not is_change or not parts:
            yield from found
            continue
        yield _Piece(
            parts[0].start,
            parts[-1].end,
            Change(
                parts[0].start,
                parts[-1].end,
                "".join(part.text for part in parts),
                frozenset().union(*(part.rules for part in parts)),
                min(part.safety for part in parts),
            ),
        )
