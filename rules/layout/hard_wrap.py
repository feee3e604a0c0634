"""Paragraphs and headings broken at a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint import AnyText, Bad, BlockKind, Document, Edit, Finding, Good, Rule, Safety, Stage, ZoneKind, hookimpl, option


@dataclass(frozen=True)
class HardWrap(Rule):
    """A paragraph or a heading is broken into lines at a column.

    html2text wraps at 78 characters unless told otherwise, mail programs at 72.  The line ends then split names and
    phrases for everything that reads lines.  Joining is safe where the evidence is a program's: each line is full,
    and in Chinese the sentence visibly goes on.  Between words a space comes back, between Han nothing; a hyphen at
    the end of a line stays, as it was there before, and the address of a page that was split there, or where its
    line was full, is whole again.  Verse, addresses and one sentence a line stay as they are, and so do lines that
    begin alike: entries of a list, rows of a table, speeches, the lines of a log.  Markdown with fenced code or
    link definitions was wrapped by its authors, so it is left alone too, unless its lines are as long as html2text
    makes them.  A heading ends with its line, and what a wrap put below became a paragraph: it comes back where a
    link opens above and closes below, where marks alone stand above a link, or where the line is as full as the
    others and no heading of the text has its paragraph right below.
    """

    stage = Stage.LAYOUT
    safety = Safety.SAFE
    # A heading ends with its line: what stands behind the break belongs to it again.
    creates = frozenset({BlockKind.HEADING})
    trigger = AnyText("\n")
    examples = (
        Bad(
            "昨天开幕的展览里，最受欢迎的是来自里斯本的建筑师（Ana\n"
            "Ferreira）用旧船木搭成的小图书馆，门口从早到晚排着长队，孩子们尤其喜欢。\n",
            "昨天开幕的展览里，最受欢迎的是来自里斯本的建筑师（Ana "
            "Ferreira）用旧船木搭成的小图书馆，门口从早到晚排着长队，孩子们尤其喜欢。\n",
        ),
        Bad(
            "## [Stadtrat vertagt den Umbau\nder alten Hafenbahn](https://example.com/hafenbahn)\n",
            "## [Stadtrat vertagt den Umbau der alten Hafenbahn](https://example.com/hafenbahn)\n",
        ),
        Good("## Tides\nThe water comes in at noon.\n"),
        Good("The rain it raineth every day\nUpon the just and unjust fellow,\nBut chiefly on the just.\n"),
    )

    authored: bool = option(
        False, "also join lines in Markdown that its authors wrapped: with fenced code or link definitions"
    )

    def check(self, document: Document) -> Iterator[Finding]:
        is_kept = not self.authored and _is_authored(document)
        for joins in document.joins:
            if is_kept and not all(join.is_converted for join in joins):
                continue
            lines = f"{len(joins)} line ends" if len(joins) > 1 else "a line end"
            yield self.report(
                joins[0].start, joins[-1].end, f"paragraph broken by {lines}", *(Edit(*join[:3]) for join in joins)
            )
        for heading in document.wrapped_headings:
            joins = heading.joins
            if not is_kept or all(join.is_converted for join in joins):
                edits = (Edit(*join[:3]) for join in joins)
                yield self.report(joins[0].start, joins[-1].end, "heading broken by a line end", *edits)


def _is_authored(document: Document) -> bool:
    """Tell Markdown that people keep: few converters of pages write fenced code or link definitions."""
    is_code = any(block.kind is BlockKind.CODE for block in document.markdown.blocks)
    return is_code or any(zone.kind is ZoneKind.REFERENCE for zone in document.zones)


@hookimpl
def lint_rules() -> tuple[type[HardWrap]]:
    return (HardWrap,)
