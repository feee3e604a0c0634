"""Which tags of HTML a page left in the text, and which an author put there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from lint.views.lines import BLANK, Line
from lint.views.markdown import BlockKind, Markdown, SpanKind
from lint.views.markup.elements import BLOCKS, CONVERTIBLE, VOID, WRAPPERS, Element, find_elements
from lint.views.markup.html import tags
from lint.views.zones import FILLER, Zone, ZoneKind

_TOPIC = re.compile(
    r"(?<![a-z])(?:x?html|css|jsx|dom|xml)\d?(?![a-z])|\btags?\b|标签|標籤|元素|タグ|태그", re.IGNORECASE
)
# A component that does not stand in a sentence.
_COMPONENT = re.compile(r"(?:^|>)[ \t]*</?[A-Z][A-Z0-9_]*[a-z]\w*[\s/>]", re.ASCII | re.MULTILINE)
_TEXT = re.compile(rf"[^{FILLER}\n]+")
_SAMPLE_LENGTH = 20
"""What an article about HTML shows as a sample is shorter than what a page wraps, a paragraph."""
_MANY = 5
"""Fewer classes than these may be an author's own, even in a short text."""
_WORD_LENGTH = 5
"""``<p> and </p>`` speaks of tags."""


def find_page_elements(
    text: str, prose: str, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]
) -> list[Element]:
    """Return the elements that a page left, in order of their first tag."""
    markup = [(zone.start, zone.end) for zone in zones if zone.kind is ZoneKind.HTML]
    elements = find_elements(text, markup) if markup else ()
    if not any(element.name in WRAPPERS or element.opener is None for element in elements):
        return []
    return _Judge(text, prose, lines, markdown, zones).judge(elements)


class _Judge:
    def __init__(self, text: str, prose: str, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]) -> None:
        self.line_starts = [line.start for line in lines]
        self.blocks = markdown.blocks
        self.block_starts = [block.start for block in markdown.blocks]
        self.components = [match.end() for match in _COMPONENT.finditer(text)]
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
        code = (text[zone.start : zone.end] for zone in zones if zone.kind is ZoneKind.CODE)
        self.is_topic = bool(_TOPIC.search(prose)) or any(next(tags(source), None) for source in code)

    def judge(self, elements: Sequence[Element]) -> list[Element]:
        hidden: set[Element] = set()
        for element in elements:
            parent = element.parent
            if parent and parent.is_pair and (parent.is_opaque or parent in hidden):
                hidden.add(element)
        visible = [element for element in elements if element not in hidden and not self.is_live(element)]
        left: set[Element] = set()
        left.update(element for element in visible if self.is_left(element, left))
        if all(element.name in BLOCKS and element.closer is None for element in left) and len(left) < 2:
            return []  # one "<p>" alone may be a word
        is_authored = self.has_code or any(element.is_framework for element in elements)
        if is_authored:
            hooks = {element for element in left if element.is_hook}
            left -= hooks if len(hooks) < _MANY or not self.is_page(hooks) else set()
        left = self.without_parts(left)
        if not left:
            return []
        is_page = not is_authored and self.is_page(left)
        wrappers: dict[Element | None, Element | None] = {None: None}
        for element in elements:
            parent = element.parent
            wrappers[element] = parent if parent and parent.name in WRAPPERS else wrappers[parent]
        for sign in visible:
            wrapper = wrappers[sign]
            is_whole = sign.is_pair or (sign.name in VOID and sign.opener)
            is_anchor = sign.name == "a" and "href" not in sign.attributes
            if sign.name not in CONVERTIBLE or not is_whole or (is_anchor and is_authored):
                continue
            if wrapper in left if wrapper else is_page:
                left.add(sign)
        return [element for element in elements if element in left]

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
        return element.is_framework or holds_component or (is_sign and self.is_in_link(element.start))

    def is_in_link(self, offset: int) -> bool:
        index = bisect_right(self.link_starts, offset) - 1
        return index >= 0 and offset < self.link_ends[index]

    def is_left(self, element: Element, left: set[Element]) -> bool:
        """Tell whether an element that lays out a page is one, not a word of the article."""
        if element.opener is None and element.name in VOID:
            return not self.is_between_words(element)
        if element.name not in WRAPPERS:
            return False
        length = self.length(element)
        is_bare = not element.attributes
        if is_bare and self.is_between_words(element) and (not element.is_pair or length <= _WORD_LENGTH):
            return False
        is_long = length > _WORD_LENGTH and element.end - element.start - len(element.source) > _SAMPLE_LENGTH
        return not self.is_topic or element.parent in left or (is_long and self.fills_lines(element))

    def length(self, element: Element) -> int:
        """Return how much text stands in an element."""
        return (
            self.lengths[bisect_left(self.run_starts, element.end)]
            - self.lengths[bisect_left(self.run_starts, element.start)]
        )

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
        kinds = (BlockKind.PARAGRAPH, BlockKind.HTML)
        starts = [block.start for block in self.blocks if block.kind in kinds]
        held = {bisect_right(starts, element.start) for element in left if element.opener}
        return 2 * len(held) >= len(starts)

    def line(self, offset: int) -> int:
        return bisect_right(self.line_starts, offset)
