"""Characters that show as nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint import AnyMatch, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, option

_ZERO_WIDTH = "\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"
_JOINERS = "\u200c\u200d"
_TAGS = "\U000e0001-\U000e007f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_DIRECTION = re.compile(f"[{_BIDI}]")
_INVISIBLE = re.compile(f"[{_ZERO_WIDTH}]+|[{_JOINERS}]+|[{_TAGS}]+|[{_BIDI}]+")

# Letters and signs between which a joiner does nothing: Latin, Greek, Cyrillic, Han, kana, Hangul, punctuation.
_UNSHAPED = re.compile("[\\s\x21-\u052f\u1e00-\u1fff\u2010-\u205e\u3000-\ud7a3\uf900-\ufaff\uff00-\uffef]|\\Z")
# Thai, Lao, Tibetan, Myanmar and Khmer are written without spaces: there U+200B marks where lines may break.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff]")
_BLACK_FLAG = "\U0001f3f4"


@dataclass(frozen=True)
class InvisibleCharacter(Rule):
    """A character without width hides inside the text.

    Sites add U+200B, U+2060, U+FEFF and soft hyphens to steer line breaks, editors leave them behind, and some pages
    watermark text with them.  They split words, defeat search and make equal titles differ.  The fix is safe: nothing
    that a reader sees changes.  Joiners shape emoji and the Arabic and Indic scripts, tags make flags, and U+200B
    separates words in Thai and Khmer: those stay.  Marks of writing direction change what is seen; they are only
    reported.  So is a character next to an emphasis marker, where somebody may have put it to make the marker work.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyMatch(_INVISIBLE)
    examples = (
        Bad("zero\u200bwidth", "zerowidth"),
        Bad("人工\u2060智能", "人工智能"),
        Bad("\u202etxt.exe"),
        Good("\U0001f469\u200d\U0001f467"),
        Good("می\u200cخواهم"),
    )

    keep: frozenset[str] = option(frozenset(), "characters to leave in place")

    def check(self, document: Document) -> Iterator[Finding]:
        for match in _INVISIBLE.finditer(document.prose):
            start, end = match.span()
            kept = "".join(char for char in match[0] if char in self.keep)
            if kept == match[0] or self._is_meant(document.text, start, end):
                continue
            neighbours = document.text[max(start - 1, 0) : start] + document.text[end : end + 1]
            is_needed = "*" in neighbours or "_" in neighbours or document.becomes_block(start, end, kept)
            edits = () if is_needed or _DIRECTION.match(match[0]) else (Edit(start, end, kept),)
            yield self.report(start, end, f"invisible character {match[0][:8]!a}", *edits)

    @staticmethod
    def _is_meant(text: str, start: int, end: int) -> bool:
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if text[start] in _JOINERS:
            return not (_UNSHAPED.match(before) and _UNSHAPED.match(after))
        if text[start] == "\u200b":
            return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
        return before == _BLACK_FLAG


@hookimpl
def lint_rules() -> tuple[type[InvisibleCharacter]]:
    return (InvisibleCharacter,)
