"""Letters and their accents as separate characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lint import AnyCharOf, Bad, Document, Finding, Good, PatternRule, Safety, Stage, hookimpl, lazy_pattern

_MARK = "[\u0300-\u036f\u3099\u309a]"
# Conjoining letters of modern Korean; an old one among them makes a syllable that has no character of its own.
_SYLLABLE = "[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?(?![\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb])"
_LETTER = f"[^\\W\\d_\u1100-\u11ff][\u0300-\u036f\u3099\u309a]{{1,3}}(?!{_MARK})"
# Articles about these forms show them on purpose.
_TOPIC = lazy_pattern(
    r"\bNF[CDK]|normali[sz]|combining|U\+03[0-6]|合成用|結合文字|组合字符|組合字元|正規化|规范化|정규화", re.IGNORECASE
)


class DecomposedCharacter(PatternRule):
    """A letter and its accent, or the parts of a syllable, are separate characters.

    File systems and PDF readers of Apple give \u00e9 as e and an accent, and が as か and its mark.  It looks the same,
    but search and comparison fail.  The fix is safe: only a letter and its marks are composed, as Unicode defines them
    to be equal.  Normalising the whole text would also replace hanja of Korean and letters of Indic scripts, so it is
    not done; letters that have no composed form, and heaps of marks, stay.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyCharOf(lazy_pattern("[\u0300-\u036f\u3099\u309a\u1161-\u1175]"))
    pattern = lazy_pattern(f"(?:{_LETTER}|{_SYLLABLE})+")
    message = "decomposed {0}"
    examples = (
        Bad("cafe\u0301", "caf\u00e9"),
        Bad("か\u3099っこう", "がっこう"),
        Good("q\u0307 has no composed form"),
        Good("\uf967"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        return iter(()) if _TOPIC.search(document.text) else super().check(document)

    def replacement(self, match: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", match[0])


@hookimpl
def lint_rules() -> tuple[type[DecomposedCharacter]]:
    return (DecomposedCharacter,)
