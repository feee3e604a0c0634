"""Strategies that build articles from protected parts, prose and damage."""

from __future__ import annotations

from hypothesis import strategies as st

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
