"""Folders that mix Simplified and Traditional articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from posixpath import basename

from lint import (
    ChineseText,
    CorpusRule,
    Document,
    Meeting,
    Occurrence,
    Script,
    Sight,
    Verdict,
    Writing,
    find_script,
    hookimpl,
)

_NAMED = 5


class MixedCorpusScript(CorpusRule):
    """A folder holds Simplified and Traditional articles side by side.

    Collections grow from sources of both sides of the strait.  Search then finds half of what it should, and a model
    learns two spellings of every word.  The finding stands at the folder and names the minority.  There is no fix:
    which script a collection should be in is its owner's choice, for which ``mixed-script`` has an option.
    """

    trigger = ChineseText()

    def sights(self, document: Document) -> Iterator[Sight]:
        if document.writing.whole is Writing.CHINESE and (script := find_script(document.unquoted)):
            yield Sight(0, value=script.value)

    def judge(self, meeting: Meeting) -> Iterator[Verdict]:
        counts: Counter[str] = Counter()
        # Some of each, because only the end tells which is the minority; a data set may hold millions.
        names: dict[str, list[str]] = {script.value: [] for script in Script}
        for occurrence in meeting.occurrences:
            script = str(occurrence.value)
            counts[script] += 1
            if len(names[script]) < _NAMED:
                names[script].append(_name(occurrence))
        minority, majority = sorted(names, key=lambda script: (counts[script], script))
        if counts[minority]:
            named = ", ".join(names[minority]) + (", …" if counts[minority] > _NAMED else "")
            yield Verdict(None, f"{counts[minority]} {minority} among {counts[majority]} {majority} articles: {named}")


def _name(occurrence: Occurrence) -> str:
    return basename(occurrence.path) if occurrence.record is None else f"row {occurrence.record}"


@hookimpl
def lint_rules() -> tuple[type[MixedCorpusScript]]:
    return (MixedCorpusScript,)
