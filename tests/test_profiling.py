"""What rules and views cost is told on request, whatever the number of processes, and changes nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import Seedlint
from lint import Document, Finding, Linter, Rule, Safety, Stage
from lint.run.profiling import ENGINE, Clock, Profile, ProfiledDocument, ProfilingWorker
from lint.run.result import Costs, Job, Result
from lint.source import from_text

ARTICLES = Path(__file__).parent / "articles"
SEEDS = Path(__file__).parents[1] / "seeds"
ROW = re.compile(r" *(?P<seconds>[\d.]+) +(?P<share>[\d.]+)% +(?P<calls>[\d,]*) +(?P<cost>[\d,.]+)  (?P<name>.+)")


class Row(NamedTuple):
    """A row of the table; no ``calls``: it stands for several parts."""

    seconds: float
    share: float
    calls: int | None
    per_megabyte: float


def rows(table: str) -> dict[str, Row]:
    found = {}
    for line in table.splitlines()[2:]:
        row = ROW.fullmatch(line)
        assert row, line
        calls = int(row["calls"].replace(",", "")) if row["calls"] else None
        numbers = float(row["seconds"]), float(row["share"]), calls, float(row["cost"].replace(",", ""))
        found[row["name"]] = Row(*numbers)
    return found


def test_the_table_stands_on_stderr_and_the_report_is_the_same(seedlint: Seedlint) -> None:
    plain = seedlint("check", SEEDS, "--output-format", "json")
    profiled = seedlint("check", SEEDS, "--output-format", "json", "--profile-rules")
    assert profiled.stdout == plain.stdout
    assert profiled.returncode == plain.returncode == 1
    assert plain.stderr == ""
    table = rows(profiled.stderr)
    files = json.loads(plain.stdout)["summary"]["files"]
    assert table["view markdown"].calls == files
    *parts, (last, total) = table.items()
    assert last.startswith("all, for 0.0")
    assert total.calls == files
    assert total.share == 100
    assert sum(row.seconds for _, row in parts) == pytest.approx(total.seconds, abs=0.001 * len(parts))
    assert sum(row.share for _, row in parts) == pytest.approx(100, abs=0.1 * len(parts))
    named = [row.seconds for name, row in parts if row.calls is not None]
    assert named == sorted(named, reverse=True)


def test_costs_of_all_processes_are_in_it(seedlint: Seedlint, tmp_path: Path) -> None:
    article = (ARTICLES / "zh-hans.md").read_text(encoding="utf-8")
    for number in range(200):
        (tmp_path / f"{number}.md").write_text(f"{article}\n{number}\n", encoding="utf-8")
    arguments = ("check", tmp_path, "-q", "--profile-rules", "--output-format", "concise")
    several, one = (rows(seedlint(*arguments, "--jobs", jobs).stderr) for jobs in ("2", "1"))
    assert several["view markdown"].calls == one["view markdown"].calls == 200
    assert list(several)[-1] == list(one)[-1]


def test_nothing_is_taken_from_the_cache_or_put_there(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Tea\n\nShe drank it black. \n", encoding="utf-8")
    assert not seedlint("check", ".").stderr
    for _ in range(2):
        assert rows(seedlint("check", ".", "--profile-rules").stderr)["view markdown"].calls == 1


def test_rows_that_are_equal_are_judged_and_counted_once(seedlint: Seedlint, tmp_path: Path) -> None:
    line = json.dumps({"text": "# Tea\n\nShe drank it black. \n"})
    (tmp_path / "a.jsonl").write_text(f"{line}\n" * 5, encoding="utf-8")
    assert rows(seedlint("check", "a.jsonl", "--profile-rules").stderr)["view markdown"].calls == 1


def test_the_article_on_stdin_is_profiled_too(seedlint: Seedlint) -> None:
    done = seedlint("check", "-", "--profile-rules", "--select", "duplicate-title", stdin=b"# Tea\n\n# Tea\n\nBlack.\n")
    assert rows(done.stderr)["rule duplicate-title"].calls == 1


def test_fixing_is_profiled_and_fixes_the_same(seedlint: Seedlint, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("# Tea\n\nShe drank\u200b it black. \n", encoding="utf-8")
    seedlint("check", "a.md", "--fix")
    table = rows(seedlint("check", "b.md", "--fix", "--profile-rules").stderr)
    assert (tmp_path / "b.md").read_bytes() == (tmp_path / "a.md").read_bytes() == b"# Tea\n\nShe drank it black.\n"
    assert table["rule invisible-character"].calls


def test_rules_across_articles_are_in_it(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Tea\n\nShe drank it black.\n" * 100, encoding="utf-8")
    arguments = ("check", ".", "--profile-rules", "--select", "duplicate-article")
    assert rows(seedlint(*arguments).stderr)["rule duplicate-article"].calls == 1


def test_without_articles_it_says_so(seedlint: Seedlint) -> None:
    told = seedlint("check", ".", "--profile-rules").stderr
    assert told.endswith("\nno article was judged: there is nothing to profile\n")


def test_it_is_for_this_machine_alone(seedlint: Seedlint) -> None:
    done = seedlint("check", ".", "--profile-rules", "--engine", "ray")
    assert done.returncode == 2
    assert done.stderr == "error: --profile-rules measures processes of this machine; leave out --engine ray\n"


class Time:
    """Seconds that pass when a test says so."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_what_a_part_asks_for_is_not_laid_to_it() -> None:
    clock = Clock(now := Time())

    def inner() -> None:
        now.seconds += 5

    def outer() -> str:
        now.seconds += 1
        clock.measure(("view", "inner"), inner)
        now.seconds += 2
        return "value"

    assert clock.measure(("rule", "outer"), outer) == "value"
    assert clock.measure(("rule", "outer"), outer, calls=0) == "value"
    assert clock.take() == {("rule", "outer"): (1, 6.0), ("view", "inner"): (2, 10.0)}
    assert clock.take() == {}


