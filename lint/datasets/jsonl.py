"""JSON Lines: an object in each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from lint.config import MAX_FILE_SIZE
from lint.datasets import streams
from lint.datasets.json_text import exact_loads, loads, value_at, with_text
from lint.datasets.records import CHUNK_BYTES, CHUNK_ROWS, Chunk, ChunkWriter, DataSet, Fields, Record, short_name
from lint.errors import suggestion
from lint.source import Stamp, too_large

_MARK = b"\xef\xbb\xbf"
_NAMED = 8
"""Fields that a message names at most."""
_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class JsonLines(DataSet):
    """The file at ``path``; blank lines are no rows, and stay."""

    path: str
    fields: Fields
    most: int = MAX_FILE_SIZE
    """Bytes that a row may have; 0 is no limit."""

    def chunks(self, *, whole: bool = True) -> Iterator[Chunk]:
        """Read the rows from the start."""
        number = size = 0
        lines: list[bytes] = []
        with streams.reading(self.path) as (file, stamp):
            while line := file.readline(self.most + 1 if self.most else -1):
                is_long = len(line) > self.most > 0 and not line.endswith(b"\n")
                if lines and (is_long or size >= CHUNK_BYTES or len(lines) >= CHUNK_ROWS):
                    yield JsonChunk(self.path, number, b"".join(lines), self.fields, stamp=stamp)
                    number += sum(1 for line in lines if line.strip())
                    lines, size = [], 0
                if is_long:
                    yield from self._long_row(file, number, line, stamp, whole=whole)
                    number += 1
                else:
                    lines.append(line)
                    size += len(line)
            if lines:
                yield JsonChunk(self.path, number, b"".join(lines), self.fields, stamp=stamp)

    def _long_row(
        self, file: BinaryIO, number: int, start: bytes, stamp: Stamp | None, *, whole: bool
    ) -> Iterator[Chunk]:
        """Yield a row that begins with ``start`` and is too long, piece by piece, if they are wanted, and its fault."""
        piece, size = start, 0
        while piece:
            size += len(piece) - piece.endswith(b"\n")
            if whole:
                yield LongRow(self.path, number, piece, self.fields, stamp=stamp)
            piece = b"" if piece.endswith(b"\n") else file.readline(CHUNK_BYTES)
        yield LongRow(self.path, number, b"", self.fields, size, self.most, stamp=stamp)

    @contextmanager
    def writer(self, target: str) -> Iterator[ChunkWriter]:
        """Open ``target`` for a copy of this data set."""
        with streams.writing(self.path, target) as (file, is_same):

            def write(chunk: Chunk) -> None:
                assert isinstance(chunk, JsonChunk)  # noqa: S101 - the kind that this data set yields
                is_same(chunk.stamp)
                file.write(chunk.data)

            yield write


@dataclass(frozen=True)
class JsonChunk(Chunk):
    """Whole lines, as they are in the file."""

    data: bytes
    fields: Fields

    def records(self) -> Iterator[Record]:
        """Yield the rows in order."""
        number = self.first
        for line in self.data.split(b"\n"):
            if line.strip():
                yield self._record(number, line)
                number += 1

    def _record(self, number: int, line: bytes) -> Record:
        try:
            row = loads(line.removeprefix(_MARK) if number == 0 else line)
        except UnicodeDecodeError as error:
            return Record(number, None, fault=f"is not UTF-8 at its byte {error.start}; write the file as UTF-8")
        except ValueError as error:
            return Record(number, None, fault=f"is not JSON: {error}; each line must hold one object")
        except RecursionError:
            return Record(number, None, fault="is not read: its JSON is nested too deeply")
        if not isinstance(row, dict):
            return Record(number, None, fault="is JSON, but no object; each line must hold one object")
        name = _found(row, self.fields.id)
        if isinstance(name, float):
            # The fast parser rounds whole numbers beyond 64 bits, and a row must not go by another's name.
            name = _found(exact_loads(line.removeprefix(_MARK)), self.fields.id)
        text, fault = self._text(row)
        return Record(number, text, name, fault)

    def _text(self, row: dict[str, object]) -> tuple[str | None, str]:
        """Return the text of a row, or what is wrong with it."""
        wanted = self.fields.text
        try:
            text = value_at(row, self.fields.path(wanted, row))
        except KeyError:
            known = ", ".join(map(repr, islice(row, _NAMED))) or "none"
            return None, f"has no field {wanted!r}{suggestion(wanted, row)}; name another with --text-field: {known}"
        if isinstance(text, str):
            return text, ""
        kind = "null" if text is None else _KINDS[type(text)]
        return None, f"has {kind} in field {wanted!r}, not a text"

    def replaced(self, texts: Mapping[int, str]) -> Chunk:
        """Return this chunk with new texts, by row number."""
        lines = self.data.split(b"\n")
        number = self.first
        for index, line in enumerate(lines):
            if not line.strip():
                continue
            if number in texts:
                path = self.fields.path(self.fields.text, loads(line.removeprefix(_MARK)))
                mark = _MARK if line.startswith(_MARK) else b""
                lines[index] = mark + with_text(line.removeprefix(_MARK).decode(), path, texts[number]).encode()
            number += 1
        return replace(self, data=b"\n".join(lines))

    def content(self) -> tuple[bytes, ...]:
        """Return the lines, and what is read from them."""
        return self.data, repr((self.fields, self.first == 0)).encode()

    @property
    def size(self) -> int:
        """Bytes of the lines, decompressed."""
        return len(self.data)


@dataclass(frozen=True)
class LongRow(JsonChunk):
    """A piece of a row that is too long to be held in memory; the last one is empty and says what is wrong."""

    length: int = 0
    """Bytes of the row; 0 if more pieces follow."""
    most: int = 0
    """Bytes that it may have."""

    def records(self) -> Iterator[Record]:
        """Yield the row, once for all its pieces."""
        if self.length:
            yield Record(self.first, None, fault=too_large(self.length, self.most))

    def replaced(self, texts: Mapping[int, str]) -> Chunk:
        """Return the piece as it is."""
        return self

    def content(self) -> tuple[bytes, ...]:
        """Return what no whole line has in common with it."""
        return b"", repr((self.length, self.most)).encode()

    @property
    def size(self) -> int:
        """Bytes of the row, all with its last piece."""
        return self.length


def _found(row: dict[str, object], name: str | None) -> object:
    if name is None:
        return None
    try:
        return short_name(value_at(row, Fields().path(name, row)))
    except KeyError:
        return None
