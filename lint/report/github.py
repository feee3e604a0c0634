"""Workflow commands of GitHub Actions, which become annotations: one line for each finding, as they come.

The runner reads every line of a log.  The escapes are those of its own library: per cent signs and line ends in the
message, in properties also colons and commas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lint.edit import Safety
from lint.report.annotation import cut, from_root, lines, message
from lint.report.located import Located
from lint.report.printable import printable
from lint.report.style import SAFETY_WORDS, Style
from lint.report.summary import Summary

LEVELS = {Safety.SAFE: "notice", Safety.UNSAFE: "warning", Safety.MANUAL: "warning"}
"""A level says how much of a person's attention a finding takes; errors are what could not be done."""
_LONGEST = 4000
"""Characters of a message; GitHub takes 64 KB."""
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield a command for each finding, then one for each problem."""
    for item in findings:
        first, last = lines(item)
        properties = {"file": printable(from_root(item.path)), "line": str(first), "endLine": str(last)}
        if item.record is None:
            properties["col"] = str(item.start.column)
            if item.start.line == item.end.line:
                # GitHub refuses an end column where the lines differ.
                properties["endColumn"] = str(item.end.column)
        properties["title"] = item.finding.rule
        words = f"{cut(message(item), _LONGEST)} [{SAFETY_WORDS[item.safety]}]"
        yield _command(LEVELS[item.safety], properties, words)
    for problem in summary.problems:
        place = {"file": printable(from_root(problem.path))} if problem.path else {}
        row = "" if problem.record is None else f"row {problem.record}: "
        yield _command("error", {**place, "title": "seedlint"}, row + cut(problem.message, _LONGEST))


def _command(name: str, properties: dict[str, str], data: str) -> str:
    listed = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{data.translate(_DATA)}\n"
