"""Which tags of HTML a page left in the text, and which an author put there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from lint.patterns import lazy_pattern
from lint.views.lines import BLANK, Line
from lint.views.markdown import BlockKind, Markdown, SpanKind
from lint.views.markup.html import is_drawn, tags
from lint.views.markup.spans import is_inside
from lint.views.markup.tags.anchors import is_linked, linked_names
from lint.views.markup.tags.elements import (
    BLOCKS,
    CONVERTIBLE,
    VOID,
    WRAPPERS,
    Element,
    find_elements,
    is_bare_caption,
    is_hollow,
)
from lint.views.zones import FILLER, Zone, ZoneKind

_TEXT_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.HTML)
_PAGE_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"})
_TOPIC = lazy_pattern(
    r"(?<![a-z])(?:x?html|css|jsx|dom|xml)\d?(?![a-z])|\btags?\b|标签|標籤|元素|タグ|태그", re.IGNORECASE
)
# A component that does not stand in a sentence.
_COMPONENT = lazy_pattern(r"(?:^|>)[ \t]*</?[A-Z][A-Z0-9_]*[a-z]\w*[\s/>]", re.ASCII | re.MULTILINE)
_CAPITAL_TAG = lazy_pattern("</?[A-Z]")
_TEXT = lazy_pattern(rf"[^{FILLER}\n]+")
_SAMPLE_LENGTH = 20
"""What an article about HTML shows as a sample is shorter than what a page wraps, a paragraph."""
_MANY = 5
"""Fewer classes than these may be an author's own, even in a short text."""
_FEW = 3
"""Who writes Markdown may put a text between tags on lines of their own, but not often."""
# A caption, a label or the name of a file ends in none of these.
_SENTENCE_END = lazy_pattern("[.!?\u2026\u3002\uff01\uff1f:\uff1a][*_\"'\u201d\u2019)\u300d\u300f\uff09\\s]{0,4}\\Z")
_SENTENCE_LENGTH = 20
_END_LENGTH = 5
_MOST = 0.8
_WORD_LENGTH = 5
"""``<p> and </p>`` speaks of tags."""


def find_page_elements(
    text: str, prose: str, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]
) -> list[Element]:
    """Return the elements that a page left, in order of their first tag."""
    markup = [(zone.start, zone.end) for zone in zones if zone.kind is ZoneKind.HTML]
    elements = find_elements(text, markup) if markup else ()
    is_marked = any(item.name in WRAPPERS or item.opener is None or is_hollow(text, item) for item in elements)
    if not is_marked and sum(element.name == "br" for element in elements) < _FEW:
        return []
    return _Judge(text, prose, lines, markdown, zones).judge(elements)


