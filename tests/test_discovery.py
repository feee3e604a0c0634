"""Which files are articles."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lint.config import Config, from_mapping
from lint.discovery import common_folder, find_articles


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str, config: Config | None = None, skip: str | None = None) -> list[str]:
    articles, problems = find_articles(paths, config or Config(), skip)
    return [article.path for article in articles] + [f"! {problem.path}" for problem in problems]


def test_folders_are_walked_for_articles_in_order(here: Path) -> None:
    tree(here, "b.txt", "a/c.md", "a/b.markdown", "a/x.rst", "a/y.py")
    assert found(".") == ["a/b.markdown", "a/c.md", "b.txt"]
    assert found("./a/") == ["./a/b.markdown", "./a/c.md"]


def test_paths_are_as_given(here: Path) -> None:
    tree(here, "a/b.txt")
    assert found("a") == ["a/b.txt"]
    assert found(str(here / "a")) == [str(here / "a/b.txt")]


def test_a_named_file_is_always_taken(here: Path) -> None:
    tree(here, "a.rst", ".hidden.txt", ".gitignore")
    (here / ".gitignore").write_text("*.rst\n")
    assert found("a.rst", ".hidden.txt") == [".hidden.txt", "a.rst"]


@pytest.mark.fault("Files", "Links out of the tree, loops of links and pipes in a folder")
def test_hidden_entries_and_links_are_passed_over(here: Path) -> None:
    """The walk passes them over."""
    tree(here, "a/b.txt", ".git/c.txt", "a/.cache/d.txt", "outside.txt")
    os.symlink("../outside.txt", here / "a/link.txt")
    os.symlink("..", here / "a/loop")
    os.mkfifo(here / "a/pipe.txt")
    assert found("a") == ["a/b.txt"]


def test_gitignore_is_honoured_as_git_does(here: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=here, check=True)
    tree(here, "seeds/a.txt", "seeds/b.txt", "seeds/drafts/c.txt", "seeds/kept/d.txt", "build/e.txt")
    (here / ".gitignore").write_text("/build/\nb.txt\nd.txt\n")
    (here / "seeds/.gitignore").write_text("drafts/\n!kept/d.txt\n")
    assert found(".") == ["seeds/a.txt", "seeds/kept/d.txt"]
    assert found("seeds") == ["seeds/a.txt", "seeds/kept/d.txt"]
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.txt"], cwd=here, capture_output=True, text=True, check=True
    )
    assert found(".") == sorted(listed.stdout.split())


def test_include_and_exclude_come_from_the_configuration(here: Path) -> None:
    tree(here, "a.txt", "b.html", "drafts/c.html", "d/drafts/e.html")
    config = from_mapping({"include": ["*.html"], "exclude": ["/drafts/"]}, here / "seedlint.toml")
    assert found(".", config=config) == ["b.html", "d/drafts/e.html"]


def test_the_folder_of_the_output_is_passed_over(here: Path) -> None:
    tree(here, "a.txt", "out/a.txt")
    assert found(".", skip="out") == ["a.txt"]


def test_what_is_wrong_is_told(here: Path) -> None:
    (here / "empty").mkdir()
    assert found("empty", "none.txt") == ["! empty", "! none.txt"]
    assert found("memory://articles/a.txt") == ["! memory://articles/a.txt"]


def test_data_sets_are_found_by_their_endings_and_by_url(here: Path) -> None:
    tree(here, "a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "d.parquet", "e.json", "f.gz")
    assert found(".") == ["a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "d.parquet"]
    assert found("s3://bucket/articles.jsonl") == ["s3://bucket/articles.jsonl"]


def test_an_article_named_twice_is_taken_once(here: Path) -> None:
    tree(here, "a/b.txt")
    assert found("a", "a/b.txt") == ["a/b.txt"]


def test_a_file_that_several_paths_lead_to_is_one_article(here: Path) -> None:
    tree(here, "a/b.txt", "a/c.txt")
    (here / "link.txt").symlink_to("a/b.txt")
    assert found("a", "./a", str(here / "a")) == ["a/b.txt", "a/c.txt"]
    assert found("link.txt", "a/b.txt") == ["link.txt"]


@pytest.mark.parametrize("paths", [("a", "a/b.txt"), ("a/b.txt", "a")])
def test_a_file_that_is_named_beside_its_folder_is_part_of_the_corpus(here: Path, paths: tuple[str, ...]) -> None:
    tree(here, "a/b.txt")
    articles, _ = find_articles(paths, Config())
    assert [(article.path, article.walked) for article in articles] == [("a/b.txt", True)]


def test_globs_count_from_the_folder_of_the_configuration(here: Path) -> None:
    tree(here, "a/b.txt", "a/c.txt", "b.txt")
    config = from_mapping({"include": ["a/b.txt"]}, here / "seedlint.toml")
    assert found(".", config=config) == ["a/b.txt"]
    assert found("a", config=config) == ["a/b.txt"]


def test_the_common_folder(here: Path) -> None:
    tree(here, "a/b/c.txt", "a/d.txt")
    assert common_folder(["a"]) == here / "a"
    assert common_folder(["a/b/c.txt"]) == here / "a/b"
    assert common_folder(["a/b/c.txt", "a/d.txt"]) == here / "a"
