"""Runs that are interrupted, ended and killed: no file is half, no process is left, and nobody is shown a traceback."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import Seedlint, install_plugin
from processes import PATIENCE, contents, damaged_article, group, leftovers, started, until, workers, write_work

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")

KILLS = int(os.environ.get("SEEDLINT_TEST_KILLS", "12"))
"""How often a run is killed at a random moment."""


class Work(NamedTuple):
    """A folder of damaged articles and data sets, and what becomes of them."""

    folder: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    seconds: float
    """How long it takes to fix all."""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("work") / "old"
    write_work(folder)
    fixed = shutil.copytree(folder, folder.parent / "new")
    begun = time.monotonic()
    run = started("fix", "--jobs", "2", ".", folder=fixed)
    assert not run.communicate(timeout=PATIENCE)[1]
    assert run.returncode == 0
    work = Work(folder, contents(folder), contents(fixed), time.monotonic() - begun)
    assert all(work.old[name] != work.new[name] for name in work.old)
    return work


@pytest.fixture
def folder(work: Work, tmp_path: Path) -> Path:
    """Return a copy of the damaged articles."""
    return shutil.copytree(work.folder, tmp_path / "articles")


def half(folder: Path, work: Work) -> list[str]:
    """Return the files that are neither the old nor the new ones."""
    now = contents(folder)
    assert now.keys() == work.old.keys()
    return [name for name, data in now.items() if data not in (work.old[name], work.new[name])]


def send(run: subprocess.Popen[str], number: int, *, to_all: bool) -> None:
    """Send a signal: as a terminal does, to the whole group, or to the program alone."""
    (os.killpg if to_all else os.kill)(run.pid, number)


def ends(run: subprocess.Popen[str]) -> str:
    """Wait for the end of a run and of all its processes; return what it said on stderr."""
    _, said = run.communicate(timeout=PATIENCE)
    until(lambda: not group(run.pid))
    return said


INTERRUPTED = "interrupted; the report is not complete, every file is whole\n"
TERMINATED = "terminated; the report is not complete, every file is whole\n"


class Way(NamedTuple):
    """How a run is ended, and what it answers."""

    number: signal.Signals
    to_all: bool

    @property
    def answer(self) -> tuple[str, int]:
        return (INTERRUPTED, 130) if self.number == signal.SIGINT else (TERMINATED, 143)


KEYBOARD, ALONE = Way(signal.SIGINT, to_all=True), Way(signal.SIGINT, to_all=False)
SYSTEM, TOLD = Way(signal.SIGTERM, to_all=True), Way(signal.SIGTERM, to_all=False)


@pytest.mark.fault("Processes", "An interrupt, or the wish of the system to end, among files")
@pytest.mark.parametrize(
    ("jobs", "way"), [("1", KEYBOARD), ("1", TOLD), ("2", KEYBOARD), ("2", ALONE), ("2", SYSTEM), ("2", TOLD)]
)
def test_a_run_that_is_interrupted_among_files_says_so_and_leaves_nothing(
    folder: Path, work: Work, jobs: str, way: Way
) -> None:
    """The run says in one line that it was ended; every file is old or new, and none is left over."""
    run = started("fix", "--jobs", jobs, ".", folder=folder)
    until(lambda: (folder / "0070.md").read_bytes() != work.old["0070.md"])
    send(run, way.number, to_all=way.to_all)
    assert (ends(run), run.returncode) == way.answer
    assert not half(folder, work)
    assert not leftovers(folder)
    assert contents(folder)["table.parquet"] == work.old["table.parquet"]


@pytest.mark.fault("Processes", "An interrupt while a data set is rewritten")
@pytest.mark.parametrize(("name", "way"), [("rows.jsonl", KEYBOARD), ("rows.jsonl", TOLD), ("table.parquet", SYSTEM)])
def test_a_run_that_is_interrupted_in_a_data_set_leaves_the_old_one(
    folder: Path, work: Work, name: str, way: Way
) -> None:
    """The old data set stays byte for byte, and nothing is left beside it."""
    run = started("fix", "--jobs", "2", name, folder=folder)
    until(lambda: leftovers(folder))
    send(run, way.number, to_all=way.to_all)
    assert (ends(run), run.returncode) == way.answer
    assert contents(folder) == work.old
    assert not leftovers(folder)


@pytest.mark.fault("Processes", "An interrupt while worker processes start")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_processes_that_are_just_starting_say_nothing_either(folder: Path, number: int) -> None:
    """One line says so; no process complains and none stays."""
    run = started("check", "--jobs", "2", ".", folder=folder)
    until(lambda: workers(run.pid))
    send(run, number, to_all=True)
    assert ends(run) == (INTERRUPTED if number == signal.SIGINT else TERMINATED)


SLOW_WAKEUP = """
import concurrent.futures.process as process
import time

send = process._ThreadWakeup.wakeup


def wakeup(self):
    if process._global_shutdown and not self._closed:
        time.sleep(0.3)
        self._writer.send_bytes(b"")
    else:
        send(self)


