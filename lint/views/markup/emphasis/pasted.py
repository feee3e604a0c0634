"""Bold words that an editor pasted from a word processor with asterisks of its own round them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lint.patterns import lazy_pattern

# A bounded length keeps many openers linear.
_RUN = r"\*{3}\\\*([^*\\\n]{1,300})\\\*\*{3}"
_RUNS = lazy_pattern(rf"(?<![\\*])(?:{_RUN})+(?!\*)")
_WORDS = lazy_pattern(_RUN)


class PastedBold(NamedTuple):
    r"""Runs of bold words side by side, ``***\*like this\****``, from ``start`` to ``end``."""

    start: int
    end: int
    words: str
    """What they say together, without white space at its ends."""


def find_pasted_bold(text: str) -> Iterator[PastedBold]:
    """Yield what was pasted as bold words, in order."""
    for match in _RUNS.finditer(text):
        if words := "".join(_WORDS.findall(match[0])).strip():
            yield PastedBold(*match.span(), words)
