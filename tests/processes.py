"""Runs that are disturbed: enough damaged articles to be in the middle of, and a look at the processes meanwhile."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lint.replacement import PREFIX

ROOMS = ("kitchen", "cellar", "attic", "library", "hall", "pantry", "stable", "chapel")
CONFIG = "seedlint.toml"
PATIENCE = 60
"""Seconds after which a test gives up; nothing should come near."""


def damaged_article(number: int) -> str:
    """Return an article of 4 kB, no two alike, with damage that is fixed safely; most of it is code, soon judged."""
    title = f"# The {ROOMS[number % 8]} of house {number}"
    body = (
        f"In the {ROOMS[(number + index) % 8]} of house {number} stood {index + 2} chairs\u200b, and nobody had sat on "
        f"them since {1700 + (number * 7 + index) % 300}.  The steward counted them every evening &amp; wrote the sum "
        f"into ledger {number * 100 + index}, which he kept under the stairs.  "
        for index in range(2)
    )
    return "\n\n".join((title, title, *body, f"```\n{number:016}{'0123456789abcdef' * 220}\n```")) + "\n"


def write_work(folder: Path, files: int = 100, rows: int = 40) -> None:
    """Fill ``folder`` with articles in files, and in rows of JSON Lines and of Parquet with much beside them.

    By default it is a second or two of work for one process; others are started half way through the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # The articles are much alike, which is not what the tests are about.
    (folder / CONFIG).write_text('ignore = ["corpus"]\n', encoding="utf-8")
    for number in range(files):
        (folder / f"{number:04}.md").write_text(damaged_article(number), encoding="utf-8")
    if not rows:
        return
    chance = random.Random(rows)
    table = {
        "id": list(range(rows)),
        "page": [chance.randbytes(12_000).hex() for _ in range(rows)],
        "text": [damaged_article(number) for number in range(1000, 1000 + rows)],
    }
    with open(folder / "rows.jsonl", "w", encoding="utf-8") as file:
        file.writelines(
            json.dumps(dict(zip(table, row, strict=True))) + "\n" for row in zip(*table.values(), strict=True)
        )
    pq.write_table(pa.table(table), folder / "table.parquet", row_group_size=20)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the articles and data sets in ``folder``."""
    paths = (path for path in sorted(folder.iterdir()) if not path.name.startswith(".") and path.name != CONFIG)
    return {path.name: path.read_bytes() for path in paths}


def leftovers(folder: Path) -> list[Path]:
    """Return the unfinished files in ``folder``."""
    return [path for path in folder.iterdir() if path.name.startswith(PREFIX)]


def started(
    *arguments: str, folder: Path, environment: Mapping[str, str] | None = None, out: int | None = None
) -> subprocess.Popen[str]:
    """Start ``seedlint`` at the head of a process group, as a shell does; stdout goes to ``out``, or nowhere."""
    return subprocess.Popen(
        [sys.executable, "-m", "lint", *arguments],
        cwd=folder,
        env={**os.environ, "SEEDLINT_CACHE_DIR": f"{folder}-cache", **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if out is None else out,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(happens: Callable[[], object]) -> None:
    """Wait for something that must happen."""
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)


def group(leader: int) -> dict[int, str]:
    """Return the command lines of the living processes of a group, by number."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, _, of_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == leader and state != "Z":
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
        except (OSError, ValueError):  # it has ended meanwhile
            continue
    return found


def workers(leader: int) -> list[int]:
    """Return the processes that do the work for the leader of a group."""
    return sorted(number for number, command in group(leader).items() if "spawn_main" in command)
