"""Titles that stand twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from lint import Bad, BlockKind, Document, Finding, Good, Rule, Safety, Stage, hookimpl, is_same_title, lazy_pattern

_MAX_BETWEEN = 8
_BODY_LENGTH = 80
# Verse may begin with its title, or repeat its first line; no line of it is as long.
_VERSE_LINE = 60
# Somebody speaks, and somebody else answers.
_SPEECH = lazy_pattern('["\u201c\u201e\xab\u300c\u300e][^\\n]*\\n\\s*["\u201c\u201e\xab\u300c\u300e]')
# The line above breaks off, so what is in small letters below it is the rest of a sentence.
_GOES_ON = lazy_pattern(r"[^\W\d_]\n[ \t]*\Z")
_NEAR = 20
_CODE = (BlockKind.CODE, BlockKind.INDENTED_CODE)


class DuplicateTitle(Rule):
    """The title stands twice at the head of the article.

    A page carries its title in its head, in its heading and often once more in front of the text, with the name of
    the site or without; scrapers collect them all, maybe with a picture or a byline between.  Deleting the second
    of two headings is safe: the same words stand above; so is that of a long line right below the same one.  Where it
    says more than the first, or one of the two is a plain or bold line, which may be the first sentence, the fix is
    unsafe.  A title in front matter and the same one as heading are a custom, not a defect, and so are a song or a
    speech that begins with its title, and sections that are called alike.
    """

    stage = Stage.CONTENT
    safety = Safety.SAFE
    examples = (
        Bad(
            "# Storm closes harbour\n\n# Storm closes harbour\n\nIt came at noon.\n",
            "# Storm closes harbour\n\nIt came at noon.\n",
        ),
        Bad(
            "Storm closes harbour - The Coast Daily\n\n# Storm closes harbour\n\nIt came at noon.\n",
            "# Storm closes harbour\n\nIt came at noon.\n",
        ),
        Good("---\ntitle: Storm closes harbour\n---\n\n# Storm closes harbour\n\nIt came at noon.\n"),
        Good("# Storm\n\nStorm came at noon, and the harbour was closed at once.\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        title = document.title
        if title is None:
            return
        text = document.text
        first, last, between = None, None, 0
        codes = [block.start for block in document.markdown.blocks if block.kind in _CODE]
        for candidate in document.headlines:
            start = candidate.start
            is_rest = candidate.text[:1].islower() and _GOES_ON.search(text, max(start - _NEAR, 0), start)
            if is_rest or not is_same_title(candidate.text, title.text):
                between += first is not None
                is_section = first is not None and candidate.is_heading and candidate.level == first.level
                if first and (between > _MAX_BETWEEN or len(candidate.text) > _BODY_LENGTH or is_section):
                    # Behind the heading the body has begun; a line far above it was a menu's.
                    if first.start >= title.start:
                        return
                    first, between = None, 0
            elif first is None:
                first = last = candidate
            elif last and bisect_left(codes, last.end) < bisect_left(codes, candidate.start):
                return
            elif not _SPEECH.match(text, candidate.start):
                # Looked at from the last copy: from the first one, a thousand of them would take a million steps.
                is_next = first is last and not text[first.end : candidate.start].strip()
                # Right below a lower heading, the title of the article is the higher one.
                is_title = candidate.is_heading and is_next and candidate.level < first.level
                is_better = candidate.is_heading > first.is_heading or is_title
                extra, kept = (first, candidate) if is_better else (candidate, first)
                # A second copy loses nothing, unless it says more, or holds an address or a picture.
                is_copy = _letters(extra.text) <= _letters(kept.text) and "](" not in text[slice(*extra[1:3])]
                is_same = first.text == candidate.text and first.is_heading == candidate.is_heading
                is_line = is_next and is_same and len(first.text) >= _VERSE_LINE
                is_sure = is_copy and ((first.is_heading and candidate.is_heading) or is_line)
                start, end = document.whole_lines(extra.start, extra.end)
                edits = document.removal.of_lines(start, end)
                first, last, safety = kept, candidate, Safety.SAFE if is_sure else Safety.UNSAFE
                yield self.report(start, end, f"title repeated: {extra.text[:60]}", *edits, safety=safety)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


@hookimpl
def lint_rules() -> tuple[type[DuplicateTitle]]:
    return (DuplicateTitle,)
