"""What holds for any article, each promise a function of its own that fails if it is broken.

Hypothesis and the fuzzer in ``benchmarks/fuzz`` call them with whatever they think of.
"""

from __future__ import annotations

import json
import re
from functools import cache

from oracles import Finding, folded, lost, place, repaired, words

from lint import Document, Linter, Safety
from lint.fixer import Fixed
from lint.report.json import render_finding
from lint.report.located import locate


@cache
def linter() -> Linter:
    """Return a linter with all rules."""
    return Linter({"select": ["all"]})


def reported(document: Document) -> list[Finding]:
    """Return the findings of a document as the format ``jsonl`` writes them; no rule may crash."""
    checked = linter().check_document(document)
    assert not checked.crashes, checked.crashes[0].message
    stages = {rule.name: rule.stage.value for rule in linter().rules}
    located = locate(document, ("a.txt", None, None), checked.findings, stages, excerpts=False)
    return [json.loads(render_finding(item)) for item in located]


def fixed(document: Document, safety: Safety) -> Fixed:
    """Return the fixed document; no rule may crash, and fixing must come to an end.

    A guard may refuse a fix of hostile text; then the whole document must be as it was.
    """
    result = linter().fix_document(document, safety)
    assert not result.remaining.crashes, result.remaining.crashes[0].message
    if result.unstable:
        assert re.match("a protected zone would |line [0-9]+ would become ", result.unstable), result.unstable
        assert result.document is document
        assert not result.applied
    return result


def findings_lie_inside(document: Document) -> None:
    """Check that findings and edits lie inside the text, and that line and column say the same as the offset."""
    text = document.text
    for finding in reported(document):
        start, end = finding["start"], finding["end"]
        assert 0 <= start["offset"] <= end["offset"] <= len(text), finding
        assert start == place(text, start["offset"]), finding
        assert end == place(text, end["offset"]), finding
        last = 0
        for edit in finding["fix"]["edits"] if finding["fix"] else ():
            assert last <= edit["start"] <= edit["end"] <= len(text), finding
            last = edit["end"]
        # These messages end in the very characters that they speak of.
        if match := re.match("HTML entity (.*)", finding["message"], re.DOTALL):
            assert match[1] == text[start["offset"] : end["offset"]], finding


def fixing_twice_is_fixing_once(document: Document, safety: Safety) -> None:
    """Check that a second fix finds nothing to do, and that a check of the result finds what the fix said is left."""
    once = fixed(document, safety)
    twice = fixed(once.document, safety)
    assert (twice.document.text, twice.document.facts) == (once.document.text, once.document.facts)
    assert not twice.applied
    if not once.unstable:
        anew = Document(once.document.text, once.document.facts)
        assert linter().check_document(anew).findings == once.remaining.findings


def edits_give_what_fix_gives(text: str, safety: Safety) -> None:
    """Check that whoever applies the reported edits, pass by pass, gets what ``fix`` gives."""
    document = Document(text)
    result = fixed(document, safety)
    if not result.unstable:
        by_hand, _ = repaired(text, lambda now: reported(Document(now)), safety.name.lower())
        assert result.document.text == by_hand


def parts_survive(document: Document, parts: list[str], safety: Safety) -> None:
    """Check that the parts, which no fix may touch, stand in the result byte for byte, and that there is one."""
    result = fixed(document, safety)
    assert not result.unstable, result.unstable
    for part in parts:
        assert result.document.text.count(part) >= document.text.count(part), part


def no_word_is_lost(text: str, prose: str) -> None:
    """Check that all letters and digits of ``prose``, which stand in ``text``, are there after a safe fix, in order."""
    result = fixed(Document(folded(text)), Safety.SAFE)
    assert not result.unstable, result.unstable
    assert not (rest := lost(words(prose), words(result.document.text))), rest
