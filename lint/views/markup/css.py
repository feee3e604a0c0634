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
from lint.views.lines import Line, enclosed, written_runs
from lint.views.markup.html import TAG_NAMES, tags


class CssBlock(NamedTuple):
    """A run of lines without a blank one, ``start`` to ``end``, that is mostly a style sheet."""

    start: int
    end: int
    whole: bool
    """Whether the block holds nothing else."""
    declarations: int


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
_PROPERTY = re.compile(_PROPERTY_NAME, re.IGNORECASE | re.ASCII)
# What no prose holds: without selectors, "size: M; color: blue; content: cotton" may describe a shirt.
_SIGN = re.compile(
    rf"(?<![\w-])(?:--|-(?:webkit|moz|ms|o)-|(?:{'|'.join(_PROPERTY_ROOTS)})-)[a-z][\w-]*\s*:"
    r"|\d(?:px|r?em|pt|v[hw])\b|:\s*#[0-9a-f]{3,8}\b|\b(?:rgba?|calc|url|var)\(|!important\b",
    re.IGNORECASE | re.ASCII,
)
_HINT = re.compile(rf"(?<![\w-]){_PROPERTY_NAME}", re.IGNORECASE | re.ASCII)
_AT_RULE = re.compile(
    r"@(?:[a-z]+-)?(?:charset|container|font-face|import|keyframes|layer|media|namespace|page|property|supports)\b",
    re.IGNORECASE,
)
_SIMPLE_SELECTOR = re.compile(
    r"""(?: [.\#][\w-]+ | \[[^\]]*\] | ::?[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))? | \* | & | \d+(?:\.\d+)?%
          | (?P<name>[A-Za-z][\w]*(?:-[\w-]+)?) )""",
    re.VERBOSE | re.ASCII,
)
_COMBINATORS = re.compile(r"[\s>+~,]+")
_COMMENT_MARKS = re.compile(r"<!--|-->")
_SEGMENT = re.compile(r"([^{}]*)([{}]?)")
_KEYFRAME_NAMES = frozenset({"from", "to"})
# Words of articles that are about the web's own languages, and code blocks in them.
_TOPIC = re.compile(
    r"(?<![a-z])CSS\d?(?![a-z])|style ?sheet|样式表|樣式表|スタイルシート"
    r"|^ {0,3}(?:```|~~~)[ ]*(?:css|scss|less|html|vue|svelte|jsx?|tsx?|javascript|typescript)\b",
    re.IGNORECASE | re.MULTILINE,
)

MOSTLY = 0.6
"""A block is a dump when style takes more than this share of its characters."""
_WHOLLY = 0.97
_MACHINE_MADE = 5


def css_blocks(text: str, lines: Sequence[Line], code: Iterable[tuple[int, int]]) -> tuple[CssBlock, ...]:
    """Return the blocks of ``text`` that are mostly a style sheet, except in ``code`` and in articles about them."""
    if ":" not in text or ("{" not in text and ";" not in text):
        return ()
    found = list(_find(text, lines))
    if found:
        spans = sorted(code)
        # Where many blocks of both kinds alternate, looking through all of one for each of the other takes forever.
        before = (bisect_left(spans, (block.end,)) - 1 for block in found)
        found = [
            block for block, index in zip(found, before, strict=True) if index < 0 or spans[index][1] <= block.start
        ]
    if not found or not _is_topic(text, found):
        return tuple(found)
    # A tutorial shows small, well laid-out examples; what a page leaks is long and packed.
    return tuple(block for block in found if block.declarations >= _MACHINE_MADE and _is_packed(text, block))


def _find(text: str, lines: Sequence[Line]) -> Iterator[CssBlock]:
    for start, end in written_runs(lines):
        source = text[start:end]
        if ":" not in source or ("{" not in source and ";" not in source) or not _HINT.search(source):
            continue
        share, declarations, rules = _measure(_unwrapped(source))
        is_style = declarations and (rules or (declarations >= 3 and _SIGN.search(source)))
        if share > MOSTLY and is_style:
            yield CssBlock(start, end, share >= _WHOLLY, declarations)


def _unwrapped(source: str) -> str:
    """Undo hard wraps, which html2text makes at spaces and behind hyphens, also in names; drop tags and comments."""
    flat = source.replace("-\n", "-").replace("\n", " ")
    flat = apply_edits(flat, (Edit(*tag.span(), "") for tag in tags(flat)))
    flat = _COMMENT_MARKS.sub("", flat)
    return apply_edits(flat, (Edit(start, end, "") for start, end in enclosed(flat, "/*", "*/")))


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
