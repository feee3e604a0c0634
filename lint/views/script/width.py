"""Half-width punctuation where Chinese text wants full-width.

Width folding turns ``\N{FULLWIDTH COMMA}`` into ``,`` throughout a text and leaves what has no ASCII form; where that
happened every half-width mark is damage, elsewhere only those between Han.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.code_lines import code_strings, is_code_line
from lint.views.lines import Line
from lint.views.script.writing import HAN, Writing, WritingIndex
from lint.views.zones import FILLER

FULL_CLOSING = "\u3002\uff0c\u3001\uff1b\uff1a\uff1f\uff01\u300d\u300f\u300b\u3009\uff09\u3011"
"""Full-width marks that end something."""
FULL_OPENING = "\u300c\u300e\u300a\u3008\uff08\u3010"
"""Full-width marks that begin something."""
CURLY_CLOSING, CURLY_OPENING = "\u201d\u2019", "\u201c\u2018"
"""Quotation marks that are full-width in Chinese paragraphs only."""
ELLIPSIS = "\u2026"

WIDE = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
"""Half-width marks and what they stand for."""


class HalfMark(NamedTuple):
    """A half-width mark, or a run of them, that stands for a full-width one."""

    start: int
    end: int
    is_certain: bool
    """Whether widening it is certainly right: it touches Han on both sides, or on one in a text that was folded."""


# A run is one: each mark that is widened would make the next one touch a full-width mark.
_CANDIDATE = lazy_pattern(r"[,:;?!](?:[,;?!]|(?<!:):(?!:))*")
_WIDE_CHAR = lazy_pattern(f"[{HAN}{FULL_CLOSING}{FULL_OPENING}{CURLY_CLOSING}{CURLY_OPENING}{ELLIPSIS}]")
_NEXT = lazy_pattern(r" *(.?)")
# A quotation mark that opens may be one that closes: it is often mistyped.
_QUOTE_OR_CLOSING = lazy_pattern(f"[{FULL_CLOSING}{CURLY_CLOSING}{CURLY_OPENING}]")
_WIDE_MARK = lazy_pattern("[\uff0c\uff1a\uff1b\uff1f\uff01]")
_WIDE_COMMA = lazy_pattern("\uff0c")
# Pictures, faces, addresses, containers, and the parameters of an address.
_OTHER_SIGN = lazy_pattern(r"!\[|[:;](?:-?[)(DPp]| [)(])(?!\w)|:[/\\:]|\?[A-Za-z_][A-Za-z0-9_]{0,30}=")
_HAN = lazy_pattern(f"[{HAN}]")
_WORD_END = lazy_pattern(rf"[A-Za-z0-9)\]{FILLER}]")
_WORD_START = lazy_pattern(rf"[A-Za-z0-9(\[*_{FILLER}]")
_ENTITY = lazy_pattern(r"&#?\w{1,31};\Z")
# A number in front of an item, a footnote's label: what follows them is no mark of a sentence.
_LABEL = lazy_pattern(r"\s*(?:\d+|\[[^\]]*\])\Z")
_LONGEST_LABEL = 40
# The bracket of a call or the like: what parts its arguments is no mark of a sentence.
_CALL = lazy_pattern(r"\w\([^()]*\Z", re.ASCII)
_LONGEST_CALL = 60
# A Chinese question ends in one of these, or in a word for what is asked.  Where `?` stands behind another character it
# may be one that an encoding had no place for, and in front of another mark it is.
_ASKS = "吗嗎么麼呢嘛吧啊呀谁誰何哪没沒否样樣办辦少"
_DOUBTFUL = lazy_pattern(rf"(?<=[{HAN}])(?<![{_ASKS}])\?(?=[{HAN}])")
_LOST = lazy_pattern(rf"(?<=[{HAN}])(?<![{_ASKS}])\?(?=[,;:\uff0c\uff1b\uff1a\u3001\u3002])")
# Alone between quotation marks or wide brackets a mark is spoken of.
_MENTIONED = lazy_pattern("(?<=[\u201c\u2018\u300c\u300e\uff08])[,:;?!][\u201d\u2019\u300d\u300f\uff09]")
# Ends a sentence of somebody who types Latin marks; behind the number of a section it does not.
_STOP = lazy_pattern(rf"(?<=[{HAN}]{{4}})\.(?=\s|\Z|[{HAN}{CURLY_CLOSING}])")
_FULL_STOP = "\u3002"
_MARKUP = "*_~"
_CLOSING_MARKERS = "*_)]\"'~"
_FEW_MARKERS = 3
# A run of lines was folded if it holds so many half-width marks, and at most that share of full-width ones.
_ENOUGH, _FEW = 3, 0.1


class _Seen(NamedTuple):
    start: int
    end: int
    line: int
    is_evidence: bool = False
    """Whether Han or the like stand on both sides, or nothing at all behind the mark."""
    is_certain: bool = False
    """Whether they touch it on both sides: then it is damage in any text."""
    is_narrow: bool = False
    """Whether only words, numbers or code stand round it: then it is damage in a text that was folded alone."""


def half_marks(text: str, prose: str, lines: Sequence[Line], writing: WritingIndex) -> tuple[HalfMark, ...]:
    """Return the half-width marks of Chinese paragraphs that stand for full-width ones, in order."""
    if not writing.is_asian or not any(mark in prose for mark in WIDE):
        return ()
    chinese = [line for line in lines if not line.blank and writing.at(line.start) is Writing.CHINESE]
    has_lost = _LOST.search(prose) is not None
    seen = [
        mark
        for number, line in enumerate(chinese)
        for mark in _candidates(text, prose, line, number, has_lost=has_lost)
    ]
    if not seen:
        return ()
    folded = _folded_lines(prose, chinese, seen, _WIDE_MARK)
    # What folds commas alone leaves the other marks, which many people type half-width all the same.
    commas = [mark for mark in seen if prose[mark.start] == ","]
    comma_folded = _folded_lines(prose, chinese, commas, _WIDE_COMMA)
    typed = _typed_lines(prose, chinese)
    found = []
    for mark in seen:
        is_folded = mark.line in folded or (prose[mark.start] == "," and mark.line in comma_folded)
        if is_folded or not mark.is_narrow:
            is_certain = (is_folded or mark.is_certain) and mark.line not in typed
            found.append(HalfMark(mark.start, mark.end, is_certain))
    return tuple(found)


def _candidates(text: str, prose: str, line: Line, number: int, *, has_lost: bool) -> Iterator[_Seen]:
    has_han = None
    # Asked where it matters, and once: a long line may hold many marks.
    code: tuple[int, int] | None = None
    for match in _CANDIDATE.finditer(prose, line.start, line.end):
        start, end = match.span()
        code = code or _code(prose, line)
        if code[0] <= start < code[1]:
            continue
        is_doubtful = _DOUBTFUL.match(prose, start) is not None
        if _LOST.match(prose, start) or (is_doubtful and has_lost) or _MENTIONED.match(prose, start):
            continue
        before = _before(prose, line, start)
        following = _NEXT.match(prose, end, line.end)
        after = following[1] if following else ""
        is_spaced = prose.startswith(" ", end)
        follows, precedes = bool(_WIDE_CHAR.match(before)), bool(_WIDE_CHAR.match(after))
        if _is_other_sign(prose, start, end, line):
            continue
        # Behind the text of a link stands its address, which ends it as a closing bracket does.
        is_last = not after or after in _CLOSING_MARKERS or text.startswith("](", end)
        if follows and (precedes or is_last):
            is_certain = precedes and not (is_spaced or is_doubtful)
            yield _Seen(start, end, number, is_evidence=not is_doubtful, is_certain=is_certain)
        elif follows or (precedes and before and not is_spaced and not _QUOTE_OR_CLOSING.match(after)):
            yield _Seen(start, end, number)
        elif not (precedes or is_spaced) and _is_glued(prose, start, before, after):
            has_han = bool(_HAN.search(prose, line.start, line.end)) if has_han is None else has_han
            if has_han:
                yield _Seen(start, end, number, is_narrow=True)


def _code(prose: str, line: Line) -> tuple[int, int]:
    """Return where a program stands in a line: all of it, the strings of a call, or nothing."""
    source = prose[line.start : line.end]
    first, last = (0, len(source)) if is_code_line(source) else code_strings(source)
    return line.start + first, line.start + last


def _is_glued(prose: str, start: int, before: str, after: str) -> bool:
    """Tell a folded mark between two words or at the end of a line: English puts a space behind its own.

    Numbers hold commas and colons of their own, and a colon parts times, labels and addresses.  What looks like a
    question or a cry inside a word belongs to a name, a command or a condition.
    """
    if not after:
        return bool(before)
    if not _WORD_END.match(before) or not _WORD_START.match(after) or (before + after).isdecimal():
        return False
    is_name = prose[start] in "?!:" and FILLER not in (before, after)
    return not is_name and not _CALL.search(prose, max(start - _LONGEST_CALL, 0), start)


def _before(prose: str, line: Line, start: int) -> str:
    """Return what stands before a mark, nothing at the start of a line; markers of emphasis are looked through."""
    position = start - 1
    while position >= max(line.start, start - _FEW_MARKERS) and prose[position] in _MARKUP:
        position -= 1
    return prose[position] if position > line.start or prose[line.start : start].strip() else ""


def _is_other_sign(prose: str, start: int, end: int, line: Line) -> bool:
    return bool(
        _OTHER_SIGN.match(prose, end - 1)
        or prose.startswith(":", start - 1)
        or (prose[start] == ";" and _ENTITY.search(prose, max(start - 33, line.start), end))
        or (start - line.start < _LONGEST_LABEL and _LABEL.match(prose, line.start, start))
    )


def _typed_lines(prose: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines in paragraphs whose sentences end in half-width stops, which no folding makes."""
    typed: set[int] = set()
    first = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or lines[number - 1].end + 1 < lines[number].start:
            start, end = lines[first].start, lines[number - 1].end
            if len(_STOP.findall(prose, start, end)) > prose.count(_FULL_STOP, start, end):
                typed.update(range(first, number))
            first = number
    return frozenset(typed)


def _folded_lines(prose: str, lines: Sequence[Line], seen: Iterable[_Seen], wide: re.Pattern[str]) -> frozenset[int]:
    """Return the numbers of the lines that were folded: runs of lines with half-width marks and no ``wide`` ones.

    Runs, not files, since a pasted answer and the text round it meet in one file.
    """
    half = Counter(mark.line for mark in seen if mark.is_evidence)
    full = [len(wide.findall(prose, line.start, line.end)) for line in lines]
    # A line that shows neither goes with the one before it, the first ones with the one behind.
    label = next((half[number] > full[number] for number in range(len(lines)) if half[number] or full[number]), False)
    labels: list[bool] = []
    for number in range(len(lines)):
        label = half[number] > full[number] if half[number] or full[number] else label
        labels.append(label)
    folded: set[int] = set()
    for is_half, run in groupby(range(len(lines)), key=labels.__getitem__):
        numbers = list(run)
        halves, fulls = (sum(counts[number] for number in numbers) for counts in (half, full))
        if is_half and halves >= _ENOUGH and fulls <= _FEW * (halves + fulls):
            folded.update(numbers)
    return frozenset(folded)
