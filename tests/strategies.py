"""Strategies that build articles from protected parts, prose and damage."""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import tomli
from hypothesis import strategies as st
from injectors import damaged

from lint.source import from_text
from lint.testing import rules_of

HERE = Path(__file__).parent

WORDS = st.sampled_from(
    "harbour storm ship captain letter morning window quiet river stone garden market "
    "港口 风暴 船长 清晨的街道 一封长信 窗外的雨声 舊書店 圖書館裏 市場 おはよう 항구".split()
)
SENTENCE_ENDS = st.sampled_from([". ", "。", "！", "? ", "，", ", ", ",", " ", "： ", "\u3000", "。 ", "!"])

# Parts that no fix may touch, each as a block of its own.
PROTECTED_BLOCKS = st.sampled_from(
    [
        "```py\nx = 1,2 \n\n\n\ty = '**a**'\n```",
        "~~~\n&amp;nbsp;  \n{color: red; margin: 0}\n~~~",
        "    indented = 'code' ,  x  \n\n\n    more\u200bcode",
        "| 甲,乙 | b  |\n|-------|----|\n| 1,2   | ** |  ",
        "$$\na_{1} ,\\; b \\\\\n c,甲\n$$",
        "<pre>\n  甲,乙  \n\n\n **x**\n</pre>",
        "<!-- 甲,乙 &amp;  -->",
        "[ref]: https://example.com/a,b?c=甲&amp;d  'T'",
    ]
)
# Parts that stand inside a line of prose.
PROTECTED_SPANS = st.sampled_from(
    [
        "`甲,乙 **x**`",
        "`` a ` b ``",
        "https://example.com/a,b?c=1&amp;d=**2**",
        "https://example.com/词条,甲",
        '[the ferry](https://example.com/甲,乙?x=1&amp;y "甲, 乙")',
        "![alt](data:image/png;base64,iVBORw0KGgo=)",
        "$a_{1}, b,c$",
        "<https://example.com/?a=b&amp;c>",
        "someone@example.com",
    ]
)
FRONT_MATTER = "---\ntitle: 甲,乙  \ntags: [a,b]\n\n\ndate: 2020-01-01\n---\n"

