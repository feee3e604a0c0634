"""Lines of a report are put in order, in memory that does not grow with them."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from lint.report.order import in_order

KEYS = st.tuples(st.sampled_from(["a", "b"]), st.integers(-1, 5))


@given(st.lists(KEYS, max_size=40))
def test_lines_come_out_sorted_and_equals_in_their_order(keys: list[tuple[str, int]]) -> None:
    lines = [(key, f"{number}") for number, key in enumerate(keys)]
    assert list(in_order(lines)) == [line for _, line in sorted(lines, key=lambda item: item[0])]


def test_many_lines_lie_on_disk() -> None:
    tracemalloc.start()
    try:
        lines = (((number % 150_000, "rule"), "x" * 400) for number in range(300_000))
        count = sum(1 for _ in in_order(lines))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 300_000
    assert peak < 50_000_000
