"""Plugins: rules of other distributions, really installed; and what is said of broken ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Seedlint, install_plugin

PLUGIN = Path(__file__).parent / "plugin"
ARTICLE = "# Tea\n\nShe drank it black.\n\nSubscribe to our newsletter.\n"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the example distribution as pip installs any, into a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--target", str(folder), str(PLUGIN)], check=True)
    return folder


def broken(folder: Path, module: str, content: str, distribution: str = "seedlint-broken") -> dict[str, str]:
    """Lay out an installed distribution by hand: a module and the metadata that pip would write."""
    (folder / f"{module}.py").write_text(content, encoding="utf-8")
    install_plugin(folder, distribution, module, version="0.1")
    return {"PYTHONPATH": str(folder)}


def test_the_example_passes_its_own_tests(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_subscribe_prompt.py"],
        cwd=PLUGIN,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "5 passed" in done.stdout


def test_an_installed_rule_is_like_any_other(installed: Path, seedlint: Seedlint, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed)}
    (tmp_path / "a.txt").write_text(ARTICLE)
    done = seedlint("rules", "--output-format", "json", environment=environment)
    (entry,) = [rule for rule in json.loads(done.stdout) if rule["name"] == "subscribe-prompt"]
    assert entry == {
        "name": "subscribe-prompt",
        "stage": "content",
        "summary": "A line asks the reader to subscribe.",
        "default": True,
        "safety": "unsafe",
        "plugin": "seedlint-newsletter 1.2.3",
        "options": [
            {
                "name": "report-only",
                "type": "true or false",
                "default": False,
                "description": "report the line and leave it in place",
            }
        ],
    }
    done = seedlint("check", "--output-format", "concise", "a.txt", environment=environment)
    assert done.returncode == 1
    assert "a.txt:5:1: subscribe-prompt: asks to subscribe: 'Subscribe to our newsletter.\\n'" in done.stdout
    assert "seedlint-newsletter 1.2.3" in seedlint("explain", "subscribe-prompt", environment=environment).stdout
    done = seedlint("fix", "--unsafe-fixes", "a.txt", environment=environment)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "a.txt").read_text() == "# Tea\n\nShe drank it black.\n"


def test_an_installed_rule_is_configured_like_any_other(installed: Path, seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "seedlint.toml").write_text("[rules.subscribe-prompt]\nreport-only = true\n")
    command = ("fix", "--unsafe-fixes", "--select", "subscribe-prompt", "a.txt")
    done = seedlint(*command, environment={"PYTHONPATH": str(installed)})
    assert done.returncode == 1
    assert (tmp_path / "a.txt").read_text() == ARTICLE


@pytest.mark.fault("Rules", "A plugin that cannot be imported")
def test_a_plugin_that_cannot_be_imported_stops_the_run(seedlint: Seedlint, tmp_path: Path) -> None:
    """The run ends before anything is judged; the error names the plugin and the cure."""
    environment = broken(tmp_path, "not_importable", "import nothing_of_that_name\n")
    done = seedlint("check", "-", stdin=b"x\n", environment=environment)
    assert done.returncode == 2
    assert "plugin 'not_importable' of seedlint-broken 0.1 cannot be loaded: ModuleNotFoundError" in done.stderr
    assert "pip uninstall seedlint-broken" in done.stderr


RULE = """
from dataclasses import dataclass
from lint import Rule, Safety, Stage, hookimpl

@dataclass(frozen=True)
class {name}(Rule):
    stage = Stage.CONTENT
    safety = Safety.SAFE
    def check(self, document):
        {check}

@hookimpl
def lint_rules():
    return {answer}
