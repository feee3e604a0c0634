"""Lines are put in order on disk: findings of a corpus come behind those of its articles, and there may be millions."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from tempfile import SpooledTemporaryFile
from typing import IO, Any

_IN_MEMORY = 16_000_000
"""Bytes of a run that are kept in memory."""
_AT_ONCE = 256
"""Lines written and read at once: one by one they take several times as long."""

Keyed = tuple[tuple[Any, ...], str]


def in_order(lines: Iterable[Keyed]) -> Iterator[str]:
    """Yield the lines sorted by their keys, of those that are the same in the order they came.

    Lines that come in ascending order make one run; runs are merged.
    """
    with ExitStack() as stack:
        runs: list[SpooledTemporaryFile[bytes]] = []
        for some, is_new in _ascending(lines):
            if is_new:
                if runs:
                    # Only the last run may be in memory, however many there are.
                    runs[-1].rollover()
                runs.append(stack.enter_context(SpooledTemporaryFile(_IN_MEMORY)))
            pickle.dump(some, runs[-1], protocol=pickle.HIGHEST_PROTOCOL)
        for run in runs:
            run.seek(0)
        for _, line in merge(*map(_read, runs), key=lambda item: item[0]):
            yield line


def _ascending(lines: Iterable[Keyed]) -> Iterator[tuple[list[Keyed], bool]]:
    """Yield some lines at once that ascend, and whether they begin a run."""
    some: list[Keyed] = []
    is_new = True
    for line in lines:
        descends = bool(some) and line[0] < some[-1][0]
        if descends or len(some) == _AT_ONCE:
            yield some, is_new
            is_new = descends or line[0] < some[-1][0]
            some = []
        some.append(line)
    if some:
        yield some, is_new


def _read(run: IO[bytes]) -> Iterator[Keyed]:
    while True:
        try:
            yield from pickle.load(run)  # noqa: S301 - written by this process, in a file that has no name
        except EOFError:
            return
