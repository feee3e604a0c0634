"""Paragraphs that stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lint import FILLER, Bad, Document, Edit, Finding, Good, Paragraph, Rule, Safety, Stage, hookimpl, option

_VERSE_LINE = 40
_TEMPLATE = 4


@dataclass(frozen=True)
class RepeatedParagraph(Rule):
    """A paragraph stands twice.

    Pages hold a lead once for the list and once for the article, or a text once for the screen and once for print, and
    a scraper takes both.  Deleting a copy right behind its original is safe, as not a word is lost.  Further apart the
    repetition may be meant, so the fix is unsafe there.  Verse, quotations, lists, links, captions under pictures, and
    phrases that come back again and again are left alone, and so are short paragraphs.
    """

    stage = Stage.CONTENT
    safety = Safety.SAFE
    examples = (
        Bad(
            "The harbour was closed at noon on Monday.\n\nThe harbour was closed at noon on Monday.\n\nIt is open.\n",
            "The harbour was closed at noon on Monday.\n\nIt is open.\n",
        ),
        Good("Yes.\n\nYes.\n"),
        Good("> The harbour was closed at noon on Monday.\n\nThe harbour was closed at noon on Monday.\n"),
    )

    min_length: int = option(30, "length in characters below which a repetition is no evidence")

    def check(self, document: Document) -> Iterator[Finding]:
        keys = [self._key(document, paragraph) for paragraph in document.paragraphs]
        counts = Counter(key for key in keys if key)
        if not any(count > 1 for count in counts.values()):
            return
        pictures = {number for number, key in enumerate(keys) if not key and "![" in _source(document, number)}
        seen: dict[str, int] = {}
        for number, key in enumerate(keys):
            if not key or key not in seen:
                seen.setdefault(key, number)
                continue
            copy, original = document.paragraphs[number], document.paragraphs[seen[key]]
            previous = document.paragraphs[number - 1]
            is_next = not document.text[previous.end : copy.start].strip() and keys[number - 1] == key
            is_caption = number - 1 in pictures or number + 1 in pictures
            if not is_next and (is_caption or counts[key] >= _TEMPLATE):
                continue
            line = document.positions.position(original.start).line
            edit = Edit(_end_before(document.text, copy.start), copy.end, "")
            safety = Safety.SAFE if is_next else Safety.UNSAFE
            yield self.report(copy.start, copy.end, f"the paragraph of line {line} again", edit, safety=safety)

    def _key(self, document: Document, paragraph: Paragraph) -> str:
        """Return the text to compare by, empty if a repetition of the paragraph means nothing."""
        if paragraph.containers:
            return ""
        visible = document.prose[paragraph.start : paragraph.end].replace(FILLER, "")
        lines = visible.strip().split("\n")
        is_verse = len(lines) > 1 and max(map(len, lines)) <= _VERSE_LINE
        source = document.text[paragraph.start : paragraph.end].strip()
        is_link = source.startswith(("[", "![")) and source.endswith((")", "]"))
        if len(visible.strip()) < self.min_length or is_verse or is_link:
            return ""
        return " ".join(source.split())


def _source(document: Document, number: int) -> str:
    paragraph = document.paragraphs[number]
    return document.text[paragraph.start : paragraph.end]


def _end_before(text: str, offset: int) -> int:
    """Return where the text before ``offset`` ends, white space left out."""
    while offset and text[offset - 1].isspace():
        offset -= 1
    return offset


@hookimpl
def lint_rules() -> tuple[type[RepeatedParagraph]]:
    return (RepeatedParagraph,)
