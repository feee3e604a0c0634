"""Emphasis markers that CommonMark leaves in the text as characters, and what became of them.

Parsed once and by intent, so that each marker belongs to one rule: first those round nothing, then pairs that only
CommonMark's flanking rule keeps from being emphasis, then the halves that are left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.markdown import Block, BlockKind, Markdown, SpanKind
from lint.views.markup.emphasis.masks import is_own_sign, is_tone
from lint.views.markup.emphasis.pairs import Edges, Fate, find_pairs
from lint.views.markup.emphasis.runs import (
    LONGEST_LINE,
    Run,
    blocks_with_runs,
    clings,
    find_runs,
    is_alone,
    used_markers,
)

_BLANK_LINE = lazy_pattern(r"\n[^\S\n]*\n")
_BLANK_ABOVE = lazy_pattern(r"(?:\n[ \t]*\n|\A\s*)[ ]{0,3}\Z")
_BLANK_BELOW = lazy_pattern(r"[ \t]*(?:\n[ \t]*(?:\n|\Z)|\Z)")


class Marker(NamedTuple):
    """A run of emphasis markers that shows as characters, or the part of a run that does."""

    start: int
    end: int
    fate: Fate


class BrokenPair(NamedTuple):
    """Two runs that belong together, though CommonMark sees no pair; ``inner`` is what they were to mark up."""

    start: int
    inner_start: int
    inner_end: int
    end: int


class EmptySpan(NamedTuple):
    """Markers round nothing, with the blanks between them; four stars alone, if not ``sure``, may be a mask."""

    start: int
    end: int
    sure: bool


class RawEmphasis(NamedTuple):
    """All markers that show as characters, and what they are together, in order."""

    markers: tuple[Marker, ...]
    pairs: tuple[BrokenPair, ...]
    """The pairs that CommonMark does not see; of one of the two runs it may have made other use."""
    empty: tuple[EmptySpan, ...]


def raw_emphasis(text: str, prose: str, markdown: Markdown) -> RawEmphasis:
    """Return the markers of two characters and more that are left in paragraphs and headings.

    Single stars and underscores are no evidence: footnotes, products and file names are full of them.
    """
    if "**" not in text and "__" not in text and "~~" not in text:
        return RawEmphasis((), (), ())
    used = used_markers(markdown)
    kinds = {span.kind for span in markdown.spans}
    # Prices look like a formula to the parser, which then sees no emphasis between two dollar signs.
    prices = [span.start for span in markdown.spans if span.kind is SpanKind.MATH and prose[span.start] == "$"]
    found = list(_rules_of_nothing(text, prose, markdown))
    closers = _closing_rules(text, markdown)
    pairs: set[BrokenPair] = set()
    inner: set[int] = set()
    undecided: set[int] = set()
    for block in blocks_with_runs(prose, markdown.blocks):
        if bisect_left(prices, block.start) < bisect_left(prices, block.end):
            continue
        runs = _runs(text, prose, block, used, kinds)
        for _, same in groupby(sorted(runs, key=lambda run: text[run.start]), key=lambda run: text[run.start]):
            judged = list(_judged(text, list(same)))
            if block in closers and any(marker and _is_opener(text, block, marker) for marker, _ in judged):
                # CommonMark took the closing marker for a rule; deleting the opening one alone would cut a pair in two.
                undecided.update((marker.start for marker, _ in judged if marker), (closers[block],))
            for marker, partner in judged:
                if marker:
                    found.append(marker)
                if marker and partner and marker.fate is Fate.EMPTY:
                    inner.add(marker.start)
                elif partner:
                    (start, inner_start), (inner_end, end) = partner
                    pairs.add(BrokenPair(start, inner_start, inner_end, end))
    found = sorted(marker._replace(fate=Fate.BROKEN) if marker.start in undecided else marker for marker in found)
    return RawEmphasis(tuple(found), tuple(sorted(pairs)), tuple(_empty_spans(text, found, inner)))


def _runs(text: str, prose: str, block: Block, used: frozenset[int], kinds: Collection[SpanKind]) -> list[Run]:
    """Return the runs of a block that may be emphasis; ``kinds`` are those of all spans that work in the article."""
    is_plain = SpanKind.STRONG not in kinds
    runs = [run for run in find_runs(text, prose, block, used) if not is_own_sign(text, run, is_plain=is_plain)]
    if SpanKind.STRIKE not in kinds and any(is_tone(text, run) for run in runs):
        return [run for run in runs if text[run.start] != "~"]
    return runs


def _judged(text: str, runs: Sequence[Run]) -> Iterator[tuple[Marker | None, Edges | None]]:
    """Judge the runs of one character in one block; with each, yield the edges of its pair or of the one round it."""
    icons = _icons(text, runs)
    runs = [run for run in runs if run.start not in icons]
    yield from ((Marker(run.raw_start, run.raw_end, Fate.EMPTY), None) for run in icons.values())
    halves = [run for run in runs if run.is_half]
    partners = find_pairs(text, halves)
    starts = [run.start for run in halves]
    before = {run.start: bisect_left(starts, run.start) for run in runs if not run.is_half}
    inside = [run for run in runs if before.get(run.start, 0) % 2 and before[run.start] < len(halves)]
    # Inside a pair four markers close it and open the next; both sides then need to lose all of them.  Those that serve
    # go with the others: CommonMark has paired them across what those should have ended.
    between = [run.start for run in inside] if any(run.raw_end > run.raw_start for run in inside) else []
    cut, surrounding = frozenset(between), set[int]()
    for run in runs:
        if run.is_half:
            continue
        if run.start in cut:
            first, second = halves[before[run.start] - 1], halves[before[run.start]]
            surrounding.update((first.start, second.start))
            yield Marker(run.start, run.end, Fate.EMPTY), (first[:2], second[:2])
        elif run.is_raw and text[run.start] == "*":
            # Underscores in a row are a blank to fill in, tildes the drawn-out tone of a chat.
            yield Marker(run.raw_start, run.raw_end, Fate.EMPTY), None
    for run in halves:
        fate, edges = partners.get(run.start, (Fate.STRAY, None))
        if fate is Fate.STRAY and run.start in surrounding:
            # What stands between is mended first; whether this one is a half of a pair will show then.
            continue
        # A pair that is broken by what stands empty inside it becomes whole without that.
        is_filled = edges and bisect_left(between, edges[0][0]) < bisect_left(between, edges[1][0])
        if not is_filled and (run.is_raw or edges):
            yield Marker(run.raw_start, run.raw_end, fate) if run.is_raw else None, edges


def _icons(text: str, runs: Sequence[Run]) -> dict[int, Run]:
    """Return pairs of underscores that stand for a picture font's icon: an emphasis round nothing.

    In the middle of a line they may be a blank to fill in, unless others stand at the edges of lines.
    """
    if not runs or text[runs[0].start] != "_":
        return {}
    lonely = [run for run in runs if run.is_raw and run.end - run.start == 2 and not clings(text, run)]
    at_edge = any(
        text[max(run.start - 1, 0) : run.start] in ("", "\n") or text[run.end : run.end + 1] in ("", "\n")
        for run in lonely
    )
    return {run.start: run for run in lonely} if at_edge else {}


def _empty_spans(text: str, markers: Iterable[Marker], inner: Collection[int]) -> Iterator[EmptySpan]:
    span: EmptySpan | None = None
    for start, end, fate in markers:
        if fate is not Fate.EMPTY:
            continue
        is_sure = start in inner or text[start:end] != "****" or is_alone(text, start, end)
        if span and _are_together(text, span, start, end):
            span = EmptySpan(span.start, end, sure=True)
            continue
        if span:
            yield span
        span = EmptySpan(start, end, is_sure)
    if span:
        yield span


def _are_together(text: str, span: EmptySpan, start: int, end: int) -> bool:
    """Tell whether only blanks stand between, and no blank line either that parts a text from another."""
    if start - span.end > LONGEST_LINE or text[span.end : start].strip():
        return False
    if text[start:end] == "****" == text[span.end - 4 : span.end] and start == span.end + 1 and text[span.end] == " ":
        # The number of a card, with its digits hidden in groups of four.
        return False
    is_near = not _BLANK_LINE.search(text, span.end, start)
    return is_near or (is_alone(text, span.start, span.end) and is_alone(text, start, end))


def _closing_rules(text: str, markdown: Markdown) -> dict[Block, int]:
    """Return the paragraphs that have a rule of four stars or more right below them, and where that begins."""
    return {
        block: rule.start
        for block, rule in pairwise(markdown.blocks)
        if rule.kind is BlockKind.RULE
        and block.kind is BlockKind.PARAGRAPH
        and text.startswith("****", rule.start)
        and text[block.end : rule.start].strip(" \t") == "\n"
    }


def _is_opener(text: str, block: Block, marker: Marker) -> bool:
    """Tell whether a marker opens on the last line of a paragraph."""
    is_last = text.find("\n", marker.start, block.end) < 0
    is_free = not text[max(marker.start - 1, 0) : marker.start].strip()
    return is_last and is_free and bool(text[marker.end : marker.end + 1].strip())


def _rules_of_nothing(text: str, prose: str, markdown: Markdown) -> Iterator[Marker]:
    """Yield lines of four markers, which CommonMark takes for horizontal rules.

    One ``****`` alone between blank lines is a rule if the article holds no other.
    """
    rules = [block for block in markdown.blocks if block.kind is BlockKind.RULE]
    # Looked for once: where a comment hides the rules, each search would go through the whole text.
    is_alone_in_text = bool(rules) and prose.find("****", prose.find("****") + 4) < 0
    for block in rules:
        source = text[block.start : min(block.end, block.start + LONGEST_LINE)].strip()
        if source == "****":
            is_parted = _BLANK_ABOVE.search(text, max(block.start - LONGEST_LINE, 0), block.start)
            is_parted = is_parted and _BLANK_BELOW.match(text, block.start + 4)
            if is_parted and is_alone_in_text:
                continue
        elif source not in ("** **", "__ __"):
            continue
        yield Marker(block.start, block.start + len(source), Fate.EMPTY)
