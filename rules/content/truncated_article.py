"""Articles that were cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lint import (
    SENTENCE_END,
    Bad,
    Document,
    Finding,
    Good,
    PhraseKind,
    Row,
    Rule,
    Safety,
    Stage,
    hookimpl,
    is_phrase,
    lazy_pattern,
)

# An ellipsis, or how much a feed has cut off.
_BRACKETED = lazy_pattern(
    "[\\[(\uff3b\u3010\uff08]"
    "(?:\\.{3}|\u2026{1,2}|\\+ ?[0-9,]{1,9} (?:more )?(?:char|word)[a-z]{0,6})"
    "[\\])\uff3d\u3011\uff09]\\W*\\Z"
)
# Two dots that are no ellipsis, and part neither folders nor the ends of a range.
_TWO_DOTS = lazy_pattern(r"[^\W\d] ?\.\.(?![./0-9A-Za-z])")
_END = lazy_pattern("[.!?\u3002\uff01\uff1f\u2026~\uff5e:\uff1a;\uff1b\u00bb]\\W*\\Z")
# No sentence ends in these.
_OPEN_END = lazy_pattern(
    "(?:[,\uff0c\u3001]| (?:and|or|the|an?|of|to|in|with|for|that|which|but|by|from|et|ou|les?|une?|des?))\\Z"
)
_NO_PROSE = lazy_pattern(
    "\\A[\\s*_(\\[#>-]|[a-z0-9]\\.[a-z]{2}|https?:|www\\.|@|[~\uff5e]\\W*\\Z|"
    "\u00a9|\\(c\\)|copyright|rights reserved|[|\uff5c\u2022]",
    re.IGNORECASE,
)
_WITHOUT_STOPS = lazy_pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LONG, _OPEN, _MOST_OTHERS = 24, 12, 3
_TEXT = "It came in from the west at noon, and the harbour was closed before two o'clock."


class TruncatedArticle(Rule):
    """The end of the article is missing.

    Feeds carry the first lines of an article and a link to the rest; pages hide it behind a button or a wall.  Such a
    text ends in an ellipsis in brackets, in two dots, in words like "continue reading", or in the middle of a sentence.
    Essays may end in an ellipsis; credits, headings, lists, links and code end in no full stop, and languages without
    full stops say nothing.  There is no fix: only the page knows the rest.
    """

    stage = Stage.CONTENT
    safety = Safety.MANUAL
    examples = (
        Bad(f"# Storm\n\n{_TEXT}\n\nContinue reading\n"),
        Bad(f"# Storm\n\n{_TEXT} Before that, nobody on the quay had [\u2026]\n"),
        Bad(f"# Storm\n\n{_TEXT} Nobody was hurt, but the\n"),
        Good(f"# Storm\n\n{_TEXT}\n\nPhoto: Ann Lee\n"),
        Good(f"# Storm\n\n{_TEXT} And then\u2026\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for row in reversed(document.rows):
            if is_phrase(PhraseKind.CUT, row.folded) and not row.is_quoted:
                yield self.report(row.start, row.end, f"the rest is elsewhere: {row.text[:60]}")
                return
            # What the page says below the article is not its end.
            if row.text and row.start not in document.furniture_lines:
                before = (other for other in reversed(document.rows) if other.is_prose and other.start < row.start)
                if _is_cut(document, row, list(islice(before, _MOST_OTHERS))):
                    yield self.report(row.start, row.end, f"the last sentence stops: {row.text[-40:]}")
                return
            if not row.text and not row.is_picture:
                return


def _is_cut(document: Document, row: Row, others: list[Row]) -> bool:
    if row.is_heading or row.is_listed or row.is_quoted or row.is_linked:
        return False
    text = row.text.rstrip("*_ ")
    if _BRACKETED.search(text[-30:]):
        return True
    if text.endswith("..") and _TWO_DOTS.search(text[-4:]):
        # Who ends other sentences so ends the last one so, too.
        return len(_TWO_DOTS.findall(document.prose, 0, row.end)) < 2
    source = document.text[row.start : row.end]
    if row.length < _OPEN or _END.search(text[-10:]) or _WITHOUT_STOPS.search(text) or _NO_PROSE.search(source):
        return False
    if _OPEN_END.search(text[-10:]):
        return True
    # A last word in capitals may be a name at the end of a credit; a writer of full stops writes the last one too.
    is_word = text[-1].isalpha() and not text.rsplit(None, 1)[-1][0].isupper()
    has_stops = bool(others) and all(SENTENCE_END.search(other.text[-5:]) for other in others)
    return row.length >= _LONG and is_word and has_stops


@hookimpl
def lint_rules() -> tuple[type[TruncatedArticle]]:
    return (TruncatedArticle,)
