"""Emphasis markers without a partner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lint import (
    AnyText,
    Bad,
    Document,
    Edit,
    Fate,
    Finding,
    Good,
    Rule,
    Safety,
    SpanKind,
    Stage,
    footnote_signs,
    hookimpl,
    is_meant,
    is_stray_behind,
    lazy_pattern,
)

# Converters leave halves in front of bold text, people put two stars in front of a remark or of an item.
_ASIDE = lazy_pattern(r"[ ][^*_~\s]")
_INDENT = lazy_pattern(r"^[ \t]*\Z", re.MULTILINE)
_FAR = 60
_WORD = lazy_pattern(r"\w")


class StrayEmphasis(Rule):
    """An emphasis marker has lost its partner and shows as characters.

    Converters that split bold text round a picture or a line break leave halves behind: ``**`` at the end of a
    paragraph, or in its middle.  Deleting the marker is safe: it loses no word, and nobody can tell what it marked.
    Halves that still have a partner on their line are another defect, and single stars are no evidence of any.
    Powers, globs, arguments, names that begin with underscores, signs that are spoken of, those of footnotes, and
    masked names and numbers stay.  In the middle of a word the marker may be a mask too, in front of a line with a
    space behind it the sign of a remark, between blanks an operator, and one of three stars may belong to a footnote:
    there the fix is unsafe.  Where other text would lose its emphasis there is none.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyText("**", "__", "~~")
    examples = (
        Bad("The price rose.**\n", "The price rose.\n"),
        Bad("收入大增。**不过成本也在上升。\n", "收入大增。不过成本也在上升。\n"),
        Good("x**2 + y**2, src/**/*.md, /**/, f(**kwargs)\n"),
        Good("中奖号码2311**0625，得主王**。\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        found = list(self._found(document))
        fixes = document.markup_harm.sifted([edits for *_, edits in found])
        for (start, end, safety, _), edits in zip(found, fixes, strict=True):
            yield self.report(start, end, f"{document.text[start:end]} without a partner", *edits, safety=safety)

    def _found(self, document: Document) -> Iterator[tuple[int, int, Safety, tuple[Edit, ...]]]:
        text = document.text
        footnotes = footnote_signs(text, document.prose, document.markdown, document.raw_markers)
        is_plain = all(span.kind is not SpanKind.STRONG for span in document.markdown.spans)
        counts = Counter(text[start] for start, _, _ in document.raw_markers)
        for start, end, fate in document.raw_markers:
            if fate is not Fate.STRAY:
                continue
            before, after = text[max(start - 1, 0) : start], text[end : end + 1]
            found = text[start:end]
            is_stray = counts[text[start]] == 1 and is_stray_behind(text, start, end)
            is_own = found in footnotes or is_meant(text, start, end)
            if is_own and is_stray is False:
                continue
            # One of three stars may be a footnote's, one inside a word may hide a letter, one apart may mark an aside.
            is_apart = _ASIDE.match(text, end) and _INDENT.search(text, max(start - _FAR, 0), start)
            is_doubtful = (
                (is_own and not is_stray)
                or len(found) > 2
                or is_apart
                or (is_plain and before == after == " ")
                or (_WORD.match(before) and _WORD.match(after))
            )
            safety = Safety.UNSAFE if is_doubtful else Safety.SAFE
            # Of two blanks round a marker, or one at either end of the line, none would separate anything.
            first = start - (before == " " and after in ("", "\n"))
            last = end + (after == " " and not before.strip())
            yield start, end, safety, () if document.becomes_block(first, last) else (Edit(first, last, ""),)


@hookimpl
def lint_rules() -> tuple[type[StrayEmphasis]]:
    return (StrayEmphasis,)
