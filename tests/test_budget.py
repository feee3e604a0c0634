"""The time that an article may take: what is stuck is given up and told, the rest is as if it were not there."""

from __future__ import annotations

import base64
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import Seedlint, install_plugin
from lint import Document, Finding, Linter, OutOfTimeError, Rule, Safety, Stage, UsageError, budget
from lint.batch import fix_batch
from lint.engine import check
from lint.report.html.article import Task, Viewer
from processes import CONFIG, contents, damaged_article, write_work
from rules_for_tests import Replace

HAS_TIMER = hasattr(signal, "setitimer")
needs_timer = pytest.mark.skipif(not HAS_TIMER, reason="this system has no timer of processor time")

STUCK = r'''
"""Rules that take for ever: in Python, in one regular expression, deaf to what is raised in them, across articles."""

import re
from dataclasses import dataclass

from lint import AnyText, CorpusRule, Rule, Safety, Stage, hookimpl


@dataclass(frozen=True)
class EndlessLoop(Rule):
    """Turns round and round."""

    stage = Stage.CONTENT
    safety = Safety.SAFE
    trigger = AnyText("turn round")

    def check(self, document):
        while True:
            pass


@dataclass(frozen=True)
class EndlessPattern(Rule):
    """Tries every way to cut a row of letters into rows."""

    stage = Stage.CONTENT
    safety = Safety.SAFE
    trigger = AnyText("a" * 60)

    def check(self, document):
        return [self.report(0, 0, "cut") for _ in re.findall(r"(?:a+)+b", document.text)]


@dataclass(frozen=True)
class DeafLoop(Rule):
    """Catches everything, as a careless author writes it."""

    stage = Stage.CONTENT
    safety = Safety.SAFE
    trigger = AnyText("hear nothing")

    def check(self, document):
        try:
            while True:
                pass
        except:
            return []


@dataclass(frozen=True)
class EndlessView(CorpusRule):
    """Looks at an article for ever."""

    trigger = AnyText("look on")

    def sights(self, document):
        while True:
            pass

    def judge(self, meeting):
        return []


@hookimpl
def lint_rules():
    return (EndlessLoop, EndlessPattern, DeafLoop, EndlessView)
'''
STUCK_TEXTS = {
    "0020.md": ("endless-loop", "turn round"),
    "0050.md": ("endless-pattern", "a" * 60),
    "0070.md": ("deaf-loop", "hear nothing"),
    "0090.md": ("endless-view", "look on"),
}
RULES = ("encoding", "endless-loop", "endless-pattern", "deaf-loop", "endless-view")
SECONDS = 0.5
"""A hundred times what an article takes that is not stuck, and what each of the others costs the tests."""


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which the rules are installed."""
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "stuck_rules.py").write_text(STUCK, encoding="utf-8")
    install_plugin(folder, "stuck", "stuck_rules")
    return {"PYTHONPATH": str(folder)}


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of articles, enough for several processes, in some of which a rule gets stuck."""
    folder = tmp_path_factory.mktemp("work") / "articles"
    write_work(folder, rows=0)
    (folder / CONFIG).write_text(f"select = {list(RULES)}\nmax-seconds = {SECONDS}\n")
    for name, (_, text) in STUCK_TEXTS.items():
        (folder / name).write_text(f"{damaged_article(int(name[:4]))}\n{text}\n", encoding="utf-8")
    return folder


def told(path: str, rule: str) -> dict[str, Any]:
    message = (
        f"not judged: {SECONDS} seconds of processor time were not enough, rule {rule} was at work; "
        "raise max-seconds, or leave the rule out with per-file-ignores"
    )
    return {"path": path, "rule": rule, "message": message}


@needs_timer
@pytest.mark.fault("Rules", "A rule that never ends, in Python or in one regular expression")
def test_articles_that_a_rule_is_stuck_in_are_reported_and_the_rest_is_judged(
    seedlint: Seedlint, articles: Path, plugin: dict[str, str]
) -> None:
    """The article is reported as not judged, with the rule and the cure; the rest is judged, with any --jobs."""
    one, two = (
        seedlint(
            "check", "--no-cache", "--jobs", jobs, "--output-format", "json", ".", folder=articles, environment=plugin
        )
        for jobs in ("1", "2")
    )
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, 2)
    report = json.loads(one.stdout)
    assert report["errors"] == [told(name, rule) for name, (rule, _) in STUCK_TEXTS.items()]
    assert report["summary"]["files"] == 96
    assert {found["path"] for found in report["findings"]} == contents(articles).keys() - STUCK_TEXTS.keys()


