"""Comments of the page in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lint import (
    AnyText,
    Bad,
    BlockKind,
    Document,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    hookimpl,
    lazy_pattern,
    option,
)

_IDENTIFIER = lazy_pattern(
    r"(?=.*\d)[0-9a-f:_.-]{6,}|/?react-(?:text|empty)(?:: ?\d+)?[ ]?|/?\$[?!]?|/?kg-card-(?:begin|end)(?:: ?\w+)?"
)
_CONDITION = lazy_pattern(r"\[(?:end)?if\b|<!\[endif\]", re.IGNORECASE)
_EDGE = lazy_pattern(r"\b(?:begin|start|end)s?\b|^[/#.]")
_WORD = lazy_pattern(r"[a-z]+")
_MARKUP = lazy_pattern(r"\s*<(?:div|script|iframe|ins|img|a|span|p|ul|li|table|section|style|link)\b", re.IGNORECASE)
_COMPONENT = lazy_pattern(r"<[A-Z]\w*[a-z]")
# A block of WordPress's editor, with its settings.
_BLOCK = lazy_pattern(r"<!--[ ]{0,3}/?wp:[a-z0-9/_-]{1,80}(?:[ ]{1,3}\{[^\n]{1,5000}\})?[ ]{0,3}/?-->")
_LONGEST = 80


@dataclass(frozen=True)
class HtmlComment(Rule):
    """A comment of the page stands in the text.

    Editors mark the teaser's end with ``<!--more-->``, programs number their blocks and name the parts of a page, and
    scrapers that keep HTML keep these too.  Deleting what programs are known to write is safe: no reader ever saw it.
    Comments that hold a piece of the page are only reported.  Any other comment is somebody's note, a translator's
    original or an instruction to a tool, and stays.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.HTML})
    creates = frozenset({BlockKind.PARAGRAPH})
    trigger = AnyText("<!--")
    examples = (
        Bad("The ferry left.\n\n<!--more-->\n\nIt was late.\n", "The ferry left.\n\nIt was late.\n"),
        Bad('<!-- <div class="old">Book now</div> -->\n'),
        Good("<!-- The ferry left at six. -->\n\n渡轮六点开走。\n"),
        Good("<!-- markdownlint-disable MD013 -->\n"),
    )

    extra: frozenset[str] = option(frozenset(), "further comments that are debris, in small letters")

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for zone in document.zones:
            if zone.kind is not ZoneKind.HTML or not text.startswith("<!--", zone.start):
                continue
            is_block = _BLOCK.fullmatch(text, zone.start, zone.end) is not None
            inner = text[zone.start + 4 : zone.end - 3] if is_block or zone.end - zone.start <= _LONGEST else None
            if inner is not None and (is_block or self.is_known(inner.strip().lower())):
                shown = " ".join(inner.split())[:_LONGEST]
                edits = document.removal.of_span(zone.start, zone.end)
                yield self.report(zone.start, zone.end, f"comment of the page: {shown}", *edits)
            elif _MARKUP.match(text, zone.start + 4) and not _COMPONENT.search(text, zone.start, zone.end):
                yield self.report(zone.start, zone.end, "piece of the page in a comment")

    def is_known(self, comment: str) -> bool:
        whole, parts = _known()
        if comment in whole or comment in self.extra or comment.startswith(("wp:", "/wp:")):
            return True
        if _IDENTIFIER.fullmatch(comment) or _CONDITION.match(comment):
            return True
        words = _WORD.findall(comment)
        return bool(_EDGE.search(comment)) and len(words) <= 4 and not parts.isdisjoint(words)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    source = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    whole, _, parts = "\n".join(line for line in source.splitlines() if not line.startswith("#")).partition("[parts]\n")
    return frozenset(whole.splitlines()), frozenset(parts.splitlines())


@hookimpl
def lint_rules() -> tuple[type[HtmlComment]]:
    return (HtmlComment,)
