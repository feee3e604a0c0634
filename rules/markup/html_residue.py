"""Tags of HTML in the text."""

from __future__ import annotations

from collections.abc import Iterator

from lint import AnyText, Bad, BlockKind, Container, Document, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl


class HtmlResidue(Rule):
    """Tags of the page stand round the text.

    Scrapers that take a piece of a page as it is, or stop converting at what they do not know, leave ``<p dir>``,
    ``<span style>`` and ``<figure>`` behind.  Unwrapping is safe: text, captions, addresses and descriptions stay;
    paragraphs and line breaks stay apart, also where ``<br>`` parts or ends the lines of a whole body; links, pictures,
    headings, lists and bold text become Markdown; the page's indentation goes, since it would turn text into code.
    Where a line would become a heading or a list by accident, the tags are only reported.  Names of tags in a sentence,
    classes on which an author's site relies, components, and elements for which Markdown has no sign, such as ``<sup>``
    and ``<details>``, stay.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.HTML})
    creates = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, Container.LIST})
    trigger = AnyText("<")
    examples = (
        Bad('<p dir="ltr">The ferry left.</p><p>It was late.</p>\n', "The ferry left.\n\nIt was late.\n"),
        Bad('She said <span style="color: red">no</span>.\n', "She said no.\n"),
        Good("Put the text between <p> and </p>.\n"),
        Good("H<sub>2</sub>O, and press <kbd>Enter</kbd>.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for tags in document.unwrappings:
            names = ", ".join(f"<{name}>" for name in tags.names)
            yield self.report(tags.start, tags.end, f"HTML of the page: {names}", *tags.edits)


@hookimpl
def lint_rules() -> tuple[type[HtmlResidue]]:
    return (HtmlResidue,)
