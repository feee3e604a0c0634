"""Reports for machines: one JSON object for the run, or one line for each finding.

All but ASCII is escaped, so that hostile text reaches no terminal and no encoding can fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from lint.errors import Problem
from lint.report.located import Located, ReportItem, rendered
from lint.report.order import in_order
from lint.report.style import Style
from lint.report.summary import Summary
from lint.views.lines import Position

VERSION = 1
# One encoder for all findings: making it takes longer than its work.  A row may be named by a date or a decimal number,
# which JSON has not.
_encode = json.JSONEncoder(default=str, check_circular=False).encode


def render(findings: Iterable[ReportItem], summary: Summary, style: Style) -> Iterator[str]:
    """Yield one JSON object: findings sorted by path, place and rule, problems, and counts."""
    yield f'{{"version": {VERSION},\n "findings": ['
    separator = "\n"
    for line in in_order((item.sort_key, rendered(item, render_finding).text) for item in findings):
        yield f"{separator}  {line}"
        separator = ",\n"
    errors = [_error(problem) for problem in summary.problems]
    counts: dict[str, Any] = {
        "files": summary.files,
        "findings": summary.findings,
        "fixable": summary.fixable,
        "by_rule": dict(sorted(summary.by_rule.items())),
    }
    if summary.rows:
        counts["rows"] = summary.rows
    if summary.fixed:
        counts["fixed"] = dict(sorted(summary.fixed.items()))
    if summary.accepted:
        counts["baseline"] = {"hidden": summary.accepted.hidden, "gone": summary.accepted.gone}
    yield f'],\n "errors": {json.dumps(errors)},\n "summary": {json.dumps(counts)}}}\n'


def render_lines(findings: Iterable[ReportItem], summary: Summary, style: Style) -> Iterator[str]:
    """Yield one JSON object a line for each finding, as they come."""
    for item in findings:
        yield rendered(item, render_finding).text + "\n"


def render_finding(item: Located) -> str:
    """Return a finding as one JSON object."""
    return _encode(_finding(item))


def _finding(item: Located) -> dict[str, Any]:
    fix = item.finding.fix
    return {
        "path": item.path,
        "record": item.record,
        **({} if item.id is None else {"id": _id(item.id)}),
        "rule": item.finding.rule,
        "stage": item.stage,
        "message": item.finding.message,
        "start": _position(item.start),
        "end": _position(item.end),
        "fix": fix
        and {
            "safety": fix.safety.name.lower(),
            "edits": [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits],
        },
    }


def _error(problem: Problem) -> dict[str, Any]:
    place = {} if problem.record is None else {"record": problem.record}
    return {"path": problem.path, **place, "rule": problem.rule, "message": problem.message}


def _id(value: object) -> object:
    """Return what names a row; numbers that JSON has no words for become a string."""
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _position(position: Position) -> dict[str, int]:
    return {"offset": position.offset, "line": position.line, "column": position.column}
