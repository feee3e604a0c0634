"""Names of sites behind titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from lint import (
    AnyChar,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    TitleKind,
    ZoneKind,
    hookimpl,
    lazy_pattern,
    option,
    plain_text,
)

_SEPARATOR = lazy_pattern("[ \t]+(?:[-\u2013\u2014\u00b7\u00bb]|::?)[ \t]+|[ \t]*[_|\uff5c][ \t]*")
_DOMAIN = lazy_pattern(r"(?:[a-z0-9-]+\.)+(?:com|net|org|cn|jp|kr|fr|tw|hk|uk|de|io|co|info|tv|news|me|eu|ca|ch|be)")
_LONGEST, _LONGEST_TITLE = 30, 500
_HEAD = 4
_SMALL = ("of", "the", "and", "de", "du", "la", "le", "et")
_BODY = "It came in from the west at noon, and nobody had seen it coming."


@dataclass(frozen=True)
class SiteNameInTitle(Rule):
    """The title ends in the name of the site.

    Pages write their name behind the title for the browser's tab, and scrapers take the title from there.  The last
    segment counts if it is a known name, a domain, ends as names of publications do, or if the title stands once more
    at the head of the article without it; what is left must be a title.  Columns in front and subtitles stay, front
    matter is only reported.  A title may be about the site: unsafe.
    """

    stage = Stage.CONTENT
    safety = Safety.UNSAFE
    scope = frozenset({ZoneKind.FRONT_MATTER})
    trigger = AnyChar("-\u2013\u2014_|\uff5c\u00b7:\u00bb")
    examples = (
        Bad(f"# Storm closes the harbour - BBC News\n\n{_BODY}\n", f"# Storm closes the harbour\n\n{_BODY}\n"),
        Bad("# 暴风雨封闭港口_腾讯新闻\n\n中午来的\u3002\n", "# 暴风雨封闭港口\n\n中午来的\u3002\n"),
        Good(f"# Storm closes the harbour - and what comes next\n\n{_BODY}\n"),
    )

    extra: frozenset[str] = option(frozenset(), "more names of sites; a star stands for the beginning of a name")

    def check(self, document: Document) -> Iterator[Finding]:
        if title := document.title:
            yield from self._check_title(document, title.start, title.end, title.kind)
            headings = (line for line in document.headlines if line.is_heading)
            if title.kind is TitleKind.FRONT_MATTER and (heading := next(headings, None)):
                yield from self._check_title(document, heading.start, heading.end, TitleKind.HEADING)

    def _check_title(self, document: Document, start: int, end: int, kind: TitleKind) -> Iterator[Finding]:
        line = document.text[start : min(end, start + _LONGEST_TITLE)].split("\n", 1)[0]
        # The marks of a heading, quotes and emphasis behind the name stay.
        kept = stop = len(line.rstrip(" \t#*\"'"))
        for separator in reversed(list(_SEPARATOR.finditer(line, 0, stop))):
            is_rest = any(map(str.isalnum, line[: separator.start()]))
            name = line[separator.end() : kept].strip()
            if separator.end() == stop or not is_rest:
                break
            if not self._is_site(name) and not _stands_without(document, line[: separator.start()], name):
                break
            kept = separator.start()
        if kept < stop:
            edits = () if kind is TitleKind.FRONT_MATTER else (Edit(start + kept, start + stop, ""),)
            yield self.report(start + kept, start + stop, f"the name of the site: {line[kept:stop].strip()}", *edits)

    def _is_site(self, name: str) -> bool:
        if not 0 < len(name) <= _LONGEST or not any(map(str.isalpha, name)):
            return False
        names, endings = _names(self.extra)
        folded = _fold(name)
        # A subtitle may end in the same word; a name has capitals throughout.
        is_name = all(not word[0].islower() or word in _SMALL for word in name.split())
        return folded in names or bool(_DOMAIN.fullmatch(name.lower())) or (is_name and folded.endswith(endings))


def _stands_without(document: Document, rest: str, name: str) -> bool:
    """Tell whether the ``rest`` of the title in front of a name stands at the head of the article once more."""
    plain = plain_text(rest.lstrip("# ")).casefold()
    head = islice(document.headlines, _HEAD)
    return 0 < len(name) <= _LONGEST and any(line.text.casefold() == plain for line in head)


@cache
def _names(extra: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    source = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    lines = [line for line in (*source.splitlines(), *sorted(extra)) if line.strip() and not line.startswith("#")]
    endings = tuple(_fold(line[1:]) for line in lines if line.startswith("*"))
    return frozenset(_fold(line) for line in lines if not line.startswith("*")), endings


def _fold(name: str) -> str:
    # A Latin ending is a word of its own, an ending in Han or Hangul need not be.
    return " ".join(name.casefold().split()) if not name.startswith(" ") else " " + " ".join(name.casefold().split())


@hookimpl
def lint_rules() -> tuple[type[SiteNameInTitle]]:
    return (SiteNameInTitle,)
