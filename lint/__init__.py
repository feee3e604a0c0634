"""Find and repair what scraping did to articles; the names in :mod:`lint.api` are all that a rule or a pipeline needs.

They are loaded when first asked for: the command line's help must not wait for an engine that it does not use.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lint.api import *  # noqa: F403 - the names are listed there, once


def __getattr__(name: str) -> Any:
    # Asked for a module of this package, Python looks for an attribute first.
    if name.startswith("__") or find_spec(f"lint.{name}"):
        raise AttributeError(name)
    try:
        value = getattr(import_module("lint.api"), name)
    except AttributeError:
        raise AttributeError(f"module 'lint' has no attribute {name!r}") from None
    globals()[name] = value  # rules ask for the same ones over a thousand times
    return value


def __dir__() -> list[str]:
    return sorted(import_module("lint.api").__all__)
