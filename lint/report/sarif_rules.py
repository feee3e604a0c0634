"""Rules as SARIF describes them; GitHub shows these words beside each finding."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from lint import plugins
from lint.edit import Safety
from lint.plugins import Plugin
from lint.report.style import SAFETY_WORDS

_LONGEST = 1000
"""Characters of a description; GitHub takes 1,024."""


def descriptors(levels: Mapping[Safety, str]) -> Iterator[dict[str, Any]]:
    """Yield what describes each installed rule, in the order of the catalogue; ``levels`` gives the level of each."""
    for plugin in plugins.load().values():
        yield _descriptor(plugin, levels)


def _descriptor(plugin: Plugin, levels: Mapping[Safety, str]) -> dict[str, Any]:
    rule = plugin.rule
    documentation = inspect.getdoc(rule) or rule.name
    summary, _, rest = documentation.partition("\n")
    best = f"At best it has {_article(SAFETY_WORDS[rule.safety])}. Examples: seedlint explain {rule.name}"
    return {
        "id": rule.name,
        "shortDescription": {"text": summary[:_LONGEST]},
        "fullDescription": {"text": " ".join((rest or summary).split())[:_LONGEST]},
        "help": {
            "text": f"{documentation}\n\n{best}",
            "markdown": f"{documentation}\n\n{best.replace(': seedlint', ': `seedlint')}`",
        },
        "defaultConfiguration": {"enabled": rule.default, "level": levels[rule.safety]},
        "properties": {
            "tags": [rule.stage.value],
            "safety": rule.safety.name.lower(),
            "plugin": plugin.distribution,
        },
    }


def _article(words: str) -> str:
    return words if words.startswith("no ") else f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
