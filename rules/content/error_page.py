"""Error pages saved as articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import (
    Bad,
    Document,
    Finding,
    Good,
    PhraseKind,
    Rule,
    Safety,
    Stage,
    check_phrases,
    hookimpl,
    is_phrase,
    match_phrases,
    option,
)

_HEAD = 10


@dataclass(frozen=True)
class ErrorPage(Rule):
    """A page that says what went wrong was saved as an article.

    Servers answer scrapers with refusals, puzzles, and notes that a page is gone, mostly as ordinary pages, and the
    scraper saves them.  A whole line that says so and a body too short for an article are both needed, since articles
    about errors quote the same words.  There is no fix: the article is not there.
    """

    stage = Stage.CONTENT
    safety = Safety.MANUAL
    examples = (
        Bad("# 403 Forbidden\n\nYou don't have permission to access this page.\n\nRequest ID: 0a1b2c\n"),
        Good("# Storm\n\nIt came at noon. Nobody had seen it coming, and the harbour was closed.\n"),
    )

    max_length: int = option(400, "length of the body in characters above which it is an article")
    extra: frozenset[str] = option(frozenset(), "more phrases, in the notation of lint/data/phrases")

    def __post_init__(self) -> None:
        check_phrases(self.extra)

    def check(self, document: Document) -> Iterator[Finding]:
        # Such a page begins with what went wrong; further on an article's own page may speak of its loading.
        for row in document.rows[:_HEAD]:
            if is_phrase(PhraseKind.ERROR, row.folded) or (self.extra and match_phrases(row.folded, self.extra)):
                if self._is_short(document):
                    yield self.report(row.start, row.end, f"no article, but an error: {row.text[:60]}")
                return

    def _is_short(self, document: Document) -> bool:
        """Tell whether the body has few letters: blanks are not counted, nor are addresses, which are no words."""
        body = document.prose[document.body :]
        return len(body) <= 100 * self.max_length and sum(map(str.isalnum, body)) <= self.max_length


@hookimpl
def lint_rules() -> tuple[type[ErrorPage]]:
    return (ErrorPage,)
