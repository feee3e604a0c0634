"""Underscores and tildes behind a word: debris, or a blank to fill in and a drawn-out tone."""

from __future__ import annotations

from lint.patterns import lazy_pattern

_QUOTES = "\"'\u201d\u2019)\uff09\u300d\u300f"
_STOP = lazy_pattern(f"[.,;!?\u3002\uff0c\uff1b\uff01\uff1f][{_QUOTES}]?\\Z|\\w[{_QUOTES}]\\Z")
# A drawn-out tone stands behind words and exclamations, a blank to fill in behind a stump or a label.
_CALM_STOP = lazy_pattern(f"[.,;:\u3002\uff0c\uff1b\uff1a][{_QUOTES}]?\\Z")
_PLAIN_WORD = lazy_pattern(f"(?<![\\w~./-])[A-Za-z\u00c0-\u024f][a-z\u00df-\u024f]{{2,}}[{_QUOTES}]?\\Z")
_GOES_ON = lazy_pattern("[ \n][a-z\u00df-\u00ff]|\\Z")
_LONGEST_WORD = 24


def is_stray_behind(text: str, start: int, end: int) -> bool | None:
    """Tell whether the only two underscores or tildes of a text are debris where they stand behind a word or a mark.

    None says that they most likely are, but may be a tone.
    """
    if text[start] not in "_~" or end - start != 2 or text[end : end + 1].strip():
        return False
    first = max(start - _LONGEST_WORD, 0)
    if (_CALM_STOP if text[start] == "~" else _STOP).search(text, first, start):
        return True
    if _PLAIN_WORD.search(text, first, start) and _GOES_ON.match(text, end):
        return True if text[start] == "_" else None
    return False
