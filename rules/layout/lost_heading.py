"""Headings that became plain lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint import Bad, BlockKind, Document, Edit, Finding, Good, Line, Rule, Safety, Stage, hookimpl, option, plain_text

_BOLD = re.compile(r"(\*\*|__)(?!\s)(?P<text>[^*_]+?)(?<!\s)\1")
_NO_HEADING_END = re.compile("[.\u3002\uff0c,\u3001;\uff1b\u2026\u2014\u201d\"'\uff09)\u300d\u300b\u3011-]\\Z")
# A colon names a speaker or introduces something; a bar or slash stands in bylines; an address is a source.
_NO_HEADING = re.compile("[:\uff1a|\uff5c/@<>{}=\\[\\]\u00a9\ufdd0]|https?|\\d{4}[-.\u5e74]\\d|^\\W|^\\d+$")
_BYLINE = re.compile(
    r"^(?:by|advertisement|sponsored|read more|photo|image|source|share|related)\b"
    "|^(?:文|图|圖|撰文|作者|编辑|編輯|记者|記者|摄影|攝影|来源|來源|广告|廣告|责编|责任编辑|译者|校对)(?:\\W|$)",
    re.IGNORECASE,
)
_WORD_LENGTH = 2.5
_ALIKE, _MOST = 2, 0.34
_MAX_INDENT = 3


@dataclass(frozen=True)
class LostHeading(Rule):
    """A heading has become a plain or bold line between paragraphs.

    Extractors that keep the text of headings and drop their rank leave short lines among long ones.  Two or more that
    look alike, each between long paragraphs, without a colon and without an end mark, are taken for headings, in an
    article that has no others.  The fix makes them headings of the second level; what such a line was is a
    judgement, so it is unsafe.
    """

    stage = Stage.LAYOUT
    safety = Safety.UNSAFE
    creates = frozenset({BlockKind.HEADING})
    examples = (
        Bad(
            "{0}\n\nThe storm\n\n{0}\n\nThe harbour\n\n{0}\n".format("It came at noon, and nobody saw it coming. " * 4),
            "{0}\n\n## The storm\n\n{0}\n\n## The harbour\n\n{0}\n".format(
                "It came at noon, and nobody saw it coming. " * 4
            ),
        ),
        Good("{0}\n\nThe storm\n\n{0}\n".format("It came at noon, and nobody saw it coming. " * 4)),
    )

    max_length: int = option(
        28, "length of the longest heading, in Han characters; Latin letters count as less than half"
    )
    min_paragraph: int = option(50, "length of the shortest paragraph round a heading, counted in the same way")

    def check(self, document: Document) -> Iterator[Finding]:
        if any(block.kind is BlockKind.HEADING and block.level > 1 for block in document.markdown.blocks):
            return
        units = list(self._units(document))
        found = [
            (line, source, text)
            for before, (line, source, text), after in zip(units, units[1:], units[2:], strict=False)
            if self._is_heading(source, text) and self._is_long(before[2]) and self._is_long(after[2])
        ]
        bold = [item for item in found if _BOLD.fullmatch(item[1])]
        for alike in (bold, [item for item in found if item not in bold]):
            if len(alike) < _ALIKE or len(alike) > max(_ALIKE, _MOST * len(units)):
                continue
            for line, source, text in alike:
                yield self.report(
                    line.start, line.end, f"heading without its marks: {text}", *_edits(document, line, source)
                )

    def _units(self, document: Document) -> Iterator[tuple[Line, str, str]]:
        """Yield the lines of paragraphs outside lists, quotes and containers: line, source and visible text."""
        starts = {paragraph.start for paragraph in document.paragraphs if not paragraph.containers}
        wrapped = {offset for joins in document.joins for join in joins for offset in (join.start, join.end)}
        in_container = False
        for line in document.lines:
            source = document.text[line.start : line.end].strip()
            if source.startswith(":::"):
                in_container = source.strip(":").strip() != ""
                continue
            is_paragraph = not line.blank and not starts.isdisjoint(range(line.start, line.start + _MAX_INDENT + 1))
            if is_paragraph and not in_container and wrapped.isdisjoint((line.start, line.end)):
                yield line, source, plain_text(source)

    def _is_heading(self, source: str, text: str) -> bool:
        is_plain = bool(_BOLD.fullmatch(source)) or not re.search(r"[*_`!\[#>]", source)
        return (
            is_plain
            and len(text) >= 2
            and _length(text) <= self.max_length
            and not _NO_HEADING_END.search(text)
            and not _NO_HEADING.search(text)
            and not _BYLINE.search(text)
        )

    def _is_long(self, text: str) -> bool:
        return _length(text) >= self.min_paragraph


def _length(text: str) -> float:
    """Return the length of ``text`` in Han characters: an average Latin word of five letters says as much as two."""
    latin = sum(char.isascii() or char < "\u0250" for char in text)
    return len(text) - latin + latin / _WORD_LENGTH


def _edits(document: Document, line: Line, source: str) -> Sequence[Edit]:
    text = document.text
    bold = _BOLD.fullmatch(source)
    heading = f"## {bold['text'] if bold else source}"
    before = "" if line.start == 0 or text.endswith("\n\n", 0, line.start) else "\n"
    after = "" if text.startswith("\n\n", line.end) or line.end + 1 >= len(text) else "\n"
    return [Edit(line.start, line.end, f"{before}{heading}{after}")]


@hookimpl
def lint_rules() -> tuple[type[LostHeading]]:
    return (LostHeading,)
