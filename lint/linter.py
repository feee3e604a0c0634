"""The Python interface: check and fix texts."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from lint import engine, fixer, plugins, source
from lint.budget import within
from lint.config import Config, from_mapping
from lint.document import Document
from lint.edit import Safety
from lint.errors import UsageError, suggestion
from lint.finding import Finding
from lint.globs import Globs
from lint.options import configured, options
from lint.rule import CorpusRule, Rule, Stage
from lint.selection import expand, selected


@dataclass(frozen=True)
class FixResult:
    """What :func:`fix` gave.

    ``applied`` holds the findings that were fixed, with offsets into the text as it was when each was applied;
    ``remaining`` those that are left, with offsets into ``text``.  ``unstable`` is empty, or says why the text was left
    as it was: rules that disagreed are named there.
    """

    text: str
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    unstable: str = ""


class Linter:
    """A compiled configuration: made once, reused for any number of texts, and pickled to other processes.

    ``config`` is a :class:`lint.Config`, or a mapping with the keys of the configuration file.

    Raises:
        UsageError: The configuration or a plugin is wrong; the message names the place and the cure.

    """

    def __init__(self, config: Config | Mapping[str, Any] | None = None) -> None:
        self.config = config if isinstance(config, Config) else from_mapping(config or {})
        catalogue = plugins.load()
        config, where = self.config, self.config.where
        for name in config.rules:
            if name not in catalogue:
                raise UsageError(
                    f"{where}: unknown rule {name!r}{suggestion(name, catalogue)}\nList the rules with: seedlint rules"
                )
            self._configured(catalogue[name].rule)
        chosen = selected(
            expand((*config.select, *config.extend_select), catalogue, where), expand(config.ignore, catalogue, where)
        )
        rules = [
            self._configured(plugin.rule)
            for name, plugin in catalogue.items()
            if name in chosen and _is_usable(plugin.rule, (*config.select, *config.extend_select))
        ]
        self.rules = tuple(rule for rule in rules if rule.stage is not Stage.CORPUS)
        self.corpus_rules = tuple(rule for rule in rules if isinstance(rule, CorpusRule))
        self._names = _names(rules)
        self._safety = {
            **dict.fromkeys(expand(config.extend_safe_fixes, catalogue, where), Safety.SAFE),
            **dict.fromkeys(expand(config.extend_unsafe_fixes, catalogue, where), Safety.UNSAFE),
            **dict.fromkeys(expand(config.unfixable, catalogue, where), Safety.MANUAL),
        }
        self._ignored = tuple(
            (Globs([glob], config.folder), frozenset(expand(names, catalogue, f"{where}: per-file-ignores")))
            for glob, names in config.per_file_ignores.items()
        )

    def _configured(self, rule: type[Rule]) -> Rule:
        values = dict(self.config.rules.get(rule.name, {}))
        if self.config.script and any(option.name == "script" for option in options(rule)):
            values.setdefault("script", self.config.script)
        return configured(rule, values, self.config.where)

    def check(self, text: str | Document, *, path: str | None = None) -> list[Finding]:
        """Return the findings in ``text``, in order of place.  A rule that crashes is warned of and left out.

        Raises:
            OutOfTimeError: ``text`` takes more processor time than ``max-seconds`` of the configuration.

        """
        checked = self.check_document(_document(text, path))
        _warn(checked)
        return list(checked.findings)

    def fix(self, text: str | Document, *, path: str | None = None, unsafe_fixes: bool = False) -> FixResult:
        """Return ``text`` repaired: by safe fixes, and by unsafe ones too if asked for.

        Raises:
            OutOfTimeError: As for :meth:`check`; nothing is repaired then.

        """
        fixed = self.fix_document(_document(text, path), Safety.UNSAFE if unsafe_fixes else Safety.SAFE)
        _warn(fixed.remaining)
        return FixResult(
            source.to_text(fixed.document),
            tuple(step.finding for step in fixed.applied),
            fixed.remaining.findings,
            fixed.unstable or "",
        )

    def check_document(self, document: Document) -> engine.Checked:
        """Return findings and crashes; what the command line is made from."""
        rules = self.rules_for(document.path)
        return within(self.config.max_seconds, lambda: engine.check(document, rules, self._safety))

    def fix_document(self, document: Document, wanted: Safety) -> fixer.Fixed:
        """Return the fixed document with everything that happened on the way."""
        rules = self.rules_for(document.path)
        return within(self.config.max_seconds, lambda: fixer.fix(document, rules, wanted, self._safety))

    def rules_for(self, path: str | None) -> tuple[Rule, ...]:
        """Return the rules that run on the article at ``path``."""
        ignored = self._ignored_at(path)
        return tuple(rule for rule in self.rules if rule.name not in ignored) if ignored else self.rules

    def corpus_rules_for(self, path: str) -> tuple[CorpusRule, ...]:
        """Return the rules across articles that look at the article at ``path``."""
        ignored = self._ignored_at(path)
        return tuple(rule for rule in self.corpus_rules if rule.name not in ignored) if ignored else self.corpus_rules

    def names_for(self, path: str) -> str:
        """Return the names of all rules that look at the article at ``path``, separated by commas."""
        if not self._ignored_at(path):
            return self._names
        return _names((*self.rules_for(path), *self.corpus_rules_for(path)))

    def _ignored_at(self, path: str | None) -> frozenset[str]:
        if path is None or not self._ignored:
            return frozenset()
        return frozenset(name for globs, names in self._ignored if globs.match(path) for name in names)


def check(text: str, *, path: str | None = None, config: Config | Mapping[str, Any] | None = None) -> list[Finding]:
    r"""Return the findings in ``text``, in order of place; see :meth:`Linter.check`.

    Offsets count code points of the text without its byte-order mark and with line ends folded to ``\n``.
    """
    return Linter(config).check(text, path=path)


def fix(
    text: str,
    *,
    path: str | None = None,
    config: Config | Mapping[str, Any] | None = None,
    unsafe_fixes: bool = False,
) -> FixResult:
    """Return ``text`` repaired; see :meth:`Linter.fix`.  Line ends stay as they are, unless they are mixed."""
    return Linter(config).fix(text, path=path, unsafe_fixes=unsafe_fixes)


def _is_usable(rule: type[Rule], names: Collection[str]) -> bool:
    if rule.needs is None or find_spec(rule.needs.module):
        return True
    if rule.name in names:
        raise UsageError(
            f"rule {rule.name!r} needs {rule.needs.module}, which is not installed\n"
            f"Install it with: pip install '{rule.needs.requirement}'"
        )
    return False


def _names(rules: Iterable[Rule]) -> str:
    return ",".join(rule.name for rule in rules)


def _document(text: str | Document, path: str | None) -> Document:
    return text if isinstance(text, Document) else source.from_text(text, path)


def _warn(checked: engine.Checked) -> None:
    for crash in checked.crashes:
        warnings.warn(crash.message, RuntimeWarning, stacklevel=3)
