"""The page: a template, style sheets and scripts, each in a file of its own, put together with what a run has found."""

from __future__ import annotations

import base64
import hashlib
import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from lint import plugins
from lint.edit import Safety
from lint.errors import Problem, UsageError
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
    made.filters.update(printable=printable, safely=_percentages, share=_share, number="{:,}".format)
    return made


def render(template: Environment, overview: Overview, articles: Iterable[tuple[Kept, Shown]]) -> Iterator[str]:
    """Yield the page piece by piece; ``articles`` are asked for when their turn comes, and each is let go again."""
    tally = overview.tally
    rules = sorted(tally.rules.items(), key=lambda item: (-item[1].total, item[0]))
    numbers = {name: number for number, (name, _) in enumerate(rules)}
    rows: list[dict[str, Any]] = []

    def blocks() -> Iterator[Shown]:
        for kept, shown in articles:
            rows.append(_index_row(kept, shown, numbers))
            yield shown

    def index() -> str:
        names = [_text(name) for name, _ in folders[:_ROWS]]
        return _json({"rules": list(_rules(numbers, tally)), "folders": names, "articles": rows})

    style, script = _joined(_STYLES), _joined(_SCRIPTS)
    folders = sorted(tally.folders.items(), key=lambda item: (-item[1].total, item[0]))
    yield from template.get_template("report.html.jinja").generate(
        version=metadata.version("seedlint"),
        paths=[printable(path) for path in overview.paths],
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        needs=_needs(tally),
        counts=sum((row.counts for row in tally.stages.values()), start=Row().counts),
        rules=[(name, tally.stage_of[name], row) for name, row in rules],
        stages=[(stage.value, tally.stages[stage.value]) for stage in Stage if stage.value in tally.stages],
        folders=folders[:_ROWS],
        more_folders=max(len(folders) - _ROWS, 0),
        wholes=[(place(item.path, None), item.finding) for item in tally.wholes[:_ROWS]],
        more_wholes=max(len(tally.wholes) - _ROWS, 0),
        problems=[
            (place(item.path, item.record) if item.path else "", printable(item.message))
            for item in overview.problems[:_ROWS]
        ],
        more_problems=max(len(overview.problems) - _ROWS, 0),
        hidden=overview.hidden,
        kept=len(tally.kept),
        with_findings=_with_findings(tally),
        blocks=blocks,
        index=index,
    )


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
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


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
