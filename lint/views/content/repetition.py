"""Paragraphs that stand twice, but for what is meant: refrains, and what sections of a reference say anew."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from lint.edit import Safety
from lint.patterns import lazy_pattern
from lint.views.content.rows import SENTENCE_END
from lint.views.content.title import Title, heading_text
from lint.views.markdown import Block
from lint.views.paragraphs import Paragraph
from lint.views.zones import FILLER

_VERSE_LINE, _LYRIC, _TEMPLATE = 60, 60, 4
# Lines of a song differ in length, and one may be long.
_STANZA, _STANZA_LINE = 4, 45
_PROSE_SHARE = 0.6
# A colon announces what differs, a dash names who was quoted, a brace opens a template.
_ANNOUNCING, _OTHER = (":", "\uff1a"), ("\u2014", "\u2013", "{")
_WORD_GAP = lazy_pattern("\\s|[\u3040-\u9fff]")
# What songs write in front of the lines that come again, in brackets or in front of a colon.
_REFRAIN = lazy_pattern(
    "[\\W_]{0,4}(?:chorus|refrain|hook|pre-?chorus|estribillo|coro|refr\u00e3o|ritornello|\u043f\u0440\u0438\u043f\u0435\u0432"
    "|\u526f\u6b4c|\u30b5\u30d3|\ud6c4\ub834)(?:[ ]?x?\\d{1,2})?(?:[)\\]:*\uff09\u3011\uff1a\n]|\\Z)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
# Who took a picture, or which one of a gallery it is, stands beside its caption.
_CREDIT = lazy_pattern(
    "[*_(\\[ ]{0,4}(?:photo(?:graph)?|image|picture|foto|bild|cr[e\u00e9]dit|\u56fe|\u5716|\u5199\u771f|\uc0ac\uc9c4)s?"
    "[ ]{0,3}(?:by\\b|\\d{1,4}[ ]{1,3}of\\b|[:\uff1a/])",
    re.IGNORECASE,
)
_FEWEST_LYRICS, _LYRIC_SHARE, _LONGEST_LYRIC = 4, 0.6, 60
# An article has few sections, a reference many.
_FEWEST_ENTRIES, _SECTION_SENTENCE, _ENTRY_SENTENCE = 8, 100, 150


class Repetition(NamedTuple):
    """A paragraph from ``start`` to ``end`` that stands for the second time, or once more."""

    start: int
    end: int
    original: int
    """Where the paragraph stands for the first time."""
    safety: Safety
    """Safe for prose right behind the original, manual for what two sections begin with, both of which may mean it."""


def find_repetitions(  # noqa: PLR0913, PLR0917 - the views of a document that it needs
    text: str,
    prose: str,
    paragraphs: Sequence[Paragraph],
    headings: Sequence[Block],
    title: Title | None,
    min_length: int,
) -> Iterator[Repetition]:
    """Yield the paragraphs that stand twice by accident, in order.

    ``headings`` are those of the article in order; a paragraph with less than ``min_length`` characters to be seen is
    no evidence.  The title is left alone, because twice it is another defect.
    """
    paragraphs = [part for paragraph in paragraphs for part in _repeated_lines(text, paragraph)]
    if not _repeats(text, prose, paragraphs, min_length):
        return
    keys = [_key(text, prose, paragraph, min_length) for paragraph in paragraphs]
    counts = Counter(key for key in keys if key)
    others = (number for number, key in enumerate(keys) if not key)
    pictures = {number for number in others if "![" in text[slice(*paragraphs[number][:2])]}
    credited = {number for number, paragraph in enumerate(paragraphs) if _CREDIT.match(text, paragraph.start)}
    least_bytes = _least_bytes(len(headings), counts)
    is_sung = _is_song(text, paragraphs)
    places = _places(text, paragraphs)
    seen: dict[str, int] = {}
    for number, key in enumerate(keys):
        if not key or key not in seen:
            seen.setdefault(key, number)
            continue
        copy, original, previous = paragraphs[number], paragraphs[seen[key]], paragraphs[number - 1]
        is_next = keys[number - 1] == key and not text[previous.end : copy.start].strip()
        is_caption = number - 1 in pictures or number + 1 in pictures
        if is_next and title and title[1:3] == original[:2] and "](" not in key:
            continue
        is_prose = len(key) >= _LYRIC or key.endswith(_ANNOUNCING) or bool(SENTENCE_END.search(key[-9:]))
        # A label that comes again belongs to what stands beside it each time.
        is_label = not is_prose and len(key.encode(errors="surrogatepass")) < _LYRIC
        if not is_next and (is_label or is_caption or counts[key] >= _TEMPLATE or key.endswith(_ANNOUNCING)):
            continue
        if (is_sung and not is_prose) or not credited.isdisjoint((number - 1, number + 1)):
            continue
        if _is_refrain(text, copy, previous) or _is_listed(places, seen[key], number):
            continue
        is_entry = len(key.encode(errors="surrogatepass")) < least_bytes
        if not is_next and is_entry and _is_of_section(headings, original, copy, is_last=copy is paragraphs[-1]):
            continue
        safety = Safety.SAFE if is_next and is_prose else Safety.UNSAFE
        if _open_sections(text, headings, original, copy):
            safety = Safety.MANUAL
        yield Repetition(copy.start, copy.end, original.start, safety)


def _repeats(text: str, prose: str, paragraphs: Sequence[Paragraph], min_length: int) -> bool:
    """Tell whether a text stands twice that counts; most articles hold none, and need no closer look."""
    seen: set[str] = set()
    for paragraph in paragraphs:
        start, end, _ = paragraph
        if end - start >= min_length:
            source = " ".join(text[start:end].split())
            if source in seen and _key(text, prose, paragraph, min_length):
                return True
            seen.add(source)
    return False


def _key(text: str, prose: str, paragraph: Paragraph, min_length: int) -> str:
    """Return the text to compare by, empty if a repetition of the paragraph means nothing."""
    start, end, containers = paragraph
    visible = prose[start:end].replace(FILLER, "").strip()
    if containers or len(visible) < min_length or not _WORD_GAP.search(visible):
        return ""
    source = text[start:end].strip()
    widths = [len(line) for line in visible.split("\n")]
    is_stanza = len(widths) >= _STANZA and sum(widths) <= _STANZA_LINE * len(widths)
    is_verse = len(widths) > 1 and (is_stanza or max(widths) <= _VERSE_LINE)
    is_link = source.startswith(("[", "![")) and source.endswith((")", "]"))
    # Without its beginning the rest of a link would no longer be one.
    is_half = "](" in source and "[" not in source.split("](", 1)[0]
    is_half = is_half or source.count("[") > source.count("]")
    if is_verse or is_link or is_half or source.startswith(_OTHER):
        return ""
    letters, signs = sum(map(str.isalpha, visible)), len("".join(visible.split()))
    return " ".join(source.split()) if letters >= _PROSE_SHARE * signs else ""


def _repeated_lines(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield the lines of a paragraph if it is one sentence again and again, else the paragraph itself."""
    start, end, containers = paragraph
    if text.find("\n", start, end) < 0:
        yield paragraph
        return
    lines = text[start:end].split("\n")
    first = lines[0].strip()
    if any(line.strip() != first for line in lines) or not SENTENCE_END.search(first[-9:]):
        yield paragraph
        return
    for line in lines:
        yield Paragraph(start, start + len(line), containers)
        start += len(line) + 1


