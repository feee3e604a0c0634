"""Rules that look across the articles of a folder, as users run them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import Seedlint

SIMPLIFIED = "# 渡轮\n\n她说这个问题还没有结论，码头上的人都在等下一班船。\n"
TRADITIONAL = "# 渡輪\n\n她說這個問題還沒有結論，碼頭上的人都在等下一班船。\n"
JAPANESE = "# 渡し船\n\n彼女は問題の結論がまだ出ていないと言い、港の人々は次の船を待っている。\n"
ENGLISH = "# The ferry\n\nShe said that there was no answer yet, and people were waiting for the next boat.\n"

Judged = Callable[..., "dict[str, str]"]


@pytest.fixture
def judged(seedlint: Seedlint, tmp_path: Path) -> Judged:
    """Return a function that writes articles and returns what rules of the stage corpus say: message by path."""

    def judge(articles: Mapping[str, str], *arguments: str) -> dict[str, str]:
        for name, text in articles.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        done = seedlint("check", "--select", "corpus", "--output-format", "json", *(arguments or ["."]))
        findings = json.loads(done.stdout)["findings"]
        assert done.returncode == bool(findings)
        assert {finding["fix"] for finding in findings} <= {None}
        return {finding["path"]: finding["message"] for finding in findings}

    return judge


def test_the_minority_of_a_folder_is_named(judged: Judged) -> None:
    articles = {f"{number}.md": TRADITIONAL for number in range(4)} | {"ferry.md": SIMPLIFIED}
    assert judged(articles) == {".": "1 Simplified among 4 Traditional articles: ferry.md"}


def test_a_long_minority_is_cut_short(judged: Judged) -> None:
    articles = {f"s{number}.md": SIMPLIFIED for number in range(8)} | {
        f"t{number}.md": TRADITIONAL for number in range(6)
    }
    message = "6 Traditional among 8 Simplified articles: t0.md, t1.md, t2.md, t3.md, t4.md, …"
    assert judged(articles) == {".": message}


def test_each_folder_is_judged_by_itself(judged: Judged) -> None:
    articles = {
        "hk/a.md": TRADITIONAL,
        "hk/b.md": TRADITIONAL,
        "hk/old/c.md": SIMPLIFIED,
        "sh/a.md": SIMPLIFIED,
        "sh/b.md": SIMPLIFIED,
        "sh/c.md": TRADITIONAL,
    }
    assert judged(articles) == {"sh": "1 Traditional among 2 Simplified articles: c.md"}


def test_other_languages_have_no_script_to_mix(judged: Judged) -> None:
    assert judged({"a.md": SIMPLIFIED, "b.md": JAPANESE, "c.md": ENGLISH}) == {}


def test_quotations_and_titles_of_works_do_not_count(judged: Judged) -> None:
    quoting = "# 晚风\n\n他只写了一句：「這個問題還沒有結論，碼頭上的人都在等。」后来他在《讀書時間》上又说了一遍。\n"
    assert judged({"a.md": SIMPLIFIED, "b.md": SIMPLIFIED, "c.md": quoting}) == {}


def test_code_and_addresses_do_not_count(judged: Judged) -> None:
    code = "# 渡轮\n\n她说明天有船。\n\n```\nprint('這個問題還沒有結論，碼頭上的人都在等')\n```\n\n<https://example.com/這個問題還沒有結論>\n"
    assert judged({"a.md": SIMPLIFIED, "b.md": code}) == {}


def test_an_article_that_both_scripts_could_have_written_does_not_count(judged: Judged) -> None:
    assert judged({"a.md": SIMPLIFIED, "b.md": "# 山水\n\n他走了，他又走了。\n"}) == {}


def test_articles_named_one_by_one_are_no_corpus(judged: Judged) -> None:
    assert judged({"a.md": SIMPLIFIED, "b.md": TRADITIONAL}, "a.md", "b.md") == {}


def test_fixing_leaves_both_scripts_alone(seedlint: Seedlint, tmp_path: Path, judged: Judged) -> None:
    articles = {"a.md": SIMPLIFIED, "b.md": TRADITIONAL, "c.md": TRADITIONAL}
    judged(articles)
    seedlint("fix", "--unsafe-fixes", ".")
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in articles} == articles
