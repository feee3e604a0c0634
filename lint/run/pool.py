"""Work is done by several processes, and its outcomes come in the order of the work."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from typing import Generic, TypeVar, cast

from lint.replacement import end_process
from lint.run import interrupts
from lint.run.aside import aside

_AHEAD = 3
"""Units for each process that are under way: enough to keep all busy, few enough to stay small."""
_GRACE = 0.5
"""Seconds that processes have to end when they are told to, and the executor behind them."""

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Step = TypeVar("Step")

_work: Callable[..., object]
"""What this process does; set when it starts."""


def _start(work: Callable[..., object], folder: str) -> None:
    global _work  # noqa: PLW0603 - sent once to each process, not with each unit
    _work = work
    os.chdir(folder)
    threading.Thread(target=_follow, daemon=True).start()
    # Last, because it lets signals in: the thread that was just started leaves them to the main one.
    interrupts.obey()


def _follow() -> None:
    """End this process as soon as its parent is gone, however it went: nobody else would."""
    if parent := parent_process():
        parent.join()
        end_process(1)


def _do(unit: object) -> object:
    return _work(unit)


class Pool(Generic[Task, Answer]):
    """Processes that each hold a copy of ``work``; they start when there is first something to do.

    Left by an exception, an interrupt among them, it ends all its processes at once.
    """

    def __init__(self, work: Callable[[Task], Answer], jobs: int, failed: Callable[[Task], Answer]) -> None:
        """``failed`` makes the answer for a task that killed its process, twice."""
        self._work = work
        self._jobs = jobs
        self._failed = failed
        self._executor: ProcessPoolExecutor | None = None
        self._strangers = frozenset(active_children())

    def __enter__(self) -> Pool[Task, Answer]:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._drop()
        finally:
            self._end()

    def _end(self) -> None:
        """End the processes that are left, at once."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        children = frozenset(active_children()) - self._strangers
        # The executor's own thread must be gone before Python ends, which would write to a pipe that the thread is
        # just closing.  It is waited for aside, because it may hang on what its processes have left half written.
        shutdown = threading.Thread(target=partial(executor.shutdown, cancel_futures=True), daemon=True)
        shutdown.start()
        for child in children:
            child.terminate()
        deadline = time.monotonic() + _GRACE
        for child in children:
            child.join(max(deadline - time.monotonic(), 0))
            if child.is_alive():
                child.kill()
                child.join()
        shutdown.join(_GRACE)

    def in_order(self, steps: Iterable[tuple[Step, Task | None]]) -> Iterator[tuple[Step, Answer | None]]:
        """Yield each step with the answer to its task, or None if it has none, in the order of the steps."""
        waiting: deque[tuple[Step, Task | None, Future[Answer] | None]] = deque()
        for step, task in steps:
            waiting.append((step, task, None if task is None else self._submit(task)))
            while waiting and (len(waiting) >= self._jobs * _AHEAD or _is_ready(waiting[0][2])):
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Step, Task | None, Future[Answer] | None]]) -> tuple[Step, Answer | None]:
        step, task, future = waiting.popleft()
        if task is None or future is None:
            return step, None
        try:
            return step, future.result()
        except BrokenProcessPool:
            # Something killed a process, and with it all that was under way.  The first one is tried alone: if it is
            # to blame, that shows now; if not, its turn is over and the next is tried.  What was done already stays:
            # an article that was fixed would not be fixed a second time, nor counted.
            answer = self._alone(task)
            for index, (later, its_task, its_future) in enumerate(waiting):
                if its_task is not None and its_future is not None and _is_lost(its_future):
                    waiting[index] = later, its_task, self._submit(its_task)
            return step, answer

    def _alone(self, task: Task) -> Answer:
        self._drop()
        try:
            return self._submit(task).result()
        except BrokenProcessPool:
            self._drop()
            return self._failed(task)

    def _drop(self) -> None:
        """Wait until all is done, and let the processes go."""
        if self._executor:
            self._executor.shutdown()
            self._executor = None

    def _submit(self, task: Task) -> Future[Answer]:
        if self._executor is None:
            # Spawned, not forked: a copy of a process with threads may hang.
            start = partial(_start, self._work, os.getcwd())
            with aside():
                self._executor = ProcessPoolExecutor(self._jobs, get_context("spawn"), start)
        try:
            # A process is started here, if one is wanted: it must be known before anything else can happen, and it is
            # not to be interrupted while it gets ready, when all it could do is to complain.
            with interrupts.held(), aside():
                return cast("Future[Answer]", self._executor.submit(_do, task))
        except BrokenProcessPool as error:
            broken: Future[Answer] = Future()
            broken.set_exception(error)
            return broken


def _is_ready(future: Future[Answer] | None) -> bool:
    return future is None or future.done()


def _is_lost(future: Future[Answer]) -> bool:
    return not future.done() or isinstance(future.exception(), BrokenProcessPool)
