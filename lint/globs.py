"""Globs as git means them, relative to a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Globs:
    """Patterns in the syntax of ``.gitignore`` that count from ``folder``."""

    def __init__(self, patterns: Iterable[str], folder: Path) -> None:
        self.patterns = tuple(patterns)
        self.folder = os.path.abspath(folder)

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines(self.patterns)

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """Tell whether the patterns match ``path``; a path outside the folder matches none."""
        return bool(self.verdict(path, is_folder=is_folder))

    def verdict(self, path: str, *, is_folder: bool = False) -> bool | None:
        """Return True if ``path`` is matched, False if a ``!`` pattern takes it back, None if none speaks of it."""
        if not self.patterns:
            return None
        relative = os.path.relpath(os.path.abspath(path), self.folder)
        if relative == os.curdir or relative.startswith(os.pardir):
            return None
        relative = relative.replace(os.sep, "/") + ("/" if is_folder else "")
        return self._spec.check_file(relative).include
