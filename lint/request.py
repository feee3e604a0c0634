"""What the user asked for on the command line."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

STDIN = "-"
"""The path that stands for the article on stdin."""


@dataclass(frozen=True)
class Request:
    """What the user asked for."""

    paths: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool = False
    diff: bool = False
    dry: bool = False
    """Say what would be fixed, write nothing."""
    output: str | None = None
    baseline: str | None = None
    """The file of findings that are accepted and not reported."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    jobs: int | None = None
    engine: str = "embedded"
    ray_address: str | None = None
    no_cache: bool = False
    text_field: str = "text"
    id_field: str | None = None
    output_format: str = "text"
    output_file: str | None = None
    stdin_filename: str | None = None
    quiet: bool = False
    verbose: bool = False
    colour: bool = False
    statistics: bool = False
    profile_rules: bool = False

    @property
    def is_stdin(self) -> bool:
        """Whether the article comes on stdin."""
        return self.paths == (STDIN,)

    def command(self, name: str) -> str:
        """Return the command ``name`` for the same articles and rules, as a shell takes it; empty for stdin."""
        if self.is_stdin:
            return ""
        options = {
            "--select": ",".join(self.select),
            "--ignore": ",".join(self.ignore),
            "--config": self.config,
            "--text-field": self.text_field if self.text_field != "text" else "",
            "--id-field": self.id_field,
            "--output": self.output if name == "fix" else "",
        }
        words = [word for option, value in options.items() if value for word in (option, value)]
        # A name that begins with a dash would be taken for an option.
        paths = (f"./{path}" if path.startswith("-") else path for path in self.paths)
        return shlex.join(["seedlint", name, *words, *paths])

    @property
    def writes(self) -> bool:
        """Whether anything is written at all."""
        return self.fix and not self.diff and not self.dry
