"""Articles without a body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import Bad, BlockKind, Document, Finding, Good, Rule, Safety, Stage, TitleKind, hookimpl, lazy_pattern, option

# Pictures, code, and components that a page builder fills.
_FIGURE = lazy_pattern(r"!\[|<(?:img|video|iframe|audio|embed|object)\b|<[A-Z][a-z]|```|~~~")

# What programs print for a text that they do not have.
_NO_VALUE = lazy_pattern(r"\b(?:None|null|undefined|NaN)\b")


@dataclass(frozen=True)
class EmptyArticle(Rule):
    """The article has no body, or next to none.

    A page that builds its text by script, or keeps it behind a wall, gives a scraper a title and nothing below it.
    Titles, captions of nothing and lines of the page do not count as a body; code, tables and pictures do, unless the
    option says otherwise.  There is no fix: the text is not there.
    """

    stage = Stage.CONTENT
    safety = Safety.MANUAL
    examples = (
        Bad("# Storm closes the harbour\n"),
        Bad("---\ntitle: Storm\n---\n\n"),
        Good("# Storm\n\nIt came in from the west at noon, and the harbour was closed before two.\n"),
        Good("# Storm\n\n![waves over the pier](pier.jpg)\n"),
    )

    min_length: int = option(2, "letters that a body needs; Han, kana and Hangul count twice")
    figures: bool = option(True, "whether pictures, videos and code make a body")

    def check(self, document: Document) -> Iterator[Finding]:
        if not document.text.strip() and not document.body:
            return
        text, body = document.text, document.body
        if len(text) - body > 100 * self.min_length + 10_000:
            return
        if self.figures and (_FIGURE.search(text, body) or self._has_code(document)):
            return
        headings = (block for block in document.markdown.blocks if block.kind is BlockKind.HEADING)
        taken = [(item.start, item.end) for item in document.furniture]
        taken += ((heading.start, heading.end) for heading in headings)
        if document.title and document.title.kind is not TitleKind.FRONT_MATTER:
            taken.append((document.title.start, document.title.end))
        pieces, position = [], body
        for start, end in sorted(taken):
            pieces.append(document.prose[position : max(start, position)])
            position = max(position, end)
        pieces.append(document.prose[position:])
        rest = _NO_VALUE.sub("", "".join(pieces))
        letters = 0
        # Most articles have enough of them in their first word.
        for char in filter(str.isalpha, rest):
            if letters >= self.min_length:
                break
            letters += 2 if char > "\u2e80" else 1
        if letters < self.min_length:
            # A place, not the whole text: what else is wrong with the little there is must be told as well.
            yield self.report(
                body, body, f"no body: {letters} letter{'s' if letters > 1 else ''}" if letters else "no body"
            )

    @staticmethod
    def _has_code(document: Document) -> bool:
        """Tell whether a block of code stands below the title; centred verse and indented prose look like one."""
        return any(
            block.kind in (BlockKind.CODE, BlockKind.INDENTED_CODE) and block.start > document.body
            for block in document.markdown.blocks
        )


@hookimpl
def lint_rules() -> tuple[type[EmptyArticle]]:
    return (EmptyArticle,)
