"""The catalogue of rules, and the page of one rule, for people and for machines."""

from __future__ import annotations

import inspect
import json
from typing import Any

import click

from lint import plugins
from lint.edit import Safety
from lint.errors import UsageError, suggestion
from lint.options import Option, options
from lint.plugins import Plugin
from lint.report.printable import printable
from lint.report.style import Style
from lint.rule import Bad, Rule


def summary(rule: type[Rule]) -> str:
    """Return the first line of the rule's documentation."""
    return (inspect.getdoc(rule) or "").split("\n", 1)[0]


def print_rules(output_format: str, *, colour: bool) -> None:
    """Print all rules, by stage."""
    catalogue = plugins.load()
    if output_format == "json":
        click.echo(json.dumps([_record(plugin) for plugin in catalogue.values()], indent=1))
        return
    style = Style(colour)
    width = max(map(len, catalogue))
    stage = None
    for name, plugin in catalogue.items():
        rule = plugin.rule
        if rule.stage is not stage:
            stage = rule.stage
            click.echo(f"{'' if stage.order == 0 else chr(10)}{style.paint(stage.value, bold=True)}")
        marks = f"{'' if rule.default else 'off by default; '}{style.safety(rule.safety)}"
        click.echo(f"  {style.paint(f'{name:<{width}}', 'red', bold=True)}  {summary(rule)} [{marks}]")


def _record(plugin: Plugin) -> dict[str, Any]:
    rule = plugin.rule
    return {
        "name": rule.name,
        "stage": rule.stage.value,
        "summary": summary(rule),
        "default": rule.default,
        "safety": rule.safety.name.lower(),
        "plugin": plugin.distribution,
        "options": [_option_record(option) for option in options(rule)],
    }


def _option_record(option: Option) -> dict[str, Any]:
    default = option.default
    return {
        "name": option.name.replace("_", "-"),
        "type": option.type_name,
        "default": sorted(default) if isinstance(default, frozenset) else default,
        "description": option.description,
    }


def print_rule(name: str, *, colour: bool) -> None:
    """Print the documentation of one rule: what it finds, examples as before and after, options.

    Raises:
        UsageError: There is no rule of that name.

    """
    catalogue = plugins.load()
    if name not in catalogue:
        raise UsageError(f"unknown rule {name!r}{suggestion(name, catalogue)}\nList the rules with: seedlint rules")
    plugin = catalogue[name]
    rule = plugin.rule
    style = Style(colour)
    click.echo(f"{style.paint(name, 'red', bold=True)}  [{rule.stage.value}, {_safety(rule, style)}]")
    click.echo(f"\n{inspect.getdoc(rule)}\n")
    for example in rule.examples:
        if isinstance(example, Bad):
            _example("before", example.before, "red", style)
            _example("after", "(reported, not changed)" if example.after is None else example.after, "green", style)
        else:
            _example("silent", example.text, None, style)
        click.echo()
    for option in options(rule):
        record = _option_record(option)
        click.echo(f"{style.paint(record['name'], bold=True)}: {record['type']}, default {record['default']!r}")
        click.echo(f"    {option.description}")
    click.echo(f"From {plugin.distribution}; {'on' if rule.default else 'off'} by default.")


def _safety(rule: type[Rule], style: Style) -> str:
    return style.safety(rule.safety) if rule.safety is not Safety.MANUAL else "reported only"


def _example(label: str, text: str | bytes, colour: str | None, style: Style) -> None:
    shown = repr(text)[2:-1] if isinstance(text, bytes) else text
    lines = [printable(line) for line in shown.split("\n")]
    bar = style.paint("|", "blue")
    for number, line in enumerate(lines):
        # A line end is only seen where something stands behind it.
        mark = "" if number == len(lines) - 1 else style.paint("\u21b5", "blue")
        click.echo(f"  {label if number == 0 else '':<8}{bar} {style.paint(line, colour)}{mark}")
