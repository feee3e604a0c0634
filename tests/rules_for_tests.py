"""Small rules that the engine's tests need: well-behaved ones, and ones that misbehave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lint import (
    Document,
    Edit,
    Finding,
    PatternRule,
    Rule,
    Safety,
    Stage,
)


@dataclass(frozen=True)
class Replace(Rule):
    """Replaces a string by another one; the kind of rule that tests put together at will."""

    old: str = ""
    new: str = ""
    in_stage: Stage = Stage.MARKUP
    with_safety: Safety = Safety.SAFE
    called: str = "replace"
    span: tuple[int, int] | None = None
    """Where the finding stands relative to the match, if not on it."""

    stage = Stage.MARKUP
    safety = Safety.SAFE

    def __post_init__(self) -> None:
        object.__setattr__(self, "stage", self.in_stage)
        object.__setattr__(self, "name", self.called)

    def check(self, document: Document) -> Iterator[Finding]:
        for match in re.finditer(re.escape(self.old), document.text):
            first, last = self.span or (0, len(self.old))
            start, end = match.start() + first, match.start() + last
            edit = Edit(match.start(), match.end(), self.new)
            yield self.report(start, end, f"{self.old} found", edit, safety=self.with_safety)


@dataclass(frozen=True)
class Crashing(Rule):
    """Raises on texts that hold the word crash."""

    stage = Stage.MARKUP
    safety = Safety.SAFE

    def check(self, document: Document) -> Iterator[Finding]:
        yield self.report(0, 0, "found before the crash", Edit(0, 0, "lost"))
        if "crash" in document.text:
            raise RuntimeError("told to")


@dataclass(frozen=True)
class OutOfBounds(Rule):
    """Reports a place behind the end of the text."""

    stage = Stage.MARKUP
    safety = Safety.SAFE

    def check(self, document: Document) -> Iterator[Finding]:
        yield self.report(0, len(document.text) + 1, "too far")


@dataclass(frozen=True)
class Vowel(PatternRule):
    """Finds vowels and writes them large; y is only reported, u is fine."""

    stage = Stage.CONTENT
    safety = Safety.SAFE
    pattern: ClassVar[re.Pattern[str]] = re.compile("([aeouy])")
    message = "vowel {0}, group {1}"

    def replacement(self, match: re.Match[str]) -> str | None:
        return {"y": None, "u": "u"}.get(match[0], match[0].upper())
