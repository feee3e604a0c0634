"""Checking: order, debris, zones, crashes; and the kinds of rules."""

from __future__ import annotations

import pytest

from lint import Document, Edit, Finding, Safety, Stage
from lint.edit import EditMap
from lint.engine import ReportedSpans, check
from rules_for_tests import Crashing, OutOfBounds, Replace, Vowel


def places(findings: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    return [(finding.rule, finding.start, finding.end) for finding in findings]


def test_findings_come_in_order_of_place() -> None:
    rules = [Replace("b", "", called="late"), Replace("a", "", Stage.CONTENT, called="early")]
    assert places(check(Document("ab ab"), rules).findings) == [
        ("early", 0, 1),
        ("late", 1, 2),
        ("early", 3, 4),
        ("late", 4, 5),
    ]


def test_what_a_later_stage_finds_inside_a_reported_span_is_debris() -> None:
    rules = [Replace("[abc]", "", called="block"), Replace("b", "", Stage.SCRIPT, called="inside")]
    assert places(check(Document("b[abc]b"), rules).findings) == [("inside", 0, 1), ("block", 1, 6), ("inside", 6, 7)]


def test_rules_of_one_stage_may_report_the_same_place() -> None:
    rules = [Replace("abc", "", called="block"), Replace("b", "", called="inside")]
    assert len(check(Document("abc"), rules).findings) == 2


def test_a_finding_that_only_crosses_a_reported_span_stays() -> None:
    rules = [Replace("ab", "", called="block"), Replace("bc", "", Stage.SCRIPT, called="crossing")]
    assert len(check(Document("abc"), rules).findings) == 2


def test_a_place_at_the_start_of_a_reported_span_stays() -> None:
    reported = ReportedSpans()
    reported.add([Finding("block", 0, 5, "")])
    assert not reported.holds(Finding("whole text", 0, 0, ""))
    assert reported.holds(Finding("place", 2, 2, ""))
    assert not reported.holds(Finding("place", 5, 5, ""))


def test_reported_spans_follow_edits() -> None:
    reported = ReportedSpans()
    reported.add([Finding("block", 4, 8, ""), Finding("lost", 10, 12, "")])
    reported.move(EditMap([Edit(0, 2, ""), Edit(10, 11, "")], 20))
    assert reported.holds(Finding("inside", 2, 6, ""))
    assert not reported.holds(Finding("outside", 6, 7, ""))
    assert not reported.holds(Finding("forgotten", 8, 9, ""))


def test_findings_inside_protected_zones_are_dropped() -> None:
    assert places(check(Document("b `b` b"), [Replace("b", "")]).findings) == [("replace", 0, 1), ("replace", 6, 7)]


@pytest.mark.fault("Rules", "A rule that would cut into code")
def test_edits_that_cut_into_a_zone_drop_their_finding() -> None:
    """Its finding is dropped."""
    assert not check(Document("a `b` c"), [Replace("a `b", "", span=(0, 1))]).findings


def test_edits_may_take_a_zone_as_a_whole() -> None:
    assert places(check(Document("a `b` c"), [Replace("a `b` ", "")]).findings) == [("replace", 0, 6)]


@pytest.mark.fault("Rules", "A rule that raises")
def test_a_rule_that_crashes_loses_its_findings_alone() -> None:
    """It is told, and the findings of all other rules stand."""
    checked = check(Document("crash b"), [Crashing(), Replace("b", "")])
    assert places(checked.findings) == [("replace", 6, 7)]
    assert [(crash.rule, crash.message) for crash in checked.crashes] == [
        ("crashing", "rule crashing crashed: RuntimeError: told to")
    ]


@pytest.mark.fault("Rules", "A rule that reports a place outside the text")
def test_a_rule_that_reports_a_place_outside_the_text_has_crashed() -> None:
    """It counts as crashed: no report points nowhere."""
    (crash,) = check(Document("abc"), [OutOfBounds()]).crashes
    assert "offsets 0 to 4 are not inside the text, which has 3 characters" in crash.message


def test_a_user_may_promote_demote_and_forbid_fixes() -> None:
    document = Document("ab")
    rule = Replace("a", "", with_safety=Safety.UNSAFE)
    for wanted, fix_safety in ((Safety.SAFE, Safety.SAFE), (Safety.UNSAFE, Safety.UNSAFE), (Safety.MANUAL, None)):
        (finding,) = check(document, [rule], {"replace": wanted}).findings
        assert (finding.fix.safety if finding.fix else None) == fix_safety


def test_a_fix_that_is_only_shown_cannot_be_promoted() -> None:
    (finding,) = check(Document("a"), [Replace("a", "", with_safety=Safety.MANUAL)], {"replace": Safety.SAFE}).findings
    assert finding.fix is not None
    assert finding.fix.safety is Safety.MANUAL


def test_a_pattern_rule_reports_what_it_would_change() -> None:
    findings = check(Document("tube by `a` o"), [Vowel()]).findings
    assert [(finding.message, finding.fix is not None) for finding in findings] == [
        ("vowel e, group e", True),
        ("vowel y, group y", False),
        ("vowel o, group o", True),
    ]
