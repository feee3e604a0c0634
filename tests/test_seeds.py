"""The sample articles: what is found in them is one reviewed file, and fixing keeps its promises.

Run this file to write the snapshot anew after a rule has changed; read the difference before committing it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from conftest import Seedlint
from lint import Linter, Safety
from lint.report.printable import printable
from lint.source import read

ROOT = Path(__file__).parents[1]
SNAPSHOT = Path(__file__).parent / "snapshots" / "seeds.txt"
SEEDS = sorted(path for path in (ROOT / "seeds").iterdir() if path.name != "README.md")
LINTER = Linter({"select": ["all"]})


def snapshot() -> str:
    """Return all findings in all sample articles, one a line."""
    lines = []
    for path in SEEDS:
        document = read(str(path)).document
        for finding in LINTER.check_document(document).findings:
            place = document.positions.position(finding.start)
            safety = finding.fix.safety.name.lower() if finding.fix else "manual"
            message = printable(finding.message)
            lines.append(f"{path.name}:{place.line}:{place.column} {finding.rule} {safety}: {message}")
    return "\n".join(lines) + "\n"


def test_the_findings_are_those_that_were_reviewed() -> None:
    assert snapshot() == SNAPSHOT.read_text(encoding="utf-8")


@pytest.mark.parametrize("safety", [Safety.SAFE, Safety.UNSAFE])
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_fixing_twice_is_fixing_once(path: Path, safety: Safety) -> None:
    once = LINTER.fix_document(read(str(path)).document, safety)
    assert once.unstable is None
    assert not once.remaining.crashes
    assert not [finding for finding in once.remaining.findings if finding.fix and finding.fix.safety >= safety]
    assert not LINTER.fix_document(once.document, safety).applied


def test_the_clean_article_is_passed_in_silence(seedlint: Seedlint) -> None:
    done = seedlint("check", "--select", "all", "seeds/zh-hans-card-numbers.md", folder=ROOT)
    assert (done.returncode, done.stdout) == (0, "No defects found in 1 file.\n")


def test_the_folder_mixes_scripts(seedlint: Seedlint) -> None:
    done = seedlint("check", "--select", "corpus", "--output-format", "json", "seeds", folder=ROOT)
    assert [finding["path"] for finding in json.loads(done.stdout)["findings"]] == ["seeds"]


def test_repaired_articles_are_utf8_and_keep_their_line_ends(seedlint: Seedlint, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    seedlint("fix", "seeds")
    for path in SEEDS:
        data = (tmp_path / "seeds" / path.name).read_bytes()
        data.decode("utf-8")
        is_windows = path.read_bytes().count(b"\r\n") * 2 > path.read_bytes().count(b"\n")
        assert data.count(b"\r\n") == (data.count(b"\n") if is_windows else 0), path.name


if __name__ == "__main__":
    SNAPSHOT.parent.mkdir(exist_ok=True)
    SNAPSHOT.write_text(snapshot(), encoding="utf-8")
