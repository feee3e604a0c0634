"""Characters that show as nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lint import (
    FILLER,
    INVISIBLE,
    AnyCharOf,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    hookimpl,
    lazy_pattern,
    opens_block,
    option,
)

_MARKERS = frozenset("*_~")
# Two signs that make a tag, an entity, code or a link when nothing stands between them, and two of an address.
_SYNTAX = lazy_pattern(r"[<&\\`$].|.[`$]|[\]!][(\[:]|:/|//", re.DOTALL)
_ADDRESS = lazy_pattern(r"[\w/?&=#%.:@~-]{2}|[/=#&_-]\S|``", re.ASCII)
# An underline or code: below a blank line it would be another block than below one that only looks blank.
_DEPENDENT = lazy_pattern(r"\n(?:[ ]{4}|\t|[ ]{0,3}(?:=+|-+)[ \t]*(?:\n|\Z))")
# The rest of a word that was divided at the end of a line, with its punctuation and the space behind it.
_REST = lazy_pattern(r"([^\W\d_]+[,.;:!?)\u201d\u2019\u00bb]*)(?: +|(?=\n|\Z))")


@dataclass(frozen=True)
class InvisibleCharacter(Rule):
    """A character without width hides inside the text.

    Sites add U+200B, U+2060, U+FEFF and soft hyphens to steer line breaks, editors leave them behind, and some pages
    watermark text with them.  They split words, defeat search and make equal titles differ.  The fix is safe: nothing
    that a reader sees changes.  A soft hyphen at the end of a line says that the word goes on below, so it is put
    together.  Joiners shape emoji and the Arabic and Indic scripts, selectors choose the form of
    signs and Han characters, tags make flags, and U+200B separates words in Thai and Khmer: those stay.  Marks of
    writing direction change what is seen, and U+FFFC stands for something that is lost; they are only reported.  So is
    a character that keeps Markdown from seeing a marker, a link or a block, or that lets it.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyCharOf(INVISIBLE)
    examples = (
        Bad("zero\u200bwidth", "zerowidth"),
        Bad("an un\u00ad\nusually long day", "an unusually\nlong day"),
        Bad("\u202etxt.exe"),
        Good("\U0001f469\u200d\U0001f467"),
        Good("می\u200cخواهم"),
    )

    keep: frozenset[str] = option(frozenset(), "characters to leave in place")

    def check(self, document: Document) -> Iterator[Finding]:
        if not document.invisible:
            return
        outer_edges = {edge for marker in document.raw_markers for edge in (marker.start, marker.end)}
        outer_edges.update(edge for span in document.markdown.spans for edge in (span.start, span.end))
        for start, end, is_effective in document.invisible:
            hidden = document.text[start:end]
            kept = "".join(char for char in hidden if char in self.keep)
            if kept == hidden:
                continue
            is_needed = _is_syntax(document, start, end, outer_edges) or document.becomes_block(start, end, kept)
            edits = () if is_needed or is_effective else _edits(document, start, end, kept)
            yield self.report(start, end, f"invisible character {hidden[:8]!a}", *edits)


def _edits(document: Document, start: int, end: int, kept: str) -> tuple[Edit, ...]:
    """Return what replaces a span by ``kept``; a word that a soft hyphen divides at the end of a line is put together.

    None if that cannot be done: without the sign nobody could tell any more that the lines are halves of a word.
    """
    text = document.text
    line_break = document.markdown.break_at(end) if text.endswith("\xad", start, end) else None
    if line_break is None or not text[start - 1 : start].isalpha() or not text[line_break.end].islower():
        return (Edit(start, end, kept),)
    rest = _REST.match(text, line_break.end)
    if rest is None or kept or opens_block(text[rest.end() :].partition("\n")[0]):
        return ()
    if text.startswith("\n", rest.end()) or rest.end() == len(text):
        return (Edit(start, rest.end(), rest[1]),)
    return (Edit(start, end, rest[1]), Edit(rest.start(), rest.end(), ""))


def _is_syntax(document: Document, start: int, end: int, outer_edges: Collection[int]) -> bool:
    """Tell whether Markdown would read the text round a span in another way without it."""
    text, prose = document.text, document.prose
    before, after = prose[max(start - 1, 0) : start], prose[end : end + 1]
    if FILLER in (before, after):
        return bool(_ADDRESS.match(text[max(start - 1, 0) : start] + text[end : end + 1]))
    if before in ("", "\n"):
        return bool(_DEPENDENT.match(prose, end))
    # Inside a pair of markers a space or sign next to one of them undoes the pair; outside, and next to raw ones, not.
    for marker, other, edge in ((before, after, start), (after, before, end)):
        is_inside = edge not in outer_edges and not other.isalnum()
        if marker in _MARKERS and (is_inside or other in _MARKERS):
            return True
    return bool(_SYNTAX.match(before + after))


@hookimpl
def lint_rules() -> tuple[type[InvisibleCharacter]]:
    return (InvisibleCharacter,)
