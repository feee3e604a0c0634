"""Fixing: to a fixpoint, or not at all."""

from __future__ import annotations

import pytest

from lint import Document, Edit, Finding, Fix, Linter, Safety, Stage
from lint.facts import ByteFacts
from lint.fixer import MAX_PASSES, apply_fixes, fix, plan
from rules_for_tests import Crashing, Replace


def finding(*edits: Edit, rule: str = "rule", safety: Safety = Safety.SAFE, facts: ByteFacts | None = None) -> Finding:
    return Finding(rule, 0, 0, "", Fix(edits, safety, facts))


def test_fixes_that_touch_wait_for_the_next_pass() -> None:
    first, touching, apart = finding(Edit(0, 2, "")), finding(Edit(2, 3, "")), finding(Edit(4, 5, ""))
    assert plan([apart, touching, first], Safety.SAFE) == [first, apart]


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    first, second = finding(Edit(0, 2, "")), finding(Edit(1, 3, ""), Edit(8, 9, ""))
    assert plan([first, second], Safety.SAFE) == [first]


def test_identical_edits_count_as_one() -> None:
    first, second = finding(Edit(0, 2, "x"), rule="a"), finding(Edit(0, 2, "x"), rule="b")
    assert plan([first, second], Safety.SAFE) == [first, second]
    assert apply_fixes(Document("abc"), [first, second])[0].text == "xc"


def test_an_edit_that_holds_another_one_wins() -> None:
    wide, narrow = finding(Edit(0, 9, "")), finding(Edit(4, 5, ""))
    assert plan([narrow, wide], Safety.SAFE) == [wide]


def test_only_fixes_that_are_safe_enough_are_planned() -> None:
    unsafe = finding(Edit(0, 1, ""), safety=Safety.UNSAFE)
    assert plan([unsafe], Safety.SAFE) == []
    assert plan([unsafe], Safety.UNSAFE) == [unsafe]


def test_one_change_of_the_byte_facts_at_a_time() -> None:
    first, second = finding(facts=ByteFacts(mark=True)), finding(facts=ByteFacts("cp1252"))
    assert plan([first, second], Safety.SAFE) == [first]


def test_stages_run_in_order_and_each_to_its_end() -> None:
    rules = [Replace("aa", "a", called="shrink"), Replace("ab", "X", Stage.CONTENT, called="later")]
    fixed = fix(Document("aaaab"), rules)
    assert fixed.document.text == "X"
    assert [step.finding.rule for step in fixed.applied][-1] == "later"


def test_what_a_later_stage_makes_is_seen_by_the_earlier_ones() -> None:
    rules = [Replace("b", "", called="early"), Replace("a", "b", Stage.CONTENT, called="late")]
    assert fix(Document("xax"), rules).document.text == "xx"


def test_remaining_findings_are_those_of_the_new_text() -> None:
    rules = [Replace("aa", "", called="gone"), Replace("b", "", with_safety=Safety.UNSAFE, called="left")]
    fixed = fix(Document("aab"), rules)
    assert [(item.rule, item.start) for item in fixed.remaining.findings] == [("left", 0)]


@pytest.mark.fault("Rules", "Two rules that undo each other")
def test_rules_that_undo_each_other_leave_the_original_and_are_named() -> None:
    """The article stays as it was, and both are named."""
    rules = [Replace("a", "b", called="there"), Replace("b", "a", called="back"), Replace("c", "", called="fine")]
    fixed = fix(Document("ac"), rules)
    assert fixed.document.text == "ac"
    assert fixed.unstable == "rules undo each other: back, there"
    assert not fixed.applied
    assert len(fixed.remaining.findings) == 2


@pytest.mark.fault("Rules", "A rule whose fix makes its own defect")
def test_a_rule_without_an_end_is_stopped_and_named() -> None:
    """It is stopped after a hundred passes and named; the article stays as it was."""
    fixed = fix(Document("a"), [Replace("a", "ab", called="growing")])
    assert fixed.document.text == "a"
    assert fixed.unstable == f"no end after {MAX_PASSES} passes; rules of the last: growing"


