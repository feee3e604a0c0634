"""Brackets and quotation marks whose partner is missing, of another width, or turned the wrong way.

Paragraph by paragraph, each kind on its own: a pair that several paragraphs share, as in a long quotation, is none of
the three, nor is a quotation that each of its paragraphs opens anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from lint.edit import Edit
from lint.patterns import lazy_pattern
from lint.views.markdown import BlockKind, Markdown
from lint.views.script.writing import Writing, WritingIndex
from lint.views.zones import FILLER


class Fault(str, Enum):
    """What is wrong with a bracket."""

    WIDTH = "width"
    """One of a pair is full-width, the other half-width."""
    DIRECTION = "direction"
    """One of a pair of quotation marks, or both, look the wrong way."""
    LONE = "lone"
    """There is no partner."""


class BadBracket(NamedTuple):
    """A faulty bracket, or a pair with all between; ``edits`` make it right, or are none if nobody can tell how.

    They are certain for a pair of mixed width round plain text; beside code or a link a bracket may belong to that.
    """

    start: int
    end: int
    fault: Fault
    edits: tuple[Edit, ...] = ()
    is_certain: bool = False


class _Pair(NamedTuple):
    opener: int
    closer: int


_FULL, _HALF = "\uff08\uff09", "()"
_ROUND = _FULL + _HALF
_QUOTES = "\u201c\u201d"
_CORNER, _HALF_CORNER = "\u300c\u300d", "\uff62\uff63"
_KINDS = (_ROUND, _CORNER + _HALF_CORNER, "\u300e\u300f", "\u300a\u300b", "\u3008\u3009", "\u3010\u3011")
_TWO_WIDTHS = 2
_NARROW = frozenset(_HALF + _HALF_CORNER)
_KIND_OF = {char: number for number, kind in enumerate(_KINDS) for char in kind}
_OPENERS = frozenset("".join(kind[::2] for kind in _KINDS))
_BRACKET = lazy_pattern(f"[{re.escape(''.join(_KINDS))}]")
_QUOTE = lazy_pattern(f"[{_QUOTES}]")
_SIGN = lazy_pattern(f"[{re.escape(''.join(_KINDS) + _QUOTES)}]")
_PLAIN_PAIRS = [kind[place : place + 2] for kind in (_QUOTES, *_KINDS) for place in range(0, len(kind), 2)]
# In these the marks point elsewhere: German and Polish, and the guillemets that nest with them.
_OTHER_QUOTE = lazy_pattern("[\u201e\u201f\u201a\xab\xbb]")
_NORDIC = lazy_pattern("[\u00e4\u00e5\u00c4\u00c5]")
# A face has no two letters side by side.
_WORD = lazy_pattern(r"[^\W_]{2}|[\u3041-\u30fa\u3400-\u9fff]")
_LABEL = lazy_pattern("[0-9]|^[A-Za-z]$")
_LONGEST_FACE = 12
# ``1)``, ``a)`` and the like number an item; ``:)`` is a face.
_NUMBERED = lazy_pattern(
    r"(?:(?<![^\W_])(?:\d{1,3}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})|[\u2460-\u2473:;=^\-_]) ?\Z"
)
_LONGEST_NUMBER = 6
# What Japanese who chat say behind a bracket and never close, most often at the end of a line: they laugh, or weep.
_ASIDE = lazy_pattern(
    "\uff08(?:[^\\s\uff08-\uff09\u3001\u3002]{1,8}[\u3002\uff01!~\uff5e]*[ \\t]*$"
    "|[w\uff57笑爆汗泣涙謎苦怒嘘]{1,3}(?!\\w))",
    re.MULTILINE,
)
# A word at the start of a line, as a label for what stands behind it: a note, an example.
_LABELLED = lazy_pattern(r"^[ \t]*(?:[-*#>]+ )?[*\u203b\u30fb\u25cf\u25a0\u25a1\u25c6]*[^\W\d_]{1,4}\Z", re.MULTILINE)
_LONGEST_LABELLED = 12
# Arabic and Hebrew turn their marks as they please: in what is read from the right, either may open.
_FROM_RIGHT = lazy_pattern("[\u0590-\u08ff\ufb1d-\ufdcf\ufe70-\ufefc]")
_CJK = (Writing.CHINESE, Writing.JAPANESE)
_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.HEADING)


def bad_brackets(text: str, prose: str, markdown: Markdown, writing: WritingIndex) -> tuple[BadBracket, ...]:
    """Return the faulty brackets, in order."""
    blocks = list(_blocks(text, markdown))
    doubtful = [(start, end) for start, end in blocks if not _is_plain(prose, start, end)]
    mixed: list[_Pair] = []
    lone: list[int] = []
    for start, end in doubtful:
        own, left = _paired(prose, start, end)
        # A bracket too many makes every pairing of its block doubtful.
        if not any(text[place] in _ROUND for place in left):
            mixed += (pair for pair in own if _is_mixed(text, pair) and not _is_face(prose, pair))
        lone += left
    prefers_full = (
        _prefers_full(text, [pair for block in blocks for pair in _paired(prose, *block)[0]]) if mixed else True
    )
    found = [_of_one_width(text, prose, pair, writing, prefers_full=prefers_full) for pair in mixed]
    found += (BadBracket(place, place + 1, Fault.LONE) for place in _without_partner(prose, lone, writing))
    # Swedish and Finnish turn both marks the same way.
    is_nordic = bool(doubtful) and _QUOTES[0] not in prose and _NORDIC.search(prose) is not None
    for start, end in doubtful:
        found += _turned(prose, start, end, writing, is_nordic=is_nordic)
    return tuple(sorted(found))


def _blocks(text: str, markdown: Markdown) -> Iterator[tuple[int, int]]:
    """Yield start and end of each paragraph and heading, and of each line of HTML: a whole body may stand in that."""
    for block in markdown.blocks:
        if block.kind is BlockKind.HTML:
            start = block.start
            for line in text[start : block.end].split("\n"):
                yield start, start + len(line)
                start += len(line) + 1
        elif block.kind in _BLOCKS:
            yield block.start, block.end


def _is_plain(prose: str, start: int, end: int) -> bool:
    """Tell whether each sign of a block is followed by its partner, at most with words between: then nothing is wrong.

    That holds for most blocks, and is told without a look at each sign.
    """
    signs = "".join(_SIGN.findall(prose, start, end))
    for pair in _PLAIN_PAIRS if signs else ():
        signs = signs.replace(pair, "")
    return not signs


def _paired(prose: str, start: int, end: int) -> tuple[list[_Pair], list[int]]:
    """Return the pairs of a block that come in two widths, and its brackets without partner."""
    pairs: list[_Pair] = []
    left: list[int] = []
    opened: list[list[int]] = [[] for _ in _KINDS]
    for match in _BRACKET.finditer(prose, start, end):
        place = match.start()
        kind = _KIND_OF[match[0]]
        if match[0] in _OPENERS:
            opened[kind].append(place)
        elif opened[kind]:
            opener = opened[kind].pop()
            if kind < _TWO_WIDTHS:
                pairs.append(_Pair(opener, place))
        elif not _NUMBERED.search(prose, max(place - _LONGEST_NUMBER, start), place) and not _is_label(prose, place):
            left.append(place)
    return pairs, sorted(left + [place for own in opened for place in own])


def _is_label(prose: str, place: int) -> bool:
    line = max(prose.rfind("\n", 0, place) + 1, place - _LONGEST_LABELLED)
    return _LABELLED.match(prose, line, place) is not None


def _is_mixed(text: str, pair: _Pair) -> bool:
    return (text[pair.opener] in _NARROW) != (text[pair.closer] in _NARROW)


def _is_face(prose: str, pair: _Pair) -> bool:
    """Tell a face, drawn with brackets of both widths, from words in brackets."""
    inner = prose[pair.opener + 1 : min(pair.closer, pair.opener + 1 + _LONGEST_FACE)]
    return not _WORD.search(inner) and FILLER not in inner and not _LABEL.search(inner)


def _is_spaced(text: str, pair: _Pair) -> bool:
    """Tell whether a space parts a pair from the words round it, as only half-width brackets want it."""
    return text.endswith(" ", 0, pair.opener) or text.startswith(" ", pair.closer + 1)


def _prefers_full(text: str, pairs: Sequence[_Pair]) -> bool:
    """Tell which width the other pairs without a space have; full-width if there are none."""
    others = [text[pair.opener] in _FULL for pair in pairs if _counts(text, pair)]
    return 2 * sum(others) >= len(others)


def _counts(text: str, pair: _Pair) -> bool:
    return text[pair.opener] in _ROUND and not _is_mixed(text, pair) and not _is_spaced(text, pair)


def _of_one_width(text: str, prose: str, pair: _Pair, writing: WritingIndex, *, prefers_full: bool) -> BadBracket:
    is_cjk = writing.at(pair.opener) in _CJK
    wanted = _FULL if is_cjk and prefers_full and not _is_spaced(text, pair) else _HALF
    if text[pair.opener] not in _ROUND:
        wanted = _CORNER
    place, char = (pair.opener, wanted[0]) if text[pair.opener] not in wanted else (pair.closer, wanted[1])
    # Next to a link or an address a half-width bracket is syntax, or would be.
    before, inner = prose[max(pair.opener - 1, 0)], (prose[pair.opener + 1], prose[pair.closer - 1])
    around = (*inner, before, prose[place + 1 : place + 2])
    is_free = before != "]" and (wanted != _HALF or FILLER not in around)
    edits = (Edit(place, place + 1, char),) if is_free else ()
    return BadBracket(pair.opener, pair.closer + 1, Fault.WIDTH, edits, is_certain=FILLER not in inner)


def _without_partner(prose: str, lone: Sequence[int], writing: WritingIndex) -> Iterator[int]:
    """Yield the full-width brackets that have no partner in another block either."""
    last_closer = {_KINDS[_KIND_OF[prose[place]]]: place for place in lone if prose[place] not in _OPENERS}
    opened: set[str] = set()
    for place in lone:
        kind = _KINDS[_KIND_OF[prose[place]]]
        if prose[place] in _OPENERS:
            opened.add(kind)
            is_lone = last_closer.get(kind, -1) < place
        else:
            is_lone = kind not in opened
        is_aside = writing.at(place) is Writing.JAPANESE and _ASIDE.match(prose, place) is not None
        if is_lone and prose[place] not in _NARROW and writing.at(place) in _CJK and not is_aside:
            yield place


def _turned(prose: str, start: int, end: int, writing: WritingIndex, *, is_nordic: bool) -> Iterator[BadBracket]:
    """Yield the pairs of quotation marks in a block of which at least one looks the wrong way."""
    marks = [match.start() for match in _QUOTE.finditer(prose, start, end)]
    if len(marks) % 2 or _nest(prose[mark] for mark in marks) or _OTHER_QUOTE.search(prose, start, end):
        return
    if marks and _FROM_RIGHT.search(prose, start, end):
        return
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    wrong = [pair for pair in pairs if prose[pair[0]] + prose[pair[1]] != _QUOTES]
    if sum((prose[a] != _QUOTES[0]) + (prose[b] != _QUOTES[1]) for a, b in wrong) > len(marks) // 2 and len(pairs) > 1:
        return
    for opener, closer in wrong:
        if writing.at(opener) in _CJK or (not is_nordic and _looks_like_quotation(prose, opener, closer)):
            edits = (Edit(opener, opener + 1, _QUOTES[0]), Edit(closer, closer + 1, _QUOTES[1]))
            needed = tuple(edit for edit in edits if edit.text != prose[edit.start])
            is_free = all(_may_turn(prose, edit, is_single=len(needed) == 1) for edit in needed)
            yield BadBracket(opener, closer + 1, Fault.DIRECTION, needed if is_free else ())


def _may_turn(prose: str, edit: Edit, *, is_single: bool) -> bool:
    """Tell whether a mark would face words when turned; one that opens others, ``is_single`` in its pair, may be right.

    Then the mark is missing that closed what stands before it.
    """
    before, after = prose[max(edit.start - 1, 0) : edit.start], prose[edit.end : edit.end + 1]
    if edit.text == _QUOTES[0]:
        return bool(after.strip())
    return bool(before.strip()) and not (is_single and after.isalnum())


def _nest(marks: Iterable[str]) -> bool:
    """Tell whether each mark that closes has one that opened, at any depth."""
    depth = 0
    for mark in marks:
        depth += 1 if mark == _QUOTES[0] else -1
        if depth < 0:
            return False
    return depth == 0


def _looks_like_quotation(prose: str, opener: int, closer: int) -> bool:
    """Tell words between spaces from inches and from the attributes of tags, where scripts also curl the marks."""
    before, after = prose[max(opener - 1, 0) : opener], prose[closer + 1 : closer + 2]
    inner = prose[opener + 1], prose[closer - 1]
    is_apart = not before.isalnum() and before != "=" and not after.isalnum()
    return is_apart and not any(char.isspace() for char in inner)
