"""Globs as git means them, relative to a folder, matched in time linear in the path.

Not by a library: those that make one regular expression of a whole glob need years for one with many stars and a long
name, and both may come with the articles.  Here each part of a glob meets one part of a path.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lint.patterns import lazy_pattern

_ITEM = lazy_pattern(
    r"(?P<stars>\*+)|(?P<any>\?)|\[(?P<not>[!^]?)(?P<set>\]?(?:\[:\w*:\]|\\.|[^\]\\])*)\]|\\(?P<escaped>.)|(?P<char>[^\[\\])",
    re.DOTALL,
)
_SET_ITEM = lazy_pattern(r"\[:(?P<kind>\w*):\]|\\?(?P<first>.)(?:-\\?(?P<last>.))?", re.DOTALL)
_KINDS = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t-\r ",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_NOTHING = "(?!)"
_LONGEST = 4096
"""Characters above which a glob is none: it could match no path that systems allow, and takes minutes to compile."""


class Globs:
    """Patterns in the syntax of ``.gitignore`` that count from ``folder``."""

    def __init__(self, patterns: Iterable[str], folder: Path) -> None:
        self.patterns = tuple(patterns)
        self.folder = os.path.abspath(folder)

    @cached_property
    def _globs(self) -> tuple[_Glob, ...]:
        return tuple(glob for pattern in self.patterns if (glob := _glob(pattern)))

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """Tell whether the patterns match ``path`` or a folder above it; a path outside of ``folder`` matches none.

        What is said of the path itself counts before what is said of its folder, and so on upwards.
        """
        names = self._names(path)
        said = [
            (end, number, glob.takes)
            for number, glob in enumerate(self._globs if names else ())
            for end in glob.ends(names, 1)
            if is_folder or end < len(names) or not glob.folders
        ]
        return bool(said) and max(said)[2]

    def verdict(self, path: str, *, is_folder: bool = False) -> bool | None:
        """Return True if ``path`` itself is matched, False if a ``!`` pattern takes that back, else None."""
        names = self._names(path)
        for glob in reversed(self._globs if names else ()):
            if (is_folder or not glob.folders) and len(names) in glob.ends(names, len(names)):
                return glob.takes
        return None

    def _names(self, path: str) -> list[str]:
        """Return the parts of ``path`` below the folder; none if it does not lie there."""
        if not self.patterns:
            return []
        inside = os.path.join(self.folder, "")
        full = os.path.abspath(path)
        return full[len(inside) :].split(os.sep) if full.startswith(inside) else []


class _Glob(NamedTuple):
    parts: tuple[re.Pattern[str] | None, ...]
    """What the parts of a path must match, one by one; None stands for any number of them."""
    anywhere: bool
    """Whether the only part may match any part of a path."""
    takes: bool
    """False if a match takes back what another glob says."""
    folders: bool
    """Whether only folders are meant."""

    def ends(self, names: list[str], least: int) -> Iterable[int]:
        """Return how many of ``names``, the parts of a path, can make up a match; less than ``least`` do not matter."""
        if self.anywhere and self.parts[0]:
            matches = self.parts[0].fullmatch
            return [end for end in range(least, len(names) + 1) if matches(names[end - 1])]
        reached: Iterable[int] = (0,)
        for part in self.parts:
            if part:
                reached = [end + 1 for end in reached if end < len(names) and part.fullmatch(names[end])]
            else:
                reached = range(min(reached, default=len(names) + 1), len(names) + 1)
        return reached


def _glob(line: str) -> _Glob | None:
    text = line.rstrip(" ")
    if text != line and (len(text) - len(text.rstrip("\\"))) % 2:
        text += " "  # the first of the spaces is escaped
    if text.startswith("#") or len(text) > _LONGEST:
        return None
    takes = not text.startswith("!")
    text = text[not takes :]
    folders = text.endswith("/")
    text = text.removesuffix("/")
    anywhere = "/" not in text
    pieces = text.removeprefix("/").split("/")
    if not anywhere and pieces[-1] == "**":
        # What lies in a folder is meant, not the folder.
        pieces[-1:] = "*", "**"
    parts = tuple(None if piece == "**" and not anywhere else _part(piece) for piece in pieces)
    return _Glob(parts, anywhere, takes, folders) if text else None


def _part(piece: str) -> re.Pattern[str]:
    """Return what matches a name as the part ``piece`` of a glob does."""
    runs = [""]
    position = 0
    while position < len(piece):
        item = _ITEM.match(piece, position)
        if not item:
            return re.compile(_NOTHING)
        position = item.end()
        if item["stars"]:
            runs.append("")
        elif item["any"]:
            runs[-1] += "."
        elif item["set"] is not None:
            runs[-1] += _set(item["set"], negated=bool(item["not"]))
        else:
            runs[-1] += re.escape(item["escaped"] or item["char"])
    first, *others = runs
    last = f".*{others.pop()}" if others else ""
    # What stands between two stars is taken where it first occurs.  To try it elsewhere would not help, and so the
    # expression is told to forget how it got there: without that, each star would multiply the time.
    between = "".join(f"(?=(?P<run{number}>.*?{run}))(?P=run{number})" for number, run in enumerate(others))
    return re.compile(first + between + last, re.DOTALL)


def _set(items: str, *, negated: bool) -> str:
    chars = ""
    for item in _SET_ITEM.finditer(items):
        first, last = item["first"], item["last"]
        if not first:
            if item["kind"] not in _KINDS:
                return _NOTHING
            chars += _KINDS[item["kind"]]
        elif not last:
            chars += re.escape(first)
        elif first <= last:
            chars += f"{re.escape(first)}-{re.escape(last)}"
    if not chars:
        return "." if negated else _NOTHING
    return f"[{'^' if negated else ''}{chars}]"
