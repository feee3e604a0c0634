"""The one hook by which plugins bring their rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from lint.rule import Rule

PROJECT = "seedlint"
"""Name of the hooks' project and of the entry-point group."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def lint_rules() -> Iterable[type[Rule]]:
    """Return the rule classes of this plugin; called once per process."""
    return ()
