"""The Markdown of a text as CommonMark reads it, with positions in the source.

pyromark (pulldown-cmark) parses; this module turns its byte offsets into code points and its events into three
flat lists.  It was chosen over markdown-it-py, which gives no positions inside a line, by
``benchmarks/parsers.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum
from functools import cache
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from lint.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class BlockKind(str, Enum):
    """What a leaf block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    INDENTED_CODE = "indented code"
    HTML = "html"
    TABLE = "table"
    RULE = "rule"


class Container(str, Enum):
    """What a block may stand in."""

    QUOTE = "quote"
    LIST = "list"


class Block(NamedTuple):
    """A leaf block: no other block stands inside it.

    ``start`` and ``end`` are offsets in code points; the markers of its containers in front of the first line and
    the line end behind the last one do not belong to it.  ``level`` is 1 to 6 for headings, else 0.
    """

    kind: BlockKind
    start: int
    end: int
    containers: tuple[Container, ...]
    level: int


class SpanKind(str, Enum):
    """What an inline span is."""

    CODE = "code"
    MATH = "math"
    HTML = "html"
    LINK = "link"
    IMAGE = "image"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    STRIKE = "strike"


class Span(NamedTuple):
    """An inline span; ``inner_start`` to ``inner_end`` is what it marks up, the rest is syntax."""

    kind: SpanKind
    start: int
    end: int
    inner_start: int
    inner_end: int


class Break(NamedTuple):
    """A line end inside a paragraph, with the indentation and quote markers of the next line."""

    start: int
    end: int
    hard: bool


class Markdown(NamedTuple):
    """The structure of a text, each list in source order."""

    blocks: tuple[Block, ...]
    spans: tuple[Span, ...]
    breaks: tuple[Break, ...]

    def break_at(self, offset: int) -> Break | None:
        """Return the line end inside a paragraph that starts at ``offset``."""
        index = bisect_left(self.breaks, offset, key=attrgetter("start"))
        is_there = index < len(self.breaks) and self.breaks[index].start == offset
        return self.breaks[index] if is_there else None


_MARKUP = {
    "Emphasis": SpanKind.EMPHASIS,
    "Strong": SpanKind.STRONG,
    "Strikethrough": SpanKind.STRIKE,
    "Link": SpanKind.LINK,
    "Image": SpanKind.IMAGE,
}
_EMPHASIS = (SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.STRIKE)
_LEAVES = {
    "Code": SpanKind.CODE,
    "InlineHtml": SpanKind.HTML,
    "InlineMath": SpanKind.MATH,
    "DisplayMath": SpanKind.MATH,
}
_BLOCKS = {
    "Paragraph": BlockKind.PARAGRAPH,
    "Heading": BlockKind.HEADING,
    "CodeBlock": BlockKind.CODE,
    "HtmlBlock": BlockKind.HTML,
    "Table": BlockKind.TABLE,
}
_CONTAINERS = {"BlockQuote": Container.QUOTE, "Item": Container.LIST}
# Nobody nests deeper on purpose; keeping every level of a hostile text would take quadratic memory.
_MAX_DEPTH = 32
_BLOCK_OPENER = lazy_pattern(
    r"""[ ]{0,3}(?:\#{1,6}(?:[ \t]|$)|>|[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|```|~~~|<[A-Za-z/!?]|=+[ \t]*$|-+[ \t]*$
        |(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|\[[^\]]*\]:)|[ ]{4}|[ ]{0,3}\t""",
    re.VERBOSE,
)
_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def parse(text: str, start: int = 0) -> Markdown:
    """Parse ``text`` from code point ``start`` on; offsets in the answer count from the start of ``text``."""
    source = text[start:]
    try:
        data = source.encode()
    except UnicodeEncodeError:
        # Bytes that were no UTF-8 stand in the text as lone surrogates, which no parser takes.
        source = _SURROGATE.sub("\ufffd", source)
        data = source.encode()
    builder = _Builder()
    builder.feed(_parser()(source))
    return builder.finish(_offsets(data, builder.byte_offsets(), start), text)


def opens_block(line: str) -> bool:
    """Tell whether CommonMark may read ``line`` as more than the text of a paragraph."""
    return _BLOCK_OPENER.match(line) is not None


@cache
def _parser() -> Callable[[str], Iterable[tuple[Any, Any]]]:
    from pyromark import Markdown as Parser
    from pyromark import Options

    parser = Parser(options=Options.ENABLE_TABLES | Options.ENABLE_MATH | Options.ENABLE_STRIKETHROUGH)
    events: Callable[..., Iterable[tuple[Any, Any]]] = parser.events_with_range
    try:
        list(events("", merge_text=True))
    except TypeError:  # the last release for Python 3.10 gives text piece by piece, which means the same here
        return events
    return lambda source: events(source, merge_text=True)


def _offsets(data: bytes, byte_offsets: Iterable[int], base: int) -> dict[int, int]:
    """Map offsets in the UTF-8 ``data`` to code points, ``base`` added."""
    if data.isascii():
        return {offset: offset + base for offset in byte_offsets}
    ordered = sorted({0, *byte_offsets})
    lengths = [len(data[before:offset].decode()) for before, offset in pairwise(ordered)]
    return dict(zip(ordered, accumulate(lengths, initial=base), strict=True))