def _is_song(text: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether most paragraphs are short and end in no mark, as the lines of a song do, each apart."""
    lyrics = sum(
        end - start <= _LONGEST_LYRIC and not SENTENCE_END.search(text[max(end - 9, start) : end])
        for start, end, _ in paragraphs
    )
    return lyrics >= max(_FEWEST_LYRICS, _LYRIC_SHARE * len(paragraphs))


def _is_refrain(text: str, paragraph: Paragraph, above: Paragraph) -> bool:
    """Tell whether a paragraph is marked as what is sung again, in its own first words or by the one ``above`` it."""
    if _REFRAIN.match(text[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_LABEL)]):
        return True
    label = text[above.start : above.end] if above.end - above.start <= _LONGEST_LABEL else ""
    match = _REFRAIN.match(label)
    return match is not None and not label[match.end() :].strip("*_ ")


def _places(text: str, paragraphs: Sequence[Paragraph]) -> Sequence[Sequence[int]]:
    """Return for each paragraph the numbers of all that say the same, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    sources = [" ".join(text[start:end].split()) for start, end, _ in paragraphs]
    for number, source in enumerate(sources):
        found[source].append(number)
    return [found[source] for source in sources]


def _is_listed(places: Sequence[Sequence[int]], original: int, copy: int) -> bool:
    """Tell whether an original stands in a table of contents: the entry beside it comes again as well, further on."""
    for step in (-1, 1):
        beside = original + step
        if 0 <= beside < len(places) and len(places[beside]) == len(places[original]) == 2:
            first, again = places[beside]
            if first == beside and (again - copy) * step > 1:
                return True
    return False


def _open_sections(text: str, headings: Sequence[Block], original: Paragraph, copy: Paragraph) -> bool:
    """Tell whether both stand right below headings of their own, which say different things."""
    starts = [heading.start for heading in headings]
    above = [bisect_left(starts, paragraph.start) for paragraph in (original, copy)]
    found = [headings[number - 1] for number in above if number]
    if len(found) < len(above) or found[0] == found[1]:
        return False
    gaps = (text[found[0].end : original.start], text[found[1].end : copy.start])
    return not any(gap.strip() for gap in gaps) and heading_text(text, found[0]) != heading_text(text, found[1])


def _least_bytes(headings: int, counts: Counter[str]) -> float:
    """Return how long a copy must be to be no entry of a section, in bytes: a Han character says more than a letter.

    A reference of many sections says more than one thing anew.
    """
    if headings < _FEWEST_ENTRIES:
        return _SECTION_SENTENCE
    is_only = counts.total() == len(counts) + 1
    return _ENTRY_SENTENCE if is_only else inf


def _is_of_section(headings: Sequence[Block], original: Paragraph, copy: Paragraph, *, is_last: bool) -> bool:
    """Tell whether a copy belongs to another section than the original, as entries of a reference say the same.

    What a page says in its first lines, it may say once more behind the title or, if the copy ``is_last``, below the
    article.
    """
    starts = [heading.start for heading in headings]
    above, between = bisect_left(starts, original.start), bisect_left(starts, copy.start)
    return above != between and not (above <= 1 and is_last) and not (above == 0 and between == 1)
