"""Compare how much of the damage that scrapers do other tools report and undo.

Usage: python benchmarks/peers.py [PEERS]

PEERS is the folder that the other tools were installed to, apart from what seedlint runs with:

    python -m venv PEERS
    PEERS/bin/pip install rumdl pymarkdownlnt ftfy mdformat
    npm install --prefix PEERS autocorrect-node markdownlint-cli2

The kinds of damage are those of ``tests/injectors.py``, in the articles of ``tests/articles``.  A kind is reported
if the tool says more of each damaged article than of the same article without the damage.  It is undone if its fix
makes the same of both, byte for byte: what a tool prefers about layout does not count against it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from programs import Programs

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from injectors import INJECTORS  # noqa: E402 - it lies with the tests

from lint import Linter  # noqa: E402
from lint.source import from_text, to_text  # noqa: E402

_FTFY = """
import sys, pathlib, ftfy
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        continue
    path.write_bytes(ftfy.fix_text(text).encode())
"""
SEEDLINT = (sys.executable, "-m", "lint")
Command = Callable[[str], list[str]]
Cases = dict[str, dict[str, tuple[bytes, bytes]]]
"""By kind of damage and name of an article, the article without and with the damage."""


@dataclass(frozen=True)
class Peer:
    """A tool: what says its version, what reports, and what fixes in place; None if it does not do that."""

    name: str
    version: list[str]
    report: Command | None
    fix: Command


def peers(programs: Programs) -> list[Peer]:
    """Return the tools that are there, seedlint first."""
    quick = ["--no-cache", "--ignore", "corpus"]
    version = [*SEEDLINT, "--version"]
    concise = [*quick, "--output-format", "concise", "--quiet"]
    made = [
        Peer(
            "seedlint",
            version,
            lambda at: [*SEEDLINT, "check", at, *concise],
            lambda at: [*SEEDLINT, "fix", at, *quick],
        ),
        Peer("seedlint --unsafe-fixes", version, None, lambda at: [*SEEDLINT, "fix", "--unsafe-fixes", at, *quick]),
    ]
    if rumdl := programs.find("rumdl", "pip install rumdl"):
        check = [rumdl, "check", "--no-cache", "--no-config"]
        made.append(Peer("rumdl", [rumdl, "--version"], lambda at: [*check, at], lambda at: [*check, "--fix", at]))
    if lint := programs.find("markdownlint-cli2", "npm install markdownlint-cli2"):
        made.append(
            Peer("markdownlint-cli2", [lint], lambda at: [lint, f"{at}/*.md"], lambda at: [lint, "--fix", f"{at}/*.md"])
        )
    if scan := programs.find("pymarkdown", "pip install pymarkdownlnt"):
        go = [scan, "--continue-on-error"]
        made.append(Peer("pymarkdown", [scan, "version"], lambda at: [*go, "scan", at], lambda at: [*go, "fix", at]))
    if mdformat := programs.find("mdformat", "pip install mdformat"):
        made.append(Peer("mdformat", [mdformat, "--version"], None, lambda at: [mdformat, at]))
    if correct := programs.find("autocorrect", "npm install autocorrect-node"):
        report = [correct, "--lint", "--format", "rdjson"]
        made.append(
            Peer("autocorrect", [correct, "--version"], lambda _: [*report, "."], lambda _: [correct, "--fix", "."])
        )
    if ftfy := programs.find("ftfy", "pip install ftfy"):
        python = str(Path(ftfy).with_name("python"))
        say = [python, "-c", "import importlib.metadata as m; print(m.version('ftfy'))"]
        made.append(Peer("ftfy.fix_text", say, None, lambda at: [python, "-c", _FTFY, at]))
    return made


def articles() -> Cases:
    """Return, by kind of damage and name of an article, the article without and with the damage."""
    linter = Linter()
    made: Cases = defaultdict(dict)
    for path in sorted((ROOT / "tests/articles").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for item in INJECTORS:
            rng = Random(f"0 {item.name} {path.name}")
            clean = from_text(to_text(linter.fix_document(from_text(text), item.safety).document))
            if item.prepare:
                prepared = item.prepare(clean, rng)
                if prepared is None:
                    continue
                clean = from_text(to_text(linter.fix_document(from_text(prepared), item.safety).document))
            damaged = item.damage(clean, rng)
            if damaged is not None:
                data = damaged if isinstance(damaged, bytes) else damaged.encode(errors="surrogatepass")
                made[item.name][path.stem] = clean.text.encode(), data
    return made


def main() -> None:
    """Print a row for each tool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", nargs="?", type=Path, metavar="PEERS")
    parser.add_argument("--only", default="", help="names of tools, separated by commas")
    args = parser.parse_args()
    programs = Programs(args.peers)
    cases = articles()
    heads = f"kinds reported, of {len(cases)} | kinds undone | sound articles changed | a second fix changes"
    print(f"| tool | version | {heads} |")
    print("|---|---|---:|---:|---:|---:|")
    only = set(filter(None, args.only.split(",")))
    for peer in (peer for peer in peers(programs) if not only or peer.name in only):
        print(row(peer, cases), flush=True)
    for name, install in programs.missing.items():
        print(f"{name} is not there: {install}", file=sys.stderr)