@pytest.mark.fault("Rules", "A fix that would turn text into code, or code into text")
def test_a_fix_that_moves_the_border_of_a_zone_is_refused() -> None:
    """It is refused and its rule named; the article stays as it was."""
    fixed = fix(Document("one `two` three four` five"), [Replace("one", "on`", called="ticks"), Replace("five", "5")])
    assert fixed.document.text == "one `two` three four` five"
    assert fixed.unstable == "a protected zone would begin or end elsewhere in line 1; rules: ticks"


@pytest.mark.fault("Rules", "A fix that would make a heading of a paragraph")
def test_a_fix_that_makes_a_heading_is_refused() -> None:
    """It is refused and its rule named; the article stays as it was."""
    fixed = fix(Document("One.\n\n\u200b# no heading\n"), [Replace("\u200b", "", called="careless")])
    assert fixed.unstable == "line 3 would become heading 1 instead of paragraph; rules: careless"


def test_what_a_line_without_visible_signs_drew_into_a_list_may_leave_it() -> None:
    before = "- One.\n\u200b\nTwo.\n"
    assert fix(Document(before), [Replace("\u200b", "")]).document.text == "- One.\n\nTwo.\n"


def test_what_stands_in_a_list_for_another_reason_may_not_leave_it() -> None:
    fixed = fix(Document("- One.\nx\nTwo.\n"), [Replace("x", "", called="careless")])
    assert fixed.unstable == "line 3 would become paragraph instead of paragraph in a list; rules: careless"


@pytest.mark.fault("Rules", "A fix that would make a list, a quote or code of a paragraph")
def test_a_fix_that_makes_code_a_list_or_a_quote_is_refused() -> None:
    """It is refused; the article stays as it was."""
    for old, text in (("x", "x    code\n"), ("x", "x- item\n"), ("x", "x> quote\n"), ("x", "x1. item\n")):
        fixed = fix(Document(f"One.\n\n{text}"), [Replace(old, "", called="careless")])
        assert fixed.unstable is not None, text


def test_text_may_be_freed_from_html() -> None:
    assert fix(Document("<div>\nOne.\n</div>\n"), [Replace("<div>\n", "")]).document.text == "One.\n</div>\n"


@pytest.mark.fault("Rules", "A rule that raises while articles are fixed")
def test_a_crash_in_fixing_costs_the_rule_alone() -> None:
    """The other rules fix what they can."""
    fixed = fix(Document("crash b"), [Crashing(), Replace("b", "c")])
    assert fixed.document.text == "crash c"
    assert [crash.rule for crash in fixed.remaining.crashes] == ["crashing"]


def test_lines_keep_their_own_line_ends() -> None:
    facts = ByteFacts(line_end="\n", line_ends=("\r\n", "\n", "\r\n"))
    fixed = fix(Document("a\nb\nc\n", facts), [Replace("b", "x\ny")])
    assert fixed.document.text == "a\nx\ny\nc\n"
    assert fixed.document.facts.line_ends == ("\r\n", "\n", "\n", "\r\n")


def test_line_ends_are_mixed_no_more_where_the_strange_one_went() -> None:
    facts = ByteFacts(line_end="\n", line_ends=("\r\n", "\n"))
    assert fix(Document("a\nb\n", facts), [Replace("a\n", "")]).document.facts.line_ends is None


def test_no_line_end_is_strange_any_more_where_the_common_ones_went() -> None:
    """The common one was CR, which stands for LF; the LF that is left is not mixed with anything."""
    assert Linter().fix("**\r. Was es ist\n").text == ". Was es ist\n"


def test_headings_of_one_article_come_back_together() -> None:
    """A blank line too many above the first does not leave it behind: with one heading made, none would be missing."""
    text = "It came at noon, and nobody had seen it coming. " * 3
    article = f"# Storm\n\n{text}A.\n\n\nThe storm\n\n{text}B.\n\nThe sea\n\n{text}C.\n"
    fixed = Linter({"select": ["lost-heading", "blank-line-run"]}).fix(article, unsafe_fixes=True).text
    assert fixed == f"# Storm\n\n{text}A.\n\n## The storm\n\n{text}B.\n\n## The sea\n\n{text}C.\n"
