"""Taking away the tags that a page left, and what stands in their place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lint.edit import Edit, EditMap, apply_edits
from lint.views.elements import BLOCKS, Element
from lint.views.lines import BLANK, Line
from lint.views.links import real_address
from lint.views.markdown import Block, BlockKind, Markdown, opens_block
from lint.views.residue import find_page_elements
from lint.views.zones import Zone, ZoneKind

_SPACE = " \t\n"
_MARKERS = frozenset("-*+>#.)0123456789 \t")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "strike": "~~"}
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_NO_ADDRESS = re.compile(r"\s*(?:javascript:|#|$)", re.IGNORECASE)
_AWKWARD = re.compile(r"[\s()]")
_RAW = (BlockKind.HTML, BlockKind.INDENTED_CODE)
# A sentence that ends with its line, and text on the next one.
_LINE_OF_TEXT = re.compile("[.!?\u2026\u3002\uff01\uff1f\u201d\u300d\u300f]\\n(?=[^\\s<])")
_MAX_ROUNDS = 5
_LONGEST_MARK = 1000


class Unwrapping(NamedTuple):
    """Tags of a page in ``start`` to ``end``; ``edits`` take them away, and are empty where that might do harm."""

    start: int
    end: int
    names: tuple[str, ...]
    edits: tuple[Edit, ...]


class _Tag(NamedTuple):
    start: int
    end: int
    element: Element
    opens: bool

    @property
    def is_block(self) -> bool:
        return self.element.name in BLOCKS


class _Gap(NamedTuple):
    """Tags with nothing but white space between them, and with the white space round them: ``start`` to ``end``."""

    start: int
    end: int
    tags: tuple[_Tag, ...]
    separator: str
    """What parts the text before from the text behind when the tags are gone."""

    @property
    def parts_blocks(self) -> bool:
        return "\n\n" in self.separator


class _Change(NamedTuple):
    edit: Edit
    line: int
    """The line that reports it."""


def find_unwrappings(  # noqa: PLR0913, PLR0917 - the views of a document that it needs
    text: str, prose: str, body: int, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]
) -> tuple[Unwrapping, ...]:
    """Return the tags that a page left round its text, in order, those of a line together."""
    elements = find_page_elements(text, prose, lines, markdown, zones)
    if not elements:
        return ()
    return tuple(_Unwrapper(text, body, lines, markdown.blocks, zones).unwrap(elements))


class _Unwrapper:
    def __init__(
        self, text: str, body: int, lines: Sequence[Line], blocks: Sequence[Block], zones: Sequence[Zone]
    ) -> None:
        self.text = text
        self.body = body
        self.line_starts = [line.start for line in lines]
        self.blank_lines = [line.start for line in lines if line.blank]
        self.blocks = blocks
        self.block_starts = [block.start for block in blocks]
        code = (ZoneKind.CODE, ZoneKind.TABLE)
        self.address_ends = frozenset(zone.end for zone in zones if zone.kind is ZoneKind.URL)
        self.spans: list[tuple[int, int]] = []
        self.code = [(zone.start, zone.end) for zone in zones if zone.kind in code]
        # Where more sentences end at a line end than at a blank line, the lines are the paragraphs.
        self.line_break = "\n" if len(_LINE_OF_TEXT.findall(text)) > len(self.blank_lines) else "\n\n"

    def unwrap(self, elements: Sequence[Element]) -> Iterator[Unwrapping]:
        """Yield what is to be reported; tags whose loss might do harm stay, and are reported all the same."""
        active = self.without_awkward(elements)
        for _ in range(_MAX_ROUNDS):
            self.spans = _merged((element.start, element.end) for element in active if element.is_pair)
            gaps = self.gaps(active)
            changes, joints = self.changes(active, gaps)
            harmful = self.harmful(active, gaps, changes)
            if not harmful:
                break
            active = [element for element in active if element not in harmful]
        else:
            active, changes, joints = [], [], []
        yield from self.grouped(elements, set(active), changes, joints)

    # Elements that Markdown could not express.

    def without_awkward(self, elements: Sequence[Element]) -> list[Element]:
        block_starts = [element.start for element in elements if element.name in BLOCKS]
        break_starts = [element.start for element in elements if element.name == "br"]
        dropped: set[Element] = set()
        for element in elements:
            inner = self.inner(element)
            blocks = _count(block_starts, *inner) if inner else 0
            if element.parent in dropped and element.parent.name in _LISTS | {"li"}:
                dropped.add(element)
            elif element.name == "a" and inner:
                if blocks or _count(break_starts, *inner) > 1 or _count(self.blank_lines, *inner):
                    dropped.add(element)
            elif element.name in _HEADINGS:
                if not inner or blocks or _count(self.line_starts, *self.trimmed(*inner)):
                    dropped.add(element)
            elif (
                (element.name in _LISTS and not self.is_simple_list(element, elements))
                or (element.name == "li" and (not element.parent or element.parent.name not in _LISTS))
                or (element.name == "br" and self.block_at(element.start)[1])
            ):
                dropped.add(element)
        return [element for element in elements if element not in dropped]

    def is_simple_list(self, element: Element, elements: Sequence[Element]) -> bool:
        """Tell whether a list holds items of one paragraph each, and nothing between them."""
        if not element.is_pair:
            return False
        first = bisect_right(elements, element.start, key=lambda item: item.start)
        item: Element | None = None
        position = self.inner(element)[0]  # type: ignore[index]
        while first < len(elements) and elements[first].start < element.end:
            inside = elements[first]
            first += 1
            if inside.name == "li" and inside.parent is element and inside.is_pair:
                if self.text[position : inside.start].strip(_SPACE):
                    return False
                item, position, blocks = inside, inside.end, 0
                start, end = self.trimmed(*self.inner(inside))  # type: ignore[misc]
                if _count(self.line_starts, start, end):
                    return False
            elif inside.name in BLOCKS or inside.name == "br":
                blocks = blocks + 1 if item else 2
                if blocks > 1 or inside.name in _LISTS or inside.name in _HEADINGS or inside.name == "br":
                    return False
        return item is not None and not self.text[position : element.closer[0]].strip(_SPACE)  # type: ignore[index]

    def inner(self, element: Element) -> tuple[int, int] | None:
        return (element.opener[1], element.closer[0]) if element.opener and element.closer else None

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        inner = self.text[start:end]
        return start + len(inner) - len(inner.lstrip(_SPACE)), end - len(inner) + len(inner.rstrip(_SPACE))

    def block_at(self, offset: int) -> tuple[BlockKind | None, tuple[object, ...]]:
        index = bisect_right(self.block_starts, offset) - 1
        if index < 0 or self.blocks[index].end < offset:
            return None, ()
        return self.blocks[index].kind, self.blocks[index].containers

    # Gaps, and what parts the text there.

    def gaps(self, active: Sequence[Element]) -> list[_Gap]:
        tags = sorted(tag for element in active if element.name != "img" for tag in _tags(element))
        groups: list[list[_Tag]] = []
        for tag in tags:
            if groups and self.is_joined(groups[-1][-1], tag):
                groups[-1].append(tag)
            else:
                groups.append([tag])
        result = []
        for index, group in enumerate(groups):
            before = groups[index - 1][-1].end if index else self.body
            after = groups[index + 1][0].start if index + 1 < len(groups) else len(self.text)
            left = self.text[before : group[0].start]
            right = self.text[group[-1].end : after]
            start = before + len(left.rstrip(_SPACE))
            end = after - len(right.lstrip(_SPACE)) if right.strip(_SPACE) else after
            at_start = not index and start == before
            at_end = index + 1 == len(groups) and end == after
            separator = self.separator(group, start, end, at_start=at_start, at_end=at_end)
            result.append(_Gap(start, end, tuple(group), separator))
        return result

    def is_joined(self, first: _Tag, second: _Tag) -> bool:
        between = self.text[first.end : second.start]
        # Between blocks white space of any kind is nothing; in front of a word it may be an indent.
        return not between.strip(BLANK + "\n" if first.is_block and second.is_block else _SPACE)

    def separator(  # noqa: PLR0911 - one answer for each place that tags stand in
        self, tags: Sequence[_Tag], start: int, end: int, *, at_start: bool, at_end: bool
    ) -> str:
        ends = [start, *(offset for tag in tags for offset in (tag.start, tag.end)), end]
        spaces = [self.text[ends[index] : ends[index + 1]] for index in range(0, len(ends), 2)]
        most = max(spaces, key=lambda space: space.count("\n"))
        has_block = any(tag.is_block for tag in tags)
        breaks = sum(tag.element.name == "br" for tag in tags)
        if at_start or self.is_behind_marker(tags[0].start):
            return spaces[0]
        if at_end:
            return spaces[-1]
        if most.count("\n") > 1:
            indent = len(spaces[0]) - len(spaces[0].lstrip(" \t"))
            return spaces[0][:indent] + most.strip(" \t")
        if has_block:
            if "\n" in most and (self.block_at(tags[0].start)[1] or self.begins_block(end)):
                return "\n"
            is_item = tags[-1].element.name == "li" and tags[0].element.name == "li" and len(tags) > 1
            return "\n" if is_item else self.line_break if most else "\n\n"
        if breaks:
            return "\n\n" if breaks > 1 else "  \n"
        filled = [space for space in spaces if space]
        return most if "\n" in most else filled[0] if len(filled) == 1 else " " * bool(filled)

    def begins_block(self, offset: int) -> bool:
        """Tell whether Markdown's own syntax begins on the line behind the tags, where no tag stands round it."""
        line_end = self.text.find("\n", offset, offset + _LONGEST_MARK)
        line = self.text[offset : line_end if line_end >= 0 else offset + _LONGEST_MARK]
        is_first = self.text[offset - 1 : offset] in ("\n", " ")
        return is_first and not _is_inside(self.spans, offset) and opens_block(line)

    def is_behind_marker(self, offset: int) -> bool:
        """Tell whether only the markers of a list, a quote or a heading stand before the offset on its line."""
        line_start = self.text.rfind("\n", max(offset - 20, 0), offset) + 1
        before = self.text[line_start:offset]
        kind, containers = self.block_at(offset)
        is_marked = bool(containers) or kind is BlockKind.HEADING
        return is_marked and bool(before.strip()) and len(before) < 20 and set(before) <= _MARKERS

    # Edits.

    def changes(self, active: Sequence[Element], gaps: Sequence[_Gap]) -> tuple[list[_Change], list[tuple[int, int]]]:
        """Return the edits, each with its line, and the lines whose edits belong together."""
        place = {(tag.element, tag.opens): index for index, gap in enumerate(gaps) for tag in gap.tags}
        signs = self.signs(active, gaps, place)
        changes = [self.change(gap, signs) for gap in gaps]
        joints = [
            (changes[place[element, True]].line, changes[place[element, False]].line)
            for element, opens in signs
            if not opens and place[element, True] != place[element, False]
        ]
        joints += (
            (self.line(element.start), self.line(element.end))
            for element in active
            if element.name == "figure" and element.is_pair
        )
        changes += (
            _Change(Edit(element.start, element.end, _image(element)), self.line(element.start))
            for element in active
            if element.name == "img"
        )
        changes += self.dedents(active, gaps)
        return sorted(change for change in changes if change.edit.start < change.edit.end or change.edit.text), joints

    def signs(
        self, active: Sequence[Element], gaps: Sequence[_Gap], place: dict[tuple[Element, bool], int]
    ) -> dict[tuple[Element, bool], str]:
        """Return what Markdown writes for the tags that it has signs for."""
        parted = [index for index, gap in enumerate(gaps) if gap.parts_blocks]
        signs: dict[tuple[Element, bool], str] = {}
        numbers: dict[Element, int] = {}
        marks: dict[Element | None, frozenset[str]] = {None: frozenset()}
        for element in active:
            marks[element] = outer = marks.get(element.parent, frozenset())
            if element.name in _HEADINGS:
                signs[element, True] = _HEADINGS[element.name]
            elif element.name == "li" and element.parent:
                numbers[element.parent] = numbers.get(element.parent, 0) + 1
                signs[element, True] = "- " if element.parent.name == "ul" else f"{numbers[element.parent]}. "
            if not element.is_pair or element.name in BLOCKS:
                continue
            first, last = place[element, True], place[element, False]
            if element.name == "a":
                signs.update(self.link(element, gaps[first], gaps[last]))
            elif element.name in _MARKS and first < last:
                is_whole = bisect_left(parted, last) == bisect_right(parted, first) and not _count(
                    self.blank_lines, gaps[first].end, gaps[last].start
                )
                mark = _MARKS[element.name]
                if is_whole and mark not in outer and self.flanks(gaps[first], gaps[last]):
                    signs[element, True] = signs[element, False] = mark
                    marks[element] = outer | {mark}
        return signs

    def link(self, element: Element, first: _Gap, last: _Gap) -> Iterator[tuple[tuple[Element, bool], str]]:
        address = re.sub(r"\s*\n\s*", "", element.attributes.get("href", "")).strip()
        text = self.text[first.end : last.start]
        if _NO_ADDRESS.match(address):
            return
        if text == address and "://" in address:
            # Words that follow at once would become part of a bare address.
            if not last.separator and self.text[last.end : last.end + 1].isalnum():
                yield (element, True), "<"
                yield (element, False), ">"
            return
        yield (element, True), "["
        yield (element, False), f"]({_target(address)})"

    def flanks(self, first: _Gap, last: _Gap) -> bool:
        """Tell whether CommonMark would read the signs as emphasis: a space or a sign must part them from words."""
        before = first.separator[-1:] or self.text[first.start - 1 : first.start] or " "
        after = last.separator[:1] or self.text[last.end : last.end + 1] or " "
        inner_first, inner_last = self.text[first.end], self.text[last.start - 1]
        opens = inner_first.isalnum() or (not inner_first.isspace() and not before.isalnum())
        closes = inner_last.isalnum() or (not inner_last.isspace() and not after.isalnum())
        return opens and closes and "*" not in (before, after, inner_first, inner_last)

    def change(self, gap: _Gap, signs: dict[tuple[Element, bool], str]) -> _Change:
        left = "".join(signs.get((tag.element, False), "") for tag in gap.tags if not tag.opens)
        right = "".join(signs.get((tag.element, True), "") for tag in gap.tags if tag.opens)
        here = [tag.element for tag in gap.tags if tag.opens and (tag.element, False) in signs]
        hollow = [element for element in here if element.closer and element.closer[1] <= gap.end]
        for element in hollow:  # a link without text has both its tags here
            left = left.replace(signs[element, False], "", 1)
            right = right.replace("[", "", 1)
        empty = "".join(f"[{signs[element, False]}" for element in hollow)
        if not gap.separator and left and left == right and not empty:
            left = right = ""
        new = left + gap.separator + empty + right
        old = self.text[gap.start : gap.end]
        # What stays the same is no part of the edit, so that edits side by side do not touch.
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        edit = Edit(gap.start + head, gap.end - tail, new[head : len(new) - tail])
        return _Change(edit, self.line(gap.tags[0].start))

    def dedents(self, active: Sequence[Element], gaps: Sequence[_Gap]) -> Iterator[_Change]:
        """Yield edits that take the page's own indentation away: behind a blank line it would be code."""
        spans = _merged((element.start, element.end) for element in active if element.name in BLOCKS)
        span_starts = [start for start, _ in spans]
        gap_starts = [gap.start for gap in gaps]
        for block in self.blocks:
            if block.kind not in _RAW or block.containers:
                continue
            first, last = self.line(block.start) - 1, bisect_left(self.line_starts, block.end)
            for start in self.line_starts[first:last]:
                end = start
                while self.text[end : end + 1] in (" ", "\t"):
                    end += 1
                span = bisect_right(span_starts, start) - 1
                gap = bisect_right(gap_starts, end) - 1
                is_inside = span >= 0 and start < spans[span][1]
                is_covered = gap >= 0 and start < gaps[gap].end
                if start < end and is_inside and not is_covered and not _is_inside(self.code, start):
                    yield _Change(Edit(start, end, ""), self.line(gaps[max(gap, 0)].tags[0].start))

    # What the text would become.

    def harmful(self, active: Sequence[Element], gaps: Sequence[_Gap], changes: Sequence[_Change]) -> set[Element]:
        """Return the elements without which a line would become code, a heading, a list or the like by accident."""
        edits = [change.edit for change in changes]
        after = apply_edits(self.text, edits)
        moved = EditMap(edits, len(self.text))
        raw = [(block.start, block.end) for block in self.blocks if block.kind in _RAW and not block.containers]
        tag_starts = sorted(tag.start for gap in gaps for tag in gap.tags)
        offsets = {gap.end for gap in gaps if gap.end < len(self.text) and not self.begins_block(gap.end)}
        for start, end in raw:
            if _count(tag_starts, start - 1, end):
                first, last = self.line(start) - 1, bisect_left(self.line_starts, end)
                inside = (line for line in self.line_starts[first:last] if _is_inside(self.spans, line))
                offsets.update(self.first_text(line) for line in inside)
        bad = [offset for offset in sorted(offsets) if self.is_accident(offset, after, moved)]
        bad += (gap.start for gap in gaps if self.is_glued(gap) or self.lengthens_address(gap))
        bad.sort()
        if not bad:
            return set()
        return {
            element
            for element in active
            if any(_count(bad, tag.start - 1, self.reach(tag.end)) for tag in _tags(element))
            or (element.name in BLOCKS and _count(bad, element.start - 1, element.end))
        }

    def is_accident(self, offset: int, after: str, moved: EditMap) -> bool:
        new = moved.new_offset(offset)
        if new is None:
            return False
        line_start = after.rfind("\n", max(new - _LONGEST_MARK, 0), new) + 1
        if after[line_start:new].strip(" \t") or after[new] == "<":
            return False
        line_end = after.find("\n", new, new + _LONGEST_MARK)
        line = after[line_start : line_end if line_end >= 0 else new + _LONGEST_MARK]
        old_start = self.line_starts[self.line(offset) - 1]
        was_first = not self.text[old_start:offset].strip(" \t") if offset - old_start < _LONGEST_MARK else False
        return opens_block(line) and not (was_first and self.block_at(offset)[0] not in _RAW)

    def is_glued(self, gap: _Gap) -> bool:
        """Tell whether two blocks would have to part inside a list or a quote, where a line needs its marker."""
        if not gap.parts_blocks or not self.block_at(gap.tags[0].start)[1]:
            return False
        return "\n" not in self.text[gap.start : gap.end]

    def lengthens_address(self, gap: _Gap) -> bool:
        """Tell whether an address in the text and the words behind the tags would become one."""
        is_link = any(tag.element.name == "a" for tag in gap.tags)
        return gap.start in self.address_ends and not gap.separator and not is_link and gap.end < len(self.text)

    def reach(self, offset: int) -> int:
        """Return the end of the block that a tag stands in."""
        index = bisect_right(self.block_starts, offset) - 1
        return max(offset, self.blocks[index].end) if index >= 0 else offset

    def first_text(self, offset: int) -> int:
        while self.text[offset : offset + 1] in (" ", "\t"):
            offset += 1
        return offset

    def line(self, offset: int) -> int:
        return bisect_right(self.line_starts, offset)

    # What is reported.

    def grouped(
        self,
        elements: Sequence[Element],
        active: set[Element],
        changes: Sequence[_Change],
        joints: Sequence[tuple[int, int]],
    ) -> Iterator[Unwrapping]:
        """Yield the tags of each line, of several where a pair spans them, with the edits that belong to them."""
        spans = _merged((first, last + 1) for first, last in joints)
        starts = [first for first, _ in spans]

        def group(line: int) -> int:
            index = bisect_right(starts, line) - 1
            return spans[index][0] if index >= 0 and line < spans[index][1] else line

        edits: dict[int, list[Edit]] = {}
        for change in changes:
            edits.setdefault(group(change.line), []).append(change.edit)
        all_tags = sorted(tag for element in elements for tag in _tags(element))
        for line, tags in groupby(all_tags, key=lambda tag: group(self.line(tag.start))):
            found = list(tags)
            gone = [tag for tag in found if tag.element in active]
            own = tuple(edits.get(line, ())) if gone else ()
            first = (gone or found)[0]
            names = tuple(dict.fromkeys(tag.element.name for tag in gone or found))
            if own or not gone:
                yield Unwrapping(first.start, first.end, names, own)


def _tags(element: Element) -> Iterator[_Tag]:
    if element.opener:
        yield _Tag(*element.opener, element, opens=True)
    if element.closer:
        yield _Tag(*element.closer, element, opens=False)


def _image(element: Element) -> str:
    attributes = element.attributes
    alt = " ".join(attributes.get("alt", "").split()).replace("[", "\\[").replace("]", "\\]")
    return f"![{alt}]({_target(real_address(element))})"


def _target(address: str) -> str:
    if not _AWKWARD.search(address):
        return address
    return "<" + address.replace("<", "%3C").replace(">", "%3E").replace("\n", "") + ">"


def _common(first: str, second: str) -> int:
    """Return how much white space two strings begin with alike; a sign may be a tag's here and a link's there."""
    length = min(len(first), len(second))
    return next(
        (index for index in range(length) if first[index] != second[index] or first[index] not in _SPACE), length
    )


def _count(starts: Sequence[int], after: int, before: int) -> int:
    """Return how many of the sorted numbers lie between the two, both excluded."""
    return max(bisect_left(starts, before) - bisect_right(starts, after), 0)


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def _is_inside(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]
