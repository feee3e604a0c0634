"""Which edits leave emphasis and links working."""

import time

import pytest

from lint import Document, Edit
from lint.views.markup.markup_harm import MOST_TRIALS


def is_harmless(text: str, old: str, new: str) -> bool:
    document = Document(text)
    start = text.index(old)
    return any(document.markup_harm.sifted([(Edit(start, start + len(old), new),)]))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Bread is up.**\n", "**", ""),
        ("**没有****人**上前。\n", "****", ""),
        ("> **Bread** is\n> up.**\n", "up.**", "up."),
        ("[**Bread][1] is up.\n\n[1]: https://example.com/\n", "**", ""),
        ("One.\n\n** **\n\nTwo.\n", "\n** **\n", ""),
        ("See\n[bread](https://example.com/__a__)\n", "\n", " "),
    ],
)
def test_what_was_marked_up_still_is(text: str, old: str, new: str) -> None:
    assert is_harmless(text, old, new)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("**把“坏人\n**”** ，筛出去…**\n", "\n", ""),
        ("The club**:****the ferry school**.\n", "****", ""),
        ("**Bread** is up.\n", "**", ""),
        ("Look!\n[bread](https://example.com/)\n", "\n", ""),
        ("[bread]\n(below)\n", "\n", ""),
        ("`bread`\n`milk`\n", "\n", ""),
        ("Bread.** It *is* up.\n", "** It *", "** It "),
    ],
)
def test_what_worked_would_not(text: str, old: str, new: str) -> None:
    assert not is_harmless(text, old, new)


def test_of_fixes_that_harm_together_those_in_front_are_kept() -> None:
    text = "**Bread** is up.**\n"
    edits = [(Edit(0, 2, ""),), (Edit(16, 18, ""),)]
    assert Document(text).markup_harm.sifted(edits) == [(), edits[1]]


def test_a_paragraph_with_many_fixes_is_read_a_few_times() -> None:
    """However many there are, those that harm as a whole cost no quadratic time."""
    text = "**Bread** is up.** " * 20_000
    edits = [(Edit(start, start + 2, ""),) for start in range(0, len(text), 19)]
    assert len(edits) > MOST_TRIALS
    start = time.process_time()
    assert not any(Document(text).markup_harm.sifted(edits))
    assert time.process_time() - start < 10
