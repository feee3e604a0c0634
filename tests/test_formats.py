"""Formats for machines: valid by their schemas, the same places in all, and nothing in an article leaves its field."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from conftest import Seedlint
from lint import Edit, Finding, Fix, Safety
from lint.errors import Problem
from lint.report import annotation, github, gitlab, markdown, sarif
from lint.report.formats import FORMATS
from lint.report.located import Located
from lint.report.printable import place, printable
from lint.report.style import Style
from lint.report.summary import Summary
from lint.request import Request
from lint.session import Session
from lint.views.lines import Position

SCHEMAS = Path(__file__).parent / "schemas"
NEW = ("sarif", "github", "gitlab", "junit", "markdown")
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><!--",
    "<!-- ]]> -->",
    "[x](javascript:alert(1))",
    "[x](https://example.com) ![y](z)",
    "\\[x\\](0) \\\\[y\\\\](1)",
    "{0} {{1}} {",
    "\x1b[31mred\x1b]8;;https://example.com\x07",
    "::error::x",
    "\n::error file=x::y",
    "%0A::set-output name=a::b",
    "##[error]x",
    "a\u202eb\u2066c",
    "=cmd|'/C calc'!A0",
    "nul\0nul",
    "`` ` ```",
    "\\| | \\\\|",
    "@name #1 GH-1 <b>*x*</b> &amp; &#64;",
    "\"quotes\" 'too'",
    "\ufffe\uffff\x85\u2028",
    "\udce9\ud800",
    "",
    " ",
    "x" * 1_000_000,
)
# Surrogates are among them: they stand for bytes that are not UTF-8.
FIRST, SECOND = Position(0, 1, 1), Position(1, 1, 2)
ANY_TEXT = st.one_of(
    st.sampled_from([text for text in HOSTILE if len(text) < 1000]),
    st.text(st.characters(exclude_categories=()), max_size=30),
)


ANY_PATH = ANY_TEXT.map(lambda text: text or "-")


def located(
    text: str = "message",
    path: str = "a.txt",
    *,
    rule: str = "invisible-character",
    safety: Safety = Safety.SAFE,
    start: Position = FIRST,
    end: Position = SECOND,
    inserted: str = "",
    **more: Any,
) -> Located:
    """Make a finding with a fix of its whole extent, or none if it is manual."""
    fix = Fix((Edit(start.offset, end.offset, inserted),), safety) if safety is not Safety.MANUAL else None
    finding = Finding(rule, start.offset, end.offset, text, fix)
    return Located(path, more.pop("record", None), finding, "encoding", start, end, **more)


def rendered(
    name: str, findings: Iterable[Located], problems: Iterable[Problem] = (), style: Style | None = None
) -> str:
    """Render as a session does: what passes by is counted."""
    summary = Summary(Safety.SAFE, files=1, files_with_findings=1)

    def passing() -> Iterator[Located]:
        for item in findings:
            summary.add(item)
            yield item
        summary.problems.extend(problems)

    return "".join(FORMATS[name].render(passing(), summary, style or Style()))


@cache
def validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / schema).read_text(encoding="utf-8")))


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit.xsd")


@cache
def check_rules(rules: str) -> None:
    """Validate the rules of a report; they are the same in all, and take longer than the findings."""
    driver = {"name": "seedlint", "rules": json.loads(rules)}
    validator("sarif-2.1.0.json").validate({"version": "2.1.0", "runs": [{"tool": {"driver": driver}}]})


def sarif_run(report: str) -> dict[str, Any]:
    """Return the one run of a report that is valid; addresses hold what RFC 3986 lets them hold."""
    assert report.isascii()
    log = json.loads(report)
    driver = log["runs"][0]["tool"]["driver"]
    rules = driver.pop("rules")
    validator("sarif-2.1.0.json").validate(log)
    check_rules(json.dumps(rules))
    driver["rules"] = rules
    for address in re.findall(r'"uri": "([^"]*)"', report):
        unescaped = re.sub("%[0-9A-F]{2}", "", address)
        assert re.fullmatch(r"(?:[a-z][a-z0-9+]*://)?(?:/[A-Z]:/)?[A-Za-z0-9._~/-]*", unescaped)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def gitlab_issues(report: str) -> list[dict[str, Any]]:
    assert report.isascii()
    issues: list[dict[str, Any]] = json.loads(report)
    validator("gitlab-code-quality.json").validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def junit_suite(report: str) -> ET.Element:
    assert report.isascii()
    junit_schema().validate(report)
    root = ET.fromstring(report)  # noqa: S314 - our own report
    suite = root[0]
    assert len(root) == 1
    counts = {name: len(suite.findall(path)) for name, path in COUNTED.items()}
    assert {name: int(suite.attrib[name]) for name in COUNTED} == counts
    return suite


COUNTED = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error"}


def github_commands(report: str) -> list[tuple[str, dict[str, str], str]]:
    """Read a log as GitHub's runner does: a command, its properties, its data."""
    assert not report or report.endswith("\n")
    return [_command(line) for line in report.split("\n")[:-1]]


