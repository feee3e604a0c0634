"""Headings that a converter broke in two: Markdown ends a heading with its line, and makes a paragraph of the rest.

Writers of Markdown often set a paragraph right below its heading.  Only what a program leaves behind tells: a link
that opens on one line and closes on the next, marks alone above a link that would not have fitted behind them, or a
heading that is as full as the lines of the text, where no heading has its paragraph right below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.layout.filling import (
    CONVERTER_WIDTH,
    LineBreak,
    filled_anywhere,
    filled_at_spaces,
    is_inside_sentence,
)
from lint.views.layout.glue import glue_anywhere, glue_words
from lint.views.layout.wrap import Join
from lint.views.markdown import Block, BlockKind, Container, Markdown
from lint.views.markup.split_links import MeantLink, meant_links
from lint.views.script.writing import HAN, WritingIndex
from lint.views.zones import FILLER


class WrappedHeading(NamedTuple):
    """A heading that begins at ``start``, and the joins that give it its other lines back."""

    start: int
    joins: tuple[Join, ...]


class _Place(Enum):
    """Where a line end stands."""

    LINK = "in the text or the title of a link"
    ADDRESS = "in an address, which is whole again before lines are joined"
    PLAIN = "in no link"
    BRACKETS = "in brackets that may mean anything"


class _LineEnd(NamedTuple):
    """A line end of a heading, from ``start`` behind its text to ``end`` in front of the next line's text."""

    block: Block
    """The paragraph that was the heading's end."""
    start: int
    end: int
    line_start: int
    line_end: int
    """The end of the line behind."""


class _Run(NamedTuple):
    """A heading with the paragraph right below it."""

    heading: Block
    below: Block
    ends: tuple[_LineEnd, ...]
    places: tuple[_Place, ...]
    links: tuple[MeantLink, ...]
    """The links of all lines, in order."""


_LINE_END = lazy_pattern(r"[ \t]*\n[ \t]*")
_QUOTED_LINE_END = lazy_pattern(r"[ \t]*\n[ \t>]*")
_MARKS = lazy_pattern(r"#{1,6}")
# Closing marks, a name for links to the heading, a hard break: a writer ended the line here.
_ENDED = lazy_pattern(r"(?:[ \t]#+|[}\\])\Z")
_HARD_BREAK = lazy_pattern(r"[ ]{2,}\n")
_NO_TEXT = ("![", "<", "|", ":::")
_WORD = lazy_pattern(r"\S*")
_BLANK = lazy_pattern(r"\s")
_LETTER = lazy_pattern(r"\w")
_EAST_ASIAN = lazy_pattern(f"[{HAN}\u3040-\u30ff\uac00-\ud7af\uff01-\uff60]")
_LONGEST = 4000
_MOST_LINES = 12
"""Pages have headings with several links; what is longer is no heading."""
# What opens on one line and closes on the next would begin to be code, a formula or a tag.
_PAIRS = (("`", "`"), ("$", "$"), ("<", ">"), ("\\", "\\"))


def find_wrapped_headings(
    text: str, prose: str, markdown: Markdown, writing: WritingIndex, breaks: Sequence[LineBreak]
) -> tuple[WrappedHeading, ...]:
    """Return the headings whose end stands on the lines below, in order; ``breaks`` are those of the paragraphs."""
    runs = list(_runs(text, markdown))
    return _Judge(text, prose, writing, breaks).judge(runs) if runs else ()


def _runs(text: str, markdown: Markdown) -> Iterator[_Run]:
    """Yield the headings that have a paragraph right below them."""
    blocks = markdown.blocks
    for number, (heading, below) in enumerate(pairwise(blocks)):
        is_pair = heading.kind is BlockKind.HEADING and below.kind is BlockKind.PARAGRAPH
        if not is_pair or heading.containers != below.containers or Container.LIST in heading.containers:
            continue
        is_last = number + 2 == len(blocks) or _is_apart(text, below, blocks[number + 2])
        if text[heading.start] != "#" or below.end - heading.start > _LONGEST or not is_last:
            continue
        pattern = _QUOTED_LINE_END if heading.containers else _LINE_END
        ends = tuple(_line_ends(text, heading, below, pattern))
        if ends[0].end == below.start and len(ends) < _MOST_LINES:
            yield _run(text, heading, below, ends)


def _is_apart(text: str, below: Block, following: Block) -> bool:
    """Tell whether a paragraph ends before a blank line or a list."""
    return Container.LIST in following.containers or text.count("\n", below.end, following.start) > 1


def _run(text: str, heading: Block, below: Block, ends: tuple[_LineEnd, ...]) -> _Run:
    links = tuple(sorted(meant_links(text, heading.start, below.end)))

    def place(offset: int) -> _Place:
        if any(link.text_end < offset < link.address_end for link in links):
            return _Place.ADDRESS
        for link in links:  # the outermost first
            if link.start < offset < link.end:
                return _Place.LINK if link.address_end > link.text_end else _Place.BRACKETS
        return _Place.PLAIN

    return _Run(heading, below, ends, tuple(place(end.start) for end in ends), links)


def _line_ends(text: str, heading: Block, below: Block, pattern: re.Pattern[str]) -> Iterator[_LineEnd]:
    line_start = text.rfind("\n", 0, heading.start) + 1
    for match in pattern.finditer(text, heading.start, below.end):
        line_end = text.find("\n", match.end(), below.end)
        yield _LineEnd(below, match.start(), match.end(), line_start, line_end if line_end >= 0 else below.end)
        line_start = match.end()


