"""Pictures in the text itself."""

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
    is_blank_data,
    is_generic,
    real_address,
)


class DataUri(Rule):
    """A picture stands in the text itself, as a long row of letters.

    Pages put small pictures into their source, most often a transparent point that holds the place of a picture
    loaded late.  Deleting such a point, or a drawing of nothing, is safe; a description stays as text.  Any other
    picture may be the figure that the article is about, and is only reported.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.URL, ZoneKind.HTML, ZoneKind.DUMP})
    trigger = AnyText("data:", "DATA:", "Data:")
    examples = (
        Bad(
            "One.\n\n![](data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)\n\nTwo.\n",
            "One.\n\nTwo.\n",
        ),
        Bad("![](data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQ==)\n"),
        Good("A `data:image/gif;base64,` address holds the picture itself.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for link in document.links:
            is_data = link.address.lower().startswith("data:")
            if link.kind is not SpanKind.IMAGE or not is_data:
                continue
            if link.element and real_address(link.element) != link.address:
                continue  # the tag names the real picture: it is loaded late
            if not is_blank_data(link.address):
                yield self.report(link.start, link.end, f"picture of {len(link.address)} characters in the text")
                continue
            text = document.text[link.text_start : link.text_end]
            alt = link.element.attributes.get("alt", "") if link.element else text
            if is_generic(alt):
                edits = document.removal.of_span(link.start, link.end)
            else:
                harm = document.becomes_block(link.start, link.end, alt)
                edits = () if harm else (Edit(link.start, link.end, alt),)
            yield self.report(link.start, link.end, "placeholder of a picture", *edits)


@hookimpl
def lint_rules() -> tuple[type[DataUri]]:
    return (DataUri,)
