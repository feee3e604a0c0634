"""What a rule reports."""

from __future__ import annotations

from dataclasses import dataclass

from lint.edit import Fix


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect from ``start`` to ``end`` (code points, ``end`` exclusive) and, if one is known, its repair.

    ``start == end`` names a place or the document as a whole.  Lines and columns are computed when a finding is
    printed (:class:`lint.views.lines.LineIndex`).
    """

    rule: str
    start: int
    end: int
    message: str
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[int, str, int]:
        """The order of reports: by place, then by rule."""
        return self.start, self.rule, self.end
