"""Protected zones: the parts of a text that no fix may touch, and the mask that hides them from rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.lines import enclosed
from lint.views.markdown import Block, BlockKind, Markdown, SpanKind
from lint.views.markup import html
from lint.views.markup.code_shortcodes import shortcode_elements
from lint.views.markup.css import CssBlock
from lint.views.markup.spans import is_inside, merged
from lint.views.markup.tags.nesting import Nesting

FILLER = "\ufdd0"
"""Stands for each protected character in the prose mask: a non-character, so neither a word, a space nor a sign."""


class ZoneKind(str, Enum):
    """Why a zone is protected."""

    FRONT_MATTER = "front matter"
    CODE = "code"
    TABLE = "table"
    MATH = "math"
    HTML = "html"
    URL = "url"
    REFERENCE = "reference"
    DUMP = "dump"
    MISREAD = "misread"


class Zone(NamedTuple):
    """A protected zone, ``start`` to ``end`` in code points."""

    start: int
    end: int
    kind: ZoneKind


# A path may go on in Han, kana or Hangul, but only behind a separator: an address that ends in Latin letters and is
# followed by them is an address with prose glued to it.
_ADDRESS_SIGNS = r"[!#-&(-;=?-\[\]_a-z~]"
# What UTF-8 looks like in cp1252 is text that follows, and so is an entity of a sign that no address holds.
_MISREAD = "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]"
_FOREIGN_LETTERS = f"(?:(?!{_MISREAD})[\u00c0-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])"
_ENTITY = lazy_pattern(r"&(?:nbsp|ensp|emsp|thinsp|quot|[lr][dsa]quo|lt|gt|#0*(?:32|34|60|62|160));")
_ADDRESS = lazy_pattern(
    rf"{_ADDRESS_SIGNS}+(?:(?<=[/=#&_-]){_FOREIGN_LETTERS}+{_ADDRESS_SIGNS}*)*", re.IGNORECASE | re.ASCII
)
_SCHEME = lazy_pattern(r"(?<![A-Za-z0-9])(?:https?|ftp)\Z", re.IGNORECASE)
_DATA_URI = lazy_pattern(r"\bdata:[a-z]+/[\w.+-]+(?:;[\w-]+(?:=[\w-]+)?)*,[\w+/=%.~-]*", re.IGNORECASE | re.ASCII)
_BASE64 = lazy_pattern(r"[A-Za-z0-9+/]+={0,2}")
_BASE64_WINDOW = lazy_pattern(r"[A-Za-z0-9+/]{60}")
_DOMAIN = lazy_pattern(r"@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MAILBOX = lazy_pattern(r"[\w.+-]+\Z", re.ASCII)
_REFERENCE = lazy_pattern(r"^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]*\S.*$", re.MULTILINE)
_INLINE_CODE = lazy_pattern(r"`[^`\n]+`")
_BRACKET = lazy_pattern(r"[()]")
_LATEX_SIGN = lazy_pattern(r"[\\^_={}]")
_HAN = lazy_pattern("[\u3400-\u9fff]")
_HAN_OR_KANA = lazy_pattern("[\u3041-\u30ff\u3400-\u9fff]")
_HAN_SENTENCE = lazy_pattern(
    "[\u3041-\u30ff\u3400-\u9fff]{4}[\u3002\uff01\uff1f!?][\u201d\u300d\u300f]?[ \t]*$", re.MULTILINE
)
_LINE = lazy_pattern(r"[^\n]+")


def find_zones(
    text: str, body: int, markdown: Markdown, css: Sequence[CssBlock], misread: Iterable[tuple[int, int]]
) -> tuple[Zone, ...]:
    """Return the protected zones in order, none overlapping; ``body`` is where the front matter ends."""
    found = [Zone(0, body, ZoneKind.FRONT_MATTER)] if body else []
    found += _block_zones(text, markdown.blocks)
    found += _span_zones(text, markdown)
    found += (Zone(block.start, block.end, ZoneKind.DUMP) for block in css)
    found += (Zone(start, end, ZoneKind.MISREAD) for start, end in misread)
    if "<" in text:
        found += (Zone(start, end, ZoneKind.CODE) for start, end in _code_in_html(text, markdown.blocks))
    found += [Zone(start, end, ZoneKind.CODE) for start, end in shortcode_elements(text, _code(found))]
    if "<" in text:
        # A tag that is quoted as code opens and closes nothing.
        code = _code(found)
        tags = [tag for tag in html.tags(text) if not is_inside(code, tag.start())]
        found += (Zone(tag.start(), tag.end(), ZoneKind.HTML) for tag in tags)
        found += (Zone(start, end, ZoneKind.HTML) for start, end in enclosed(text, "<!--", "-->"))
        found += (Zone(start, end, ZoneKind.CODE) for start, end in html.verbatim_elements(tags))
    if "]:" in text:
        found += _references(text, markdown.blocks)
    # What follows the bracket that closes a link's address does not belong to it, even without a space between.
    targets = sorted((zone.start, zone.end) for zone in found if zone.kind is ZoneKind.URL)
    found += _addresses(text, targets)
    found += _base64(text)
    for opener, closer in (("\\(", "\\)"), ("\\[", "\\]")):
        found += (
            Zone(*pair, ZoneKind.MATH) for pair in enclosed(text, opener, closer) if _is_formula(text[slice(*pair)])
        )
    return tuple(_disjoint(found))


def _code_in_html(text: str, blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Yield the inline code in blocks of HTML: the parser takes it for text, the writer of the article did not."""
    for block in blocks:
        if block.kind is BlockKind.HTML:
            yield from (match.span() for match in _INLINE_CODE.finditer(text, block.start, block.end))