def _command(line: str) -> tuple[str, dict[str, str], str]:
    assert line.startswith("::")
    assert line == printable(line)
    head, _, data = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    assert name in ("notice", "warning", "error")
    pairs = (pair.partition("=") for pair in listed.split(","))
    properties = {
        key: value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        for key, _, value in pairs
    }
    assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
    return name, properties, data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def shown(text: str) -> str:
    """Return how text that people read stands in a report that a log may hold."""
    return printable(text).replace("##[", "<U+0023>#[")


def markdown_spans(report: str) -> list[str]:
    """Return the code spans; nothing else may hold more than words of our own."""
    spans = []
    for token in MarkdownIt("commonmark").enable("table").parse(report):
        if token.type == "html_block":
            assert re.fullmatch(r"<details>\n<summary>[\w ,]+</summary>\n|</details>\n", token.content)
        assert token.type not in ("fence", "code_block", "blockquote_open", "hr")
        for child in token.children or ():
            assert child.type in ("text", "code_inline", "strong_open", "strong_close")
            if child.type == "code_inline":
                spans.append(child.content)
            else:
                assert re.fullmatch(r"[\w ,.:()\[\]-]*", child.content)
    return spans


def plain_text(words: str) -> str:
    """Undo what a text of SARIF escapes."""
    halved = re.sub(r"(\\+)([\[\]])", lambda match: match[1][: len(match[1]) // 2] + match[2], words)
    return halved.replace("{{", "{").replace("}}", "}")


@settings(deadline=None, max_examples=30)
@given(ANY_TEXT, ANY_PATH, ANY_TEXT, ANY_TEXT)
def test_any_text_comes_back_from_sarif(message: str, path: str, inserted: str, name: str) -> None:
    items = [located(message, path, inserted=inserted), located(message, path, record=3, id=name)]
    run = sarif_run(rendered("sarif", items, [Problem(path, message)]))
    first, second = run["results"]
    assert plain_text(first["message"]["text"]) == printable(message)
    assert first["level"] == "note"
    fixes = first.get("fixes", [])
    assert [fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] for fix in fixes] == (
        [inserted] if annotation.unicode(inserted) == inserted else []
    )
    assert second["properties"]["id"] == annotation.unicode(name)
    assert second["properties"]["record"] == 3
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert plain_text(notification["message"]["text"]) == printable(message)


@given(st.text())
def test_no_text_of_sarif_holds_a_link_or_a_placeholder(words: str) -> None:
    text = sarif.text(words)
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text)
    assert not re.search(r"(?<!\\)[\[\]]", text)
    assert not re.search(r"\{\d+\}", text.replace("{{", "").replace("}}", ""))
    assert plain_text(text) == printable(words)


@settings(deadline=None)
@given(ANY_TEXT, ANY_PATH, ANY_TEXT)
def test_any_text_comes_back_from_gitlab(message: str, path: str, name: str) -> None:
    items = [located(message, path), located(message, path), located(message, path, record=3, id=name)]
    first, second, third, problem = gitlab_issues(rendered("gitlab", items, [Problem(path, f"broken: {message}")]))
    assert first["description"] == second["description"] == f"{printable(message)} [safe fix]"
    assert first["location"]["path"] == annotation.unicode(annotation.from_root(path))
    assert third["description"].endswith(f", line 1, column 1: {printable(message)} [safe fix]")
    assert (problem["description"], problem["severity"]) == (f"broken: {printable(message)}", "blocker")


@settings(deadline=None)
@given(ANY_TEXT, ANY_PATH, ANY_TEXT)
def test_any_text_comes_back_from_junit(message: str, path: str, name: str) -> None:
    items = [located(message, path), located(message, path, record=3, id=name)]
    suite = junit_suite(rendered("junit", items, [Problem(path, message)]))
    root = annotation.from_root(path)
    names = [case.attrib["name"] for case in suite]
    assert names == [place(root, None), place(root, 3), place(root, None), "all other articles"]
    for failure in suite.iter("failure"):
        assert failure.text == f"1:1: invisible-character: {printable(message)} [safe fix]\n"
    (error,) = suite.iter("error")
    assert (error.text or "") == printable(message)


@given(ANY_TEXT, ANY_PATH, ANY_TEXT)
def test_any_text_comes_back_from_github(message: str, path: str, name: str) -> None:
    items = [located(message, path), located(message, path, record=3, id=name)]
    first, second, third = github_commands(rendered("github", items, [Problem(path, message)]))
    shown = printable(annotation.from_root(path))
    assert first == (
        "notice",
        {"file": shown, "line": "1", "endLine": "1", "col": "1", "endColumn": "2", "title": "invisible-character"},
        f"{printable(message)} [safe fix]",
    )
    assert second[2].endswith(f", line 1, column 1: {printable(message)} [safe fix]")
    assert third == ("error", {"file": shown, "title": "seedlint"}, printable(message))


@given(ANY_TEXT, ANY_PATH, ANY_TEXT)
def test_any_text_comes_back_from_markdown(message: str, path: str, name: str) -> None:
    items = [located(message, path), located(message, path, record=3, id=name)]
    spans = markdown_spans(rendered("markdown", items, [Problem(path, message)]))
    root = annotation.from_root(path)
    files, words, row = (shown(text) or " " for text in (root, message, f"{root}#3"))
    named = shown(name) or " "
    wanted = ["invisible-character", files, files, words, row, named, words, files, words]
    assert [span.strip() for span in spans] == [span.strip() for span in wanted]


@pytest.mark.fault("Reports", "Text that ends a field, a row or a tag of any format")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_stays_in_its_field(name: str, text: str) -> None:
    """Each report is read back by its schema, with the text in its field."""
    for item in (located(text), located("m", text[:4000] or "-"), located("m", record=0, id=text)):
        report = rendered(name, [item], [Problem(text[:4000] or "-", text or "-")])
        if name in READERS:
            READERS[name](report)
        elif name == "json":
            assert len(json.loads(report)["findings"]) == 1
        elif name == "jsonl":
            assert len(report.splitlines()) == len([json.loads(line) for line in report.splitlines()]) == 1
        else:
            assert all(line == printable(line) for line in report.split("\n"))
        if name in ("github", "markdown"):
            assert len(report) < 50_000


READERS = {
    "sarif": sarif_run,
    "gitlab": gitlab_issues,
    "junit": junit_suite,
    "github": github_commands,
    "markdown": markdown_spans,
}


@pytest.mark.fault("Reports", "Text that a CI runner would take for a command")
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "text", ["::error::x", " ::error::x", "##[error]x", "a##[add-mask]b", "###[group]", "\\##[error]"]
)
def test_no_format_commands_a_runner_that_reads_the_log(name: str, text: str) -> None:
    """No report holds a command that is not meant."""
    items = [located(text), located("m", text), located("m", record=0, id=text)]
    for item in items:
        report = rendered(name, [item], [Problem(text, text)])
        commands = [line for line in report.split("\n") if line.lstrip().startswith("::")]
        if name == "github":
            # A line that is a command is not searched for another one.
            assert commands == report.split("\n")[:-1]
        else:
            assert not commands
            assert "##[" not in report
        if name in ("json", "jsonl"):
            found = json.loads(report)["findings"][0] if name == "json" else json.loads(report)
            assert (found["path"], found["message"]) == (item.path, item.finding.message)
        if name in READERS:
            READERS[name](report)


@pytest.mark.parametrize("name", NEW)
def test_a_run_without_findings_is_a_valid_report(name: str) -> None:
    READERS[name](rendered(name, []))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a b.txt", "a%20b.txt"),
        ("./sub//a#1?.txt", "sub//a%231%3F.txt"),
        ("100%.txt", "100%25.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("back\\slash.txt", "back%5Cslash.txt"),
        ("\u8bcd.txt", "%E8%AF%8D.txt"),
        ("latin\udce9.txt", "latin%E9.txt"),
        ("../up.txt", "../up.txt"),
        ("/abs/a b.txt", "file:///abs/a%20b.txt"),
        ("C:/abs/a.txt", "file:///C:/abs/a.txt"),
        ("s3://bucket/a b.jsonl", "s3://bucket/a%20b.jsonl"),
    ],
)
def test_paths_become_addresses(path: str, address: str) -> None:
    assert sarif.uri(path) == address
    assert os.fsencode(path.removeprefix("./")) in unquote_to_bytes(address)


@pytest.mark.parametrize("name", [float("nan"), dt.date(2020, 1, 2), Decimal("1.5"), 2**70, True])
def test_what_names_a_row_is_always_json(name: object) -> None:
    report = rendered("sarif", [located(record=0, id=name)])
    (result,) = json.loads(report, parse_constant=pytest.fail)["runs"][0]["results"]
    assert result["properties"]["id"] == (name if isinstance(name, int) else str(name))


def test_paths_below_the_current_folder_are_named_from_there() -> None:
    here = os.getcwd()
    assert annotation.from_root(f"{here}/sub/a.txt") == "sub/a.txt"
    assert annotation.from_root(f"{here}-other/a.txt") == f"{here}-other/a.txt"
    assert sarif.uri(f"{here}/sub/a.txt") == "sub/a.txt"


def test_safety_is_level_and_severity() -> None:
    items = [located(safety=safety) for safety in (Safety.SAFE, Safety.UNSAFE, Safety.MANUAL)]
    assert [result["level"] for result in sarif_run(rendered("sarif", items))["results"]] == [
        "note",
        "warning",
        "warning",
    ]
    assert [name for name, _, _ in github_commands(rendered("github", items))] == ["notice", "warning", "warning"]
    assert [issue["severity"] for issue in gitlab_issues(rendered("gitlab", items))] == ["info", "minor", "major"]
    assert set(sarif.LEVELS) == set(github.LEVELS) == set(gitlab.SEVERITIES) == set(Safety)


def test_a_finding_that_takes_a_line_end_touches_one_line() -> None:
    item = located(start=Position(3, 2, 2), end=Position(5, 3, 1))
    (command,) = github_commands(rendered("github", [item]))
    assert command[1] == {"file": "a.txt", "line": "2", "endLine": "2", "col": "2", "title": "invisible-character"}
    (issue,) = gitlab_issues(rendered("gitlab", [item]))
    assert issue["location"]["lines"] == {"begin": 2, "end": 2}
    assert issue["location"]["positions"]["end"] == {"line": 3, "column": 1}


