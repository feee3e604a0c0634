"""What can go wrong outside an article, each with a message that names the place and the cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class UsageError(Exception):
    """The command line, the configuration or a plugin is wrong: nothing can be run."""


@dataclass(frozen=True)
class Problem:
    """Something that kept an article, or a rule on an article, from being done; the run goes on."""

    path: str | None
    message: str
    rule: str | None = None
    record: int | None = None
    """The row of a data set, from 0."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `` (did you mean …?)`` if a known name is close to ``name``, else nothing."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
