"""Characters that show as nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lint import (
    FILLER,
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
    option,
)

_ZERO_WIDTH = "\u00ad\u200b\u2060-\u2064\ufeff"
_JOINERS, _TAGS = "\u200c\u200d", "\U000e0001-\U000e007f"
# Marks of writing direction, and those that part a word from its gloss.
_VISIBLE = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
# Braille has a sign without dots, which shows nothing; in braille, and in pictures made of it, it is a space.
_DOTLESS, _BRAILLE = "\u2800", lazy_pattern("[\u2801-\u28ff]")
_INVISIBLE = lazy_pattern(
    f"(?m)[{_ZERO_WIDTH}]+|[{_JOINERS}]+|[{_TAGS}]+|(?P<visible>[{_VISIBLE}]+)|^[ \t]*{_DOTLESS}[ \t{_DOTLESS}]*$"
)
_ANY = lazy_pattern(f"[{_ZERO_WIDTH}{_JOINERS}{_TAGS}{_VISIBLE}{_DOTLESS}]")
# Letters and signs between which a joiner does nothing: Latin, Greek, Cyrillic, Han, kana, Hangul, punctuation.
_UNSHAPED = lazy_pattern("[\\s\x21-\u052f\u1e00-\u1fff\u2010-\u205e\u3000-\ud7a3\uf900-\ufaff\uff00-\uffef]|\\Z")
# Thai, Lao, Tibetan, Myanmar and Khmer are written without spaces: there U+200B marks where lines may break.
_UNSPACED = lazy_pattern("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\uaa60-\uaadf]")
_MARKERS = frozenset("*_~")
# Articles about these characters show them on purpose.
_TOPIC = lazy_pattern(
    r"zero[- ]width|soft[- ]hyphen|U\+(?:00AD|200[B-F]|2060|FEFF)|零[宽寬]|ゼロ幅|폭 없는|espace sans chasse|nullbreit",
    re.IGNORECASE,
)
# Two signs that make a tag, an entity, code or a link when nothing stands between them, and two of an address.
_SYNTAX = lazy_pattern(r"[<&\\`$].|.[`$]|[\]!][(\[:]|:/|//", re.DOTALL)
_ADDRESS = lazy_pattern(r"[\w/?&=#%.:@~-]{2}|[/=#&_-]\S|``", re.ASCII)
# An underline or code: below a blank line it would be another block than below one that only looks blank.
_DEPENDENT = lazy_pattern(r"\n(?:[ ]{4}|\t|[ ]{0,3}(?:=+|-+)[ \t]*(?:\n|\Z))")


@dataclass(frozen=True)
class InvisibleCharacter(Rule):
    """A character without width hides inside the text.

    Sites add U+200B, U+2060, U+FEFF and soft hyphens to steer line breaks, and some pages watermark text with them;
    U+2800 alone makes a line look blank.  They split words, defeat search and make equal titles differ.  The fix is
    safe: nothing that a reader sees changes.  Joiners shape emoji and the Arabic and Indic scripts, tags make flags,
    and U+200B separates words in Thai and Khmer: those stay.  Marks of writing direction change what is seen; they are
    only reported.  So is a character that keeps Markdown from seeing a marker, a link or a block, or that lets it.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyCharOf(_ANY)
    examples = (
        Bad("zero\u200bwidth", "zerowidth"),
        Bad("\u202etxt.exe"),
        Good("\U0001f469\u200d\U0001f467"),
        Good("می\u200cخواهم"),
    )

    keep: frozenset[str] = option(frozenset(), "characters to leave in place")

    def check(self, document: Document) -> Iterator[Finding]:
        if _TOPIC.search(document.text):
            return
        outer_edges = {edge for marker in document.raw_markers for edge in (marker.start, marker.end)}
        outer_edges.update(edge for span in document.markdown.spans for edge in (span.start, span.end))
        is_braille = _BRAILLE.search(document.text) is not None
        for match in _INVISIBLE.finditer(document.prose.replace(_DOTLESS, "x") if is_braille else document.prose):
            start, end = match.span()
            kept = "".join(char for char in match[0] if char in self.keep)
            if kept == match[0] or _is_meant(document.text, start, end):
                continue
            is_needed = _is_syntax(document, start, end, outer_edges) or document.becomes_block(start, end, kept)
            edits = () if is_needed or match["visible"] else (Edit(start, end, kept),)
            yield self.report(start, end, f"invisible character {match[0][:8]!a}", *edits)


def _is_meant(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if text[start] in _JOINERS:
        return not (_UNSHAPED.match(before) and _UNSHAPED.match(after))
    if text[start] == "\u200b":
        return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
    return before == "\N{WAVING BLACK FLAG}"


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
