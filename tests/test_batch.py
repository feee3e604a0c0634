"""Batches of rows: columns in, columns out, and a linter that travels."""

from __future__ import annotations

import doctest
import json
import multiprocessing
import pickle
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

import lint
from lint import Config, Linter, Rule, UsageError, batch
from lint.batch import check_batch, fix_batch
from rules_for_tests import Crashing, Replace

DOCS = Path(__file__).parents[1] / "docs/pipelines.md"
LAYOUT = {"select": ["layout"]}
TEXTS = ["# Tea\n\nOne.\n", "# Tea\n\nOne.\u200b  \n", "One. ", "\ufeff# Tea\r\n\r\nTwo.  \r\n", ""]
BATCHES = [{"id": [number], "text": [text]} for number, text in enumerate(TEXTS)]
NAMES = ["seedlint_findings", "seedlint_count", "seedlint_fixed", "seedlint_error"]


def linter_of(*rules: Rule) -> Linter:
    linter = Linter(LAYOUT)
    linter.rules = (*rules, *linter.rules)
    return linter


def test_checking_adds_columns_and_leaves_the_others_alone() -> None:
    tags, texts = [["green"], []], ["One. ", "Two.\n"]
    given: dict[str, Any] = {"tags": tags, "text": texts}
    checked = check_batch(given, config=LAYOUT)
    assert list(checked) == ["tags", "text", "seedlint_findings", "seedlint_count", "seedlint_error"]
    assert checked["tags"] is tags
    assert checked["text"] is texts
    assert checked["seedlint_count"] == [2, 0]
    assert checked["seedlint_error"] == ["", ""]
    assert given == {"tags": [["green"], []], "text": ["One. ", "Two.\n"]}


def test_findings_are_those_of_check_with_their_stage_and_safety() -> None:
    for text, found in zip(TEXTS, check_batch({"text": TEXTS})["seedlint_findings"], strict=True):
        assert json.loads(found) == [
            {
                "rule": finding.rule,
                "stage": {rule.name: rule.stage.value for rule in Linter().rules}[finding.rule],
                "message": finding.message,
                "start": finding.start,
                "end": finding.end,
                "fix": finding.fix.safety.name.lower() if finding.fix else None,
            }
            for finding in lint.check(text)
        ]


def test_fixing_gives_what_fix_gives() -> None:
    given = {"id": list(range(len(TEXTS))), "text": list(TEXTS)}
    fixed = fix_batch(given)
    results = [lint.fix(text) for text in TEXTS]
    assert list(fixed) == ["id", "text", *NAMES]
    assert fixed["id"] is given["id"]
    assert fixed["text"] == [result.text for result in results]
    assert fixed["seedlint_count"] == [len(result.remaining) for result in results]
    assert json.loads(fixed["seedlint_fixed"][1]) == {"invisible-character": 1, "trailing-whitespace": 1}
    assert given["text"] == TEXTS


def test_unsafe_fixes_are_asked_for() -> None:
    given = {"text": ["# Tea\n\n::: hljs-center\nA cup\n:::\n"]}
    assert fix_batch(given)["text"] is given["text"]
    assert fix_batch(given, unsafe_fixes=True)["text"] == ["# Tea\n"]


def test_the_column_of_texts_may_have_any_name() -> None:
    fixed = fix_batch({"body": ["One. "], "text": ["Two. "]}, text="body", config=LAYOUT)
    assert (fixed["body"], fixed["text"]) == (["One.\n"], ["Two. "])


