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

from lint.edit import Edit
from lint.patterns import lazy_pattern
from lint.views.code_lines import is_code_line
from lint.views.layout.entries import entry_lines
from lint.views.layout.filling import (
    FEW,
    Filling,
    LineBreak,
    cut_at_column,
    ends_sentence,
    filled_anywhere,
    filled_at_spaces,
    inside_sentences,
    is_inside_sentence,
)
from lint.views.layout.glue import (
    CONTINUES,
    glue_anywhere,
    glue_at_space,
    glue_words,
    is_between_scripts,
    without_markup,
)
from lint.views.layout.indents import IDEOGRAPHIC_SPACE
from lint.views.markdown import Block, BlockKind, Markdown
from lint.views.markup.markup_harm import MarkupHarm
from lint.views.script.width import CURLY_OPENING, FULL_OPENING
from lint.views.script.writing import HAN, Writing, WritingIndex
from lint.views.zones import FILLER, ZoneIndex, ZoneKind


class Join(NamedTuple):
    """Replace ``start`` to ``end`` by ``text``: a line end and the white space round it, maybe an address's rest."""

    start: int
    end: int
    text: str
    is_converted: bool
    """Whether a converter of pages made the break rather than an author: by its width, or since it splits Han text."""


_LATIN = lazy_pattern(r"[\w(\[$#@&\"'" + FILLER + "]", re.ASCII)
_ALPHANUMERIC = lazy_pattern(r"[^\W_]", re.ASCII)
_LETTER = lazy_pattern(r"\w")
_WORD = lazy_pattern(rf"[^\W\d_]|{FILLER}")
_ADDRESS = lazy_pattern(rf"{FILLER}+\Z")
_TOKEN = lazy_pattern(rf"[^\s\[\](){FILLER}]+\Z")
_HOST = lazy_pattern(r"(?:[\w-]{1,60}\.){1,5}[a-z]{2,10}/?")
_MARKERS = lazy_pattern(r"[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?")
_SPEECH = lazy_pattern(f'[{FULL_OPENING[:2]}{CURLY_OPENING}"\u2014-]')
_LINK = ("[", "![")
_MARKUP = "*_~[]()!<>`$&"
"""Signs that mean one thing to CommonMark beside a space and may mean another beside a letter."""
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

_PROSE_LENGTH = 60
_SHORTEST_LINE = 15
_LONGEST_TARGET = 2000

# Behind an address: its rest, which begins with no plain word but holds the signs of one, or a word of the sentence.
_PLAIN_WORD = lazy_pattern(r"[a-z]+(?:['\u2019][a-z]+)?[,.;:!?)]*(?=\s|\Z)")
_PIECE = lazy_pattern(r"(?=[^\s<>\[\]()]{0,200}?(?:[/=&%_#?]|\w[.-]\w))[a-zA-Z0-9_/%?&=.-][^\s<>\[\]()\"']*")
_GOES_ON = lazy_pattern(f"{_PLAIN_WORD.pattern}|{_PIECE.pattern}")
_UP_TO_SPACE = lazy_pattern(r"[^\s<>\[\]()\"']+")


def find_breaks(
    text: str, prose: str, markdown: Markdown, zones: ZoneIndex, writing: WritingIndex
) -> tuple[LineBreak, ...]:
    """Return the line ends of paragraphs that may be hard wraps, in order."""
    return tuple(item for item in _breaks(text, prose, markdown, writing) if _is_free(text, zones, item))


def find_joins(text: str, prose: str, zones: ZoneIndex, breaks: Sequence[LineBreak]) -> tuple[tuple[Join, ...], ...]:
    """Return the joins that undo the hard wraps of ``text``, those of one block together."""
    if not breaks:
        return ()
    found: dict[Block, list[Join]] = {}
    is_spaced = any(item.is_east_asian for item in breaks) and _sets_spaces(prose)
    anywhere = filled_anywhere(breaks)
    filling = anywhere or filled_at_spaces(breaks)
    is_evident = len(breaks) >= FEW
    divided = _divided_words(prose, breaks)
    inside = inside_sentences(breaks)
    cut = cut_at_column(text, breaks)
    for item in breaks:
        if item.start in divided:
            continue
        rest = ""
        if item.start in cut:
            known = cut[item.start]
            is_wrap, glue = known is not None, known or ""
        elif _is_behind_address(text, zones, item):
            rest = _rest_of_address(text, item, filling)
            is_wrap = _fills_line(item, filling) and bool(rest or _PLAIN_WORD.match(item.right))
            glue = rest or " "
        elif anywhere:
            is_wrap = _fills_line(item, filling) and not _may_be_cut(item, filling)
            gap = " " if is_spaced and not text.startswith("](", item.end) else ""
            glue = glue_anywhere(item, gap) if item.is_east_asian else glue_words(item)
        elif item.is_east_asian:
            is_wrap = item.start in filling.fitting and (
                _goes_on(item) or (is_spaced and item.start in filling.enclosed and is_between_scripts(item))
            )
            glue = glue_at_space(item)
        else:
            is_wrap = _fills_line(item, filling) if is_evident else is_inside_sentence(item)
            is_wrap |= item.start in inside
            glue = glue_words(item)
        if is_wrap:
            is_converted = item.is_east_asian or filling.is_converted
            found.setdefault(item.block, []).append(Join(item.start, item.end + len(rest), glue, is_converted))
    return tuple(map(tuple, found.values()))


