"""Links and pictures: where their addresses stand, and which addresses lead nowhere."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from lint.patterns import lazy_pattern
from lint.views.markdown import Markdown, Span, SpanKind
from lint.views.markup.tags.elements import Element, find_elements
from lint.views.zones import Zone, ZoneIndex, ZoneKind

# Most targets are an address and nothing else, which is read at once.
_TARGET = lazy_pattern(
    r"""\]\((?:([^\s<>]*)|\s*(?!\s)(?:<([^<>\n]*)>|(\S*?))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*)\)"""
)
_TITLE_ALONE = lazy_pattern('"(?![^"]*://)[^"]*"')
# Attributes in which pages keep the real address of a picture until a script asks for it.
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src", "data-url", "data-lazy")
_HIDDEN = lazy_pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TINY = lazy_pattern(r"\s*[01](?:px)?\s*$", re.IGNORECASE)
_DATA = lazy_pattern(r"data:(?P<type>[\w/+.-]*)(?P<options>(?:;[\w=+-]+)*),", re.IGNORECASE | re.ASCII)
_DRAWING = lazy_pattern(rb"<(?:path|text|image|circle|ellipse|polygon|polyline|line|use|g|rect|foreignObject)\b")
_LONGEST_PLACEHOLDER = 2000
_LONGEST_DESCRIPTION = 2000
# What editors fill in when nobody describes a picture.
_GENERIC = lazy_pattern(
    r"(?:image|img|picture|photo|图片|圖片|图像|圖像|画像|写真|이미지|사진)[ _-]?\d*|alt(?:[ _-]text)?|cover_image"
    r"|enter image description here|loading(?:\.{3}|\u2026)?|lazy(?:[ _-]?load(?:ed)?)?|placeholder|undefined|null",
    re.IGNORECASE,
)
# Scripts that fill in what they do not know write its name.
_NO_ADDRESS = lazy_pattern(r"#?|about:blank|undefined|null|javascript:\S*", re.IGNORECASE)
_FILE_NAME = lazy_pattern(r"\w\.(?:png|jpe?g|gif|webp|svg|bmp)\Z", re.IGNORECASE)
_LONGEST_ENDING = 6
_FAR = 200
# Tags, those whose beginning or end is out of sight, and what links lead to.
_NO_PROSE = lazy_pattern(r"<[^<>]*(?:>|\Z)|\A[^<>]*>|\]\([^()\s]*\)")
_PROSE = lazy_pattern(r"[^\W\d_]")


class Link(NamedTuple):
    """A link or picture, in Markdown or as a tag; ``text_start`` to ``text_end`` is what it shows or describes."""

    kind: SpanKind
    start: int
    end: int
    text_start: int
    text_end: int
    address: str
    element: Element | None = None


def find_links(text: str, markdown: Markdown, zones: Sequence[Zone], zone_index: ZoneIndex) -> tuple[Link, ...]:
    """Return links and pictures that name their own address, in order; those in code and tables are left out."""
    closed = (ZoneKind.CODE, ZoneKind.TABLE, ZoneKind.MATH, ZoneKind.FRONT_MATTER)
    found = []
    for span in markdown.spans:
        if span.kind not in (SpanKind.LINK, SpanKind.IMAGE) or is_overlong(span):
            continue
        target = _TARGET.fullmatch(text, span.inner_end, span.end)
        if target and not any(zone.kind in closed for zone in zone_index.meeting(span.start, span.start + 1)):
            address = next(group for group in target.groups() if group is not None).strip()
            # Converters write a title behind an address that is empty; Markdown reads it as the address.
            address = "" if _TITLE_ALONE.fullmatch(address) else address
            found.append(Link(span.kind, span.start, span.end, span.inner_start, span.inner_end, address))
    return tuple(sorted([*found, *_pictures(text, zones)]))


def is_overlong(span: Span) -> bool:
    """Tell whether a picture holds more than a description.

    Pictures may stand in the description of another one, to any depth; to read all of each would take quadratic time.
    """
    return span.kind is SpanKind.IMAGE and span.inner_end - span.inner_start > _LONGEST_DESCRIPTION


def _pictures(text: str, zones: Iterable[Zone]) -> Iterator[Link]:
    markup = [(zone.start, zone.end) for zone in zones if zone.kind is ZoneKind.HTML]
    for element in find_elements(text, markup) if markup else ():
        if element.name == "img" and element.opener and not _is_word(text, element):
            start, end = element.opener
            yield Link(SpanKind.IMAGE, start, end, start, start, element.attributes.get("src", "").strip(), element)


def _is_word(text: str, element: Element) -> bool:
    """Tell whether a sentence speaks of a tag: that names no address, and prose stands beside it on its line."""
    if real_address(element) or ("src" in element.attributes and element.parent and element.parent.is_pair):
        return False
    before = text[max(element.start - _FAR, 0) : element.start].rpartition("\n")[2]
    after = text[element.end : element.end + _FAR].partition("\n")[0]
    return _PROSE.search(_NO_PROSE.sub("", before + after)) is not None


def real_address(element: Element) -> str:
    """Return the address of a picture's own file: pages that load pictures late keep it in another attribute."""
    attributes = element.attributes
    source = attributes.get("src", "").strip()
    lazy = next((attributes[name].strip() for name in _LAZY if attributes.get(name, "").strip()), "")
    return lazy if lazy and is_nothing(source) else source


