"""Measure reading, views, check and fix over a folder of articles: MB/s of processor time, one process.

Usage: python benchmarks/throughput.py FOLDER
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lint import Document, Linter, Safety
from lint.source import UnreadableError, decode

VIEWS = ("lines", "markdown", "css", "zones", "prose", "writing", "paragraphs", "joins", "half_marks", "raw_markers")


def main(folder: Path) -> None:
    """Print a row for each step; every step starts from fresh documents."""
    data = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md")]
    size = sum(map(len, data)) / 1e6
    documents = _readable(data)
    linter = Linter()
    print(f"{len(documents)} articles, {size:.1f} MB")
    _row("read and decode", size, lambda: _readable(data))
    for view in VIEWS:
        fresh = [_with_earlier(document, view) for document in documents]
        _row(f"view {view}", size, partial(_compute, fresh, view))
    _row("check", size, lambda: [linter.check_document(Document(item.text, item.facts)) for item in documents])
    _row("fix", size, lambda: [linter.fix_document(Document(item.text, item.facts), Safety.SAFE) for item in documents])


def _readable(data: list[bytes]) -> list[Document]:
    found = []
    for content in data:
        try:
            found.append(decode(content))
        except UnreadableError:
            continue
    return found


def _with_earlier(document: Document, view: str) -> Document:
    """Return a fresh document on which the views before ``view`` are computed, so that only it is measured."""
    fresh = Document(document.text, document.facts)
    for name in VIEWS[: VIEWS.index(view)]:
        getattr(fresh, name)
    return fresh


def _compute(documents: list[Document], view: str) -> None:
    for document in documents:
        getattr(document, view)


def _row(name: str, size: float, work: Callable[[], object]) -> None:
    start = time.process_time()
    work()
    print(f"{name:<20} {size / max(time.process_time() - start, 1e-9):8.1f} MB/s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
