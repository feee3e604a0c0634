"""Signals that ask a run to end: an interrupt from the keyboard, the wish of the system, a terminal that is gone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from lint.replacement import drop_unfinished, end_process

_PATIENCE = 1.0
"""Seconds that a run may take to end; what hangs longer, on a network perhaps, is cut off."""
_LAST_PATIENCE = 10.0
"""Seconds that Python may take to end behind that: its threads and locks, which takes long on a busy machine alone."""

_WORDS = {"SIGINT": "interrupted", "SIGTERM": "terminated"}
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
SIGNALS = tuple(signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__)

_arrived: int | None = None
"""The signal that ends this process, once it is there."""
_is_told = False
"""Whether the user has been told of it, or is being told."""


class Interrupted(BaseException):
    """A signal asks the run to end; no error, hence not to be caught as one."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        name = signal.Signals(number).name
        self.code = 128 + number
        """The exit code, as shells count."""
        self.message = f"{_WORDS.get(name, f'ended by {name}')}; the report is not complete, every file is whole"


@contextmanager
def raised() -> Iterator[None]:
    """Let the first signal of :data:`SIGNALS` that arrives during the block leave it as :class:`Interrupted`.

    Those behind it are passed over: they must not disturb what the first one has set going.  A signal that is ignored,
    as under nohup, stays ignored.  In a thread that is not the main one nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    caught = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
    for number in caught:
        signal.signal(number, _raise)
    try:
        yield
    except BaseException as error:
        if _arrived is None:
            raise
        drop_unfinished()
        # A lock that was interrupted half way, and a library that was called back, complain in words of their own.
        raise Interrupted(_arrived) from error
    finally:
        if _arrived is None:
            for number in caught:
                signal.signal(number, before[number])


def _raise(number: int, frame: FrameType | None) -> None:
    global _arrived  # noqa: PLW0603 - signals belong to the process
    if _arrived is not None:
        return
    _arrived = number
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _cut_off)
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    raise Interrupted(number)


def ends() -> None:
    """Tell that the work has ended and that the user is about to be told why; Python's own end is all that is left."""
    global _is_told  # noqa: PLW0603 - said once for the process
    _is_told = True
    if _arrived is not None and hasattr(signal, "setitimer"):
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(signal.ITIMER_REAL, max(left, _LAST_PATIENCE))


def _cut_off(number: int, frame: FrameType | None) -> None:
    """End the process where it stands; those that work for it follow by themselves."""
    interrupted = Interrupted(_arrived or number)
    if not _is_told:
        with suppress(OSError):
            os.write(2, f"{interrupted.message}\n".encode())
    end_process(interrupted.code)


@contextmanager
def held() -> Iterator[None]:
    """Keep signals waiting until the end of the block, where systems allow that.

    Processes and threads that start inside keep them waiting for good, or until they call :func:`obey`.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def obey() -> None:
    """Make this process one that works for another: it ends at once when told, and leaves the keyboard to its parent.

    An interrupt from the keyboard reaches all processes of a terminal; the parent alone decides what it means.
    """
    for number in SIGNALS:
        if number == signal.SIGINT:
            signal.signal(number, signal.SIG_IGN)
        elif signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, _: end_process(128 + number))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
