"""The command line: options and help; what they do stands in :mod:`lint.session`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from errno import ENOSPC
from typing import TYPE_CHECKING, Any, TextIO

import click

from lint.cli_options import COMMON, INPUT, MANNER, PATHS, RULES, SELECTION, Place

if TYPE_CHECKING:
    from lint.request import Request


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="seedlint")
def main() -> None:
    """Find and repair what scraping did to articles.

    Exit codes: 0 nothing (left) to report, 1 findings (left), 2 something could not be done.
    """


@main.command()
@PATHS
@click.option("--fix", is_flag=True, help="Apply fixes in place, then report what is left.")
@click.option("--profile-rules", is_flag=True, help="Ignore the cache; print on stderr what rules and views cost.")
@RULES
@COMMON
def check(**options: Any) -> None:
    """Report the defects of articles: files, folders, or '-' for stdin."""
    _run(**options)


@main.command()
@PATHS
@click.option(
    "--output",
    type=Place(),
    metavar="DIR",
    help="Write articles to this folder, fixed, and leave the originals alone.",
)
@click.option("--check", "dry", is_flag=True, help="Write nothing; exit with 1 if anything would be fixed or is left.")
@RULES
@COMMON
def fix(**options: Any) -> None:
    """Repair articles in place; with '-', from stdin to stdout."""
    _run(fix=True, **options)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[PATH…]")
@click.option(
    "--output-file", type=Place(), metavar="FILE", help="Write the baseline there.  [default: .seedlint-baseline.json]"
)
@SELECTION
@INPUT
@MANNER
def baseline(**options: Any) -> None:
    """Accept the findings of today: 'check --baseline FILE' reports only new ones."""
    _run(record=True, fix=False, **options)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH…]")
@click.option(
    "--output-file",
    type=Place(),
    metavar="FILE",
    help="Write the page there; '-' is stdout.  [default: seedlint-report.html]",
)
@click.option(
    "--articles",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    metavar="N",
    help="Show the N articles with the most defects; all are counted.",
)
@click.option("--baseline", type=Place(), metavar="FILE", help="Show only what is not accepted there.")
@SELECTION
@INPUT
@MANNER
def report(**options: Any) -> None:
    """Write one HTML page to look at: charts, the worst articles, each before and after fixing."""
    _run(fix=False, output_format="html", **options)


@main.command()
def clean() -> None:
    """Delete the cache: what earlier runs found."""
    _guarded(_clean)


@main.command()
@click.option("--output-format", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True)
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True)
def rules(output_format: str, color: str) -> None:
    """List the rules."""
    from lint.report import catalogue

    _guarded(lambda: catalogue.print_rules(output_format, colour=_colour(color)))


@main.command()
@click.argument("rule")
@click.option("--output-format", type=click.Choice(("text", "markdown")), default="text", show_default=True)
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True)
def explain(rule: str, output_format: str, color: str) -> None:
    """Explain one RULE: what it finds, examples, options."""
    from lint.report import catalogue

    _guarded(lambda: catalogue.print_rule(rule, output_format, colour=_colour(color)))


def _run(
    paths: tuple[str, ...],
    select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...],
    color: str,
    *,
    record: bool = False,
    **options: Any,
) -> None:
    articles = options.pop("articles", 0)

    def work() -> int:
        # Here, where an interrupt is told in words: it takes a while to load.
        from lint.request import Request
        from lint.session import Session

        request = Request(
            paths=paths or (os.curdir,),
            select=sum(select, ()),
            ignore=sum(ignore, ()),
            colour=_colour(color),
            **options,
        )
        if articles:
            return _write_page(request, articles)
        session = Session(request)
        return session.write_baseline() if record else session.run()

    _guarded(work)


def _write_page(request: Request, articles: int) -> int:
    from lint.run.page import NAME, Page, check_target, written
    from lint.run.runner import cores
    from lint.session import Session

    file = request.output_file or NAME
    if file == "-":
        file = ""
    else:
        check_target(file)
    session = Session(replace(request, output_file=file))
    jobs = request.jobs or cores()
    page = Page(session.linter, session.job.fields, request.paths, articles=articles, jobs=jobs)
    session.report_to(page)
    code = session.run()
    if file and not request.quiet:
        click.echo(written(session.summary, file), nl=False)
    return code


def _clean() -> None:
    from lint.report.printable import printable
    from lint.run.cache import clear, default_folder

    freed = clear()
    folder = printable(str(default_folder()))
    click.echo(f"Freed {freed:,} bytes in {folder}" if freed else f"Nothing to delete: there is no cache in {folder}")


def _colour(choice: str) -> bool:
    """Decide on colour: as told, else on a terminal that has not been told otherwise (no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _guarded(work: Callable[[], int | None]) -> None:
    """Run ``work`` and exit with its code; a usage error is told in words, with exit code 2."""
    from lint.errors import UsageError
    from lint.run import interrupts

    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    try:
        with interrupts.raised():
            code = work()
            sys.stdout.flush()
    except interrupts.Interrupted as interrupt:
        interrupts.ends()
        _say_last(interrupt.message)
        code = interrupt.code
    except UsageError as error:
        from lint.report.printable import printable

        for line in f"error: {error}".split("\n"):
            click.echo(printable(line), err=True)
        code = 2
    except BrokenPipeError:
        _silence(sys.stdout)
        code = 2
    except OSError as error:
        # A full disk behind the report, or a broken stdin; what is wrong with a file never comes this far.
        room = "; make room for the report, or name another folder for temporary files with TMPDIR"
        _say_last(f"error: reading or writing failed: {error.strerror}{room if error.errno == ENOSPC else ''}")
        code = 2
    sys.exit(code)


def _say_last(message: str) -> None:
    """Say why there is no more, if there is still somebody to say it to."""
    try:
        sys.stdout.flush()
    except OSError:
        _silence(sys.stdout)
    try:
        click.echo(message, err=True)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Lead ``stream``, which nobody reads any more, nowhere; else Python complains once more while it shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
