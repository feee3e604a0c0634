"""List markers without a space behind them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from lint import (
    AnyLine,
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
    hookimpl,
    lazy_pattern,
)

# No decimal, version, section number, abbreviation or file: what follows is a word, a sign or an address.
_MARKER = lazy_pattern(
    r"""^[ ]{0,3}(?:>[ ]?)*(?P<marker>(?P<number>\d{1,2})(?P<delimiter>[.)]))
        (?!x(?![a-z])|(?:png|jpe?g|gif|webp|svg|mp[34]|pdf|docx?|txt|md|html?)\b)
        (?P<blank>[\u00a0\u2000-\u200a\u202f\u205f\u3000]*)
        (?=[^\s\d.)]{2}|[^\s\d.)\x00-\x7f])""",
    re.MULTILINE | re.VERBOSE,
)


class GluedListMarker(Rule):
    """A numbered list has lost the space behind its markers.

    Converters that drop empty elements write ``1.https://…``, and web editors put a no-break or ideographic space
    behind the number; Markdown reads both as running text.  The fix, one space, is safe: two or more consecutive
    numbers at line starts are a list, and no word changes.  With indented code behind an item, code right behind
    every number, a list right above or an underline below, they are only reported.  A single number, decimals, versions
    and dates stay.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyLine(r"[ ]{0,3}(?:>[ ]?)*\d{1,2}[.)][^ \t\n\d.)]")
    creates = frozenset({Container.LIST})
    examples = (
        Bad("1.https://example.com/\n2.https://example.org/\n", "1. https://example.com/\n2. https://example.org/\n"),
        Bad("1.先洗手\n\n2.再吃饭\n", "1. 先洗手\n\n2. 再吃饭\n"),
        Good("1.5 metres\n2.5 metres\n"),
        Good("3.他没有再说话。\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        matches = list(_MARKER.finditer(document.prose))
        # Consecutive numbers differ from their place in the text by the same amount.
        runs = groupby(enumerate(matches), key=lambda item: (int(item[1]["number"]) - item[0], item[1]["delimiter"]))
        for _, run in runs:
            items = [match for _, match in run]
            if len(items) < 2:
                continue
            # Behind an item, indented code would be text of the item; whether it was, nobody can tell.
            is_safe = not any(_is_followed_by_code(document, match.start()) for match in items)
            is_safe = is_safe and not any(_is_drawn_in(document, match.start("marker")) for match in items)
            # Where inline code stands behind each of them, the numbers may be keys to type.
            is_safe = is_safe and not all(document.text.startswith("`", match.end()) for match in items)
            for match in items:
                start, end = match.span("marker")
                edits = [Edit(end, match.end("blank"), " ")] if is_safe else []
                yield self.report(start, end, f"no space behind {match['marker']}", *edits)


def _is_followed_by_code(document: Document, offset: int) -> bool:
    blocks = document.markdown.blocks
    behind = bisect_right(blocks, offset, key=lambda block: block.start)
    return behind < len(blocks) and blocks[behind].kind is BlockKind.INDENTED_CODE


def _is_drawn_in(document: Document, offset: int) -> bool:
    """Tell whether a line belongs to the item of a list above it, or to a heading that is underlined."""
    blocks = document.markdown.blocks
    block = blocks[max(bisect_right(blocks, offset, key=lambda block: block.start) - 1, 0)]
    is_item = Container.LIST in block.containers and block.start < offset < block.end
    return is_item or block.kind is BlockKind.HEADING


@hookimpl
def lint_rules() -> tuple[type[GluedListMarker]]:
    return (GluedListMarker,)
