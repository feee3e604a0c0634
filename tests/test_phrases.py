"""Phrases in their notation, compared with whole texts."""

from __future__ import annotations

import re

import pytest

from lint import Linter, PhraseKind, UsageError, is_phrase, match_phrases
from lint.views.content.phrase_notation import fold, parse
from lint.views.content.phrases import _known, _packs, count_phrases, has_mark, match_known


def matches(phrase: str, text: str) -> bool:
    return match_phrases(fold(text), frozenset({phrase}))


@pytest.mark.parametrize(
    ("phrase", "text", "is_one"),
    [
        ("read the tea", "Read THE tea!", True),
        ("read the tea", "Read the teapot", False),
        ("read the tea", "Read the", False),
        ("read the tea", "Read the tea leaves", False),
        ("read [the] (tea|coffee)", "read coffee", True),
        ("read [the] (tea|coffee)", "read the the tea", False),
        ("read (very)+ slowly", "read very very very slowly", True),
        ("read (very)+ slowly", "read slowly", False),
        ("read [very|much]+ slowly", "read much very slowly", True),
        ("read [very|much]+ slowly", "read slowly", True),
        ("0 cups", "1,250 cups", True),
        ("read \u2026 now", "read these leaves now", True),
        ("read \u2026 now", "read now", False),
        ("read \u2026", f"read {'a' * 39}", True),
        ("read \u2026", f"read {'a' * 40}", False),
        ("read \u2026 now", "read now now now", True),
        ("\u70b9[\u4e00\u4e0b] (\u8336|\u5496\u5561)", "\u70b9\u4e00\u4e0b\u3010\u5496\u5561\u3011", True),
        ("\u70b9[\u4e00\u4e0b] (\u8336|\u5496\u5561)", "\u70b9\u4e00\u5496\u5561", False),
        ("\u70b9 \u2026", "\u70b9" + "\u8336" * 40, True),
        ("\u70b9 \u2026", "\u70b9" + "\u8336" * 41, False),
        ("\u70b9 x", "\u70b9 X", True),
        ("\u70b9 x", "\u70b9 xy", False),
        ("{network} tea", "Facebook tea", True),
        ("read (tea)|drink (tea)", "drink tea", True),
        ("read (tea)|drink (tea)", "read tea", True),
        ("read [(green|black) tea]", "read black tea", True),
        ("read-only (tea)", "read only tea", True),
        ("5 (cups|pots)", "12 pots", True),
    ],
)
def test_a_text_is_wholly_a_phrase_or_none(phrase: str, text: str, is_one: bool) -> None:
    assert matches(phrase, text) is is_one


@pytest.mark.parametrize("phrase", ["\u2026 tea", "[the] [tea]", "[the] \u2026"])
def test_a_phrase_does_not_begin_with_anything(phrase: str) -> None:
    with pytest.raises(ValueError, match="may begin with anything"):
        matches(phrase, "the tea")


def test_all_known_phrases_can_be_read() -> None:
    """Those that a text did not lead to were never read."""
    sections, words = _packs()
    for definition in words.values():
        parse(definition, words, {})
    _known(unspaced=True).read()
    for phrase in (
        phrase
        for kind, phrases in sections.items()
        for phrase in phrases
        if kind != "mark" and not re.search("[\\[({\u2026]", phrase)
    ):
        assert match_known(fold(phrase)).kinds, phrase


def test_a_text_of_more_than_150_characters_is_no_phrase() -> None:
    assert matches("(tea)+", "tea " * 37)
    assert not matches("(tea)+", "tea " * 38)


def test_a_text_may_be_phrases_of_several_kinds() -> None:
    kinds = match_known(fold("Home")).kinds
    assert all((kind.value in kinds) is is_phrase(kind, fold("Home")) for kind in PhraseKind)
    assert PhraseKind.MENU in kinds


def test_phrases_in_a_row_are_counted_as_few_as_can_be() -> None:
    buttons = (PhraseKind.BUTTON,)
    assert count_phrases(fold("Facebook Twitter"), buttons) == 2
    assert count_phrases(fold("X Twitter"), buttons) == 1
    assert count_phrases(fold("Facebook harbour"), buttons) == 0
    assert count_phrases("", buttons) == 0


def test_a_text_that_begins_with_a_phrase_is_told_from_one_that_does_not() -> None:
    assert match_known(fold("Facebook harbour")) == (frozenset(), True)
    assert match_known(fold("Harbour Facebook")) == (frozenset(), False)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("follow {who}", "phrase 'follow {who}': nothing has the name 'who'; see docs/phrases.md"),
        ("\u2026 more", "phrase '\u2026 more' may begin with anything: write what it begins with"),
        (" ", "phrase ' ' is empty"),
        ("ring (the|a bell", "phrase 'ring (the|a bell': a bracket is open; see docs/phrases.md"),
        ("[please]", "phrase '[please]' may begin with anything: write what it begins with"),
    ],
)
@pytest.mark.parametrize("rule", ["boilerplate-line", "scraper-banner", "error-page"])
def test_a_phrase_of_the_user_that_cannot_be_read_is_told(rule: str, phrase: str, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        Linter({"rules": {rule: {"extra": [phrase]}}})


def test_a_call_that_holds_anything_is_told_from_one_that_says_all() -> None:
    assert PhraseKind.CALL in match_known(fold("Comments are closed")).kinds
    kinds = match_known(fold("Comments are closed by a hash mark")).kinds
    assert PhraseKind.OPEN_CALL in kinds
    assert PhraseKind.CALL not in kinds


def test_a_mark_stands_behind_what_a_text_begins_with() -> None:
    assert has_mark(fold("Subscribe to get our newsletter"))
    assert not has_mark(fold("Newsletter of the mill"))
    assert not has_mark(fold("Subscribe to the newsletters2"))
    assert has_mark(fold("\u6b22\u8fce\u5728\u8bc4\u8bba\u533a\u8bf4\u8bf4"))
