"""From the results of a run to its HTML page: what is counted, what is shown, and who makes articles fit for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby

from lint.datasets.formats import is_data_set, open_data_set
from lint.datasets.records import Fields
from lint.errors import UsageError
from lint.linter import Linter
from lint.report.html.article import Shown, Task, Viewer, missing
from lint.report.html.page import Overview, environment, render
from lint.report.html.tally import Kept, Tally
from lint.report.located import Located
from lint.report.printable import counted, printable
from lint.report.style import Style
from lint.report.summary import Summary
from lint.run.pool import Pool
from lint.run.result import Result
from lint.source import UnreadableError

NAME = "seedlint-report.html"
"""The file in the current folder that is written if no other is named."""
_MARK = b"<!-- seedlint report -->"
_WORTH_PROCESSES = 50
"""Articles to show after which processes are started: fixing each twice takes some hundredths of a second."""


class Page:
    """Takes the place of a report format: :meth:`add` gets each result, :meth:`render` is asked when none is left.

    Raises:
        UsageError: jinja2 is not installed.

    """

    def __init__(self, linter: Linter, fields: Fields, paths: tuple[str, ...], *, articles: int, jobs: int) -> None:
        """``articles`` is how many are shown at most, ``jobs`` how many processes work on them."""
        self._linter = linter
        self._fields = fields
        self._paths = paths
        self._jobs = jobs
        self._tally = Tally(articles)
        # Here, so that what is missing is told before the articles are judged, which may take hours.
        self._template = environment()

    def add(self, result: Result) -> None:
        """Take in the result of one article, of a data set, or of the corpus."""
        if not result.path:
            for located in result.findings:
                self._tally.add_across(located)
        elif result.is_read and (result.record is not None or not is_data_set(result.path)):
            self._tally.add(result.path, result.record, result.id, result.findings)

    def render(self, findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
        """Yield the page piece by piece, when ``findings``, which have all been added, are at an end."""
        for _ in findings:
            pass
        hidden = summary.accepted.hidden if summary.accepted else None
        overview = Overview(self._tally, self._paths, summary.problems, hidden)
        yield from render(self._template, overview, self._articles())

    def _articles(self) -> Iterator[tuple[Kept, Shown]]:
        """Yield the articles that are shown, in order of path and record."""
        kept = [self._tally.kept[key] for key in sorted(self._tally.kept, key=lambda key: (key[0], key[1] or 0))]
        work = Viewer(self._linter).show
        steps = self._tasks(kept)
        if self._jobs == 1 or len(kept) < _WORTH_PROCESSES:
            yield from ((item, work(task)) for item, task in steps)
            return
        with Pool(work, self._jobs, _killed) as pool:
            for item, shown in pool.in_order(steps):
                yield item, shown or missing("nothing was made of it")

    def _tasks(self, kept: Iterable[Kept]) -> Iterator[tuple[Kept, Task]]:
        for path, group in groupby(kept, key=lambda item: item.path):
            of_path = list(group)
            texts = self._texts(path, [item.record for item in of_path if item.record is not None])
            for item in of_path:
                text = None if item.record is None else next(texts, None)
                yield item, Task(path, item.record, text, item.findings, item.across)

    def _texts(self, path: str, records: list[int]) -> Iterator[str | None]:
        """Yield the texts of rows, whose numbers ascend, of the data set at ``path``."""
        if not records:
            return
        wanted = iter(records)
        number = next(wanted)
        try:
            for chunk in open_data_set(path, self._fields, self._linter.config.max_file_size).chunks(whole=False):
                for record in chunk.records():
                    if record.number == number:
                        yield record.text
                        number = next(wanted, -1)
                        if number < 0:
                            return
        except UnreadableError:
            return


def _killed(task: Task) -> Shown:
    return missing("its process was killed, perhaps for want of memory; try again with --jobs 1")


def check_target(file: str) -> None:
    """Make sure that ``file`` can be written and is no article: it may be new, empty, or an earlier page.

    Raises:
        UsageError: It is something else, or there is no folder for it.

    """
    folder = os.path.dirname(file) or os.curdir
    if not os.path.isdir(folder):
        raise UsageError(f"{file}: cannot be written: there is no folder {folder}; make it, or name another file")
    if not os.path.lexists(file):
        return
    try:
        with open(file, "rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}; name another file with --output-file") from error
    if start.strip() and _MARK not in start:
        raise UsageError(f"{file}: exists and is not a report of seedlint; name another file with --output-file")


def written(summary: Summary, file: str) -> str:
    """Return what to say when the page is in ``file``."""
    articles = summary.rows or summary.files
    what = f"{counted(summary.findings, 'finding')} in {counted(articles, 'article')}"
    return f"Wrote {printable(file)}: {what}. Open it in a browser.\n"
