"""Scripts in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import (
    SCRIPT_SIGNS,
    AnyText,
    Bad,
    BlockKind,
    Document,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    hookimpl,
    lazy_pattern,
)

# Words of articles that show programs; what they show is their subject.
_REST_OF_LINE = lazy_pattern(r"[^\S\n]*(?:\n|\Z)")
_TOPIC = lazy_pattern(
    r"(?<![a-z])(?:java ?script|js|json|jquery|node|typescript|api|html|css|xss|payload|exploit|function|code|script"
    r"|sql|php|python)(?![a-z])|代码|代碼|程序|程式|脚本|腳本|函数|函數|漏洞|コード|スクリプト|関数|코드|스크립트",
    re.IGNORECASE,
)
# Who names these again and again teaches them.
_LANGUAGE = lazy_pattern(r"(?<![a-z])(?:java ?script|typescript|jquery|ecmascript|node\.?js)(?![a-z])", re.IGNORECASE)
_MANY = 3
_GAP = 10


class ScriptDump(Rule):
    """A script of the page, or the data it starts from, stands in the text.

    Scrapers that take the text of every element take that of ``<script>`` too.  Deleting a block that is nothing but
    what a page's script does is safe at the head or the tail of the article, and anywhere with its ``<script>`` tags
    or, in articles that never speak of programs nor announce it, where it names a service that counts readers or the
    like; elsewhere, or glued to prose, it is only reported.  In code the rule keeps silent, and so it does in articles
    that speak of programs and announce one without marking it as code: they show scripts on purpose.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    scope = frozenset({ZoneKind.CODE, ZoneKind.URL, ZoneKind.DUMP, ZoneKind.HTML, ZoneKind.MATH})
    creates = frozenset({BlockKind.PARAGRAPH})
    trigger = AnyText(*SCRIPT_SIGNS)
    examples = (
        Bad("The end.\n\nvar box = null;\nfunction openBox(url) {\n  box = window.open(url);\n}\n", "The end.\n"),
        Bad('The end.\n\nwindow.__STATE__ = {"id": 7, "title": "The end"};\n', "The end.\n"),
        Good("A handler in JavaScript:\n\nvar box = null;\nbox = window.open(url);\n"),
        Good("He left; she stayed; nobody spoke (for once).\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        blocks = [block for block in document.scripts if block.is_page]
        if not blocks or self.shows_programs(document):
            return
        is_about = self.speaks_of_programs(document)
        text = document.text
        filled = [line for line in document.lines if not line.blank and line.start >= document.body]
        for block in blocks:
            # Many scripts may share a line; only the one that has it to itself may look for both its ends.
            is_alone = document.begins_line(block.start) and _REST_OF_LINE.match(text, block.end) is not None
            start, end = document.whole_lines(block.start, block.end) if is_alone else (block.start, block.end)
            is_at_edge = start == filled[0].start or block.end == filled[-1].end
            is_shown = is_about or _is_announced(text, block.start)
            is_own = text.startswith("<", block.start) or (block.is_service and not is_shown)
            is_safe = block.whole and is_alone and (is_at_edge or is_own)
            edits = document.removal.of_lines(start, end) if is_safe else ()
            yield self.report(block.start, block.end, "script of the page", *edits)

    @staticmethod
    def speaks_of_programs(document: Document) -> bool:
        """Tell whether a word of those who write programs stands anywhere outside the scripts."""
        edges = [0, *(edge for block in document.scripts for edge in (block.start, block.end)), len(document.text)]
        return any(_TOPIC.search(document.prose, *gap) for gap in zip(edges[::2], edges[1::2], strict=True))

    @staticmethod
    def shows_programs(document: Document) -> bool:
        """Tell whether the article shows programs without marking them as code: it names and announces them."""
        if any(block.kind is BlockKind.CODE for block in document.markdown.blocks):
            return False
        position = named = 0
        speaks = announces = False
        for block in document.scripts:
            named += len(_LANGUAGE.findall(document.prose, position, block.start))
            speaks = speaks or _TOPIC.search(document.prose, position, block.start) is not None
            announces = announces or _is_announced(document.text, block.start)
            position = block.end
        speaks = speaks or _TOPIC.search(document.prose, position) is not None
        named += len(_LANGUAGE.findall(document.prose, position))
        return named >= _MANY or (speaks and (announces or len(document.scripts) > 2))


def _is_announced(text: str, start: int) -> bool:
    """Tell whether the line above a block ends in a colon."""
    return text[max(start - _GAP, 0) : start].rstrip().endswith((":", "\uff1a"))


@hookimpl
def lint_rules() -> tuple[type[ScriptDump]]:
    return (ScriptDump,)
