"""No-break spaces that nobody chose."""

from __future__ import annotations

from lint.patterns import lazy_pattern

_NO_BREAK = "\u00a0"
# Between two words typography wants none: a few are somebody's choice, most of the blanks of a line are nobody's.
_BETWEEN_WORDS = lazy_pattern(rf"(?<=[^\W\d_]{{2}}){_NO_BREAK}(?=[^\W\d_]{{2}})")
# Numbers keep their units, and French its marks.
_PLAIN = lazy_pattern(rf"(?<=[^\s\d\u00ab]){_NO_BREAK}(?=[^\s\d!?;:\u00bb%\u20ac\u2030])")
_FEWEST = 5


def turned_spaces(prose: str) -> frozenset[int]:
    """Return where ordinary spaces stood in lines in which a program has turned them into no-break spaces."""
    found: list[int] = []
    start = 0
    for line in prose.split("\n") if _BETWEEN_WORDS.search(prose) else ():
        if _NO_BREAK in line and len(_BETWEEN_WORDS.findall(line)) >= max(_FEWEST, line.count(" ")):
            found += (start + match.start() for match in _PLAIN.finditer(line))
        start += len(line) + 1
    return frozenset(found)
