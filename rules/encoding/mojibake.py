"""Text that was decoded with the wrong codec."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, hookimpl


class Mojibake(Rule):
    """UTF-8 was read in another encoding, or cp1252 as Latin-1.

    A scraper that trusts a wrong header turns an apostrophe into three signs, or every Chinese character into
    accented letters or rare ideographs.  The way back is certain when the text encodes in the wrong codec and the
    bytes then decode as UTF-8, which chance does not bring about; ftfy's encoding repair, and that alone, decides for
    Western codecs.  So the fix is safe.  Where bytes were lost on the way, only a report is left.  Mojibake that an
    article quotes, alone between quotation marks, stays if there is no other.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    examples = (
        Bad("It\u00e2\u20ac\u2122s late.", "It\u2019s late."),
        Bad("It\x92s late.", "It\u2019s late."),
        Bad("鏃\u0442功搴楃殑闂\u3125彛", "旧书店的门口"),
        Bad("闆\u3125仠浜嗭紝琛椾笂鍙堢儹闂硅捣鏉ヤ簡銆\ufffd"),
        Good("L\u2019\u00e9t\u00e9 \u00e0 Gen\u00e8ve"),
        Good("An apostrophe shows as \u201c\u00e2\u20ac\u2122\u201d there."),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for start, end, edits in document.mojibake:
            yield self.report(start, end, f"mojibake {document.text[start:end][:20]!r}", *edits)


@hookimpl
def lint_rules() -> tuple[type[Mojibake]]:
    return (Mojibake,)
