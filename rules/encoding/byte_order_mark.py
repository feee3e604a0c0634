"""Byte-order marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint import (
    BYTE_ORDER_MARKS,
    Bad,
    BlockKind,
    Container,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    hookimpl,
)

# What would be code, HTML or a table without the marks in front of it, and is read as text with them.
_PROTECTED = ("```", "~~~", "<", "\t", " ", "|", "$")


class ByteOrderMark(Rule):
    """The file begins with a byte-order mark.

    Windows editors and some scrapers put U+FEFF in front of UTF-8.  It is no part of the text, but programs that
    do not expect it see a strange first word, or no front matter; read as Latin-1, it is three letters and signs.  The
    fix is safe: UTF-8 needs no mark.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.FRONT_MATTER})
    creates = frozenset({BlockKind.HEADING, BlockKind.RULE, Container.LIST, Container.QUOTE})
    examples = (
        Bad("\ufeffA title\n", "A title\n"),
        Bad("\u00ef\u00bb\u00bfA title\n", "A title\n"),
        Good("A title\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        facts = document.facts
        if facts.encoding != "utf-8":
            return
        more = BYTE_ORDER_MARKS.match(document.text)
        end = more.end() if more else 0
        if not facts.mark and not end:
            return
        # All at once: with one that stays, the file would begin with a mark again, and be fixed anew each time.
        edits = [Edit(0, end, "")] if end else []
        unmarked = replace(facts, mark=False) if facts.mark else None
        if end and document.text.startswith(_PROTECTED, end):
            edits, unmarked = [], None
        yield self.report(0, end, "byte-order mark in front of the text", *edits, facts=unmarked)


@hookimpl
def lint_rules() -> tuple[type[ByteOrderMark]]:
    return (ByteOrderMark,)
