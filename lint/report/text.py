"""The report for reading: findings by file, each with the place in its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lint.edit import Safety
from lint.report.located import Excerpt, Located
from lint.report.printable import columns, printable
from lint.report.style import Style
from lint.report.summary import Summary


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield the report piece by piece."""
    path: str | None = None
    for item in findings:
        if style.statistics:
            continue
        if item.path != path:
            path = item.path
            yield f"{style.paint(printable(path), bold=True)}\n"
        yield from _finding(item, style)
    yield from closing(summary, style)


def _finding(item: Located, style: Style) -> Iterator[str]:
    rule = style.paint(item.finding.rule, "red", bold=True)
    place = f"{item.start.line}:{item.start.column}"
    yield f"  {place:<8} {rule}: {printable(item.finding.message)} [{style.safety(item.safety)}]\n"
    if item.excerpt:
        yield from _marked_line(item.excerpt, item.start.line, style)
    yield "\n"


def _marked_line(excerpt: Excerpt, line: int, style: Style) -> Iterator[str]:
    before = ("\u2026" if excerpt.cut_before else "") + printable(excerpt.before)
    # White space is the defect itself as often as not: it must be seen.
    marked = printable(excerpt.marked).replace(" ", "\u00b7")
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
        yield (
            style.paint(f"Fixed {_count(fixed, 'finding')} in {_count(summary.files_changed, 'file')}.", "green") + "\n"
        )
    if not summary.findings:
        left = "left" if fixed else "found"
        yield f"No defects {left} in {_count(summary.files, 'file')}.\n"
        return
    found = "Left" if fixed else "Found"
    files = f"{summary.files_with_findings} of {_count(summary.files, 'file')}"
    parts = [
        f"{summary.by_safety[safety]} {words}"
        for safety, words in (
            (Safety.SAFE, "can be fixed safely"),
            (Safety.UNSAFE, "with --unsafe-fixes"),
            (Safety.MANUAL, "by hand"),
        )
        if summary.by_safety[safety]
    ]
    yield (
        style.paint(f"{found} {_count(summary.findings, 'finding')} in {files}", bold=True) + f": {', '.join(parts)}.\n"
    )
    if summary.fixable and style.hint:
        yield f"Fix with: {style.hint}   (see what it would do: add --diff)\n"
    elif summary.by_safety[Safety.UNSAFE] and style.hint:
        yield f"Fix more with: {style.hint} --unsafe-fixes   (see what it would do: add --diff)\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
