"""What several test modules need: the command line as users run it, and the texts beside the project."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"

# How wide the terminal of whoever runs the tests is must not matter.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)

# A shell that runs the tests in the background makes them ignore interrupts, which the commands would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def shared() -> Path:
    """Return the folder of real articles beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real articles is not beside the project")
    return SHARED


Seedlint = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def seedlint(tmp_path: Path) -> Seedlint:
    """Return a function that runs ``seedlint`` in the test's own folder, as a process of its own."""

    def run(
        *arguments: str | Path,
        stdin: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path = tmp_path,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "lint", *map(str, arguments)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env={
                **os.environ,
                "PYTHONIOENCODING": "utf-8",
                "SEEDLINT_CACHE_DIR": f"{tmp_path}-cache",
                **(environment or {}),
            },
            check=False,
            timeout=120,
        )
        # Bytes of an article that pass through are compared as they are, so nothing may be lost in decoding.
        return subprocess.CompletedProcess(
            done.args,
            done.returncode,
            done.stdout.decode("utf-8", "surrogateescape"),
            done.stderr.decode("utf-8", "surrogateescape"),
        )

    return run
