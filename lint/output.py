"""Where the bytes of articles go that are not written in place: a diff, a folder of copies, or stdout."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TextIO

import click

from lint import source
from lint.datasets.paths import is_url
from lint.discovery import Article, common_folder
from lint.errors import Problem, UsageError
from lint.replacement import replacing
from lint.report.diff import unified_diff
from lint.report.printable import place, printable
from lint.run.result import Result


@dataclass(frozen=True)
class Output:
    """What the user wants of articles besides the report."""

    paths: Sequence[str]
    """Files and folders that were named; copies lie in their folder as the originals do in the common one of these."""
    folder: str | None = None
    """Where copies go; None if there are none."""
    diff: bool = False
    stdout: bool = False

    def hand_on(self, result: Result) -> Problem | None:
        """Pass on what the article is now; return what went wrong."""
        if result.before is None or result.after is None:
            return None
        if self.diff:
            for line in unified_diff(place(result.path, result.record), result.before, result.after):
                _write_diff_line(line)
        elif self.stdout:
            sys.stdout.buffer.write(result.after)
            sys.stdout.buffer.flush()
        elif self.folder and result.record is None:
            try:
                source.replace(self.copy_path(result.path), result.after, os.stat(result.path).st_mode & 0o777)
            except OSError as error:
                return Problem(result.path, f"cannot be written to --output: {error.strerror}")
        return None

    def copy_path(self, path: str) -> str:
        """Return where the copy of the file at ``path`` goes; folders are made.

        Raises:
            OSError: A folder cannot be made, a link leads out of the folder of copies, or the copy would be the article
                itself.

        """
        if is_url(path):
            relative = path.partition("://")[2]
        else:
            relative = os.path.relpath(os.path.abspath(path), common_folder(self.paths))
        parts = (part for part in relative.split("/") if part not in ("", os.curdir, os.pardir))
        folder = os.path.realpath(self.folder or os.curdir)
        target = os.path.join(self.folder or os.curdir, *parts)
        if os.path.commonpath([folder, os.path.realpath(os.path.dirname(target))]) != folder:
            raise OSError(0, f"{os.path.dirname(target)} is a link that leads elsewhere; remove it")
        if os.path.exists(target) and os.path.exists(path) and os.path.samefile(target, path):
            raise OSError(0, "this is the article itself; name another folder")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        return target


def check_no_article(path: str, articles: Iterable[Article]) -> None:
    """Make sure that a report does not take the place of what it is about.

    Raises:
        UsageError: The file at ``path`` is one of the articles.

    """
    with suppress(OSError):
        status = os.stat(path)
        for article in articles:
            with suppress(OSError):
                if not is_url(article.path) and os.path.samestat(os.stat(article.path), status):
                    raise UsageError(f"{path}: is one of the articles; name another file with --output-file")


@contextmanager
def report_file(path: str) -> Iterator[TextIO]:
    """Open the file that takes the report: it stays as it was until the report is whole.

    What is no regular file, such as a pipe that is named, takes the report as it is made.

    Raises:
        UsageError: It cannot be written.

    """
    target = os.path.realpath(path)
    with ExitStack() as stack:
        try:
            is_there = os.path.exists(target)
            mode = stat.S_IMODE(os.stat(target).st_mode) if is_there else 0o644
            is_stream = is_there and not os.path.isfile(target)
            file = stack.enter_context(open(target, "wb") if is_stream else replacing(target, mode))  # noqa: SIM115
        except OSError as error:
            raise UsageError(
                f"{path}: cannot be written: {error.strerror}; name another file with --output-file"
            ) from error
        stream = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
        yield stream
        stream.detach()


def _write_diff_line(line: bytes) -> None:
    """Write the bytes as they are, so that they can be applied; on a terminal, which would obey them, as escapes."""
    if sys.stdout.isatty():
        click.echo(printable(line.decode(errors="surrogateescape").rstrip("\r\n")))
    else:
        sys.stdout.buffer.write(line)
