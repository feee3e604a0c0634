"""Cheap conditions without which a rule cannot find anything: necessary, never sufficient."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from lint.document import Document
from lint.patterns import lazy_pattern
from lint.views.script.writing import Writing


class Trigger(Protocol):
    """Decides whether a rule is run on a document at all."""

    def admits(self, document: Document) -> bool:
        """Tell whether the rule could find anything; a wrong no hides defects, a wrong yes costs time."""
        ...


@dataclass(frozen=True)
class Always:
    """Admits every document."""

    def admits(self, document: Document) -> bool:
        return True


@dataclass(frozen=True)
class AnyChar:
    """Admits documents that hold one of these characters."""

    chars: str

    def admits(self, document: Document) -> bool:
        return not document.characters.isdisjoint(self.chars)


@dataclass(frozen=True)
class AnyCharOf:
    """Admits documents that hold a character which this pattern matches: a class too large to be written out."""

    pattern: re.Pattern[str]

    def admits(self, document: Document) -> bool:
        return self.pattern.search(document.alphabet) is not None


@dataclass(frozen=True, init=False)
class AnyText:
    """Admits documents that hold one of these strings, in exactly this spelling."""

    texts: tuple[str, ...]

    def __init__(self, *texts: str) -> None:
        object.__setattr__(self, "texts", texts)

    def admits(self, document: Document) -> bool:
        text, characters = document.text, document.characters
        # Most texts do not even hold the first character, which costs nothing to tell.
        for needle in self.texts:  # noqa: SIM110 - a generator costs more than most of the searches
            if needle[0] in characters and needle in text:
                return True
        return False


@dataclass(frozen=True)
class AnyMatch:
    """Admits documents in which this pattern matches somewhere."""

    pattern: re.Pattern[str]
    hint: str = ""
    """What every match holds: a text is asked for it first, which is much cheaper."""

    def admits(self, document: Document) -> bool:
        return self.hint in document.text and self.pattern.search(document.text) is not None


@dataclass(frozen=True, init=False)
class AnyLine:
    """Admits documents with a line that begins with what this pattern matches.

    Each line is looked at, where a pattern that begins with ``^`` would look at each character.
    """

    pattern: re.Pattern[str]

    def __init__(self, start: str) -> None:
        object.__setattr__(self, "pattern", lazy_pattern(f"\n(?:{start})"))

    def admits(self, document: Document) -> bool:
        return self.pattern.search(f"\n{document.text}") is not None


@dataclass(frozen=True)
class ChineseText:
    """Admits documents that are Chinese, or that hold Chinese paragraphs among others."""

    def admits(self, document: Document) -> bool:
        return document.writing.whole is not Writing.OTHER
