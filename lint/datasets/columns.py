"""A column of an Arrow table by name, also inside a column of structs: reading it, and putting new texts into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lint.datasets.records import Fields
from lint.errors import suggestion
from lint.source import UnreadableError


@dataclass(frozen=True)
class Column:
    """Where the values are: a column of the table, and the names to follow inside its structs."""

    outer: str
    inner: tuple[str, ...]
    type: Any

    @classmethod
    def of(cls, schema: Any, name: str, option: str) -> Column:
        """Find the column that ``name`` leads to; ``option`` is how the user says another.

        Raises:
            UnreadableError: There is none.

        """
        outer, *inner = Fields().path(name, schema.names)
        known: list[str] = schema.names
        kind = None
        for part in (outer, *inner):
            if part not in known:
                names = ", ".join(map(repr, schema.names))
                near = suggestion(name, schema.names)
                raise UnreadableError(f"has no column {name!r}{near}; name another with {option}; its columns: {names}")
            kind = schema.field(part).type if kind is None else kind.field(part).type
            known = [kind.field(index).name for index in range(kind.num_fields)] if _is_struct(kind) else []
        return cls(outer, tuple(inner), kind)

    @classmethod
    def of_texts(cls, schema: Any, name: str) -> Column:
        """Find the column of texts that ``name`` leads to.

        Raises:
            UnreadableError: There is none, or it holds something else.

        """
        from pyarrow import types

        column = cls.of(schema, name, "--text-field")
        kind = column.type.value_type if types.is_dictionary(column.type) else column.type
        if any(test(kind) for test in (types.is_string, types.is_large_string, types.is_string_view, types.is_null)):
            return column
        raise UnreadableError(f"has {column.type} in column {name!r}, not texts; name another with --text-field")

    def values(self, batch: Any) -> list[Any]:
        """Return what the column holds, as values of Python; bytes that are not UTF-8 come as bytes."""
        return _values(self._inside(batch))

    def texts(self, batch: Any, most: int) -> list[Any]:
        """Return the texts in the same way; the number of its bytes stands for a text that has more than ``most``."""
        import pyarrow as pa
        from pyarrow import compute, types

        values = self._inside(batch)
        if types.is_null(values.type) or not most:
            return _values(values)
        if types.is_string_view(values.type):
            # Of which Arrow does not know the lengths.
            values = values.cast(pa.large_string())
        if types.is_dictionary(values.type):
            lengths = compute.take(compute.binary_length(values.dictionary), values.indices)
        else:
            lengths = compute.binary_length(values)
        is_long = compute.greater(lengths, most)
        if not compute.any(is_long).as_py():
            return _values(values)
        # Not one of them is made an object of Python.
        short = _values(compute.if_else(is_long, None, values))
        return [
            length if length and length > most else text
            for text, length in zip(short, lengths.to_pylist(), strict=True)
        ]

    def _inside(self, batch: Any) -> Any:
        """Return the array of the values; where a struct is null, what it would hold is null."""
        from pyarrow import compute

        values = batch.column(self.outer)
        return compute.struct_field(values, list(self.inner)) if self.inner else values

    def put(self, batch: Any, texts: Mapping[int, str]) -> Any:
        """Return ``batch`` with new texts at the given rows of it; every other value is as it was."""
        index = batch.schema.get_field_index(self.outer)
        column = _with_texts(batch.column(index), self.inner, texts)
        return batch.set_column(index, batch.schema.field(index), column)


def _is_struct(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_struct(kind))


def _values(values: Any) -> list[Any]:
    try:
        found: list[Any] = values.to_pylist()
    except UnicodeDecodeError:
        return [_python(value) for value in values]
    return found


def _python(value: Any) -> Any:
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return {} if _is_struct(value.type) else bytes(value.as_buffer())


def _with_texts(values: Any, inner: tuple[str, ...], texts: Mapping[int, str]) -> Any:
    import pyarrow as pa
    from pyarrow import compute

    if inner:
        index = values.type.get_field_index(inner[0])
        parts = [values.field(number) for number in range(values.type.num_fields)]
        parts[index] = _with_texts(parts[index], inner[1:], texts)
        return pa.StructArray.from_arrays(parts, fields=list(values.type), mask=values.is_null())
    # Replacing knows neither dictionaries nor views.
    plain = values.cast(pa.large_string())
    mask = pa.array([row in texts for row in range(len(plain))])
    changed = pa.array([texts[row] for row in sorted(texts)], type=plain.type)
    return compute.replace_with_mask(plain, mask, changed).cast(values.type)
