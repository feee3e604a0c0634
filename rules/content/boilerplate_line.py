"""Lines that ask the reader for something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import (
    Bad,
    Document,
    Finding,
    FurnitureKind,
    Good,
    Rule,
    Safety,
    Stage,
    check_phrases,
    hookimpl,
    match_phrases,
    option,
)

_BODY = "It came in from the west at noon, and the harbour was closed before two o'clock."


@dataclass(frozen=True)
class BoilerplateLine(Rule):
    """A line asks for shares, follows or clicks, or steers to other pages.

    Pages put such lines between the paragraphs of an article, and scrapers cannot tell them from its text: whole short
    lines that say share, subscribe, follow, scan, read more, advertisement, and the list of links that such a line
    announces.  The phrases of many languages stand in ``lint/data/phrases``; a phrase inside a sentence is none.
    Bylines, sources and licences stay.  What goes was visible text, so the fix is unsafe.
    """

    stage = Stage.CONTENT
    safety = Safety.UNSAFE
    examples = (
        Bad(f"{_BODY}\n\nFollow us on Twitter!\n\n{_BODY}\n", f"{_BODY}\n\n{_BODY}\n"),
        Bad(f"{_BODY}\n\nAdvertisement\n", f"{_BODY}\n"),
        Good(f"{_BODY}\n\nTwitter seemed confused by the storm.\n"),
    )

    extra: frozenset[str] = option(frozenset(), "more phrases, in the notation of lint/data/phrases")

    def __post_init__(self) -> None:
        check_phrases(self.extra)

    def check(self, document: Document) -> Iterator[Finding]:
        calls = (item for item in document.furniture if item.kind is FurnitureKind.CALL)
        found = [(item.start, item.end, item.text, item.is_bound) for item in calls]
        if self.extra:
            rows = (row for row in document.rows if row.block and row.start not in document.furniture_lines)
            found += ((row.start, row.end, row.text, False) for row in rows if match_phrases(row.folded, self.extra))
        for start, end, text, is_bound in found:
            # What a label announces would look like a part of the article without it.
            edits = () if is_bound else document.removal.of_lines(start, end)
            yield self.report(*document.whole_lines(start, end), f"line of the page: {text[:60]}", *edits)


@hookimpl
def lint_rules() -> tuple[type[BoilerplateLine]]:
    return (BoilerplateLine,)
