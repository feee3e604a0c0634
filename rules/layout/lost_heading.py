"""Headings that became plain lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lint import Bad, BlockKind, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern, option

_BOLD = lazy_pattern(r"(\*\*|__)(?!\s)(?P<text>[^*_]+?)(?<!\s)\1")
_MARKUP = lazy_pattern(r"[*_`!\[#>]")
_NO_HEADING_END = lazy_pattern("[.\u3002\uff0c,\u3001;\uff1b\u2026\u2014\u201d\"'\uff09)\u300d\u300b\u3011-]\\Z")
_SENTENCE_END = lazy_pattern("[.!?\u3002\uff01\uff1f\u2026][\"')\u201d\u2019\uff09\u300d\u300f]*\\Z")
# A colon names a speaker, a bar or slash stands in bylines, an address is a source, several clauses make a sentence.
_NO_HEADING = lazy_pattern(
    "[:\uff1a|\uff5c/@<>{}=\\[\\]\u00a9\ufdd0]|https?|\\d{4}[-.\u5e74]\\d|^\\W|^\\d+$|[\u3002\uff01\uff1f].|\uff0c.*\uff0c"
)
_BYLINE = lazy_pattern(
    r"^(?:by|advertisement|sponsored|read more|photo|image|source|share|related)\b"
    "|^(?:文|图|圖|撰文|作者|编辑|編輯|记者|記者|摄影|攝影|来源|來源|广告|廣告|责编|责任编辑|译者|校对)(?:\\W|$)",
    re.IGNORECASE,
)
_INDENTED = lazy_pattern(r"\n(?: {4}| {0,3}\t)[ \t]*\S")  # goes on with its line, but would be code below a heading
_ALIKE, _MOST = 2, 0.34
# Each finding holds the edits of all, which must not become too many.
_MOST_TOGETHER = 50
_TEXT = "It came at noon, and nobody had seen it coming. " * 3 + "Then it went.\n"


@dataclass(frozen=True)
class LostHeading(Rule):
    """A heading has become a plain or bold line between paragraphs.

    Extractors that keep the text of headings and drop their rank leave short lines among long ones.  Two or more that
    look alike, each between long paragraphs or before a picture or code, without a colon and without an end mark, are
    taken for headings, in an article that has no others.  A line that comes back is the name of a speaker.  The fix
    makes them headings of the second level; what such a line was is a judgement, so it is unsafe.
    """

    stage = Stage.LAYOUT
    safety = Safety.UNSAFE
    creates = frozenset({BlockKind.HEADING})
    examples = (
        Bad(
            f"{_TEXT}\nThe storm\n\n{_TEXT}\nThe sea\n\n{_TEXT}",
            f"{_TEXT}\n## The storm\n\n{_TEXT}\n## The sea\n\n{_TEXT}",
        ),
        Good(f"{_TEXT}\nThe storm\n\n{_TEXT}"),
    )

    max_length: int = option(28, "length of the longest heading, in Han characters; Latin letters count as 0.4")
    min_paragraph: int = option(50, "length of the shortest paragraph round a heading, counted in the same way")

    def check(self, document: Document) -> Iterator[Finding]:
        if any(block.kind is BlockKind.HEADING and block.level > 1 for block in document.markdown.blocks):
            return
        lines = document.text_lines
        found = dict(self._candidates(document))
        bold = {number for number in found if _BOLD.fullmatch(lines[number].source)}
        headings: list[int] = []
        for alike in (bold, found.keys() - bold):
            # What stands before a picture or code may be its caption or announcement, unless others are headings.
            certain = sum(found[number] for number in alike)
            if _ALIKE <= certain <= max(_ALIKE, _MOST * len(lines)):
                headings += alike
        edits = [_edit(document.text, *lines[number][:3]) for number in headings]
        for line, edit in zip((lines[number] for number in headings), edits, strict=True):
            # One that waited while another rule changed a line beside it would find the article with headings.
            together = edits if len(edits) <= _MOST_TOGETHER else [edit]
            yield self.report(line.start, line.end, f"heading without its marks: {line.text}", *together)

    def _candidates(self, document: Document) -> Iterator[tuple[int, bool]]:
        """Yield the numbers of lines that read as headings, and whether long paragraphs stand on both sides."""
        lines = document.text_lines
        counts = Counter(line.text for line in lines)
        before, is_ended = 0.0, False
        for number, (line, after) in enumerate(pairwise(lines)):
            if line.kind == "code" or _INDENTED.match(document.text, line.end):
                continue
            is_followed = after.kind != "text" or (after.length > line.length and _SENTENCE_END.search(after.text[-5:]))
            is_certain = min(before, after.length) >= self.min_paragraph
            is_title = line.length <= self.max_length and counts[line.text] == 1 and not line.is_piece
            if is_title and (is_certain or (is_ended and is_followed)) and _is_heading(line.source, line.text):
                yield number, is_certain
            before, is_ended = line.length, bool(_SENTENCE_END.search(line.text[-5:]))


def _is_heading(source: str, text: str) -> bool:
    is_plain = bool(_BOLD.fullmatch(source)) or not _MARKUP.search(source)
    is_worded = len(text) >= 2 and not _NO_HEADING_END.search(text) and not _NO_HEADING.search(text)
    return is_plain and is_worded and not _BYLINE.search(text)


def _edit(text: str, start: int, end: int, source: str) -> Edit:
    bold = _BOLD.fullmatch(source)
    before = "" if start == 0 or text.endswith("\n\n", 0, start) else "\n"
    after = "" if text.startswith("\n\n", end) or end + 1 >= len(text) else "\n"
    return Edit(start, end, f"{before}## {bold['text'] if bold else source}{after}")


@hookimpl
def lint_rules() -> tuple[type[LostHeading]]:
    return (LostHeading,)
