"""What a worker does with rows: each gets its own result, and those with the same text are judged once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Seedlint
from lint.config import Config
from lint.datasets.jsonl import JsonChunk
from lint.datasets.records import Fields
from lint.document import Document
from lint.engine import Checked
from lint.linter import Linter
from lint.run.result import Job
from lint.run.worker import Worker

DAMAGED = "# Tides\n\nThe water\u200bline rose.\n"


class Counting(Linter):
    """Counts the documents that it checks."""

    def __init__(self, config: Config | Mapping[str, Any] | None = None) -> None:
        super().__init__(config)
        self.checked = 0

    def check_document(self, document: Document) -> Checked:
        self.checked += 1
        return super().check_document(document)


def chunk(*texts: str | None, path: str = "a.jsonl", first: int = 0) -> JsonChunk:
    data = b"".join(json.dumps({"text": text, "n": f"n{number}"}).encode() + b"\n" for number, text in enumerate(texts))
    return JsonChunk(path, first, data, Fields(id="n"))


def test_rows_with_one_text_are_judged_once_and_told_each() -> None:
    linter = Counting({"select": ["encoding"]})
    worker = Worker(linter, Job())
    results = [*worker.run(chunk(DAMAGED, "Calm.\n", DAMAGED)).results, *worker.run(chunk(DAMAGED, first=3)).results]
    assert linter.checked == 2
    assert [(result.record, result.id) for result in results] == [(0, "n0"), (1, "n1"), (2, "n2"), (3, "n0")]
    told = [(item.path, item.record, item.id, item.finding.start) for result in results for item in result.findings]
    assert told == [("a.jsonl", 0, "n0", 18), ("a.jsonl", 2, "n2", 18), ("a.jsonl", 3, "n0", 18)]


def test_rules_may_differ_by_path() -> None:
    linter = Counting({"select": ["encoding"], "per-file-ignores": {"b.jsonl": ["encoding"]}})
    worker = Worker(linter, Job())
    counts = [len(worker.run(chunk(DAMAGED, path=path)).results[0].findings) for path in ("a.jsonl", "b.jsonl")]
    assert counts == [1, 0]


def test_every_row_is_judged_anew_if_that_is_wanted() -> None:
    linter = Counting({"select": ["encoding"]})
    Worker(linter, Job(memo=False)).run(chunk(DAMAGED, DAMAGED))
    assert linter.checked == 2


def test_fixed_rows_get_their_new_text_each() -> None:
    outcome = Worker(Linter({"select": ["encoding"]}), Job(fix=True)).run(chunk(DAMAGED, None, DAMAGED))
    fixed = DAMAGED.replace("\u200b", "")
    assert outcome.texts == {0: fixed, 2: fixed}
    assert [result.fixed.total() for result in outcome.results] == [1, 0, 1]
    assert [result.is_read for result in outcome.results] == [True, False, True]


def test_old_texts_are_forgotten() -> None:
    linter = Counting({"select": ["encoding"]})
    worker = Worker(linter, Job())
    # Each result takes some five megabytes, so that the first is gone when it is asked for again.
    texts = [f"{number}\u200b" * 4_000 for number in range(30)]
    for text in texts:
        worker.run(chunk(text))
    worker.run(chunk(texts[-1]))
    assert linter.checked == 30
    worker.run(chunk(texts[0]))
    assert linter.checked == 31


@pytest.mark.parametrize("arguments", [(), ("--no-cache",)], ids=["remembered", "anew"])
def test_reports_are_the_same_with_and_without_memory(
    seedlint: Seedlint, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    rows = [DAMAGED, "Calm.\n", DAMAGED, DAMAGED]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in rows))
    done = seedlint("check", "a.jsonl", "--select", "encoding", "--output-format", "concise", *arguments)
    assert done.stdout.splitlines()[:3] == [
        f"a.jsonl#{row}:3:10: invisible-character: invisible character '\\u200b' [safe fix]" for row in (0, 2, 3)
    ]
