"""How much memory the pages of a Parquet file take, read from their own headers before anything is decompressed.

A file of a few kilobytes can hold a page, or rows that share a value, of gigabytes.  What it says of itself at its end
may be wrong; readers go by the header that stands before each page, and so does this.  Headers are structs of Thrift's
compact protocol, laid down in the format's ``parquet.thrift``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from lint.source import UnreadableError

_DICTIONARY, _DATA, _DATA_V2 = 7, 5, 8
"""Numbers of the field that tells more, in headers of pages with a dictionary and of those with data."""
_REPEATING = frozenset({2, 7, 8})
"""Encodings in which many values may point at one: of a dictionary, or of the value before."""
_LONGEST_HEADER = 16 * 1024 * 1024
"""Bytes of a header; Arrow allows as many."""
_DEEPEST = 8


class Extent(NamedTuple):
    """What reading a column takes, in bytes."""

    page: int
    """Size of the largest page, decompressed."""
    row: int
    """What each row may add to a run of rows, beside all of its first and last page."""


def extent(file: IO[bytes], column: Any) -> Extent:
    """Return what reading ``column`` takes, metadata of a column without lists in one group of rows of ``file``.

    Raises:
        UnreadableError: A header is damaged.

    """
    largest = dictionary = row = 0
    for size, values, encoding in _pages(file, column):
        largest = max(largest, size)
        if encoding is None:
            dictionary = size
        elif encoding in _REPEATING:
            row = max(row, dictionary, size)
        else:
            row = max(row, -(-size // max(values, 1)))
    return Extent(largest, row)


def _pages(file: IO[bytes], column: Any) -> Iterator[tuple[int, int, int | None]]:
    """Yield of each page its size when decompressed, its number of values, and its encoding; None for a dictionary."""
    at = column.data_page_offset
    if column.has_dictionary_page and 0 < column.dictionary_page_offset < at:
        at = column.dictionary_page_offset
    end = at + column.total_compressed_size
    left = column.num_values
    while left > 0 and at < end:
        header, length = _header(file, at)
        about = header.get(_DATA) or header.get(_DATA_V2)
        try:
            size, values = header[2], about[1] if about else 0
            if min(size, values, header[3]) < 0:
                raise _damaged(at)
            if _DICTIONARY in header:
                yield size, 0, None
            elif about:
                yield size, values, about[4 if _DATA_V2 in header else 2]
        except (KeyError, TypeError) as error:
            raise _damaged(at) from error
        left -= values
        at += length + header[3]


def _header(file: IO[bytes], at: int) -> tuple[dict[int, Any], int]:
    """Return the fields of the header that begins at ``at``, by their numbers, and its length."""
    size = 256
    while True:
        file.seek(at)
        data = file.read(size)
        try:
            return _struct(data, 0, _DEEPEST)
        except IndexError as error:
            if len(data) < size or size > _LONGEST_HEADER:
                raise _damaged(at) from error
        except ValueError as error:
            raise _damaged(at) from error
        size *= 8


def _damaged(at: int) -> UnreadableError:
    return UnreadableError(
        f"cannot be read as Parquet: the page at byte {at:,} is damaged; fetch or write the file again"
    )


def _struct(data: bytes, at: int, deepest: int) -> tuple[dict[int, Any], int]:
    if not deepest:
        raise ValueError
    fields: dict[int, Any] = {}
    number = 0
    while kind := data[at]:
        at += 1
        if kind >> 4:
            number += kind >> 4
        else:
            number, at = _integer(data, at)
        fields[number], at = _value(data, at, kind & 15, deepest)
    return fields, at + 1


def _value(data: bytes, at: int, kind: int, deepest: int) -> tuple[Any, int]:
    """Return the value at ``at``, if it is a number or a struct, and where it ends."""
    if kind in (1, 2):  # true and false stand in the kind
        return kind == 1, at
    if kind == 3:
        return data[at], at + 1
    if kind in (4, 5, 6):
        return _integer(data, at)
    if kind == 7:
        return None, _inside(data, at + 8)
    if kind == 8:
        length, at = _varint(data, at)
        return None, _inside(data, at + length)
    if kind == 12:
        return _struct(data, at, deepest - 1)
    raise ValueError  # lists, sets and maps stand in no header


def _inside(data: bytes, at: int) -> int:
    if at > len(data):
        raise IndexError
    return at


def _integer(data: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(data, at)
    return value >> 1 ^ -(value & 1), at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError
