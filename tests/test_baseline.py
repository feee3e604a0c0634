"""Accepted findings: what a baseline hides, what it does not, and what has gone from it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Seedlint
from lint.baseline import read
from lint.errors import UsageError

FILE = ".seedlint-baseline.json"
TEA = "# Tea\n\nShe drank the tea\u200b black, and nobody asked.  \n\nThe second cup was colder than that.\n"
ROWS = [
    {"id": 7, "text": TEA},
    {"id": 8, "text": "No heading stands before these words, and they go on for a while.\n"},
]
MIXED = {
    "hk/a.md": "# 渡輪\n\n她說這個問題還沒有結論，碼頭上的人都在等下一班船。\n",
    "hk/b.md": "# 渡輪\n\n她說這個問題還沒有結論，碼頭上的人都在等另一班船。\n",
    "hk/c.md": "# 渡轮\n\n她说这个问题还没有结论，码头上的人都在等下一班船。\n",
}


def write(folder: Path, name: str, text: str = TEA) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def write_rows(folder: Path, rows: list[dict[str, Any]]) -> None:
    write(folder, "data.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))


def accepted(folder: Path) -> dict[str, dict[str, dict[str, int]]]:
    content: dict[str, Any] = json.loads((folder / FILE).read_text())
    return content["accepted"]  # type: ignore[no-any-return]


def checked(seedlint: Seedlint, *arguments: str | Path, baseline: str | Path = FILE) -> tuple[list[str], int, int]:
    """Check; return the new findings as ``path:record:line rule``, and how many are hidden and gone."""
    done = seedlint("check", "--baseline", baseline, "--output-format", "json", *(arguments or ["."]))
    report = json.loads(done.stdout)
    assert done.returncode == (2 if report["errors"] else bool(report["findings"]))
    assert report["summary"]["findings"] == len(report["findings"])
    counts = report["summary"]["baseline"]
    new = [
        f"{item['path']}:{'' if item['record'] is None else item['record']}:{item['start']['line']} {item['rule']}"
        for item in report["findings"]
    ]
    return new, counts["hidden"], counts["gone"]


def test_what_was_recorded_is_hidden(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    done = seedlint("baseline")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Accepted 2 findings of 1 file in .seedlint-baseline.json.\n"
        "Check with: seedlint check --baseline .seedlint-baseline.json .\n"
    )
    done = seedlint("check", "--baseline", FILE)
    assert done.returncode == 0
    assert done.stdout == "No new defects found in 1 file.\n2 findings hidden by the baseline.\n"
    assert seedlint("check").returncode == 1


def test_the_command_names_the_paths_as_they_were_given(seedlint: Seedlint, tmp_path: Path) -> None:
    names = [f"{letter}/x.txt" for letter in "dacb"]
    for name in names:
        write(tmp_path, name)
    done = seedlint("baseline", *names)
    assert done.stdout.endswith(f"Check with: seedlint check --baseline {FILE} {' '.join(names)}\n")


def test_ten_lines_above_keep_it_hidden(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    above = "".join(f"Sentence number {number} is new here.\n\n" for number in range(5))
    write(tmp_path, "a.txt", TEA.replace("She", f"{above}She"))
    assert checked(seedlint) == ([], 2, 0)


def test_a_new_defect_in_the_same_file_is_reported(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    write(tmp_path, "a.txt", TEA.replace("colder", "cold\u200ber"))
    assert checked(seedlint) == (["a.txt::5 invisible-character"], 2, 0)
    done = seedlint("check", "--baseline", FILE)
    assert done.returncode == 1
    assert "Found 1 new finding in 1 of 1 file: 1 can be fixed safely.\n" in done.stdout
    assert "\n2 findings hidden by the baseline.\n" in done.stdout


def test_of_equal_findings_only_as_many_as_were_accepted_are_hidden(seedlint: Seedlint, tmp_path: Path) -> None:
    line = "The same line, with the same defect\u200b in it.\n\n"
    write(tmp_path, "a.txt", f"# Tea\n\n{line}Between.\n\n{line}The end.\n")
    seedlint("baseline", "--select", "invisible-character")
    assert list(accepted(tmp_path)["a.txt"]["invisible-character"].values()) == [2]
    write(tmp_path, "a.txt", f"# Tea\n\n{line}Between.\n\n{line}The end.\n\n{line}And more.\n")
    assert checked(seedlint, "--select", "invisible-character", ".") == (["a.txt::11 invisible-character"], 2, 0)


@pytest.mark.parametrize(
    "mended",
    [
        TEA.replace("\u200b", ""),
        TEA.replace(".  \n", ".\n"),
        TEA.replace("the tea", "**the** tea\uff0c"),
        TEA.replace("asked", "\uff41sked"),
    ],
    ids=["the other is fixed", "white space", "emphasis and marks", "a letter's other form"],
)
def test_a_neighbour_on_the_line_does_not_bring_it_back(seedlint: Seedlint, tmp_path: Path, mended: str) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    write(tmp_path, "a.txt", mended)
    rules = "invisible-character,trailing-whitespace"
    new, hidden, gone = checked(seedlint, "--select", rules, ".")
    assert (new, hidden + gone) == ([], 2)
    assert hidden == ("\u200b" in mended) + (".  \n" in mended)


def test_in_other_words_it_is_another_finding(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    write(tmp_path, "a.txt", TEA.replace("drank the tea", "poured the milk"))
    assert checked(seedlint) == (["a.txt::3 invisible-character"], 1, 1)


def test_a_finding_of_the_whole_article_stays_hidden_whatever_is_written(seedlint: Seedlint, tmp_path: Path) -> None:
    text = "No heading stands before these words, and they go on for a while."
    write(tmp_path, "a.txt", text)
    seedlint("baseline")
    assert list(accepted(tmp_path)["a.txt"]) == ["missing-final-newline", "missing-title"]
    write(
        tmp_path, "a.txt", f"Other words stand here, and they go on for longer than that.\n\n{text}\n\nThe end is new."
    )
    assert checked(seedlint) == ([], 2, 0)


def test_it_means_the_same_from_another_folder(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "seeds/one/a.txt")
    write(tmp_path, "lists/x")
    assert seedlint("baseline", "--output-file", "lists/old.json", "seeds").returncode == 0
    assert list(json.loads((tmp_path / "lists/old.json").read_text())["accepted"]) == ["../seeds/one/a.txt"]
    assert checked(seedlint, "seeds", baseline="lists/old.json") == ([], 2, 0)
    assert checked(seedlint, tmp_path / "seeds/one/a.txt", baseline=tmp_path / "lists/old.json") == ([], 2, 0)
    inside = seedlint("check", "--baseline", "../../lists/old.json", folder=tmp_path / "seeds/one")
    assert (inside.returncode, inside.stdout.splitlines()[-1]) == (0, "2 findings hidden by the baseline.")


def test_it_means_the_same_through_a_link(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to("real")
    seedlint("baseline", "--output-file", f"real/{FILE}", "real")
    assert checked(seedlint, "link", baseline=f"link/{FILE}") == ([], 2, 0)


def test_gone_are_only_those_that_the_run_would_have_found(seedlint: Seedlint, tmp_path: Path) -> None:
    own = ("--ignore", "corpus")
    for name in ("a.txt", "b.txt", "in/c.txt"):
        write(tmp_path, name)
    seedlint("baseline", *own)
    write(tmp_path, "a.txt", TEA.replace("\u200b", ""))
    (tmp_path / "in/c.txt").unlink()
    write(tmp_path, "in/d.txt", "# Tea\n\nNothing is wrong here.\n")
    assert checked(seedlint, *own, "b.txt") == ([], 2, 0)
    assert checked(seedlint, *own, "a.txt") == ([], 1, 1)
    assert checked(seedlint, *own, "--select", "trailing-whitespace", "a.txt") == ([], 1, 0)
    assert checked(seedlint, *own, "in") == ([], 0, 2)
    assert checked(seedlint, *own, ".") == ([], 3, 3)
    done = seedlint("check", *own, "--baseline", f"../{FILE}", folder=tmp_path / "in")
    renewal = f"seedlint baseline --output-file ../{FILE} .."
    assert done.stdout.endswith(
        f"0 findings hidden by the baseline; 2 accepted ones are gone (update with: {renewal}).\n"
    )


def test_what_the_configuration_switches_off_in_a_file_has_not_gone(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    write(tmp_path, "seedlint.toml", '[per-file-ignores]\n"a.txt" = ["encoding"]\n')
    assert checked(seedlint) == ([], 1, 0)


def test_an_article_that_cannot_be_read_has_not_lost_its_findings(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    (tmp_path / "a.txt").write_bytes(b"\x00\x01")
    assert checked(seedlint) == ([], 0, 0)


def test_findings_across_articles_are_accepted_too(seedlint: Seedlint, tmp_path: Path) -> None:
    for name, text in MIXED.items():
        write(tmp_path, name, text)
    rule = ("--select", "mixed-corpus-script")
    done = seedlint("baseline", *rule, "hk")
    assert "Accepted 1 finding of 0 files and 1 folder in" in done.stdout
    assert list(accepted(tmp_path)) == ["hk"]
    write(tmp_path, "hk/d.md", MIXED["hk/c.md"])
    assert checked(seedlint, *rule, "hk") == ([], 1, 0)
    # Files alone are no corpus, so nothing is known of it; nor does one folder tell of a rule that looked at more.
    assert checked(seedlint, *rule, *MIXED) == ([], 0, 0)
    for name in ("hk/c.md", "hk/d.md"):
        write(tmp_path, name, MIXED["hk/a.md"])
    assert checked(seedlint, *rule, "hk") == ([], 0, 1)
    assert checked(seedlint, *rule, ".") == ([], 0, 1)
    write(tmp_path, "sh/a.md")
    seedlint("baseline", *rule, "hk", "sh")
    assert checked(seedlint, *rule, "hk") == ([], 0, 0)


def test_a_folder_whose_finding_is_hidden_is_not_counted(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 渡轮\n\n她说这个问题还没有结论，码头上的人都在等下一班船。\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# 渡輪\n\n她說這個問題還沒有結論，碼頭上的人都在等下一班船。\n", encoding="utf-8")
    seedlint("baseline", ".")
    (tmp_path / "a.md").write_text(
        "# 渡轮\n\n她说\u200b这个问题还没有结论，码头上的人都在等下一班船。\n", encoding="utf-8"
    )
    done = seedlint("check", "--baseline", ".seedlint-baseline.json", ".")
    assert "Found 1 new finding in 1 of 2 files: " in done.stdout


def test_rows_may_shift(seedlint: Seedlint, tmp_path: Path) -> None:
    write_rows(tmp_path, ROWS)
    done = seedlint("baseline", "data.jsonl")
    assert "Accepted 3 findings of 1 file in" in done.stdout
    clean = {"id": 1, "text": "# Milk\n\nNothing is wrong here.\n"}
    write_rows(tmp_path, [clean, ROWS[1], clean, ROWS[0]])
    assert checked(seedlint, "data.jsonl") == ([], 3, 0)


@pytest.mark.parametrize("options", [(), ("--id-field", "id")], ids=["known by their text", "known by their name"])
def test_another_row_with_the_defect_of_one_that_went_is_new(
    seedlint: Seedlint, tmp_path: Path, options: tuple[str, ...]
) -> None:
    write_rows(tmp_path, ROWS)
    seedlint("baseline", *options, "data.jsonl")
    other = {"id": 9, "text": "Other words stand here without a heading, and they go on for a while.\n"}
    write_rows(tmp_path, [ROWS[0], other])
    assert checked(seedlint, *options, "data.jsonl") == (["data.jsonl:1:1 missing-title"], 2, 1)


def test_a_row_with_a_name_may_change_where_nothing_was_found(seedlint: Seedlint, tmp_path: Path) -> None:
    write_rows(tmp_path, ROWS)
    seedlint("baseline", "--id-field", "id", "data.jsonl")
    write_rows(tmp_path, [ROWS[0], {"id": 8, "text": f"An opening that is new.\n\n{ROWS[1]['text']}"}])
    assert checked(seedlint, "--id-field", "id", "data.jsonl") == ([], 3, 0)


def test_rows_are_named_as_they_were(seedlint: Seedlint, tmp_path: Path) -> None:
    write_rows(tmp_path, ROWS)
    done = seedlint("baseline", "--id-field", "id", "data.jsonl")
    assert f"seedlint check --baseline {FILE} --id-field id data.jsonl" in done.stdout
    done = seedlint("check", "--baseline", FILE, "data.jsonl")
    assert done.returncode == 2
    assert f"{FILE}: was recorded with --id-field id; give it too, or record it anew with: seedlint" in done.stderr


def test_a_bad_row_leaves_open_what_has_gone(seedlint: Seedlint, tmp_path: Path) -> None:
    write_rows(tmp_path, ROWS)
    seedlint("baseline", "data.jsonl")
    write_rows(tmp_path, [ROWS[0], {"id": 8, "text": None}])
    assert checked(seedlint, "data.jsonl") == ([], 2, 0)


def test_fixing_repairs_what_is_accepted_and_hides_what_is_left(seedlint: Seedlint, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEA.removeprefix("# Tea\n\n"))
    seedlint("baseline")
    done = seedlint("fix", "--diff", "--baseline", FILE, "a.txt")
    assert done.returncode == 1
    assert "No new defects left in 1 file.\n1 finding hidden by the baseline.\n" in done.stderr
    done = seedlint("fix", "--baseline", FILE, "--output", "out", "a.txt")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1 finding hidden by the baseline.")
    done = seedlint("fix", "--baseline", FILE, "a.txt")
    assert done.returncode == 0
    assert path.read_text() == TEA.removeprefix("# Tea\n\n").replace("\u200b", "").replace(".  \n", ".\n")
    assert "1 finding hidden by the baseline; 2 accepted ones are gone (update with" in done.stdout


def test_an_article_on_stdin_is_known_by_the_name_it_is_given(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    options = ("check", "--baseline", FILE, "-")
    assert seedlint(*options, "--stdin-filename", "a.txt", stdin=TEA.encode()).returncode == 0
    assert seedlint(*options, "--stdin-filename", "b.txt", stdin=TEA.encode()).returncode == 1


def test_the_file_is_the_same_for_any_number_of_processes(seedlint: Seedlint, tmp_path: Path) -> None:
    for number in range(100):
        write(tmp_path, f"{number}.txt", f"{TEA}{TEA.replace('cup', f'cup {number}')}" * 20)
    files = []
    for jobs in ("1", "2"):
        seedlint("baseline", "--no-cache", "--jobs", jobs)
        files.append((tmp_path / FILE).read_bytes())
    assert files[0] == files[1]
    assert len(accepted(tmp_path)) == 100


def test_the_file_has_a_line_for_each_fingerprint_in_order(seedlint: Seedlint, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        write(tmp_path, name)
    seedlint("baseline")
    lines = [line.split(":")[0].strip(' "') for line in (tmp_path / FILE).read_text().splitlines()]
    paths = [line for line in lines if line.endswith(".txt")]
    assert paths == ["a.txt", "b.txt"]
    found = accepted(tmp_path)["a.txt"]
    assert list(found) == ["invisible-character", "trailing-whitespace"]
    assert {lines.count(fingerprint) for counts in found.values() for fingerprint in counts} == {2}


def test_recording_anew_replaces_the_file_and_keeps_its_permissions(seedlint: Seedlint, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    seedlint("baseline")
    (tmp_path / FILE).chmod(0o640)
    # What a merge leaves behind is still a baseline to be replaced.
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text() + "<<<<<<< ours\n")
    path.unlink()
    write(tmp_path, "b.txt")
    assert seedlint("baseline").returncode == 0
    assert list(accepted(tmp_path)) == ["b.txt"]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == [FILE, "b.txt"]


@pytest.mark.fault("Files", "`seedlint baseline` told to write over an article")
def test_nothing_but_a_baseline_is_replaced(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is refused; the article stays as it was."""
    path = write(tmp_path, "a.txt")
    done = seedlint("baseline", "--output-file", "a.txt")
    assert (done.returncode, path.read_bytes()) == (2, TEA.encode())
    assert "error: a.txt: exists and is not a baseline of seedlint; name another file" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--output-file", "nowhere/b.json", "a.txt"], "error: nowhere/b.json: cannot be written: there is no folder"),
        (["--output-file", ".", "a.txt"], "error: .: cannot be read: Is a directory; name another file"),
        (["-"], "error: what comes on stdin cannot be found again; name files or folders"),
    ],
)
def test_what_cannot_be_recorded_is_said(
    seedlint: Seedlint, tmp_path: Path, arguments: list[str], message: str
) -> None:
    write(tmp_path, "a.txt")
    done = seedlint("baseline", *arguments, stdin=b"")
    assert done.returncode == 2
    assert message in done.stderr
    assert os.listdir(tmp_path) == ["a.txt"]


