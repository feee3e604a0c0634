"""Files are replaced whole: a crash at any moment leaves the old or the new one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

PREFIX = ".seedlint-"
"""What names of unfinished files begin with; walks pass hidden files over."""


@contextmanager
def replacing(target: str, mode: int = 0o644, still: Callable[[], None] = lambda: None) -> Iterator[BinaryIO]:
    """Open a new file beside ``target`` that takes its place when the block ends without an exception.

    ``still`` is asked just before: it raises an ``OSError`` if the target must not be replaced any more.
    """
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target) or ".", prefix=PREFIX)
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        still()
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
