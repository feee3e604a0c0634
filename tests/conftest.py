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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as it is published: every warning, as of a link that leads nowhere, is an error."""
    pytest.importorskip("material", reason="the documentation is built with the extra: pip install 'seedlint[docs]'")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def install_plugin(folder: Path, distribution: str, module: str, version: str = "1.0") -> None:
    """Make ``folder`` look like one that a distribution was installed to, whose plugin is ``module``."""
    info = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"[seedlint]\n{module} = {module}\n")
