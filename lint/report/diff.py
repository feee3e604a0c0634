"""Unified diffs of bytes that ``git apply`` takes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

_NO_NEWLINE = b"\\ No newline at end of file\n"


def unified_diff(path: str, before: bytes, after: bytes) -> Iterator[bytes]:
    """Yield the lines of a diff from ``before`` to ``after`` of the file at ``path``."""
    name = path.removeprefix("./").lstrip("/")
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(before),
        _lines(after),
        _quoted(f"a/{name}"),
        _quoted(f"b/{name}"),
    )
    for line in lines:
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_NEWLINE


def _lines(data: bytes) -> list[bytes]:
    """Split at line feeds alone, as git does: a lone carriage return is part of its line."""
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _quoted(name: str) -> bytes:
    """Write a file name as git does: quoted if it holds control characters, quotes or backslashes."""
    raw = name.encode(errors="surrogateescape")
    if any(byte < 0x20 or byte in b'"\\\x7f' for byte in raw):
        escaped = b"".join(
            b"\\%03o" % byte if byte < 0x20 or byte == 0x7F else b"\\%c" % byte if byte in b'"\\' else bytes([byte])
            for byte in raw
        )
        return b'"' + escaped + b'"'
    # git takes a tab as the end of a name that holds spaces.
    return raw + b"\t" if b" " in raw else raw
