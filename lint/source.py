"""Bytes to documents and back: encoding, byte-order mark and line ends survive, and files are replaced whole."""

from __future__ import annotations

import codecs
import os
import stat
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from lint.document import Document
from lint.facts import PLAIN, ByteFacts
from lint.patterns import lazy_pattern
from lint.replacement import replacing

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = lazy_pattern("\r\n|\r|\n")


class UnreadableError(Exception):
    """A file cannot be read as text; the message says why and what to do."""


class Stamp(NamedTuple):
    """What tells that a file has not been changed since it was read."""

    inode: int
    size: int
    modified_ns: int


@dataclass(frozen=True)
class File:
    """A file that was read: its document, its bytes, and how it stood then."""

    path: str
    document: Document
    data: bytes
    stamp: Stamp


def decode(data: bytes, path: str | None = None) -> Document:
    """Return the document that ``data`` holds: UTF-8 first, or what the mark says, else what detection finds.

    Raises:
        UnreadableError: The bytes are no text.

    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return from_text(data[len(mark) :].decode(encoding), path, ByteFacts(encoding, mark=True))
            except UnicodeDecodeError:
                break
    if b"\x00" in data:
        raise UnreadableError("is not text: it holds NUL bytes; leave it out with the key exclude")
    try:
        return from_text(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        from lint.detection import detect

        encoding, is_sure = detect(data)
        facts = ByteFacts(encoding, sure=is_sure)
        return from_text(data.decode(encoding, facts.errors), path, facts)


def from_text(text: str, path: str | None = None, facts: ByteFacts = PLAIN) -> Document:
    """Return a document of ``text``, its line ends folded; a mark at its start is taken off and remembered."""
    if text.startswith("\ufeff") and not facts.mark:
        return from_text(text[1:], path, ByteFacts(facts.encoding, sure=facts.sure, mark=True))
    if "\r" not in text:
        return Document(text, facts, path)
    ends = tuple(_LINE_END.findall(text))
    common = Counter(ends).most_common(1)[0][0]
    is_mixed = len(set(ends)) > 1
    facts = ByteFacts(facts.encoding, facts.sure, facts.mark, common, ends if is_mixed else None)
    return Document(_LINE_END.sub("\n", text), facts, path)


def to_text(document: Document) -> str:
    """Return the text with its mark and its line ends put back."""
    facts = document.facts
    text = document.text
    if facts.line_ends is not None:
        lines = text.split("\n")
        text = "".join(line + end for line, end in zip(lines, (*facts.line_ends, ""), strict=True))
    elif facts.line_end != "\n":
        text = text.replace("\n", facts.line_end)
    return f"\ufeff{text}" if facts.mark else text


def encode(document: Document) -> bytes:
    """Return the bytes of ``document``, as its facts say."""
    return to_text(document).encode(document.facts.encoding, document.facts.errors)


def read(path: str) -> File:
    """Read the file at ``path``.

    Raises:
        UnreadableError: There is no such file, it may not be read, or it is no text.

    """
    try:
        with open_file(path) as file:
            status = os.fstat(file.fileno())
            data = file.read()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    return File(path, decode(data, path), data, stamp(status))


def open_file(path: str) -> BinaryIO:
    """Open the bytes of the file at ``path``.

    Raises:
        UnreadableError: It is no regular file: opening a pipe would wait for somebody to write into it.
        OSError: There is no such file, or it may not be read.

    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise UnreadableError("is no regular file; name files or folders of articles")
    return open(path, "rb")


def stamp(status: os.stat_result) -> Stamp:
    """Return what tells a later state of a file from this one."""
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)


def write(file: File, data: bytes) -> None:
    """Replace the contents of ``file`` by ``data``, whole or not at all; permissions and links stay.

    Raises:
        OSError: The file cannot be written; it is as it was.

    """
    target = os.path.realpath(file.path)
    status = os.stat(target)
    if stamp(status) != file.stamp:
        raise OSError(0, "was changed by another program meanwhile; run again")
    replace(target, data, stat.S_IMODE(status.st_mode))


def replace(target: str, data: bytes, mode: int = 0o644) -> None:
    """Write ``data`` to ``target``, whole or not at all."""
    with replacing(target, mode) as file:
        file.write(data)
