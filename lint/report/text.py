"""The report for reading: findings by file, each with the place in its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from lint.edit import Safety
from lint.report.across import Reader
from lint.report.located import Located
from lint.report.marked_line import marked_line
from lint.report.printable import counted, place, printable
from lint.report.statistics import table
from lint.report.style import Style
from lint.report.summary import Accepted, Summary
from lint.rule import Stage

MOST = 5
"""Findings of one rule in one file that are shown if there are more; the rest is counted, unless the user wants all."""


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield the report piece by piece."""
    # Asked once: on a terminal that changes its size, the lines of a report stay of one width.
    style = replace(style, width=style.columns)
    reader = Reader()
    is_across = False
    for (path, record), of_file in groupby(findings, key=lambda item: (item.path, item.record)):
        # The findings of one article are in memory already.
        items = list(of_file)
        if style.statistics:
            continue
        if not is_across and items[0].stage == Stage.CORPUS.value:
            is_across = True
            yield style.paint("Across articles", bold=True) + "\n\n"
        yield f"{style.paint(place(path, record), bold=True)}{_named(items[0])}\n"
        yield from _of_file(items, reader, style)
    yield from summary_lines(summary, style)


def _named(item: Located) -> str:
    return "" if item.id is None else f"  ({printable(str(item.id))})"


def _of_file(items: list[Located], reader: Reader, style: Style) -> Iterator[str]:
    totals = Counter(item.finding.rule for item in items)
    shown: Counter[str] = Counter()
    is_apart = True
    for item in items:
        rule = item.finding.rule
        # To say that one more was left out takes as much room as to show it.
        more = 0 if style.verbose or totals[rule] <= MOST + 1 else totals[rule] - MOST
        if more and shown[rule] == MOST:
            continue
        shown[rule] += 1
        yield _headline(item, style)
        excerpt = item.excerpt or reader.excerpt(item)
        if excerpt:
            yield from marked_line(excerpt, item, style)
        if more and shown[rule] == MOST:
            yield f"  \u2026 and {more:,} more of {_rule(rule, style)}, --verbose shows all\n"
        is_apart = excerpt is not None
        if is_apart:
            yield "\n"
    if not is_apart:
        yield "\n"


def _headline(item: Located, style: Style) -> str:
    position = f"{item.start.line}:{item.start.column}"
    message = printable(item.finding.message)
    return f"  {position:<8} {_rule(item.finding.rule, style)}: {message} [{style.safety(item.safety)}]\n"


def _rule(name: str, style: Style) -> str:
    return style.paint(name, "red", bold=True)


def summary_lines(summary: Summary, style: Style) -> Iterator[str]:
    """Yield the statistics, if asked for, and the summary, whose last line says what to run next."""
    if style.statistics:
        yield from table(summary, style)
    if not style.quiet:
        yield from _summary(summary, style)
        yield _next_step(summary, style)


def _summary(summary: Summary, style: Style) -> Iterator[str]:
    if fixed := summary.fixed.total():
        done = "Would fix" if style.dry else "Fixed"
        counts = f"{counted(fixed, 'finding')} in {_articles(summary.files_changed, summary.rows_changed, summary)}"
        yield style.paint(f"{done} {counts}.", "green") + "\n"
    new = "new " if summary.accepted else ""
    if summary.findings:
        yield (
            style.paint(f"{'Left' if fixed else 'Found'} {_places(summary, new)}", bold=True) + f": {_ways(summary)}.\n"
        )
    elif summary.files:
        where = _articles(summary.files, summary.rows, summary)
        yield f"No {new}defects {'left' if fixed else 'found'} in {where}.\n"
    if summary.accepted:
        yield _accepted(summary.accepted)


def _next_step(summary: Summary, style: Style) -> str:
    """Return the line that says what to run next, or nothing if there is nothing to do."""
    unsafe = " --unsafe-fixes"
    wanted = unsafe if summary.wanted is Safety.UNSAFE and unsafe not in style.hint else ""
    try_out = "   (see what it would do: add --diff)\n"
    if style.hint and style.dry and summary.fixed:
        return f"Apply with: {style.hint}{wanted}\n"
    if style.hint and summary.fixable:
        return f"Fix with: {style.hint}{wanted}{try_out}"
    if style.hint and summary.by_safety[Safety.UNSAFE]:
        return f"Fix more with: {style.hint}{unsafe}{try_out}"
    by_hand = {rule: count for (rule, safety), count in summary.by_kind.items() if safety is Safety.MANUAL}
    if not by_hand:
        return ""
    most = min(by_hand, key=lambda rule: (-by_hand[rule], rule))
    look = f"   (see them on a page: {style.look})" if style.look else ""
    return f"Read about them with: seedlint explain {most}{look}\n"


def _accepted(accepted: Accepted) -> str:
    hidden = f"{counted(accepted.hidden, 'finding')} hidden by the baseline"
    if not accepted.gone:
        return f"{hidden}.\n"
    gone = f"{accepted.gone:,} accepted {'one is' if accepted.gone == 1 else 'ones are'} gone"
    return f"{hidden}; {gone} (update with: {accepted.renewal}).\n"


def baseline_message(findings: int, files: int, folders: int, file: str, command: str) -> str:
    """Return what to say when ``file`` has become the baseline of so many findings; ``command`` checks with it."""
    places = counted(files, "file") + (f" and {counted(folders, 'folder')}" if folders else "")
    return f"Accepted {counted(findings, 'finding')} of {places} in {printable(file)}.\nCheck with: {command}\n"


def _places(summary: Summary, new: str) -> str:
    if summary.across == summary.findings:
        return f"{counted(summary.findings, f'{new}finding')} across {_articles(summary.files, summary.rows, summary)}"
    folders = f" and {counted(summary.folders_with_findings, 'folder')}" if summary.folders_with_findings else ""
    where = f"{summary.files_with_findings} of {counted(summary.files, 'file')}"
    if summary.rows:
        where = f"{summary.rows_with_findings:,} of {counted(summary.rows, 'row')} in {counted(summary.files, 'file')}"
    across = f", {summary.across:,} of them across articles" if summary.across else ""
    return f"{counted(summary.findings, f'{new}finding')} in {where}{folders}{across}"


def _articles(files: int, rows: int, summary: Summary) -> str:
    return f"{counted(rows, 'row')} of {counted(files, 'file')}" if summary.rows else counted(files, "file")


def _ways(summary: Summary) -> str:
    words = {Safety.SAFE: "can be fixed safely", Safety.UNSAFE: "with --unsafe-fixes", Safety.MANUAL: "by hand"}
    counts = ((summary.by_safety[safety], way) for safety, way in words.items())
    return ", ".join(f"{count:,} {way}" for count, way in counts if count)
