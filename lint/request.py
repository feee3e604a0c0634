"""What the user asked for on the command line."""

from __future__ import annotations

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

    @property
    def writes(self) -> bool:
        """Whether anything is written at all."""
        return self.fix and not self.diff and not self.dry
