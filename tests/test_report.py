"""Reports: marks under the right columns, hostile text disarmed, diffs that git takes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Seedlint
from lint import Document, Edit, Finding, Fix, Safety
from lint.report.diff import unified_diff
from lint.report.located import Located, locate
from lint.report.printable import columns, printable
from lint.report.style import Style
from lint.report.summary import Accepted, Summary
from lint.report.text import render, summary_lines


def located(
    text: str, *places: tuple[int, int], rule: str = "rule", safety: Safety = Safety.SAFE, path: str = "a.txt"
) -> Iterator[Located]:
    document = Document(text)
    for start, end in places:
        fix = None if safety is Safety.MANUAL else Fix((Edit(start, end, ""),), safety)
        finding = Finding(rule, start, end, "message", fix)
        yield from locate(document, (path, None, None), [finding], {rule: "markup"}, excerpts=True)


def rendered(findings: Iterable[Located], style: Style, summary: Summary | None = None) -> str:
    """Render as a session does: what passes by is counted."""
    summary = summary or Summary(Safety.SAFE, files=1, files_with_findings=1)

    def passing() -> Iterator[Located]:
        for item in findings:
            summary.add(item)
            yield item

    return "".join(render(passing(), summary, style))


def shown(text: str, start: int, end: int, width: int = 100) -> list[str]:
    return rendered(located(text, (start, end)), Style(quiet=True, width=width)).splitlines()


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


def test_white_space_within_a_defect_is_seen_only_where_it_may_be_wrong() -> None:
    assert shown("the last  words \n", 0, 16)[2] == "       1 | the last··words·"
    assert shown("甲\u3000乙\u3000\n", 0, 4)[2] == "       1 | 甲\u3000乙<U+3000>"


def test_a_long_line_is_cut_round_the_defect() -> None:
    lines = shown("a" * 500 + "X" + "b" * 500, 500, 501)
    assert lines[2] == f"       1 | …{'a' * 43}X{'b' * 43}…"
    assert lines[3] == f"         | {' ' * 44}^"


def test_what_one_side_does_not_need_the_other_one_gets() -> None:
    assert shown("X" + "b" * 500, 0, 1, 80)[2] == f"       1 | X{'b' * 66}…"
    assert shown("a" * 500 + "X", 500, 501, 80)[2] == f"       1 | …{'a' * 66}X"


def test_a_long_defect_is_cut_too() -> None:
    assert shown("X" * 500, 0, 500)[2] == f"       1 | {'X' * 80}…"
    assert shown("abc" + "X" * 500, 3, 503, 80)[2] == f"       1 | abc{'X' * 64}…"


@given(st.text(st.sampled_from("ab \n甲，\u200b\u0301\t\U0001f600"), max_size=200), st.data())
def test_no_marked_line_is_wider_than_the_page(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line, mark = shown(text, start, end, 60)[2:4]
    assert columns(line) <= 60
    assert columns(mark) <= 60
    assert mark.startswith("         | ")


def test_wide_characters_are_cut_by_the_columns_that_they_take() -> None:
    lines = shown("甲" * 200 + "X" + "乙" * 200, 200, 201, 80)
    assert lines[2] == f"       1 | …{'甲' * 16}X{'乙' * 17}…"
    assert lines[3] == f"         | {' ' * 33}^"


def test_a_defect_of_several_lines_says_where_it_ends() -> None:
    assert shown("one\ntwo\nthree\n", 1, 7)[3] == "         |  ^^ to line 2"
    assert shown("one\ntwo\nthree\n", 0, 8)[3] == "         | ^^^ to line 2"
    assert shown("one\ntwo\nthree\n", 0, 4)[3] == "         | ^^^"


def test_findings_of_one_rule_in_one_file_are_folded_where_they_are_many() -> None:
    text = "x" * 20
    places = [(place, place + 1) for place in range(20)]
    findings = [*located(text, *places), *located(text, (19, 20), rule="other"), *located(text, *places, path="b.txt")]
    report = rendered(findings, Style(width=80))
    for part in report.split("b.txt"):
        assert part.count(" rule: message") == 5
        assert part.count("  … and 15 more of rule, --verbose shows all\n") == 1
    assert report.count(" other: message") == 1
    everything = rendered(findings, Style(width=80, verbose=True))
    assert everything.count(" rule: message") == 40
    assert "more of" not in everything


def test_one_more_finding_is_shown_since_that_takes_no_more_room() -> None:
    report = rendered(located("x" * 6, *((place, place + 1) for place in range(6))), Style(width=80))
    assert report.count(" rule: message") == 6
    assert "more of" not in report


def test_findings_across_articles_stand_apart_each_with_its_line(seedlint: Seedlint, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"# Tea\n\nOne.\u200b\n\nMore of our stories {number}\n")
    report = seedlint("check", ".", "--select", "invisible-character,recurring-line").stdout
    before, _, across = report.partition("Across articles\n\n")
    assert before.count("invisible-character") == 6
    assert "recurring-line" not in before
    assert across.startswith(
        "0.txt\n"
        "  5:1      recurring-line: stands in 6 of 6 articles [no fix]\n"
        "       5 | More of our stories 0\n"
        "         | ^^^^^^^^^^^^^^^^^^^^^\n\n"
    )
    assert across.count(" recurring-line: ") == 6


def test_an_article_that_is_not_what_was_judged_shows_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    (item,) = located("one\ntwo\n", (4, 7), path=str(path))
    across = item._replace(stage="corpus", excerpt=None)
    path.write_text("one\ntwo\n")
    assert "       2 | two\n" in rendered([across], Style(width=80))
    for other in ("one two\n", "one\n"):
        path.write_text(other)
        assert " | " not in rendered([across], Style(width=80))
    path.unlink()
    assert " | " not in rendered([across], Style(width=80))


# Statistics


def statistics(width: int = 80, *, colour: bool = False) -> list[str]:
    text = "x" * 1000
    findings = [
        *located(text, *((place, place + 1) for place in range(60)), rule="many"),
        *located(text, *((place, place + 1) for place in range(20)), rule="many", safety=Safety.UNSAFE),
        *located(text, (0, 1), (1, 2), rule="few", safety=Safety.MANUAL),
        *located(text, (0, 1), rule="few", safety=Safety.MANUAL, path="b.txt"),
    ]
    return rendered(findings, Style(statistics=True, quiet=True, width=width, colour=colour)).splitlines()


def test_statistics_are_a_table_with_bars() -> None:
    assert statistics() == [
        "findings  rule" + " " * 29 + "█ safe  ▒ unsafe  ░ by hand  articles",
        "      80  many  " + "█" * 19 + "▒" * 6 + "      60        20          –         1",
        "       3  few   ░" + " " * 24 + "       –         –          3         2",
        "",
    ]


def test_where_there_is_no_room_for_bars_the_figures_are_left() -> None:
    assert statistics(60) == [
        "findings  rule  █ safe  ▒ unsafe  ░ by hand  articles",
        "      80  many      60        20          –         1",
        "       3  few        –         –          3         2",
        "",
    ]


def test_colours_of_statistics_change_no_column() -> None:
    coloured = statistics(colour=True)
    assert "\x1b[32m" + "█" * 19 in coloured[1]
    assert [re.sub("\x1b\\[[0-9;]*m", "", line).rstrip() for line in coloured] == statistics()


def test_a_terminal_without_blocks_gets_bars_of_ascii(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# Tea\n\nOne.\u200b\n")
    done = seedlint("check", "--statistics", "a.txt", environment={"PYTHONIOENCODING": "ascii"})
    assert " # safe  = unsafe  . by hand " in done.stdout
    assert "####" in done.stdout


def test_statistics_of_nothing_are_empty(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# Tea\n\nOne.\n")
    assert seedlint("check", "--statistics", "a.txt").stdout == "No defects found in 1 file.\n"


# What to run next


def last_line(summary: Summary, style: Style) -> str:
    return "".join(summary_lines(summary, style)).splitlines()[-1]


@pytest.mark.parametrize(
    ("safety", "wanted", "line"),
    [
        (Safety.SAFE, Safety.SAFE, "Fix with: seedlint fix a.txt   (see what it would do: add --diff)"),
        (
            Safety.UNSAFE,
            Safety.SAFE,
            "Fix more with: seedlint fix a.txt --unsafe-fixes   (see what it would do: add --diff)",
        ),
        (
            Safety.UNSAFE,
            Safety.UNSAFE,
            "Fix with: seedlint fix a.txt --unsafe-fixes   (see what it would do: add --diff)",
        ),
        (Safety.MANUAL, Safety.SAFE, "Read about them with: seedlint explain rule"),
    ],
)
def test_the_last_line_says_what_to_run_next(safety: Safety, wanted: Safety, line: str) -> None:
    summary = Summary(wanted, files=1, files_with_findings=1)
    for item in located("x", (0, 1), safety=safety):
        summary.add(item)
    assert last_line(summary, Style(hint="seedlint fix a.txt")) == line
    summary.accepted = Accepted(3, 2, "seedlint baseline a.txt")
    assert last_line(summary, Style(hint="seedlint fix a.txt")) == line


def test_after_a_diff_the_last_line_says_how_to_apply_it(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# Tea\n\nOne.\u200b\n")
    for command in (("check", "--diff"), ("fix", "--diff")):
        assert seedlint(*command, "a.txt").stderr.splitlines()[-1] == "Apply with: seedlint fix a.txt"
    assert seedlint("fix", "--check", "a.txt").stdout.splitlines()[-1] == "Apply with: seedlint fix a.txt"


def test_what_is_left_by_hand_is_explained_or_looked_at() -> None:
    summary = Summary(Safety.SAFE, files=1, files_with_findings=1)
    for item in (*located("x", (0, 1), safety=Safety.MANUAL), *located("x", (0, 1), rule="rare", safety=Safety.MANUAL)):
        summary.add(item)
        summary.add(item) if item.finding.rule == "rule" else None
    style = Style(hint="seedlint fix a.txt", look="seedlint report a.txt")
    assert last_line(summary, style) == (
        "Read about them with: seedlint explain rule   (see them on a page: seedlint report a.txt)"
    )


@pytest.mark.fault("Reports", "Any text on a terminal")
@given(st.text())
def test_printable_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    """Nothing is left in it that a terminal obeys."""
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
