"""Data sets in Parquet, checked and fixed as users do it: texts change, schema, other columns and row groups stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from conftest import Seedlint
from lint.datasets.parquet import MOST_GROUP_BYTES, Parquet
from lint.datasets.records import Fields

pa = pytest.importorskip("pyarrow", reason="the extra seedlint[data] is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra seedlint[data] is not installed")

DAMAGED = "# Tides\n\nThe water\u200bline rose.\n"
FIXED = "# Tides\n\nThe waterline rose.\n"
GOOD = "# Ferries\n\nThe boat was late.\n"


def fix(seedlint: Seedlint, *arguments: str, code: int = 0) -> str:
    done = seedlint("fix", "a.parquet", "--select", "encoding", *arguments)
    assert done.returncode == code, done.stderr
    return done.stderr


def table(texts: Iterable[Any], kind: Any = None) -> Any:
    texts = list(texts)
    count = len(texts)
    return pa.table(
        {
            "id": pa.array(range(count), pa.int32()),
            "text": pa.array(texts, kind or pa.string()),
            "when": pa.array(
                [dt.datetime(2024, 5, 1, 12, 0, 0, 1, dt.timezone.utc)] * count, pa.timestamp("us", tz="UTC")
            ),
            "tags": pa.array([["a", None]] * count),
            "score": pa.array([None, 0.1] * (count // 2) + [1e300] * (count % 2)),
        }
    ).replace_schema_metadata({"made by": "a scraper", "pandas": "{}"})


@pytest.mark.parametrize("nested", [True, False], ids=["element", "item"])
def test_texts_change_and_nothing_else(seedlint: Seedlint, tmp_path: Path, *, nested: bool) -> None:
    data = table([GOOD, DAMAGED] * 10)
    pq.write_table(data, tmp_path / "a.parquet", row_group_size=7, use_compliant_nested_type=nested)
    before = pq.read_table(tmp_path / "a.parquet")
    assert before.schema.field("tags").type.value_field.name == ("element" if nested else "item")
    fix(seedlint)
    after = pq.read_table(tmp_path / "a.parquet")
    assert after.schema.equals(before.schema, check_metadata=True)
    assert after["text"].to_pylist() == [GOOD, FIXED] * 10
    assert after.drop_columns("text").equals(before.drop_columns("text"))


@pytest.mark.parametrize("codec", ["snappy", "zstd", "gzip", "none"])
def test_row_groups_and_compression_stay(seedlint: Seedlint, tmp_path: Path, codec: str) -> None:
    pq.write_table(table([DAMAGED] * 20), tmp_path / "a.parquet", row_group_size=7, compression=codec)
    before = pq.read_metadata(tmp_path / "a.parquet")
    fix(seedlint)
    after = pq.read_metadata(tmp_path / "a.parquet")
    assert [after.row_group(number).num_rows for number in range(after.num_row_groups)] == [7, 7, 6]
    for column in range(before.num_columns):
        old, new = (metadata.row_group(0).column(column) for metadata in (before, after))
        assert new.compression == old.compression
        assert set(new.encodings) == set(old.encodings)


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_each_type_of_text_stays_what_it_is(seedlint: Seedlint, tmp_path: Path, kind: Any) -> None:
    texts = [GOOD, None, DAMAGED, DAMAGED]
    before = pa.table({"text": pa.array(texts, pa.string()).cast(kind)})
    pq.write_table(before, tmp_path / "a.parquet")
    fix(seedlint, code=2)
    after = pq.read_table(tmp_path / "a.parquet")
    assert after.schema == before.schema
    assert after["text"].to_pylist() == [GOOD, None, FIXED, FIXED]


def test_the_text_may_be_inside_a_struct(seedlint: Seedlint, tmp_path: Path) -> None:
    kind = pa.struct({"lang": pa.string(), "body": pa.struct({"text": pa.string(), "n": pa.int8()})})
    rows = [
        {"lang": "en", "body": {"text": DAMAGED, "n": 1}},
        {"lang": "en", "body": None},
        None,
        {"lang": None, "body": {"text": None, "n": None}},
        {"lang": "fr", "body": {"text": DAMAGED, "n": None}},
    ]
    pq.write_table(pa.table({"article": pa.array(rows, kind)}), tmp_path / "a.parquet")
    told = fix(seedlint, "--text-field", "article.body.text", code=2)
    assert [line.split(":")[1] for line in told.splitlines()] == [" a.parquet#1", " a.parquet#2", " a.parquet#3"]
    rows[0]["body"]["text"] = rows[4]["body"]["text"] = FIXED  # type: ignore[index]
    after = pq.read_table(tmp_path / "a.parquet")
    assert after["article"].type == kind
    assert after["article"].to_pylist() == rows


def test_a_dot_may_be_part_of_a_name(seedlint: Seedlint, tmp_path: Path) -> None:
    pq.write_table(pa.table({"body.text": [DAMAGED]}), tmp_path / "a.parquet")
    fix(seedlint, "--text-field", "body.text")
    assert pq.read_table(tmp_path / "a.parquet")["body.text"].to_pylist() == [FIXED]


@pytest.mark.fault("Data sets", "Texts of a table that are not UTF-8")
def test_a_text_that_is_not_utf8_passes_through(seedlint: Seedlint, tmp_path: Path) -> None:
    """They are told by row and stay as they are; the others are fixed."""
    raw = pa.array([b"caf\xe9 \xe2\x80\x8b", DAMAGED.encode()])
    texts = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2])
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet")
    assert "a.parquet#0: is not UTF-8" in fix(seedlint, code=2)
    after = pq.read_table(tmp_path / "a.parquet")["text"].cast(pa.binary())
    assert after.to_pylist() == [b"caf\xe9 \xe2\x80\x8b", FIXED.encode()]


@pytest.mark.fault("Data sets", "A table without the column, or with numbers in it")
@pytest.mark.parametrize(
    ("columns", "arguments", "message"),
    [
        ({"txt": ["a"]}, (), "has no column 'text' (did you mean 'txt'?); name another with --text-field"),
        ({"text": [1]}, (), "has int64 in column 'text', not texts; name another with --text-field"),
        ({"text": [b"a"]}, (), "has binary in column 'text', not texts"),
        ({"text": [{"a": "b"}]}, (), "in column 'text', not texts"),
        ({"text": ["a"]}, ("--text-field", "text.a"), "has no column 'text.a'"),
        ({"text": ["a"]}, ("--id-field", "url"), "has no column 'url'; name another with --id-field"),
    ],
)
def test_a_table_without_texts_is_told(
    seedlint: Seedlint, tmp_path: Path, columns: dict[str, Any], arguments: tuple[str, ...], message: str
) -> None:
    """It is told with the name that may be meant, and stays as it is."""
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    before = (tmp_path / "a.parquet").read_bytes()
    assert f"error: a.parquet: {message}" in fix(seedlint, *arguments, code=2) or message in fix(
        seedlint, *arguments, code=2
    )
    assert (tmp_path / "a.parquet").read_bytes() == before


@pytest.mark.fault("Data sets", "A table that is cut off, empty, or none at all")
@pytest.mark.parametrize("spoil", [b"", b"no table at all", None], ids=["empty", "foreign", "cut"])
def test_a_damaged_file_is_told_and_left_alone(seedlint: Seedlint, tmp_path: Path, spoil: bytes | None) -> None:
    """It is told and stays byte for byte."""
    pq.write_table(table([DAMAGED] * 20), tmp_path / "a.parquet", row_group_size=5)
    data = (tmp_path / "a.parquet").read_bytes()[:-100] if spoil is None else spoil
    (tmp_path / "a.parquet").write_bytes(data)
    assert "error: a.parquet: cannot be read as Parquet: " in fix(seedlint, code=2)
    assert (tmp_path / "a.parquet").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


@pytest.mark.fault("Data sets", "A table with overwritten bytes in the middle")
def test_damage_in_the_middle_leaves_the_file_alone(seedlint: Seedlint, tmp_path: Path) -> None:
    """It is told and stays byte for byte, though the first half could be read."""
    path = tmp_path / "a.parquet"
    pq.write_table(table([f"{n} {DAMAGED}" for n in range(500)]), path, row_group_size=100, write_page_checksum=True)
    place = pq.read_metadata(path).row_group(3).column(1).data_page_offset + 40
    data = bytearray(path.read_bytes())
    data[place : place + 200] = b"\xff" * 200
    path.write_bytes(data)
    assert "error: a.parquet: cannot be read as Parquet: " in fix(seedlint, code=2)
    assert path.read_bytes() == data


def test_a_table_without_rows_is_fine(seedlint: Seedlint, tmp_path: Path) -> None:
    pq.write_table(table([]), tmp_path / "a.parquet")
    before = (tmp_path / "a.parquet").read_bytes()
    fix(seedlint)
    assert (tmp_path / "a.parquet").read_bytes() == before


def test_a_table_without_damage_is_not_written(seedlint: Seedlint, tmp_path: Path) -> None:
    pq.write_table(table([GOOD]), tmp_path / "a.parquet")
    before = (tmp_path / "a.parquet").stat()
    fix(seedlint)
    after = (tmp_path / "a.parquet").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_rows_are_named_by_whatever_names_them(seedlint: Seedlint, tmp_path: Path) -> None:
    pq.write_table(table([GOOD, DAMAGED]), tmp_path / "a.parquet")
    done = seedlint(
        "check", "a.parquet", "--id-field", "when", "--select", "encoding", "--output-format", "json", "--no-cache"
    )
    (found,) = json.loads(done.stdout)["findings"]
    assert (found["record"], found["id"]) == (1, "2024-05-01 12:00:00.000001+00:00")


def test_chunks_are_small_and_row_groups_are_split_only_where_they_are_huge(tmp_path: Path) -> None:
    path = str(tmp_path / "a.parquet")
    rows = MOST_GROUP_BYTES // 60_000 + 500
    pq.write_table(pa.table({"text": [f"{n} " + "long " * 12_000 for n in range(rows)]}), path, use_dictionary=False)
    data_set = Parquet(path, Fields())
    written = []
    with data_set.writer(str(tmp_path / "b.parquet")) as write:
        for chunk in data_set.chunks():
            assert chunk.size < 1_000_000
            written.append(chunk.first)
            write(chunk)
    assert written == sorted(set(written))
    after = pq.ParquetFile(tmp_path / "b.parquet").metadata
    assert after.num_rows == rows
    assert after.num_row_groups == 2
    assert pq.read_table(path).equals(pq.read_table(tmp_path / "b.parquet"))


@pytest.mark.fault("Data sets", "A format whose library is not installed")
@pytest.mark.parametrize(
    ("missing", "name", "message"),
    [
        ("pyarrow", "a.parquet", "Parquet needs pyarrow; install it with: pip install 'seedlint[data]'"),
        ("zstandard", "a.jsonl.zst", ".zst needs zstandard; install it with: pip install 'seedlint[data]'"),
        ("fsspec", "s3://bucket/a.jsonl", "URLs need fsspec; install it with: pip install 'seedlint[data]'"),
    ],
)
def test_what_is_not_installed_is_named(
    seedlint: Seedlint, tmp_path: Path, missing: str, name: str, message: str
) -> None:
    """The error names what installs it; the run goes on."""
    if "://" not in name:
        (tmp_path / name).write_bytes(b"some bytes")
    (tmp_path / "block").mkdir()
    (tmp_path / "block/sitecustomize.py").write_text(f"import sys\nsys.modules[{missing!r}] = None\n")
    done = seedlint("check", name, environment={"PYTHONPATH": str(tmp_path / "block")})
    assert done.returncode == 2
    assert f"error: {name}: {message}" in done.stderr
