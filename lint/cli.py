"""The command line: options and help; what they do stands in :mod:`lint.session`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from lint.report.formats import FORMATS

if TYPE_CHECKING:
    from lint.request import Request

    _NamesType = click.ParamType[tuple[str, ...], str]
else:
    _NamesType = click.ParamType  # before 8.5, it takes no types, or other ones

Command = TypeVar("Command", bound=Callable[..., Any])


class _Names(_NamesType):
    """Names separated by commas."""

    name = "NAMES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        return tuple(name.strip() for name in value.split(",") if name.strip())


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_PATHS = click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[PATH…|-]")
_SELECTION = _options(
    click.option("--select", multiple=True, type=_Names(), help="Run these rules: names, stages, 'default' or 'all'."),
    click.option("--ignore", multiple=True, type=_Names(), help="Leave these rules or stages out."),
)
_RULES = _options(
    _SELECTION,
    click.option("--unsafe-fixes", is_flag=True, help="Also fix what takes judgement: visible text may go or change."),
    click.option("--diff", is_flag=True, help="Print what would be fixed as a diff for 'git apply'; write nothing."),
    click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them."),
    click.option("--baseline", metavar="FILE", help="Report only what is not accepted there; fixes do not ask it."),
)
_INPUT = _options(
    click.option("--config", metavar="FILE", help="Configuration to use instead of the nearest one."),
    click.option(
        "--jobs", type=click.IntRange(1), metavar="N", help="Processes for large work.  [default: one per core]"
    ),
    click.option(
        "--engine",
        type=click.Choice(("embedded", "ray")),
        default="embedded",
        show_default=True,
        help="Where to work: here, or on Ray.",
    ),
    click.option("--ray-address", metavar="ADDRESS", help="A cluster that runs already, for --engine ray."),
    click.option("--no-cache", is_flag=True, help="Judge every article anew, and remember nothing."),
    click.option("--text-field", default="text", metavar="NAME", help="Where the text of a row is.  [default: text]"),
    click.option("--id-field", metavar="NAME", help="What names a row of a data set in reports."),
)
_REPORT = _options(
    click.option(
        "--output-format",
        type=click.Choice(tuple(FORMATS)),
        default="text",
        show_default=True,
        help="Form of the report.",
    ),
    click.option("--output-file", metavar="FILE", help="Write the report there."),
    click.option("--stdin-filename", metavar="NAME", help="What to call the article that comes on stdin."),
)
_MANNER = _options(
    click.option("-q", "--quiet", is_flag=True, help="No summary."),
    click.option("-v", "--verbose", is_flag=True, help="Show every finding; name the configuration and the articles."),
    click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True),
)
_COMMON = _options(_INPUT, _REPORT, _MANNER)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="seedlint")
def main() -> None:
    """Find and repair what scraping did to articles.

    Exit codes: 0 nothing (left) to report, 1 findings (left), 2 something could not be done.
    """


@main.command()
@_PATHS
@click.option("--fix", is_flag=True, help="Apply fixes in place, then report what is left.")
@click.option("--profile-rules", is_flag=True, help="Judge all anew, and say on stderr what each rule and view costs.")
@_RULES
@_COMMON
def check(**options: Any) -> None:
    """Report the defects of articles: files, folders, or '-' for stdin."""
    _run(**options)


@main.command()
@_PATHS
@click.option("--output", metavar="DIR", help="Write articles to this folder, fixed, and leave the originals alone.")
@click.option("--check", "dry", is_flag=True, help="Write nothing; exit with 1 if anything would be fixed or is left.")
@_RULES
@_COMMON
def fix(**options: Any) -> None:
    """Repair articles in place; with '-', from stdin to stdout."""
    _run(fix=True, **options)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[PATH…]")
@click.option("--output-file", metavar="FILE", help="Write the baseline there.  [default: .seedlint-baseline.json]")
@_SELECTION
@_INPUT
@_MANNER
def baseline(**options: Any) -> None:
    """Accept the findings of today: 'check --baseline FILE' reports only new ones."""
    _run(record=True, fix=False, **options)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH…]")
@click.option(
    "--output-file", metavar="FILE", help="Write the page there; '-' is stdout.  [default: seedlint-report.html]"
)
@click.option(
    "--articles",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    metavar="N",
    help="Show the N articles with the most defects; all are counted.",
)
@click.option("--baseline", metavar="FILE", help="Show only what is not accepted there.")
@_SELECTION
@_INPUT
@_MANNER
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
        return session.record() if record else session.run()

    _guarded(work)


def _write_page(request: Request, articles: int) -> int:
    from lint.run.page import NAME, Page, check_target, written
    from lint.session import Session, cores

    file = request.output_file or NAME
    if file == "-":
        file = ""
    else:
        check_target(file)
    session = Session(replace(request, output_file=file))
    jobs = request.jobs or cores()
    page = Page(session.linter, session.job.fields, request.paths, articles=articles, jobs=jobs)
    session.watch, session.render = page.add, page.render
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
        _say_last(f"error: reading or writing failed: {error.strerror}")
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
