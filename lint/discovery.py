"""Which files are articles: files that are named, and what a walk through folders finds."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lint.config import Config
from lint.datasets.formats import ENDINGS, is_data_set
from lint.datasets.paths import is_url
from lint.errors import Problem
from lint.globs import Globs
from lint.source import UnreadableError, open_file

_IGNORE_BYTES = 256 * 1024
"""Bytes that a ``.gitignore`` may have: a larger one is no list of patterns that somebody has written."""


class Article(NamedTuple):
    """A file to lint; ``walked`` tells that it was found in a folder, not named, ``size`` its bytes if known."""

    path: str
    walked: bool
    size: int = 0


def find_articles(paths: Sequence[str], config: Config, skip: str | None = None) -> tuple[list[Article], list[Problem]]:
    """Return the articles that ``paths`` stand for, sorted by path, and what is wrong with the paths.

    Folders are walked for files that match ``include``; hidden entries, links, what is no regular file, what
    ``exclude`` or a ``.gitignore`` names, and the folder ``skip`` are passed over.  Where the walk cannot look may be
    articles, so that is a problem.  A file that is named is always taken.  A file that is reached by several paths is
    one article, named as it was first.
    """
    found: dict[str, Article] = {}
    problems: list[Problem] = []
    for path in paths:
        for item in _walked(path, config, skip) if os.path.isdir(path) else (_named(path),):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            # One path alone leads to each file once, and to follow links takes a while.
            key = os.path.realpath(item.path) if len(paths) > 1 and not is_url(item.path) else item.path
            known = found.setdefault(key, item)
            found[key] = known._replace(walked=known.walked or item.walked)
    return sorted(found.values()), problems


def _walked(folder: str, config: Config, skip: str | None) -> Iterator[Article | Problem]:
    is_empty = True
    for item in _walk(folder, config, skip):
        is_empty = False
        yield item
    if is_empty:
        wanted = " ".join(config.include)
        # A pattern of exclude that hides everything is the other cause.
        cure = "; set include or exclude, or name files" if config.exclude else "; set include, or name files"
        yield Problem(folder, f"no articles in this folder: no file matches {wanted}{cure}")


def _named(path: str) -> Article | Problem:
    if is_url(path):
        if is_data_set(path):
            return Article(path, walked=False)
        return Problem(path, f"only data sets are read by URL: {' '.join(ENDINGS)}")
    if not os.path.lexists(path):
        return Problem(path, "no such file or folder; check the path")
    return Article(path.replace(os.sep, "/"), walked=False, size=_size(path))


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


def _walk(root: str, config: Config, skip: str | None) -> Iterator[Article | Problem]:
    home = config.folder if config.path else Path(root)
    include, exclude = Globs(config.include, home), Globs(config.exclude, home)
    # Links are passed over, so that only those above the root can make one folder look like two.
    skipped = os.path.relpath(os.path.realpath(skip), os.path.realpath(root)) if skip else None
    waiting: list[tuple[str, tuple[Globs, ...] | None]] = [(root, None)]
    while waiting:
        folder, above = waiting.pop()
        try:
            ignored = (*(_inherited_ignores(Path(root)) if above is None else above), *_gitignore(Path(folder)))
            entries = _entries(folder)
        except (OSError, UnreadableError) as error:
            reason = f"{error.strerror}; make it readable, or exclude it" if isinstance(error, OSError) else str(error)
            yield Problem(_joined(root, folder), f"cannot be looked through, nothing in it was judged: {reason}")
            continue
        for entry in entries:
            is_folder = _is_folder(entry)
            if _is_ignored(entry.path, ignored, is_folder=is_folder) or exclude.match(entry.path, is_folder=is_folder):
                continue
            if is_folder:
                if skipped is None or os.path.relpath(entry.path, root) != skipped:
                    waiting.append((entry.path, ignored))
            elif entry.is_file(follow_symlinks=False) and include.match(entry.path):
                yield Article(_joined(root, entry.path), walked=True, size=_size(entry.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return True  # to look through it tells what is wrong with it


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return [entry for entry in entries if not entry.name.startswith(".")]


def _joined(root: str, path: str) -> str:
    """Name a walked file the way its folder was given; below the current folder, without it."""
    shown = os.path.relpath(path, root) if os.path.normpath(root) == os.curdir else path
    return shown.replace(os.sep, "/")


def _gitignore(folder: Path) -> Iterator[Globs]:
    """Yield what the ignore file of ``folder`` says, if there is one.

    Raises:
        UnreadableError: It is no regular file, cannot be read, or is too large to be one.

    """
    path = str(folder / ".gitignore")
    try:
        with open_file(path) as file:
            data = file.read(_IGNORE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, UnreadableError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a regular file"
        raise UnreadableError(f"{path} cannot be read: {reason}; mend it or delete it") from error
    if len(data) > _IGNORE_BYTES:
        raise UnreadableError(f"{path} has more than {_IGNORE_BYTES:,} bytes; make it shorter or delete it")
    # Names that are no UTF-8 are matched as well, and git ends a line at nothing else.
    lines = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape").split("\n")
    yield Globs((line.removesuffix("\r") for line in lines), folder)


def _inherited_ignores(root: Path) -> tuple[Globs, ...]:
    """Return the ignore files above ``root``, up to the folder that holds the git repository, outermost first."""
    start = root.absolute()
    if os.path.exists(start / ".git"):
        return ()
    parents = tuple(start.parents)
    for number, folder in enumerate(parents, 1):
        if os.path.exists(folder / ".git"):
            return tuple(globs for parent in reversed(parents[:number]) for globs in _gitignore(parent))
    return ()


def _is_ignored(path: str, ignores: Sequence[Globs], *, is_folder: bool) -> bool:
    for globs in reversed(ignores):
        verdict = globs.verdict(path, is_folder=is_folder)
        if verdict is not None:
            return verdict
    return False
