"""Sorted offsets and spans, searched by halving."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence


def count_between(offsets: Sequence[int], after: int, before: int) -> int:
    """Return how many of the sorted offsets lie between the two, both excluded."""
    return max(bisect_left(offsets, before) - bisect_right(offsets, after), 0)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def is_inside(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Tell whether the offset lies in one of the spans, which are in order and do not overlap."""
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]
