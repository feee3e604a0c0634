"""Characters that mean something in one font alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import AnyCharOf, Bad, Document, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

_CHARS = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_RUN = lazy_pattern(f"[{_CHARS}]+")
# More than a few on a line are words in a font that was made to defeat copying.
_ICON_LINE = f"[ \\t]{{0,3}}[{_CHARS}](?:[ \\t]{{0,3}}[{_CHARS}]){{0,2}}[ \\t]*(?:\\n|\\Z)"
_FOUND = lazy_pattern(f"^(?P<lines>(?:{_ICON_LINE})+)|[{_CHARS}]+", re.MULTILINE)


class PrivateUseCharacter(Rule):
    """A character from the private use area stands in the text.

    Pages draw icons with fonts of their own, and word processors bullets; without the font there is a box.  Old fonts
    of Hong Kong and mainland China kept real characters there, so deleting one may take a word out of a sentence: it
    is only reported.  Deleting icons that stand alone on their line is safe.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyCharOf(_RUN)
    examples = (
        Bad("One.\n\n\uf101\n\nTwo.\n", "One.\n\nTwo.\n"),
        Bad("他想试\ue2e5找出原因。"),
        Good("\u2605 \u2713 \U0001f600"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for match in _FOUND.finditer(document.prose):
            start, end = match.span()
            edits = document.removal.of_lines(start, end) if match["lines"] else ()
            characters = "".join(match[0].split())
            yield self.report(start, end, f"private use character {characters[:8]!a}", *edits)


@hookimpl
def lint_rules() -> tuple[type[PrivateUseCharacter]]:
    return (PrivateUseCharacter,)
