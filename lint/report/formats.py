"""The report formats by name; each turns results into pieces of text while they come in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lint.patterns import lazy_pattern
from lint.report import concise, github, gitlab, json, junit, markdown, sarif, text
from lint.report.located import Say
from lint.report.style import Style
from lint.report.summary import Summary

Format = Callable[[Iterable[Any], Summary, Style], Iterator[str]]

_OBEYED = "##["
_OBEYED_FIRST = lazy_pattern(r"^([^\S\n]*)::", re.MULTILINE)


def _disarmed(render: Format, number_sign: str) -> Format:
    """Return ``render`` for a log that a runner of GitHub Actions reads along: nothing in an article commands it.

    A runner obeys what stands behind ``##[`` anywhere in a line, and behind two colons at its beginning.  The first is
    broken by ``number_sign``, which the format reads as the sign itself or people as its escape.
    """

    def safe(findings: Iterable[Any], summary: Summary, style: Style) -> Iterator[str]:
        for piece in render(findings, summary, style):
            yield disarmed(piece, number_sign)

    return safe


_SHOWN, _IN_JSON, _IN_XML = "<U+0023>", r"\u0023", "&#35;"


def disarmed(text: str, number_sign: str = _SHOWN) -> str:
    """Return ``text`` with what a runner of GitHub Actions would obey broken up."""
    broken = text.replace(_OBEYED, f"{number_sign}#[") if _OBEYED in text else text
    return _OBEYED_FIRST.sub(r"\1<U+003A>:", broken) if "::" in broken else broken


FORMATS: dict[str, Format] = {
    "text": _disarmed(text.render, _SHOWN),
    "concise": _disarmed(concise.render, _SHOWN),
    "json": _disarmed(json.render, _IN_JSON),
    "jsonl": _disarmed(json.render_lines, _IN_JSON),
    "sarif": _disarmed(sarif.render, _IN_JSON),
    "github": github.render,
    "gitlab": _disarmed(gitlab.render, _IN_JSON),
    "junit": _disarmed(junit.render, _IN_XML),
    "markdown": _disarmed(markdown.render, _SHOWN),
}
"""``text`` and ``concise`` are for people, who read problems on stderr; the others are for machines."""

IN_WORDS: dict[str, Say] = {"json": json.say, "jsonl": json.say}
"""Formats that say each finding for itself, by nothing but the finding: they take those that are in words already."""

FOR_PEOPLE = frozenset({"text", "concise"})
