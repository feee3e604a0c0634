"""What may have worked on a result, in sixteen bytes: results of another fingerprint are never found again."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from types import ModuleType
from typing import NamedTuple

from lint import plugins
from lint.config import Config
from lint.linter import Linter

_SETTLED = 2_000_000_000
"""Nanoseconds after which a changed file counts as one that was loaded as it is now."""
_INSTALLED = (".dist-info", ".egg-info", ".egg")
_FOLDERS_OF_INSTALLED = ("site-packages", "dist-packages")


class _File(NamedTuple):
    """A file as the file system tells it.

    The time of the last change of its entry is there for copies that bring their time of modification along: a rule of
    the same length would pass for the one that it replaces.
    """

    name: str
    size: int
    modified: int
    changed: int


def fingerprint(linter: Linter) -> bytes:
    """Return 16 bytes that change whenever the results of ``linter`` could.

    They stand for Python, every installed distribution, the files of the engine and of all plugins, the rules that run
    with their options, and what the configuration says of fixes and files.  What is asked of a run (to fix, with unsafe
    fixes, with excerpts) is no part of it, nor is an article's path, on which ``per-file-ignores`` depend.

    If that cannot be told, the bytes are random, so nothing is found.  It is so right after a file was changed: what
    was imported may be what the file held before.
    """
    try:
        files = sorted(set(_files(linter)))
    except OSError:  # a module in an archive, or one that is being replaced at this moment
        return os.urandom(16)
    now = time.time_ns()
    if any(abs(now - file.modified) < _SETTLED for file in files):
        return os.urandom(16)
    rules = [_stable(rule) for rule in (*linter.rules, *linter.corpus_rules)]
    everything = (sys.version, _installed(), files, rules, _choices(linter.config))
    return blake2b(repr(everything).encode(), digest_size=16).digest()


def _choices(config: Config) -> str:
    """Return what the configuration says of results beyond the choice of rules and their options."""
    ignores = config.per_file_ignores
    return _stable(
        (
            frozenset(config.extend_safe_fixes),
            frozenset(config.extend_unsafe_fixes),
            frozenset(config.unfixable),
            {glob: frozenset(names) for glob, names in ignores.items()},
            # The same globs mean other files elsewhere; without globs, folders share their results.
            os.path.abspath(config.folder) if ignores else "",
        )
    )


def _stable(value: object) -> str:
    """Return a text that is the same for equal values in every process, and another one for all others."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return f"{kind.__module__}.{kind.__qualname__}{_stable(fields)}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{_stable(key)}: {_stable(item)}' for key, item in value.items()))}}}"
    if isinstance(value, (set, frozenset)):
        return f"set({', '.join(sorted(map(_stable, value)))})"
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_stable, value))}]"
    if value is None or isinstance(value, (str, bytes, int, float)):
        return repr(value)
    import pickle

    # The repr of other types may hide a part of the value, as that of a long regular expression does.
    return repr(pickle.dumps(value))


def _installed() -> list[list[str]]:
    """Return name and version of all distributions, by the names of their metadata, in the order of the search path.

    Faster than to read the versions of those in use one by one, and what plugins build on is among them.
    """
    found = []
    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)
        except OSError:  # an archive, or nothing at all
            continue
        found.append(sorted(name for name in names if name.endswith(_INSTALLED)))
    return [names for names in found if names]


def _files(linter: Linter) -> Iterator[_File]:
    """Yield the files of all packages and modules that rules come from, and of the engine.

    Raises:
        OSError: One of them is no file that can be looked at.

    """
    kinds = {plugin.rule for plugin in plugins.load().values()} | {
        type(rule) for rule in (*linter.rules, *linter.corpus_rules)
    }
    folders = []
    for module in {_outermost(name) for name in ("lint", *(kind.__module__ for kind in kinds))}:
        path = _path(module)
        if hasattr(module, "__path__"):
            folders.append(os.path.join(os.path.dirname(path), ""))
            yield from _walk(os.path.dirname(path), module.__name__)
        else:
            yield _file(module.__name__, os.stat(path))
    yield from _loose_files(tuple(folders))


def _outermost(name: str) -> ModuleType:
    """Return the outermost package of module ``name`` that has a file; a namespace may belong to many distributions."""
    parts = name.split(".")
    for end in range(1, len(parts)):
        package = sys.modules.get(".".join(parts[:end]))
        if package is not None and getattr(package, "__file__", None):
            return package
    return sys.modules[name]


def _path(module: ModuleType) -> str:
    if module.__file__ is None:
        raise FileNotFoundError(module.__name__)
    return module.__file__


def _walk(folder: str, name: str) -> Iterator[_File]:
    """Yield the files below ``folder``: tables and lists of words count as much as code."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield _file(f"{name}/{entry.name}", entry.stat())
            elif entry.name != "__pycache__":
                yield from _walk(entry.path, f"{name}/{entry.name}")


def _loose_files(folders: tuple[str, ...]) -> Iterator[_File]:
    """Yield the loaded modules that are neither below ``folders`` nor of an installed distribution.

    The author of a plugin works on them: a module beside that of the rule is no part of it, and changes without a new
    version.
    """
    for name, module in list(sys.modules.items()):
        path = vars(module).get("__file__") if isinstance(module, ModuleType) else None
        if not path or name == "__main__" or name.partition(".")[0] in sys.stdlib_module_names:
            continue
        if not path.startswith(folders) and not any(folder in path for folder in _FOLDERS_OF_INSTALLED):
            yield _file(name, os.stat(path))


def _file(name: str, status: os.stat_result) -> _File:
    return _File(name, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
