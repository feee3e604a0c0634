"""The text that rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lint.edit import Edit, apply_edits
from lint.facts import PLAIN, ByteFacts
from lint.views.content.furniture import Furniture, find_furniture, furniture_lines
from lint.views.content.headings import TextLine, text_lines
from lint.views.content.rows import Row, visible_rows
from lint.views.content.title import Headline, Title, find_title, headlines
from lint.views.corpus.page_lines import PageLine, page_lines
from lint.views.corpus.wording import wording
from lint.views.encoding.invisible import Invisible, find_invisible
from lint.views.encoding.misread import escaped_spans, find_misread, misread_spans, unknown_spans
from lint.views.encoding.mojibake import Repair, find_repairs
from lint.views.encoding.spaces import turned_spaces
from lint.views.front_matter import front_matter_end
from lint.views.layout.filling import LineBreak
from lint.views.layout.indents import Indent, find_indents
from lint.views.layout.wrap import Join, find_breaks, find_joins, with_spaces_at_markup
from lint.views.layout.wrapped_headings import WrappedHeading, find_wrapped_headings
from lint.views.lines import Line, LineIndex, begins_line, extra_blank_lines, split_lines, whole_lines
from lint.views.markdown import BlockKind, Markdown, parse
from lint.views.markup.code_shortcodes import shortcode_elements, with_shortcodes
from lint.views.markup.css import CssBlock, css_blocks
from lint.views.markup.emphasis.mending import mended, sets_spaces
from lint.views.markup.emphasis.raw import BrokenPair, Marker, RawEmphasis, raw_emphasis
from lint.views.markup.html import becomes_tag
from lint.views.markup.links import Link, find_links
from lint.views.markup.markup_harm import MarkupHarm
from lint.views.markup.removal import Removal, becomes_block
from lint.views.markup.scripts import ScriptBlock, script_blocks
from lint.views.markup.tags.unwrapping import Unwrapping, find_unwrappings
from lint.views.paragraphs import Paragraph, find_paragraphs
from lint.views.script.brackets import BadBracket, bad_brackets
from lint.views.script.chinese import without_quotations
from lint.views.script.spacing import StraySpan, stray_spaces
from lint.views.script.width import HalfMark, half_marks
from lint.views.script.writing import WritingIndex
from lint.views.zones import Zone, ZoneIndex, ZoneKind, find_zones, mask


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
    def alphabet(self) -> str:
        """The different characters of the text in one string, in which a pattern finds one of a class at once."""
        return "".join(self.characters)

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
        """Blocks, inline spans and line breaks as CommonMark reads them, and code between shortcodes."""
        return with_shortcodes(self.text, parse(self.text, self.body))

    @cached_property
    def css(self) -> tuple[CssBlock, ...]:
        """Blocks that are mostly a style sheet."""
        kinds = (BlockKind.CODE, BlockKind.INDENTED_CODE)
        code = [(block.start, block.end) for block in self.markdown.blocks if block.kind in kinds]
        return css_blocks(self.text, self.lines, [*code, *shortcode_elements(self.text, code)])

    @cached_property
    def scripts(self) -> tuple[ScriptBlock, ...]:
        """Blocks that are mostly a script, outside of code."""
        code = [(zone.start, zone.end) for zone in self.zones if zone.kind is ZoneKind.CODE]
        return script_blocks(self.text, self.lines, code, self.body)

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """What no fix may touch: code, tables, formulas, addresses, tags, front matter, dumps and so on, in order."""
        unknown = () if self.facts.sure else unknown_spans(self.text)
        misread = (*misread_spans(self.text, self.misread), *escaped_spans(self.text), *unknown)
        return find_zones(self.text, self.body, self.markdown, self.css, misread)

    @cached_property
    def zone_index(self) -> ZoneIndex:
        """Finds zones by offset."""
        return ZoneIndex(self.zones)

    @cached_property
    def prose(self) -> str:
        """The text with every protected character replaced by a filler that no pattern expects, at the same offsets."""
        return mask(self.text, self.zones)

    @cached_property
    def misread(self) -> tuple[Repair, ...]:
        """Lines of East Asian text whose bytes were read as Latin-1 or cp1252, and what they were before."""
        return find_misread(self.text)

    @cached_property
    def mojibake(self) -> tuple[Repair, ...]:
        """Other text that was decoded with the wrong codec, and what it was before."""
        return find_repairs(self.text, self.prose)

    @cached_property
    def invisible(self) -> tuple[Invisible, ...]:
        """Characters that show as nothing and that nobody meant, in order."""
        return tuple(find_invisible(self.text, self.prose, self.alphabet))

    @cached_property
    def turned_spaces(self) -> frozenset[int]:
        """Where no-break spaces stand that were ordinary spaces before a program turned those of a whole line."""
        return turned_spaces(self.prose)

    @cached_property
    def title(self) -> Title | None:
        """The title: in front matter, else the first heading of level 1, else a first line that reads as one."""
        return find_title(self.text, self.body, self.lines, self.markdown)

    @property
    def headlines(self) -> Iterator[Headline]:
        """Headings, and lines that may be titles, in order; each is read when asked for, as the first tell most."""
        return headlines(self.text, self.markdown)

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
    def markup_harm(self) -> MarkupHarm:
        """Tells which fixes leave the emphasis and the links round them working."""
        return MarkupHarm(self.text, self.prose, self.markdown)

    @cached_property
    def writing(self) -> WritingIndex:
        """Whether a paragraph is Chinese, Japanese, Korean or other."""
        return WritingIndex(self.prose, self.lines, self.alphabet)

    @cached_property
    def bad_brackets(self) -> tuple[BadBracket, ...]:
        """Brackets and quotation marks without a partner, or with one of another width or direction, in order."""
        return bad_brackets(self.text, self.prose, self.markdown, self.writing)

    @cached_property
    def indents(self) -> tuple[Indent, ...]:
        """The ideographic spaces that indent paragraphs of Chinese prose, in order."""
        return find_indents(self.prose, self.lines, self.writing)

    @cached_property
    def needs_indents(self) -> bool:
        """Whether some paragraph would run on from the line above it as soon as the paragraphs lose their indents."""
        starts = (start for start, _ in self.indents if not self.text.endswith("\n\n", 0, start))
        lines = set(map(self.positions.line, starts))
        bare = Document(apply_edits(self.text, [Edit(*span, "") for span in self.indents])) if lines else self
        return any(bare.positions.line(join.end) in lines for joins in bare.joins for join in joins)

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
        """Tell whether replacing a span would make a tag, or the rest of its line a heading, a list or code."""
        return becomes_block(self.text, start, end, replacement) or becomes_tag(self.text, start, end, replacement)

    @cached_property
    def half_marks(self) -> tuple[HalfMark, ...]:
        """Half-width marks in Chinese paragraphs that stand for full-width ones, in order."""
        return half_marks(self.text, self.prose, self.lines, self.writing)

    @cached_property
    def line_breaks(self) -> tuple[LineBreak, ...]:
        """The line ends of paragraphs that may be hard wraps, in order."""
        return find_breaks(self.text, self.prose, self.markdown, self.zone_index, self.writing)

    @cached_property
    def joins(self) -> tuple[tuple[Join, ...], ...]:
        """The joins that undo the hard wraps of paragraphs, those of one paragraph together."""
        joins = find_joins(self.text, self.prose, self.zone_index, self.line_breaks)
        return with_spaces_at_markup(joins, self.text, self.markup_harm)

    @cached_property
    def wrapped_headings(self) -> tuple[WrappedHeading, ...]:
        """The headings that a converter broke in two, in order."""
        return find_wrapped_headings(self.text, self.prose, self.markdown, self.writing, self.line_breaks)

    @cached_property
    def text_lines(self) -> tuple[TextLine, ...]:
        """The lines of the article's own text, with the figures between them and without furniture, in order."""
        lines = text_lines(self.text, self.lines, self.markdown, self.paragraphs, self.joins)
        return tuple(line for line in lines if line.start not in self.furniture_lines)

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
    def wording(self) -> str:
        """The words that a reader sees, folded, without markup and marks: the same in every copy of an article."""
        return wording(self.text, self.body, self.zones, self.markdown.spans)

    @cached_property
    def page_lines(self) -> tuple[PageLine, ...]:
        """The lines that the page may have put round the article, each wording once, in order."""
        return page_lines(self.text, self.prose, self.rows, self.title)

    @cached_property
    def removal(self) -> Removal:
        """Finds the edits for whole lines to go with the blank lines that they brought."""
        return Removal(self.text, self.body, self.lines, self.markdown, self.zones)

    def begins_line(self, offset: int) -> bool:
        """Tell whether only white space stands before an offset; that a line is long costs nothing here."""
        return begins_line(self.text, offset)

    def whole_lines(self, start: int, end: int) -> tuple[int, int]:
        """Return a span widened to whole lines, with the line end of the last one."""
        return whole_lines(self.text, start, end)
