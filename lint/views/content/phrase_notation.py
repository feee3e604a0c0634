"""The notation of phrase files, and the matching of phrases in time linear in the text.

``[optional]``, ``(this|that)``, ``{name}`` for the words of a name, ``+`` behind a bracket for again and again, and an
ellipsis for anything.  A phrase is matched by following all ways through it at once, not by a regular expression:
hundreds of phrases with long choices of words would take seconds to compile.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

# Scripts that put no space between words, or whose writers leave it out as they like.
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_FIRST_UNSPACED = "\u3005"
_WORDS = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_NUMBER = re.compile("(?<![a-z])[0-9][0-9.,]*(?:k(?![a-z])|\u4e07|\u842c|\ub9cc)?")
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_SPACED_WORD = re.compile(rf" [^ {_UNSPACED}]+")
_NO_ASCII_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
_TOKEN = re.compile("\\{[^{}]+\\}|[\\[\\]()|+\u2026]|[^\\s\\[\\](){}|+\u2026]+")
_ELLIPSIS = "\u2026"
_LONGEST_ANYTHING = 40
ANYTHING = ""
"""The key of phrases that may begin or end with anything."""


def fold(text: str) -> str:
    """Return ``text`` as phrases are compared: its words alone, each word of a spaced script behind one space.

    Case, width, punctuation and symbols go, and every number becomes ``0``.
    """
    if text.isascii():
        return _fold_ascii(text)
    plain = _NUMBER.sub("0", unicodedata.normalize("NFKC", text).casefold())
    return "".join([word if word >= _FIRST_UNSPACED else f" {word}" for word in _WORDS.findall(plain)])


def _fold_ascii(text: str) -> str:
    words = " ".join(_NUMBER.sub("0", text.lower()).translate(_NO_ASCII_WORDS).split())
    return f" {words}" if words else ""


def has_unspaced(text: str) -> bool:
    """Tell whether a text holds letters of a script that puts no space between words."""
    return not text.isascii() and _UNSPACED_LETTER.search(text) is not None


_fold_token = cache(fold)


def start_keys(folded: str, begin: int = 0) -> tuple[str, ...]:
    """Return the keys of phrases that a folded text may begin with at ``begin``.

    They are its first word, or in a script without spaces its first letter and its first two.
    """
    letter = folded[begin : begin + 1]
    if letter == " ":
        word = _SPACED_WORD.match(folded, begin)
        return (word[0],) if word else (letter,)
    return letter, folded[begin : begin + 2]


def end_keys(folded: str) -> tuple[str, ...]:
    """Return the keys of phrases that a folded text may end with: its last word, or its last letter and last two."""
    if folded[-1:] < _FIRST_UNSPACED:
        return ANYTHING, folded[folded.rfind(" ") :]
    return ANYTHING, folded[-1:], folded[-2:]


def _start_key(word: str) -> str:
    """Return the one key of a word of a phrase: the longest that stands wholly inside it."""
    return start_keys(word)[-1 if word[1:2] >= _FIRST_UNSPACED else 0]


def _end_key(word: str) -> str:
    return end_keys(word)[-1 if word[-2:-1] >= _FIRST_UNSPACED else 1]


class Piece(ABC):
    """A part of a phrase."""

    starts: frozenset[str]
    """The keys of what a text may begin with."""
    finishes: frozenset[str]
    """The keys of what a text may end with."""
    is_optional = False

    @abstractmethod
    def ends(self, text: str, begins: set[int]) -> set[int]:
        """Return where a match may end that begins at one of ``begins``."""


class Words(Piece):
    """One of several words, by what they begin with."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in words:
            lengths[_start_key(word)].add(len(word))
        self._lengths = dict(lengths)
        self.starts = frozenset(lengths)
        self.finishes = frozenset(_end_key(word) for word in words)

    def ends(self, text: str, begins: set[int]) -> set[int]:
        """Return where one of the words ends that begins at one of ``begins``."""
        return {
            begin + length
            for begin in begins
            for key in start_keys(text, begin)
            for length in self._lengths.get(key, ())
            if begin + length <= len(text) and text[begin : begin + length] in self._words
        }


