"""What the page holds of one article: its text, its findings, and what fixing would make of it."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any, NamedTuple

from lint import source
from lint.budget import OutOfTimeError
from lint.document import Document
from lint.edit import Safety
from lint.engine import Checked
from lint.fixer import Fixed
from lint.linter import Linter
from lint.report.html.changes import Change, changes
from lint.views.content.title import plain_text

CHARACTERS = 200_000
"""Code points of one article that the page holds; what is behind them is only counted."""
_TITLE = 70
_REACH = 4_000
_MARKS = "#>*_ \t\u200b\u3000\ufeff"


class Task(NamedTuple):
    """An article to show: ``text`` is that of a row, None in a file of its own."""

    path: str
    record: int | None
    text: str | None
    findings: str
    """As :class:`lint.report.html.tally.Kept` holds them."""
    across: list[str]


class Shown(NamedTuple):
    """An article as the page holds it."""

    title: str
    length: int
    """Code points of its text."""
    block: str
    """All the rest, compressed: letters and digits that mean nothing to HTML."""


class Viewer:
    """Makes articles fit for the page; it is made once and sent to each process."""

    def __init__(self, linter: Linter) -> None:
        self.linter = linter

    def show(self, task: Task) -> Shown:
        """Return the article; what fixing would make of it is found out here."""
        try:
            document = _document(task, self.linter.config.max_file_size)
        except source.UnreadableError as error:
            return missing(str(error))
        findings = [*json.loads(task.findings), *map(json.loads, task.across)]
        findings.sort(key=lambda item: (item[1], item[0], item[2]))
        return _shown(document, findings, *self._fixed(document))

    def _fixed(self, document: Document) -> tuple[Fixed, Fixed]:
        try:
            return self._both(document)
        except OutOfTimeError as error:  # to find the defects took less time than to fix them does
            left = Fixed(document, (), Checked((), ()), str(error))
            return left, left

    def _both(self, document: Document) -> tuple[Fixed, Fixed]:
        safe = self.linter.fix_document(document, Safety.SAFE)
        fixes = (item.fix for item in safe.remaining.findings)
        # Fixing takes longest: what no unsafe fix is left in has no other form.
        needs_more = safe.unstable or any(fix and fix.safety is Safety.UNSAFE for fix in fixes)
        return safe, self.linter.fix_document(document, Safety.UNSAFE) if needs_more else safe


def _document(task: Task, most: int) -> Document:
    if task.record is None:
        return source.read(task.path, most).document
    if task.text is None:
        raise source.UnreadableError("the data set has no such row any more")
    return source.from_text(task.text, task.path)


def missing(reason: str) -> Shown:
    """Return what stands for an article that cannot be had a second time."""
    return _packed("", 0, {"text": "", "findings": [], "note": f"The text could not be read again: {reason}"})


def _shown(document: Document, findings: list[Any], safe: Fixed, unsafe: Fixed) -> Shown:
    text = document.text
    length = len(text)
    cut = text[:CHARACTERS]
    content: dict[str, Any] = {
        "text": cut,
        "findings": [item for item in findings if item[2] <= len(cut)],
        "cut": length - len(cut),
        "note": "",
        "safe": _changes(length, safe, len(cut)),
    }
    if unsafe is not safe:
        content["unsafe"] = _changes(length, unsafe, len(cut))
    if reason := safe.unstable or unsafe.unstable:
        content["note"] = f"Fixes were not tried out to the end: {reason}"
    return _packed(_title(document), length, content)


def _changes(length: int, fixed: Fixed, end: int) -> list[Any]:
    return [_plain(change) for change in changes(length, fixed.applied) if change.end <= end]


def _plain(change: Change) -> list[Any]:
    return [change.start, change.end, change.text, sorted(change.rules), int(change.safety)]


def _title(document: Document) -> str:
    """Return the article's title, or the first line of its body that has words."""
    if document.title:
        return _cut(document.title.text)
    start = document.text[document.body : document.body + _REACH]
    lines = (plain_text(line.lstrip(_MARKS)).strip() for line in start.split("\n"))
    return _cut(next((line for line in lines if any(map(str.isalnum, line))), ""))


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rstrip()}\u2026"


def _packed(title: str, length: int, content: dict[str, Any]) -> Shown:
    try:
        data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a character, from a row of JSON Lines: an escape is the only way to write it
        data = json.dumps(content, separators=(",", ":")).encode()
    return Shown(title, length, base64.b64encode(zlib.compress(data, 6)).decode("ascii"))
