"""Findings with what a report needs of their document: lines, columns and a piece of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lint.document import Document
from lint.edit import Safety
from lint.finding import Finding
from lint.report.fingerprint import fingerprint, row_identity
from lint.views.lines import Position

_AROUND = 80
"""Code points kept on either side of a defect; what a report has no room for, it cuts."""
_MARKED = 80


class Excerpt(NamedTuple):
    """A piece of the line a finding starts on: what stands before it, the defect itself, and what follows."""

    before: str
    marked: str
    after: str
    cut_before: bool
    cut_after: bool


class Located(NamedTuple):
    """A finding in its article; it holds no reference to the document."""

    path: str
    record: int | None
    """The row of a data set, from 0; None in a file of its own."""
    finding: Finding
    stage: str
    start: Position
    end: Position
    excerpt: Excerpt | None = None
    id: object = None
    """What names the row: the value of the field that the user said."""
    fingerprint: str = ""
    """What the finding is known by in another state of its article; empty for a finding across articles."""

    @property
    def rule(self) -> str:
        """The name of the rule that found it."""
        return self.finding.rule

    @property
    def safety(self) -> Safety:
        """How safe the finding's fix is; manual if it has none."""
        return self.finding.fix.safety if self.finding.fix else Safety.MANUAL

    @property
    def sort_key(self) -> tuple[str, int, int, str, int]:
        """The order of reports: path, record, place, rule."""
        record = -1 if self.record is None else self.record
        return self.path, record, *self.finding.sort_key


class RenderedFinding(NamedTuple):
    """A finding as the text of a report, with what it is counted, sorted and accepted by.

    Where a format says each finding for itself, that is done where articles are judged: a finding with all that it
    holds takes longer to travel from one process to another than to be rendered.
    """

    path: str
    record: int | None
    rule: str
    safety: Safety
    start: int
    """Offset in code points, as is ``end``."""
    end: int
    fingerprint: str
    text: str

    @property
    def sort_key(self) -> tuple[str, int, int, str, int]:
        """The order of reports, as for :class:`Located`."""
        return self.path, -1 if self.record is None else self.record, self.start, self.rule, self.end


ReportItem = Located | RenderedFinding
RenderFinding = Callable[[Located], str]


def rendered(item: ReportItem, render: RenderFinding) -> RenderedFinding:
    """Return a finding as ``render`` renders it, if that is not done yet."""
    if isinstance(item, RenderedFinding):
        return item
    path, record, finding, *_ = item
    return RenderedFinding(
        path, record, finding.rule, item.safety, finding.start, finding.end, item.fingerprint, render(item)
    )


def locate(
    document: Document,
    article: tuple[str, int | None, object],
    findings: Iterable[Finding],
    stages: dict[str, str],
    *,
    excerpts: bool,
) -> Iterator[Located]:
    """Give findings their positions; ``article`` is path, record and id, ``stages`` maps rule names to stage names."""
    path, record, name = article
    row = ("", "") if record is None else row_identity(document.text, name)
    for finding in findings:
        start = document.positions.position(finding.start)
        end = document.positions.position(finding.end)
        excerpt = excerpt_of(document.text, finding, start) if excerpts else None
        known_by = fingerprint(document, finding, start, row)
        yield Located(path, record, finding, stages[finding.rule], start, end, excerpt, name, known_by)


def excerpt_of(text: str, finding: Finding, position: Position) -> Excerpt:
    """Return the piece of ``text`` that shows ``finding``, whose start is at ``position``."""
    line_start = finding.start - position.column + 1
    line_end = text.find("\n", finding.start)
    line_end = len(text) if line_end < 0 else line_end
    left = max(line_start, finding.start - _AROUND)
    if finding.start == line_end < finding.end:
        # The line end itself is the defect, or where it begins.
        return Excerpt(text[left : finding.start], "\n", "", left > line_start, cut_after=False)
    marked_end = min(finding.end, line_end, finding.start + _MARKED)
    right = min(line_end, max(marked_end, finding.start) + _AROUND)
    is_cut = marked_end < min(finding.end, line_end)
    return Excerpt(
        text[left : finding.start],
        text[finding.start : marked_end],
        "" if is_cut else text[marked_end:right],
        left > line_start,
        is_cut or right < line_end,
    )
