"""Phrases by language that pages put round articles, read from ``lint/data/phrases`` and compared with whole lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

from lint.errors import UsageError
from lint.patterns import lazy_pattern
from lint.views.content.phrase_automaton import Automaton, Match
from lint.views.content.phrase_notation import fold, has_unspaced


class PhraseKind(str, Enum):
    """What a line says that is wholly a known phrase.

    The values are the names of sections in the files; what is open there is told from the phrases by their ellipsis.
    """

    CALL = "call"
    OPEN_CALL = "open-call"
    """A call that holds anything, so that sentences begin like it."""
    LEAD_IN = "lead-in"
    OPEN_LEAD_IN = "open-lead-in"
    SEE_ALSO = "see-also"
    REPLIES = "replies"
    STEER = "steer"
    LABEL = "label"
    BUTTON = "button"
    MENU = "menu"
    NOTICE = "notice"
    TOPIC = "topic"
    APP = "app"
    APP_BUTTON = "app-button"
    BANNER = "banner"
    ERROR = "error"
    CUT = "cut"


_SECTION = lazy_pattern(r"\[([a-z-]+)\]")
_DEFINITION = lazy_pattern(r"(\w+) = (.+)")
_NAME = lazy_pattern(r"\{(\w+)\}")
_OPTIONAL_ANYTHING = lazy_pattern(r"\[[^\[\]]*\u2026[^\[\]]*\]")
_OPENED = {"call": "open-call", "lead-in": "open-lead-in"}
_MARKS = "mark"


def match_known(folded: str) -> Match:
    """Compare a folded text with all known phrases."""
    return _known(unspaced=has_unspaced(folded)).match(folded)


def count_phrases(folded: str, kinds: Collection[PhraseKind]) -> int:
    """Return how many phrases of ``kinds``, as few as can be, make up a folded text; 0 if it holds anything else."""
    return _known(unspaced=has_unspaced(folded)).count(folded, kinds)


def is_phrase(kind: PhraseKind, folded: str) -> bool:
    """Tell whether a folded text is wholly a phrase of a kind."""
    return kind in match_known(folded).kinds


def has_mark(folded: str) -> bool:
    """Tell whether a folded text holds, behind what it begins with, a word that pages use and sentences seldom do."""
    text = f"{folded} "
    return any(text.find(mark, 1) > 0 for mark in _marks())


def match_phrases(folded: str, extra: frozenset[str]) -> bool:
    """Tell whether a folded text is wholly one of a user's own phrases."""
    return bool(_own(extra, unspaced=has_unspaced(folded)).match(folded).kinds)


def check_phrases(extra: frozenset[str]) -> None:
    """Make sure that a user's own phrases can be read.

    Raises:
        UsageError: One of them cannot; the message shows it.

    """
    for phrase in sorted(extra):
        if not phrase.strip():
            raise UsageError(f"phrase {phrase!r} is empty")
        if any(phrase.count(opening) != phrase.count(closing) for opening, closing in ("()", "[]", "{}")):
            raise UsageError(f"phrase {phrase!r}: a bracket is open; see docs/phrases.md")
        try:
            _automaton({"extra": [phrase]}, _packs()[1], unspaced=True).read()
        except KeyError as error:
            raise UsageError(f"phrase {phrase!r}: nothing has the name {error}; see docs/phrases.md") from error
        except ValueError as error:
            raise UsageError(f"phrase {phrase!r} may begin with anything: write what it begins with") from error


@cache
def _marks() -> tuple[str, ...]:
    """Return folded marks, those of spaced scripts with the space behind them, which ends the word."""
    folded = map(fold, _packs()[0].get(_MARKS, ()))
    return tuple(mark if has_unspaced(mark) else f"{mark} " for mark in folded)


@cache
def _known(*, unspaced: bool) -> Automaton:
    sections, words = _packs()
    return _automaton({kind: phrases for kind, phrases in sections.items() if kind != _MARKS}, words, unspaced=unspaced)


@cache
def _own(extra: frozenset[str], *, unspaced: bool) -> Automaton:
    return _automaton({"extra": sorted(extra)}, _packs()[1], unspaced=unspaced)


def _automaton(sections: Mapping[str, Iterable[str]], words: Mapping[str, str], *, unspaced: bool) -> Automaton:
    # Reading the phrases of scripts that a text does not use would cost more than checking the text.
    return Automaton(
        {
            kind: [phrase for phrase in phrases if unspaced or not has_unspaced(phrase)]
            for kind, phrases in sections.items()
        },
        words,
    )


@cache
def _packs() -> tuple[Mapping[str, Sequence[str]], Mapping[str, str]]:
    """Return the phrases of all files by section, and the words that stand for a name."""
    sections: dict[str, list[str]] = defaultdict(list)
    words: dict[str, str] = {}
    packs = sorted((Path(__file__).parents[2] / "data/phrases").glob("*.txt"))
    # What all languages share comes first, for the others use its names.
    for pack in sorted(packs, key=lambda file: file.name != "common.txt"):
        prefix = "" if pack.name == "common.txt" else f"{pack.stem}:"
        section = ""
        for line in pack.read_text(encoding="utf-8").splitlines():
            if not line or line[0] == "#":
                continue
            if line[0] == "[" and (header := _SECTION.fullmatch(line)):
                section = header[1]
            elif " = " in line and (definition := _DEFINITION.fullmatch(line)):
                words[prefix + definition[1]] = _qualified(definition[2], prefix, words)
            else:
                phrase = _qualified(line, prefix, words)
                if section in _OPENED and "\u2026" in phrase:
                    sections[_OPENED[section]].append(phrase)
                    phrase = _OPTIONAL_ANYTHING.sub("", phrase)
                if section not in _OPENED or "\u2026" not in phrase:
                    sections[section].append(phrase)
    return sections, words


def _qualified(phrase: str, prefix: str, words: Mapping[str, str]) -> str:
    """Say of each name which language it belongs to: the same one means different words in two files."""
    if "{" not in phrase:
        return phrase
    return _NAME.sub(lambda match: f"{{{prefix}{match[1]}}}" if prefix + match[1] in words else match[0], phrase)
