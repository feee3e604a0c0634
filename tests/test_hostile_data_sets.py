"""Articles and rows without an end, archives that swell, and tables that lie: memory is bounded, the run goes on."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import Seedlint

DAMAGED = "# Tea\n\nShe drank it\u200b black.\n"
FIXED = "# Tea\n\nShe drank it black.\n"
ROW = json.dumps({"text": DAMAGED}).encode() + b"\n"
FIXED_ROW = json.dumps({"text": FIXED}).encode() + b"\n"
MEGABYTE = 1 << 20
BOMB = 192 * MEGABYTE
"""Bytes of a row that must never be in memory whole."""
ROOM = 180 * MEGABYTE
"""Bytes of memory that a run on small rows takes, three times as much: a row at the limit comes on top of it."""


MEASURE = """
import resource, subprocess, sys
code = subprocess.call([sys.executable, "-m", "lint", *sys.argv[1:]], stdout=sys.stderr)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
"""Run from a small process: what is measured of a process has the size of the one that began it at least."""


class Done(NamedTuple):
    """What a run said, and the most memory that its process took, in bytes."""

    code: int
    said: str
    memory: int


def run(folder: Path, *arguments: str) -> Done:
    """Run ``seedlint`` in ``folder`` and measure its memory."""
    with open(folder / "said", "wb") as said:
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, *arguments, "--no-cache", "--jobs", "1", "--select", "encoding"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=said,
            check=False,
        )
    most = int(done.stdout) * (1 if sys.platform == "darwin" else 1024)
    return Done(done.returncode, (folder / "said").read_text(), most)