class _Builder:
    """Collects blocks, spans and breaks, in byte offsets, from the parser's events.

    They are plain tuples of what :class:`Block`, :class:`Span` and :class:`Break` hold: each is made once, at the end.
    """

    def __init__(self) -> None:
        self.blocks: list[tuple[BlockKind, int, int, tuple[Container, ...], int]] = []
        self.spans: list[tuple[SpanKind, int, int, int, int]] = []
        self.breaks: list[tuple[int, int, bool]] = []
        self.containers: list[Container] = []
        self.open_spans: list[tuple[SpanKind, int, int]] = []
        self.open_break: tuple[int, bool] | None = None
        # Text of a tight list item comes without a paragraph round it: its first and last offset.
        self.in_leaf = False
        self.implicit: tuple[int, int] | None = None
        self.last_inner = 0

    def feed(self, events: Iterable[tuple[Any, Any]]) -> None:
        """Take in all events; an event is a name, or a mapping from one name to what belongs to it."""
        for event, span in events:
            start, end = span["start"], span["end"]
            if "Text" in event:
                # The commonest event by far, and mostly there is nothing to do.
                if self.open_break or not self.in_leaf:
                    self.inline(start, end)
                self.last_inner = end
            elif "Start" in event:
                self.start(event["Start"], start, end)
            elif "End" in event:
                self.end(event["End"], end)
            elif event in ("SoftBreak", "HardBreak"):
                self.inline(start, end)
                self.open_break = (end - 1, event == "HardBreak")
            elif event == "Rule":
                self.close_implicit_paragraph()
                self.leaf(BlockKind.RULE, start, end)
                self.in_leaf = False
            elif "Html" not in event:
                self.inline(start, end)
                self.spans.append((_LEAVES[next(iter(event))], start, end, start, end))
        self.close_implicit_paragraph()

    def inline(self, start: int, end: int) -> None:
        if self.open_break:
            self.breaks.append((self.open_break[0], start, self.open_break[1]))
            self.open_break = None
        if not self.in_leaf:
            self.implicit = (self.implicit[0] if self.implicit else start, end)
        self.last_inner = end

    def start(self, tag: Any, start: int, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _MARKUP:
            self.inline(start, start)
            self.last_inner = start + (2 if name == "Image" else 1)
            self.open_spans.append((_MARKUP[name], start, self.last_inner))
            return
        self.close_implicit_paragraph()
        if name in _CONTAINERS:
            self.containers.append(_CONTAINERS[name])
        elif name in _BLOCKS:
            level = int(tag["Heading"]["level"][1]) if name == "Heading" else 0
            is_indented = name == "CodeBlock" and tag["CodeBlock"] == "Indented"
            self.leaf(BlockKind.INDENTED_CODE if is_indented else _BLOCKS[name], start, end, level)

    def leaf(self, kind: BlockKind, start: int, end: int, level: int = 0) -> None:
        self.in_leaf = True
        inside = tuple(self.containers[:_MAX_DEPTH]) if self.containers else ()
        self.blocks.append((kind, start, end, inside, level))

    def end(self, tag: Any, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _MARKUP:
            kind, start, inner_start = self.open_spans.pop()
            self.spans.append((kind, start, end, inner_start, self.last_inner))
            # A break at the end of a link ends before the address; where markers stand behind it, nobody knows where.
            self.open_break = None if self.containers else self.open_break
            self.inline(self.last_inner, self.last_inner)
            self.inline(end, end)
        elif name in _BLOCKS:
            self.in_leaf = False
            self.open_break = None
        elif name in _CONTAINERS:
            self.close_implicit_paragraph()
            self.containers.pop()

    def close_implicit_paragraph(self) -> None:
        if self.implicit:
            self.leaf(BlockKind.PARAGRAPH, *self.implicit)
            self.in_leaf = False
        self.implicit = self.open_break = None

    def byte_offsets(self) -> list[int]:
        offsets = [offset for block in self.blocks for offset in block[1:3]]
        offsets += [offset for span in self.spans for offset in span[1:]]
        offsets += [offset for item in self.breaks for offset in item[:2]]
        return offsets

    def finish(self, offsets: dict[int, int], text: str) -> Markdown:
        blocks = tuple(
            [
                Block(kind, offsets[start], _without_line_end(text, offsets[end]), containers, level)
                for kind, start, end, containers, level in self.blocks
            ]
        )
        spans = [_span(kind, [offsets[place] for place in places], text) for kind, *places in self.spans]
        spans.sort(key=lambda span: (span[1], -span[2]))
        breaks = tuple([Break(offsets[start], offsets[end], hard) for start, end, hard in self.breaks])
        return Markdown(blocks, tuple(spans), breaks)


def _span(kind: SpanKind, places: Sequence[int], text: str) -> Span:
    """Emphasis says where it is, not how wide its markers are: one character, or two of the same kind."""
    start, end, inner_start, inner_end = places
    if kind in _EMPHASIS:
        width = 2 if kind is SpanKind.STRONG or text.startswith("~~", start) else 1
        return Span(kind, start, end, start + width, end - width)
    return Span(kind, start, end, inner_start, inner_end)


def _without_line_end(text: str, end: int) -> int:
    while end and text[end - 1] == "\n":
        end -= 1
    return end
