"""HTML entities in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lint import (
    AnyChar,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    SpanKind,
    Stage,
    decode_entity,
    hookimpl,
    lazy_pattern,
    ordinary_spaces,
)

# Numbers end by themselves; of short ones, which may be plain numbers, only quotation marks and ampersands count.
# Names without a semicolon count if they are no words; those of letters only in front of no other letter or digit.
_ENTITY = lazy_pattern(
    r"&(?:amp;|#0?38;)?(?:(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|#(?:3[489]|12[89]|1[3-9]\d|[2-9]\d\d|\d{4,5})(?![\d;])|(?:nbsp|(?:[lr][sd]|sb|bd)quo|[lr]s?aquo|[nm]dash)(?![=;])"
    r"|(?:[AEIOUaeiou](?:grave|acute|circ|uml)|[ANOano]tilde|[Yy](?:acute|uml)|[Aa]ring|[Cc]cedil|[Oo]slash|[Ss]caron"
    r"|(?:AE|ae|OE|oe|sz)lig|hellip|middot|quot)(?![^\W_]|[=;]))"
)
_LONGEST = 33
# Signs that are Markdown, or the sign that stands for what no character stands for.
_SYNTAX = frozenset("*_`[]{}\\#|~$<@\n\r\t\ufffd")
# An address, a link, and a part of a rule or an underline.
_PAIR = lazy_pattern(r"[:/]/|\]\(|!\[|[;=-][=-]|[=-][&=-]")
_LETTER = lazy_pattern("[^\\W_]|[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EMPHASIS = (SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.STRIKE)
# Articles about HTML name entities; the words for them in the languages that scrapers meet most.
_TOPIC = lazy_pattern(
    r"\b(?:html|xml|character|numeric|named)[- ]+(?:\w+[- ])?(?:entit|ref)|\bentity ref|htmlspecialchars|htmlentities"
    r"|HTML-Entit|Zeichenreferenz|entités? (?:HTML|de caract)"
    r"|字符实体|字元實體|实体编码|實體編碼|HTML\s?[实實][体體]|文字参照|実体参照|엔티티",
    re.IGNORECASE,
)
# Articles about escaping name those that stand for ASCII signs.  Words end, or "escapescap" takes quadratic time.
_ESCAPING = lazy_pattern(
    r"\b(?:html|xml|character|numeric|named)[- ]+(?:\w+[- ])?(?:escap|encod|special char|code)"
    r"|escap\w{1,30} (?:the )?(?:html|char|sequence|quote|string)|\bXSS\b|cross-site script"
    r"|échapp\w{1,30} (?:HTML|des? caract)|转义|轉義|跳脫字|跨站|エスケープ|이스케이프",
    re.IGNORECASE,
)


class HtmlEntity(Rule):
    """An HTML entity stands in the text instead of its character.

    Extractors that copy the source of a page, or escape it once too often, leave ``&nbsp;`` and ``&amp;amp;`` behind.
    The fix, writing the character, or a space for no-break spaces that a page has between any words, is safe: a browser
    shows the same.  It is not offered where the character would form a tag, another entity, an address or Markdown, or
    undo some; addresses, tags, code and articles about HTML are left alone.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyChar("&")
    examples = (
        Bad("Q&amp;A, 5&#37; more", "Q&A, 5% more"),
        Bad("&lt;b&gt;bold&lt;/b&gt;"),
        Good("https://example.com/?a=1&amp;b=2"),
        Good("AT&T; R&D"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose, text = document.prose, document.text
        # Looking for a topic costs more than all the rest, and most ampersands are no entities.
        if not _ENTITY.search(prose) or _TOPIC.search(text):
            return
        is_escaping = bool(_ESCAPING.search(text))
        spans = [span for span in document.markdown.spans if span.kind in _EMPHASIS]
        # An entity is a sign: inside a marker a space in its place undoes the pair, outside, beside a sign, a letter.
        spaceless = {edge for span in spans for edge in (span.inner_start, span.inner_end)}
        letterless = {span.start for span in spans if not text[span.inner_start].isalnum()}
        letterless |= {span.end for span in spans if not text[span.inner_end - 1].isalnum()}
        before, is_in_tag, ordinary = 0, False, ordinary_spaces(prose)
        for match in _ENTITY.finditer(prose):
            start, end = match.span()
            decoded = " " if start in ordinary else decode_entity(decode_entity(match[0].rstrip(";") + ";"))
            is_in_tag, before = _is_in_tag(prose[before:start], was_in_tag=is_in_tag) or decoded == "<", end
            if decoded == match[0] or (is_escaping and decoded.isascii()):
                continue
            decoded = "" if decoded == "\r" and prose[end : end + 1] in ("", "\n") else decoded
            edges = spaceless if decoded.isspace() else letterless if _LETTER.match(decoded) else ()
            is_needed = start in edges or end in edges or (decoded == ">" and is_in_tag)
            is_needed = is_needed or document.becomes_block(start, end, decoded)
            is_free = not is_needed and _is_free(decoded, prose[max(start - 1, 0) : start], prose[end : end + _LONGEST])
            yield self.report(start, end, f"HTML entity {match[0]}", *[Edit(start, end, decoded)] * is_free)


def _is_in_tag(between: str, *, was_in_tag: bool) -> bool:
    """Tell whether a tag that opened may still be open behind ``between``."""
    opened, closed = between.rfind("<"), max(between.rfind(">"), between.rfind("\n\n"))
    return opened > closed or (was_in_tag and closed < 0)


def _is_free(decoded: str, before: str, after: str) -> bool:
    """Tell whether the decoded character is only itself between what stands before and after it."""
    if _SYNTAX & set(decoded) or _PAIR.search(before + decoded + after[:1]):
        return False
    whole = "&" + unescape(unescape(after)).partition("&")[0] if decoded == "&" else decoded  # up to the next
    return not whole.startswith("&") or unescape(whole) == whole


@hookimpl
def lint_rules() -> tuple[type[HtmlEntity]]:
    return (HtmlEntity,)
