"""The tables of rules in the docs are complete; run this file to write the README's."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from lint.plugins import load
from lint.rule import CorpusRule

README = Path(__file__).parents[1] / "README.md"
QUALITY = Path(__file__).parents[1] / "docs/quality.md"
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


def test_the_table_of_precision_has_every_rule_that_looks_at_one_article() -> None:
    judged = re.findall(r"^\| `([a-z0-9-]+)`", QUALITY.read_text(encoding="utf-8"), re.MULTILINE)
    rules = [plugin.rule for plugin in load().values() if plugin.rule.__module__.startswith("rules.")]
    assert judged == [rule.name for rule in rules if not issubclass(rule, CorpusRule)]


if __name__ == "__main__":
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    README.write_text(before + BEGIN + table() + END + rest.split(END)[1], encoding="utf-8")
