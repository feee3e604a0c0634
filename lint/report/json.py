"""Reports for machines: one JSON object for the run, or one line for each finding.

All but ASCII is escaped, so that hostile text reaches no terminal and no encoding can fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lint.report.located import Located
from lint.report.style import Style
from lint.report.summary import Summary
from lint.views.lines import Position

VERSION = 1


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield one JSON object: findings sorted by path, place and rule, problems, and counts."""
    yield f'{{"version": {VERSION},\n "findings": ['
    separator = "\n"
    for item in sorted(findings, key=lambda item: item.sort_key):
        yield f"{separator}  {json.dumps(_finding(item))}"
        separator = ",\n"
    errors = [{"path": problem.path, "rule": problem.rule, "message": problem.message} for problem in summary.problems]
    counts: dict[str, Any] = {
        "files": summary.files,
        "findings": summary.findings,
        "fixable": summary.fixable,
        "by_rule": dict(sorted(summary.by_rule.items())),
    }
    if summary.fixed:
        counts["fixed"] = dict(sorted(summary.fixed.items()))
    yield f'],\n "errors": {json.dumps(errors)},\n "summary": {json.dumps(counts)}}}\n'


def render_lines(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield one JSON object a line for each finding, as they come."""
    for item in findings:
        yield json.dumps(_finding(item)) + "\n"


def _finding(item: Located) -> dict[str, Any]:
    fix = item.finding.fix
    return {
        "path": item.path,
        "record": None,
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


def _position(position: Position) -> dict[str, int]:
    return {"offset": position.offset, "line": position.line, "column": position.column}
