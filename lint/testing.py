"""The tests that every rule passes, ours and third parties'.

A plugin's whole test file::

    from lint.testing import rule_tests

    test_rules = rule_tests("acme_rules", cases="cases")

A cases file is TOML, one ``[[case]]`` each, with these keys:

``name``     what the case shows
``bad``      text with the defect
``good``     with ``bad``: what fixing makes of it; alone: text on which the rule is silent
``unsafe``   true if only unsafe fixes turn ``bad`` into ``good``
``options``  table of options for the rule
``encoding`` codec that the text is stored in, if not UTF-8
``xfail``    reason why the case fails for now; a case that passes all the same is an error
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from lint import engine, fixer, source
from lint.document import Document
from lint.edit import Safety
from lint.finding import Finding
from lint.options import configured, options
from lint.rule import Bad, CorpusRule, Rule

_REMEDIES = (
    "add",
    "avoid",
    "correct",
    "delete",
    "fix",
    "no",
    "normalize",
    "prefer",
    "remove",
    "repair",
    "strip",
    "use",
)
_KEYS = frozenset({"name", "bad", "good", "unsafe", "options", "encoding", "xfail"})


@dataclass(frozen=True)
class Case:
    """One case of a rule, from its class or its cases file."""

    rule: type[Rule]
    name: str
    bad: str | bytes | None
    good: str | bytes | None
    unsafe: bool | None = False
    """Whether the fix takes unsafe fixes; None: whatever the rule offers."""
    options: Mapping[str, object] = field(default_factory=dict)
    xfail: str = ""

    def check(self) -> None:
        """Run the case.

        Raises:
            AssertionError: The rule does not do what the case says.

        """
        rule = configured(self.rule, self.options, f"case {self.name!r}")
        if self.bad is None:
            assert self.good is not None, "a case needs bad, good, or both"
            _check_silent(rule, _document(self.good))
        else:
            _check_reported(rule, _document(self.bad), self.good, unsafe=self.unsafe)


def check_contract(rule: type[Rule]) -> None:
    """Check what holds for every rule: its names agree, it is documented, typed, and can be sent to workers.

    Raises:
        AssertionError: The rule breaks the contract; the message says how.

    """
    module = rule.__module__.rsplit(".", 1)[-1]
    assert module == rule.name.replace("-", "_"), f"rule {rule.name} stands in module {module}"
    assert rule.name.split("-")[0] not in _REMEDIES, f"{rule.name} names a remedy; name the defect"
    summary, _, body = (inspect.getdoc(rule) or "").partition("\n")
    assert summary.endswith("."), f"{rule.name}: the docstring's first line must be a sentence about the defect"
    assert len(summary) <= 100, f"{rule.name}: the docstring's first line is longer than 100 characters"
    assert body.strip(), f"{rule.name}: the docstring must say how scraping makes the defect and how safe the fix is"
    assert dataclasses.is_dataclass(rule), f"{rule.name} is no dataclass"
    assert rule.__dataclass_params__.frozen, f"{rule.name} is not frozen"  # type: ignore[attr-defined]
    for option in options(rule):
        assert option.default is not dataclasses.MISSING, f"{rule.name}: option {option.name} needs a default"
        assert option.description, f"{rule.name}: option {option.name} needs a description; declare it with option()"
        assert option.type_name
    assert pickle.loads(pickle.dumps(rule())) == rule(), f"{rule.name} does not survive pickling"
    if not issubclass(rule, CorpusRule):  # one example is no corpus
        kinds = {type(example) for example in rule.examples}
        assert len(kinds) == 2, f"{rule.name} needs examples of both kinds, Bad and Good"


def example_cases(rule: type[Rule]) -> Iterator[Case]:
    """Yield the examples of a rule's class as cases."""
    for number, example in enumerate(rule.examples, 1):
        if isinstance(example, Bad):
            yield Case(rule, f"example {number}", example.before, example.after, unsafe=None)
        else:
            yield Case(rule, f"example {number}", None, example.text)


