"""Control characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint import AnyMatch, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl

# C1 characters that are signs of cp1252, or follow what may be another part of mojibake, are left to that rule.
_C1 = "(?<![\xa0-\xff\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122])[\x81\x8d\x8f\x90\x9d]"
_CONTROL = re.compile(f"\x1b(?:\\[[0-9;?]*[ -/]*[@-~])?|[\0-\x08\x0b-\x1a\x1c-\x1f\x7f\u2028\u2029]|{_C1}")
_SEPARATORS = {"\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n\n"}


@dataclass(frozen=True)
class ControlCharacter(Rule):
    """A control character stands in the text.

    Form feeds of PDFs, backspaces, terminal colours and the line separators of web editors come along with copied
    text; programs show nothing, a box, or obey.  The fix is safe: what carries no text is deleted, and a separator
    becomes the line end that it means, unless one is there already.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyMatch(_CONTROL)
    examples = (
        Bad("back\x08space", "backspace"),
        Bad("first line\u2028second line", "first line\nsecond line"),
        Bad("\x1b[31mred\x1b[0m", "red"),
        Good("a\tb\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for match in _CONTROL.finditer(document.prose):
            start, end = match.span()
            text = self._replacement(document.text, match)
            edits = () if document.becomes_block(start, end, text) else (Edit(start, end, text),)
            yield self.report(start, end, f"control character {match[0]!a}", *edits)

    @staticmethod
    def _replacement(text: str, match: re.Match[str]) -> str:
        separator = _SEPARATORS.get(match[0], "")
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        return separator if before.strip() and after.strip() else ""


@hookimpl
def lint_rules() -> tuple[type[ControlCharacter]]:
    return (ControlCharacter,)
