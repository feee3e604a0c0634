"""Rows repeat: the results of those that were judged last are at hand for the next one with the same text."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b

from lint.datasets.records import Record
from lint.run.result import Result

_LIMIT = 64_000_000
"""Bytes of memory that results may take, about."""
_OF_RESULT, _OF_FINDING = 1_000, 1_300
"""Bytes that a result and a finding of it take, about, as measured with tracemalloc."""


class Memo:
    """Results and new texts of rows, the least recently used ones forgotten first."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, tuple[Result, str | None, int]] = OrderedDict()
        self._size = 0

    def get(self, key: bytes, record: Record) -> tuple[Result, str | None] | None:
        """Return what came of a row with the same text, as the result of ``record``."""
        known = self._known.get(key)
        if known is None:
            return None
        self._known.move_to_end(key)
        result, text, _ = known
        findings = [item._replace(record=record.number, id=record.id) for item in result.findings]
        return replace(result, record=record.number, id=record.id, findings=findings, costs=None), text

    def put(self, key: bytes, result: Result, text: str | None) -> None:
        """Remember what came of a row; what went wrong is tried anew the next time."""
        if result.problems:
            return
        size = _OF_RESULT + _OF_FINDING * len(result.findings) + 2 * len(text or "")
        self._known[key] = result, text, size
        self._size += size
        while self._size > _LIMIT:
            _, (_, _, forgotten) = self._known.popitem(last=False)
            self._size -= forgotten


def memo_key(path: str, text: str) -> bytes:
    """Return what is the same for rows that get the same results: rules may differ by path."""
    return blake2b(f"{path}\0{text}".encode(errors="surrogatepass"), digest_size=16).digest()