def test_a_fix_says_offsets_and_as_far_as_they_are_known_lines() -> None:
    edits = (Edit(2, 3, "X"), Edit(4, 4, "Y"), Edit(20, 21, "Z"))
    finding = Finding("invisible-character", 2, 5, "m", Fix(edits, Safety.UNSAFE))
    item = Located("a.txt", None, finding, "encoding", Position(2, 1, 3), Position(5, 1, 6))
    (result,) = sarif_run(rendered("sarif", [item]))["results"]
    (fix,) = result["fixes"]
    assert fix["description"]["text"] == "unsafe fix"
    regions = [replacement["deletedRegion"] for replacement in fix["artifactChanges"][0]["replacements"]]
    line = {"startLine": 1, "endLine": 1}
    assert regions == [
        {**line, "startColumn": 3, "endColumn": 4, "charOffset": 2, "charLength": 1},
        {**line, "startColumn": 5, "endColumn": 5, "charOffset": 4, "charLength": 0},
        {"charOffset": 20, "charLength": 1},
    ]


@pytest.mark.parametrize("edits", [(), (Edit(0, 1, "\udce9"),)])
def test_a_fix_that_cannot_be_said_is_left_out(edits: tuple[Edit, ...]) -> None:
    finding = Finding("invisible-character", 0, 1, "m", Fix(edits, Safety.SAFE))
    item = Located("a.txt", None, finding, "encoding", Position(0, 1, 1), Position(1, 1, 2))
    (result,) = sarif_run(rendered("sarif", [item]))["results"]
    assert "fixes" not in result
    assert result["properties"]["safety"] == "safe"


def test_equal_fingerprints_are_told_apart_and_others_do_not_move_them() -> None:
    def known_by(*marks: str) -> list[str]:
        items = [located(fingerprint=mark) for mark in marks]
        return [
            result["partialFingerprints"]["seedlint/v1"] for result in sarif_run(rendered("sarif", items))["results"]
        ]

    assert known_by("a", "a", "b", "a") == ["a:1", "a:2", "b:1", "a:3"]
    assert known_by("c", "a", "a") == ["c:1", "a:1", "a:2"]


def test_rows_that_are_the_same_have_fingerprints_of_their_own() -> None:
    rows = [located(path="r.jsonl", record=record, fingerprint="a") for record in (0, 1)]
    results = sarif_run(rendered("sarif", rows))["results"]
    assert [result["partialFingerprints"]["seedlint/v1"] for result in results] == ["a:0:1", "a:1:1"]
    named = [located(path="r.jsonl", record=7, id="x", fingerprint="a")]
    (result,) = sarif_run(rendered("sarif", named))["results"]
    assert result["partialFingerprints"]["seedlint/v1"] == "a:1"
    assert len(gitlab_issues(rendered("gitlab", rows))) == 2


def test_a_row_is_named_in_words_and_stands_on_its_line() -> None:
    start, end = Position(30, 3, 4), Position(31, 3, 5)
    row = located("gone", "r.jsonl", record=16, id="a,b:c", start=start, end=end)
    other = located("gone", "r.parquet", record=16, start=start, end=end)
    words = "row 16 (a,b:c), line 3, column 4: gone"
    first, second = sarif_run(rendered("sarif", [row, other]))["results"]
    assert first["message"]["text"] == words
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 17}
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "r.jsonl#16"
    assert first["properties"]["start"] == {"offset": 30, "line": 3, "column": 4}
    assert (first["properties"]["record"], first["properties"]["id"]) == (16, "a,b:c")
    assert "fixes" not in first
    commands = github_commands(rendered("github", [row, other]))
    assert commands[0][1:] == (
        {"file": "r.jsonl", "line": "17", "endLine": "17", "title": "invisible-character"},
        f"{words} [safe fix]",
    )
    issue, _ = gitlab_issues(rendered("gitlab", [row, other]))
    assert issue["location"] == {"path": "r.jsonl", "lines": {"begin": 17, "end": 17}}
    case = junit_suite(rendered("junit", [row]))[0]
    assert case.attrib["name"] == "r.jsonl#16"
    assert case[0].text == "3:4: invisible-character: gone [safe fix]\n"
    assert "r.jsonl#16" in markdown_spans(rendered("markdown", [row]))


