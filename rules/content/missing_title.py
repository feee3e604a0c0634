"""Articles without a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import Bad, BlockKind, Document, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

# A few short lines that begin in capitals, or in a script without them, and hold no sign of code.
_CENTRED = lazy_pattern(
    r"""(?:[^\S\n]*(?:[A-Z\d\u00c0-\u00de\u0400-\u042f\u2018-\u201d\u3000-\u9fff\uac00-\ud7a3])
        [^\n(){}\[\];=<>$|/\\#@`]{0,100}(?:\n|\Z)){1,3}\Z""",
    re.VERBOSE,
)
_HEAD, _FIRST_LINES, _LONGEST = 2000, 10, 100


class MissingTitle(Rule):
    """The article has no title.

    Extractors that look for paragraphs pass the heading over.  Search, citation and training then lose the one line
    that says what the text is about.  There is no fix: only the page knows its title.  A title in front matter, a
    heading before the body, and a first line that reads as one, centred or not, or stands there twice, all count.
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
        # The name of the page and its heading, with a menu between them.
        head = [line.strip() for line in document.text[document.body : document.body + _HEAD].split("\n")]
        written = [line for line in head[:-1] if line][:_FIRST_LINES]
        if written and len(written[0]) <= _LONGEST and written[0] in written[1:] and written[0][-1].isalnum():
            return
        blocks = document.markdown.blocks
        # Markdown takes a centred title for code.
        is_centred = len(blocks) > 1 and blocks[0].kind is BlockKind.INDENTED_CODE
        if is_centred and _CENTRED.match(document.text, blocks[0].start, blocks[0].end):
            return
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
