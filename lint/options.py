"""Options of rules: the fields of their dataclasses, typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from lint.errors import UsageError, suggestion
from lint.rule import Rule


class Option(NamedTuple):
    """One option of a rule."""

    name: str
    type: Any
    default: object
    description: str

    @property
    def type_name(self) -> str:
        """The type in the words of a configuration file."""
        if get_origin(self.type) is Literal:
            return " | ".join(map(repr, get_args(self.type)))
        if get_origin(self.type) in (tuple, frozenset):
            return "list of strings"
        return {bool: "true or false", int: "integer", float: "number", str: "string"}[self.type]


def options(rule: type[Rule]) -> tuple[Option, ...]:
    """Return the options of ``rule`` in the order of their declaration."""
    fields = dataclasses.fields(rule)
    hints = get_type_hints(rule) if fields else {}
    return tuple(
        Option(field.name, hints[field.name], field.default, field.metadata.get("description", "")) for field in fields
    )


def configured(rule: type[Rule], values: Mapping[str, object], where: str) -> Rule:
    """Return ``rule`` with its options set to ``values``, as a configuration file gives them.

    ``where`` names the place of the values in messages.

    Raises:
        UsageError: An option is unknown, or its value has the wrong type or is refused by the rule.

    """
    known = {option.name.replace("_", "-"): option for option in options(rule)}
    arguments: dict[str, Any] = {}
    for key, value in values.items():
        option = known.get(key.replace("_", "-"))
        if option is None:
            names = ", ".join(known) or "none"
            raise UsageError(
                f"{where}: rule {rule.name!r} has no option {key!r}{suggestion(key, known)}\nIts options: {names}"
            )
        arguments[option.name] = _converted(value, option, f"{where}: option {key!r} of rule {rule.name!r}")
    try:
        return rule(**arguments)
    except UsageError as error:
        raise UsageError(f"{where}: rule {rule.name!r}: {error}") from error


def _converted(value: object, option: Option, where: str) -> object:
    origin = get_origin(option.type)
    if origin in (tuple, frozenset):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return origin(value)
    elif origin is Literal:
        if value in get_args(option.type):
            return value
    elif option.type is float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    elif type(value) is option.type:
        return value
    is_choice = origin is Literal or option.type is bool
    article = "" if is_choice else "an " if option.type is int else "a "
    raise UsageError(f"{where} must be {article}{option.type_name}, not {value!r}")