@needs_timer
@pytest.mark.fault("Rules", "A rule that never ends while articles are fixed")
def test_nothing_is_written_of_an_article_that_was_given_up(
    seedlint: Seedlint, articles: Path, tmp_path: Path, plugin: dict[str, str]
) -> None:
    """Its file stays byte for byte, and so does its copy in --output; the others are fixed."""
    folder = tmp_path / "articles"
    shutil.copytree(articles, folder)
    before = contents(folder)
    copied = seedlint("fix", "--no-cache", "--output", "../copies", ".", folder=folder, environment=plugin)
    assert contents(folder) == before
    done = seedlint("fix", "--no-cache", ".", folder=folder, environment=plugin)
    after = contents(folder)
    assert done.returncode == copied.returncode == 2
    assert {name for name, data in after.items() if data == before[name]} == STUCK_TEXTS.keys()
    assert contents(tmp_path / "copies") == after


@needs_timer
@pytest.mark.fault("Rules", "A rule that never ends on a row of a data set")
def test_a_row_that_was_given_up_stays_and_the_others_are_fixed(
    seedlint: Seedlint, tmp_path: Path, plugin: dict[str, str]
) -> None:
    """The row is reported as not judged by its number and stays as it was; the rows round it are fixed."""
    texts = [damaged_article(1), "turn round\u200b", damaged_article(2), "turn round\u200b"]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    (tmp_path / CONFIG).write_text(f"max-seconds = {SECONDS}\n")
    arguments = ("fix", "--select", ",".join(RULES), "--output-format", "json", "rows.jsonl")
    done = seedlint(*arguments, environment=plugin)
    assert done.returncode == 2
    # What was given up once is tried anew the next time, though its text is the same.
    expected = told("rows.jsonl", "endless-loop")
    assert json.loads(done.stdout)["errors"] == [{**expected, "record": 1}, {**expected, "record": 3}]
    rows = [json.loads(line)["text"] for line in (tmp_path / "rows.jsonl").read_text().splitlines()]
    assert rows[1::2] == texts[1::2]
    assert rows[::2] == [text.replace("\u200b", "").replace("&amp;", "&") for text in texts[::2]]


@needs_timer
def test_a_filter_hands_on_what_was_given_up(seedlint: Seedlint, tmp_path: Path, plugin: dict[str, str]) -> None:
    (tmp_path / CONFIG).write_text(f"max-seconds = {SECONDS}\n")
    done = seedlint("fix", "--select", ",".join(RULES), "-", stdin=b"turn round\xe2\x80\x8b\r\n", environment=plugin)
    assert (done.returncode, done.stdout) == (2, "turn round\u200b\r\n")
    assert "error: -: not judged: 0.5 seconds of processor time were not enough, rule endless-loop" in done.stderr


@dataclass(frozen=True)
class Slow(Rule):
    """Takes a while, and ends."""

    seconds: float = 0.0

    stage = Stage.MARKUP
    safety = Safety.SAFE

    def check(self, document: Document) -> Iterator[Finding]:
        burn(self.seconds)
        yield self.report(0, 0, "done")


