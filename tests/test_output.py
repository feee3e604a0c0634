"""Where copies and reports go, and what is said when they cannot go there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Seedlint

DAMAGED = "# Tea\n\n# Tea\n\nShe drank it\u200b black.\n"


@pytest.fixture
def row(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": DAMAGED}) + "\n")
    return path


@pytest.mark.fault("Files", "`--output` that would overwrite the data set that is read")
def test_a_data_set_is_no_copy_of_itself(seedlint: Seedlint, row: Path) -> None:
    """It is refused; the data set stays as it was."""
    before = row.read_bytes()
    done = seedlint("fix", "a.jsonl", "--output", ".")
    assert done.returncode == 2
    assert "error: a.jsonl: cannot be written: this is the article itself; name another folder" in done.stderr
    assert row.read_bytes() == before


@pytest.mark.parametrize("name", ["a.jsonl", "b.txt"])
def test_a_file_is_no_folder_for_copies(seedlint: Seedlint, row: Path, name: str) -> None:
    (row.parent / "b.txt").write_text(DAMAGED)
    done = seedlint("fix", name, "--output", "b.txt")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: b.txt: is not a folder; --output takes a folder, and makes it if needed"
    ]


@pytest.mark.fault("Files", "A file where `--output` needs a folder")
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_file_in_the_place_of_a_folder_of_copies_is_told(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    """The article is told; the others are written."""
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/sub" / name).write_text(json.dumps({"text": DAMAGED}) if name == "a.jsonl" else DAMAGED)
    (tmp_path / "in/z.txt").write_text(DAMAGED)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").write_text("something else")
    done = seedlint("fix", "in", "--output", "out")
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"error: in/sub/{name}: cannot be written")
    if name == "a.txt":
        assert "in 1 file.\n" in done.stdout  # what was not written was not fixed
    assert "Errno" not in told
    assert (tmp_path / "out/z.txt").read_text() == "# Tea\n\nShe drank it black.\n"


@pytest.mark.fault("Files", "`--output-file` in a folder that is not there")
@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_report_needs_a_folder(seedlint: Seedlint, row: Path, command: str) -> None:
    """The run ends before anything is judged, and says so."""
    before = row.read_bytes()
    done = seedlint(command, "a.jsonl", "--output-file", "no/such/report.txt")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: no/such/report.txt: cannot be written: No such file or directory; name another file with --output-file"
    ]
    assert row.read_bytes() == before


def test_a_report_replaces_the_last_one_whole(seedlint: Seedlint, row: Path) -> None:
    report = row.parent / "report.json"
    report.write_text("the last one")
    report.chmod(0o640)
    inode = report.stat().st_ino
    seedlint("check", "a.jsonl", "--output-format", "json", "--output-file", "report.json")
    assert json.loads(report.read_text())["summary"]["rows"] == 1
    assert report.stat().st_mode & 0o777 == 0o640
    assert report.stat().st_ino != inode


@pytest.mark.fault("Files", "A full disk behind the report")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
@pytest.mark.parametrize("where", [("--output-file", "/dev/full"), ()])
def test_a_full_disk_behind_the_report_is_told(row: Path, where: tuple[str, ...]) -> None:
    """One line says so, with exit code 2."""
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lint", "check", "a.jsonl", "--no-cache", *where],
            cwd=row.parent,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith("error: reading or writing failed: No space left on device; make room for the report")


@pytest.mark.fault("Processes", "A caller that has closed the standard streams")
@pytest.mark.skipif(os.name != "posix", reason="a shell closes streams")
@pytest.mark.parametrize(
    ("arguments", "code"), [("check a.jsonl >&-", 1), ("check a.jsonl <&- >&- 2>&-", 1), ("fix a.jsonl >&- 2>&-", 0)]
)
def test_closed_streams_are_led_to_nowhere(row: Path, arguments: str, code: int) -> None:
    """The exit code is that of any run, and no report is written into an article."""
    before = row.read_bytes()
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m lint {arguments}"], cwd=row.parent, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
    assert (row.read_bytes() == before) is arguments.startswith("check")


@pytest.mark.skipif(os.name != "posix", reason="a shell closes streams")
def test_a_closed_stdin_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m lint fix - <&-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: stdin is closed; lead an article to it, or name a file\n"
