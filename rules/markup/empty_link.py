"""Links that show nothing or lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import (
    AnyText,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    SpanKind,
    Stage,
    ZoneKind,
    hookimpl,
    lazy_pattern,
)

# A script that does nothing, or turns the pages of a browser; what attacks and bookmarks run is an article's subject.
# The blanks behind each part belong to it alone: shared by several, many of them could be dealt out in endless ways.
_VOID = r"void\s*(?:\\?\(\s*|\\\s*)?(?:[\w\"']+\s*)?(?:\\?\)\s*|\\\s*)?"
# A function of the page's own that is called with words and numbers, but none of those that attacks and samples call.
_ARGUMENT = r"(?:'[^'\\()]{0,80}'|\"[^\"\\()]{0,80}\"|[\w.-]{1,40})"
_CALL = (
    rf"(?!alert|eval|prompt|confirm|document|fetch|import|console)[a-z_$][\w$.]{{0,60}}"
    rf"\((?:{_ARGUMENT}(?:,\s?{_ARGUMENT}){{0,8}})?\);?(?:\s?return(?: false)?;?)?"
)
_DEAD = lazy_pattern(
    rf"#?|about:blank|javascript:\s*(?:{_VOID}|{_CALL}|(?:(?:window\.)?history\.\w+\([-\d]*\)|;|return false)\s*)?;*",
    re.IGNORECASE,
)
# Links do not nest: without the inner one the brackets round it would be a link.
_OUTER = lazy_pattern(r"[^\[\]\n]{0,200}\][(\[]")
# Spacing tools part a picture's two signs.
_TORN_PICTURE = lazy_pattern(r"(?<!\S)![ \t]{1,3}\Z")
_PICTURE_FILE = lazy_pattern(r"\S{1,2000}\.(?:png|jpe?g|gif|webp|svg|bmp|avif)(?:[?#!@]\S{0,2000})?", re.IGNORECASE)
# ``handlers[name]()`` calls a function.
_CALLEE = lazy_pattern(r"(?:\w|\]\*?)\Z", re.ASCII)
_CALLED = lazy_pattern(r"\[[\w.'\"-]+\]\(\)", re.ASCII)
_NOTHING = lazy_pattern(r"[\s*_~\u200b\u2060\ufeff]*")
# What programs that make pages put behind each heading, to be seen when the pointer is there: a link to the heading.
_HANDLE = lazy_pattern("\\s*(?:#|\u00b6|\U0001f517\ufe0f?)\\s*")


class EmptyLink(Rule):
    """A link has no text, or no address.

    Pages wrap buttons, icons and anchors in links; scrapers drop the icon, or keep what was the handle of a script.
    A link that shows nothing, or only the handle of a heading, is deleted; one that leads nowhere becomes its text.
    Both are safe: a reader loses neither a word nor a way to anywhere.  A link round a picture is not empty, and a
    picture whose mark stands apart is put together again.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.URL})
    trigger = AnyText("](")
    examples = (
        Bad("The ferry left.[](https://example.com/share)\n", "The ferry left.\n"),
        Bad("By [Ann Lee](javascript:void(0);), Monday\n", "By Ann Lee, Monday\n"),
        Good("[![The harbour](a.jpg)](https://example.com/)\n"),
        Good("A `javascript:` link runs a script: [x](javascript:alert(1))\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for link in document.links:
            is_call = _CALLED.match(text, link.start) and _CALLEE.search(text, max(link.start - 2, 0), link.start)
            if link.kind is not SpanKind.LINK or is_call:
                continue
            is_inner = _OUTER.match(text, link.end) is not None
            is_handle = (
                _HANDLE.fullmatch(text, link.text_start, link.text_end) and link.address[:1] == "#" != link.address
            )
            if is_handle or _NOTHING.fullmatch(text, link.text_start, link.text_end):
                torn = _TORN_PICTURE.search(text, max(link.start - 5, 0), link.start)
                if torn:
                    is_picture = _PICTURE_FILE.fullmatch(link.address) and not is_inner
                    whole = (Edit(torn.start() + 1, link.start, ""),) if is_picture else ()
                    yield self.report(torn.start(), link.end, "picture whose mark stands apart", *whole)
                    continue
                gone = () if is_inner else document.removal.of_span(link.start, link.end)
                yield self.report(link.start, link.end, "link without text", *gone)
            elif _DEAD.fullmatch(link.address):
                # The blanks that buttons are padded with would move what stands in a list.
                start, end = _without_padding(document.text, link.start, link.end, link.text_start, link.text_end)
                edits = (Edit(link.start, start, ""), Edit(end, link.end, ""))
                is_harmful = is_inner or document.becomes_block(link.start, start)
                yield self.report(link.start, link.end, "link to nowhere", *(() if is_harmful else edits))


def _without_padding(text: str, start: int, end: int, text_start: int, text_end: int) -> tuple[int, int]:
    """Return a text in a span without the white space at its ends that would stand beside other white space."""
    if not text[max(start - 1, 0) : start].strip():
        while text_start < text_end and text[text_start] in " \t\n":
            text_start += 1
    if not text[end : end + 1].strip():
        while text_start < text_end and text[text_end - 1] in " \t\n":
            text_end -= 1
    return text_start, text_end


@hookimpl
def lint_rules() -> tuple[type[EmptyLink]]:
    return (EmptyLink,)
