"""What a finding is known by when its article has changed elsewhere: a digest that holds no line and no offset.

Most of what fixing changes is white space, marks and invisible characters.  So letters and digits alone are looked at,
in their compatibility form: a finding keeps its fingerprint when a neighbour on its line is repaired, and loses it when
the words next to it become others.
"""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

from lint.document import Document
from lint.finding import Finding
from lint.patterns import lazy_pattern
from lint.views.lines import Position

_AROUND = 12
"""Letters taken on either side: two words of English, a clause of Chinese.  More would meet more neighbours."""
_MARKED = 64
"""Letters taken of the marked text."""
_REACH = 2
"""Code points looked at for each letter that is wanted, so that a line of millions of findings takes linear time."""
_NO_LETTERS = lazy_pattern(r"(?:[^\w\u0300-\u036f]|_)+")
"""Accents that stand behind their letter stay: they are part of it."""


def digest(*parts: str) -> str:
    """Return 16 hexadecimal digits for ``parts``, in this order."""
    data = "\0".join(parts).encode(errors="surrogatepass")
    return blake2b(data, digest_size=8).hexdigest()


def fingerprint(document: Document, finding: Finding, start: Position, row: tuple[str, str] = ("", "")) -> str:
    """Return what tells ``finding`` from others of its article, where equal ones can be counted.

    It stands for the rule, the marked text, and what surrounds it on its own lines; what is marked without a letter
    counts with its signs, white space folded.  A finding of no extent at either end of the text or of its body is one
    of the article as a whole: its rule alone counts.  ``start`` is the finding's position, and ``row`` is empty, or
    what :func:`row_identity` gave for the document.
    """
    text = document.text
    name, opening = row
    if finding.start == finding.end and finding.start in (0, document.body, len(text)):
        return digest(finding.rule, name, opening)
    line_start = finding.start - start.column + 1
    before = text[max(line_start, finding.start - _AROUND * _REACH) : finding.start]
    marked = text[finding.start : min(finding.end, finding.start + _MARKED * _REACH)]
    # A finding that ends with its line has nothing behind it: what follows belongs to the next one.
    is_line_end = finding.start < finding.end and text[finding.end - 1] == "\n"
    after = "" if is_line_end else text[finding.end : finding.end + _AROUND * _REACH].partition("\n")[0]
    return digest(
        finding.rule,
        name,
        _letters(before)[-_AROUND:],
        _letters(marked)[:_MARKED] or " ".join(marked.split()),
        _letters(after)[:_AROUND],
    )


def row_identity(text: str, name: object) -> tuple[str, str]:
    """Return what a row of a data set is known by, as its number changes: its name, or how its text begins."""
    return ("", _letters(text[: _MARKED * _REACH])[:_MARKED]) if name is None else (str(name), "")


def _letters(text: str) -> str:
    letters = _NO_LETTERS.sub("", text)
    return letters if unicodedata.is_normalized("NFKC", letters) else unicodedata.normalize("NFKC", letters)
