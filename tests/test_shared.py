"""The real articles beside the project: every known defect found, the known repairs made, and no clean word touched."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from conftest import Seedlint
from lint import Linter, Safety
from lint.source import read

LINTER = Linter({"select": ["all"]})


def test_every_known_defect_is_found(shared: Path, seedlint: Seedlint) -> None:
    done = seedlint("check", "--select", "all", "--output-format", "json", "shared/seeds", folder=shared.parent)
    assert [finding["rule"] for finding in json.loads(done.stdout)["findings"]].count("mixed-corpus-script") == 1
    score = subprocess.run(
        [sys.executable, str(shared / "gold" / "score.py")],
        input=done.stdout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert score.returncode == 0, score.stdout


def test_the_known_repairs_are_made_byte_for_byte(shared: Path, seedlint: Seedlint, tmp_path: Path) -> None:
    for path in (shared / "seeds").iterdir():
        shutil.copyfile(path, tmp_path / path.name)
    for _ in range(2):
        seedlint("fix")
        for path in tmp_path.glob("*.txt"):
            assert path.read_bytes() == (shared / "gold" / f"{path.stem}.fixed.txt").read_bytes()


def test_unsafe_fixes_finish_the_repair(shared: Path, seedlint: Seedlint, tmp_path: Path) -> None:
    (source,) = (shared / "seeds").glob("004*")
    captions = [
        block.split("\n")[1]
        for block in source.read_text(encoding="utf-8").split("::: ")[1:]
        if block.startswith("hljs")
    ]
    path = tmp_path / "a.txt"
    shutil.copyfile(source, path)
    seedlint("fix", "--unsafe-fixes", "a.txt")
    text = path.read_text(encoding="utf-8")
    assert len(captions) == 12
    assert not [caption for caption in captions if caption in text]
    assert ":::" not in text
    assert text.count("\n## ") == 3
    assert text.count("回應") == 2
    prose = text.split("參考鏈接")[0]
    assert all(line == "" for line in prose.split("\n")[1::2])
    seedlint("fix", "--unsafe-fixes", "a.txt")
    assert path.read_text(encoding="utf-8") == text


def words(text: str) -> str:
    """Return letters, digits, marks and signs in order."""
    return "".join(char for char in text if unicodedata.category(char)[0] in "LNPSM")


def articles(shared: Path, kind: str) -> list[Path]:
    return sorted(path for path in (shared / "corpus" / kind).rglob("*") if path.is_file())


def test_safe_fixes_change_no_word_of_clean_articles(shared: Path) -> None:
    for path in articles(shared, "clean"):
        document = read(str(path)).document
        fixed = LINTER.fix_document(document, Safety.SAFE)
        assert words(fixed.document.text) == words(document.text), path


@pytest.mark.parametrize("safety", [Safety.SAFE, Safety.UNSAFE])
@pytest.mark.parametrize("kind", ["scraped", "clean"])
def test_fixing_twice_is_fixing_once_and_nothing_crashes(shared: Path, kind: str, safety: Safety) -> None:
    unstable = []
    for path in articles(shared, kind):
        once = LINTER.fix_document(read(str(path)).document, safety)
        assert not once.remaining.crashes, path
        twice = LINTER.fix_document(once.document, safety)
        assert (twice.document.text, twice.document.facts) == (once.document.text, once.document.facts), path
        unstable += [f"{path.name}: {once.unstable}"] if once.unstable else []
    assert not unstable
