"""Emphasis round nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint import (
    AnyText,
    Bad,
    BlockKind,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    hookimpl,
    is_mask,
    lazy_pattern,
)

_BEHIND_WORD = lazy_pattern(r"[A-Za-z,;][ ]\*{4}[ ][A-Za-z]|\w[ ]\*{4}[ \t]*$", re.MULTILINE)
_CLAUSE_END = lazy_pattern(r"[A-Za-z0-9](?:[\"'\u201d\u2019)]|\*\*)?[:;,.!?]\Z")
_BEFORE_ON_LINE = lazy_pattern(r"^[ \t>]*(?P<marker>(?:[-*+]|\d{1,9}[.)])[ \t]+)?\Z", re.MULTILINE)
_END_OF_LINE = lazy_pattern(r"[^\S\n]*$", re.MULTILINE)
_BLANK_LINE = _END_OF_LINE
_FAR = 60
# To Markdown an entity is text, to a reader it shows nothing.
_BLANK_ENTITY = lazy_pattern(
    r"^[ ]{0,3}(?P<mark>\*\*|__)[ ]?(?:&(?:nbsp|ensp|emsp|#160|#xa0);[ ]?){1,20}(?P=mark)[ \t]*$", re.MULTILINE
)
_WIDE = lazy_pattern("[\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff00-\uff60]")


class EmptyEmphasis(Rule):
    """Emphasis markers stand round nothing.

    Converters write the markers of empty elements too: ``****`` for an empty bold one, ``** **`` for one round a
    blank, ``__`` for an icon, and ``**a****b**`` where bold text ends and begins again at once.  Deleting them is
    safe: they mark up nothing; behind the end of a clause only the missing blank is set.  One ``****`` between blank
    lines is a rule, stars between digits, short stumps of words or behind a colon are a mask or a rating; stars
    between two English words or behind a name may be one, so there the fix is unsafe.  Where other text would lose its
    emphasis there is none.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyText("**", "__", "~~")
    examples = (
        Bad("The tide **rises** ****\n\n** **\n\nand falls.\n", "The tide **rises**\n\nand falls.\n"),
        Bad("**绝****症，**他说。\n", "**绝症，**他说。\n"),
        Bad("One.\n\n__\n\nTwo.\n", "One.\n\nTwo.\n"),
        Good("One.\n\n****\n\nTwo.\n"),
        Good("手机号138****0625，密码：****\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        found = list(_found(document))
        fixes = document.markup_harm.sifted([edits for *_, edits in found])
        for (start, end, safety, _), edits in zip(found, fixes, strict=True):
            yield self.report(start, end, "emphasis round nothing", *edits, safety=safety)


def _found(document: Document) -> Iterator[tuple[int, int, Safety, tuple[Edit, ...]]]:
    text = document.text
    rules = {block.start for block in document.markdown.blocks if block.kind is BlockKind.RULE}
    for start, end, sure in document.raw_emphasis.empty:
        if not sure and is_mask(text, start, end):
            continue
        item = _BEFORE_ON_LINE.search(text, max(start - _FAR, 0), start)
        if item is None or not _END_OF_LINE.match(text, end):
            is_doubtful = not sure and _BEHIND_WORD.match(text, max(start - 2, 0))
            yield start, end, Safety.UNSAFE if is_doubtful else Safety.SAFE, _joined(document, start, end, sure=sure)
            continue
        first, last = document.whole_lines(start, end)
        goes_on = item["marker"] and text[last : last + start - first].isspace()
        is_part = start not in rules and not (_blank_above(text, first) and _BLANK_LINE.match(text, last))
        if goes_on or (is_part and document.becomes_block(first, last)):
            edits: tuple[Edit, ...] = (Edit(start, end, ""),) if item["marker"] else ()
        else:
            edits = (Edit(first, last, ""),) if is_part else document.removal.of_lines(first, last)
        yield first, last, Safety.SAFE, edits
    for match in _BLANK_ENTITY.finditer(document.prose) if "&" in text else ():
        yield *document.whole_lines(*match.span()), Safety.SAFE, document.removal.of_lines(*match.span())


def _blank_above(text: str, first: int) -> bool:
    return first == 0 or bool(_BLANK_LINE.match(text, text.rfind("\n", 0, first - 1) + 1))


def _joined(document: Document, start: int, end: int, *, sure: bool) -> tuple[Edit, ...]:
    """Return the edit that deletes markers in a line, and one of two blanks that would meet.

    Where bold text ends with a clause and other bold text begins, only a blank is missing between the two.
    """
    text = document.text
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    is_apart = not before.strip() or not after.strip()
    if _CLAUSE_END.search(text, max(start - 4, 0), start) and after.isalpha() and after.isascii():
        if sure and text[start:end] == "****":
            return (Edit(start + 2, start + 2, " "),)
        kept = " "
    elif is_apart or (_WIDE.match(before) and _WIDE.match(after)) or not re.search(r"\s", text[start:end]):
        kept = ""
    else:
        kept = "\n" if "\n" in text[start:end] else " "
    first = start - (before == " " and after in ("", "\n", " ", "]"))
    last = end + (after == " " and before in ("", "\n", "["))
    return () if document.becomes_block(first, last, kept) else (Edit(first, last, kept),)


@hookimpl
def lint_rules() -> tuple[type[EmptyEmphasis]]:
    return (EmptyEmphasis,)
