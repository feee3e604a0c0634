"""Lines that stand in many articles of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from lint import CorpusRule, Document, Meeting, Sight, UsageError, Verdict, hookimpl, option


@dataclass(frozen=True)
class RecurringLine(CorpusRule):
    """A line stands in many articles of a folder.

    Sites put the same lines round every article: buttons, calls, notices, the site's own name.  Scrapers take them
    for text, in wordings and languages that no list of phrases knows; that they recur gives them away.  Lines are
    compared without markup, case, punctuation and the values of numbers; an article counts once, so refrains do not
    matter, and the finding stands at the first such line.  Left alone is what recurs in the articles themselves: code,
    tables, formulas, headings, labels of code, links within the page, dates, bylines and credits, and the sentences
    with which a column opens.  There is no fix: ``boilerplate-line`` removes what it knows, and its option ``extra``
    takes the phrases that are found here.
    """

    share: float = option(0.05, "share of the folder's articles in which a line must stand")
    min_articles: int = option(5, "number of articles in which a line must stand, however small the folder")

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise UsageError(f"option 'share' of rule {self.name!r} must be above 0 and at most 1")

    def sights(self, document: Document) -> Iterator[Sight]:
        for start, end, wording in document.page_lines:
            yield Sight(blake2b(wording.encode(errors="surrogatepass"), digest_size=8).digest(), start, end)

    def judge(self, meeting: Meeting) -> Iterator[Verdict]:
        if meeting.size >= max(self.min_articles, self.share * meeting.articles):
            for line in meeting.occurrences:
                yield Verdict(line, f"stands in {meeting.size} of {meeting.articles} articles")


@hookimpl
def lint_rules() -> tuple[type[RecurringLine]]:
    return (RecurringLine,)