def row(peer: Peer, cases: Cases) -> str:
    """Return what one tool makes of all kinds of damage."""
    reported = undone = changed = sound = moved = files = 0
    # Some tools stop at the first file that is not UTF-8: it must not keep the others from them.
    for is_text in (True, False):
        kinds = {kind: pairs for kind, pairs in cases.items() if is_utf8(pairs.values()) == is_text}
        with tempfile.TemporaryDirectory() as folder:
            names = write(Path(folder), kinds)
            if peer.report:
                said = run(peer.report(folder), folder)
                more = [all(said.count(bad) > said.count(good) for good, bad in pairs) for pairs in names.values()]
                reported += sum(more)
            before = contents(folder)
            run(peer.fix(folder), folder)
            once = contents(folder)
            undone += sum(all(once[good] == once[bad] for good, bad in pairs) for pairs in names.values())
            changed += sum(once[good] != before[good] for pairs in names.values() for good, _ in pairs)
            run(peer.fix(folder), folder)
            again = contents(folder)
        sound += len(once) // 2
        files += len(once)
        moved += sum(again[name] != data for name, data in once.items())
    version = run(peer.version, None).split("\n", 1)[0].strip()
    told = str(reported) if peer.report else "\u2013"
    return f"| {peer.name} | {version} | {told} | {undone} | {changed} of {sound} | {moved} of {files} |"


def is_utf8(pairs: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether all damaged articles are UTF-8."""
    try:
        for _, damaged in pairs:
            damaged.decode()
    except UnicodeDecodeError:
        return False
    return True


def write(folder: Path, cases: Cases) -> dict[str, list[tuple[str, str]]]:
    """Write all articles; return the names of the sound and the damaged ones, by kind."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, (kind, pairs) in enumerate(cases.items()):
        for article, both in pairs.items():
            pair = f"sound-{number:02}-{article}.md", f"damaged-{number:02}-{article}.md"
            names[kind].append(pair)
            for name, data in zip(pair, both, strict=True):
                (folder / name).write_bytes(data)
    return names


def contents(folder: str) -> dict[str, bytes]:
    """Return the bytes of all articles by name."""
    return {path.name: path.read_bytes() for path in Path(folder).glob("*.md")}


def run(command: Iterable[str], folder: str | None) -> str:
    """Return what a command says in ``folder``; tools end with another exit code if they find something."""
    # Through a file: some tools end before all that they have written to a pipe has got there.
    with tempfile.TemporaryFile() as said:
        subprocess.run([*command], cwd=folder, stdout=said, stderr=subprocess.STDOUT, check=False, timeout=1200)
        said.seek(0)
        return said.read().decode(errors="replace")


if __name__ == "__main__":
    main()
