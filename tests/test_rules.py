"""Every built-in rule: its contract, its examples, and the cases in ``tests/cases``."""

from pathlib import Path

from lint.testing import rule_tests

test_rules = rule_tests("rules", cases=Path(__file__).parent / "cases")