process._ThreadWakeup.wakeup = wakeup
"""
"""Python's end, writing to the thread of an executor, is slow between its look at the pipe and its word into it."""


@pytest.mark.fault("Processes", "An interrupt, and Python ends while its executor of processes does")
def test_the_end_of_python_does_not_meet_that_of_the_executor(folder: Path, tmp_path: Path) -> None:
    """One line says so; Python does not complain of a pipe that is closed."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(SLOW_WAKEUP)
    run = started("check", "--jobs", "2", ".", folder=folder, environment={"PYTHONPATH": str(tmp_path / "slow")})
    until(lambda: workers(run.pid))
    send(run, signal.SIGINT, to_all=True)
    assert ends(run) == INTERRUPTED


@pytest.mark.fault("Processes", "Twenty interrupts in a row")
def test_impatience_changes_nothing(folder: Path, work: Work) -> None:
    """The first one counts; every file is whole."""
    run = started("fix", "--jobs", "2", ".", folder=folder)
    until(lambda: (folder / "0070.md").read_bytes() != work.old["0070.md"])
    for _ in range(20):
        send(run, signal.SIGINT, to_all=True)
    assert (ends(run), run.returncode) == (INTERRUPTED, 130)
    assert not half(folder, work)
    assert not leftovers(folder)


@pytest.mark.fault("Processes", "An interrupt while stdin is waited for")
def test_a_filter_that_waits_for_its_article_can_be_interrupted(tmp_path: Path) -> None:
    """The run ends at once and says so."""
    command = [sys.executable, "-m", "lint", "fix", "-"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, text=True, cwd=tmp_path) as run:
        until(lambda: is_waiting(run.pid))
        run.send_signal(signal.SIGINT)
        assert run.communicate(timeout=PATIENCE) == ("", INTERRUPTED)
    assert run.returncode == 130


def is_waiting(process: int) -> bool:
    """Tell whether a process reads its stdin."""
    return Path(f"/proc/{process}/wchan").read_text() in ("pipe_read", "anon_pipe_read")


@pytest.mark.fault("Processes", "An interrupt for others, of a run in the background")
def test_an_ignored_interrupt_stays_ignored(folder: Path, work: Work) -> None:
    """The run goes on and all is fixed."""
    # As a shell starts what is to run in the background.
    ignoring = "import os, signal, sys; signal.signal(2, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", ignoring, sys.executable, "-m", "lint", "fix", "--jobs", "2", "--quiet", "."]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        until(lambda: (folder / "0070.md").read_bytes() != work.old["0070.md"])
        send(run, signal.SIGINT, to_all=True)
        assert (ends(run), run.returncode) == ("", 0)
    assert contents(folder) == work.new


@pytest.mark.fault("Processes", "An interrupt while the cache is filled")
def test_what_was_judged_before_an_interrupt_is_remembered_and_right(seedlint: Seedlint, folder: Path) -> None:
    """The next run gives the full report, with what is known already."""
    plain = seedlint("check", "--no-cache", "--output-format", "json", ".", folder=folder)
    environment = {"SEEDLINT_CACHE_DIR": f"{folder}-cache"}
    read, write = os.pipe()
    run = started("check", "--jobs", "2", "--output-format", "jsonl", ".", folder=folder, out=write)
    os.close(write)
    with open(read, encoding="utf-8") as report:
        report.read(20_000)
        send(run, signal.SIGINT, to_all=True)
        assert ends(run) == INTERRUPTED
    assert (Path(environment["SEEDLINT_CACHE_DIR"]) / "results.sqlite3").stat().st_size > 20_000
    again = seedlint("check", "--output-format", "json", ".", folder=folder, environment=environment)
    assert (again.stdout, again.stderr, again.returncode) == (plain.stdout, "", 1)


@pytest.mark.fault("Processes", "An interrupt of a run that takes long to end")
def test_an_interrupt_is_told_once_however_long_the_end_takes(folder: Path, tmp_path: Path) -> None:
    """The user is told once why it ended."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text("import atexit, time\natexit.register(time.sleep, 1.5)\n")
    read, write = os.pipe()
    arguments = ("check", "--no-cache", "--jobs", "1", "--output-format", "jsonl", ".")
    run = started(*arguments, folder=folder, out=write, environment={"PYTHONPATH": str(tmp_path / "slow")})
    os.close(write)
    with open(read, encoding="utf-8") as report:
        report.read(2_000)
        send(run, signal.SIGINT, to_all=True)
        assert (ends(run), run.returncode) == (INTERRUPTED, 130)


@pytest.mark.fault("Processes", "`SIGKILL` for the run")
def test_workers_end_when_their_parent_is_killed(folder: Path) -> None:
    """Its worker processes end by themselves."""
    run = started("check", "--no-cache", "--jobs", "2", ".", folder=folder)
    until(lambda: len(workers(run.pid)) == 2)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate(timeout=PATIENCE)
    until(lambda: not group(run.pid))