def with_spaces_at_markup(
    found: tuple[tuple[Join, ...], ...], text: str, harm: MarkupHarm
) -> tuple[tuple[Join, ...], ...]:
    """Return what :func:`find_joins` found, with a space where markup would not mean the same without the line end.

    To CommonMark a space is as good as a line end; so nothing else has to be looked at.
    """
    bare = [
        join
        for joins in found
        for join in joins
        if not join.text and (text[join.start - 1] in _MARKUP or text[join.end] in _MARKUP)
    ]
    sifted = harm.sifted([(Edit(*join[:3]),) for join in bare])
    harmful = {join for join, edits in zip(bare, sifted, strict=True) if not edits}
    return tuple(tuple(join._replace(text=" ") if join in harmful else join for join in joins) for joins in found)


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
    """Tell whether joining touches no tag and no address of a link that might itself have been split."""
    for offset in (item.start - 1, item.end):
        for zone in zones.meeting(offset, offset + 1):
            if zone.kind in (ZoneKind.HTML, ZoneKind.DUMP, ZoneKind.TABLE, ZoneKind.MISREAD):
                return False
            is_split = zone.kind is ZoneKind.URL and zone.start < item.end < zone.end
            if is_split and not text.startswith("](", zone.start):
                return False
    is_behind_address = _is_behind_address(text, zones, item)
    if is_behind_address and (item.is_east_asian or not _GOES_ON.match(item.right)):
        return False
    window = max(item.block.start, item.start - _LONGEST_TARGET)
    is_inside_target = text.rfind("](", window, item.start) > text.rfind(")", window, item.start)
    # A picture alone on its line is no text that could have been wrapped.  A link above another, or a date, is listed.
    is_text = (is_behind_address or bool(_LETTER.search(item.left))) and bool(item.right)
    is_entry = item.right.startswith(_LINK) or not _WORD.search(item.right)
    is_listed = item.left.startswith(_LINK) and item.left.endswith(FILLER) and is_entry
    is_listed |= _ADDRESS.match(item.right) is not None and ends_sentence(item.left)
    is_parted = item.left.endswith("\\") or item.right.startswith((IDEOGRAPHIC_SPACE, _BOX))
    is_parted |= item.left.startswith(_BOX)
    # The name of a host goes on with nothing but an address.
    is_parted |= item.left[-1:].isalnum() and bool(_HOST.fullmatch(item.right))
    # Names of files, sums and the like: a line that has no second word cannot have been filled with them.
    is_parted |= not item.is_east_asian and bool(_TOKEN.match(item.left) and _TOKEN.match(item.right))
    is_prose = is_text and not is_parted and not is_inside_target and not is_listed
    return is_prose and not is_code_line(item.left) and not is_code_line(item.right)


def _is_behind_address(text: str, zones: ZoneIndex, item: LineBreak) -> bool:
    """Tell whether a bare address stands right before the break."""
    return item.left.endswith(FILLER) and any(
        zone.kind is ZoneKind.URL and not text.startswith("](", zone.start)
        for zone in zones.meeting(item.start - 1, item.start)
    )


def _rest_of_address(text: str, item: LineBreak, filling: Filling) -> str:
    """Return the rest of the address before the break: it is split behind a hyphen, or where the line is full."""
    if text[item.start - 1] == "-":  # no address ends in one
        piece = _UP_TO_SPACE.match(item.right)
        return piece[0] if piece else ""
    piece = _PIECE.match(item.right)
    # What fits a line is not cut: "and/or" may follow.
    address = len(item.left) - len(item.left.rstrip(FILLER))
    is_cut = piece and item.start in filling.brimming and address + len(piece[0]) > item.indent + len(item.left)
    return piece[0] if piece and is_cut else ""


def _fills_line(item: LineBreak, filling: Filling) -> bool:
    """Tell whether a program broke here that has filled the lines of the whole text."""
    if item.start in filling.enclosed:
        return True
    # A line that ends a sentence may end a paragraph: only a text wrapped throughout says that it does not.
    return filling.is_likely and item.start in filling.fitting and not ends_sentence(item.left)


def _goes_on(item: LineBreak) -> bool:
    """Tell whether the words round a break of Chinese or Japanese text show that the sentence goes on."""
    left, right = without_markup(item)
    if not left or not right or ends_sentence(left) or len(left) + len(right) < _PROSE_LENGTH:
        return False
    if CONTINUES.match(right) or _is_open(left, right):
        return True
    # Japanese has no spaces to break at, and begins a line where somebody speaks.
    if item.writing is Writing.JAPANESE or _SPEECH.match(right):
        return False
    is_inside_name = bool(_LATIN.match(left[-1]) and _LATIN.match(right))
    # Who breaks behind a few words means it: no column is that narrow.
    is_pause = left[-1] in _PAUSES and len(left) >= _SHORTEST_LINE
    return is_pause or is_inside_name or right[0] in "(\uff08"


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


def _divided_words(prose: str, breaks: Sequence[LineBreak]) -> frozenset[int]:
    """Return where words are divided, if one of them stands undivided elsewhere: a typesetter put those hyphens.

    Nobody but a reader can tell which of them belong to their words, as all do that converters break behind.
    """
    halves = ((item, _LAST_HALF.search(item.left[-_LONGEST_HALF:]), _HALF.match(item.right)) for item in breaks)
    divided = {item.start: (left[1] + right[0]).lower() for item, left, right in halves if left and right}
    if not divided or set(divided.values()).isdisjoint(_WHOLE.findall(prose.lower())):
        return frozenset()
    return frozenset(divided)
