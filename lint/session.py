"""One run of the command line, from the user's wishes to the exit code."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import click

from lint import config as configuration
from lint import source
from lint.cache import Cache
from lint.cache_fingerprint import fingerprint
from lint.config import Config
from lint.datasets.paths import is_url
from lint.datasets.records import Fields
from lint.discovery import common_folder, find_articles
from lint.edit import Safety
from lint.errors import Problem, UsageError
from lint.linter import Linter
from lint.report.diff import unified_diff
from lint.report.formats import FOR_PEOPLE, FORMATS
from lint.report.located import Located
from lint.report.printable import place, printable
from lint.report.style import Style
from lint.report.summary import Summary
from lint.report.text import closing
from lint.result import Job, Result
from lint.runner import Run
from lint.worker import Worker

STDIN = "-"


@dataclass(frozen=True)
class Request:
    """What the user asked for."""

    paths: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool = False
    diff: bool = False
    dry: bool = False
    """Say what would be fixed, write nothing."""
    output: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    jobs: int | None = None
    no_cache: bool = False
    text_field: str = "text"
    id_field: str | None = None
    output_format: str = "text"
    output_file: str | None = None
    stdin_filename: str | None = None
    quiet: bool = False
    verbose: bool = False
    colour: bool = False
    statistics: bool = False

    @property
    def is_stdin(self) -> bool:
        """Whether the article comes on stdin."""
        return self.paths == (STDIN,)

    @property
    def writes(self) -> bool:
        """Whether anything is written at all."""
        return self.fix and not self.diff and not self.dry


class Session:
    """Runs a request."""

    def __init__(self, request: Request) -> None:
        self.request = request
        if STDIN in request.paths and not request.is_stdin:
            raise UsageError("'-' stands for stdin and cannot be mixed with files")
        if request.is_stdin and request.output:
            raise UsageError("--output is for files; what comes on stdin goes to stdout")
        self.config = self._config()
        self.linter = Linter(self.config)
        wanted = Safety.UNSAFE if request.unsafe_fixes else Safety.SAFE
        self.job = Job(
            fix=request.fix or request.diff,
            wanted=wanted,
            in_place=request.writes and request.output is None and not request.is_stdin,
            keep_bytes=request.diff or request.is_stdin or (request.output is not None and not request.dry),
            excerpts=request.output_format == "text",
            fields=Fields(request.text_field, request.id_field),
        )
        self.summary = Summary(wanted)

    def _config(self) -> Config:
        request = self.request
        if request.config:
            config = configuration.read(Path(request.config))
        else:
            folder = Path.cwd() if request.is_stdin else common_folder(request.paths)
            config = configuration.discover(folder)
        if request.select:
            config = replace(config, select=request.select, extend_select=())
        if request.verbose:
            _say(f"configuration: {config.path or 'none found, defaults'}")
        return replace(config, ignore=(*config.ignore, *request.ignore))

    def run(self) -> int:
        """Do it; return the exit code."""
        request = self.request
        findings = self._findings()
        with self._report_stream() as stream:
            if request.diff and request.output_format in FOR_PEOPLE:
                for _ in findings:
                    pass
                pieces = closing(self.summary, self._style())
            else:
                pieces = FORMATS[request.output_format](findings, self.summary, self._style())
            for piece in pieces:
                stream.write(piece)
        if request.output_format != "json" or request.output_file:
            for problem in self.summary.problems:
                _complain(problem, colour=request.colour)
        would_change = bool(self.summary.fixed) and not request.writes
        return self.summary.exit_code or int(would_change)

    def _findings(self) -> Iterator[Located]:
        for result in self._results():
            self._count(result)
            self._hand_on(result)
            for located in result.findings:
                self.summary.add(located)
                yield located

    def _results(self) -> Iterator[Result]:
        request = self.request
        if request.is_stdin:
            yield self._stdin()
            return
        articles, problems = find_articles(request.paths, self.config, request.output)
        self.summary.problems += problems
        target = self._copy_path if request.output and request.writes else None
        with self._cache() as cache:
            run = Run(self.linter, self.job, request.jobs or _cores(), cache, target)
            for result in run.results(articles):
                if request.verbose and result.path and result.record is None:
                    _say(f"{result.path}: {len(result.findings)} findings, {result.fixed.total()} fixed")
                yield result

    @contextmanager
    def _cache(self) -> Iterator[Cache | None]:
        if self.request.no_cache:
            yield None
            return
        with Cache(fingerprint(self.linter)) as cache:
            yield cache

    def _stdin(self) -> Result:
        path = self.request.stdin_filename or STDIN
        data = sys.stdin.buffer.read()
        try:
            document = source.decode(data, path)
        except source.UnreadableError as error:
            return Result(path, problems=[Problem(path, str(error))], before=data, after=data, is_read=False)
        result, fixed = Worker(self.linter, self.job).lint(document, Result(path))
        result.before = data
        result.after = source.encode(fixed) if result.is_changed else data
        result.is_changed = result.after != data
        return result

    def _count(self, result: Result) -> None:
        summary = self.summary
        summary.problems += result.problems
        summary.fixed.update(result.fixed)
        if not result.path:
            summary.folders_with_findings += any(located.record is None for located in result.findings)
        elif result.record is None:
            summary.files += result.is_read
            summary.files_with_findings += bool(result.findings)
            summary.files_changed += result.is_changed
        else:
            summary.rows += result.is_read
            summary.rows_with_findings += bool(result.findings)
            summary.rows_changed += result.is_changed

    def _hand_on(self, result: Result) -> None:
        """Pass the bytes of an article that is not written in place to where the user wants them."""
        if result.before is None or result.after is None or not self.job.fix:
            return
        if self.request.diff:
            for line in unified_diff(place(result.path, result.record), result.before, result.after):
                _write_diff_line(line)
        elif self.request.is_stdin and not self.request.dry:
            sys.stdout.buffer.write(result.after)
            sys.stdout.buffer.flush()
        elif self.request.output and result.record is None:
            try:
                source.replace(self._copy_path(result.path), result.after, os.stat(result.path).st_mode & 0o777)
            except OSError as error:
                self.summary.problems.append(Problem(result.path, f"cannot be written to --output: {error}"))

    def _copy_path(self, path: str) -> str:
        """Return where in the folder ``--output`` the copy of the file at ``path`` goes; folders are made."""
        folder = self.request.output or os.curdir
        if is_url(path):
            relative = path.partition("://")[2]
        else:
            relative = os.path.relpath(os.path.abspath(path), common_folder(self.request.paths))
        target = os.path.join(folder, *(part for part in relative.split("/") if part not in ("", os.curdir, os.pardir)))
        if os.path.exists(target) and os.path.exists(path) and os.path.samefile(target, path):
            raise OSError(0, "this is the article itself; name another folder")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        return target

    def _style(self) -> Style:
        request = self.request
        hint = ""
        if not request.is_stdin and not (request.fix and request.unsafe_fixes):
            hint = printable(shlex.join(["seedlint", "fix", *request.paths]))
        return Style(
            colour=request.colour,
            verbose=request.verbose,
            dry=request.diff or request.dry,
            quiet=request.quiet,
            statistics=request.statistics,
            hint=hint,
        )

    @contextmanager
    def _report_stream(self) -> Iterator[TextIO]:
        request = self.request
        if request.output_file:
            with open(request.output_file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                yield stream
        elif request.diff or (request.is_stdin and request.fix):
            yield sys.stderr
        else:
            yield sys.stdout


def _write_diff_line(line: bytes) -> None:
    """Write the bytes as they are, so that they can be applied; on a terminal, which would obey them, as escapes."""
    if sys.stdout.isatty():
        click.echo(printable(line.decode(errors="surrogateescape").rstrip("\r\n")))
    else:
        sys.stdout.buffer.write(line)


def _cores() -> int:
    """Return how many processes the machine runs at once for this one, which may be fewer than it has cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _say(text: str) -> None:
    click.echo(printable(text), err=True)


def _complain(problem: Problem, *, colour: bool) -> None:
    where = f"{place(problem.path, problem.record)}: " if problem.path else ""
    label = click.style("error:", fg="red", bold=True) if colour else "error:"
    click.echo(f"{label} {where}{printable(problem.message)}", err=True, color=colour)
