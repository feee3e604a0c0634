"""A data set is written while it is read: chunk by chunk, in place or to another file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress

from lint.datasets.records import Chunk, ChunkWriter, DataSet
from lint.source import UnreadableError


class _LeaveError(Exception):
    """The copy is not wanted."""


class Copy:
    """A copy of a data set in the making; what fails is remembered, and the target is left as it was."""

    def __init__(self, data_set: DataSet, target: Callable[[], str]) -> None:
        """``target`` names the file to write, and may fail as writing it may."""
        self.fault = ""
        """Why there is no copy."""
        self._stack = ExitStack()
        self._write: ChunkWriter | None = None
        try:
            self._write = self._stack.enter_context(data_set.writer(target()))
        except (OSError, UnreadableError) as error:
            self._fail(error)

    def write(self, chunk: Chunk) -> None:
        """Take the next chunk."""
        if self._write is None:
            return
        try:
            self._write(chunk)
        except OSError as error:
            self.drop()
            self._fail(error)

    def keep(self) -> None:
        """Put the copy in its place."""
        try:
            self._stack.close()
        except OSError as error:
            self._fail(error)

    def drop(self) -> None:
        """Leave the target as it was; nothing happens if the copy is in its place already."""
        with suppress(_LeaveError, OSError), self._stack:
            raise _LeaveError

    def _fail(self, error: OSError | UnreadableError) -> None:
        self._write = None
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        self.fault = f"cannot be written: {reason}; it is as it was"
