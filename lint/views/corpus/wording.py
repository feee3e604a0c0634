"""The wording of an article: what is left when two copies of it are stripped of all that scraping may change."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence

from lint.patterns import lazy_pattern
from lint.views.markdown import Span, SpanKind
from lint.views.zones import Zone, ZoneKind

_UNSEEN = frozenset({ZoneKind.FRONT_MATTER, ZoneKind.HTML, ZoneKind.URL, ZoneKind.REFERENCE, ZoneKind.DUMP})
_WORD = lazy_pattern(r"[^\W_]+")


def wording(text: str, body: int, zones: Iterable[Zone], spans: Sequence[Span]) -> str:
    """Return the words and numbers that a reader sees behind the front matter, each behind one space but the first.

    Compatibility forms are folded (NFKC), so are cases; markup, addresses, pictures, punctuation and symbols go.  Code
    and tables stay: they are what an article may differ in.  Scripts that put no space between words make long "words".
    """
    seen: list[str] = []
    position = body
    for start, end in sorted(_unseen(zones, spans)):
        if start > position:
            seen.append(text[position:start])
        position = max(position, end)
    seen.append(text[position:])
    visible = " ".join(seen)
    if "&" in visible:
        visible = html.unescape(visible)
    if not visible.isascii():
        visible = unicodedata.normalize("NFKC", visible)
    return " ".join(_WORD.findall(visible.casefold()))


def _unseen(zones: Iterable[Zone], spans: Iterable[Span]) -> Iterable[tuple[int, int]]:
    yield from ((zone.start, zone.end) for zone in zones if zone.kind in _UNSEEN)
    for span in spans:
        if span.kind is SpanKind.IMAGE:
            yield span.start, span.end
        elif span.kind is SpanKind.LINK:
            # The address may be relative, which no zone tells from text.
            yield span.inner_end, span.end
