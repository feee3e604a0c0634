"""Rules that look across the articles of a folder, as users run them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

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


Found = Callable[..., "list[dict[str, Any]]"]


@pytest.fixture
def found(seedlint: Seedlint, tmp_path: Path) -> Found:
    """Return a function that writes articles, checks all of them by some rules, and returns the findings."""

    def find(articles: Mapping[str, str], rules: str, *arguments: str) -> list[dict[str, Any]]:
        for name, text in articles.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        done = seedlint("check", "--select", rules, "--output-format", "json", *arguments, ".")
        answer = json.loads(done.stdout)
        assert answer["errors"] == []
        return list(answer["findings"])

    return find


def said(findings: list[dict[str, Any]]) -> dict[str, str]:
    return {finding["path"]: finding["message"] for finding in findings}


def words(count: int, seed: int) -> list[str]:
    """Return words that no other seed has in this order."""
    draw = random.Random(seed)
    syllables = ["ka", "lo", "mi", "ren", "su", "tal", "vo", "wen", "xi", "zor"]
    return ["".join(draw.choices(syllables, k=draw.randint(1, 3))) for _ in range(count)]


def article(seed: int, count: int = 200) -> str:
    """Return an article of ``count`` words of its own."""
    drawn = words(count, seed)
    sentences = [" ".join(drawn[start : start + 10]).capitalize() + "." for start in range(0, count, 10)]
    return "".join(f"{sentence}\n\n" for sentence in sentences)


def chinese(seed: int, count: int = 400) -> str:
    """Return Chinese paragraphs of ``count`` characters in all."""
    draw = random.Random(seed)
    text = "".join(chr(draw.randint(0x4E00, 0x8FFF)) for _ in range(count))
    return "".join(f"{text[start : start + 50]}\u3002\n\n" for start in range(0, count, 50))


def rows(*texts: str) -> str:
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


FERRY = """# The ferry

