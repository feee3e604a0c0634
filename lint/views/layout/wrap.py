"""Hard wraps: line ends that a program put where a line grew too long, and what undoes them.

Most programs break at spaces alone.  In Chinese, which has few, nearly any two lines look filled: there the words
round a break must show, too, that a sentence goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.code_lines import is_code_line
from lint.views.layout.entries import entry_lines
from lint.views.layout.filling import (
    FEW,
    Filling,
    LineBreak,
    ends_sentence,
    filled_anywhere,
    filled_at_spaces,
    inside_sentences,
    is_inside_sentence,
)
from lint.views.layout.indents import IDEOGRAPHIC_SPACE
from lint.views.markdown import Block, BlockKind, Markdown
from lint.views.script.width import CURLY_CLOSING, CURLY_OPENING, ELLIPSIS, FULL_CLOSING, FULL_OPENING
from lint.views.script.writing import HAN, Writing, WritingIndex
from lint.views.zones import FILLER, ZoneIndex, ZoneKind


class Join(NamedTuple):
    """Replace ``start`` to ``end``, a line end with the white space round it, by ``text``."""

    start: int
    end: int
    text: str
    is_converted: bool
    """Whether a converter of pages made the break rather than an author: by its width, or since it splits Han text."""


_EAST_ASIAN = lazy_pattern(f"[{HAN}\u3040-\u30ff{FULL_CLOSING}{FULL_OPENING}{CURLY_CLOSING}{CURLY_OPENING}{ELLIPSIS}]")
_WIDE_SIGN = lazy_pattern(f"[{FULL_CLOSING}{FULL_OPENING}{ELLIPSIS}]")
_LATIN = lazy_pattern(r"[\w(\[$#@&\"'" + FILLER + "]", re.ASCII)
_HAN = lazy_pattern(f"[{HAN}]")
_ALPHANUMERIC = lazy_pattern(r"[^\W_]", re.ASCII)
_FOREIGN = lazy_pattern(rf"[A-Za-z0-9\[\]()\"'{FILLER}]")
_LETTER = lazy_pattern(r"\w")
_WORD = lazy_pattern(rf"[^\W\d_]|{FILLER}")
_ADDRESS = lazy_pattern(rf"{FILLER}+\Z")
_TOKEN = lazy_pattern(rf"[^\s\[\](){FILLER}]+\Z")
_MARKERS = lazy_pattern(r"[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?")
_MARKUP = "*_~"
# Marks and a particle that begin no sentence.
_CONTINUES = lazy_pattern(rf"[{FULL_CLOSING}{CURLY_CLOSING},.;:?)]|!(?!\[)|\u7684(?![\u786e\u78ba\u58eb])")
_SPEECH = lazy_pattern(f'[{FULL_OPENING[:2]}{CURLY_OPENING}"\u2014-]')
_SPACED_LIST = lazy_pattern(f"[{HAN}] [{HAN}]")
_LATIN_MARKS = ",.;:!?)-"
_LINK = ("[", "![")
_BOX = ":::"
"""Opens and closes a box in the Markdown of sites, on a line of its own."""
_PAUSES = "\uff0c\u3001,;"
_BRACKETS = {")": "(", "\uff09": "\uff08", "\u300d": "\u300c", "\u300b": "\u300a", "\u201d": "\u201c", "]": "["}
_CLOSER = lazy_pattern(f"[{re.escape(''.join(_BRACKETS))}]")
# Han characters with a Latin one behind a space on either side, each counted once: spaces are rare in Chinese.
_SPACED = lazy_pattern(f" (?:(?<=[{HAN}] )(?<![A-Za-z0-9] [{HAN}] )(?=[A-Za-z0-9])|(?<=[A-Za-z0-9] )[{HAN}])")
_GLUED = lazy_pattern(f"[{HAN}](?:(?=[A-Za-z0-9])|(?<=[A-Za-z0-9].))")

# A word that a hyphen divides at the end of a line; the second half is small, or the hyphen may join two names.
_LAST_HALF = lazy_pattern(r"([^\W\d_]+)-\Z")
_HALF = lazy_pattern(r"[a-z\u00df-\u00f6\u00f8-\u024f\u0430-\u045f]+")
_LONGEST_HALF = 40
_WHOLE = lazy_pattern(r"[^\W\d_]+")
# "short- and long-term", "Vor- und Nachteile": a hyphen that stands for a word to come has a space behind it.
_SUSPENDED = lazy_pattern(r"(?:and|or|to|und|oder|bzw\.|sowie|et|ou|y|e|en|of)\s")

_PROSE_LENGTH = 60
_SHORTEST_LINE = 15
_LONGEST_TARGET = 2000


def find_joins(
    text: str, prose: str, markdown: Markdown, zones: ZoneIndex, writing: WritingIndex
) -> tuple[tuple[Join, ...], ...]:
    """Return the joins that undo the hard wraps of ``text``, those of one block together."""
    breaks = [item for item in _breaks(text, prose, markdown, writing) if _is_free(text, zones, item)]
    if not breaks:
        return ()
    found: dict[Block, list[Join]] = {}
    is_spaced = any(item.is_east_asian for item in breaks) and _sets_spaces(prose)
    anywhere = filled_anywhere(breaks)
    filling = anywhere or filled_at_spaces(breaks)
    is_evident = len(breaks) >= FEW
    divided = _divided_words(prose, breaks)
    inside = inside_sentences(breaks)
    for item in breaks:
        if item.start in divided:
            continue
        if anywhere:
            is_wrap = _fills_line(item, filling) and not _may_be_cut(item, filling)
            glue = _glue_anywhere(item, " " if is_spaced else "") if item.is_east_asian else _glue_words(item)
        elif item.is_east_asian:
            is_wrap = item.start in filling.fitting and (
                _goes_on(item) or (is_spaced and item.start in filling.enclosed and _is_between_scripts(item))
            )
            glue = _glue_at_space(item)
        else:
            is_wrap = _fills_line(item, filling) if is_evident else is_inside_sentence(item)
            is_wrap |= item.start in inside
            glue = _glue_words(item)
        if is_wrap:
            is_converted = item.is_east_asian or filling.is_converted
            found.setdefault(item.block, []).append(Join(item.start, item.end, glue, is_converted))
    return tuple(map(tuple, found.values()))


def _sets_spaces(prose: str) -> bool:
    """Tell whether a text puts spaces between Han and Latin letters."""
    return len(_SPACED.findall(prose)) > len(_GLUED.findall(prose))


def _breaks(text: str, prose: str, markdown: Markdown, writing: WritingIndex) -> Iterator[LineBreak]:
    blocks = [block for block in markdown.blocks if block.kind is BlockKind.PARAGRAPH]
    starts = [block.start for block in blocks]
    parted: dict[Block, frozenset[int]] = {}
    for item in markdown.breaks:
        index = bisect_right(starts, item.start) - 1
        if item.hard or index < 0 or item.end > blocks[index].end:
            continue
        block = blocks[index]
        if block not in parted:
            parted[block] = frozenset(_line_ends_before_entries(prose, block))
        if text.find("\n", item.start) in parted[block]:
            continue
        line_start = text.rfind("\n", 0, item.start) + 1
        line_end = text.find("\n", item.end, block.end)
        start = line_start + len(text[line_start : item.start].rstrip())
        line = prose[max(line_start, block.start) : start]
        left = _MARKERS.sub("", line, count=1)
        right = prose[item.end : line_end if line_end >= 0 else block.end]
        indent = start - line_start - len(left)
        yield LineBreak(block, start, item.end, left, right, indent, writing.at(start), writing.at(item.end))


def _line_ends_before_entries(prose: str, block: Block) -> Iterator[int]:
    lines = prose[block.start : block.end].split("\n")
    entries = entry_lines(lines)
    ends = accumulate((len(line) + 1 for line in lines), initial=block.start - 1)
    return (end for number, end in enumerate(ends) if number in entries)


def _is_free(text: str, zones: ZoneIndex, item: LineBreak) -> bool:
    """Tell whether joining touches no address or tag that might itself have been split."""
    for offset in (item.start - 1, item.end):
        for zone in zones.meeting(offset, offset + 1):
            if zone.kind in (ZoneKind.HTML, ZoneKind.DUMP, ZoneKind.TABLE, ZoneKind.MISREAD):
                return False
            if zone.kind is ZoneKind.URL and zone.start < item.end and not text.startswith("](", zone.start):
                return False
    window = max(item.block.start, item.start - _LONGEST_TARGET)
    is_inside_target = text.rfind("](", window, item.start) > text.rfind(")", window, item.start)
    # A picture alone on its line is no text that could have been wrapped.  A link above another, or a date, is listed.
    is_text = bool(_LETTER.search(item.left)) and bool(item.right)
    is_entry = item.right.startswith(_LINK) or not _WORD.search(item.right)
    is_listed = item.left.startswith(_LINK) and item.left.endswith(FILLER) and is_entry
    is_listed |= _ADDRESS.match(item.right) is not None and ends_sentence(item.left)
    is_parted = item.left.endswith("\\") or item.right.startswith((IDEOGRAPHIC_SPACE, _BOX))
    is_parted |= item.left.startswith(_BOX)
    # Names of files, sums and the like: a line that has no second word cannot have been filled with them.
    is_parted |= not item.is_east_asian and bool(_TOKEN.match(item.left) and _TOKEN.match(item.right))
    is_prose = is_text and not is_parted and not is_inside_target and not is_listed
    return is_prose and not is_code_line(item.left) and not is_code_line(item.right)


def _fills_line(item: LineBreak, filling: Filling) -> bool:
    """Tell whether a program broke here that has filled the lines of the whole text."""
    if item.start in filling.enclosed:
        return True
    # A line that ends a sentence may end a paragraph: only a text wrapped throughout says that it does not.
    return filling.is_likely and item.start in filling.fitting and not ends_sentence(item.left)


def _goes_on(item: LineBreak) -> bool:
    """Tell whether the words round a break of Chinese or Japanese text show that the sentence goes on."""
    left, right = _without_markup(item)
    if not left or not right or ends_sentence(left) or len(left) + len(right) < _PROSE_LENGTH:
        return False
    if _CONTINUES.match(right) or _is_open(left, right):
        return True
    # Japanese has no spaces to break at, and begins a line where somebody speaks.
    if item.writing is Writing.JAPANESE or _SPEECH.match(right):
        return False
    is_inside_name = bool(_LATIN.match(left[-1]) and _LATIN.match(right))
    # Who breaks behind a few words means it: no column is that narrow.
    is_pause = left[-1] in _PAUSES and len(left) >= _SHORTEST_LINE
    return is_pause or is_inside_name or right[0] in "(\uff08"


def _is_between_scripts(item: LineBreak) -> bool:
    """Tell whether a break stands between a Han character and a word or number, where many writers put a space.

    Code, addresses and links are words too.
    """
    left, right = _without_markup(item)
    last, first = left[-1:], right[:1]
    return bool((_FOREIGN.match(last) and _HAN.match(first)) or (_HAN.match(last) and _FOREIGN.match(first)))


def _is_open(left: str, right: str) -> bool:
    """Tell whether a bracket or quotation mark opens before the break and closes behind it."""
    for match in _CLOSER.finditer(right):
        opener = _BRACKETS[match[0]]
        if right.find(opener, 0, match.start()) < 0:
            return left.rfind(opener) > left.rfind(match[0])
    return False


def _may_be_cut(item: LineBreak, filling: Filling) -> bool:
    """Tell whether the line is full to the brim within Latin letters: nobody knows whether a space stood there."""
    is_word = bool(_ALPHANUMERIC.match(item.left[-1:]) and _ALPHANUMERIC.match(item.right))
    return is_word and item.start in filling.brimming


def _without_markup(item: LineBreak) -> tuple[str, str]:
    return item.left.rstrip(_MARKUP), item.right.lstrip(_MARKUP)


def _divided_words(prose: str, breaks: Sequence[LineBreak]) -> frozenset[int]:
    """Return where words are divided, if one of them stands undivided elsewhere: a typesetter put those hyphens.

    Nobody but a reader can tell which of them belong to their words, as all do that converters break behind.
    """
    halves = ((item, _LAST_HALF.search(item.left[-_LONGEST_HALF:]), _HALF.match(item.right)) for item in breaks)
    divided = {item.start: (left[1] + right[0]).lower() for item, left, right in halves if left and right}
    if not divided or set(divided.values()).isdisjoint(_WHOLE.findall(prose.lower())):
        return frozenset()
    return frozenset(divided)


def _glue_words(item: LineBreak) -> str:
    """Return what stood where a line of words was broken: a space, nothing behind a hyphen."""
    word = item.left.rstrip("-")
    is_hyphen = item.left != word and bool(_LETTER.match(word[-1:])) and bool(_LETTER.match(item.right))
    return "" if is_hyphen and not _SUSPENDED.match(item.right) else " "


def _glue_at_space(item: LineBreak) -> str:
    """Return what stood where Chinese was broken at a space: the space, but between Han and next to their signs."""
    left, right = _without_markup(item)
    last, first = left[-1:], right[:1]
    # Without a space, a marker between a sign and a letter would no longer be one.
    is_marked = (left, right) != (item.left, item.right)
    if is_marked and not (_LETTER.match(last) and _LETTER.match(first)) and not _CONTINUES.match(first):
        return " "
    if _WIDE_SIGN.match(last) or _WIDE_SIGN.match(first):
        return ""
    if _EAST_ASIAN.match(last) and _EAST_ASIAN.match(first):
        return " " if _SPACED_LIST.search(f"{left[-12:]}\n{right[:12]}") else ""
    return _glue_words(item)


def _glue_anywhere(item: LineBreak, gap: str) -> str:
    """Return what stood where Chinese was broken anywhere; ``gap`` is what the text has next to Latin words."""
    left, right = _without_markup(item)
    last, first = left[-1:], right[:1]
    inside, outside = (last, first) if left != item.left else (first, last)
    is_marked = (left, right) != (item.left, item.right)
    if is_marked and _LETTER.match(outside) and not _LETTER.match(inside):
        return " "
    if _ALPHANUMERIC.match(first) and (_ALPHANUMERIC.match(last) or last in _LATIN_MARKS):
        return _glue_words(item)
    return gap if _is_between_scripts(item) else ""