def test_findings_across_articles_join_the_case_of_their_article() -> None:
    items = [located("1", "a.txt"), located("2", "b.txt"), located("3", "a.txt", rule="repeated-title")]
    suite = junit_suite(rendered("junit", items))
    assert [case.attrib["name"] for case in suite] == ["a.txt", "b.txt", "all other articles"]
    assert suite[0][0].text == (
        "1:1: invisible-character: 1 [safe fix]\n1:1: repeated-title: 3 [safe fix]\n"
    )  # fmt: skip


def test_every_rule_is_described_within_the_limits_of_github() -> None:
    rules = sarif_run(rendered("sarif", [located()]))["tool"]["driver"]["rules"]
    assert len(rules) > 50
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) == 1
    results = sarif_run(rendered("sarif", [located()]))["results"]
    assert rules[results[0]["ruleIndex"]]["id"] == results[0]["ruleId"] == "invisible-character"


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab"])
def test_findings_pass_through_one_by_one(name: str) -> None:
    taken = 0

    def endless() -> Iterator[Located]:
        nonlocal taken
        while True:
            taken += 1
            yield located(f"m{taken}")

    for piece in FORMATS[name].render(endless(), Summary(Safety.SAFE), Style()):
        if "m100" in piece:
            break
    assert taken == 100


def test_a_summary_shows_the_first_findings_and_the_worst_files() -> None:
    items = [located(f"m{number}", f"{number % 20:02}.txt") for number in range(190)]
    report = rendered("markdown", items, style=Style(hint="seedlint fix 'a`b'"))
    spans = markdown_spans(report)
    assert "The first 50 of 190 findings" in report
    assert sum(bool(re.fullmatch(r"m\d+", span)) for span in spans) == markdown.MOST_FINDINGS
    assert re.findall(r"^- `(\d\d)\.txt`: (\d+)$", report, re.MULTILINE) == [(f"{n:02}", "10") for n in range(10)]
    assert "- and 10 others" in report
    assert "seedlint fix 'a`b'" in spans
    assert "m1" not in markdown_spans(rendered("markdown", items, style=Style(statistics=True)))


# As a user types it ---------------------------------------------------------------------------------------------------

