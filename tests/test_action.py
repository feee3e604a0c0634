"""The GitHub action as far as it runs without GitHub: its scripts, in a real repository, with hostile names."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CHECK = ROOT / ".github/action/check.sh"
INSTALL = ROOT / ".github/action/install.sh"
DAMAGED = "# Tea\n\n# Tea\n\nOne cup.\u200b And another, which she drank while it was hot.\n"
CLEAN = "# Tea\n\nOne cup. And another, which she drank while it was hot.\n"
HOSTILE = [
    "two words.md",
    "-rf.md",
    "--output=x.md",
    "new\nline.md",
    "\n::error::x.md",
    "$(touch owned).md",
    "`touch owned`.md",
    "a;touch owned;.md",
    "quote'\".md",
    "*.md",
    "${GITHUB_OUTPUT}.md",
    "percent%0A::error::.md",
    "umlaut-\u00e9.md",
]
NOTHING = "0" * 40

pytestmark = pytest.mark.skipif(
    not (shutil.which("git") and shutil.which("bash")) or os.name == "nt", reason="needs git, bash and names of POSIX"
)

Job = Callable[..., "subprocess.CompletedProcess[str]"]


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=tester", "-c", "user.email=tester@example.com", "-c", "core.autocrlf=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(folder: Path, name: str, text: str = DAMAGED) -> None:
    path = folder / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "as it is")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one damaged article that is older than the event."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, "old.md")
    commit(folder)
    return folder


@pytest.fixture
def job(repository: Path, tmp_path: Path) -> Job:
    """Return a function that runs check.sh as the step of a job, with inputs and the event's payload."""

    def run(event: object = None, **inputs: str) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(tmp_path / "temp", ignore_errors=True)
        (tmp_path / "temp").mkdir()
        for name in ("output", "summary"):
            (tmp_path / name).write_text("")
        (tmp_path / "event.json").write_text(json.dumps(event or {}))
        defaults = {"changed_only": "false", "fail_on_findings": "true", "sarif": "false", "report": "false"}
        return subprocess.run(
            ["bash", str(CHECK)],
            cwd=repository,
            env={
                **os.environ,
                "PYTHONIOENCODING": "utf-8",
                "SEEDLINT_CACHE_DIR": str(tmp_path / "cache"),
                "SEEDLINT_BIN": str(Path(sys.executable).parent),
                "RUNNER_TEMP": str(tmp_path / "temp"),
                "GITHUB_OUTPUT": str(tmp_path / "output"),
                "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
                "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
                "SEEDLINT_PATHS": "articles\n",
                **{f"SEEDLINT_{name.upper()}": value for name, value in {**defaults, **inputs}.items()},
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def outputs(tmp_path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in (tmp_path / "output").read_text().splitlines())


def annotated(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Return the files that workflow commands name, with what they escape in properties."""
    return set(re.findall(r"^::(?:error|warning|notice) file=([^,]*)", done.stdout, re.MULTILINE))


def test_all_articles_are_checked_and_all_reports_written(job: Job, tmp_path: Path) -> None:
    done = job(sarif="true", report="true")
    assert done.returncode == 1, done.stdout + done.stderr
    assert annotated(done) == {"articles/old.md"}
    told = outputs(tmp_path)
    assert told["exit-code"] == "1"
    results = json.loads(Path(told["sarif-file"]).read_text())["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"duplicate-title", "invisible-character"}
    assert "duplicate-title" in Path(told["report-file"]).read_text(encoding="utf-8")
    assert "duplicate-title" in (tmp_path / "summary").read_text(encoding="utf-8")


def test_clean_articles_pass(job: Job, repository: Path, tmp_path: Path) -> None:
    write(repository, "old.md", CLEAN)
    done = job()
    assert done.returncode == 0, done.stdout + done.stderr
    assert outputs(tmp_path)["exit-code"] == "0"


def test_findings_may_pass_but_what_could_not_be_done_never(job: Job, repository: Path, tmp_path: Path) -> None:
    assert job(fail_on_findings="false").returncode == 0
    assert outputs(tmp_path)["exit-code"] == "1"
    done = job(fail_on_findings="false", paths="articles\nnone.md")
    assert done.returncode == 2
    assert outputs(tmp_path)["exit-code"] == "2"
    assert annotated(done) >= {"articles/old.md"}


def test_reports_that_are_not_wanted_are_not_written(job: Job, tmp_path: Path) -> None:
    assert job().returncode == 1
    assert outputs(tmp_path) == {"exit-code": "1"}


def test_accepted_findings_are_hidden(job: Job, repository: Path) -> None:
    command = [sys.executable, "-m", "lint", "baseline", "--no-cache", "--output-file", "accepted.json", "articles"]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    done = job(baseline="accepted.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not annotated(done)


def test_a_pull_request_has_its_own_articles_checked(job: Job, repository: Path) -> None:
    base = commit(repository)
    git(repository, "checkout", "-q", "-b", "change")
    write(repository, "new.md")
    write(repository, "raw/excluded.md")
    write(repository, "gone.md")
    (repository / "README.md").write_text(DAMAGED)
    (repository / "seedlint.toml").write_text("exclude = ['articles/raw/']\nignore = ['duplicate-title']\n")
    commit(repository)
    (repository / "articles/gone.md").unlink()
    commit(repository)
    # The base goes on meanwhile: what came there is none of this pull request's.
    git(repository, "checkout", "-q", "main")
    write(repository, "theirs.md")
    base = commit(repository)
    git(repository, "merge", "-q", "--no-ff", "-m", "merge", "change")
    done = job({"pull_request": {"base": {"sha": base}}}, changed_only="true")
    assert done.returncode == 1, done.stdout + done.stderr
    assert annotated(done) == {"articles/new.md"}
    # The configuration of the folder counts, not that of the files' own common folder.
    assert "duplicate-title" not in done.stdout


def test_with_changed_articles_alone_code_scanning_hears_nothing(job: Job, repository: Path, tmp_path: Path) -> None:
    before = commit(repository)
    write(repository, "new.md")
    commit(repository)
    assert job({"before": before}, changed_only="true", sarif="true", report="true").returncode == 1
    assert set(outputs(tmp_path)) == {"report-file", "exit-code"}


def test_a_push_without_articles_passes(job: Job, repository: Path, tmp_path: Path) -> None:
    before = commit(repository)
    (repository / "README.md").write_text(DAMAGED)
    commit(repository)
    done = job({"before": before}, changed_only="true")
    assert done.returncode == 0, done.stdout + done.stderr
    assert outputs(tmp_path) == {"exit-code": "0"}
    assert (tmp_path / "summary").read_text() == "No articles have changed.\n"


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"before": NOTHING},
        {"before": "f" * 40},
        {"before": "--output=owned"},
        {"before": 7},
        {"pull_request": None},
        [],
    ],
)
def test_events_that_compare_nothing_are_told(repository: Path, tmp_path: Path, event: object) -> None:
    (tmp_path / "event.json").write_text(json.dumps(event))
    done = subprocess.run(
        [sys.executable, "-I", str(CHECK.with_name("changed.py")), str(tmp_path / "changed"), "articles"],
        cwd=repository,
        env={**os.environ, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert done.stdout.startswith("::notice::seedlint: all articles are checked, since ")
    assert not (tmp_path / "changed").exists()
    assert not (repository / "owned").exists()


def test_where_there_is_nothing_to_compare_with_all_is_checked(job: Job) -> None:
    done = job({"before": NOTHING}, changed_only="true")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "::notice::seedlint: all articles are checked, since nothing came before this push" in done.stdout
    assert annotated(done) == {"articles/old.md"}


@pytest.mark.fault("Reports", "File names that a shell or a CI runner would obey")
@pytest.mark.parametrize("changed_only", ["true", "false"])
def test_hostile_names_are_names(job: Job, repository: Path, tmp_path: Path, changed_only: str) -> None:
    """They are checked as files, and nothing else happens."""
    before = commit(repository)
    (repository / "articles/old.md").unlink()
    for name in HOSTILE:
        write(repository, name)
        (repository / name).write_bytes(DAMAGED.encode())
    (repository / "-").write_bytes(DAMAGED.encode())
    commit(repository)
    done = job(
        {"before": before}, changed_only=changed_only, paths="-rf.md\n  two words.md \narticles\n-\n$(touch owned).md"
    )
    assert done.returncode == 1, done.stdout + done.stderr
    files = {re.sub("%3A|%2C|%25", lambda code: chr(int(code[0][1:], 16)), name) for name in annotated(done)}
    wanted = {f"articles/{name}" for name in HOSTILE} | {"-rf.md", "two words.md", "$(touch owned).md", "-"}
    # A line end would end the command, and is written out.
    assert {os.path.normpath(name) for name in files} == {name.replace("\n", "<U+000A>") for name in wanted}
    assert not list(repository.rglob("owned"))
    assert set(outputs(tmp_path)) <= {"exit-code", "sarif-file", "report-file"}
    # No line is a command but those that seedlint means.
    assert not [line for line in done.stdout.splitlines() if line.lstrip().startswith("::") and " file=" not in line]
    assert not [line for line in done.stderr.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.fault("Configuration", "A repository with packages called like those of seedlint")
def test_the_repository_never_runs_code(job: Job, repository: Path) -> None:
    """None of its code runs."""
    for folder in ("lint", "rules", "json"):
        (repository / folder).mkdir()
        (repository / folder / "__init__.py").write_text("open('owned', 'w').close()")
    before = commit(repository)
    write(repository, "new.md")
    commit(repository)
    assert job({"before": before}, changed_only="true").returncode == 1
    assert job().returncode == 1
    assert not (repository / "owned").exists()


def test_a_switch_that_is_none_is_told(job: Job) -> None:
    done = job(changed_only="yes")
    assert done.returncode == 2
    assert "::error::seedlint: the input 'changed-only' must be true or false" in done.stdout


def test_a_wrong_path_is_told(job: Job, repository: Path) -> None:
    done = job({"before": commit(repository)}, changed_only="true", paths="none\n::error::x")
    assert done.returncode == 2
    assert "none: no such file or folder" in done.stdout


@pytest.mark.fault("Configuration", "Inputs of the action that hold commands or addresses")
@pytest.mark.parametrize(
    "inputs",
    [
        {"SEEDLINT_VERSION": "1.0 --index-url=https://example.com"},
        {"SEEDLINT_VERSION": "1.0; python_version > '3'"},
        {"SEEDLINT_VERSION": "$(touch owned)"},
        {"SEEDLINT_EXTRAS": "data] @ https://example.com/x.zip"},
        {"SEEDLINT_EXTRAS": "data, opencc"},
        {"SEEDLINT_EXTRAS": "data\nopencc"},
    ],
)
def test_versions_and_extras_cannot_be_more_than_that(tmp_path: Path, inputs: dict[str, str]) -> None:
    """They are refused before anything is installed."""
    environment = {
        **os.environ,
        "SEEDLINT_PYTHON": "/bin/false",
        "SEEDLINT_VENV": str(tmp_path / "venv"),
        "GITHUB_ACTION_PATH": str(ROOT),
        **inputs,
    }
    done = subprocess.run(
        ["bash", str(INSTALL)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "::error::seedlint: the input '" in done.stderr
    assert not (tmp_path / "owned").exists()


def action() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with pre-commit")
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return loaded


def test_no_input_is_written_into_a_command() -> None:
    steps = [step for step in action()["runs"]["steps"] if "run" in step]
    assert steps
    for step in steps:
        assert "${{" not in step["run"]
        script = re.search(r'"\$GITHUB_ACTION_PATH/([^"]+)"', step["run"])
        assert script
        assert (ROOT / script[1]).is_file()


def test_every_input_is_used_and_described() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    inputs = action()["inputs"]
    assert {name for name in inputs if f"${{{{ inputs.{name} }}}}" in text} == set(inputs)
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (?:`([^`]*)`)? ?\|", (ROOT / "docs/ci.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert rows == [(name, value["default"]) for name, value in inputs.items()]


def test_the_snippets_of_the_docs_use_inputs_that_exist() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with pre-commit")
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    snippets = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
    steps = snippets[0]["jobs"]["seedlint"]["steps"]
    (used,) = [step["with"] for step in steps if "seedlint" in step["uses"]]
    assert set(used) <= set(action()["inputs"])
    assert snippets[2]["seedlint"]["artifacts"]["reports"]["codequality"] in " ".join(snippets[2]["seedlint"]["script"])
