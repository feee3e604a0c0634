"""Style sheets that leaked into the text.

The recogniser is written by hand because the real parser at hand, tinycss2, reads 0.7 MB/s, a tenth of what the rest
of the engine takes together (``benchmarks/parsers.py``); a test holds the two against each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lint.edit import Edit, apply_edits
from lint.patterns import lazy_pattern
from lint.views.lines import Line, enclosed, written_runs
from lint.views.markup.html import TAG_NAMES, tags


class CssBlock(NamedTuple):
    """A run of lines without a blank one, ``start`` to ``end``, that is mostly a style sheet."""

    start: int
    end: int
    whole: bool
    """Whether the block holds nothing else."""
    declarations: int
    rules: int
    is_element: bool
    """Whether the tags of a style element stand round it."""

    @property
    def may_be_example(self) -> bool:
        """Whether it is as short as what an author shows in the middle of an article."""
        return not self.is_element and self.declarations < _NO_EXAMPLE and self.rules < _SEVERAL


# First words of the properties in the W3C's list "All properties", and of Microsoft Word's own.
_PROPERTY_ROOTS = """
    align all animation appearance aspect-ratio backdrop backface background block border bottom box break caption
    caret clear clip color column columns contain container content counter cursor direction display empty fill
    filter flex float font gap grid hanging height hyphens image inline inset isolation justify left letter-spacing
    line list margin mask max min mix mso nav object offset opacity order orphans outline overflow overscroll
    padding page panose perspective place pointer position quotes resize right rotate row ruby scale scroll shape
    size speak src stroke tab table text top touch transform transition translate unicode user vertical-align
    visibility white-space widows width will-change word writing-mode z-index zoom
