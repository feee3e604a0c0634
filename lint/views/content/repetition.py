"""What stands twice on purpose: refrains, and sentences that each section of a reference says anew."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from lint.patterns import lazy_pattern
from lint.views.content.rows import SENTENCE_END
from lint.views.markdown import Block
from lint.views.paragraphs import Paragraph

# What songs write in front of the lines that come again, in brackets or in front of a colon.
_REFRAIN = lazy_pattern(
    "[\\W_]{0,4}(?:chorus|refrain|hook|pre-?chorus|estribillo|coro|refr\u00e3o|ritornello|\u043f\u0440\u0438\u043f\u0435\u0432"
    "|\u526f\u6b4c|\u30b5\u30d3|\ud6c4\ub834)(?:[ ]?x?\\d{1,2})?(?:[)\\]:*\uff09\u3011\uff1a\n]|\\Z)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_FEWEST_LYRICS, _LYRIC_SHARE, _LONGEST_LYRIC = 4, 0.6, 60
# An article has few sections, a reference many.
_FEWEST_ENTRIES, _SECTION_SENTENCE = 8, 100


def repeated_lines(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
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


def is_song(text: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether most paragraphs are short and end in no mark, as the lines of a song do, each apart."""
    lyrics = sum(
        end - start <= _LONGEST_LYRIC and not SENTENCE_END.search(text[max(end - 9, start) : end])
        for start, end, _ in paragraphs
    )
    return lyrics >= max(_FEWEST_LYRICS, _LYRIC_SHARE * len(paragraphs))


def is_refrain(text: str, paragraph: Paragraph, above: Paragraph) -> bool:
    """Tell whether a paragraph is marked as what is sung again, in its own first words or by the one ``above`` it."""
    if _REFRAIN.match(text[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_LABEL)]):
        return True
    label = text[above.start : above.end] if above.end - above.start <= _LONGEST_LABEL else ""
    match = _REFRAIN.match(label)
    return match is not None and not label[match.end() :].strip("*_ ")


def is_of_section(
    sections: Sequence[Block], original: Paragraph, copy: Paragraph, source: str, *, is_last: bool
) -> bool:
    """Tell whether a copy belongs to another section than the original, as entries of a reference say the same.

    ``sections`` are the headings in order, ``source`` is what stands twice.  What a page says in its first lines, it
    may say once more behind the title or, if the copy ``is_last``, below the article.
    """
    starts = [heading.start for heading in sections]
    above, between = bisect_left(starts, original.start), bisect_left(starts, copy.start)
    if above == between:
        return False
    if (above <= 1 and is_last) or (above == 0 and between == 1):
        return False
    # Bytes, because a Han character says more than a letter.
    return len(sections) >= _FEWEST_ENTRIES or len(source.encode(errors="surrogatepass")) < _SECTION_SENTENCE