@pytest.mark.fault("Data sets", "Rows of a batch that hold null, numbers or bytes")
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "no text: the value is missing"),
        (float("nan"), "no text: the value is missing"),
        (7, "no text: the value is of type int"),
        (b"One. ", "no text: the value is of type bytes"),
        (["One. "], "no text: the value is of type list"),
    ],
)
@pytest.mark.parametrize("function", [check_batch, fix_batch])
def test_a_row_without_text_is_passed_through_and_named(
    function: Callable[..., dict[str, Any]], value: object, reason: str
) -> None:
    """They pass through, each with the reason beside it."""
    done = function({"text": ["One. ", value, "Two.\n"]}, config=LAYOUT)
    assert done["text"][1] is value
    assert done["text"][2] == "Two.\n"
    assert done["seedlint_error"] == ["", reason, ""]
    assert done["seedlint_findings"][1] == "[]"
    assert done["seedlint_count"][1] == 0


def test_every_value_that_is_added_has_the_type_of_its_column() -> None:
    types: dict[str, type] = dict(zip(NAMES, (str, int, str, str), strict=True))
    for value in (*TEXTS, None, 7):
        for done in (check_batch({"text": [value]}), fix_batch({"text": [value]})):
            assert all(type(done[name][0]) is kind for name, kind in types.items() if name in done)


@pytest.mark.parametrize("function", [check_batch, fix_batch])
def test_an_empty_batch_has_the_columns_of_any_other(function: Callable[..., dict[str, Any]]) -> None:
    empty = function({"id": [], "text": []})
    assert list(empty) == list(function(BATCHES[0]))
    assert not any(empty.values())


def test_a_second_run_tells_of_the_second_run() -> None:
    once = fix_batch({"text": TEXTS})
    twice = fix_batch(once)
    assert list(twice) == list(once)
    assert twice["text"] is once["text"]
    assert set(twice["seedlint_fixed"]) == {"{}"}
    assert twice["seedlint_findings"] == once["seedlint_findings"]
    assert check_batch(once)["seedlint_fixed"] == once["seedlint_fixed"]


@pytest.mark.fault("Rules", "A rule that raises on a row of a batch")
def test_a_crash_costs_one_rule_on_one_row() -> None:
    """The row says so; the other rules and rows are done."""
    given = {"text": ["One. ", "crash "]}
    message = "rule crashing crashed: RuntimeError: told to"
    checked = check_batch(given, linter=linter_of(Crashing()))
    assert checked["seedlint_error"] == ["", message]
    assert "trailing-whitespace" in checked["seedlint_findings"][1]
    fixed = fix_batch(given, linter=linter_of(Crashing()), config=None)
    assert fixed["text"][1] == "crash\n"
    assert message in fixed["seedlint_error"][1]


def test_rules_that_disagree_leave_the_text_and_are_named() -> None:
    linter = linter_of(Replace("a", "b", called="there"), Replace("b", "a", called="back"))
    fixed = fix_batch({"text": ["a ", "One. "]}, linter=linter)
    assert fixed["text"] == ["a ", "One.\n"]
    assert fixed["seedlint_error"] == ["left as it was: rules undo each other: back, there", ""]
    assert fixed["seedlint_fixed"][0] == "{}"
    assert fixed["seedlint_count"][0] > 0


@dataclass(frozen=True)
class Careless(Replace):
    """Breaks the engine itself: what it creates is no set."""

    creates: ClassVar[Any] = 5


@pytest.mark.fault("Rules", "A plugin that breaks the engine itself on a row of a batch")
def test_a_row_that_breaks_the_engine_costs_no_other_row() -> None:
    """The row stays as it was and says so; the others are done."""
    linter = linter_of(Careless("a", "b", called="careless"))
    fixed = fix_batch({"text": ["a ", "One. "]}, linter=linter)
    assert fixed["text"] == ["a ", "One.\n"]
    assert fixed["seedlint_error"][0].startswith("left as it was: TypeError: ")
    assert fixed["seedlint_error"][1] == ""


@dataclass(frozen=True)
class Quoting(Crashing):
    """Raises with the text in its message."""

    def check(self, document: lint.Document) -> Any:
        raise ValueError(document.text)


