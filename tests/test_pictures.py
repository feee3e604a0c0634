"""The pictures in the README and the documentation show what seedlint does today.

Run this file to make them anew; it needs Chromium for those of the report.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from browser import Browser, browser

from lint.report.printable import columns

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
COMMANDS = {"check.svg": ("check", "seeds/zh-hans-tea-shop.txt"), "statistics.svg": ("check", "--statistics", "seeds")}
REPORTS = ("report.png", "report-article.png")
COLUMNS = 88
WIDTH, HEIGHT = 1280, 860
LARGEST = 250_000
"""Bytes of a picture of the report."""
_FONT = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
_TEXT = re.compile(r"<text [^>]*>(.*?)</text>", re.DOTALL)
_LENGTH = re.compile(r'textLength="([\d.]+)"([^>]*)>(.*?)</text>', re.DOTALL)


def terminal(name: str) -> str:
    """Return the picture of a terminal as SVG: a command, and what it prints."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    words = COMMANDS[name]
    done = subprocess.run(
        [sys.executable, "-m", "lint", *words, "--color", "always", "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": str(COLUMNS), "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.assemble(("$ ", "green"), (f"seedlint {' '.join(words)}", "bold")))
    console.print(Text.from_ansi(done.stdout.decode().rstrip()))
    # Letters of the reader's own: a picture fetches nothing.
    form = _FONT.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    svg = console.export_svg(title="seedlint", unique_id="seedlint", code_format=form)
    svg = _LENGTH.sub(_widened, svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE).rstrip("\n") + "\n"


def _widened(match: re.Match[str]) -> str:
    """Make room for wide characters: rich counts every character as one column where it says how long a text is."""
    length, rest, text = match.groups()
    words = unescape(text)
    return f'textLength="{float(length) * columns(words) / len(words):g}"{rest}>{text}</text>'


def seen(svg: str) -> list[str]:
    """Return the texts of a picture, without what depends on the version of what drew it."""
    return [unescape(text).replace("\u00a0", " ").strip() for text in _TEXT.findall(svg)]


def reports(window: Browser, page: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the report: what it begins with, and an article with a defect that was chosen."""
    window.open(page, width=WIDTH, height=HEIGHT)
    yield REPORTS[0], window.picture()
    window.choose("#search", "tool-library")
    window.read()
    window.press(*"jjj")
    window.driver.execute_script("scrollTo(0, 0)")
    yield REPORTS[1], window.picture()


def write_page(folder: Path) -> Path:
    page = folder / "report.html"
    command = [sys.executable, "-m", "lint", "report", "seeds", "--no-cache", "--output-file", str(page)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return page


def size(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, which stand in its first chunk."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


@pytest.mark.parametrize("name", COMMANDS)
def test_pictures_of_the_terminal_are_up_to_date(name: str) -> None:
    kept = (IMAGES / name).read_text(encoding="utf-8")
    assert seen(kept) == seen(terminal(name)), f"make the pictures anew: python {Path(__file__).relative_to(ROOT)}"
    assert "seedlint check" in " ".join(seen(kept))


@pytest.mark.parametrize("name", COMMANDS)
def test_pictures_of_the_terminal_fetch_nothing(name: str) -> None:
    kept = (IMAGES / name).read_text(encoding="utf-8")
    assert "url(#" in kept
    assert not re.search(r"url\((?!#)|href=|<script|<image", kept)


def test_the_browser_makes_pictures_of_the_report_like_those_that_are_kept(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    with browser(tmp_path / "profile") as window:
        made = dict(reports(window, page))
    for name in REPORTS:
        kept = (IMAGES / name).read_bytes()
        assert size(kept) == size(made[name]) == (WIDTH, HEIGHT)
        # Of letters, the fonts of the machine decide; an empty page would be a few thousand bytes.
        assert LARGEST / 10 < len(kept) < LARGEST
        assert 1 / 3 < len(kept) / len(made[name]) < 3


@pytest.mark.parametrize("page", ["README.md", "docs/index.md", "docs/formats.md", "docs/report.md"])
def test_each_picture_is_shown_with_words_for_those_who_do_not_see_it(page: str) -> None:
    path = ROOT / page
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    assert pictures
    for words, target in pictures:
        assert (path.parent / target).is_file(), target
        assert len(words) > 20, target


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(exist_ok=True)
    for name in COMMANDS:
        (IMAGES / name).write_text(terminal(name), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        page = write_page(Path(folder))
        with browser(Path(folder) / "profile") as window:
            for name, picture in reports(window, page):
                (IMAGES / name).write_bytes(picture)


if __name__ == "__main__":
    main()
