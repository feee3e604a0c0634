"""What the design promises of reports and repairs, worked out a second time: nothing here knows how ``lint`` does it.

A report is what ``--output-format json`` holds, parsed; a finding is one of its mappings.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

STAGES = ("encoding", "markup", "content", "script", "layout")
_RANKS = {"unsafe": 1, "safe": 2}
_MARKS = (
    # The mark of UTF-16 begins that of UTF-32.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)

Finding = dict[str, Any]
Edit = tuple[int, int, str]


def folded(text: str) -> str:
    r"""Return a text as offsets count it: without the first of its byte-order marks, every line end as ``\n``."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def decoded(data: bytes, encoding: str) -> str:
    """Return the text of ``data``: what its mark says, else UTF-8, else ``encoding``, else what passes through."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return folded(data.decode(codec))
    for codec in ("utf-8", encoding):
        try:
            return folded(data.decode(codec))
        except UnicodeDecodeError:
            continue
    return passed_through(data)


def passed_through(data: bytes) -> str:
    """Return the text of bytes in an encoding that nobody knows for certain."""
    return folded(data.decode("utf-8", "surrogateescape"))


def place(text: str, offset: int) -> dict[str, int]:
    """Return the place of an offset as reports write it, found by walking to it."""
    line = column = 1
    for char in text[:offset]:
        line, column = (line + 1, 1) if char == "\n" else (line, column + 1)
    return {"offset": offset, "line": line, "column": column}


def with_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with edits made from its end to its beginning, so that none moves another."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def edits_of(finding: Finding) -> list[Edit]:
    """Return the edits of a finding's fix, none if it has none."""
    return [(edit["start"], edit["end"], edit["text"]) for edit in (finding["fix"] or {"edits": ()})["edits"]]


def chosen(findings: Iterable[Finding], wanted: str) -> set[Edit]:
    """Return the edits to make at once: whole fixes, leftmost first, none touching another; equal ones are one."""
    fixes = [
        (edits_of(finding), finding["rule"])
        for finding in findings
        if finding["fix"] and _RANKS[finding["fix"]["safety"]] >= _RANKS[wanted]
    ]
    taken: set[Edit] = set()
    for edits, _ in sorted(fixes):
        if not any(_touch(edit, other) for edit in edits for other in taken):
            taken.update(edits)
    return taken


def _touch(first: Edit, second: Edit) -> bool:
    return first != second and first[0] <= second[1] and second[0] <= first[1]


def repaired(text: str, report: Callable[[str], Sequence[Finding]], wanted: str) -> tuple[str, int]:
    """Return ``text`` with the fixes that ``report`` gives for it, and how many passes that took.

    Stage by stage, each until it has nothing more to fix, all of them again until none changes anything.
    """
    passes = 0
    while True:
        before = passes
        for stage in STAGES:
            while edits := chosen((item for item in report(text) if item["stage"] == stage), wanted):
                text = with_edits(text, edits)
                passes += 1
        if passes == before:
            return text, passes


def words(text: str) -> str:
    """Return the letters and digits of a text in order, composed, those of compatibility forms as the plain ones."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char)[0] in "LN")


def lost(before: str, after: str) -> str:
    """Return the rest of ``before`` from the first character on that ``after`` does not hold in this order."""
    position = 0
    for number, char in enumerate(before):
        position = after.find(char, position) + 1
        if not position:
            return before[number:]
    return ""
