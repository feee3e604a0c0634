"""The options of the command line, in groups that several commands share, and what their values may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lint.report.formats import FORMATS

if TYPE_CHECKING:
    _NamesType = click.ParamType[tuple[str, ...], str]
else:
    _NamesType = click.ParamType  # before 8.5, it takes no types, or other ones

Command = TypeVar("Command", bound=Callable[..., Any])


class Names(_NamesType):
    """Names separated by commas; an empty list, as of a variable that is not set, is refused where it means all."""

    name = "NAMES"

    def __init__(self, *, may_be_empty: bool) -> None:
        self.may_be_empty = may_be_empty

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names."""
        names = tuple(name.strip() for name in value.split(",") if name.strip())
        if not names and not self.may_be_empty:
            self.fail("names nothing; list the rules with: seedlint rules", param, ctx)
        return names


class Place(click.Path):
    """The name of a file or folder; an empty one would be taken for the option left out."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as it is."""
        if not value:
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


def grouped(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that adds all of ``options``, which help shows in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


PATHS = click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[PATH…|-]")
SELECTION = grouped(
    click.option(
        "--select",
        multiple=True,
        type=Names(may_be_empty=False),
        help="Run these rules: names, stages, 'default' or 'all'.",
    ),
    click.option("--ignore", multiple=True, type=Names(may_be_empty=True), help="Leave these rules or stages out."),
)
RULES = grouped(
    SELECTION,
    click.option("--unsafe-fixes", is_flag=True, help="Also fix what takes judgement: visible text may go or change."),
    click.option("--diff", is_flag=True, help="Print what would be fixed as a diff for 'git apply'; write nothing."),
    click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them."),
    click.option(
        "--baseline", type=Place(), metavar="FILE", help="Hide the findings accepted in FILE; fixes apply to all."
    ),
)
INPUT = grouped(
    click.option("--config", type=Place(), metavar="FILE", help="Configuration to use instead of the nearest one."),
    click.option(
        "--jobs", type=click.IntRange(1), metavar="N", help="Processes for large work.  [default: one per core]"
    ),
    click.option(
        "--engine",
        type=click.Choice(("embedded", "ray")),
        default="embedded",
        show_default=True,
        help="Run here or on Ray.",
    ),
    click.option("--ray-address", metavar="ADDRESS", help="A cluster that runs already, for --engine ray."),
    click.option("--no-cache", is_flag=True, help="Ignore the cache: check every article, store nothing."),
    click.option("--text-field", default="text", metavar="NAME", help="Where the text of a row is.  [default: text]"),
    click.option("--id-field", metavar="NAME", help="Field that names a row in reports."),
)
REPORT = grouped(
    click.option(
        "--output-format",
        type=click.Choice(tuple(FORMATS)),
        default="text",
        show_default=True,
        help="Format of the report.",
    ),
    click.option("--output-file", type=Place(), metavar="FILE", help="Write the report there."),
    click.option("--stdin-filename", metavar="NAME", help="What to call the article that comes on stdin."),
)
MANNER = grouped(
    click.option("-q", "--quiet", is_flag=True, help="No summary."),
    click.option("-v", "--verbose", is_flag=True, help="Show every finding; name the configuration and the articles."),
    click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", show_default=True),
)
COMMON = grouped(INPUT, REPORT, MANNER)
