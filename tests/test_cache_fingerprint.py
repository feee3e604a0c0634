"""The fingerprint of results: another one for whatever could change a result, the same one for all else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import install_plugin
from lint import Linter
from lint.config import from_mapping
from lint.run.cache_fingerprint import _stable, fingerprint

RULE = """
from dataclasses import dataclass
from lint import Rule, Safety, Stage, hookimpl, option
import acme_helper

@dataclass(frozen=True)
class Acme(Rule):
    '''Says nothing.'''
    stage = Stage.CONTENT
    safety = Safety.SAFE
    words: frozenset[str] = option(frozenset(), "words")
    def check(self, document):
        return []

@hookimpl
def lint_rules():
    return (Acme,)
"""
OPTIONS = "{'rules': {'acme': {'words': list('%s')}}}"

PRINT = """
import sys, time
from lint import Linter
from lint.run.cache_fingerprint import fingerprint
linter = Linter({config})
for _ in range({tries}):
    one, two = fingerprint(linter), fingerprint(linter)
    if one == two:
        break
    time.sleep(0.1)
print(one.hex(), two.hex())
"""
"""Waits until the sources of seedlint itself have not just been changed."""


def settled(config: Mapping[str, Any], path: Path | None = None) -> bytes:
    """Return the fingerprint, once the sources of seedlint and these tests have not just been changed."""
    linter = Linter(from_mapping(config, path))
    for _ in range(100):
        if (one := fingerprint(linter)) == fingerprint(linter):
            return one
        time.sleep(0.1)
    raise AssertionError("the sources are changed all the time")


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """Lay out an installed package with a table, and a module that is no part of it."""
    return lay_out(tmp_path, "acme")


def lay_out(tmp_path: Path, name: str) -> Path:
    package = tmp_path.joinpath(*name.split("."))
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "acme.py").write_text(RULE)
    (package / "words.txt").write_text("one\ntwo\n")
    (tmp_path / "acme_helper.py").write_text("X = 1\n")
    install_plugin(tmp_path, "acme", name)
    age(*tmp_path.rglob("*"))
    return package


def age(*files: Path) -> None:
    """Let ``files``, and no others, look as if they had been there for an hour."""
    for file in files:
        os.utime(file, (time.time() - 3600,) * 2)


def printed(folder: Path, config: str = "{}", seed: str = "0", tries: int = 100) -> tuple[str, str]:
    """Return the fingerprint as a process of its own sees it, twice, with the distributions in ``folder``."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PRINT.format(config=config, tries=tries)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    one, two = done.stdout.split()
    assert one == two or tries == 1, "the sources are changed all the time"
    return one, two


def test_it_is_the_same_in_every_process(plugin: Path, tmp_path: Path) -> None:
    abc, cba = OPTIONS % "abcdefgh", OPTIONS % "hgfedcba"
    one = printed(tmp_path, abc, seed="1")
    assert one[0] == one[1]
    assert printed(tmp_path, abc, seed="2") == one
    assert printed(tmp_path, cba, seed="3") == one
    assert printed(tmp_path, OPTIONS % "abcdefg") != one


@pytest.mark.parametrize(
    "config",
    [
        {"select": ["encoding"]},
        {"ignore": ["trailing-whitespace"]},
        {"extend-select": ["all"]},
        {"rules": {"hard-wrap": {}}, "unfixable": ["hard-wrap"]},
        {"extend-safe-fixes": ["hard-wrap"]},
        {"extend-unsafe-fixes": ["hard-wrap"]},
        {"per-file-ignores": {"*.md": ["hard-wrap"]}},
        {"script": "zh-Hans"},
    ],
    ids=str,
)
def test_a_changed_configuration_changes_it(config: dict[str, Any]) -> None:
    assert settled(config) != settled({})
    assert settled(config) == settled(config)


def test_what_a_configuration_says_in_another_order_does_not_change_it() -> None:
    names = ["hard-wrap", "trailing-whitespace"]
    for key in ("select", "ignore", "unfixable"):
        assert settled({key: names}) == settled({key: names[::-1]}) != settled({})
    globs = {"*.md": names, "a/*": ["encoding"]}
    turned = {"a/*": ["encoding"], "*.md": names[::-1]}
    assert settled({"per-file-ignores": globs}) == settled({"per-file-ignores": turned})


