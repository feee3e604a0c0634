"""Article text made fit for a terminal: nothing in it can move the cursor, hide, or reorder what is shown."""

from __future__ import annotations

import unicodedata

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


def place(path: str, record: int | None) -> str:
    """Return how reports name an article: its path, with ``#`` and the number of its row in a data set."""
    return printable(path) if record is None else f"{printable(path)}#{record}"
