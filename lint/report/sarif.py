"""SARIF 2.1.0, the exchange format of static analysis, as GitHub code scanning takes it.

Findings stream through: rules stand before them, what could not be done behind them.  Offsets, lines and columns are
those of all formats: code points of the decoded text, its mark dropped and its line ends folded to one character.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import metadata
from typing import Any
from urllib.parse import quote

from lint import plugins
from lint.datasets.paths import is_url
from lint.edit import Edit, Fix, Safety
from lint.errors import Problem
from lint.patterns import lazy_pattern
from lint.report.annotation import Occurrences, from_root, lines, message, plain, row_name, unicode
from lint.report.located import Located
from lint.report.printable import printable
from lint.report.sarif_rules import descriptors
from lint.report.style import SAFETY_WORDS, Style
from lint.report.summary import Summary

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "seedlint/v1"
LEVELS = {Safety.SAFE: "note", Safety.UNSAFE: "warning", Safety.MANUAL: "warning"}
"""A level says how much of a person's attention a finding takes; errors are what could not be done."""
# Looking back keeps it linear: a long run of backslashes is tried from its first one alone.
_BRACKET = lazy_pattern(r"(?<!\\)(\\*)([\[\]])")
_BRACES = str.maketrans({"{": "{{", "}": "}}"})
_encode = json.JSONEncoder(check_circular=False).encode


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield one log of one run: the rules, the results, and what could not be done."""
    rules = {name: number for number, name in enumerate(plugins.load())}
    driver = {"name": "seedlint", "version": metadata.version("seedlint"), "rules": list(descriptors(LEVELS))}
    # No address of the machine: the same articles give the same report everywhere.
    base = {ROOT: {"description": {"text": "The folder that seedlint was started in."}}}
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n"tool": {_encode({"driver": driver})},\n'
    yield f'"columnKind": "unicodeCodePoints", "originalUriBaseIds": {_encode(base)},\n"results": ['
    separator = "\n"
    occurrences = Occurrences()
    for item in findings:
        yield separator + _encode(_result(item, rules, occurrences))
        separator = ",\n"
    notifications = [_notification(problem, rules) for problem in summary.problems]
    invocation = {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}
    yield f'],\n"invocations": [{_encode(invocation)}]}}]}}\n'


def text(words: str) -> str:
    r"""Return ``words`` as the text of a message, fit to be shown.

    There, braces mean placeholders unless they are doubled, and brackets mean links unless a backslash stands before
    them; a backslash that is one of the words is doubled where a bracket follows.
    """
    shown = printable(words)
    return _BRACKET.sub(r"\1\1\\\2", shown).translate(_BRACES)


def uri(path: str) -> str:
    """Return ``path`` as a URI, relative to the folder of the run if it lies there; its bytes are percent-encoded."""
    if is_url(path):
        scheme, _, rest = path.partition("://")
        return f"{scheme}://{_quoted(rest)}"
    path = from_root(path)
    if re.match("[A-Za-z]:/", path):
        return f"file:///{path[0]}:{_quoted(path[2:])}"
    return f"file://{_quoted(path)}" if path.startswith("/") else _quoted(path)


@lru_cache(maxsize=64)
def _quoted(path: str) -> str:
    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # an unpaired surrogate that stands for no byte
        return quote(unicode(path), safe="/")


def _artifact(path: str) -> dict[str, Any]:
    address = uri(path)
    return {"uri": address} if "://" in address else {"uri": address, "uriBaseId": ROOT}


def _result(item: Located, rules: dict[str, int], occurrences: Occurrences) -> dict[str, Any]:
    finding = item.finding
    index = {"ruleIndex": rules[finding.rule]} if finding.rule in rules else {}
    fixes = _fixes(item) if finding.fix and item.record is None else []
    return {
        "ruleId": finding.rule,
        **index,
        "level": LEVELS[item.safety],
        "message": {"text": text(message(item))},
        "locations": [_location(item)],
        "partialFingerprints": {FINGERPRINT: _known_by(item, occurrences)},
        **({"fixes": fixes} if fixes else {}),
        "properties": {"stage": item.stage, "safety": item.safety.name.lower(), **_row(item)},
    }


def _location(item: Located) -> dict[str, Any]:
    physical = {"artifactLocation": _artifact(item.path)}
    if item.record is None:
        return {"physicalLocation": {**physical, "region": _region(item)}}
    line, _ = lines(item)
    logical = {"name": row_name(item), "fullyQualifiedName": f"{unicode(item.path)}#{item.record}", "kind": "element"}
    return {"physicalLocation": {**physical, "region": {"startLine": line}}, "logicalLocations": [logical]}


def _region(item: Located) -> dict[str, int]:
    start, end = item.start, item.end
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": end.offset - start.offset,
    }


def _row(item: Located) -> dict[str, Any]:
    if item.record is None:
        return {}
    name = {} if item.id is None else {"id": plain(item.id)}
    return {"record": item.record, **name, "start": item.start._asdict(), "end": item.end._asdict()}


def _known_by(item: Located, occurrences: Occurrences) -> str:
    known_by, number = occurrences.number(item)
    # Rows without a name may be the same as each other; the number of a row with a name would only make it forgotten
    # when a row is put before it.
    row = f":{item.record}" if item.record is not None and item.id is None else ""
    return f"{known_by}{row}:{number}"


def _fixes(item: Located) -> list[dict[str, Any]]:
    """Return the fix if it can be said: one that writes what is not Unicode, or changes stored bytes alone, cannot."""
    fix: Fix | None = item.finding.fix
    if not fix or not fix.edits or any(unicode(edit.text) != edit.text for edit in fix.edits):
        return []
    replacements = [
        {"deletedRegion": _edit_region(edit, item), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(item.path), "replacements": replacements}
    return [{"description": {"text": SAFETY_WORDS[fix.safety]}, "artifactChanges": [change]}]


def _edit_region(edit: Edit, item: Located) -> dict[str, int]:
    """Return where an edit takes place; with lines, if they are known from those of the finding."""
    start, end = item.start, item.end
    region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    if (edit.start, edit.end) == (start.offset, end.offset):
        return _region(item)
    if start.line == end.line and start.offset <= edit.start <= edit.end <= end.offset:
        column = start.column + edit.start - start.offset
        place = {"startLine": start.line, "startColumn": column, "endLine": start.line}
        return {**place, "endColumn": column + edit.end - edit.start, **region}
    return region


def _notification(problem: Problem, rules: dict[str, int]) -> dict[str, Any]:
    row = "" if problem.record is None else f"row {problem.record}: "
    place = {"locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path)}}]} if problem.path else {}
    index = {"index": rules[problem.rule]} if problem.rule in rules else {}
    rule = {"associatedRule": {"id": problem.rule, **index}} if problem.rule else {}
    return {"level": "error", "message": {"text": text(row + problem.message)}, **place, **rule}
