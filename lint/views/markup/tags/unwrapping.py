"""Taking away the tags that a page left, line by line, where that does no harm."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lint.edit import Edit
from lint.views.lines import Line
from lint.views.markdown import Markdown
from lint.views.markup.spans import merged
from lint.views.markup.tags.convertible import convertible
from lint.views.markup.tags.edits import Changes, find_changes
from lint.views.markup.tags.elements import Element
from lint.views.markup.tags.gaps import find_gaps
from lint.views.markup.tags.harm import find_harmful
from lint.views.markup.tags.residue import find_page_elements
from lint.views.markup.tags.tagged_text import TaggedText, tagged_text, tags_of
from lint.views.zones import Zone

_MAX_ROUNDS = 5


class Unwrapping(NamedTuple):
    """Tags of a page in ``start`` to ``end``; ``edits`` take them away, and are empty where that might do harm."""

    start: int
    end: int
    names: tuple[str, ...]
    edits: tuple[Edit, ...]


def find_unwrappings(  # noqa: PLR0913, PLR0917 - the views of a document that it needs
    text: str, prose: str, body: int, lines: Sequence[Line], markdown: Markdown, zones: Sequence[Zone]
) -> tuple[Unwrapping, ...]:
    """Return the tags that a page left round its text, in order, those of a line together.

    Tags whose loss might do harm stay, and are reported all the same.
    """
    elements = find_page_elements(text, prose, lines, markdown, zones)
    if not elements:
        return ()
    page = tagged_text(text, body, lines, markdown.blocks, zones)
    removed, changes = _harmless(page, elements)
    return tuple(_by_line(page, elements, removed, changes))


def _harmless(page: TaggedText, elements: Sequence[Element]) -> tuple[frozenset[Element], Changes]:
    """Return the elements that may go, and what takes them away; one that stays changes what the others leave."""
    active = convertible(page, elements)
    for _ in range(_MAX_ROUNDS):
        spans = merged((element.start, element.end) for element in active if element.is_pair)
        gaps = find_gaps(page, active, spans)
        changes = find_changes(page, active, gaps)
        harmful = find_harmful(page, active, gaps, [change.edit for change in changes.changes], spans)
        harmful.update(changes.lost)
        if not harmful:
            return frozenset(active), changes
        active = [element for element in active if element not in harmful]
    return frozenset(), Changes((), (), ())


def _by_line(
    page: TaggedText, elements: Sequence[Element], removed: frozenset[Element], changes: Changes
) -> Iterator[Unwrapping]:
    """Yield the tags of each line, of several where a pair spans them, with the edits that belong to them."""
    spans = merged((first, last + 1) for first, last in changes.joints)
    starts = [first for first, _ in spans]

    def group(line: int) -> int:
        index = bisect_right(starts, line) - 1
        return spans[index][0] if index >= 0 and line < spans[index][1] else line

    edits: dict[int, list[Edit]] = {}
    for change in changes.changes:
        edits.setdefault(group(change.line), []).append(change.edit)
    all_tags = sorted(tag for element in elements for tag in tags_of(element))
    for line, tags in groupby(all_tags, key=lambda tag: group(page.line(tag.start))):
        found = list(tags)
        gone = [tag for tag in found if tag.element in removed]
        own = tuple(edits.get(line, ())) if gone else ()
        first = (gone or found)[0]
        names = tuple(dict.fromkeys(tag.element.name for tag in gone or found))
        if own or not gone:
            yield Unwrapping(first.start, first.end, names, own)
