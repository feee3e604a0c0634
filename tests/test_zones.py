"""Protected zones and the mask: what no rule may see or touch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from lint.document import Document
from lint.views.markdown import BlockKind
from lint.views.zones import FILLER, ZoneKind
from strategies import articles


def protected(text: str) -> list[str]:
    return [text[zone.start : zone.end] for zone in Document(text).zones]


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("`码` 字\n", ["`码`"]),
        ("字\n\n```\n码\n```  \n字\n", ["```\n码\n```  "]),
        ("字\n\n    码\n\n    码\n\n字\n", ["    码\n\n    码"]),
        ("|a|b|\n|-|-|\n|1|2|\n\n字\n", ["|a|b|\n|-|-|\n|1|2|"]),
        ("---\ntitle: 题\n---\n字\n", ["---\ntitle: 题\n---\n"]),
        ("+++\ntitle = '题'\n+++\n字\n", ["+++\ntitle = '题'\n+++\n"]),
        ("[链](https://a.b/c 'T') 字\n", ["](https://a.b/c 'T')"]),
        ("![图](v.png)字\n", ["](v.png)"]),
        ("[链][r]\n\n[r]: https://a.b/c\n", ["][r]", "[r]: https://a.b/c"]),
        ("见https://a.b/词条，好\n", ["https://a.b/词条"]),
        ("见https://a.b/c查看\n", ["https://a.b/c"]),
        ("见（https://a.b/c_(d)）。\n", ["https://a.b/c_(d)"]),
        ("see www.a.b/c, and\n", ["www.a.b/c"]),
        ("HTTPS://A.B/C.\n", ["HTTPS://A.B/C"]),
        ("见 https://a.b/c&nbsp;查看\n", ["https://a.b/c"]),
        ("https://a.b/?c=1&amp;d=2&lt;br\n", ["https://a.b/?c=1&amp;d=2"]),
        ("(https://a.b/\u00ef\u00bc\u2030\u00e3\u0081\u00a7\n", ["https://a.b/"]),
        ("https://a.b/\u00e9lan 1\n", ["https://a.b/\u00e9lan"]),
        ("写信给 me@a.example。\n", ["me@a.example"]),
        ("$E=mc^2$ 字\n", ["$E=mc^2$"]),
        (r"\(E=mc^2\) 字", [r"\(E=mc^2\)"]),
        ("字<span style='x'>字</span>字\n", ["<span style='x'>", "</span>"]),
        ("<div>\n字\n</div>\n", ["<div>", "</div>"]),
        ("字<!-- 注 -->字\n", ["<!-- 注 -->"]),
        ("字 <code>x **y**</code>\n", ["<code>x **y**</code>"]),
        ("字\n[php]\nf($a);\n\n    g();\n[/php]\n字\n", ["[php]\nf($a);\n\n    g();\n[/php]"]),
        ('\\[code lang="js"\\]码\\[/code\\] 字', ['\\[code lang="js"\\]码\\[/code\\]']),
        ("[CODE]\n[PHP]码[/PHP]\n[/CODE]字\n", ["[CODE]\n[PHP]码[/PHP]\n[/CODE]"]),
        ("data:image/gif;base64,R0lGODlh 字\n", ["data:image/gif;base64,R0lGODlh"]),
    ],
)
def test_zones_are_found(text: str, zones: list[str]) -> None:
    assert protected(text) == zones


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5 or $10 then.\n",
        "HK$5（US$1）\n",
        "<The Palace: Tale of Jang Noksu> ran for a year.\n",
        "---\n\nNo front matter, but a rule.\n\n---\n",
        r"\(重要\) 字",
        "a | b\n------\n",
        "[code] 与 [/quote] 之间\n",
        "[coder]字[/coder]\n",
    ],
)
def test_prose_is_no_zone(text: str) -> None:
    assert protected(text) == []


def test_text_of_html_is_prose_however_deep() -> None:
    text = "<div>\n\n        <p>深处的字</p>\n\n</div>\n"
    assert "深处的字" in Document(text).prose


def test_a_long_run_of_base64_is_a_dump() -> None:
    dump = "QUJD" * 50
    assert [zone.kind for zone in Document(f"字 {dump} 字\n").zones] == [ZoneKind.DUMP]
    assert protected(f"字 {dump} 字\n") == [dump]


@given(articles())
@settings(max_examples=200)
def test_the_mask_keeps_every_place(text: str) -> None:
    document = Document(text)
    prose = document.prose
    assert len(prose) == len(text)
    for mine, theirs in zip(prose, text, strict=True):
        assert mine in (theirs, FILLER)
    assert [place for place, char in enumerate(prose) if char == "\n"] == [
        place for place, char in enumerate(text) if char == "\n"
    ]


@given(articles())
@settings(max_examples=200)
def test_zones_stand_in_order_and_apart(text: str) -> None:
    end = 0
    for zone in Document(text).zones:
        assert end <= zone.start < zone.end <= len(text)
        end = zone.end


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "a\n\n{{< highlight go >}}\n# b\n\nc\n{{< /highlight >}}\n\nd\n",
            "{{< highlight go >}}\n# b\n\nc\n{{< /highlight >}}",
        ),
        (
            "a\n{% codeblock %}\n- b\n\n    c\n{% endcodeblock %}\nd\n",
            "{% codeblock %}\n- b\n\n    c\n{% endcodeblock %}",
        ),
        ("- {% highlight x %}\n  # b\n  {% endhighlight %}\n- d\n", "{% highlight x %}\n  # b\n  {% endhighlight %}"),
        ("[code]\n<div>\n\nb\n[/code]\n[code]\n# c\n[/code]\n", "[code]\n<div>\n\nb\n[/code]"),
    ],
)
def test_code_between_shortcodes_is_one_block(text: str, code: str) -> None:
    kinds = {text[block.start : block.end]: block.kind for block in Document(text).markdown.blocks}
    assert kinds[code] is BlockKind.CODE
    assert BlockKind.HEADING not in kinds.values()


def test_a_shortcode_for_code_that_is_never_closed_or_quoted_opens_none() -> None:
    for text in ("{{< highlight go >}}\n# b\n", "`{% highlight %}`\n\n# b\n\n`{% endhighlight %}`\n"):
        assert BlockKind.HEADING in {block.kind for block in Document(text).markdown.blocks}
