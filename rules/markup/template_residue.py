"""Instructions to a template engine in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lint import (
    SHORTCODE_SIGNS,
    AnyText,
    Bad,
    Document,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    find_shortcodes,
    hookimpl,
    lazy_pattern,
    option,
)

# Shortcodes that put a medium in: those that mark up text belong to the author.
_MEDIUM = (
    "(?:video|youtube|vimeo|bilibili|audio|figure|image|img|gallery|tweet|twitter|instagram|gist|iframe|embed|facebook)"
)
_INSTRUCTION = lazy_pattern(
    rf"""\{{(?:\{{[<%]\s*/?{_MEDIUM}\b[^{{}}]*[>%]\}}\}}
            |%-?\s*(?:end)?(?:raw|include|assign|if|for|block|comment|capture|endfor|{_MEDIUM})\b[^{{}}]*%\}})
        |\[(?P<name>flash|hide|media|attach|swf|wmv|rm|mp3|audio|video)(?:=[^\[\]\n]*)?\][^\[\]\n]*\[/(?P=name)\]""",
    re.VERBOSE | re.ASCII,
)
# On a line of its own.
_VARIABLE = lazy_pattern(
    r"""^[ \t]*(?:\#{1,6}[ ]+)?(?P<variable>\{\{\s*[A-Za-z_][\w.]*\s*\}\}|\$\{[A-Za-z_]\w*\}|undefined
        |\[object\ Object\])[ \t]*$""",
    re.VERBOSE | re.MULTILINE | re.ASCII,
)
_VARIABLE_SIGNS = ("{{", "${", "undefined", "[object Object]")
_TOPIC = lazy_pattern(
    r"(?<![a-z])(?:vue|jinja2?|liquid|hugo|hexo|jekyll|angular|mustache|handlebars|template|shortcode|javascript|typescript)(?![a-z])"
    r"|模板|模版|提示词|テンプレート|템플릿",
    re.IGNORECASE,
)
# The shortcodes round code are no quotation of a template.
_QUOTED = lazy_pattern(
    r"""\{\{(?!\\?[<%][ ]{0,3}/?[ ]{0,3}(?:highlight|code|prism|mermaid))
        |\{%(?!-?[ ]{0,3}(?:end)?(?:highlight|code|prism|mermaid))""",
    re.VERBOSE,
)
_SHORTCODE_TOPIC = lazy_pattern("short ?codes?(?![a-z])|短代码|短代碼|简码", re.IGNORECASE)


@dataclass(frozen=True)
class TemplateResidue(Rule):
    """An instruction to a template engine stands in the text.

    Scrapers of sources and feeds bring home what a program should have filled in: ``{{< video … >}}``, ``{% raw %}``,
    ``[flash]…[/flash]``, ``[gallery ids="1"]``, a title that reads ``{{title}}`` or ``undefined``.  Only the page knows
    what should stand there; a ``[caption …]`` alone goes from round its picture and text, which is unsafe.  Articles
    about templates, and prompts with gaps to fill, keep the rule silent.
    """

    stage = Stage.MARKUP
    safety = Safety.UNSAFE
    scope = frozenset({ZoneKind.URL, ZoneKind.MATH})
    trigger = AnyText(*_VARIABLE_SIGNS, "{%", "[/", *SHORTCODE_SIGNS)
    examples = (
        Bad('The ferry.\n\n{{< video src="https://example.com/a.mp4" >}}\n'),
        Bad("# undefined\n\nThe ferry.\n"),
        Good("The behaviour is undefined here.\n"),
        Good("Vue shows {{ message }} as text.\n\n{{ message }}\n"),
    )

    topics: bool = option(False, "report in articles about templates as well")

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        has_variable = any(sign in text for sign in _VARIABLE_SIGNS)
        matches = chain(_INSTRUCTION.finditer(text), _VARIABLE.finditer(text) if has_variable else ())
        found = [match for match in matches if _is_shown(document, match.start())]
        if found and not self.topics and self.is_topic(document):
            found = []
        for match in found:
            start = match.start("variable" if "variable" in match.re.groupindex else 0)
            shown = text[start : match.end()].strip()
            yield self.report(start, match.end(), f"instruction to a template: {shown[:60]}")
        # Escaped by a converter, it looks like a formula.
        codes = [code for code in find_shortcodes(text) if _is_shown(document, code.start, ZoneKind.MATH)]
        if codes and not self.topics and _SHORTCODE_TOPIC.search(document.prose):
            return
        for start, end, closer in codes:
            marks = [document.removal.of_span(*mark) for mark in ((start, end), closer) if mark and closer]
            edits = [edit for mark in marks for edit in mark] if all(marks) else []
            yield self.report(start, end, f"shortcode of a page: {text[start:end][:60]}", *edits)

    @staticmethod
    def is_topic(document: Document) -> bool:
        codes = (zone for zone in document.zones if zone.kind is ZoneKind.CODE)
        quotes = any(_QUOTED.search(document.text, zone.start, zone.end) for zone in codes)
        return quotes or _TOPIC.search(document.prose) is not None


def _is_shown(document: Document, start: int, *kinds: ZoneKind) -> bool:
    zone = next(document.zone_index.meeting(start, start + 1), None)
    return zone is None or zone.kind is ZoneKind.URL or zone.kind in kinds


@hookimpl
def lint_rules() -> tuple[type[TemplateResidue]]:
    return (TemplateResidue,)
