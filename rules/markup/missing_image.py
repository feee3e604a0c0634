"""Pictures that are gone."""

from __future__ import annotations

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
    is_generic,
    is_nothing,
    is_pixel,
    is_tracker,
    lazy_pattern,
    real_address,
)

_BLANK_LINE = lazy_pattern(r"[ \t]*\n[ \t]*\n")


class MissingImage(Rule):
    """A picture has no address, or that of a placeholder.

    Pages load pictures late: the address in the page is empty or that of a grey point, and a script puts the real one
    in its place.  Other pictures are points that count readers.  Where the tag still names the real picture, that one
    is put in; else the picture goes and its description stays as text, unless it says nothing, such as ``image.png``.
    Both are safe: nobody ever saw what is deleted.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.URL, ZoneKind.HTML, ZoneKind.DUMP})
    trigger = AnyText("![", "<img", "<IMG")
    examples = (
        Bad("One.\n\n![]()\n\nTwo.\n", "One.\n\nTwo.\n"),
        Bad("![Anne Oldfield in 1712]()\n", "Anne Oldfield in 1712\n"),
        Bad('<img src="/blank.gif" data-src="a.jpg" alt="The quay">\n', "![The quay](a.jpg)\n"),
        Good("![The harbour](https://example.com/a.jpg)\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for link in document.links:
            element = link.element
            is_lazy = element is not None and real_address(element) != link.address
            if link.kind is not SpanKind.IMAGE or (link.address.lower().startswith("data:") and not is_lazy):
                continue
            is_point = is_tracker(link.address) or (element is not None and is_pixel(element))
            if not is_point and not is_nothing(link.address):
                continue
            alt = element.attributes.get("alt", "") if element else text[link.text_start : link.text_end]
            real = real_address(element) if element and not is_point else ""
            if real and not is_nothing(real):
                new = f"![{alt}]({real})"
                yield self.report(link.start, link.end, "picture that is loaded late", Edit(link.start, link.end, new))
            elif is_point or is_generic(alt):
                message = "tracking pixel" if is_point else "picture without an address"
                # A bracket in front of it that is no link's, because a blank line follows, would stand alone.
                is_cut = text[link.start - 1 : link.start] == "[" and _BLANK_LINE.match(text, link.end)
                edits = () if is_cut else document.removal.of_span(link.start, link.end)
                yield self.report(link.start, link.end, message, *edits)
            else:
                harm = document.becomes_block(link.start, link.end, alt)
                # Pictures may stand in the description of another one; their own edits must not wait for this one's.
                parts = (Edit(link.start, link.text_start, ""), Edit(link.text_end, link.end, ""))
                edits = () if harm else (Edit(link.start, link.end, alt),) if element else parts
                yield self.report(link.start, link.end, f"picture without an address: {alt[:40]}", *edits)


@hookimpl
def lint_rules() -> tuple[type[MissingImage]]:
    return (MissingImage,)
