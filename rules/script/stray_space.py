"""Spaces next to full-width punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint import (
    CURLY_CLOSING,
    CURLY_OPENING,
    FULL_CLOSING,
    FULL_OPENING,
    HAN,
    AnyText,
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
)

_SPACE = re.compile(r"(?<=\S) +(?=\S)")
_HAN = re.compile(f"[{HAN}]")
_SENTENCE_MARK = re.compile("[\u3002\uff0c\uff1b\uff01\uff1f\u3001]")
_PAUSES = "\u3002\uff0c\u3001\uff1b\uff1a\uff1f\uff01"
_BRACKETS = FULL_OPENING + FULL_CLOSING[len(_PAUSES) :]
# What may stand behind a list, quote or heading marker belongs to the marker.
_MARKERS = re.compile(r"\s*(?:[-*+>#]+|\d{1,3}[.)\u3001])\Z")
_MARKUP = "*_`[]{}<>|#!~\\-\u2013\u2014/\ufdd0"
_PROSE_LENGTH = 25
_HABIT = 0.2


@dataclass(frozen=True)
class StraySpace(Rule):
    """A space stands before or behind full-width punctuation.

    A full-width mark brings its own space.  Another one is left where a link, a footnote or a line break was removed,
    or where a half-width mark was widened.  Deleting it is safe.  Spaces that separate fields, between brackets
    or in short lines such as bylines and verse, stay; so do those next to markup, and the ones that a Japanese text
    puts behind its full stops as a habit.
    """

    stage = Stage.SCRIPT
    safety = Safety.SAFE
    trigger = AnyText(" ")
    examples = (
        Bad(
            "雨停了。 街上又热闹起来，孩子们跑了出去，老人们也搬出了椅子。",
            "雨停了。街上又热闹起来，孩子们跑了出去，老人们也搬出了椅子。",
        ),
        Bad(
            "他说 「今天不下雨了」 ，于是大家都收起了伞，慢慢走回家去吃饭。",
            "他说「今天不下雨了」，于是大家都收起了伞，慢慢走回家去吃饭。",
        ),
        Good("【来源：海边日报】 【作者：林一】"),
        Good("《旧书店》 总编辑 林一"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        half_ends = {mark.end for mark in document.half_marks if mark.is_certain}
        for line in document.lines:
            if line.blank or document.writing.at(line.start) not in (Writing.CHINESE, Writing.JAPANESE):
                continue
            is_prose = _is_prose(prose, line.start, line.end)
            is_japanese = document.writing.at(line.start) is Writing.JAPANESE
            for match in _SPACE.finditer(prose, line.start, line.end):
                before, after = prose[match.start() - 1], prose[match.end()]
                if match.start() in half_ends or prose.endswith("\u2026\u2026", 0, match.start()):
                    before = _PAUSES[0]
                if is_japanese and before in _PAUSES:
                    continue
                if _is_stray(before, after, is_prose=is_prose) and not _MARKERS.match(prose, line.start, match.start()):
                    yield self.report(*match.span(), f"space between {before} and {after}", Edit(*match.span(), ""))


def _is_prose(prose: str, start: int, end: int) -> bool:
    """Tell a sentence from a byline, a table row or a line of verse."""
    return end - start >= _PROSE_LENGTH and bool(_SENTENCE_MARK.search(prose, start, end))


def _is_stray(before: str, after: str, *, is_prose: bool) -> bool:
    if before in _MARKUP or after in _MARKUP:
        return False
    if after in _PAUSES:
        return True
    if before in _PAUSES:
        return is_prose
    # Outside curly quotation marks a space is a custom of many writers, inside it is not.
    if before in CURLY_OPENING or after in CURLY_CLOSING:
        return is_prose and bool(_HAN.match(after if before in CURLY_OPENING else before))
    return is_prose and (before in _BRACKETS) != (after in _BRACKETS)


@hookimpl
def lint_rules() -> tuple[type[StraySpace]]:
    return (StraySpace,)
