"""Check and fix large data sets: time with one process and with two, memory of each process, and whether rows are lost.

Usage: python benchmarks/rows.py [--rows 1000000] [--shared ../shared] [--folder DIR]

Rows are articles of ``SHARED/corpus`` of at most 3,200 bytes, drawn at random, so that most come again; with a
million rows that is about 2 GB of JSON Lines.  The same rows are written as Parquet.  Each is checked and fixed, with
one process and with two, without what an earlier run remembered.  The script fails if a report or a fixed file depends
on the number of processes, or if anything but texts differs between what went in and what came out.

Data sets and copies stand in a temporary folder, or in DIR, which is made; they take three times the bytes of the rows.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import measuring
import pyarrow as pa
import pyarrow.parquet as pq

LONGEST = 3_200
"""Bytes of an article that becomes a row: two kilobytes are usual for rows of web pages."""
GROUP = 20_000
"""Rows in a group of Parquet."""
Row = dict[str, Any]


def main() -> None:
    """Make the data sets, measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        os.environ["SEEDLINT_CACHE_DIR"] = str(folder / "cache")
        paths = make(folder, options.shared / "corpus", options.rows)
        print("| data set | MB | command | jobs | seconds | times one job | MB of memory, process by process |")
        print("|---|---:|---|---:|---:|---:|---|")
        for path in paths:
            for command in ("check", "fix"):
                measure(folder, path, command)


def make(folder: Path, corpus: Path, rows: int) -> list[Path]:
    """Write the same rows as JSON Lines and as Parquet; return both paths."""
    lines, table = folder / "rows.jsonl", folder / "rows.parquet"
    with lines.open("w", encoding="utf-8") as file:
        for row in _rows(corpus, rows):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with lines.open(encoding="utf-8") as file:
        group = [json.loads(line) for line in islice(file, GROUP)]
        with pq.ParquetWriter(table, pa.Table.from_pylist(group).schema, compression="zstd") as writer:
            while group:
                writer.write_table(pa.Table.from_pylist(group))
                group = [json.loads(line) for line in islice(file, GROUP)]
    return [lines, table]


def _rows(corpus: Path, count: int) -> Iterator[Row]:
    texts = []
    for path in sorted(corpus.rglob("*")):
        if path.is_file() and path.stat().st_size <= LONGEST:
            try:
                texts.append(path.read_bytes().decode())
            except UnicodeDecodeError:
                continue
    if not texts:
        raise SystemExit(f"{corpus}: no articles; name the folder that holds it with --shared")
    choose = random.Random(1).choice
    for number in range(count):
        yield {"id": number, "text": choose(texts), "score": number / 8}


def measure(folder: Path, path: Path, command: str) -> None:
    """Run ``command`` over a data set with one process and with two, print what each took, and compare their work."""
    reports, copies, seconds = [], [], {}
    for jobs in (1, 2):
        shutil.rmtree(folder / "cache", ignore_errors=True)
        reports.append(folder / f"report{jobs}.json")
        copies.append(folder / str(jobs) / path.name)
        output = ["--output", str(copies[-1].parent)] if command == "fix" else []
        arguments = ["--jobs", str(jobs), "--output-format", "json", "--output-file", str(reports[-1]), *output]
        start = time.perf_counter()
        memory = measuring.peaks([sys.executable, "-P", "-m", "lint", command, *arguments, str(path)])
        seconds[jobs] = time.perf_counter() - start
        highest = ", ".join(f"{peak:.0f}" for peak in memory)
        times = f"{seconds[1] / seconds[jobs]:.2f}"
        megabytes = f"{path.stat().st_size / 1e6:,.0f}"
        print(
            f"| {path.name} | {megabytes} | {command} | {jobs} | {seconds[jobs]:.0f} | {times} | {highest} |",
            flush=True,
        )
    pairs = [reports, copies] if command == "fix" else [reports]
    for one, two in pairs:
        if not filecmp.cmp(one, two, shallow=False):
            raise SystemExit(f"{one} and {two} differ: what one process and two make is not the same")
    if command == "fix":
        _compare(path, copies[0])
    for made in (*reports, *copies):
        made.unlink(missing_ok=True)


def _compare(before: Path, after: Path) -> None:
    for number, (old, new) in enumerate(zip_longest(_without_texts(before), _without_texts(after))):
        if old != new:
            raise SystemExit(f"{after}: row {number} is not that of {before}: {new} for {old}")


def _without_texts(path: Path) -> Iterator[Row]:
    if path.suffix == ".parquet":
        for batch in pq.ParquetFile(path).iter_batches(columns=["id", "score"]):
            yield from batch.to_pylist()
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            del row["text"]
            yield row


if __name__ == "__main__":
    main()
