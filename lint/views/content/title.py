"""The title of an article, and when two titles are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.lines import Line
from lint.views.markdown import Block, BlockKind, Markdown


class TitleKind(str, Enum):
    """Where a title was found."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    FIRST_LINE = "first line"


class Title(NamedTuple):
    """The title of an article: its text without markup, and where it stands."""

    text: str
    start: int
    end: int
    kind: TitleKind


class Headline(NamedTuple):
    """A heading, or a line of a paragraph that may be one: its text without markup, and where it stands."""

    text: str
    start: int
    end: int
    level: int
    """From 1 to 6, or 0 for a line."""

    @property
    def is_heading(self) -> bool:
        """Whether it is marked as a heading."""
        return self.level > 0


_METADATA = lazy_pattern(r"^title[ \t]*[:=][ \t]*(?P<title>\S.*)$", re.MULTILINE | re.IGNORECASE)
_HEADING_MARKS = lazy_pattern(r"\A[ ]{0,3}#{1,6}[ \t]*|(?<![ \t])[ \t]+#+[ \t]*\Z|\n[ ]{0,3}(?:=+|-+)[ \t]*\Z")
_IMAGE = lazy_pattern(r"!\[[^\[\]]*\](?:\([^)]*\)|\[[^\]]*\])")
# A link, emphasis or code, underscores at the edge of a word, a tag; its attributes have Latin names, and what goes on
# in another script compares two values: `a<b \u4e14 c>d`.  One class in front lets the search skip all other characters
# at once.
_MARKUP = lazy_pattern(
    r"[\[*`~_<](?:(?<=\[)(?P<inner>[^\[\]]*)\](?:\([^)]*\)|\[[^\]]*\])|(?<=[*`~])[*`~]{0,2}"
    r"|(?<=_)(?:(?<!\w_)_{0,2}|_{0,2}(?!\w))|(?<=<)(?![A-Za-z]+[ \t]+[^\x00-\x7f])[^<>]*>)"
)
_SITE_SEPARATOR = lazy_pattern(r"[ \t]+[-\u2013\u2014][ \t]+|[ \t]*[_|\uff5c][ \t]*")
_LONGEST_SITE = 25
_NO_TITLE_END = ".\u3002,\uff0c;\uff1b:\uff1a\u3001"
_MARKED_LINE = lazy_pattern(
    r"[ ]{0,3}(?:[-*+>|][ \t]|\d{1,9}[.)][ \t]|[-*_=]{3,}|!\[|```|~~~|</?[A-Za-z]|\[[^\]]*\]:|https?:)|[ ]{4}|\t"
)
_MAX_TITLE = 120
_LONGEST_LINE = 2000
_LONGER_THAN_TITLE = 2
_VERSE_LINE = 40


def find_title(text: str, body: int, lines: Sequence[Line], markdown: Markdown) -> Title | None:
    """Return the title: in the front matter, else the first heading of level 1, else what the article begins with.

    An article may begin with a heading of another level, or with a line that reads as a title.
    """
    if body and (match := _METADATA.search(text, 0, body)):
        title = match["title"].rstrip()
        return Title(title[:_LONGEST_LINE].strip("\"'"), *match.span("title"), TitleKind.FRONT_MATTER)
    first = _first_line(text, body, lines)
    for number, block in enumerate(markdown.blocks):
        is_title = block.kind is BlockKind.HEADING and not block.containers and (block.level == 1 or number == 0)
        if is_title and (plain := heading_text(text, block)) and not (first and _is_site_of(plain, first.text)):
            return Title(plain, block.start, block.end, TitleKind.HEADING)
    return first


def headlines(text: str, markdown: Markdown) -> Iterator[Headline]:
    """Yield headings and the lines of paragraphs in order; pictures, links alone and verse are left out."""
    for block in markdown.blocks:
        if block.containers or block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            continue
        if block.kind is BlockKind.HEADING:
            yield Headline(heading_text(text, block), block.start, block.end, block.level)
            continue
        start = block.start
        for line, following in pairwise(f"{text[block.start : block.end]}\n".split("\n")):
            # A link on a line of several, or within the page, belongs to a table of contents; a line above a short one
            # to a verse.
            is_link = line.lstrip().startswith("[") and line.rstrip().endswith(")")
            is_entry = is_link and (len(line) < block.end - block.start or "](#" in line)
            if (plain := plain_text(line)) and not is_entry and not 0 < len(following) <= _VERSE_LINE:
                yield Headline(plain, start, start + len(line), 0)
            start += len(line) + 1


def heading_text(text: str, block: Block) -> str:
    """Return the text of a heading without its marks."""
    return plain_text(_HEADING_MARKS.sub("", text[block.start : min(block.end, block.start + _LONGEST_LINE)]))


def plain_text(source: str) -> str:
    """Return ``source`` without pictures, emphasis, links and tags, on one line; the end of a very long one is cut."""
    source = source[:_LONGEST_LINE]
    if "![" in source:
        source = _IMAGE.sub("", source)
    return " ".join(_MARKUP.sub(_inner, source).split())


def _inner(markup: re.Match[str]) -> str:
    return markup["inner"] or ""


def _first_line(text: str, body: int, lines: Sequence[Line]) -> Title | None:
    written = [line for line in lines if not line.blank and line.start >= body]
    if len(written) < 2:
        return None
    first = written[0]
    plain = plain_text(text[first.start : first.end])
    if not plain or len(plain) > _MAX_TITLE or plain[-1] in _NO_TITLE_END or _MARKED_LINE.match(text, first.start):
        return None
    # A title is unlike the body: paragraphs are longer than it is, or it stands apart from short ones.
    following = [line.end - line.start for line in written[1:6]]
    is_apart = text[first.end + 1 : first.end + 2] == "\n"
    if max(following) >= _LONGER_THAN_TITLE * len(plain) or (is_apart and max(following) > len(plain)):
        return Title(plain, first.start, first.end, TitleKind.FIRST_LINE)
    return None


@lru_cache(maxsize=64)
def title_key(title: str) -> str:
    """Return ``title`` folded for comparison: NFKC, no case, no white space, no punctuation."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(char for char in folded if char.isalnum())


def is_same_title(first: str, second: str) -> bool:
    """Tell whether two titles are the same, also when one of them ends in the name of the site."""
    if _begin_apart(first[:1], second[:1]):
        return False
    a, b = title_key(first), title_key(second)
    if not a or not b:
        return False
    return a == b or title_key(without_site(first)) == b or a == title_key(without_site(second))


def _begin_apart(first: str, second: str) -> bool:
    """Tell two characters that no folding makes the same; folding whole paragraphs to compare them is slow."""
    return _is_plain(first) and _is_plain(second) and first.lower() != second.lower()


def _is_plain(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or "\u4e00" <= char <= "\u9fff"


@lru_cache(maxsize=64)
def without_site(title: str) -> str:
    """Return ``title`` without its last segment, which may name the site; a long one is rather the title."""
    separators = list(_SITE_SEPARATOR.finditer(title))
    if not separators or len(title) - separators[-1].end() > _LONGEST_SITE:
        return title
    rest = title[: separators[-1].start()]
    # In a label, as in brackets before the title, a bar parts no site.
    return title if rest.count("\u3010") > rest.count("\u3011") else rest


def _is_site_of(heading: str, title: str) -> bool:
    """Tell whether ``heading`` is the name of the site alone, as ``title`` ends in it."""
    rest = without_site(title)
    return rest != title and title_key(heading) == title_key(title[len(rest) :])
