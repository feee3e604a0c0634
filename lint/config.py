"""Configuration: ``[tool.seedlint]`` of ``pyproject.toml``, or ``seedlint.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from lint.errors import UsageError, suggestion

ARTICLES = ("*.txt", "*.md", "*.markdown", "*.jsonl", "*.jsonl.gz", "*.jsonl.zst", "*.parquet")
"""Files that a walk through a folder takes for articles or for data sets of articles."""
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
    if name == "rules":
        if not isinstance(value, Mapping) or not all(isinstance(item, Mapping) for item in value.values()):
            raise UsageError(f"{where} must hold tables: [tool.seedlint.rules.<rule name>]")
        return value
    if name == "per_file_ignores":
        if not isinstance(value, Mapping):
            raise UsageError(f"{where} must be a table of globs: {{ 'drafts/*' = ['<rule name>'] }}")
        return {glob: _strings(names, f"{where}, glob {glob!r},") for glob, names in value.items()}
    return _strings(value, where)


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
        if own.is_file():
            return read(own)
        project = parent / "pyproject.toml"
        if project.is_file() and (table := _table(project)) is not None:
            return from_mapping(table, project)
    return Config()


def _table(path: Path) -> Mapping[str, Any] | None:
    import tomli

    try:
        data = tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}\nName another file with --config") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomli.TOMLDecodeError as error:
        raise UsageError(f"{path}: is not valid TOML: {error}") from error
    if path.name != "pyproject.toml":
        return data
    table = data.get("tool", {}).get("seedlint") if isinstance(data.get("tool", {}), Mapping) else None
    if table is not None and not isinstance(table, Mapping):
        raise UsageError(f"{path}: [tool.seedlint] must be a table")
    return table
