"""Articles that a collection holds twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from lint import Across, CorpusRule, Document, Meeting, Sight, Verdict, hookimpl, option


@dataclass(frozen=True)
class DuplicateArticle(CorpusRule):
    """An article has the same text as another one.

    Crawlers reach one article by several addresses, sources print each other, and exports run twice.  A collection that
    holds a text more often than others counts it more often, and a model learns it by heart.  Texts are compared as a
    reader sees them: front matter, markup, addresses, pictures, case, width, white space and punctuation do not count,
    code and tables do.  The finding stands at each later copy, by path and row, and names the first.  Articles of next
    to no text are never copies.  There is no fix: which copy should stay is for the owner to say, and no rule deletes
    an article.
    """

    across = Across.CORPUS

    min_length: int = option(50, "letters and digits below which an article is too short to be a copy")

    def sights(self, document: Document) -> Iterator[Sight]:
        # Spaces go too: a hard wrap in Chinese leaves one where the original has none.
        text = document.wording.replace(" ", "")
        if len(text) >= self.min_length:
            yield Sight(blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest())

    def judge(self, meeting: Meeting) -> Iterator[Verdict]:
        first = next(meeting.occurrences)
        for copy in meeting.occurrences:
            yield Verdict(copy, f"same text as {first.named_at(copy)}")


@hookimpl
def lint_rules() -> tuple[type[DuplicateArticle]]:
    return (DuplicateArticle,)