def test_what_cannot_be_read_is_said_and_the_rest_recorded(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01")
    done = seedlint("baseline", "--quiet")
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: b.txt: is not text" in done.stderr
    assert list(accepted(tmp_path)) == ["a.txt"]


HEAD = '{"kind": "seedlint-baseline", "version": 1, "id_field": null, "paths": ["."], "accepted": '


@pytest.mark.fault("Configuration", "A baseline that is cut, foreign, nested 100,000 deep or of another version")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "b.json: no such baseline; record it with: seedlint baseline --output-file b.json PATH\u2026"),
        ("", "b.json:1:1: the baseline is damaged: Expecting value; restore the file, or record it anew with:"),
        ('{"kind":\n <<<<', "b.json:2:2: the baseline is damaged: Expecting value"),
        ("\udcff", "b.json: the baseline is damaged; restore the file"),
        ("[" * 100_000, "b.json: the baseline is damaged; restore the file"),
        ("[]", "b.json: is no baseline of seedlint; name another file, or record it anew with:"),
        ('{"version": 1}', "b.json: is no baseline of seedlint"),
        (
            HEAD.replace("1", "2") + "{}}",
            "b.json: is a baseline of version 2, and this seedlint reads version 1; update",
        ),
        (HEAD + "[]}", "b.json: version, id_field, paths or accepted is missing or damaged; record it anew"),
        (HEAD + '{"a.txt": 1}}', "b.json: accepted, 'a.txt', '': is damaged; record it anew with:"),
        (HEAD + '{"a.txt": {"x": {"00": -1}}}}', "b.json: accepted, 'a.txt', 'x': is damaged"),
        (HEAD + '{"a.txt": {"x": {"00": true}}}}', "b.json: accepted, 'a.txt', 'x': is damaged"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, message: str
) -> None:
    """The run ends before anything is judged; the error names place and cure."""
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "b.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(UsageError, match=re.escape(message)):
        read("b.json", None)


def test_the_run_ends_before_anything_is_judged(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.json", '{"kind":\n <<<<')
    done = seedlint("check", "--fix", "--baseline", "b.json", "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: b.json:2:2: the baseline is damaged: Expecting value; restore the file, or record" in done.stderr
    assert (tmp_path / "a.txt").read_bytes() == TEA.encode()


def test_a_rule_that_is_no_more_does_no_harm(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    seedlint("baseline")
    path = tmp_path / FILE
    path.write_text(path.read_text().replace("invisible-character", "rule-of-old"))
    assert checked(seedlint) == (["a.txt::3 invisible-character"], 1, 0)


@pytest.mark.fault("Files", "A file name that is no text")
def test_paths_that_are_no_text_are_kept(seedlint: Seedlint, tmp_path: Path) -> None:
    """Its findings are accepted and found again."""
    try:
        (tmp_path / os.fsdecode(b"\xff.txt")).write_bytes(TEA.encode())
    except OSError:
        pytest.skip("the file system knows only names that are text")
    seedlint("baseline")
    assert checked(seedlint, ".") == ([], 2, 0)
