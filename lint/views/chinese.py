"""Simplified and Traditional Chinese, told apart by characters that only one of the two uses."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path


class Script(str, Enum):
    """The two ways of writing Chinese."""

    SIMPLIFIED = "Simplified"
    TRADITIONAL = "Traditional"

    @property
    def other(self) -> Script:
        """The other one."""
        return Script.TRADITIONAL if self is Script.SIMPLIFIED else Script.SIMPLIFIED


@cache
def characters(script: Script) -> re.Pattern[str]:
    """Return a pattern for the characters that only ``script`` uses (``lint/data/README.md`` says which)."""
    table = (Path(__file__).parents[1] / "data/han_scripts.txt").read_text(encoding="utf-8")
    rows = dict(line.split(" ") for line in table.splitlines() if not line.startswith("#"))
    return re.compile(f"[{rows[script.value.lower()]}]")


def find_script(text: str) -> Script | None:
    """Return the script that most of the telling characters of ``text`` are in; None if there are none."""
    simplified = len(characters(Script.SIMPLIFIED).findall(text))
    traditional = len(characters(Script.TRADITIONAL).findall(text))
    if simplified == traditional:
        return None
    return Script.SIMPLIFIED if simplified > traditional else Script.TRADITIONAL
