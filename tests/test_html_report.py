"""The HTML page, as a user gets it and as a browser shows it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from browser import Browser, browser
from hypothesis import given
from hypothesis import strategies as st

from conftest import Seedlint
from lint import Document, Edit, Finding, Fix, Linter, Safety, apply_edits
from lint.fixer import Applied, apply_fixes
from lint.report.html.changes import Change, changes
from lint.report.html.page import common_folder
from lint.report.html.tally import CLEAN, SAFELY, Tally
from lint.report.located import locate

SEEDS = Path(__file__).parents[1] / "seeds"
HOSTILE = [
    "<script>document.title = 'broken'</script>",
    "</script><img src=x onerror=\"document.title='broken'\">",
    "<!-- <script> -->",
    "[a link](javascript:document.title='broken')",
    "<svg onload=\"document.title='broken'\">",
    "\u202ereversed\u202c and \u2066isolated\u2069",
    "{{ 7 * 7 }} {% raw %} ${document.title='broken'}",
    "&lt;b&gt; &#60;script&#62;",
    "\x1b[31mred\x1b[0m \x07",
    "::error::x",
    "%0A::set-output name=a::b",
    "##[error]x",
    "=cmd|'/C calc'!A0",
]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the seeds, which no test changes."""
    folder = tmp_path_factory.mktemp("seeds")
    command = [sys.executable, "-m", "lint", "report", str(SEEDS), "--no-cache"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1
    return folder / "seedlint-report.html"


def write_articles(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# What is written


def test_the_page_is_written_and_its_place_is_said(seedlint: Seedlint, tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.txt": "One.  \nTwo.\n"})
    done = seedlint("report", "a.txt")
    assert done.returncode == 1
    assert done.stdout == "Wrote seedlint-report.html: 1 finding in 1 article. Open it in a browser.\n"
    assert (tmp_path / "seedlint-report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_clean_corpus_ends_with_zero(seedlint: Seedlint, tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.txt": "A title\n\nOne sentence.\n"})
    done = seedlint("report", "a.txt", "--select", "trailing-whitespace")
    assert done.returncode == 0
    assert "No defects found" in (tmp_path / "seedlint-report.html").read_text(encoding="utf-8")


def test_a_dash_writes_to_stdout_and_nothing_else(seedlint: Seedlint, tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.txt": "One.  \nTwo.\n"})
    done = seedlint("report", "a.txt", "--output-file", "-")
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.endswith("</html>\n") or done.stdout.endswith("</html>")
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.fault("Files", "`--output-file` that names an article")
def test_an_article_is_never_overwritten_by_the_page(seedlint: Seedlint, tmp_path: Path) -> None:
    """The article stays as it was."""
    write_articles(tmp_path, {"a.txt": "One.  \nTwo.\n"})
    done = seedlint("report", "a.txt", "--output-file", "a.txt")
    assert done.returncode == 2
    assert "exists and is not a report of seedlint" in done.stderr
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "One.  \nTwo.\n"


def test_an_earlier_page_is_replaced_by_the_same_one(seedlint: Seedlint, page: Path, tmp_path: Path) -> None:
    write_articles(tmp_path, {"page.html": page.read_text(encoding="utf-8").replace("</main>", "")})
    assert seedlint("report", SEEDS, "--jobs", "1", "--output-file", "page.html").returncode == 1
    assert (tmp_path / "page.html").read_bytes() == page.read_bytes()


def test_an_article_that_cannot_be_read_is_told_on_the_page(seedlint: Seedlint, tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.txt": "One.  \n"})
    (tmp_path / "b.txt").write_bytes(b"\x00\x01<b>")
    done = seedlint("report", ".")
    assert done.returncode == 2
    text = (tmp_path / "seedlint-report.html").read_text(encoding="utf-8")
    assert "1 could not be done" in text
    assert "holds NUL bytes" in text


def test_what_a_baseline_accepts_is_not_shown(seedlint: Seedlint, tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.txt": "One.  \nTwo.\n"})
    seedlint("baseline", "a.txt")
    done = seedlint("report", "a.txt", "--baseline", ".seedlint-baseline.json")
    assert done.returncode == 0
    assert "besides 1 that the baseline accepts" in (tmp_path / "seedlint-report.html").read_text(encoding="utf-8")


def test_without_jinja2_the_cure_is_said(seedlint: Seedlint, tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.txt": "One.\n", "without/jinja2.py": "raise ModuleNotFoundError('jinja2')\n"})
    done = seedlint("report", "a.txt", environment={"PYTHONPATH": str(tmp_path / "without")})
    assert done.returncode == 2
    assert "pip install 'seedlint[report]'" in done.stderr
    assert not (tmp_path / "seedlint-report.html").exists()


# What changes


@st.composite
def turns(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """Return a text and edits for it, pass by pass; those of a pass do not touch."""
    text = now = draw(st.text("ab\n\U0001f600", max_size=12))
    passes = []
    for _ in range(draw(st.integers(0, 4))):
        places = sorted(draw(st.sets(st.integers(0, len(now)), max_size=6)))
        pairs = list(zip(places[::2], places[1::2], strict=False))
        edits = [Edit(start, end, draw(st.text("xy\n", max_size=3))) for start, end in pairs]
        if not edits and places:
            edits = [Edit(places[0], places[0], "i")]
        passes.append(edits)
        now = apply_edits(now, edits)
    return text, passes


@given(turns())
def test_changes_of_many_passes_make_the_same_text(case: tuple[str, list[list[Edit]]]) -> None:
    text, passes = case
    document = Document(text)
    steps = []
    for turn, edits in enumerate(passes):
        found = [Finding(f"r{turn}", edit.start, edit.end, "", Fix((edit,), Safety.SAFE)) for edit in edits]
        steps += [Applied(turn, finding) for finding in found]
        document, _ = apply_fixes(document, found)
    told = changes(len(text), steps)
    assert apply_edits(text, [Edit(*change[:3]) for change in told]) == document.text
    assert all(first.end <= second.start for first, second in pairwise(told))


def test_a_change_names_its_rules_and_the_least_safe_fix() -> None:
    steps = [
        Applied(0, Finding("one", 1, 2, "", Fix((Edit(1, 2, "xyz"),), Safety.SAFE))),
        Applied(1, Finding("two", 2, 3, "", Fix((Edit(2, 3, ""),), Safety.UNSAFE))),
    ]
    assert changes(4, steps) == [
        Change(1, 2, "x", frozenset({"one", "two"}), Safety.UNSAFE),
        Change(2, 2, "z", frozenset({"one"}), Safety.SAFE),
    ]


def test_a_safe_change_beside_an_unsafe_one_stays_safe() -> None:
    steps = [
        Applied(0, Finding("one", 1, 2, "", Fix((Edit(1, 2, "x"),), Safety.SAFE))),
        Applied(1, Finding("two", 2, 3, "", Fix((Edit(2, 3, "y"),), Safety.UNSAFE))),
    ]
    told = changes(4, steps)
    assert [(change.start, change.end, change.text, change.safety) for change in told] == [
        (1, 2, "x", Safety.SAFE),
        (2, 3, "y", Safety.UNSAFE),
    ]


# What is counted and kept


def test_only_the_worst_articles_are_kept_and_all_are_counted() -> None:
    linter = Linter({"select": ["trailing-whitespace"]})
    tally = Tally(3)
    for number in range(20):
        document = Document("x \n" * (number % 7) + "end\n")
        found = locate(
            document,
            (f"f/{number}.txt", None, None),
            linter.check(document),
            {"trailing-whitespace": "layout"},
            excerpts=False,
        )
        tally.add(f"f/{number}.txt", None, None, list(found))
    assert sorted(kept.counts.total() for kept in tally.kept.values()) == [5, 6, 6]
    assert tally.needs == {CLEAN: 3, SAFELY: 17}
    assert tally.folders["f"].all_articles == 20
    assert tally.rules["trailing-whitespace"].total == sum(number % 7 for number in range(20))


def test_the_page_says_what_it_leaves_out(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    write_articles(tmp_path, {f"{number}.txt": "One. \n" * (number + 1) for number in range(5)})
    seedlint("report", ".", "--articles", "2", "--select", "trailing-whitespace")
    window.open(tmp_path / "seedlint-report.html")
    assert window.texts("#list .path") == ["4.txt", "3.txt"]
    assert "2 articles with the most defects, of 5" in window.text("#limit")
    assert window.text("#by-rule td.total") == "15"


# What the browser shows


def test_charts_are_drawn_and_tell_their_figures_in_words(page: Path, window: Browser) -> None:
    window.open(page)
    for chart in ("rule", "stage", "folder"):
        widths = window.run(
            "[...document.querySelectorAll(arguments[0])].map((bar) => bar.getBoundingClientRect().width)",
            f"#by-{chart} tbody tr:first-child rect",
        )
        assert widths
        assert min(widths) > 1
    totals = [int(text) for text in window.texts("#by-rule td.total")]
    assert totals == sorted(totals, reverse=True)
    assert sum(totals) == sum(int(text) for text in window.texts("#by-stage td.total"))
    assert re.search(
        r"\d+ no defect found, \d+ safe fixes mend all", window.run("document.querySelector('.strip').ariaLabel")
    )


def test_filters_narrow_the_list(page: Path, window: Browser) -> None:
    window.open(page)
    everything = window.texts("#list .path")
    assert len(everything) > 3
    window.click("[data-rule=mojibake]")
    assert window.run("document.querySelector('[data-rule=mojibake]').getAttribute('aria-pressed')") == "true"
    narrowed = window.texts("#list .path")
    assert 0 < len(narrowed) < len(everything)
    window.choose("#safety", "0")
    assert "No article matches" in window.text("#count")
    window.choose("#safety", "")
    window.click("[data-rule=mojibake]")
    assert window.texts("#list .path") == everything
    window.choose("#search", "NIGHT bus")
    assert [Path(path).name for path in window.texts("#list .path")] == ["zh-hans-night-bus.txt"]
    window.choose("#search", "")
    window.choose("#order", "path")
    assert window.texts("#list .path") == sorted(everything)


def test_an_article_shows_its_text_with_every_defect_marked(page: Path, window: Browser) -> None:
    window.open(page)
    for number, total in enumerate(window.texts("#list .figure")):
        window.open(page)
        window.read(number)
        marked = {int(part) for marks in window.run(MARKED) for part in marks.split()}
        assert marked == set(range(int(total)))
        assert window.text(".views label b") == total
        assert len(window.texts(".card")) == int(total)


MARKED = "[...document.querySelectorAll('mark')].map((mark) => mark.dataset.findings)"


def test_a_defect_that_is_chosen_is_explained(page: Path, window: Browser) -> None:
    window.open(page)
    window.read()
    window.click(".card:nth-child(3) .head")
    assert len(window.text(".card[aria-current] .details")) > 100
    assert window.run("document.querySelectorAll('mark[aria-current]').length") >= 1
    window.click("mark")
    assert window.run("document.querySelectorAll('.details').length") == 1


def sides(window: Browser) -> tuple[str, str]:
    """Return the texts before and after fixing, put together from what is seen."""
    script = r"""
    [...document.querySelectorAll('.pair:not(.head) > .' + arguments[0])].filter((cell) => {
      return [undefined, arguments[0]].includes(cell.parentElement.dataset.only);
    }).map((cell) => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll('.side, .chip').forEach((extra) => extra.remove());
      for (const dots of copy.querySelectorAll('.dots')) {
        dots.replaceWith(dots.textContent.replace(/\u00b7/g, ' ').replace(/\u21b5/g, ''));
      }
      return copy.textContent;
    }).map((line) => line.endsWith('\n') ? line : line + '\n').join('').slice(0, -1)
    """
    return window.run(script, "before"), window.run(script, "after")


def test_fixes_are_shown_side_by_side_and_unsafe_ones_told_apart(
    seedlint: Seedlint, tmp_path: Path, window: Browser
) -> None:
    text = "A title\n\n\U0001f600 One \U00020000 two.  \nThree.\n\n\n\nFour &amp; five. \U0001f469\u200d\U0001f467\n"
    write_articles(tmp_path, {"a.txt": text})
    seedlint("report", "a.txt")
    window.open(tmp_path / "seedlint-report.html")
    window.read()
    window.press("2")
    assert window.run("document.querySelector('input[value=safe]').checked")
    before, after = sides(window)
    assert before == text
    assert after == Linter().fix(text).text
    assert not window.texts("ins.unsafe, del.unsafe")


def test_unsafe_changes_are_only_among_all_fixes(page: Path, window: Browser) -> None:
    window.open(page)
    window.read()
    window.press("2")
    assert window.texts("del.safe")
    assert not window.texts("del.unsafe, ins.unsafe, .gap.unsafe")
    window.press("3")
    assert window.texts("del.unsafe")
    styles = window.run(
        "['safe', 'unsafe'].map((name) => getComputedStyle(document.querySelector('ins.' + name)).borderBottomStyle)"
    )
    assert styles == ["solid", "dashed"]
    window.press("1")
    assert window.texts("mark")


def test_offsets_fit_characters_beyond_the_first_plane(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    write_articles(tmp_path, {"a.txt": "\U0001f600\U00020000\u4e00 zero\u200bwidth\n\nTail \n"})
    seedlint("report", "a.txt", "--select", "invisible-character,trailing-whitespace")
    window.open(tmp_path / "seedlint-report.html")
    window.read()
    assert window.texts("mark") == ["ZWSP", "\u00b7"]


def test_invisible_characters_are_labelled(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    text = "a\u00a0b\u00adc\u202ed\u202c e\tf\u200b\u200b\u200bg \U0001f469\u200d\U0001f467 end \nnext\n"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "id": "x\u202ey"}) + "\n", encoding="utf-8")
    seedlint("report", "a.jsonl", "--id-field", "id", "--select", "trailing-whitespace")
    window.open(tmp_path / "seedlint-report.html")
    assert window.texts("#list .path") == ["a.jsonl#0"]
    assert window.texts("#list .id .chip") == ["RLO"]
    window.read()
    assert window.texts(".reading-text .chip") == ["NBSP", "SHY", "RLO", "PDF", "TAB", "ZWSP \u00d73"]
    assert "\U0001f469\u200d\U0001f467" in window.text(".reading-text")


def test_the_keyboard_is_enough(page: Path, window: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    window.open(page)
    paths = window.texts("#list .path")
    window.press("/", "s", "e", "e", "d", Keys.ESCAPE, "j", "j", Keys.ENTER)
    window.wait("document.querySelector('.heading')")
    assert window.text(".heading .path") == paths[1]
    window.press("j", "j")
    assert window.text(".card[aria-current] .number") == "2"
    window.press(*"jjjjjjjj")
    assert window.run(CARD_IS_SEEN)
    window.press(*"kkkkkkkk")
    window.press("k")
    assert window.text(".card[aria-current] .number") == "1"
    window.press("n")
    window.wait(f"document.querySelector('.heading .path')?.textContent === {json.dumps(paths[2])}")
    window.press(Keys.ESCAPE)
    window.wait("document.querySelector('#article').hidden")
    assert window.run("document.activeElement.getAttribute('href')").startswith("#article=")
    window.press("?")
    assert window.run("document.querySelector('#help').open")
    window.press(Keys.ESCAPE)
    assert not window.run("document.querySelector('#help').open")


CARD_IS_SEEN = """
(() => {
  const card = document.querySelector(".card[aria-current]").getBoundingClientRect();
  const list = document.querySelector("aside").getBoundingClientRect();
  return card.top >= list.top && card.top < list.bottom - 20;
})()
"""


def test_the_list_is_drawn_before_the_articles_are_read(page: Path, window: Browser) -> None:
    source = page.read_text(encoding="utf-8")
    assert source.index('</script>\n<script type="application/json" class="block">') > source.index("<script>")
    # An address that names an article is followed at once, and waits for that article to be read.
    window.open(page)
    last = len(window.texts("#list a")) - 1
    title = window.texts("#list .title")[last]
    number = window.run("document.querySelectorAll('#list a')[arguments[0]].getAttribute('href')", last)
    window.driver.get("about:blank")
    window.driver.get(page.as_uri() + number)
    window.wait("document.querySelector('.heading h1')")
    assert window.text("#article h1") == title


def test_what_all_folders_lie_in_is_said_once(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    write_articles(tmp_path, {f"long/way/{name}/a.txt": "One. \n" for name in ("news", "wiki")})
    seedlint("report", "long", "--select", "trailing-whitespace")
    window.open(tmp_path / "seedlint-report.html")
    assert window.texts("#by-folder tbody button") == ["news", "wiki"]
    assert window.text("#folders-title").endswith("in long/way/")
    assert window.texts("#list .path") == ["news/a.txt", "wiki/a.txt"]
    assert window.texts("#folder option") == ["All folders", "news", "wiki"]
    window.click("#by-folder tbody button")
    assert window.texts("#list .path") == ["news/a.txt"]
    window.choose("#search", "long/way/news")
    window.read()
    assert window.text(".heading .path") == "long/way/news/a.txt"


@pytest.mark.parametrize(
    ("folders", "prefix"),
    [
        (["a/b", "a/c"], "a/"),
        (["a", "a/c"], "a/"),
        (["/x/ab", "/x/ac"], "/x/"),
        (["/x", "/y"], ""),
        (["ab", "ac"], ""),
        (["a/b"], ""),
        ([], ""),
    ],
)
def test_only_whole_names_of_folders_are_left_out(folders: list[str], prefix: str) -> None:
    assert common_folder(folders) == prefix


def test_white_space_is_shown_where_it_may_be_the_defect(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    sheet = ".box{--box-a: #f2efe6;  --box-b: rgba(242, 239, 230,\n.7);--box-c: 12px;--box-d: #14181a;--box-e: 1}\n"
    text = f"# Title\n\nOne sentence stands here.\n\n{sheet}\nThe end. \n"
    write_articles(tmp_path, {"a.txt": text})
    seedlint("report", "a.txt", "--select", "css-dump,trailing-whitespace")
    window.open(tmp_path / "seedlint-report.html")
    window.read()
    assert window.texts("mark .dots") == ["\u00b7\u00b7", "\u21b5", "\u00b7"]
    window.click(".card .head")
    frames = "[...document.querySelectorAll('mark[aria-current]')].map((e) => getComputedStyle(e).outlineStyle)"
    assert window.run(frames) == ["none"]
    window.click(".card:nth-child(2) .head")
    assert window.run(frames) == ["solid"]


def test_going_back_returns_to_the_list(page: Path, window: Browser) -> None:
    window.open(page)
    window.read()
    assert window.run("document.querySelector('#overview').hidden")
    window.driver.back()
    window.wait("!document.querySelector('#overview').hidden")


def visit_everything(window: Browser, page: Path) -> int:
    """Look at each article in each view; return how many there are."""
    window.open(page)
    title = window.driver.title
    number = len(window.texts("#list a"))
    for article in range(number):
        window.driver.execute_script("location.hash = ''")
        window.wait("!document.querySelector('#overview').hidden")
        window.read(article)
        for view in "123":
            window.press(view)
            assert window.run("document.querySelector('#body').childElementCount") > 0
            assert not window.texts("#body script, #body img, #body svg, #body b:not(.card b), #body a")
    assert window.driver.title == title
    return number


def assert_silent(window: Browser, page: Path) -> None:
    assert window.log("browser") == []
    assert window.requests() == [page.as_uri()]


@pytest.mark.fault("Reports", "Scripts, tags and addresses in articles and file names, on the HTML page")
def test_hostile_articles_do_nothing(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    """A real browser runs and fetches nothing of it."""
    names = ["<img src=x onerror=alert(1)>.md", "--><!--<script>.txt", "a\u202eb&quot;.txt", "${'x'}{{7*7}}.md"]
    names += ["##[error]x.txt", "::error::.txt", "=cmd|'!A0.txt"]
    articles = {f"{number}.md": f"{text}\n\n{text} and more. \n" for number, text in enumerate(HOSTILE)}
    articles |= dict.fromkeys(names, f"{HOSTILE[0]}\n\nText. \n")
    write_articles(tmp_path / "<b>in", articles)
    rows = [{"text": f"{text} \n\x00 and \ud83d.\n", "id": text} for text in HOSTILE]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = seedlint("report", "<b>in", "rows.jsonl", "--id-field", "id", "--select", "all")
    page = tmp_path / "seedlint-report.html"
    assert page.exists(), done.stderr
    assert visit_everything(window, page) >= len(articles)
    assert_silent(window, page)
    source = page.read_text(encoding="utf-8")
    assert source.count("<script") == source.count("</script>")
    assert "onerror" not in re.sub(r"&lt;img[^;]*&gt;", "", re.sub(r"\\u003c[^\n]*", "", source))
    # On stdout of a job, a runner of GitHub Actions would obey these.
    assert "##[" not in source
    assert not re.search(r"^[^\S\n]*::", source, re.MULTILINE)


@pytest.mark.fault("Reports", "A word of a million letters on the HTML page")
def test_an_article_without_a_space_opens(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    """The article opens and fits a telephone."""
    write_articles(tmp_path, {"a.txt": "x" * 1_000_000 + "\u200b" * 1000 + " \n"})
    seedlint("report", "a.txt", "--select", "trailing-whitespace,invisible-character")
    page = tmp_path / "seedlint-report.html"
    window.open(page, width=390, height=800)
    window.read()
    assert "characters that this page does not hold" in window.text("#body .note")
    assert window.run("document.documentElement.scrollWidth <= innerWidth")
    assert_silent(window, page)


def test_nothing_is_asked_of_the_network_and_the_console_is_silent(page: Path, window: Browser) -> None:
    visit_everything(window, page)
    assert_silent(window, page)


@pytest.mark.fault("Reports", "A script that got into the HTML page all the same")
def test_the_policy_forbids_scripts_that_are_not_the_page_s_own(page: Path, window: Browser) -> None:
    """The policy of the page forbids it."""
    window.open(page)
    policy = window.run("document.querySelector('meta[http-equiv]').content")
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    window.driver.execute_script(
        "const own = document.createElement('div'); document.body.append(own);"
        'own.innerHTML = `<img src=x onerror="window.broken = true">`;'
        "const script = document.createElement('script'); script.textContent = 'window.broken = true';"
        "document.body.append(script);"
    )
    assert window.run("window.broken === undefined")


CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const over = (top, ground) => [0, 1, 2].map((i) => (top[i] * top[3] + ground[i] * (255 - top[3])) / 255);
  const light = (colour) => {
    const [r, g, b] = [0, 1, 2].map((i) => {
      const part = colour[i] / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const below = element.parentElement ? ground(element.parentElement) : [255, 255, 255];
    return over(channels(getComputedStyle(element).backgroundColor), below);
  };
  const bad = [];
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!hasText || !element.checkVisibility() || element.closest("svg, option, .hidden, :disabled")) continue;
    const own = ground(element);
    const text = over(channels(getComputedStyle(element).color), own);
    const [high, low] = [light(text), light(own)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const what = element.className || element.tagName;
    if (ratio < 4.5) bad.push(`${what}: ${ratio.toFixed(2)} ${element.textContent.slice(0, 20)}`);
  }
  return [...new Set(bad)];
})()
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_text_stands_out_and_fits(page: Path, window: Browser, width: int, dark: bool) -> None:
    window.open(page, width=width, height=844, dark=dark)
    window.click("[data-rule=mojibake]")
    assert window.run(CONTRAST) == []
    assert window.run("document.documentElement.scrollWidth <= innerWidth")
    window.click("[data-rule=mojibake]")
    window.choose("#search", "tea-shop")
    window.read()
    for view in "123":
        window.press(view, "j")
        assert window.run(CONTRAST) == []
        assert window.run("document.documentElement.scrollWidth <= innerWidth")
    window.press("1")
    window.click("mark.lines")
    assert window.run("document.querySelectorAll('mark.lines[aria-current]').length")
    assert window.run(CONTRAST) == []


def test_everything_that_can_be_used_has_a_name(page: Path, window: Browser) -> None:
    window.open(page)
    unnamed = """
    [...document.querySelectorAll("button, a, input, select, [role=img], dialog, section")].filter((element) =>
      !(element.textContent.trim() || element.ariaLabel || element.labels?.length)).map((element) => element.outerHTML)
    """
    assert window.run(unnamed) == []
    window.read()
    assert window.run(unnamed) == []
    assert window.run("document.querySelectorAll('main:not([hidden]) h1').length") == 1


def test_colours_can_be_chosen(page: Path, window: Browser) -> None:
    window.open(page)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = window.run(ground)
    window.click("#theme")
    window.click("#theme")
    assert window.run(ground) != light
    assert window.run("document.querySelector('#theme').ariaLabel") == "Colours: dark"


def test_rows_of_a_data_set_are_articles(seedlint: Seedlint, tmp_path: Path, window: Browser) -> None:
    rows = [{"text": f"Title {number}\n\nSome text.{' ' * (number % 3)}\n"} for number in range(300)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    seedlint("report", "rows.jsonl", "--select", "trailing-whitespace")
    window.open(tmp_path / "seedlint-report.html")
    assert window.text(".hero h1").endswith("of 300 articles are clean")
    assert window.text("#count") == "200 articles, 200 defects"
    assert len(window.texts("#list a")) == 100
    window.click("#more")
    assert len(window.texts("#list a")) == 200
    place = window.texts("#list .path")[150]
    window.read(150)
    assert window.text("#article h1") == f"Title {place.partition('#')[2]}"


def test_findings_across_articles_are_shown_in_their_articles(
    seedlint: Seedlint, tmp_path: Path, window: Browser
) -> None:
    text = "A title\n\n" + "The same long paragraph stands in both of these articles, word for word.\n" * 20
    write_articles(tmp_path / "in", {"a.txt": text, "b.txt": text})
    seedlint("report", "in", "--select", "corpus")
    window.open(tmp_path / "seedlint-report.html")
    assert window.texts("#list .path")
    window.read()
    assert window.texts(".card .head b")
