"""Blank lines in a row."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl


class BlankLineRun(Rule):
    """Blank lines stand in a row, or at either end of the text.

    They are left where elements of the page were removed.  One blank line separates paragraphs; deleting the others is
    safe.  Lines that hold only white space, no-break spaces or zero-width spaces are blank too.  Those in front of
    front matter are reported alone: without them it would no longer be text.
    """

    stage = Stage.LAYOUT
    safety = Safety.SAFE
    examples = (
        Bad("One.\n\n\n\nTwo.\n", "One.\n\nTwo.\n"),
        Bad("\nOne.\n\n", "One.\n"),
        Good("One.\n\nTwo.\n"),
        Good("```\na\n\n\nb\n```\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        lines = document.lines
        for run in document.extra_blank_lines:
            if len(run) == len(lines):
                return
            start = lines[run.start].start
            end = lines[run.stop].start if run.stop < len(lines) else len(document.text)
            message = f"{len(run)} blank line{'s' if len(run) > 1 else ''} too many"
            is_before_metadata = start == 0 and Document(document.text[end:]).body > 0
            yield self.report(start, end, message, *([] if is_before_metadata else [Edit(start, end, "")]))


@hookimpl
def lint_rules() -> tuple[type[BlankLineRun]]:
    return (BlankLineRun,)
