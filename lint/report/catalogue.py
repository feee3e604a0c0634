"""The catalogue of rules, and the page of one rule, for people and for machines."""

from __future__ import annotations

import json
from typing import Any

import click

from lint import plugins
from lint.errors import UsageError, suggestion
from lint.plugins import Plugin
from lint.report import catalogue_markdown, catalogue_text
from lint.report.printable import terminal_width
from lint.report.rule_facts import option_facts, summary
from lint.report.style import Style


def print_rules(output_format: str, *, colour: bool) -> None:
    """Print all rules, by stage, as ``text``, ``json`` or ``markdown``."""
    catalogue = plugins.load()
    if output_format == "json":
        click.echo(json.dumps([_record(plugin) for plugin in catalogue.values()], indent=1))
    elif output_format == "markdown":
        click.echo(catalogue_markdown.table(catalogue), nl=False)
    else:
        for line in catalogue_text.table(catalogue, Style(colour), terminal_width()):
            click.echo(line, color=colour)


def print_rule(name: str, output_format: str = "text", *, colour: bool) -> None:
    """Print the documentation of one rule as ``text`` or ``markdown``: what it finds, before and after, options.

    Raises:
        UsageError: There is no rule of that name.

    """
    catalogue = plugins.load()
    if name not in catalogue:
        raise UsageError(f"unknown rule {name!r}{suggestion(name, catalogue)}\nList the rules with: seedlint rules")
    if output_format == "markdown":
        click.echo(catalogue_markdown.page(catalogue[name]), nl=False)
    else:
        for line in catalogue_text.page(catalogue[name], Style(colour), terminal_width()):
            click.echo(line, color=colour)


def _record(plugin: Plugin) -> dict[str, Any]:
    rule = plugin.rule
    return {
        "name": rule.name,
        "stage": rule.stage.value,
        "summary": summary(rule),
        "default": rule.default,
        "safety": rule.safety.name.lower(),
        "plugin": plugin.distribution,
        "options": [facts._asdict() for facts in option_facts(rule)],
    }
