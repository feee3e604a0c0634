"""Which runs of markers belong together, though CommonMark sees no pair."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise

from lint.patterns import lazy_pattern
from lint.views.markup.emphasis.runs import Run, closes, is_alone, is_mark, opens

_LONGEST_TERM = 20
_CLAUSE_MARK = lazy_pattern("[,.:;!?\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f]")
# Underscores that mark up words of Han or kana, between others or at the edges of clauses, are no part of a name.
_HAN, _LATIN = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff]"), lazy_pattern(r"\w", re.ASCII)
# A pair may stand on a few lines of a wrapped paragraph.
_WRAPPED_LINES = 3


class Fate(str, Enum):
    """What became of a marker."""

    EMPTY = "empty"
    """It marks up nothing: ``****``, ``** **``, a line of markers alone."""
    BROKEN = "broken"
    """It has a partner, but what stands next to one of the two keeps CommonMark from seeing a pair."""
    STRAY = "stray"
    """Its partner is gone."""


Edges = tuple[tuple[int, int], tuple[int, int]]
"""The two runs of a pair, each from start to end."""
Judgement = tuple[Fate, "Edges | None"]


def find_pairs(text: str, halves: Sequence[Run]) -> dict[int, Judgement]:
    """Return the fate of those raw halves that are empty or broken, with the partner of a broken one."""
    fates: dict[int, Judgement] = {}
    alone = {run.start for run in halves if is_alone(text, run.start, run.end)}
    for line in _by_line(text, [run for run in halves if run.start not in alone]):
        raw = [run for run in line if run.is_raw]
        if not raw:
            fates.update(_crossed(text, line))
        if not raw or (len(line) % 2 and len(raw) < 2):
            continue
        if text[line[0].start] != "_":
            # Where CommonMark paired wrongly or several are left over, nobody can say which one lost its partner.
            fates.update((run.start, (Fate.BROKEN, None)) for run in raw)
        for first, second in zip(line[::2], line[1::2], strict=False):
            if not text[first.end : second.start].strip():
                fates.update((run.start, (Fate.EMPTY, None)) for run in (first, second))
            elif _part(text, first, second):
                fates.pop(first.start, None)
                fates.pop(second.start, None)
            elif len(line) % 2 == 0 and (first.is_raw or second.is_raw) and _may_be_pair(text, first, second):
                fates.update(_broken(first, second))
    lonely = [run for run in halves if run.is_raw and run.start not in fates]
    fates.update(_wrapped(text, lonely, alone))
    return dict.fromkeys(alone, (Fate.EMPTY, None)) | fates


def _crossed(text: str, line: Sequence[Run]) -> Iterator[tuple[int, Judgement]]:
    """Yield the pairs whose second run cannot close to CommonMark, which then opens another emphasis with it."""
    pairs = list(zip(line[::2], line[1::2], strict=False))
    # Where a run that ought to open can only close, or may do either in the middle of a word, the pairs are others.
    is_evident = len(line) % 2 == 0 and not any(
        closes(text, first) or opens(text, second) or _is_in_word(text, first) for first, second in pairs
    )
    if is_evident and text[line[0].start] == "*":
        for first, second in pairs:
            before, after = text[second.start - 1], text[second.end : second.end + 1]
            if is_mark(before) and after.isalpha() and text[first.end : second.start].strip():
                yield from _broken(first, second)


def _is_in_word(text: str, run: Run) -> bool:
    around = text[max(run.start - 1, 0) : run.start], text[run.end : run.end + 1]
    return all(char.isascii() and char.isalnum() for char in around)


def _part(text: str, first: Run, second: Run) -> bool:
    """Tell whether the first run ends an emphasis and the second begins one; a short term between may be their own."""
    if not (closes(text, first) and opens(text, second)):
        return False
    inner = text[first.end : second.start].strip()
    return (
        len(inner) > _LONGEST_TERM
        or bool(_CLAUSE_MARK.search(inner))
        or not text[first.end : second.start][-1:].isspace()
    )


def _may_be_pair(text: str, first: Run, second: Run) -> bool:
    """Tell whether two runs may belong together; underscores stand in many names and in front of many labels.

    Which signs of a longer run have lost their partner nobody can tell; moved blanks would go back and forth.
    """
    if first.end - first.start != second.end - second.start:
        return False
    if text[first.start] != "_" or (opens(text, first) and closes(text, second)):
        return True
    inner = text[first.end] + text[second.start - 1]
    outer = text[max(first.start - 1, 0) : first.start] + text[second.end : second.end + 1]
    return first.end - first.start == 2 and all(map(_HAN.match, inner)) and not _LATIN.search(outer)


def _broken(first: Run, second: Run) -> Iterator[tuple[int, Judgement]]:
    edges = (first.start, first.end), (second.start, second.end)
    yield from ((run.start, (Fate.BROKEN, edges)) for run in (first, second))


def _by_line(text: str, runs: Iterable[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        if line and text.find("\n", line[-1].end, run.start) >= 0:
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _wrapped(text: str, lonely: Sequence[Run], alone: Collection[int]) -> dict[int, Judgement]:
    fates: dict[int, Judgement] = {}
    for first, second in pairwise(lonely):
        if first.start not in fates and second.start not in fates and _is_wrapped_pair(text, first, second, alone):
            fates.update(_broken(first, second))
    return fates


def _is_wrapped_pair(text: str, first: Run, second: Run, alone: Collection[int]) -> bool:
    lines = text[first.end : second.start].split("\n")
    if first.start in alone or second.start in alone:
        # A line break inside the emphasis has put one of its markers on a line of its own.
        return (second.start in alone and opens(text, first)) or (first.start in alone and closes(text, second))
    if not _may_be_pair(text, first, second):
        return False
    is_near = len(lines) <= _WRAPPED_LINES and bool(lines[0].strip()) and bool(lines[-1].strip())
    return is_near and not _part(text, first, second)
