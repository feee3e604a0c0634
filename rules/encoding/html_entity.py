"""HTML entities in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lint import AnyChar, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl

_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENTITY_TAIL = re.compile(r"(?:#\d|#[xX]|[A-Za-z][A-Za-z0-9]*;)")
_SYNTAX = frozenset("*_`[]\\#|~$<>\n\r\t")
# Articles about HTML name entities; the words for them in the languages that scrapers meet most.
_TOPIC = re.compile(
    r"\bentit(?:y|ies)\b|\bescap(?:e|ing)\b|\bHTML\b.{0,40}\b(?:code|character)|&amp;\w+;.{0,20}<|字符实体|字元實體"
    r"|实体编码|转义|轉義|跳脫|文字参照|エスケープ|이스케이프",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HtmlEntity(Rule):
    """An HTML entity stands in the text instead of its character.

    Extractors that copy the source of a page, or escape it once too often, leave ``&nbsp;`` and ``&amp;amp;`` behind.
    The fix, writing the character, is safe: a browser shows the same.  It is not offered where the character would
    form a tag, another entity or Markdown, and the rule keeps silent in addresses, tags, code and articles that are
    about entities.
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
        prose = document.prose
        if ";" not in prose or _TOPIC.search(prose):
            return
        before, is_in_tag = 0, False
        for match in _ENTITY.finditer(prose):
            decoded = unescape(unescape(match[0]))
            is_in_tag = (is_in_tag and prose.find("\n", before, match.start()) < 0) or decoded == "<"
            before = match.end()
            if decoded != match[0]:
                is_free = _is_free(decoded, prose, match.end()) and not (
                    decoded == ">" and (is_in_tag or document.becomes_block(*match.span(), decoded))
                )
                edits = (Edit(*match.span(), decoded),) if is_free else ()
                yield self.report(*match.span(), f"HTML entity {match[0]}", *edits)


def _is_free(decoded: str, prose: str, end: int) -> bool:
    """Tell whether the decoded character is only itself in front of what stands at ``end``."""
    if decoded == "&":
        return not _ENTITY_TAIL.match(prose, end)
    return decoded == ">" or not (_SYNTAX & set(decoded) or decoded.startswith("&"))


@hookimpl
def lint_rules() -> tuple[type[HtmlEntity]]:
    return (HtmlEntity,)
