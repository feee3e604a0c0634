"""What rules and views cost: processor time, each without that of the views it asks for.

A view is computed for the rule that asks first and is there for all others, so its time is laid to the view.  The
worker here does what any worker does, with rules and documents that look at the clock; it is loaded only if asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from lint.document import Document
from lint.finding import Finding
from lint.linter import Linter
from lint.rule import CorpusRule, Rule, Sight
from lint.run.result import Costs, Job, Result
from lint.run.worker import Worker
from lint.trigger import Trigger

Value = TypeVar("Value")
Part = tuple[str, str]
"""A kind, which is rule or view, and a name."""

ENGINE: Part = ("engine", "")
"""What judging takes besides: findings are sifted, placed and, where that was asked for, applied."""
_LEAST = 0.001
"""Share below which a part has no row of its own."""


class Clock:
    """Lays the processor time of its thread to parts: that of a part inside another one counts for the inner one.

    ``now`` tells seconds; it is not time on the wall, where all else that the machine does would count.
    """

    def __init__(self, now: Callable[[], float] = time.thread_time) -> None:
        self._now = now
        self._costs: dict[Part, tuple[int, float]] = {}
        self._inner = [0.0]
        """For each part that is under way, outermost first, what the parts inside it took; the first is nobody's."""

    def measure(self, part: Part, work: Callable[[], Value], calls: int = 1) -> Value:
        """Return what ``work`` returns; its time is laid to ``part``, and counts as so many ``calls``."""
        self._inner.append(0.0)
        start = self._now()
        try:
            return work()
        finally:
            taken = self._now() - start
            own = taken - self._inner.pop()
            self._inner[-1] += taken
            before, seconds = self._costs.get(part, (0, 0.0))
            self._costs[part] = before + calls, seconds + own

    def take(self) -> dict[Part, tuple[int, float]]:
        """Return calls and seconds by part since the last time, and begin anew."""
        costs, self._costs, self._inner = self._costs, {}, [0.0]
        return costs


@dataclass(frozen=True, eq=False)
class ProfiledDocument(Document):
    """A document whose views look at the clock."""

    clock: Clock = field(default_factory=Clock)


def _timed(view: cached_property[Any]) -> cached_property[Any]:
    name = view.func.__name__

    def computed(document: ProfiledDocument) -> Any:
        return document.clock.measure(("view", name), lambda: view.func(document))

    timed = cached_property(computed)
    timed.__set_name__(ProfiledDocument, name)
    return timed


for _name, _member in vars(Document).items():
    if isinstance(_member, cached_property):
        setattr(ProfiledDocument, _name, _timed(_member))


@dataclass(frozen=True)
class _TimedTrigger:
    trigger: Trigger
    clock: Clock
    part: Part

    def admits(self, document: Document) -> bool:
        # No call: the rule has not been run yet.
        return self.clock.measure(self.part, lambda: self.trigger.admits(document), calls=0)


class _TimedRule:
    """A rule that looks at the clock and is in all else the rule that it holds."""

    def __init__(self, rule: Rule, clock: Clock) -> None:
        self.rule = rule
        self.clock = clock
        self.part = ("rule", rule.name)
        self.trigger = _TimedTrigger(rule.trigger, clock, self.part)

    def check(self, document: Document) -> list[Finding]:
        return self.clock.measure(self.part, lambda: list(self.rule.check(document)))

    def sights(self, document: Document) -> list[Sight]:
        return self.clock.measure(self.part, lambda: list(cast("CorpusRule", self.rule).sights(document)))

    def __getattr__(self, name: str) -> Any:
        # Python asks for such names while it makes a copy in another process, before there is a rule to ask.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.rule, name)


class ProfilingWorker(Worker):
    """Does what a worker does; each result says what it cost."""

    def __init__(self, linter: Linter, job: Job, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        timed = copy(linter)
        timed.rules = tuple(cast("Rule", rule) for rule in self._timed(linter.rules))
        timed.corpus_rules = tuple(cast("CorpusRule", rule) for rule in self._timed(linter.corpus_rules))
        super().__init__(timed, job)

    def _timed(self, rules: Iterable[Rule]) -> Iterator[_TimedRule]:
        return (_TimedRule(rule, self.clock) for rule in rules)

    def lint(self, document: Document, result: Result, *, in_corpus: bool = False) -> tuple[Result, Document]:
        """Check or fix as a worker does."""
        size = len(document.text.encode(errors="surrogatepass"))
        profiled = ProfiledDocument(document.text, document.facts, document.path, self.clock)
        lint = super().lint
        judged, after = self.clock.measure(ENGINE, lambda: lint(profiled, result, in_corpus=in_corpus))
        judged.costs = Costs(size, self.clock.take())
        return judged, document if after is profiled else after


class Profile:
    """What a run cost, summed over its articles and processes."""

    def __init__(self) -> None:
        self.size = 0
        """Bytes of UTF-8 that were judged."""
        self.parts: dict[Part, tuple[int, float]] = {}
        """Calls and seconds of each rule and view."""

    def add(self, costs: Costs) -> None:
        """Take in what one article cost."""
        self.size += costs.size
        for part, (calls, seconds) in costs.parts.items():
            calls_before, seconds_before = self.parts.get(part, (0, 0.0))
            self.parts[part] = calls_before + calls, seconds_before + seconds

    def table(self) -> str:
        """Return the table, the costliest part first; what costs next to nothing stands in one row."""
        if not self.size:
            return "no article was judged: there is nothing to profile\n"
        total = sum(seconds for _, seconds in self.parts.values()) or 1e-9
        rows = sorted(self.parts.items(), key=lambda item: (-item[1][1], item[0]))
        small = [seconds for _, (_, seconds) in rows if seconds < _LEAST * total]
        if len(small) == 1:
            small = []
        lines = [
            "Processor time of rules and views, each without the views that it asks for:",
            f"{'seconds':>9} {'share':>7} {'calls':>9} {'ms/MB':>9}",
        ]
        for (kind, name), (calls, seconds) in rows[: len(rows) - len(small)]:
            lines.append(self._row(f"{kind} {name}".rstrip(), f"{calls:,}", seconds, total))
        if small:
            lines.append(self._row(f"{len(small)} more, less than 0.1 % each", "", sum(small), total))
        articles = self.parts[ENGINE][0]
        lines.append(self._row(f"all, for {self.size / 1e6:,.2f} MB", f"{articles:,}", total, total))
        return "\n".join((*lines, ""))

    def _row(self, name: str, calls: str, seconds: float, total: float) -> str:
        share, cost = seconds / total, seconds * 1000 / (self.size / 1e6)
        return f"{seconds:>9.3f} {share:>7.1%} {calls:>9} {cost:>9,.1f}  {name}"
