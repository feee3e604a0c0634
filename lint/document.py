"""The text that rules look at."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from lint.edit import Edit
from lint.facts import PLAIN, ByteFacts
from lint.views.brackets import BadBracket, bad_brackets
from lint.views.chinese import without_quotations
from lint.views.clearing import Clearing, Clearings
from lint.views.css import CssBlock, css_blocks
from lint.views.emphasis import BrokenPair, Marker, RawEmphasis, raw_emphasis
from lint.views.furniture import Furniture, find_furniture, furniture_lines
from lint.views.headings import TextLine, text_lines
from lint.views.indents import Indent, find_indents
from lint.views.lines import BLANK, Line, LineIndex, extra_blank_lines, split_lines
from lint.views.links import Link, find_links
from lint.views.markdown import BlockKind, Markdown, opens_block, parse
from lint.views.mending import mended, sets_spaces
from lint.views.mojibake import Repair, find_repairs
from lint.views.paragraphs import Paragraph, find_paragraphs
from lint.views.removal import without_lines
from lint.views.rows import Row, visible_rows
from lint.views.scripts import ScriptBlock, script_blocks
from lint.views.spacing import StraySpan, stray_spaces
from lint.views.title import Headline, Title, find_title, headlines
from lint.views.unwrapping import Unwrapping, find_unwrappings
from lint.views.width import HalfMark, half_marks
from lint.views.wrap import Join, find_joins
from lint.views.writing import WritingIndex
from lint.views.zones import Zone, ZoneIndex, ZoneKind, find_zones, front_matter_end, mask

# What opens a block stands at the very start of its line; looking no further keeps long lines linear.
_LONGEST_INDENT = 100
_LONGEST_MARK = 1000


@dataclass(frozen=True, eq=False)
class Document:
    r"""A decoded text, its byte-order mark dropped and its line ends folded to ``\n``.

    A document never changes; a fix makes a new one.  All offsets are code points of ``text``.  The other attributes
    are views: each is computed from the text when it is first asked for, and then shared by all rules.
    """

    text: str
    facts: ByteFacts = PLAIN
    path: str | None = None

    @cached_property
    def characters(self) -> frozenset[str]:
        """The different characters of the text."""
        return frozenset(self.text)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines; blank ones hold nothing, or only white space and characters that show as nothing."""
        return split_lines(self.text)

    @cached_property
    def extra_blank_lines(self) -> tuple[range, ...]:
        """Runs of blank lines, as indices into ``lines``, that are one too many or stand at either end."""
        return extra_blank_lines(self.lines)

    @cached_property
    def positions(self) -> LineIndex:
        """Lines and columns of offsets."""
        return LineIndex(self.text)

    @cached_property
    def body(self) -> int:
        """The offset behind the front matter, 0 if there is none."""
        return front_matter_end(self.text)

    @cached_property
    def markdown(self) -> Markdown:
        """Blocks, inline spans and line breaks as CommonMark reads them, behind the front matter."""
        return parse(self.text, self.body)

    @cached_property
    def css(self) -> tuple[CssBlock, ...]:
        """Blocks that are mostly a style sheet."""
        kinds = (BlockKind.CODE, BlockKind.INDENTED_CODE)
        code = ((block.start, block.end) for block in self.markdown.blocks if block.kind in kinds)
        return css_blocks(self.text, self.lines, code)

    @cached_property
    def scripts(self) -> tuple[ScriptBlock, ...]:
        """Blocks that are mostly a script, outside of code."""
        code = [(zone.start, zone.end) for zone in self.zones if zone.kind is ZoneKind.CODE]
        return script_blocks(self.text, self.lines, code, self.body)

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """What no fix may touch: code, tables, formulas, addresses, tags, front matter, dumps; in order."""
        return find_zones(self.text, self.body, self.markdown, self.css)

    @cached_property
    def zone_index(self) -> ZoneIndex:
        """Finds zones by offset."""
        return ZoneIndex(self.zones)

    @cached_property
    def prose(self) -> str:
        """The text with every protected character replaced by a filler that no pattern expects, at the same offsets."""
        return mask(self.text, self.zones)

    @cached_property
    def mojibake(self) -> tuple[Repair, ...]:
        """Text that was decoded with the wrong codec, and what it was before."""
        return find_repairs(self.text, self.prose)

    @cached_property
    def title(self) -> Title | None:
        """The title: in front matter, else the first heading of level 1, else a first line that reads as one."""
        return find_title(self.text, self.body, self.lines, self.markdown)

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """Headings, and lines that may be titles, in order."""
        return tuple(headlines(self.text, self.markdown))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs as they were meant: blocks of text, or lines where each line is a paragraph."""
        return find_paragraphs(self.prose, self.markdown)

    @cached_property
    def raw_emphasis(self) -> RawEmphasis:
        """Emphasis markers that show as characters, parsed once for all rules that own some of them."""
        return raw_emphasis(self.text, self.prose, self.markdown)

    @property
    def raw_markers(self) -> tuple[Marker, ...]:
        """Emphasis markers that show as characters, each with what became of it."""
        return self.raw_emphasis.markers

    def mended(self, pair: BrokenPair) -> str | None:
        """Return a broken pair written so that it works; None if it holds no word."""
        return mended(self.text, pair, spaced=self.sets_spaces)

    @cached_property
    def sets_spaces(self) -> bool:
        """Whether bold text that ends in a mark has a space behind it."""
        return sets_spaces(self.text, self.markdown)

    @property
    def broken_pairs(self) -> tuple[BrokenPair, ...]:
        """Emphasis that shows as characters because of what stands next to its markers."""
        return self.raw_emphasis.pairs

    @cached_property
    def writing(self) -> WritingIndex:
        """Whether a paragraph is Chinese, Japanese, Korean or other."""
        return WritingIndex(self.prose, self.lines)

    @cached_property
    def bad_brackets(self) -> tuple[BadBracket, ...]:
        """Brackets and quotation marks without a partner, or with one of another width or direction, in order."""
        return bad_brackets(self.text, self.prose, self.markdown, self.writing)

    @cached_property
    def indents(self) -> tuple[Indent, ...]:
        """The ideographic spaces that indent paragraphs of Chinese prose, in order."""
        return find_indents(self.prose, self.lines, self.writing)

    @cached_property
    def unquoted(self) -> str:
        """The prose with blanks for quotations and titles of works, at the same offsets."""
        return without_quotations(self.prose)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and pictures with an address of their own, in Markdown or as tags, in order."""
        return find_links(self.text, self.markdown, self.zones, self.zone_index)

    @cached_property
    def unwrappings(self) -> tuple[Unwrapping, ...]:
        """Tags that a page left round its text, and the edits that take them away."""
        return find_unwrappings(self.text, self.prose, self.body, self.lines, self.markdown, self.zones)

    def becomes_block(self, start: int, end: int, replacement: str = "") -> bool:
        """Tell whether replacing a span would turn the rest of its line into a heading, list, code or the like.

        A safe fix never does that: an invisible character in front of ``# `` keeps the line a paragraph.
        """
        window = max(start - _LONGEST_INDENT, 0)
        line_start = self.text.rfind("\n", window, start) + 1 or window
        before = self.text[line_start:start]
        if before.strip(BLANK) or (line_start == window and window > 0):
            return False
        line_end = self.text.find("\n", end, end + _LONGEST_MARK)
        after = self.text[end : line_end if line_end >= 0 else end + _LONGEST_MARK]
        line = before + replacement.rsplit("\n", 1)[-1] + after
        if not line.strip(BLANK) and line_end >= 0:
            # The line goes blank: the next one, so far the text of its paragraph, begins a block of its own.
            return opens_block(self.text[line_end + 1 : line_end + _LONGEST_MARK].split("\n", 1)[0])
        return opens_block(line) and not opens_block(self.text[line_start:end] + after)

    @cached_property
    def half_marks(self) -> tuple[HalfMark, ...]:
        """Half-width marks in Chinese paragraphs that stand for full-width ones, in order."""
        return half_marks(self.text, self.prose, self.lines, self.writing)

    @cached_property
    def joins(self) -> tuple[tuple[Join, ...], ...]:
        """The joins that undo hard wraps, those of one paragraph together."""
        return find_joins(self.text, self.prose, self.markdown, self.zone_index, self.writing)

    @cached_property
    def text_lines(self) -> tuple[TextLine, ...]:
        """The lines of the article's own text, with the figures between them and without furniture, in order."""
        own = text_lines(self.text, self.lines, self.markdown, self.paragraphs, self.joins)
        return tuple(line for line in own if line.start not in self.furniture_lines)

    @cached_property
    def stray_spaces(self) -> tuple[StraySpan, ...]:
        """Spaces next to full-width marks that separate nothing, in order."""
        faulty = frozenset(edit.start for bracket in self.bad_brackets for edit in bracket.edits)
        return tuple(stray_spaces(self.prose, self.lines, self.writing, self.half_marks, faulty))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The lines with text as a reader sees them, in order."""
        return visible_rows(self.text, self.body, self.lines, self.markdown.blocks, self.zones)

    @cached_property
    def furniture(self) -> tuple[Furniture, ...]:
        """What the page put round the article, in order; each line belongs to one kind."""
        return find_furniture(self.text, self.rows)

    @cached_property
    def furniture_lines(self) -> frozenset[int]:
        """The offsets at which lines of furniture begin."""
        return furniture_lines(self.rows, self.furniture)

    @cached_property
    def _clearings(self) -> Clearings:
        return Clearings(self.text, self.body, self.lines, self.markdown.blocks)

    def clearing(self, start: int, end: int) -> Clearing | None:
        """Return what to delete for the furniture from ``start`` to ``end`` to go, with the blank lines it brought.

        The answer is None if the text behind it would turn into something else.
        """
        return self._clearings.find(start, end)

    def whole_lines(self, start: int, end: int) -> tuple[int, int]:
        """Return a span widened to whole lines, with the line end of the last one."""
        line_end = self.text.find("\n", end)
        return self.text.rfind("\n", 0, start) + 1, line_end + 1 if line_end >= 0 else len(self.text)

    def without_lines(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return the edit that takes whole lines out with the blank lines they brought; none if it would do harm."""
        return without_lines(self.text, self.lines, self.markdown, start, end, spaced=self.is_spaced)

    def without_padding(self, start: int, end: int, text_start: int, text_end: int) -> tuple[int, int]:
        """Return a text in a span without the white space at its ends that would stand beside other white space."""
        if not self.text[max(start - 1, 0) : start].strip():
            while text_start < text_end and self.text[text_start] in " \t\n":
                text_start += 1
        if not self.text[end : end + 1].strip():
            while text_start < text_end and self.text[text_end - 1] in " \t\n":
                text_end -= 1
        return text_start, text_end

    def without_span(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return the edit that takes a span out, with its line if it stands alone there, else with a spare space."""
        first = self.lines[bisect_left(self.lines, (start + 1,)) - 1].start
        last = self.lines[bisect_left(self.lines, (end,)) - 1].end
        before = self.text[first:start] if start - first <= _LONGEST_INDENT else "text"
        behind = self.text[end:last] if last - end <= _LONGEST_INDENT else "text"
        if not behind.strip() and not before.strip("-*+ \t"):
            # An item of a list goes as a whole, unless others hang on it.
            below = self.next_text(min(last + 1, len(self.text)))
            indent = len(before) - len(before.lstrip()) + 1
            is_hanging = before.strip() and below < len(self.text) and not self.text[below : below + indent].strip()
            return () if is_hanging else self.without_lines(first, min(last + 1, len(self.text)))
        # Of two blanks round a span, or one at either end of the line, none would separate anything.
        left, right = self.text[max(start - 1, first) : start], self.text[end : min(end + 1, last)]
        if left in ("", " ") and right in ("", " "):
            start, end = start - len(left), end + (len(right) if not left else 0)
        return () if self.becomes_block(start, end) else (Edit(start, end, ""),)

    @cached_property
    def is_spaced(self) -> bool:
        """Whether blank lines part the article; where there is none, each line is a paragraph."""
        return any(line.blank for line in self.lines)

    def next_text(self, offset: int) -> int:
        """Return where the next line with text begins, from the line start ``offset`` on; the end if there is none."""
        for index in range(bisect_left(self.lines, (offset,)), len(self.lines)):
            if not self.lines[index].blank:
                return self.lines[index].start
        return len(self.text)
