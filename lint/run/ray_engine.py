"""Ray as the engine: the nodes of a cluster read and judge, and the outcomes come here in order.

Articles are dealt out in parts, runs of neighbours in their order.  A task on some node reads a part and makes of it
the steps that this process would make; each step that has something to do travels to a task of its own; the step with
its outcome travels here.  Ray Data moves them, holds the readers back while the rest is busy, and keeps the order.

A row of Ray Data is a step: ``part`` and ``place`` say which one, ``step`` is its pickle.  A task whose process was
killed is started again by Ray, for ever; so a counter that all tasks share tells them when to give up.
"""

from __future__ import annotations

import os
import pickle
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple

from lint.datasets.formats import is_data_set
from lint.datasets.parquet import ParquetChunk
from lint.datasets.paths import is_url
from lint.datasets.records import Chunk
from lint.discovery import Article
from lint.errors import UsageError
from lint.run.ray_cluster import connected
from lint.run.runner import Run, Step, killed
from lint.run.worker import Worker

_PART_BYTES = 64 * 1024 * 1024
_PART_FILES = 1024
"""Articles of a part at most: few enough to share evenly, enough to keep the list of parts short."""
_FED = 8
"""Workers that one reader feeds at least: reading is a hundred times faster than judging."""
_ATTEMPTS = 3
"""How often a task is tried whose process is killed: a node may go by itself, three in a row hardly do."""

_READING = -1
"""Stands for the place of a step where the reading of a whole part is counted."""

Table = Any
"""``pyarrow.Table``"""


class Attempts:
    """Counts how often each task has begun; one object of the cluster, which outlives the processes of the tasks."""

    def __init__(self) -> None:
        self._begun: Counter[tuple[int, int]] = Counter()

    def begin(self, part: int, place: int) -> int:
        """Return which attempt at this task begins now, from 1."""
        self._begun[part, place] += 1
        return self._begun[part, place]

    def end(self, part: int, place: int) -> None:
        """Forget a task that is done."""
        del self._begun[part, place]


class _Row(NamedTuple):
    part: int
    place: int
    step: Step | None
    """None behind the last step of a part."""


@dataclass(frozen=True)
class Brief:
    """What a node must know, the same for all its tasks."""

    run: Run
    keeps_rows: bool
    """Whether data sets are written, so that their rows have to come back."""
    folder: str | None
    """The folder that paths start from; None if no path is relative."""


@dataclass(frozen=True)
class RayEngine:
    """Ray at ``address``; without one, where ``RAY_ADDRESS`` says, or on this machine for as long as the run takes."""

    address: str | None = None
    jobs: int | None = None
    """Articles or chunks judged at once, at most; None: as many as the cluster has cores."""

    def __post_init__(self) -> None:
        """Fail before anything is reported, if Ray is not there."""
        if not find_spec("ray"):
            raise UsageError("--engine ray: Ray is not installed\nInstall it with: pip install 'seedlint[ray]'")

    def steps(self, run: Run, articles: Sequence[Article]) -> Generator[Step, None, None]:
        """Yield the steps that ``articles`` take, each with its outcome, in order.

        Raises:
            UsageError: Ray is not installed, there is no cluster at the address, or its nodes lack what is needed.

        """
        brief = _brief(run, articles)
        parts = list(_parts(articles))
        if not parts:
            return
        with (
            connected(self.address, self.jobs, brief.folder) as cores,
            closing(_rows(brief, parts, cores, self.jobs)) as rows,
        ):
            yield from _in_full(rows, parts)


def _brief(run: Run, articles: Iterable[Article]) -> Brief:
    is_relative = any(not (is_url(article.path) or os.path.isabs(article.path)) for article in articles)
    # Neither the cache nor the target of copies travels: both belong to this process.
    bare = replace(run, jobs=1, cache=None, target=None, engine=None)
    return Brief(bare, run.writes_data_sets, os.getcwd() if is_relative else None)


