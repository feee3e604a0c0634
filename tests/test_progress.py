"""The count at the bottom of the terminal: what it says, when it is there, and that it spoils no report."""

from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import pytest

from conftest import Seedlint
from lint.discovery import Article
from lint.finding import Finding
from lint.report.located import Located
from lint.run.progress import Progress
from lint.run.result import Result
from lint.views.lines import Position
from processes import PATIENCE, write_work

pty = pytest.importorskip("pty")

WIDTH = 400
"""Columns of the terminal: no line of a report is broken."""
_PIECE = re.compile("\x1b\\[([0-9;?]*)([A-Za-z])|(.)", re.DOTALL)

FILES = 750
"""Articles that take longer than a second, on a fast machine too."""


class Terminal:
    """A terminal as a program sees it, and what came to it."""

    def __init__(self) -> None:
        self._screen, self.own = pty.openpty()
        fcntl.ioctl(self.own, termios.TIOCSWINSZ, struct.pack("HHHH", 50, WIDTH, 0, 0))
        self._pieces: list[bytes] = []
        # Read all the time: a terminal that nobody reads stops its programs.
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self._screen, 1 << 16)
            except OSError:  # how Linux tells that the other side is closed
                break
            if not piece:
                break
            self._pieces.append(piece)
        os.close(self._screen)

    def close(self) -> None:
        os.close(self.own)
        self._reader.join(PATIENCE)

    @property
    def raw(self) -> str:
        """All that came, as it came."""
        return b"".join(self._pieces).decode()

    @property
    def shown(self) -> str:
        """What stands on the screen, as if it had any number of lines."""
        lines, column = [""], 0
        for parameters, command, char in _PIECE.findall(self.raw):
            if char == "\n":
                lines.append("")
            elif char == "\r":
                column = 0
            elif char:
                lines[-1] = lines[-1][:column].ljust(column) + char + lines[-1][column + 1 :]
                column += 1
            elif (parameters, command) == ("2", "K"):
                lines[-1] = ""
            else:
                assert command == "m", f"an unexpected command: {parameters}{command}"
        return "\n".join(lines)


@contextmanager
def opened() -> Iterator[tuple[Terminal, TextIO]]:
    """Open a terminal in this process; it can be read when the block has ended."""
    terminal = Terminal()
    with open(os.dup(terminal.own), "w", encoding="utf-8") as stream:
        yield terminal, stream
    terminal.close()


def article(path: str = "a.txt", size: int = 1_000_000) -> Article:
    return Article(path, walked=True, size=size)


def located() -> Located:
    place = Position(0, 1, 1)
    return Located("a.txt", None, Finding("a-rule", 0, 1, "found"), "content", place, place, None)


def test_files_megabytes_findings_and_the_time_left_are_told() -> None:
    with opened() as (terminal, stream):
        progress = Progress(stream, patience=0, pace=0)
        with progress.of([article()] * 1200):
            for _ in range(20):
                progress.add(Result("a.txt", findings=[located()], size=1_000_000))
    assert re.search(r"20 of 1,200 files, 20 findings +[\d.]+ MB/s \d+:\d\d:\d\d left", terminal.raw)
    assert terminal.shown == ""


def test_rows_are_counted_in_data_sets() -> None:
    with opened() as (terminal, stream):
        progress = Progress(stream, patience=0, pace=0)
        with progress.of([article("a.jsonl")]):
            for row in range(3):
                progress.add(Result("a.jsonl", row, size=400_000))
    assert "3 rows, 0 findings" in terminal.raw
    assert "files" not in terminal.raw
    assert "left" in terminal.raw


@pytest.mark.parametrize("path", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "s3://bucket/a.jsonl"])
def test_no_time_is_told_where_the_whole_is_not_known(path: str) -> None:
    with opened() as (terminal, stream):
        progress = Progress(stream, patience=0, pace=0)
        with progress.of([article("a.txt"), article(path)]):
            progress.add(Result("a.txt", size=1_000_000))
            progress.add(Result(path, 0, size=1_000_000))
    assert "1 rows, 1 of 2 files" in terminal.raw
    assert "left" not in terminal.raw


def test_a_line_of_the_report_is_never_written_into_the_count() -> None:
    with opened() as (terminal, stream):
        progress = Progress(stream, patience=0, pace=0)
        with progress.of([article()] * 5):
            for piece in ("one", " and two\nthr", "ee", "\n", "four\nfive"):
                progress.add(Result("a.txt"))
                progress.write(stream, piece)
        progress.finish(stream)
    assert terminal.shown == "one and two\nthree\nfour\nfive"
    assert terminal.raw.count("of 5 files") == 5


