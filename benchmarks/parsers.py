"""Compare the parsers that could serve the views: throughput in MB/s of UTF-8, best of three.

Usage: pip install markdown-it-py tinycss2; python benchmarks/parsers.py FOLDER

Markdown: only pyromark gives positions inside a line.  Style sheets: generated, 200 rules, wrapped at 78 columns.
"""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from lint.views.lines import split_lines
from lint.views.markdown import parse
from lint.views.markup.css import css_blocks


def throughput(name: str, function: Callable[[str], object], texts: Sequence[str]) -> None:
    """Print how many megabytes of ``texts`` ``function`` takes in a second of processor time."""
    best = min(_seconds(function, texts) for _ in range(3))
    size = sum(len(text.encode()) for text in texts)
    print(f"{name:<34} {size / best / 1e6:8.2f} MB/s")


def _seconds(function: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        function(text)
    return max(time.process_time() - start, 1e-9)


def _find_css(text: str) -> object:
    return css_blocks(text, split_lines(text), ())


def main(folder: Path) -> None:
    """Measure on the articles below ``folder``."""
    import pyromark
    import tinycss2
    from markdown_it import MarkdownIt

    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md")]
    texts = [path.read_bytes().decode(errors="replace") for path in paths]
    print(f"{len(texts)} articles, {sum(len(text.encode()) for text in texts) / 1e6:.1f} MB")
    throughput("pyromark, events alone", lambda text: list(pyromark.events_with_range(text)), texts)
    throughput("our view on pyromark", parse, texts)
    throughput("markdown-it-py", MarkdownIt("commonmark").parse, texts)
    rules = "".join(f".box-{number}{{margin: 0 auto;color: #33{number:04}}}" for number in range(200))
    sheets = [textwrap.fill(rules, 78, break_long_words=False)] * 20
    throughput("our style sheet recogniser", _find_css, sheets)
    throughput("tinycss2", tinycss2.parse_stylesheet, sheets)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
