"""Which rules run: rule names, stage names, ``default`` and ``all``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lint.errors import UsageError, suggestion
from lint.plugins import Catalogue
from lint.rule import Stage

# How closely a name points at a rule: a closer one overrules a wider one.
_EVERYTHING, _DEFAULT, _STAGE, _RULE = range(1, 5)


def expand(names: Iterable[str], catalogue: Catalogue, where: str) -> Mapping[str, int]:
    """Return the rules that ``names`` stand for, each with how closely it was named.

    Raises:
        UsageError: A name is neither a rule nor a stage nor a group.

    """
    found: dict[str, int] = {}
    for name in names:
        for rule, closeness in _named(name, catalogue, where):
            found[rule] = max(found.get(rule, 0), closeness)
    return found


def _named(name: str, catalogue: Catalogue, where: str) -> Iterable[tuple[str, int]]:
    if name == "all":
        return [(rule, _EVERYTHING) for rule in catalogue]
    if name == "default":
        return [(rule, _DEFAULT) for rule, plugin in catalogue.items() if plugin.rule.default]
    stages = [stage.value for stage in Stage]
    if name in stages:
        return [(rule, _STAGE) for rule, plugin in catalogue.items() if plugin.rule.stage.value == name]
    if name in catalogue:
        return [(name, _RULE)]
    known = [*catalogue, *stages, "default", "all"]
    raise UsageError(f"{where}: unknown rule {name!r}{suggestion(name, known)}\nList the rules with: seedlint rules")


def selected(select: Mapping[str, int], ignore: Mapping[str, int]) -> frozenset[str]:
    """Return the rules that are selected and not ignored at least as closely."""
    return frozenset(rule for rule, closeness in select.items() if closeness > ignore.get(rule, 0))
