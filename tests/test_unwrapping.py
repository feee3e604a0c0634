"""Tags of a page: the edits of each finding end with its own elements."""

from __future__ import annotations

import pytest

from lint.document import Document
from lint.edit import apply_edits

FIGURES = "".join(
    f'<figure>\n<img src="https://example.com/{name}.jpg" alt="">\n</figure>\n\n' for name in ("quay", "ferry", "mill")
)
PICTURES = "".join(f"![](https://example.com/{name}.jpg)\n\n" for name in ("quay", "ferry", "mill"))
PARAGRAPHS = '<p dir="ltr">One of the ferries left.</p>\n<p dir="ltr">The other one stayed.</p>\n\nThe end.\n'


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        (
            f"The harbour.\n\n{FIGURES}The end.\n",
            "figure",
            "The harbour.\n\n" + PICTURES + "The end.\n",
        ),
        (PARAGRAPHS, "p", "One of the ferries left.\n\nThe other one stayed.\n\nThe end.\n"),
    ],
)
def test_each_finding_alone_leaves_its_neighbours_whole(text: str, name: str, whole: str) -> None:
    found = Document(text).unwrappings
    assert len(found) > 1
    assert apply_edits(text, sorted(edit for tags in found for edit in tags.edits)) == whole
    for tags in found:
        alone = apply_edits(text, sorted(tags.edits))
        assert alone.count(f"<{name}") == alone.count(f"</{name}>") == text.count(f"<{name}") - 1