def _code(zones: Iterable[Zone]) -> list[tuple[int, int]]:
    return merged((zone.start, zone.end) for zone in zones if zone.kind is ZoneKind.CODE)


def _block_zones(text: str, blocks: Iterable[Block]) -> Iterator[Zone]:
    nesting = Nesting()
    for block in blocks:
        if block.kind is BlockKind.HTML:
            nesting.read(text, block.start, block.end)
        elif block.kind is BlockKind.CODE:
            yield Zone(block.start, block.end, ZoneKind.CODE)
        elif block.kind is BlockKind.TABLE:
            yield Zone(block.start, block.end, ZoneKind.TABLE)
        elif block.kind is BlockKind.INDENTED_CODE:
            if nesting.indents(text, block.start, block.end):
                nesting.read(text, block.start, block.end)
            elif not _is_indented_prose(text[block.start : block.end]):
                yield Zone(text.rfind("\n", 0, block.start) + 1, block.end, ZoneKind.CODE)


def _is_indented_prose(source: str) -> bool:
    """Tell whether what Markdown takes for code is text in Chinese or Japanese, whose paragraphs begin with a space.

    Programs, tables and drawings hold other letters, or spaces that set things apart.
    """
    if not _HAN_SENTENCE.search(source):
        return False
    lines = [line.strip() for line in source.split("\n")]
    return all(2 * len(_HAN_OR_KANA.findall(line)) >= len(line) and "  " not in line for line in lines)


def _span_zones(text: str, markdown: Markdown) -> Iterator[Zone]:
    for span in markdown.spans:
        if span.kind is SpanKind.CODE:
            yield Zone(span.start, span.end, ZoneKind.CODE)
        elif span.kind is SpanKind.MATH:
            if _is_math(text, span.start, span.end):
                yield Zone(span.start, span.end, ZoneKind.MATH)
        elif span.kind is SpanKind.HTML:
            if html.is_tag(text[span.start : span.end]):
                yield Zone(span.start, span.end, ZoneKind.HTML)
        elif span.kind in (SpanKind.LINK, SpanKind.IMAGE) and span.inner_end < span.end:
            yield Zone(span.inner_end, span.end, ZoneKind.URL)


def _is_math(text: str, start: int, end: int) -> bool:
    """Tell a formula from prices: ``$5 (HK$39)`` looks like one to the parser."""
    if text.startswith("$$", start):
        return True
    return not text[end : end + 1].isdigit() and not (_HAN.search(text, start, end) and "\\" not in text[start:end])


def _is_formula(source: str) -> bool:
    """Tell LaTeX from brackets that a converter escaped."""
    inner = source[2:-2]
    return "\n\n" not in inner and bool(_LATEX_SIGN.search(inner)) and not (_HAN.search(inner) and "\\" not in inner)


def _references(text: str, blocks: Sequence[Block]) -> Iterator[Zone]:
    """Yield link reference definitions: the parser reads them without saying where they stand."""
    starts = [block.start for block in blocks]
    for match in _REFERENCE.finditer(text):
        index = bisect_right(starts, match.end()) - 1
        if index < 0 or blocks[index].end <= match.start():
            yield Zone(*match.span(), ZoneKind.REFERENCE)