NAMES = [
    "<script>.txt",
    "::error::.txt",
    "%0A::set-output.txt",
    "a`b|c.md",
    "=cmd|'!A0.txt",
    "[x](y) #1 @z.txt",
    "b\u202ec.txt",
]
BODY = "# Tea\n\n%s zero\u200bwidth\nand &nbsp; here.  \n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in zip(NAMES, HOSTILE, strict=False):
        (tmp_path / name).write_bytes((BODY % text).encode())
    (tmp_path / "new\nline.txt").write_bytes(BODY.encode())
    (tmp_path / os.fsdecode(b"latin\xe9.txt")).write_bytes(BODY.encode())
    (tmp_path / "long.txt").write_bytes(f"# Tea\n\n{'x' * 1_000_000}\u200b\n".encode())
    rows = [{"text": BODY % text, "id": text} for text in HOSTILE[:5]]
    lines = [*map(json.dumps, rows), '{"text": 3}']
    (tmp_path / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.fault("Reports", "File names with line ends, quotes, tags, commands and bytes that are no text")
def test_all_formats_say_the_same_of_hostile_articles(seedlint: Seedlint, folder: Path) -> None:
    """All formats report the same findings at the same places."""
    runs = {name: seedlint("check", "--output-format", name, "--id-field", "id") for name in FORMATS}
    assert {name: done.returncode for name, done in runs.items()} == dict.fromkeys(FORMATS, 2)
    reports = {name: done.stdout for name, done in runs.items()}
    findings = json.loads(reports["json"])["findings"]
    assert len(findings) > 30
    assert len({item["path"] for item in findings}) == len(NAMES) + 4
    places = sorted(_place(item) for item in findings)
    run = sarif_run(reports["sarif"])
    assert sorted(_sarif_place(result) for result in run["results"]) == places
    of_files = sorted((path, rule, line) for path, record, rule, line, *_ in places if record is None)
    issues = [issue for issue in gitlab_issues(reports["gitlab"]) if issue["severity"] != "blocker"]
    assert len(issues) == len(places)
    assert sorted(
        (item["location"]["path"].encode("unicode_escape"), item["check_name"], item["location"]["lines"]["begin"])
        for item in issues
        if "positions" in item["location"]
    ) == [(annotation.unicode(os.fsdecode(path)).encode("unicode_escape"), rule, line) for path, rule, line in of_files]
    commands = [command for command in github_commands(reports["github"]) if command[0] != "error"]
    assert sorted(
        (item["file"], item["title"], int(item["line"])) for _, item, _ in commands if "col" in item
    ) == sorted((printable(os.fsdecode(path)), rule, line) for path, rule, line in of_files)
    listed = [
        line for failure in junit_suite(reports["junit"]).iter("failure") for line in (failure.text or "").split("\n")
    ]
    assert len(list(filter(None, listed))) == len(places)
    markdown_spans(reports["markdown"])
    for name in ("text", "concise"):
        assert all(line == printable(line) for line in reports[name].split("\n"))


def _place(item: dict[str, Any]) -> tuple[Any, ...]:
    start, end = item["start"], item["end"]
    path = os.fsencode(item["path"])
    return path, item["record"], item["rule"], start["line"], start["column"], start["offset"], end["offset"]


def _sarif_place(result: dict[str, Any]) -> tuple[Any, ...]:
    physical = result["locations"][0]["physicalLocation"]
    path = unquote_to_bytes(physical["artifactLocation"]["uri"])
    known = result["properties"]
    if "record" in known:
        start, end = known["start"], known["end"]
        return path, known["record"], result["ruleId"], *_numbers(start), end["offset"]
    region = physical["region"]
    offset = region["charOffset"]
    numbers = region["startLine"], region["startColumn"], offset, offset + region["charLength"]
    return path, None, result["ruleId"], *numbers


def _numbers(start: dict[str, int]) -> tuple[int, int, int]:
    return start["line"], start["column"], start["offset"]


def test_the_fixes_in_sarif_do_what_the_fixer_does(seedlint: Seedlint, tmp_path: Path) -> None:
    text = "# Tea\n\nzero\u200bwidth \u8336\ufeff\u8336\n\nOne &amp; two.\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    run = sarif_run(seedlint("check", "--output-format", "sarif", "a.txt").stdout)
    assert run["columnKind"] == "unicodeCodePoints"
    edits = [edit for result in run["results"] for edit in result["fixes"][0]["artifactChanges"][0]["replacements"]]
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: -edit["deletedRegion"]["charOffset"]):
        region = edit["deletedRegion"]
        start, end = region["charOffset"], region["charOffset"] + region["charLength"]
        assert lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == text[start:end]
        text = text[:start] + edit["insertedContent"]["text"] + text[end:]
    seedlint("fix", "a.txt")
    assert (tmp_path / "a.txt").read_bytes().decode() == text


@pytest.mark.parametrize("name", FORMATS)
def test_exit_codes_are_the_same_in_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "clean.txt").write_bytes(b"# Tea\n\nOne.\n")
    (tmp_path / "bad.txt").write_bytes("# Tea\n\nOne\u200b two.\n".encode())
    for file, code in (("clean.txt", 0), ("bad.txt", 1), ("gone.txt", 2)):
        request = Request(
            paths=(str(tmp_path / file),),
            fix=False,
            output_format=name,
            output_file=str(tmp_path / "report"),
            no_cache=True,
        )
        assert Session(request).run() == code
        report = (tmp_path / "report").read_text(encoding="utf-8")
        if name in READERS:
            READERS[name](report)
            assert ("gone.txt" in report) == (code == 2)


def test_a_long_run_of_backslashes_takes_linear_time() -> None:
    assert sarif.text("\\" * 1_000_000) == "\\" * 1_000_000
