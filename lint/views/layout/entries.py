"""Lines that begin something of their own: rows, entries of lists without Markdown's markers, speeches, verses.

They may be as long as a program makes lines, and joined they could not be told apart any more.
"""

from __future__ import annotations

from collections.abc import Sequence

from lint.patterns import lazy_pattern
from lint.views.zones import FILLER

_TWICE = 2
_OFTEN = 3
_VERSES = 4
_FEW_CAPITALS = 1 / 3
"""Share of capital words within lines, German nouns among them, below which a capital at the head of each tells."""
_QUOTED = "> \t"

# What begins a line by chance once, but hardly ever twice in a paragraph: numbers, bullets, times, speakers.
_STRONG = (
    r"\(?(?:[ivxlc]{1,6}|[IVXLC]{1,6}|[A-Za-z]|\d{1,3}(?:\.\d{1,3}){0,3})[.)]\s",
    "[(\uff08]?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\\d]{1,3}[\u3001)\uff09\uff0e]",
    r"[(\[<][^\s()\[\]<>]{1,20}[)\]>]\s",
    r"(?:\d{1,2}:\d\d(?::\d\d)?|\d{4}:|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\s",
    "[\u2022\u2023\u2043\u00b7\u30fb\u203b\u2190-\u21ff\u25a0-\u27bf]",
    "[\u00b9\u00b2\u00b3\u2070-\u2089\u2460-\u24ff]",
    r"(?=[^\W\d_a-z])[^\W\d_][^\s:]{0,30}(?: [^\s:]{1,30}){0,2}:\s",
    r"\|",
)
_DASH = "[\u2014\u2013\u2015]"
# What begins lines of prose as well, but not the first line and most of the others.
_WEAK = (
    _DASH,
    '["\u201c\u201e\u00ab\u2039\u300c]',
    "[^\\s:,.;!?\uff1a\uff0c\u3002\uff1b\uff01\uff1f\u201c]{1,8}[:\uff1a]",
    r"o\s",
)
_MARKS = {mark: lazy_pattern(mark) for mark in (*_STRONG, *_WEAK)}
_ANY_MARK = lazy_pattern("|".join(_MARKS))
_COLUMNS = lazy_pattern(r"\S(?: {3,}|[ ]*\t\s*)\S")
_ROMAN = frozenset("ivxlc")
_LEADERS = lazy_pattern(
    r"(?:(?<!\.)\.{4,}|(?<! \.)(?: \.){3,}|(?<!\u2026)\u2026{2,}|(?<!\u00b7)\u00b7{4,}) *[\divxlc]{1,6}\s*\Z"
)
_RULE = lazy_pattern(r"[-+=|_*~.\s]+\Z")
_FIRST_WORD = lazy_pattern(r"\S+")
_SENTENCE_END = lazy_pattern(r"[.!?][\"'\u201d\u2019]?\s+[^\W\d_a-z]")
_END = lazy_pattern("[.!?:;\u2026\u3002\uff01\uff1f][\"')\u201d\u2019]?\\Z")
_WORD = lazy_pattern(r"(?<=\s)[^\W\d_]")
_FULL = 50
_SIGNS = frozenset(f"{FILLER}.")


def entry_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the ``lines`` of a paragraph, from 0, that do not go on with the one before."""
    bare = [line.strip(_QUOTED) for line in lines]
    if _is_list(bare) or _is_verse(bare) or _has_refrain(bare):
        return frozenset(range(len(bare)))
    found = {number for number, line in enumerate(bare) if _RULE.match(line)}
    # A head that a wrap broke fits the delimiters of its table no more; put together it would make one.
    found |= {number - 1 for number in found if "|" in bare[number]}
    found |= {number + 1 for number, line in enumerate(bare) if line.endswith("|")}
    # Most lines begin with a word, and are asked once whether they do.
    marked = [number for number, line in enumerate(bare) if _ANY_MARK.match(line)]
    for mark, pattern in _MARKS.items() if len(marked) >= _TWICE else ():
        alike = [number for number in marked if pattern.match(bare[number])]
        is_weak = mark in _WEAK
        if len(alike) < (_OFTEN if is_weak and mark != _DASH else _TWICE):
            continue
        if not is_weak or (alike[0] == 0 and 2 * len(alike) >= len(bare)):
            found.update(alike)
    rows = [number for number, line in enumerate(bare) if _is_row(line)]
    if len(rows) >= _TWICE:
        found.update(number for row in rows for number in (row, row + 1))
    return frozenset(found)


def _is_row(line: str) -> bool:
    """Tell whether a line is one of a table that is set with spaces, or of contents, by its leaders."""
    # What is cheap is asked first: it says no of nearly every line.
    if ("   " in line or "\t" in line) and _COLUMNS.search(line):
        return True
    end = line.rstrip()[-1:]
    return (end.isdigit() or end in _ROMAN) and _LEADERS.search(line) is not None


def _is_list(lines: Sequence[str]) -> bool:
    """Tell whether most lines begin with the same word."""
    first = [match[0] for line in lines if (match := _FIRST_WORD.match(line))]
    most = max(map(first.count, set(first[:_OFTEN])), default=0)
    return most >= _OFTEN and 2 * most > len(lines)


def _is_verse(lines: Sequence[str]) -> bool:
    """Tell whether each of many lines has a capital letter at its head, and few words within them have.

    A sentence that ends within a line is no verse: there a capital at the head of each line may be chance.  Verse
    whose lines begin with small letters is told by its last line, which is as long as the others.
    """
    if len(lines) < _VERSES or any(_SENTENCE_END.search(line) for line in lines):
        return False
    if not all(line[:1].isupper() for line in lines):
        return all(line[:1].lower() != line[:1].upper() for line in lines) and _is_even(lines)
    words = [word for line in lines for word in _WORD.findall(line)]
    return sum(map(str.isupper, words)) < _FEW_CAPITALS * len(words)


def _is_even(lines: Sequence[str]) -> bool:
    """Tell whether the last of many lines is as long as the others, though no sentence ends there or before.

    A paragraph fills its last line by chance, one in ten, and then ends a sentence.
    """
    shortest = min(map(len, lines[:-1]))
    is_ended = any(_END.search(line) or FILLER in line for line in lines)
    return len(lines[-1]) >= shortest >= _FULL and not is_ended


def _has_refrain(lines: Sequence[str]) -> bool:
    """Tell whether a line of several words comes again: no wrap parts a paragraph so.

    One that a sentence ends in is a sentence of the page that comes twice, one with an address may be another.
    """
    phrases = [
        line for line in lines if len(line.split()) >= _TWICE and _SIGNS.isdisjoint(line) and not _RULE.match(line)
    ]
    return len(set(phrases)) < len(phrases)
