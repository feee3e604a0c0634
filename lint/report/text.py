"""The report for reading: findings by file, each with the place in its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from lint.edit import Safety
from lint.report.located import Excerpt, Located
from lint.report.printable import columns, place, printable
from lint.report.style import Style
from lint.report.summary import Accepted, Summary

MOST = 5
"""Findings of one rule in one file that are shown; the rest is counted, unless the user wants all."""


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield the report piece by piece."""
    for (path, record), of_file in groupby(findings, key=lambda item: (item.path, item.record)):
        if style.statistics:
            _exhaust(of_file)
            continue
        first = next(of_file)
        yield f"{style.paint(place(path, record), bold=True)}{_named(first)}\n"
        counts: Counter[str] = Counter()
        for item in chain([first], of_file):
            counts[item.finding.rule] += 1
            if style.verbose or counts[item.finding.rule] <= MOST:
                yield from _finding(item, style)
        folded = {rule: count - MOST for rule, count in counts.items() if count > MOST and not style.verbose}
        for rule, count in sorted(folded.items()):
            yield f"  \u2026 and {count} more of {style.paint(rule, 'red', bold=True)}\n"
        if folded:
            yield "  (all of them with --verbose)\n\n"
    yield from closing(summary, style)


def _named(item: Located) -> str:
    return "" if item.id is None else f"  ({printable(str(item.id))})"


def _exhaust(findings: Iterable[Located]) -> None:
    for _ in findings:
        pass


def _finding(item: Located, style: Style) -> Iterator[str]:
    rule = style.paint(item.finding.rule, "red", bold=True)
    position = f"{item.start.line}:{item.start.column}"
    yield f"  {position:<8} {rule}: {printable(item.finding.message)} [{style.safety(item.safety)}]\n"
    if item.excerpt:
        yield from _marked_line(item.excerpt, item.start.line, style)
    yield "\n"


def _marked_line(excerpt: Excerpt, line: int, style: Style) -> Iterator[str]:
    before = ("\u2026" if excerpt.cut_before else "") + printable(excerpt.before)
    # White space is the defect itself as often as not: it must be seen.
    marked = "\u21b5" if excerpt.marked == "\n" else printable(excerpt.marked).replace(" ", "\u00b7")
    after = printable(excerpt.after) + ("\u2026" if excerpt.cut_after else "")
    bar = style.paint("|", "blue")
    yield f"  {line:>6} {bar} {before}{style.paint(marked, 'red', reverse=True)}{after}\n"
    yield f"  {'':>6} {bar} {' ' * columns(before)}{style.paint('^' * max(columns(marked), 1), 'red')}\n"


def closing(summary: Summary, style: Style) -> Iterator[str]:
    """Yield the statistics, if asked for, and the summary with what to do next."""
    if style.statistics:
        yield from _statistics(summary, style)
    if not style.quiet:
        yield from _summary(summary, style)


def _statistics(summary: Summary, style: Style) -> Iterator[str]:
    width = len(str(max(summary.by_rule.values(), default=0)))
    for rule, count in sorted(summary.by_rule.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{width}}  {style.paint(rule, 'red', bold=True)}\n"


def _summary(summary: Summary, style: Style) -> Iterator[str]:
    if fixed := summary.fixed.total():
        done = "Would fix" if style.dry else "Fixed"
        counts = f"{_count(fixed, 'finding')} in {_articles(summary.files_changed, summary.rows_changed, summary)}"
        yield style.paint(f"{done} {counts}.", "green") + "\n"
    new = "new " if summary.accepted else ""
    if summary.findings:
        yield (
            style.paint(f"{'Left' if fixed else 'Found'} {_places(summary, new)}", bold=True) + f": {_ways(summary)}.\n"
        )
    elif summary.files:
        where = _articles(summary.files, summary.rows, summary)
        yield f"No {new}defects {'left' if fixed else 'found'} in {where}.\n"
    if summary.fixable and style.hint:
        yield f"Fix with: {style.hint}   (see what it would do: add --diff)\n"
    elif summary.by_safety[Safety.UNSAFE] and style.hint:
        yield f"Fix more with: {style.hint} --unsafe-fixes   (see what it would do: add --diff)\n"
    if summary.accepted:
        yield _accepted(summary.accepted)


def _accepted(accepted: Accepted) -> str:
    hidden = f"{_count(accepted.hidden, 'finding')} hidden by the baseline"
    if not accepted.gone:
        return f"{hidden}.\n"
    gone = f"{accepted.gone:,} that it accepts {'is' if accepted.gone == 1 else 'are'} gone"
    return f"{hidden}; {gone} (record anew with: {accepted.renewal}).\n"


def recorded(findings: int, files: int, folders: int, file: str, command: str) -> str:
    """Return what to say when ``file`` has become the baseline of so many findings; ``command`` checks with it."""
    places = _count(files, "file") + (f" and {_count(folders, 'folder')}" if folders else "")
    return f"Accepted {_count(findings, 'finding')} of {places} in {printable(file)}.\nCheck with: {command}\n"


def _places(summary: Summary, new: str) -> str:
    folders = f" and {_count(summary.folders_with_findings, 'folder')}" if summary.folders_with_findings else ""
    where = f"{summary.files_with_findings} of {_count(summary.files, 'file')}"
    if summary.rows:
        where = f"{summary.rows_with_findings:,} of {_count(summary.rows, 'row')} in {_count(summary.files, 'file')}"
    return f"{_count(summary.findings, f'{new}finding')} in {where}{folders}"


def _articles(files: int, rows: int, summary: Summary) -> str:
    return f"{_count(rows, 'row')} of {_count(files, 'file')}" if summary.rows else _count(files, "file")


def _ways(summary: Summary) -> str:
    words = {Safety.SAFE: "can be fixed safely", Safety.UNSAFE: "with --unsafe-fixes", Safety.MANUAL: "by hand"}
    counts = ((summary.by_safety[safety], way) for safety, way in words.items())
    return ", ".join(f"{count} {way}" for count, way in counts if count)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
