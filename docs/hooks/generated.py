"""Hook of MkDocs: pages that are made from what they describe, so that they cannot be out of date.

A page for each rule and their index, the Python interface from its docstrings, the list of changes, the page on
security, and the tables of faults from the tests.
"""

from __future__ import annotations

import inspect
import posixpath
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import faults
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

import lint
from lint import batch
from lint.plugins import Catalogue, load
from lint.report import catalogue_markdown

ROOT = Path(__file__).parents[2]
# What reads well where these pages are files of a repository, and what stands for it in the site.
LINKS = {"../README.md#rules": "rules/index.md", "../CHANGELOG.md": "changelog.md", "../SECURITY.md": "security.md"}
INTERFACE: tuple[Callable[..., object], ...] = (
    lint.check,
    lint.fix,
    lint.Linter,
    lint.FixResult,
    lint.Finding,
    lint.Fix,
    lint.Edit,
    batch.check_batch,
    batch.fix_batch,
)
WORKER = "javascripts/search-from-file.js"
_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
_CODE = re.compile("`[^`]+`")
_SECTIONS = re.compile(r"^(Args|Raises|Returns|Yields):$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the pages of the rules in the navigation, by stage."""
    (section,) = (entry["Rules"] for entry in config.nav or () if "Rules" in entry)
    if len(section) == 1:  # ``mkdocs serve`` asks again after each change
        for stage, group in groupby(_rules().values(), lambda plugin: plugin.rule.stage):
            section.append({stage.value.capitalize(): [f"rules/{plugin.rule.name}.md" for plugin in group]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages."""
    for path, text in _pages():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links into the site, and the names of rules in the first column of tables to their pages."""
    if page.file.src_uri == "faults.md":
        markdown = markdown.replace(faults.PLACE, faults.tables(faults.faults()))
    for link, target in LINKS.items():
        markdown = markdown.replace(f"]({link})", f"]({target})")
    # Where Markdown of GitHub wants a backslash before a bar in a table's code, that of the site shows it.
    markdown = _ROW.sub(lambda row: _CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0]), markdown)
    if page.file.src_uri.startswith("rules/"):
        return markdown
    names = "|".join(_rules())
    return re.sub(rf"^\| `({names})`", r"| [`\1`](rules/\1.md)", markdown, flags=re.MULTILINE)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put a script of our own where the theme would load one from the network, for the search in a file."""
    return _without_network(output, posixpath.relpath(WORKER, posixpath.dirname(page.url) or "."))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Do the same for the page of what is not found."""
    return _without_network(output_content, f"/{WORKER}")


def _without_network(html: str, script: str) -> str:
    return re.sub(r'https://[^"]*/iframe-worker/shim', script, html)


def _rules() -> Catalogue:
    """Return the rules of the project; those of other distributions that happen to be installed are left out."""
    return {name: plugin for name, plugin in load().items() if plugin.rule.__module__.startswith("rules.")}


def _pages() -> Iterator[tuple[str, str]]:
    catalogue = _rules()
    off = sum(not plugin.rule.default for plugin in catalogue.values())
    head = (
        f"# Rules\n\n{len(catalogue)} rules in the order in which they run; {off} are off by default. In a terminal,\n"
        "`seedlint explain NAME` shows the same page. What *safe*, *unsafe* and *report* mean stands in\n"
        "[safety](../safety.md).\n\n"
    )
    yield "rules/index.md", head + catalogue_markdown.table(catalogue, links=True)
    for name, plugin in catalogue.items():
        yield f"rules/{name}.md", catalogue_markdown.page(plugin)
    yield "api.md", _interface()
    yield "changelog.md", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    yield "security.md", (ROOT / "SECURITY.md").read_text(encoding="utf-8").replace("](docs/", "](")


def _interface() -> str:
    head = (
        "# Python interface\n\nFor one text, many texts and batches of rows;\n"
        "[before a pipeline](pipelines.md) shows all of it at work.\n"
        "What rules are made of stands in [writing a rule](writing-rules.md)."
    )
    parts = [head]
    for item in INTERFACE:
        module = "lint.batch" if item.__module__ == "lint.batch" else "lint"
        parts += [f"## {module}.{item.__name__}", _described(item, item.__name__)]
        if inspect.isclass(item):
            for name, member in vars(item).items():
                if inspect.isfunction(member) and not name.startswith("_"):
                    parts += [f"### {item.__name__}.{name}", _described(member, name)]
    return "\n\n".join(parts) + "\n"


def _described(item: Callable[..., object], name: str) -> str:
    text = _SECTIONS.sub(r"**\1**\n", inspect.getdoc(item) or "").replace("``", "`")
    text = re.sub(r":(?:mod|class|func|meth):`([^`]+)`", r"`\1`", text)
    # Indented text would be taken for code.
    text = re.sub(r"^ {4}(\S)", r"- \1", text, flags=re.MULTILINE)
    return f"```python\n{name}{_signature(item)}\n```\n\n{text}"


def _signature(item: Callable[..., object]) -> str:
    """Return the signature of ``item``, a parameter in a line where one line is too short."""
    signature = inspect.signature(item)
    line = _annotated(str(signature))
    if len(line) <= 90:
        return line
    parameters = [parameter for parameter in signature.parameters.values() if parameter.name != "self"]
    lines = [f"    {_annotated(str(parameter))}," for parameter in parameters]
    kinds = [parameter.kind for parameter in parameters]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        lines.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "    *,")
    returned = signature.return_annotation
    arrow = "" if returned is inspect.Signature.empty else f" -> {returned}"
    return "\n".join(["(", *lines, f"){arrow}"])


def _annotated(signature: str) -> str:
    """Return ``signature`` with annotations as they are written in the source."""
    without = re.sub(r"ForwardRef\('([^']+)'\)", r"\1", signature)
    return re.sub(r"(: |-> )'([^']+)'", r"\1\2", without).removesuffix(" -> None").replace("(self, ", "(")
