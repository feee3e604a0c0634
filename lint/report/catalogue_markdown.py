"""The catalogue and the page of one rule as Markdown; the documentation is made of them."""

from __future__ import annotations

import re
from itertools import groupby

from lint.patterns import lazy_pattern
from lint.plugins import Catalogue, Plugin
from lint.report.printable import printable
from lint.report.rule_facts import (
    BEST_FIX,
    SAFETY_MEANS,
    ExampleFacts,
    OptionFacts,
    documentation,
    example_facts,
    option_facts,
    summary,
)
from lint.rule import Rule, Stage

_CODE = lazy_pattern(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_SIGN = lazy_pattern(r"[\\`*_\[\]<>#|~&]")
_LABELS = {"before": "Before:", "after": "After:", "silent": "No defect:"}


def table(catalogue: Catalogue, *, links: bool = False) -> str:
    """Return the list of all rules, a table for each stage; with ``links`` to the pages that :func:`page` makes."""
    parts = []
    for stage, group in groupby(catalogue.values(), lambda plugin: plugin.rule.stage):
        parts.append(f"## {stage.value}\n\n| rule | what it finds | best fix | default |\n|---|---|---|---|\n")
        parts += [_row(plugin.rule, links=links) for plugin in group]
        parts.append("\n")
    return "".join(parts)


def _row(rule: type[Rule], *, links: bool) -> str:
    name = f"[`{rule.name}`]({rule.name}.md)" if links else f"`{rule.name}`"
    state = "on" if rule.default else "off"
    return f"| {name} | {escaped(summary(rule).replace('``', '`'))} | {BEST_FIX[rule.safety]} | {state} |\n"


def page(plugin: Plugin) -> str:
    """Return the page of one rule."""
    rule = plugin.rule
    parts = [f"# {rule.name}", *map(escaped, documentation(rule)), _properties(plugin)]
    if rule.examples:
        parts.append("## Examples")
    for number, example in enumerate(rule.examples):
        if number:
            parts.append("---")
        parts += map(_example, example_facts(example))
    if facts := option_facts(rule):
        parts += ["## Options", _options(facts), _configuration(rule, facts)]
    return "\n\n".join(parts) + "\n"


def _properties(plugin: Plugin) -> str:
    rule = plugin.rule
    rows = [
        ("Safety", SAFETY_MEANS[rule.safety].replace("--unsafe-fixes", "`--unsafe-fixes`")),
        ("Stage", f"{rule.stage.value}, {rule.stage.order + 1} of {len(Stage)}"),
        ("Default", "on" if rule.default else f"off; turn it on with `--select {rule.name}`"),
    ]
    if rule.needs:
        rows.append(("Needs", f"{rule.needs.module}: `pip install '{rule.needs.requirement}'`"))
    rows.append(("From", escaped(plugin.distribution)))
    return "\n".join(["| | |", "|---|---|", *(f"| {label} | {words} |" for label, words in rows)])


def _example(facts: ExampleFacts) -> str:
    if facts.note:
        return f"{_LABELS[facts.label]} {facts.note}"
    text = "\n".join(facts.lines)
    # A fence must be longer than any that the example itself is about.
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{_LABELS[facts.label]}\n\n{fence}text\n{text}\n{fence}"


def _options(facts: list[OptionFacts]) -> str:
    rows = [
        f"| `{option.name}` | {_cell(option.type)} | `{_cell(option.written)}` | {escaped(option.description)} |"
        for option in facts
    ]
    return "\n".join(["| option | type | default | what it does |", "|---|---|---|---|", *rows])


def _cell(text: str) -> str:
    return printable(text).replace("|", r"\|")


def _configuration(rule: type[Rule], facts: list[OptionFacts]) -> str:
    lines = [f"{option.name} = {option.written}" for option in facts]
    return "\n".join(["```toml", f"[tool.seedlint.rules.{rule.name}]", *lines, "```"])


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is; what stands between backticks is code and stays."""
    parts, end = [], 0
    for match in _CODE.finditer(text):
        parts += [_plain(text[end : match.start()]), printable(match[0]).replace("|", r"\|")]
        end = match.end()
    return "".join(parts) + _plain(text[end:])


def _plain(text: str) -> str:
    return _SIGN.sub(r"\\\g<0>", printable(text))
