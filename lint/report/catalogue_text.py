"""The catalogue and the page of one rule as a terminal shows them: no line is longer than the terminal is wide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lint.edit import Safety
from lint.plugins import Catalogue, Plugin
from lint.report.printable import columns, printable
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
from lint.report.style import COMFORTABLE, Style
from lint.rule import Rule, Stage

_UNBOUNDED = 0
_NARROW = 24
"""Columns below which breaking lines helps nobody."""
_SAFETY_COLOURS = {Safety.SAFE: "green", Safety.UNSAFE: "yellow", Safety.MANUAL: None}
_EXAMPLE_COLOURS = {"before": "red", "after": "green", "silent": None}


def table(catalogue: Catalogue, style: Style, width: int) -> Iterator[str]:
    """Yield the lines of the list of all rules; with a ``width`` of 0 each rule takes one line, for grep."""
    name_width = max(map(len, catalogue))
    word_width = max(map(len, BEST_FIX.values()))
    indent = 2 + 3 + 2 + name_width + 2 + word_width + 2
    # A terminal with no room beside the names has it below them.
    is_narrow = 0 < width < indent + _NARROW
    if is_narrow:
        indent = 2 + 3 + 2
    for stage, group in groupby(catalogue.values(), lambda plugin: plugin.rule.stage):
        plugins = list(group)
        yield f"{style.paint(stage.value, bold=True)} ({len(plugins)})"
        for plugin in plugins:
            rule = plugin.rule
            state = "on " if rule.default else style.paint("off", "yellow")
            name = style.paint(f"{rule.name:<{name_width}}", "red", bold=True)
            word = style.paint(f"{BEST_FIX[rule.safety]:<{word_width}}", _SAFETY_COLOURS[rule.safety])
            lines = wrap(printable(summary(rule)), width - indent if width else _UNBOUNDED)
            yield f"  {state}  {name}  {word}" + ("" if is_narrow else f"  {lines.pop(0)}")
            yield from (" " * indent + line for line in lines)
        yield ""
    yield from _legend(catalogue, min(width, COMFORTABLE))


def _legend(catalogue: Catalogue, width: int) -> Iterator[str]:
    off = sum(not plugin.rule.default for plugin in catalogue.values())
    yield from wrap(f"{len(catalogue)} rules, {off} of them off by default: turn one on with --select NAME.", width)
    for means in SAFETY_MEANS.values():
        yield from wrap(means, width)
    yield from wrap("One rule with its examples and options: seedlint explain NAME", width)


def page(plugin: Plugin, style: Style, width: int) -> Iterator[str]:
    """Yield the lines of the page of one rule; with a ``width`` of 0 examples are not broken."""
    rule = plugin.rule
    prose = min(width or COMFORTABLE, COMFORTABLE)
    yield style.paint(rule.name, "red", bold=True)
    for paragraph in documentation(rule):
        yield ""
        yield from wrap(printable(paragraph), prose)
    if rule.examples:
        yield ""
        yield style.paint("Examples", bold=True)
    for example in rule.examples:
        yield ""
        for facts in example_facts(example):
            yield from _example(facts, style, width)
    if option_facts(rule):
        yield ""
        yield f"{style.paint('Options', bold=True)}, in [tool.seedlint.rules.{rule.name}]"
    for option in option_facts(rule):
        yield ""
        yield from _option(option, style, prose)
    yield ""
    for label, words in _properties(plugin):
        first, *rest = wrap(words, prose - 10)
        yield f"{style.paint(f'{label:<8}', bold=True)}  {first}"
        yield from (" " * 10 + line for line in rest)


def _properties(plugin: Plugin) -> Iterator[tuple[str, str]]:
    rule = plugin.rule
    yield "Safety", SAFETY_MEANS[rule.safety]
    yield "Stage", f"{rule.stage.value}, {rule.stage.order + 1} of {len(Stage)}"
    yield "Default", "on" if rule.default else f"off; turn it on with --select {rule.name}"
    yield from _needs(rule)
    yield "From", printable(plugin.distribution)


def _needs(rule: type[Rule]) -> Iterator[tuple[str, str]]:
    if rule.needs:
        yield "Needs", f"{rule.needs.module}: pip install '{rule.needs.requirement}'"


def _example(facts: ExampleFacts, style: Style, width: int) -> Iterator[str]:
    bar = style.paint("|", "blue")
    label = facts.label
    if facts.note:
        yield f"  {label:<8}{bar} {facts.note}"
    for line in facts.lines:
        for piece in cut(line, width - 12 if width else _UNBOUNDED):
            yield f"  {label:<8}{bar} {style.paint(piece, _EXAMPLE_COLOURS[facts.label])}"
            label = ""


def _option(option: OptionFacts, style: Style, width: int) -> Iterator[str]:
    head = wrap(f"{option.name}: {option.type}, default {option.written}", width - 2)
    head[0] = head[0].replace(option.name, style.paint(option.name, bold=True), 1)
    yield from ("  " + line for line in head)
    yield from ("      " + line for line in wrap(printable(option.description), width - 6))


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` at spaces into lines of at most ``width`` columns, in which wide characters take two.

    A word that is longer, as a sentence in Chinese is, is cut.  A width too small to read is not kept to.
    """
    if width < _NARROW:
        return [text]
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(joined) <= width:
            lines[-1] = joined
        else:
            pieces = cut(word, width)
            lines[len(lines) if lines[-1] else 0 :] = pieces
    return lines


def cut(text: str, width: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``width`` columns; a width too small to read is not kept to."""
    if width < _NARROW or columns(text) <= width:
        return [text]
    pieces = [""]
    room = width
    for char in text:
        room -= columns(char)
        if room < 0:
            pieces.append("")
            room = width - columns(char)
        pieces[-1] += char
    return pieces
