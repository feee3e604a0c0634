"""The notation of phrase files, and the form in which phrases and texts are compared.

``[optional]``, ``(this|that)``, ``{name}`` for the words of a name, ``+`` behind a bracket for again and again, and an
ellipsis for anything.  A phrase is read into pieces; :mod:`lint.views.content.phrase_automaton` walks through them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import TypeAlias

from lint.patterns import lazy_pattern

# Scripts that put no space between words, or whose writers leave it out as they like.
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_FIRST_UNSPACED = "\u3005"
_WORDS = lazy_pattern(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_SPACED_WORDS = lazy_pattern(r"[^\W_]+")
_NUMBER = lazy_pattern("(?<![a-z])[0-9][0-9.,]*(?:k(?![a-z])|\u4e07|\u842c|\ub9cc)?")
# Classes of one or two ranges, because those of more take milliseconds to compile.
_UNSPACED_LETTER = lazy_pattern("[\u3400-\u9fff\uac00-\ud7a3]|[\u3005-\u3007\u3040-\u30ff]|[\uf900-\ufaff]")
_NO_ASCII_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
_ELLIPSIS = "\u2026"
# A sign that stands alone is no word.
_SYMBOL = lazy_pattern(rf"\{{[^{{}}]+\}}|[\[\]()|+{_ELLIPSIS}]|[\w\u3040-\u30ff](?<!_)[^\s\[\](){{}}|+{_ELLIPSIS}]*")
_ENDS = frozenset(("", "|", "]", ")"))
_OPENING = f"[({{{_ELLIPSIS}"
_LONGEST_ANYTHING = 40

TOKEN = lazy_pattern(" ?[!-\u3004]+|.")
"""What a folded text is made of: words with the space before them, letters of scripts that put none between words."""


def fold(text: str) -> str:
    """Return ``text`` as phrases are compared: its words alone, each word of a spaced script behind one space.

    Case, width, punctuation and symbols go, and every number becomes ``0``.
    """
    if text.isascii():
        return _fold_ascii(text)
    plain = _NUMBER.sub("0", unicodedata.normalize("NFKC", text).casefold())
    if max(plain) < _FIRST_UNSPACED:
        return "".join([f" {word}" for word in _SPACED_WORDS.findall(plain)])
    return "".join([word if word >= _FIRST_UNSPACED else f" {word}" for word in _WORDS.findall(plain)])


def _fold_ascii(text: str) -> str:
    words = " ".join(_NUMBER.sub("0", text.lower()).translate(_NO_ASCII_WORDS).split())
    return f" {words}" if words else ""


def has_unspaced(text: str) -> bool:
    """Tell whether a text holds letters of a script that puts no space between words."""
    return not text.isascii() and max(text) >= _FIRST_UNSPACED and _UNSPACED_LETTER.search(text) is not None


_fold_symbol = cache(fold)


class Words:
    """One of several folded words, each of one token or more; a tree that grows where it is walked."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words

    @cached_property
    def branches(self) -> Mapping[str, tuple[bool, Words | None]]:
        """For each first token whether a word ends behind it, and what goes on there."""
        tails: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            if token := TOKEN.match(word):
                tails[token[0]].append(word[token.end() :])
        self._words = ()
        return {
            token: ("" in found, Words(filter(None, found)) if any(found) else None) for token, found in tails.items()
        }


class Anything:
    """One token or more, of at most so many characters together."""

    def __init__(self, length: int) -> None:
        self._length = length

    def behind(self, token: str) -> Anything | None:
        """Return what may still follow a token; None if the token itself is too long."""
        return _anything(self._length - len(token)) if len(token) <= self._length else None


_anything = cache(Anything)
ANYTHING = _anything(_LONGEST_ANYTHING)
"""What an ellipsis stands for."""


class End:
    """The end of a phrase of a kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Chain:
    """Pieces one behind the other."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces

    def before(self, rest: Rest) -> list[Rest]:
        """Return what this piece and a rest may go on with."""
        for piece in reversed(self._pieces):
            rest = (piece, rest)
        return [rest]


class Choice:
    """One of several pieces, maybe none, maybe again and again."""

    def __init__(self, pieces: Sequence[Piece], *, is_optional: bool, is_repeated: bool) -> None:
        self._pieces = pieces
        self._is_optional = is_optional
        self._again: Choice | None = None
        if is_repeated:
            self._again = self if is_optional else Choice(pieces, is_optional=True, is_repeated=True)

    def before(self, rest: Rest) -> list[Rest]:
        """Return what this piece and a rest may go on with."""
        behind: Rest = (self._again, rest) if self._again else rest
        ways: list[Rest] = [(piece, behind) for piece in self._pieces]
        return [*ways, rest] if self._is_optional else ways


class Name:
    """What a name stands for, which is read when a text leads to it."""

    def __init__(self, read: Callable[[], Piece]) -> None:
        self._read = read

    @cached_property
    def _piece(self) -> Piece:
        return self._read()

    def before(self, rest: Rest) -> list[Rest]:
        """Return what this piece and a rest may go on with."""
        return [(self._piece, rest)]


Piece: TypeAlias = Words | Anything | End | Chain | Choice | Name
Rest: TypeAlias = "tuple[Piece, Rest] | tuple[()]"
"""What is left of a phrase: a piece, and what is left behind it."""


def parse(phrase: str, words: Mapping[str, str], known: dict[str, Piece]) -> Piece:
    """Read a phrase; ``words`` says what names stand for, ``known`` keeps those already read."""
    return _Parser(phrase, words, known).choice()


class _Parser:
    def __init__(self, phrase: str, words: Mapping[str, str], known: dict[str, Piece]) -> None:
        self._symbols: list[str] = [*_SYMBOL.findall(phrase), ""]
        self._words = words
        self._known = known
        self._position = 0

    def choice(self, *, is_optional: bool = False) -> Piece:
        """Return what stands before the next closing bracket or the end."""
        plain: list[str] = []
        pieces: list[Piece] = []
        while True:
            piece = self._chain()
            if isinstance(piece, str):
                plain.append(piece)
            else:
                pieces.append(piece)
            if self._symbols[self._position] != "|":
                break
            self._position += 1
        if any(plain):
            pieces.append(Words(filter(None, plain)))
        is_closed = self._symbols[self._position] in ("]", ")")
        self._position += is_closed
        is_repeated = is_closed and self._symbols[self._position] == "+"
        self._position += is_repeated
        is_optional = is_optional or not all(plain)
        if len(pieces) == 1 and not is_optional and not is_repeated:
            return pieces[0]
        return Choice(pieces, is_optional=is_optional, is_repeated=is_repeated)

    def _chain(self) -> Piece | str:
        """Return the pieces before the next bar or bracket, as a string if they are words alone."""
        pieces: list[Piece] = []
        text = ""
        while (symbol := self._symbols[self._position]) not in _ENDS:
            self._position += 1
            if symbol[0] not in _OPENING:
                text += _fold_symbol(symbol)
                continue
            if text:
                pieces.append(Words([text]))
                text = ""
            pieces.append(self._marked(symbol))
        if not pieces:
            return text
        return Chain([*pieces, Words([text])] if text else pieces)

    def _marked(self, symbol: str) -> Piece:
        if symbol == _ELLIPSIS:
            return ANYTHING
        if symbol[0] != "{":
            return self.choice(is_optional=symbol == "[")
        name = symbol[1:-1]
        if name not in self._known:
            self._known[name] = Name(partial(parse, self._words[name], self._words, self._known))
        return self._known[name]