def _addresses(text: str, targets: Sequence[tuple[int, int]]) -> Iterator[Zone]:
    for start, end in _web_addresses(text, targets):
        yield Zone(start, start + len(_without_trailing_marks(text[start:end])), ZoneKind.URL)
    if "data:" in text:
        yield from (Zone(*match.span(), ZoneKind.URL) for match in _DATA_URI.finditer(text))
    if "@" in text:
        for match in _DOMAIN.finditer(text):
            # Looking back a bounded way from the sign keeps a long word from costing quadratic time.
            left = max(match.start() - 64, 0)
            if mailbox := _MAILBOX.search(text[left : match.start()]):
                yield Zone(left + mailbox.start(), match.end(), ZoneKind.URL)


def _closing(address: str) -> int:
    """Return where a closing bracket stands that the address itself did not open; the end if there is none."""
    depth = 0
    for match in _BRACKET.finditer(address):
        depth += 1 if match[0] == "(" else -1
        if depth < 0:
            return match.start()
    return len(address)


def _web_addresses(text: str, targets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each address; looking for ``://`` is thirty times as fast as a pattern for the whole."""
    for sign in ("://", "www."):
        position = text.find(sign)
        while position >= 0:
            start = position
            if sign == "://" and (scheme := _SCHEME.search(text, max(position - 6, 0), position)):
                start = scheme.start()
            target = bisect_right(targets, start, key=lambda span: span[0]) - 1
            if target >= 0 and start < targets[target][1]:
                position = text.find(sign, targets[target][1])
                continue
            is_start = start < position if sign == "://" else not text[position - 1 : position].isalnum()
            is_start = is_start and not (sign == "www." and text.startswith("://", max(position - 3, 0)))
            if is_start and (match := _ADDRESS.match(text, position)):
                end = entity.start() if (entity := _ENTITY.search(text, position, match.end())) else match.end()
                if start > 1 and text.startswith("](", start - 2):
                    # Even where no link comes of it, the bracket that opened the address closes it.
                    end = match.start() + _closing(match[0])
                yield start, end
                position = text.find(sign, max(end, position + 1))
            else:
                position = text.find(sign, position + 1)


def _base64(text: str) -> Iterator[Zone]:
    """Yield runs of Base64 of 120 characters or more: each holds a window of 60 that starts at a multiple of 60."""
    end = 0
    for position in range(0, len(text), 60):
        if position >= end and _BASE64_WINDOW.match(text, position):
            start = position
            while start > end and _BASE64.match(text, start - 1, start):
                start -= 1
            match = _BASE64.match(text, position)
            end = match.end() if match else position
            if end - start >= 120:
                yield Zone(start, end, ZoneKind.DUMP)


def _without_trailing_marks(url: str) -> str:
    """Drop the marks of the sentence round an address; a closing bracket stays if the address opened it."""
    surplus = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    end = len(url)
    while end and url[end - 1] in ".,;:!?*~_)]":
        mark = url[end - 1]
        if mark in surplus:
            if surplus[mark] <= 0:
                break
            surplus[mark] -= 1
        end -= 1
    return url[:end]


def _disjoint(zones: Iterable[Zone]) -> Iterator[Zone]:
    """Sort zones; the outer one stands for those inside it, and of two that cross the later one is cut."""
    last = 0
    for zone in sorted(zones, key=lambda zone: (zone.start, -zone.end)):
        if zone.end > last:
            if zone.start < zone.end:
                yield Zone(max(zone.start, last), zone.end, zone.kind)
            last = zone.end


def mask(text: str, zones: Iterable[Zone]) -> str:
    """Return ``text`` with each protected character but line ends replaced by :data:`FILLER`."""
    pieces: list[str] = []
    position = 0
    for zone in zones:
        pieces.append(text[position : zone.start])
        if text.find("\n", zone.start, zone.end) < 0:
            pieces.append(FILLER * (zone.end - zone.start))
        else:
            pieces.append(_LINE.sub(lambda line: FILLER * len(line[0]), text[zone.start : zone.end]))
        position = zone.end
    pieces.append(text[position:])
    return "".join(pieces)


class ZoneIndex:
    """Finds the zones that a span meets."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self._zones = zones
        self._starts = [zone.start for zone in zones]

    def meeting(self, start: int, end: int) -> Iterator[Zone]:
        """Yield the zones that share a character with a span; an empty span meets the zone that it stands inside."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        # A slice would copy what may be all zones of a long text.
        for position in range(index, len(self._zones)):
            zone = self._zones[position]
            if zone.start >= max(end, start + 1):
                return
            if (zone.start < end and zone.end > start) or (start == end and zone.start < start < zone.end):
                yield zone
