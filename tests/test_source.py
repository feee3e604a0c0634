"""Bytes and documents: nothing is lost on the way in, out, or onto the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint import source
from lint.document import Document
from lint.facts import ByteFacts
from lint.source import UnreadableError

TRADITIONAL = "雨停了，街上又熱鬧起來。孩子們跑出去踩水，老人們搬出了椅子，賣豆花的也推著車來了。\n"
SIMPLIFIED = "雨停了，街上又热闹起来。孩子们跑出去踩水，老人们搬出了椅子，卖豆花的也推着车来了。\n"
JAPANESE = "雨がやんで、通りはまたにぎやかになった。子どもたちは水たまりで遊び、老人は椅子を出した。\n"
KOREAN = "비가 그치고 거리는 다시 북적였다. 아이들은 물웅덩이에서 놀고 노인들은 의자를 꺼냈다.\n"
FRENCH = "La pluie s’est arrêtée ; les enfants jouaient déjà dans les flaques, près de la forêt.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (JAPANESE, "iso2022_jp"),
        (KOREAN, "iso2022_kr"),
        (SIMPLIFIED, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "cp1252"),
        ("It’s late — really.\n", "cp1252"),
    ],
)
def test_legacy_encodings_are_recognised_and_survive(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    document = source.decode(data)
    assert document.text == text
    assert document.facts.sure
    assert source.encode(document) == data


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_marks_say_the_encoding_and_survive(encoding: str) -> None:
    data = f"\ufeff{SIMPLIFIED}".encode(encoding)
    document = source.decode(data)
    assert document.text == SIMPLIFIED
    assert document.facts.mark
    assert source.encode(document) == data


@pytest.mark.fault("Text", "UTF-8 with a few broken bytes")
def test_damaged_utf8_passes_through_and_is_not_sure() -> None:
    """They pass through byte for byte."""
    data = SIMPLIFIED.encode() * 3 + b"\xe9\x9b\n"
    document = source.decode(data)
    assert not document.facts.sure
    assert source.encode(document) == data


def test_too_little_evidence_is_not_sure() -> None:
    assert not source.decode("雨".encode("gb18030")).facts.sure


def test_shift_jis_is_no_gb18030_though_it_decodes_as_such() -> None:
    data = JAPANESE.encode("cp932")
    data.decode("gb18030")
    assert source.decode(data).facts.encoding == "cp932"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\x00\x01",
        b"abc\x00" * 20,
        b"".join(number.to_bytes(2, "little") for number in range(32, 600)),
        "Nobody came.\n".encode("utf-16-le") * 3 + b"\x00",
        ("a" * 50).encode("utf-32-le"),
        b"one\x00two\x00three",
        b"one\x00two \x01",
        "Le café\x00 était fermé.".encode("cp1252"),
        b"a" * 2500 + b"\x00\x00\x00",
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="NUL bytes"):
        source.decode(data)


@pytest.mark.fault("Text", "A single NUL in UTF-8")
@pytest.mark.parametrize("data", [f"{SIMPLIFIED}\x00\n".encode(), b"One.\x00\n" + b"Two. Three.\n" * 200 + b"\x00"])
def test_a_few_nuls_are_control_characters(data: bytes) -> None:
    """It is a control character, and the rest is read as usual."""
    document = source.decode(data)
    assert (document.facts.encoding, document.facts.sure) == ("utf-8", True)
    assert source.encode(document) == data


def test_japanese_mail_of_old_programs_says_the_same() -> None:
    """They end Japanese with JIS-Roman where Python's codec writes ASCII."""
    document = source.decode(JAPANESE.encode("iso2022_jp").replace(b"\x1b(B", b"\x1b(J"))
    assert (document.text, document.facts.encoding) == (JAPANESE, "iso2022_jp")


@given(st.text(alphabet="a甲\r\n", max_size=30), st.booleans())
def test_what_is_not_changed_comes_back_byte_for_byte(text: str, mark: bool) -> None:
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    assert source.encode(source.decode(data)) == data


@pytest.mark.fault("Text", "Any bytes at all")
@given(st.binary(max_size=60))
def test_no_bytes_are_lost_whatever_they_are(data: bytes) -> None:
    """They come back byte for byte, or are refused as no text."""
    try:
        document = source.decode(data)
    except UnreadableError:
        assert b"\x00" in data
    else:
        assert source.encode(document) == data


def test_line_ends_are_folded_and_remembered() -> None:
    document = source.from_text("a\r\nb\nc\rd")
    assert document.text == "a\nb\nc\nd"
    assert document.facts.line_ends == ("\r\n", "\n", "\r")
    assert source.from_text("a\r\nb\r\n").facts == ByteFacts(line_end="\r\n")


def article(folder: Path, text: str = "One.\n") -> Path:
    path = folder / "a.txt"
    path.write_bytes(text.encode())
    return path


def test_writing_keeps_permission_bits(tmp_path: Path) -> None:
    path = article(tmp_path)
    path.chmod(0o640)
    source.write(source.read(str(path)), b"Two.\n")
    assert path.read_bytes() == b"Two.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.fault("Files", "A link to an article")
def test_writing_goes_through_links_and_keeps_them(tmp_path: Path) -> None:
    """Its target is written; the link stays a link."""
    target = article(tmp_path)
    link = tmp_path / "link.txt"
    link.symlink_to(target.name)
    source.write(source.read(str(link)), b"Two.\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"Two.\n"


@pytest.mark.fault("Files", "A file that another program changes between reading and writing")
def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """The newer file stays, and the article is reported."""
    path = article(tmp_path)
    file = source.read(str(path))
    path.write_bytes(b"Somebody else's.\n")
    with pytest.raises(OSError, match="changed by another program"):
        source.write(file, b"Ours.\n")
    assert path.read_bytes() == b"Somebody else's.\n"


@pytest.mark.fault("Files", "A write that fails at its last step")
def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays, and nothing is left beside it."""
    path = article(tmp_path)
    file = source.read(str(path))

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        source.write(file, b"Two.\n")
    assert path.read_bytes() == b"One.\n"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.fault("Files", "A pipe that is named as an article")
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    """It is refused at once: nobody waits for a writer."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableError, match="not a regular file"):
        source.read(str(tmp_path / "pipe.txt"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read: No such file"):
        source.read(str(tmp_path / "none.txt"))


def test_text_of_a_document_goes_back_to_what_it_was() -> None:
    document = Document("a\nb\n", ByteFacts(mark=True, line_end="\r\n"))
    assert source.to_text(document) == "\ufeffa\r\nb\r\n"