class _Judge:
    def __init__(self, text: str, prose: str, writing: WritingIndex, breaks: Sequence[LineBreak]) -> None:
        self.text = text
        self.prose = prose
        self.writing = writing
        self.is_anywhere = bool(breaks) and filled_anywhere(breaks) is not None
        filling = filled_at_spaces(breaks) if breaks else None
        self.width = filling.width if filling and filling.is_likely else CONVERTER_WIDTH
        self.is_converted = filling is not None and filling.is_likely and filling.is_converted

    def judge(self, runs: Sequence[_Run]) -> tuple[WrappedHeading, ...]:
        found = [(run, self.is_certain(run), self.is_whole(run)) for run in runs]
        # Who sets a paragraph right below one heading does so below others, one of which may fill its line by chance.
        is_habit = any(not is_certain and self.has_paragraph(run) for run, is_certain, _ in found)
        return tuple(
            WrappedHeading(run.heading.start, tuple(joins))
            for run, is_certain, is_whole in found
            if is_whole and (is_certain or not is_habit) and (joins := list(self.joins(run)))
        )

    def is_certain(self, run: _Run) -> bool:
        """Tell whether no paragraph can begin below a heading: a link goes on there, or the marks have no text."""
        return run.places[0] is not _Place.PLAIN or self.is_empty(run)

    def is_whole(self, run: _Run) -> bool:
        """Tell whether all lines below a heading are its own, and joining them makes nothing else of their signs."""
        first = run.ends[0]
        if _Place.BRACKETS in run.places or _ENDED.search(self.text, run.ends[-1].end, run.below.end):
            return False
        above, below = self.prose[first.line_start : first.start], self.prose[first.end : run.below.end]
        if any(opener in above and closer in below for opener, closer in _PAIRS):
            return False
        if self.is_empty(run):
            if not self.is_link_too_long(run):
                return False
        elif not self.is_certain(run) and not self.is_cut(first):
            return False
        plain = (end for end, place in zip(run.ends[1:], run.places[1:], strict=True) if place is _Place.PLAIN)
        return all(map(self.is_filled, plain))

    def has_paragraph(self, run: _Run) -> bool:
        """Tell whether the first word below a heading would have fitted behind it, as far as anybody can tell."""
        first = run.ends[0]
        return not self.is_filled(first) and not _HARD_BREAK.match(self.text, first.start)

    def is_empty(self, run: _Run) -> bool:
        return _MARKS.fullmatch(self.text, run.heading.start, run.ends[0].start) is not None

    def is_link_too_long(self, run: _Run) -> bool:
        """Tell whether the paragraph begins with a link that shows some text and did not fit behind the marks."""
        start = run.below.start
        link = next((link for link in run.links if link.start == start and link.address_end > link.text_end), None)
        return (
            link is not None and bool(_LETTER.search(self.prose, start, link.text_end)) and self.is_filled(run.ends[0])
        )

    def is_cut(self, end: _LineEnd) -> bool:
        """Tell whether a heading is as full as the lines of the text, and goes on below."""
        item = self.line_break(end)
        if len(item.left) > self.width or _ENDED.search(item.left) or item.right.startswith(_NO_TEXT):
            return False
        if _EAST_ASIAN.search(item.left + item.right):
            return False
        return self.is_filled(end) and (self.is_converted or is_inside_sentence(item))

    def is_filled(self, end: _LineEnd) -> bool:
        """Tell whether the next word would not have fitted the line any more."""
        length = end.start - end.line_start
        word = _WORD.match(self.text, end.end, end.line_end)
        is_full = length + (len(word[0]) if word else 0) >= self.width
        # A word that is longer than the lines is not broken.
        is_line = length <= self.width or not _BLANK.search(self.text, end.line_start, end.start)
        # Nor is one whose pieces are an address again.
        is_line |= self.prose.find(FILLER, end.line_start, end.start) >= 0
        return is_full and is_line and not _HARD_BREAK.match(self.text, end.start)

    def joins(self, run: _Run) -> Iterator[Join]:
        """Yield what joins the lines of a heading; links go along with their addresses, which begin to be some."""
        is_converted = self.is_converted or self.is_certain(run)
        position = 0
        for end, place in zip(run.ends, run.places, strict=True):
            if end.start < position or place is _Place.ADDRESS:
                continue
            start, position = end.start, end.end
            glue = self.glue(end)
            if place is _Place.LINK:
                # The address in front of a title begins to be one, too.
                start = min([start, *(link.text_end for link in run.links if link.text_end < start < link.end)])
                glue = self.text[start : end.start] + glue
                last = next(link.end for link in run.links if link.start < end.start < link.end)
                others = zip(run.ends, run.places, strict=True)
                inside = [other for other, kind in others if position <= other.start < last and kind is _Place.LINK]
                for other in inside:
                    glue += self.text[position : other.start] + self.glue(other)
                    position = other.end
                glue += self.text[position:last]
                position = last
            yield Join(start, position, glue, is_converted)

    def glue(self, end: _LineEnd) -> str:
        """Return what stood where the line was broken: a space, which parts the halves of a Chinese headline."""
        item = self.line_break(end)
        if item.left.endswith("[") or item.right.startswith("]"):
            return ""
        if item.is_east_asian:
            return glue_anywhere(item, "") if self.is_anywhere else " "
        return glue_words(item)

    def line_break(self, end: _LineEnd) -> LineBreak:
        left, right = self.prose[end.line_start : end.start], self.prose[end.end : end.line_end]
        writing = self.writing.at(end.start), self.writing.at(end.end)
        return LineBreak(end.block, end.start, end.end, left, right, 0, *writing)
