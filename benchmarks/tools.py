"""The tools that are measured, and the commands that do the same work with each of them.

The peers are installed apart, so that none of them changes what seedlint runs with:

    python -m venv PEERS
    PEERS/bin/pip install rumdl pymarkdownlnt ftfy mdformat
    npm install --prefix PEERS autocorrect-node markdownlint-cli2
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from programs import Programs

_FTFY = """
import sys, pathlib, ftfy
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    ftfy.fix_text(path.read_text(encoding="utf-8"))
"""
_READ = """
import sys, pathlib
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    path.read_bytes().decode()
"""
PASS = (sys.executable, "-c", "pass")
SEEDLINT = (sys.executable, "-m", "lint")
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Kind(Enum):
    """What a tool does with the articles."""

    LIMIT = "limit"
    CHECK = "check"
    FIX = "fix"


@dataclass(frozen=True)
class Tool:
    """One way to run one tool over a folder."""

    name: str
    kind: Kind
    command: Callable[[str], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)
    share: float = 1.0
    """How much of the corpus it gets: tools that would take very long get the beginning."""
    cache: str = ""
    """``cold``: the cache is emptied before each run, ``warm``: it holds everything."""
    cores: int = 1


def _seedlint(command: str, jobs: int, *, cached: bool = False) -> Callable[[str], list[str]]:
    options = ["--jobs", str(jobs), "--output-format", "json", *(() if cached else ("--no-cache",))]
    return lambda folder: [*SEEDLINT, command, folder, *options]


def tools(programs: Programs) -> list[Tool]:
    """Return the tools that are there, seedlint first."""
    found = [
        Tool("read and decode, in Python", Kind.LIMIT, lambda folder: [sys.executable, "-c", _READ, folder]),
        Tool("seedlint check", Kind.CHECK, _seedlint("check", 1)),
        Tool("seedlint check, cold cache", Kind.CHECK, _seedlint("check", 1, cached=True), cache="cold"),
        Tool("seedlint check, warm cache", Kind.CHECK, _seedlint("check", 1, cached=True), cache="warm"),
        Tool(f"seedlint check, {CORES} jobs", Kind.CHECK, _seedlint("check", CORES), cores=CORES),
        Tool("seedlint fix", Kind.FIX, _seedlint("fix", 1)),
        Tool(f"seedlint fix, {CORES} jobs", Kind.FIX, _seedlint("fix", CORES), cores=CORES),
    ]
    if rumdl := programs.find("rumdl", "pip install rumdl"):
        check = [rumdl, "check", "--no-cache", "--no-config", "--output-format", "json"]
        one = {"RAYON_NUM_THREADS": "1"}
        found += [
            Tool("rumdl check", Kind.CHECK, lambda folder: [*check, folder], one),
            Tool(f"rumdl check, {CORES} threads", Kind.CHECK, lambda folder: [*check, folder], cores=CORES),
            Tool("rumdl check --fix", Kind.FIX, lambda folder: [*check, "--fix", folder], one),
        ]
    if autocorrect := programs.find("autocorrect", "npm install autocorrect-node"):
        lint = [autocorrect, "--lint", "--format", "json", "--threads", "1"]
        fix = [autocorrect, "--fix", "--quiet", "--threads", "1"]
        found += [
            Tool("autocorrect --lint", Kind.CHECK, lambda folder: [*lint, folder]),
            Tool("autocorrect --fix", Kind.FIX, lambda folder: [*fix, folder]),
        ]
    if ftfy := programs.find("ftfy", "pip install ftfy"):
        python = str(Path(ftfy).with_name("python"))
        found.append(Tool("ftfy.fix_text", Kind.CHECK, lambda folder: [python, "-c", _FTFY, folder], share=0.5))
    if markdownlint := programs.find("markdownlint-cli2", "npm install markdownlint-cli2"):
        found.append(
            Tool("markdownlint-cli2", Kind.CHECK, lambda folder: [markdownlint, f"{folder}/**/*.md"], share=0.5)
        )
    if pymarkdown := programs.find("pymarkdown", "pip install pymarkdownlnt"):
        scan = [pymarkdown, "--continue-on-error", "scan", "--recurse"]
        found.append(Tool("pymarkdown scan", Kind.CHECK, lambda folder: [*scan, folder], share=0.1))
    return found


def starts(programs: Programs, article: str) -> dict[str, list[str]]:
    """Return commands whose time is that of starting: each looks at one small article, if at any."""
    found = {
        "python -c pass": [*PASS],
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "seedlint --help": [*SEEDLINT, "--help"],
        "seedlint check FILE": [*SEEDLINT, "check", article],
        "seedlint check --no-cache FILE": [*SEEDLINT, "check", "--no-cache", article],
    }
    if rumdl := programs.find("rumdl", "pip install rumdl"):
        found["rumdl check FILE"] = [rumdl, "check", "--no-cache", article]
    if autocorrect := programs.find("autocorrect", "npm install autocorrect-node"):
        found["autocorrect --lint FILE"] = [autocorrect, "--lint", article]
    if mdformat := programs.find("mdformat", "pip install mdformat"):
        found["mdformat --check FILE"] = [mdformat, "--check", article]
    if markdownlint := programs.find("markdownlint-cli2", "npm install markdownlint-cli2"):
        found["markdownlint-cli2 FILE"] = [markdownlint, article]
    return found
