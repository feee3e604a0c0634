"""Emphasis markers without a partner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lint import (
    AnyText,
    Bad,
    Document,
    Edit,
    Fate,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    footnote_signs,
    hookimpl,
    is_stray_behind,
    lazy_pattern,
)

# The commonest Chinese family names: behind one of them two stars hide the rest of a person's name.
_MASKED_NAME = lazy_pattern(
    "[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔡賈贾丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顧顾侯邵孟龙龍万萬段雷錢钱汤湯尹黎易常武乔喜賀贺赖賴龚龔文]$"
)
_ARGUMENT = lazy_pattern(r"\*\*(?:kwargs|kw|opts|options|params|args|attrs|data|config|dict|extra)\b", re.ASCII)
_POWER = lazy_pattern(r"(?:\b[A-Za-z]|[\d)\]])[ ]\*\*[ ]?(?:[A-Za-z]\b|[\d(-])", re.ASCII)
# Converters leave halves in front of bold text, people put two stars in front of a remark.
_ASIDE = lazy_pattern(r"[ ][^*_~\s]")
_WORD = lazy_pattern(r"\w")
_STOP = lazy_pattern("[.!?\u3002\uff01\uff1f]")
_BEFORE_CODE = lazy_pattern(r"[\w)/.]", re.ASCII)
_AFTER_CODE = lazy_pattern(r"[\w(/.|]", re.ASCII)


class StrayEmphasis(Rule):
    """An emphasis marker has lost its partner and shows as characters.

    Converters that split bold text round a picture or a line break leave halves behind: ``**`` at the end of a
    paragraph, or in its middle.  Deleting the marker is safe: it loses no word, and nobody can tell what it marked.
    Halves that still have a partner on their line are another defect, and single stars are no evidence of any.
    Powers, globs, arguments, signs of footnotes, and masked names and numbers stay.  In the middle of a word the marker
    may be a mask too, in front of a line with a space behind it the sign of a remark, and one of three stars may belong
    to a footnote: there the fix is unsafe.  Where other text would lose its emphasis there is none.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyText("**", "__", "~~")
    examples = (
        Bad("The price rose.**\n", "The price rose.\n"),
        Bad("收入大增。**不过成本也在上升。\n", "收入大增。不过成本也在上升。\n"),
        Good("x**2 + y**2, src/**/*.md, /**/, f(**kwargs)\n"),
        Good("中奖号码2311**0625，得主王**。\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        found = list(self._found(document))
        fixes = document.markup_harm.sifted([edits for *_, edits in found])
        for (start, end, safety, _), edits in zip(found, fixes, strict=True):
            yield self.report(start, end, f"{document.text[start:end]} without a partner", *edits, safety=safety)

    def _found(self, document: Document) -> Iterator[tuple[int, int, Safety, tuple[Edit, ...]]]:
        text = document.text
        footnotes = footnote_signs(text, document.prose, document.markdown, document.raw_markers)
        counts = Counter(text[start] for start, _, _ in document.raw_markers)
        for start, end, fate in document.raw_markers:
            if fate is not Fate.STRAY:
                continue
            before, after = text[max(start - 1, 0) : start], text[end : end + 1]
            found = text[start:end]
            is_stray = counts[text[start]] == 1 and is_stray_behind(text, start, end)
            is_meant = found in footnotes or self._is_meant(text, start, end, before, after)
            if is_meant and is_stray is False:
                continue
            # One of three stars may be a footnote's, one inside a word may hide a letter, one apart may mark an aside.
            is_apart = before in ("", "\n") and _ASIDE.match(text, end) is not None
            is_doubtful = (
                (is_meant and not is_stray)
                or len(found) > 2
                or is_apart
                or (_WORD.match(before) and _WORD.match(after))
            )
            safety = Safety.UNSAFE if is_doubtful else Safety.SAFE
            # Of two blanks round a marker, or one at either end of the line, none would separate anything.
            first = start - (before == " " and after in ("", "\n"))
            last = end + (after == " " and not before.strip())
            yield start, end, safety, () if document.becomes_block(first, last) else (Edit(first, last, ""),)

    @staticmethod
    def _is_meant(text: str, start: int, end: int, before: str, after: str) -> bool:
        """Tell code, masks and tildes from markup."""
        if text[start] in "_~":
            # Blanks to fill in, names of variables, and the drawn-out tone of a chat.
            is_opener = not before.strip() and bool(_WORD.match(after))
            is_closer = text[start] == "_" and bool(_STOP.match(before)) and after in ("", "\n")
            return end - start > 2 or not (is_opener or is_closer)
        is_code = (_BEFORE_CODE.match(before) and _AFTER_CODE.match(after)) or after == "/" or before == "/"
        is_operator = _ARGUMENT.match(text, start) or _POWER.match(text, max(start - 2, 0))
        return bool(is_code or is_operator or _MASKED_NAME.search(text, max(start - 2, 0), start))


@hookimpl
def lint_rules() -> tuple[type[StrayEmphasis]]:
    return (StrayEmphasis,)
