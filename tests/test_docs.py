"""The documentation: it builds without a broken link, names what exists, and fetches nothing from anywhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest
import tomli

from conftest import Seedlint
from lint.cli import main
from lint.config import Config, from_mapping
from lint.linter import Linter
from lint.options import options
from lint.plugins import load

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
RULES = {name: plugin.rule for name, plugin in load().items() if plugin.rule.__module__.startswith("rules.")}


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page that are marked as ``language``."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its visible text."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_rule_has_a_page_that_shows_all_of_it(site: Path) -> None:
    assert {page.stem for page in (site / "rules").glob("*.html")} == {*RULES, "index"}
    for name, rule in RULES.items():
        text = Elements(site / f"rules/{name}.html").text
        assert text.count("Before:") + text.count("No defect:") == len(rule.examples), name
        assert all(option.description in text for option in options(rule)), name
        assert not re.search("[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\ufeff]", text), name


def test_the_index_leads_to_every_rule(site: Path) -> None:
    links = [attributes.get("href") for tag, attributes in Elements(site / "rules/index.html").found if tag == "a"]
    assert {f"{name}.html" for name in RULES} <= set(links)
    links = [attributes.get("href") for tag, attributes in Elements(site / "quality.html").found if tag == "a"]
    assert "rules/hard-wrap.html" in links


def test_the_python_interface_stands_there(site: Path) -> None:
    text = Elements(site / "api.html").text
    for words in ("lint.check", "lint.Linter", "Linter.fix", "lint.batch.fix_batch", "UsageError: The configuration"):
        assert words in text, words
    assert "ForwardRef" not in text


FETCHING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "source": "src",
    "video": "src",
    "object": "data",
}
STATED_ONLY = {"canonical", "prev", "next"}


def fetched(page: Path) -> Iterator[str]:
    """Yield the addresses that a browser loads when it shows ``page``."""
    for tag, attributes in Elements(page).found:
        if tag == "link" and attributes.get("rel") in STATED_ONLY:
            continue
        if address := attributes.get(FETCHING.get(tag, "")):
            yield address


def test_nothing_is_fetched_from_anywhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(RULES)
    for page in pages:
        for address in fetched(page):
            assert not re.match(r"(?i)(?:[a-z]+:)?//", address), f"{page} fetches {address}"
            target = site / address if page.name == "404.html" else page.parent / address
            assert target.resolve().is_file() or page.name == "404.html", (
                f"{page} fetches {address}, which is not there"
            )
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?i)(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_the_index_of_the_search_has_every_rule(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"] for entry in index["docs"]}
    assert {f"rules/{name}.html" for name in RULES} <= found


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the browser chromium")
def test_the_search_works_in_a_page_that_was_opened_as_a_file(site: Path, tmp_path: Path) -> None:
    address = f"{(site / 'index.html').as_uri()}?q=mojibake"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--virtual-time-budget=20000",
    ]
    done = subprocess.run(
        ["chromium", *options, "--dump-dom", address], capture_output=True, text=True, check=False, timeout=120
    )
    (results,) = re.findall(r'<ol class="md-search-result__list".*?</ol>', done.stdout, re.DOTALL)
    assert "rules/mojibake.html" in results


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in (*blocks(page, "sh"), *blocks(page, "console"), *blocks(page, "yaml")):
            for line in block.splitlines():
                words = re.match(r"(?:\$ |\s*- (?:run: )?)?(?:\.venv/bin/)?(seedlint .*)", line)
                if words:
                    yield page.stem, words[1]


@pytest.mark.parametrize(("page", "line"), list(commands()))
def test_commands_in_the_docs_exist(page: str, line: str) -> None:
    words = shlex.split(re.split(r" (?:>|\|\|?|&&) ", line)[0], comments=True)
    command = main.commands[words[1]]
    try:
        command.make_context(words[1], words[2:])
    except click.UsageError as error:
        pytest.fail(f"docs/{page}.md: {line}: {error.format_message()}")


def configurations() -> Iterator[tuple[str, str]]:
    for page in (ROOT / "README.md", *PAGES):
        yield from ((page.stem, block) for block in blocks(page, "toml") if "[tool.seedlint" in block)


@pytest.mark.parametrize(("page", "text"), list(configurations()))
def test_configurations_in_the_docs_are_valid(page: str, text: str) -> None:
    Linter(from_mapping(tomli.loads(text)["tool"]["seedlint"]))


def test_every_key_of_the_configuration_is_described() -> None:
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
    assert described == [field.name.replace("_", "-") for field in fields(Config) if field.name != "path"]


def phrases() -> Iterator[tuple[str, str, str]]:
    page = (ROOT / "docs/phrases.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\|.*\|$", page, re.MULTILINE):
        cells = [cell.strip().strip("`").replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        if len(cells) == 5 and cells[2] not in ("phrase", "---"):
            yield cells[2], cells[3], cells[4]


@pytest.mark.parametrize(("phrase", "found", "other"), list(phrases()))
def test_phrases_in_the_docs_find_what_stands_beside_them(phrase: str, found: str, other: str) -> None:
    own = Linter({"select": ["boilerplate-line"], "rules": {"boilerplate-line": {"extra": [phrase]}}})
    body = "She drank it black, and nobody knew why she did so every day."
    for line, findings in ((found, 1), (f"**{found}**", 1), (other, 0)):
        assert len(own.check(f"# Tea\n\n{body}\n\n{line}\n\n{body}\n")) == findings, line


def test_every_sign_of_phrases_is_shown() -> None:
    shown = "".join(phrase for phrase, _, _ in phrases())
    assert set("[]()|+{}0\u2026") <= set(shown)


def test_bars_in_the_code_of_tables_stand_without_a_backslash(site: Path) -> None:
    text = Elements(site / "phrases.html").text
    assert "(ring|sound) the bell" in text
    assert r"\|" not in text


def test_links_lead_somewhere_also_where_the_pages_are_files() -> None:
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" not in link:
                assert (page.parent / link).is_file(), f"{page}: {link}"


def test_the_package_of_the_guide_works_as_it_stands(tmp_path: Path, seedlint: Seedlint) -> None:
    page = ROOT / "docs/writing-rules.md"
    module, tests = blocks(page, "python")
    project, cases = blocks(page, "toml")
    (tmp_path / "acme_rules").mkdir()
    (tmp_path / "acme_rules/__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "acme_rules/photo_credit.py").write_text(module, encoding="utf-8")
    (tmp_path / "cases/content").mkdir(parents=True)
    (tmp_path / "cases/content/photo_credit.toml").write_text(cases, encoding="utf-8")
    (tmp_path / "test_acme.py").write_text(tests, encoding="utf-8")
    # What an installer writes for this pyproject.toml.
    table = tomli.loads(project)["project"]
    metadata = tmp_path / "acme_rules-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {table['name']}\nVersion: {table['version']}\n")
    ((name, target),) = table["entry-points"]["seedlint"].items()
    (metadata / "entry_points.txt").write_text(f"[seedlint]\n{name} = {target}\n")

    environment = {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_acme.py"],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "5 passed" in done.stdout, done.stdout
    (tmp_path / "a.txt").write_text("# Tea\n\nOne.\n\nPhoto: A. Reed\n\nTwo.\n", encoding="utf-8")
    done = seedlint("fix", "--unsafe-fixes", "a.txt", environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "# Tea\n\nOne.\n\nTwo.\n"
    assert "acme-rules 1.0" in seedlint("explain", "photo-credit", environment=environment).stdout
