"""Paragraphs of Chinese prose that are indented with ideographic spaces, as print does it.

In print the indent marks the paragraph; a text file has line ends for that.  In Japanese, in verse and inside a line
the same character is typography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.lines import Line
from lint.views.script.writing import Writing, WritingIndex

IDEOGRAPHIC_SPACE = "\u3000"


class Indent(NamedTuple):
    """White space from ``start`` to ``end`` that begins a line and holds an ideographic space."""

    start: int
    end: int


class _Indented(NamedTuple):
    line: int
    indent: Indent
    is_prose: bool
    is_verse: bool


# Fewer paragraphs may be a poem, a sign or a list; they show no habit.
_ENOUGH_PARAGRAPHS = 5
_INDENT = lazy_pattern(r"^[ \t\u00a0\u2000-\u200a]*\u3000[ \t\u00a0\u2000-\u200a\u3000]*(?=[^\s\u3000])", re.MULTILINE)
_PROSE_LENGTH = 25
_SENTENCE_END = lazy_pattern("[\u3002\uff01\uff1f]")
_PAUSE = lazy_pattern("[\uff0c\u3002\uff01\uff1f\uff1b\u3001]")


def find_indents(prose: str, lines: Sequence[Line], writing: WritingIndex) -> tuple[Indent, ...]:
    """Return the indents of paragraphs, in order; none in a text that is no Chinese prose."""
    if IDEOGRAPHIC_SPACE not in prose or writing.whole is not Writing.CHINESE:
        return ()
    if sum(_is_prose(prose, line, writing) for line in lines) < _ENOUGH_PARAGRAPHS:
        return ()
    indented = list(_indented(prose, lines, writing))
    usual = {prose[slice(*item.indent)] for item in indented if item.is_prose}
    others = {item.line for item in indented if not item.is_prose}
    return tuple(
        item.indent
        for item in indented
        if item.is_prose
        # A heading is set as the paragraphs round it; of several short lines together nobody knows.
        or (
            not item.is_verse
            and prose[slice(*item.indent)] in usual
            and others.isdisjoint((item.line - 1, item.line + 1))
        )
    )


def _indented(prose: str, lines: Sequence[Line], writing: WritingIndex) -> Iterator[_Indented]:
    starts = {line.start: number for number, line in enumerate(lines)}
    for match in _INDENT.finditer(prose):
        number = starts[match.start()]
        line = lines[number]
        if writing.at(line.start) is not Writing.JAPANESE:
            is_verse = _is_verse(_visible(prose, line))
            yield _Indented(number, Indent(*match.span()), _is_prose(prose, line, writing), is_verse)


def _is_prose(prose: str, line: Line, writing: WritingIndex) -> bool:
    """Tell a paragraph from a line of verse, a heading or a byline."""
    if line.blank or writing.at(line.start) is not Writing.CHINESE:
        return False
    visible = _visible(prose, line)
    if len(visible) >= _PROSE_LENGTH:
        return _PAUSE.search(visible) is not None
    return _SENTENCE_END.search(visible) is not None and not _is_verse(visible)


def _visible(prose: str, line: Line) -> str:
    return prose[line.start : min(line.end, line.start + 4 * _PROSE_LENGTH)].strip(" \t\u00a0\u3000")


def _is_verse(text: str) -> bool:
    """Tell whether the pauses part a short line evenly."""
    lengths = {len(part) for part in _PAUSE.split(text) if part}
    return len(text) < _PROSE_LENGTH and len(lengths) == 1 and bool(_PAUSE.search(text[:-1]))
