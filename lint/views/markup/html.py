"""HTML in a text: tags with a known name, comments, and elements whose content is no prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lint.patterns import lazy_pattern

# Elements of the HTML Living Standard, with the obsolete ones that old pages still hold.
TAG_NAMES = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body
    br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em
    embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
    iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu
    menuitem meta meter nav nobr noembed noframes noscript o:p object ol optgroup option output p param picture
    plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small source span strike
    strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var
    video wbr xmp
    """.split()
)
BLOCK_TAG_NAMES = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section table tbody td tfoot th thead tr ul
    """.split()
)
# A tag ends at the next angle bracket: attribute values that hold one are rarer than tags that never close,
# and looking for a closing quote from each of them would take quadratic time.
_TAG = lazy_pattern(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*(?::p)?)(?=[\s/>])[^<>]*>")
_LONGEST_TAG = 200
_VERBATIM = ("script", "pre", "textarea", "code", "samp", "kbd")
# Classes of elements whose text a script of the page reads to draw it: diagrams, formulas, music.
_DRAWN = frozenset(
    """
    mermaid plantuml graphviz viz-dot flowchart sequence-diagram nomnoml wavedrom markmap bytefield svgbob ditaa
    kroki pikchr drawio chart chartjs echarts highcharts plotly vega vega-lite vega-embed tikz tikzjax latex math
    mathjax math-container katex abc abcjs abc-notation music-abc vexflow smiles geogebra jsxgraph
    """.split()
)
_CLASSES = lazy_pattern(r"""\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_KEEPS_LAYOUT = lazy_pattern(r"<(?:div|p|section)\b[^<>]*?\bwhite-space:\s{0,9}pre\s{0,9}[;\"'!]", re.IGNORECASE)


def is_tag(source: str) -> bool:
    """Tell whether ``source`` begins with a tag of a known name, a comment or a declaration."""
    match = _TAG.match(source)
    return match["name"].lower() in TAG_NAMES if match else source.startswith(("<!", "<?"))


def tags(text: str) -> Iterator[re.Match[str]]:
    """Yield the tags of ``text`` that have a known name; groups ``close`` and ``name``."""
    return (match for match in _TAG.finditer(text) if match["name"].lower() in TAG_NAMES)


def becomes_tag(text: str, start: int, end: int, replacement: str = "") -> bool:
    """Tell whether replacing a span, which stands in no tag, would make one of what stands round it."""
    opened, closed = text.rfind("<", max(start - _LONGEST_TAG, 0), start), text.find(">", end, end + _LONGEST_TAG)
    if opened < 0 or closed < 0 or text.find(">", opened, start) >= 0:
        return False  # a tag that ends in front of the span is whole already
    source = text[opened:start] + replacement + text[end : closed + 1]
    return source.find("<", 1) < 0 and is_tag(source)


def is_drawn(tag: str) -> bool:
    """Tell whether a start tag opens an element whose text is the input of a program, or is laid out by its blanks."""
    classes = _CLASSES.search(tag)
    words = (classes[1] or classes[2] or classes[3] or "").lower().split() if classes else ()
    return not _DRAWN.isdisjoint(words) or ("white-space" in tag and _KEEPS_LAYOUT.match(tag) is not None)


def verbatim_elements(found: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each ``<script>``, ``<pre>`` and other element that holds code, tags included."""
    opened: tuple[int, str] | None = None
    for tag in found:
        name = tag["name"].lower()
        if opened is None:
            if name in _VERBATIM and not tag["close"] and not tag[0].endswith("/>"):
                opened = tag.start(), name
        elif tag["close"] and name == opened[1]:
            yield opened[0], tag.end()
            opened = None
    yield from _drawn_elements(found)


def _drawn_elements(found: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each element that a program draws; others of its name may stand in it."""
    start, drawn, depth = 0, "", 0
    for tag in found:
        name = tag["name"].lower()
        if tag[0].endswith("/>") or (depth and name != drawn):
            continue
        if tag["close"]:
            depth -= depth > 0
            if not depth and drawn:
                yield start, tag.end()
                drawn = ""
        elif depth or is_drawn(tag[0]):
            start = start if depth else tag.start()
            drawn, depth = name, depth + 1
