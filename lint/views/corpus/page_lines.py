"""The lines that a page may have put round its article, as they are compared with those of other pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.content.rows import SENTENCE_END, Row
from lint.views.content.title import Title
from lint.views.zones import FILLER


class PageLine(NamedTuple):
    """A line from ``start`` to ``end``, offsets in code points; ``wording`` is the same wherever it recurs."""

    start: int
    end: int
    wording: str


_FEWEST_LETTERS = 4
# A longer line is a paragraph; whether articles share paragraphs is not asked here.
_LONGEST = 400
# A page puts its lines round the article.  Whoever remembers lines must not remember those of whole books.
_FROM_EACH_END = 100
_OPENING = 3
_SHORT = 16
_WRAP_LEAST, _WRAP_MOST = 20, 60
_NUMBER, _WORD = lazy_pattern(r"\d+"), lazy_pattern(r"[^\W_]+")
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_DATE = lazy_pattern(rf"{_YEAR}.*\d|\d.*{_YEAR}")
# A label of a word or two and a name; a number that stands for itself is no name.
_LABEL, _SEPARATOR = r"\W*[^\W\d_](?:[^\W\d_]| ){0,15}", "[ \u3000]?[:\uff1a|\uff5c/\uff0f]"
_CREDIT = lazy_pattern(rf"{_LABEL}{_SEPARATOR}(?!.*(?<![^\W_])\d)(?=.*[^\W\d_])[^:\uff1a|\uff5c]{{1,40}}\Z")
_NAME = "(?:[A-Z\u00c0-\u00de][\\w.'\u2019-]*|van|von|der|den|de|da|di|del|la|le|al|bin)"
_BYLINE = lazy_pattern(rf"\W*(?:By|Par|Por|Von|Di|Door)(?:,? {_NAME}){{1,6}}\W*\Z")
_ISSUE = lazy_pattern(
    "\u7b2c ?\\d+ ?[\u671f\u7bc7\u56de\u8bdd\u8a71\u96c6\u53f7\u865f]"
    "|\\b(?:issue|vol\\.|volume|episode|part|no\\.) ?#?\\d",
    re.IGNORECASE,
)
_TAG = lazy_pattern(r"<[^<>]*>")
_BOLD = lazy_pattern(r"(?:[-+*>][ \t]+)*(?:\*\*[^*\]]+\*\*|__[^_\]]+__)\Z")


def page_lines(text: str, prose: str, rows: Sequence[Row], title: Title | None) -> tuple[PageLine, ...]:
    """Return the lines of which a page may be the author, each wording once, in order."""
    kept = [rows[number] for number in _candidates(text, rows, title)]
    if len(kept) > 2 * _FROM_EACH_END:
        kept = kept[:_FROM_EACH_END] + kept[-_FROM_EACH_END:]
    found: dict[str, PageLine] = {}
    for row in kept:
        visible = _TAG.sub("", prose[row.start : row.end].replace(FILLER, "")).strip()
        wording = "".join(_WORD.findall(_NUMBER.sub("0", unicodedata.normalize("NFKC", visible).casefold())))
        letters = len(wording) - wording.count("0")
        if letters >= _FEWEST_LETTERS and wording not in found and not _is_own(visible, row):
            found[wording] = PageLine(row.start, row.end, wording)
    return tuple(found.values())


def _candidates(text: str, rows: Sequence[Row], title: Title | None) -> Iterator[int]:
    """Yield the indices of rows that are not part of the article by where they stand."""
    prose_seen = 0
    for number, row in enumerate(rows):
        if row.block is None or row.is_heading or row.is_picture or row.end - row.start > _LONGEST:
            prose_seen += row.is_prose
            continue
        source = text[row.start : row.end].strip()
        # A column opens with its own sentences, in every issue.
        is_opening = prose_seen < _OPENING and not row.is_linked and SENTENCE_END.search(source[-5:]) is not None
        prose_seen += row.is_prose
        is_title = title is not None and title.start <= row.start < title.end
        is_code = "`" in source or "<summary" in source or "](#" in source
        if is_opening or is_title or is_code or _BOLD.match(source):
            continue
        before, after = rows[number - 1] if number else None, rows[number + 1] if number + 1 < len(rows) else None
        if not _is_wrapped(before, row) and not _is_label(row, after):
            yield number


def _is_wrapped(before: Row | None, row: Row) -> bool:
    """Tell whether a line goes on with the one above: a line of a wrapped paragraph is no line of the page."""
    if before is None or before.block is not row.block or not _WRAP_LEAST <= before.length <= _WRAP_MOST:
        return False
    return not before.is_linked and SENTENCE_END.search(before.text[-5:]) is None


def _is_label(row: Row, after: Row | None) -> bool:
    """Tell whether a short line names the code or table below it."""
    return after is not None and after.block is None and not after.is_rule and row.length <= _SHORT


def _is_own(visible: str, row: Row) -> bool:
    """Tell whether a line is the article's own by what it says: a date, the number of an issue, a credit, a byline."""
    if row.length <= _SHORT and (_DATE.search(visible) or _ISSUE.search(visible)):
        return True
    return bool(_CREDIT.match(visible) or _BYLINE.match(visible))
