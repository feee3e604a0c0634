"""Text that was decoded with the wrong codec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint import AnyMatch, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl

# What the first byte of a character in UTF-8 becomes in Western codecs; C1 characters may also be cp1252's own signs.
_WESTERN = "\x80-\x9f\xc2-\xc6\xce-\xd1\xd7-\xd9\xe0-\xed\xef\xf0"
# In East Asian codecs the first two bytes become one rare ideograph: in GBK one of the rows that begin with the bytes
# of Han characters and full-width signs; in the others the commonest few.
_GBK_ROWS = "".join(
    bytes((lead, trail)).decode("gbk", "ignore")
    for lead in (0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF)
    for trail in range(0x80, 0xC0)
)
_EASTERN = {
    "gb18030": re.compile(f"[{_GBK_ROWS}鈥]"),
    "cp932": re.compile("[縺繧繝]"),
    "big5": re.compile("[銵嚚銝]"),
}
_SIGNATURE_SHARE = 0.3
# A name may be two rare characters; damage that cannot be undone, and so not be proved, must be longer.
_LOST_LENGTH = 6
_SPAN = re.compile("[^\n\ufdd0]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_QUOTES = {"\u201c": "\u201d", '"': '"', "\u300c": "\u300d", "\u2018": "\u2019", "'": "'", "\u300e": "\u300f"}


@dataclass(frozen=True)
class Mojibake(Rule):
    """UTF-8 was read in another encoding, or cp1252 as Latin-1.

    A scraper that trusts a wrong header turns an apostrophe into three signs, or every Chinese character into
    accented letters or rare ideographs.  The way back is certain when the text encodes in the wrong codec and the
    bytes then decode as UTF-8, which chance does not bring about; ftfy's encoding repair, and that alone, decides for
    Western codecs.  So the fix is safe.  Where bytes were lost on the way, only a report is left.  Mojibake that an
    article quotes, alone between quotation marks, stays.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyMatch(re.compile("|".join([f"[{_WESTERN}]", *(pattern.pattern for pattern in _EASTERN.values())])))
    examples = (
        Bad("It\u00e2\u20ac\u2122s late.", "It\u2019s late."),
        Bad("It\x92s late.", "It\u2019s late."),
        Bad("鏃\u0442功搴楃殑闂\u3125彛", "旧书店的门口"),
        Bad("闆\u3125仠浜嗭紝琛椾笂鍙堢儹闂硅捣鏉ヤ簡銆\ufffd"),
        Good("L\u2019\u00e9t\u00e9 \u00e0 Gen\u00e8ve"),
        Good("An apostrophe shows as \u201c\u00e2\u20ac\u2122\u201d there."),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for span in _SPAN.finditer(document.prose):
            if span[0].isascii():
                continue
            for first, last, text in (*_western(span[0]), *_eastern(span[0])):
                start, end = span.start() + first, span.start() + last
                if not _is_quoted(document.text, start, end):
                    wrong = document.text[start:end]
                    edits = () if text is None else (Edit(start, end, text),)
                    yield self.report(start, end, f"mojibake {wrong[:20]!r}", *edits)


def _western(span: str) -> Iterator[tuple[int, int, str | None]]:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if is_bad(span) and (fixed := fix_encoding(span)) != span:
        yield from _differences(span, fixed)


def _eastern(span: str) -> Iterator[tuple[int, int, str | None]]:
    for codec, signature in _EASTERN.items():
        runs = [run for run in _NON_ASCII.finditer(span) if _is_signed(run[0], signature)]
        if not runs:
            continue
        try:
            fixed = span.encode(codec).decode("utf-8")
        except UnicodeError:
            yield from ((*run.span(), None) for run in runs if len(run[0]) >= _LOST_LENGTH)
        else:
            yield from _differences(span, fixed)


def _is_signed(run: str, signature: re.Pattern[str]) -> bool:
    """Tell mojibake from a text with a rare character in it: two of three bytes of each character are signatures."""
    return len(signature.findall(run)) >= max(2, _SIGNATURE_SHARE * len(run))


def _differences(span: str, fixed: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield what differs, run by run: a repair changes runs of non-ASCII characters and keeps what is between."""
    old, new = list(_NON_ASCII.finditer(span)), _NON_ASCII.findall(fixed)
    if len(old) == len(new) and _NON_ASCII.sub("", span) == _NON_ASCII.sub("", fixed):
        pairs = [(run.start(), run[0], text) for run, text in zip(old, new, strict=True)]
    else:
        pairs = [(0, span, fixed)]
    yield from (_narrowed(*pair) for pair in pairs if pair[1] != pair[2])


def _narrowed(start: int, old: str, new: str) -> tuple[int, int, str]:
    """Leave out what both have in common at either end."""
    left = _common(old, new)
    right = _common(old[left:][::-1], new[left:][::-1])
    return start + left, start + len(old) - right, new[left : len(new) - right]


def _common(first: str, second: str) -> int:
    """Return the length of the common beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(first), len(second)))


def _is_quoted(text: str, start: int, end: int) -> bool:
    return start > 0 and _QUOTES.get(text[start - 1]) == text[end : end + 1] != ""


@hookimpl
def lint_rules() -> tuple[type[Mojibake]]:
    return (Mojibake,)