"""


def test_options_without_a_dataclass_stop_the_run(seedlint: Seedlint, tmp_path: Path) -> None:
    content = RULE.format(name="Odd", check="return []", answer="(Odd,)").replace("@dataclass(frozen=True)\n", "")
    content = content.replace("hookimpl\n", "hookimpl, option\n", 1)
    content = content.replace("    def check", '    keep: int = option(1, "how many may stay")\n    def check')
    done = seedlint("check", "-", stdin=b"x\n", environment=broken(tmp_path, "odd", content))
    assert done.returncode == 2
    assert "Odd of odd (seedlint-broken 0.1) has options, but is no dataclass" in done.stderr


@pytest.mark.fault("Rules", "Two plugins with rules of one name")
def test_two_rules_of_one_name_stop_the_run(seedlint: Seedlint, tmp_path: Path) -> None:
    """The run ends before anything is judged; both are named."""
    content = RULE.format(name="HardWrap", check="return []", answer="(HardWrap,)")
    done = seedlint("check", "-", stdin=b"x\n", environment=broken(tmp_path, "hard_wrap_again", content))
    assert done.returncode == 2
    assert "two rules are called 'hard-wrap'" in done.stderr
    assert "seedlint-broken 0.1" in done.stderr


def test_a_plugin_that_returns_no_rules_stops_the_run(seedlint: Seedlint, tmp_path: Path) -> None:
    content = RULE.format(name="Fine", check="return []", answer="('fine',)")
    done = seedlint("rules", environment=broken(tmp_path, "no_rules", content))
    assert done.returncode == 2
    assert "lint_rules() of no_rules (seedlint-broken 0.1) returned 'fine'" in done.stderr


def test_a_hook_that_raises_stops_the_run(seedlint: Seedlint, tmp_path: Path) -> None:
    content = RULE.format(name="Fine", check="return []", answer="1 / 0")
    done = seedlint("rules", environment=broken(tmp_path, "raising", content))
    assert done.returncode == 2
    assert "lint_rules() of raising (seedlint-broken 0.1) failed: ZeroDivisionError" in done.stderr


@pytest.mark.fault("Rules", "A rule of a third party that raises on one article")
def test_a_rule_that_crashes_on_one_article_does_not_stop_the_run(seedlint: Seedlint, tmp_path: Path) -> None:
    """The error names article and rule; all else is reported."""
    check = "return [1 / 0] if 'crash' in document.text else []"
    environment = broken(tmp_path, "crashing", RULE.format(name="Crashing", check=check, answer="(Crashing,)"))
    (tmp_path / "a.txt").write_text("# crash\n\nOne.  \n")
    (tmp_path / "b.txt").write_text("# fine\n\nTwo.  \n")
    done = seedlint("check", "--output-format", "json", "a.txt", "b.txt", environment=environment)
    report = json.loads(done.stdout)
    assert done.returncode == 2
    assert report["errors"] == [
        {
            "path": "a.txt",
            "rule": "crashing",
            "message": "rule crashing crashed: ZeroDivisionError: division by zero",
        }
    ]
    assert [(finding["path"], finding["rule"]) for finding in report["findings"]] == [
        ("a.txt", "trailing-whitespace"),
        ("b.txt", "trailing-whitespace"),
    ]


@pytest.mark.fault("Rules", "A rule of a third party whose fix harms")
def test_a_third_party_rule_that_harms_is_refused_and_named(seedlint: Seedlint, tmp_path: Path) -> None:
    """Nothing is written, and the rule is named."""
    check = "return [self.report(0, 0, 'x', __import__('lint').Edit(0, 0, '# '))] if document.text[0] == 'x' else []"
    environment = broken(tmp_path, "harmful", RULE.format(name="Harmful", check=check, answer="(Harmful,)"))
    (tmp_path / "a.txt").write_text("x is a letter.  \n")
    done = seedlint("fix", "a.txt", environment=environment)
    assert done.returncode == 2
    assert "a.txt: left as it was: line 1 would become heading 1 instead of paragraph; rules: harmful" in done.stderr
    assert "the rest can be fixed with --ignore harmful" in done.stderr
    assert "Fix with" not in done.stdout
    assert (tmp_path / "a.txt").read_text() == "x is a letter.  \n"
