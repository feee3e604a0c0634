"""Bytes of data sets: local or by URL, plain or compressed, read as a stream and replaced whole."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast

from lint.datasets.paths import is_url
from lint.replacement import PREFIX, replacing
from lint.source import Stamp, UnreadableError, open_file, permissions, raise_changed, stamp

_BUFFER = 1 << 20
_INPUT = 1024
"""Bytes that are decompressed at once where the outcome cannot be limited: each may stand for 32 KiB of it."""
_CURE = "install it with: pip install 'seedlint[data]'"


@contextmanager
def reading(path: str) -> Iterator[tuple[BinaryIO, Stamp | None]]:
    """Open the bytes at ``path``, decompressed if its ending says ``.gz`` or ``.zst``; tell how the file stood then.

    However much a few compressed bytes stand for, no more of it is in memory than is asked for at once, about.

    Raises:
        UnreadableError: There is no such file, it may not be read, or what its ending needs is not installed; also
            where the block reads on into damage.

    """
    try:
        with open_raw(path) as raw, _decompressed(path, raw) as file:
            yield file, None if is_url(path) else stamp(os.fstat(raw.fileno()))
    except UnreadableError:
        raise
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"cannot be read: {_reason(error)}") from error
    except Exception as error:
        # Each file system of fsspec, and each decompressor, raises errors of its own.
        if type(error).__module__.partition(".")[0] in _FOREIGN:
            raise UnreadableError(f"cannot be read: {_reason(error)}") from error
        raise


_FOREIGN = frozenset({"zstandard", "aiohttp", "botocore", "gcsfs", "huggingface_hub", "s3fs", "google"})


def open_raw(path: str) -> IO[bytes]:
    """Open the bytes at ``path`` as they are.

    Raises:
        UnreadableError: The path is a URL and fsspec, or what it needs for this scheme, is not installed.
        OSError: There is no such file, or it may not be read.

    """
    if is_url(path):
        system, inner = file_system(path)
        # Files of fsspec cannot read a line of limited length.
        return io.BufferedReader(system.open(inner, "rb"), _BUFFER)
    return open_file(path)


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of fsspec for ``url``, and the path inside it.

    Raises:
        UnreadableError: fsspec, or what it needs for this scheme, is not installed, or does not know the scheme.

    """
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise UnreadableError(f"URLs need fsspec; {_CURE}") from error
    try:
        system, inner = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UnreadableError(f"cannot be read: {_reason(error)}") from error
    return system, str(inner)


@contextmanager
def writing(path: str, target: str) -> Iterator[tuple[BinaryIO, Callable[[Stamp | None], None]]]:
    """Open ``target`` for new contents of ``path``, in its compression; it takes its place whole, at the end.

    If the target is the file at ``path`` itself, it must not be changed by others meanwhile.  The function that comes
    with it is to be told how that file stood when it was opened for reading, and raises an ``OSError`` if it stood
    otherwise when the writing began.

    Raises:
        OSError: The target cannot be written, or was changed; it is as it is now.

    """
    before = None
    if not is_url(path) and os.path.realpath(path) == os.path.realpath(target):
        # Written through links, as a file that is named; the name of a copy may be a link to anywhere.
        target = os.path.realpath(target)
        permissions(target)
        before = stamp(os.stat(target))

    def is_same(now: Stamp | None) -> None:
        if before and now and now != before:
            raise_changed()

    def still() -> None:
        if before:
            is_same(stamp(os.stat(target)))

    mode = 0o644 if is_url(path) else stat.S_IMODE(os.stat(path).st_mode)
    replacing_it = _replacing_url(target) if is_url(target) else replacing(target, mode, still)
    with replacing_it as raw, _compressed(path, raw) as file:
        yield file, is_same


@contextmanager
def _replacing_url(target: str) -> Iterator[BinaryIO]:
    """Write to a local file first and send it whole: a half-sent object is none in the stores that URLs name."""
    system, inner = file_system(target)
    with tempfile.NamedTemporaryFile(prefix=PREFIX) as local:
        yield cast("BinaryIO", local)
        local.flush()
        system.makedirs(system._parent(inner), exist_ok=True)  # noqa: SLF001 - fsspec documents it for this
        system.put_file(local.name, inner)


@contextmanager
def _decompressed(path: str, raw: IO[bytes]) -> Iterator[BinaryIO]:
    if path.lower().endswith(".gz"):
        with gzip.GzipFile(fileobj=raw, mode="rb") as file:
            yield cast("BinaryIO", file)
    elif path.lower().endswith(".zst"):
        with io.BufferedReader(_ZstandardFrames(raw), _BUFFER) as file:
            yield cast("BinaryIO", file)
    else:
        yield cast("BinaryIO", raw)


@contextmanager
def _compressed(path: str, raw: BinaryIO) -> Iterator[BinaryIO]:
    if path.lower().endswith(".gz"):
        # Neither name nor time: the same rows make the same bytes.
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as file:
            yield cast("BinaryIO", file)
    elif path.lower().endswith(".zst"):
        with _zstandard().ZstdCompressor(write_checksum=True).stream_writer(raw, closefd=False) as file:
            yield cast("BinaryIO", file)
    else:
        yield raw


class _ZstandardFrames(io.RawIOBase):
    """All frames of a compressed file, decompressed.

    The library's own reader takes the end of a file that was cut off for the end of the data, and says nothing.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._new = _zstandard().ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._input = b""
        self._output = memoryview(b"")

    def readable(self) -> bool:
        """Tell that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``, or less; return how many bytes were put there, 0 at the end."""
        while not self._output:
            self._input = self._input or self._raw.read(_INPUT)
            if not self._input:
                if self._frame is not None:
                    raise EOFError("the compressed data ends in the middle; fetch the file again")
                return 0
            if self._frame is None:
                self._frame = self._new()
            self._output = memoryview(self._frame.decompress(self._input))
            self._input = b""
            if self._frame.eof:
                self._input, self._frame = self._frame.unused_data, None
        part = self._output[: len(buffer)]
        buffer[: len(part)] = part
        self._output = self._output[len(part) :]
        return len(part)


def _zstandard() -> Any:
    try:
        import zstandard
    except ModuleNotFoundError as error:
        raise UnreadableError(f".zst needs zstandard; {_CURE}") from error
    return zstandard


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
