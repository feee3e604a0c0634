"""Reports: marks under the right columns, hostile text disarmed, diffs that git takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Seedlint
from lint import Document, Edit, Finding, Fix, Safety
from lint.report.diff import unified_diff
from lint.report.located import locate
from lint.report.printable import columns, printable
from lint.report.style import Style
from lint.report.summary import Summary
from lint.report.text import render


def shown(text: str, start: int, end: int) -> list[str]:
    finding = Finding("rule", start, end, "message", Fix((Edit(start, end, ""),), Safety.SAFE))
    document = Document(text)
    found = locate(document, ("a.txt", None, None), [finding], {"rule": "markup"}, excerpts=True)
    return "".join(render(found, Summary(Safety.SAFE), Style(quiet=True))).splitlines()


def test_the_mark_stands_under_the_defect() -> None:
    assert shown("abc\nab甲乙cd\n", 6, 8) == [
        "a.txt",
        "  2:3      rule: message [safe fix]",
        "       2 | ab甲乙cd",
        "         |   ^^^^",
        "",
    ]


def test_wide_characters_before_the_defect_count_twice() -> None:
    assert shown("甲乙,丙", 2, 3)[2:4] == ["       1 | 甲乙,丙", "         |     ^"]


def test_white_space_is_seen_where_it_is_the_defect() -> None:
    assert shown("one  \n", 3, 5)[2:4] == ["       1 | one··", "         |    ^^"]


def test_a_place_without_extent_has_a_mark() -> None:
    assert shown("one", 3, 3)[2:4] == ["       1 | one", "         |    ^"]


def test_a_line_end_is_seen_where_it_is_the_defect() -> None:
    assert shown("one\ntwo\n", 3, 4)[2:4] == ["       1 | one\u21b5", "         |    ^"]


def test_a_long_line_is_cut_round_the_defect() -> None:
    lines = shown("a" * 500 + "X" + "b" * 500, 500, 501)
    assert lines[2] == f"       1 | …{'a' * 40}X{'b' * 40}…"
    assert lines[3] == f"         | {' ' * 41}^"


def test_a_long_defect_is_cut_too() -> None:
    assert shown("X" * 500, 0, 500)[2] == f"       1 | {'X' * 60}…"


@given(st.text())
def test_printable_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    result = printable(text)
    assert all(char.isprintable() or char == "\u3000" for char in result)
    assert columns(result) >= 0


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("\x1b[31m", "<U+001B>[31m"),
        ("a\u200bb", "a<U+200B>b"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\tb", "a\\tb"),
        ("a\xa0b", "a<U+00A0>b"),
        ("甲\u3000乙", "甲\u3000乙"),
        ("\udce9", "<U+DCE9>"),
    ],
)
def test_what_hides_is_written_out(text: str, result: str) -> None:
    assert printable(text) == result


NAMES = ["a.txt", "two words.txt", "词条.md", 'quote".txt', "tab\there.txt", "sub/b.txt"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"One.  \nTwo.\n", b"One.\nTwo.\n"),
        (b"One.", b"One.\n"),
        (b"One.\r\nTwo. \r\n", b"One.\r\nTwo.\r\n"),
        ("雨停了。\n".encode("gb18030"), "雨停了。\n".encode()),
        (b"One.\rTwo.\r", b"One.\nTwo.\n"),
    ],
)
def test_git_applies_the_diff(tmp_path: Path, name: str, before: bytes, after: bytes) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(before)
    diff = b"".join(unified_diff(name, before, after))
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    done = subprocess.run(command, cwd=tmp_path, input=diff, capture_output=True, check=False)
    assert done.returncode == 0, (done.stderr, diff)
    assert path.read_bytes() == after


def test_the_diff_of_a_run_is_all_there_is_on_stdout(seedlint: Seedlint, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "a.txt").write_bytes(b"# Tea\n\nOne.  \n")
    (tmp_path / "b.txt").write_bytes("# 茶\r\n\r\n一，二\u200b。".encode())
    for command in (("fix", "--diff"), ("check", "--diff")):
        done = seedlint(*command, "a.txt", "b.txt")
        assert done.returncode == 1
        assert done.stdout.startswith("--- a/a.txt\n+++ b/a.txt\n")
        assert "Fixed 3 findings in 2 files." not in done.stdout
        assert (tmp_path / "a.txt").read_bytes() == b"# Tea\n\nOne.  \n"
    diff = done.stdout.encode("utf-8", "surrogateescape")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff, check=True)
    assert (tmp_path / "a.txt").read_bytes() == b"# Tea\n\nOne.\n"
    assert (tmp_path / "b.txt").read_bytes() == "# 茶\r\n\r\n一，二。\r\n".encode()
    assert seedlint("fix", "--diff", "a.txt", "b.txt").returncode == 0
