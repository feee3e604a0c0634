"""Spaces that are none of the ordinary ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lint import HAN, AnyChar, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, Writing, hookimpl, lazy_pattern

_NO_BREAK = "\u00a0"
_CHARS = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f" + _NO_BREAK
_RUN = lazy_pattern(f"[{_CHARS}][ \\t{_CHARS}]*")
_HAN = lazy_pattern(f"[{HAN}]")
# Around these French wants a space that does not break; Mongolian joins endings to their words by one.
_FRENCH = lazy_pattern("\u00ab.|.[!?;:\u00bb%\u20ac\u2030]|[\u1800-\u18af].")
_GROUPED = lazy_pattern(r"(?<!\d)\d{1,3}[\u2009\u202f]\d{3}(?!\d)")
# A marker of Markdown that is none as long as no ordinary space stands behind it.
_MARKER = lazy_pattern(r"^[ \t>]{0,9}(?:[-*+>]|#{1,6}|\d{1,9}[.)])\Z", re.MULTILINE)
_HEADING = lazy_pattern(r"^[ >]{0,9}#{1,6}\Z", re.MULTILINE)
_LONGEST_MARKER = 20
# Emphasis of nothing is debris as a whole.
_EMPTY_PAIR = lazy_pattern(r"[*_~]\s+[*_~]")
# Articles about these characters show them on purpose.
_TOPIC = lazy_pattern(
    r"no[nt]?-?break(?:ing)?[- ]space|\b(?:em|en|thin|hair)[- ]space|\bNBSP\b|U\+(?:00A0|20[0-2][0-9AF]|3000)"
    r"|espaces? (?:fine|ins[ée]c)|不[间間換换断斷]断?[行]?空格|全[角形]空[格白]|全角スペース|ノーブレークスペース",
    re.IGNORECASE,
)


class OddSpace(Rule):
    """A no-break, typographic or ideographic space stands where an ordinary space, or none, belongs.

    Web editors write no-break spaces between Chinese and Latin, and runs of them to push words apart or to indent;
    designers use thin and wide ones.  Search and splitting at spaces stumble over them.  The fix is safe: between words
    one ordinary space shows the same gap, at the start of a line nothing does, and so do the ideographic spaces that
    indent the paragraphs of Chinese prose, unless nothing else tells a paragraph from a line that goes on.  The spaces
    of French in front of ``!`` and inside guillemets, those that group digits, a single no-break space between Latin
    words, and ideographic spaces in Japanese, verse and headlines are typography and stay; single ones go where most
    blanks of a line are no-break spaces, or where one stands between two long words, which typography never ties.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyChar(_CHARS + "\u3000")
    examples = (
        Bad("旧书店在\u00a0Main\u00a0Street\u00a0上。", "旧书店在 Main Street 上。"),
        Bad("By Ann\u00a0\u00a0\u00a0June 3", "By Ann June 3"),
        Bad("\u00a0\u00a0\u00a0\u00a0The end.", "The end."),
        Good("C\u2019est tout\u202f! \u00ab\u00a0Oui\u00a0\u00bb"),
        Good("\u3000朝市は六時に始まる。"),
    )

    def check(self, document: Document) -> Iterable[Finding]:
        found = list(self._find(document))
        return found if found and not _TOPIC.search(document.text) else ()

    def _find(self, document: Document) -> Iterator[Finding]:
        for start, end in document.indents:
            yield self._found(document, start, end, None if document.needs_indents else "")
        indented = {start for start, _ in document.indents}
        prose = document.prose
        for match in _RUN.finditer(prose):
            start, end = match.span()
            while start and prose[start - 1] in " \t":
                start -= 1
            is_first = not start or prose[start - 1] == "\n"
            start = match.start() if is_first else start
            if prose[end : end + 1] in ("", "\n") or start in indented or _EMPTY_PAIR.match(prose, start - 1, end + 1):
                continue
            # In front of a title such a space is what keeps it from being one, and another rule tells that.
            if _HEADING.search(prose, max(start - _LONGEST_MARKER, 0), start):
                continue
            # An ideographic space beside the run is wide enough, and may be meant.
            is_doubled = "\u3000" in (prose[end], prose[start - 1 : start])
            replacement = "" if is_first or is_doubled else _replacement(document, start, end)
            replacement = " " if start in document.turned_spaces else replacement
            if replacement != prose[start:end]:
                yield self._found(document, start, end, replacement)

    def _found(self, document: Document, start: int, end: int, replacement: str | None) -> Finding:
        """Report a run; without a fix if nothing can replace it, or what follows would begin a block of Markdown."""
        is_marker = _MARKER.search(document.text, max(start - _LONGEST_MARKER, 0), start) is not None
        is_needed = replacement is None or is_marker or document.becomes_block(start, end, replacement)
        edits = () if is_needed else (Edit(start, end, replacement or ""),)
        return self.report(start, end, f"odd space {document.text[start:end][:8]!a}", *edits)


def _replacement(document: Document, start: int, end: int) -> str:
    """Return what should stand between two words; the run itself if that is typography."""
    prose = document.prose
    run, around = prose[start:end], prose[start - 1] + prose[end]
    if document.writing.at(start) is Writing.OTHER and not _HAN.search(around):
        if _FRENCH.match(around):
            return run if len(run) == 1 else _NO_BREAK
        if run == _NO_BREAK or _GROUPED.search(prose, max(start - 4, 0), end + 4):
            return run
    return " "


@hookimpl
def lint_rules() -> tuple[type[OddSpace]]:
    return (OddSpace,)
