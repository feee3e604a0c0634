"""Emphasis that shows as characters because of what stands next to it."""

from __future__ import annotations

from collections.abc import Iterator

from lint import AnyText, Bad, Document, Edit, Fate, Finding, Good, Rule, Safety, Stage, hookimpl


class BrokenEmphasis(Rule):
    """Emphasis does not work, and its markers show as characters.

    Markdown knows a marker by what stands next to it: ``**Note:**text`` and ``** note **`` stay raw, though whoever
    wrote the page meant bold.  Chinese and Japanese, which have no spaces between words, run into it all the time.
    The fix moves blanks and end marks out of the emphasis, or brackets that hold all of it, and where neither helps
    sets a space; an article that sets one gets it first.  What is bold changes a little, so the fix is unsafe.
    Where as many markers as before would show, others belong together, and there is none.
    """

    stage = Stage.MARKUP
    safety = Safety.UNSAFE
    trigger = AnyText("**", "~~", "__")
    examples = (
        Bad("**注意：**潮水来得很快。\n", "**注意**：潮水来得很快。\n"),
        Bad("** Sources :  **\n", "**Sources :**\n"),
        Bad("他把它叫做**「有限资源」**的模型。\n", "他把它叫做「**有限资源**」的模型。\n"),
        Bad("比去年多了**15%**左右。\n", "比去年多了**15%** 左右。\n"),
        Good("**注意**：潮水来得很快。\n\n**Note:** it comes fast.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        paired = set()
        # Where a mended pair leaves as many markers raw as before, others belong together.
        fixes = document.markup_harm.sifted(list(_fixes(document)), may_move=True)
        for pair, edits in zip(document.broken_pairs, fixes, strict=True):
            paired |= {pair.start, pair.inner_end}
            marker = text[pair.start : pair.inner_start]
            yield self.report(pair.start, pair.end, f"{marker} does not work here", *edits)
        for start, end, fate in document.raw_markers:
            if fate is Fate.BROKEN and paired.isdisjoint(range(start - 1, end)):
                yield self.report(start, end, f"{text[start:end]} does not work here")


def _fixes(document: Document) -> Iterator[tuple[Edit, ...]]:
    """Yield the edit that mends each broken pair, or none."""
    for pair in document.broken_pairs:
        mended = document.mended(pair)
        is_same = mended == document.text[pair.start : pair.end]
        is_mended = mended and not is_same and not document.becomes_block(pair.start, pair.end, mended)
        yield (Edit(pair.start, pair.end, mended),) if mended and is_mended else ()


@hookimpl
def lint_rules() -> tuple[type[BrokenEmphasis]]:
    return (BrokenEmphasis,)
