"""How a report for people looks: colour, and how much it says."""

from __future__ import annotations

from dataclasses import dataclass

import click

from lint.edit import Safety

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

    def paint(self, text: str, colour: str | None = None, *, bold: bool = False, reverse: bool = False) -> str:
        """Return ``text`` in colour, or as it is where colour is off."""
        return click.style(text, fg=colour, bold=bold or None, reverse=reverse or None) if self.colour else text

    def safety(self, safety: Safety) -> str:
        """Return how safe a fix is, in words and colour."""
        return self.paint(SAFETY_WORDS[safety], _SAFETY_COLOURS[safety])
