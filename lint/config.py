"""Configuration: ``[tool.seedlint]`` of ``pyproject.toml``, or ``seedlint.toml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from lint.errors import UsageError, suggestion

ARTICLES = ("*.txt", "*.md", "*.markdown", "*.jsonl", "*.jsonl.gz", "*.jsonl.zst", "*.parquet")
"""Files that a walk through a folder takes for articles or for data sets of articles."""
LONGEST = 1_000_000_000
"""Seconds that the timers of all systems take."""
LARGEST = 1 << 40
"""Bytes that one article may have, whatever is configured."""
MAX_FILE_SIZE = 16 * 1024 * 1024
"""Bytes of an article if nothing else is configured."""
_MOST_BYTES = 1 << 20
"""Bytes of a configuration: a larger file is none, and may have no end."""
SCRIPTS = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


@dataclass(frozen=True)
class Config:
    """What the user has chosen; every field but ``path`` is a key of the configuration file."""

    path: Path | None = None
    """The file that this was read from; its globs count from that file's folder."""
    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    include: tuple[str, ...] = ARTICLES
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    script: str = ""
    """The script that all articles should be in; becomes the default of every rule's option of that name."""
    max_seconds: float = 300.0
    """Seconds of processor time that one article may take; 0 is no limit.

    A megabyte takes 2 or 3 to check and 2 to 4 to fix (``docs/performance.md``): articles take a fraction of one.
    """
    max_file_size: int = MAX_FILE_SIZE
    """Bytes that one article may have, in a file or as a row of a data set; 0 is no limit.

    Measured on one core, each byte of a real article takes 30 to 170 bytes of memory: with the default, a process stays
    below 3 GB.
    """
    rules: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Options of rules: rule name to option name to value."""

    @property
    def folder(self) -> Path:
        """The folder that globs count from."""
        return self.path.parent if self.path else Path()

    @property
    def where(self) -> str:
        """How messages name this configuration."""
        return str(self.path) if self.path else "configuration"


def from_mapping(table: Mapping[str, Any], path: Path | None = None) -> Config:
    """Return the configuration that ``table`` holds; its keys are those of the configuration file.

    Raises:
        UsageError: A key is unknown or a value has the wrong type.

    """
    where = str(path) if path else "configuration"
    known = {item.name.replace("_", "-"): item.name for item in fields(Config) if item.name != "path"}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key.replace("_", "-"))
        if name is None:
            raise UsageError(f"{where}: unknown key {key!r}{suggestion(key, known)}\nKnown keys: {', '.join(known)}")
        values[name] = _checked(name, value, f"{where}: key {key!r}")
    return Config(path=path, **values)


def _checked(name: str, value: object, where: str) -> object:
    if name == "script":
        if value not in SCRIPTS:
            raise UsageError(f"{where} must be one of {', '.join(SCRIPTS)}, not {value!r}")
        return value
    if name in ("max_seconds", "max_file_size"):
        return _limit(name, value, where)
    if name == "rules":
        if not isinstance(value, Mapping) or not all(isinstance(item, Mapping) for item in value.values()):
            raise UsageError(f"{where} must hold tables: [tool.seedlint.rules.<rule name>]")
        return value
    if name == "per_file_ignores":
        if not isinstance(value, Mapping):
            raise UsageError(f"{where} must be a table of globs: {{ 'drafts/*' = ['<rule name>'] }}")
        return {glob: _strings(names, f"{where}, glob {glob!r},") for glob, names in value.items()}
    return _strings(value, where)


def _limit(name: str, value: object, where: str) -> float:
    is_time = name == "max_seconds"
    unit, largest = ("seconds", LONGEST) if is_time else ("bytes", LARGEST)
    if not isinstance(value, (int, float) if is_time else int) or isinstance(value, bool) or not 0 <= value <= largest:
        raise UsageError(f"{where} must be a number of {unit} up to {largest}, 0 for no limit, not {value!r}")
    return float(value) if is_time else value


def _strings(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise UsageError(f"{where} must be a list of strings, not {value!r}")


def read(path: Path) -> Config:
    """Read the configuration in ``path``; in ``pyproject.toml`` it is the table ``[tool.seedlint]``.

    Raises:
        UsageError: The file cannot be read, is not TOML, or holds wrong keys or values.

    """
    return from_mapping(_table(path) or {}, path)


def discover(folder: Path) -> Config:
    """Return the configuration nearest to ``folder``, upwards; nothing is merged."""
    for parent in (folder, *folder.parents):
        own = parent / "seedlint.toml"
        if os.path.isfile(own):
            return read(own)
        project = parent / "pyproject.toml"
        if os.path.isfile(project) and (table := _table(project)) is not None:
            return from_mapping(table, project)
    return Config()


def _table(path: Path) -> Mapping[str, Any] | None:
    import tomli

    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise UsageError(f"{path}: has more than {_MOST_BYTES:,} bytes\nName another file with --config")
        data = tomli.loads(content.decode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}\nName another file with --config") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # of TOML itself, or of a number or a nesting that is too long
        raise UsageError(f"{path}: is not valid TOML: {error}") from error
    if path.name != "pyproject.toml":
        return data
    table = data.get("tool", {}).get("seedlint") if isinstance(data.get("tool", {}), Mapping) else None
    if table is not None and not isinstance(table, Mapping):
        raise UsageError(f"{path}: [tool.seedlint] must be a table")
    return table
