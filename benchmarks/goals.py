"""How fast seedlint is meant to be, and whether it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What the goals are about; None was not measured.  Ratios are times as fast, on one core."""

    clean_to_rumdl: float | None
    scraped_to_rumdl: float | None
    dense_to_autocorrect: float | None
    fix_to_autocorrect: float | None
    warm_cache: float | None
    """MB/s on the wall."""
    jobs: float | None
    """Two processes to one, on the wall."""
    start: float | None
    """Milliseconds."""
    memory: float | None
    """MB of the largest process."""
    growth: float | None
    """The slowest MB/s to the fastest, whatever the size of the corpus."""


@dataclass(frozen=True)
class Goal:
    """A figure to reach: at least ``limit``, or at most."""

    what: str
    limit: float
    value: float | None
    unit: str = ""
    is_most: bool = False

    @property
    def verdict(self) -> str:
        """Whether it is reached."""
        if self.value is None:
            return "not measured"
        return "yes" if (self.value <= self.limit if self.is_most else self.value >= self.limit) else "no"


def table(measured: Measured) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    found = [
        Goal("check of `clean`, times as fast as rumdl", 1.5, measured.clean_to_rumdl),
        Goal("check of `scraped`, times as fast as rumdl", 1, measured.scraped_to_rumdl),
        Goal("check of `dense`, times as fast as autocorrect --lint", 2, measured.dense_to_autocorrect),
        Goal("fix of `scraped`, times as fast as autocorrect --fix", 2, measured.fix_to_autocorrect),
        Goal("check of `scraped` with a warm cache", 100, measured.warm_cache, " MB/s"),
        Goal("check of `scraped` with two jobs, times one", 1.8, measured.jobs),
        Goal("check of one small file", 90, measured.start, " ms", is_most=True),
        Goal("memory of the largest process over `scraped`", 80, measured.memory, " MB", is_most=True),
        Goal("speed for the slowest size of a corpus, as a share of the fastest", 0.9, measured.growth),
    ]
    yield "### Goals\n"
    yield "| goal | wanted | measured | reached |"
    yield "|---|---:|---:|---|"
    for goal in found:
        wanted = f"at {'most' if goal.is_most else 'least'} {goal.limit:g}{goal.unit}"
        value = "" if goal.value is None else f"{goal.value:.2f}" if goal.value < 10 else f"{goal.value:.0f}"
        yield f"| {goal.what} | {wanted} | {value and value + goal.unit} | {goal.verdict} |"
    yield ""
