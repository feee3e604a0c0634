"""Notes that scrapers leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import (
    Bad,
    Document,
    Edit,
    Finding,
    FurnitureKind,
    Good,
    Rule,
    Safety,
    Stage,
    check_phrases,
    hookimpl,
    lazy_pattern,
    match_phrases,
    option,
)

_TITLE_LABEL = lazy_pattern(r"Title:[ \t]+(?=\S)")
_BODY = "It came in from the west at noon, and the harbour was closed before two o'clock."


@dataclass(frozen=True)
class ScraperBanner(Rule):
    """A scraper has left a note about itself.

    Scrapers, reading views and archives write above or below a text who fetched it, from where, and when; templates
    of translation projects leave names that nobody filled in.  Such a line begins with words that only they write;
    the same words inside a sentence are the article's.  It may be the only pointer to the source, so the fix is
    unsafe.
    """

    stage = Stage.CONTENT
    safety = Safety.UNSAFE
    examples = (
        Bad(
            f"# Storm\n\nURL Source: https://example.org/storm\n\nMarkdown Content:\n{_BODY}\n", f"# Storm\n\n{_BODY}\n"
        ),
        Bad(
            "# 大雨\n\n小懒自动备份\uff0c仅供查阅学习\n\n河边的小路被淹了一半\u3002\n",
            "# 大雨\n\n河边的小路被淹了一半\u3002\n",
        ),
        Good("# 采集\n\n狩猎采集者在河边住了很久\uff0c留下许多石器\u3002\n"),
    )

    extra: frozenset[str] = option(frozenset(), "more phrases, in the notation of lint/data/phrases")

    def __post_init__(self) -> None:
        check_phrases(self.extra)

    def check(self, document: Document) -> Iterator[Finding]:
        found = [(item.start, item.end, item.text) for item in document.furniture if item.kind is FurnitureKind.BANNER]
        if self.extra:
            rows = (row for row in document.rows if row.block and row.start not in document.furniture_lines)
            found += ((row.start, row.end, row.text) for row in rows if match_phrases(row.folded, self.extra))
        if found:
            yield from self.title_label(document, found[0][0])
        for start, end, text in found:
            edits = document.removal.of_lines(start, end)
            yield self.report(*document.whole_lines(start, end), f"note of a scraper: {text[:60]}", *edits)

    def title_label(self, document: Document, note: int) -> Iterator[Finding]:
        """Page readers name the title above their notes; without the label it is the article's title."""
        rows = document.rows[:2]
        if len(rows) == 2 and rows[1].start == note and (label := _TITLE_LABEL.match(document.text, rows[0].start)):
            start, end = label.span()
            edits = () if document.becomes_block(start, end) else (Edit(start, end, ""),)
            yield self.report(start, end, f"note of a scraper: {label[0].rstrip()}", *edits)


@hookimpl
def lint_rules() -> tuple[type[ScraperBanner]]:
    return (ScraperBanner,)
