"""Rules: what every rule is, and the kinds that most rules are made from."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, NamedTuple, TypeVar

from lint.document import Document
from lint.edit import Edit, Fix, Safety
from lint.facts import ByteFacts
from lint.finding import Finding
from lint.trigger import Always, Trigger
from lint.views.lines import Position
from lint.views.markdown import BlockKind, Container
from lint.views.zones import ZoneKind

Value = TypeVar("Value")


class Stage(str, Enum):
    """When a rule runs, and the folder it lives in; the members stand in the order of running."""

    ENCODING = "encoding"
    MARKUP = "markup"
    CONTENT = "content"
    SCRIPT = "script"
    LAYOUT = "layout"
    CORPUS = "corpus"

    @property
    def order(self) -> int:
        """Place in the order of stages, from 0."""
        return list(Stage).index(self)


class Bad(NamedTuple):
    """An example with the defect, and what fixing makes of it; no ``after``: reported without a fix."""

    before: str | bytes
    after: str | None = None


class Good(NamedTuple):
    """An example that looks like the defect and is none."""

    text: str | bytes


Example = Bad | Good


class Need(NamedTuple):
    """A module that one rule alone works with, and what installs it."""

    module: str
    requirement: str


def option(default: Value, description: str) -> Value:
    """Declare an option of a rule: its default value, and what it does."""
    return field(default=default, metadata={"description": description})


@dataclass(frozen=True)
class Rule(ABC):
    """Finds one kind of defect; a subclass with options is a frozen dataclass whose fields they are.

    The class's docstring is its documentation: what the defect is, how scraping makes it, and why the fix is as safe
    as it is.  Its first line stands in the list of rules.
    """

    name: ClassVar[str]
    """Kebab-case form of the class's name: it names the defect."""
    stage: ClassVar[Stage]
    safety: ClassVar[Safety]
    """How far a fix of this rule may be trusted at best; a single finding may offer less."""
    default: ClassVar[bool] = True
    """Whether the rule runs when the user selects nothing."""
    trigger: ClassVar[Trigger] = Always()
    scope: ClassVar[frozenset[ZoneKind]] = frozenset()
    """Kinds of protected zones that the rule looks into all the same."""
    creates: ClassVar[frozenset[BlockKind | Container]] = frozenset()
    """Kinds of blocks that a safe fix of this rule restores; every other change of structure is refused."""
    examples: ClassVar[tuple[Example, ...]] = ()
    needs: ClassVar[Need | None] = None
    """What must be installed besides: without it the rule is left out, unless it was selected by its own name."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    @abstractmethod
    def check(self, document: Document) -> Iterable[Finding]:
        """Yield the defects of ``document``, in any order."""

    def report(
        self,
        start: int,
        end: int,
        message: str,
        *edits: Edit,
        safety: Safety | None = None,
        facts: ByteFacts | None = None,
    ) -> Finding:
        """Return a finding at ``start`` to ``end``; edits or facts make its fix, ``safety`` the rule's if not given."""
        fix = None
        if edits or facts:
            fix = Fix(tuple(sorted(edits)), self.safety if safety is None else safety, facts)
        return Finding(self.name, start, end, message, fix)


@dataclass(frozen=True)
class PatternRule(Rule):
    """A rule that is a regular expression over prose, a message, and a replacement."""

    pattern: ClassVar[re.Pattern[str]]
    message: ClassVar[str]
    """Format string: ``{0}`` is the match, ``{1}`` and so on its groups."""

    def check(self, document: Document) -> Iterator[Finding]:
        for match in self.pattern.finditer(document.prose):
            replacement = self.replacement(match)
            if replacement == match[0]:
                continue
            edits = () if replacement is None else (Edit(match.start(), match.end(), replacement),)
            yield self.report(match.start(), match.end(), self.message.format(match[0], *match.groups()), *edits)

    def replacement(self, match: re.Match[str]) -> str | None:
        """Return what should stand there; the match itself means no defect, None that no fix is known."""
        return None


Value64 = str | bytes | int | None
"""What a corpus rule may keep of an article: it travels between processes and lies on disk; integers have 64 bits."""


class Sight(NamedTuple):
    """What a corpus rule saw in one article: a key, the span it was seen at, and what judging needs to know."""

    key: str | bytes | int
    start: int = 0
    end: int = 0
    value: Value64 = None


class Occurrence(NamedTuple):
    """A sight in its place: ``record`` counts the rows of a data set from 0, and is None for a file of its own."""

    path: str
    record: int | None
    start: Position
    end: Position
    value: Value64

    def named_at(self, other: Occurrence) -> str:
        """Return how to name this article to a reader who stands at ``other``."""
        if self.record is None:
            return self.path
        return f"row {self.record}" if self.path == other.path else f"row {self.record} of {self.path}"


class Across(str, Enum):
    """Among which articles a key must meet to be the same."""

    FOLDER = "folder"
    """Articles of one folder, or rows of one data set."""
    CORPUS = "corpus"
    """All articles of the run."""


class Verdict(NamedTuple):
    """What a corpus rule finds: at an occurrence, or at the folder or data set as a whole if ``at`` is None."""

    at: Occurrence | None
    message: str


class Meeting(NamedTuple):
    """All sights of one key: ``occurrences`` come by path, record and place, can be read once, and may be millions."""

    key: str | bytes | int
    size: int
    """How many occurrences there are."""
    articles: int
    """How many articles the folder or the corpus has in all."""
    occurrences: Iterator[Occurrence]


@dataclass(frozen=True)
class CorpusRule(Rule):
    """A rule that looks across articles: small keys are taken from each, and judged where they meet."""

    stage = Stage.CORPUS
    safety = Safety.MANUAL
    across: ClassVar[Across] = Across.FOLDER
    least: ClassVar[int] = 2
    """Occurrences below which a meeting need not be judged."""

    def check(self, document: Document) -> Iterable[Finding]:
        """Find nothing: one article alone is no corpus."""
        return ()

    @abstractmethod
    def sights(self, document: Document) -> Iterable[Sight]:
        """Yield what there is to remember of ``document``."""

    @abstractmethod
    def judge(self, meeting: Meeting) -> Iterable[Verdict]:
        """Yield what is wrong where one key meets.  A second verdict of the rule at one place is dropped."""
