"""Simplified and Traditional Chinese in one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from lint import (
    Bad,
    ChineseText,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Script,
    Stage,
    UsageError,
    Writing,
    characters,
    hookimpl,
    option,
)

# What OpenCC calls the way into each script.
_CONVERSIONS = {"zh-Hans": "t2s", "zh-Hant": "s2t", "zh-Hant-TW": "s2tw", "zh-Hant-HK": "s2hk"}
_QUOTATION = re.compile(
    "[\u300c\u300e\u300a\u201c][^\u300c\u300e\u300a\u201c\u300d\u300f\u300b\u201d\n]*[\u300d\u300f\u300b\u201d]"
)
_FEW, _SHARE = 5, 0.03


@dataclass(frozen=True)
class MixedScript(Rule):
    """Simplified characters stand in a Traditional text, or the reverse.

    Pages that convert on the fly leave parts unconverted, and editors paste from both sides.  Only characters that one
    script alone uses count, so the variants of Taiwan and Hong Kong are no mixture, and a few of them, as names
    and quotations bring along, are none either.  What the author wrote is not for a program to decide, so there is no
    fix, unless the option ``script`` says what all articles should be in: then every deviation is reported, and OpenCC
    converts it, which is unsafe.  That takes the extra ``seedlint[opencc]``.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = ChineseText()
    examples = (
        Bad("這個問題還沒有結論，專家們認為應該繼續觀察。\n\n专家们认为这个问题还没有结论，应该继续观察。\n"),
        Good("這個問題還沒有結論，專家們認為應該繼續觀察，《读书》雜誌也這麼説。\n"),
    )

    script: Literal["", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"] = option(
        "", "script that all articles should be in; empty: whatever most of an article is in"
    )

    def __post_init__(self) -> None:
        if self.script:
            _converter(self.script)

    def check(self, document: Document) -> Iterator[Finding]:
        # Quotations keep the script of their source; their place is kept, so that offsets hold.
        prose = document.prose if self.script else _QUOTATION.sub(lambda match: " " * len(match[0]), document.prose)
        wanted = self._wanted(prose)
        if wanted is None:
            return
        strange = characters(wanted.other)
        for paragraph in document.paragraphs:
            if document.writing.at(paragraph.start) is not Writing.CHINESE:
                continue
            matches = list(strange.finditer(prose, paragraph.start, paragraph.end))
            if matches:
                found = "".join(dict.fromkeys(match[0] for match in matches))
                message = f"{wanted.other.value} characters in a {wanted.value} text: {found[:10]}"
                edits = self._conversion(document, paragraph.start, paragraph.end, matches)
                yield self.report(matches[0].start(), matches[-1].end(), message, *edits)

    def _wanted(self, prose: str) -> Script | None:
        """Return the script that the article should be in, None if it is no mixture."""
        if self.script:
            return Script.SIMPLIFIED if self.script == "zh-Hans" else Script.TRADITIONAL
        counts = {script: len(characters(script).findall(prose)) for script in Script}
        common = max(counts, key=counts.__getitem__)
        rare = counts[common.other]
        return common if rare >= _FEW and rare > _SHARE * counts[common] else None

    def _conversion(self, document: Document, start: int, end: int, matches: list[re.Match[str]]) -> Iterator[Edit]:
        """Yield edits of the deviating characters alone; words round them tell OpenCC which character is meant."""
        if not self.script:
            return
        text = document.text[start:end]
        converted = _converter(self.script).convert(text)
        if len(converted) == len(text):
            for match in matches:
                better = converted[match.start() - start]
                if better != match[0]:
                    yield Edit(match.start(), match.end(), better)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(script: str) -> _Converter:
    try:
        from opencc import OpenCC
    except ImportError:
        raise UsageError(
            "the option script converts with OpenCC, which is not installed\n"
            "Install it with: pip install 'seedlint[opencc]'"
        ) from None
    converter: _Converter = OpenCC(_CONVERSIONS[script])
    return converter


@hookimpl
def lint_rules() -> tuple[type[MixedScript]]:
    return (MixedScript,)
