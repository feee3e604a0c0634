"""Files in a legacy encoding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl, lazy_pattern

_BROKEN_BYTES = lazy_pattern("[\udc80-\udcff]+")


class NotUtf8(Rule):
    """The bytes are not UTF-8.

    Old pages come in GBK, Big5, Shift_JIS, EUC-KR or cp1252, mail in ISO-2022, exports of Windows in UTF-16 without a
    mark, and whoever reads them as UTF-8 loses the article.
    Decoding without an error proves nothing, since nearly any bytes decode as GB18030; so a detector proposes, and
    the text must look like something written.  The fix, storing the same text in UTF-8, is safe: it is offered only
    when the encoding is certain and leads back to the very same bytes.  A file that is UTF-8 but for a few broken
    bytes has lost something that nobody can restore; it is reported at the first of them.  Where most bytes are
    broken, the encoding is unknown, and no rule touches what they may stand for.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    scope = frozenset(ZoneKind)
    examples = (
        Bad("Le café était fermé.\n".encode("cp1252"), "Le café était fermé.\n"),
        Bad("雨停了，街上又热闹起来。\n".encode("gb18030"), "雨停了，街上又热闹起来。\n"),
        Bad("雨停了，街上又热闹起来，孩子们\n".encode() + b"\xe9\x9b"),
        Good("Le café était fermé.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        facts = document.facts
        if facts.encoding != "utf-8":
            message = f"stored in {facts.encoding}, not in UTF-8"
            yield self.report(0, 0, message, facts=replace(facts, encoding="utf-8", mark=False))
        # A fix may have taken the broken bytes along with what they stood in.
        elif not facts.sure and (broken := list(_BROKEN_BYTES.finditer(document.text))):
            places = "" if len(broken) == 1 else f", the first of {len(broken)} places"
            yield self.report(*broken[0].span(), f"bytes that are not UTF-8{places}")


@hookimpl
def lint_rules() -> tuple[type[NotUtf8]]:
    return (NotUtf8,)
