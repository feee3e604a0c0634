"""One value in a line of JSON is replaced; every other character of the line stays as its maker wrote it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lint.patterns import lazy_pattern

try:
    from orjson import loads as _fast_loads
except ModuleNotFoundError:
    _fast_loads = json.loads  # type: ignore[assignment]

_SPACE = lazy_pattern(r"[ \t\n\r]*")
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
# Numbers are passed over, never computed: Python refuses to convert those of more than 4,300 digits.
_SKIPPING = json.JSONDecoder(parse_int=str, parse_float=str, strict=False)


def loads(line: bytes) -> Any:
    """Return what ``line`` holds; integers beyond 64 bits may come rounded, as floats.

    Raises:
        ValueError: It is no JSON, or not UTF-8.
        RecursionError: It is nested too deeply.

    """
    try:
        return _fast_loads(line)
    except ValueError:
        # What the fast parser refuses, Python's own may take: NaN, single surrogates, long numbers.
        return exact_loads(line)


def exact_loads(line: bytes) -> Any:
    """Return what ``line`` holds, integers of any length as they are, those that Python refuses as their digits.

    Raises:
        ValueError: It is no JSON, or not UTF-8.
        RecursionError: It is nested too deeply.

    """
    return json.loads(line.decode("utf-8"), parse_int=_integer)


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def value_at(row: Any, path: Sequence[str]) -> Any:
    """Return the value that ``path`` leads to in ``row``.

    Raises:
        KeyError: There is none.

    """
    for name in path:
        if not isinstance(row, Mapping):
            raise KeyError(name)
        row = row[name]
    return row


def with_text(line: str, path: Sequence[str], text: str) -> str:
    """Return ``line`` with ``text`` at ``path``, escaped as the string that stood there was."""
    start, end = _span(line, path)
    # A line all in ASCII with escapes comes from a writer that escapes everything else, as Python's own does.
    escapes = line.isascii() and "\\u" in line
    new = json.dumps(text, ensure_ascii=escapes)
    if not escapes:
        new = _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", new)
    return line[:start] + new + line[end:]


def _span(line: str, path: Sequence[str]) -> tuple[int, int]:
    """Return where the value at ``path`` stands; of equal names the last one counts, as for parsers."""
    start, end = _skip(line, 0), len(line)
    for name in path:
        found = None
        position = _skip(line, start + 1)
        while line[position] != "}":
            key, position = _SKIPPING.raw_decode(line, position)
            value = _skip(line, _skip(line, position) + 1)
            _, position = _SKIPPING.raw_decode(line, value)
            if key == name:
                found = value, position
            position = _skip(line, position)
            if line[position] == ",":
                position = _skip(line, position + 1)
        if found is None:
            raise KeyError(name)
        start, end = found
    return start, end


def _skip(line: str, position: int) -> int:
    space = _SPACE.match(line, position)
    return space.end() if space else position
