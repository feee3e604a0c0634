"""What is asked of an article, and what came of it; results are plain values, which travel and can be kept."""

from __future__ import annotations

import marshal
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from lint.datasets.records import Chunk, Fields
from lint.discovery import Article
from lint.edit import Edit, Fix, Safety
from lint.errors import Problem
from lint.finding import Finding
from lint.report.located import Excerpt, Located, RenderedFinding, RenderFinding, ReportItem
from lint.run.corpus import Seen
from lint.views.lines import Position

_TEXT = Fields()
_PLAIN_RENDERED = itemgetter(*range(2, len(RenderedFinding._fields)))
"""All but path and record, which the result has."""

Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Job:
    """What to do with each article."""

    fix: bool = False
    wanted: Safety = Safety.SAFE
    in_place: bool = True
    """Whether fixed articles are written back."""
    keep_bytes: bool = False
    """Whether the results hold the articles' bytes before and after."""
    excerpts: bool = False
    """Whether the report shows pieces of the text."""
    render: RenderFinding | None = None
    """Renders a finding for the report, if that needs nothing but the finding."""
    fields: Fields = _TEXT
    keep_results: bool = False
    """Whether outcomes hold what the cache is to keep."""
    memo: bool = True
    """Whether rows with the same text are judged once."""
    profile: bool = False
    """Whether the results say what each rule and view cost."""


class Costs(NamedTuple):
    """What judging an article cost."""

    size: int
    """Bytes of its text in UTF-8."""
    parts: Mapping[tuple[str, str], tuple[int, float]]
    """Calls and seconds of processor time of each rule and view, by its kind and name."""


@dataclass
class Result:
    """What came of one article, of one data set as a whole, or of the corpus, whose path is empty."""

    path: str
    record: int | None = None
    """The row of a data set, from 0; None in a file of its own and for a data set as a whole."""
    id: Any = None
    """What names the row."""
    findings: list[Located] = field(default_factory=list)
    rendered: list[RenderedFinding] | None = None
    """The findings as texts of the report, in their place; None if the job does not render them."""
    problems: list[Problem] = field(default_factory=list)
    fixed: Counter[str] = field(default_factory=Counter)
    seen: list[Seen] | None = None
    """What corpus rules want to remember; None if the article is not part of a corpus."""
    before: bytes | None = None
    after: bytes | None = None
    """The article's bytes before and after, if the job keeps them."""
    content: bytes = b""
    """Digest of the bytes that were judged; empty if they could not be had."""
    folders: int = 0
    """Folders and data sets that findings of the corpus are about as a whole."""
    is_changed: bool = False
    is_left: bool = False
    """Whether fixes were wanted and none was applied, because rules disagreed."""
    is_read: bool = True
    """False if the article's bytes could not be had or are no text."""
    size: int = 0
    """Bytes that the article takes up in its file, for progress; of a row, about."""
    costs: Costs | None = None
    """What judging it cost, if the job profiles and it was not known."""

    @property
    def reported(self) -> Sequence[ReportItem]:
        """The findings, rendered if the job does that."""
        return self.findings if self.rendered is None else self.rendered

    def __getstate__(self) -> dict[str, Any]:
        """Return what travels to another process: plain values, which take a fraction of the time of objects."""
        findings = _each(_plain, self.findings)
        rendered = _each(_PLAIN_RENDERED, self.rendered)
        return {**vars(self), "findings": findings, "rendered": rendered}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make objects of the plain values again."""
        path, record, name = state["path"], state["record"], state["id"]
        findings = _each(lambda item: _located(path, record, name, item), state["findings"])
        rendered = _each(lambda item: RenderedFinding._make((path, record, *item)), state["rendered"])
        vars(self).update(state, findings=findings, rendered=rendered)


@dataclass(frozen=True)
class Files:
    """Articles in files of their own, as many as are worth sending to a worker at once."""

    articles: tuple[Article, ...]
    size: int
    """Bytes of all of them."""


Unit = Files | Chunk
"""What a worker does at once."""


class Outcome(NamedTuple):
    """What came of a unit: a result for each article, and the new texts of rows by number."""

    results: list[Result]
    texts: Mapping[int, str]
    kept: tuple[bytes | None, ...] = ()
    """What the cache is to keep, if the job wants that: of each file, or of the chunk as a whole."""


def packed(results: list[Result], first: int = 0) -> bytes | None:
    """Return ``results`` as bytes that can be kept; None if they must not be.

    ``first`` is the number of the first row, which is left out: the same rows may stand elsewhere another time.  What
    went wrong once may go right the next time, and what was changed is not what a later run finds.
    """
    if any(result.problems or result.is_changed or not result.is_read for result in results):
        return None
    rows = [
        (
            None if result.record is None else result.record - first,
            result.id,
            [_plain(located) for located in result.findings],
            dict(result.fixed),
            result.seen,
        )
        for result in results
    ]
    try:
        # Not pickle: loading it may run code.  Findings repeat themselves: a tenth of the bytes is left.
        return zlib.compress(marshal.dumps(rows), 1)
    except ValueError:  # a row is named by something else than text or number
        return None


def unpacked(data: bytes, path: str, first: int = 0) -> Iterator[Result]:
    """Yield the results that :func:`packed` has written, for the same content at ``path``."""
    for record, name, findings, fixed, seen in marshal.loads(zlib.decompress(data)):  # noqa: S302 - the cache verifies what it wrote
        number = None if record is None else record + first
        yield Result(
            path,
            number,
            name,
            [_located(path, number, name, item) for item in findings],
            fixed=Counter(fixed),
            seen=seen,
        )


def share_size(results: Sequence[Result], size: int) -> None:
    """Give each of ``results`` its even share of ``size``, the bytes of the chunk that their rows stand in."""
    for index, result in enumerate(results):
        result.size = size * (index + 1) // len(results) - size * index // len(results)


def _each(make: Callable[[Item], Made], items: Iterable[Item] | None) -> list[Made] | None:
    return None if items is None else list(map(make, items))


def _plain(located: Located) -> tuple[Any, ...]:
    finding, fix = located.finding, located.finding.fix
    return (
        finding.rule,
        located.stage,
        finding.message,
        tuple(located.start),
        tuple(located.end),
        fix and (int(fix.safety), [tuple(edit) for edit in fix.edits]),
        located.excerpt and tuple(located.excerpt),
        located.fingerprint,
    )


def _located(path: str, record: int | None, name: Any, item: tuple[Any, ...]) -> Located:
    rule, stage, message, start, end, fix, excerpt, fingerprint = item
    repair = fix and Fix(tuple(Edit(*edit) for edit in fix[1]), Safety(fix[0]))
    finding = Finding(rule, start[0], end[0], message, repair)
    shown = excerpt and Excerpt(*excerpt)
    return Located(path, record, finding, stage, Position(*start), Position(*end), shown, name, fingerprint)
