"""Radicals, compatibility ideographs and ligatures in the place of ordinary characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
    Script,
    Stage,
    Writing,
    find_script,
    hookimpl,
    lazy_pattern,
)

_RADICALS = "\u2e80-\u2ef3\u2f00-\u2fd5"
# Second code points that Korean standards gave to hanja with several readings.  Those behind them, up to U+FA6A, differ
# from their partners on Japanese screens, and some of them have none.
_HANJA = "\uf900-\ufa0b"
_LIGATURES = "\ufb00-\ufb06"
_FOUND = lazy_pattern(f"[{_RADICALS}{_HANJA}{_LIGATURES}]")
# Radicals that have one shape for two ideographs: a Simplified text is written with these, and means them.
_SIMPLIFIED = {"\u2f3e": "户", "\u2fad": "青", "\u2fc8": "黄"}
# Articles about radicals show them on purpose.
_TOPIC = lazy_pattern("部首|偏旁|部件|康熙字典|부수|(?i:radicals?)")


@cache
def _supplement() -> dict[str, str]:
    table = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    rows = (line.split() for line in table.splitlines() if not line.startswith("#"))
    return {chr(int(radical, 16)): chr(int(ideograph, 16)) for radical, ideograph in rows}


class CompatibilityCharacter(Rule):
    """A radical or a compatibility character stands where an ordinary character belongs.

    PDF readers take the shapes on the page for radicals, so that \u2f00 stands for 一, and some copy both, the radical
    and the ideograph.  The fix is safe: the ideograph looks the same, and of such a double only the second is kept.
    So is it for the second code points of hanja in Chinese text; in Korean they tell readings apart, and are only
    reported.  Resolving a ligature of Latin letters changes what a designer may have chosen, so it is unsafe.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyCharOf(_FOUND)
    examples = (
        Bad("\u2f00部好\u2f64的书", "一部好用的书"),
        Bad("使\u2f64用文件", "使用文件"),
        Bad("\ufb01le", "file"),
        Good("髙\ufa11俊吾"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        whole = None if document.characters.isdisjoint(_SIMPLIFIED) else find_script(document.unquoted)
        about_radicals = bool(_TOPIC.search(document.text))
        for match in _FOUND.finditer(prose):
            start, end = match.span()
            is_radical = match[0] < "\u3000"
            if is_radical and about_radicals:
                continue
            is_chinese = document.writing.at(start) is Writing.CHINESE
            meant = _supplement().get(match[0]) or unicodedata.normalize("NFKC", match[0])
            if is_chinese and match[0] in _SIMPLIFIED:
                is_simplified = (document.writing.script_at(start) or whole) is Script.SIMPLIFIED
                meant = _SIMPLIFIED[match[0]] if is_simplified else meant
            # Some radicals are a part of many ideographs, and the whole of none.
            is_certain = (is_radical or is_chinese) and meant != match[0]
            # Behind an address an ordinary character would go on with it; behind what closes a link, tag or code not.
            before = max(start - 1, 0)
            is_free = not prose.startswith(FILLER, before) or document.text[before] in ")>`"
            is_double = is_radical and prose.startswith(meant, end)
            edit = Edit(start, end, "" if is_double else meant)
            purpose = f" for {meant}" if meant != match[0] else ""
            message = f"compatibility character U+{ord(match[0]):04X}{purpose}"
            if match[0] >= "\ufb00":
                yield self.report(start, end, message, *[edit] * is_free, safety=Safety.UNSAFE)
            else:
                yield self.report(start, end, message, *[edit] * (is_certain and is_free))


@hookimpl
def lint_rules() -> tuple[type[CompatibilityCharacter]]:
    return (CompatibilityCharacter,)
