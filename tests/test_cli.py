"""The command line as users type it: options, exit codes, formats, and bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Seedlint

DAMAGED = "# Tea\n\n# Tea\n\nShe drank it\u200b black.  \n"
REPAIRED = "# Tea\n\nShe drank it black.\n"
CLEAN = "# Tea\n\nShe drank it black.\n"


def write(folder: Path, name: str, text: str = DAMAGED) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_check_reports_and_exits_with_1(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    done = seedlint("check", "a.txt")
    assert done.returncode == 1
    assert "duplicate-title: title repeated: Tea [safe fix]" in done.stdout
    assert "Found 3 findings in 1 of 1 file: 3 can be fixed safely." in done.stdout
    assert "Fix with: seedlint fix a.txt" in done.stdout
    assert (tmp_path / "a.txt").read_bytes() == DAMAGED.encode()


def test_check_of_a_clean_article_exits_with_0(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", CLEAN)
    done = seedlint("check", "a.txt")
    assert (done.returncode, done.stdout) == (0, "No defects found in 1 file.\n")


def test_fix_repairs_in_place_and_exits_with_0(seedlint: Seedlint, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    done = seedlint("fix", "a.txt")
    assert (done.returncode, done.stdout) == (0, "Fixed 3 findings in 1 file.\nNo defects left in 1 file.\n")
    assert path.read_bytes() == REPAIRED.encode()


def test_check_with_fix_does_the_same(seedlint: Seedlint, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    assert seedlint("check", "--fix", "a.txt").returncode == 0
    assert path.read_bytes() == REPAIRED.encode()


def test_fix_exits_with_1_if_findings_are_left(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "She drank it black, and nobody knew why she did so every day.  \n")
    done = seedlint("fix", "a.txt")
    assert done.returncode == 1
    assert "Fixed 1 finding in 1 file." in done.stdout
    assert "Left 1 finding in 1 of 1 file: 1 by hand." in done.stdout


def test_unsafe_fixes_wait_for_their_option(seedlint: Seedlint, tmp_path: Path) -> None:
    text = "# Tea\n\nOne.\n\n::: hljs-center\nA cup\n:::\n"
    path = write(tmp_path, "a.txt", text)
    done = seedlint("fix", "a.txt")
    assert done.returncode == 1
    assert "Fix more with: seedlint fix a.txt --unsafe-fixes" in done.stdout
    assert path.read_text() == text
    assert seedlint("fix", "--unsafe-fixes", "a.txt").returncode == 0
    assert path.read_text() == "# Tea\n\nOne.\n"


def test_an_untouched_file_is_not_written(seedlint: Seedlint, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", CLEAN)
    before = path.stat()
    assert seedlint("fix", "a.txt").returncode == 0
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_fix_check_writes_nothing_and_tells(seedlint: Seedlint, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    assert seedlint("fix", "--check", "a.txt").returncode == 1
    assert path.read_bytes() == DAMAGED.encode()
    write(tmp_path, "a.txt", CLEAN)
    assert seedlint("fix", "--check", "a.txt").returncode == 0


def test_the_filter_reads_stdin_and_writes_stdout(seedlint: Seedlint) -> None:
    done = seedlint("fix", "-", stdin=DAMAGED.encode())
    assert (done.returncode, done.stdout) == (0, REPAIRED)
    assert "Fixed 3 findings" in done.stderr


@pytest.mark.fault("Text", "Bytes on stdin that are no text")
def test_the_filter_keeps_what_it_cannot_read(seedlint: Seedlint) -> None:
    """They come out as they went in, and the error names them."""
    done = seedlint("fix", "-", "--stdin-filename", "x.txt", stdin=b"\x00\x01binary")
    assert (done.returncode, done.stdout) == (2, "\x00\x01binary")
    assert "error: x.txt: is not text" in done.stderr


def test_check_of_stdin_names_it_as_told(seedlint: Seedlint) -> None:
    done = seedlint("check", "-", "--stdin-filename", "page.txt", "--output-format", "concise", stdin=DAMAGED.encode())
    assert done.stdout.startswith("page.txt:3:1: duplicate-title: title repeated: Tea [safe fix]")


@pytest.mark.parametrize("name", ["rows.ndjson", "rows.json", "rows.csv", "-"])
@pytest.mark.fault("Files", "JSON under another name than that of a data set")
def test_json_is_no_article(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    """It is refused, because a fix of its text would break it."""
    row = '{"text": "One &amp; &quot;two&quot;."}\n'
    (tmp_path / "rows.json").write_text(f"[{row}, {row}]")
    for other in ("rows.ndjson", "rows.csv"):
        (tmp_path / other).write_text(row * 2)
    before = (tmp_path / name).read_text() if name != "-" else row
    done = seedlint("fix", name, stdin=row.encode())
    assert done.returncode == 2
    assert "is JSON, not an article; rows are read from files that are named *.jsonl" in done.stderr
    assert (done.stdout if name == "-" else (tmp_path / name).read_text()) == before


@pytest.mark.parametrize("option", ["--output", "--output-file", "--config", "--baseline", "--select"])
def test_an_empty_value_is_refused(seedlint: Seedlint, tmp_path: Path, option: str) -> None:
    """It is mostly a variable that is not set, and left out, the option would mean something else."""
    write(tmp_path, "a.txt", DAMAGED)
    done = seedlint("fix", "a.txt", option, "")
    assert done.returncode == 2
    assert f"Invalid value for '{option}'" in done.stderr
    assert (tmp_path / "a.txt").read_text() == DAMAGED


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_misspelt_rule_is_blamed_on_its_option(seedlint: Seedlint, tmp_path: Path, option: str) -> None:
    (tmp_path / "seedlint.toml").write_text("")
    done = seedlint("check", ".", option, "hard-rap")
    assert f"{option}: unknown rule 'hard-rap' (did you mean 'hard-wrap'?)" in done.stderr


def test_rows_are_not_read_from_stdin(seedlint: Seedlint) -> None:
    row = '{"text": "One."}\n'
    done = seedlint("fix", "-", "--stdin-filename", "rows.jsonl", stdin=row.encode())
    assert (done.returncode, done.stdout) == (2, row)
    assert "rows.jsonl: " in done.stderr


def test_an_ending_may_be_in_capitals(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "ROWS.JSONL").write_text('{"n": 1.50, "text": "# One\\n\\nA &quot;two&quot;.\\n"}\n')
    seedlint("fix", "ROWS.JSONL")
    assert (tmp_path / "ROWS.JSONL").read_text() == '{"n": 1.50, "text": "# One\\n\\nA \\"two\\".\\n"}\n'


def test_stdin_cannot_be_mixed_with_files(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    done = seedlint("check", "-", "a.txt", stdin=b"")
    assert done.returncode == 2
    assert "cannot be mixed" in done.stderr


def test_output_mirrors_the_tree_and_leaves_the_originals_alone(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "seeds/one/a.txt")
    write(tmp_path, "seeds/b.md", CLEAN)
    (tmp_path / "seeds/b.md").chmod(0o600)
    done = seedlint("fix", "--output", "out", "seeds")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/one/a.txt").read_bytes() == REPAIRED.encode()
    assert (tmp_path / "out/b.md").read_bytes() == CLEAN.encode()
    assert (tmp_path / "out/b.md").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "seeds/one/a.txt").read_bytes() == DAMAGED.encode()


def test_output_below_the_articles_is_not_read_again(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    for _ in range(2):
        assert seedlint("fix", "--output", "out").returncode == 0
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == ["a.txt", "a.txt"]


@pytest.mark.fault("Files", "`--output` that would overwrite the articles")
def test_output_onto_the_article_itself_is_refused(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is refused; the article stays as it was."""
    path = write(tmp_path, "seeds/a.txt")
    done = seedlint("fix", "--output", "seeds", "seeds/a.txt")
    assert done.returncode == 2
    assert "this is the article itself" in done.stderr
    assert path.read_bytes() == DAMAGED.encode()


