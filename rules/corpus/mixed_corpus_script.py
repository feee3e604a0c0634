"""Folders that mix Simplified and Traditional articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname

from lint import (
    ChineseText,
    CorpusFinding,
    CorpusRule,
    Document,
    Occurrence,
    Script,
    Writing,
    find_script,
    hookimpl,
)

_NAMED = 5


@dataclass(frozen=True)
class MixedCorpusScript(CorpusRule):
    """A folder holds Simplified and Traditional articles side by side.

    Collections grow from sources of both sides of the strait.  Search then finds half of what it should, and a model
    learns two spellings of every word.  The finding stands at the folder and names the minority.  There is no fix:
    which script a collection should be in is its owner's choice, for which ``mixed-script`` has an option.
    """

    trigger = ChineseText()

    def keys(self, document: Document) -> Iterator[tuple[str, int, int]]:
        if document.writing.whole is Writing.CHINESE and (script := find_script(document.unquoted)):
            yield script.value, 0, 0

    def judge(self, occurrences: Sequence[Occurrence]) -> Iterator[CorpusFinding]:
        folders: dict[str, dict[str, list[str]]] = {}
        for occurrence in occurrences:
            scripts = folders.setdefault(dirname(occurrence.path), {script.value: [] for script in Script})
            scripts[occurrence.key].append(basename(occurrence.path))
        for folder, scripts in folders.items():
            minority, majority = sorted(scripts, key=lambda script: (len(scripts[script]), script))
            if scripts[minority]:
                names = ", ".join(scripts[minority][:_NAMED]) + (", …" if len(scripts[minority]) > _NAMED else "")
                message = (
                    f"{len(scripts[minority])} {minority} among {len(scripts[majority])} {majority} articles: {names}"
                )
                yield CorpusFinding(folder or ".", self.report(0, 0, message))


@hookimpl
def lint_rules() -> tuple[type[MixedCorpusScript]]:
    return (MixedCorpusScript,)
