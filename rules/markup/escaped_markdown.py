"""Markdown escapes that readers see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import (
    AnyMatch,
    Bad,
    BlockKind,
    Container,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    find_pasted_bold,
    hookimpl,
    lazy_pattern,
)

# A sign behind its backslashes; right behind an address they would change where that ends.
_ESCAPE = lazy_pattern(r"(?P<slashes>\\(?<![\\\ufdd0]\\)\\{0,2})(?P<sign>[-*_~!\[\]+#>.])")
# A backslash before anything else belongs to a path, a formula, a pattern or a program.
_OTHER_USE = lazy_pattern(r"\\(?:[A-Za-z0-9/:?|<\ufdd0]|(?<=[\u00af\u30fd(]\\)_|(?<=[/^$]\\)[^\s]|[^\s\\][+*?{])")
_LINE_START = lazy_pattern(r"^[ \t>]*\Z", re.MULTILINE)
_NUMBER = lazy_pattern(r"^[ \t>]*\d{1,9}\Z", re.MULTILINE)
# Escapes doubled where the signs mean something together; a bounded length keeps many openers linear.
_PAIR = lazy_pattern(
    r"(?<![\\A-Za-z0-9])(?P<run>(?:\\\\[*_~]){1,3})(?![\s\\])[^\n\\]{1,300}(?<!\s)(?P<end>(?P=run))(?![A-Za-z0-9])"
)
_ITEM = lazy_pattern(r"^[ \t>]*(?:\d{1,9}(?=\\\\\.)|(?=\\\\[-*+]))(?=\\\\.[ \t])", re.MULTILINE)
_ADDRESS = lazy_pattern("[\\w.+\\\\-]{0,64}\ufdd0|[(:]")
_FAR = 40
_MARKUP = frozenset({BlockKind.HEADING, BlockKind.CODE, BlockKind.TABLE, BlockKind.HTML})


class EscapedMarkdown(Rule):
    r"""Backslashes that were to protect signs from Markdown are read as text.

    Converters to Markdown write ``a\_b`` and ``2\.``.  In a plain text nobody takes the backslashes away again, and
    where they were doubled on the way Markdown itself shows one.  The fix removes them; in Markdown it leaves a valid
    escape where a sign alone would mean something, but not round a pair of signs or in a list, which were meant.
    Bold words that an editor pasted as ``***\*word\****`` become bold again.
    A backslash has other uses, so the fix is unsafe, and the rule is silent in articles with paths, formulas,
    patterns or programs, and on single escapes in Markdown.
    """

    stage = Stage.MARKUP
    safety = Safety.UNSAFE
    trigger = AnyMatch(lazy_pattern(r"\\[-*_~!\[\]+#>.]"))
    creates = frozenset({BlockKind.HEADING, Container.LIST, Container.QUOTE})
    examples = (
        Bad("2\\. Call read\\_line twice\\.\n", "2. Call read_line twice\\.\n"),
        Bad("# Tides\n\nCall read\\\\_line, \\\\*not\\\\* 3 \\\\* 2.\n", "# Tides\n\nCall read_line, *not* 3 \\* 2.\n"),
        Good("# Tides\n\nCall read\\_line, \\*not\\* read.\n"),
        Good("The path is C:\\temp\\_old, the pattern \\d+\\.\\d+, the sum \\[ x_1 \\]\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        pasted = list(find_pasted_bold(document.text)) if "***\\*" in prose else []
        for start, end, words in pasted:
            yield self.report(start, end, "bold words show escaped asterisks", Edit(start, end, f"**{words}**"))
        if pasted or _OTHER_USE.search(prose):
            return
        blocks, spans = document.markdown.blocks, document.markdown.spans
        is_plain = not any(block.kind in _MARKUP for block in blocks) and all(span.kind == "math" for span in spans)
        is_flat = is_plain and not any(block.containers for block in blocks)
        # Indented code below an item would become the item's text, and text cannot be code and prose at once.
        has_code = any(block.kind is BlockKind.INDENTED_CODE for block in blocks)
        meant = _meant(prose, with_lists=not has_code)
        for match in _ESCAPE.finditer(prose):
            start, end = match.span("slashes")
            if (end - start == 1 and not is_plain) or not _is_converters(prose, match):
                continue
            is_inert = is_plain or start in meant or _is_inside_word(prose, match)
            # A list or a rule that comes into being would take in what stands round it.
            if not is_flat and start not in meant and document.becomes_block(start, end):
                is_inert = False
            kept = "" if is_inert else "\\"
            is_fixable = kept != match["slashes"] and not _ADDRESS.match(prose, match.end())
            edits = (Edit(start, end, kept),) if is_fixable else ()
            yield self.report(start, match.end(), f"{match[0]} shows its backslash", *edits)


def _is_converters(prose: str, match: re.Match[str]) -> bool:
    """Tell whether a converter would escape the sign: those of blocks only where a block, or a dash, may begin."""
    sign, start, end = match["sign"], match.start(), match.end()
    before = max(start - _FAR, 0)
    if sign == ".":
        return bool(_NUMBER.search(prose, before, start))
    if sign in "[]":
        return match["slashes"] == "\\"
    if sign in "-+>":
        is_dash = sign == "-" and prose[start - 1 : start].isspace() and prose[end : end + 1] == " "
        return is_dash or bool(_LINE_START.search(prose, before, start))
    return True


def _meant(prose: str, *, with_lists: bool) -> set[int]:
    """Return where the backslashes begin whose signs make emphasis or, with lists, a list together."""
    items = {match.end() for match in _ITEM.finditer(prose)} if with_lists else set[int]()
    pairs = (match.span(name) for match in _PAIR.finditer(prose) for name in ("run", "end"))
    return {place for span in pairs for place in range(*span)} | (items if len(items) > 1 else set())


def _is_inside_word(prose: str, match: re.Match[str]) -> bool:
    around = prose[match.start() - 1 : match.start()] + prose[match.end() : match.end() + 1]
    return match["sign"] == "_" and len(around) == 2 and around.replace("_", "a").isalnum()


@hookimpl
def lint_rules() -> tuple[type[EscapedMarkdown]]:
    return (EscapedMarkdown,)
