"""Damage as scrapers do it, put into clean articles so that repairing can be compared with what stood there before.

Each injector takes a clean document and a source of chance, and returns the damaged text, bytes if the damage is in the
encoding, or None if the article offers no place for it.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from lint import BlockKind, Document, Safety
from lint.views.zones import FILLER

Damage = Callable[[Document, Random], "str | bytes | None"]
Preparation = Callable[[Document, Random], "str | None"]


@dataclass(frozen=True)
class Injector:
    """A kind of damage, and the fixes that must undo it."""

    name: str
    safety: Safety
    damage: Damage
    prepare: Preparation | None = None
    """Gives an article what the damage needs and few have; None if it has no place for that either."""


INJECTORS: list[Injector] = []
HAN = re.compile("[\u4e00-\u9fff]")
KANA = re.compile("[\u3041-\u30fa]")
HANGUL = re.compile("[\uac00-\ud7a3]")
FRENCH = re.compile(r"\b(?:les|des|une|dans|est)\b")
PLAIN = re.compile(f"[^{FILLER}\\[\\]<>*_`|\\\\#&]+")
LONG = 60


def injector(name: str, safety: Safety = Safety.SAFE, prepare: Preparation | None = None) -> Callable[[Damage], Damage]:
    """Register a function as an injector."""

    def register(damage: Damage) -> Damage:
        INJECTORS.append(Injector(name, safety, damage, prepare))
        return damage

    return register


def language(text: str) -> str:
    """Return the language of an article, as far as the damage depends on it."""
    han, kana, hangul = (len(pattern.findall(text)) for pattern in (HAN, KANA, HANGUL))
    if han + kana + hangul < len(text) / 10:
        return "fr" if len(FRENCH.findall(text)) > len(text) / 100 else "en"
    if hangul > han:
        return "ko"
    if kana > han / 10:
        return "ja"
    simplified = len(re.findall("[这们来时说国会个对发]", text))
    traditional = len(re.findall("[這們來時說國會個對發]", text))
    return "zh-hans" if simplified >= traditional else "zh-hant"


def paragraphs(document: Document) -> list[tuple[int, int]]:
    """Return start and end of the paragraphs that are one long line of plain text."""
    text = document.text
    return [
        (block.start, block.end)
        for block in document.markdown.blocks
        if block.kind is BlockKind.PARAGRAPH
        and not block.containers
        and block.end - block.start >= LONG
        and "\n" not in text[block.start : block.end]
        and (block.start == 0 or text.startswith("\n\n", block.start - 2))
        and (block.end + 1 >= len(text) or text.startswith("\n\n", block.end))
        and PLAIN.match(document.prose, block.start)
        and text[block.start] != "!"
    ]


def plain_spots(document: Document, pattern: str) -> list[re.Match[str]]:
    """Return the matches of ``pattern`` in plain text of paragraphs, away from markup and its neighbours."""
    found: list[re.Match[str]] = []
    for start, end in paragraphs(document):
        for run in PLAIN.finditer(document.prose, start, end):
            found += re.compile(pattern).finditer(document.prose, run.start() + 2, max(run.end() - 2, run.start() + 2))
    return found


def replaced(document: Document, rng: Random, pattern: str, new: Callable[[str], str], most: int = 8) -> str | None:
    """Replace some matches of ``pattern`` in plain text; None if there is none."""
    spots = plain_spots(document, pattern)
    if not spots:
        return None
    text = document.text
    for match in sorted(rng.sample(spots, min(most, len(spots))), key=lambda match: -match.start()):
        text = text[: match.start()] + new(match[0]) + text[match.end() :]
    return text


def lines_changed(document: Document, change: Callable[[str], str | None]) -> str | None:
    """Replace paragraphs that ``change`` changes; None if it changes none."""
    text, done = document.text, False
    for start, end in reversed(paragraphs(document)):
        new = change(text[start:end])
        if new is not None and new != text[start:end]:
            text, done = text[:start] + new + text[end:], True
    return text if done else None


def with_block(document: Document, rng: Random, block: str, where: str = "middle") -> str | None:
    """Put a block of its own between two paragraphs, behind the title, or at the end."""
    text, spots = document.text, [start for start, _ in paragraphs(document)]
    if where == "end":
        return f"{text}\n{block}\n" if text.endswith("\n") else None
    if len(spots) < 3:
        return None
    place = spots[0] if where == "head" else rng.choice(spots[1:])
    return f"{text[:place]}{block}\n\n{text[place:]}"


def title_line(document: Document) -> str | None:
    """Return the heading of level 1 that the article begins with."""
    match = re.match(r"# [^\n]+(?=\n\n)", document.text)
    return match[0] if match else None


# --- encoding ------------------------------------------------------------------------------------------------------


@injector("zero-width characters")
def zero_width(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, r"\w(?=\w)", lambda char: char + rng.choice("\u200b\u2060\ufeff"))


@injector("soft hyphens")
def soft_hyphens(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, r"\b[a-z]{3}(?=[a-z]{3})", lambda part: part + "\u00ad")


@injector("control characters")
def control_characters(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, r"\w(?=\w)", lambda char: char + rng.choice("\x02\x0e\x1f\x7f"))


@injector("byte-order mark")
def byte_order_mark(document: Document, rng: Random) -> bytes:
    return b"\xef\xbb\xbf" + document.text.encode()


@injector("UTF-16")
def utf_16(document: Document, rng: Random) -> bytes:
    return document.text.encode("utf-16")


@injector("legacy encoding")
def legacy_encoding(document: Document, rng: Random) -> bytes | None:
    codecs = {
        "zh-hans": ("gb18030", "gbk"),
        "zh-hant": ("big5", "cp950"),
        "ja": ("shift_jis", "euc_jp"),
        "ko": ("euc_kr", "cp949"),
        "fr": ("cp1252", "latin-1"),
        "en": ("cp1252",),
    }
    try:
        content = document.text.encode(rng.choice(codecs[language(document.text)]))
    except UnicodeEncodeError:
        return None
    return None if content.isascii() else content


@injector("UTF-8 read as cp1252")
def read_as_cp1252(document: Document, rng: Random) -> str | None:
    def change(line: str) -> str | None:
        try:
            return line.encode().decode("cp1252")
        except UnicodeDecodeError:
            return None

    return lines_changed(document, change)


@injector("UTF-8 read as GB18030")
def read_as_gb18030(document: Document, rng: Random) -> str | None:
    def change(line: str) -> str | None:
        try:
            return line.encode().decode("gb18030") if HAN.search(line) else None
        except UnicodeDecodeError:
            return None

    return lines_changed(document, change)


@injector("cp1252 read as Latin-1")
def c1_marks(document: Document, rng: Random) -> str | None:
    return replaced(
        document, rng, "[\u2018\u2019\u201c\u201d\u2013\u2014]", lambda c: c.encode("cp1252").decode("latin-1")
    )


ENTITIES = {"\u2019": "&rsquo;", "\u201c": "&ldquo;", "\u201d": "&#8221;", "\u2014": "&mdash;", "\u00e9": "&eacute;"}
ENTITIES |= {"\u300c": "&#12300;", "\u300d": "&#12301;", "\u3002": "&#x3002;", '"': "&quot;", "'": "&#39;"}


@injector("entities")
def entities(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, f"[{''.join(ENTITIES)}]", ENTITIES.__getitem__)


@injector("entities, escaped twice")
def entities_twice(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, f"[{''.join(ENTITIES)}]", lambda char: ENTITIES[char].replace("&", "&amp;"))


@injector("no-break spaces next to Han")
def no_break_spaces(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, "(?<=[\u4e00-\u9fff]) (?=\\w)|(?<=\\w) (?=[\u4e00-\u9fff])", lambda _: "\u00a0")


@injector("typographic spaces")
def typographic_spaces(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, r"(?<=[a-z]) (?=[a-z])", lambda _: rng.choice("\u2002\u2003\u2005\u2009"))


RADICALS = {
    unicodedata.normalize("NFKC", radical): radical
    for radical in map(chr, range(0x2F00, 0x2FD6))
    if len(unicodedata.normalize("NFKC", radical)) == 1
}


@injector("Kangxi radicals")
def kangxi_radicals(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, f"[{''.join(RADICALS)}]", RADICALS.__getitem__)


@injector("Kangxi radicals in front of their ideographs")
def doubled_radicals(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, f"[{''.join(RADICALS)}]", lambda char: RADICALS[char] + char)


@injector("decomposed letters")
def decomposed(document: Document, rng: Random) -> str | None:
    composed = "[\u00c0-\u00d6\u00d9-\u00dd\u00e0-\u00f6\u00f9-\u00fd\u304c\u3050\u3060\u3067\u3070\u30ac\u30c7\u30d1]"
    return replaced(document, rng, composed, lambda char: unicodedata.normalize("NFD", char), most=30)


# --- markup --------------------------------------------------------------------------------------------------------

SHEET = (
    ".post-body{font-size:17px;line-height:1.75;color:#2b2b2b}.post-body p{margin:0 0 1.2em}"
    ".post-body img{max-width:100%;height:auto}@media (max-width:640px){.post-body{padding:0 16px}}"
    ":root{--accent-soft: rgba(12, 80, 60, .6);--accent: #0c503c}"
)


@injector("style sheet at the end")
def sheet_at_end(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, SHEET, "end")


@injector("style sheet in the middle")
def sheet_in_middle(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, SHEET)


@injector("style sheet, wrapped")
def wrapped_sheet(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, "\n".join(textwrap.wrap(SHEET, 78, break_on_hyphens=True)))


@injector("script at the end")
def script_at_end(document: Document, rng: Random) -> str | None:
    code = 'window.__STATE__={"id":4812,"ads":[],"user":null};(function(w,d){var s=d.createElement("script");s.async=1;'
    return with_block(
        document, rng, code + 's.src="https://cdn.example.net/t.js";d.head.appendChild(s);})(window,document);', "end"
    )


@injector("stray emphasis")
def stray_emphasis(document: Document, rng: Random) -> str | None:
    starts = paragraphs(document)
    if not starts:
        return None
    start, end = rng.choice(starts)
    text = document.text
    return rng.choice((f"{text[:start]}**{text[start:]}", f"{text[:end]}**{text[end:]}"))


@injector("empty emphasis")
def empty_emphasis(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, rng.choice(("** **", "**\u00a0**", "__ __")))


@injector("empty emphasis inside a paragraph")
def inner_empty_emphasis(document: Document, rng: Random) -> str | None:
    between_sentences = "(?<=[a-z\u3040-\u9fff\uac00-\ud7a3][.\u3002])(?= ?[A-Z\u3040-\u9fff\uac00-\ud7a3])"
    return replaced(document, rng, between_sentences, lambda _: "****", 3)


@injector("tags round paragraphs")
def tags(document: Document, rng: Random) -> str | None:
    opening, closing = rng.choice((("<p>", "</p>"), ('<p dir="ltr">', "</p>"), ("<div>", "</div>")))
    return lines_changed(document, lambda line: f"{opening}{line}{closing}")


@injector("spans with style")
def spans(document: Document, rng: Random) -> str | None:
    return lines_changed(document, lambda line: f'<span style="font-size: 16px;">{line}</span>')


@injector("comments")
def comments(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, rng.choice(("<!--more-->", "<!-- more -->", "<!--1580814949000-->")))


@injector("images without a source")
def lost_images(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, "![]()")


@injector("tracking pixels")
def tracking_pixels(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, '<img src="https://t.example.net/p.gif?id=4812" width="1" height="1">', "end")


@injector("placeholders of lazy images")
def placeholders(document: Document, rng: Random) -> str | None:
    gif = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    return with_block(document, rng, f"![]({gif})")


@injector("links without text")
def links_without_text(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, "[](https://example.org/share?id=4812)")


@injector("links without a target")
def links_without_target(document: Document, rng: Random) -> str | None:
    return replaced(
        document, rng, r"(?<=[a-z] )[a-z]{4,}(?= [a-z])|(?<=\w)[\u4e00-\u9fff]{2}(?=\w)", lambda word: f"[{word}]()", 2
    )


@injector("links that run a script")
def script_links(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, r"(?<=[a-z] )[a-z]{4,}(?= [a-z])", lambda word: f"[{word}](javascript:void(0))", 2)


@injector("wrapped addresses")
def wrapped_addresses(document: Document, rng: Random) -> str | None:
    links = list(re.finditer(r"(?<=[^!]\]\()https?://[^\s()<>]{24,}(?=\))", document.text))
    if not links:
        return None
    match = rng.choice(links)
    place = match.start() + match[0].rfind("/") + 1
    return f"{document.text[:place]}\n{document.text[place:]}" if place < match.end() else None


@injector("empty headings")
def empty_headings(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, rng.choice(("##", "###")))


@injector("headings without their space")
def glued_headings(document: Document, rng: Random) -> str | None:
    text = re.sub(r"(?m)^(#{2,4}) (?=\w)", r"\1", document.text) if "```" not in document.text else document.text
    return text if text != document.text else None


def with_rule(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, rng.choice(("---", "-----", "=====")))


@injector("rules right below paragraphs", prepare=with_rule)
def glued_rules(document: Document, rng: Random) -> str | None:
    text = document.text
    for _, end in reversed(paragraphs(document)):
        if text.startswith(("\n\n---", "\n\n==="), end):
            text = text[:end] + text[end + 1 :]
    return text if text != document.text else None


@injector("empty containers")
def empty_containers(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, "::: hljs-center\n\n:::")


@injector("captions of lost pictures", Safety.UNSAFE)
def captions(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, "::: hljs-center\n\nFig. 3 The new door\n\n:::")


@injector("tracking parameters", Safety.UNSAFE)
def tracking(document: Document, rng: Random) -> str | None:
    text = re.sub(r"(\]\(https?://[^\s()?#]+)\)", r"\1?utm_source=feed&utm_medium=rss)", document.text)
    return text if text != document.text else None


# --- content -------------------------------------------------------------------------------------------------------


@injector("title twice")
def title_twice(document: Document, rng: Random) -> str | None:
    title = title_line(document)
    return f"{title}\n\n{document.text}" if title else None


@injector("title again as a bold line", Safety.UNSAFE)
def title_again(document: Document, rng: Random) -> str | None:
    title = title_line(document)
    return document.text.replace(title, f"{title}\n\n**{title[2:]}**", 1) if title else None


@injector("paragraph twice")
def paragraph_twice(document: Document, rng: Random) -> str | None:
    found = paragraphs(document)
    if not found:
        return None
    start, end = rng.choice(found)
    return f"{document.text[:end]}\n\n{document.text[start:]}"


@injector("paragraph again further on", Safety.UNSAFE)
def paragraph_again(document: Document, rng: Random) -> str | None:
    # What ends in a colon announces a list or code, and may do so again.
    found = [span for span in paragraphs(document) if not document.text.endswith((":", "\uff1a"), *span)]
    if len(found) < 5:
        return None
    start, end = found[1]
    return with_block(document, rng, document.text[start:end], "end")


@injector("name of the site behind the title", Safety.UNSAFE)
def site_name(document: Document, rng: Random) -> str | None:
    title = title_line(document)
    names = {
        "en": " | Harbour News",
        "fr": " - Le Courrier",
        "ko": " - 한빛뉴스",
        "ja": " | 港新聞",
        "zh-hans": "_晨光网",
        "zh-hant": " | 晨光新聞",
    }
    return document.text.replace(title, title + names[language(document.text)], 1) if title else None


CALLS = {
    "en": ("Share this article on Facebook", "Subscribe to our newsletter", "Advertisement", "Follow us on Twitter"),
    "fr": ("Partager cet article", "Abonnez-vous à notre newsletter", "Suivez-nous sur Facebook", "Publicité"),
    "ko": ("이 기사 공유하기", "뉴스레터 구독하기", "페이스북에서 팔로우하세요"),
    "ja": ("この記事をシェアする", "メルマガに登録する", "フォローする"),
    "zh-hans": ("分享到微博", "点击关注我们", "扫码关注公众号", "点个赞再走吧"),
    "zh-hant": ("分享到 Facebook", "按讚追蹤我們的粉絲專頁", "訂閱電子報", "分享到 LINE"),
}


@injector("calls to share and follow", Safety.UNSAFE)
def calls(document: Document, rng: Random) -> str | None:
    return with_block(document, rng, rng.choice(CALLS[language(document.text)]), rng.choice(("middle", "end", "head")))


MENUS = {
    "en": ["Home", "News", "Sport", "Business", "Culture", "Log in", "Subscribe", "Contact us"],
    "fr": ["Accueil", "Actualités", "Sport", "Culture", "Se connecter", "S’abonner", "Contact"],
    "ko": ["홈", "뉴스", "스포츠", "문화", "로그인", "회원가입", "고객센터"],
    "ja": ["ホーム", "ニュース", "スポーツ", "文化", "ログイン", "会員登録", "お問い合わせ"],
    "zh-hans": ["首页", "新闻", "体育", "财经", "文化", "登录", "注册", "联系我们"],
    "zh-hant": ["首頁", "新聞", "體育", "財經", "文化", "登入", "註冊", "聯絡我們"],
}


@injector("menus at the head", Safety.UNSAFE)
def menus(document: Document, rng: Random) -> str | None:
    # Whoever writes front matter puts it first.
    return None if document.body else "\n".join(MENUS[language(document.text)]) + "\n\n" + document.text


# --- script --------------------------------------------------------------------------------------------------------


@injector("widths folded")
def folded_widths(document: Document, rng: Random) -> str | None:
    marks = "\uff0c\uff1a\uff1b\uff01\uff1f"
    found = re.findall(f"[^*_]?[*_]*[{marks}]+[*_]*[^*_]?", document.prose)
    # Between two words of another script nobody can tell a folded mark from one that was narrow before.
    if not language(document.text).startswith("zh") or len(found) < 10 or not all(map(HAN.search, found)):
        return None
    if re.search("[,:;!?]", document.prose):
        return None
    narrow = str.maketrans(marks, ",:;!?")
    pairs = zip(document.prose, document.text, strict=True)
    return "".join(char if masked == FILLER else char.translate(narrow) for masked, char in pairs)


@injector("spaces behind full-width marks")
def stray_spaces(document: Document, rng: Random) -> str | None:
    if not language(document.text).startswith("zh"):
        return None
    return replaced(
        document, rng, "(?<=[\u4e00-\u9fff])[\uff0c\u3002\u3001](?=[\u4e00-\u9fff])", lambda mark: f"{mark} "
    )


@injector("spaces in front of full-width marks")
def spaces_in_front(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, "(?<=[\u4e00-\u9fff])[\uff0c\u3002](?=[\u4e00-\u9fff])", lambda mark: f" {mark}")


@injector("brackets of mixed width")
def mixed_brackets(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, "(?<=\uff08)[\u4e00-\u9fff]+\uff09", lambda end: f"{end[:-1]})", 2)


@injector("marks twice", Safety.UNSAFE)
def marks_twice(document: Document, rng: Random) -> str | None:
    return replaced(document, rng, "(?<=[\u4e00-\u9fff])[\uff0c\u3001](?=[\u4e00-\u9fff])", lambda mark: 2 * mark, 2)


@injector("full-width digits", Safety.UNSAFE)
def wide_digits(document: Document, rng: Random) -> str | None:
    if not language(document.text).startswith("zh") or len(re.findall("[0-9]", document.prose)) < 8:
        return None
    return replaced(
        document,
        rng,
        "(?<=[\u4e00-\u9fff])\\d{2,4}(?=[\u4e00-\u9fff])",
        lambda n: "".join(chr(ord(c) + 0xFEE0) for c in n),
        1,
    )


# --- layout --------------------------------------------------------------------------------------------------------


@injector("wrapped at 78 columns")
def wrapped(document: Document, rng: Random) -> str | None:
    # What its authors wrapped keeps their line ends, and two or three lines tell no width.
    if language(document.text) not in ("en", "fr") or len(document.markdown.breaks) > 3 or "</" in document.text:
        return None

    def change(line: str) -> str:
        return "\n".join(textwrap.wrap(line, 78, break_long_words=False, break_on_hyphens=False))

    text = lines_changed(document, change)
    return text if text and text.count("\n") - document.text.count("\n") >= 10 else None


@injector("trailing white space")
def trailing_space(document: Document, rng: Random) -> str | None:
    return lines_changed(document, lambda line: line + rng.choice((" ", "  ", "\t")))


@injector("runs of blank lines")
def blank_lines(document: Document, rng: Random) -> str | None:
    found = paragraphs(document)
    return document.text[: found[0][0]] + "\n\n\n" + document.text[found[0][0] :] if found else None


@injector("no line end at the end")
def no_final_newline(document: Document, rng: Random) -> str:
    return document.text.rstrip("\n")


@injector("mixed line ends")
def mixed_line_ends(document: Document, rng: Random) -> bytes | None:
    if document.text.count("\n") < 8:
        return None
    lines = document.text.split("\n")
    return "".join(f"{line}\r\n" if index < 2 else f"{line}\n" for index, line in enumerate(lines[:-1])).encode()


@injector("headings that became lines", Safety.UNSAFE)
def lost_headings(document: Document, rng: Random) -> str | None:
    headings = re.findall(r"(?m)^#{2,} [^\n]+$", document.text)
    # Headings of one rank, each between paragraphs: what is left shows that they were some.
    between = re.findall(r"[^\n]{60,}\n\n## [^\n:\uff1a?\uff1f]{2,24}\n\n(?=[^\n]{60,})", document.text)
    if len(headings) < 2 or len(between) != len(headings):
        return None
    return re.sub(r"(?m)^## ", "", document.text)


def damaged(article: Document, rng: Random) -> Iterator[tuple[Injector, str | bytes]]:
    """Yield each injector that finds a place in ``article``, with the damaged article."""
    for item in INJECTORS:
        result = item.damage(article, rng)
        if result is not None:
            yield item, result
