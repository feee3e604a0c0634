"""The report formats by name; each turns results into pieces of text while they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lint.report import concise, json, text
from lint.report.located import Located
from lint.report.style import Style
from lint.report.summary import Summary

Format = Callable[[Iterable[Located], Summary, Style], Iterator[str]]

FORMATS: dict[str, Format] = {
    "text": text.render,
    "concise": concise.render,
    "json": json.render,
    "jsonl": json.render_lines,
}
"""``text`` and ``concise`` are for people, who read problems on stderr; the others are for machines."""

FOR_PEOPLE = frozenset({"text", "concise"})
