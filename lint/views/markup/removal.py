"""How whole lines go so that the text round them looks as if they had never been there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from lint.edit import Edit
from lint.patterns import lazy_pattern
from lint.views.lines import BLANK, Line
from lint.views.markdown import Block, BlockKind, Container, Markdown, opens_block
from lint.views.zones import Zone

_INDENT = lazy_pattern(r"[ \t]*")
_LEADING = lazy_pattern(r"[ \t>]*")
_ITEM = lazy_pattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)")
_NUMBER = lazy_pattern(r"\d{1,9}[.)]")
# The address of a link's name; also what may be one, because its bracket closes out of sight.
_NAMED = lazy_pattern(r"\[(?:[^\[\]\\]|\\.)*(?:\]:|\\?\Z)")
_UNDERLINE = lazy_pattern(r"[ ]{0,3}(?:=+|-+)[ \t]*\Z")
# What opens a block, but goes on with a paragraph or changes it where it stands right below one.
_OPENS_APART = lazy_pattern(r"[ ]{0,3}(?:\d{1,9}[.)]|\[|<|(?:=+|-+)[ \t]*\Z)|[ ]{4}|\t")
_QUOTE_MARKS = lazy_pattern(r"(?:[ ]{0,3}>[ ]?)+")
# A line of a quotation that holds nothing else looks as blank as any.
_BLANK_IN_QUOTE = BLANK + ">"
# What opens a block stands at the very start of its line; looking no further keeps long lines linear.
_LONGEST_OPENER = 100
_LONGEST_MARK = 1000
# What a line may consist of and yet be no text: markers of lists and quotations, of headings, rules and code.
_SIGNS = BLANK + "#>-*+_=`~.)0123456789"
# Fixes take these out of a line one by one, and nobody sees them: what several of them keep apart is no text either.
_UNSEEN = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200d\u2060-\u2064\ufeff]+")
_CONTAINERS = lazy_pattern(r"(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|\Z)))*")


class Removal:
    """Finds the edits for lines and spans of a text to go; none where what is left would change its meaning."""

    def __init__(self, text: str, body: int, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]) -> None:
        self._text = text
        self._body = body
        self._lines = lines
        self._line_starts = [line.start for line in lines]
        self._blocks = markdown.blocks
        self._block_starts = [block.start for block in markdown.blocks]
        # Where blank lines part nothing, each line is a paragraph.
        self._spaced = any(line.blank for line in lines)
        units = [(span.start, span.end) for span in markdown.spans] + [(zone.start, zone.end) for zone in zones]
        self._by_start = sorted(units)
        self._by_end = sorted((end, start) for start, end in units)

    def of_lines(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return the edit that takes the lines from ``start`` to ``end`` out, with the blank lines that they brought.

        Between two texts the wider of the two gaps stays; at the end of the text the gap before goes, at its beginning
        the one behind.  Lines that part two paragraphs without any gap leave a blank line, unless no paragraphs of the
        article are parted so.
        """
        lines = self._lines
        first, last = (bisect_right(self._line_starts, offset) - 1 for offset in (start, max(end - 1, start)))
        before, after = first - 1, last + 1
        while before >= 0 and self._is_blank(before):
            before -= 1
        while after < len(lines) and self._is_blank(after):
            after += 1
        if self._is_crossed(lines[first].start, lines[last].end + 1):
            return ()
        if after == len(lines):
            # The last line keeps its line end, unless the text as a whole had none.
            line_end = before >= 0 and self._text.endswith("\n")
            return (Edit(lines[before].end if before >= 0 else 0, len(self._text) - line_end, ""),)
        is_head = before < 0 or lines[before].start < self._body
        is_parting = not is_head and self._is_parting(before, first, last, after)
        if not self._stays(before, first, last, after, max(first - before, after - last, 1 + is_parting) - 1):
            return ()
        if is_parting:
            marks = _QUOTE_MARKS.match(self._text, lines[first].start, lines[last].end)
            return (Edit(lines[first].start, lines[after].start, f"{marks[0].rstrip() if marks else ''}\n"),)
        if is_head or self._gap(before, first) >= self._gap(last, after):
            return (Edit(lines[first].start, lines[after].start, ""),)
        return (Edit(lines[before + 1].start, lines[last + 1].start, ""),)

    def of_span(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return the edit that takes a span out, with its line if it stands alone there, else with a spare space."""
        text = self._text
        first = self._lines[bisect_right(self._line_starts, start) - 1].start
        last = self._lines[bisect_left(self._line_starts, end) - 1].end
        before = text[first:start] if start - first <= _LONGEST_OPENER else "text"
        behind = text[end:last] if last - end <= _LONGEST_OPENER else "text"
        if not behind.strip() and not before.strip("-*+> \t"):
            return self.of_lines(first, last)  # an item of a list, or a line of a quote, goes as a whole
        # Of two blanks round a span, or one at either end of the line, none would separate anything.
        left, right = text[max(start - 1, first) : start], text[end : min(end + 1, last)]
        if left in ("", " ") and right in ("", " "):
            start, end = start - len(left), end + (len(right) if not left else 0)
        return () if becomes_block(text, start, end) else (Edit(start, end, ""),)

    def _is_parting(self, before: int, first: int, last: int, after: int) -> bool:
        """Tell whether the lines alone part a block from a text that would run on from it."""
        if not self._spaced or (before, after) != (first - 1, last + 1):
            return False
        following = self._following(before, after)
        is_glued = not opens_block(following) or _OPENS_APART.match(following) is not None
        return is_glued and self._block(before) is not self._block(after) and not self._continues(before, after)

    def _stays(self, before: int, first: int, last: int, after: int, gap: int) -> bool:
        """Tell whether the text behind keeps its meaning when the text before stands ``gap`` blank lines above it."""
        following, own, behind = self._following(before, after), self._block(last), self._block(after)
        above = self._block(before) if before >= 0 else None
        if before < 0:
            if following.startswith(("---", "+++")):
                return False  # at the very beginning it would open front matter
        elif gap == 0:
            is_number = _NUMBER.match(following) and own is not behind and not self._continues(before, after)
            if _UNDERLINE.match(following) or is_number:
                return False
            if self._runs_on(above, behind, following):
                return False  # it would go on with the table, list or quotation above
        if after == last + 1 and own is behind and not self._is_inside(above, own):
            if opens_block(following) or _NAMED.match(following):
                return False  # it went on with the paragraph, and would open a block of its own
            if _ITEM.match(self._source(last)) or (own and own.containers and not self._is_level(last, after)):
                return False  # it went on with the item of a list, or with a quotation
        indent = _INDENT.match(following)
        return not indent or not indent[0] or self._keeps_indent(before, first, last, after, gap)

    def _keeps_indent(self, before: int, first: int, last: int, after: int, gap: int) -> bool:
        """Tell whether an indented line stays the same: the lists above decide what its indentation means."""
        above, own, behind = self._block(before) if before >= 0 else None, self._block(last), self._block(after)
        gone = [self._source(number) for number in range(first, last + 1) if not self._lines[number].blank]
        has_item = any(map(_ITEM.match, gone))
        # Lines of an item in the middle of it, or outside of lists, open and close none.
        if not (has_item and _in_list(behind)) if not _in_list(above) else not has_item and _in_list(own):
            is_code = behind is not None and behind.kind is BlockKind.INDENTED_CODE
            return not is_code or gap > 0 or before < 0
        # An item that is indented further than one that goes may belong to it.
        following = self._source(after)
        indent = len(following) - len(following.lstrip())
        least = min(len(source) - len(source.lstrip()) for source in gone)
        return bool(_ITEM.match(following) and _ITEM.match(gone[0])) and indent <= least

    def _is_crossed(self, start: int, end: int) -> bool:
        """Tell whether a link, code, a formula or the like begins in a span and ends outside, or the other way."""
        opened = self._by_start[bisect_left(self._by_start, (start,)) : bisect_left(self._by_start, (end,))]
        closed = self._by_end[bisect_left(self._by_end, (start + 1,)) : bisect_left(self._by_end, (end + 1,))]
        return any(stop > end for _, stop in opened) or any(begin < start for _, begin in closed)

    @staticmethod
    def _runs_on(above: Block | None, behind: Block | None, following: str) -> bool:
        """Tell whether a line right below a block would become part of it, and is none of its kind."""
        if above is None or above is behind or above.kind not in (BlockKind.PARAGRAPH, BlockKind.TABLE):
            return False
        if behind is None:
            return following.startswith("[")  # the address of a link's name
        is_apart = opens_block(following) and not (following.startswith("<") and behind.kind is BlockKind.PARAGRAPH)
        return not is_apart and (above.kind, above.containers) != (behind.kind, behind.containers)

    def _is_level(self, upper: int, lower: int) -> bool:
        """Tell whether two lines are indented and quoted alike."""
        marks = (_LEADING.match(self._source(number)) for number in (upper, lower))
        return len({match[0] for match in marks if match}) == 1

    def _continues(self, before: int, after: int) -> bool:
        """Tell whether both lines are numbered items of one list."""
        above, behind = self._block(before), self._block(after)
        is_list = above is not None and behind is not None and above.containers == behind.containers and _in_list(above)
        return is_list and all(_NUMBER.match(self._source(number).lstrip()) for number in (before, after))

    @staticmethod
    def _is_inside(above: Block | None, own: Block | None) -> bool:
        """Tell whether lines of a block stand below others of it, so that what opens it stays."""
        return own is not None and above is own

    def _is_blank(self, number: int) -> bool:
        line = self._lines[number]
        is_quote = not line.blank and self._text.startswith(">", line.start)
        return line.blank or (is_quote and not self._text[line.start : line.end].strip(_BLANK_IN_QUOTE))

    def _gap(self, upper: int, lower: int) -> tuple[int, int]:
        """Return how wide the gap between two lines is; of two with as many lines the one without white space is."""
        width = lower - upper - 1
        return width, self._lines[upper].end + 1 + width - self._lines[lower].start

    def _following(self, before: int, after: int) -> str:
        """Return the line behind, without the marks of a quotation that goes on."""
        following = self._source(after)
        marks = _QUOTE_MARKS.match(following)
        return following[marks.end() :] if marks and before >= 0 and self._source(before).startswith(">") else following

    def _source(self, number: int) -> str:
        line = self._lines[number]
        return self._text[line.start : min(line.end, line.start + _LONGEST_OPENER)]

    def _block(self, number: int) -> Block | None:
        index = bisect_right(self._block_starts, self._lines[number].end) - 1
        return self._blocks[index] if index >= 0 and self._blocks[index].end > self._lines[number].start else None


def _in_list(block: Block | None) -> bool:
    return block is not None and Container.LIST in block.containers


def becomes_block(text: str, start: int, end: int, replacement: str = "") -> bool:
    """Tell whether replacing a span would turn the rest of its line into a heading, list, code or the like."""
    window = max(start - _LONGEST_OPENER, 0)
    line_start = text.rfind("\n", window, start) + 1 or window
    before = text[line_start:start]
    if _UNSEEN.sub("", before).strip(_SIGNS) or (line_start == window and window > 0):
        return False
    line_end = text.find("\n", end, end + _LONGEST_MARK)
    after = text[end : line_end if line_end >= 0 else end + _LONGEST_MARK]
    line = before + replacement.rsplit("\n", 1)[-1] + after
    if before.strip(BLANK):
        return _opens_more(_UNSEEN.sub("", line), text[line_start:end] + after)
    if not line.strip(BLANK) and line_end >= 0:
        # The line goes blank: the next one, so far the text of its paragraph, begins a block of its own.
        return opens_block(text[line_end + 1 : line_end + _LONGEST_MARK].split("\n", 1)[0])
    if _UNDERLINE.match(line) and line_start > 1 and text[line_start - 2] != "\n":
        return True  # a rule below a text makes a heading of it
    return opens_block(line) and not opens_block(text[line_start:end] + after)


def _opens_more(line: str, was: str) -> bool:
    """Tell whether a line that begins with markers opens a block that it did not open before."""
    markers, old_markers = (_CONTAINERS.match(source) for source in (line, was))
    if not markers or not old_markers or len(markers[0].split()) > len(old_markers[0].split()):
        return True
    return opens_block(line[markers.end() :].lstrip()) and not opens_block(was[old_markers.end() :].lstrip())
