"""Elements of HTML: which tags belong together, what they stand in, and whether a page or an author left them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from lint.patterns import lazy_pattern
from lint.views.lines import BLANK
from lint.views.markup.html import tags

BLOCKS = frozenset(
    "p div section article main header footer aside nav center figure figcaption h1 h2 h3 h4 h5 h6 ul ol li".split()
)
"""Elements that stand on lines of their own."""
WRAPPERS = frozenset(
    "p div section article main header footer aside nav center figure figcaption span font big nobr tt o:p".split()
)
"""Elements that only lay a page out: without a style sheet they say nothing."""
CONVERTIBLE = frozenset("a strong b em i s strike br wbr img h1 h2 h3 h4 h5 h6 ul ol li".split())
"""Elements that Markdown has signs for."""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements that have no end tag: one that stands in a text belongs to nothing."""
_OPAQUE = frozenset(
    """
    table blockquote pre code samp kbd textarea script style video audio iframe object svg math form select button
    ruby dl canvas noscript template map picture listing xmp plaintext frameset
    """.split()
)
# Round nothing these show nothing, unless a link leads to them or a style sheet draws something there.
_SHOW_TEXT = frozenset("strong b em i s u a h1 h2 h3 h4 h5 h6 noscript".split())
_NO_SIGNS = frozenset({"style", "href", "target", "rel", "aria-hidden"})
# What has lost its picture is a defect of its own, and its words may go with it.
_BARE_CAPTION = lazy_pattern(r"\s*<figcaption\b[^<>]*>[^<>\n]{1,100}</figcaption>\s*\Z", re.IGNORECASE)
_LONGEST_FIGURE = 400
_LONGEST_BLANK = 40
# Nobody can tell a class that a page's style sheet used from one that an author's site still uses.
_HOOKS = frozenset({"class", "id", "lang", "title", "role", "name"})
_FRAMEWORK = lazy_pattern(r"v-|x-|ng-|hx-|[:@#*(\[{]|classname$|htmlfor$|(?:key|ref|markdown)$")
_ATTRIBUTE = lazy_pattern(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass(eq=False)
class Element:
    """A start tag and its end tag, or one of them alone; ``start`` to ``end`` includes them."""

    name: str
    source: str
    """The start tag, empty if there is none."""
    opener: tuple[int, int] | None
    closer: tuple[int, int] | None = None
    parent: Element | None = None

    @property
    def start(self) -> int:
        """Where the first tag begins."""
        return (self.opener or self.closer or (0, 0))[0]

    @property
    def end(self) -> int:
        """Where the last tag ends."""
        return (self.closer or self.opener or (0, 0))[1]

    @property
    def is_pair(self) -> bool:
        """Whether there are both tags."""
        return self.opener is not None and self.closer is not None

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attributes of the start tag by name in small letters, entities decoded; of two alike the first counts."""
        found = _ATTRIBUTE.findall(self.source[1 + len(self.name) : -1])
        return {name.lower(): unescape(double or single or bare) for name, double, single, bare in reversed(found)}

    @cached_property
    def is_framework(self) -> bool:
        """Whether the attributes are instructions to a template engine."""
        return any(_FRAMEWORK.match(name) or "{" in value for name, value in self.attributes.items())

    @cached_property
    def is_hook(self) -> bool:
        """Whether the element has attributes, and only such as style sheets and links refer to."""
        return bool(self.attributes) and all(name in _HOOKS for name in self.attributes)

    @property
    def is_opaque(self) -> bool:
        """Whether what stands in the element is no plain text, or has no form in Markdown."""
        return self.name in _OPAQUE


def is_hollow(text: str, element: Element) -> bool:
    """Tell whether an element that marks up text holds none, or a link leads to a script of the page.

    Anchors and icons hold no text either, and are more than that.
    """
    if element.name not in _SHOW_TEXT or not (element.opener and element.closer):
        return False
    if element.name == "a" and element.attributes.get("href", "").strip().lower().startswith("javascript:"):
        return True
    is_plain = element.attributes.keys() <= _NO_SIGNS or (element.name in BLOCKS and "id" not in element.attributes)
    inner = element.opener[1], element.closer[0]
    return is_plain and inner[1] - inner[0] <= _LONGEST_BLANK and not text[slice(*inner)].strip(BLANK + "\n")


def is_bare_caption(text: str, element: Element) -> bool:
    """Tell whether a figure holds a caption and no picture."""
    if element.name != "figure" or not (element.opener and element.closer):
        return False
    start, end = element.opener[1], element.closer[0]
    return end - start <= _LONGEST_FIGURE and _BARE_CAPTION.match(text, start, end) is not None


def find_elements(text: str, is_markup: Iterable[tuple[int, int]]) -> tuple[Element, ...]:
    """Return the elements in order of their first tag; ``is_markup`` are the spans in which a tag is one, in order.

    The standard library's parser gives lines and columns instead of offsets, takes all that follows an unclosed
    ``<script>`` for its content, and reads half as fast.
    """
    found: list[Element] = []
    stack: list[Element] = []
    opened: Counter[str] = Counter()
    for tag in _in_spans(tags(text), is_markup):
        name = tag["name"].lower()
        parent = stack[-1] if stack else None
        if not tag["close"]:
            element = Element(name, tag[0], tag.span(), parent=parent)
            found.append(element)
            if name not in VOID and not tag[0].endswith("/>"):
                stack.append(element)
                opened[name] += 1
        elif opened[name]:
            while stack:
                element = stack.pop()
                opened[element.name] -= 1
                if element.name == name:
                    element.closer = tag.span()
                    break
        else:
            found.append(Element(name, "", None, tag.span(), parent))
    return tuple(found)


def _in_spans(found: Iterable[re.Match[str]], spans: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the tags that stand in one of the spans and are written as HTML, not as a component's name."""
    remaining = iter(spans)
    span = next(remaining, None)
    for tag in found:
        while span and span[1] <= tag.start():
            span = next(remaining, None)
        if span and span[0] <= tag.start() and (tag["name"].islower() or tag["name"].isupper()):
            yield tag
