"""The cache as users meet it: runs that are served from it say the same, and nothing else is served."""

from __future__ import annotations

import json
import marshal
import os
import sqlite3
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Seedlint
from lint import Linter
from lint.run.cache import _digest
from lint.run.cache_fingerprint import fingerprint

TEXT = "# Tea\n\nShe drank it\u200b black.  \n"
FORGED = "said by the cache"
FORMATS = ("text", "concise", "json", "jsonl")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return where the cache of the fixture ``seedlint`` is, when the sources have not just been changed."""
    linter = Linter()
    for _ in range(100):
        if fingerprint(linter) == fingerprint(linter):
            break
        time.sleep(0.1)
    return Path(f"{tmp_path}-cache") / "results.sqlite3"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.md").write_bytes(b"# Tea\n\nNothing is wrong here.\n")
    rows = ({"id": number, "text": TEXT.replace("it", f"cup {number}")} for number in range(3))
    (tmp_path / "data.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return tmp_path


def forge(cache: Path) -> int:
    """Change every message that is remembered, so that a run that is served from the cache shows it; count them."""
    forged = 0
    with closing(sqlite3.connect(cache)) as connection:
        for key, value in connection.execute("SELECT key, value FROM results").fetchall():
            rows = [
                (record, name, [(*found[:2], FORGED, *found[3:]) for found in findings], *rest)
                for record, name, findings, *rest in marshal.loads(zlib.decompress(value))  # noqa: S302 - what this test made
            ]
            forged += sum(len(findings) for _, _, findings, *_ in rows)
            new = zlib.compress(marshal.dumps(rows))
            connection.execute("UPDATE results SET value = ?, digest = ? WHERE key = ?", (new, _digest(key, new), key))
        connection.commit()
    return forged


def entries(cache: Path) -> list[bytes]:
    with closing(sqlite3.connect(cache)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM results ORDER BY key")]


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("name", FORMATS)
def test_a_second_run_says_the_same_and_is_served_from_the_cache(seedlint: Seedlint, cache: Path, name: str) -> None:
    command = ("check", "--id-field", "id", "--verbose", "--output-format", name)
    first, second = seedlint(*command), seedlint(*command)
    assert first.returncode == 1
    assert (second.returncode, second.stdout, second.stderr) == (first.returncode, first.stdout, first.stderr)
    assert len(entries(cache)) == 3
    assert forge(cache) == 8
    assert FORGED not in first.stdout
    assert seedlint(*command).stdout.count(FORGED) == 8


@pytest.mark.usefixtures("articles")
def test_a_cached_run_is_filtered_by_a_baseline_as_any_other(seedlint: Seedlint, cache: Path) -> None:
    assert seedlint("baseline").returncode == 0
    forge(cache)
    known = seedlint("check", "--baseline", ".seedlint-baseline.json")
    anew = seedlint("check", "--baseline", ".seedlint-baseline.json", "--no-cache")
    assert known.stdout == anew.stdout
    assert (known.returncode, anew.returncode) == (0, 0)
    assert known.stdout.endswith("8 findings hidden by the baseline.\n")


Change = Callable[[Path], tuple[str, ...]]


def configured(text: str) -> Change:
    def change(folder: Path) -> tuple[str, ...]:
        (folder / "seedlint.toml").write_text(text)
        return ()

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda _: ("--select", "encoding,layout"),
        lambda _: ("--ignore", "script"),
        lambda _: ("--unsafe-fixes",),
        lambda _: ("--fix",),
        lambda _: ("--no-cache",),
        lambda _: ("--output-format", "concise"),
        configured("[rules.empty-article]\nmin_length = 1\n"),
        configured('unfixable = ["invisible-character"]\n'),
        configured('[per-file-ignores]\n"*.*" = ["script"]\n'),
    ],
    ids=["select", "ignore", "unsafe", "fix", "no-cache", "format", "option", "unfixable", "per-file-ignores"],
)
def test_another_question_is_answered_anew(seedlint: Seedlint, articles: Path, cache: Path, change: Change) -> None:
    seedlint("check")
    assert forge(cache) == 8
    done = seedlint("check", *change(articles))
    assert done.returncode in (0, 1), done.stderr
    assert FORGED not in done.stdout
    assert "invisible-character" in done.stdout or "--fix" in done.args


def test_a_changed_article_is_judged_anew_and_the_others_are_not(
    seedlint: Seedlint, articles: Path, cache: Path
) -> None:
    seedlint("check")
    forge(cache)
    (articles / "a.txt").write_bytes(TEXT.replace("black", "green").encode())
    found = json.loads(seedlint("check", "--output-format", "json", "--no-cache").stdout)["findings"]
    done = seedlint("check", "--verbose")
    assert done.stdout.count(FORGED) == sum(item["path"] == "data.jsonl" for item in found) == 6
    assert "invisible character" in done.stdout


def test_fixing_is_remembered_when_there_is_nothing_left_to_write(
    seedlint: Seedlint, articles: Path, cache: Path
) -> None:
    (articles / "a.txt").write_bytes(b"No heading stands before these words, and they go on for a while.  \n")
    assert "Fixed 7 findings" in seedlint("fix").stdout
    written = (articles / "a.txt").read_bytes()
    second = seedlint("fix")
    assert forge(cache) == 1
    third = seedlint("fix")
    assert FORGED in third.stdout
    assert third.stdout == second.stdout.replace("no title: no heading before the body, none in front matter", FORGED)
    assert (articles / "a.txt").read_bytes() == written


@pytest.mark.usefixtures("articles")
def test_no_cache_writes_nothing(seedlint: Seedlint, cache: Path) -> None:
    seedlint("check", "--no-cache")
    assert not cache.parent.exists()
    seedlint("check", "a.txt")
    before = entries(cache)
    seedlint("check", "--no-cache")
    assert len(before) == 1
    assert entries(cache) == before


@pytest.mark.fault("Cache", "A cache that cannot be had")
@pytest.mark.usefixtures("articles")
def test_a_cache_that_cannot_be_had_stops_nothing(seedlint: Seedlint, tmp_path: Path) -> None:
    """The report is the same, and nothing is said."""
    (tmp_path / "file").write_bytes(b"")
    done = seedlint("check", environment={"SEEDLINT_CACHE_DIR": str(tmp_path / "file/cache")})
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.usefixtures("articles")
def test_clean_deletes_the_cache_and_says_what_that_freed(seedlint: Seedlint, cache: Path) -> None:
    seedlint("check")
    size = sum(file.stat().st_size for file in cache.parent.iterdir())
    done = seedlint("clean")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Freed {size:,} bytes in {cache.parent}\n", "")
    assert not cache.exists()
    done = seedlint("clean")
    assert (done.returncode, done.stdout) == (0, f"Nothing to delete: there is no cache in {cache.parent}\n")


@pytest.mark.usefixtures("articles")
def test_clean_leaves_other_files_alone(seedlint: Seedlint, cache: Path) -> None:
    seedlint("check")
    (cache.parent / "notes.txt").write_bytes(b"mine")
    assert seedlint("clean").returncode == 0
    assert os.listdir(cache.parent) == ["notes.txt"]


def test_clean_says_what_it_cannot_delete(seedlint: Seedlint, cache: Path) -> None:
    cache.mkdir(parents=True)
    done = seedlint("clean")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: {cache}: cannot be deleted:" in done.stderr
    assert cache.is_dir()
