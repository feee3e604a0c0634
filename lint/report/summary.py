"""What a run comes to: counts, and the exit code they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from lint.edit import Safety
from lint.errors import Problem
from lint.report.located import ReportItem

Kind = TypeVar("Kind")


@dataclass
class Accepted:
    """What a baseline did to the report."""

    hidden: int = 0
    """Findings that it accepts."""
    gone: int = 0
    """Findings that it accepts and that this run would have found, but did not."""
    renewal: str = ""
    """The command that records it anew."""


@dataclass
class Summary:
    """Counts of a run, filled while its results pass by."""

    wanted: Safety
    """Fixes at least this safe count as fixable."""
    files: int = 0
    """Files that were read: articles, or data sets of articles."""
    rows: int = 0
    """Articles in data sets."""
    files_with_findings: int = 0
    rows_with_findings: int = 0
    folders_with_findings: int = 0
    across: int = 0
    """Findings across articles, which are in none of the counts of files and rows with findings."""
    by_kind: Counter[tuple[str, Safety]] = field(default_factory=Counter)
    """Findings by rule and safety."""
    articles_by_rule: Counter[str] = field(default_factory=Counter)
    """Articles in which a rule found something."""
    fixed: Counter[str] = field(default_factory=Counter)
    """Fixed findings by rule."""
    files_changed: int = 0
    rows_changed: int = 0
    problems: list[Problem] = field(default_factory=list)
    accepted: Accepted | None = None
    """Set if there is a baseline; what it hides is counted nowhere else."""
    _last: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """The article in which a rule found something last."""

    def add(self, item: ReportItem, *, is_fixable: bool = True) -> None:
        """Count a finding that is left, with its fix if that can be applied; those of one rule come by article."""
        rule, article = item.rule, (item.path, item.record)
        safety = item.safety if is_fixable else Safety.MANUAL
        self.by_kind[rule, safety] += 1
        if self._last.get(rule) != article:
            self._last[rule] = article
            self.articles_by_rule[rule] += 1

    @property
    def findings(self) -> int:
        """How many findings are left."""
        return self.by_kind.total()

    @property
    def by_rule(self) -> Counter[str]:
        """Findings by rule."""
        return _summed((rule, count) for (rule, _), count in self.by_kind.items())

    @property
    def by_safety(self) -> Counter[Safety]:
        """Findings by safety."""
        return _summed((safety, count) for (_, safety), count in self.by_kind.items())

    @property
    def fixable(self) -> int:
        """How many of the findings left have a fix that is safe enough."""
        return sum(count for safety, count in self.by_safety.items() if safety >= self.wanted)

    @property
    def exit_code(self) -> int:
        """0: nothing left to report; 1: findings are left; 2: something could not be done."""
        if self.problems:
            return 2
        return 1 if self.findings else 0


def _summed(counts: Iterable[tuple[Kind, int]]) -> Counter[Kind]:
    total: Counter[Kind] = Counter()
    for kind, count in counts:
        total[kind] += count
    return total
