"""Simplified and Traditional Chinese in one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

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
    Writing,
    characters,
    find_script,
    hookimpl,
    option,
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
            Script.convert("", self.script)

    def check(self, document: Document) -> Iterator[Finding]:
        if not self.script and not all(characters(script).search(document.alphabet) for script in Script):
            return
        prose = document.prose if self.script else document.unquoted
        wanted = self._wanted(prose)
        if wanted is None:
            return
        strange = characters(wanted.other)
        for start, end, _ in document.lines:
            matches = list(strange.finditer(prose, start, end))
            if matches and document.writing.at(start) is Writing.CHINESE:
                found = "".join(dict.fromkeys(match[0] for match in matches))
                message = f"{wanted.other.value} characters in a {wanted.value} text: {found[:10]}"
                # A few strays go alone, a line of the other script as a whole.
                is_foreign = find_script(prose[start:end]) is wanted.other
                places = range(start, end) if is_foreign else [match.start() for match in matches]
                edits = self._conversion(document.prose[start:end], start, places)
                yield self.report(matches[0].start(), matches[-1].end(), message, *edits)

    def _wanted(self, prose: str) -> Script | None:
        """Return the script that the article should be in, None if it is no mixture."""
        if self.script:
            return Script.of(self.script)
        counts = {script: len(characters(script).findall(prose)) for script in Script}
        common = max(counts, key=counts.__getitem__)
        rare = counts[common.other]
        return common if rare >= _FEW and rare > _SHARE * counts[common] else None

    def _conversion(self, text: str, start: int, places: Iterable[int]) -> Iterator[Edit]:
        """Yield edits at ``places``; the words round them tell OpenCC which of several characters is meant."""
        converted = Script.convert(text, self.script) if self.script else text
        if len(converted) == len(text):
            for place in places:
                if text[place - start] != converted[place - start]:
                    yield Edit(place, place + 1, converted[place - start])


@hookimpl
def lint_rules() -> tuple[type[MixedScript]]:
    return (MixedScript,)
