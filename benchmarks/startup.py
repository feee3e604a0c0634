"""Measure start-up as whole processes: median of eleven runs each, and the ratio to ``import click``.

Usage: python benchmarks/startup.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 11


def median(command: list[str]) -> float:
    """Return the median of the seconds that ``command`` takes."""
    seconds = []
    # An installed program has its modules compiled; without them Python would be measured.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, capture_output=True, check=False, env=environment)
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False, env=environment)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "small.md"
        article.write_text("# Tea\n\nShe drank it black.\n" * 30, encoding="utf-8")
        python = sys.executable
        rows = {
            "python -c pass": [python, "-c", "pass"],
            "python -c 'import click'": [python, "-c", "import click"],
            "seedlint --help": [python, "-m", "lint", "--help"],
            "seedlint check small.md": [python, "-m", "lint", "check", str(article)],
            "the same, --no-cache": [python, "-m", "lint", "check", "--no-cache", str(article)],
        }
        times = {name: median(command) for name, command in rows.items()}
    click = times["python -c 'import click'"]
    for name, seconds in times.items():
        print(f"{name:<26} {seconds * 1000:7.0f} ms   {seconds / click:.2f} x import click")


if __name__ == "__main__":
    main()
