"""Promises that hold for any article, tried on articles put together from real damage.

With ``SEEDLINT_FUZZ=N`` in the environment every property is tried on N new articles instead of a few known ones.
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from oracles import Finding, decoded, passed_through, place, repaired
from promises import (
    edits_give_what_fix_gives,
    findings_lie_inside,
    fixed,
    fixing_twice_is_fixing_once,
    no_word_is_lost,
    parts_survive,
    reported,
)

from lint import Document, Safety
from lint.cli import main
from lint.source import UnreadableError, decode, encode, from_text
from strategies import (
    Stored,
    any_texts,
    articles_with_protected_parts,
    damaged_articles,
    prose_with_damage,
    stored_articles,
    torn_bytes,
)

SAFETIES = st.sampled_from([Safety.SAFE, Safety.UNSAFE])
REFUSED = "left as it was"
"""What is said of an article that a guard kept from being fixed."""
ROUNDS = int(os.environ.get("SEEDLINT_FUZZ", "0"))


def times(count: int) -> Callable[..., Any]:
    """Try a property on ``count`` articles, always the same ones, or on as many new ones as the environment says."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=ROUNDS or count, derandomize=not ROUNDS, deadline=None, suppress_health_check=slow)


@pytest.fixture(autouse=True, scope="module")
def _nobody_else_s_configuration(tmp_path_factory: pytest.TempPathFactory) -> Any:
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("empty"))
    yield
    os.chdir(before)


@pytest.mark.fault("Text", "Any damage, combined, nested, cut and repeated")
@given(any_texts(), SAFETIES)
@example("\r**", Safety.SAFE)
@example("\r****text", Safety.SAFE)
@times(60)
def test_no_rule_crashes_whatever_the_text(text: str, safety: Safety) -> None:
    """No rule crashes, and fixes do not contradict each other."""
    document = from_text(text)
    reported(document)
    fixed(document, safety)


@pytest.mark.fault("Text", "Line ends of all kinds, surrogates, astral and combining characters")
@given(any_texts())
@times(60)
def test_findings_lie_inside_the_text(text: str) -> None:
    """Every finding lies inside the text, and its line and column name the same place as its offset."""
    findings_lie_inside(from_text(text))


@pytest.mark.fault("Text", "Rules that work against each other")
@given(any_texts(), SAFETIES)
@example("a&amp;b " * 300, Safety.SAFE)
@example("a\n" + "# \n" * 300, Safety.SAFE)
@example("![" * 150 + "]()" * 150, Safety.SAFE)
@times(60)
def test_fixing_twice_is_fixing_once(text: str, safety: Safety) -> None:
    """A second fix changes nothing, and a check of the result finds exactly what the fix said is left."""
    fixing_twice_is_fixing_once(from_text(text), safety)


@pytest.mark.fault("Text", "Reports applied by another program")
@given(damaged_articles(), SAFETIES)
@times(30)
def test_edits_applied_by_hand_give_what_fix_gives(text: str, safety: Safety) -> None:
    """Whoever applies the reported edits, pass by pass, gets what the fix gives."""
    edits_give_what_fix_gives(text, safety)


@pytest.mark.fault("Text", "Code, tables, formulas and addresses in the middle of damage")
@given(articles_with_protected_parts(), SAFETIES)
@times(60)
def test_protected_parts_survive_byte_for_byte(article: tuple[str, list[str]], safety: Safety) -> None:
    """Code, tables, formulas, addresses and front matter are the same, byte for byte, whatever is mended round them."""
    text, parts = article
    parts_survive(from_text(text), parts, safety)


@pytest.mark.fault("Text", "Damage inside sentences")
@given(prose_with_damage())
@example(("<p>The ferry left.</p>\n\n-<span>--\n", "The ferry left."))
@times(60)
def test_safe_fixes_lose_no_letter_and_no_digit(article: tuple[str, str]) -> None:
    """Every letter and digit of every sentence is there after a safe fix, in the same order."""
    no_word_is_lost(*article)


def run(*arguments: str, data: bytes) -> tuple[bytes, str]:
    """Return what the command writes to stdout and to stderr for an article on stdin."""
    done = CliRunner().invoke(
        main, [*arguments, "--select", "all", "--no-cache", "-"], input=data, catch_exceptions=False
    )
    assert done.exit_code in (0, 1) or REFUSED in done.stderr, done.stderr
    return done.stdout_bytes, done.stderr


def findings_of(data: bytes) -> list[Finding]:
    findings: list[Finding] = json.loads(run("check", "--output-format", "json", data=data)[0])["findings"]
    return findings


def text_of(article: Stored, findings: list[Finding]) -> str:
    """Return the text that offsets count: where the report says that the encoding is not known, bytes pass through."""
    is_unknown = any(finding["message"].startswith("bytes that are not UTF-8") for finding in findings)
    return passed_through(article.data) if is_unknown else decoded(*article)


@pytest.mark.fault("Text", "UTF-16, UTF-32, legacy encodings, byte-order marks, CRLF and mixed line ends")
@given(stored_articles())
@example(Stored(codecs.BOM_UTF8 * 2, "utf-8"))
@times(30)
def test_offsets_of_bytes_count_the_characters_that_the_bytes_stand_for(article: Stored) -> None:
    """Offsets in a JSON report address the characters of the decoded text, whatever the encoding and the line ends."""
    findings = findings_of(article.data)
    text = text_of(article, findings)
    for finding in findings:
        for name in ("start", "end"):
            assert finding[name] == place(text, finding[name]["offset"])
        start, end = finding["start"]["offset"], finding["end"]["offset"]
        assert 0 <= start <= end <= len(text)
        if finding["rule"] == "html-entity":
            assert finding["message"] == f"HTML entity {text[start:end]}"


@pytest.mark.fault("Text", "Any encoding, fixed as a filter")
@example(Stored(b"# Tide\n\nThe tide \xf1\xad\xe2\x80\x8b\x82\xb5 came in.\n", "utf-8"), Safety.SAFE)
@given(stored_articles(), SAFETIES)
@times(15)
def test_reported_edits_of_bytes_give_the_text_that_the_filter_writes(article: Stored, safety: Safety) -> None:
    """The filter writes the text that the edits of its JSON reports give, in the encoding that the article has."""
    wanted = safety.name.lower()
    written, told = run("fix", *["--unsafe-fixes"] * (safety is Safety.UNSAFE), data=article.data)
    if REFUSED in told:
        assert written == article.data
        return
    text = text_of(article, findings_of(article.data))
    mended, _ = repaired(
        text, lambda now: findings_of(article.data) if now == text else reported(Document(now)), wanted
    )
    # Bytes that nobody can read may make a character as soon as what parted them is gone.
    read_again = passed_through(mended.encode(errors="surrogateescape"))
    assert decoded(written, article.encoding) == mended or passed_through(written) == read_again


@pytest.mark.fault("Text", "Bytes cut anywhere, in any encoding")
@given(torn_bytes(), SAFETIES)
@times(30)
def test_bytes_that_are_no_text_are_refused_or_kept(data: bytes, safety: Safety) -> None:
    """Bytes are refused as no text, or read so that writing them unchanged gives the same bytes."""
    try:
        document = decode(data)
    except UnreadableError:
        return
    assert encode(document) == data
    fixing_twice_is_fixing_once(document, safety)
