"""Matching of phrases: a text is walked through token by token, beside all phrases of all kinds at once.

A :class:`State` is what is left of all phrases that begin like the text so far.  States are made when a text first
leads to them and kept, as in a lazy deterministic automaton: one or two look-ups tell that most texts are no phrase.
No regular expression could do that: hundreds of phrases with long choices of words would take seconds to compile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple, TypeAlias

from lint.patterns import lazy_pattern
from lint.views.content.phrase_notation import (
    TOKEN,
    Anything,
    Chain,
    Choice,
    End,
    Name,
    Piece,
    Rest,
    Words,
    fold,
    parse,
)

_LONGEST_PHRASE = 150
"""Length in characters above which a folded text is no phrase."""

_MOST_STATES = 20_000
"""Behind an ellipsis texts could make states without end."""

_SYNTAX = lazy_pattern("[\\[({\u2026]")
# The first word of a phrase, if there is one alone: no bar stands outside of brackets.
_HEAD = lazy_pattern(r"\w+(?= )(?!.*\|[^\])]*(?:[\[(]|\Z))")
Unread: TypeAlias = "Callable[[], Rest]"
"""Reads a phrase."""


class Match(NamedTuple):
    """What phrases say of a text."""

    kinds: frozenset[str]
    """The kinds of phrases that it is wholly one of."""
    begins: bool
    """Whether it begins with a whole phrase; if not, it is no row of phrases either."""


_NO_KINDS: frozenset[str] = frozenset()
NO_MATCH = Match(_NO_KINDS, begins=False)


class State(dict[str, "State"]):
    """What is left of phrases behind some tokens; holds the next state for each token that was met so far."""

    kinds: frozenset[str]
    """The kinds of the phrases that end here."""

    def __init__(self, automaton: Automaton, rests: Iterable[Rest]) -> None:
        super().__init__()
        self._automaton = automaton
        self._behind: dict[Words, list[Rest]] = defaultdict(list)
        self._anything: list[tuple[Anything, Rest]] = []
        self._by_length: dict[int, State] = {}
        self._words: dict[str, list[Words]] = defaultdict(list)
        self.kinds = _NO_KINDS
        self._add(rests)

    def _add(self, rests: Iterable[Rest]) -> None:
        ends: list[str] = []
        for piece, behind in _beginnings(rests):
            if isinstance(piece, Words):
                if piece not in self._behind:
                    for token in piece.branches:
                        self._words[token].append(piece)
                self._behind[piece].append(behind)
            elif isinstance(piece, Anything):
                self._anything.append((piece, behind))
            else:
                ends.append(piece.kind)
        self.kinds = self.kinds.union(ends)

    def __missing__(self, token: str) -> State:
        if token in self._words:
            state = self[token] = self._automaton.state(self._behind_words(token) | self._behind_anything(token))
            return state
        if not self._anything:
            return self._automaton.nothing
        # Words that stand in no phrase are without number, but only their length matters.
        if (length := len(token)) not in self._by_length:
            self._by_length[length] = self._automaton.state(self._behind_anything(token))
        return self._by_length[length]

    def _behind_words(self, token: str) -> set[Rest]:
        rests: set[Rest] = set()
        for words in self._words[token]:
            is_end, tail = words.branches[token]
            if is_end:
                rests.update(self._behind[words])
            if tail:
                rests.update([(tail, behind) for behind in self._behind[words]])
        return rests

    def _behind_anything(self, token: str) -> set[Rest]:
        rests: set[Rest] = set()
        for anything, behind in self._anything:
            if more := anything.behind(token):
                rests.update([behind, (more, behind)])
        return rests


class _Start(State):
    """All phrases; those that begin with a word are read when a text begins with it, which few texts do."""

    def __init__(self, automaton: Automaton, rests: Iterable[Rest], unread: Mapping[str, list[Unread]]) -> None:
        super().__init__(automaton, rests)
        self._unread = dict(unread)

    def __missing__(self, token: str) -> State:
        self.read(token)
        return super().__missing__(token)

    def read(self, token: str) -> None:
        """Read the phrases that begin with ``token``."""
        if unread := self._unread.pop(token, None):
            self._add([read() for read in unread])

    def read_all(self) -> None:
        """Read all phrases."""
        for token in tuple(self._unread):
            self.read(token)


def _beginnings(rests: Iterable[Rest]) -> Iterator[tuple[Words | Anything | End, Rest]]:
    """Yield all that rests of phrases may go on with, each followed by what is left behind it."""
    todo = list(rests)
    seen = set(todo)
    while todo:
        rest = todo.pop()
        if not rest:
            continue
        piece, behind = rest
        if isinstance(piece, (Chain, Choice, Name)):
            new = [way for way in piece.before(behind) if way not in seen]
            seen.update(new)
            todo += new
        else:
            yield piece, behind


def _read(source: str, words: Mapping[str, str], known: dict[str, Piece], end: Rest) -> Rest:
    rest = (parse(source, words, known), end)
    if not all(isinstance(piece, Words) for piece, _ in _beginnings([rest])):
        raise ValueError(f"phrase that may begin with anything: {source}")
    return rest


class Automaton:
    """Phrases in their notation, by kind; ``words`` says what names in them stand for.

    Most phrases are read when they are first needed, all by :meth:`read`.

    Raises:
        ValueError: A phrase may begin with anything, or be empty.
        KeyError: A phrase holds a name that stands for nothing.

    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], words: Mapping[str, str]) -> None:
        known: dict[str, Piece] = {}
        rests: list[Rest] = []
        unread: dict[str, list[Unread]] = defaultdict(list)
        for kind, sources in phrases.items():
            end: Rest = (End(kind), ())
            plain: list[str] = []
            for source in sources:
                if not _SYNTAX.search(source):
                    plain.append(source)
                elif (head := _HEAD.match(source)) and (token := TOKEN.match(fold(head[0]))):
                    unread[token[0]].append(partial(_read, source, words, known, end))
                else:
                    rests.append(_read(source, words, known, end))
            rests.append((Words(map(fold, plain)), end))
        self._start = _Start(self, rests, unread)
        self.nothing = State(self, ())
        """The state that nothing is left in."""
        self._states: dict[frozenset[Rest], State] = {}

    def read(self) -> None:
        """Read the phrases that are not yet read, so that what is wrong with them is raised now."""
        self._start.read_all()

    def state(self, rests: Collection[Rest]) -> State:
        """Return the state in which ``rests`` are left of phrases."""
        key = frozenset(rests)
        if key not in self._states:
            if len(self._states) >= _MOST_STATES:
                self._states.clear()
                self._start.clear()  # no phrase begins with anything, so that it holds no states by length
            self._states[key] = State(self, key)
        return self._states[key]

    def match(self, folded: str) -> Match:
        """Compare a folded text with all phrases."""
        state: State = self._start
        begins = False
        for token in TOKEN.finditer(folded):
            state = state[token[0]]
            if state is self.nothing:
                return Match(_NO_KINDS, begins=True) if begins else NO_MATCH
            if state.kinds:
                begins = True
        kinds = state.kinds if len(folded) <= _LONGEST_PHRASE else _NO_KINDS
        return Match(kinds, begins=begins) if begins else NO_MATCH

    def count(self, folded: str, kinds: Collection[str]) -> int:
        """Return how many phrases of ``kinds``, as few as can be, make up a folded text; 0 if anything else does."""
        if len(folded) > _LONGEST_PHRASE:
            return 0
        tokens = TOKEN.findall(folded)
        reached, new = {0}, {0}
        for count in range(1, len(tokens) + 1):
            new = {end for begin in new for end in self._ends(tokens, begin, kinds)} - reached
            if len(tokens) in new:
                return count
            if not new:
                break
            reached |= new
        return 0

    def _ends(self, tokens: list[str], begin: int, kinds: Collection[str]) -> Iterator[int]:
        """Yield where phrases end that begin with a token."""
        state: State = self._start
        for number in range(begin, len(tokens)):
            state = state[tokens[number]]
            if state is self.nothing:
                break
            if not state.kinds.isdisjoint(kinds):
                yield number + 1
