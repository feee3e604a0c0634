"""Articles that are nearly the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import (
    Across,
    CorpusRule,
    Document,
    Meeting,
    Need,
    Occurrence,
    Sight,
    Sketch,
    UsageError,
    Verdict,
    hookimpl,
    option,
    sketch_text,
)

# One key may bring together a whole data set, so each article is compared with a few others alone.
_LEADERS, _REMEMBERED = 32, 100_000


@dataclass(frozen=True)
class NearDuplicateArticle(CorpusRule):
    """An article has nearly the same text as another one.

    Sources print each other's articles with another headline or last paragraph, and a page that is crawled again brings
    other links along.  Compared are the runs of five words, or of five characters in Chinese and Japanese, that a
    reader sees: the share that two articles have in common (Jaccard's index) must reach ``threshold``.  The finding
    stands at the later article and names an earlier one; copies to the letter are left to ``duplicate-article``.  Posts
    below ``min-length`` are too short to judge, and two articles of less than 600 words are no copies if each holds a
    number that the other lacks: notices are written from a template, and their dates and prices are what they say.
    There is no fix: which version should stay is for the owner to say.

    The index is estimated, by MinHash.  With the default threshold, of pairs with an index of 0.7 it reports 1 of 1000,
    of 0.75 4 of 100, of 0.8 half, of 0.85 98 of 100, of 0.9 and more 999 of 1000.  The rule is off by default because
    it takes the extra ``seedlint[data]``.
    """

    across = Across.CORPUS
    default = False
    needs = Need("rensa", "seedlint[data]")

    threshold: float = option(0.8, "share of phrases in common from which articles are nearly the same")
    min_length: int = option(100, "words, or characters in Chinese and Japanese, below which an article is not judged")

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise UsageError(f"option 'threshold' of rule {self.name!r} must be above 0 and at most 1")

    def sights(self, document: Document) -> Iterator[Sight]:
        if found := sketch_text(document.wording, self.threshold, self.min_length):
            sketch, keys = found
            # One value for all keys: between processes it travels once.
            value = sketch.packed()
            for key in keys:
                yield Sight(key, value=value)

    def judge(self, meeting: Meeting) -> Iterator[Verdict]:
        leaders: list[tuple[Occurrence, Sketch]] = []
        texts: set[bytes] = set()
        for article in meeting.occurrences:
            sketch = Sketch.unpacked(bytes(article.value))  # type: ignore[arg-type]
            if sketch.text in texts:
                continue
            if len(texts) < _REMEMBERED:
                texts.add(sketch.text)
            for leader, other in leaders:
                likeness = sketch.likeness(other)
                if likeness >= self.threshold and not sketch.is_other_notice(other):
                    name = leader.named_at(article)
                    # The estimate may be 1, though these are no copies to the letter.
                    share = min(likeness, 0.99)
                    yield Verdict(article, f"nearly the same text as {name}: {share:.0%} of the phrases in common")
                    break
            else:
                if len(leaders) < _LEADERS:
                    leaders.append((article, sketch))


@hookimpl
def lint_rules() -> tuple[type[NearDuplicateArticle]]:
    return (NearDuplicateArticle,)
