"""Links as they were meant, whatever line ends stand in them: in a heading Markdown sees none that two lines share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lint.patterns import lazy_pattern

_SIGN = lazy_pattern(r"\\.|[\[\]]")
_PIECE = r"[^\s()<>\[\]]"
_GROUPS = rf"{_PIECE}*(?:\({_PIECE}*\){_PIECE}*)*"
_TARGET = lazy_pattern(
    rf"""\(\s*(?:<[^<>\n]*>|{_PIECE}{_GROUPS}(?:[ \t]*\n[ \t]*{_PIECE}{_GROUPS})*)"""
    r"""(?P<title>\s+(?:"[^"]*"|'[^']*'))?\s*\)"""
)


class MeantLink(NamedTuple):
    """A link or picture; its text ends at ``text_end``, its address at ``address_end``, where a title may follow."""

    start: int
    text_end: int
    address_end: int
    end: int


def meant_links(text: str, start: int, end: int) -> Iterator[MeantLink]:
    """Yield the links of a paragraph and all other pairs of brackets, in order of their ends; those have no address.

    The line ends of an address belong to it, as a converter may have broken it.
    """
    openers: list[int] = []
    position = start
    while match := _SIGN.search(text, position, end):
        position = match.end()
        if match[0] == "[":
            openers.append(match.start())
        elif match[0] == "]" and openers:
            opener = openers.pop()
            target = _TARGET.match(text, position, end)
            if target:
                title = target.start("title") if target["title"] else target.end() - 1
                yield MeantLink(opener, match.start(), title, target.end())
                position = target.end()
            else:
                yield MeantLink(opener, match.start(), match.start(), match.end())
