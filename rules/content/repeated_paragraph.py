"""Paragraphs that stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint import (
    FILLER,
    SENTENCE_END,
    Bad,
    BlockKind,
    Document,
    Finding,
    Good,
    Paragraph,
    Rule,
    Safety,
    Stage,
    hookimpl,
    is_of_section,
    is_refrain,
    is_song,
    lazy_pattern,
    option,
    repeated_lines,
)

_VERSE_LINE, _LYRIC, _TEMPLATE = 60, 60, 4
_PROSE_SHARE = 0.6
# A colon announces what differs, a dash names who was quoted, a brace opens a template.
_ANNOUNCING, _OTHER = (":", "\uff1a"), ("\u2014", "\u2013", "{")
_WORD_GAP = lazy_pattern("\\s|[\u3040-\u9fff]")


@dataclass(frozen=True)
class RepeatedParagraph(Rule):
    """A paragraph stands twice.

    Pages hold a lead once for the list and once for the article, or a text once for the screen and once for print, and
    a scraper takes both.  Deleting a copy right behind its original is safe, as not a word is lost.  Further apart, or
    in a line that may be a refrain, the repetition may be meant, so the fix is unsafe there.  Verse, refrains, what the
    sections of a reference say anew, quotations, lists, links, code, formulas, captions under pictures, phrases that
    come back again and again, and short paragraphs are left alone.
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
        text = document.text
        paragraphs = [part for paragraph in document.paragraphs for part in repeated_lines(text, paragraph)]
        if not self._repeats(document, paragraphs):
            return
        keys = [self._key(document, paragraph) for paragraph in paragraphs]
        counts = Counter(key for key in keys if key)
        others = (number for number, key in enumerate(keys) if not key)
        pictures = {number for number in others if "![" in text[slice(*paragraphs[number][:2])]}
        sections = [block for block in document.markdown.blocks if block.kind is BlockKind.HEADING]
        is_sung = is_song(text, paragraphs)
        seen: dict[str, int] = {}
        for number, key in enumerate(keys):
            if not key or key not in seen:
                seen.setdefault(key, number)
                continue
            copy, original, previous = paragraphs[number], paragraphs[seen[key]], paragraphs[number - 1]
            is_next = keys[number - 1] == key and not text[previous.end : copy.start].strip()
            is_caption = number - 1 in pictures or number + 1 in pictures
            if is_next and document.title and document.title[1:3] == original[:2] and "](" not in key:
                continue  # the title stands twice, which is another defect
            if not is_next and (is_caption or counts[key] >= _TEMPLATE or key.endswith(_ANNOUNCING)):
                continue
            is_prose = len(key) >= _LYRIC or key.endswith(_ANNOUNCING) or bool(SENTENCE_END.search(key[-9:]))
            if (is_sung and not is_prose) or is_refrain(text, copy, previous):
                continue
            if not is_next and is_of_section(sections, original, copy, key, is_last=copy is paragraphs[-1]):
                continue
            line = document.positions.line(original.start)
            safety = Safety.SAFE if is_next and is_prose else Safety.UNSAFE
            edits = document.removal.of_lines(copy.start, copy.end)
            yield self.report(copy.start, copy.end, f"the paragraph of line {line} again", *edits, safety=safety)

    def _repeats(self, document: Document, paragraphs: Sequence[Paragraph]) -> bool:
        """Tell whether a text stands twice that counts; most articles hold none, and need no closer look."""
        seen: set[str] = set()
        for paragraph in paragraphs:
            start, end, _ = paragraph
            if end - start >= self.min_length:
                source = " ".join(document.text[start:end].split())
                if source in seen and self._key(document, paragraph):
                    return True
                seen.add(source)
        return False

    def _key(self, document: Document, paragraph: Paragraph) -> str:
        """Return the text to compare by, empty if a repetition of the paragraph means nothing."""
        start, end, containers = paragraph
        visible = document.prose[start:end].replace(FILLER, "").strip()
        if containers or len(visible) < self.min_length or not _WORD_GAP.search(visible):
            return ""
        source = document.text[start:end].strip()
        is_verse = "\n" in visible and max(map(len, visible.split("\n"))) <= _VERSE_LINE
        is_link = source.startswith(("[", "![")) and source.endswith((")", "]"))
        if is_verse or is_link or source.startswith(_OTHER):
            return ""
        letters, signs = sum(map(str.isalpha, visible)), len("".join(visible.split()))
        return " ".join(source.split()) if letters >= _PROSE_SHARE * signs else ""


@hookimpl
def lint_rules() -> tuple[type[RepeatedParagraph]]:
    return (RepeatedParagraph,)
