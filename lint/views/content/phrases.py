"""Phrases by language that pages put round articles, read from ``lint/data/phrases`` and compared with whole lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from importlib import resources
from itertools import chain

from lint.views.content.phrase_notation import ANYTHING, Piece, Words, end_keys, fold, has_unspaced, parse, start_keys


class PhraseKind(str, Enum):
    """What a line says that is wholly a known phrase; the values are the names of sections in the files."""

    CALL = "call"
    LEAD_IN = "lead-in"
    SEE_ALSO = "see-also"
    STEER = "steer"
    BUTTON = "button"
    MENU = "menu"
    TOPIC = "topic"
    APP = "app"
    APP_BUTTON = "app-button"
    BANNER = "banner"
    ERROR = "error"
    CUT = "cut"


LONGEST_PHRASE = 120
"""Length in characters above which a text is no known phrase."""

_SECTION = re.compile(r"\[([a-z-]+)\]")
_DEFINITION = re.compile(r"(\w+) = (.+)")
_NAME = re.compile(r"\{(\w+)\}")
_SYNTAX = re.compile("[\\[({\u2026]")


class Phrases:
    """Phrases of one kind, in all languages."""

    def __init__(self, phrases: Iterable[str], words: Mapping[str, str]) -> None:
        # Reading the phrases of scripts that a text does not use would cost more than checking the text.
        self._sources: dict[bool, list[str]] = {False: [], True: []}
        for phrase in phrases:
            self._sources[has_unspaced(phrase)].append(phrase)
        self._words = words
        self._indexes: dict[bool, _Index] = {}

    def match(self, folded: str) -> bool:
        """Tell whether a folded text is wholly one of the phrases."""
        if not folded or len(folded) > LONGEST_PHRASE:
            return False
        return self._index(unspaced=False).match(folded) or (
            has_unspaced(folded) and self._index(unspaced=True).match(folded)
        )

    def ends(self, folded: str, begin: int) -> set[int]:
        """Return where phrases end that begin at ``begin``."""
        found = self._index(unspaced=False).ends(folded, begin)
        return found | self._index(unspaced=True).ends(folded, begin) if has_unspaced(folded) else found

    def may_end(self, folded: str) -> bool:
        """Tell whether any phrase may end as a folded text ends."""
        keys = end_keys(folded)
        return self._index(unspaced=False).may_end(keys) or (
            has_unspaced(folded) and self._index(unspaced=True).may_end(keys)
        )

    def keys(self, *, unspaced: bool) -> frozenset[str]:
        """Return what phrases may begin with, those of spaced or those of unspaced scripts."""
        return self._index(unspaced=unspaced).keys

    def _index(self, *, unspaced: bool) -> _Index:
        if unspaced not in self._indexes:
            self._indexes[unspaced] = _Index(self._sources[unspaced], self._words)
        return self._indexes[unspaced]


class _Index:
    """Phrases by what they may begin with, so that a text is compared with few of them."""

    def __init__(self, phrases: Iterable[str], words: Mapping[str, str]) -> None:
        fixed, finishes = set[str](), set[str]()
        self._by_start: dict[str, list[tuple[Piece, frozenset[str]]]] = defaultdict(list)
        known: dict[str, Piece] = {}
        for phrase in phrases:
            if _SYNTAX.search(phrase):
                piece = parse(phrase, words, known)
                if piece.is_optional or ANYTHING in piece.starts:
                    raise ValueError(f"phrase that may begin with anything: {phrase}")
                finishes.update(piece.finishes)
                for start in piece.starts:
                    self._by_start[start].append((piece, piece.finishes))
            else:
                fixed.add(fold(phrase))
        self._fixed = fixed - {""}
        self._any_fixed = Words(sorted(self._fixed))
        self.keys = frozenset(self._by_start) | self._any_fixed.starts
        self._finishes = finishes | self._any_fixed.finishes

    def match(self, folded: str) -> bool:
        if folded in self._fixed:
            return True
        end, keys = len(folded), end_keys(folded)
        return any(
            not finishes.isdisjoint(keys) and end in piece.ends(folded, {0})
            for piece, finishes in self._candidates(folded)
        )

    def may_end(self, keys: Iterable[str]) -> bool:
        return not self._finishes.isdisjoint(keys)

    def ends(self, folded: str, begin: int) -> set[int]:
        candidates = self._candidates(folded, begin)
        found = self._any_fixed.ends(folded, {begin})
        return found.union(*(piece.ends(folded, {begin}) for piece, _ in candidates))

    def _candidates(self, folded: str, begin: int = 0) -> Iterable[tuple[Piece, frozenset[str]]]:
        return chain.from_iterable(self._by_start.get(key, ()) for key in start_keys(folded, begin))


def count_phrases(folded: str, kinds: Iterable[Phrases]) -> int:
    """Return how many phrases of ``kinds``, as few as can be, make up a folded text; 0 if it holds anything else."""
    if len(folded) > LONGEST_PHRASE:
        return 0
    kinds, reached, new = tuple(kinds), {0}, {0}
    if not any(kind.may_end(folded) for kind in kinds):
        return 0
    for count in range(1, len(folded) + 1):
        new = {
            end
            for begin in new
            for kind in kinds
            for end in kind.ends(folded, begin)
            if end == len(folded) or folded[end] == " " or folded[end] > "\u3000"
        } - reached
        if len(folded) in new:
            return count
        if not new:
            break
        reached |= new
    return 0


@cache
def phrases(kind: PhraseKind) -> Phrases:
    """Return the phrases of a kind in all languages."""
    sections, words = _packs()
    return Phrases(sections.get(kind.value, ()), words)


def begins_phrase(folded: str) -> bool:
    """Tell whether any phrase begins with the first word of a folded text: most lines are no phrase by that alone."""
    return not _all_keys(unspaced=has_unspaced(folded)).isdisjoint(start_keys(folded))


@cache
def _all_keys(*, unspaced: bool) -> frozenset[str]:
    spaced = frozenset[str]().union(*(phrases(kind).keys(unspaced=False) for kind in PhraseKind))
    return spaced.union(*(phrases(kind).keys(unspaced=True) for kind in PhraseKind)) if unspaced else spaced


def is_phrase(kind: PhraseKind, folded: str) -> bool:
    """Tell whether a folded text is wholly a phrase of a kind."""
    return phrases(kind).match(folded)


def match_phrases(folded: str, extra: frozenset[str]) -> bool:
    """Tell whether a folded text is wholly one of a user's own phrases."""
    return _own_phrases(extra).match(folded)


