"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import pickle
import re

import pytest

from lint.patterns import lazy_pattern


def test_a_lazy_pattern_does_what_the_compiled_one_does() -> None:
    lazy, compiled = lazy_pattern("(?P<word>b+)a?", re.IGNORECASE), re.compile("(?P<word>b+)a?", re.IGNORECASE)
    text = "bba Bab"
    assert [match.span() for match in lazy.finditer(text)] == [match.span() for match in compiled.finditer(text)]
    assert lazy.findall(text) == compiled.findall(text)
    assert lazy.split(text) == compiled.split(text)
    assert lazy.sub("-", text, count=1) == compiled.sub("-", text, count=1)
    assert lazy.fullmatch("bb")
    assert lazy.match(text)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (compiled.pattern, compiled.flags, compiled.groups)
    assert lazy.groupindex == compiled.groupindex


def test_a_lazy_pattern_takes_bytes() -> None:
    assert lazy_pattern(rb"\d+").findall(b"1 and 23") == [b"1", b"23"]


@pytest.mark.parametrize("is_used", [False, True])
def test_a_lazy_pattern_pickles_whether_it_was_used_or_not(is_used: bool) -> None:
    lazy = lazy_pattern("B", re.IGNORECASE)
    if is_used:
        assert lazy.search("b")
    assert pickle.loads(pickle.dumps(lazy)).search("ab").start() == 1


def test_what_is_wrong_with_a_lazy_pattern_is_raised_when_it_is_used() -> None:
    lazy = lazy_pattern("(")
    with pytest.raises(re.error, match="unterminated"):
        lazy.search("")


def test_a_lazy_pattern_has_no_attribute_that_the_compiled_one_lacks() -> None:
    with pytest.raises(AttributeError):
        lazy_pattern("a").finds("a")  # type: ignore[attr-defined]
