"""Byte-order marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, hookimpl


class ByteOrderMark(Rule):
    """The file begins with a byte-order mark.

    Windows editors and some scrapers put U+FEFF in front of UTF-8.  It is no part of the text, but programs that
    do not expect it see a strange first word, or no front matter; read as Latin-1, it is three letters and signs.  The
    fix is safe: UTF-8 needs no mark.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    examples = (
        Bad("\ufeffA title\n", "A title\n"),
        Bad("\u00ef\u00bb\u00bfA title\n", "A title\n"),
        Good("A title\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        facts = document.facts
        if facts.mark and facts.encoding == "utf-8":
            yield self.report(0, 0, "byte-order mark in front of the text", facts=replace(facts, mark=""))


@hookimpl
def lint_rules() -> tuple[type[ByteOrderMark]]:
    return (ByteOrderMark,)
