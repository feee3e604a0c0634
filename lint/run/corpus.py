"""Where articles meet: what corpus rules saw of each is kept on disk, and judged key by key."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
CREATE TABLE article (number INTEGER PRIMARY KEY, path, record, folder, sights);
CREATE TABLE sight (sights, rule, key, start, start_line, start_column, "end", end_line, end_column, value);
CREATE TABLE verdict (
    path, record, start, rule, "end", start_line, start_column, end_line, end_column, message, whole,
    UNIQUE (path, record, start, rule) ON CONFLICT IGNORE
);
BEGIN;
"""
# Made when all is in: to keep them meanwhile takes longer.
_INDEXES = """
CREATE INDEX place_of_key ON sight (rule, key);
CREATE INDEX article_of_sights ON article (sights);
CREATE TABLE copies AS SELECT sights, folder, count(*) AS number FROM article GROUP BY sights, folder;
CREATE INDEX copies_of_sights ON copies (sights);
BEGIN;
"""
# How often each key was seen, from which on it is worth a look; the places only where a rule asks for them.
_SIZES = """
SELECT iif(:wide, -1, folder) AS scope, key, sum(number) AS size
FROM sight JOIN copies ON copies.sights = sight.sights
WHERE rule = :rule GROUP BY scope, key HAVING size >= :least ORDER BY scope, key
"""
# Articles come in the order of their paths and records, so their numbers are in that order too.
_OCCURRENCES = """
SELECT path, record, start, start_line, start_column, "end", end_line, end_column, value
FROM sight JOIN article ON article.sights = sight.sights
WHERE rule = :rule AND key = :key AND :scope IN (-1, folder) ORDER BY number, start
"""
_WHOLE = -1
"""The record of a file of its own; numbers sort, and NULLs are never the same as each other."""


_EVERYWHERE = -1
"""The scope of what is the same in all folders."""
_REMEMBERED = 2_048
"""Articles whose sights are at hand for the next copy of them: some ten megabytes."""


Place = tuple[int, int, int]
"""A position: offset, line and column."""
Seen = tuple[str, "str | bytes | int", Place, Place, Value64]
"""A sight as it travels from a worker to where articles meet: rule, key, start, end and value.

Plain values, because an article has about eight of them and objects take longer to travel.
"""


def see(document: Document, rules: Iterable[CorpusRule], path: str) -> tuple[list[Seen], list[Problem]]:
    """Return what ``rules`` want to remember of ``document``, and which of them crashed."""
    seen: list[Seen] = []
    problems: list[Problem] = []
    for rule in rules:
        try:
            if rule.trigger.admits(document):
                seen += [
                    (rule.name, sight.key, _place(document, sight.start), _place(document, sight.end), sight.value)
                    for sight in rule.sights(document)
                ]
        except Exception as error:  # noqa: BLE001 - as in lint.engine
            problems.append(_crash(path, rule, error))
    return seen, problems


def _place(document: Document, offset: int) -> Place:
    offset, line, column = document.positions.position(offset)
    return offset, line, column


def _crash(path: str | None, rule: CorpusRule, error: Exception) -> Problem:
    return Problem(path, f"rule {rule.name} crashed: {type(error).__name__}: {error}", rule.name)


class Judged(NamedTuple):
    """A finding of a corpus rule; ``whole`` tells that it is about a folder or data set, not about an article of it."""

    located: Located
    whole: bool


