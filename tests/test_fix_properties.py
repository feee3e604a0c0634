"""What fixing promises, for articles built from protected parts, prose and damage."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint import Linter, Safety
from lint.edit import apply_edits
from lint.source import from_text, to_text
from strategies import FRONT_MATTER, PROTECTED_BLOCKS, articles, sentences

LINTER = Linter({"select": ["all"]})
SAFETIES = st.sampled_from([Safety.SAFE, Safety.UNSAFE])
THOROUGH = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.fault("Text", "Any article made of real damage")
@given(articles(), SAFETIES)
@THOROUGH
def test_fixing_ends_and_fixing_twice_is_fixing_once(text: str, safety: Safety) -> None:
    """Fixing ends, and fixing twice is fixing once."""
    once = LINTER.fix_document(from_text(text), safety)
    assert not once.remaining.crashes
    twice = LINTER.fix_document(once.document, safety)
    assert (twice.document.text, twice.document.facts) == (once.document.text, once.document.facts)
    assert not twice.applied or once.unstable


@given(articles(), SAFETIES)
@THOROUGH
def test_the_applied_edits_replay_to_the_same_text(text: str, safety: Safety) -> None:
    document = from_text(text)
    fixed = LINTER.fix_document(document, safety)
    replayed = document.text
    for turn in range(max((step.pass_number + 1 for step in fixed.applied), default=0)):
        edits = {
            edit
            for step in fixed.applied
            if step.pass_number == turn and step.finding.fix
            for edit in step.finding.fix.edits
        }
        replayed = apply_edits(replayed, sorted(edits))
    assert replayed == fixed.document.text


@given(articles())
@THOROUGH
def test_checking_finds_what_lies_inside_the_text(text: str) -> None:
    document = from_text(text)
    checked = LINTER.check_document(document)
    assert not checked.crashes
    for finding in checked.findings:
        assert 0 <= finding.start <= finding.end <= len(document.text)
        position = document.positions.position(finding.start)
        lines = document.text.split("\n")
        assert sum(len(line) + 1 for line in lines[: position.line - 1]) + position.column - 1 == finding.start


@pytest.mark.fault("Text", "Damage round code, tables and formulas")
@given(st.lists(sentences(), min_size=1, max_size=4), st.lists(PROTECTED_BLOCKS, min_size=1, max_size=3), SAFETIES)
@THOROUGH
def test_protected_parts_survive_byte_for_byte(prose: list[str], parts: list[str], safety: Safety) -> None:
    """They survive byte for byte."""
    damage = "\u200b**  \n\n\n\n&nbsp;"
    pieces = [FRONT_MATTER, damage]
    for number, part in enumerate(parts):
        pieces += ["\n\n", prose[number % len(prose)], damage, "\n\nText.\n\n", part, "\n\nText.\n\n"]
    fixed = LINTER.fix_document(from_text("".join(pieces)), safety)
    assert not fixed.unstable
    for part in (FRONT_MATTER, *parts):
        assert part in fixed.document.text


@given(st.lists(sentences(), min_size=1, max_size=5), SAFETIES)
@THOROUGH
def test_protected_spans_survive_byte_for_byte(lines: list[str], safety: Safety) -> None:
    text = "\u200b \n".join(lines) + "  "
    document = from_text(text)
    spans = [text[zone.start : zone.end] for zone in document.zones]
    fixed = LINTER.fix_document(document, safety)
    for span in spans:
        assert fixed.unstable or span in fixed.document.text


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@given(articles())
@settings(THOROUGH, max_examples=50)
def test_uniform_line_ends_stay(line_end: str, text: str) -> None:
    text = re.sub("\r\n|\r|\n", line_end, text)
    result = to_text(LINTER.fix_document(from_text(text), Safety.SAFE).document)
    assert set(re.findall("\r\n|\r|\n", result)) <= {line_end} or line_end not in text
