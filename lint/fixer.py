"""Fixing: findings are applied stage by stage, each to its fixpoint, or the original stays."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from lint import engine
from lint.document import Document
from lint.edit import Edit, EditMap, Safety, apply_edits
from lint.facts import ByteFacts
from lint.finding import Finding
from lint.guards import broken_guard
from lint.rule import Rule

MAX_PASSES = 100
"""Passes after which fixing is given up: real articles need fewer than ten."""


class Applied(NamedTuple):
    """A finding that was fixed; its offsets are those of the text before pass ``pass_number``, from 0."""

    pass_number: int
    finding: Finding


@dataclass(frozen=True)
class Fixed:
    """What fixing gave: the new document, what was applied to reach it, and what is left.

    ``unstable`` says why nothing was applied, if rules disagreed; it names them, as ``culprits`` does.
    """

    document: Document
    applied: tuple[Applied, ...]
    remaining: engine.Checked
    unstable: str | None = None
    culprits: tuple[str, ...] = ()


class _UnstableError(Exception):
    """Rules disagree, or a fix of theirs would harm the article; ``reason`` ends before their names."""

    def __init__(self, reason: str, culprits: Iterable[str]) -> None:
        self.culprits = tuple(sorted(culprits))
        super().__init__(f"{reason}: {', '.join(self.culprits)}")


def fix(
    document: Document,
    rules: Sequence[Rule],
    wanted: Safety = Safety.SAFE,
    safety: Mapping[str, Safety] = MappingProxyType({}),
) -> Fixed:
    """Apply all fixes of at least ``wanted`` safety until none is left.

    ``rules`` must come in order of stage and name; ``safety`` is as for :func:`lint.engine.check`.  On a cycle, too
    many passes or a broken guard the document is returned as it was.
    """
    run = _Fixing(document, rules, wanted, safety)
    try:
        remaining = run.to_fixpoint()
    except _UnstableError as reason:
        return Fixed(document, (), engine.check(document, rules, safety), str(reason), reason.culprits)
    return Fixed(run.document, tuple(run.applied), remaining)


class _Fixing:
    """The state of fixing one document."""

    def __init__(self, document: Document, rules: Sequence[Rule], wanted: Safety, safety: Mapping[str, Safety]) -> None:
        self.document = document
        self.rules = {rule.name: rule for rule in rules}
        self.wanted = wanted
        self.safety = safety
        self.applied: list[Applied] = []
        self.rules_by_pass: list[frozenset[str]] = []
        self.seen = {_fingerprint(document): 0}

    def to_fixpoint(self) -> engine.Checked:
        """Run the stages again and again until none changes the document; return what the last round found."""
        while True:
            passes_before = len(self.rules_by_pass)
            reported = engine.ReportedSpans()
            findings: list[Finding] = []
            crashes: list[engine.Crash] = []
            for _, group in engine.by_stage(self.rules.values()):
                checked = self.stage_to_fixpoint(group, reported)
                reported.add(checked.findings)
                findings += checked.findings
                crashes += checked.crashes
            if len(self.rules_by_pass) == passes_before:
                return engine.Checked(tuple(sorted(findings, key=lambda item: item.sort_key)), tuple(crashes))

    def stage_to_fixpoint(self, rules: Sequence[Rule], reported: engine.ReportedSpans) -> engine.Checked:
        """Run the rules of one stage and apply their fixes until none is left; return what they found last."""
        while True:
            checked = engine.check_stage(self.document, rules, reported, self.safety)
            chosen = plan(checked.findings, self.wanted)
            if not chosen:
                return checked
            reported.move(self.apply(chosen))

    def apply(self, chosen: Sequence[Finding]) -> EditMap:
        """Apply the fixes of one pass; return where the characters of the text went.

        Raises:
            _UnstableError: They would harm the article, lead back to an earlier text, or are too many passes.

        """
        after, moved = apply_fixes(self.document, chosen)
        if reason := self.harm(after, moved, chosen):
            raise _UnstableError(f"{reason}; rules", self.culprits(chosen))
        fingerprint = _fingerprint(after)
        self.applied += (Applied(len(self.rules_by_pass), finding) for finding in chosen)
        self.rules_by_pass.append(frozenset(finding.rule for finding in chosen))
        if fingerprint in self.seen:
            circle = frozenset().union(*self.rules_by_pass[self.seen[fingerprint] :])
            raise _UnstableError("rules undo each other", circle)
        if len(self.rules_by_pass) >= MAX_PASSES:
            raise _UnstableError(f"no end after {MAX_PASSES} passes; rules of the last", self.rules_by_pass[-1])
        self.seen[fingerprint] = len(self.rules_by_pass)
        self.document = after
        return moved

    def harm(self, after: Document, moved: EditMap, chosen: Iterable[Finding]) -> str | None:
        """Return what the fixes of ``chosen``, which make ``after``, would break; None if nothing."""
        creates = frozenset().union(*(self.rules[finding.rule].creates for finding in chosen))
        return broken_guard(self.document, after, moved, creates)

    def culprits(self, chosen: Sequence[Finding]) -> list[str]:
        """Return the rules whose fixes alone break the guard, or all if only their combination does."""
        names = sorted({finding.rule for finding in chosen})
        alone = []
        for name in names:
            own = [finding for finding in chosen if finding.rule == name]
            if self.harm(*apply_fixes(self.document, own), own):
                alone.append(name)
        return alone or names


def plan(findings: Iterable[Finding], wanted: Safety) -> list[Finding]:
    """Choose the findings to apply at once: leftmost first, none touching another; the rest waits for the next pass.

    Identical edits count as one.
    """
    chosen: list[Finding] = []
    taken: list[Edit] = []
    has_facts = False
    fixable = [finding for finding in findings if finding.fix and finding.fix.safety >= wanted]
    for finding in sorted(fixable, key=_place):
        edits, facts = _parts(finding)
        if (facts and has_facts) or any(_collides(edit, taken) for edit in edits):
            continue
        has_facts = has_facts or facts is not None
        chosen.append(finding)
        for edit in edits:
            index = bisect_left(taken, edit)
            if taken[index : index + 1] != [edit]:
                taken.insert(index, edit)
    return chosen


def _parts(finding: Finding) -> tuple[tuple[Edit, ...], ByteFacts | None]:
    return (finding.fix.edits, finding.fix.facts) if finding.fix else ((), None)


def _place(finding: Finding) -> tuple[tuple[Edit, ...], str]:
    return _parts(finding)[0], finding.rule


def _collides(edit: Edit, taken: Sequence[Edit]) -> bool:
    index = bisect_left(taken, edit)
    if taken[index : index + 1] == [edit]:
        return False
    neighbours = taken[max(index - 1, 0) : index + 1]
    return any(other.start <= edit.end and edit.start <= other.end for other in neighbours)


def apply_fixes(document: Document, chosen: Iterable[Finding]) -> tuple[Document, EditMap]:
    """Return ``document`` with the fixes of ``chosen`` applied, and where its characters went."""
    edits: set[Edit] = set()
    facts = document.facts
    for finding in chosen:
        own_edits, own_facts = _parts(finding)
        edits.update(own_edits)
        facts = own_facts or facts
    in_order = sorted(edits)
    moved = EditMap(in_order, len(document.text))
    text = apply_edits(document.text, in_order)
    if facts.line_ends is not None:
        line_ends = _moved_line_ends(document.text, text, facts, moved)
        # Where the last strange one went, the line ends are mixed no more.
        facts = replace(facts, line_ends=line_ends if set(line_ends) - {facts.line_end} else None)
    return replace(document, text=text, facts=facts), moved


def _moved_line_ends(before: str, after: str, facts: ByteFacts, moved: EditMap) -> tuple[str, ...]:
    """Give each line its own line end back; lines that a fix made get the common one."""
    own = {
        moved.new_offset(offset): end for offset, end in zip(_line_feeds(before), facts.line_ends or (), strict=True)
    }
    return tuple(own.get(offset, facts.line_end) for offset in _line_feeds(after))


def _line_feeds(text: str) -> Iterator[int]:
    offset = text.find("\n")
    while offset >= 0:
        yield offset
        offset = text.find("\n", offset + 1)


def _fingerprint(document: Document) -> bytes:
    digest = hashlib.blake2b(document.text.encode(errors="surrogatepass"))
    digest.update(repr(document.facts).encode())
    return digest.digest()
