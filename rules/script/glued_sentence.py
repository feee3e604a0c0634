"""Sentences without a space between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lint import (
    FILLER,
    AnyMatch,
    Bad,
    BlockKind,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    hookimpl,
    lazy_pattern,
    option,
)

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DATE = lazy_pattern(rf"\b{_MONTH}\.? (?:\d{{1,2}}, )?(?:19|20)\d\d(?=[A-Z][a-z])")
_WORD, _CAPITAL = "A-Za-z0-9\u00c0-\u024f", "A-Z\u00c0-\u00de"
# A whole word, a mark, and a capital: no part of an address, a file name, or a path of names with points.  Emphasis,
# code and links end like a word.
_JOINT = lazy_pattern(
    rf"(?<![{_WORD}.@/\\:#$_-])(?P<left>[{_WORD}'\u2019%-]{{2,40}}|(?<=[*{FILLER}]))"
    r"(?P<end>[)\"\u201d\u2019]?[.!?][)\"\u201d\u2019]?)"
    rf"(?P<right>[\u201c\u2018(]?[{_CAPITAL}][{_WORD}]*(?:-[{_WORD}]+)*)(?=[ ,;:?!'\u2019\n]|\Z)"
)
# In Korean, statements end so, and what is said goes on with a particle.
_KOREAN_JOINT = lazy_pattern(r"(?P<left>[가-힣]다)(?P<end>\.)(?P<right>(?!라?고[ ,]|라는|며)[가-힣])")
# What every joint and every date holds; begun with a class, both are found ten times as fast as the whole.
_NEAR_JOINT = lazy_pattern(f'[.!?][)"\u201d\u2019]?[\u201c\u2018(]?[{_CAPITAL}]')
_NEAR_DATE = lazy_pattern(r"[12][90]\d\d[A-Z][a-z]")
_NAMES = frozenset("com io js net org exe".split())
# So many sentences begin with a word that is no name.
_FEW = 6
_COMMON = lazy_pattern(f"[{_CAPITAL}][a-z\u00df-\u024f]+(?:-[a-z]+)?")


@cache
def _openers() -> frozenset[str]:
    table = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    return frozenset(word for line in table.splitlines() if not line.startswith("#") for word in line.split())


@dataclass(frozen=True)
class GluedSentence(Rule):
    """Two sentences, or a date and a sentence, have no space between them.

    Extractors that join the parts of a page without a space glue the end of one paragraph to the next, all over the
    article: three places are enough.  Fewer, or always the same, may be names of products, classes and files.  The
    fix puts a space there; it is unsafe, since what was there may have been the end of a paragraph.  Behind a date at
    the start of a line it puts that.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = AnyMatch(lazy_pattern('[.!?0-9][)"\u201d\u2019]?[A-Z\u00c0-\u00de\uac00-\ud7a3]'))
    examples = (
        Bad(
            "I like it.Thanks to all.We were few.But we came.\n",
            "I like it. Thanks to all. We were few. But we came.\n",
        ),
        Bad("January 2017People who write know this.\n", "January 2017\n\nPeople who write know this.\n"),
        Good("Use openpyxl.drawing.Image, or asp.Net, or Node.Js.\n"),
    )

    at_least: int = option(3, "how many glued sentences an article must hold for them to be reported")

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        paragraphs = {block.start for block in document.markdown.blocks if block.kind is BlockKind.PARAGRAPH}
        for match in _DATE.finditer(prose) if _NEAR_DATE.search(prose) else ():
            yield self._report(match.end(), match[0], "\n\n" if match.start() in paragraphs else " ")
        found = list(_JOINT.finditer(prose)) if len(_NEAR_JOINT.findall(prose)) >= self.at_least else []
        certain = sum(_begins_sentence(match) for match in found)
        is_habit = certain * _FEW >= len(found)
        joints = [match for match in found if _begins_sentence(match) or _is_likely(match, is_habit=is_habit)]
        for glued in (joints if certain else [], list(_KOREAN_JOINT.finditer(prose))):
            for match in glued if len({match[0] for match in glued}) >= self.at_least else ():
                yield self._report(match.start("right"), match["left"] + match["end"], " ")

    def _report(self, place: int, before: str, space: str) -> Finding:
        return self.report(place - 1, place + 1, f"no space behind {before[-20:]}", Edit(place, place, space))


def _begins_sentence(match: re.Match[str]) -> bool:
    return _bare(match["right"]).lower() in _openers()


def _is_likely(match: re.Match[str], *, is_habit: bool) -> bool:
    """Tell a new sentence from a name with a point in it: many are glued, or common words stand on both sides.

    In capitals on both sides it is a name in any article.
    """
    left, right = match["left"], _bare(match["right"])
    if left.isupper() and right.isupper() and min(len(left), len(right)) > 1:
        return False
    is_common = left.isalpha() and left.islower() and _COMMON.fullmatch(right) is not None
    return right.lower() not in _NAMES and (is_habit or is_common)


def _bare(word: str) -> str:
    return word.lstrip("\u201c\u2018(")


@hookimpl
def lint_rules() -> tuple[type[GluedSentence]]:
    return (GluedSentence,)
