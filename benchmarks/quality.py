"""Judge the rules on folders of articles: how often each speaks, how much its fixes change, and a sample to read.

Usage: python benchmarks/quality.py FOLDER... [--select all] [--sample DIR] [--size 30] [--seed 0]

Each FOLDER becomes a column.  Figures are findings per 100,000 characters, so that folders compare; the last rows count
the characters that safe and unsafe fixes delete or write.  With --sample a file for each rule holds random findings of
the first folder, each with the text around it, to be judged by eye: precision is what share of them is right.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lint import Document, Finding, Linter, Safety
from lint.report.printable import printable
from lint.source import UnreadableError, decode

SUFFIXES = (".txt", ".md", ".markdown")
CONTEXT = 60
LONGEST = 240


@dataclass
class Tally:
    """What the rules said about one folder."""

    articles: int = 0
    characters: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    articles_with: Counter[str] = field(default_factory=Counter)
    changed: Counter[Safety] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def rate(self, count: int) -> float:
        """Return ``count`` per 100,000 characters."""
        return 1e5 * count / max(self.characters, 1)


def main() -> None:
    """Print the table, and write the samples if they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--select", default="all", help="rules, stages, default or all, separated by commas")
    parser.add_argument("--sample", type=Path, metavar="DIR", help="folder for a sample of each rule's findings")
    parser.add_argument("--size", type=int, default=30, help="findings in a sample")
    parser.add_argument("--seed", type=int, default=0, help="another seed draws another sample")
    args = parser.parse_args()
    linter = Linter({"select": args.select.split(",")})
    tallies = {folder: tally(linter, folder) for folder in args.folders}
    print_table(linter, tallies)
    if args.sample:
        write_samples(tallies[args.folders[0]], args.sample, args.size, args.seed)


def tally(linter: Linter, folder: Path) -> Tally:
    """Check and fix all articles below ``folder``."""
    result = Tally()
    for path, document in articles(folder):
        result.articles += 1
        result.characters += len(document.text)
        findings = linter.check_document(document).findings
        result.findings.update(finding.rule for finding in findings)
        result.articles_with.update({finding.rule for finding in findings})
        for finding in findings:
            result.samples[finding.rule].append(excerpt(path, document, finding))
        for safety in (Safety.SAFE, Safety.UNSAFE):
            applied = linter.fix_document(Document(document.text, document.facts), safety).applied
            result.changed[safety] += sum(map(size_of_fix, (step.finding for step in applied)))
    return result


def articles(folder: Path) -> Iterator[tuple[Path, Document]]:
    """Yield the articles below ``folder`` that can be read."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES:
            try:
                yield path, decode(path.read_bytes(), str(path))
            except UnreadableError:
                continue


def size_of_fix(finding: Finding) -> int:
    """Return how many characters a fix deletes or writes."""
    edits = finding.fix.edits if finding.fix else ()
    return sum(edit.end - edit.start + len(edit.text) for edit in edits)


def excerpt(path: Path, document: Document, finding: Finding) -> str:
    """Return a finding with the text around it, safe to print."""
    text, start, end = document.text, finding.start, finding.end
    found = text[start:end]
    if len(found) > LONGEST:
        found = f"{found[: LONGEST // 2]} [...] {found[-LONGEST // 2 :]}"
    around = f"{text[max(start - CONTEXT, 0) : start]}[[{found}]]{text[end : end + CONTEXT]}"
    shown = "\n".join(f"    {printable(line)}" for line in around.split("\n"))
    line = document.positions.position(start).line
    safety = finding.fix.safety.name.lower() if finding.fix else "no fix"
    return f"{path}:{line}: {printable(finding.message)} [{safety}]\n\n{shown}\n"


def print_table(linter: Linter, tallies: dict[Path, Tally]) -> None:
    """Print a row for each rule and a column for each folder."""
    width = max(len(rule.name) for rule in linter.rules)
    names = [f"{folder.name[:14]:>24}" for folder in tallies]
    print(f"{'per 100,000 characters':<{width}}{''.join(names)}")
    for rule in linter.rules:
        print(f"{rule.name:<{width}}{''.join(cells(tallies.values(), rule.name))}{'' if rule.default else '  off'}")
    print(f"{'all rules':<{width}}{''.join(cells(tallies.values(), None))}")
    for safety, count in ((Safety.SAFE, 0), (Safety.UNSAFE, 1)):
        row = "".join(f"{item.rate(item.changed[safety]):>24.1f}" for item in tallies.values())
        print(f"{('characters changed by safe fixes', '... with unsafe fixes')[count]:<{width}}{row}")
    print(f"{'articles':<{width}}{''.join(f'{item.articles:>24}' for item in tallies.values())}")


def cells(tallies: Iterable[Tally], rule: str | None) -> Iterator[str]:
    """Yield rate, findings and articles of one rule, or of all."""
    for item in tallies:
        count = item.findings.total() if rule is None else item.findings[rule]
        files = item.articles if rule is None else item.articles_with[rule]
        yield f"{item.rate(count):>10.2f} {count:>7} {files:>5}"


def write_samples(result: Tally, folder: Path, size: int, seed: int) -> None:
    """Write a file for each rule with ``size`` random findings."""
    folder.mkdir(parents=True, exist_ok=True)
    for rule, found in sorted(result.samples.items()):
        chosen = random.Random(f"{seed} {rule}").sample(found, min(size, len(found)))
        content = f"{rule}: {len(chosen)} of {len(found)} findings\n\n" + "\n".join(chosen)
        (folder / f"{rule}.txt").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