def test_several_folders_are_mirrored_side_by_side(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "one/a.txt")
    write(tmp_path, "two/a.txt")
    assert seedlint("fix", "--output", "out", "one", "two").returncode == 0
    assert sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "out").rglob("*.txt")) == [
        "out/one/a.txt",
        "out/two/a.txt",
    ]


def test_json_is_the_contract(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "seeds/a.txt", "标题，很短\n\n# 茶\n\n# 茶\n\n她每天都喝红茶,从来不喝绿茶。\n")
    done = seedlint("check", "--output-format", "json", "--select", "duplicate-title,script", "seeds")
    report = json.loads(done.stdout)
    assert done.stdout.isascii()
    assert list(report) == ["version", "findings", "errors", "summary"]
    assert report["version"] == 1
    assert report["errors"] == []
    assert report["summary"] == {
        "files": 1,
        "findings": 2,
        "fixable": 2,
        "by_rule": {"duplicate-title": 1, "halfwidth-punctuation": 1},
    }
    first, second = report["findings"]
    assert first == {
        "path": "seeds/a.txt",
        "record": None,
        "rule": "duplicate-title",
        "stage": "content",
        "message": "title repeated: 茶",
        "start": {"offset": 12, "line": 5, "column": 1},
        "end": {"offset": 16, "line": 6, "column": 1},
        "fix": {"safety": "safe", "edits": [{"start": 12, "end": 17, "text": ""}]},
    }
    assert (second["start"], second["end"]) == (
        {"offset": 24, "line": 7, "column": 8},
        {"offset": 25, "line": 7, "column": 9},
    )


