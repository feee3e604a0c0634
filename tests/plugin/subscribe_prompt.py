"""A rule of a third party: lines that ask to subscribe."""

import re
from dataclasses import dataclass

from lint import AnyText, Bad, Good, PatternRule, Safety, Stage, hookimpl, option


@dataclass(frozen=True)
class SubscribePrompt(PatternRule):
    """A line asks the reader to subscribe.

    Blogs put it under every article.  The fix deletes visible words, so it is unsafe.
    """

    stage = Stage.CONTENT
    safety = Safety.UNSAFE
    trigger = AnyText("newsletter")
    pattern = re.compile(r"^Subscribe to .*newsletter\.?\n", re.MULTILINE)
    message = "asks to subscribe: {0!r}"
    examples = (
        Bad("The end.\nSubscribe to our newsletter.\n", "The end.\n"),
        Good("She wrote a newsletter about tea.\n"),
    )

    report_only: bool = option(False, "report the line and leave it in place")

    def replacement(self, match: re.Match[str]) -> str | None:
        return None if self.report_only else ""


@hookimpl
def lint_rules() -> tuple[type[SubscribePrompt]]:
    return (SubscribePrompt,)
