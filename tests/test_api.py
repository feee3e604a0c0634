"""The Python interface for pipelines."""

from __future__ import annotations

import pickle

import pytest

import lint.api
from lint import Config, Linter


def test_check_returns_findings_in_order() -> None:
    findings = lint.check("# Tea\n\nOne.\u200b  \n")
    assert [(finding.rule, finding.start, finding.end) for finding in findings] == [
        ("invisible-character", 11, 12),
        ("trailing-whitespace", 11, 14),
    ]


def test_fix_returns_text_and_what_was_done() -> None:
    result = lint.fix("# Tea\n\n![](a.png)\n\nOne.\u200b  \n", config={"select": ["all"]})
    assert result.text == "# Tea\n\n![](a.png)\n\nOne.\n"
    assert {finding.rule for finding in result.applied} == {"invisible-character", "trailing-whitespace"}
    assert [finding.rule for finding in result.remaining] == ["image-without-alt"]
    assert result.unstable == ""


def test_line_ends_and_marks_of_a_string_are_kept_or_repaired() -> None:
    assert lint.fix("One.\r\nTwo.", config={"select": ["layout"]}).text == "One.\r\nTwo.\r\n"
    assert lint.fix("\ufeffOne.\n", config={"select": ["layout"]}).text == "\ufeffOne.\n"
    assert lint.fix("\ufeffOne.\n", config={"select": ["encoding"]}).text == "One.\n"
    assert lint.fix("One.\r\nTwo.\nThree.\n", config={"select": ["layout"]}).text == "One.\nTwo.\nThree.\n"


def test_unsafe_fixes_are_asked_for() -> None:
    text = "# Tea\n\n::: hljs-center\nA cup\n:::\n"
    assert lint.fix(text).text == text
    assert lint.fix(text, unsafe_fixes=True).text == "# Tea\n"


def test_a_linter_is_made_once_and_travels() -> None:
    linter = Linter(Config(select=("layout",)))
    again = pickle.loads(pickle.dumps(linter))
    assert again.rules == linter.rules
    assert again.fix("One.  ") == linter.fix("One.  ")
    assert again.fix("One.  ").text == "One.\n"


def test_a_path_selects_what_is_ignored_there() -> None:
    config = {"per-file-ignores": {"*.md": ["layout"]}}
    assert lint.check("One.  \n", path="a.md", config={**config, "select": ["layout"]}) == []
    assert len(lint.check("One.  \n", path="a.txt", config={**config, "select": ["layout"]})) == 1


def test_a_crash_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    from rules_for_tests import Crashing

    linter = Linter({"select": ["layout"]})
    linter.rules = (Crashing(), *linter.rules)
    with pytest.warns(RuntimeWarning, match="rule crashing crashed: RuntimeError: told to"):
        assert [finding.rule for finding in linter.check("crash  \n")] == ["trailing-whitespace"]


def test_public_names_are_found_and_others_are_not() -> None:
    assert set(lint.api.__all__) <= set(dir(lint))
    with pytest.raises(AttributeError, match="module 'lint' has no attribute 'nothing'"):
        _ = lint.nothing
