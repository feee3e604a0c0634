"""Addresses that a converter broke."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from itertools import chain

from lint import (
    AnyMatch,
    Bad,
    BlockKind,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    apply_edits,
    hookimpl,
    lazy_pattern,
)

_FALSE_ENTITY = lazy_pattern(r"&(\w+);(?=[=_])", re.ASCII)
_PIECE = r"[^\s()<>\[\]]"
_GROUPS = rf"{_PIECE}*(?:\({_PIECE}*\){_PIECE}*)*"
# What stands in the place of an address, up to the bracket that closes it; a title stands in quotation marks.
_TARGET = lazy_pattern(
    rf"""\]\((?P<address>(?:https?://|\.{{0,2}}/){_GROUPS}(?:(?:[ \t]*\n[ \t]*|[ \t]+)(?!["']){_PIECE}{_GROUPS})+)
        (?P<title>\s+"[^"\n]*")?[ \t]*\)""".replace("\n        ", "")
)
# In the place of a link's address it takes the link's brackets along, which are those of a link only when it is whole.
_AUTOLINK = lazy_pattern(r"(?:\]\()?<(?P<address>https?://[^\s<>]+(?:\n[^\s<>]+)+)>\)?")
# Markdown reads it as a title, and the link has no address.
_QUOTED = lazy_pattern(r'"https?://[^\s"()<>\[\]]+"')
# Behind a name it may be a call in a program.
_NAME = lazy_pattern(r"[\w)](?=\[)", re.ASCII)
_TRANSLATED = lazy_pattern(r"\s[./:]|[./:]\s")
_OUTER = lazy_pattern(r"[ \t]*(?:\n[ \t]*)?\]\([^\s()]*\)")
_CLOSED = (ZoneKind.CODE, ZoneKind.TABLE, ZoneKind.MATH, ZoneKind.FRONT_MATTER)
_LINE_BREAK = lazy_pattern(r"[ \t]*\n[ \t]*")


class BrokenUrl(Rule):
    """An address is broken, and leads nowhere.

    Converters wrap lines inside addresses, decode ``%20`` to a space that ends the address, and take ``&from=`` for an
    entity without its semicolon, which gives ``&from;=``.  Joining the lines, putting ``%20`` back and dropping the
    semicolon are safe: that is the address the page had, and so it is without quotation marks round it.  An address
    that was translated, ``www . example . com``, is only reported.  A line break in the text of a link is no defect.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.URL, ZoneKind.REFERENCE, ZoneKind.HTML})
    # A heading ends with its line, and a link in it goes on when its address does.
    creates = frozenset({BlockKind.HEADING})
    trigger = AnyMatch(lazy_pattern(r"\]\(|://"))
    examples = (
        Bad("![](https://example.com/a?fmt=jpeg\n&from=app)\n", "![](https://example.com/a?fmt=jpeg&from=app)\n"),
        Bad("[map](https://example.com/a?x=1&from;=app)\n", "[map](https://example.com/a?x=1&from=app)\n"),
        Bad("[map](https://www . example . com/map)\n"),
        Good("[the long\nway](https://example.com/a?x=1&amp;y=2)\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for match in chain(_TARGET.finditer(text), _AUTOLINK.finditer(text)):
            if any(zone.kind in _CLOSED for zone in document.zone_index.meeting(match.start(), match.start() + 1)):
                continue
            address = _joined(match["address"])
            start, end = match.span("address")
            # A picture in a link: the link too comes into being with the fix, and its address with it.
            last = (_OUTER.match(text, match.end()) or match).end()
            whole = text[match.start() : start] + address.replace(" ", "%20").replace("\t", "%20") + text[end:last]
            edits = () if _TRANSLATED.search(address) else (Edit(match.start(), last, whole),)
            yield self.report(match.start(), match.end(), f"broken address: {address[:60]}", *edits)
        for link in document.links:
            if link.element is None and _QUOTED.fullmatch(link.address):
                start = text.index('"', link.text_end)
                end = start + len(link.address)
                marks = [Edit(start, start + 1, ""), Edit(end - 1, end, "")] * (not _NAME.match(text, link.start - 1))
                yield self.report(link.start, link.end, f"address in quotation marks: {link.address[1:61]}", *marks)
        for zone in document.zones if _FALSE_ENTITY.search(text) else ():
            if zone.kind in self.scope:
                found = _false_entities(text, zone.start, zone.end)
                own = tuple(Edit(offset - 1, offset, "") for offset in found)
                if own:
                    yield self.report(zone.start, zone.end, f"semicolons in an address: {len(own)}", *own)


def _joined(address: str) -> str:
    """Undo line breaks and the semicolons that the same converters add."""
    flat = _LINE_BREAK.sub("", address)
    return apply_edits(flat, (Edit(offset - 1, offset, "") for offset in _false_entities(flat, 0, len(flat))))


def _false_entities(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the ends of what looks like an entity in front of a parameter's value, and is none."""
    for match in _FALSE_ENTITY.finditer(text, start, end):
        if f"{match[1]};" not in html5:
            yield match.end()


@hookimpl
def lint_rules() -> tuple[type[BrokenUrl]]:
    return (BrokenUrl,)
