"""Pictures without a description."""

from __future__ import annotations

from collections.abc import Iterator

from lint import (
    AnyText,
    Bad,
    Document,
    Finding,
    Good,
    Rule,
    Safety,
    SpanKind,
    Stage,
    ZoneKind,
    ends_in_file_name,
    hookimpl,
    is_generic,
    is_overlong,
)


class ImageWithoutAlt(Rule):
    """A picture has no description.

    Scrapers keep the address of a picture and drop its alternative text, or find none; a name such as ``image.png``
    says no more.  Readers who cannot see the picture, and models that only read, lose it.  There is no fix: what the
    picture shows stands nowhere in the text.  The rule is off by default, since well-kept texts often lack it too.
    """

    stage = Stage.MARKUP
    safety = Safety.MANUAL
    default = False
    scope = frozenset({ZoneKind.TABLE})
    trigger = AnyText("![")
    examples = (
        Bad("![](https://example.com/a.jpg)\n"),
        Bad("![image.png](https://example.com/a.jpg)\n"),
        Good("![The harbour at dawn](https://example.com/a.jpg)\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for span in document.markdown.spans:
            if span.kind is SpanKind.IMAGE and not is_overlong(span):
                alt = document.text[span.inner_start : span.inner_end].strip()
                if is_generic(alt) or ends_in_file_name(alt):
                    yield self.report(span.start, span.end, f"picture without a description{f': {alt}' if alt else ''}")


@hookimpl
def lint_rules() -> tuple[type[ImageWithoutAlt]]:
    return (ImageWithoutAlt,)
