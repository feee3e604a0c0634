"""What the formats of CI systems share: how a finding is put, where it stands, and what tells equal ones apart.

Their readers look at files by line.  A row of a data set has lines of its own, which are none of the file: there the
words name row, line and column, and the place is the file, or the line that holds the row.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

from lint.datasets.paths import is_url
from lint.patterns import lazy_pattern
from lint.report.fingerprint import digest
from lint.report.located import Located
from lint.report.printable import printable

_LONGEST_NAME = 100
_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def from_root(path: str) -> str:
    """Return ``path`` as seen from the current folder, where CI systems start: without it, and without ``./``."""
    if os.path.isabs(path):
        here = os.getcwd().replace(os.sep, "/").rstrip("/") + "/"
        return path[len(here) :] if path.startswith(here) and len(path) > len(here) else path
    while path.startswith("./"):
        path = path[2:].lstrip("/") or "."
    return path


def unicode(text: str) -> str:
    """Return ``text`` with code points that no encoding of Unicode has written as an escape; the rest is as it was.

    They stand for bytes that are not UTF-8.  Strict parsers refuse a JSON document that holds one.
    """
    return text if text.isascii() else _SURROGATE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def cut(text: str, length: int) -> str:
    """Return ``text`` fit to be shown, and of at most ``length`` characters that the article chose."""
    return printable(text) if len(text) <= length else printable(text[:length]) + "\u2026"


def row_name(item: Located) -> str:
    """Return how to call the row of a data set that a finding stands in, such as ``row 17 (article-17)``."""
    name = "" if item.id is None else f" ({cut(str(item.id), _LONGEST_NAME)})"
    return f"row {item.record}{name}"


def message(item: Located) -> str:
    """Return the finding in words, on one line, fit to be shown; those in a data set say where in it they stand."""
    words = printable(item.finding.message)
    if item.record is None:
        return words
    return f"{row_name(item)}, line {item.start.line}, column {item.start.column}: {words}"


def lines(item: Located) -> tuple[int, int]:
    """Return the first and the last line of its file that a finding touches, from 1.

    A row of JSON Lines is one line, the one of its number if there are no blank lines before it; other data sets have
    no lines, and the first one stands for the file.
    """
    if item.record is not None:
        line = item.record + 1 if item.path.endswith(".jsonl") and not is_url(item.path) else 1
        return line, line
    start, end = item.start, item.end
    is_line_end = end.column == 1 and end.line > start.line
    return start.line, end.line - is_line_end


def plain(value: object) -> Any:
    """Return what names a row as JSON has it: a string, a whole number, or the words for anything else."""
    if isinstance(value, int):
        return value
    return unicode(str(value))


class Occurrences:
    """Numbers findings of one article that have the same fingerprint, so that each is known by something of its own.

    Findings of an article must come in a row; no more than one article is remembered.
    """

    def __init__(self) -> None:
        self._article: tuple[str, int | None] | None = None
        self._counts: Counter[str] = Counter()

    def number(self, item: Located) -> tuple[str, int]:
        """Return the fingerprint of ``item``, and its number from 1 among the equal ones of its article."""
        if self._article != (item.path, item.record):
            self._article = item.path, item.record
            self._counts.clear()
        known_by = item.fingerprint or digest(item.finding.rule, "" if item.id is None else str(item.id))
        self._counts[known_by] += 1
        return known_by, self._counts[known_by]