def test_findings_without_a_fix_say_null(seedlint: Seedlint) -> None:
    done = seedlint(
        "check", "-", "--select", "image-without-alt", "--output-format", "json", stdin=b"# T\n\n![](a.png)\n"
    )
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["fix"] is None


def test_jsonl_is_one_finding_a_line(seedlint: Seedlint) -> None:
    done = seedlint("check", "-", "--output-format", "jsonl", stdin=DAMAGED.encode())
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == [
        "duplicate-title",
        "invisible-character",
        "trailing-whitespace",
    ]


def test_exit_codes_are_the_same_in_every_format(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt", CLEAN)
    for form in ("text", "concise", "json", "jsonl"):
        assert seedlint("check", "--output-format", form, "a.txt").returncode == 1
        assert seedlint("check", "--output-format", form, "b.txt").returncode == 0
        assert seedlint("check", "--output-format", form, "none.txt").returncode == 2


def test_the_report_can_go_to_a_file(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    done = seedlint("check", "a.txt", "--output-format", "json", "--output-file", "report.json")
    assert done.stdout == ""
    assert json.loads((tmp_path / "report.json").read_text())["summary"]["findings"] == 3


def test_statistics_count_by_rule(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "# Tea\n\nOne.\u200b \n\nTwo.\u200b\n")
    done = seedlint("check", "--statistics", "a.txt")
    counts = [line.split()[:2] for line in done.stdout.splitlines()[1:3]]
    assert counts == [["2", "invisible-character"], ["1", "trailing-whitespace"]]


def test_quiet_leaves_the_findings_alone(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    done = seedlint("check", "-q", "--output-format", "concise", "a.txt")
    assert len(done.stdout.splitlines()) == 3


def test_many_findings_of_one_rule_are_folded(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "# Tea\n\n" + "One.  \n\n" * 20)
    done = seedlint("check", "a.txt")
    assert done.stdout.count("white space at the end") == 5
    assert "… and 15 more of trailing-whitespace" in done.stdout
    assert seedlint("check", "--verbose", "a.txt").stdout.count("white space at the end") == 20


def test_what_is_only_shown_would_be_fixed(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert "Would fix 3 findings in 1 file." in seedlint("fix", "--diff", "a.txt").stderr
    assert "Would fix 3 findings in 1 file." in seedlint("fix", "--check", "a.txt").stdout


def test_verbose_names_configuration_and_articles(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "seedlint.toml", "select = ['layout']\n")
    done = seedlint("check", "-v", "a.txt")
    assert f"configuration: {tmp_path / 'seedlint.toml'}" in done.stderr
    assert "a.txt: 1 finding, 0 fixed" in done.stderr


def test_selection_on_the_command_line(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "seedlint.toml", "select = ['layout']\nextend-select = ['duplicate-title']\n")
    done = seedlint("check", "--output-format", "json", "--select", "encoding,content", "--ignore", "content", "a.txt")
    assert json.loads(done.stdout)["summary"]["by_rule"] == {"invisible-character": 1}
    done = seedlint("check", "--select", "invisble-character", "a.txt")
    assert done.returncode == 2
    assert "unknown rule 'invisble-character' (did you mean 'invisible-character'?)" in done.stderr


def test_the_configuration_nearest_to_the_articles_counts(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "seeds/a.txt")
    write(tmp_path, "seeds/seedlint.toml", "select = ['layout']\n")
    write(tmp_path, "pyproject.toml", "[tool.seedlint]\nselect = ['content']\n")
    done = seedlint("check", "--output-format", "json", "seeds/a.txt")
    assert json.loads(done.stdout)["summary"]["by_rule"] == {"trailing-whitespace": 1}
    done = seedlint("check", "--output-format", "json", "--config", "pyproject.toml", "seeds/a.txt")
    assert json.loads(done.stdout)["summary"]["by_rule"] == {"duplicate-title": 1}


def test_rules_are_listed_for_people_and_machines(seedlint: Seedlint) -> None:
    done = seedlint("rules")
    assert done.returncode == 0
    assert "  duplicate-title" in done.stdout
    assert "off by default" in done.stdout
    rules = json.loads(seedlint("rules", "--output-format", "json").stdout)
    stages = ["encoding", "markup", "content", "script", "layout", "corpus"]
    assert [rule["name"] for rule in rules] == [
        rule["name"] for rule in sorted(rules, key=lambda rule: (stages.index(rule["stage"]), rule["name"]))
    ]
    assert all(list(rule) == ["name", "stage", "summary", "default", "safety", "plugin", "options"] for rule in rules)


def test_a_rule_is_explained(seedlint: Seedlint) -> None:
    done = seedlint("explain", "invisible-character")
    assert done.returncode == 0
    assert "before  | zero<U+200B>width" in done.stdout
    assert "after   | zerowidth" in done.stdout
    assert "keep: list of strings" in done.stdout
    done = seedlint("explain", "invisble-character")
    assert done.returncode == 2
    assert "did you mean 'invisible-character'?" in done.stderr


# Bad input: every message names the file and the cure, the other files are still done.


@pytest.mark.fault("Files", "A path that is not there")
def test_a_missing_path_is_told_and_the_rest_is_done(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is told; the other articles are judged."""
    write(tmp_path, "a.txt")
    done = seedlint("check", "none.txt", "a.txt")
    assert done.returncode == 2
    assert "error: none.txt: no such file or folder; check the path" in done.stderr
    assert "Found 3 findings in 1 of 1 file" in done.stdout


def test_a_folder_without_articles_is_told(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path, "empty/notes.rst")
    done = seedlint("check", "empty")
    assert done.returncode == 2
    assert "error: empty: no articles in this folder: no file matches *.txt *.md *.markdown" in done.stderr


@pytest.mark.fault("Files", "A binary file among the articles")
def test_a_binary_file_is_told_and_left_alone(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is told and stays as it was; the others are fixed."""
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02  \n")
    write(tmp_path, "b.txt")
    done = seedlint("fix", "--output-format", "json", "a.txt", "b.txt")
    report = json.loads(done.stdout)
    assert done.returncode == 2
    assert report["errors"] == [
        {"path": "a.txt", "rule": None, "message": "is not text: it holds NUL bytes; leave it out with the key exclude"}
    ]
    assert (tmp_path / "a.txt").read_bytes() == b"\x00\x01\x02  \n"
    assert (tmp_path / "b.txt").read_bytes() == REPAIRED.encode()


@pytest.mark.fault("Files", "An empty file")
def test_an_empty_file_is_fine(seedlint: Seedlint, tmp_path: Path) -> None:
    """Nothing is found and nothing written."""
    write(tmp_path, "a.txt", "")
    assert seedlint("fix", "a.txt").returncode == 0
    assert (tmp_path / "a.txt").read_bytes() == b""


@pytest.mark.fault("Files", "A link to itself, named as an article")
def test_an_unreadable_file_is_told(seedlint: Seedlint, tmp_path: Path) -> None:
    """The error names it and the reason."""
    # A link to itself: unlike a file without permissions it stops the system's owner too.
    (tmp_path / "a.txt").symlink_to("a.txt")
    done = seedlint("check", "a.txt")
    assert done.returncode == 2
    assert "a.txt" in done.stderr
    assert "symbolic links" in done.stderr


@pytest.mark.fault("Configuration", "A key that does not exist")
def test_a_broken_configuration_is_told(seedlint: Seedlint, tmp_path: Path) -> None:
    """The run ends before anything is written; the error says what may be meant."""
    write(tmp_path, "a.txt")
    write(tmp_path, "seedlint.toml", "selct = ['all']\n")
    done = seedlint("fix", "a.txt")
    assert done.returncode == 2
    assert f"error: {tmp_path / 'seedlint.toml'}: unknown key 'selct' (did you mean 'select'?)" in done.stderr
    assert (tmp_path / "a.txt").read_bytes() == DAMAGED.encode()


@pytest.mark.fault("Text", "A line of 300,000 characters")
def test_a_long_line_is_done_in_time(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is judged, and the report shows a short piece of it."""
    write(tmp_path, "a.txt", "她每天都喝红茶，从来不喝绿茶。" * 20_000)
    done = seedlint("check", "a.txt")
    assert done.returncode == 1
    assert max(map(len, done.stdout.splitlines())) < 200


@pytest.mark.fault("Reports", "Control characters and reversed writing in an article")
def test_hostile_text_reaches_the_terminal_as_escapes(seedlint: Seedlint, tmp_path: Path) -> None:
    """A terminal gets them written out and obeys none."""
    write(tmp_path, "a.txt", "# \x1b]0;owned\x07Tea\n\n# \x1b]0;owned\x07Tea\n\n\u202eevil  \n")
    for form in ("text", "concise"):
        done = seedlint("check", "--output-format", form, "a.txt")
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert "<U+001B>" in done.stdout


def test_colour_only_where_it_is_wanted(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert "\x1b[" not in seedlint("check", "a.txt").stdout
    assert "\x1b[" in seedlint("check", "--color", "always", "a.txt").stdout


def test_several_processes_give_the_same_report(seedlint: Seedlint, tmp_path: Path) -> None:
    for number in range(8):
        write(tmp_path, f"{number}.txt", DAMAGED + "She drank it black, every day.\n" * 30_000)
    one, two = (seedlint("check", "--jobs", jobs, "--output-format", "json").stdout for jobs in ("1", "2"))
    assert one == two


def test_no_cache_is_accepted(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", CLEAN)
    assert seedlint("check", "--no-cache", "a.txt").returncode == 0


def test_corpus_rules_run_on_folders_alone(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path, "seeds/a.txt", "# 茶\n\n她说这个问题还没有结论。\n")
    write(tmp_path, "seeds/b.txt", "# 茶\n\n她說這個問題還沒有結論。\n")
    done = seedlint("check", "--output-format", "json", "seeds")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["path"], finding["rule"], finding["stage"]) == ("seeds", "mixed-corpus-script", "corpus")
    assert seedlint("check", "seeds/a.txt", "seeds/b.txt").returncode == 0


def test_the_help_needs_no_engine() -> None:
    code = (
        "import sys; sys.argv = ['seedlint', '--help']\n"
        "from lint.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pluggy', 'pyromark', 'chardet', 'ftfy', 'tomli', 'wcwidth', 'lint.engine'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_check_imports_only_what_the_article_needs() -> None:
    code = (
        "import sys, io\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'# Tea\\n\\nShe drank it black.\\n'))\n"
        "sys.argv = ['seedlint', 'check', '-']\n"
        "from lint.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'chardet', 'ftfy', 'wcwidth', 'opencc'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