""".split()
_PROPERTY_NAME = (
    rf"(?:--[\w-]+|[-*_]?(?:webkit|moz|ms|o|epub)-[\w-]+|[*_]?(?:{'|'.join(_PROPERTY_ROOTS)})(?:-[a-z0-9]+)*)\s*:"
)
_PROPERTY = lazy_pattern(_PROPERTY_NAME, re.IGNORECASE | re.ASCII)
# What no prose holds: without selectors, "size: M; color: blue; content: cotton" may describe a shirt.
_SIGN = lazy_pattern(
    rf"(?<![\w-])(?:--|-(?:webkit|moz|ms|o)-|(?:{'|'.join(_PROPERTY_ROOTS)})-)[a-z][\w-]*\s*:"
    r"|\d(?:px|r?em|pt|v[hw])\b|:\s*#[0-9a-f]{3,8}\b|\b(?:rgba?|calc|url|var)\(|!important\b",
    re.IGNORECASE | re.ASCII,
)
_NAME = lazy_pattern(r"[\w-]+", re.ASCII)
_LONGEST_NAME = 80
_AT_RULE = lazy_pattern(
    r"@(?:-?[a-z]+-)?(?:charset|container|font-face|import|keyframes|layer|media|namespace|page|property|supports)\b",
    re.IGNORECASE,
)
_SIMPLE_SELECTOR = lazy_pattern(
    r"""(?: [.\#](?:[\w-]|\\.)+ | \[[^\]]*\] | ::?[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))? | \* | & | \d+(?:\.\d+)?%
          | (?P<name>[A-Za-z][\w]*(?:-[\w-]+)?) )""",
    re.VERBOSE | re.ASCII,
)
_COMBINATORS = lazy_pattern(r"[\s>+~,]+")
_BROKEN = lazy_pattern(r"[\w(,]{2}", re.ASCII)
# The name of a rule that begins with a sign is a whole word, however far it reaches.
_AT_NAME = lazy_pattern(r"@[a-z-]{5,30}\Z", re.IGNORECASE)
_NARROWEST = 60
_ADDRESS = lazy_pattern(r"""url\((?:\s*"[^"\n]*"\s*|\s*'[^'\n]*'\s*|[^()"'\n]*)\)""", re.IGNORECASE)
_COMMENT_MARKS = lazy_pattern(r"<!--|-->")
_SEGMENT = lazy_pattern(r"([^{}]*)([{}]?)")
_SIGN_OF_CODE = lazy_pattern("[{;]")
_BRACE = lazy_pattern("[{}]")
_ENDS_AS_CODE = lazy_pattern(r"(?:[{};,]|\*/)[ \t]*\Z")
_LONGEST_END = 40
_KEYFRAME_NAMES = frozenset({"from", "to"})
# Words of articles that are about the web's own languages, properties that a sentence names, and code blocks.
_TOPIC = lazy_pattern(
    r"(?<![a-z])CSS\d?(?![a-z])|style ?sheet|样式表|樣式表|スタイルシート"
    r"|(?<![a-z-])(?:background|border|font|margin|padding|flex|box|text)-(?:attachment|bottom|clip|color|direction|family"
    r"|image|left|position|radius|repeat|right|shadow|size|sizing|style|top|weight|width|wrap)(?![a-z-]|\s*:)"
    r"|^ {0,3}(?:```|~~~)[ ]*(?:css|scss|less|html|vue|svelte|jsx?|tsx?|javascript|typescript)\b",
    re.IGNORECASE | re.MULTILINE,
)

MOSTLY = 0.6
"""A block is a dump when style takes more than this share of its characters."""
_WHOLLY = 0.97
_FEW = 3
_MACHINE_MADE = 5
_NO_EXAMPLE = 3
_SEVERAL = 2
# An end tag, or a start tag that no sentence speaks of.
_ELEMENT_TAG = lazy_pattern(r"(</)style\b|^[ \t>]{0,20}<style\b", re.IGNORECASE | re.MULTILINE)


def css_blocks(text: str, lines: Sequence[Line], code: Iterable[tuple[int, int]]) -> tuple[CssBlock, ...]:
    """Return the blocks of ``text`` that are mostly a style sheet, except in ``code`` and in articles about them."""
    if ":" not in text or ("{" not in text and ";" not in text):
        return ()
    found = list(_find(text, lines))
    spans = sorted(code)
    if found:
        # Where many blocks of both kinds alternate, looking through all of one for each of the other takes forever.
        before = (bisect_left(spans, (block.end,)) - 1 for block in found)
        found = [
            block for block, index in zip(found, before, strict=True) if index < 0 or spans[index][1] <= block.start
        ]
    if not found or not _is_topic(text, found):
        return tuple(found)
    if spans:
        # Whoever marks examples as code shows none elsewhere; a style element is the author's own.
        return tuple(_machine_made(text, found))
    # A tutorial shows small, well laid-out examples; what a page leaks is long and packed.
    return tuple(block for block in found if block.declarations >= _MACHINE_MADE and _is_packed(text, block))


def _machine_made(text: str, found: Sequence[CssBlock]) -> Iterator[CssBlock]:
    """Yield the blocks that are long, or that only blank lines part from another one, and that no element holds."""
    follows = False
    for index, block in enumerate(found):
        is_followed = index + 1 < len(found) and not text[block.end : found[index + 1].start].strip()
        if not block.is_element and (follows or is_followed or not block.may_be_example):
            yield block
        follows = is_followed


def _find(text: str, lines: Sequence[Line]) -> Iterator[CssBlock]:
    element_tags = [(tag.start(), not tag[1]) for tag in _ELEMENT_TAG.finditer(text)] if "</" in text else []
    for start, end in written_runs(text, lines, _SIGN_OF_CODE):
        if not _may_be_style(text[start:end]):
            continue
        block = _block(text, start, end, element_tags)
        if block and block.whole:
            yield block
            continue
        # Where paragraphs are single lines, nothing parts a style sheet from prose but the line ends.
        spans = list(_lines_of_code(text, start, end))
        pieces = [piece for span in spans if (piece := _block(text, *span, element_tags))]
        pieces = [piece for piece in pieces if piece.whole and piece.rules]
        # Of a sheet that holds what nobody can read, no part goes without the others.
        if block and _holds_code(text, start, end, pieces):
            yield block
        else:
            yield from pieces


def _may_be_style(source: str) -> bool:
    # Without a rule, three declarations are the least.
    is_signed = ":" in source and ("{" in source or (source.count(":") >= _FEW and ";" in source))
    return (is_signed and _names_property(source)) or "@import url(" in source


def _block(text: str, start: int, end: int, element_tags: Sequence[tuple[int, bool]]) -> CssBlock | None:
    source = text[start:end]
    flat = _unwrapped(source)
    share, declarations, rules = _measure(flat)
    if share <= MOSTLY or not declarations or not (rules or (declarations >= _FEW and _SIGN.search(source))):
        return None
    last = bisect_left(element_tags, (end,)) - 1
    is_element = last >= 0 and (element_tags[last][0] >= start or element_tags[last][1])
    # The tag of a component that ends in front of a style sheet is short, and no part of it.
    whole = share >= _WHOLLY and "</" not in flat
    return CssBlock(start, end, whole, declarations, rules, is_element)


def _holds_code(text: str, start: int, end: int, pieces: Sequence[CssBlock]) -> bool:
    """Tell whether signs of code stand between ``start`` and ``end`` outside the pieces."""
    edges = [start, *(edge for piece in pieces for edge in (piece.start, piece.end)), end]
    return any(_BRACE.search(text, *gap) for gap in zip(edges[::2], edges[1::2], strict=True))


def _lines_of_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of lines that end as lines of a style sheet do."""
    first = None
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        if _ENDS_AS_CODE.search(text, max(start, line_end - _LONGEST_END), line_end):
            first = start if first is None else first
        elif first is not None:
            yield first, start - 1
            first = None
        start = line_end + 1
    if first is not None:
        yield first, end


def _names_property(source: str) -> bool:
    """Tell whether the name of a property stands in front of a colon: prose has far fewer colons than words."""
    colon = source.find(":")
    while colon >= 0:
        before = source[max(colon - _LONGEST_NAME, 0) : colon].rstrip()
        # Read from its end, the word in front of the colon is what the text begins with.
        if (name := _NAME.match(before[::-1])) and _PROPERTY.match(f"{name[0][::-1]}:"):
            return True
        colon = source.find(":", colon + 1)
    return False


def _unwrapped(source: str) -> str:
    """Undo hard wraps, which html2text makes at spaces and behind hyphens, also in names; drop tags and comments.

    Addresses lose what they hold: fonts of Google's and pictures in place have semicolons there.
    """
    flat = _joined(source)
    flat = apply_edits(flat, (Edit(*tag.span(), "") for tag in tags(flat)))
    flat = _ADDRESS.sub("url()", _COMMENT_MARKS.sub("", flat))
    return apply_edits(flat, (Edit(start, end, "") for start, end in enclosed(flat, "/*", "*/")))


def _joined(source: str) -> str:
    """Put wrapped lines together, without a space where a word too long for its line was broken at the full width."""
    lines = source.split("\n")
    width = max(map(len, lines))
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return "".join(
        line
        if line.endswith("-")
        or (
            len(line) == width >= _NARROWEST
            and _BROKEN.match(line[-1] + after[:1])
            and not _AT_NAME.search(line[-_LONGEST_END:])
        )
        else line + " "
        for line, after in pairs
    )


def _measure(flat: str) -> tuple[float, int, int]:
    """Return the share of characters that are style, the number of declarations, and of rules."""
    style = declarations = rules = 0
    for body, brace in _SEGMENT.findall(flat):
        if brace == "{":
            *statements, prelude = body.split(";")
            is_prelude = bool(_AT_RULE.match(prelude.strip())) or _is_selector_list(prelude)
            style += is_prelude * (len(prelude) + 1)
            rules += is_prelude
        else:
            statements = body.split(";")
            style += len(brace)
        for statement in statements:
            if _PROPERTY.match(statement.strip()):
                declarations += 1
                style += len(statement) + 1
            elif not statement.strip() or _AT_RULE.match(statement.strip()) or statement.startswith("base64,"):
                style += len(statement) + 1
                is_import = statement.strip().startswith("@import url(")
                declarations, rules = declarations + is_import, rules + is_import
    return min(style / max(len(flat), 1), 1.0), declarations, rules


def _is_selector_list(prelude: str) -> bool:
    position = 0
    named = False
    prelude = prelude.strip()
    while position < len(prelude):
        match = _SIMPLE_SELECTOR.match(prelude, position)
        if match is None:
            match = _COMBINATORS.match(prelude, position)
            if match is None:
                return False
        elif match["name"] and not (
            match["name"].lower() in TAG_NAMES | _KEYFRAME_NAMES or "-" in match["name"] or match["name"] == "page"
        ):
            return False
        else:
            named = True
        position = match.end()
    return named


def _is_topic(text: str, found: Sequence[CssBlock]) -> bool:
    """Tell whether the prose round the blocks speaks of style sheets."""
    position = 0
    for block in found:
        if _TOPIC.search(text, position, block.start):
            return True
        position = block.end
    return bool(_TOPIC.search(text, position))


def _is_packed(text: str, block: CssBlock) -> bool:
    return block.declarations > 2 * (text.count("\n", block.start, block.end) + 1)
