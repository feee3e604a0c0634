"""Letters of another script that look like the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lint import AnyCharOf, Bad, Document, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

_LATIN = "A-Za-z\u00c0-\u024f\u0261"
_OTHER = "\u0370-\u03ff\u0400-\u052f"
_WORD = lazy_pattern(f"[{_LATIN}{_OTHER}]+")
_LATIN_RUN = lazy_pattern(f"[{_LATIN}]+")
_OTHER_RUN = lazy_pattern(f"[{_OTHER}]+")
_GREEK_LETTER = lazy_pattern("[\u0370-\u03ff]")
_ENOUGH = 3
# A longer run is a word of its own that lost the space round it.
_LONGEST_RUN = 2
# Articles about such letters show them on purpose.
_TOPIC = lazy_pattern(
    r"homo(?:glyph|graph)|confusable|look-?alike|punycode|\bIDNA?\b|phishing|hameçonnage|同形|形近字|钓鱼网站|釣魚網站",
    re.IGNORECASE,
)


class _Tables(NamedTuple):
    """What ``homoglyph.txt`` holds: twins of Latin letters, and the words that menus of languages show."""

    twins: dict[str, str]
    menu: frozenset[str]


@cache
def _tables() -> _Tables:
    table = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    rows = [line.split() for line in table.splitlines() if not line.startswith("#")]
    twins = {chr(int(row[0], 16)): row[1] for row in rows[:-1]}
    return _Tables(twins, frozenset(rows[-1][1:]))


class Homoglyph(Rule):
    """A letter of another script stands inside a word because it looks like the right one.

    Sites do so to make copies of their texts traceable, spammers to pass filters, and keyboards by accident.  The word
    looks right and is never found.  Only a letter that has a twin is reported, in a word of three letters or more of
    the other script; which script was meant, only a reader can tell.
    """

    stage = Stage.SCRIPT
    safety = Safety.MANUAL
    trigger = AnyCharOf(_OTHER_RUN)
    examples = (
        Bad("\u0421omment"),
        Bad("M\u043eng\u043eDB"),
        Bad("м\u006fсква"),
        Good("\u03b1n and \u03bbPPCC"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        if _TOPIC.search(document.text):
            return
        for match in _WORD.finditer(document.prose):
            word = match[0]
            latin, other = _LATIN_RUN.findall(word), _OTHER_RUN.findall(word)
            if latin and other and (strangers := _strangers(latin, other)) and not _is_in_menu(word):
                signs = ", ".join(f"U+{ord(char):04X}" for char in strangers[:4])
                yield self.report(*match.span(), f"letters of another script in {word[:20]!a}: {signs}")


def _strangers(latin: list[str], other: list[str]) -> str:
    """Return the letters that have a twin in the script of the rest; nothing if they are no disguise."""
    count, other_count = sum(map(len, latin)), sum(map(len, other))
    strangers, rest = (other, count) if count >= other_count else (latin, other_count)
    letters = "".join(strangers)
    if rest < _ENOUGH or any(len(run) > _LONGEST_RUN for run in strangers):
        return ""
    twins = _tables().twins
    if strangers is latin:
        is_greek = _GREEK_LETTER.search("".join(other)) is not None
        return (
            letters if set(letters) <= {twin for char, twin in twins.items() if (char < "\u0400") == is_greek} else ""
        )
    return letters if set(letters) <= set(twins) else ""


def _is_in_menu(word: str) -> bool:
    """Tell the name of a language, some letters of which a site wrote in Latin."""
    cyrillic = {twin: char for char, twin in _tables().twins.items() if char >= "\u0400"}
    return "".join(cyrillic.get(char, char) for char in word.lower()) in _tables().menu


@hookimpl
def lint_rules() -> tuple[type[Homoglyph]]:
    return (Homoglyph,)
