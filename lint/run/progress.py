"""How far a run has come: one line at the bottom of the terminal, which goes away again."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from lint.datasets.formats import is_data_set
from lint.datasets.paths import is_url
from lint.discovery import Article
from lint.run.result import Result

if TYPE_CHECKING:
    from lint.run.progress_line import ProgressLine

_PATIENCE = 1.0
"""Seconds that a run takes before anything is shown: a shorter one needs no comfort."""
_PACE = 0.25
"""Seconds between two drawings: each takes about a millisecond."""


class Progress:
    """Counts the results of a run and shows the count on ``terminal``, between the pieces of the report.

    All that is written to the same terminal meanwhile goes through :meth:`write`, or is announced by :meth:`clear`.
    There is no thread behind it: the line moves when a result arrives.
    """

    def __init__(
        self, terminal: TextIO | None, *, colour: bool = False, patience: float = _PATIENCE, pace: float = _PACE
    ) -> None:
        """``terminal`` is None if nothing is to be shown; ``patience`` and ``pace`` are in seconds."""
        self.files = self.rows = self.findings = self.size = 0
        self.all_files = 0
        self.all_bytes: int | None = None
        """Bytes of all articles; None if they are not known."""
        self._terminal = terminal
        self._colour = colour
        self._pace = pace
        self._next = time.monotonic() + patience
        self._line: ProgressLine | None = None
        self._is_drawn = False
        self._held_back = ""

    @contextmanager
    def of(self, articles: Sequence[Article]) -> Iterator[None]:
        """Show how far the work on ``articles`` has come, until the block ends.

        The bytes of all are known if no article is compressed or far away: what comes out of these is counted, and
        how much there is in them shows only at the end.
        """
        self.all_files = len(articles)
        if all(_is_size_known(article) for article in articles):
            self.all_bytes = sum(article.size for article in articles)
        try:
            yield
        finally:
            self.clear()

    def add(self, result: Result) -> None:
        """Count ``result``, and show the count if it is time."""
        self.size += result.size
        self.findings += len(result.reported)
        if result.record is not None:
            self.rows += 1
        elif result.path:
            self.files += 1
        if self._terminal is not None and time.monotonic() >= self._next:
            self._draw(self._terminal)

    def write(self, stream: TextIO, piece: str) -> None:
        """Write a piece of the report to ``stream``.

        If that is a terminal, the beginning of a line is held back until the line is whole: the count cannot be shown
        in the middle of one.
        """
        if self._terminal is None or not stream.isatty():
            stream.write(piece)
            return
        lines, end, rest = (self._held_back + piece).rpartition("\n")
        self._held_back = rest
        if end:
            self.clear()
            stream.write(lines + end)
            # What waits in a buffer would come out behind the count.
            stream.flush()

    def finish(self, stream: TextIO) -> None:
        """Write to ``stream`` what is still held back, behind the last piece."""
        rest, self._held_back = self._held_back, ""
        if rest:
            stream.write(rest)

    def clear(self) -> None:
        """Take the count away until it is drawn the next time."""
        if self._is_drawn and self._line:
            self._is_drawn = False
            try:
                self._line.erase()
            except OSError:
                self._terminal = None

    def _draw(self, terminal: TextIO) -> None:
        if self._line is None:
            # Only now: most runs are over by then, and rich takes longer to load than they last.
            from lint.run.progress_line import ProgressLine

            self._line = ProgressLine(terminal, self.all_bytes, colour=self._colour)
        self._is_drawn = True
        try:
            self._line.draw(self._counts(), self.size)
        except OSError:
            # The terminal is gone; the work is not in vain for that.
            self._terminal = None
        self._next = time.monotonic() + self._pace

    def _counts(self) -> str:
        counts = []
        if self.rows:
            counts.append(f"{self.rows:,} rows")
        if self.all_files > 1 or not self.rows:
            counts.append(f"{self.files:,} of {self.all_files:,} files")
        counts.append(f"{self.findings:,} findings")
        return ", ".join(counts)


def for_stderr(*, quiet: bool, colour: bool) -> Progress:
    """Return the progress of a run as users see it: on stderr, if that is a terminal that can erase a line."""
    can_show = not quiet and sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    return Progress(sys.stderr if can_show else None, colour=colour)


def _is_size_known(article: Article) -> bool:
    path = article.path
    return not is_data_set(path) or (path.lower().endswith(".jsonl") and not is_url(path))
