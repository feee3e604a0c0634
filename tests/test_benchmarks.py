"""What the benchmarks stand on: counted work, which guards the speed, and corpora in which nothing is known twice."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "benchmarks/work.py"
FIGURES = SCRIPT.with_suffix(".json")
KNOWN: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    # Without coverage, which traces lines in the place of the script.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_checking_and_fixing_take_no_more_work_than_the_committed_figures_say() -> None:
    done = run()
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_has_grown_is_named(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    known = json.loads(json.dumps(KNOWN))
    check = known["check"]
    name = max(check["functions"], key=lambda name: check["functions"][name])
    taken = check["all"] // 4
    check["all"] -= taken
    check["functions"][name] -= taken
    known["fix"]["all"] *= 10
    figures.write_text(json.dumps(known), encoding="utf-8")
    done = run("--figures", figures)
    assert done.returncode == 1
    grown, fixed = done.stdout.split("\nfix: ")
    assert "The work of check has grown by more than 5%." in grown
    assert grown.splitlines()[2].endswith(f"  {name}")
    assert "python benchmarks/work.py --update" in grown
    assert "That is far less" in fixed


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the figures are those of Python 3.11")
def test_figures_are_written_on_request_and_are_the_same_each_time(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    assert run("--figures", figures, "--update").returncode == 0
    again = run("--figures", figures)
    assert again.returncode == 0
    assert again.stdout.count("+0.0%") == 2


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.md"))}


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_corpus_is_the_same_each_time_and_holds_no_article_twice(tmp_path: Path, *, shuffled: bool) -> None:
    make = runpy.run_path(str(ROOT / "benchmarks/corpora.py"))["make"]
    articles = ROOT / "tests/articles"
    megabytes = make(tmp_path / "one", articles, 0.3, shuffled=shuffled)
    assert make(tmp_path / "two", articles, 0.3, shuffled=shuffled) == megabytes
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two")
    assert 0.3 <= megabytes == sum(map(len, one.values())) / 1e6 < 0.31
    assert len(set(one.values())) == len(one)
    if not shuffled:
        originals = contents(articles)
        for path, copy in one.items():
            original = originals[path.split("/", 1)[1].removesuffix(".md")].decode()
            assert sum(a != b for a, b in zip(copy.decode(), original, strict=True)) <= 2, path


def test_an_article_without_letters_gets_its_number_at_its_end(tmp_path: Path) -> None:
    make = runpy.run_path(str(ROOT / "benchmarks/corpora.py"))["make"]
    (tmp_path / "from").mkdir()
    (tmp_path / "from/a.md").write_text("A 1.", encoding="utf-8")
    make(tmp_path / "to", tmp_path / "from", 0.000014, shuffled=False)
    assert set(contents(tmp_path / "to").values()) == {b"A 1.\n\n0\n", b"A 1.\n\n1\n"}
