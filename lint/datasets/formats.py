"""Which files are data sets, by their endings."""

from __future__ import annotations

from lint.datasets.records import DataSet, Fields

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")


def is_data_set(path: str) -> bool:
    """Tell whether the file at ``path`` holds an article in each row."""
    return path.endswith(ENDINGS)


def open_data_set(path: str, fields: Fields) -> DataSet:
    """Return the data set at ``path``; nothing is read yet."""
    if path.endswith(".parquet"):
        from lint.datasets.parquet import Parquet

        return Parquet(path, fields)
    from lint.datasets.jsonl import JsonLines

    return JsonLines(path, fields)
