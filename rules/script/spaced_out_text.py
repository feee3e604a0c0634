"""Chinese text with a space behind every character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import (
    CURLY_CLOSING,
    CURLY_OPENING,
    FULL_CLOSING,
    FULL_OPENING,
    HAN,
    AnyMatch,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    Writing,
    hookimpl,
    lazy_pattern,
)

_OPENING = f"[{FULL_OPENING}{CURLY_OPENING}]"
_MARK = f"[{FULL_OPENING}{FULL_CLOSING}{CURLY_OPENING}{CURLY_CLOSING}\u2026\u2014]"
_LATIN = "[0-9A-Za-z.%+-]"
# One space between two characters; a mark between them may have lost its own, a word in Latin keeps them, and where
# every sign was followed by a space three of them are left of an old one.
_LINK = f"(?: (?: {{2}})?| ?(?:{_MARK} ?){{1,3}}| {{1,3}}{_LATIN}{{1,30}}(?: {_LATIN})* {{1,3}})"
_RUN = lazy_pattern(f"(?:{_OPENING} )?[{HAN}](?:{_LINK}[{HAN}])+(?: ?{_MARK}){{0,3}}")
# A label and one clause without a mark, which ends with its line: half a couplet, set apart by its writer.
_HALF_COUPLET = lazy_pattern(
    f"^[*_ \t>-]*[{HAN}]{{2,6}}[*_]*[:\uff1a][*_ \t]*([{HAN}](?: {{1,3}}[{HAN}])+)[*_ \t]*$"
    f"(?!\n[ \t]*[{HAN}] +[{HAN}])",
    re.MULTILINE,
)
_ONE_EACH = lazy_pattern(f" {{3}}|(?<!{_LATIN}{_LATIN}){_LATIN} {_LATIN}(?!{_LATIN})")
_SPACE = lazy_pattern(f" {{3}}|(?<!{_LATIN}{_LATIN}) (?!{_LATIN}{_LATIN})")
_INNER_SPACE = lazy_pattern(f"(?<!{_LATIN}) +(?!{_LATIN})")
_IN_A_ROW = 8
# Stems, branches, numerals, elements and beasts of the zodiac are listed in this way.
_LISTED = frozenset(
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一二三四五六七八九十百千金木水火土鼠牛虎兔龙龍蛇马馬羊猴鸡雞狗猪豬"
)


class SpacedOutText(Rule):
    """A space stands behind every character of a sentence.

    PDF readers take the gaps between the characters of justified or letterspaced lines for spaces.  The fix deletes
    them; it is unsafe, since a designer may have set a title so, and a list of single characters is written this way.
    Fewer than eight in a row are menus and names, words of several characters between spaces are headlines, and a
    clause without a mark behind a label is half a couplet.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = AnyMatch(lazy_pattern(f" (?<=[{HAN}] )[{HAN}]"))
    examples = (
        Bad("这 台 机 器 昨 天 就 坏 了。", "这台机器昨天就坏了。"),
        Good("字号：大 中 小"),
        Good("抓机遇 迎挑战 谋发展"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        couplets = {half.end(1) for half in _HALF_COUPLET.finditer(prose)}
        for match in _RUN.finditer(prose):
            start, end = match.span()
            characters = [char for char in match[0] if char > "\u3007"]
            if match[0].count(" ") < _IN_A_ROW - 1 or len(characters) < _IN_A_ROW or _LISTED.issuperset(characters):
                continue
            if end not in couplets and document.writing.at(start) is Writing.CHINESE:
                message = f"a space behind each of {len(characters)} characters"
                yield self.report(start, end, message, Edit(start, end, _closed_up(match[0])))


def _closed_up(run: str) -> str:
    """Return a run without its spaces, but for those that parted words before."""
    if _ONE_EACH.search(run):
        return _SPACE.sub(lambda spaces: " " if len(spaces[0]) == 3 else "", run)
    return _INNER_SPACE.sub("", run)


@hookimpl
def lint_rules() -> tuple[type[SpacedOutText]]:
    return (SpacedOutText,)
