"""JSON Lines: an object in each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from lint.datasets import streams
from lint.datasets.json_text import loads, value_at, with_text
from lint.datasets.records import CHUNK_BYTES, Chunk, ChunkWriter, DataSet, Fields, Record
from lint.errors import suggestion

_MARK = b"\xef\xbb\xbf"
_NAMED = 8
"""Fields that a message names at most."""
_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class JsonLines(DataSet):
    """The file at ``path``; blank lines are no rows, and stay."""

    path: str
    fields: Fields

    def chunks(self, *, whole: bool = True) -> Iterator[Chunk]:
        """Read the rows from the start."""
        number = 0
        with streams.reading(self.path) as file:
            while lines := file.readlines(CHUNK_BYTES):
                yield JsonChunk(self.path, number, b"".join(lines), self.fields)
                number += sum(1 for line in lines if line.strip())

    @contextmanager
    def writer(self, target: str) -> Iterator[ChunkWriter]:
        """Open ``target`` for a copy of this data set."""
        with streams.writing(self.path, self.path, target) as file:

            def write(chunk: Chunk) -> None:
                assert isinstance(chunk, JsonChunk)  # noqa: S101 - the kind that this data set yields
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


def _found(row: dict[str, object], name: str | None) -> object:
    if name is None:
        return None
    try:
        return value_at(row, Fields().path(name, row))
    except KeyError:
        return None
