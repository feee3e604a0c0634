"""Articles without a title."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, BlockKind, Document, Finding, Good, Rule, Safety, Stage, hookimpl


class MissingTitle(Rule):
    """The article has no title.

    Extractors that look for paragraphs pass the heading over.  Search, citation and training then lose the one line
    that says what the text is about.  There is no fix: only the page knows its title.  A title in front matter, a
    heading before the body, and a first line that reads as one all count.
    """

    stage = Stage.CONTENT
    safety = Safety.MANUAL
    examples = (
        Bad("The storm came in from the west, and by noon the harbour was closed.\n\nNobody was hurt.\n"),
        Good("# Storm closes the harbour\n\nIt came in from the west.\n"),
        Good("Storm closes the harbour\n\nIt came in from the west, and by noon no ship was left outside.\n"),
        Good("---\ntitle: Storm closes the harbour\n---\n\nIt came in from the west.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        if document.title or not document.text[document.body :].strip():
            return
        blocks = document.markdown.blocks
        paragraphs = [block for block in blocks if block.kind is BlockKind.PARAGRAPH and not block.containers]
        longest = max((block.end - block.start for block in paragraphs[:10]), default=0)
        for block in blocks:
            if block.kind is BlockKind.HEADING:
                return
            is_paragraph = block.kind is BlockKind.PARAGRAPH and not block.containers
            if is_paragraph and block.end - block.start >= longest / 2:
                break
        yield self.report(document.body, document.body, "no title: no heading before the body, none in front matter")


@hookimpl
def lint_rules() -> tuple[type[MissingTitle]]:
    return (MissingTitle,)
