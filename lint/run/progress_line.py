"""The line that shows how far a run has come, drawn with rich."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
from rich.control import Control
from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Gauge
from rich.segment import ControlType, Segments
from rich.text import Text

_ERASE = Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2))


class ProgressLine:
    """One line on ``terminal``; rich's own live display would take the terminal over, and the report with it."""

    def __init__(self, terminal: TextIO, total: int | None, *, colour: bool) -> None:
        """``total`` are the bytes of the whole run; if they are not known, there is no bar and no time left."""
        self._console = Console(file=terminal, force_terminal=True, no_color=not colour, highlight=False)
        ends: tuple[ProgressColumn, ...] = (BarColumn(20), TimeRemainingColumn(), TextColumn("left")) if total else ()
        self._gauge = Gauge(
            *ends[:1], TextColumn("{task.description}", markup=False), _Rate(), *ends[1:], console=self._console
        )
        self._task = self._gauge.add_task("", total=total)

    def draw(self, counts: str, done: int) -> None:
        """Draw ``counts`` and what follows from ``done``, in bytes, in place of what was drawn before."""
        sys.stdout.flush()
        self._gauge.update(self._task, description=counts, completed=done)
        # One column stays free: terminals break a line that fills the last one.
        options = self._console.options.update(width=max(self._console.width - 1, 1), height=1, no_wrap=True)
        line = self._console.render_lines(self._gauge.get_renderable(), options, pad=False)[0]
        self._console.print(_ERASE, Segments(line), sep="", end="", soft_wrap=True)

    def erase(self) -> None:
        """Leave the line empty, and the cursor at its start."""
        self._console.control(_ERASE)


class _Rate(ProgressColumn):
    """Megabytes a second, of late."""

    def render(self, task: Task) -> Text:
        """Return the rate, or nothing as long as it is not known."""
        return Text(f"{task.speed / 1e6:.1f} MB/s" if task.speed else "")
