"""Full-width letters and digits in Chinese text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from lint import AnyCharOf, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, Writing, hookimpl, lazy_pattern

_DIGITS, _LETTERS = "\uff10-\uff19", "\uff21-\uff3a\uff41-\uff5a"
_ANY = f"0-9A-Za-z{_DIGITS}{_LETTERS}"
# Points, slashes and hyphens go with the digits between which they stand.
_TOKEN = lazy_pattern(f"[{_ANY}]+(?:(?:[\uff0d\uff0e\uff0f]|(?<=[{_DIGITS}])\uff1a(?=[{_DIGITS}]))[{_ANY}]+)*")
_WIDE = lazy_pattern(f"[{_DIGITS}{_LETTERS}]|(?<=[0-9])\uff0e(?=[0-9])|(?<=[A-Za-z])\uff0d(?=[0-9])")
_ASCII_WORD = lazy_pattern("[0-9A-Za-z]+")
_LETTER = lazy_pattern(f"[A-Za-z{_LETTERS}]")
_KANA = lazy_pattern("[\u3041-\u30fa\u30fc]")
# A number at the start of a line counts items, and shows no habit.
_HALF_DIGIT = lazy_pattern(r"(?<!^)[0-9]", re.MULTILINE)
_HALF_LETTER = lazy_pattern("[A-Za-z]")


class FullwidthLetter(Rule):
    """Letters or digits are full-width in a Chinese text that writes others half-width.

    Old newspaper systems and input methods stored them so, and pasting brings both kinds into one text, where the same
    number is not found twice.  The fix is unsafe: a name may be written so on purpose.  A name that the text repeats
    in this form alone, or quotes, stays; so does Japanese, whose style it is.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = AnyCharOf(lazy_pattern(f"[{_DIGITS}{_LETTERS}\uff0d\uff0e]"))
    examples = (
        Bad("\uff12\uff10\uff10\uff15年建成\uff0c在2019年重修\u3002", "2005年建成\uff0c在2019年重修\u3002"),
        Bad("\uff21\uff22\uff23大楼在 B 座旁边\u3002", "ABC大楼在 B 座旁边\u3002"),
        Good("\uff12\uff10\uff10\uff15年建成\uff0c\uff12\uff10\uff11\uff19年重修\u3002"),
        Good("\uff12\uff10\uff10\uff15年に建てられ\u30012019年に直された\u3002"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose, writing = document.prose, document.writing
        found = [match for match in _TOKEN.finditer(prose) if not match[0].isascii()]
        tokens = [match for match in found if _WIDE.search(match[0]) and writing.at(match.start()) is Writing.CHINESE]
        if not tokens or writing.whole is not Writing.CHINESE:
            return
        uses_half = {
            pattern: any(writing.at(match.start()) is Writing.CHINESE for match in pattern.finditer(prose))
            for pattern in (_HALF_DIGIT, _HALF_LETTER)
        }
        half = set(_ASCII_WORD.findall(document.text))
        times = Counter(match[0] for match in tokens)
        for match in tokens:
            start, end = match.span()
            narrow = unicodedata.normalize("NFKC", match[0])
            is_word = _LETTER.search(match[0]) is not None
            if not uses_half[_HALF_LETTER if is_word else _HALF_DIGIT]:
                continue
            is_foreign = _KANA.search(prose, max(start - 1, 0), end + 1) or document.unquoted[start] == " "
            is_name = is_word and narrow not in half and (times[match[0]] > 1 or is_foreign)
            if not is_name:
                yield self.report(start, end, f"full-width {match[0][:20]} in Chinese text", Edit(start, end, narrow))


@hookimpl
def lint_rules() -> tuple[type[FullwidthLetter]]:
    return (FullwidthLetter,)