class _Anything(Piece):
    """Some text from the beginning of a word on."""

    starts = finishes = frozenset({ANYTHING})

    def ends(self, text: str, begins: set[int]) -> set[int]:
        found: set[int] = set()
        for begin in begins:
            if text[begin : begin + 1] == " " or text[begin : begin + 1] >= _FIRST_UNSPACED:
                found.update(range(begin + 1, min(begin + _LONGEST_ANYTHING, len(text)) + 1))
        return found


class _Sequence(Piece):
    """Pieces one behind the other."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self.is_optional = all(piece.is_optional for piece in pieces)
        starts, finishes = set[str](), set[str]()
        for piece in pieces:
            starts |= piece.starts
            if not piece.is_optional:
                break
        for piece in reversed(pieces):
            finishes |= piece.finishes
            if not piece.is_optional:
                break
        self.starts, self.finishes = frozenset(starts), frozenset(finishes)

    def ends(self, text: str, begins: set[int]) -> set[int]:
        for piece in self._pieces:
            begins = piece.ends(text, begins)
            if not begins:
                break
        return begins


class _Choice(Piece):
    """One of several pieces, maybe none, maybe again and again."""

    def __init__(self, pieces: Sequence[Piece], *, is_optional: bool, is_repeated: bool) -> None:
        self._pieces = pieces
        self._may_fail = is_optional
        self._is_repeated = is_repeated
        self.is_optional = is_optional or any(piece.is_optional for piece in pieces)
        self.starts = frozenset().union(*(piece.starts for piece in pieces))
        self.finishes = frozenset().union(*(piece.finishes for piece in pieces))

    def ends(self, text: str, begins: set[int]) -> set[int]:
        found = set(begins) if self._may_fail else set()
        new = begins
        while new:
            new = set().union(*(piece.ends(text, new) for piece in self._pieces)) - found
            found |= new
            if not self._is_repeated:
                break
        return found


def parse(phrase: str, words: Mapping[str, str], known: dict[str, Piece]) -> Piece:
    """Read a phrase; ``words`` says what names stand for, ``known`` keeps those already read."""
    return _Parser(phrase, words, known).choice()


class _Parser:
    def __init__(self, phrase: str, words: Mapping[str, str], known: dict[str, Piece]) -> None:
        self._tokens = [*_TOKEN.findall(phrase), ""]
        self._words = words
        self._known = known
        self._position = 0

    def _next(self) -> str:
        return str(self._tokens[self._position])

    def choice(self, *, is_optional: bool = False) -> Piece:
        """Return what stands before the next closing bracket or the end."""
        plain: list[str] = []
        pieces: list[Piece] = []
        while True:
            piece = self._sequence()
            if isinstance(piece, str):
                plain.append(piece)
            else:
                pieces.append(piece)
            if self._next() != "|":
                break
            self._position += 1
        if any(plain):
            pieces.append(Words([word for word in plain if word]))
        is_closed = self._next() in ("]", ")")
        self._position += is_closed
        is_repeated = is_closed and self._next() == "+"
        self._position += is_repeated
        is_optional = is_optional or not all(plain)
        if len(pieces) == 1 and not is_optional and not is_repeated:
            return pieces[0]
        return _Choice(pieces, is_optional=is_optional, is_repeated=is_repeated)

    def _sequence(self) -> Piece | str:
        """Return the pieces before the next bar or bracket, as a string if they are words alone."""
        pieces: list[Piece] = []
        text = ""
        while (token := self._next()) not in ("", "|", "]", ")"):
            self._position += 1
            if token not in ("[", "(", _ELLIPSIS) and not token.startswith("{"):
                text += _fold_token(token)
                continue
            if text:
                pieces.append(Words([text]))
                text = ""
            if token == _ELLIPSIS:
                pieces.append(_Anything())
            else:
                pieces.append(
                    self._named(token[1:-1]) if token[0] == "{" else self.choice(is_optional=token.startswith("["))
                )
        if not pieces:
            return text
        return _Sequence([*pieces, Words([text])] if text else pieces)

    def _named(self, name: str) -> Piece:
        if name not in self._known:
            self._known[name] = parse(self._words[name], self._words, self._known)
        return self._known[name]
