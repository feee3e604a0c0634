"""The report formats by name; each turns results into pieces of text while they come in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lint.patterns import lazy_pattern

if TYPE_CHECKING:
    from lint.report.located import RenderFinding
    from lint.report.style import Style
    from lint.report.summary import Summary

_OBEYED = "##["
_OBEYED_FIRST = lazy_pattern(r"^([^\S\n]*)::", re.MULTILINE)
_SHOWN, _IN_JSON, _IN_XML = "<U+0023>", r"\u0023", "&#35;"


@dataclass(frozen=True)
class Format:
    """A form of the report; its module is imported when the report is made, because a run needs one of them."""

    module: str
    """In this package."""
    number_sign: str | None = _SHOWN
    """What breaks a command to a runner of GitHub Actions; None where commands are meant, and articles are escaped."""
    function: str = "render"
    renders_each: bool = False
    """Whether each finding is rendered for itself, by nothing but the finding, and may come rendered."""
    for_people: bool = False
    """Whether people read it, and problems on stderr; the others are for machines."""

    @property
    def render_finding(self) -> RenderFinding | None:
        """What renders a finding where articles are judged, if that can be done there."""
        render: RenderFinding | None = self._load("render_finding") if self.renders_each else None
        return render

    def render(self, findings: Iterable[Any], summary: Summary, style: Style) -> Iterator[str]:
        """Yield the report; nothing in an article commands a runner of GitHub Actions that reads it along."""
        for piece in self._load(self.function)(findings, summary, style):
            yield piece if self.number_sign is None else disarmed(piece, self.number_sign)

    def _load(self, name: str) -> Any:
        return getattr(import_module(f"lint.report.{self.module}"), name)


def disarmed(text: str, number_sign: str = _SHOWN) -> str:
    """Return ``text`` with what a runner of GitHub Actions would obey broken up.

    A runner obeys what stands behind ``##[`` anywhere in a line, and behind two colons at its beginning.  The first is
    broken by ``number_sign``, which the format reads as the sign itself or people as its escape.
    """
    broken = text.replace(_OBEYED, f"{number_sign}#[") if _OBEYED in text else text
    return _OBEYED_FIRST.sub(r"\1<U+003A>:", broken) if "::" in broken else broken


FORMATS = {
    "text": Format("text", for_people=True),
    "concise": Format("concise", for_people=True),
    "json": Format("json", _IN_JSON, renders_each=True),
    "jsonl": Format("json", _IN_JSON, "render_lines", renders_each=True),
    "sarif": Format("sarif", _IN_JSON),
    "github": Format("github", number_sign=None),
    "gitlab": Format("gitlab", _IN_JSON),
    "junit": Format("junit", _IN_XML),
    "markdown": Format("markdown"),
}
