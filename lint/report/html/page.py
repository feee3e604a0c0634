"""The page: a template, style sheets and scripts, each in a file of its own, put together with what a run has found."""

from __future__ import annotations

import base64
import hashlib
import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from lint import plugins
from lint.edit import Safety
from lint.errors import Problem, UsageError
from lint.report.formats import disarmed
from lint.report.html.article import Shown
from lint.report.html.tally import BY_HAND, CLEAN, SAFELY, UNSAFELY, Kept, Row, Tally, folder_of
from lint.report.printable import place, printable
from lint.rule import Stage

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLES = ("base.css", "overview.css", "article.css")
_SCRIPTS = ("characters.js", "data.js", "overview.js", "comparison.js", "article.js", "main.js")
_ROWS = 30
"""Folders, findings about folders, and problems that are listed at most; the rest is counted."""
_SAFETIES = (Safety.SAFE, Safety.UNSAFE, Safety.MANUAL)


@dataclass(frozen=True)
class Overview:
    """What the page says besides the articles."""

    tally: Tally
    paths: tuple[str, ...]
    """What was looked through, as the user named it."""
    problems: list[Problem]
    hidden: int | None = None
    """Findings that a baseline hides; None if there is no baseline."""


def environment() -> Environment:
    """Return what renders the template; text that goes into it is escaped.

    Raises:
        UsageError: jinja2 is not installed.

    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ModuleNotFoundError as error:
        raise UsageError("the page needs jinja2\nInstall it with: pip install 'seedlint[report]'") from error
    loader = PackageLoader("lint.report.html", "assets")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(
        without=str.removeprefix, printable=_shown, safely=_percentages, share=_share, number="{:,}".format
    )
    return made


def render(template: Environment, overview: Overview, articles: Iterable[tuple[Kept, Shown]]) -> Iterator[str]:
    """Yield the page piece by piece; ``articles`` are asked for one by one, and each is let go again."""
    rules = sorted(overview.tally.rules.items(), key=lambda item: (-item[1].total, item[0]))
    numbers = {name: number for number, (name, _) in enumerate(rules)}
    # Articles stand last in the page, so that a browser draws the list, and lets it be used, while it reads them.
    with TemporaryFile("w+", encoding="ascii", newline="\n") as blocks:
        rows = []
        for kept, shown in articles:
            rows.append(_index_row(kept, shown, numbers))
            blocks.write(f"{shown.block}\n")
        blocks.seek(0)
        yield from template.get_template("report.html.jinja").generate(
            index=_json(
                {
                    "rules": list(_rules(numbers, overview.tally)),
                    "folders": _listed(overview),
                    "prefix": _text(common_folder(overview.tally.folders)),
                    "articles": rows,
                }
            ),
            blocks=map(str.strip, blocks),
            rules=[(name, overview.tally.stage_of[name], row) for name, row in rules],
            **_assets(),
            **_told(overview),
        )


def _assets() -> dict[str, str]:
    # A function of its own keeps the names of the scripts apart from those of the browser.
    style, script = _joined(_STYLES), f'"use strict";\n(() => {{{_joined(_SCRIPTS)}\n}})();\n'
    return {
        "version": metadata.version("seedlint"),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
    }


def _told(overview: Overview) -> dict[str, Any]:
    """Return what stands above the list of articles."""
    tally, problems = overview.tally, overview.problems
    folders = _by_defects(tally)
    return {
        "paths": [_shown(path) for path in overview.paths],
        "needs": _needs(tally),
        "counts": sum((row.counts for row in tally.stages.values()), start=Row().counts),
        "stages": [(stage.value, tally.stages[stage.value]) for stage in Stage if stage.value in tally.stages],
        "folders": folders[:_ROWS],
        "prefix": common_folder(tally.folders),
        "more_folders": max(len(folders) - _ROWS, 0),
        "wholes": [(_shown(place(item.path, None)), item.finding) for item in tally.wholes[:_ROWS]],
        "more_wholes": max(len(tally.wholes) - _ROWS, 0),
        "problems": [
            (_shown(place(item.path, item.record)) if item.path else "", _shown(item.message))
            for item in problems[:_ROWS]
        ],
        "more_problems": max(len(problems) - _ROWS, 0),
        "hidden": overview.hidden,
        "kept": len(tally.kept),
        "with_findings": _with_findings(tally),
    }


def _by_defects(tally: Tally) -> list[tuple[str, Row]]:
    return sorted(tally.folders.items(), key=lambda item: (-item[1].total, item[0]))


def common_folder(folders: Iterable[str]) -> str:
    """Return what all folders lie in, with a slash; empty if there is but one."""
    names = [name.split("/") for name in folders]
    common: list[str] = []
    for parts in zip(*names, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "/".join([*common, ""]) if len(names) > 1 and any(common) else ""


def _listed(overview: Overview) -> list[str]:
    return [_text(name) for name, _ in _by_defects(overview.tally)[:_ROWS]]


def _shown(text: str) -> str:
    """Return ``text`` fit to be shown; nothing in it commands a runner that reads a page on stdout along."""
    return disarmed(printable(text))


def _needs(tally: Tally) -> list[tuple[str, str, int]]:
    """Return what articles need: a name for the style sheet, words, and how many."""
    needs = tally.needs
    words = {
        CLEAN: ("clean", "no defect found"),
        SAFELY: ("safe", "safe fixes mend all"),
        UNSAFELY: ("unsafe", "need unsafe fixes too"),
        BY_HAND: ("manual", "need a person"),
    }
    return [(*told, needs[need]) for need, told in words.items()]


def _with_findings(tally: Tally) -> int:
    return sum(count for need, count in tally.needs.items() if need != CLEAN)


def _index_row(kept: Kept, shown: Shown, numbers: Mapping[str, int]) -> dict[str, Any]:
    counts = [[numbers[rule], int(safety), count] for (rule, safety), count in sorted(kept.counts.items())]
    return {
        "path": _text(kept.path),
        "record": kept.record,
        "id": None if kept.id is None else str(kept.id),
        "folder": _text(folder_of(kept.path, kept.record)),
        "title": shown.title,
        "length": shown.length,
        "counts": counts,
    }


def _rules(numbers: Iterable[str], tally: Tally) -> Iterator[dict[str, str]]:
    catalogue = plugins.load()
    for name in numbers:
        rule = catalogue[name].rule
        text = inspect.getdoc(rule) or ""
        summary, _, rest = text.partition("\n\n")
        yield {"name": name, "stage": tally.stage_of[name], "summary": summary, "text": rest}


def _text(path: str) -> str:
    """Return ``path`` with bytes that are no text replaced."""
    return path.encode(errors="surrogateescape").decode(errors="replace")


def _json(value: object) -> str:
    r"""Return JSON that can stand in a ``script`` element: nothing in it ends the element or opens a comment.

    All but ASCII is escaped, so half a character breaks nothing.
    """
    return disarmed(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"), r"\u0023")


def _joined(names: Iterable[str]) -> str:
    folder = resources.files("lint.report.html") / "assets"
    return "\n" + "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    """Return how a policy for content names a text that may run, or may style the page."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"


def _percentages(row: Row, most: int) -> list[tuple[str, int, str, str]]:
    """Return the parts of a bar as name, count, and where they begin and how wide they are, in per cent of ``most``."""
    parts = []
    done = 0
    for safety in _SAFETIES:
        count = row.counts[safety]
        parts.append((safety.name.lower(), count, f"{100 * done / most:.3f}%", f"{100 * count / most:.3f}%"))
        done += count
    return parts


def _share(part: int, whole: int) -> str:
    """Return how much ``part`` is of ``whole``, in per cent; only all is 100, and only nothing 0."""
    if not whole:
        return "0"
    exact = 100 * part / whole
    if 0 < exact < 1:
        return "<1"
    return ">99" if 99 < exact < 100 else f"{exact:.0f}"