def test_which_files_are_walked_does_not_change_it() -> None:
    assert settled({"include": ["*.text"], "exclude": ["old/"]}) == settled({})


def test_the_folder_of_the_configuration_counts_where_globs_start_there(tmp_path: Path) -> None:
    ignores = {"per-file-ignores": {"a/*": ["hard-wrap"]}}
    here, there = tmp_path / "here/seedlint.toml", tmp_path / "there/seedlint.toml"
    assert settled(ignores, here) != settled(ignores, there)
    assert settled({}, here) == settled({}, there)


@pytest.mark.parametrize("name", ["acme.py", "words.txt", "../acme_helper.py"])
def test_a_changed_file_of_a_plugin_changes_it(plugin: Path, tmp_path: Path, name: str) -> None:
    file = plugin / name if (plugin / name).is_file() else tmp_path / os.path.basename(name)
    one = printed(tmp_path)
    file.write_text(file.read_text() + "\n")
    age(file)
    assert printed(tmp_path) != one


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell when an entry was changed")
def test_a_file_replaced_by_one_of_the_same_size_and_time_changes_it(plugin: Path, tmp_path: Path) -> None:
    one = printed(tmp_path)
    before = (plugin / "acme.py").stat()
    (plugin / "acme.py").write_text(RULE.replace("[]", "()"))
    os.utime(plugin / "acme.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (plugin / "acme.py").stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert printed(tmp_path) != one


def test_a_changed_file_of_a_plugin_in_a_namespace_changes_it(tmp_path: Path) -> None:
    package = lay_out(tmp_path, "space.acme")
    (tmp_path / "space/of_another_distribution.txt").write_text("1")
    one = printed(tmp_path)
    (tmp_path / "space/of_another_distribution.txt").write_text("22")
    assert printed(tmp_path) == one
    (package / "words.txt").write_text("three\n")
    age(package / "words.txt")
    assert printed(tmp_path) != one


def test_a_new_file_of_a_plugin_changes_it(plugin: Path, tmp_path: Path) -> None:
    one = printed(tmp_path)
    (plugin / "more").mkdir()
    (plugin / "more" / "words.txt").write_text("three\n")
    age(plugin / "more" / "words.txt")
    assert printed(tmp_path) != one


def test_another_version_of_a_distribution_changes_it(plugin: Path, tmp_path: Path) -> None:
    seen = [printed(tmp_path)]
    for distribution in ("ftfy-98.0", "something_that_a_plugin_builds_on-1.0", "something_that_a_plugin_builds_on-1.1"):
        info = tmp_path / f"{distribution}.dist-info"
        info.mkdir()
        name, version = distribution.split("-")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        seen.append(printed(tmp_path))
        (info / "METADATA").unlink()
        info.rmdir()
    assert len(set(seen)) == 4


def test_a_file_that_was_changed_just_now_is_not_trusted(plugin: Path, tmp_path: Path) -> None:
    touch = f"__import__('os').utime({str(plugin / 'words.txt')!r})"
    one, two = printed(tmp_path, f"{touch} or {{}}", tries=1)
    assert one != two


@dataclass(frozen=True)
class Options:
    """Options of many types."""

    words: object = frozenset()
    number: object = 1


def test_values_that_differ_have_different_texts() -> None:
    long = "x" * 300
    values: list[object] = [
        *(1, 1.0, True, "1", b"1", None, "None", (), ("",), ("a", "b"), ("a, b",), ("'a', 'b'",)),
        *(frozenset("ab"), frozenset(["ab"]), frozenset(), {"a": "b"}, {"a": {"b": 1}}, {"a": "b", "c": "d"}),
        *(re.compile(long + "a"), re.compile(long + "b"), Options(), Options(number=2), Options("1"), "\ud800"),
    ]
    assert len({_stable(value) for value in values}) == len(values)
    assert _stable(Options(frozenset("abcdef"))) == _stable(Options(frozenset("fedcba")))
