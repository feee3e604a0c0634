"""Style sheets in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lint import AnyChar, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl

_CERTAIN = 3


@dataclass(frozen=True)
class CssDump(Rule):
    """A style sheet stands in the text.

    Scrapers that take the text of every element take that of ``<style>`` too, and may wrap it like prose, inside
    names.  Deleting a block that is nothing but style is safe when it stands at the head or the tail of the article
    or beside another one, or when it is long enough to be no example; a lone small rule in the middle, or style glued
    to prose, is only reported.  In code and in articles about style sheets the rule keeps silent.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.DUMP})
    trigger = AnyChar("{;")
    examples = (
        Bad("The end.\n\n.box{color:#333;margin:0 auto}.box p{line-height:1.7}\n", "The end.\n\n"),
        Bad("One.\n\np{color:red;}\n\nTwo.\n"),
        Good("In CSS, write\n\np{color:red;}\n\nfor red text.\n"),
        Good("Call draw({color: 1, width: 2}); then wait.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        blocks = document.css
        lines = [line for line in document.lines if not line.blank] if blocks else []
        for block, is_beside_another in zip(blocks, _stand_together(document), strict=True):
            is_at_edge = block.start == lines[0].start or block.end == lines[-1].end or is_beside_another
            is_safe = block.whole and (is_at_edge or block.declarations >= _CERTAIN)
            end = min(block.end + 1, len(document.text))
            edits = (Edit(block.start, end, ""),) if is_safe else ()
            plural = "s" * (block.declarations > 1)
            yield self.report(block.start, end, f"style sheet of {block.declarations} declaration{plural}", *edits)


def _stand_together(document: Document) -> Iterator[bool]:
    """Yield for each block whether only blank lines part it from the one before or behind it."""
    blocks = document.css
    if not blocks:
        return
    joined = [not document.text[first.end : second.start].strip() for first, second in pairwise(blocks)]
    for before, after in zip([False, *joined], [*joined, False], strict=True):
        yield before or after


@hookimpl
def lint_rules() -> tuple[type[CssDump]]:
    return (CssDump,)
