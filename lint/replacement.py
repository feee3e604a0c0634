"""Files are replaced whole: a crash or a power cut at any moment leaves the old or the new one."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, NoReturn

from lint.patterns import lazy_pattern

PREFIX = ".seedlint-"
"""What names of unfinished files begin with; walks pass hidden files over."""

_NAME = lazy_pattern(re.escape(PREFIX) + "[0-9a-f]{16}")
_ABANDONED = 24 * 3600
"""Seconds after which an unfinished file that nobody has written to belongs to a process that was killed."""

_unfinished: set[str] = set()
_beginning = threading.RLock()


@contextmanager
def replacing(target: str, mode: int = 0o644, still: Callable[[], None] = lambda: None) -> Iterator[BinaryIO]:
    """Open a new file beside ``target`` that takes its place when the block ends without an exception.

    It gets the permission bits ``mode`` and, as far as the system lets us, the target's owner, group and extended
    attributes.  ``still`` is asked just before: it raises an ``OSError`` if the target must not be replaced any more.
    """
    temporary = os.path.join(os.path.dirname(target) or os.curdir, PREFIX + os.urandom(8).hex())
    with _beginning:
        # Noted before it is there: an interrupt may come between any two steps.
        _unfinished.add(temporary)
        file = open(temporary, "xb", opener=_private)  # noqa: SIM115 - closed below, outside of the lock
    try:
        with file:
            yield file
            file.flush()
            _take_after(target, temporary)
            os.chmod(temporary, mode)
            # The contents first, then the name, then the folder that holds it: in any other order a power cut may
            # leave a name without contents.
            os.fsync(file.fileno())
        still()
        os.replace(temporary, target)
    except BaseException:
        _drop(temporary)
        raise
    _unfinished.discard(temporary)
    _sync_folder(os.path.dirname(target) or os.curdir)


def drop_unfinished() -> None:
    """Delete the unfinished files of this process: those that an interrupt left behind between two steps."""
    for temporary in tuple(_unfinished):
        _drop(temporary)


def end_process(code: int) -> NoReturn:
    """End this process at once, without an unfinished file left behind; files are the old or the new ones, whole.

    May be called from any thread, and from a signal handler.
    """
    with _beginning:  # kept to the end: no other thread begins a file meanwhile
        drop_unfinished()
        os._exit(code)


def drop_abandoned(folders: Iterable[str]) -> None:
    """Delete unfinished files in ``folders`` that are a day old: their processes were killed, and nobody sees them.

    A younger one may belong to a run that is writing it just now.  Should a run be stopped for a day and then go on, it
    cannot put its file in place and says so; the target is as it was.
    """
    latest = time.time() - _ABANDONED
    for folder in folders:
        with suppress(OSError), os.scandir(folder or os.curdir) as entries:
            for entry in entries:
                if _NAME.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < latest:
                    _drop(entry.path)


def _take_after(target: str, temporary: str) -> None:
    """Give ``temporary`` the owner, group and extended attributes, access lists among them, of ``target``."""
    try:
        old, new = os.stat(target), os.stat(temporary)
    except FileNotFoundError:
        return
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid) and hasattr(os, "chown"):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except PermissionError:  # only the superuser may give files away
            with suppress(PermissionError):
                os.chown(temporary, -1, old.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(target, name))


def _sync_folder(folder: str) -> None:
    """Make a new name in ``folder`` outlast a power cut, where systems let us; it is in its place all the same."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _drop(temporary: str) -> None:
    with suppress(OSError):
        os.unlink(temporary)
    _unfinished.discard(temporary)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
