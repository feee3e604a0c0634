"""What holds for the project as a whole: names, folders, layers, and sources that hide nothing."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint.api import __all__ as public_names
from lint.plugins import load
from lint.rule import CorpusRule

ROOT = Path(__file__).parents[1]
SOURCES = [path for folder in ("lint", "rules", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
CASES = sorted((ROOT / "tests/cases").rglob("*.toml"))
RULES = [plugin.rule for plugin in load().values() if plugin.rule.__module__.startswith("rules.")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_lives_in_the_folder_of_its_stage(rule: type) -> None:
    _, folder, module = rule.__module__.split(".")
    assert folder == rule.stage.value  # type: ignore[attr-defined]
    assert module == rule.name.replace("-", "_")  # type: ignore[attr-defined]


def test_every_rule_has_a_cases_file_and_every_cases_file_a_rule() -> None:
    wanted = {f"{rule.stage.value}/{rule.name.replace('-', '_')}" for rule in RULES if not issubclass(rule, CorpusRule)}
    assert {str(path.relative_to(ROOT / "tests/cases").with_suffix("")) for path in CASES} == wanted


def test_every_module_of_the_rules_is_a_rule() -> None:
    modules = {path for path in (ROOT / "rules").rglob("*.py") if path.name != "__init__.py"}
    assert len(modules) == len(RULES)


def imports(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[-3] == "rules"], ids=lambda path: path.stem)
def test_rules_import_public_names_alone(path: Path) -> None:
    for module, name in imports(path):
        if module.split(".")[0] == "lint":
            assert module == "lint"
            assert name in public_names
        assert module.split(".")[0] != "rules"


def test_the_engine_knows_no_rule() -> None:
    for path in (ROOT / "lint").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert all(module.split(".")[0] != "rules" for module, _ in imports(path)), path
        assert not [rule.name for rule in RULES if re.search(rf"\"{rule.name}\"|'{rule.name}'", text)], path


LAYERS = [
    {"facts", "errors", "patterns", "replacement", "budget"},
    {"edit"},
    {"views"},
    {"document", "finding"},
    {"trigger"},
    {"rule", "hooks"},
    {"config", "globs", "plugins", "options", "selection", "engine", "guards", "detection", "source"},
    {"datasets"},
    {"discovery", "fixer"},
    {"linter", "testing"},
    {"report", "api"},
    {"batch", "run"},
    {"baseline", "output"},
    {"session", "request", "cli_options"},
    {"cli"},
    {"__main__", "__init__", "data"},
]


def test_the_layers_of_the_engine_point_one_way() -> None:
    height = {name: number for number, names in enumerate(LAYERS) for name in names}
    assert {path.stem for path in (ROOT / "lint").glob("*.py")} <= set(height)
    for path in (ROOT / "lint").rglob("*.py"):
        own = path.relative_to(ROOT / "lint").parts[0].removesuffix(".py")
        for module, name in imports(path):
            parts = module.split(".")
            if parts[0] != "lint":
                continue
            other = parts[1] if len(parts) > 1 else name
            if other in height and own not in ("testing", "cli"):
                assert height[other] <= height[own], f"{path} imports {module}"


@pytest.mark.parametrize("path", [*SOURCES, *CASES], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_hides_a_character(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hidden = {
        f"U+{ord(char):04X}"
        for char in text
        if unicodedata.category(char) in ("Cf", "Co", "Cn", "Cs", "Cc", "Zl", "Zp", "Zs") and char not in " \n"
    }
    assert not hidden
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)
    assert text.endswith("\n")


def test_modules_of_the_engine_are_small() -> None:
    for path in (ROOT / "lint").rglob("*.py"):
        assert path.read_text(encoding="utf-8").count("\n") <= 300, path
    for path in (ROOT / "rules").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        imports = [node for node in ast.parse(text).body if isinstance(node, (ast.Import, ast.ImportFrom))]
        last = max((node.end_lineno or 0 for node in imports), default=0)
        assert text.count("\n") - last <= 95, path
