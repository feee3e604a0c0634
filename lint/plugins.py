"""Finding the rules: built-in ones and those of other distributions come in by the same door."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import Field, dataclass
from functools import cache
from importlib import metadata
from inspect import isfunction
from types import ModuleType
from typing import cast

import pluggy

from lint import hooks
from lint.errors import UsageError
from lint.rule import Rule, Stage


@dataclass(frozen=True)
class Plugin:
    """A rule class with the distribution that brought it, as ``name version``."""

    rule: type[Rule]
    distribution: str


Catalogue = dict[str, Plugin]

_HOOKS = frozenset(name for name, value in vars(hooks).items() if isfunction(value))


@cache
def load() -> Catalogue:
    """Return all installed rules by name, in order of stage and name; done once per process.

    Raises:
        UsageError: A plugin cannot be imported, brings no rules, or brings a rule whose name is taken.

    """
    manager = _Manager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    origins: dict[str, str] = {}
    for entry_point in metadata.entry_points(group=hooks.PROJECT):
        distribution = _distribution(entry_point)
        try:
            for module in _modules(entry_point.load()):
                manager.register(module, module.__name__)
                origins[module.__name__] = distribution
        except Exception as error:  # any line of a plugin's module may raise anything
            raise UsageError(
                f"plugin {entry_point.name!r} of {distribution} cannot be loaded: {type(error).__name__}: {error}\n"
                f"Update it, or remove it with: pip uninstall {distribution.split()[0]}"
            ) from error
    catalogue = _collect(manager, origins)
    if not catalogue:
        raise UsageError("no rules are installed\nInstall seedlint as a distribution, for instance with: pip install .")
    return dict(sorted(catalogue.items(), key=lambda item: (item[1].rule.stage.order, item[0])))


class _Manager(pluggy.PluginManager):
    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """Look at what bears the name of a hook: inspecting all else in modules takes longer than loading them."""
        return super().parse_hookimpl_opts(plugin, name) if name in _HOOKS else None


def _distribution(entry_point: metadata.EntryPoint) -> str:
    distribution = entry_point.dist
    return f"{distribution.name} {distribution.version}" if distribution else entry_point.value


def _modules(plugin: ModuleType) -> Iterator[ModuleType]:
    """Yield the module that an entry point names, or every module of the package that it names."""
    if not hasattr(plugin, "__path__"):
        yield plugin
        return
    for info in pkgutil.walk_packages(plugin.__path__, f"{plugin.__name__}."):
        module = importlib.import_module(info.name)
        if not info.ispkg:
            yield module


def _collect(manager: pluggy.PluginManager, origins: dict[str, str]) -> Catalogue:
    catalogue: Catalogue = {}
    # Asked one by one, because the answers of a broadcast do not say whose they are.
    for implementation in manager.hook.lint_rules.get_hookimpls():
        origin = origins[implementation.plugin_name]
        for rule in _answer(implementation, origin):
            if (taken := catalogue.get(rule.name)) is not None:
                raise UsageError(
                    f"two rules are called {rule.name!r}: one of {taken.distribution}, one of {origin}\n"
                    f"Remove one of the two with: pip uninstall {origin.split()[0]}"
                )
            catalogue[rule.name] = Plugin(rule, origin)
    return catalogue


def _answer(implementation: pluggy.HookImpl, origin: str) -> tuple[type[Rule], ...]:
    rules: tuple[type[Rule], ...]
    try:
        rules = tuple(cast("Iterable[type[Rule]]", implementation.function()))
    except Exception as error:
        raise UsageError(
            f"lint_rules() of {implementation.plugin_name} ({origin}) failed: {type(error).__name__}: {error}"
        ) from error
    for rule in rules:
        if not _is_rule(rule):
            raise UsageError(
                f"lint_rules() of {implementation.plugin_name} ({origin}) returned {rule!r}\n"
                "It must return classes derived from lint.Rule that declare stage and safety"
            )
        if any(isinstance(value, Field) for value in vars(rule).values()):
            raise UsageError(
                f"{rule.__name__} of {implementation.plugin_name} ({origin}) has options, but is no dataclass\n"
                "Write @dataclass(frozen=True) above the class"
            )
    return rules


def _is_rule(value: object) -> bool:
    return (
        isinstance(value, type)
        and issubclass(value, Rule)
        and isinstance(getattr(value, "stage", None), Stage)
        and hasattr(value, "safety")
    )
