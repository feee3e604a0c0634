"""Make the corpora that are measured: as many megabytes as wanted of some texts, no two articles the same.

Articles of the original folders come again and again, each round in a folder of its own, so that rules which look
across the articles of a folder see no more repetition than there is.  In each copy some characters behind the middle,
one for a hundred megabytes or so, are replaced by digits of the number of the round, written as letters of the same
script; an article that has none gets the number as its last paragraph.  Cache and memory know texts by all of their
bytes, so no copy is known from another one.  Articles in another encoding than UTF-8 are left out, for not every tool
reads them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

LETTER = re.compile("(?<=[a-z])[a-z](?=[a-z])|(?<=[\u4e00-\u9fff])[\u4e00-\u9fff](?=[\u4e00-\u9fff])|[\uac00-\ud7a3]")
"""A letter inside a word, a Chinese character between two others, or a Korean syllable."""
DIGITS = {
    "a": "abcdefghij",
    "\u4e00": "\u4eba\u5927\u5c0f\u5c71\u6c34\u706b\u6728\u571f\u65e5\u6708",
    "\uac00": "\uac00\ub098\ub2e4\ub77c\ub9c8\ubc14\uc0ac\uc544\uc790\ucc28",
}
"""What stands for the digits 0 to 9, by the first letter of a script."""
SUFFIXES = (".txt", ".md", ".markdown")


def make(folder: Path, originals: Path, megabytes: float, *, shuffled: bool) -> float:
    """Fill ``folder`` with Markdown files made from the texts in ``originals``; return their size in megabytes.

    With ``shuffled`` each copy has the paragraphs of its original in another order; else it is the original but for
    the digits.  Less comes first in more: a small corpus is the beginning of a large one, but for the digits.
    """
    texts = list(_texts(originals))
    if not texts:
        raise SystemExit(f"{originals}: no articles; name the folder that holds them with --shared")
    # Else a small corpus would hold nothing but the first of the folders.
    random.Random(0).shuffle(texts)
    once = sum(len(text.encode()) for _, text in texts) / 1e6
    width = len(str(int(megabytes / once)))
    written = 0
    for turn in count():
        for name, text in texts:
            if written >= megabytes * 1e6:
                return written / 1e6
            copy = _shuffled(text, f"{turn} {name}") if shuffled else _numbered(text, f"{turn:0{width}}")
            path = folder / str(turn) / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            written += path.write_bytes(copy.encode())
    raise AssertionError


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES:
            try:
                yield str(path.relative_to(folder)), path.read_bytes().decode()
            except UnicodeDecodeError:
                continue


def _numbered(text: str, number: str) -> str:
    places = [match for match, _ in zip(LETTER.finditer(text, len(text) // 2), number, strict=False)]
    if len(places) < len(number):
        return f"{text}\n\n{number}\n"
    for place, digit in zip(places, number, strict=True):
        script = max(first for first in DIGITS if first <= place[0])
        text = text[: place.start()] + DIGITS[script][int(digit)] + text[place.end() :]
    return text


def _shuffled(text: str, seed: str) -> str:
    """Return the paragraphs in another order; each line is one where no blank line stands between them."""
    between = "\n\n" if "\n\n" in text else "\n"
    paragraphs = text.strip("\n").split(between)
    random.Random(seed).shuffle(paragraphs)
    return between.join(paragraphs) + "\n"
