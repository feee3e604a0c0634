"""Data sets in JSON Lines, checked and fixed as users do it: only texts change, and nothing is lost."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Seedlint
from lint.datasets.json_text import loads, with_text
from lint.datasets.jsonl import JsonLines
from lint.datasets.records import Fields

DAMAGED = "# Tides\n\nThe water\u200bline rose.\n"
FIXED = "# Tides\n\nThe waterline rose.\n"
GOOD = "# Ferries\n\nThe boat was late.\n"
ESCAPED = json.dumps(DAMAGED)


def findings(seedlint: Seedlint, *arguments: str) -> list[dict[str, Any]]:
    done = seedlint("check", "--output-format", "json", "--select", "encoding", *arguments)
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def test_a_finding_names_its_row_and_its_place_in_the_text(seedlint: Seedlint, tmp_path: Path) -> None:
    rows = [{"text": GOOD}, {"text": DAMAGED}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (found,) = findings(seedlint, "a.jsonl")
    assert found == {
        "path": "a.jsonl",
        "record": 1,
        "rule": "invisible-character",
        "stage": "encoding",
        "message": "invisible character '\\u200b'",
        "start": {"offset": 18, "line": 3, "column": 10},
        "end": {"offset": 19, "line": 3, "column": 11},
        "fix": {"safety": "safe", "edits": [{"start": 18, "end": 19, "text": ""}]},
    }


@pytest.mark.parametrize("name", ["x-17", 17, 2**64 + 1, -(2**63) - 1, 1.5, None, True, ["a", 1]])
def test_the_field_that_names_a_row_is_told(seedlint: Seedlint, tmp_path: Path, name: object) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"meta": {"key": name}, "text": DAMAGED}))
    (found,) = findings(seedlint, "a.jsonl", "--id-field", "meta.key")
    assert found.get("id") == name


def test_a_row_without_the_naming_field_is_judged_all_the_same(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": DAMAGED}))
    (found,) = findings(seedlint, "a.jsonl", "--id-field", "key")
    assert "id" not in found


@pytest.mark.fault("Data sets", "Rows written in every way that JSON allows")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Order, numbers and white space.
        (
            '{"z": 1.500, "text":  %s ,"a":1e3,"big":123456789012345678901234567890}',
            '{"z": 1.500, "text":  %s ,"a":1e3,"big":123456789012345678901234567890}',
        ),
        # Numbers that Python would not convert.
        ('{"n": 1%s, "text": %%s}' % ("0" * 5000), '{"n": 1%s, "text": %%s}' % ("0" * 5000)),
        # NaN is no JSON, but what Python and others write.
        ('{"score": NaN, "text": %s}', '{"score": NaN, "text": %s}'),
        # Of equal names the last counts.
        ('{"text": "a\\u200bb", "text": %s}', '{"text": "a\\u200bb", "text": %s}'),
        # A name that only looks like the field's, inside another value.
        ('{"note": {"text": "a\\u200bb"}, "s": "\\"text\\": 1", "text": %s}',) * 2,
        # An escaped name is the same name.
        ('{"te\\u0078t": %s}',) * 2,
    ],
)
def test_all_but_the_text_stays_byte_for_byte(seedlint: Seedlint, tmp_path: Path, before: str, after: str) -> None:
    """A fix changes the text of the row and not one byte beside it."""
    path = tmp_path / "a.jsonl"
    path.write_bytes((before % ESCAPED).encode() + b"\n")
    done = seedlint("fix", "a.jsonl", "--select", "encoding")
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == (after % json.dumps(FIXED)).encode() + b"\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A writer that escapes all but ASCII, and one that does not.
        ('{"text": "\\u6e21\\u8f6e\\u200b\\n"}', '{"text": "\\u6e21\\u8f6e\\n"}'),
        ('{"text": "渡轮\u200b\\n"}', '{"text": "渡轮\\n"}'),
        # A slash may be escaped or not: what is written anew is not.
        ('{"text": "a\\/b\u200b\\n"}', '{"text": "a/b\\n"}'),
        # Half a surrogate pair, which UTF-8 cannot hold.
        ('{"text": "渡\\ud800轮\u200b\\n"}', '{"text": "渡\\ud800轮\\n"}'),
        # A tab and a quotation mark need their escapes.
        ('{"text": "say \\"a\u200bb\\"\\tnow\\n"}', '{"text": "say \\"ab\\"\\tnow\\n"}'),
    ],
)
def test_a_text_is_escaped_as_it_was(seedlint: Seedlint, tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(before.encode())
    seedlint("fix", "a.jsonl", "--select", "invisible-character")
    assert path.read_bytes() == after.encode()


def test_line_ends_blank_lines_and_a_mark_stay(seedlint: Seedlint, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = "\ufeff{%s}\r\n\r\n  \r\n{%s}\r\n{%s}"
    path.write_bytes((lines % ((f'"text": {ESCAPED}',) * 3)).encode())
    assert [found["record"] for found in findings(seedlint, "a.jsonl")] == [0, 1, 2]
    seedlint("fix", "a.jsonl", "--select", "encoding")
    assert path.read_bytes() == (lines % ((f'"text": {json.dumps(FIXED)}',) * 3)).encode()


def test_line_ends_inside_a_text_stay(seedlint: Seedlint, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": DAMAGED.replace("\n", "\r\n")}))
    seedlint("fix", "a.jsonl")
    assert json.loads(path.read_text()) == {"text": FIXED.replace("\n", "\r\n")}


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("body.text", '{"body": {"id": 1, "text": %s}, "text": "a\\u200bb"}'),
        ("body.text", '{"body.text": %s, "body": {"text": "a\\u200bb"}}'),
        ("内容", '{"内容": %s}'),
    ],
)
def test_the_text_may_be_elsewhere(seedlint: Seedlint, tmp_path: Path, field: str, row: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((row % ESCAPED).encode())
    seedlint("fix", "a.jsonl", "--text-field", field, "--select", "encoding")
    assert path.read_bytes() == (row % json.dumps(FIXED).replace("\\u", "\\u")).encode()


BAD_ROWS = [
    (b"no json", "is not JSON"),
    (b'{"text": "cut', "is not JSON"),
    (b'["text"]', "is JSON, but no object"),
    (b"{}", "has no field 'text'"),
    (b'{"txet": "a"}', "did you mean 'txet'?"),
    (b'{"text": null}', "has null in field 'text'"),
    (b'{"text": 5}', "has a number in field 'text'"),
    (b'{"text": false}', "has true or false in field 'text'"),
    (b'{"text": ["a"]}', "has a list in field 'text'"),
    (b'{"text": "\xff"}', "is not UTF-8"),
    (b"[" * 100_000, "is nested too deeply"),
]


@pytest.mark.fault("Data sets", "Rows that are cut, no JSON, without text, not UTF-8, or nested 100,000 deep")
def test_bad_rows_are_told_and_pass_through(seedlint: Seedlint, tmp_path: Path) -> None:
    """Each is told by its number and stays byte for byte; the others are fixed."""
    row = f'{{"text": {ESCAPED}}}'.encode()
    lines = [row, *(bad for bad, _ in BAD_ROWS), row]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    done = seedlint("fix", "a.jsonl", "--select", "encoding")
    assert done.returncode == 2
    for number, (_, message) in enumerate(BAD_ROWS, 1):
        (told,) = (line for line in done.stderr.splitlines() if line.startswith(f"error: a.jsonl#{number}: "))
        assert message in told
    fixed = f'{{"text": {json.dumps(FIXED)}}}'.encode()
    assert (tmp_path / "a.jsonl").read_bytes() == b"\n".join([fixed, *(bad for bad, _ in BAD_ROWS), fixed])


def test_bad_rows_are_in_the_report_for_machines(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"text": {json.dumps(GOOD)}}}\n{{"text": null}}\n')
    done = seedlint("check", "a.jsonl", "--output-format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 2
    message = "has null in field 'text', not a text"
    assert report["errors"] == [{"path": "a.jsonl", "record": 1, "rule": None, "message": message}]
    assert report["summary"]["files"] == 1
    assert report["summary"]["rows"] == 1


def zstandard_bytes(data: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard", reason="the extra seedlint[data] is not installed")
    half = data.index(b"\n", len(data) // 2) + 1
    # Two frames, as programs that append make them.
    frames = [zstandard.ZstdCompressor().compress(part) for part in (data[:half], data[half:])]
    return b"".join(frames)


def unzstandard(data: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard", reason="the extra seedlint[data] is not installed")
    read: bytes = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read()
    return read


COMPRESSIONS = {"a.jsonl.gz": (gzip.compress, gzip.decompress), "a.jsonl.zst": (zstandard_bytes, unzstandard)}


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_compressed_rows(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    compress, decompress = COMPRESSIONS[name]
    path = tmp_path / name
    path.write_bytes(compress(b"".join(json.dumps({"n": n, "text": DAMAGED}).encode() + b"\n" for n in range(50))))
    done = seedlint("fix", name, "--select", "encoding")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in decompress(path.read_bytes()).splitlines()]
    assert rows == [{"n": n, "text": FIXED} for n in range(50)]


@pytest.mark.fault("Data sets", "An archive that is cut off, or none at all")
@pytest.mark.parametrize("name", COMPRESSIONS)
@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: b"no archive" + data], ids=["cut", "foreign"])
def test_a_damaged_archive_is_left_alone(
    seedlint: Seedlint, tmp_path: Path, name: str, spoil: Callable[[bytes], bytes]
) -> None:
    """It is told and stays byte for byte, with nothing left beside it."""
    rows = b"".join(json.dumps({"n": n, "text": DAMAGED}).encode() + b"\n" for n in range(50))
    data = spoil(COMPRESSIONS[name][0](rows))
    (tmp_path / name).write_bytes(data)
    done = seedlint("fix", name, "--select", "encoding")
    assert done.returncode == 2
    assert f"error: {name}: cannot be read: " in done.stderr
    assert (tmp_path / name).read_bytes() == data
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_file_without_damage_is_not_written(seedlint: Seedlint, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": GOOD}).encode(), 1))
    before = path.stat()
    assert seedlint("fix", "a.jsonl.gz").returncode == 0
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_output_takes_a_whole_copy(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    damaged = json.dumps({"text": DAMAGED}) + "\n"
    (tmp_path / "in/a.jsonl").write_text(json.dumps({"text": GOOD}))
    (tmp_path / "in/sub/b.jsonl").write_text(damaged)
    seedlint("fix", "in", "--output", "out", "--select", "encoding")
    assert (tmp_path / "out/a.jsonl").read_text() == json.dumps({"text": GOOD})
    assert (tmp_path / "out/sub/b.jsonl").read_text() == json.dumps({"text": FIXED}) + "\n"
    assert (tmp_path / "in/sub/b.jsonl").read_text() == damaged


def test_a_diff_shows_the_text_of_the_row(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": DAMAGED}))
    done = seedlint("fix", "--diff", "a.jsonl", "--select", "encoding")
    assert done.stdout.splitlines() == [
        "--- a/a.jsonl#0",
        "+++ b/a.jsonl#0",
        "@@ -1,3 +1,3 @@",
        " # Tides",
        " ",
        "-The water\u200bline rose.",
        "+The waterline rose.",
    ]
    assert (tmp_path / "a.jsonl").read_text() == json.dumps({"text": DAMAGED})


def test_rows_may_come_by_url(seedlint: Seedlint, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="the extra seedlint[data] is not installed")
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": DAMAGED}))
    url = f"file://{path}"
    (found,) = findings(seedlint, url)
    assert found["path"] == url
    assert seedlint("fix", url, "--select", "encoding").returncode == 0
    assert json.loads(path.read_text()) == {"text": FIXED}


@pytest.mark.fault("Data sets", "An address that leads nowhere")
@pytest.mark.parametrize("url", ["file:///nowhere/a.jsonl", "nowhere://x/a.jsonl"])
def test_a_url_that_leads_nowhere_is_told(seedlint: Seedlint, url: str) -> None:
    """It is told with the address; the run goes on."""
    pytest.importorskip("fsspec", reason="the extra seedlint[data] is not installed")
    done = seedlint("check", url)
    assert done.returncode == 2
    assert f"error: {url}: cannot be read: " in done.stderr


def test_long_files_are_read_in_chunks(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"n": n, "text": "word " * 1000}) + "\n" for n in range(300)))
    chunks = list(JsonLines(str(path), Fields(id="n")).chunks())
    assert len(chunks) > 2
    assert [record.number for chunk in chunks for record in chunk.records()] == list(range(300))
    assert [record.id for chunk in chunks for record in chunk.records()] == list(range(300))
    assert b"".join(chunk.content()[0] for chunk in chunks) == path.read_bytes()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    row=st.dictionaries(st.text(), VALUES, max_size=5),
    before=st.text(),
    after=st.text(st.characters()),
    names=st.lists(st.text(), min_size=1, max_size=3),
    style=st.tuples(st.booleans(), st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " : ")])),
)
def test_replacing_a_text_changes_that_text_alone(
    row: dict[str, Any], before: str, after: str, names: list[str], style: tuple[bool, tuple[str, str]]
) -> None:
    def put(text: str) -> None:
        inner = row
        for name in names[:-1]:
            inner = inner[name]
        inner[names[-1]] = text

    inner = row
    for name in names[:-1]:
        inner[name] = {"first": [1, "}"]}
        inner = inner[name]
    put(before)
    inner.setdefault("last", 1.5)
    line = json.dumps(row, ensure_ascii=style[0], separators=style[1])
    changed = with_text(line, names, after)
    put(after)
    assert "\n" not in changed
    assert json.loads(changed) == row
    assert loads(changed.encode())  # the parser that reads rows takes it too