DAMAGE = st.sampled_from(
    [
        "\u200b", "\ufeff", "\u00ad", "\x08", "\x0c", "\u2028", "&nbsp;", "&amp;amp;", "&#8217;", "it\x92s",
        "\u00e2\u20ac\u2122", "**", " ", "  ", "\t", "\n", "\n\n\n", " \n", "，， ", "1.甲\n2.乙\n", "迴應", "皇後",
        "\n# 港口\n\n# 港口\n", "\n::: hljs-center\n港口的照片\n:::\n", "\n\n.a{color:red;margin:0}\n\n", "# ", "> ",
        "- ", "`", "$", "<", "[", "](", "|", "~~~", "    ", "\r\n", "\r", "***", "__", "~~", "\\", "---\n",
    ]
)  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Prose of a few words, some of them protected spans."""
    pieces = []
    for _ in range(draw(st.integers(1, 12))):
        pieces.append(draw(st.one_of(WORDS, WORDS, WORDS, PROTECTED_SPANS)))
        pieces.append(draw(SENTENCE_ENDS))
    return "".join(pieces)


@st.composite
def damaged_prose(draw: st.DrawFn) -> str:
    """Prose with damage at any place."""
    pieces = draw(st.lists(st.one_of(sentences(), DAMAGE), min_size=1, max_size=6))
    return "".join(pieces)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """Whole articles: blocks of prose, damage and protected parts in any order."""
    blocks = draw(st.lists(st.one_of(damaged_prose(), sentences(), PROTECTED_BLOCKS), min_size=1, max_size=8))
    separators = st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n"])
    body = "".join(block + draw(separators) for block in blocks)
    return (FRONT_MATTER if draw(st.booleans()) else "") + body


# --- real damage ---------------------------------------------------------------------------------------------------

# What opens and closes; articles hold them whole, in each other, and torn in two.
FRAMES = [
    ("**", "**"), ("*", "*"), ("__", "__"), ("~~", "~~"), ("[", "](https://example.com/a?utm_source=b&c=d)"),
    ("[", "]()"), ("![", "]()"), ("![", "](a.png)"), ("(", ")"), ("\uff08", "\uff09"), ("\u300c", "\u300d"),
    ("\u201c", "\u201d"), ('"', '"'), ("<p>", "</p>"), ("</p>", "</b>"), ("<div>\n", "\n</div>"),
    ("<b>", "</b>"), ('<span style="color:red">', "</span>"), ('<a href="b">', "</a>"), ("<figure>", "</figure>"),
    ("<pre>", "</pre>"), ("<!--", "-->"), ("<style>", "</style>"), ("<script>", "</script>"), ("&lt;", "&gt;"),
    ("```\n", "\n```"),
    ("~~~\n", "\n~~~\n"), ("`", "`"), ("``", "``"), ("$", "$"), ("$$\n", "\n$$"), ("\\(", "\\)"), ("\\[", "\\]"),
    ("{{", "}}"), ("{% a %}", "{% b %}"), ("::: hljs-center\n", "\n:::"), ("::: note\n", "\n:::"),
    ("[caption]", "[/caption]"), ("---\ntitle: ", "\n---\n"), ("---\n", "\n---\n"), ("+++\na = ", "\n+++\n"),
    ("| ", " | b |\n|---|---|\n"), ("[a]: ", " 'b'\n"), ("a{color:red;margin:0;top:", "}\n"),
    ("function a(){", "}"),
    ("\n\n", "\n\n"), ("# ", "\n"), ("##", "##\n"), ("> ", "\n"), ("- ", "\n"), ("1. ", "\n"), ("\n    ", "\n"),
    ("data:image/png;base64,", "iVBORw0KGgo="), ("https://example.com/", " "), ("\\", "\\"), ("=== ", "\n===\n"),
]  # fmt: skip
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u2066\u2028\u2029\x00\x08\x0b\x0c\x1b\x7f\x85\x92\ufe0f"
# Astral letters and pictures, accents alone and in rows, halves of pairs, characters of nobody, blanks of all widths.
ODD = [
    *INVISIBLE, *"\u00a0\u2003\u3000\u202f\t\r", "\U00020000", "\U0001f469\u200d\U0001f467", "\U0001d400", "\u0301",
    "e\u0301\u0323", "\u304b\u3099", "\u1112\u1161\u11ab", "\u2f00", "\uf900", "\ue000", "\ufdd0", "\ufffe", "\uffff",
    "\ufffd", "\U000e0041", "\U0010ffff", "\uff21", "\uff11", "\u0441", "\u03bf", "\ufb01", "\u2460", "\u0e33",
]  # fmt: skip
LONE_SURROGATES = st.sampled_from(["\ud800", "\udfff", "\udc80", "\udcff", "\ude00\ud83d"])
LINE_ENDS = st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\r\n", "\r\n", "\n"], ["\r", "\n", "\r\n"]])
LONGEST_FRAGMENT = 1500


@cache
def fragments() -> tuple[str, ...]:
    """Return all texts of our own: articles, whole and damaged, and the examples and cases of rules."""
    found = dict.fromkeys(path.read_text(encoding="utf-8") for path in sorted((HERE / "articles").iterdir()))
    for text in tuple(found):
        found |= dict.fromkeys(new for _, new in damaged(from_text(text), Random(0)) if isinstance(new, str))
    for rule in rules_of("rules"):
        for example in rule.examples:
            found |= dict.fromkeys(text for text in example if isinstance(text, str))
    for path in sorted((HERE / "cases").rglob("*.toml")):
        for case in tomli.loads(path.read_text(encoding="utf-8"))["case"]:
            found |= dict.fromkeys(case[key] for key in ("bad", "good") if key in case)
    # Failures shrink to the first ones.
    return tuple(sorted(found, key=len))


@cache
def lines() -> tuple[str, ...]:
    """Return the different lines of all fragments."""
    return tuple(sorted({line for text in fragments() for line in text.split("\n") if line}, key=lambda x: (len(x), x)))


def among(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return one of many texts; by its number, as nobody wants to see all of them in a report."""
    return st.integers(0, len(texts) - 1).map(texts.__getitem__)


