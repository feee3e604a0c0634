"""Characters that mean something in one font alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint import AnyMatch, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, opens_block

_CHARS = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_RUN = re.compile(f"[{_CHARS}]+")
# More than a few on a line are words in a font that was made to defeat copying.
_ICON_LINE = f"[ \\t]{{0,3}}[{_CHARS}](?:[ \\t]{{0,3}}[{_CHARS}]){{0,2}}[ \\t]*(?:\\n|\\Z)"
_FOUND = re.compile(f"^(?P<lines>(?:{_ICON_LINE})+)|[{_CHARS}]+", re.MULTILINE)
_LONGEST_MARKER = 200


@dataclass(frozen=True)
class PrivateUseCharacter(Rule):
    """A character from the private use area stands in the text.

    Pages draw icons with fonts of their own, and word processors bullets; without the font there is a box.  Old fonts
    of Hong Kong and mainland China kept real characters there, so deleting one may take a word out of a sentence: it
    is only reported.  Deleting icons that stand alone on their line is safe.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyMatch(_RUN)
    examples = (
        Bad("One.\n\n\uf101\n\nTwo.\n", "One.\n\nTwo.\n"),
        Bad("他想试\ue2e5找出原因。"),
        Good("\u2605 \u2713 \U0001f600"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for match in _FOUND.finditer(document.prose):
            start, end = match.span()
            edit = _without_lines(document, start, end) if match["lines"] else None
            characters = "".join(match[0].split())
            yield self.report(start, end, f"private use character {characters[:8]!a}", *[edit] if edit else [])


def _without_lines(document: Document, start: int, end: int) -> Edit | None:
    """Return the edit that deletes lines with the blank ones they brought; None if the next line would change."""
    text = document.text
    follower = document.next_text(end)
    is_apart = not start or not text[text.rfind("\n", 0, start - 1) + 1 : start].strip()
    if follower == len(text):
        return Edit(len(text[:start].rstrip(" \t\n")) + 1 if text[:start].strip() else 0, len(text), "")
    if text[follower] in " \t" or (not is_apart and follower == end and opens_block(text[end : end + _LONGEST_MARKER])):
        return None
    return Edit(start, follower if is_apart else end, "")


@hookimpl
def lint_rules() -> tuple[type[PrivateUseCharacter]]:
    return (PrivateUseCharacter,)
