"""What there is to tell about a rule, in words: the same for a terminal, for Markdown and for machines."""

from __future__ import annotations

import inspect
import json
from typing import Any, NamedTuple

from lint.edit import Safety
from lint.options import options
from lint.report.printable import printable
from lint.rule import Bad, Example, Rule

LINE_END = "\u21b5"
SPACE = "\u00b7"
"""Stands for a space that nothing follows on its line."""
BEST_FIX = {Safety.SAFE: "safe", Safety.UNSAFE: "unsafe", Safety.MANUAL: "report"}
"""A word for each safety, for the columns of a table."""
SAFETY_MEANS = {
    Safety.SAFE: "safe: `seedlint fix` applies the fix. No word or sign of the article is lost or altered in meaning.",
    Safety.UNSAFE: "unsafe: the fix is applied with --unsafe-fixes alone. Visible text goes or changes by judgement.",
    Safety.MANUAL: "report: there is no fix. What to do is for a person to say.",
}


class OptionFacts(NamedTuple):
    """An option as users write it."""

    name: str
    type: str
    default: Any
    description: str

    @property
    def written(self) -> str:
        """The default as it would stand in a configuration file, in TOML; what is invisible stands as an escape."""
        text = json.dumps(self.default, ensure_ascii=False)
        return "".join(char if printable(char) == char else f"\\U{ord(char):08X}" for char in text)


class ExampleFacts(NamedTuple):
    """One text of an example: ``lines`` show what is invisible; none: there is only the ``note`` to show."""

    label: str
    lines: tuple[str, ...]
    note: str = ""


def documentation(rule: type[Rule]) -> list[str]:
    """Return the paragraphs of the rule's docstring, each in one line; the first is the summary."""
    paragraphs = (inspect.getdoc(rule) or "").split("\n\n")
    return [" ".join(paragraph.split()).replace("``", "`") for paragraph in paragraphs if paragraph.strip()]


def summary(rule: type[Rule]) -> str:
    """Return the first line of the rule's documentation."""
    return (inspect.getdoc(rule) or "").split("\n", 1)[0]


def option_facts(rule: type[Rule]) -> list[OptionFacts]:
    """Return the options of ``rule`` in the order of their declaration."""
    return [
        OptionFacts(
            option.name.replace("_", "-"),
            option.type_name,
            sorted(option.default) if isinstance(option.default, frozenset) else option.default,
            option.description,
        )
        for option in options(rule)
    ]


def example_facts(example: Example) -> list[ExampleFacts]:
    """Return the texts of an example: before and after a fix, or one on which the rule is silent."""
    if not isinstance(example, Bad):
        return [_shown("silent", example.text)]
    if example.after is None:
        return [_shown("before", example.before), ExampleFacts("after", (), "(reported, not changed)")]
    return [_shown("before", example.before), _shown("after", example.after)]


def _shown(label: str, text: str | bytes) -> ExampleFacts:
    if not text:
        return ExampleFacts(label, (), "(nothing)")
    if isinstance(text, bytes):
        text = text.decode("ascii", "backslashreplace")
    lines = [_visible(line) + LINE_END for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix(LINE_END)
    return ExampleFacts(label, tuple(lines if lines[-1] else lines[:-1]))


def _visible(line: str) -> str:
    """Return ``line`` with all that a reader would not see: also a wide space, and spaces at the end of the line."""
    words = line.rstrip(" ")
    return printable(words).replace("\u3000", "<U+3000>") + SPACE * (len(line) - len(words))
