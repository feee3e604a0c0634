"""How to write emphasis so that CommonMark sees it: marks and blanks at its edges move out, or a space parts it."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern
from lint.views.markdown import Markdown, SpanKind
from lint.views.markup.emphasis.raw import BrokenPair
from lint.views.markup.emphasis.runs import is_mark

_MARKS = ",.:;!?\u2026\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f"
_MARK = lazy_pattern(rf"[{_MARKS}]")
_NEEDS_NO_SPACE = lazy_pattern(rf"[{_MARKS}()\[\]{{}}\u2018\u2019\u201c\u201d\u3001-\u3011\uff08\uff09]")
_SPACED = lazy_pattern(rf"[{_MARKS}][*_]+ [\u2e80-\u9fff]")
_SENTENCE_START = lazy_pattern(r"(?:^|[.!?\u3002\uff01\uff1f])[\s>*+-]*\Z", re.MULTILINE)
_WIDE = lazy_pattern("[\u2e80-\u9fff\uff00-\uffef]")
_LETTERS_WITHOUT_BLANKS = lazy_pattern("[\u2e80-\u9fff]")
_BRACKETS = {"(": ")", "[": "]", '"': '"', "\u300c": "\u300d", "\u300e": "\u300f", "\u300a": "\u300b"}
_BRACKETS |= {"\u3010": "\u3011", "\uff08": "\uff09", "\u201c": "\u201d", "\u2018": "\u2019"}
# What stands in front of an emphasis is looked at so far back, to tell whether it begins a sentence.
_FAR = 12


def sets_spaces(text: str, markdown: Markdown) -> bool:
    """Tell whether bold text that ends in a mark has a space behind it here, rather than the mark."""
    spaces = 0
    for span in markdown.spans:
        if span.kind is SpanKind.STRONG:
            spaces -= bool(_MARK.match(text, span.end))
            spaces += bool(_SPACED.match(text, span.inner_end - 1))
    return spaces > 0


def mended(text: str, pair: BrokenPair, *, spaced: bool) -> str | None:
    """Return the pair written so that it works; None if it holds no word.

    With ``spaced``, the article sets a space behind a mark inside of the emphasis, where that begins a sentence.
    """
    inner = text[pair.inner_start : pair.inner_end]
    core = inner.strip()
    if not any(map(str.isalnum, core)):
        return None
    before, after = text[max(pair.start - 1, 0) : pair.start], text[pair.end : pair.end + 1]
    lead = _moved(inner[: len(inner) - len(inner.lstrip())], before, core[0])
    tail = _moved(inner[len(inner.rstrip()) :], after, core[-1])
    before, after = lead or before, tail or after
    is_title = spaced and _SENTENCE_START.search(text, max(pair.start - _FAR, 0), pair.start)
    # A pattern for marks at the end would try each of a long row of them that stands elsewhere.
    marks = "" if is_title else core[len(core.rstrip(_MARKS)) :]
    is_closed = not _breaks(core[-1], after)
    if not is_closed and marks and (_WIDE.match(marks[0]) or _WIDE.match(after)):
        core, tail, is_closed = core[: -len(marks)], marks + tail, True
    if (not is_closed or _breaks(core[0], before)) and _is_bracketed(core) and not spaced:
        lead, core, tail, is_closed = lead + core[0], core[1:-1], core[-1] + tail, True
    elif _breaks(core[0], before):
        lead += " "
    tail = tail if is_closed else f" {tail}"
    opener, closer = text[pair.start : pair.inner_start], text[pair.inner_end : pair.end]
    if opener == closer == "__" and (before.isalnum() or after.isalnum()):
        opener = closer = "**"  # underscores never work beside a letter
    return lead + opener + core + closer + tail


def _moved(blank: str, outer: str, inner: str) -> str:
    """Return what a blank inside becomes outside: nothing beside another one or a mark, or between Han."""
    is_between_han = _LETTERS_WITHOUT_BLANKS.match(outer) and _LETTERS_WITHOUT_BLANKS.match(inner)
    if not blank or not outer.strip() or _NEEDS_NO_SPACE.match(outer) or is_between_han:
        return ""
    return "\n" if "\n" in blank else " "


def _is_bracketed(core: str) -> bool:
    inner = core[1:-1]
    return bool(inner) and _BRACKETS.get(core[0]) == core[-1] and core[0] not in inner and core[-1] not in inner


def _breaks(edge: str, outer: str) -> bool:
    """Tell whether a marker between a mark inside and a letter outside is none to CommonMark."""
    return bool(outer.strip()) and is_mark(edge) and not is_mark(outer)