class _Judge:
    def __init__(self, text: str, prose: str, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]) -> None:
        self.text = text
        self.prose = prose
        self.text_end = len(text.rstrip(BLANK + "\n"))
        self.line_starts = [line.start for line in lines]
        self.blocks = markdown.blocks
        self.block_starts = [block.start for block in markdown.blocks]
        # Asked for each class anew, the blocks are gone through once.
        self.text_starts = [block.start for block in markdown.blocks if block.kind in _TEXT_BLOCKS]
        code = [(zone.start, zone.end) for zone in zones if zone.kind is ZoneKind.CODE]
        self.has_pre = any(text.startswith("<", start) for start, _ in code)
        components = [match.end() for match in _COMPONENT.finditer(text)] if _CAPITAL_TAG.search(text) else []
        self.components = [offset for offset in components if not is_inside(code, offset - 1)]
        runs = [match for match in _TEXT.finditer(prose) if match[0].strip(BLANK)]
        self.run_starts = [run.start() for run in runs]
        self.run_ends = [run.end() for run in runs]
        self.lengths = [0]
        for run in runs:
            self.lengths.append(self.lengths[-1] + len(run[0].strip(BLANK)))
        # Those who write code in Markdown by hand write the tags between by hand too.
        self.has_code = any(block.kind in (BlockKind.CODE, BlockKind.TABLE) for block in markdown.blocks) or any(
            span.kind is SpanKind.CODE for span in markdown.spans
        )
        links = [span for span in markdown.spans if span.kind in (SpanKind.LINK, SpanKind.IMAGE)]
        self.link_starts = [span.start for span in links]
        self.link_ends = [span.end for span in links]
        sources = (text[start:end] for start, end in code if not is_drawn(text[start : text.find(">", start, end) + 1]))
        self.linked = linked_names(text)
        self.is_topic = bool(_TOPIC.search(prose)) or any(next(tags(source), None) for source in sources)

    def judge(self, elements: Sequence[Element]) -> list[Element]:
        hidden: set[Element] = set()
        for element in elements:
            parent = element.parent
            if parent and parent.is_pair and (parent.is_opaque or parent in hidden):
                hidden.add(element)
        bare = {element for element in elements if is_bare_caption(self.text, element)}
        hidden.update(bare, (element for element in elements if element.parent in bare))
        visible = [element for element in elements if element not in hidden and not self.is_live(element)]
        left: set[Element] = set()
        left.update(element for element in visible if self.is_left(element, left))
        is_authored = self.has_code or any(element.is_framework for element in elements)
        is_body = not is_authored and (self.is_broken_by_tags(visible) or (not left and self.ends_in_tags(visible)))
        if all(element.name in BLOCKS and element.closer is None for element in left) and len(left) < 2 and not is_body:
            return []  # one "<p>" alone may be a word
        if is_authored:
            hooks = {element for element in left if element.is_hook}
            left -= hooks - self.of_page(hooks, left)
        left = self.without_parts(left)
        if not left and not is_body:
            return []
        left |= self.signs(elements, visible, left, is_authored=is_authored, is_body=is_body)
        return [element for element in elements if element in left]

    def signs(
        self,
        elements: Sequence[Element],
        visible: Sequence[Element],
        left: set[Element],
        *,
        is_authored: bool,
        is_body: bool,
    ) -> set[Element]:
        """Return the elements that Markdown has signs for and that came with the page."""
        is_page = is_body or (not is_authored and self.is_page(left))
        # Who writes Markdown writes paragraphs without tags: headings and lists beside those are the page's as well.
        is_beside = not is_authored and sum(element.name == "p" and element.is_pair for element in left) > 1
        wrappers: dict[Element | None, Element | None] = {None: None}
        for element in elements:
            parent = element.parent
            wrappers[element] = parent if parent and parent.name in WRAPPERS else wrappers[parent]
        found: set[Element] = set()
        for sign in visible:
            wrapper = wrappers[sign]
            is_whole = sign.is_pair or (sign.name in VOID and sign.opener)
            if sign.name not in CONVERTIBLE or not is_whole:
                continue
            # Links lead to an author's anchors, which stand on lines of their own.
            is_anchor = sign.name == "a" and "href" not in sign.attributes
            is_apart = wrapper and self.block(wrapper.start) != self.block(sign.start)
            is_block = is_beside and (
                sign.name in _PAGE_BLOCKS or (sign.parent in found and sign.parent.name in _PAGE_BLOCKS)
            )
            if (wrapper in left if wrapper else is_page or is_block) and not (is_anchor and (is_authored or is_apart)):
                found.add(sign)
        return found

    def is_broken_by_tags(self, visible: Sequence[Element]) -> bool:
        """Tell whether most of the text stands on lines that only tags break: it is what a page held, as it was.

        Who writes ``<br>`` in Markdown writes few, and ends the line behind them.
        """
        found = [
            item for item in visible if item.name == "br" and item.opener and self.text[item.end : item.end + 1] != "\n"
        ]
        counts = Counter(self.line(item.start) for item in found if self.is_own_text(item))
        lines = [line for line, count in counts.items() if count >= _FEW]
        length = self.length_of_lines(lines)
        is_marked = any(item.attributes and item.name in CONVERTIBLE | WRAPPERS for item in visible)
        many = max(counts.values(), default=0) >= _MANY
        return bool(lines) and (is_marked or many) and 2 * length >= self.lengths[-1]

    def ends_in_tags(self, visible: Sequence[Element]) -> bool:
        """Tell whether nearly all lines of the text have a break behind them, on the same line or below it."""
        ends = (item for item in visible if item.name == "br" and item.opener and self.is_own_text(item))
        last = [bisect_left(self.run_starts, item.start) - 1 for item in ends if not self.text_beside(item)[1]]
        lines = {self.line(self.run_starts[run]) for run in last if run >= 0}
        return not self.has_pre and len(lines) >= _MANY and self.length_of_lines(lines) >= _MOST * self.lengths[-1]

    def is_own_text(self, element: Element) -> bool:
        """Tell whether an element stands in text outside of lists, quotes and tables."""
        index = self.block(element.start) - 1
        block = self.blocks[index] if index >= 0 else None
        return block is not None and block.kind in _TEXT_BLOCKS and not block.containers

    def of_page(self, hooks: set[Element], left: set[Element]) -> set[Element]:
        """Return the elements whose class a page gave: it stands round paragraphs, not round captions or labels."""
        groups: dict[tuple[str, str | None, bool], list[Element]] = {}
        for element in hooks:
            key = element.name, element.attributes.get("class"), self.length(element) > 0
            groups.setdefault(key, []).append(element)
        found: set[Element] = set()
        for group in groups.values():
            count = sum(self.is_paragraph(element, left, may_part=len(group) >= _FEW) for element in group)
            is_common = len(group) >= _MANY and self.is_page(group)
            found.update(group if 2 * count >= len(group) or is_common else filter(self.is_body, group))
        return found

    def is_paragraph(self, element: Element, left: set[Element], *, may_part: bool) -> bool:
        """Tell whether an element holds one paragraph of sentences and nothing else, on one line with its tags."""
        if not (element.opener and element.closer and self.fills_lines(element)):
            return False
        start, end = element.opener[1], element.closer[0]
        if may_part:
            start += self.text.startswith("\n", start)
            end -= self.text.endswith("\n", start, end)
        is_outer = element.parent is None or element.parent in left
        # Slices of elements in elements would be as long as all of them together.
        is_line = start < end and self.line(start) == self.line(end)
        is_text = is_outer and is_line and self.length(element) >= _SENTENCE_LENGTH
        return is_text and self.ends_sentence(self.run_ends[bisect_left(self.run_starts, element.closer[0]) - 1])

    def ends_sentence(self, offset: int) -> bool:
        """Tell whether a sentence ends right before the offset."""
        return _SENTENCE_END.search(self.prose[max(offset - _END_LENGTH, 0) : offset]) is not None

    def is_body(self, element: Element) -> bool:
        """Tell whether the whole article, at most without its title, stands in an element."""
        return element.is_pair and element.end >= self.text_end and self.block(element.start) <= 2

    def without_parts(self, left: set[Element]) -> set[Element]:
        """Drop what belongs to an element that an author wrote: a figure's caption, lines without a blank one."""
        result: set[Element] = set()
        for element in sorted(left, key=lambda item: item.start):
            parent = element.parent
            is_part = parent and (
                (element.name == "figcaption" and parent.name == "figure")
                or (parent.name in WRAPPERS and self.block(parent.start) == self.block(element.start))
            )
            if not is_part or parent in result:
                result.add(element)
        return result

    def block(self, offset: int) -> int:
        return bisect_right(self.block_starts, offset)

    def is_live(self, element: Element) -> bool:
        """Tell whether a framework or a link needs the element, or whether Markdown's own syntax surrounds it."""
        first = bisect_left(self.components, element.start)
        holds_component = first < len(self.components) and self.components[first] < element.end
        is_sign = element.name in BLOCKS or element.name in CONVERTIBLE
        is_needed = element.is_framework or (self.linked and is_linked(self.text, element, self.linked))
        return is_needed or holds_component or (is_sign and self.is_in_link(element.start))

    def is_in_link(self, offset: int) -> bool:
        index = bisect_right(self.link_starts, offset) - 1
        return index >= 0 and offset < self.link_ends[index]

    def is_left(self, element: Element, left: set[Element]) -> bool:
        """Tell whether an element that lays out a page is one, not a word of the article."""
        if element.opener is None and element.name in VOID:
            return not self.is_between_words(element)
        hollow = is_hollow(self.text, element)
        if element.name not in WRAPPERS and not hollow:
            return False
        length = self.length(element)
        # What touches the word before it is no word itself.
        is_word = self.is_between_words(element) and (not hollow or self.text[element.start - 1].isspace())
        if not element.attributes and is_word and (not element.is_pair or length <= _WORD_LENGTH):
            return False
        is_long = length > _WORD_LENGTH and element.end - element.start - len(element.source) > _SAMPLE_LENGTH
        # Where samples stand in code, tags elsewhere are none, unless a name is all they say.
        is_shown = not (self.has_code and (element.attributes or not element.is_pair))
        is_rest = element.opener is None and self.ends_sentence(element.start) and not self.text_beside(element)[1]
        is_sample = self.is_topic and is_shown and not is_rest and not (is_long and self.fills_lines(element))
        return not is_sample or element.parent in left

    def length(self, element: Element) -> int:
        """Return how much text stands in an element."""
        return self.length_between(element.start, element.end)

    def length_between(self, start: int, end: int) -> int:
        return self.lengths[bisect_left(self.run_starts, end)] - self.lengths[bisect_left(self.run_starts, start)]

    def length_of_lines(self, lines: Iterable[int]) -> int:
        starts = [*self.line_starts, len(self.text)]
        return sum(self.length_between(starts[line - 1], starts[line]) for line in lines)

    def text_beside(self, element: Element) -> tuple[bool, bool]:
        """Tell whether text stands before and behind the element on its lines."""
        before = bisect_left(self.run_starts, element.start) - 1
        after = bisect_left(self.run_starts, element.end)
        return (
            before >= 0 and self.line(self.run_starts[before]) == self.line(element.start),
            after < len(self.run_starts) and self.line(self.run_starts[after]) == self.line(element.end - 1),
        )

    def is_between_words(self, element: Element) -> bool:
        return all(self.text_beside(element)) and self.touches_text(element)

    def touches_text(self, element: Element) -> bool:
        """Tell whether no other tag stands next to the element on both sides."""
        before = bisect_left(self.run_starts, element.start) - 1
        after = bisect_left(self.run_starts, element.end)
        return self.run_ends[before] == element.start and self.run_starts[after] == element.end

    def fills_lines(self, element: Element) -> bool:
        return element.is_pair and not any(self.text_beside(element))

    def is_page(self, left: Iterable[Element]) -> bool:
        """Tell whether at least half of the article's blocks hold tags of the page."""
        held = {bisect_right(self.text_starts, element.start) for element in left if element.opener}
        return 2 * len(held) >= len(self.text_starts)

    def line(self, offset: int) -> int:
        return bisect_right(self.line_starts, offset)
