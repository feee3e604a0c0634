"""Line ends of several kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lint import Bad, Document, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl

_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


class MixedLineEnding(Rule):
    """The lines end in different ways.

    A page pasted together from sources of several systems has CRLF and LF in one file; a lone CR, which no system
    has written for decades, shows as one endless line.  Giving all lines the common line end is safe.  A file
    that ends every line in CRLF is fine.
    """

    stage = Stage.LAYOUT
    safety = Safety.SAFE
    # No text changes, so that the first strange line end may stand in code or front matter.
    scope = frozenset(ZoneKind)
    examples = (
        Bad("One.\r\nTwo.\nThree.\r\n", "One.\r\nTwo.\r\nThree.\r\n"),
        Bad("One.\rTwo.\r", "One.\nTwo.\n"),
        Good("One.\r\nTwo.\r\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        facts = document.facts
        common = "\n" if facts.line_end == "\r" else facts.line_end
        ends = facts.line_ends or (facts.line_end,) * (facts.line_end == "\r")
        if not ends or "\n" not in document.text:  # another fix may have taken the last line end
            return
        strange = next((number for number, end in enumerate(ends) if end != common), None)
        if strange is None:  # another fix took those that were
            return
        offset = document.lines[strange].end
        counts = ", ".join(f"{count} {_NAMES[end]}" for end, count in Counter(ends).most_common())
        message = f"line ends of several kinds: {counts}" if facts.line_ends else "lines end in CR alone"
        yield self.report(offset, offset + 1, message, facts=replace(facts, line_end=common, line_ends=None))


@hookimpl
def lint_rules() -> tuple[type[MixedLineEnding]]:
    return (MixedLineEnding,)
