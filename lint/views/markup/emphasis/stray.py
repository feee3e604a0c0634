"""Markers without a partner that may be meant: blanks to fill in, a drawn-out tone, signs of footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint.patterns import lazy_pattern
from lint.views.markdown import Markdown, SpanKind
from lint.views.markup.emphasis.raw import Marker

_QUOTES = "\"'\u201d\u2019)\uff09\u300d\u300f"
_STOP = lazy_pattern(f"[.,;!?\u3002\uff0c\uff1b\uff01\uff1f][{_QUOTES}]?\\Z|\\w[{_QUOTES}]\\Z")
# A drawn-out tone stands behind words and exclamations, a blank to fill in behind a stump or a label.
_CALM_STOP = lazy_pattern(f"[.,;:\u3002\uff0c\uff1b\uff1a][{_QUOTES}]?\\Z")
_PLAIN_WORD = lazy_pattern(f"(?<![\\w~./-])[A-Za-z\u00c0-\u024f][a-z\u00df-\u024f]{{2,}}[{_QUOTES}]?\\Z")
_GOES_ON = lazy_pattern("[ \n][a-z\u00df-\u00ff]|\\Z")
_LONGEST_WORD = 24
# Stars in front of a footnote: a space stands behind them, or the note of a single star above them.
_NOTE = lazy_pattern(r"^[ ]{0,3}(?:(\*{2,3})[ ]|\*[^*\n]+\n\n?[ ]{0,3}(\*\*))\w[^*\n]*$", re.MULTILINE)
_IN_LINE = lazy_pattern(r"[^\S\n]\*{2,3}\w")


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


def footnote_signs(text: str, prose: str, markdown: Markdown, markers: Iterable[Marker]) -> set[str]:
    """Return the runs of stars that stand at a word here and in front of a note there.

    In front of a word they are none where the article has bold text: converters leave half of that behind.
    """
    is_plain = all(span.kind is not SpanKind.STRONG for span in markdown.spans)
    signs = {
        text[start:end]
        for start, end, _ in markers
        if text[max(start - 1, 0) : start].strip() or (is_plain and _IN_LINE.match(text, max(start - 1, 0)))
    }
    return signs & {match[1] or match[2] for match in _NOTE.finditer(prose)} if signs else signs
