"""One run of the command line, from the user's wishes to the exit code."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from lint import baseline, plugins, source
from lint import config as configuration
from lint.baseline import Filter
from lint.config import Config
from lint.datasets.formats import is_data_set
from lint.datasets.paths import is_url
from lint.datasets.records import Fields
from lint.discovery import common_folder, find_articles
from lint.edit import Safety
from lint.errors import Problem, UsageError
from lint.linter import Linter
from lint.output import Output, check_no_article, report_file
from lint.replacement import drop_abandoned
from lint.report.formats import FORMATS, disarmed
from lint.report.located import ReportItem
from lint.report.printable import counted, place, printable
from lint.report.style import Style
from lint.report.summary import Accepted, Summary
from lint.report.text import baseline_message, summary_lines
from lint.request import STDIN, Request
from lint.run import progress
from lint.run.cache import Cache
from lint.run.cache_fingerprint import fingerprint
from lint.run.result import Job, Result
from lint.run.runner import Engine, Run, cores
from lint.run.worker import worker_for
from lint.selection import expand

if TYPE_CHECKING:
    from lint.run.page import Page
    from lint.run.profiling import Profile


class Session:
    """Runs a request."""

    def __init__(self, request: Request) -> None:
        self.request = request
        if STDIN in request.paths and not request.is_stdin:
            raise UsageError("'-' stands for stdin and cannot be mixed with files")
        if request.is_stdin and sys.stdin is None:
            raise UsageError("stdin is closed; lead an article to it, or name a file")
        if request.is_stdin and request.output:
            raise UsageError("--output is for files; what comes on stdin goes to stdout")
        if request.output and os.path.exists(request.output) and not os.path.isdir(request.output):
            raise UsageError(f"{request.output}: is not a folder; --output takes a folder, and makes it if needed")
        self.engine = _engine(request)
        self.config = self._config()
        self.linter = Linter(self.config)
        wanted = Safety.UNSAFE if request.unsafe_fixes else Safety.SAFE
        # None for a page, which is made by who asked for it.
        form = FORMATS.get(request.output_format)
        self.job = Job(
            fix=request.fix or request.diff,
            wanted=wanted,
            in_place=request.writes and request.output is None and not request.is_stdin,
            keep_bytes=request.diff or request.is_stdin or (request.output is not None and not request.dry),
            excerpts=request.output_format == "text",
            render=form.render_finding if form else None,
            fields=Fields(request.text_field, request.id_field),
            memo=not request.no_cache,
            profile=request.profile_rules,
        )
        self.output = Output(request.paths, request.output, request.diff, request.is_stdin and not request.dry)
        self.filter: Filter | None = None
        if request.baseline:
            self.filter = Filter(baseline.read(request.baseline, request.id_field))
        self.summary = Summary(wanted)
        self.progress = progress.for_stderr(quiet=request.quiet, colour=request.colour)
        self.profile = _profile() if request.profile_rules else None
        self.watch: Callable[[Result], None] = lambda _: None
        self.render = form.render if form else None

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
        for names, option in ((request.select, "--select"), (request.ignore, "--ignore")):
            expand(names, plugins.load(), option)
        return replace(config, ignore=(*config.ignore, *request.ignore))

    def report_to(self, page: Page) -> None:
        """Let ``page``, which sees every result, make the report."""
        self.watch, self.render = page.add, page.render

    def run(self) -> int:
        """Do it; return the exit code."""
        request = self.request
        # Closed by hand: an interrupt ends the workers before it ends the program.
        with self._report_stream() as stream, closing(self._findings()) as findings:
            if request.diff and FORMATS[request.output_format].for_people:
                for _ in findings:
                    pass
                pieces = summary_lines(self.summary, self._style())
            else:
                assert self.render  # noqa: S101 - a format, or set by who asked for another
                pieces = self.render(findings, self.summary, self._style())
            for piece in pieces:
                self.progress.write(stream, piece)
            self.progress.finish(stream)
        if request.output_format != "json" or request.output_file:
            self._complain()
        if self.profile:
            click.echo(self.profile.table(), err=True, nl=False)
        would_change = bool(self.summary.fixed) and not request.writes
        return self.summary.exit_code or int(would_change)

    def _findings(self) -> Generator[ReportItem, None, None]:
        for result in self._results():
            if self.request.diff:
                self.progress.clear()
            if self.job.fix and (problem := self.output.hand_on(result)):
                result.problems.append(problem)
                result.is_changed = False
                result.fixed.clear()
            self._count(result)
            self.watch(result)
            for item in result.reported:
                self.summary.add(item, is_fixable=not result.is_left)
                yield item
        if self.filter:
            self.summary.accepted = self._accepted(self.filter)

    def _accepted(self, used: Filter) -> Accepted:
        # What is fixed elsewhere, or would be, has not gone from its article.
        is_kept = self.job.fix and not self.job.in_place
        gone = 0 if is_kept else used.gone(self.linter, self.request.paths, self.summary.problems)
        return Accepted(used.hidden, gone, printable(used.baseline.renewal()))

    def write_baseline(self) -> int:
        """Accept what is found in a baseline, in place of reporting it; return the exit code."""
        request = self.request
        if request.is_stdin:
            raise UsageError("what comes on stdin cannot be found again; name files or folders")
        accepted = baseline.new(request.output_file or baseline.NAME, request.paths, request.id_field)
        with closing(self._findings()) as findings:
            for item in findings:
                accepted.accept(item)
        accepted.write()
        if not request.quiet:
            files = len(accepted.counts) - accepted.folders
            message = baseline_message(
                self.summary.findings, files, accepted.folders, accepted.file, printable(accepted.use())
            )
            click.echo(message, nl=False)
        self._complain()
        return 2 if self.summary.problems else 0

    def _results(self) -> Iterator[Result]:
        request = self.request
        if request.is_stdin:
            result = self._stdin()
            if self.filter:
                self.filter.hide(result)
            yield result
            return
        articles, problems = find_articles(request.paths, self.config, request.output)
        self.summary.problems += problems
        if request.output_file:
            check_no_article(request.output_file, articles)
        target = self.output.copy_path if request.output and request.writes else None
        if self.job.in_place and self.job.fix:
            drop_abandoned({os.path.dirname(article.path) for article in articles if not is_url(article.path)})
        with self._cache() as cache, self.progress.of(articles):
            run = Run(self.linter, self.job, request.jobs or cores(), cache, target, self.engine)
            for result in run.results(articles):
                if self.filter:
                    self.filter.hide(result)
                self.progress.add(result)
                if request.verbose and result.path and result.record is None:
                    self.progress.clear()
                    _say(f"{result.path}: {counted(len(result.reported), 'finding')}, {result.fixed.total():,} fixed")
                yield result

    @contextmanager
    def _cache(self) -> Iterator[Cache | None]:
        if self.request.no_cache or self.engine or self.profile:
            yield None
            return
        with Cache(fingerprint(self.linter)) as cache:
            yield cache

    def _stdin(self) -> Result:
        path = self.request.stdin_filename or STDIN
        most = self.config.max_file_size
        data = sys.stdin.buffer.read(most + 1 if most else -1)
        if len(data) > most > 0:
            if self.output.stdout:
                # A filter hands on what it does not judge, and need not hold it for that.
                sys.stdout.buffer.write(data)
                shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
                sys.stdout.buffer.flush()
            return Result(path, problems=[Problem(path, source.too_large(None, most))], is_read=False)
        try:
            document = source.decode(data, path)
            fault = "rows are not read from stdin; name the file" if is_data_set(path) else ""
        except source.UnreadableError as error:
            fault = str(error)
        if fault:
            return Result(path, problems=[Problem(path, fault)], before=data, after=data, is_read=False)
        result, fixed = worker_for(self.linter, self.job).lint(document, Result(path))
        result.before = data
        result.after = source.encode(fixed) if result.is_changed else data
        result.is_changed = result.after != data
        return result

    def _count(self, result: Result) -> None:
        summary = self.summary
        summary.problems += result.problems
        summary.fixed.update(result.fixed)
        if self.profile and result.costs:
            self.profile.add(result.costs)
        if not result.path:
            # What a baseline hides is not in the findings any more.
            summary.folders_with_findings += min(result.folders, len(result.reported))
            summary.across += len(result.reported)
        elif result.record is None:
            summary.files += result.is_read
            summary.files_with_findings += bool(result.reported)
            summary.files_changed += result.is_changed
        else:
            summary.rows += result.is_read
            summary.rows_with_findings += bool(result.reported)
            summary.rows_changed += result.is_changed

    def _complain(self) -> None:
        for problem in self.summary.problems:
            where = f"{place(problem.path, problem.record)}: " if problem.path else ""
            label = click.style("error:", fg="red", bold=True) if self.request.colour else "error:"
            told = disarmed(f"{where}{printable(problem.message)}")
            click.echo(f"{label} {told}", err=True, color=self.request.colour)

    def _style(self) -> Style:
        request = self.request
        return Style(
            colour=request.colour,
            verbose=request.verbose,
            dry=request.diff or request.dry,
            quiet=request.quiet,
            statistics=request.statistics,
            hint=printable(request.command("fix")),
            look=printable(request.command("report")),
        )

    @contextmanager
    def _report_stream(self) -> Iterator[TextIO]:
        request = self.request
        if request.output_file:
            with report_file(request.output_file) as stream:
                yield stream
        elif request.diff or (request.is_stdin and request.fix):
            yield sys.stderr
        else:
            yield sys.stdout


def _engine(request: Request) -> Engine | None:
    if request.engine == "ray" and request.profile_rules:
        raise UsageError("--profile-rules measures processes of this machine; leave out --engine ray")
    if request.engine == "ray":
        from lint.run.ray_engine import RayEngine

        return RayEngine(request.ray_address, request.jobs)
    if request.ray_address:
        raise UsageError("--ray-address names a cluster of Ray; say --engine ray too")
    return None


def _profile() -> Profile:
    from lint.run.profiling import Profile

    return Profile()


def _say(text: str) -> None:
    click.echo(disarmed(printable(text)), err=True)
