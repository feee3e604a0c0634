"""Code that never ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import AnyText, Bad, BlockKind, Document, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl, lazy_pattern

_OPENER = lazy_pattern(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)")
_FENCE = lazy_pattern(r"^[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)$", re.MULTILINE)
_MARKDOWN = lazy_pattern(r"(?:md|mdx|markdown|qmd|rmd|text|txt|plain)\b", re.IGNORECASE)


class UnclosedFence(Rule):
    """A code block was opened and never closed.

    When a scraper drops or wraps the line that closes a block of code, all that follows becomes code: to the end of
    the article, or to the next closing fence, with the next block's opening line inside.  Only a person can tell where
    the code ended, so there is no fix.  A longer fence round shorter ones, and Markdown shown as code, are no defect.
    """

    stage = Stage.MARKUP
    safety = Safety.MANUAL
    scope = frozenset({ZoneKind.CODE})
    trigger = AnyText("```", "~~~")
    examples = (
        Bad("Run this:\n\n```sh\nmake\n\nThen wait for the tide.\n"),
        Bad("One:\n\n```sh\nmake\n\nTwo:\n\n```sh\nmake install\n```\n"),
        Good("Run this:\n\n```sh\nmake\n```\n\nThen wait for the tide.\n"),
        Good("````\n```sh\nmake\n```\n````\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for block in document.markdown.blocks:
            opener = _OPENER.match(document.text, block.start, block.end)
            if block.kind is not BlockKind.CODE or opener is None:
                continue
            inner = [
                fence
                for fence in _FENCE.finditer(document.text, opener.end(), block.end)
                if fence["fence"].startswith(opener["fence"])
            ]
            is_closed = bool(inner) and not inner[-1]["info"] and inner[-1].end() == block.end
            # The line that opens the next block stands inside this one, unless Markdown is what the block shows.
            is_overrun = any(fence["info"] for fence in inner) and not _MARKDOWN.match(opener["info"])
            if not is_closed or is_overrun:
                yield self.report(opener.start(), opener.end(), "code block is never closed")


@hookimpl
def lint_rules() -> tuple[type[UnclosedFence]]:
    return (UnclosedFence,)