def test_the_count_is_not_drawn_for_each_result() -> None:
    with opened() as (terminal, stream):
        progress = Progress(stream, patience=0, pace=3600)
        with progress.of([article()] * 10_000):
            for _ in range(10_000):
                progress.add(Result("a.txt"))
    assert progress.files == 10_000
    assert terminal.raw.count("of 10,000 files") == 1


def test_nothing_is_drawn_before_its_time() -> None:
    with opened() as (terminal, stream):
        progress = Progress(stream, patience=3600)
        with progress.of([article()]):
            progress.add(Result("a.txt"))
            progress.write(stream, "a line\n")
    assert terminal.raw == "a line\r\n"


@pytest.mark.fault("Processes", "A terminal that is gone")
def test_a_terminal_that_is_gone_stops_no_run() -> None:
    """The run goes on without telling its progress."""
    with opened() as (_, stream):
        progress = Progress(stream, patience=0, pace=0)
        with progress.of([article()] * 2):
            progress.add(Result("a.txt"))
            with open(os.devnull, encoding="utf-8") as unwritable:
                os.dup2(unwritable.fileno(), stream.fileno())
            progress.add(Result("a.txt"))
        assert progress.files == 2
        with suppress(OSError):
            stream.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that takes longer than a run may take without a word."""
    folder = tmp_path_factory.mktemp("progress") / "articles"
    write_work(folder, files=FILES, rows=20)
    return folder


def shown(
    *arguments: str, folder: Path, environment: Mapping[str, str] | None = None, piped: bool = False
) -> tuple[Terminal, bytes | None]:
    """Run ``seedlint check`` on a terminal; return that and what went to stdout, if that is no terminal."""
    terminal = Terminal()
    with subprocess.Popen(
        [sys.executable, "-m", "lint", "check", "--no-cache", *arguments],
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
        stdin=terminal.own,
        stdout=subprocess.PIPE if piped else terminal.own,
        stderr=terminal.own,
    ) as run:
        out, _ = run.communicate(timeout=PATIENCE)
    terminal.close()
    assert run.returncode in (0, 1)
    return terminal, out


@pytest.mark.parametrize("form", ["concise", "text", "json"])
def test_a_report_on_the_same_terminal_is_whole(seedlint: Seedlint, folder: Path, form: str) -> None:
    arguments = ("--color", "never", "--output-format", form, ".")
    terminal, _ = shown(*arguments, folder=folder)
    assert re.search(rf"\d+ of {FILES + 2} files, [\d,]+ findings +[\d.]+ MB/s", terminal.raw)
    # Parquet is compressed: how much is left is not known.
    assert "left" not in terminal.raw.partition("Found")[0]
    assert terminal.shown == seedlint("check", "--no-cache", *arguments, folder=folder).stdout
    if form == "json":
        assert json.loads(terminal.shown)["summary"]["files"] == FILES + 2


def test_a_report_that_goes_elsewhere_is_not_touched(seedlint: Seedlint, folder: Path) -> None:
    # By one process, so that it takes longer than a second on a fast machine too.
    terminal, out = shown("--jobs", "1", "--output-format", "concise", ".", folder=folder, piped=True)
    assert "MB/s" in terminal.raw
    assert terminal.shown == ""
    assert out == seedlint("check", "--no-cache", "--output-format", "concise", ".", folder=folder).stdout.encode()


def test_colours_are_left_out_where_they_are_not_wanted(folder: Path) -> None:
    terminal, _ = shown("--statistics", ".", folder=folder, environment={"NO_COLOR": "1"})
    assert "MB/s" in terminal.raw
    assert not re.search("\x1b\\[[0-9;]*[13469][0-9]?m", terminal.raw)


@pytest.mark.parametrize("how", ["quiet", "dumb", "short"])
def test_there_is_no_count_where_it_is_not_wanted(folder: Path, tmp_path: Path, how: str) -> None:
    (tmp_path / "a.txt").write_text("# Tea\n\nShe drank it black.\n")
    arguments = ["--statistics", *(["--quiet"] if how == "quiet" else [])]
    environment = {"TERM": "dumb"} if how == "dumb" else {}
    paths = [str(tmp_path / "a.txt")] if how == "short" else ["."]
    terminal, _ = shown(*arguments, *paths, folder=folder, environment=environment)
    assert "MB/s" not in terminal.raw
    assert "\x1b[2K" not in terminal.raw
    assert "\r" not in terminal.raw.replace("\r\n", "")
