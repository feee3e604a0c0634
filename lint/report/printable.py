"""Article text made fit for a terminal: nothing in it can move the cursor, hide, or reorder what is shown."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable

_UNSHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return ``text`` with every character that a terminal would obey or hide written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\t":
        return "\\t"
    if unicodedata.category(char) in _UNSHOWN or (char.isspace() and char not in " \u3000"):
        return f"<U+{ord(char):04X}>"
    return char


def columns(text: str) -> int:
    """Return how many columns ``text`` takes on a terminal; wide characters take two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def head(text: str, room: int) -> tuple[str, bool]:
    """Return the beginning of ``text``, as it is shown, in at most ``room`` columns, and whether that is all of it."""
    if text.isascii() and text.isprintable():
        return text[: max(room, 0)], len(text) <= room
    kept, is_all = _fit(text, room)
    return "".join(kept), is_all


def tail(text: str, room: int) -> tuple[str, bool]:
    """Return the end of ``text``, as it is shown, in at most ``room`` columns, and whether that is all of it."""
    if text.isascii() and text.isprintable():
        return text[max(len(text) - max(room, 0), 0) :], len(text) <= room
    kept, is_all = _fit(reversed(text), room)
    return "".join(reversed(kept)), is_all


def _fit(chars: Iterable[str], room: int) -> tuple[list[str], bool]:
    """Return the first of ``chars``, as they are shown: no escape and no wide character is cut in two."""
    kept: list[str] = []
    for char in chars:
        shown = printable(char)
        room -= columns(shown)
        if room < 0:
            return kept, False
        kept.append(shown)
    return kept, True


def terminal_width() -> int:
    """Return the columns of the terminal, or of the variable COLUMNS; 0 where what is printed goes elsewhere."""
    return shutil.get_terminal_size((0, 0)).columns


def counted(number: int, noun: str) -> str:
    """Return a number with what it counts."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def place(path: str, record: int | None) -> str:
    """Return how reports name an article: its path, with ``#`` and the number of its row in a data set."""
    return printable(path) if record is None else f"{printable(path)}#{record}"
