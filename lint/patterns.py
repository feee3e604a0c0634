"""Regular expressions that are compiled when they are first used.

There are hundreds, and to compile them all takes longer than to check a small article, which needs few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ATTRIBUTES = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what does all that the result of ``re.compile`` does, but is compiled at its first use.

    What is wrong with ``source`` is raised then.  Of a match, ``re`` is the compiled pattern, not this one.
    """
    return cast("re.Pattern[AnyStr]", _NotCompiled(source, flags))


class _Compiled:
    """Has the methods of a compiled pattern for its own."""

    def __init__(self, source: Any, flags: int) -> None:
        self.pattern = source  # to make another one from it is no use of it yet
        self._arguments = (source, flags)

    def __repr__(self) -> str:
        return f"lazy_pattern({self._arguments[0]!r}, {self._arguments[1]!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return lazy_pattern, self._arguments


class _NotCompiled(_Compiled):
    def __getattr__(self, name: str) -> Any:
        if name not in _ATTRIBUTES:
            raise AttributeError(name)
        compiled = re.compile(*self._arguments)
        for attribute in _ATTRIBUTES:
            setattr(self, attribute, getattr(compiled, attribute))
        # Every look-up in a class that has __getattr__ takes longer, and nothing is missing any more.
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(compiled, name)