@pytest.mark.fault("Reports", "Text of a row that a terminal would obey, in the columns that a batch gets")
def test_hostile_text_reaches_added_columns_escaped() -> None:
    """It is escaped there, and what is no Unicode is too."""
    hostile = "\x1b[2J\ud800 \u202e x\u200b  \n"
    checked = check_batch({"text": [hostile]}, linter=linter_of(Quoting()))
    assert checked["seedlint_error"][0].startswith("rule quoting crashed: ValueError: <U+001B>[2J<U+D800>")
    assert check_batch({"text": [hostile]})["seedlint_findings"][0].isascii()
    assert fix_batch({"text": [hostile]}, config=LAYOUT)["text"] == [lint.fix(hostile, config=LAYOUT).text]


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        ({"id": [1], "body": ["One."]}, {}, "there is no column 'text'; columns: 'id', 'body'\nName the column"),
        ({}, {}, "there is no column 'text'; columns: none"),
        ({"text": "One."}, {}, "column 'text' is one str, not a row of values\nMap over batches, not rows"),
        ({"text": None}, {}, "column 'text' is one NoneType, not a row of values"),
        (["One."], {}, "a batch must map column names to columns, not be of type list"),
        ({"seedlint_error": ["One."]}, {"text": "seedlint_error"}, "column 'seedlint_error' is one that this function"),
        ({"text": ["One."]}, {"config": LAYOUT, "linter": Linter()}, "linter and config are both given"),
        ({"text": ["One."]}, {"config": {"selct": []}}, "unknown key 'selct' (did you mean 'select'?)"),
    ],
)
@pytest.mark.parametrize("function", [check_batch, fix_batch])
def test_wrong_use_is_named_with_its_cure(
    function: Callable[..., dict[str, Any]], given: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        function(given, **options)


def test_a_configuration_is_compiled_once() -> None:
    config = {"select": ["layout"], "ignore": ["hard-wrap"]}
    fix_batch(BATCHES[0], config=dict(config))
    before = batch._from_pickle.cache_info()
    fix_batch(BATCHES[1], config=dict(config))
    check_batch(BATCHES[2], config=dict(config))
    after = batch._from_pickle.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 2)


def test_a_configuration_that_was_changed_is_compiled_anew() -> None:
    config = {"select": ["layout"]}
    assert check_batch({"text": ["One. "]}, config=config)["seedlint_count"] == [2]
    config["select"].append("missing-title")
    assert check_batch({"text": ["One. "]}, config=config)["seedlint_count"] == [3]


def test_a_configuration_may_be_an_object_or_a_mapping() -> None:
    given = {"text": TEXTS}
    assert fix_batch(given, config=Config(select=("layout",))) == fix_batch(given, config=LAYOUT)
    assert fix_batch(given, linter=Linter(LAYOUT)) == fix_batch(given, config=LAYOUT)
    assert fix_batch(given) == fix_batch(given, config={})


def test_what_workers_are_sent_is_small() -> None:
    assert len(pickle.dumps(partial(fix_batch, config=LAYOUT))) < 200
    assert len(pickle.dumps(partial(fix_batch, linter=Linter()))) < 8000


def test_new_processes_give_the_same() -> None:
    # Spawned, because a process that is forked has everything already.
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        for function in (partial(fix_batch, config=LAYOUT), partial(fix_batch, linter=Linter(LAYOUT))):
            assert list(executor.map(function, BATCHES)) == [fix_batch(item, config=LAYOUT) for item in BATCHES]


def test_the_examples_of_the_docs_are_right() -> None:
    blocks = re.findall(r"```python\n(>>> .*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    runner = doctest.DocTestRunner(verbose=False)
    names: dict[str, Any] = {}
    for number, block in enumerate(blocks):
        example = doctest.DocTestParser().get_doctest(block, names, f"pipelines.md[{number}]", str(DOCS), 0)
        runner.run(example, clear_globs=False)
        names = example.globs
    assert len(blocks) == 3
    assert runner.summarize(verbose=False).failed == 0
