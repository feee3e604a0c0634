"""Findings that were accepted: by path, rule and fingerprint, in a file that is kept beside the articles.

Equal ones are counted, so a second one is new.  Paths are kept relative to the folder of the file, so that it means
the same from every folder.
"""

from __future__ import annotations

import json
import os
import shlex
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from lint.datasets.paths import is_url
from lint.errors import Problem, UsageError
from lint.linter import Linter
from lint.replacement import replacing
from lint.report.fingerprint import digest
from lint.report.located import ReportItem
from lint.run.result import Result

NAME = ".seedlint-baseline.json"
"""The file in the current folder that is written if no other is named."""
VERSION = 1
_KIND = "seedlint-baseline"

Counts = dict[str, dict[str, Counter[str]]]
"""Accepted findings: path, rule, fingerprint, and how many."""


@dataclass
class Baseline:
    """What is in the file ``file``, or will be."""

    file: str
    paths: tuple[str, ...] = ()
    """The files and folders that were looked through when it was recorded."""
    id_field: str | None = None
    """What rows of data sets were named by."""
    counts: Counts = field(default_factory=dict)

    @cached_property
    def folder(self) -> str:
        """The folder that all paths are relative to, without links."""
        return os.path.realpath(os.path.dirname(os.path.abspath(self.file)))

    def relative(self, path: str) -> str:
        """Return how the file names ``path``, which is relative to the current folder."""
        return _relative(path, self.folder, os.getcwd())

    def accept(self, item: ReportItem) -> None:
        """Take in a finding."""
        rules = self.counts.setdefault(self.relative(item.path), {})
        rules.setdefault(item.rule, Counter())[_fingerprint(item)] += 1

    def write(self) -> None:
        """Write the file, whole or not at all; sorted, with a line for each fingerprint.

        Raises:
            UsageError: It cannot be written.

        """
        content = {
            "kind": _KIND,
            "version": VERSION,
            "id_field": self.id_field,
            "paths": sorted(self.paths),
            "accepted": {
                path: {rule: dict(sorted(rules[rule].items())) for rule in sorted(rules)}
                for path, rules in sorted(self.counts.items())
            },
        }
        target = os.path.realpath(self.file)
        try:
            mode = stat.S_IMODE(os.stat(target).st_mode) if os.path.exists(target) else 0o644
            with replacing(target, mode) as file:
                for piece in json.JSONEncoder(indent=1).iterencode(content):
                    file.write(piece.encode())
                file.write(b"\n")
        except OSError as error:
            raise UsageError(
                f"{self.file}: cannot be written: {error.strerror}; name another file with --output-file"
            ) from error

    @property
    def folders(self) -> int:
        """How many of the paths with findings are folders, which findings across articles may stand for."""
        return sum(os.path.isdir(os.path.join(self.folder, path)) for path in self.counts if not is_url(path))

    def renewal(self) -> str:
        """Return the command that records the file anew, from the current folder."""
        return _command("baseline", "--output-file", self.file, self.id_field, map(self._shown, self.paths))

    def use(self) -> str:
        """Return the command that checks with the file, from the current folder."""
        return _command("check", "--baseline", self.file, self.id_field, map(self._shown, self.paths))

    def _shown(self, path: str) -> str:
        return path if is_url(path) else os.path.relpath(os.path.join(self.folder, path))


class Filter:
    """Takes accepted findings out of results as they come, and counts what is left of the baseline at the end."""

    def __init__(self, baseline: Baseline) -> None:
        self.hidden = 0
        self.baseline = baseline
        self._seen: dict[str, str] = {}
        """Files of the baseline that were looked at, with their paths as they were given."""

    def hide(self, result: Result) -> None:
        """Leave those findings of ``result`` that are new."""
        if result.path and result.record is None and result.is_read:
            relative = self.baseline.relative(result.path)
            if relative in self.baseline.counts:
                self._seen[relative] = result.path
        found = len(result.reported)
        result.findings = [item for item in result.findings if not self._takes(item)]
        result.rendered = result.rendered and [item for item in result.rendered if not self._takes(item)]
        self.hidden += found - len(result.reported)

    def _takes(self, item: ReportItem) -> bool:
        rules = self.baseline.counts.get(self.baseline.relative(item.path), {})
        left = rules.get(item.rule)
        key = _fingerprint(item)
        if not left or not left[key]:
            return False
        left[key] -= 1
        return True

    def gone(self, linter: Linter, paths: Sequence[str], problems: Iterable[Problem]) -> int:
        """Return how many accepted findings are no more, to be asked when all results of ``paths`` have passed.

        Only those count that the run would have found: of files that it read or that are no more in its folders, and
        that gave no problem, by rules that it ran.  A finding across articles counts only if all was looked through
        that was when the baseline was recorded.
        """
        baseline = self.baseline
        named = [baseline.relative(path) for path in paths]
        failed = {(item.path and baseline.relative(item.path), item.rule) for item in problems}
        across = set()
        if not failed and all(any(self._holds(folder, path) for folder in named) for path in baseline.paths):
            across = {rule.name for rule in linter.corpus_rules}
        number = 0
        for path, rules in baseline.counts.items():
            ran = set(across)
            if (path, None) not in failed and (path in self._seen or self._is_deleted(path, named)):
                ran |= {rule.name for rule in linter.rules_for(self._seen.get(path) or self._full(path))}
            number += sum(left.total() for rule, left in rules.items() if rule in ran and (path, rule) not in failed)
        return number

    def _is_deleted(self, path: str, named: Iterable[str]) -> bool:
        is_inside = any(folder != path and self._holds(folder, path) for folder in named)
        return is_inside and not is_url(path) and not os.path.lexists(self._full(path))

    def _holds(self, folder: str, path: str) -> bool:
        """Tell whether ``path`` is ``folder`` or lies in it."""
        return os.path.join(self._full(path), "").startswith(os.path.join(self._full(folder), ""))

    def _full(self, path: str) -> str:
        return path if is_url(path) else os.path.normpath(os.path.join(self.baseline.folder, path))