@pytest.mark.fault("Processes", "`SIGKILL` for a worker process")
def test_a_worker_that_is_killed_is_replaced_and_nothing_is_missing(seedlint: Seedlint, folder: Path) -> None:
    """Another one takes its work; the report is the same as ever."""
    plain = seedlint("check", "--no-cache", "--output-format", "concise", ".", folder=folder)
    read, write = os.pipe()
    run = started("check", "--no-cache", "--jobs", "2", "--output-format", "concise", ".", folder=folder, out=write)
    os.close(write)
    with open(read, encoding="utf-8") as report:
        start = report.read(20_000)
        until(lambda: len(workers(run.pid)) == 2)
        os.kill(workers(run.pid)[0], signal.SIGKILL)
        whole = start + report.read()
    assert ends(run) == ""
    assert whole == plain.stdout
    assert run.returncode == 1


@pytest.mark.fault("Processes", "`SIGKILL` for all workers in the middle of fixing")
def test_a_worker_that_is_killed_while_it_fixes_leaves_nothing_undone(folder: Path, work: Work) -> None:
    """All files are fixed, once."""
    run = started("fix", "--no-cache", "--jobs", "2", ".", folder=folder)
    until(lambda: (folder / "0070.md").read_bytes() != work.old["0070.md"])
    for worker in workers(run.pid):
        os.kill(worker, signal.SIGKILL)
    assert (ends(run), run.returncode) == ("", 0)
    assert contents(folder) == work.new


KILLER = '''
"""A word that kills."""

import os
import signal
from dataclasses import dataclass

from lint import AnyText, Bad, Good, PatternRule, Safety, Stage, hookimpl
import re


@dataclass(frozen=True)
class DeadlyWord(PatternRule):
    """A word that kills."""

    stage = Stage.ENCODING
    safety = Safety.MANUAL
    trigger = AnyText("deadly")
    pattern = re.compile("deadly")
    message = "deadly"
    examples = (Good("harmless"),)

    def replacement(self, match):
        os.kill(os.getpid(), signal.SIGKILL)


@hookimpl
def lint_rules():
    return (DeadlyWord,)
'''


@pytest.mark.fault("Processes", "An article whose process is killed each time, for want of memory perhaps")
def test_articles_that_kill_their_process_are_named_and_the_rest_is_judged(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is reported as not judged; the rest is judged."""
    (tmp_path / "deadly_word.py").write_text(KILLER, encoding="utf-8")
    install_plugin(tmp_path, "deadly", "deadly_word")
    folder = tmp_path / "articles"
    # Far enough from the start that processes are at work.
    write_work(folder, rows=0)
    (folder / "0090.md").write_text(damaged_article(90) + "\nA deadly word.\n", encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    done = seedlint(
        *("check", "--jobs", "2", "--output-format", "concise", "."), folder=folder, environment={"PYTHONPATH": path}
    )
    assert done.returncode == 2
    told = [line for line in done.stderr.splitlines() if "0090.md: not judged: its process was killed" in line]
    assert len(told) == 1
    unjudged = {line.split(":")[1].strip() for line in done.stderr.splitlines()}
    judged = {line.split(":")[0] for line in done.stdout.splitlines() if ".md:" in line}
    assert judged | unjudged == contents(folder).keys()
    assert not judged & unjudged
    assert len(unjudged) < 33


@pytest.mark.fault("Processes", "`SIGKILL` at any moment of fixing")
def test_kills_at_random_moments_leave_every_file_old_or_new(folder: Path, work: Work) -> None:
    """Every file and data set holds its old bytes or its new ones."""
    chance = random.Random(KILLS)
    moments = set()
    for _ in range(KILLS):
        shutil.rmtree(folder)
        shutil.copytree(work.folder, folder)
        run = started("fix", "--no-cache", "--jobs", "2", ".", folder=folder)
        time.sleep(chance.uniform(0, work.seconds))
        os.kill(run.pid, signal.SIGKILL)
        # A process that was just being started complains, in words of Python's own, that nobody tells it what to do.
        assert f"{os.sep}lint{os.sep}" not in ends(run)
        assert not half(folder, work)
        moments.add(sum(data == work.new[name] for name, data in contents(folder).items()))
    # Not all of them came before the work or behind it.
    assert len(moments) > 2


@pytest.mark.fault("Processes", "What a killed run left behind")
def test_unfinished_files_of_a_killed_run_are_deleted_when_they_are_old(folder: Path, seedlint: Seedlint) -> None:
    """A later run deletes it once it is old, and nothing that only looks like it."""
    run = started("fix", "rows.jsonl", folder=folder)
    until(lambda: leftovers(folder))
    os.kill(run.pid, signal.SIGKILL)
    ends(run)
    (unfinished,) = leftovers(folder)
    assert seedlint("fix", "0000.md", folder=folder).returncode == 0
    assert leftovers(folder) == [unfinished]
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(unfinished, (two_days_ago, two_days_ago))
    similar = folder / ".seedlint-notes"
    similar.write_text("mine")
    os.utime(similar, (two_days_ago, two_days_ago))
    assert seedlint("check", "0000.md", folder=folder).returncode == 0
    assert unfinished.exists()
    assert seedlint("fix", "0001.md", folder=folder).returncode == 0
    assert leftovers(folder) == [similar]
