"""How whole lines go so that the text round them looks as if they had never been there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from lint.edit import Edit
from lint.views.lines import BLANK, Line
from lint.views.markdown import Container, Markdown

# A line of a quotation that holds nothing else looks as blank as any.
_BLANK_IN_QUOTE = BLANK + ">"
_QUOTE_MARKS = re.compile(r"[ \t>]*")


def without_lines(  # noqa: PLR0913 - the views of a document that it needs
    text: str, lines: Sequence[Line], markdown: Markdown, start: int, end: int, *, spaced: bool
) -> tuple[Edit, ...]:
    """Return the edit that takes the lines from ``start`` to ``end`` out, with the blank lines they brought.

    Lines between blank ones take those behind them along, at the end of the text those before them.  Lines that part
    two texts without any leave a blank line if the article is ``spaced`` by blank lines: paragraphs must not be glued.
    There is no edit where indented text would become part of a list above.
    """
    first, last = bisect_left(lines, (start,)), bisect_left(lines, (end,))
    above, below = first, last
    while above and _is_blank(text, lines[above - 1]):
        above -= 1
    while below < len(lines) and _is_blank(text, lines[below]):
        below += 1
    if below == len(lines):
        # The last line keeps its line end, unless the text as a whole had none.
        cut = 0 if not above else lines[above].start if text.endswith("\n") else lines[above - 1].end
        return (Edit(cut, len(text), ""),)
    if not above:
        return (Edit(start, lines[below].start, ""),)
    if _joins_list(text, markdown, start, lines[below]):
        return ()
    if above < first:
        return (Edit(start, lines[below].start if below > last else end, ""),)
    if below > last or not spaced:
        return (Edit(start, end, ""),)
    marks = _QUOTE_MARKS.match(text, start, end)
    return (Edit(start, end, f"{marks[0].rstrip() if marks else ''}\n"),)


def _is_blank(text: str, line: Line) -> bool:
    return line.blank or (text.startswith(">", line.start) and not text[line.start : line.end].strip(_BLANK_IN_QUOTE))


def _joins_list(text: str, markdown: Markdown, start: int, below: Line) -> bool:
    """Tell whether the line below is indented, outside of lists, and the last block above stands in one."""
    if text[below.start] not in " \t":
        return False
    index = bisect_left(markdown.blocks, start, key=lambda block: block.start)
    is_list = index > 0 and Container.LIST in markdown.blocks[index - 1].containers
    return is_list and not any(
        Container.LIST in block.containers for block in markdown.blocks[index : index + 2] if block.start >= below.start
    )
