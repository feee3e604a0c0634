"""Processes are started aside from the articles: a folder of strangers must not lend its modules to Python."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def aside() -> Iterator[None]:
    """Make the folder of Python's own library the current one during the block.

    Whatever is started with ``python -c``, as worker processes are, looks for modules in its current folder first: one
    of articles that holds a ``tempfile.py`` would have it run.  A process must go to where it belongs by itself.
    """
    before = os.open(os.curdir, getattr(os, "O_PATH", os.O_RDONLY)) if hasattr(os, "fchdir") else os.getcwd()
    try:
        os.chdir(os.path.dirname(os.__file__))
        yield
    finally:
        os.chdir(before)
        if isinstance(before, int):
            os.close(before)