def _parts(articles: Iterable[Article]) -> Iterator[list[Article]]:
    part: list[Article] = []
    size = 0
    for article in articles:
        part.append(article)
        size += article.size
        # How large the object behind a URL is nobody has asked.
        is_unknown = is_data_set(article.path) and not article.size
        if is_unknown or size >= _PART_BYTES or len(part) >= _PART_FILES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _rows(brief: Brief, parts: Sequence[list[Article]], cores: int, jobs: int | None) -> Generator[_Row, None, None]:
    """Yield what comes out of Ray Data, in order of part and place."""
    import ray
    from ray import data

    dealt = [{"part": number, "articles": pickle.dumps(part)} for number, part in enumerate(parts)]
    told = {"brief": pickle.dumps(brief), "attempts": ray.remote(num_cpus=0)(Attempts).remote()}
    # Readers take no core: held back with one in hand, they would keep it from those that they wait for.  That also
    # keeps Ray Data from fusing both steps to one task, which would judge a large data set on a single core.
    steps = data.from_items(dealt, override_num_blocks=len(dealt)).map_batches(
        _read,
        batch_size=1,
        batch_format="pyarrow",
        fn_kwargs=told,
        num_cpus=0,
        concurrency=max(1, cores // _FED),
    )
    done = steps.map_batches(
        _judge,
        batch_size=1,
        batch_format="pyarrow",
        fn_kwargs=told,
        num_cpus=1,
        concurrency=jobs,
    )
    for table in done.iter_batches(batch_size=None, batch_format="pyarrow"):
        yield from map(_row, table.to_pylist())


def _in_full(rows: Iterable[_Row], parts: Sequence[list[Article]]) -> Iterator[Step]:
    """Yield the step of each row; a gap ends the run, because nothing may be lost unseen."""
    part = place = 0
    for row in rows:
        if (row.part, row.place) != (part, place):
            break
        if row.step is None:
            part, place = part + 1, 0
        else:
            place += 1
            yield row.step
    if part < len(parts):
        first, last = parts[part][0].path, parts[part][-1].path
        where = first if first == last else f"one of the articles from {first} to {last}"
        raise UsageError(
            f"{where} cannot be read on a node of Ray: its process was killed\nRun again without --engine ray"
        )


def _read(table: Table, *, brief: bytes, attempts: Any) -> Iterator[Table]:
    """Read a part, on a node; yield a table of one row for each of its steps, and one for its end."""
    import ray

    (dealt,) = table.to_pylist()
    part, place = dealt["part"], 0
    articles = pickle.loads(dealt["articles"])  # noqa: S301 - made by the process that started this
    if ray.get(attempts.begin.remote(part, _READING)) > _ATTEMPTS:
        raise MemoryError  # the rows that are missing then end the run
    told = _told(brief)
    for step in told.run.steps(articles):
        yield _table(part, place, _packed(step, keeps_rows=told.keeps_rows))
        place += 1
    yield _table(part, place, pickle.dumps((None, None)))
    attempts.end.remote(part, _READING)


def _judge(table: Table, *, brief: bytes, attempts: Any) -> Table:
    """Do what a step asks for, on a node; return it with its outcome, without what only workers need."""
    import ray

    (row,) = table.to_pylist()
    step, columns = pickle.loads(row["step"])  # noqa: S301 - made by a task of the same run
    if step is None or step.unit is None:
        return table
    unit = step.unit
    number = row["part"], row["place"]
    is_deadly = ray.get(attempts.begin.remote(*number)) > _ATTEMPTS
    outcome = killed(unit) if is_deadly else _worker(brief).run(unit)
    attempts.end.remote(*number)
    if isinstance(unit, ParquetChunk):
        unit = replace(unit, texts=(), ids=())
    keeps_it = _told(brief).keeps_rows and isinstance(unit, Chunk)
    return _table(*number, pickle.dumps((replace(step, unit=unit if keeps_it else None, outcome=outcome), columns)))


@lru_cache(maxsize=1)
def _told(brief: bytes) -> Brief:
    told: Brief = pickle.loads(brief)  # noqa: S301 - made by the process that started this
    if told.folder:
        # A process of Ray's does one task at a time, and nothing else stands in it that paths could mislead.
        os.chdir(told.folder)
    return told


@lru_cache(maxsize=1)
def _worker(brief: bytes) -> Worker:
    run = _told(brief).run
    return Worker(run.linter, run.job)


def _table(part: int, place: int, step: bytes) -> Table:
    """Return one row.  Not a dict, which Ray Data takes through NumPy, where bytes end at their last NUL."""
    import pyarrow as pa

    fields = [("part", pa.int64()), ("place", pa.int64()), ("step", pa.large_binary())]
    return pa.table([[part], [place], [step]], schema=pa.schema(fields))


def _packed(step: Step, *, keeps_rows: bool) -> bytes:
    """Return ``step`` as bytes, with all columns of its rows if they have to come back."""
    chunk = step.unit
    if not keeps_rows or not isinstance(chunk, ParquetChunk):
        return pickle.dumps((step, None))
    import pyarrow as pa

    # Arrow's own format: pickles of a slice hold the whole of what it was cut from.
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, chunk.batch.schema) as stream:
        stream.write_batch(chunk.batch)
    return pickle.dumps((step, (sink.getvalue().to_pybytes(), chunk.ends_group)))


def _row(row: dict[str, Any]) -> _Row:
    step, columns = pickle.loads(row["step"])  # noqa: S301 - made by a task of this run
    if step and columns:
        import pyarrow as pa

        data, ends_group = columns
        with pa.ipc.open_stream(data) as stream:
            unit = replace(step.unit, batch=stream.read_next_batch(), ends_group=ends_group)
        step = replace(step, unit=unit)
    return _Row(row["part"], row["place"], step)
