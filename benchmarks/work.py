"""Count the work that checking and fixing take, and compare it with the figures in ``work.json``.

Usage: python benchmarks/work.py [--update] [--figures FILE]

Work is lines of Python executed plus functions of C called, for the articles in ``tests/articles`` and ``seeds``, by a
process that has judged them once before.  Unlike time, it is the same in each run and on each machine, so a noisy one
does not matter.  The figures are those of Python 3.11; 3.10 counts 0.1 % more, 3.13 counts 4 % less.  What happens
inside one call into C, as in a regular expression, is not seen: ``speed.py`` and ``linear.py`` see that.

Exit code 0: at most 5 % more work than the figures say.  1: more; the functions are named whose work grew most.
``--update`` writes the figures anew.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from lint import Linter, Safety
from lint.source import decode

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).with_name("work.json")
PYTHON = 3, 11
"""The version that makes the figures."""
MORE = 1.05
"""Above this ratio to the committed figure the work has grown."""
LESS = 0.8
"""Below this ratio the committed figure guards nothing any more."""
SHOWN = 12
KEPT = 150
"""Functions in the file of figures for each command: nearly all of the work is theirs."""

Work = Counter[str]
"""Lines and calls by the function that they stand in, as module and name."""


def main() -> int:
    """Compare or update, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the figures anew")
    parser.add_argument("--figures", type=Path, metavar="FILE", default=FIGURES, help="other figures than work.json")
    args = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets decides what a search for any of their members comes across first.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode
    if args.update and sys.version_info[:2] != PYTHON:
        raise SystemExit(
            "the figures are those of Python 3.11, and other versions count a little less: update with that"
        )
    work = counted()
    if args.update:
        figures = {command: _figures(counts) for command, counts in work.items()}
        args.figures.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    known = json.loads(args.figures.read_text(encoding="utf-8"))
    has_grown = [judged(command, counts, known[command]) for command, counts in work.items()]
    return int(any(has_grown))


def counted() -> dict[str, Work]:
    """Return the work of each command."""
    folders = (ROOT / "tests/articles", ROOT / "seeds")
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.name != "README.md"]
    articles = [path.read_bytes() for path in files]
    linter = Linter()

    def check() -> None:
        for article in articles:
            linter.check_document(decode(article))

    def fix() -> None:
        for article in articles:
            linter.fix_document(decode(article), Safety.SAFE)

    # First of all, so that patterns are compiled and tables read.
    check()
    fix()
    return {"check": count(check), "fix": count(fix)}


def count(task: Callable[[], None]) -> Work:
    """Return the lines that ``task`` executes and the functions of C that it calls."""
    lines: Counter[tuple[CodeType, str]] = Counter()

    def trace(frame: FrameType, event: str, _: Any) -> Callable[..., Any]:
        if event == "line":
            lines[frame.f_code, frame.f_globals.get("__name__", "?")] += 1
        return trace

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "c_call":
            lines[frame.f_code, frame.f_globals.get("__name__", "?")] += 1

    _forget_texts()
    gc.collect()
    gc.disable()
    sys.setprofile(profile)
    sys.settrace(trace)
    try:
        task()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
        gc.enable()
    work: Work = Counter()
    for (code, module), number in lines.items():
        if module != __name__:
            work[f"{module}.{code.co_name}"] += number
    return work


def _forget_texts() -> None:
    """Empty what remembers a limited number of answers: else the articles are known from the time before."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("lint", "rules"):
            for member in vars(module).values():
                if isinstance(member, _lru_cache_wrapper) and member.cache_info().maxsize is not None:
                    member.cache_clear()


def _figures(work: Work) -> dict[str, Any]:
    return {"all": work.total(), "functions": dict(work.most_common(KEPT))}


def judged(command: str, work: Work, known: Mapping[str, Any]) -> bool:
    """Print how ``work`` compares with the ``known`` figures; return whether it has grown."""
    now, before = work.total(), known["all"]
    ratio: float = now / before
    print(f"{command}: {now:,} lines and calls, {ratio - 1:+.1%} against the figures")
    if ratio > MORE:
        print(f"The work of {command} has grown by more than {MORE - 1:.0%}. What grew most:")
        growth = {name: number - known["functions"].get(name, 0) for name, number in work.items()}
        for name in sorted(growth, key=lambda name: (-growth[name], name))[:SHOWN]:
            print(f"{growth[name]:>+10,}  {known['functions'].get(name, 0):>9,} -> {work[name]:>9,}  {name}")
        print(
            "Make it cheaper; or, if it is worth that, write new figures with\n"
            "  python benchmarks/work.py --update\nand say in the commit what the work is for."
        )
    elif ratio < LESS:
        print("That is far less: write new figures, so that they guard it: python benchmarks/work.py --update")
    return ratio > MORE


if __name__ == "__main__":
    sys.exit(main())
