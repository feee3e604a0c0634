"""Style sheets in the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lint import AnyChar, Bad, Document, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl


class CssDump(Rule):
    """A style sheet stands in the text.

    Scrapers that take the text of every element take that of ``<style>`` too, and may wrap it like prose, inside
    names.  Deleting a block that is nothing but style is safe when it stands at the head or the tail of the article
    or beside another one, or when it is long enough to be no example; a lone small rule in the middle, or style that
    shares its lines with prose, is only reported.  In code the rule keeps silent, and in articles about style sheets on
    what may be an example.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.DUMP})
    trigger = AnyChar("{;")
    examples = (
        Bad("The end.\n\n.box{color:#333;margin:0 auto}.box p{line-height:1.7}\n", "The end.\n"),
        Bad("One.\n\np{color:red;}\n\nTwo.\n"),
        Good("In CSS, write\n\np{color:red;}\n\nfor red text.\n"),
        Good("Call draw({color: 1, width: 2}); then wait.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        lines = [line for line in document.lines if not line.blank] if document.css else []
        for first, last in _standing_together(document):
            blocks = document.css[first : last + 1]
            is_at_edge = blocks[0].start == lines[0].start or blocks[-1].end == lines[-1].end
            is_certain = is_at_edge or len(blocks) > 1 or not blocks[0].may_be_example
            safe = frozenset(block for block in blocks if block.whole and is_certain)
            for is_safe, group in groupby(blocks, safe.__contains__):
                own = list(group)
                # They go at once: what is left of blocks that stand together may be a lone small one.
                edits = document.removal.of_lines(own[0].start, own[-1].end) if is_safe else ()
                for block in own:
                    end = min(block.end + 1, len(document.text))
                    plural = "s" * (block.declarations > 1)
                    yield self.report(
                        block.start, end, f"style sheet of {block.declarations} declaration{plural}", *edits
                    )


def _standing_together(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of blocks that only blank lines part, by number."""
    blocks = document.css
    first = 0
    for number, block in enumerate(blocks):
        if number + 1 == len(blocks) or document.text[block.end : blocks[number + 1].start].strip():
            yield first, number
            first = number + 1


@hookimpl
def lint_rules() -> tuple[type[CssDump]]:
    return (CssDump,)
