"""Control characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lint import AnyChar, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern, opens_block

# Printers made bold letters by striking twice, and underlined ones by going back: two in a row are no accident.
_OVERSTRUCK = r"(?P<struck>(?:([^\s\x08])\x08\2|_\x08[^\s\x08]){2,})"
_STRUCK_FIRST = lazy_pattern(r"[^\s\x08]\x08")
# Colours, cursor moves and character sets of terminals; titles of windows, links and other strings up to their end.
_ESCAPE = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\$(?:[@AB]|[()][A-DO-Q])|[()][0-9A-Z]"
    r"|\][0-9]{1,4};[^\x07\x1b\n]*(?:\x07|\x1b\\)|[P^_X][^\x07\x1b\n]*\x1b\\)?"
)
# A string that nothing ends: without the escape nobody would know it for one.
_TORN = lazy_pattern(r"\x1b\][0-9]{1,4};")
# C1 characters that are signs of cp1252, or follow what may be another part of mojibake, are left to that rule.
_C1 = "(?<![\x80-\xff\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122])[\x81\x8d\x8f\x90\x9d]+"
_CONTROL = lazy_pattern(f"{_OVERSTRUCK}|{_ESCAPE}|[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]+|[\x0b\x0c\u2028\u2029]|{_C1}")
_CHARS = "".join(map(chr, [*range(9), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0)])) + "\u2028\u2029"
_SEPARATORS = {"\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n\n"}
_TO_LINE_END = lazy_pattern(r"[ \t]*(?:\n|\Z)")
# The escape that begins Japanese or Korean in mail, and what says where that goes on.
_MAIL = "\x1b$"
_SHIFTS = frozenset("\x0e\x0f\x1b")


class ControlCharacter(Rule):
    """A control character stands in the text.

    Form feeds of PDFs, backspaces, terminal colours and the line separators of web editors come along with copied
    text; programs show nothing, a box, or obey.  The fix is safe: what carries no text is deleted, letters that were
    struck twice become one, and a separator becomes the line end that it means, unless one is there already.  The
    escapes of Japanese and Korean mail stay: without them nobody can decode what follows.
    """

    stage = Stage.ENCODING
    safety = Safety.SAFE
    trigger = AnyChar(_CHARS)
    examples = (
        Bad("back\x08space", "backspace"),
        Bad("first line\u2028second line", "first line\nsecond line"),
        Bad("\x1b[31mred\x1b[0m", "red"),
        Good("a\tb\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        is_mail = _MAIL in document.text
        prose = document.prose
        for match in _CONTROL.finditer(prose):
            start, end = match.span()
            text = _replacement(document.text, match)
            is_needed = is_mail and not _SHIFTS.isdisjoint(match[0])
            is_needed = is_needed or (match[0] == "\x1b" and bool(_TORN.match(prose, start)))
            is_block = "\n" in text and (
                _is_in_container(document, start) or opens_block(document.text[end : end + 200].split("\n", 1)[0])
            )
            is_needed = is_needed or is_block or document.becomes_block(start, end, text)
            edits = () if is_needed else (Edit(start, end, text),)
            yield self.report(start, end, f"control character {match[0][:20]!a}", *edits)


def _is_in_container(document: Document, offset: int) -> bool:
    """Tell whether a list or quotation holds the offset: a line without its markers may end that."""
    blocks = document.markdown.blocks
    index = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return index >= 0 and bool(blocks[index].containers) and offset <= blocks[index].end


def _replacement(text: str, match: re.Match[str]) -> str:
    if match["struck"]:
        return _STRUCK_FIRST.sub("", match[0])
    if match[0] not in _SEPARATORS:
        return ""
    before = match.start()
    while before and text[before - 1] in " \t":
        before -= 1
    is_at_line_end = not before or text[before - 1] == "\n" or _TO_LINE_END.match(text, match.end())
    return "" if is_at_line_end else _SEPARATORS[match[0]]


@hookimpl
def lint_rules() -> tuple[type[ControlCharacter]]:
    return (ControlCharacter,)
