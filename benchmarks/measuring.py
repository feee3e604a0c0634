"""Measure commands as whole processes, on Unix: time, processor time of all their processes, and memory of each."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_TICK = 0.02
"""Seconds between two looks at the processes; the system keeps the highest figure of each."""


class Taken(NamedTuple):
    """What one run took: seconds on the wall, and seconds of processor time of all its processes together."""

    wall: float
    processor: float


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Taken:
    """Run ``command``, whose output is thrown away, and return what it took.

    Raises:
        SystemExit: It ended with another code than 0 or 1, which tell of findings; the message holds its last words.

    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = _start(command, environment, errors.fileno())
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            errors.seek(0)
            told = errors.read().decode(errors="replace")[-500:]
            raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}\n{told}")
    return Taken(wall, usage.ru_utime + usage.ru_stime)


def _start(command: Sequence[str], environment: Mapping[str, str] | None, errors: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )


def peaks(command: Sequence[str]) -> list[float]:
    """Return the highest resident memory in MB of each process of ``command``, its first one first; Linux only."""
    if not sys.platform.startswith("linux"):
        return []
    process = _start(command, None, subprocess.DEVNULL)
    highest: dict[int, float] = {}
    while process.poll() is None:
        for pid in (process.pid, *_descendants(process.pid)):
            highest[pid] = max(highest.get(pid, 0.0), _highest(pid))
        time.sleep(_TICK)
    first = highest.pop(process.pid, 0.0)
    return [first, *sorted(highest.values(), reverse=True)]


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return found
    for child in map(int, children):
        found += (child, *_descendants(child))
    return found


def _highest(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) * 1024 / 1e6 if lines else 0.0


def spread(values: Sequence[float]) -> float:
    """Return how far apart ``values`` lie, as a share of their median."""
    return (max(values) - min(values)) / statistics.median(values)
