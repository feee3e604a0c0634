"""Parquet: a table of columns, in groups of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from lint.config import MAX_FILE_SIZE
from lint.datasets import streams
from lint.datasets.columns import Column
from lint.datasets.parquet_pages import extent
from lint.datasets.paths import is_url
from lint.datasets.records import CHUNK_BYTES, CHUNK_ROWS, Chunk, ChunkWriter, DataSet, Fields, Record, short_name
from lint.source import Stamp, UnreadableError, too_large

MOST_GROUP_BYTES = 64 * 1024 * 1024
"""Bytes at which a row group is written out: a larger one is split, because it must be held in memory whole."""
_MOST_PAGE_BYTES = 512 * 1024 * 1024
"""Bytes that the pages may have that are in memory at once: Arrow takes up to four times as much for them.

Writers begin a new page at a megabyte, but some look only behind a thousand values.
"""


@dataclass(frozen=True)
class Parquet(DataSet):
    """The file at ``path``; schema, compression and row groups stay, but for groups of over 64 MiB."""

    path: str
    fields: Fields
    most: int = MAX_FILE_SIZE
    """Bytes that a text may have; 0 is no limit."""

    def chunks(self, *, whole: bool = True) -> Iterator[Chunk]:
        """Read the rows from the start."""
        with self._opened() as (file, raw, stamp):
            schema = file.schema_arrow
            column = Column.of_texts(schema, self.fields.text)
            ids = Column.of(schema, self.fields.id, "--id-field") if self.fields.id else None
            wanted = None if whole else sorted({column.outer, ids.outer if ids else column.outer})
            number = 0
            for index in range(file.metadata.num_row_groups):
                rows = self._rows_at_once(file.metadata, index, raw, wanted)
                left = file.metadata.row_group(index).num_rows
                for batch in file.iter_batches(rows, [index], wanted, use_threads=False):
                    left -= batch.num_rows
                    texts = column.texts(batch, self.most)
                    names = [short_name(name) for name in ids.values(batch)] if ids else [None] * len(texts)
                    yield ParquetChunk(
                        *(self.path, number, texts, names, self.fields.text, self.most, batch),
                        ends_group=left == 0,
                        stamp=stamp,
                    )
                    number += batch.num_rows
                if left:
                    raise UnreadableError(
                        f"cannot be read as Parquet: group {index} lacks {left:,} rows; fetch or write the file again"
                    )

    def _rows_at_once(self, metadata: Any, index: int, raw: BinaryIO, wanted: Sequence[str] | None) -> int:
        """Return how many rows of a group to read at once, so that memory is bounded whatever they hold.

        Raises:
            UnreadableError: Even one takes too much.

        """
        group = metadata.row_group(index)
        rows: int = max(1, min(CHUNK_ROWS, CHUNK_BYTES * group.num_rows // max(group.total_byte_size, 1)))
        if is_url(self.path):
            # To look at each page would fetch all of the file twice.
            return rows
        columns = [group.column(number) for number in range(group.num_columns)]
        extents = [
            extent(raw, column)
            for column in columns
            if wanted is None or any(f"{column.path_in_schema}.".startswith(f"{name}.") for name in wanted)
        ]
        pages = sum(item.page for item in extents)
        if pages > _MOST_PAGE_BYTES:
            raise UnreadableError(
                f"has pages of {pages:,} bytes in its group {index}, and {_MOST_PAGE_BYTES:,} are read at most;"
                " write the file with smaller pages"
            )
        return max(1, min(rows, MOST_GROUP_BYTES // max(sum(item.row for item in extents), 1)))

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, BinaryIO, Stamp | None]]:
        try:
            from pyarrow import ArrowException
            from pyarrow.parquet import ParquetFile
        except ModuleNotFoundError as error:
            message = "Parquet needs pyarrow; install it with: pip install 'seedlint[data]'"
            raise UnreadableError(message) from error
        with streams.reading(self.path) as (raw, stamp):
            try:
                # Pages are decompressed one by one: a row group may be as large as the file.
                with ParquetFile(raw, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True) as file:
                    yield file, raw, stamp
            except (ArrowException, OSError, UnicodeError) as error:  # names of columns may be no text either
                raise UnreadableError(f"cannot be read as Parquet: {error}; fetch or write the file again") from error

    @contextmanager
    def writer(self, target: str) -> Iterator[ChunkWriter]:
        """Open ``target`` for a copy of this data set."""
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        with self._opened() as (before, _, _):
            schema, options = before.schema_arrow, _options(before.metadata)
        column = Column.of_texts(schema, self.fields.text)
        with (
            streams.writing(self.path, target) as (file, is_same),
            # Names inside lists are those of the file, whether it follows the standard's or its writer's own.
            ParquetWriter(file, schema, use_compliant_nested_type=False, **options) as writer,
        ):
            group: list[Any] = []

            def write(chunk: Chunk) -> None:
                assert isinstance(chunk, ParquetChunk)  # noqa: S101 - the kind that this data set yields
                is_same(chunk.stamp)
                group.append(column.put(chunk.batch, chunk.changed) if chunk.changed else chunk.batch)
                if chunk.ends_group or sum(batch.nbytes for batch in group) >= MOST_GROUP_BYTES:
                    table = pa.Table.from_batches(group, schema)
                    group.clear()
                    writer.write_table(table, row_group_size=max(table.num_rows, 1))

            yield write


def _options(metadata: Any) -> dict[str, Any]:
    """Return how the columns are stored, as the file that was read has them."""
    if not metadata.num_row_groups:
        return {}
    group = metadata.row_group(0)
    columns = [group.column(index) for index in range(group.num_columns)]
    return {
        "compression": {column.path_in_schema: _codec(column.compression) for column in columns},
        "use_dictionary": [column.path_in_schema for column in columns if "RLE_DICTIONARY" in column.encodings],
    }


def _codec(name: str) -> str:
    """Return what writing calls the compression that reading calls ``name``."""
    return "NONE" if name == "UNCOMPRESSED" else name


@dataclass(frozen=True)
class ParquetChunk(Chunk):
    """Rows of one group: their texts, and for the writer all that stands beside them."""

    texts: Sequence[Any]
    """The number of its bytes stands in place of a text that has too many."""
    ids: Sequence[Any]
    column: str
    most: int
    batch: Any = None
    """All columns that were read; it does not travel."""
    ends_group: bool = False
    changed: Mapping[int, str] | None = None
    """New texts, by place in the chunk."""

    def __reduce__(self) -> tuple[Any, ...]:
        return ParquetChunk, (self.path, self.first, self.texts, self.ids, self.column, self.most)

    def records(self) -> Iterator[Record]:
        """Yield the rows in order."""
        for number, (text, name) in enumerate(zip(self.texts, self.ids, strict=True), self.first):
            if isinstance(text, str):
                yield Record(number, text, name)
            elif isinstance(text, int):
                yield Record(number, None, name, too_large(text, self.most))
            elif text is None:
                yield Record(number, None, name, f"has null in column {self.column!r}, not a text")
            else:
                yield Record(number, None, name, f"is not UTF-8 in column {self.column!r}; write the file as UTF-8")

    def replaced(self, texts: Mapping[int, str]) -> Chunk:
        """Return this chunk with new texts, by row number."""
        return replace(self, changed={number - self.first: text for number, text in texts.items()})

    def content(self) -> tuple[bytes, ...]:
        """Return the texts and what names them."""
        return json.dumps(self.texts, default=repr).encode(), repr((self.ids, self.column)).encode()

    @property
    def size(self) -> int:
        """Bytes of the texts, about."""
        return sum(len(text) for text in self.texts if isinstance(text, str))
