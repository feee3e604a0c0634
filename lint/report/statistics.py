"""Findings counted by rule, as a table with bars."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from lint.edit import Safety
from lint.report.style import Style
from lint.report.summary import Summary

_SAFETIES = (Safety.SAFE, Safety.UNSAFE, Safety.MANUAL)
_WORDS = {Safety.SAFE: "safe", Safety.UNSAFE: "unsafe", Safety.MANUAL: "by hand"}
_COLOURS = {Safety.SAFE: "green", Safety.UNSAFE: "yellow", Safety.MANUAL: ""}
# Parts of a bar differ in form as well as in colour.
_SIGNS = {Safety.SAFE: "\u2588", Safety.UNSAFE: "\u2592", Safety.MANUAL: "\u2591"}
_ASCII_SIGNS = {Safety.SAFE: "#", Safety.UNSAFE: "=", Safety.MANUAL: "."}
_LONGEST_BAR = 40
_SHORTEST_BAR = 8
"""Columns below which a bar shows nothing: it is left out."""


def table(summary: Summary, style: Style) -> Iterator[str]:
    """Yield the lines of the table, the rule with most findings first; bars take what is left of the page's width."""
    if not summary.by_rule:
        return
    # Here, since most runs have no need of it.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    signs = _signs()
    rules = sorted(summary.by_rule, key=lambda rule: (-summary.by_rule[rule], rule))
    rows = {rule: _counts(summary, rule) for rule in rules}
    heads = ["findings", *(f"{signs[safety]} {_WORDS[safety]}" for safety in _SAFETIES), "articles"]
    columns = [
        max(map(len, (head, *cells))) for head, cells in zip(heads, zip(*rows.values(), strict=True), strict=True)
    ]
    names = max(map(len, rules))
    room = min(style.columns - names - sum(columns) - 2 * (len(columns) + 1), _LONGEST_BAR)
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    made.add_column(heads[0], justify="right", no_wrap=True)
    made.add_column("rule", style="bold red", no_wrap=True)
    if room >= _SHORTEST_BAR:
        made.add_column("", width=room, no_wrap=True)
    for head in heads[1:]:
        made.add_column(head, justify="right", no_wrap=True)
    most = max(summary.by_rule.values())
    for rule, (total, *others) in rows.items():
        bar = [Text.assemble(*_bar(summary, rule, most, room, signs))] if room >= _SHORTEST_BAR else []
        made.add_row(total, rule, *bar, *others)
    console = Console(
        width=max(style.columns, names + sum(columns) + 2 * (len(columns) + 1)),
        force_terminal=style.colour,
        color_system="standard" if style.colour else None,
        no_color=not style.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as written:
        console.print(made)
    for line in written.get().splitlines():
        yield f"{line.rstrip()}\n"
    yield "\n"


def _counts(summary: Summary, rule: str) -> list[str]:
    kinds = [summary.by_kind[rule, safety] for safety in _SAFETIES]
    counts = [summary.by_rule[rule], *kinds, summary.articles_by_rule[rule]]
    return [f"{count:,}" if count else "\u2013" for count in counts]


def _bar(summary: Summary, rule: str, most: int, room: int, signs: dict[Safety, str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a bar, each with its colour; what takes less than half a column is left to the figures."""
    total = summary.by_rule[rule]
    length = max(round(total / most * room), 1)
    done = drawn = 0
    for safety in _SAFETIES:
        done += summary.by_kind[rule, safety]
        end = round(done / total * length)
        yield signs[safety] * (end - drawn), _COLOURS[safety]
        drawn = end


def _signs() -> dict[Safety, str]:
    """Return what bars are made of; a terminal of another encoding than UTF-8 may have no blocks."""
    try:
        "".join(_SIGNS.values()).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return _ASCII_SIGNS
    return _SIGNS
