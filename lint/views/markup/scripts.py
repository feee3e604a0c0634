"""Programs that leaked into the text: scripts of the page, and the data they start from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.lines import Line, enclosed, written_runs
from lint.views.markup.spans import count_between, is_inside


class ScriptBlock(NamedTuple):
    """Lines from ``start`` to ``end`` that are mostly a script, blank lines between them included."""

    start: int
    end: int
    whole: bool
    """Whether the block holds nothing else."""
    is_page: bool
    """Whether the block does what a page does: it loads advertisements, counts readers, defines functions."""
    is_service: bool = False
    """Whether it names a service for pages, or a framework's own state, which nobody writes but a page."""


SCRIPT_SIGNS = "{", ";", "self.__next_f"
"""A block that holds none of these is no script."""
_SIGN = lazy_pattern(r"[{};]|\bself\.__next_f\b")
# What only a page's own script says, whatever the article is about.
_PAGE = lazy_pattern(
    r"\bwindow\.(?:__\w+|\w+\s*(?:\?\?|\|\|)?=|open\(|onload|adsbygoogle|dataLayer)|\bself\.__next_f\b"
    r"|(?://|/\*)\s*<!\[CDATA\[|\bdocument\.(?:write\w*|getElement\w+|createElement|querySelector\w*|cookie|domain)\b"
    r"|\b(?:googletag|_gaq|_hmt|gtag|fbq|adsbygoogle|dataLayer|__NEXT_DATA__"
    r"|__NUXT__|__INITIAL_STATE__|BAIDU_CLB\w*|cpro_id|_czc|jQuery|wx\.config"
    r"|disqus_\w+|wcs_do|wcs_add|Kakao\.init|MathJax|ytplayer|OneSignal|Intercom|hbspt|_paq)\b"
    r"|\"pageProps\"\s*:|\$\(\s*(?:function|document|window|[\"'][.#])"
    r"|(?:^[^\S\n]*|[(;!]\s*)function\s*(?:\w+\s*)?\((?:[\w\s,]|\$(?!\w))*\)\s*\{"
    r"|\bvar\s+\w+\s*=\s*(?:null|window\b|document\b|new\s+Date)|\"@context\"\s*:\s*\"https?://schema\.org",
    re.MULTILINE,
)
_SERVICE = lazy_pattern(
    r"\b(?:googletag|_gaq|_hmt|gtag|fbq|adsbygoogle|dataLayer|GoogleAnalyticsObject|_wpemojiSettings|__NEXT_DATA__|__NUXT__"
    r"|__INITIAL_STATE__|BAIDU_CLB\w*|cpro_id|_czc|wx\.config|disqus_\w+|wcs_do|wcs_add|Kakao\.init|OneSignal|hbspt|_paq)\b"
    r"|\bself\.__next_f\b|\"pageProps\"\s*:|\"@context\"\s*:\s*\"https?://schema\.org"
)
_ELEMENT = lazy_pattern(r"<script(?![^<>]*\bsetup\b)[^<>]*>", re.IGNORECASE)
_MODULE = lazy_pattern(r"^[^\S\n]*(?:import|export)\b", re.MULTILINE)
_STATEMENT = lazy_pattern(
    r"""\s*(?: (?:var|let|const|return|if|else|for|while|do|try|catch|finally|switch|case|break|continue|throw|new
                 |delete|typeof|function|async|await|import|export|default)\b
            | [\w$.\[\]'"()]+\s*(?:(?:[-+*/|&]|\?\?|\|\|)?=|\()
            | [\w$.]+\?[\w$.]
            | ["'][^"'\n]*["']\s*:
            | [\w$]+\s*:\s*(?:["'\d\[{tfn-]|\Z)
            | [\w$]+:[^\s,:]+(?:,[\w$]+:[^\s,:]+)*,?\s*\Z
            | [)\]},(!"']
            | //|/\*|\*/
            | [\w$.]+\s*$ )""",
    re.VERBOSE | re.ASCII,
)
_SEGMENT = lazy_pattern(r"[^;{}\n]+|[;{}\n]")
_FENCES = ("```", "~~~", "[", "\\[", "<pre")
_PUNCTUATION = frozenset(";{}\n")

MOSTLY = 0.6
"""A block is a dump when a script takes more than this share of its characters."""
_WHOLLY = 0.97
_NARROWEST, _WIDEST = 60, 110


def script_blocks(
    text: str, lines: Sequence[Line], code: Sequence[tuple[int, int]], body: int
) -> tuple[ScriptBlock, ...]:
    """Return the blocks of ``text`` behind ``body`` that are mostly a script, except in ``code``."""
    if not any(sign in text for sign in SCRIPT_SIGNS):
        return ()
    fences = [start for start, _ in code if text.startswith(_FENCES, start)]
    found = [
        block
        for start, end in written_runs(text, lines, _SIGN)
        # A fence may open behind the marker of a list, or below a line of text.
        if start >= body
        and not is_inside(code, start)
        and not count_between(fences, start - 1, end)
        and (block := _measure(text, start, end))
    ]
    found += (
        ScriptBlock(start, end, whole=True, is_page=True)
        for start, end in code
        if _ELEMENT.match(text, start, end) and not _MODULE.search(text, start, end)
    )
    return tuple(_joined(text, sorted(found)))


def _joined(text: str, blocks: Sequence[ScriptBlock]) -> Iterator[ScriptBlock]:
    """Yield the blocks, as one those that only blank lines part."""
    last: ScriptBlock | None = None
    for block in blocks:
        if last and not text[last.end : block.start].strip():
            is_page, is_service = last.is_page or block.is_page, last.is_service or block.is_service
            last = ScriptBlock(last.start, block.end, last.whole and block.whole, is_page, is_service)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _without_comments(script: str) -> str:
    position = 0
    pieces = []
    for start, end in enclosed(script, "/*", "*/"):
        pieces.append(script[position:start])
        position = end
    return "".join((*pieces, script[position:]))


def _measure(text: str, start: int, end: int) -> ScriptBlock | None:
    """Return the block if it is mostly a script; one of a page also where a hard wrap broke its statements."""
    block = _measured(text, start, end, _without_comments(text[start:end]))
    if block and block.whole:
        return block
    width = max(map(len, text[start:end].split("\n")))
    if _NARROWEST <= width <= _WIDEST and "\n" in text[start:end].strip() and _PAGE.search(text, start, end):
        block = _measured(text, start, end, _without_comments(text[start:end]).replace("\n", " ")) or block
    return block


def _measured(text: str, start: int, end: int, source: str) -> ScriptBlock | None:
    other = statements = 0
    share = 1.0
    has_tag = False
    for segment in _SEGMENT.findall(source):
        if segment in _PUNCTUATION or not segment.strip():
            continue
        if _STATEMENT.match(segment):
            statements += 1
            continue
        other += len(segment)
        # The tag of a component that ends in front of a script is short, and no part of it.
        has_tag = has_tag or segment.lstrip().startswith("</")
        share = (end - start - other) / (end - start)
        # Prose is told by its first sentences.
        if share <= MOSTLY:
            return None
    is_page = bool(statements and _PAGE.search(text, start, end))
    if statements < 2 - is_page:
        return None
    is_service = is_page and _SERVICE.search(text, start, end) is not None
    return ScriptBlock(start, end, share >= _WHOLLY and not has_tag, is_page, is_service)
