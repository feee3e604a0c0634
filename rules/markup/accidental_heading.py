"""Paragraphs that a line of dashes made headings."""

from __future__ import annotations

from collections.abc import Iterator

from lint import (
    AnyMatch,
    Bad,
    BlockKind,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    hookimpl,
    lazy_pattern,
    plain_text,
)

_UNDERLINE = lazy_pattern(r"\n(?P<prefix>[ \t>]*)(?P<line>-{3,}|={3,})[ \t]*\Z")
_LINK = lazy_pattern(r"\[[^\]]*\]\([^)]*\)")
_STOP = lazy_pattern("[.,;:\u3002\uff0c\uff1b\uff1a][\"'\u201d\u2019)\u300d\u300f\uff09]?$")
_END = lazy_pattern("[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019)\u300d\u300f\uff09]?$")
_INNER_END = lazy_pattern('[.!?]["\u201d]? +\\w|[\u3002\uff01\uff1f\uff1b][^\\s]')
_WIDE = lazy_pattern("[\u1100-\u11ff\u2e80-\uffdc]")
# In columns: a title may be longer than a short sentence, and shorter than a paragraph without a full stop.
_SENTENCE = 40
_LONGEST_TITLE = 120
# Who draws a line as long as the text above it means that text.
_SHORTEST_DRAWN, _NEARLY = 8, 2
# Dashes make headings of this level, and equals signs those above it.
_UNDERLINED = 2


class AccidentalHeading(Rule):
    """A rule directly below a paragraph makes the paragraph a heading.

    Converters write a horizontal line as ``---``, plain texts as ``===``, and may forget the blank line before it;
    Markdown then reads the whole paragraph as a title.  The fix, a blank line, is safe: a text of several sentences,
    or one as long as a paragraph that ends in a full stop, was never meant as a title.  Short lines and links
    underlined on purpose stay.
    """

    stage = Stage.MARKUP
    safety = Safety.SAFE
    trigger = AnyMatch(lazy_pattern(r"\n(?<=[^\n]\n)[ \t>]*(?:---|===)"))
    creates = frozenset({BlockKind.PARAGRAPH, BlockKind.RULE})
    examples = (
        Bad(
            "He came back late. Nobody asked where he had been.\n---\n\nNext day it rained.\n",
            "He came back late. Nobody asked where he had been.\n\n---\n\nNext day it rained.\n",
        ),
        Good("How the tides work\n---\n\nTwice a day the water comes.\n"),
        Good("[The long way home, as told by a ferryman](https://example.com/)\n------\n\nIt rained.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for block in document.markdown.blocks:
            if block.kind is not BlockKind.HEADING or block.level > _UNDERLINED:
                continue
            source = document.text[block.start : block.end]
            underline = _UNDERLINE.search(source)
            if underline and _is_paragraph(source[: underline.start()].strip(), len(underline["line"])):
                place = block.start + underline.start()
                edit = Edit(place, place, "\n" + underline["prefix"].rstrip())
                yield self.report(block.start, block.end, "a paragraph became a heading", edit)


def _is_paragraph(source: str, drawn: int) -> bool:
    if _LINK.fullmatch(source):
        return False
    visible = plain_text(source)
    width = len(visible) + len(_WIDE.findall(visible))
    ends, is_several = _END.search(visible), _INNER_END.search(visible)
    if (
        drawn >= _SHORTEST_DRAWN
        and "\n" not in source
        and min(abs(drawn - width), abs(drawn - len(visible))) <= _NEARLY
    ):
        return False
    if width > _LONGEST_TITLE:
        return bool(ends or is_several or "\n" not in source or _STOP.search(visible))
    return width > _SENTENCE and bool(_STOP.search(visible) or (ends and is_several))


@hookimpl
def lint_rules() -> tuple[type[AccidentalHeading]]:
    return (AccidentalHeading,)
