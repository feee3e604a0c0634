"""How a report for people looks: colour, and how much it says."""

from __future__ import annotations

from dataclasses import dataclass

import click

from lint.edit import Safety
from lint.report.printable import terminal_width

COMFORTABLE = 100
"""Columns beyond which lines are hard to read."""
SAFETY_WORDS = {Safety.SAFE: "safe fix", Safety.UNSAFE: "unsafe fix", Safety.MANUAL: "no fix"}
_SAFETY_COLOURS = {Safety.SAFE: "green", Safety.UNSAFE: "yellow", Safety.MANUAL: None}


@dataclass(frozen=True)
class Style:
    """Choices of the user for the report."""

    colour: bool = False
    verbose: bool = False
    """Every finding, however many there are of one rule."""
    dry: bool = False
    """Nothing was written: what is said to be fixed would be fixed."""
    quiet: bool = False
    """Findings alone, no summary."""
    statistics: bool = False
    """Counts by rule instead of findings."""
    hint: str = ""
    """The command that a summary recommends, with the user's own paths."""
    look: str = ""
    """The command that shows the findings on a page, likewise."""
    width: int = 0
    """Columns that a line may take where it is up to the report; 0: those of the terminal, or a hundred."""

    @property
    def columns(self) -> int:
        """Columns to keep to; beyond a hundred, lines are hard to read."""
        return self.width or min(terminal_width() or COMFORTABLE, COMFORTABLE)

    def paint(self, text: str, colour: str | None = None, *, bold: bool = False, reverse: bool = False) -> str:
        """Return ``text`` in colour, or as it is where colour is off."""
        return click.style(text, fg=colour, bold=bold or None, reverse=reverse or None) if self.colour else text

    def safety(self, safety: Safety) -> str:
        """Return how safe a fix is, in words and colour."""
        return self.paint(SAFETY_WORDS[safety], _SAFETY_COLOURS[safety])
