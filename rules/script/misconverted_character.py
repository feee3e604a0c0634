"""Words that a converter from Simplified to Traditional got wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

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
    hookimpl,
    lazy_pattern,
)

_LONGEST, _LONGEST_READING = 6, 14
# How a character is read, in Latin letters: put into a word, it parts what is one word.
_READING = lazy_pattern(r"[(\uff08][a-z\u00e0-\u01dc\u0300-\u030c ]{1,12}[)\uff09]")


class _Tables(NamedTuple):
    """The words of ``misconverted_words.txt``; ``lint/data/README.md`` says where they come from."""

    regional: dict[str, str]
    usual: dict[str, str]
    shared: frozenset[str]
    valid: frozenset[str]
    wrong: dict[str, tuple[int, str]]
    pairs: frozenset[str]
    """What stands in each wrong word: its wrong character with the next one, or with the one before at the end."""
    suspects: re.Pattern[str]


@cache
def _tables() -> _Tables:
    lines = Path(__file__).with_name("misconverted_words.txt").read_text(encoding="utf-8").splitlines()
    regional = {pair[0]: pair[1] for pair in lines[1].split(" ")[1:]}
    usual = {standard: char for char, standard in reversed(regional.items())}
    rows = [line.split(" ") for line in lines[4:]]
    wrong = {word: (int(index), right) for word, index, right in rows}
    suspects = {word[index] for word, (index, _) in wrong.items()}
    suspects |= {char for char, standard in regional.items() if standard in suspects}
    pattern = lazy_pattern(f"[{''.join(sorted(suspects))}]")
    pairs = frozenset(word[min(index, len(word) - 2) :][:2] for word, (index, _) in wrong.items())
    return _Tables(regional, usual, frozenset(lines[2][7:]), frozenset(lines[3].split(" ")[1:]), wrong, pairs, pattern)


class MisconvertedCharacter(Rule):
    """A word has the wrong one of several Traditional characters.

    One Simplified character may stand for several Traditional ones, and converters that go by characters choose
    wrongly, or leave it as it was: 迴應 for 回應, 皇後 for 皇后, 關系 for 關係.  Only whole words that OpenCC's phrase
    tables know are reported, and only where no valid word covers the character: 天皇後來 holds 後來.  The fix changes
    one character of the text by the judgement of a table, so it is unsafe.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = ChineseText()
    examples = (
        Bad("他沒有迴應記者的提問。", "他沒有回應記者的提問。"),
        Bad("這與天氣沒有關系。", "這與天氣沒有關係。"),
        Good("天皇後來改變了主意。"),
        Good("船隻在港口迴旋。"),
        Good("这与天气没有关系。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        tables, writing, text = _tables(), document.writing, document.prose
        # Few of them stand in one text, and none becomes another; looking up every character takes longer.
        for char in document.characters.intersection(tables.regional):
            text = text.replace(char, tables.regional[char])
        for match in tables.suspects.finditer(text):
            place = match.start()
            # Most suspects are in words that are right, which two characters tell.
            if text[place : place + 2] not in tables.pairs and text[place - 1 : place + 1] not in tables.pairs:
                continue
            is_simplified = match[0] in tables.shared and writing.script_at(place) is not Script.TRADITIONAL
            if is_simplified or writing.at(place) is not Writing.CHINESE:
                continue
            if _is_read(text, place) or any(word in tables.valid for _, word in _words_at(text, place)):
                continue
            for start, word in _words_at(text, place):
                index, right = tables.wrong.get(word, (-1, ""))
                if index == place - start:
                    # The table knows one regional form; the article may write the other.
                    right = right if right in document.characters else tables.usual.get(right, right)
                    found = document.text[start : start + len(word)]
                    message = f"{found} for {found[:index] + right + found[index + 1 :]}"
                    yield self.report(start, start + len(word), message, Edit(place, place + 1, right))
                    break


def _words_at(text: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield the strings of two characters and more that hold the character at ``place``, short ones first."""
    for length in range(2, _LONGEST + 1):
        for start in range(max(0, place - length + 1), place + 1):
            yield start, text[start : start + length]


def _is_read(text: str, place: int) -> bool:
    """Tell whether right before or behind a character it is said how one is read."""
    opened = max(text.rfind(bracket, max(0, place - _LONGEST_READING), place) for bracket in "(\uff08")
    return bool(_READING.match(text, place + 1) or (opened >= 0 and _READING.fullmatch(text, opened, place)))


@hookimpl
def lint_rules() -> tuple[type[MisconvertedCharacter]]:
    return (MisconvertedCharacter,)
