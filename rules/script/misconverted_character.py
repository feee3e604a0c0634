"""Words that a converter from Simplified to Traditional got wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lint import Bad, ChineseText, Document, Edit, Finding, Good, Rule, Safety, Stage, Writing, hookimpl

_LONGEST = 6


class _Tables(NamedTuple):
    """The words of ``misconverted_words.txt``; ``lint/data/README.md`` says where they come from."""

    regional: dict[int, str]
    valid: frozenset[str]
    wrong: dict[str, tuple[int, str]]
    suspects: re.Pattern[str]


@cache
def _tables() -> _Tables:
    lines = Path(__file__).with_name("misconverted_words.txt").read_text(encoding="utf-8").splitlines()
    regional = {ord(pair[0]): pair[1] for pair in lines[1].split(" ")[1:]}
    rows = [line.split(" ") for line in lines[3:]]
    wrong = {word: (int(index), right) for word, index, right in rows}
    suspects = {word[index] for word, (index, _) in wrong.items()}
    suspects |= {chr(char) for char, standard in regional.items() if standard in suspects}
    return _Tables(regional, frozenset(lines[2].split(" ")[1:]), wrong, re.compile(f"[{''.join(sorted(suspects))}]"))


@dataclass(frozen=True)
class MisconvertedCharacter(Rule):
    """A word has the wrong one of several Traditional characters.

    One Simplified character may stand for several Traditional ones, and converters that go by characters choose
    wrongly: 迴應 for 回應, 皇後 for 皇后.  Only whole words that OpenCC's phrase tables know are reported, and only
    where no valid word covers the character: 天皇後來 holds 後來.  The fix changes one character of the text by the
    judgement of a table, so it is unsafe.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = ChineseText()
    examples = (
        Bad("他沒有迴應記者的提問。", "他沒有回應記者的提問。"),
        Bad("她剪了頭發。", "她剪了頭髮。"),
        Good("天皇後來改變了主意。"),
        Good("船隻在港口迴旋。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        tables = _tables()
        if not tables.suspects.search(document.prose):
            return
        text = document.prose.translate(tables.regional)
        for match in tables.suspects.finditer(text):
            place = match.start()
            if document.writing.at(place) is not Writing.CHINESE:
                continue
            for start, word in _words_at(text, place):
                index, right = tables.wrong.get(word, (-1, ""))
                if index == place - start and not any(valid in tables.valid for _, valid in _words_at(text, place)):
                    end = start + len(word)
                    found = document.text[start:end]
                    better = found[:index] + right + found[index + 1 :]
                    yield self.report(start, end, f"{found} for {better}", Edit(place, place + 1, right))
                    break


def _words_at(text: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield the strings of two characters and more that hold the character at ``place``, short ones first."""
    for length in range(2, _LONGEST + 1):
        for start in range(max(0, place - length + 1), place + 1):
            yield start, text[start : start + length]


@hookimpl
def lint_rules() -> tuple[type[MisconvertedCharacter]]:
    return (MisconvertedCharacter,)