def is_pixel(element: Element) -> bool:
    """Tell whether a picture is a point that reports the reader."""
    attributes = element.attributes
    width, height = attributes.get("width", ""), attributes.get("height", "")
    is_tiny = bool(_TINY.match(width) and _TINY.match(height))
    return is_tiny or bool(_HIDDEN.search(attributes.get("style", "")) and real_address(element).find("?") > 0)


def is_nothing(address: str) -> bool:
    """Tell whether an address shows no picture: it is empty, a placeholder, or counts readers."""
    return (
        _NO_ADDRESS.fullmatch(address) is not None
        or is_placeholder(address)
        or is_tracker(address)
        or is_blank_data(address)
    )


def is_placeholder(address: str) -> bool:
    """Tell whether an address is that of a known placeholder."""
    path = address.split("?", 1)[0].split("#", 1)[0].lower()
    return path.rsplit("/", 1)[-1] in known_placeholders()[0]


def is_tracker(address: str) -> bool:
    """Tell whether an address is that of a service that counts readers."""
    return address.lower().split("//", 1)[-1].startswith(known_placeholders()[1])


@cache
def known_placeholders() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return file names of placeholders, and beginnings of addresses of tracking pixels."""
    source = (Path(__file__).parents[2] / "data/placeholders.txt").read_text(encoding="utf-8")
    entries = [line.strip() for line in source.splitlines() if line.strip() and not line.startswith("#")]
    return frozenset(line for line in entries if "/" not in line), tuple(line for line in entries if "/" in line)


def is_blank_data(address: str) -> bool:
    """Tell whether a ``data:`` address holds a picture of a point or two, or a drawing of nothing."""
    match = _DATA.match(address)
    if match is None or len(address) > _LONGEST_PLACEHOLDER:
        return False
    try:
        payload = unquote_to_bytes(address[match.end() :])
        padded = payload + b"=" * (-len(payload) % 4)
        data = base64.b64decode(padded, validate=True) if "base64" in match["options"].lower() else payload
    except (binascii.Error, ValueError):
        return False
    if "svg" in match["type"].lower():
        return not _DRAWING.search(data)
    if data.startswith(b"GIF8") and len(data) >= 10:
        return int.from_bytes(data[6:8], "little") <= 2 and int.from_bytes(data[8:10], "little") <= 2
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        return int.from_bytes(data[16:20], "big") <= 2 and int.from_bytes(data[20:24], "big") <= 2
    return not data


def is_generic(description: str) -> bool:
    """Tell whether a picture's description says nothing about it; words in front of a file's name may say something."""
    words = description.strip()
    is_one_word = len(words.split()) == 1
    return not words or _GENERIC.fullmatch(words) is not None or (is_one_word and ends_in_file_name(words))


def ends_in_file_name(description: str) -> bool:
    """Tell whether a description is a file's name, or words and one; a name may hold blanks."""
    words = description.strip()
    return "\n" not in words and _FILE_NAME.search(words[-_LONGEST_ENDING:]) is not None
