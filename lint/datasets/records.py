"""What all data sets have in common: they come in chunks of rows, and a chunk can be written back with new texts."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from lint.source import Stamp

CHUNK_BYTES = 256 * 1024
"""Size of a chunk, about: half a second of work, so that workers share evenly and an interrupt need not wait."""
CHUNK_ROWS = 4096
"""Rows of a chunk at most: short ones come many to a chunk, and each has a result."""
_LONGEST_NAME = 200


class Fields(NamedTuple):
    """Which fields of a row matter; a dot leads into an object, unless the row has a field of just that name."""

    text: str = "text"
    id: str | None = None

    def path(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """Return the names to follow from the row to the field ``name``; ``known`` are the row's own fields."""
        return (name,) if name in known else tuple(name.split("."))


class Record(NamedTuple):
    """A row: its number in the data set, from 0, and its text, or what is wrong with it."""

    number: int
    text: str | None
    id: Any = None
    fault: str = ""
    """Why the row has no text to judge."""


def short_name(value: Any) -> Any:
    """Return what names a row, cut off where it is long: it stands with each finding, and may be all of the row."""
    if not isinstance(value, (str, bytes, list, dict)):
        return value
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)
    except RecursionError:
        return "\u2026"
    return value if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}\u2026"


@dataclass(frozen=True)
class Chunk(ABC):
    """Rows that follow each other; what travels to a worker."""

    path: str
    first: int
    """Number of its first row."""
    stamp: Stamp | None = field(default=None, kw_only=True)
    """How the file stood when it was opened; None of what comes by URL.  It does not travel."""

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "stamp": None}

    @abstractmethod
    def records(self) -> Iterator[Record]:
        """Yield the rows in order."""

    @abstractmethod
    def replaced(self, texts: Mapping[int, str]) -> Chunk:
        """Return this chunk with new texts, by row number; all else is as it was."""

    @abstractmethod
    def content(self) -> tuple[bytes, ...]:
        """Return the bytes that ``records`` are made from, in parts: equal parts make equal records."""

    @property
    @abstractmethod
    def size(self) -> int:
        """About how many bytes of its file the chunk takes up, for progress."""


class ChunkWriter(Protocol):
    """Takes the chunks of a data set in their order."""

    def __call__(self, chunk: Chunk) -> None:
        """Write ``chunk`` behind those before it."""


class DataSet(ABC):
    """A file of rows.

    Reading raises :class:`lint.source.UnreadableError` where the file cannot be had or is damaged: before the first
    chunk, or behind the last whole one.
    """

    path: str

    @abstractmethod
    def chunks(self, *, whole: bool = True) -> Iterator[Chunk]:
        """Read the rows from the start; memory does not grow with the file.

        ``whole`` also reads what only a writer needs.
        """

    @abstractmethod
    def writer(self, target: str) -> AbstractContextManager[ChunkWriter]:
        """Open ``target`` for a copy of this data set, in the same format; it is put in place at the end, whole.

        If the block is left by an exception, the target is as it was before.
        """