class Corpus:
    """Takes in what was seen of each article, in any number, and judges it.

    A temporary database of SQLite holds it: in memory while it is small, else in a file that goes with the process.
    Paths are kept as the system's bytes, because not every name of a file is text.  If the disk has no room for it, the
    articles are not judged together, and the run goes on.
    """

    def __init__(self, rules: Sequence[CorpusRule]) -> None:
        self._rules = tuple(rules)
        self._numbers = {rule.name: number for number, rule in enumerate(rules)}
        self._wide = {rule.name for rule in rules if rule.across is Across.CORPUS}
        self._folders: dict[str, int] = {}
        self._articles: Counter[int] = Counter()
        self._count = self._kinds = 0
        self._known: dict[tuple[Seen, ...], int] = {}
        self._fault = ""
        self._database = sqlite3.connect("", isolation_level=None)
        # One transaction for all, as nobody else reads it and nothing outlives the run: one for each row takes seven
        # times as long.
        self._database.executescript(_TABLES)

    def add(self, path: str, record: int | None, seen: Iterable[Seen]) -> None:
        """Take in the next article in order: ``record`` is its row if it comes from a data set."""
        folder = self._folders.setdefault(dirname(path) if record is None else path, len(self._folders))
        self._articles[folder] += 1
        sights = tuple(seen)
        if not sights or self._fault:
            return
        try:
            row = self._count, os.fsencode(path), _WHOLE if record is None else record, folder, self._number(sights)
            self._database.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            self._fail(error)
        self._count += 1

    def _number(self, sights: tuple[Seen, ...]) -> int:
        """Return the number of what was seen of an article; copies share theirs, if they come soon enough."""
        number = self._known.get(sights)
        if number is None:
            number = self._kinds
            self._kinds += 1
            rows = [(number, self._numbers[rule], key, *start, *end, value) for rule, key, start, end, value in sights]
            self._database.executemany("INSERT INTO sight VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[sights] = number
        return number

    def judge(self) -> tuple[Iterator[Judged], list[Problem]]:
        """Return what the rules find, by path, record, place and rule, and the rules that crashed."""
        problems: list[Problem] = []
        try:
            if not self._fault:
                problems = self._judge_all()
        except sqlite3.Error as error:
            self._fail(error)
        return (iter(()), [Problem(None, self._fault)]) if self._fault else (self._verdicts(), problems)

    def _judge_all(self) -> list[Problem]:
        problems = []
        self._known.clear()
        self._database.executescript(_INDEXES)
        for rule in self._rules:
            try:
                self._judge(rule)
            except sqlite3.Error:
                raise
            except Exception as error:  # noqa: BLE001 - as in lint.engine
                problems.append(_crash(None, rule, error))
        return problems

    def _fail(self, error: sqlite3.Error) -> None:
        """Let go of all that was taken in: half of it would make other findings."""
        self._fault = (
            f"rules across articles have not judged: their temporary database failed: {error}; make room where SQLite "
            "keeps its files, name another folder with SQLITE_TMPDIR, or leave these rules out with --ignore corpus"
        )
        self._known.clear()
        self._database.close()

    def _judge(self, rule: CorpusRule) -> None:
        folders = list(self._folders)
        wanted = {"rule": self._numbers[rule.name], "wide": rule.name in self._wide, "least": rule.least}
        for scope, key, size in self._database.execute(_SIZES, wanted):
            total = self._articles.total() if scope == _EVERYWHERE else self._articles[scope]
            places = self._database.execute(_OCCURRENCES, {**wanted, "scope": scope, "key": key})
            for verdict in rule.judge(Meeting(key, size, total, map(_occurrence, places))):
                self._keep(rule.name, "" if scope == _EVERYWHERE else folders[scope], verdict.at, verdict.message)

    def _keep(self, rule: str, folder: str, at: Occurrence | None, message: str) -> None:
        path, record, start, end = (
            (at.path, _WHOLE if at.record is None else at.record, at.start, at.end)
            if at
            else (folder or ".", _WHOLE, Position(0, 1, 1), Position(0, 1, 1))
        )
        self._database.execute(
            "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (os.fsencode(path), record, start.offset, rule, end.offset, *start[1:], *end[1:], message, at is None),
        )

    def _verdicts(self) -> Iterator[Judged]:
        for row in self._database.execute("SELECT * FROM verdict ORDER BY path, record, start, rule"):
            path, record, start, rule, end, start_line, start_column, end_line, end_column, message, whole = row
            located = Located(
                os.fsdecode(path),
                None if record == _WHOLE else record,
                Finding(rule, start, end, message),
                self._rules[self._numbers[rule]].stage.value,
                Position(start, start_line, start_column),
                Position(end, end_line, end_column),
            )
            yield Judged(located, bool(whole))


def _occurrence(row: tuple[Any, ...]) -> Occurrence:
    path, record, start, start_line, start_column, end, end_line, end_column, value = row
    return Occurrence(
        os.fsdecode(path),
        None if record == _WHOLE else record,
        Position(start, start_line, start_column),
        Position(end, end_line, end_column),
        value,
    )