def test_a_part_that_fails_is_laid_to_itself() -> None:
    clock = Clock(now := Time())

    def fail() -> None:
        now.seconds += 5
        raise KeyError

    def outer() -> None:
        now.seconds += 1
        with pytest.raises(KeyError):
            clock.measure(("view", "failing"), fail)

    clock.measure(("rule", "outer"), outer)
    assert clock.take() == {("rule", "outer"): (1, 1.0), ("view", "failing"): (1, 5.0)}


NOW = Time()


@dataclass(frozen=True)
class Slow(Rule):
    """Takes its time."""

    stage = Stage.CONTENT
    safety = Safety.SAFE

    def check(self, document: Document) -> Iterator[Finding]:
        NOW.seconds += 5
        assert document.markdown
        yield self.report(0, 1, "slow")


def test_a_rule_and_the_views_that_it_asks_for_are_told_apart() -> None:
    linter = Linter({"select": ["duplicate-title"]})
    linter.rules = (Slow(),)
    worker = ProfilingWorker(linter, Job(), Clock(NOW))
    result, document = worker.lint(from_text("# T\u00e9a\n"), Result("a.md"))
    assert [located.finding.rule for located in result.findings] == ["slow"]
    assert type(document) is Document
    assert result.costs
    assert result.costs.size == len("# T\u00e9a\n".encode())
    assert result.costs.parts["rule", "slow"] == (1, 5.0)
    assert result.costs.parts["view", "markdown"] == (1, 0.0)
    assert result.costs.parts[ENGINE] == (1, 0.0)


def test_views_of_a_profiled_document_are_those_of_any_document() -> None:
    text = (SEEDS / "zh-hans-tea-shop.txt").read_text(encoding="utf-8")
    plain, profiled = Document(text), ProfiledDocument(text)
    for name in ("characters", "lines", "zones", "prose", "paragraphs", "half_marks", "joins", "furniture"):
        assert getattr(profiled, name) == getattr(plain, name), name
        assert getattr(profiled, name) is getattr(profiled, name), name


def test_costs_of_articles_add_up() -> None:
    profile = Profile()
    profile.add(Costs(1_000_000, {("rule", "a"): (1, 0.5), ENGINE: (1, 0.0)}))
    profile.add(Costs(1_000_000, {("rule", "a"): (2, 1.0), ("view", "b"): (1, 0.5), ENGINE: (1, 0.0)}))
    assert profile.table().splitlines()[2:] == [
        "    1.500   75.0%         3     750.0  rule a",
        "    0.500   25.0%         1     250.0  view b",
        "    0.000    0.0%         2       0.0  engine",
        "    2.000  100.0%         2   1,000.0  all, for 2.00 MB",
    ]
