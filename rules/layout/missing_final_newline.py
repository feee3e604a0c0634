"""Last lines without a line end."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl


class MissingFinalNewline(Rule):
    """The last line has no line end.

    Programs that join or count lines then glue the next text to it, or miss it.  Four of ten scraped files are like
    that.  Adding the line end is safe.
    """

    stage = Stage.LAYOUT
    safety = Safety.SAFE
    examples = (
        Bad("The end.", "The end.\n"),
        Good("The end.\n"),
        Good(""),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        length = len(document.text)
        # A last line of white space goes as a whole.
        if document.lines and not document.lines[-1].blank and not document.text.endswith("\n"):
            yield self.report(length, length, "no line end behind the last line", Edit(length, length, "\n"))


@hookimpl
def lint_rules() -> tuple[type[MissingFinalNewline]]:
    return (MissingFinalNewline,)
