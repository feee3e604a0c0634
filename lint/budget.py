"""What one article may cost: a number of seconds of processor time, after which it is given up.

Two things see that the time is over.  In the main thread of a process on Unix a timer of the system does, whatever is
at work then: Python's regular expressions look for signals now and then, so a rule that is stuck in one ends too.
Elsewhere, which is on Windows, in other threads, and where somebody else uses that timer, :func:`look` does, which the
engine calls behind each rule: a rule that never ends is not stopped there.

Processor time of the thread is counted, not time on the wall, so that it does not matter what else the machine does.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

_AGAIN = 1.0
"""Seconds after which the timer rings again, for a rule that catches whatever is raised in it."""
_LEAST = 0.01
"""Seconds that the timer is set to at least: zero would stop it."""

Value = TypeVar("Value")


class OutOfTimeError(Exception):
    """An article takes more processor time than it may; it was not judged, and nothing of it was changed."""

    def __init__(self, seconds: float, rule: str | None = None) -> None:
        super().__init__(seconds, rule)
        self.seconds = seconds
        self.rule = rule
        """The rule that was at work when the time was over, if one was."""

    def __str__(self) -> str:
        spent = f"not judged: {self.seconds:g} seconds of processor time were not enough"
        if self.rule is None:
            return f"{spent}; raise max-seconds, or leave the article out with the key exclude"
        return f"{spent}, rule {self.rule} was at work; raise max-seconds, or leave the rule out with per-file-ignores"


class Expired(BaseException):
    """The time is over; no Exception, because rules, and the engine for their sake, catch those."""

    rule: str | None = None


class _Budget:
    """The time of one article, from now on."""

    def __init__(self, seconds: float) -> None:
        self.end = time.thread_time() + seconds
        self.is_over = False
        """Whether the end of the time was told already: a rule may have caught that."""
        self.is_timed = False
        """Whether the timer tells it, so that nobody has to look at the clock, which costs more than many a rule."""

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.end - time.thread_time()

    def expire(self) -> None:
        self.is_over = True
        raise Expired


class _Local(threading.local):
    budget: _Budget | None = None


_of_thread = _Local()
_timed: _Budget | None = None
"""The budget that the timer is set for, which is one of the main thread."""


def within(seconds: float, work: Callable[[], Value]) -> Value:
    """Return what ``work`` returns, if it takes at most ``seconds`` of processor time, which may be 0 for no limit.

    Inside the work of another budget, that one counts.

    Raises:
        OutOfTimeError: The time was over before the work was done.

    """
    global _timed  # noqa: PLW0603 - there is one timer in a process
    if not seconds or _of_thread.budget is not None:
        return work()
    budget = _Budget(seconds)
    _of_thread.budget = budget
    try:
        try:
            _set_timer(budget, seconds)
            value = work()
        finally:
            # Nothing stands before this that the timer could interrupt: behind it, it raises no more.
            _timed = None
            _of_thread.budget = None
            if budget.is_timed:
                signal.setitimer(signal.ITIMER_PROF, 0)
    except Expired as expired:
        raise OutOfTimeError(seconds, expired.rule) from None
    if budget.is_over:
        raise OutOfTimeError(seconds)
    return value


def look() -> None:
    """Look whether the time is over, behind each rule.

    Raises:
        Expired: The time of the work that this thread is at is over.

    """
    budget = _of_thread.budget
    if budget is not None and (budget.is_over or (not budget.is_timed and budget.left <= 0)):
        budget.expire()


def _set_timer(budget: _Budget, seconds: float) -> None:
    """Set the timer that counts the processor time of this process, if it can be had."""
    global _timed  # noqa: PLW0603 - there is one timer in a process
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return
    handler = signal.getsignal(signal.SIGPROF)
    if handler is not _ring:
        if handler not in (signal.SIG_DFL, signal.SIG_IGN) or any(signal.getitimer(signal.ITIMER_PROF)):
            return  # a profiler is at work
        try:
            # For good: one that rings late would end the process, if nobody were there to hear it.
            signal.signal(signal.SIGPROF, _ring)
        except ValueError:  # the main thread of an interpreter that is not the main one
            return
    _timed = budget
    budget.is_timed = True
    signal.setitimer(signal.ITIMER_PROF, max(seconds, _LEAST), _AGAIN)


def _ring(number: int, frame: FrameType | None) -> None:
    budget = _timed
    if budget is None:
        return
    if (left := budget.left) > 0:
        # The timer counts all threads of the process, the budget that of the article alone.
        signal.setitimer(signal.ITIMER_PROF, max(left, _LEAST), _AGAIN)
        return
    budget.expire()
