"""The README's table of rules is made from the rules; run this file to write it."""

from __future__ import annotations

import inspect
from pathlib import Path

from lint.plugins import load

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- rules: begin -->\n", "<!-- rules: end -->\n"
SAFETY = {"safe": "safe", "unsafe": "unsafe", "manual": "–"}


def table() -> str:
    """Return the catalogue as a Markdown table."""
    lines = ["| rule | stage | what it finds | best fix |", "|---|---|---|---|"]
    for name, plugin in load().items():
        rule = plugin.rule
        if not rule.__module__.startswith("rules."):
            continue
        summary = (inspect.getdoc(rule) or "").split("\n", 1)[0]
        off = "" if rule.default else " (off by default)"
        lines.append(f"| `{name}` | {rule.stage.value} | {summary}{off} | {SAFETY[rule.safety.name.lower()]} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_rules_is_up_to_date() -> None:
    assert README.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0] == table()


if __name__ == "__main__":
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    README.write_text(before + BEGIN + table() + END + rest.split(END)[1], encoding="utf-8")
