"""Spaces next to full-width punctuation."""

from __future__ import annotations

from collections.abc import Iterator

from lint import AnyText, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl


class StraySpace(Rule):
    """A space stands before or behind full-width punctuation.

    A full-width mark brings its own space.  Another one is left where a link, a footnote or a line break was removed,
    or where a half-width mark was widened.  Deleting it is safe.  Spaces that separate fields, between brackets
    or in short lines such as bylines and verse, stay; so do those next to markup, the ones that a Japanese text puts
    behind its full stops and outside its brackets as a habit, and two or more behind a sentence: they are what is left
    of the end of a paragraph.
    """

    stage = Stage.SCRIPT
    safety = Safety.SAFE
    trigger = AnyText(" ")
    examples = (
        Bad(
            "雨停了。 街上又热闹起来，孩子们跑了出去，老人们也搬出了椅子。",
            "雨停了。街上又热闹起来，孩子们跑了出去，老人们也搬出了椅子。",
        ),
        Bad(
            "他说 「今天不下雨了」 ，于是大家都收起了伞，慢慢走回家去吃饭。",
            "他说「今天不下雨了」，于是大家都收起了伞，慢慢走回家去吃饭。",
        ),
        Good("【来源：海边日报】 【作者：林一】"),
        Good("《旧书店》 总编辑 林一"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for start, end in document.stray_spaces:
            message = f"space between {text[start - 1]} and {text[end]}"
            yield self.report(start, end, message, Edit(start, end, ""))


@hookimpl
def lint_rules() -> tuple[type[StraySpace]]:
    return (StraySpace,)