def new(file: str, paths: Iterable[str], id_field: str | None) -> Baseline:
    """Return an empty baseline for ``file``, which may replace an older one but nothing else.

    Raises:
        UsageError: The file is something else, or there is no folder for it.

    """
    # Told before the articles are judged, which may take hours.
    folder = os.path.dirname(file) or os.curdir
    if not os.path.isdir(folder):
        raise UsageError(f"{file}: cannot be written: there is no folder {folder}; make it, or name another file")
    if os.path.lexists(file):
        try:
            with open(file, "rb") as stream:
                start = stream.read(4096)
        except OSError as error:
            raise UsageError(
                f"{file}: cannot be read: {error.strerror}; name another file with --output-file"
            ) from error
        if start.strip() and f'"{_KIND}"'.encode() not in start:
            raise UsageError(f"{file}: exists and is not a baseline of seedlint; name another file with --output-file")
    baseline = Baseline(file, id_field=id_field)
    baseline.paths = tuple(dict.fromkeys(map(baseline.relative, paths)))
    return baseline


def read(file: str, id_field: str | None) -> Baseline:
    """Return the baseline in ``file``.

    Raises:
        UsageError: There is none, it is damaged or of a newer version, or it names rows by something else than
            ``id_field``.

    """
    renew = f"record it anew with: {_command('baseline', '--output-file', file)} PATH\u2026"
    content = _content(file, renew)
    if not isinstance(content, dict) or content.get("kind") != _KIND:
        raise UsageError(f"{file}: is no baseline of seedlint; name another file, or {renew}")
    version = content.get("version")
    if type(version) is int and version > VERSION:
        raise UsageError(
            f"{file}: is a baseline of version {version}, and this seedlint reads version {VERSION}; "
            f"update seedlint, or {renew}"
        )
    match content:
        case {"version": 1, "id_field": str() | None as recorded, "paths": list(paths), "accepted": dict(accepted)}:
            pass
        case _:
            raise UsageError(f"{file}: version, id_field, paths or accepted is missing or damaged; {renew}")
    if recorded != id_field:
        was, cure = (f"with --id-field {recorded}", "give it too") if recorded else ("without --id-field", "omit it")
        raise UsageError(f"{file}: was recorded {was}; {cure}, or {renew}")
    for path, rules in accepted.items():
        for rule, counts in rules.items() if isinstance(rules, dict) else [("", None)]:
            if not isinstance(counts, dict) or any(type(count) is not int or count < 1 for count in counts.values()):
                raise UsageError(f"{file}: accepted, {path!r}, {rule!r}: is damaged; {renew}")
            rules[rule] = Counter(counts)
    return Baseline(file, tuple(map(str, paths)), id_field, accepted)


def _content(file: str, renew: str) -> Any:
    try:
        with open(file, encoding="utf-8") as stream:
            return json.load(stream)
    except FileNotFoundError:
        raise UsageError(f"{file}: no such baseline; {renew.replace(' anew', '')}") from None
    except OSError as error:
        raise UsageError(f"{file}: the baseline cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        place = f"{file}:{error.lineno}:{error.colno}"
        raise UsageError(f"{place}: the baseline is damaged: {error.msg}; restore the file, or {renew}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: the baseline is damaged; restore the file, or {renew}") from error


def _fingerprint(item: ReportItem) -> str:
    return item.fingerprint or digest(item.rule)


def _command(command: str, option: str, file: str, id_field: str | None = None, paths: Iterable[str] = ()) -> str:
    target = [] if option == "--output-file" and file == NAME else [option, file]
    names = ["--id-field", id_field] if id_field else []
    return shlex.join(["seedlint", command, *target, *names, *paths])


@lru_cache(maxsize=64)
def _relative(path: str, folder: str, current: str) -> str:
    """Return ``path``, which is relative to the folder ``current``, as seen from ``folder``; links are not followed.

    Findings come file by file, so a few answers are enough to remember.
    """
    if is_url(path):
        return path
    parent, name = os.path.split(os.path.normpath(os.path.join(current, path)))
    full = os.path.join(os.path.realpath(parent), name)
    with suppress(ValueError):  # on another drive
        full = os.path.relpath(full, folder)
    return full.replace(os.sep, "/")