@cache
def _own_phrases(extra: frozenset[str]) -> Phrases:
    return Phrases(sorted(extra), _packs()[1])


@cache
def _packs() -> tuple[Mapping[str, Sequence[str]], Mapping[str, str]]:
    """Return the phrases of all files by section, and the words that stand for a name."""
    sections: dict[str, list[str]] = defaultdict(list)
    words: dict[str, str] = {}
    folder = resources.files("lint") / "data" / "phrases"
    packs = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    # What all languages share comes first, for the others use its names.
    for pack in sorted(packs, key=lambda file: file.name != "common.txt"):
        prefix = "" if pack.name == "common.txt" else f"{pack.name.split('.')[0]}:"
        section = ""
        for line in pack.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if header := _SECTION.fullmatch(line):
                section = header[1]
            elif definition := _DEFINITION.fullmatch(line):
                words[prefix + definition[1]] = _qualified(definition[2], prefix, words)
            else:
                sections[section].append(_qualified(line, prefix, words))
    return sections, words


def _qualified(phrase: str, prefix: str, words: Mapping[str, str]) -> str:
    """Say of each name which language it belongs to: the same one means different words in two files."""
    return _NAME.sub(lambda match: f"{{{prefix}{match[1]}}}" if prefix + match[1] in words else match[0], phrase)
