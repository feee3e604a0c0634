"""Headings without a space behind their marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lint import AnyLine, Bad, BlockKind, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

# Blanks of web editors and of Chinese typing, behind which Markdown sees no heading.
_BLANKS = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_MARKED = lazy_pattern(
    rf"^[ ]{{0,3}}(?P<quote>(?:>[ ]?)*)(?P<marks>\#{{1,6}})(?P<blank>[{_BLANKS}][{_BLANKS} ]*)?(?P<text>[^\s\#!].*)$",
    re.MULTILINE,
)
_CLOSING = lazy_pattern(r"(?<=[^\s#\\])#+[ \t]*$")
_UNDERLINE = lazy_pattern(r"\n[ ]{0,3}(?:-+|=+)[ \t]*(?:\n|\Z)")
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_LONGEST = 200
# What else begins with hashes: the commands of a log, an operator of macros, a topic between two pairs.
_CODE = lazy_pattern(r"\[\w+\](?!\()|__\w|[^#]*##[^#\s]", re.ASCII)
# With one hash: a number, a colour, a sentence, a second hashtag, a topic between two.
_NO_TITLE = lazy_pattern(
    "[\\d\u53f7\u865f]|[0-9A-Fa-f]{3,8}\\W*$|.*[.,;:\u3002\uff0c\uff1b\uff1a\u3001\u2026]$|.*\\s#", re.ASCII
)


class GluedHeading(Rule):
    """A heading has lost the space behind its marks.

    Old Markdown let ``##Title`` be a heading, and converters that trim what they join write it still; web editors put a
    no-break or ideographic space there.  Readers see a paragraph that begins with two hashes.  The fix, one space, is
    safe: two hashes at the start of a short line are nothing else.  One hash may be a hashtag, a number or a colour: it
    counts at the head of an article whose other headings are of lower rank, alone between blank lines and with no
    second hash behind it.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyLine(r"[ >]*#+[^ \t\n#]")
    creates = frozenset({BlockKind.HEADING})
    examples = (
        Bad("One.\n\n##Tides\n\nTwo.\n", "One.\n\n## Tides\n\nTwo.\n"),
        Bad("####测试风速计####\n", "#### 测试风速计 ####\n"),
        Good("#tides #moon\n\n#1 in the list\n\n#fff\n\n#号呢，就是井号。\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        matches = [match for match in _MARKED.finditer(document.prose) if _may_be_heading(document, match)]
        blocks = [block for block in document.markdown.blocks if block.kind in _TEXT]
        levels = {block.level for block in blocks if block.kind is BlockKind.HEADING}
        has_glued = any(len(match["marks"]) > 1 for match in matches)
        for match in matches:
            # A hashtag has no blank of any kind behind its mark.
            if match["blank"] and match["marks"] == "#" and not _is_alone(document, match):
                continue
            if match["marks"] == "#" and not match["blank"]:
                is_head = match.start() <= blocks[0].start if blocks else False
                if 1 in levels or not (has_glued or (levels and is_head)) or not _is_alone(document, match):
                    continue
            if _goes_on(document, match) or _UNDERLINE.match(document.text, match.end()):
                continue
            start, end = match.span("marks")
            edits = [Edit(end, match.start("text"), " ")]
            if closing := _CLOSING.search(document.text, end, match.end()):
                edits.append(Edit(closing.start(), closing.start(), " "))
            yield self.report(start, end, f"no space behind {match['marks']}", *edits)


def _may_be_heading(document: Document, match: re.Match[str]) -> bool:
    text = document.text[match.start("text") : min(match.end(), match.start("text") + _LONGEST + 1)]
    is_tag = match["marks"] == "#" and not match["blank"]
    if len(text) > _LONGEST or _CODE.match(text) or (is_tag and _NO_TITLE.match(text)):
        return False
    # Lines with the same marks and none between them are comments of a program.
    above = document.text.rfind("\n", 0, max(match.start() - 1, 0)) + 1
    lines = (match.end() + 1, above) if match.start() else (match.end() + 1,)
    return not any(document.text.startswith(match["quote"] + match["marks"], line) for line in lines)


def _goes_on(document: Document, match: re.Match[str]) -> bool:
    """Tell whether the line goes on with a list or quotation without its markers; a heading would end those."""
    blocks = document.markdown.blocks
    block = blocks[bisect_right(blocks, match.start("marks"), key=lambda block: block.start) - 1]
    indentation = match.start("marks") - match.start()
    is_first = block.start > match.start()
    return bool(block.containers) and not is_first and indentation < document.positions.position(block.start).column - 1


def _is_alone(document: Document, match: re.Match[str]) -> bool:
    index = document.positions.line(match.start()) - 1
    above, below = document.lines[max(index - 1, 0) : index], document.lines[index + 1 : index + 2]
    is_parted = all(line.blank or document.text.startswith(">", line.start) for line in below)
    return not match["quote"] and is_parted and all(line.blank for line in above)


@hookimpl
def lint_rules() -> tuple[type[GluedHeading]]:
    return (GluedHeading,)
