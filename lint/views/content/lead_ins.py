"""Labels that announce links to other articles, and what they take along."""

from __future__ import annotations

from collections.abc import Sequence

from lint.patterns import lazy_pattern
from lint.views.content.menus import Word, is_open
from lint.views.content.phrase_automaton import Match
from lint.views.content.phrases import PhraseKind
from lint.views.content.rows import SENTENCE_END, Row

_LABEL_END = lazy_pattern("[:\uff1a][*_ \\t]*\\Z")
_LONGEST_LABEL_END = 20
_MOST_LINKED, _LONGEST_LINKED = 20, 40


def is_lead_in(row: Row, match: Match, below: Row | None) -> bool:
    """Tell whether a row that is a phrase announces links; ``below`` is the row below it."""
    if row.is_quoted or row.is_listed:
        return False
    if PhraseKind.SEE_ALSO in match.kinds:
        # Pages link their own articles; of what an author lists he says something.
        is_own = row.is_heading or (below and below.is_listed and not below.is_linked)
        return not is_own or (row.is_heading and PhraseKind.LEAD_IN in match.kinds)
    if PhraseKind.LEAD_IN in match.kinds:
        return True
    return PhraseKind.OPEN_LEAD_IN in match.kinds and is_open(row.text.rstrip(":\uff1a"), row.folded)


def end_of_links(text: str, rows: Sequence[Row], words: Sequence[Word], number: int, *, is_tail: bool) -> int:
    """Return the row behind the links that a lead-in announces."""
    stop = number + 1
    while stop < len(rows) and stop - number <= _MOST_LINKED:
        row = rows[stop]
        is_next = row.start <= rows[stop - 1].end + 1
        is_title = 0 < row.length <= _LONGEST_LINKED and not SENTENCE_END.search(row.text[-5:])
        if row.block is None or row.is_heading or row.is_quoted or not (row.is_linked or row.is_picture or is_title):
            break
        if not (row.is_linked or (row.is_listed and is_tail) or (is_next and is_tail) or (is_tail and row.is_picture)):
            break
        below = rows[stop + 1] if stop + 1 < len(rows) else None
        if below and below.block is row.block and not row.is_picture and _goes_on(below):
            break  # a sentence begins with a link
        stop += 1
    return stop


def _goes_on(below: Row) -> bool:
    """Tell whether a sentence goes on in a row."""
    return below.text != "" and not below.is_linked and (below.is_prose or below.text[:1].islower())


def announces(text: str, row: Row, match: Match, below: Row) -> bool:
    """Tell whether a row is the label of what stands below it, or the first line of its item."""
    if row.is_listed and row.block is below.block:
        return True
    if below.is_heading and below.block and row.block:
        return row.is_heading and below.block.level > row.block.level
    # What a label has behind it in its own line may be an address, which a row does not show.
    has_end = _LABEL_END.search(text[max(row.start, row.end - _LONGEST_LABEL_END) : row.end]) is not None
    is_label = row.is_heading or PhraseKind.LEAD_IN in match.kinds or has_end
    if not is_label or below.is_rule or below.is_picture:
        return False
    # A headline may be as long as a sentence, but does not end like one.
    is_headline = row.block is below.block and below.text and not SENTENCE_END.search(below.text[-5:])
    # Where nothing is left of what a label announced, the article goes on below it.
    return bool(below.is_listed or not below.is_prose or is_headline)


def is_cut_teaser(rows: Sequence[Row], match: Match, run: range) -> bool:
    """Tell whether a run that a lead-in begins ends in a link with its summary below, and such a link below that."""
    is_led = PhraseKind.LEAD_IN in match.kinds or PhraseKind.OPEN_LEAD_IN in match.kinds
    if not is_led or run.stop + 1 >= len(rows):
        return False
    link, summary, following = rows[run.stop - 1 : run.stop + 2]
    is_pair = link.is_linked and following.is_linked and not summary.is_linked and summary.block is not None
    return is_pair and not (link.is_heading or summary.is_heading or link.is_listed or len(run) < 2)