def burn(seconds: float) -> None:
    """Use up processor time of this thread."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def in_thread(work: Callable[[], Any]) -> Any:
    """Return what ``work`` returns, or raises, in a thread of its own."""
    answer: list[Any] = []

    def run() -> None:
        try:
            answer.append(work())
        except budget.OutOfTimeError as error:
            answer.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answer[0]


def slow_check(seconds: float, limit: float) -> Callable[[], int]:
    rules = [Slow(seconds), Replace("a", "", Stage.CONTENT)]
    return lambda: budget.within(limit, lambda: len(check(Document("a"), rules).findings))


def test_where_there_is_no_timer_the_clock_is_looked_at_behind_each_rule() -> None:
    error = in_thread(slow_check(0.1, 0.05))
    assert isinstance(error, budget.OutOfTimeError)
    assert (error.rule, error.seconds) == ("slow", 0.05)
    assert in_thread(slow_check(0.1, 100)) == 2


def test_zero_is_no_limit() -> None:
    assert slow_check(0.1, 0)() == 2
    assert in_thread(slow_check(0.1, 0)) == 2


@needs_timer
def test_nothing_is_left_of_a_budget() -> None:
    with pytest.raises(budget.OutOfTimeError):
        budget.within(0.05, lambda: re.match("(?:a+)+b", "a" * 60))
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    # Behind its end neither the clock nor a signal that comes late disturbs anybody.
    burn(0.1)
    budget.look()
    signal.raise_signal(signal.SIGPROF)
    with pytest.raises(ZeroDivisionError):
        budget.within(100, lambda: 1 / 0)
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert slow_check(0, 100)() == 2


@needs_timer
def test_the_time_of_other_threads_does_not_count() -> None:
    other = threading.Thread(target=burn, args=(0.5,))

    def wait() -> str:
        other.start()
        other.join()
        return "done"

    assert budget.within(0.2, wait) == "done"


def test_a_budget_inside_another_one_does_not_count() -> None:
    assert budget.within(100, slow_check(0.1, 0.05)) == 2


PROFILED = """
import signal
from lint.budget import within
rung = []
signal.signal(signal.SIGPROF, lambda number, frame: rung.append(number))
signal.setitimer(signal.ITIMER_PROF, 0.01, 0.01)
def work():
    # With the timer of the budget, this would end by an exception.
    while len(rung) < 10:
        pass
within(0.05, work)
print(signal.getitimer(signal.ITIMER_PROF)[1] > 0)
"""


@needs_timer
def test_a_profiler_keeps_its_timer() -> None:
    done = subprocess.run([sys.executable, "-c", PROFILED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "true", '"5"', "1" + "0" * 400])
def test_a_limit_must_be_a_length_of_time(seedlint: Seedlint, tmp_path: Path, value: str) -> None:
    (tmp_path / CONFIG).write_text(f"max-seconds = {value}\n")
    done = seedlint("check", ".")
    assert done.returncode == 2
    assert "key 'max-seconds' must be a number of seconds up to 1000000000, 0 for no limit" in done.stderr


def test_a_limit_is_a_number() -> None:
    assert Linter({"max-seconds": 5}).config.max_seconds == 5.0
    assert Linter().config.max_seconds == 300.0
    with pytest.raises(UsageError, match="max-seconds"):
        Linter({"max-seconds": None})


@needs_timer
def test_python_programs_are_told_too() -> None:
    linter = Linter({"select": ["layout"], "max-seconds": 0.05})
    linter.rules = (Slow(100), *linter.rules)
    for work in (linter.check, linter.fix):
        with pytest.raises(OutOfTimeError, match=r"0\.05 seconds of processor time were not enough, rule slow"):
            work("One.  \n")
    # Frameworks call batches in threads, too.
    linter.rules = (Slow(0.1), *linter.rules[1:])
    given = {"text": ["One.  "]}
    for done in (fix_batch(given, linter=linter), in_thread(lambda: fix_batch(given, linter=linter))):
        assert done["text"] == ["One.  "]
        assert done["seedlint_error"][0].startswith("not judged: 0.05 seconds of processor time were not enough")


@needs_timer
def test_the_page_shows_an_article_whose_fixes_take_too_long(tmp_path: Path) -> None:
    linter = Linter({"select": ["layout"], "max-seconds": 0.05})
    linter.rules = (Slow(100), *linter.rules)
    (tmp_path / "a.txt").write_text("One.  \n")
    shown = Viewer(linter).show(Task(str(tmp_path / "a.txt"), None, None, "[]", []))
    content = json.loads(zlib.decompress(base64.b64decode(shown.block)))
    assert content["text"] == "One.  \n"
    assert content["note"].startswith("Fixes were not tried out to the end: not judged: 0.05 seconds")
