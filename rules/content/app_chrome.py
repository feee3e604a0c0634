"""Buttons and hints of an app behind the article."""

from __future__ import annotations

from collections.abc import Iterator

from lint import Bad, Document, Finding, FurnitureKind, Good, Rule, Safety, Stage, hookimpl

_BODY = "昨天夜里下了一场大雨\uff0c河边的小路被淹了一半\uff0c附近的人都来帮忙搬东西\u3002"


class AppChrome(Rule):
    """The buttons of an app stand behind the article.

    Apps such as WeChat open an article in a view of their own, whose buttons, hints and spoken labels stand behind the
    text, and scrapers take them along: a list of short phrases, and lines that hold a comma and nothing else.  Three
    different phrases of an app, or one beside a ladder of lone signs, are no accident at the end of a text.  All
    goes that stands between the first of them and the end; it was visible text, so the fix is unsafe.
    """

    stage = Stage.CONTENT
    safety = Safety.UNSAFE
    examples = (
        Bad(
            f"{_BODY}\n\n预览时标签不可点\n\n微信扫一扫\n关注该公众号\n\n知道了\n\n\uff1a\n\uff0c\n\uff0c\n\u3002\n\n轻点两下取消赞\n",
            f"{_BODY}\n",
        ),
        Good(f"{_BODY}\n\n后来大家都知道了\u3002\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for item in document.furniture:
            if item.kind is FurnitureKind.APP:
                edits = document.removal.of_lines(item.start, item.end)
                start, end = document.whole_lines(item.start, item.end)
                yield self.report(start, end, f"buttons of an app: {item.text[:60]}", *edits)


@hookimpl
def lint_rules() -> tuple[type[AppChrome]]:
    return (AppChrome,)
