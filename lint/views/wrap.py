"""Hard wraps: line ends that a program put where a line grew too long.

A program fills lines greedily: it breaks only where the next word would not have fitted.  That tells its work from
verse, addresses, lists and one sentence a line, where the next word would have fitted as often as not: in real
articles a single width explains over 0.9 of the breaks if they were wrapped, and under 0.7 if not.  Chinese has few
places to break, so nearly any two lines fit that picture: there the words round a break must show, too, that a
sentence goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.views.markdown import Block, BlockKind, Markdown
from lint.views.width import CURLY_CLOSING, CURLY_OPENING, ELLIPSIS, FULL_CLOSING, FULL_OPENING
from lint.views.writing import HAN, Writing, WritingIndex
from lint.views.zones import FILLER, ZoneIndex, ZoneKind

WIDTHS = range(60, 111)
"""Widths in characters that converters wrap at."""


class Join(NamedTuple):
    """Replace ``start`` to ``end``, a line end with the white space round it, by ``text``."""

    start: int
    end: int
    text: str


class _Candidate(NamedTuple):
    """A soft line break, the line before it and the line behind it, without indentation and markers."""

    block: Block
    start: int
    end: int
    left: str
    right: str
    width: int
    """Length of the line before, indentation and markers included."""
    word: int
    """Length of the first word behind the break."""


_WORD = re.compile(r"\S*?(?:[\w]-(?=\w)|(?=\s)|\Z)")
_BREAKABLE = re.compile(r"\s|\w-\w")
_MARKERS = re.compile(r"[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?")
_TRAILING_MARKUP = re.compile(r"[*_~]+\Z")
_LEADING_MARKUP = re.compile(r"[*_~]+")
_SENTENCE_END = re.compile(rf"[.!?\u3002\uff01\uff1f{ELLIPSIS}][\"')\]{CURLY_CLOSING}{FULL_CLOSING[7:]}]*\Z")
_PAUSE_END = re.compile("[\uff0c\u3001]\\Z")
_CONTINUES = re.compile(f"[{FULL_CLOSING}{CURLY_CLOSING},.;:!?)]")
_EAST_ASIAN = re.compile(f"[{HAN}\u3040-\u30ff{FULL_CLOSING}{FULL_OPENING}{CURLY_CLOSING}{CURLY_OPENING}{ELLIPSIS}]")
_SPEECH = re.compile(f'[{FULL_OPENING[:2]}{CURLY_OPENING}"\u2014-]')
_SPACED_LIST = re.compile(f"[{HAN}] [{HAN}]")
_HAN_END = re.compile(f"[{HAN}]\\Z")
_WIDE_SIGN = re.compile(f"[{FULL_CLOSING}{FULL_OPENING}{ELLIPSIS}]")
_LATIN = re.compile(r"[\w(\[$#@&\"'" + FILLER + "]", re.ASCII)
_LETTER = re.compile(r"\w")
_BRACKETS = {")": "(", "\uff09": "\uff08", "\u300d": "\u300c", "\u300b": "\u300a", "\u201d": "\u201c", "]": "["}

_FEW = 3
_UNIFORM, _MOSTLY = 0.95, 0.75
_PROSE_LENGTH = 60
_LONGEST_TARGET = 2000


def find_joins(
    text: str, prose: str, markdown: Markdown, zones: ZoneIndex, writing: WritingIndex
) -> tuple[tuple[Join, ...], ...]:
    """Return the joins that undo the hard wraps of ``text``, those of one block together."""
    candidates = [item for item in _candidates(text, prose, markdown) if _is_free(text, zones, item)]
    if not candidates:
        return ()
    width, share = _common_width(candidates)
    is_wide_aware = _breaks_inside_words(candidates)
    found: dict[Block, list[Join]] = {}
    for item in candidates:
        is_spaced = writing.at(item.start) not in (Writing.CHINESE, Writing.JAPANESE) or is_wide_aware
        is_wrap = _fills_lines(item, candidates, share) if is_spaced else _goes_on(item, writing.at(item.start))
        if is_wrap and _is_full(item, width):
            found.setdefault(item.block, []).append(
                Join(item.start, item.end, _glue(item, is_wide_aware=is_wide_aware))
            )
    return tuple(map(tuple, found.values()))


def _candidates(text: str, prose: str, markdown: Markdown) -> Iterator[_Candidate]:
    blocks = [block for block in markdown.blocks if block.kind is BlockKind.PARAGRAPH]
    starts = [block.start for block in blocks]
    for item in markdown.breaks:
        index = bisect_right(starts, item.start) - 1
        if item.hard or index < 0 or item.end > blocks[index].end:
            continue
        block = blocks[index]
        line_start = text.rfind("\n", 0, item.start) + 1
        line_end = text.find("\n", item.end, block.end)
        start = item.start - (len(text[line_start : item.start]) - len(text[line_start : item.start].rstrip()))
        left = prose[max(line_start, block.start) : start]
        right = prose[item.end : line_end if line_end >= 0 else block.end]
        word = _WORD.match(right)
        yield _Candidate(
            block,
            start,
            item.end,
            _MARKERS.sub("", left, count=1),
            right,
            start - line_start,
            word.end() if word else 0,
        )


def _is_free(text: str, zones: ZoneIndex, item: _Candidate) -> bool:
    """Tell whether joining touches no address or tag that might itself have been split."""
    for offset in (item.start - 1, item.end):
        for zone in zones.meeting(offset, offset + 1):
            if zone.kind in (ZoneKind.HTML, ZoneKind.DUMP, ZoneKind.TABLE):
                return False
            if zone.kind is ZoneKind.URL and not text.startswith("](", zone.start):
                return False
    window = max(item.block.start, item.start - _LONGEST_TARGET)
    is_inside_target = text.rfind("](", window, item.start) > text.rfind(")", window, item.start)
    # A picture alone on its line is no text that could have been wrapped.
    is_text = bool(_LETTER.search(item.left)) and bool(item.right)
    return is_text and not item.left.endswith("\\") and not is_inside_target


def _is_full(item: _Candidate, width: int) -> bool:
    """Tell whether the line before fits into ``width`` and the next word would not have fitted any more."""
    return (item.width <= width or not _BREAKABLE.search(item.left)) and item.width + 1 + item.word > width


def _common_width(candidates: Sequence[_Candidate]) -> tuple[int, float]:
    """Return the width that explains most breaks, and the share that it explains."""
    explained = {width: sum(_is_full(item, width) for item in candidates) for width in WIDTHS}
    best = max(explained, key=explained.__getitem__)
    return best, explained[best] / len(candidates)


def _breaks_inside_words(candidates: Sequence[_Candidate]) -> bool:
    """Tell a program that breaks between any two Han characters: its lines are full to the last column."""
    inner = [item for item in candidates if _HAN_END.search(item.left) and _EAST_ASIAN.match(item.right)]
    if len(inner) < _FEW:
        return False
    widths = sorted(item.width for item in inner)
    return widths[-1] - widths[len(widths) // 4] <= 2 and widths[-1] in range(WIDTHS[0] // 2, WIDTHS[-1])


def _without_markup(item: _Candidate) -> tuple[str, str]:
    return _TRAILING_MARKUP.sub("", item.left), _LEADING_MARKUP.sub("", item.right)


def _fills_lines(item: _Candidate, candidates: Sequence[_Candidate], share: float) -> bool:
    """Tell whether the breaks of the whole text are a program's, which fills lines."""
    is_uniform = share >= _UNIFORM and len(candidates) > 2 * _FEW
    # A line that ends a sentence may end a paragraph: only a text wrapped throughout says that it does not.
    return is_uniform or (share >= _MOSTLY and len(candidates) >= _FEW and not _SENTENCE_END.search(item.left))


