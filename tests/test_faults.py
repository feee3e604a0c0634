"""The tables of faults survived: every test that is marked stands in them, and nothing else."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """Return the part of the documentation's hook that makes the tables."""
    spec = importlib.util.spec_from_file_location("faults", ROOT / "docs/hooks/faults.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_hold_the_tests_that_are_marked_and_no_others(hook: ModuleType) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "fault", "-p", "no:cacheprovider", "tests"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    marked = {tuple(line.partition("[")[0].split("::")) for line in done.stdout.splitlines() if "::" in line}
    rows = hook.faults()
    assert len(rows) > 100
    assert {(row.file, row.test) for row in rows} == marked
    # A line for each row, with all that the row says.
    lines = [line for line in hook.tables(rows).splitlines() if line.startswith("| ") and "`test_" in line]
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert line.endswith(f" | `{row.test}` in `{row.file}` |")


def test_the_page_has_a_place_for_the_tables(hook: ModuleType) -> None:
    assert (ROOT / "docs/faults.md").read_text(encoding="utf-8").count(f"\n{hook.PLACE}\n") == 1


def test_areas_are_few_and_written_alike(hook: ModuleType) -> None:
    areas = [row.area for row in hook.faults()]
    assert areas == sorted(areas)
    assert all(areas.count(area) > 1 for area in set(areas) - {"Supply"})
    assert all(re.fullmatch("[A-Z][a-z ]+", area) for area in areas)
    assert all(row.seen.endswith(".") and not row.fault.endswith(".") for row in hook.faults())


MARK = '@pytest.mark.fault({arguments})\ndef test_it():\n    """{seen}"""\n'


@pytest.mark.parametrize(
    ("arguments", "seen", "message"),
    [
        ('"Files", "a disk"', "", "test_a.py:2: test_it has no docstring that says what is seen"),
        ('"Files"', "It is told.", "test_a.py:1: the mark must be fault(area, fault), two strings"),
        ("AREA, FAULT", "It is told.", "test_a.py:1: the mark must be fault(area, fault), two strings"),
    ],
)
def test_a_mark_that_says_too_little_breaks_the_build(
    hook: ModuleType, tmp_path: Path, arguments: str, seen: str, message: str
) -> None:
    (tmp_path / "test_a.py").write_text(MARK.format(arguments=arguments, seen=seen))
    with pytest.raises(ValueError, match=re.escape(message)):
        hook.faults(tmp_path)


def test_what_stands_in_a_cell_cannot_end_it(hook: ModuleType, tmp_path: Path) -> None:
    text = MARK.format(arguments='"Files", "a|b <c>"', seen="``x`` | y.\n\n    More.\n    ")
    (tmp_path / "test_a.py").write_text(text)
    (row,) = hook.faults(tmp_path)
    assert hook.tables([row]).splitlines()[-1] == r"| a\|b &lt;c> | `x` \| y. | `test_it` in `tests/test_a.py` |"


def test_the_built_page_has_them_all(hook: ModuleType, site: Path) -> None:
    page = (site / "faults.html").read_text(encoding="utf-8")
    shown = re.findall(r"<code>(test_\w+)</code> in <code>(tests/\w+\.py)</code>", page)
    assert shown == [(row.test, row.file) for row in hook.faults()]
    assert 'href="security.html"' in page
    assert 'href="faults.html"' in (site / "security.html").read_text(encoding="utf-8")
