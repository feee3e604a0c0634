"""Menus of the page."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, Document, Finding, FurnitureKind, Good, Rule, Safety, Stage, hookimpl

_BODY = "It came in from the west at noon, and the harbour was closed before two o'clock."


class NavigationBlock(Rule):
    """A menu of the site stands in the text.

    Scrapers that take a whole page take its menus: runs of short lines without an end mark, one below the other or in a
    row, and the trail of pages that led to this one.  A run of short lines is a menu if words say so that only menus
    hold, such as home, sign in or privacy policy; verse, tables, prices, cast lists and tables of contents hold none.
    What goes was visible text, so the fix is unsafe.
    """

    stage = Stage.CONTENT
    safety = Safety.UNSAFE
    examples = (
        Bad(f"Home\nNews\nSport\nContact us\nSign in\n\n# Storm\n\n{_BODY}\n", f"# Storm\n\n{_BODY}\n"),
        Bad(f"Home > News > Weather\n\n# Storm\n\n{_BODY}\n", f"# Storm\n\n{_BODY}\n"),
        Good(f"# Storm\n\n{_BODY}\n\nTea 2.00\nCoffee 2.50\nSoup 4.00\nBread 1.00\nCake 3.00\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for item in document.furniture:
            if item.kind is FurnitureKind.MENU:
                edits = document.removal.of_lines(item.start, item.end)
                start, end = document.whole_lines(item.start, item.end)
                yield self.report(start, end, f"a menu: {item.text[:60]}", *edits)


@hookimpl
def lint_rules() -> tuple[type[NavigationBlock]]:
    return (NavigationBlock,)
