"""The lines of a text as a reader sees them: what stands on each, and where the article's own prose begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.content.phrase_notation import fold
from lint.views.content.title import plain_text
from lint.views.lines import Line
from lint.views.markdown import Block, BlockKind, Container
from lint.views.zones import Zone, ZoneKind


class Row(NamedTuple):
    """A line with text, as a reader sees it."""

    start: int
    end: int
    text: str
    """What a reader sees: no markup, addresses, pictures and markers; empty if the line is long prose or no prose."""
    folded: str
    """The text as phrases are compared."""
    length: float
    """The length of the text in Han characters: an average Latin word of five letters says as much as two of them."""
    block: Block | None
    """The paragraph, heading or HTML block that the line belongs to; None for code, tables and the like."""
    is_linked: bool
    """Whether all its text is links."""
    is_picture: bool
    """Whether it shows a picture and nothing else."""
    is_rule: bool = False
    """Whether it is a line across the page."""

    @property
    def is_listed(self) -> bool:
        """Whether it stands in a list."""
        return self.block is not None and Container.LIST in self.block.containers

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in a quotation."""
        return self.block is not None and Container.QUOTE in self.block.containers

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.block is not None and self.block.kind is BlockKind.HEADING

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a line of a paragraph: long, or a sentence."""
        if self.block is None or self.is_heading or self.is_picture:
            return False
        return self.length >= _LONG or (self.length >= _SENTENCE and SENTENCE_END.search(self.text[-5:]) is not None)


SENTENCE_END = lazy_pattern("[.!?\u3002\uff01\uff1f\u2026][\"'\u201d\u2019\uff09\u300d\u300f*_]*\\Z")
"""The end of a sentence, at the end of a line."""

_LONG, _SENTENCE = 24, 12
_WRAPPED = 20
_WORD_LENGTH = 2.5
_NOT_LATIN = lazy_pattern("[^\x00-\u024f]+")
_TEXT_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.HTML)
# No menu line, however many addresses it hides, has a longer source.
_LONGEST_SOURCE = 2000
_LONGEST_PLAIN, _LONGEST_FOLDED = 300, 150
_PICTURE = lazy_pattern(r"!\[[^\[\]]*\](?:\([^)]*\)|\[[^\]]*\])|<img\b[^<>]*>", re.IGNORECASE)
_LINK = lazy_pattern(r"\[([^\[\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_OPENING_MARKERS = lazy_pattern(r"(?:[ \t>]+|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}(?=[ \t]))+")
_CLOSING_MARKERS = lazy_pattern(r"(?<![ \t])[ \t]+#+[ \t]*\Z")
_WEB_ADDRESS = lazy_pattern(r"<?(?:https?://|www\.)[^\s<>]+>?", re.ASCII)
_ADDRESS = lazy_pattern(rf"{_WEB_ADDRESS.pattern}|<?[\w.+-]{{1,64}}@[\w-]+\.[\w.-]+>?", re.ASCII)
_EMPTY_SHORTCODE = lazy_pattern(r"\[/?[a-z]+[ =]?\]")
_MARKER_START = frozenset(" \t>-*+#0123456789")
_LINE_SIGN = lazy_pattern(r"[\[<*_~@]")
# From the last opening bracket of a line: its text ends in the line, and an address behind it as well.
_WHOLE_LINK = lazy_pattern(r"\[[^\]]*\](?!\([^)]*\Z)")
_UNLINKED = lazy_pattern(r"[^\W\d]")


def visible_rows(
    text: str, body: int, lines: Sequence[Line], blocks: Sequence[Block], zones: Sequence[Zone]
) -> tuple[Row, ...]:
    """Return the lines with text behind the front matter, in order."""
    return tuple(_rows(text, body, lines, blocks, zones))


def ends_in_link(text: str, row: Row) -> bool:
    """Tell whether a line ends inside the text or the address of a link."""
    opener = text.rfind("[", row.start, row.end)
    return opener >= 0 and not _WHOLE_LINK.match(text, opener, row.end)


def ends_in_address(text: str, row: Row) -> bool:
    """Tell whether a line ends inside the address of a link."""
    opener = text.rfind("](", row.start, row.end)
    return opener >= 0 and text.find(")", opener, row.end) < 0


def _rows(text: str, body: int, lines: Sequence[Line], blocks: Sequence[Block], zones: Sequence[Zone]) -> Iterator[Row]:
    dumps = [zone for zone in zones if zone.kind in (ZoneKind.DUMP, ZoneKind.MATH, ZoneKind.REFERENCE)]
    number = dump = last = 0
    previous: Row | None = None
    for start, end, is_blank in lines:
        if is_blank or start < body:
            continue
        while number < len(blocks) and blocks[number].end <= start:
            number += 1
        while dump < len(dumps) and dumps[dump].end <= start:
            dump += 1
        block = blocks[number] if number < len(blocks) and blocks[number].start < end else None
        kind = block.kind if block else None
        if not block or kind is not BlockKind.HEADING:
            last = 0
        elif start <= block.start:
            last = len(text[block.start : block.end].rstrip()) + block.start
        elif end >= last:
            continue  # the line of signs below a heading belongs to it
        is_dump = dump < len(dumps) and dumps[dump].start <= start
        if block is None or kind not in _TEXT_BLOCKS or is_dump:
            yield Row(start, end, "", "", 0, None, is_linked=False, is_picture=False, is_rule=kind is BlockKind.RULE)
        else:
            above = previous if previous and previous.block is block else None
            # Of the lines above such signs the last one takes them along; all of them are the heading.
            is_last = last > end and text.find("\n", end + 1, last) < 0
            previous = _row(text, start, last if is_last else end, block, above)
            if last and start > block.start:
                previous = previous._replace(folded="")  # what goes on with a heading is no phrase of a page
            yield previous


def _row(text: str, start: int, end: int, block: Block, above: Row | None) -> Row:
    """Return what a line shows; ``above`` is the line before it in its block."""
    source = text[start:end]
    if "`" in source:
        return Row(start, end, "", "", len(source) / _WORD_LENGTH, block, is_linked=False, is_picture=False)
    has_address = "://" in source or "www." in source
    is_marked = has_address or _LINE_SIGN.search(source) is not None
    if len(source) > (_LONGEST_SOURCE if is_marked else _LONGEST_PLAIN):
        return Row(start, end, "", "", len(source), block, is_linked=False, is_picture=False)
    source = _without_markers(source.split("\n", 1)[0])
    visible, is_linked, is_picture = source.strip(), False, False
    if is_marked:
        visible = plain_text(source)
        if "@" in visible:
            visible = _ADDRESS.sub("", visible).strip()
        elif has_address:
            # A shortcode that holds an address is no button of the page.
            visible = _EMPTY_SHORTCODE.sub("", _WEB_ADDRESS.sub("", visible)).strip()
        is_linked = "](" in source and _is_linked(source)
        is_picture = not visible and _PICTURE.search(source) is not None
    latin = len(visible) if visible.isascii() else len(_NOT_LATIN.sub("", visible))
    length = len(visible) - latin + latin / _WORD_LENGTH
    is_said = len(visible) <= _LONGEST_FOLDED and (above is None or is_linked or not _goes_on(above, visible))
    folded = fold(visible) if is_said else ""
    return Row(start, end, visible, folded, length, block, is_linked=is_linked, is_picture=is_picture)


def _is_linked(source: str) -> bool:
    """Tell whether no letter stands outside of links; a line that begins with one need not be taken apart."""
    return not _UNLINKED.match(source) and not _UNLINKED.search(_LINK.sub("", _PICTURE.sub("", source)))


def _without_markers(source: str) -> str:
    if source[:1] in _MARKER_START and (marker := _OPENING_MARKERS.match(source)):
        source = source[marker.end() :]
    # Most lines have no such sign; looking for the blanks in front of one would cost more than all the rest.
    return _CLOSING_MARKERS.sub("", source) if "#" in source else source


def _goes_on(above: Row, visible: str) -> bool:
    """Tell whether a line goes on with the sentence of the one above it in the same block."""
    return above.length >= _WRAPPED and visible[:1].islower() and not SENTENCE_END.search(above.text[-5:])
