"""Brackets and quotation marks that do not match."""

from __future__ import annotations

from collections.abc import Iterator

from lint import AnyChar, Bad, Document, Fault, Finding, Good, Rule, Safety, Stage, hookimpl

_CHARS = "\uff08\uff09\u300c\u300d\u300e\u300f\u300a\u300b\u3008\u3009\u3010\u3011\u201c\u201d"
_MESSAGES = {
    Fault.WIDTH: "brackets of different width {} and {}",
    Fault.DIRECTION: "quotation marks {} and {} do not face each other",
    Fault.LONE: "no partner for {}",
}


class MismatchedBracket(Rule):
    """A bracket or quotation mark has no partner, or one of another width or direction.

    Converters that fold the width of some characters leave pairs of which one half is full-width; programs that curl
    quotation marks guess by the neighbours and turn some the wrong way next to Han.  Giving a pair one width, the
    width of the other pairs, is safe, except beside code and links, to which a bracket may belong.  Turning quotation
    marks is unsafe, since a lost mark may have shifted the pairs, and not offered where both of a pair open words.  A
    bracket without partner is only reported: what it closed is gone.  Numbered items, faces, and quotations of several
    paragraphs are none of these.
    """

    stage = Stage.SCRIPT
    safety = Safety.SAFE
    trigger = AnyChar(_CHARS)
    examples = (
        Bad("港口\uff08旧的那个)已经关了。", "港口\uff08旧的那个\uff09已经关了。"),
        Bad("他说这是\u201d新的\u201c。", "他说这是\u201c新的\u201d。"),
        Bad("港口\uff08旧的那个已经关了。"),
        Good("1\uff09先洗手；2\uff09再吃饭。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for start, end, fault, edits, is_certain in document.bad_brackets:
            message = _MESSAGES[fault].format(text[start], text[end - 1])
            safety = Safety.SAFE if is_certain else Safety.UNSAFE
            yield self.report(start, end, message, *edits, safety=safety)


@hookimpl
def lint_rules() -> tuple[type[MismatchedBracket]]:
    return (MismatchedBracket,)