@st.composite
def cut(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text from any place to any other, not far behind it."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text[start : start + draw(st.integers(0, LONGEST_FRAGMENT))]


def pieces() -> st.SearchStrategy[str]:
    """What articles are put together from: fragments, whole or cut, lines, odd characters, signs and words."""
    short = tuple(text for text in fragments() if len(text) <= LONGEST_FRAGMENT)
    return st.one_of(
        among(lines()),
        among(short),
        cut(among(fragments())),
        cut(among(lines())),
        st.lists(st.sampled_from(ODD), min_size=1, max_size=3).map("".join),
        DAMAGE,
        WORDS,
        st.sampled_from(SPACES),
    )


SPACES = [" ", "\n", "\n\n", " \n", "\t", "  \n", "\u3000\u3000", "\n\n\n", " " * 4, " " * 40, " " * 2000, "\n" * 200]


def _framed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return texts in frames, in half of one, indented or quoted line by line, or many times over."""
    frames, flags = st.sampled_from(FRAMES), st.booleans()
    framed = st.builds(lambda text, frame: text.join(frame), inner, frames)
    half = st.builds(lambda text, frame, is_left: frame[0] + text if is_left else text + frame[1], inner, frames, flags)
    marks = st.sampled_from(["> ", ">", "- ", "* ", "1. ", "    ", "\t", " " * 300, "| ", "# ", "\u3000\u3000"])
    prefixed = st.builds(lambda text, mark: mark + text.replace("\n", f"\n{mark}"), inner, marks)
    many = st.builds(lambda text, count: text[: 2000 // count] * count, inner, st.integers(2, 120))
    deep = st.builds(
        lambda text, frame, count: frame[0] * count + text + frame[1] * count, inner, frames, st.integers(2, 30)
    )
    return st.one_of(framed, half, prefixed, many, deep, st.lists(inner, min_size=2, max_size=4).map("".join))


@st.composite
def damaged_articles(draw: st.DrawFn) -> str:
    r"""Articles of our own fragments, combined, nested, repeated and cut, with odd characters anywhere.

    Lines end in ``\n``.  Front matter stands in front of some, whole or cut.
    """
    nested = st.recursive(pieces(), _framed, max_leaves=4)
    body = draw(st.lists(nested, min_size=1, max_size=6).map("".join))
    if draw(st.integers(0, 5)) == 0:
        body = FRONT_MATTER[: draw(st.integers(0, len(FRONT_MATTER)))] + body
    for _ in range(draw(st.integers(0, 3))):
        position = draw(st.integers(0, len(body)))
        body = body[:position] + draw(st.sampled_from(ODD)) + body[position:]
    if draw(st.integers(0, 3)) == 0:
        body = body[draw(st.integers(0, len(body) // 2)) :]
        body = body[: len(body) - draw(st.integers(0, len(body) // 2))]
    return body


@st.composite
def any_texts(draw: st.DrawFn) -> str:
    """Damaged articles with line ends of any kind, some with halves of pairs, as JSON may bring them."""
    text = with_line_ends(draw(damaged_articles()), draw(LINE_ENDS))
    if draw(st.integers(0, 4)) == 0:
        position = draw(st.integers(0, len(text)))
        text = text[:position] + draw(LONE_SURROGATES) + text[position:]
    return text


def with_line_ends(text: str, ends: list[str]) -> str:
    r"""Return ``text`` with its ``\n`` replaced by ``ends`` in turn."""
    head, *rest = text.split("\n")
    return head + "".join(ends[number % len(ends)] + line for number, line in enumerate(rest))


class Stored(NamedTuple):
    """An article as bytes, and the codec that they are in."""

    data: bytes
    encoding: str


# Legacy encodings, each with the article of ours that somebody could have written in it.
LEGACY = {"cp1252": "fr", "gb18030": "zh-hans", "big5": "zh-hant", "shift_jis": "ja", "euc_kr": "ko"}
_UNICODE = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@st.composite
def stored_articles(draw: st.DrawFn) -> Stored:
    """Damaged articles as bytes: UTF-8 with and without a mark, UTF-16 and UTF-32 with one, and legacy encodings.

    A legacy one begins with an article in its language, or nobody could tell the encoding; characters that it has not
    stand as entities, as a browser would have sent them.
    """
    text = draw(damaged_articles()).replace("\x00", "")  # bytes of NUL are no text
    encoding = draw(st.sampled_from(["utf-8", "utf-8", *_UNICODE, *LEGACY]))
    ends = draw(LINE_ENDS)
    if encoding in _UNICODE:
        mark = _UNICODE[encoding] if encoding != "utf-8" or draw(st.booleans()) else b""
        return Stored(mark + with_line_ends(text, ends).encode(encoding), encoding)
    article = (HERE / "articles" / f"{LEGACY[encoding]}.md").read_text(encoding="utf-8")
    return Stored(with_line_ends(article + text, ends).encode(encoding, "xmlcharrefreplace"), encoding)


@st.composite
def torn_bytes(draw: st.DrawFn) -> bytes:
    """Stored articles as a download cut short or a broken disk leaves them: cut anywhere, with strange bytes."""
    data = draw(stored_articles()).data
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(start + draw(st.sampled_from([0, 0, 1, 2, len(data)])), len(data))
        data = data[:start] + draw(st.binary(max_size=3)) + data[end:]
    return data


# --- what must not be lost -----------------------------------------------------------------------------------------

# Damage that a safe fix may undo, none of which hides or holds the words beside it.
CLOSED_DAMAGE = st.sampled_from(
    [
        *"\u200b\u2060\ufeff\u00ad\x08\x0c\u2028\u3000\u00a0", " ", "  ", "\t", " \n", "\n", "\n\n\n", "&nbsp;",
        "&amp;", "&amp;amp;", "&#8217;", "\x92", "\u00e2\u20ac\u2122", "**", "** **", "*", "__", "~~", "****", "[]()",
        "![]()",
        "](", "[", ")", "(", "\uff08", "\uff09", "\u300c", "\u201d", "\uff0c\uff0c", "\u3002 ", ",", ". ", "\\*", "\\",
        "<p>", "</p>", "</b>", "<br>", "<div>", "</div>", "</span>", "<!--more-->", "<span style='a'>",
        "# ", "\n## ", "\n##", "\n\n##\n\n", "\n> ", "\n- ", "\n1.", "\n::: hljs-center\n:::\n",
        "\n\n.a{color:red;margin:0;top:1px}\n\n",
        "[caption][/caption]", "\n---\n", "\n\n---\n\n", "&lt;", "&gt;", "\ufffd", "\ue000", "\u2f00", "e\u0301",
        "\uff21", "\u0441",
        "\r", "\r\n",
    ]
)  # fmt: skip


@cache
def prose_lines() -> tuple[str, ...]:
    """Return the lines of our own articles that are nothing but prose."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((HERE / "articles").iterdir())]
    return tuple(line for text in texts for line in text.split("\n") if re.match(r"\w[^\[\]<>*_`|#\\]{20,}\Z", line))


@st.composite
def numbered_sentence(draw: st.DrawFn, number: int) -> str:
    """A sentence of a few words that is no copy of another one, by its number."""
    return " ".join([*draw(st.lists(WORDS, min_size=1, max_size=8)), f"{number}{draw(WORDS)}{number}."])


@st.composite
def prose_with_damage(draw: st.DrawFn) -> tuple[str, str]:
    """An article of sentences, none of them twice, with damage between words and inside them; and the sentences."""
    pieces = []
    real = draw(st.lists(among(prose_lines()), max_size=3, unique=True))
    prose = real + [draw(numbered_sentence(number)) for number in range(draw(st.integers(0 if real else 1, 8)))]
    for sentence in prose:
        text = sentence
        # From the end to the beginning: damage inside of damage would be another kind.
        for place in sorted(draw(st.lists(st.integers(0, len(sentence)), max_size=4, unique=True)), reverse=True):
            text = text[:place] + draw(CLOSED_DAMAGE) + text[place:]
        pieces += [text, draw(st.sampled_from(["\n\n", "\n\n", "\n", " "]))]
    return "".join(pieces), "".join(prose)


@st.composite
def articles_with_protected_parts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """An article of damaged prose and parts that no fix may touch, each with a number of its own; and those parts."""
    blocks, parts = [], []
    for number in range(draw(st.integers(1, 4))):
        # Han behind a comma are no part of an address, but prose glued to it.
        kind = draw(st.one_of(PROTECTED_BLOCKS, PROTECTED_SPANS.filter(lambda part: not part.endswith(",甲"))))
        part = kind.replace("a", f"a{number}a", 1)
        prose, _ = draw(prose_with_damage())
        parts.append(part)
        blocks += [prose, f"Text {number}.", f"{part}" if "\n" in part else f"Behind {part} text.", f"Text, {number}."]
    return "\n\n".join([FRONT_MATTER, *blocks, ""]), [FRONT_MATTER, *parts]
