"""Headings without text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lint import (
    AnyMatch,
    Bad,
    BlockKind,
    Container,
    Document,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    hookimpl,
    lazy_pattern,
)

# To Markdown no-break spaces, blanks written as entities and breaks are text, to a reader they show nothing.
_NOTHING = lazy_pattern(r"#{1,6}(?:[ \t\u00a0]|&(?:nbsp|#160|#xa0);|<br ?/?>)*(?:[ \t]#+[ \t]*)?", re.IGNORECASE)
_COMMENT = lazy_pattern(r"[ ]{0,3}#(?!#*[ \t\u00a0]*(?:\n|\Z))")
# Right between two lines of text, what a terminal shows to its owner; one of several marks would become one when the
# others go.
_PROMPT = lazy_pattern(r"[ ]{0,3}#[ \t]*\n[ \t]*[^\s#]")
# A line that stands alone above four marks or more, of which an underline may be made; Markdown counts six at most.
_TITLE = lazy_pattern(r"(?:^[ \t]*\n|\A)(?P<title>\S[^\n]{0,7})\n\Z", re.MULTILINE)
_LINE = lazy_pattern(r"[ ]{0,3}#{4,6}[ \t]*$", re.MULTILINE)
_FAR, _SLACK = 60, 2


class EmptyHeading(Rule):
    """A heading has no text.

    Pages hang pictures, buttons and anchors into headings; when a scraper drops them, ``##`` is left alone on its
    line.  Deleting the line is safe, for it says nothing; the blank lines that it brought go with it, and paragraphs
    above and below stay parted.  A lone ``#`` next to lines that begin with one is a comment in a program, right
    between two lines a terminal's prompt, a row as long as the line above it an underline.  Marks above a link that a
    hard wrap drove to the next line are those of a heading, and stay.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyMatch(lazy_pattern(r"#[ \t]*(?:$|&|<br|\u00a0)", re.MULTILINE | re.IGNORECASE))
    examples = (
        Bad("One.\n\n##\n\nTwo.\n", "One.\n\nTwo.\n"),
        Bad("# Title\n\nThe end.\n\n### ###\n", "# Title\n\nThe end.\n"),
        Good("## Tides\n\nThe note is C#\n"),
        Good("#\n# port: the number to listen on\n#\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        wrapped = {heading.start for heading in document.wrapped_headings}
        for block in document.markdown.blocks:
            if (
                block.kind is not BlockKind.HEADING
                or block.start in wrapped
                or not _NOTHING.fullmatch(text, block.start, block.end)
            ):
                continue
            start, end = document.whole_lines(block.start, block.end)
            above = text.rfind("\n", 0, max(start - 1, 0)) + 1
            is_comment = _COMMENT.match(text, end) or (start and _COMMENT.match(text, above, start - 1))
            is_prompt = _PROMPT.match(text, start) and text[above:start].strip(" \t\n#")
            if is_comment or is_prompt or _is_underline(text, start):
                continue
            # The marker of a list's item would stay, or what the item goes on with would lose its place.
            edits = () if Container.LIST in block.containers else document.removal.of_lines(start, end)
            yield self.report(start, end, "heading without text", *edits)


def _is_underline(text: str, start: int) -> bool:
    """Tell whether the marks on a line are as many as the line above is wide, as those who write no Markdown do it."""
    title, marks = _TITLE.search(text, max(start - _FAR, 0), start), _LINE.match(text, start)
    if title is None or marks is None:
        return False
    width = sum(1 + (unicodedata.east_asian_width(char) in "FW") for char in title["title"].rstrip())
    return abs(width - marks[0].count("#")) <= _SLACK


@hookimpl
def lint_rules() -> tuple[type[EmptyHeading]]:
    return (EmptyHeading,)
