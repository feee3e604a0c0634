"""Damage that is put into clean articles is undone, byte for byte.

``python tests/test_injection.py FOLDER [INJECTOR...]`` prints how much of each kind comes back in a folder of articles.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from random import Random

import pytest
from injectors import INJECTORS, Injector

from lint import Document, Linter, Safety
from lint.source import decode, from_text, to_text

ARTICLES = Path(__file__).parent / "articles"
CLEAN = Path(__file__).parents[2] / "shared/corpus/clean"
LINTER = Linter()
# Real articles may hold defects of their own beside what is put into them.
SHARE = {Safety.SAFE: 0.97, Safety.UNSAFE: 0.90}
SAMPLE = 10


def read(folder: Path) -> list[Document]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt"))
    return [from_text(path.read_text(encoding="utf-8"), str(path)) for path in paths if is_utf8(path)]


def is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def repaired(content: str | bytes, safety: Safety) -> str:
    document = decode(content) if isinstance(content, bytes) else from_text(content)
    return to_text(LINTER.fix_document(document, safety).document)


def outcome(item: Injector, article: Document, seed: int = 0) -> tuple[str, str] | None:
    """Return what comes back and what should; None if the article offers no place for the damage."""
    rng = Random(f"{seed} {item.name} {Path(article.path or '').name}")
    clean = from_text(repaired(article.text, item.safety))
    if item.prepare:
        prepared = item.prepare(clean, rng)
        if prepared is None:
            return None
        clean = from_text(repaired(prepared, item.safety))
    damaged = item.damage(clean, rng)
    return None if damaged is None else (repaired(damaged, item.safety), clean.text)


@pytest.mark.parametrize("item", INJECTORS, ids=lambda item: item.name)
def test_damage_to_our_own_articles_is_undone(item: Injector) -> None:
    results = [result for article in read(ARTICLES) if (result := outcome(item, article))]
    assert results, "no article offers a place for this damage"
    for got, wanted in results:
        assert got == wanted


@pytest.mark.skipif(not CLEAN.exists(), reason="needs the clean articles beside the project")
@pytest.mark.parametrize("item", INJECTORS, ids=lambda item: item.name)
def test_damage_to_real_articles_is_undone(item: Injector) -> None:
    articles = read(CLEAN)
    Random(item.name).shuffle(articles)
    results = []
    for article in articles:
        if (result := outcome(item, article)) is not None:
            results.append(result)
        if len(results) == SAMPLE:
            break
    lost = sum(got != wanted for got, wanted in results)
    assert lost <= max(1, (1 - SHARE[item.safety]) * len(results)), f"{lost} of {len(results)} do not come back"


def report(folder: Path, only: Iterable[str]) -> None:
    """Print how much comes back; of the named injectors also the first line that does not."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for article in read(folder):
        for item in INJECTORS:
            if (only and item.name not in only) or (result := outcome(item, article)) is None:
                continue
            counts[item.name].append(result[0] == result[1])
            if only and result[0] != result[1]:
                lines = zip_longest(result[0].split("\n"), result[1].split("\n"))
                print(article.path, *next(pair for pair in lines if pair[0] != pair[1]), sep="\n  ")
    for item in INJECTORS:
        if found := counts[item.name]:
            share = f"{sum(found):>4} of {len(found):>4}  {sum(found) / len(found):.3f}"
            print(f"{item.name:<46} {item.safety.name.lower():<7} {share}")


if __name__ == "__main__":
    report(Path(sys.argv[1]), sys.argv[2:])
