"""The buttons and hints of an app's reading view, as they stand behind an article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lint.patterns import lazy_pattern
from lint.views.content.phrase_notation import fold
from lint.views.content.phrases import PhraseKind, count_phrases, is_phrase
from lint.views.content.rows import Row

_SIGNS = lazy_pattern(r"[\W_]{1,40}\Z")
# A key of the pad on which readers type what they give.
_KEY = lazy_pattern(r"\d\Z")
_GAPS = lazy_pattern(r"[\W_]+")
_FEWEST_PHRASES, _FEWEST_SIGNS = 3, 3
# The name of an author or an account may stand between an app's buttons.
_MOST_UNKNOWN, _LONGEST_UNKNOWN = 2, 10
_KINDS = (PhraseKind.APP, PhraseKind.APP_BUTTON, PhraseKind.BUTTON)


@lru_cache(maxsize=4096)
def _is_app(folded: str) -> bool:
    """Tell whether a folded text is made of an app's phrases and of words of buttons."""
    return count_phrases(folded, _KINDS) > 0


def find_app(rows: Sequence[Row]) -> int:
    """Return the row from which on nothing but an app's own words stands; the number of rows if there is none.

    Three different phrases are needed, or one and a ladder of lines that hold a sign and nothing else.
    """
    found: set[str] = set()
    signs = unknown = 0
    first = len(rows)
    for number in range(len(rows) - 1, -1, -1):
        row = rows[number]
        if row.is_rule or _KEY.match(row.text):
            continue
        if row.block is None or row.is_quoted or row.is_heading:
            break
        if _is_app(row.folded):
            parts = [row.folded] if is_phrase(PhraseKind.APP, row.folded) else map(fold, _GAPS.split(row.text))
            found.update(part for part in parts if is_phrase(PhraseKind.APP, part))
            first, unknown = number, 0
        elif row.text and _SIGNS.match(row.text):
            signs, first, unknown = signs + 1, number, 0
        elif row.text and (row.is_prose or row.length > _LONGEST_UNKNOWN or unknown == _MOST_UNKNOWN):
            break
        else:
            unknown += bool(row.text)
    is_app = len(found) >= _FEWEST_PHRASES or (found and signs >= _FEWEST_SIGNS)
    return first if is_app else len(rows)
