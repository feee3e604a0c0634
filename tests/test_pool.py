"""Work on several processes: the same outcomes in the same order, in bounded memory, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from conftest import Seedlint
from lint.discovery import Article
from lint.linter import Linter
from lint.run.pool import Pool
from lint.run.result import Job
from lint.run.runner import Run
from processes import contents, damaged_article, until, write_work

FAILED = -1


def square(number: int) -> int:
    """Take longer for smaller numbers, so that later ones are done first."""
    time.sleep(0.02 if number % 3 == 0 else 0)
    return number * number


def fail(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def give_up(task: object) -> int:
    return FAILED


def pairs(count: int) -> Iterator[tuple[str, int | None]]:
    """Yield steps; every fifth has nothing to do."""
    for number in range(count):
        yield f"step {number}", None if number % 5 == 4 else number


@pytest.fixture(autouse=True)
def strangers() -> Iterator[frozenset[BaseProcess]]:
    """Return the processes that were there before; no others may be there afterwards."""
    before = frozenset(active_children())
    yield before
    # One that has ended may be listed for a moment: the executor's own thread was told of the end, and is to say so.
    until(lambda: frozenset(active_children()) == before)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_answers_come_in_the_order_of_the_steps(jobs: int) -> None:
    with Pool(square, jobs, give_up) as pool:
        answers = list(pool.in_order(pairs(40)))
    assert answers == [(step, None if number is None else number * number) for step, number in pairs(40)]


@pytest.mark.fault("Processes", "A reader that is faster than the work")
@pytest.mark.parametrize("jobs", [1, 3])
def test_no_more_steps_are_taken_than_are_under_way(jobs: int) -> None:
    """It is held back: few units wait, however many there are."""
    taken = 0
    ahead = []

    def steps() -> Iterator[tuple[int, int]]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield number, number

    with Pool(square, jobs, give_up) as pool:
        for number, _ in pool.in_order(steps()):
            ahead.append(taken - number)
    assert len(ahead) == 60
    assert 1 < max(ahead) <= 3 * jobs


def test_steps_with_nothing_to_do_start_no_process(strangers: frozenset[BaseProcess]) -> None:
    with Pool(square, 2, give_up) as pool:
        steps = [(number, None) for number in range(100)]
        assert list(pool.in_order(steps)) == steps
        assert frozenset(active_children()) == strangers


@pytest.mark.fault("Processes", "A disk that is gone while articles are read")
def test_an_error_in_the_steps_ends_the_processes() -> None:
    """The error is told, and no process stays."""

    def steps() -> Iterator[tuple[int, int]]:
        yield from ((number, number) for number in range(10))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"), Pool(square, 2, give_up) as pool:
        list(pool.in_order(steps()))


def test_an_error_in_the_work_reaches_the_caller_and_ends_the_processes() -> None:
    with pytest.raises(ValueError, match="three"), Pool(fail, 2, give_up) as pool:
        list(pool.in_order((number, number) for number in range(10)))


def test_answers_that_nobody_wants_any_more_are_not_waited_for(strangers: frozenset[BaseProcess]) -> None:
    def first() -> Iterator[tuple[int, int | None]]:
        with Pool(time.sleep, 2, give_up) as pool:
            yield from pool.in_order([(0, 0), (1, 3600), (2, 3600)])

    answers = first()
    assert next(answers) == (0, None)
    assert len(frozenset(active_children()) - strangers) == 2
    answers.close()  # type: ignore[attr-defined]


def note_and_die(task: tuple[Path, str]) -> str:
    """Note that the task was begun; the deadly one waits for two others to be done, and kills its process."""
    folder, name = task
    with open(folder / name, "a", encoding="utf-8") as file:
        file.write("begun\n")
    if name == "deadly":
        while not (folder / "third").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)
    return name


@pytest.mark.fault("Processes", "Work that kills its process twice")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
def test_a_task_that_kills_its_process_is_given_up_and_what_was_done_is_not_done_again(tmp_path: Path) -> None:
    """It is given up, and nothing else is done a second time."""
    names = ["deadly", "second", "third", "fourth", "fifth", "sixth", "seventh"]
    tasks = [(name, (tmp_path, name)) for name in names]
    with Pool(note_and_die, 2, lambda task: f"gave up {task[1]}") as pool:
        answers = list(pool.in_order(tasks))
    assert answers == [("deadly", "gave up deadly"), *((name, name) for name in names[1:])]
    assert (tmp_path / "deadly").read_text() == "begun\n" * 2
    # Its answer had come before the process was killed: it was sent before the third task was begun.
    assert (tmp_path / "second").read_text() == "begun\n"


def children_during(folder: Path, strangers: frozenset[BaseProcess]) -> int:
    """Return how many processes work at most while the articles in a folder are judged."""
    paths = sorted(folder.glob("*.md"))
    articles = [Article(str(path), walked=False, size=path.stat().st_size) for path in paths]
    results = Run(Linter(), Job(), jobs=2).results(articles)
    counts = [len(frozenset(active_children()) - strangers) for result in results if result.path]
    assert len(counts) == len(paths)
    return max(counts)


def test_small_work_starts_no_process_and_large_work_does(tmp_path: Path, strangers: frozenset[BaseProcess]) -> None:
    write_work(tmp_path / "small", files=30, rows=0)
    assert children_during(tmp_path / "small", strangers) == 0
    write_work(tmp_path / "large", files=90, rows=0)
    assert children_during(tmp_path / "large", strangers) in (1, 2)


@pytest.fixture(scope="module")
def mixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files and data sets, of which some cannot be judged."""
    folder = tmp_path_factory.mktemp("mixture") / "articles"
    write_work(folder)
    (folder / "0033.md").write_bytes(b"no text\0\1")
    with open(folder / "rows.jsonl", "a", encoding="utf-8") as file:
        file.write('{"text": null}\nno row\n')
    (folder / "zero.txt").write_text(damaged_article(0), encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl"])
def test_reports_are_the_same_with_any_number_of_processes(seedlint: Seedlint, mixture: Path, form: str) -> None:
    one, two = (
        seedlint("check", "--no-cache", "--jobs", jobs, "--output-format", form, ".", folder=mixture)
        for jobs in ("1", "2")
    )
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, 2)
    assert one.stdout.count("invisible-character") >= 180


def test_fixed_files_are_the_same_with_any_number_of_processes(
    seedlint: Seedlint, mixture: Path, tmp_path: Path
) -> None:
    runs = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        done = seedlint("fix", "--no-cache", "--jobs", jobs, "--output", out, ".", folder=mixture)
        runs.append((done.stdout, done.stderr, done.returncode, contents(out)))
    assert runs[0] == runs[1]
    before = contents(mixture)
    assert {name for name, data in runs[0][3].items() if data != before[name]} == before.keys() - {"0033.md"}
