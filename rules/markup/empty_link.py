"""Links that show nothing or lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint import AnyText, Bad, Document, Edit, Finding, Good, Rule, Safety, SpanKind, Stage, ZoneKind, hookimpl

# A script that does nothing, or turns the pages of a browser; what attacks and bookmarks run is an article's subject.
_DEAD = re.compile(
    r"#?|about:blank|javascript:\s*(?:void\s*\\?\(?\s*[\w\"']*\s*\\?\)?|(?:window\.)?history\.\w+\([-\d]*\)"
    r"|;|return false)?\s*;*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[\s*_~\u200b\u2060\ufeff]*")


@dataclass(frozen=True)
class EmptyLink(Rule):
    """A link has no text, or no address.

    Pages wrap buttons, icons and anchors in links; scrapers drop the icon, or keep what was the handle of a script.
    A link that shows nothing is deleted; one that leads nowhere becomes its text.  Both are safe: a reader loses
    neither a word nor a way to anywhere.  A link round a picture is not empty.
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
            if link.kind is not SpanKind.LINK:
                continue
            if _NOTHING.fullmatch(text, link.text_start, link.text_end):
                yield self.report(
                    link.start, link.end, "link without text", *document.without_span(link.start, link.end)
                )
            elif _DEAD.fullmatch(link.address):
                # The blanks that buttons are padded with would move what stands in a list.
                start, end = document.without_padding(link.start, link.end, link.text_start, link.text_end)
                edits = (Edit(link.start, start, ""), Edit(end, link.end, ""))
                is_harmful = document.becomes_block(link.start, start)
                yield self.report(link.start, link.end, "link to nowhere", *(() if is_harmful else edits))


@hookimpl
def lint_rules() -> tuple[type[EmptyLink]]:
    return (EmptyLink,)
