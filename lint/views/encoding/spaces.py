"""No-break spaces that nobody chose."""

from __future__ import annotations

from lint.patterns import lazy_pattern

_NO_BREAK = "\u00a0"
# Between two words typography wants none: a few are somebody's choice, most of the blanks of a line are nobody's.
_BETWEEN_WORDS = lazy_pattern(rf"(?<=[^\W\d_]{{2}}){_NO_BREAK}(?=[^\W\d_]{{2}})")
# Numbers keep their units, and French its marks.
_PLAIN = lazy_pattern(rf"(?<=[^\s\d\u00ab]){_NO_BREAK}(?=[^\s\d!?;:\u00bb%\u20ac\u2030])")
_FEWEST = 5
# Short words, numbers and the parts of a name are tied to what follows, never one long word to another.
_BETWEEN_LONG_WORDS = lazy_pattern(
    rf"(?<=[^\W\d_]{{4}}){_NO_BREAK}(?=[a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f]{{4}})"
)
_SHORTENED = lazy_pattern(r"(?<![^\W\d_])[^\W\d_]{1,3}\.\Z")
_LONGEST_SHORTENED = 5


def turned_spaces(prose: str) -> frozenset[int]:
    """Return where ordinary spaces stood that a program or an editor has turned into no-break spaces.

    It did so in lines that are full of them, and anywhere in a text that has one between two long words.
    """
    found: list[int] = []
    if _BETWEEN_LONG_WORDS.search(prose):
        offsets = (match.start() for match in _PLAIN.finditer(prose))
        found += (at for at in offsets if not _SHORTENED.search(prose[max(at - _LONGEST_SHORTENED, 0) : at]))
    start = 0
    for line in prose.split("\n") if _BETWEEN_WORDS.search(prose) else ():
        if _NO_BREAK in line and len(_BETWEEN_WORDS.findall(line)) >= max(_FEWEST, line.count(" ")):
            found += (start + match.start() for match in _PLAIN.finditer(line))
        start += len(line) + 1
    return frozenset(found)