def pieces(*, ends: bool = True) -> Iterator[bytes]:
    """Yield a row, a row of :data:`BOMB` bytes, and a row."""
    yield ROW
    yield b'{"text": "'
    for _ in range(BOMB // MEGABYTE):
        yield b"a" * MEGABYTE
    if ends:
        yield b'"}\n'
        yield ROW


def write_plain(path: Path, **options: bool) -> None:
    with open(path, "wb") as file:
        file.writelines(pieces(**options))


def write_gzip(path: Path, **options: bool) -> None:
    with gzip.open(path, "wb") as file:
        file.writelines(pieces(**options))


def write_zstandard(path: Path, **options: bool) -> None:
    zstandard = pytest.importorskip("zstandard", reason="the extra seedlint[data] is not installed")
    with open(path, "wb") as raw, zstandard.ZstdCompressor().stream_writer(raw) as file:
        for piece in pieces(**options):
            file.write(piece)


def unzipped(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as file:
        while piece := file.read(MEGABYTE):
            yield piece


WRITERS: dict[str, Callable[..., None]] = {
    "a.jsonl": write_plain,
    "a.jsonl.gz": write_gzip,
    "a.jsonl.zst": write_zstandard,
}


@pytest.mark.fault("Data sets", "A row without an end, plain or from a few compressed bytes")
@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("ends", [True, False], ids=["long", "endless"])
def test_a_row_without_an_end_is_told_and_never_held(tmp_path: Path, name: str, *, ends: bool) -> None:
    """It is named with its size as not judged, all others are; memory stays as it is for small rows."""
    WRITERS[name](tmp_path / name, ends=ends)
    done = run(tmp_path, "check", name, "--output-format", "concise")
    size = BOMB + 10 + 2 * ends
    assert (
        f"error: {name}#1: not judged: it has {size:,} bytes, and max-file-size is 16,777,216; "
        "raise that, or cut the article up"
    ) in done.said
    assert done.code == 2
    found = [line.split(":")[0] for line in done.said.splitlines() if "invisible-character" in line]
    assert found == ([f"{name}#0", f"{name}#2"] if ends else [f"{name}#0"])
    assert done.memory < ROOM


@pytest.mark.fault("Data sets", "A row without an end in a data set that is fixed")
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_row_without_an_end_passes_through(tmp_path: Path, name: str) -> None:
    """It passes through byte for byte; the rows before and behind it are fixed."""
    WRITERS[name](tmp_path / name)
    done = run(tmp_path, "fix", name)
    assert done.code == 2
    assert done.memory < ROOM
    if name.endswith(".gz"):
        with open(tmp_path / "a.jsonl", "wb") as file:
            file.writelines(unzipped(tmp_path / name))
    with open(tmp_path / "a.jsonl", "rb") as file:
        assert file.readline() == FIXED_ROW
        assert file.read(10) == b'{"text": "'
        assert all(file.read(MEGABYTE) == b"a" * MEGABYTE for _ in range(BOMB // MEGABYTE))
        assert file.read() == b'"}\n' + FIXED_ROW


@pytest.mark.fault("Files", "An article that is far too large")
def test_a_huge_article_is_told_and_never_held(tmp_path: Path) -> None:
    """It is named with its size as not judged and stays as it was; all others are fixed."""
    with open(tmp_path / "huge.txt", "wb") as file:
        file.truncate(50_000 * MEGABYTE)
    (tmp_path / "a.txt").write_text(DAMAGED)
    done = run(tmp_path, "fix", "huge.txt", "a.txt")
    assert done.code == 2
    assert "error: huge.txt: not judged: it has 52,428,800,000 bytes, and max-file-size is 16,777,216" in done.said
    assert (tmp_path / "a.txt").read_text() == FIXED
    assert done.memory < ROOM


@pytest.mark.parametrize("command", ["check", "fix"])
def test_the_limit_can_be_set(seedlint: Seedlint, tmp_path: Path, command: str) -> None:
    text, row = DAMAGED, ROW.removesuffix(b"\n")
    names = ("a.txt", "a.jsonl", "b.jsonl")
    for limit, is_over in ((len(row), False), (len(row) - 1, True), (len(text.encode()) - 1, True), (0, False)):
        (tmp_path / "a.txt").write_text(text)
        (tmp_path / "a.jsonl").write_bytes(row + b"\n" + row)
        (tmp_path / "b.jsonl").write_bytes(b"\n" + row + b"\n\n")
        (tmp_path / "seedlint.toml").write_text(f"max-file-size = {limit}\n")
        before = [(tmp_path / name).read_bytes() for name in names]
        done = seedlint(command, *names, "--select", "encoding", "--output-format", "json")
        errors = [(error["path"], error.get("record")) for error in json.loads(done.stdout)["errors"]]
        article = [("a.txt", None)] if 0 < limit < len(text.encode()) else []
        assert errors == ([("a.jsonl", 0), ("a.jsonl", 1), *article, ("b.jsonl", 0)] if is_over else [])
        if is_over:
            assert [(tmp_path / name).read_bytes() for name in names][1:] == before[1:]
            assert done.returncode == 2


def test_what_is_known_already_is_not_believed_beyond_the_limit(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED)
    for limit, code in ((0, 1), (10, 2), (0, 1)):
        (tmp_path / "seedlint.toml").write_text(f"max-file-size = {limit}\n")
        assert seedlint("check", "a.txt").returncode == code


@pytest.mark.fault("Files", "A stream without an end on stdin")
def test_a_filter_hands_on_what_is_too_large(seedlint: Seedlint, tmp_path: Path) -> None:
    """The filter hands it on byte for byte, says that it was not judged, and never holds it."""
    (tmp_path / "seedlint.toml").write_text("max-file-size = 1000\n")
    article = (DAMAGED * 50_000).encode()
    done = seedlint("fix", "-", stdin=article)
    assert done.returncode == 2
    assert done.stdout.encode() == article
    assert "error: -: not judged: it has more bytes, and max-file-size is 1,000" in done.stderr
    assert seedlint("check", "-", stdin=article).returncode == 2


@pytest.mark.fault("Data sets", "A data set of nothing but bad rows")
def test_problems_of_rows_are_told_of_up_to_a_number(seedlint: Seedlint, tmp_path: Path) -> None:
    """The first thousand are told of, the others counted, so that memory does not grow with them."""
    (tmp_path / "a.jsonl").write_bytes(b"1\n" * 5000 + ROW)
    report = json.loads(seedlint("check", "a.jsonl", "--output-format", "json").stdout)
    assert [error.get("record") for error in report["errors"]] == [*range(1000), None]
    assert report["errors"][-1]["message"] == "4,000 more rows have problems; fix those that are listed first"
    assert [finding["record"] for finding in report["findings"]] == [5000]


@pytest.mark.fault("Data sets", "A row that is named by all that it holds")
@pytest.mark.parametrize("value", ["x" * 100_000, ["x" * 10] * 10_000, {"a": "x" * 100_000}, "[" * 900 + "]" * 900])
def test_long_names_of_rows_are_cut_off(seedlint: Seedlint, tmp_path: Path, value: object) -> None:
    """The name is cut off in reports, which repeat it with each finding."""
    nested = value if isinstance(value, str) and value.startswith("[") else json.dumps(value)
    row = f'{{"text": {json.dumps(DAMAGED * 20)}, "url": {nested}}}'
    (tmp_path / "a.jsonl").write_text(row)
    done = seedlint("check", "a.jsonl", "--id-field", "url", "--output-format", "json", "--select", "encoding")
    findings = json.loads(done.stdout)["findings"]
    assert len(findings) == 20
    assert all(len(finding["id"]) < 300 for finding in findings)


# Parquet.


@pytest.fixture
def parquet() -> Any:
    """Return the module that writes Parquet."""
    return pytest.importorskip("pyarrow.parquet", reason="the extra seedlint[data] is not installed")


LONG = "a " * MEGABYTE


@pytest.mark.fault("Data sets", "A table of a few kilobytes whose rows share a huge value")
@pytest.mark.parametrize("encoding", ["RLE_DICTIONARY", "DELTA_BYTE_ARRAY", "PLAIN"])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_rows_that_share_a_huge_value_are_read_few_at_once(
    tmp_path: Path, parquet: Any, encoding: str, command: str
) -> None:
    """Each is named as too large and passes through; memory holds a few of them at once, not all."""
    import pyarrow as pa

    count = 400 if encoding == "RLE_DICTIONARY" else 12
    values = pa.DictionaryArray.from_arrays(pa.array([0] * count + [1], pa.int32()), pa.array([LONG, DAMAGED]))
    table = pa.table({"text": values.cast(pa.large_string()) if count == 12 else values})
    options: dict[str, Any] = {"use_dictionary": True, "dictionary_pagesize_limit": 1 << 30}
    if count == 12:
        options = {"use_dictionary": False, "column_encoding": {"text": encoding}}
    parquet.write_table(table, tmp_path / "a.parquet", compression="zstd", store_schema=False, **options)
    assert (tmp_path / "a.parquet").stat().st_size < 100_000
    (tmp_path / "seedlint.toml").write_text("max-file-size = 1_000_000\n")
    done = run(tmp_path, command, "a.parquet")
    assert done.code == 2
    told = [line for line in done.said.splitlines() if "not judged: it has 2,097,152 bytes" in line]
    assert len(told) == count
    # All rows at once would take 800 megabytes where the value stands in a dictionary.
    assert done.memory < 500 * MEGABYTE
    if command == "fix":
        after = parquet.ParquetFile(tmp_path / "a.parquet")
        assert after.metadata.num_rows == count + 1
        (last,) = (batch for number, batch in enumerate(after.iter_batches(1)) if number == count)
        assert last.column(0).to_pylist() == [FIXED]


def varint(number: int) -> bytes:
    number <<= 1
    found = b""
    while number > 127:
        found += bytes([number & 127 | 128])
        number >>= 7
    return found + bytes([number])


@pytest.mark.fault("Data sets", "A page of a table that takes gigabytes when it is decompressed")
def test_a_page_of_gigabytes_is_refused_before_it_is_decompressed(tmp_path: Path, parquet: Any) -> None:
    """The table is named as not read from there on, and stays as it was; all other files are fixed."""
    import pyarrow as pa

    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": [DAMAGED]}), path, compression="zstd", use_dictionary=False)
    column = parquet.read_metadata(path).row_group(0).column(0)
    data = path.read_bytes()
    # What the header of the page says, and what Arrow would take from memory for it; the end of the file says else.
    assert data[column.data_page_offset :].startswith(b"\x15\x00\x15")
    start = column.data_page_offset + 3
    end = start
    while data[end] > 127:
        end += 1
    path.write_bytes(data[:start] + varint(1_900_000_000) + data[end + 1 :])
    before = path.read_bytes()
    (tmp_path / "a.txt").write_text(DAMAGED)
    done = run(tmp_path, "fix", ".")
    assert done.code == 2
    assert (
        "error: a.parquet: has pages of 1,900,000,000 bytes in its group 0, and 536,870,912 are read at most; "
        "write the file with smaller pages"
    ) in done.said
    assert path.read_bytes() == before
    assert (tmp_path / "a.txt").read_text() == FIXED
    assert done.memory < 300 * MEGABYTE


BROKEN = """
import sys
from pathlib import Path
from lint.datasets.formats import open_data_set
from lint.datasets.records import Fields
from lint.source import UnreadableError

for path in sys.argv[1:]:
    for whole in (False, True):
        rows = fault = 0
        try:
            for chunk in open_data_set(path, Fields()).chunks(whole=whole):
                rows += sum(1 for _ in chunk.records())
        except UnreadableError as error:
            fault = str(error)
        assert fault or rows == 300, (path, rows)
print("alive")
"""


@pytest.mark.fault("Data sets", "Tables with bytes changed anywhere")
@pytest.mark.parametrize("seed", range(4))
def test_a_broken_table_is_read_or_told(tmp_path: Path, parquet: Any, seed: int) -> None:
    """Every one is read in full or told of; none ends the process."""
    import pyarrow as pa

    chance = random.Random(seed)
    table = pa.table({"text": [f"{DAMAGED} {n % 7}" for n in range(300)], "n": range(300), "tags": [["a", "b"]] * 300})
    codec, version = chance.choice(["zstd", "snappy", "none", "gzip"]), chance.choice(["1.0", "2.0"])
    options = {"compression": codec, "data_page_version": version, "use_dictionary": chance.random() < 0.5}
    parquet.write_table(table, tmp_path / "whole.parquet", row_group_size=70, **options)
    whole = (tmp_path / "whole.parquet").read_bytes()
    paths = [str(tmp_path / "whole.parquet")]
    for number in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            # Most in the end, where the file says what is in it.
            place = chance.randrange(len(data)) if chance.random() < 0.4 else len(data) - chance.randrange(1, 1500)
            data[max(place, 0)] = chance.randrange(256)
        paths.append(str(tmp_path / f"{number}.parquet"))
        Path(paths[-1]).write_bytes(data)
    done = subprocess.run([sys.executable, "-c", BROKEN, *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-2000:]
