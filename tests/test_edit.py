"""Edits, and where they leave what they keep."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lint.edit import Edit, EditMap, Safety, apply_edits


def test_edits_apply_in_order() -> None:
    assert apply_edits("abcdef", [Edit(0, 1, "X"), Edit(2, 2, "-"), Edit(4, 6, "")]) == "Xb-cd"


def test_safety_is_ordered() -> None:
    assert Safety.MANUAL < Safety.UNSAFE < Safety.SAFE


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Edit(start, end, draw(st.text(max_size=5))) for start, end in pairs]


@given(texts_and_edits())
def test_kept_characters_are_found_where_the_map_says(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    result = apply_edits(text, edits)
    moved = EditMap(edits, len(text))
    for offset, char in enumerate(text):
        new = moved.new_offset(offset)
        is_taken = any(edit.start <= offset < edit.end for edit in edits)
        assert (new is None) == is_taken
        assert new is None or result[new] == char


@given(texts_and_edits())
def test_what_is_kept_and_what_is_new_make_the_result(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    kept = sum(piece.old_end - piece.old_start for piece in EditMap(edits, len(text)).kept)
    assert len(apply_edits(text, edits)) == kept + sum(len(edit.text) for edit in edits)
