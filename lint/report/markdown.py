"""A summary in Markdown, as GitHub shows one beside a job: counts by rule, the worst files, and the first findings.

All that an article or a file name says stands in code spans: there, Markdown knows no markup, and GitHub no mentions
and no references to issues.  Rules alone stand in a table, where no code span could hold a backslash before a bar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lint.edit import Safety
from lint.errors import Problem
from lint.patterns import lazy_pattern
from lint.report.annotation import cut, from_root
from lint.report.located import Located
from lint.report.printable import place
from lint.report.style import SAFETY_WORDS, Style
from lint.report.summary import Summary

MOST_FILES = 10
MOST_FINDINGS = 50
"""Findings and problems that are listed; GitHub takes 1 MiB for all summaries of a step."""
_LONGEST = 300
_BACKTICKS = lazy_pattern("`+")


def render(findings: Iterable[Located], summary: Summary, style: Style) -> Iterator[str]:
    """Yield the summary once all findings have passed by; no more than the first are kept."""
    first: list[str] = []
    by_rule: Counter[str] = Counter()
    by_kind: Counter[tuple[str, Safety]] = Counter()
    by_file: Counter[str] = Counter()
    for item in findings:
        by_rule[item.finding.rule] += 1
        by_kind[item.finding.rule, item.safety] += 1
        by_file[item.path] += 1
        if len(first) < MOST_FINDINGS:
            first.append(_finding(item))
    yield f"## seedlint: {_headline(summary)}\n\n"
    yield from _changes(summary, style)
    if by_rule:
        yield from _rules(by_rule, by_kind)
        yield from _files(by_file)
    if first and not style.statistics:
        yield from _folded(_title(len(first), summary.findings), first)
    if summary.fixable and style.hint:
        yield f"Fix with: {code(style.hint)}\n\n"
    yield from _problems(summary.problems)


def code(text: str) -> str:
    """Return ``text`` as a code span, on one line, cut if it is long; what cannot be seen is written as an escape."""
    shown = cut(text, _LONGEST)
    fence = "`" * (max(map(len, _BACKTICKS.findall(shown)), default=0) + 1)
    # Markdown takes one space off either end, and a span cannot begin with the sign that opens it.
    pad = " " if not shown or shown[0] in " `" or shown[-1] in " `" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _headline(summary: Summary) -> str:
    new = "new " if summary.accepted else ""
    if not summary.findings:
        where = f"{_count(summary.rows, 'row')} of " if summary.rows else ""
        return f"no {new}defects {'left' if summary.fixed else 'found'} in {where}{_count(summary.files, 'file')}"
    where = f"{summary.files_with_findings:,} of {_count(summary.files, 'file')}"
    if summary.rows:
        where = f"{summary.rows_with_findings:,} of {_count(summary.rows, 'row')} in {_count(summary.files, 'file')}"
    return f"{_count(summary.findings, f'{new}finding')} {'left ' if summary.fixed else ''}in {where}"


def _changes(summary: Summary, style: Style) -> Iterator[str]:
    if fixed := summary.fixed.total():
        yield f"{'Would fix' if style.dry else 'Fixed'} {_count(fixed, 'finding')}.\n\n"
    if summary.accepted:
        yield f"The baseline hides {_count(summary.accepted.hidden, 'finding')}.\n\n"


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield f"### {_count(len(problems), 'problem')}\n\n"
        for problem in problems[:MOST_FINDINGS]:
            where = f"{_place(problem.path, problem.record)}: " if problem.path else ""
            yield f"- {where}{code(problem.message)}\n"
        if len(problems) > MOST_FINDINGS:
            yield f"- and {len(problems) - MOST_FINDINGS:,} more\n"
        yield "\n"


def _rules(by_rule: Counter[str], by_kind: Counter[tuple[str, Safety]]) -> Iterator[str]:
    yield "| rule | findings | safe fix | unsafe fix | no fix |\n|:--|--:|--:|--:|--:|\n"
    for rule, count in sorted(by_rule.items(), key=lambda item: (-item[1], item[0])):
        kinds = (by_kind[rule, safety] for safety in (Safety.SAFE, Safety.UNSAFE, Safety.MANUAL))
        yield f"| {code(rule)} | {count:,} | {' | '.join(f'{kind:,}' if kind else '' for kind in kinds)} |\n"
    yield "\n"


def _files(by_file: Counter[str]) -> Iterator[str]:
    worst = sorted(by_file.items(), key=lambda item: (-item[1], item[0]))
    yield "### Most findings\n\n"
    for path, count in worst[:MOST_FILES]:
        yield f"- {_place(path, None)}: {count:,}\n"
    if len(worst) > MOST_FILES:
        yield f"- and {_count(len(worst) - MOST_FILES, 'other')}\n"
    yield "\n"


def _folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    # Without blank lines round it, Markdown inside of HTML is not read.
    yield f"<details>\n<summary>{title}</summary>\n\n"
    yield from lines
    yield "\n</details>\n\n"


def _title(shown: int, findings: int) -> str:
    return f"The first {shown} of {findings:,} findings" if findings > shown else _count(shown, "finding")


def _finding(item: Located) -> str:
    where = f"{_place(item.path, item.record)} {item.start.line}:{item.start.column}"
    named = "" if item.id is None else f" ({code(str(item.id))})"
    words = f"{code(item.finding.message)} [{SAFETY_WORDS[item.safety]}]"
    return f"- {where}{named} **{item.finding.rule}**: {words}\n"


def _place(path: str, record: int | None) -> str:
    return code(from_root(path)) if record is None else code(place(from_root(path), record))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
