"""Paragraphs that stand twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import Bad, BlockKind, Document, Finding, Good, Rule, Safety, Stage, find_repetitions, hookimpl, option


@dataclass(frozen=True)
class RepeatedParagraph(Rule):
    """A paragraph stands twice.

    Pages hold a lead once for the list and once for the article, or a text once for the screen and once for print, and
    a scraper takes both.  Deleting a copy right behind its original is safe, as not a word is lost.  Further apart, or
    in a line that may be a refrain, the repetition may be meant, so the fix is unsafe there; where two sections begin
    alike, it is only reported.  Verse, refrains, what the sections of a reference say anew, quotations, lists, links,
    code, formulas, captions under pictures and in galleries, phrases that come back again and again, and short
    paragraphs are left alone.
    """

    stage = Stage.CONTENT
    safety = Safety.SAFE
    examples = (
        Bad(
            "The harbour was closed at noon on Monday.\n\nThe harbour was closed at noon on Monday.\n\nIt is open.\n",
            "The harbour was closed at noon on Monday.\n\nIt is open.\n",
        ),
        Good("Yes.\n\nYes.\n"),
        Good("> The harbour was closed at noon on Monday.\n\nThe harbour was closed at noon on Monday.\n"),
    )

    min_length: int = option(30, "length in characters below which a repetition is no evidence")

    def check(self, document: Document) -> Iterator[Finding]:
        headings = [block for block in document.markdown.blocks if block.kind is BlockKind.HEADING]
        for start, end, original, safety in find_repetitions(
            document.text, document.prose, document.paragraphs, headings, document.title, self.min_length
        ):
            message = f"the paragraph of line {document.positions.line(original)} again"
            edits = document.removal.of_lines(start, end) if safety > Safety.MANUAL else ()
            yield self.report(start, end, message, *edits, safety=safety)


@hookimpl
def lint_rules() -> tuple[type[RepeatedParagraph]]:
    return (RepeatedParagraph,)
