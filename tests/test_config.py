"""Configuration, selection and options: what users write, and what they are told when it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from lint import Document, Finding, Linter, Rule, Safety, Stage, UsageError, option
from lint.config import Config, discover, from_mapping, read
from lint.options import configured, options
from lint.plugins import load
from lint.selection import expand, selected


def rules(**config: Any) -> set[str]:
    linter = Linter(from_mapping({key.replace("_", "-"): value for key, value in config.items()}))
    return {rule.name for rule in (*linter.rules, *linter.corpus_rules)}


def test_default_selects_what_is_on_by_default() -> None:
    everything = set(load())
    assert rules() == {name for name in everything if load()[name].rule.default} < everything
    assert rules(select=["all"]) == everything


def test_rules_and_stages_can_be_selected_and_ignored() -> None:
    assert rules(select=["hard-wrap"]) == {"hard-wrap"}
    assert rules(select=["layout"]) == {name for name in load() if load()[name].rule.stage is Stage.LAYOUT}
    assert "image-without-alt" in rules(extend_select=["image-without-alt"])
    assert "mojibake" not in rules(ignore=["encoding"])


def test_a_closer_name_overrules_a_wider_one() -> None:
    assert rules(select=["layout"], ignore=["hard-wrap"]) == rules(select=["layout"]) - {"hard-wrap"}
    assert rules(select=["hard-wrap"], ignore=["layout"]) == {"hard-wrap"}
    assert rules(select=["hard-wrap"], ignore=["hard-wrap"]) == set()
    assert rules(select=["all"], ignore=["default"]) == set(load()) - rules()


def test_a_misspelt_rule_is_told_with_the_right_name() -> None:
    with pytest.raises(UsageError, match=r"unknown rule 'hard-rap' \(did you mean 'hard-wrap'\?\)"):
        rules(select=["hard-rap"])


def test_selection_knows_how_closely_a_rule_was_named() -> None:
    catalogue = load()
    assert selected(expand(["all"], catalogue, ""), expand(["mojibake"], catalogue, "")) == set(catalogue) - {
        "mojibake"
    }


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"selct": ["all"]}, r"unknown key 'selct' \(did you mean 'select'\?\)"),
        ({"select": "all"}, "key 'select' must be a list of strings, not 'all'"),
        ({"script": "zh"}, "key 'script' must be one of zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK, not 'zh'"),
        ({"per-file-ignores": ["x"]}, "key 'per-file-ignores' must be a table of globs"),
        ({"per-file-ignores": {"*": "x"}}, "glob '\\*', must be a list of strings"),
        ({"rules": {"hard-wrap": 1}}, "key 'rules' must hold tables"),
    ],
)
def test_wrong_keys_and_values_are_told(table: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        from_mapping(table)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"rules": {"hard-rap": {}}}, r"unknown rule 'hard-rap' \(did you mean 'hard-wrap'\?\)"),
        ({"rules": {"hard-wrap": {"authord": True}}}, r"no option 'authord' \(did you mean 'authored'\?\)"),
        (
            {"rules": {"hard-wrap": {"authored": 1}}},
            "option 'authored' of rule 'hard-wrap' must be true or false, not 1",
        ),
        ({"per-file-ignores": {"*": ["hard-rap"]}}, "per-file-ignores: unknown rule 'hard-rap'"),
        ({"rules": {"layout": {"authored": True}}}, "unknown rule 'layout'"),
        ({"select": ["hard-wrap"], "rules": {"recurring-line": {"shore": 1}}}, "no option 'shore'"),
        ({"rules": {"recurring-line": {"share": 2}}}, "configuration: rule 'recurring-line': "),
        ({"rules": {"boilerplate-line": {"extra": ["(a"]}}}, "configuration: rule 'boilerplate-line': phrase '\\(a'"),
        ({"unfixable": ["hard-rap"]}, "unknown rule 'hard-rap'"),
    ],
)
def test_wrong_names_of_rules_and_options_are_told(table: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Linter(table)


@dataclass(frozen=True)
class Choosy(Rule):
    """A rule with options of every type."""

    stage = Stage.LAYOUT
    safety = Safety.SAFE

    flag: bool = option(False, "a flag")
    count: int = option(1, "a count")
    share: float = option(0.5, "a share")
    name_: str = option("x", "a name")
    words: tuple[str, ...] = option((), "words in order")
    signs: frozenset[str] = option(frozenset("a"), "signs")
    kind: Literal["", "a", "b"] = option("", "a kind")

    def check(self, document: Document) -> list[Finding]:
        return []


def test_options_are_typed_by_their_fields() -> None:
    rule = configured(
        Choosy,
        {"flag": True, "count": 2, "share": 1, "name-": "y", "words": ["b", "a"], "signs": ["a"], "kind": "b"},
        "here",
    )
    assert rule == Choosy(True, 2, 1.0, "y", ("b", "a"), frozenset("a"), "b")
    assert [option.type_name for option in options(Choosy)] == [
        "true or false",
        "integer",
        "number",
        "string",
        "list of strings",
        "list of strings",
        "'' | 'a' | 'b'",
    ]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"count": True}, "must be an integer"),
        ({"count": 1.5}, "must be an integer"),
        ({"share": "1"}, "must be a number"),
        ({"share": True}, "must be a number"),
        ({"words": "ab"}, "must be a list of strings"),
        ({"words": [1]}, "must be a list of strings"),
        ({"kind": "c"}, "must be '' | 'a' | 'b'"),
    ],
)
def test_a_value_of_the_wrong_type_is_told(values: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("|", r"\|")):
        configured(Choosy, values, "here")


def test_the_key_script_reaches_the_rules_that_have_it() -> None:
    linter = Linter({"select": ["mixed-script"], "script": "zh-Hant"})
    assert vars(linter.rules[0]) == {"script": "zh-Hant"}
    own = {"select": ["mixed-script"], "script": "zh-Hant", "rules": {"mixed-script": {"script": "zh-Hans"}}}
    assert vars(Linter(own).rules[0]) == {"script": "zh-Hans"}


def test_the_nearest_file_counts_and_nothing_is_merged(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.seedlint]\nselect = ["all"]\nignore = ["layout"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'no-table'\n")
    assert discover(inner).path == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "seedlint.toml").write_text('select = ["encoding"]\n')
    config = discover(inner)
    assert (config.path, config.select, config.ignore) == (tmp_path / "a" / "seedlint.toml", ("encoding",), ())


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert discover(tmp_path / "nowhere") == Config()


@pytest.mark.fault("Configuration", "A configuration that is no TOML, not UTF-8, or no table")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"select = [", "is not valid TOML"),
        (b"select = ['\xff']", "is not UTF-8 at byte 11"),
        (b"[tool]\nseedlint = 1", r"\[tool.seedlint\] must be a table"),
    ],
)
def test_a_broken_file_is_told_with_its_path(tmp_path: Path, content: bytes, message: str) -> None:
    """The error names the file and what is wrong with it."""
    path = tmp_path / "pyproject.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message) as told:
        read(path)
    assert str(told.value).startswith(str(path))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: No such file or directory\nName another file"):
        read(tmp_path / "none.toml")


def test_rules_can_be_ignored_by_path(tmp_path: Path) -> None:
    config = from_mapping(
        {"select": ["all"], "per-file-ignores": {"drafts/*.txt": ["layout", "mojibake"]}}, tmp_path / "seedlint.toml"
    )
    linter = Linter(config)
    there = {rule.name for rule in linter.rules_for(str(tmp_path / "drafts" / "a.txt"))}
    elsewhere = {rule.name for rule in linter.rules_for(str(tmp_path / "a.txt"))}
    assert elsewhere - there == {"mojibake"} | {rule.name for rule in linter.rules if rule.stage is Stage.LAYOUT}


def test_rules_across_articles_can_be_ignored_by_path(tmp_path: Path) -> None:
    config = from_mapping({"per-file-ignores": {"drafts/*": ["duplicate-article"]}}, tmp_path / "seedlint.toml")
    linter = Linter(config)
    drafts, other = str(tmp_path / "drafts" / "a.txt"), str(tmp_path / "a.txt")
    gone = set(linter.corpus_rules_for(other)) - set(linter.corpus_rules_for(drafts))
    assert {rule.name for rule in gone} == {"duplicate-article"}
    assert linter.names_for(drafts) != linter.names_for(other)