def file_cases(rule: type[Rule], path: Path) -> Iterator[Case]:
    """Yield the cases in a TOML file.

    Raises:
        ValueError: A case has an unknown key.

    """
    for number, table in enumerate(tomli.loads(path.read_text(encoding="utf-8"))["case"], 1):
        if unknown := set(table) - _KEYS:
            raise ValueError(f"{path}, case {number}: unknown keys {sorted(unknown)}")
        encoding = table.get("encoding")
        bad, good = table.get("bad"), table.get("good")
        if encoding and bad is not None:
            bad = bad.encode(encoding)
        elif encoding:
            good = good.encode(encoding)
        yield Case(
            rule, table["name"], bad, good, table.get("unsafe", False), table.get("options", {}), table.get("xfail", "")
        )


def rules_of(module: str) -> Iterator[type[Rule]]:
    """Yield the rules of a module, or of all modules of a package, as the plugin manager finds them."""
    plugin = importlib.import_module(module)
    names = (
        [info.name for info in pkgutil.walk_packages(plugin.__path__, f"{module}.")]
        if hasattr(plugin, "__path__")
        else [module]
    )
    for name in names:
        hook = getattr(importlib.import_module(name), "lint_rules", None)
        yield from hook() if hook else ()


def rule_tests(module: str, cases: str | Path | None = None) -> Callable[..., None]:
    """Return a pytest test for all rules of ``module``: contract, examples, and the files below folder ``cases``.

    A rule's cases stand in ``<rule_name>.toml``, in any folder below ``cases``.
    """
    import pytest

    found: list[Any] = []
    for rule in rules_of(module):
        found.append(pytest.param(lambda rule=rule: check_contract(rule), id=f"{rule.name}: contract"))
        for case in _all_cases(rule, Path(cases) if cases else None):
            marks = pytest.mark.xfail(reason=case.xfail, strict=True) if case.xfail else ()
            found.append(pytest.param(case.check, id=f"{rule.name}: {case.name}", marks=marks))

    @pytest.mark.parametrize("check", found)
    def test_rules(check: Callable[[], None]) -> None:
        check()

    return test_rules


def _all_cases(rule: type[Rule], folder: Path | None) -> Iterator[Case]:
    yield from example_cases(rule)
    if folder:
        for path in sorted(folder.rglob(f"{rule.name.replace('-', '_')}.toml")):
            yield from file_cases(rule, path)


def _document(content: str | bytes) -> Document:
    return source.decode(content) if isinstance(content, bytes) else source.from_text(content)


def _findings(rule: Rule, document: Document) -> tuple[Finding, ...]:
    checked = engine.check(document, [rule])
    assert not checked.crashes, checked.crashes[0].message
    assert rule.trigger.admits(document) or not list(rule.check(document)), "the trigger hides a finding"
    return checked.findings


def _check_silent(rule: Rule, document: Document) -> None:
    findings = _findings(rule, document)
    assert not findings, f"reported: {[_shown(document, finding) for finding in findings]}"


def _check_reported(rule: Rule, document: Document, good: str | bytes | None, *, unsafe: bool | None) -> None:
    assert _findings(rule, document), "not reported"
    safely = fixer.fix(document, [rule], Safety.SAFE)
    boldly = fixer.fix(document, [rule], Safety.UNSAFE)
    for fixed in (safely, boldly):
        assert not fixed.unstable, fixed.unstable
        again = fixer.fix(fixed.document, [rule], Safety.UNSAFE if fixed is boldly else Safety.SAFE)
        assert not again.applied, "fixing twice is not fixing once"
    if good is None:
        assert not boldly.applied, f"fixed to {source.to_text(boldly.document)!r}"
        return
    fixed = safely if unsafe is False else boldly
    assert source.to_text(fixed.document) == good, f"fixed to {source.to_text(fixed.document)!r}, not {good!r}"
    assert not (unsafe and safely.applied), "the fix is said to be safe"
    assert not fixed.remaining.findings, f"left: {[_shown(fixed.document, item) for item in fixed.remaining.findings]}"


def _shown(document: Document, finding: Finding) -> str:
    return f"{finding.message} {document.text[finding.start : finding.end]!r}"
