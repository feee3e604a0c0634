"""Where articles meet: what corpus rules saw of each is kept on disk, and judged key by key."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from posixpath import dirname
from typing import Any, NamedTuple

from lint.document import Document
from lint.errors import Problem
from lint.finding import Finding
from lint.report.located import Located
from lint.rule import Across, CorpusRule, Meeting, Occurrence, Value64
from lint.views.lines import Position

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32768;
CREATE TABLE sight (
    rule, scope, key, path, record, start, start_line, start_column, "end", end_line, end_column, value
);
CREATE TABLE verdict (
    path, record, start, rule, "end", start_line, start_column, end_line, end_column, message,
    UNIQUE (path, record, start, rule) ON CONFLICT IGNORE
);
"""
_MEETINGS = """
SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY scope, key) AS seen FROM sight WHERE rule = ?)
WHERE seen >= ? ORDER BY scope, key, path, record, start
"""
_WHOLE = -1
"""The record of a file of its own; numbers sort, and NULLs are never the same as each other."""


class Seen(NamedTuple):
    """A sight with its positions, as it travels from a worker to where articles meet."""

    rule: str
    key: str | bytes | int
    start: Position
    end: Position
    value: Value64


def see(document: Document, rules: Iterable[CorpusRule], path: str) -> tuple[list[Seen], list[Problem]]:
    """Return what ``rules`` want to remember of ``document``, and which of them crashed."""
    seen: list[Seen] = []
    problems: list[Problem] = []
    for rule in rules:
        try:
            if rule.trigger.admits(document):
                position = document.positions.position
                seen += [
                    Seen(rule.name, sight.key, position(sight.start), position(sight.end), sight.value)
                    for sight in rule.sights(document)
                ]
        except Exception as error:  # noqa: BLE001 - as in lint.engine
            problems.append(_crash(path, rule, error))
    return seen, problems


def _crash(path: str | None, rule: CorpusRule, error: Exception) -> Problem:
    return Problem(path, f"rule {rule.name} crashed: {type(error).__name__}: {error}", rule.name)


class Corpus:
    """Takes in what was seen of each article, in any number, and judges it.

    A temporary database of SQLite holds it: in memory while it is small, else in a file that goes with the process.
    """

    def __init__(self, rules: Sequence[CorpusRule]) -> None:
        self._rules = {rule.name: rule for rule in rules}
        self._articles: Counter[str] = Counter()
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)

    def add(self, path: str, record: int | None, seen: Iterable[Seen]) -> None:
        """Take in one article: ``record`` is its row if it comes from a data set."""
        folder = dirname(path) if record is None else path
        self._articles[folder] += 1
        number = _WHOLE if record is None else record
        self._database.executemany(
            "INSERT INTO sight VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (item.rule, self._scope(item.rule, folder), item.key, path, number, *item.start, *item.end, item.value)
                for item in seen
            ),
        )

    def _scope(self, rule: str, folder: str) -> str:
        return folder if self._rules[rule].across is Across.FOLDER else ""

    def judge(self) -> tuple[Iterator[Located], list[Problem]]:
        """Return what the rules find, by path, record, place and rule, and the rules that crashed."""
        problems = []
        for rule in self._rules.values():
            try:
                self._judge(rule)
            except Exception as error:  # noqa: BLE001 - as in lint.engine
                problems.append(_crash(None, rule, error))
        return self._verdicts(), problems

    def _judge(self, rule: CorpusRule) -> None:
        rows = self._database.execute(_MEETINGS, (rule.name, rule.least))
        for (scope, key), group in groupby(rows, key=lambda row: row[1:3]):
            first = next(group)
            total = self._articles[scope] if rule.across is Across.FOLDER else self._articles.total()
            meeting = Meeting(key, first[-1], total, map(_occurrence, chain([first], group)))  # noqa: B031 - once each
            for verdict in rule.judge(meeting):
                self._keep(rule.name, scope, verdict.at, verdict.message)

    def _keep(self, rule: str, scope: str, at: Occurrence | None, message: str) -> None:
        path, record, start, end = (
            (at.path, _WHOLE if at.record is None else at.record, at.start, at.end)
            if at
            else (scope or ".", _WHOLE, Position(0, 1, 1), Position(0, 1, 1))
        )
        self._database.execute(
            "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (path, record, start.offset, rule, end.offset, *start[1:], *end[1:], message),
        )

    def _verdicts(self) -> Iterator[Located]:
        for row in self._database.execute("SELECT * FROM verdict ORDER BY path, record, start, rule"):
            path, record, start, rule, end, start_line, start_column, end_line, end_column, message = row
            yield Located(
                path,
                None if record == _WHOLE else record,
                Finding(rule, start, end, message),
                self._rules[rule].stage.value,
                Position(start, start_line, start_column),
                Position(end, end_line, end_column),
            )


def _occurrence(row: tuple[Any, ...]) -> Occurrence:
    _, _, _, path, record, start, start_line, start_column, end, end_line, end_column, value, _ = row
    return Occurrence(
        path,
        None if record == _WHOLE else record,
        Position(start, start_line, start_column),
        Position(end, end_line, end_column),
        value,
    )
