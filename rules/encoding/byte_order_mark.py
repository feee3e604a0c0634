"""Byte-order marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, hookimpl


class ByteOrderMark(Rule):
    """The file begins with a byte-order mark.

    Windows editors and some scrapers put U+FEFF in front of UTF-8.  It is no part of the text, but programs that
    do not expect it see a strange first word, or no front matter.  The fix is safe: UTF-8 needs no mark.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    examples = (
        Bad("\ufeffA title\n", "A title\n"),
        Good("A title\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        facts = document.facts
        if facts.mark and facts.encoding == "utf-8":
            # Behind a second mark the file would begin with a mark again, and be fixed anew each time it is read.
            is_last = not document.text.startswith("\ufeff")
            message = "byte-order mark in front of the text"
            yield self.report(0, 0, message, facts=replace(facts, mark=False) if is_last else None)


@hookimpl
def lint_rules() -> tuple[type[ByteOrderMark]]:
    return (ByteOrderMark,)
