"""Measure how fast seedlint is, side by side with reading alone and with its peers, on the same files in one run.

Usage: python benchmarks/speed.py [--megabytes 2] [--runs 3] [--peers PEERS] [--shared ../shared]
           [--corpus NAME] [--growth MB...] [--json FILE] [--write docs/performance.md]

Corpora are made in a temporary folder (``corpora.py``): ``clean`` and ``scraped`` from the folders of that name in
``SHARED/corpus``, ``dense`` from ``SHARED/seeds`` with the paragraphs of each copy shuffled.  Each tool runs as a whole
process that reads files and writes its report, in JSON where it can, to nowhere; peers are installed apart, as
``tools.py`` says.  Tools take turns, run by run, and ratios are those within one turn, so that a machine which gets
slower meanwhile does not favour anybody.  All figures are medians; how far apart the runs lay stands beside them.

Tables are printed as Markdown.  ``--write`` puts them between two comments in a page, ``--json`` writes the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import corpora
import goals
import measuring
from costs import Costs, costs
from programs import Programs
from tools import CORES, SEEDLINT, Kind, Tool, starts, tools

CORPORA = {"clean": ("corpus/clean", False), "scraped": ("corpus/scraped", False), "dense": ("seeds", True)}
"""The folder of the originals, and whether their paragraphs are shuffled."""
STARTS = 11
"""Runs of a start, which is short."""
BEGIN, END = "<!-- figures of benchmarks/speed.py -->\n", "<!-- end of the figures -->\n"
YARDSTICKS = {Kind.CHECK: "seedlint check", Kind.FIX: "seedlint fix"}


@dataclass
class Row:
    """What the runs of one tool over one corpus took."""

    tool: Tool
    megabytes: float
    runs: list[measuring.Taken] = field(default_factory=list)

    @property
    def walls(self) -> list[float]:
        """MB/s on the wall, run by run."""
        return [self.megabytes / run.wall for run in self.runs]

    @property
    def speeds(self) -> list[float]:
        """MB for each second of processor time, run by run; what one core does."""
        return [self.megabytes / run.processor for run in self.runs]


@dataclass
class Figures:
    """Everything that was measured."""

    megabytes: float
    load: float
    """Processes that wanted a core when the run began, on average."""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    costs: dict[str, Costs] = field(default_factory=dict)
    memory: dict[str, list[float]] = field(default_factory=dict)
    """MB of each process over the scraped corpus, by the number of jobs."""
    starts: dict[str, list[float]] = field(default_factory=dict)
    """Seconds on the wall."""
    growth: dict[float, float] = field(default_factory=dict)
    """MB for each second of processor time, by the megabytes of a clean corpus."""

    def row(self, corpus: str, name: str) -> Row | None:
        """Return the row of a tool, if it was measured."""
        return next((row for row in self.rows.get(corpus, ()) if row.tool.name == name), None)


def main() -> None:
    """Measure, and print the tables."""
    args = _arguments()
    programs = Programs(args.peers)
    figures = Figures(args.megabytes, os.getloadavg()[0])
    with tempfile.TemporaryDirectory(prefix="seedlint-speed-") as folder:
        for name in args.corpus or CORPORA:
            figures.rows[name] = list(measured(name, args, programs, Path(folder)))
            print(f"{name}: measured", file=sys.stderr, flush=True)
            figures.costs[name] = costs(Path(folder, name, "1"))
            if name == "scraped":
                for jobs in (1, CORES):
                    figures.memory[str(jobs)] = measuring.peaks(_check(Path(folder, name, "1"), jobs))
            shutil.rmtree(Path(folder, name))
        article = Path(folder, "small.md")
        article.write_text("# Tea\n\nShe drank it black.\n" * 30, encoding="utf-8")
        for name, command in starts(programs, str(article)).items():
            figures.starts[name] = [measuring.run(command).wall for _ in range(STARTS + 1)][1:]
        for megabytes in args.growth:
            figures.growth[megabytes] = growth(megabytes, args, Path(folder))
    page = "\n".join(tables(figures, programs))
    print(page)
    if args.json:
        args.json.write_text(json.dumps(plain(figures), indent=1) + "\n", encoding="utf-8")
    if args.write:
        before, _, rest = args.write.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        args.write.write_text(f"{before}{BEGIN}\n{page}\n{END}{after}", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=2.0, help="of each corpus")
    parser.add_argument("--runs", type=int, default=3, help="of each tool, besides one that is not counted")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where the peers are installed")
    parser.add_argument("--shared", type=Path, metavar="FOLDER", default=Path(__file__).parents[2] / "shared")
    parser.add_argument(
        "--corpus", action="append", choices=tuple(CORPORA), help="measure this one alone; several times"
    )
    parser.add_argument("--growth", type=float, nargs="*", metavar="MB", default=[], help="also check so much at once")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    return parser.parse_args()


def measured(corpus: str, args: argparse.Namespace, programs: Programs, folder: Path) -> Iterator[Row]:
    """Yield a row for each tool; tools take turns, and the first turn warms up what the system keeps of files."""
    originals, shuffled = CORPORA[corpus]
    made: dict[float, tuple[Path, float]] = {}
    rows = []
    for tool in tools(programs):
        if tool.share not in made:
            place = folder / corpus / f"{tool.share:g}"
            size = corpora.make(place, args.shared / originals, args.megabytes * tool.share, shuffled=shuffled)
            made[tool.share] = place, size
        rows.append(Row(tool, made[tool.share][1]))
    for turn in range(args.runs + 1):
        for row in rows:
            taken = _run(row.tool, made[row.tool.share][0], folder)
            if turn:
                row.runs.append(taken)
    yield from rows


def _run(tool: Tool, corpus: Path, folder: Path) -> measuring.Taken:
    cache = folder / "cache"
    if tool.cache == "cold":
        shutil.rmtree(cache, ignore_errors=True)
    environment = {**tool.environment, "SEEDLINT_CACHE_DIR": str(cache)}
    if tool.kind is not Kind.FIX:
        return measuring.run(tool.command(str(corpus)), environment)
    # What is fixed once is not to be fixed again.
    copy = folder / "copy"
    shutil.copytree(corpus, copy)
    try:
        return measuring.run(tool.command(str(copy)), environment)
    finally:
        shutil.rmtree(copy)


def _check(folder: Path, jobs: int) -> list[str]:
    return [*SEEDLINT, "check", str(folder), "--no-cache", "--output-format", "json", "--jobs", str(jobs)]


def growth(megabytes: float, args: argparse.Namespace, folder: Path) -> float:
    """Return the MB for each second of processor time that checking takes, for a clean corpus of ``megabytes``."""
    place = folder / "growth"
    size = corpora.make(place, args.shared / CORPORA["clean"][0], megabytes, shuffled=False)
    runs = [measuring.run(_check(place, 1)).processor for _ in range(args.runs)]
    shutil.rmtree(place)
    return size / statistics.median(runs)


def tables(figures: Figures, programs: Programs) -> Iterator[str]:
    """Yield the lines of the page."""
    spreads = [measuring.spread(row.speeds) for rows in figures.rows.values() for row in rows]
    runs = max((len(row.runs) for rows in figures.rows.values() for row in rows), default=0)
    yield f"Made with `python benchmarks/speed.py --megabytes {figures.megabytes:g} --runs {runs}`: medians,"
    yield f"with Python {platform.python_version()} and {platform.system()} on {CORES} cores of {platform.machine()}."
    yield f"The machine's noise: its load average was {figures.load:.1f} when that began, and the runs of one row lie"
    yield f"{statistics.median(spreads):.0%} apart at the median, {max(spreads):.0%} at worst.\n"
    for program, install in sorted(programs.missing.items()):
        yield f"Not measured, because it is not installed: {program} (`{install}`).\n"
    for corpus, rows in figures.rows.items():
        yield from _throughput(corpus, rows, figures.costs[corpus])
    yield from goals.table(figures_of(figures))
    yield from _starts(figures.starts)
    yield from _memory(figures.memory)
    if figures.growth:
        yield "### Growth\n"
        yield "| MB of clean articles | MB for each second of processor time |"
        yield "|---:|---:|"
        yield from (f"| {megabytes:g} | {speed:.2f} |" for megabytes, speed in figures.growth.items())
        yield ""


def _throughput(corpus: str, rows: Sequence[Row], spent: Costs) -> Iterator[str]:
    yield f"### Corpus `{corpus}`\n"
    yield "| tool | MB/s | MB for each second of processor time | lowest to highest | times seedlint |"
    yield "|---|---:|---:|---:|---:|"
    for row in rows:
        own = next((other for other in rows if other.tool.name == YARDSTICKS.get(row.tool.kind)), None)
        times = f"{ratio(row, own):.2f}" if own else ""
        speeds = row.speeds
        yield (
            f"| {row.tool.name} | {_figure(statistics.median(row.walls))} | {_figure(statistics.median(speeds))} "
            f"| {_figure(min(speeds))} to {_figure(max(speeds))} | {times} |"
        )
    yield ""
    found, rate, speed = spent.findings, spent.findings / spent.seconds, spent.megabytes / spent.seconds
    yield f"In {spent.megabytes:.1f} MB of that seedlint finds {found:,} defects, {rate:,.0f} for each second that"
    yield f"judging takes; once it has begun, it goes on at {_figure(speed)} MB/s. The time goes to:\n"
    yield "| rule or view | ms/MB | share |"
    yield "|---|---:|---:|"
    yield from (f"| {name} | {cost:,.1f} | {share:.1%} |" for name, cost, share in spent.dearest())
    yield ""


def ratio(row: Row, other: Row) -> float:
    """Return how many times as fast ``row`` is, for its processor time, or on the wall if it uses several cores."""
    if row.tool.cores > 1:
        return statistics.median(one / two for one, two in zip(row.walls, other.walls, strict=True))
    return statistics.median(one / two for one, two in zip(row.speeds, other.speeds, strict=True))


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.2f}"


def _starts(seconds: Mapping[str, Sequence[float]]) -> Iterator[str]:
    yield "### Start-up\n"
    yield f"Whole processes, medians of {STARTS} runs.\n"
    yield "| command | ms | lowest to highest |"
    yield "|---|---:|---:|"
    for name, values in seconds.items():
        low, middle, high = (1000 * value for value in (min(values), statistics.median(values), max(values)))
        yield f"| `{name}` | {middle:.0f} | {low:.0f} to {high:.0f} |"
    yield ""


def _memory(peaks: Mapping[str, Sequence[float]]) -> Iterator[str]:
    if not any(peaks.values()):
        return
    yield "### Memory\n"
    yield "The highest resident memory of each process while the corpus `scraped` is checked, in MB.\n"
    yield "| jobs | the process that was started | its workers and helpers |"
    yield "|---:|---:|---:|"
    for jobs, (first, *others) in peaks.items():
        yield f"| {jobs} | {first:.0f} | {', '.join(f'{value:.0f}' for value in others) or 'none'} |"
    yield ""


def figures_of(figures: Figures) -> goals.Measured:
    """Return what the goals are about."""

    def times(corpus: str, name: str, other: str) -> float | None:
        one, two = figures.row(corpus, name), figures.row(corpus, other)
        return ratio(one, two) if one and two else None

    warm = figures.row("scraped", "seedlint check, warm cache")
    start = figures.starts.get("seedlint check FILE")
    several = figures.memory.get(str(CORES)) or figures.memory.get("1") or []
    return goals.Measured(
        clean_to_rumdl=times("clean", "seedlint check", "rumdl check"),
        scraped_to_rumdl=times("scraped", "seedlint check", "rumdl check"),
        dense_to_autocorrect=times("dense", "seedlint check", "autocorrect --lint"),
        fix_to_autocorrect=times("scraped", "seedlint fix", "autocorrect --fix"),
        warm_cache=statistics.median(warm.walls) if warm else None,
        jobs=times("scraped", f"seedlint check, {CORES} jobs", "seedlint check") if CORES == 2 else None,
        start=1000 * statistics.median(start) if start else None,
        memory=max(several, default=None),
        growth=min(figures.growth.values()) / max(figures.growth.values()) if len(figures.growth) > 1 else None,
    )


def plain(figures: Figures) -> dict[str, object]:
    """Return the figures as JSON has them."""
    rows = {
        corpus: [
            {"tool": row.tool.name, "megabytes": row.megabytes, "runs": [run._asdict() for run in row.runs]}
            for row in found
        ]
        for corpus, found in figures.rows.items()
    }
    spent = {corpus: asdict(replace(cost)) for corpus, cost in figures.costs.items()}
    return {
        "python": platform.python_version(),
        "cores": CORES,
        "megabytes": figures.megabytes,
        "load": figures.load,
        "rows": rows,
        "costs": spent,
        "memory": figures.memory,
        "starts": figures.starts,
        "growth": figures.growth,
        "goals": asdict(figures_of(figures)),
    }


if __name__ == "__main__":
    main()
