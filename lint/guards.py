"""Guards: what must be the same before and after a fix, or the fix is not written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container as Collection
from collections.abc import Iterator, Sequence

from lint.document import Document
from lint.edit import EditMap, Kept
from lint.views.markdown import BlockKind, Container

Structure = tuple["BlockKind | None", int, tuple[Container, ...]]

_NONE: Structure = (None, 0, ())


def broken_guard(
    before: Document, after: Document, edits: EditMap, creates: Collection[BlockKind | Container]
) -> str | None:
    """Return what a fix would break, or None if it breaks nothing.

    ``creates`` are the kinds of blocks that the applied rules restore on purpose.
    """
    raw = _raw_html(before) if BlockKind.PARAGRAPH in creates else []
    for kept in edits.kept:
        for piece in _outside(kept, raw):
            changed = _first_changed(before.prose, after.prose, piece)
            if changed is not None:
                return f"a protected zone would begin or end elsewhere in line {before.positions.line(changed)}"
    old, new = _structure(before), _structure(after)
    blank = -1
    for number, (line, (was, start)) in enumerate(zip(before.lines, old, strict=True)):
        blank = line.start if line.blank else blank
        first = _first_kept(before.text, max(line.start, start), line.end, edits)
        if first is None:
            continue
        now, _ = new[after.positions.line(first) - 1]
        if blank >= start and _is_set_apart(was, now):
            continue
        if was != now and was[0] is not BlockKind.HTML and not _is_created(was, now, creates):
            return f"line {number + 1} would become {_words(now)} instead of {_words(was)}"
    return None


def _first_changed(before: str, after: str, piece: Kept) -> int | None:
    """Return where the old prose of a piece first differs from the new one."""
    length = piece.old_end - piece.old_start
    old, new = before[piece.old_start : piece.old_end], after[piece.new_start : piece.new_start + length]
    if old == new:
        return None
    same = next((number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    return piece.old_start + same


def _raw_html(document: Document) -> list[tuple[int, int]]:
    """Return the blocks of HTML in order: what they hold is no Markdown before a rule makes paragraphs of it."""
    return [(block.start, block.end) for block in document.markdown.blocks if block.kind is BlockKind.HTML]


def _outside(piece: Kept, spans: Sequence[tuple[int, int]]) -> Iterator[Kept]:
    """Yield the parts of a piece that lie in none of the spans."""
    position = piece.old_start
    # A slice would copy what may be all spans of a long text, for each piece.
    for number in range(bisect_right(spans, position, key=lambda span: span[1]), len(spans)):
        start, end = spans[number]
        if start >= piece.old_end:
            break
        if start > position:
            yield Kept(position, start, piece.new_start + position - piece.old_start)
        position = max(position, end)
    if position < piece.old_end:
        yield Kept(position, piece.old_end, piece.new_start + position - piece.old_start)


def _structure(document: Document) -> list[tuple[Structure, int]]:
    """Return for each line what block it belongs to, and where that begins behind the markers of its containers."""
    result = [(_NONE, 0)] * len(document.lines)
    for block in document.markdown.blocks:
        first = document.positions.line(block.start) - 1
        last = document.positions.line(max(block.end - 1, block.start)) - 1
        own = (block.kind, block.level, block.containers), block.start
        result[first : last + 1] = [own] * (last - first + 1)
    return result


def _first_kept(text: str, start: int, end: int, edits: EditMap) -> int | None:
    for offset in range(start, end):
        if not text[offset].isspace() and (moved := edits.new_offset(offset)) is not None:
            return moved
    return None


def _is_created(was: Structure, now: Structure, creates: Collection[BlockKind | Container]) -> bool:
    kind = now[0] is was[0] or now[0] in creates
    containers = all(container in was[2] or container in creates for container in now[2])
    return kind and containers and len(now[2]) >= len(was[2])


def _is_set_apart(was: Structure, now: Structure) -> bool:
    """Tell whether a paragraph leaves the list or quote that it was drawn into, or a rule the heading of nothing.

    To Markdown, a line of characters that show as nothing ends no list, and is a heading above ``---``; to a reader it
    is blank.
    """
    if was[0] is BlockKind.HEADING and now[0] is BlockKind.RULE:
        return was[2] == now[2]
    return was[:2] == now[:2] and was[0] is BlockKind.PARAGRAPH and now[2] == was[2][: len(now[2])]


def _words(structure: Structure) -> str:
    kind, level, containers = structure
    name = "no block" if kind is None else f"{kind.value}{f' {level}' if level else ''}"
    return " in a ".join([name, *(container.value for container in reversed(containers))])
