"""Bytes to documents and back: encoding, byte-order mark and line ends survive, and files are replaced whole."""

from __future__ import annotations

import codecs
import json
import os
import stat
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, NoReturn

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
# Begins Japanese or Korean in the encodings of mail, whose bytes are all ASCII.
_SHIFT = b"\x1b$"
_LINE_END = lazy_pattern("\r\n|\r|\n")
_PIECE = 1 << 20
_BYTES_FOR_A_NUL = 1000


class UnreadableError(Exception):
    """A file cannot be read as text; the message says why and what to do."""


class Stamp(NamedTuple):
    """What tells that a file has not been changed since it was read."""

    inode: int
    size: int
    modified_ns: int
    changed_ns: int
    """Unlike the time before it, no program can set this one back; on Windows it tells when the file was made."""


@dataclass(frozen=True)
class File:
    """A file that was read: its document, its bytes, and how it stood then."""

    path: str
    document: Document
    data: bytes
    stamp: Stamp


def decode(data: bytes, path: str | None = None) -> Document:
    """Return the document that ``data`` holds: what the mark says, else UTF-8 first, else what detection finds.

    Two kinds of other encodings are valid UTF-8: those with a NUL in every Latin letter, and those of mail.

    Raises:
        UnreadableError: The bytes are no text.

    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return from_text(data[len(mark) :].decode(encoding), path, ByteFacts(encoding, mark=True))
            except UnicodeDecodeError:
                break
    if b"\x00" in data or (_SHIFT in data and data.isascii()):
        from lint.detection import detect_valid_utf8

        if encoding := detect_valid_utf8(data):
            return from_text(data.decode(encoding), path, ByteFacts(encoding))
    if b"\x00" in data and not _is_text_but_for_nuls(data):
        raise UnreadableError("is not text: it holds NUL bytes; leave it out with the key exclude")
    if _is_json(data):
        raise UnreadableError("is JSON, not an article; rows are read from files that are named *.jsonl")
    try:
        return from_text(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        from lint.detection import detect

        encoding, is_sure = detect(data)
        facts = ByteFacts(encoding, sure=is_sure)
        return from_text(data.decode(encoding, facts.errors), path, facts)


def _is_text_but_for_nuls(data: bytes) -> bool:
    """Tell UTF-8 in which a program left a NUL or two, control characters like others, from data."""
    if data.count(b"\x00") > max(1, len(data) // _BYTES_FOR_A_NUL):
        return False
    from lint.views.encoding.plausible import is_text

    try:
        return is_text(data.decode("utf-8").replace("\x00", ""))
    except UnicodeDecodeError:
        return False


def _is_json(data: bytes) -> bool:
    """Tell whether the bytes, or their first line, are an object of JSON, or a list of such: fixes would break it."""
    start = data[:_PIECE].lstrip()
    if not start.startswith((b"{", b"[")):
        return False
    for piece in (start.partition(b"\n")[0], data):
        try:
            value = json.loads(piece)
        except (ValueError, RecursionError):
            continue
        if value and (isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))):
            return True
    return False


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


def read(path: str, most: int = 0) -> File:
    """Read the file at ``path``, which may have ``most`` bytes; 0 is no limit.

    Raises:
        UnreadableError: There is no such file, it may not be read, it is too large, or it is no text.

    """
    try:
        with open_file(path) as file:
            status = os.fstat(file.fileno())
            data = read_all(file, status.st_size, most)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    return File(path, decode(data, path), data, stamp(status))


def open_file(path: str) -> BinaryIO:
    """Open the bytes of the file at ``path``.

    Raises:
        UnreadableError: It is no regular file: opening a pipe would wait for somebody to write into it.
        OSError: There is no such file, or it may not be read.

    """
    # Looked at twice: to open a device may do something, and what is there may be another file a moment later.
    if stat.S_ISREG(os.stat(path).st_mode):
        with ExitStack() as stack:
            file = stack.enter_context(open(path, "rb", opener=_without_waiting))
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                stack.pop_all()
                return file
    raise UnreadableError("is not a regular file; name files or folders of articles")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_all(file: BinaryIO, size: int, most: int) -> bytes:
    """Return all bytes of ``file``, which had ``size`` when it was opened, if they are at most ``most``.

    Raises:
        UnreadableError: They are more; what goes beyond is never in memory.

    """
    if not most:
        return file.read()
    data = file.read(size + 1) if size <= most else b""
    while data and len(data) > size and size <= most:
        # It has grown since, or is one of those that do not know their size beforehand.
        size = len(data)
        data += file.read(_PIECE)
    if size > most:
        raise UnreadableError(too_large(size, most))
    return data


def too_large(size: int | None, most: int) -> str:
    """Return what to say of an article that has ``size`` bytes, if that is known, where ``most`` are allowed."""
    has = "more" if size is None else f"{size:,}"
    return f"not judged: it has {has} bytes, and max-file-size is {most:,}; raise that, or cut the article up"


def stamp(status: os.stat_result) -> Stamp:
    """Return what tells a later state of a file from this one."""
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def write(file: File, data: bytes) -> None:
    """Replace the contents of ``file`` by ``data``, whole or not at all; permissions and links stay.

    A file that holds ``data`` already, because another run was faster, is left alone.

    Raises:
        OSError: The file cannot be written, or was changed since it was read; it is as it is now.

    """
    target = os.path.realpath(file.path)
    if stamp(os.stat(target)) != file.stamp and _holds(target, data):
        return

    def still() -> None:
        # Its bytes too: clocks of file systems tick slowly, and a change may come within the tick of the reading.
        if stamp(os.stat(target)) != file.stamp or not _holds(target, file.data):
            raise_changed()

    still()
    with replacing(target, permissions(target), still) as new:
        new.write(data)


def _holds(path: str, data: bytes) -> bool:
    try:
        with open_file(path) as file:
            return file.read(len(data) + 1) == data
    except UnreadableError:  # it is something else by now
        return False


def permissions(path: str) -> int:
    """Return the permission bits of the file at ``path``, which must allow to write it.

    Raises:
        OSError: It may not be written.  To put another file in its place would take the permission of its folder alone.

    """
    os.close(os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    return stat.S_IMODE(os.stat(path).st_mode)


def raise_changed() -> NoReturn:
    """Say that a file has been changed since it was read.

    Raises:
        OSError: Always.

    """
    raise OSError(0, "was changed by another program meanwhile; run again")


def replace(target: str, data: bytes, mode: int = 0o644) -> None:
    """Write ``data`` to ``target``, whole or not at all."""
    with replacing(target, mode) as file:
        file.write(data)
