"""Text that was decoded with the wrong codec."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl


class Mojibake(Rule):
    """Text was read in another encoding than its own.

    A scraper that trusts a wrong header turns an apostrophe into three signs, or every Chinese character into
    accented letters or rare ideographs.  The fix is safe where the way back is certain: the text encodes in the wrong
    codec and the bytes then decode as UTF-8, which chance does not bring about (ftfy's encoding repair, and that alone,
    decides for Western codecs), or accented letters are the bytes of a Chinese, Japanese or Korean text that is full of
    the commonest characters.  Where bytes were lost on the way, or another codec might be meant, only a report is left,
    and no other rule touches a line of such bytes.  Mojibake that an article quotes, alone between quotation marks,
    stays if there is no other.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.MISREAD})
    examples = (
        Bad("It\u00e2\u20ac\u2122s late.", "It\u2019s late."),
        Bad("It\x92s late.", "It\u2019s late."),
        Bad("鏃\u0442功搴楃殑闂\u3125彛", "旧书店的门口"),
        Bad("闆\u3125仠浜嗭紝琛椾笂鍙堢儹闂硅捣鏉ヤ簡銆\ufffd"),
        Good("L\u2019\u00e9t\u00e9 \u00e0 Gen\u00e8ve"),
        Good("An apostrophe shows as \u201c\u00e2\u20ac\u2122\u201d there."),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for start, end, edits in (*document.misread, *document.mojibake):
            yield self.report(start, end, f"mojibake {document.text[start:end][:20]!r}", *edits)


@hookimpl
def lint_rules() -> tuple[type[Mojibake]]:
    return (Mojibake,)
