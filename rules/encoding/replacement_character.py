"""Characters that were lost when the text was decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import AnyText, Bad, Document, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

# Bytes that no codec knew, twice decoded; memory that was never written to; letters that a codec did not have.
_LOST = lazy_pattern(
    r"\ufffd+(?: ?\ufffd+)*|斤?拷?(?:锟斤拷)+锟?斤?|烫{3,}|屯{3,}|(?<![^\s(\"'])\?{4,}(?=[\s.,)\"']|\Z)"
)
# Articles about encodings and debuggers show these on purpose.
_TOPIC = lazy_pattern(
    r"mojibake|replacement char|U\+FFFD|\bunicode\b|\butf-?8\b|\bGBK\b|encoding|encodage|Zeichenkodierung"
    r"|乱码|亂碼|编码|編碼|未初始化|文字化け|인코딩",
    re.IGNORECASE,
)
_LOG = lazy_pattern(
    r"[ \t]*(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d|\[?\d\d:\d\d:\d\d|[$%] |>>> |0x"
    r"|[0-9a-f]{4,8}[: ]|\w[@:~/\w-]{0,60}[$#] )"
)


class ReplacementCharacter(Rule):
    """A character was lost when the text was decoded.

    Bytes that are wrong in the encoding that a scraper assumes become U+FFFD, 锟斤拷 if that is decoded once more, or
    question marks if a codec has no such letter.  What stood there is gone, so it can only be reported.  In logs, and
    in articles about encodings, the rule keeps silent.
    """

    stage = Stage.ENCODING
    safety = Safety.MANUAL
    trigger = AnyText("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯", "????")
    examples = (
        Bad("The caf\ufffd was closed."),
        Bad("他锟斤拷锟斤拷说"),
        Good("What????"),
        Good("The sign \ufffd marks what UTF-8 cannot decode."),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text, prose = document.text, document.prose
        if _TOPIC.search(text):
            return
        for match in _LOST.finditer(prose):
            start, end = match.span()
            line = document.positions.line(start)
            if not _LOG.match(text, document.positions.line_start(line)):
                yield self.report(start, end, f"lost text {match[0][:8]!r}")


@hookimpl
def lint_rules() -> tuple[type[ReplacementCharacter]]:
    return (ReplacementCharacter,)
