"""What a run comes to: counts, and the exit code they mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lint.edit import Safety
from lint.errors import Problem
from lint.report.located import Located


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
    findings: int = 0
    files_with_findings: int = 0
    rows_with_findings: int = 0
    folders_with_findings: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_safety: Counter[Safety] = field(default_factory=Counter)
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

    def add(self, located: Located) -> None:
        """Count a finding that is left; those of one rule come article by article."""
        rule, safety, article = located.finding.rule, located.safety, (located.path, located.record)
        self.findings += 1
        self.by_rule[rule] += 1
        self.by_safety[safety] += 1
        self.by_kind[rule, safety] += 1
        if self._last.get(rule) != article:
            self._last[rule] = article
            self.articles_by_rule[rule] += 1

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
