"""Which files are articles: files that are named, and what a walk through folders finds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lint.config import Config
from lint.datasets.formats import ENDINGS, is_data_set
from lint.datasets.paths import is_url
from lint.errors import Problem
from lint.globs import Globs


class Article(NamedTuple):
    """A file to lint; ``walked`` tells that it was found in a folder, not named, ``size`` its bytes if known."""

    path: str
    walked: bool
    size: int = 0


def find_articles(paths: Sequence[str], config: Config, skip: str | None = None) -> tuple[list[Article], list[Problem]]:
    """Return the articles that ``paths`` stand for, sorted by path, and what is wrong with the paths.

    Folders are walked for files that match ``include``; hidden entries, links, what ``exclude`` or a ``.gitignore``
    names, and the folder ``skip`` are passed over.  A file that is named is always taken.
    """
    found: dict[str, Article] = {}
    problems: list[Problem] = []
    for path in paths:
        if os.path.isdir(path):
            walked = list(_walk(path, config, skip))
            if not walked:
                wanted = " ".join(config.include)
                problems.append(
                    Problem(path, f"no articles in this folder: no file matches {wanted}; set include, or name files")
                )
            for article in walked:
                found.setdefault(article.path, article)
        elif is_url(path):
            if is_data_set(path):
                found[path] = Article(path, walked=False)
            else:
                problems.append(Problem(path, f"only data sets are read by URL: {' '.join(ENDINGS)}"))
        elif not os.path.lexists(path):
            problems.append(Problem(path, "no such file or folder; check the path"))
        else:
            name = path.replace(os.sep, "/")
            found[name] = Article(name, walked=False, size=_size(path))
    return sorted(found.values()), problems


def common_folder(paths: Sequence[str]) -> Path:
    """Return the deepest folder that holds all ``paths``; a folder that is the only path is it itself."""
    folders = [path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in paths]
    try:
        return Path(os.path.commonpath([os.path.abspath(folder) for folder in folders]))
    except ValueError:  # on different drives
        return Path.cwd()


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _walk(root: str, config: Config, skip: str | None) -> Iterator[Article]:
    include = Globs(config.include, Path(root))
    exclude = Globs(config.exclude, config.folder if config.path else Path(root))
    skipped = os.path.abspath(skip) if skip else None
    ignores = [(root, _inherited_ignores(Path(root)))]
    while ignores:
        folder, ignored = ignores.pop()
        ignored = (*ignored, *_gitignore(Path(folder)))
        for entry in _entries(folder):
            path = _joined(root, entry.path)
            is_folder = entry.is_dir(follow_symlinks=False)
            if _is_ignored(entry.path, ignored, is_folder=is_folder) or exclude.match(entry.path, is_folder=is_folder):
                continue
            if is_folder:
                if os.path.abspath(entry.path) != skipped:
                    ignores.append((entry.path, ignored))
            elif entry.is_file(follow_symlinks=False) and include.match(entry.path):
                yield Article(path, walked=True, size=entry.stat(follow_symlinks=False).st_size)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []


def _joined(root: str, path: str) -> str:
    """Name a walked file the way its folder was given; below the current folder, without it."""
    shown = os.path.relpath(path, root) if os.path.normpath(root) == os.curdir else path
    return shown.replace(os.sep, "/")


def _gitignore(folder: Path) -> Iterator[Globs]:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    yield Globs(lines, folder)


def _inherited_ignores(root: Path) -> tuple[Globs, ...]:
    """Return the ignore files above ``root``, up to the folder that holds the git repository, outermost first."""
    start = root.absolute()
    if (start / ".git").exists():
        return ()
    found: list[Globs] = []
    for folder in start.parents:
        found[:0] = _gitignore(folder)
        if (folder / ".git").exists():
            return tuple(found)
    return ()


def _is_ignored(path: str, ignores: Sequence[Globs], *, is_folder: bool) -> bool:
    for globs in reversed(ignores):
        verdict = globs.verdict(path, is_folder=is_folder)
        if verdict is not None:
            return verdict
    return False
