"""Captions of lost pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lint import (
    AnyText,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    hookimpl,
    lazy_pattern,
    option,
)

# Lines and tags that open or close a block; what opens one names its kind.
_CONTAINER = lazy_pattern(r"^[ ]{0,3}:{3,}[ \t]*(?:(?P<close>$)|(?P<kind>[\w-]*)[^\n]*$)\n?", re.MULTILINE)
_SHORTCODE = lazy_pattern(r"\[(?:(?P<close>/caption)|(?P<kind>caption)\b[^\]\n]*)(?P<end>\])?[ \t]*\n?", re.IGNORECASE)
_FIGURE = lazy_pattern(r"<(?:(?P<close>/figure)|(?P<kind>figure)\b[^<>]*)>[ \t]*\n?", re.IGNORECASE)
_LAYOUT = lazy_pattern(r"hljs-(?:center|left|right)|center|left|right|align-\w+", re.IGNORECASE)
_PICTURE = lazy_pattern(
    r"!\[|<(?:img|video|audio|iframe|embed|object|picture|svg|canvas|table|pre|code|blockquote)\b|```|~~~|\$\$|\]\(|https?://",
    re.IGNORECASE,
)
_COMMA = lazy_pattern("[,\uff0c;\uff1b\u3002]")
_TAG = lazy_pattern(r"<[^<>]*>")
_STRUCTURE = lazy_pattern(r"^[ ]{0,3}(?:#{1,6}[ \t]|[-*+>][ \t]|\d{1,9}[.)][ \t]|\|)", re.MULTILINE)


@dataclass(frozen=True)
class EmptyCaption(Rule):
    """A caption block has lost its picture.

    Editors wrap a picture and its caption in a container; scrapers drop the picture and keep the container's marks
    and a line that now captions nothing.  Deleting a block that is empty altogether is safe.  Deleting one that holds
    a caption is unsafe, because its words go; a whole sentence stays and loses the marks alone.  Blocks that hold a
    picture or prose stay, and so do live kinds of containers such as notes and warnings.
    """

    stage = Stage.MARKUP
    safety = Safety.UNSAFE
    scope = frozenset({ZoneKind.HTML})
    trigger = AnyText(":::", "[caption", "<figure", "<FIGURE", "[CAPTION")
    examples = (
        Bad("One.\n::: hljs-center\nThe harbour at dawn\n:::\nTwo.\n", "One.\nTwo.\n"),
        Bad("One.\n\n<figure></figure>\n", "One.\n"),
        Good("::: hljs-center\n![harbour](dawn.jpg)\nThe harbour at dawn\n:::\n"),
        Good("::: warning\nDo not swim here.\n:::\n"),
    )

    max_length: int = option(100, "length in characters above which a text in a container is prose, not a caption")

    min_sentence: int = option(30, "length in characters from which on a text with a comma is a sentence, and is kept")

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.text
        for opener, closer in chain.from_iterable(_pairs(token, text) for token in (_CONTAINER, _SHORTCODE, _FIGURE)):
            body = text[opener.end() : closer.start()]
            caption = _TAG.sub("", body).strip()
            is_live = opener[0].lstrip().startswith(":::") and not _LAYOUT.fullmatch(opener["kind"])
            if _PICTURE.search(body) or (caption and (is_live or not self._is_caption(caption))):
                continue
            is_alone = document.begins_line(opener.start())
            end = closer.end() - text[closer.start() : closer.end()].endswith("\n")
            edits = (
                _unwrapping(opener, closer)
                if self._is_sentence(caption)
                else document.removal.of_span(opener.start(), end)
            )
            message = f"caption without a picture: {caption[:40]}" if caption else "empty caption block"
            safety = None if caption else Safety.SAFE
            yield self.report(*opener.span(), message, *(edits if is_alone else ()), safety=safety)

    def _is_caption(self, text: str) -> bool:
        return len(text) <= self.max_length and "\n" not in text and not _STRUCTURE.search(text)

    def _is_sentence(self, text: str) -> bool:
        return len(text) >= self.min_sentence and bool(_COMMA.search(text))


def _unwrapping(opener: re.Match[str], closer: re.Match[str]) -> tuple[Edit, Edit]:
    return Edit(*opener.span(), ""), Edit(*closer.span(), "")


def _pairs(token: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield what opens and what closes each block that holds no other."""
    opener: re.Match[str] | None = None
    for match in token.finditer(text):
        if "end" in match.re.groupindex and match["end"] is None:
            continue
        if match["close"] is None:
            opener = match
        elif opener:
            yield opener, match
            opener = None


@hookimpl
def lint_rules() -> tuple[type[EmptyCaption]]:
    return (EmptyCaption,)
