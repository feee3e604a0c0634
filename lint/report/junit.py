"""JUnit's XML: a test case for each article with findings, one for the articles without, and one for each problem.

A case has one failure, which lists all findings of the article: Jenkins and GitLab show the first failure of a case
and no other.  XML 1.0 has no way to write most control characters; all that cannot be seen is written as an escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from tempfile import TemporaryFile

from lint.errors import Problem
from lint.report.annotation import cut, from_root
from lint.report.located import Located
from lint.report.order import in_order
from lint.report.printable import place, printable
from lint.report.style import SAFETY_WORDS, Style
from lint.report.summary import Summary

_LONGEST = 500
"""Characters of a message where it stands as a heading."""


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield one suite of test cases; its counts stand before them, so they wait on disk."""
    failures = 0
    with TemporaryFile("w+", encoding="ascii", newline="\n") as cases:
        # Findings of a corpus come behind those of its articles, and belong in the same case.
        ordered = in_order((item.sort_key, "\n".join(_shown(item))) for item in findings)
        for name, of_article in groupby((line.split("\n") for line in ordered), key=lambda shown: shown[0]):
            cases.writelines(_failed(name, of_article))
            failures += 1
        errors = len(summary.problems)
        counts = f'tests="{failures + errors + 1}" failures="{failures}" errors="{errors}"'
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="seedlint" {counts}>\n'
        yield f'<testsuite name="seedlint" {counts}>\n'
        cases.seek(0)
        yield from cases
    yield from map(_problem, summary.problems)
    # A report without a case counts as a mistake in Jenkins.
    yield '<testcase classname="seedlint" name="all other articles"/>\n'
    yield "</testsuite>\n</testsuites>\n"


def _shown(item: Located) -> Iterator[str]:
    """Yield what a case needs to know of a finding: the article, the rule, the heading, and the line of the list."""
    rule = item.finding.rule
    named = "" if item.id is None else f" ({cut(str(item.id), _LONGEST)})"
    yield _xml(place(from_root(item.path), item.record))
    yield _xml(rule)
    yield _xml(f"{rule}: {cut(item.finding.message, _LONGEST)}{named}")
    words = f"{printable(item.finding.message)} [{SAFETY_WORDS[item.safety]}]"
    yield _xml(f"{item.start.line}:{item.start.column}: {rule}: {words}")


def _failed(name: str, findings: Iterable[list[str]]) -> Iterator[str]:
    for number, (_, rule, heading, line) in enumerate(findings):
        if number == 0:
            yield f'<testcase classname="seedlint" name="{name}">\n<failure type="{rule}" message="{heading}">'
        yield f"{line}\n"
    yield "</failure>\n</testcase>\n"


def _problem(problem: Problem) -> str:
    name = place(from_root(problem.path), problem.record) if problem.path else "seedlint"
    kind, heading = _xml(problem.rule or "seedlint"), _xml(cut(problem.message, _LONGEST))
    error = f'<error type="{kind}" message="{heading}">{_xml(printable(problem.message))}</error>'
    return f'<testcase classname="seedlint" name="{_xml(name)}">\n{error}\n</testcase>\n'


def _xml(shown: str) -> str:
    """Escape ``shown`` for an element or an attribute, in ASCII, so that no encoding of stdout can spoil it."""
    return escape(shown).encode("ascii", "xmlcharrefreplace").decode("ascii")
