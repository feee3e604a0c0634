"""White space at line ends."""

from __future__ import annotations

from collections.abc import Iterator

from lint import BLANK, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

# Line ends are looked for, since they are rarer than spaces.
_END = lazy_pattern(rf"\n(?<=[{BLANK}]\n)")
# Markdown knows space and tab alone: behind another sign these are text still, and would become a rule, a heading, a
# definition or a tag.
_DORMANT = lazy_pattern(r"[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)*(?:[\W_]*|\d{1,9}[.)]|\[[^\]]*\]:.*|<.*>)\Z")
_UNDERLINE = lazy_pattern(r"\n[ ]{0,3}(?:-+|=+)[ \t]*(?:\n|\Z)")
_LONGEST_MARK = 200


class TrailingWhitespace(Rule):
    """A line ends in white space, or holds nothing else.

    Converters indent, pad and break lines without looking at what follows.  Deleting the white space is safe: nobody
    sees it.  Two spaces between two lines of text are a line break in Markdown; those stay, and so does white space
    behind a backslash, which would become a break without it.
    """

    stage = Stage.LAYOUT
    safety = Safety.SAFE
    examples = (
        Bad("One. \n  \nTwo.\t\n", "One.\n\nTwo.\n"),
        Good("Roses are red,  \nviolets are blue.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text, lines = document.text, document.lines
        ends = [match.start() for match in _END.finditer(f"{text}\n")]
        if not ends:
            return
        breaks = {item.start for item in document.markdown.breaks if item.hard}
        # Lines that go as a whole are another finding.
        doomed = {lines[index].end for run in document.extra_blank_lines for index in run}
        for end in ends:
            if end in breaks or end in doomed:
                continue
            start = end
            while start and text[start - 1] in BLANK:
                start -= 1
            if text[start - 1 : start] != "\\" and not _wakes_markup(text, start, end):
                yield self.report(start, end, "white space at the end of the line", Edit(start, end, ""))


def _wakes_markup(text: str, start: int, end: int) -> bool:
    """Tell whether white space keeps a line from being markup, as a no-break space behind three hyphens does."""
    if not text[start:end].strip(" \t"):
        return False
    line_start = text.rfind("\n", max(start - _LONGEST_MARK, 0), start) + 1
    if line_start == start:
        return _UNDERLINE.match(text, end) is not None
    is_short = line_start or start <= _LONGEST_MARK
    return bool(is_short) and _DORMANT.match(text, line_start, start) is not None


@hookimpl
def lint_rules() -> tuple[type[TrailingWhitespace]]:
    return (TrailingWhitespace,)
