"""Which files are data sets, by their endings."""

from __future__ import annotations

from lint.config import MAX_FILE_SIZE
from lint.datasets.records import DataSet, Fields

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")


def is_data_set(path: str) -> bool:
    """Tell whether the file at ``path`` holds an article in each row."""
    return path.lower().endswith(ENDINGS)


def open_data_set(path: str, fields: Fields, most: int = MAX_FILE_SIZE) -> DataSet:
    """Return the data set at ``path``; nothing is read yet.

    A row of more than ``most`` bytes, if that is not 0, will have a fault in place of a text.
    """
    if path.lower().endswith(".parquet"):
        from lint.datasets.parquet import Parquet

        return Parquet(path, fields, most)
    from lint.datasets.jsonl import JsonLines

    return JsonLines(path, fields, most)
