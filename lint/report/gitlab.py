"""GitLab's code quality report: a JSON list of issues, as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lint.edit import Safety
from lint.errors import Problem
from lint.report.annotation import Occurrences, from_root, lines, message, unicode
from lint.report.fingerprint import digest
from lint.report.located import Located
from lint.report.printable import printable
from lint.report.style import SAFETY_WORDS, Style
from lint.report.summary import Summary
from lint.views.lines import Position

SEVERITIES = {Safety.SAFE: "info", Safety.UNSAFE: "minor", Safety.MANUAL: "major"}
"""A severity says how much of a person's attention a finding takes; what could not be done blocks."""
_encode = json.JSONEncoder(check_circular=False).encode


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield the list: an issue for each finding, then one for each problem."""
    separator = "[\n"
    occurrences = Occurrences()
    for item in findings:
        yield separator + _encode(_issue(item, occurrences))
        separator = ",\n"
    for number, problem in enumerate(summary.problems):
        yield separator + _encode(_problem(problem, number))
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _issue(item: Located, occurrences: Occurrences) -> dict[str, Any]:
    path = unicode(from_root(item.path))
    known_by, number = occurrences.number(item)
    first, last = lines(item)
    location: dict[str, Any] = {"path": path, "lines": {"begin": first, "end": last}}
    if item.record is None:
        location["positions"] = {"begin": _position(item.start), "end": _position(item.end)}
    # Of issues with the same fingerprint GitLab shows one, wherever they stand; and rows may be the same as each other.
    row = "" if item.record is None else str(item.record)
    return {
        "type": "issue",
        "check_name": item.finding.rule,
        "description": f"{message(item)} [{SAFETY_WORDS[item.safety]}]",
        "categories": ["Style"],
        "severity": SEVERITIES[item.safety],
        "fingerprint": digest(path, row, known_by, str(number)),
        "location": location,
    }


def _problem(problem: Problem, number: int) -> dict[str, Any]:
    path = unicode(from_root(problem.path or "."))
    row = "" if problem.record is None else f"row {problem.record}: "
    return {
        "type": "issue",
        "check_name": problem.rule or "seedlint",
        "description": row + printable(problem.message),
        "categories": ["Bug Risk"],
        "severity": "blocker",
        "fingerprint": digest("problem", path, row, problem.message, str(number)),
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
