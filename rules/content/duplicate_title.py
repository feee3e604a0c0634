"""Titles that stand twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lint import Bad, BlockKind, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, is_same_title, plain_text

_MAX_BETWEEN = 8
_BODY_LENGTH = 80


class _Candidate(NamedTuple):
    """A heading, or a line of a paragraph, near the head of the article."""

    text: str
    start: int
    end: int
    is_heading: bool


@dataclass(frozen=True)
class DuplicateTitle(Rule):
    """The title stands twice at the head of the article.

    A page carries its title in its head, in its heading and often once more in front of the text, with the name of
    the site or without; scrapers collect them all, maybe with a picture or a byline between.  Deleting the second
    of two headings is safe: the same words stand above.  Where one of the two is a plain or a bold line it might
    be meant as the first sentence, so that fix is unsafe.  A title in front matter and the same one as heading are a
    custom, not a defect.
    """

    stage = Stage.CONTENT
    safety = Safety.SAFE
    examples = (
        Bad(
            "# Storm closes harbour\n\n# Storm closes harbour\n\nIt came at noon.\n",
            "# Storm closes harbour\n\nIt came at noon.\n",
        ),
        Bad(
            "Storm closes harbour - The Coast Daily\n\n# Storm closes harbour\n\nIt came at noon.\n",
            "# Storm closes harbour\n\nIt came at noon.\n",
        ),
        Good("---\ntitle: Storm closes harbour\n---\n\n# Storm closes harbour\n\nIt came at noon.\n"),
        Good("# Storm\n\nStorm came at noon, and the harbour was closed at once.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        title = document.title
        if title is None:
            return
        first: _Candidate | None = None
        between = 0
        for candidate in _candidates(document):
            if not is_same_title(candidate.text, title.text):
                between += first is not None
                if between > _MAX_BETWEEN or (first and len(candidate.text) > _BODY_LENGTH):
                    return
            elif first is None:
                first = candidate
            else:
                extra = first if candidate.is_heading and not first.is_heading else candidate
                safety = Safety.SAFE if first.is_heading and candidate.is_heading else Safety.UNSAFE
                start, end = document.whole_lines(extra.start, extra.end)
                edit = Edit(start, document.next_text(end), "")
                yield self.report(start, end, f"the title again: {extra.text[:60]}", edit, safety=safety)
                first = candidate if extra is first else first


def _candidates(document: Document) -> Iterator[_Candidate]:
    """Yield headings and the lines of paragraphs in order, without pictures."""
    for block in document.markdown.blocks:
        if block.containers or block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            continue
        source = document.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            yield _Candidate(plain_text(source.strip("#= -\t\n")), block.start, block.end, is_heading=True)
            continue
        start = block.start
        for line in source.split("\n"):
            # A line that is a link alone belongs to a table of contents.
            if (text := plain_text(line)) and not line.lstrip().startswith("["):
                yield _Candidate(text, start, start + len(line), is_heading=False)
            start += len(line) + 1


@hookimpl
def lint_rules() -> tuple[type[DuplicateTitle]]:
    return (DuplicateTitle,)
