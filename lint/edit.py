"""Edits to a text, how safe they are, and what applying them keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from lint.facts import ByteFacts


class Safety(IntEnum):
    """How far a fix may be trusted; ``fix.safety >= wanted`` decides."""

    MANUAL = 0
    """Shown, never written: only a person can tell what the text should be."""
    UNSAFE = 1
    """Visible text goes or changes by judgement; written when the user asks for it."""
    SAFE = 2
    """No word or sign of the article is lost; written by default."""


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``text``; offsets in code points, ``end`` exclusive."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that are applied all together or not at all.

    ``facts``, if given, replaces how the document is stored as bytes (encoding, mark, line ends).
    """

    edits: tuple[Edit, ...]
    safety: Safety
    facts: ByteFacts | None = None


class Kept(NamedTuple):
    """A piece of the old text, ``old_start`` to ``old_end``, that now begins at ``new_start``."""

    old_start: int
    old_end: int
    new_start: int


class EditMap:
    """Where each kept character of the old text stands in the new one.

    ``edits`` must be sorted and must not overlap.
    """

    def __init__(self, edits: Iterable[Edit], length: int) -> None:
        self.kept = tuple(_kept_pieces(edits, length))
        self._starts = [piece.old_start for piece in self.kept]

    def new_offset(self, old: int) -> int | None:
        """Return the new offset of the character at ``old``, or None if an edit took it."""
        index = bisect_right(self._starts, old) - 1
        if index < 0:
            return None
        piece = self.kept[index]
        return piece.new_start + old - piece.old_start if old < piece.old_end else None


def _kept_pieces(edits: Iterable[Edit], length: int) -> Iterator[Kept]:
    old = new = 0
    for edit in edits:
        if edit.start > old:
            yield Kept(old, edit.start, new)
            new += edit.start - old
        new += len(edit.text)
        old = edit.end
    if old < length:
        yield Kept(old, length, new)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with ``edits`` applied; they must be sorted and must not overlap."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces.append(text[position : edit.start])
        pieces.append(edit.text)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)
