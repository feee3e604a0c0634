"""One finding a line: ``path:line:column: rule message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lint.report.located import Located
from lint.report.printable import place, printable
from lint.report.style import Style
from lint.report.summary import Summary
from lint.report.text import summary_lines


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield a line for each finding, then the summary."""
    for item in findings:
        if not style.statistics:
            where = f"{place(item.path, item.record)}:{item.start.line}:{item.start.column}:"
            rule = style.paint(item.finding.rule, "red", bold=True)
            yield f"{where} {rule}: {printable(item.finding.message)} [{style.safety(item.safety)}]\n"
    yield from summary_lines(summary, style)
