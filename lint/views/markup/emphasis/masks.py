"""Markers that stand for something else: hidden digits, letters and secrets, ratings, drawn rules, a drawn-out tone."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern
from lint.views.markup.emphasis.runs import Run, is_alone

# By digits, in a short word behind its first letter, behind a word for a secret four stars may hide something.
_MASK = lazy_pattern(
    r"""(?:\d|=|\*{4}[ -]|(?:passw\w*|pwd|token|secret|key|pin|密码|密碼|口令|账号|帐号|帳號|卡号|パスワード|비밀번호)
            (?:[ ]is|为|為|是)?[:\uff1a]?[ ]?)\*{4}(?![\u3400-\u9fff])
        |\*{4}(?:\d|@|[ -]\*{4})|(?<![^\s*])\*{4}[ -]\d
        |(?<![A-Za-z'\u2019])[A-Za-z]\*{4}[A-Za-z]{0,3}(?![A-Za-z])""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_WORD, _LONGEST_LABEL, _FAR = 16, 40, 200
_APART_BEFORE = lazy_pattern("(?:^|[\\s>:\uff1a(\uff08\"'\u201c\u2018\u300c])\\Z", re.MULTILINE)
_APART_BEHIND = lazy_pattern("$|[\\s<)\uff09\"'\u201d\u2019\u300d,.;\uff0c\u3002\uff1b]", re.MULTILINE)
_LINE_END = lazy_pattern(r"[ \t]*$", re.MULTILINE)
# Stars right behind a colon are those of a short label; at the end of a sentence a converter left them.
_LABEL = lazy_pattern("^.{1,24}[:\uff1a](?:\\*\\*)?\\Z|[:\uff1a](?:\\*\\*)?[ \t]+\\Z", re.MULTILINE)
_NAME = lazy_pattern(r"\w[ \t]\Z")
_OPENED = lazy_pattern(r"^[\s>#-]*\*{3}|\s\*{3,}[^\s*]")
_TONED = lazy_pattern("[\u3040-\u318e\u3400-\u9fff\uac00-\ud7a3]")
# A type, or one letter that stands for any.
_POINTER = lazy_pattern(
    r"\b(?:(?:bool|char|const|double|float|int|long|unsigned|void|FILE|[a-z]\w*_t)[ ]?|[A-Z])\Z", re.ASCII
)
_FEWEST_STARS, _DRAWN_STARS, _BLANK = 3, 7, 5


def is_mask(text: str, start: int, end: int) -> bool:
    """Tell whether the stars hide something, by what stands next to them."""
    masks = _MASK.finditer(text, max(start - _LONGEST_WORD, 0), end + _LONGEST_WORD)
    return any(mask.start() <= start and end <= mask.end() for mask in masks)


def is_tone(text: str, run: Run) -> bool:
    """Tell whether tildes draw out what is said: they stand behind a word of Han, kana, Bopomofo or Hangul."""
    return text[run.start] == "~" and _TONED.match(text, max(run.start - 1, 0)) is not None


def is_own_sign(text: str, run: Run, *, is_plain: bool) -> bool:
    """Tell a rating, a secret, a drawn rule, a pointer of C and a blank to fill in from markers that a converter left.

    ``is_plain`` says that the article has no bold text: then no converter wrote markers round the next word either.
    """
    start, end, length = run.start, run.end, run.end - run.start
    if text[start] != "*":
        return text[start] == "_" and length >= _BLANK
    first = max(start - _LONGEST_WORD, 0)
    is_apart = _APART_BEFORE.search(text, first, start) and _APART_BEHIND.match(text, end)
    is_serving = (run.raw_start, run.raw_end) != (start, end)
    if length < _FEWEST_STARS:
        return not is_serving and _POINTER.search(text, first, start) is not None
    if is_serving or not is_apart or is_alone(text, start, end):
        return False
    if length < _DRAWN_STARS and _OPENED.search(text[max(start - _FAR, 0) : start].rpartition("\n")[2]):
        return False  # a partner stands in front of words
    is_rating = is_plain and _NAME.search(text, first, start) and _LINE_END.match(text, end)
    return bool(length >= _DRAWN_STARS or is_rating or _LABEL.search(text, max(start - _LONGEST_LABEL, 0), start))
