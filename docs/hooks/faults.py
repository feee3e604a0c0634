"""The faults that seedlint survives, read from the tests that show them.

A test says what it shows by the mark ``fault(area, fault)``, and what is seen then in the first line of its docstring.
The tests are parsed, not imported: the documentation is built without what they need.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[2] / "tests"
PLACE = "<!-- The tables stand here in the site; `python docs/hooks/faults.py` prints them. -->"
"""The line of the page that the tables replace."""


class Fault(NamedTuple):
    """A row of the tables."""

    area: str
    fault: str
    seen: str
    test: str
    file: str


def faults(folder: Path = TESTS) -> list[Fault]:
    """Return what the tests in ``folder`` show, by area and by file, in the order in which it stands there.

    Raises:
        ValueError: A mark has other arguments than two strings, or its test has no docstring.

    """
    paths = sorted(folder.rglob("test_*.py"))
    found = [fault for path in paths for fault in _of_file(path, f"tests/{path.relative_to(folder).as_posix()}")]
    return sorted(found, key=lambda fault: fault.area)


def _of_file(path: Path, name: str) -> Iterator[Fault]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "pytest.mark.fault":
                continue
            words = [word.value for word in mark.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
            docstring = ast.get_docstring(node)
            if len(words) != 2 or len(mark.args) != 2 or mark.keywords:
                raise ValueError(f"{path}:{mark.lineno}: the mark must be fault(area, fault), two strings")
            if not docstring:
                raise ValueError(f"{path}:{node.lineno}: {node.name} has no docstring that says what is seen")
            seen = docstring.partition("\n")[0].replace("``", "`")
            yield Fault(*words, seen, node.name, name)


def tables(rows: Iterable[Fault]) -> str:
    """Return a section for each area; ``rows`` come by area."""
    parts = []
    for area, group in groupby(rows, key=lambda fault: fault.area):
        lines = [f"## {area}\n", "| fault | what is seen | shown by |", "|---|---|---|"]
        lines += (
            f"| {_cell(fault.fault)} | {_cell(fault.seen)} | `{fault.test}` in `{fault.file}` |" for fault in group
        )
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(tables(faults()))
