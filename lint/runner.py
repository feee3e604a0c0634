"""Running a linter over files: read, check or fix, write, and say what came of it."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lint import source
from lint.discovery import Article
from lint.document import Document
from lint.edit import Safety
from lint.engine import Checked
from lint.errors import Problem
from lint.linter import Linter
from lint.report.located import Located, locate
from lint.rule import Occurrence
from lint.views.lines import Position

_WORTH_A_PROCESS = 4_000_000
"""Bytes of articles below which starting processes takes longer than the work."""


@dataclass(frozen=True)
class Job:
    """What to do with each article."""

    fix: bool = False
    wanted: Safety = Safety.SAFE
    in_place: bool = True
    """Whether fixed articles are written back; else their bytes are handed on in the result."""
    excerpts: bool = False
    """Whether the report shows pieces of the text."""


@dataclass
class Result:
    """What came of one article, or of the corpus as a whole."""

    path: str
    findings: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fixed: Counter[str] = field(default_factory=Counter)
    occurrences: list[tuple[str, Occurrence]] = field(default_factory=list)
    """What corpus rules saw: rule name and occurrence."""
    before: bytes | None = None
    after: bytes | None = None
    """The article's bytes before and after, if it was read and is not written in place."""
    is_changed: bool = False
    is_read: bool = True
    """False if the article's bytes could not be had or are no text."""


class Worker:
    """Does one article at a time; what a process needs to do its share."""

    def __init__(self, linter: Linter, job: Job) -> None:
        self.linter = linter
        self.job = job
        self.stages = {rule.name: rule.stage.value for rule in (*linter.rules, *linter.corpus_rules)}

    def run(self, article: Article) -> Result:
        """Read, check or fix, and write the article; whatever goes wrong with it is in the result."""
        path = article.path
        try:
            file = source.read(path)
        except source.UnreadableError as error:
            return Result(path, problems=[Problem(path, str(error))], is_read=False)
        result, document = self.lint(file.document, path)
        if article.walked:
            self._see(result, document)
        if not self.job.fix:
            return result
        after = source.encode(document) if result.is_changed else file.data
        result.is_changed = after != file.data
        if not self.job.in_place:
            result.before, result.after = file.data, after
        elif result.is_changed:
            try:
                source.write(file, after)
            except OSError as error:
                result.problems.append(Problem(path, f"cannot be written: {error.strerror or error}; it is as it was"))
                result.is_changed = False
                result.fixed.clear()
        return result

    def lint(self, document: Document, path: str) -> tuple[Result, Document]:
        """Check or fix ``document``; return the result and the document as it is now."""
        result = Result(path)
        if self.job.fix:
            fixed = self.linter.fix_document(document, self.job.wanted)
            checked = fixed.remaining
            result.is_changed = fixed.document is not document
            result.fixed.update(step.finding.rule for step in fixed.applied)
            if fixed.unstable:
                result.problems.append(Problem(path, f"left as it was: {fixed.unstable}"))
            document = fixed.document
        else:
            checked = self.linter.check_document(document)
        self._report(result, document, checked)
        return result, document

    def _report(self, result: Result, document: Document, checked: Checked) -> None:
        result.findings = list(locate(document, result.path, checked.findings, self.stages, excerpts=self.job.excerpts))
        result.problems += (Problem(result.path, crash.message, crash.rule) for crash in checked.crashes)

    def _see(self, result: Result, document: Document) -> None:
        """Collect what corpus rules need to know of ``document``."""
        for rule in self.linter.corpus_rules:
            try:
                if rule.trigger.admits(document):
                    result.occurrences += ((rule.name, Occurrence(result.path, *key)) for key in rule.keys(document))
            except Exception as error:  # noqa: BLE001 - as in lint.engine
                message = f"rule {rule.name} crashed: {type(error).__name__}: {error}"
                result.problems.append(Problem(result.path, message, rule.name))


def run(linter: Linter, job: Job, articles: Sequence[Article], jobs: int) -> Iterator[Result]:
    """Yield the result of each article in their order, then that of the corpus if folders were walked."""
    seen: dict[str, list[Occurrence]] = {}
    worker = Worker(linter, job)
    for result in _parallel(worker, articles, jobs) if _is_worth_it(articles, jobs) else map(worker.run, articles):
        for rule, occurrence in result.occurrences:
            seen.setdefault(rule, []).append(occurrence)
        yield result
    if seen:
        yield from _judge(linter, seen)


def _is_worth_it(articles: Sequence[Article], jobs: int) -> bool:
    if jobs < 2 or len(articles) < 2:
        return False
    size = 0
    for article in articles:
        with contextlib.suppress(OSError):
            size += os.stat(article.path).st_size
        if size >= _WORTH_A_PROCESS:
            return True
    return False


def _parallel(worker: Worker, articles: Sequence[Article], jobs: int) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as executor:
        yield from executor.map(worker.run, articles, chunksize=max(1, min(32, len(articles) // (jobs * 4))))


def _judge(linter: Linter, seen: dict[str, list[Occurrence]]) -> Iterator[Result]:
    for rule in linter.corpus_rules:
        result = Result("")
        try:
            for path, finding in rule.judge(sorted(seen.get(rule.name, ()))):
                place = Position(finding.start, 1, finding.start + 1)
                result.findings.append(Located(path, finding, rule.stage.value, place, place, None))
        except Exception as error:  # noqa: BLE001 - as in lint.engine
            message = f"rule {rule.name} crashed: {type(error).__name__}: {error}"
            result.problems.append(Problem(None, message, rule.name))
        yield result
