"""The catalogue of rules and the page of one rule: complete, aligned, no wider than the terminal, nothing invisible."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Seedlint
from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, option
from lint.plugins import Plugin, load
from lint.report import catalogue_markdown, catalogue_text
from lint.report.printable import columns, printable
from lint.report.style import Style

NAMES = list(load())
WIDTHS = (60, 80, 140)


@dataclass(frozen=True)
class HostileRule(Rule):
    r"""A rule about <script>alert(1)</script> and a | pipe, *stars* and ``a|b <i>``.

    An escape and a bidi override are added below.
    """

    stage = Stage.MARKUP
    safety = Safety.UNSAFE
    examples = (
        Bad("```\n</code><script>alert(1)</script>\n````\n", "\x1b[2J  \n"),
        Bad("a\u200bb\r\n\u3000c", None),
        Bad("gone", ""),
        Good(b"caf\xe9\n"),
    )
    marks: frozenset[str] = option(frozenset({"|", "\u200b"}), "signs | to <b>keep</b>")

    def check(self, document: Document) -> tuple[Finding, ...]:
        return ()


HostileRule.__doc__ = f"{HostileRule.__doc__}\n\n    \x1b[31m \u202e"
PLUGIN = Plugin(HostileRule, "acme <1.0>")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_names_every_rule_and_keeps_to_the_width(width: int) -> None:
    lines = list(catalogue_text.table(load(), Style(), width))
    assert re.findall(r"^  (?:on |off)  ([a-z0-9-]+) ", "\n".join(lines), re.MULTILINE) == NAMES
    assert max(map(columns, lines)) <= width


def test_where_there_is_no_terminal_each_rule_takes_one_line(seedlint: Seedlint) -> None:
    lines = seedlint("rules").stdout.splitlines()
    (line,) = [line for line in lines if " near-duplicate-article " in line]
    assert line.split() == [
        *("off", "near-duplicate-article", "report"),
        *"An article has nearly the same text as another one.".split(),
    ]
    texts = [re.match(r"  (?:on |off)  \S+ +(?:safe|unsafe|report) +", line) for line in lines]
    assert len({match.end() for match in texts if match}) == 1


def test_the_columns_of_the_terminal_count(seedlint: Seedlint) -> None:
    narrow = seedlint("rules", environment={"COLUMNS": "70"}).stdout
    assert max(map(len, narrow.splitlines())) <= 70
    narrow = seedlint("explain", "hard-wrap", environment={"COLUMNS": "70"}).stdout
    assert max(map(columns, narrow.splitlines())) <= 70


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_rule_shows_all_of_it_within_the_width(name: str, width: int) -> None:
    plugin = load()[name]
    lines = list(catalogue_text.page(plugin, Style(), width))
    text = "\n".join(lines)
    assert max(map(columns, lines)) <= width
    assert lines[0] == name
    assert text.count("  before  |") == sum(isinstance(example, Bad) for example in plugin.rule.examples)
    assert text.count("  silent  |") == sum(isinstance(example, Good) for example in plugin.rule.examples)
    assert all(unicodedata.category(char) not in ("Cf", "Cc", "Co", "Cn", "Zs") or char in " \n" for char in text)


def test_the_invisible_is_seen_on_the_page_of_a_rule(seedlint: Seedlint) -> None:
    page = seedlint("explain", "trailing-whitespace").stdout
    assert "\u00b7\u21b5\n" in page
    page = "\n".join(catalogue_text.page(PLUGIN, Style(), 80))
    assert "  before  | a<U+200B>b<U+000D>\u21b5\n          | <U+3000>c" in page
    assert "  after   | <U+001B>[2J\u00b7\u00b7\u21b5" in page
    assert "  after   | (reported, not changed)" in page
    assert "  after   | (nothing)" in page
    assert "  silent  | caf\\xe9\u21b5" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_defaults_are_written_as_in_a_configuration_file(seedlint: Seedlint) -> None:
    assert "  authored: true or false, default false\n" in seedlint("explain", "hard-wrap").stdout
    assert "  keep: list of strings, default []\n" in seedlint("explain", "invisible-character").stdout


def test_a_rule_that_needs_something_says_what(seedlint: Seedlint) -> None:
    page = seedlint("explain", "near-duplicate-article").stdout
    assert "rensa: pip install 'seedlint[data]'" in page
    assert "off; turn it on with --select near-duplicate-article" in page


def test_colour_adds_nothing_but_colour(seedlint: Seedlint) -> None:
    for command in (("rules",), ("explain", "hard-wrap")):
        plain = seedlint(*command).stdout
        coloured = seedlint(*command, "--color", "always").stdout
        assert coloured != plain
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_the_catalogue_is_json_to_the_letter(seedlint: Seedlint) -> None:
    rules = json.loads(seedlint("rules", "--output-format", "json").stdout)
    assert [rule["name"] for rule in rules] == NAMES
    (hard_wrap,) = [rule for rule in rules if rule["name"] == "hard-wrap"]
    assert list(hard_wrap) == ["name", "stage", "summary", "default", "safety", "plugin", "options"]
    assert hard_wrap["options"] == [
        {
            "name": "authored",
            "type": "true or false",
            "default": False,
            "description": "also join lines in Markdown that its authors wrapped: with fenced code or link definitions",
        }
    ]


def test_the_catalogue_as_markdown_has_a_row_for_every_rule(seedlint: Seedlint) -> None:
    text = seedlint("rules", "--output-format", "markdown").stdout
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (safe|unsafe|report) \| (on|off) \|$", text, re.MULTILINE)
    assert [row[0] for row in rows] == NAMES
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == [stage.value for stage in Stage]


def test_the_page_as_markdown_lets_nothing_out(seedlint: Seedlint) -> None:
    page = catalogue_markdown.page(PLUGIN)
    # The example holds a fence of four, so its own has five, and the tags in it are text.
    assert "`````text\n```\u21b5\n</code><script>alert(1)</script>\u21b5\n````\u21b5\n`````" in page
    prose = re.sub(r"^(`{3,})text\n.*?^\1$", "", page, flags=re.DOTALL | re.MULTILINE)
    assert r"\<script\>alert(1)\</script\>" in prose
    assert r"a \| pipe, \*stars\* and `a\|b <i>`" in prose
    assert r"signs \| to \<b\>keep\</b\>" in prose
    assert r"acme \<1.0\>" in prose
    assert r'marks = ["|", "\U0000200B"]' in page
    assert not set("\x1b\u202e\u200b") & set(page)
    assert "# hard-wrap\n" in seedlint("explain", "hard-wrap", "--output-format", "markdown").stdout


@given(st.text(), st.integers(24, 60))
def test_cutting_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    shown = printable(text)
    pieces = catalogue_text.cut(shown, width)
    assert "".join(pieces) == shown
    assert all(columns(piece) <= width for piece in pieces)
    words = catalogue_text.wrap(shown, width)
    assert "".join(words).replace(" ", "") == shown.replace(" ", "")
    assert all(columns(line) <= width for line in words)
