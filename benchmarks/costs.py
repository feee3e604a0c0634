"""What each rule and view costs on a folder of articles, measured in one process that has judged some before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lint import Linter
from lint.discovery import Article
from lint.run.profiling import Profile, ProfilingWorker
from lint.run.result import Job

WARM_UP = 30
"""Articles that are judged before, so that patterns are compiled and tables read."""
ENOUGH = 5e6
"""Bytes after which a cost is known well enough."""


@dataclass(frozen=True)
class Costs:
    """Seconds of processor time by rule or view, over some megabytes."""

    megabytes: float
    findings: int
    parts: dict[str, float]

    @property
    def seconds(self) -> float:
        """Processor time of all parts."""
        return sum(self.parts.values())

    def dearest(self, count: int = 10) -> Iterator[tuple[str, float, float]]:
        """Yield the parts that take longest, each with its ms/MB and its share."""
        for name, seconds in sorted(self.parts.items(), key=lambda item: -item[1])[:count]:
            yield name, 1000 * seconds / self.megabytes, seconds / self.seconds


def costs(folder: Path) -> Costs:
    """Check the articles in ``folder``, 5 MB at most, and return what that cost."""
    worker = ProfilingWorker(Linter(), Job())
    profile = Profile()
    findings = 0
    paths = sorted(folder.rglob("*.md"))
    for path in paths[:WARM_UP]:
        worker.run_file(Article(str(path), walked=True))
    for path in paths:
        if profile.size >= ENOUGH:
            break
        result = worker.run_file(Article(str(path), walked=True))
        findings += len(result.findings)
        if result.costs:
            profile.add(result.costs)
    parts = {f"{kind} {name}".rstrip(): seconds for (kind, name), (_, seconds) in profile.parts.items()}
    return Costs(profile.size / 1e6, findings, parts)
