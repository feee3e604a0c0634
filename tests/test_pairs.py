"""Any two rules together: fixing comes to an end, stays there, and does not depend on order or workers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint import Bad, Document, Linter, Rule, Safety
from lint.plugins import load
from lint.source import from_text

RULES = [plugin.rule for plugin in load().values() if plugin.rule.__module__.startswith("rules.")]
LINTER = Linter({"select": ["all"]})


def damaged(rule: type[Rule]) -> list[str]:
    """Return the texts with the defect among the examples of a rule."""
    return [item.before for item in rule.examples if isinstance(item, Bad) and isinstance(item.before, str)]


def fixed(document: Document, safety: Safety) -> Document:
    result = LINTER.fix_document(document, safety)
    assert not result.unstable, result.unstable
    again = LINTER.fix_document(Document(result.document.text, result.document.facts), safety)
    assert not again.applied, f"fixing twice is not fixing once: {[step.finding.rule for step in again.applied]}"
    return result.document


@pytest.mark.parametrize("first", RULES, ids=lambda rule: rule.name)
def test_two_rules_together_come_to_an_end(first: type[Rule]) -> None:
    for text in damaged(first)[:1]:
        for second in RULES:
            for other in damaged(second)[:1]:
                document = from_text(f"{text}\n\n{other}\n")
                for safety in (Safety.SAFE, Safety.UNSAFE):
                    fixed(document, safety)


def test_order_workers_and_the_seed_of_hashes_change_nothing(tmp_path: Path) -> None:
    texts = [text for rule in RULES for text in damaged(rule)]
    results = []
    for run, (jobs, seed) in enumerate((("1", "1"), ("2", "2"))):
        folder = tmp_path / str(run)
        folder.mkdir()
        paths = [folder / f"{number:03}.txt" for number in range(len(texts))]
        for path, first, second in zip(paths, texts, reversed(texts), strict=True):
            path.write_text(f"{first}\n\n{second}\n", encoding="utf-8", newline="")
        ordered = paths if run == 0 else paths[::-1]
        command = [sys.executable, "-m", "lint", "fix", "--unsafe-fixes", "--select", "all", "--jobs", jobs]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [*command, *map(str, ordered)], capture_output=True, text=True, check=False, env=environment
        )
        assert done.returncode in (0, 1), done.stderr
        results.append([path.read_bytes() for path in paths])
    assert results[0] == results[1]