def _goes_on(item: _Candidate, kind: Writing) -> bool:
    """Tell whether the words round a break of Chinese or Japanese text show that the sentence goes on."""
    left, right = _without_markup(item)
    if not left or not right or _SENTENCE_END.search(left) or len(left) + len(right) < _PROSE_LENGTH:
        return False
    if _CONTINUES.match(right) or _is_open(left, right):
        return True
    # Japanese has no spaces to break at, and begins a line where somebody speaks.
    if kind is Writing.JAPANESE or _SPEECH.match(right):
        return False
    return bool(_PAUSE_END.search(left) or (_LATIN.match(left[-1]) and _LATIN.match(right)) or right[0] in "(\uff08")


def _is_open(left: str, right: str) -> bool:
    """Tell whether a bracket or quotation mark opens before the break and closes behind it."""
    for position, char in enumerate(right):
        if (opener := _BRACKETS.get(char)) is None:
            continue
        if opener not in right[:position]:
            return left.rfind(opener) > left.rfind(char)
    return False


def _glue(item: _Candidate, *, is_wide_aware: bool) -> str:
    """Return what stood where the line was broken: a space between words, nothing between Han or behind a hyphen."""
    left, right = _without_markup(item)
    if not left or not right:
        return " "
    last, first = left[-1], right[0]
    if last == "-" and len(left) > 1 and _LETTER.match(left[-2]):
        return ""
    # Without a space, a marker between a sign and a letter would no longer be one.
    is_marked = left != item.left or right != item.right
    if is_marked and not (_LETTER.match(last) and _LETTER.match(first)) and not _CONTINUES.match(first):
        return " "
    if _WIDE_SIGN.match(last) or _WIDE_SIGN.match(first):
        return ""
    is_east, is_west = bool(_EAST_ASIAN.match(last)), bool(_EAST_ASIAN.match(first))
    if is_east and is_west:
        return " " if not is_wide_aware and _SPACED_LIST.search(f"{left[-12:]}\n{right[:12]}") else ""
    return "" if (is_east or is_west) and is_wide_aware else " "
