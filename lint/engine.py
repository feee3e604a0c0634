"""Checking: rules run over a document, stage by stage, and their findings are sifted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from lint import budget
from lint.document import Document
from lint.edit import EditMap, Safety
from lint.finding import Finding
from lint.rule import Rule, Stage


@dataclass(frozen=True)
class Crash:
    """A rule that raised on a document; it found nothing there."""

    rule: str
    message: str


class Checked(NamedTuple):
    """What a check gave: findings in order of place, and the rules that crashed."""

    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...]


class ReportedSpans:
    """The spans that earlier stages reported: what a later rule finds inside one is debris, not a second defect."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def add(self, findings: Iterable[Finding]) -> None:
        """Take in the findings of a stage; spans that overlap become one."""
        own = [(finding.start, finding.end) for finding in findings if finding.start < finding.end]
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*self._spans, *own]):
            if merged and start < merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        self._spans = merged

    def holds(self, finding: Finding) -> bool:
        """Tell whether ``finding`` lies inside a span; one without extent must not stand at its start."""
        index = bisect_right(self._spans, finding.start, key=lambda span: span[0]) - 1
        if index < 0:
            return False
        start, end = self._spans[index]
        return finding.end <= end if finding.start < finding.end else start < finding.start < end

    def move(self, edits: EditMap) -> None:
        """Follow the spans to where a fix moved them; one that lost its ends is forgotten."""
        moved = ((edits.new_offset(start), edits.new_offset(end - 1)) for start, end in self._spans)
        self._spans = [(start, last + 1) for start, last in moved if start is not None and last is not None]


def by_stage(rules: Iterable[Rule]) -> Iterator[tuple[Stage, tuple[Rule, ...]]]:
    """Group rules, which come in order, by their stage."""
    for stage, group in groupby(rules, key=lambda rule: rule.stage):
        yield stage, tuple(group)


def check(document: Document, rules: Iterable[Rule], safety: Mapping[str, Safety] = MappingProxyType({})) -> Checked:
    """Run ``rules``, which must come in order of stage and name, and return what they found.

    ``safety`` holds what the user makes of the fixes of single rules.
    """
    reported = ReportedSpans()
    findings: list[Finding] = []
    crashes: list[Crash] = []
    for _, group in by_stage(rules):
        checked = check_stage(document, group, reported, safety)
        reported.add(checked.findings)
        findings += checked.findings
        crashes += checked.crashes
    return Checked(tuple(sorted(findings, key=lambda finding: finding.sort_key)), tuple(crashes))


def check_stage(
    document: Document, rules: Iterable[Rule], reported: ReportedSpans, safety: Mapping[str, Safety]
) -> Checked:
    """Run the rules of one stage; findings inside a span that an earlier stage reported are dropped."""
    findings: list[Finding] = []
    crashes: list[Crash] = []
    for rule in rules:
        try:
            found = _run(document, rule)
            budget.look()
        except budget.Expired as expired:
            expired.rule = rule.name
            raise
        except Exception as error:  # noqa: BLE001 - a rule may be anybody's; one that raises must not stop the run
            crashes.append(Crash(rule.name, f"rule {rule.name} crashed: {type(error).__name__}: {error}"))
        else:
            findings += (_adjusted(finding, safety) for finding in found if not reported.holds(finding))
    return Checked(tuple(findings), tuple(crashes))


def _adjusted(finding: Finding, safety: Mapping[str, Safety]) -> Finding:
    """Promote or demote a fix as the user wants it; a fix that only a person may make stays as it is."""
    wanted = safety.get(finding.rule)
    fix = finding.fix
    if wanted is None or fix is None or fix.safety is Safety.MANUAL:
        return finding
    return replace(finding, fix=None if wanted is Safety.MANUAL else replace(fix, safety=wanted))


def _run(document: Document, rule: Rule) -> Sequence[Finding]:
    if not rule.trigger.admits(document):
        return ()
    found = list(rule.check(document))
    for finding in found:
        _validate(document, finding)
    return [finding for finding in found if not _meets_zone(document, rule, finding)] if found else ()


def _validate(document: Document, finding: Finding) -> None:
    length = len(document.text)
    edits = finding.fix.edits if finding.fix else ()
    previous_end = 0
    for start, end in [(finding.start, finding.end), *((edit.start, edit.end) for edit in edits)]:
        if not 0 <= start <= end <= length:
            raise ValueError(f"offsets {start} to {end} are not inside the text, which has {length} characters")
    for edit in edits:
        if edit.start < previous_end:
            raise ValueError(f"edits overlap at offset {edit.start}")
        previous_end = edit.end


def _meets_zone(document: Document, rule: Rule, finding: Finding) -> bool:
    """Tell whether a finding lies in a protected zone, or an edit of it would cut into one.

    A pattern such as ``[^a-z]`` matches the mask's filler too, so the mask alone does not keep rules out.
    """
    zones = document.zone_index
    for zone in zones.meeting(finding.start, finding.end):
        if zone.kind not in rule.scope and zone.start <= finding.start and finding.end <= zone.end:
            return True
    for edit in finding.fix.edits if finding.fix else ():
        for zone in zones.meeting(edit.start, edit.end):
            is_whole = edit.start <= zone.start and zone.end <= edit.end
            if zone.kind not in rule.scope and not is_whole:
                return True
    return False
