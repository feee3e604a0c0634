"""Articles without a blank line between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, starmap

from lint import (
    AnyText,
    Bad,
    BlockKind,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ends_sentence,
    hookimpl,
    is_code_line,
    lazy_pattern,
    opens_block,
    option,
)

_BLANK_SHARE = 0.1
_WRAPPED_SHARE = 0.1
"""Share of lines that go on with the sentence of the one before, above which the lines are no paragraphs."""
_SEVERAL = 3
_INDENTED_KANA = lazy_pattern("^\u3000[^\n]{0,100}[\u3040-\u30ff]", re.MULTILINE)
_BREAK = lazy_pattern(r"(?:[ ]{2}|\\|<br ?/?>)\Z", re.IGNORECASE)
_TEXT = {BlockKind.PARAGRAPH, BlockKind.HEADING}


@dataclass(frozen=True)
class LostParagraphBreak(Rule):
    """No blank line parts the paragraphs, so Markdown reads one paragraph.

    Extractors that end every paragraph with one line feed keep the lines apart for the eye alone: whatever reads the
    file as Markdown joins them all.  Evidence is an article of many long lines with hardly a blank one, and some
    Markdown in it: plain text is fine with one line a paragraph, and so is Japanese with indented ones.  The fix puts
    blank lines between them; it changes what a reader of the page sees, so it is unsafe.  Where a program stands among
    the lines without a fence, there is none.
    """

    stage = Stage.LAYOUT
    safety = Safety.UNSAFE
    trigger = AnyText("\n")
    examples = (
        Bad(
            "**雨**下了一整天，街上没有人，只有邮差还在挨家挨户地送信，裤脚全湿了。\n" * 5,
            "\n\n".join(["**雨**下了一整天，街上没有人，只有邮差还在挨家挨户地送信，裤脚全湿了。"] * 5) + "\n",
        ),
        Good("雨下了一整天，街上没有人，只有邮差还在挨家挨户地送信，裤脚全湿了。\n" * 5),
        Good("**Roses** are red,\nviolets are blue,\nsugar is sweet,\nand so are you.\n\nThe end.\n"),
    )

    min_lines: int = option(5, "number of long lines from which on they are taken for paragraphs")
    min_length: int = option(30, "length in characters from which on a line is long")

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        body = [line for line in document.lines if line.start >= document.body]
        written = [line for line in body if not line.blank]
        if document.joins or len(body) - len(written) > _BLANK_SHARE * len(written) or not _is_markdown(document):
            return
        blocks = [block for block in document.markdown.blocks if not block.containers]
        paragraphs = [block for block in blocks if block.kind is BlockKind.PARAGRAPH]
        lines = [line for block in paragraphs for line in text[block.start : block.end].split("\n")]
        code = set(filter(is_code_line, lines))
        prose = [line for line in lines if line not in code]
        if sum(starmap(_goes_on, pairwise(prose))) > _WRAPPED_SHARE * len(prose):
            return
        long_lines = sum(len(line) >= self.min_length and line not in code for line in lines)
        breaks = [edit for block in paragraphs for edit in _breaks(text, block.start, block.end)]
        # Lines that headings part show what is a paragraph, and so do lines that begin with an indent, as in Japanese.
        is_lost = len(breaks) * _SEVERAL >= long_lines and len(_INDENTED_KANA.findall(text)) < self.min_lines
        if breaks and is_lost and long_lines >= self.min_lines:
            edges = (
                Edit(block.end, block.end + 1, "\n\n")
                for block, following in pairwise(blocks)
                if {block.kind, following.kind} <= _TEXT and text[block.end : following.start] == "\n"
            )
            first = written[0]
            message = f"{long_lines} long lines without a blank line between paragraphs"
            # Not every line of a program shows that it is one.
            edits = (*breaks, *edges) if len(code) < _SEVERAL else ()
            yield self.report(first.start, first.end, message, *edits)


def _breaks(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits that part the lines of a paragraph."""
    for line, following in pairwise(text[start:end].split("\n")):
        start += len(line)
        words = following.lstrip()
        if not (_is_part(line) or _is_part(following) or _goes_on(line, following) or opens_block(words)):
            yield Edit(start, start + 1 + len(following) - len(words), "\n\n")
        start += 1


def _is_markdown(document: Document) -> bool:
    blocks, spans, _ = document.markdown
    is_structured = any(block.kind is not BlockKind.PARAGRAPH or block.containers for block in blocks)
    return is_structured or bool(spans or document.raw_markers) or "\n:::" in document.text


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a sentence goes on behind a line."""
    return following.lstrip()[:1].islower() and not ends_sentence(line)


def _is_part(line: str) -> bool:
    """Tell a line that belongs to the next one or the one before: of a container or code, or with a line break."""
    return line.lstrip().startswith(":::") or bool(_BREAK.search(line)) or is_code_line(line)


@hookimpl
def lint_rules() -> tuple[type[LostParagraphBreak]]:
    return (LostParagraphBreak,)
