"""Places of a page that its own links lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from lint.patterns import lazy_pattern
from lint.views.markdown import Block, BlockKind
from lint.views.markup.tags.elements import Element

_LINK = lazy_pattern(r"""(?:\]\(|\]:[ \t]|[Hh][Rr][Ee][Ff]=["']?)<?#([^\s()<>"']{1,200})""")
_NAME = lazy_pattern(r"""\s(?:id|name)\s?=\s?["']?([^\s"'<>]{1,200})""")
_TAG = lazy_pattern(r"<[^<>]*>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_HEADING = 300


def linked_names(text: str) -> frozenset[str]:
    """Return the names that links of the text have behind their ``#``."""
    return frozenset(unquote(match[1]) for match in _LINK.finditer(text)) if "#" in text else frozenset()


def is_linked(text: str, element: Element, linked: frozenset[str]) -> bool:
    """Tell whether a link leads to an element that would have no name in Markdown."""
    own = ("id", "name") if element.name == "a" else ("id",)
    found = {element.attributes.get(name, "") for name in own} & linked
    if not found or not (element.opener and element.closer) or element.name not in _HEADINGS:
        return bool(found)
    # Renderers name a heading by its words.
    words = _words(text[element.opener[1] : min(element.closer[0], element.opener[1] + _LONGEST_HEADING)])
    return any(_words(name) != words for name in found)


@dataclass(frozen=True)
class Anchors:
    """The names that a text gives to its places, and the words of its headings, which are such names too."""

    names: frozenset[str]
    headings: frozenset[str]

    def hold(self, fragment: str) -> bool:
        """Tell whether a link to the fragment leads anywhere."""
        name = unquote(fragment)
        return name in self.names or (_words(name) or " ") in self.headings


def find_anchors(text: str, blocks: Iterable[Block]) -> Anchors:
    """Return the places of a text."""
    spans = [(block.start, block.end) for block in blocks if block.kind is BlockKind.HEADING]
    return Anchors(
        names=frozenset(match[1] for match in _NAME.finditer(text)),
        headings=frozenset(_words(text[start : min(end, start + _LONGEST_HEADING)]) for start, end in spans),
    )


def _words(source: str) -> str:
    """Return the letters and digits, without tags and signs."""
    return "".join(filter(str.isalnum, _TAG.sub("", source))).lower()
