"""Texts as deep and as full of defects as somebody may send: nothing overflows, nothing is lost.

Here they are small enough for seconds; ``SEEDLINT_DEPTH=100000`` and ``SEEDLINT_FINDINGS=1000000`` set their full size.
"""

from __future__ import annotations

import os
import tracemalloc

import pytest

from lint import Document, Linter, Safety
from lint.source import from_text

LINTER = Linter({"select": ["all"]})
# Deeper than Python lets functions call each other.
DEPTH = int(os.environ.get("SEEDLINT_DEPTH", "1500"))
FINDINGS = int(os.environ.get("SEEDLINT_FINDINGS", "2000"))
BYTES_PER_FINDING = 8192
"""Memory that a finding may take, with its share of the views and of the text."""

# What opens, what stands in the middle, and what closes.
NESTED = {
    "brackets": ("[", "a", "]"),
    "parentheses": ("(", "a", ")"),
    "full-width parentheses": ("\uff08", "\u7532", "\uff09"),
    "brackets of several kinds": ("([{<\u300c\u201c", "a", "\u201d\u300d>}])"),
    "brackets in an address": ("http://a.b/(", "c", ")"),
    "quotation marks": ('"a ', "b", ' a"'),
    "curly quotation marks": ("\u201c\u2018", "a", "\u2019\u201d"),
    "corner brackets": ("\u300c\u300e", "\u7532", "\u300f\u300d"),
    "quotations": ("> ", "a", ""),
    "lists": ("- ", "a", ""),
    "numbered lists": ("1. ", "a", ""),
    "quotations and lists": ("> - ", "a", ""),
    "headings": ("# ", "a", ""),
    "sections": ("<div>", "a", "</div>"),
    "sections on lines": ("<div>\n", "a\n", "</div>\n"),
    "paragraphs": ("<p>", "a", "</p>"),
    "bold tags": ("a <b>", "a", "</b>"),
    "tags with attributes": ('<span style="color:red">', "a", "</span>"),
    "lists of tags": ("<ul><li>", "a", "</li></ul>"),
    "tables of tags": ("<table><tr><td>", "a", "</td></tr></table>"),
    "open tags": ("<div ", "a", ""),
    "strong": ("**a ", "b", " a**"),
    "emphasis": ("*a ", "b", " a*"),
    "emphasis of several kinds": ("*a **b __c ~~d ", "e", " d~~ c__ b** a*"),
    "links": ("[", "a", "](b)"),
    "dead links": ("[", "a", "]()"),
    "pictures": ("![", "a", "](b)"),
    "pictures in links": ("[![", "a", "](b)](c)"),
    "entities": ("&amp;", "a", ""),
    "entities of entities": ("&amp;amp;amp;", "a", ""),
    "comments": ("<!--", "a", "-->"),
    "style sheets": ("a{", "color:red", "}"),
    "functions": ("function(){", "a()", "}"),
    "JSON": ('{"a":[', "1", "]}"),
    "templates": ("{{", "a", "}}"),
    "fences": ("```\n", "a\n", "```\n"),
    "backticks": ("`a ", "b", " a`"),
    "formulas": ("\\(", "a^2", "\\)"),
    "dollars": ("$a ", "b", " a$"),
    "captions": ("[caption]", "a", "[/caption]"),
    "containers that do not close": ("::: hljs-center\n", "a\n", ""),
    "accents on one letter": ("", "e", "\u0301"),
    "backslashes": ("\\", "*a", ""),
    "indented lists": ("- a\n  ", "b", "\n"),
}


def ended(document: Document, safety: Safety) -> Document:
    fixed = LINTER.fix_document(document, safety)
    assert not fixed.remaining.crashes, fixed.remaining.crashes[0].message
    assert not fixed.unstable, fixed.unstable
    return fixed.document


@pytest.mark.fault("Text", "Brackets, quotations, lists, tags, links and forty other things nested 100,000 deep")
@pytest.mark.parametrize("shape", NESTED)
def test_depth_overflows_nothing(shape: str) -> None:
    """No rule runs out of stack, and fixes come to an end."""
    opening, inner, closing = NESTED[shape]
    document = from_text(opening * DEPTH + inner + closing * DEPTH + "\n")
    checked = LINTER.check_document(document)
    assert not checked.crashes, checked.crashes[0].message
    for safety in (Safety.SAFE, Safety.UNSAFE):
        once = ended(document, safety)
        assert ended(once, safety).text == once.text


@pytest.mark.fault("Text", "More things in each other than fixing has passes")
@pytest.mark.parametrize("shape", [("![", "]()"), ("::: hljs-center\n", ":::\n")], ids=["pictures", "containers"])
def test_what_takes_too_many_passes_stays_as_it_was(shape: tuple[str, str]) -> None:
    """Where each pass can take away one layer alone, the article stays as it was, and that is told."""
    opening, closing = shape
    document = from_text(opening * 1500 + closing * 1500 + "\n")
    fixed = LINTER.fix_document(document, Safety.SAFE)
    if fixed.unstable:
        assert "no end after" in fixed.unstable
        assert fixed.document is document
    else:
        assert not LINTER.fix_document(fixed.document, Safety.SAFE).applied


# A piece of text with one defect that is safe to mend, and what becomes of it.
DEFECTS = {
    "invisible characters": ("word\u200bs and\n\n", "words and\n\n"),
    "entities": ("R&amp;D, ", "R&D, "),
    "white space at line ends": ("One line. \n\n", "One line.\n\n"),
    "empty links": ("One [](a) two. ", "One two. "),
    "comments": ("One <!--more--> two. ", "One two. "),
    "half-width marks": ("\u4e00\u4e8c\u4e09,\u56db\u4e94\u516d", "\u4e00\u4e8c\u4e09\uff0c\u56db\u4e94\u516d"),
    "brackets of mixed width": ("\uff08\u7532\u4e59)\u4e19\u4e01", "\uff08\u7532\u4e59\uff09\u4e19\u4e01"),
    "blank lines": ("One.\n\n\n", "One.\n\n"),
}


@pytest.mark.fault("Text", "A million findings in one text")
@pytest.mark.parametrize("kind", DEFECTS)
def test_very_many_findings_are_reported_and_mended(kind: str) -> None:
    """Every one of very many defects is found and mended, in memory that grows no faster than they do."""
    bad, good = DEFECTS[kind]
    document = from_text("# Title\n\n" + bad * FINDINGS)
    ended(from_text(bad), Safety.SAFE)  # what rules know of the world is read once
    tracemalloc.start()
    checked = LINTER.check_document(document)
    fixed = ended(document, Safety.SAFE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not checked.crashes
    assert len(checked.findings) >= FINDINGS - 1
    assert fixed.text.rstrip() == ("# Title\n\n" + good * FINDINGS).rstrip()
    assert peak < BYTES_PER_FINDING * FINDINGS