The **ferry** leaves [at noon](https://example.com/a?from=1), and nobody knows when it will be back.

![](https://example.com/a.png)

It carries mail, flour and \u201ctwo passengers\u201d.
"""
FERRY_AGAIN = """---
title: Another title
date: 2021-03-04
---

THE FERRY
=========

The ferry leaves [at noon](../b.html), and nobody knows
when it will be back. It carries mail,
\uff46\uff4c\uff4f\uff55\uff52 and "two&nbsp;passengers"
"""


def test_an_article_that_is_left_out_by_its_path_is_no_copy(found: Found, tmp_path: Path) -> None:
    (tmp_path / "seedlint.toml").write_text('[per-file-ignores]\n"b/*" = ["duplicate-article"]\n')
    findings = found({"a/ferry.md": FERRY, "b/copy.txt": FERRY_AGAIN, "c.md": FERRY}, "duplicate-article")
    assert set(said(findings)) == {"c.md"}


def test_findings_across_articles_are_in_no_count_of_articles(seedlint: Seedlint, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(FERRY)
    done = seedlint("check", ".", "--select", "duplicate-article")
    assert "Found 1 finding across 2 files: 1 by hand." in done.stdout


def test_each_later_copy_names_the_first(found: Found) -> None:
    articles = {"a/ferry.md": FERRY, "a/other.md": article(1), "b/copy.txt": FERRY_AGAIN, "c.md": FERRY}
    findings = found(articles, "duplicate-article")
    assert said(findings) == dict.fromkeys(("b/copy.txt", "c.md"), "same text as a/ferry.md")
    assert {finding["fix"] for finding in findings} == {None}


def test_a_hard_wrap_makes_no_other_chinese_text(found: Found) -> None:
    text = chinese(1)
    wrapped = text.replace("\u3002\n\n", "\u3002\n").replace(text[20:24], f"{text[20:22]}\n{text[22:24]}")
    assert said(found({"a.md": text, "b.md": wrapped}, "duplicate-article")) == {"b.md": "same text as a.md"}


NO_COPIES = [
    ("Yes, it is so.\n", "Yes, it is so.\n"),
    ("![](a.png)\n" * 20, "![](b.png)\n" * 20),
    ("---\ntitle: One\n---\n", "---\ntitle: One\n---\n"),
    (FERRY + "\n```\nprint(1)\n```\n", FERRY + "\n```\nprint(2)\n```\n"),
    (FERRY + "\n| a | b |\n| - | - |\n| 1 | 2 |\n", FERRY + "\n| a | b |\n| - | - |\n| 1 | 3 |\n"),
    (FERRY, FERRY.replace("noon", "one")),
]


def test_what_looks_like_a_copy_and_is_none(found: Found) -> None:
    # Different seeds keep the pairs apart, as articles are compared across folders.
    articles: dict[str, str] = {}
    for number, (first, second) in enumerate(NO_COPIES):
        own = "" if len(first) < 30 or "![]" in first or first.startswith("---") else article(number, 50)
        articles |= {f"{number}/a.md": first + own, f"{number}/b.md": second + own}
    assert found(articles, "duplicate-article") == []


def test_rows_are_copies_of_rows_and_files(found: Found) -> None:
    articles = {"a.jsonl": rows(article(1), FERRY, FERRY), "b.jsonl": rows(FERRY), "c.md": FERRY, "d.md": article(1)}
    findings = found(articles, "duplicate-article")
    assert [(finding["path"], finding["record"], finding["message"]) for finding in findings] == [
        ("a.jsonl", 2, "same text as row 1"),
        ("b.jsonl", 0, "same text as row 1 of a.jsonl"),
        ("c.md", None, "same text as row 1 of a.jsonl"),
        ("d.md", None, "same text as row 0 of a.jsonl"),
    ]


def test_the_least_length_of_a_copy_is_an_option(found: Found) -> None:
    articles = {"a.md": "Yes, it is so.\n", "b.md": "Yes, it is so.\n"}
    articles["seedlint.toml"] = "[rules.duplicate-article]\nmin-length = 5\n"
    assert said(found(articles, "duplicate-article")) == {"b.md": "same text as a.md"}


NEAR = "duplicate-article,near-duplicate-article"


@pytest.mark.parametrize("text", [article(1), chinese(1)], ids=["words", "characters"])
def test_an_edited_copy_is_found(found: Found, text: str) -> None:
    edited = f"# Another headline\n\n{text[: len(text) // 2]}\n\n{text[len(text) // 2 :]}Read on.\n"
    (finding,) = found({"a.md": text, "sub/b.md": edited, "z.md": article(2), "zz.md": chinese(2)}, NEAR)
    assert (finding["path"], finding["rule"]) == ("sub/b.md", "near-duplicate-article")
    message, percent = finding["message"].removesuffix("% of the phrases in common").rsplit(" ", 1)
    assert message == "nearly the same text as a.md:"
    assert 85 <= int(percent) <= 99


def test_a_copy_to_the_letter_is_said_once(found: Found) -> None:
    text = article(1)
    edited = text + "One more sentence.\n"
    findings = found({"a.md": text, "b.md": edited, "c.md": text, "d.md": edited}, NEAR)
    assert [(finding["path"], finding["rule"]) for finding in findings] == [
        ("b.md", "near-duplicate-article"),
        ("c.md", "duplicate-article"),
        ("d.md", "duplicate-article"),
    ]


def test_articles_that_share_half_are_not_nearly_the_same(found: Found) -> None:
    shared = article(1)
    articles = {f"{number}.md": shared + article(number) for number in range(2, 12)}
    assert found(articles, NEAR) == []
    articles["seedlint.toml"] = "[rules.near-duplicate-article]\nthreshold = 0.25\n"
    assert len(found(articles, NEAR)) == 9


def test_notices_from_one_template_are_not_nearly_the_same(found: Found) -> None:
    notice = "{body}Tickets for {day} May 2024 are sold from {day} April at {price} yen.\n"
    articles = {f"{day}.md": notice.format(body=article(1), day=day, price=100 * day) for day in range(1, 9)}
    assert found(articles, NEAR) == []


def test_the_counters_of_a_long_article_do_not_make_it_another(found: Found) -> None:
    text = article(1, 700)
    findings = found({"a.md": f"{text}Read 1024 times.\n", "b.md": f"{text}Read 4096 times.\n"}, NEAR)
    assert [finding["path"] for finding in findings] == ["b.md"]


def test_posts_of_a_slogan_are_not_nearly_the_same(found: Found) -> None:
    slogan = " ".join(words(60, 1)).capitalize()
    articles = {f"{seed}.md": f"{' '.join(words(3, seed))}\n\n{slogan}!\n" for seed in range(2, 9)}
    assert found(articles, NEAR) == []


def test_a_threshold_that_is_no_share_is_refused(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "seedlint.toml").write_text("[rules.near-duplicate-article]\nthreshold = 80.0\n")
    done = seedlint("check", "--select", "near-duplicate-article", ".")
    assert done.returncode == 2
    assert "option 'threshold' of rule 'near-duplicate-article' must be above 0 and at most 1" in done.stderr


def test_without_rensa_the_rule_is_left_out_unless_it_is_named(seedlint: Seedlint, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/sitecustomize.py").write_text("import sys\nsys.modules['rensa'] = None\n")
    (tmp_path / "a.md").write_text(FERRY)
    environment = {"PYTHONPATH": str(tmp_path / "hidden")}
    assert seedlint("check", "--select", "corpus", ".", environment=environment).returncode == 0
    done = seedlint("check", "--select", "near-duplicate-article", ".", environment=environment)
    assert done.returncode == 2
    assert "rule 'near-duplicate-article' needs rensa" in done.stderr
    assert "pip install 'seedlint[data]'" in done.stderr


BUTTON = "Tell your neighbours about us\n"


def test_a_line_in_many_articles_of_a_folder_is_reported_in_each(found: Found) -> None:
    articles = {f"news/{seed}.md": f"{article(seed)}Tell your **neighbours** about us!\n" for seed in range(4)}
    articles["news/4.md"] = f"{article(4)}{BUTTON}\n{article(5)}{BUTTON}"
    articles["news/5.md"] = article(6)
    articles["blog/1.md"] = f"{article(7)}{BUTTON}"
    findings = found(articles, "recurring-line")
    assert [(finding["path"], finding["start"]["line"]) for finding in findings] == [
        (f"news/{number}.md", 41) for number in range(5)
    ]
    assert {finding["message"] for finding in findings} == {"stands in 5 of 6 articles"}


def test_the_values_of_numbers_do_not_matter(found: Found) -> None:
    articles = {f"{seed}.md": f"{article(seed)}{seed + 3} minutes to read\n" for seed in range(5)}
    assert len(found(articles, "recurring-line")) == 5


@pytest.mark.parametrize(("count", "expected"), [(4, 0), (5, 0), (6, 6)])
def test_a_line_must_stand_in_a_share_of_the_rows(found: Found, count: int, expected: int) -> None:
    texts = [article(seed, 50) + (BUTTON if seed < count else "") for seed in range(120)]
    findings = found({"a.jsonl": rows(*texts)}, "recurring-line")
    assert [finding["record"] for finding in findings] == list(range(expected))
    assert {finding["message"] for finding in findings} <= {"stands in 6 of 120 articles"}


def test_share_and_number_are_options(found: Found) -> None:
    articles = {f"{seed}.md": article(seed) + (BUTTON if seed < 2 else "") for seed in range(10)}
    assert found(articles, "recurring-line") == []
    articles["seedlint.toml"] = "[rules.recurring-line]\nmin-articles = 2\nshare = 0.2\n"
    assert set(said(found(articles, "recurring-line"))) == {"0.md", "1.md"}
    articles["seedlint.toml"] = "[rules.recurring-line]\nmin-articles = 2\nshare = 0.3\n"
    assert found(articles, "recurring-line") == []


OWN_LINES = [
    "```\nreturn the answer\n```",
    "    return the answer",
    "Then call `answer()` again",
    "Output :\n\n```\n1\n```",
    "The answer is\n\n    answer",
    "## How to install it",
    "How to install it\n-----------------",
    "**How to install it**",
    "- **Details of it**",
    "| Name | Value |\n| ---- | ----- |\n| size | large |",
    "---",
    "* * *",
    "OK?",
    "1 2 3 4 5",
    "$$\nsum of all\n$$",
    "<Intro>",
    '{{< video src="https://example.com" >}}',
    "https://example.com/where/it/stands",
    "![the same picture](a.png)",
    "[See more examples below](#usage)",
    "By Maria van Dijk",
    "Translated by: Maria Dijk",
    "\u8bd1\u8005\uff1awxy1024",
    "\u6587 | \u738b\u6d77\u71d5",
    "Updated: March 3, 2021",
    "2021-03-04 10:20 Thursday",
    "2021\u5e743\u67084\u65e5 \u661f\u671f\u56db",
    "Words on the week, issue 12",
]


def test_what_recurs_in_articles_themselves_is_left_alone(found: Found) -> None:
    articles = {
        f"{number}/{seed}.md": f"# {seed}\n\n{article(seed)}{line}\n\n{article(seed + 10)}"
        for number, line in enumerate((*OWN_LINES, BUTTON))
        for seed in range(5)
    }
    assert {path.split("/")[0] for path in said(found(articles, "recurring-line"))} == {str(len(OWN_LINES))}


def test_the_sentences_with_which_a_column_opens_are_left_alone(found: Found) -> None:
    opening = "Here is what was worth reading this week.\n\nIt comes out on Fridays.\n"
    articles = {f"{seed}.md": f"# Week {seed}\n\n{opening}\n{article(seed)}" for seed in range(6)}
    assert found(articles, "recurring-line") == []


def test_a_refrain_in_one_article_is_no_recurring_line(found: Found) -> None:
    verse = "And the wind blows on the harbour wall\n\n"
    articles = {f"{seed}.md": article(seed) for seed in range(6)}
    articles["song.md"] = "".join(article(seed, 20) + verse for seed in range(30, 42))
    assert found(articles, "recurring-line") == []


def test_lines_of_wrapped_paragraphs_are_no_lines_of_the_page(found: Found) -> None:
    paragraph = "{0} is the code that opens the door and shows who came in, at\nListing 1-3 of the book.\n\n"
    articles = {
        f"{seed}.md": article(seed) + paragraph.format("-".join(words(3, seed)).capitalize()) + article(seed + 10)
        for seed in range(6)
    }
    assert found(articles, "recurring-line") == []


def test_of_a_book_only_both_ends_are_compared(found: Found) -> None:
    book = article(99, 10_000)
    articles = {f"{seed}.md": f"{article(seed)}{BUTTON}" for seed in range(5)}
    articles["book.md"] = f"{book}{BUTTON}\n{book}"
    articles["other.md"] = f"{book}{BUTTON}"
    assert set(said(found(articles, "recurring-line"))) == {*(f"{seed}.md" for seed in range(5)), "other.md"}


def test_any_number_of_jobs_finds_the_same(seedlint: Seedlint, tmp_path: Path) -> None:
    draw = random.Random(7)
    texts = [article(draw.randrange(60), 150) + draw.choice(("", BUTTON, "Read on.\n")) for _ in range(400)]
    (tmp_path / "a.jsonl").write_text(rows(*texts[:300]))
    for number, text in enumerate(texts[300:]):
        (tmp_path / f"{number}.md").write_text(text)
    arguments = ("check", "--select", "corpus", "--output-format", "json", "--no-cache")
    serial, parallel = (seedlint(*arguments, "--jobs", jobs, ".") for jobs in ("1", "2"))
    assert serial.stdout == parallel.stdout
    rules = {finding["rule"] for finding in json.loads(serial.stdout)["findings"]}
    assert rules == {"duplicate-article", "near-duplicate-article", "recurring-line"}
