"""Counts of a run for its page, and the articles that the page shows: memory grows with these, not with the rest."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from posixpath import dirname

from lint.datasets.formats import is_data_set
from lint.edit import Safety
from lint.report.located import Located

FINDINGS = 5_000
"""Findings of one article that are marked in its text; the rest is only counted."""

CLEAN, SAFELY, UNSAFELY, BY_HAND, UNREAD = range(5)
"""What an article needs at most: nothing, safe fixes, unsafe fixes, a person; or it could not be read."""
_NEEDS = {Safety.SAFE: SAFELY, Safety.UNSAFE: UNSAFELY, Safety.MANUAL: BY_HAND}

Key = tuple[str, int | None]
"""Path and record."""


@dataclass
class Kept:
    """An article that the page shows."""

    path: str
    record: int | None
    id: object
    counts: Counter[tuple[str, Safety]]
    """Findings by rule and safety."""
    findings: str
    """What the page needs of the findings, as JSON: a tenth of the size of the objects."""
    across: list[str] = field(default_factory=list)
    """Findings across articles, which come behind all others, each as JSON."""


@dataclass
class Row:
    """A line of a chart."""

    counts: Counter[Safety] = field(default_factory=Counter)
    articles: int = 0
    """Articles with at least one finding."""
    all_articles: int = 0

    @property
    def total(self) -> int:
        """Findings of any safety."""
        return self.counts.total()


class Tally:
    """Takes in the findings of each article, in order, then those across articles."""

    def __init__(self, most: int) -> None:
        """``most`` is how many articles are kept to be shown: those with the most findings."""
        self.rules: dict[str, Row] = {}
        self.stages: dict[str, Row] = {}
        self.folders: dict[str, Row] = {}
        self.stage_of: dict[str, str] = {}
        self.wholes: list[Located] = []
        """Findings about a folder or a data set as a whole."""
        self.kept: dict[Key, Kept] = {}
        self._most = most
        self._least: list[tuple[int, str, int]] = []
        """A heap of what is kept: findings, path, and record or -1."""
        self._needs: dict[str, bytearray] = {}
        """What each article needs, a byte for each row of a data set; of a file of its own there is one."""

        self._across: tuple[Key, set[str]] = ("", None), set()
        """The article that a finding across articles was last in, with the rules and stages counted for it."""

    @property
    def needs(self) -> Counter[int]:
        """How many articles need what."""
        needs = Counter[int]()
        for of_file in self._needs.values():
            needs.update(of_file)
        del needs[UNREAD]
        return needs

    def add(self, path: str, record: int | None, name: object, findings: list[Located]) -> None:
        """Take in an article, with or without findings."""
        of_file = self._needs.setdefault(path, bytearray())
        of_file.extend([UNREAD] * ((record or 0) - len(of_file)))
        of_file.append(max((_NEEDS[item.safety] for item in findings), default=CLEAN))
        row = self.folders.setdefault(folder_of(path, record), Row())
        row.all_articles += 1
        row.articles += bool(findings)
        for rule in {item.finding.rule for item in findings}:
            self.rules.setdefault(rule, Row()).articles += 1
        for stage in {item.stage for item in findings}:
            self.stages.setdefault(stage, Row()).articles += 1
        for item in findings:
            self._count(item, row)
        if findings:
            self._keep(path, record, name, findings)

    def add_across(self, item: Located) -> None:
        """Take in a finding of a rule that looks across articles."""
        is_known = item.path in self._needs and (item.record is not None or not is_data_set(item.path))
        if not is_known:
            self.wholes.append(item)
            self._count(item, self.folders.setdefault(item.path, Row()))
            return
        row = self.folders.setdefault(folder_of(item.path, item.record), Row())
        self._count(item, row)
        key = item.path, item.record
        if self._across[0] != key:
            self._across = key, set()
        for name, counted in ((item.finding.rule, self.rules), (item.stage, self.stages)):
            counted[name].articles += name not in self._across[1]
            self._across[1].add(name)
        of_file, number = self._needs[item.path], item.record or 0
        was_clean = number < len(of_file) and of_file[number] == CLEAN
        if was_clean:
            row.articles += 1
        if number < len(of_file):
            of_file[number] = max(of_file[number], _NEEDS[item.safety])
        kept = self.kept.get(key)
        if kept:
            kept.counts[item.finding.rule, item.safety] += 1
            kept.across.append(_plain(item))
        elif was_clean and len(self.kept) < self._most:
            self._keep(item.path, item.record, item.id, [item])

    def _count(self, item: Located, folder: Row) -> None:
        rule, safety = item.finding.rule, item.safety
        self.stage_of[rule] = item.stage
        self.rules.setdefault(rule, Row()).counts[safety] += 1
        self.stages.setdefault(item.stage, Row()).counts[safety] += 1
        folder.counts[safety] += 1

    def _keep(self, path: str, record: int | None, name: object, findings: list[Located]) -> None:
        number = -1 if record is None else record
        if len(self._least) >= self._most and (not self._least or self._least[0][0] >= len(findings)):
            return
        heappush(self._least, (len(findings), path, number))
        counts = Counter((item.finding.rule, item.safety) for item in findings)
        self.kept[path, record] = Kept(path, record, name, counts, _list(map(_plain, findings[:FINDINGS])))
        if len(self._least) > self._most:
            _, other, row = heappop(self._least)
            del self.kept[other, None if row < 0 else row]


def folder_of(path: str, record: int | None) -> str:
    """Return what the page takes for the source of an article: its folder, or its data set."""
    return path if record is not None else dirname(path) or os.curdir


def _list(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def _plain(item: Located) -> str:
    """Return ``[rule, start, end, message, safety, edits]``, as JSON."""
    finding = item.finding
    edits = [list(edit) for edit in finding.fix.edits] if finding.fix else []
    return json.dumps([finding.rule, finding.start, finding.end, finding.message, int(item.safety), edits])
