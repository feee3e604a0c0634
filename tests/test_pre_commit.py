"""The hooks, by the real pre-commit in a real repository: a damaged article is stopped, repaired, and passes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DAMAGED = "# 茶馆\n\n# 茶馆\n\n雨停了,街上又热闹起来。\u200b孩子们跑出去踩水,老人们搬出了椅子!  \n"
REPAIRED = "# 茶馆\n\n雨停了\uff0c街上又热闹起来。孩子们跑出去踩水\uff0c老人们搬出了椅子\uff01\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of the project as it stands, committed or not."""
    folder = tmp_path_factory.mktemp("hooks")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.split("\0")[:-1]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=tester", "-c", "user.email=tester@example.com", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it is")


def try_repo(hooks: Path, folder: Path, hook: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), hook, "--verbose"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_damaged_article_is_stopped_repaired_and_passes(hooks: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    article = tmp_path / "seeds" / "tea.md"
    article.parent.mkdir()
    article.write_bytes(DAMAGED.encode())
    (tmp_path / "program.py").write_text("x = 1  \n")
    git(tmp_path, "add", "-A")

    stopped = try_repo(hooks, tmp_path, "seedlint")
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "duplicate-title" in stopped.stdout
    assert "program.py" not in stopped.stdout
    assert article.read_bytes() == DAMAGED.encode()

    repaired = try_repo(hooks, tmp_path, "seedlint-fix")
    assert repaired.returncode == 1, repaired.stdout
    assert "files were modified by this hook" in repaired.stdout
    assert article.read_bytes() == REPAIRED.encode()

    git(tmp_path, "add", "-A")
    for hook in ("seedlint", "seedlint-fix"):
        passed = try_repo(hooks, tmp_path, hook)
        assert passed.returncode == 0, passed.stdout
    git(tmp_path, "commit", "-q", "-m", "a clean article")
