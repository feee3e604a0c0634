"""Running a linter over articles: files and rows, in any number, on any number of processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby, islice
from typing import Protocol

from lint import source
from lint.datasets.formats import is_data_set, open_data_set
from lint.datasets.records import Chunk, DataSet
from lint.discovery import Article
from lint.errors import Problem
from lint.linter import Linter
from lint.run.cache import Cache
from lint.run.copying import Copy
from lint.run.corpus import Corpus
from lint.run.result import Files, Job, Outcome, Result, Unit, share_size, unpacked
from lint.run.worker import digest, worker_for
from lint.source import UnreadableError

_WORTH_PROCESSES = 256 * 1024
"""Bytes of work that are worth starting processes, which takes about as long as judging half of them."""
_FINDINGS_AT_ONCE = 1_000
"""Findings of the corpus in one result: in a large one there may be as many as articles."""
_MOST_TOLD = 1_000
"""Problems of rows that are told of in one data set; all are counted."""
_UNIT_BYTES = 64 * 1024
_UNIT_FILES = 32


@dataclass(frozen=True)
class Step:
    """A unit with its outcome, if that is known, or the end of a data set."""

    path: str
    unit: Unit | None = None
    outcome: Outcome | None = None
    fault: str = ""
    """At the end of a data set: what broke it off."""

    @property
    def task(self) -> Unit | None:
        """What is left to do."""
        return None if self.outcome else self.unit


class Engine(Protocol):
    """Where the work is done, if not in this process and its children."""

    def steps(self, run: Run, articles: Sequence[Article]) -> Generator[Step, None, None]:
        """Yield the steps of ``articles`` in order, as :meth:`Run.steps` does, each with its outcome.

        A chunk comes back only if ``run`` writes data sets.
        """


@dataclass(frozen=True)
class Run:
    """Everything that decides what a run does, but for the articles."""

    linter: Linter
    job: Job
    jobs: int = 1
    """Processes at most."""
    cache: Cache | None = None
    target: Callable[[str], str] | None = None
    """Where the copy of a data set goes; None writes it in place, if the job does."""
    engine: Engine | None = None

    @property
    def writes_data_sets(self) -> bool:
        """Whether data sets are written, in place or as copies."""
        return self.job.fix and (self.job.in_place or self.target is not None)

    def results(self, articles: Sequence[Article]) -> Iterator[Result]:
        """Yield the result of each article in order, of each data set behind its rows, then that of the corpus."""
        corpus = Corpus(self.linter.corpus_rules)
        for result in self._articles(articles):
            if result.seen is not None:
                corpus.add(result.path, result.record, result.seen)
            yield result
        findings, problems = corpus.judge()
        while some := list(islice(findings, _FINDINGS_AT_ONCE)):
            wholes = sum(judged.whole for judged in some)
            yield Result("", findings=[judged.located for judged in some], folders=wholes)
        yield Result("", problems=problems)

    def _articles(self, articles: Sequence[Article]) -> Iterator[Result]:
        with closing(self.engine.steps(self, articles) if self.engine else self._done(articles)) as done:
            for path, steps in groupby(done, key=lambda step: step.path if is_data_set(step.path) else ""):
                if path:
                    yield from _told(self._data_set(path, steps))
                else:
                    for step in steps:
                        yield from step.outcome.results if step.outcome else ()

    def _data_set(self, path: str, steps: Iterable[Step]) -> Iterator[Result]:
        whole = Result(path)
        copy = self._copy(path)
        try:
            for step in steps:
                if step.outcome:
                    whole.is_changed |= bool(step.outcome.texts)
                    if copy and isinstance(step.unit, Chunk):
                        copy.write(step.unit.replaced(step.outcome.texts) if step.outcome.texts else step.unit)
                    yield from step.outcome.results
                elif step.fault:
                    whole.is_read = False
                    whole.problems.append(Problem(path, step.fault))
                elif copy and (whole.is_changed or self.target):
                    copy.keep()
        finally:
            if copy:
                copy.drop()
        if copy and copy.fault:
            whole.is_changed = False
            whole.problems.append(Problem(path, copy.fault))
        yield whole

    def _copy(self, path: str) -> Copy | None:
        if not self.writes_data_sets:
            return None
        return Copy(self._opened(path), partial(self.target or str, path))

    def _done(self, articles: Sequence[Article]) -> Generator[Step, None, None]:
        """Yield each step with its outcome; processes are started when there is enough to do for them.

        There is, if all is new and large; else it shows on the way, because most of it may be known to the cache.
        """
        work = worker_for(self.linter, replace(self.job, keep_results=self.cache is not None)).run
        is_large = len(articles) > 1 and sum(article.size for article in articles) >= _WORTH_PROCESSES
        begun = 0
        steps = self.steps(articles)
        for step in steps:
            is_large &= not step.outcome
            if self.jobs > 1 and step.task and (is_large or begun >= _WORTH_PROCESSES):
                yield from self._by_processes(work, chain([step], steps))
                return
            begun += step.task.size if step.task else 0
            yield self._kept(step, work(step.task) if step.task else None)

    def _by_processes(self, work: Callable[[Unit], Outcome], steps: Iterable[Step]) -> Iterator[Step]:
        from lint.run.pool import Pool

        with Pool(work, self.jobs, killed) as pool:
            for step, answer in pool.in_order((step, step.task) for step in steps):
                yield self._kept(step, answer)

    def _kept(self, step: Step, outcome: Outcome | None) -> Step:
        """Return ``step`` with its outcome, which is remembered for the next run."""
        if outcome is None:
            return step
        if self.cache and isinstance(step.unit, Files):
            judged = zip(step.unit.articles, outcome.results, strict=True)
            keys = [self._file_key(article, result.content) for article, result in judged]
        elif self.cache and isinstance(step.unit, Chunk):
            keys = [self._key(step.path, *step.unit.content())]
        else:
            return replace(step, outcome=outcome)
        for key, data in zip(keys, outcome.kept, strict=False):  # nothing is kept of a unit that killed its process
            if data is not None:
                self.cache.put(key, data)
        return replace(step, outcome=outcome)

    def steps(self, articles: Sequence[Article]) -> Iterator[Step]:
        """Yield what is to be done, or is known already, in the order of the articles."""
        waiting: list[Article] = []
        size = 0
        for article in articles:
            known = self._known(article)
            if waiting and (known or is_data_set(article.path) or size >= _UNIT_BYTES or len(waiting) >= _UNIT_FILES):
                yield Step(waiting[0].path, Files(tuple(waiting), size))
                waiting, size = [], 0
            if is_data_set(article.path):
                yield from self._chunks(article.path)
            elif known:
                yield Step(article.path, outcome=Outcome([known], {}))
            else:
                waiting.append(article)
                size += article.size
        if waiting:
            yield Step(waiting[0].path, Files(tuple(waiting), size))

    def _chunks(self, path: str) -> Iterator[Step]:
        fault = ""
        try:
            for chunk in self._opened(path).chunks(whole=self.job.fix):
                yield Step(path, chunk, self._known_chunk(chunk))
        except UnreadableError as error:
            fault = str(error)
        yield Step(path, fault=fault)

    def _opened(self, path: str) -> DataSet:
        return open_data_set(path, self.job.fields, self.linter.config.max_file_size)

    def _known(self, article: Article) -> Result | None:
        """Return what an earlier run found, if it judged the same bytes in the same way."""
        if not self.cache or is_data_set(article.path):
            return None
        try:
            with source.open_file(article.path) as file:
                content = source.read_all(file, article.size, self.linter.config.max_file_size)
        except (OSError, UnreadableError):
            return None
        data = self.cache.get(self._file_key(article, digest(content)))
        if data is None:
            return None
        (result,) = unpacked(data, article.path)
        result.size = len(content)
        if self.job.keep_bytes:
            result.before = result.after = content
        return result

    def _known_chunk(self, chunk: Chunk) -> Outcome | None:
        data = self.cache.get(self._key(chunk.path, *chunk.content())) if self.cache else None
        if data is None:
            return None
        results = list(unpacked(data, chunk.path, chunk.first))
        share_size(results, chunk.size)
        return Outcome(results, {})

    def _file_key(self, article: Article, content: bytes) -> bytes:
        return self._key(article.path, content, b"walked" if article.walked else b"named")

    def _key(self, path: str, *content: bytes) -> bytes:
        assert self.cache is not None  # noqa: S101 - asked for only where there is one
        how = repr((self.job.fix, int(self.job.wanted), self.job.excerpts, self.linter.names_for(path)))
        return self.cache.key(how.encode(), *content)


def _told(results: Iterable[Result]) -> Iterator[Result]:
    """Yield the results of a data set; the last one counts the problems of rows that are too many to be told of."""
    told = untold = 0
    for result in results:
        if result.record is not None:
            told += len(result.problems)
            if told > _MOST_TOLD:
                untold += len(result.problems)
                result.problems = []
        elif untold:
            message = f"{untold:,} more rows have problems; fix those that are listed first"
            result.problems.append(Problem(result.path, message))
        yield result


def killed(unit: Unit) -> Outcome:
    """Return what to say of a unit that ended the process it was judged in."""
    message = "not judged: its process was killed, perhaps for want of memory; try it alone, with --jobs 1"
    if isinstance(unit, Files):
        return Outcome(
            [
                Result(path, problems=[Problem(path, message)], is_read=False, size=size)
                for path, _, size in unit.articles
            ],
            {},
        )
    rows = [record.number for record in unit.records()]
    problems = ((row, [Problem(unit.path, message, record=row)]) for row in rows)
    results = [Result(unit.path, row, problems=told, is_read=False) for row, told in problems]
    share_size(results, unit.size)
    return Outcome(results, {})


def cores() -> int:
    """Return how many processes the machine runs at once for this one, which may be fewer than it has cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
