"""The Markdown view: positions in code points, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.views.markdown import BlockKind, Container, opens_block, parse


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in parse(text).blocks]


def spans(text: str) -> list[tuple[str, str, str]]:
    return [
        (span.kind.value, text[span.start : span.end], text[span.inner_start : span.inner_end])
        for span in parse(text).spans
    ]


def test_blocks_have_their_own_text() -> None:
    text = (
        "# 题目\n\n一段\n两行\n\n- 甲\n- 乙\n\n    代码\n\n```py\nx = 1\n```\n\n"
        "|a|b|\n|-|-|\n|1|2|\n\n---\n<div>\n块\n</div>\n"
    )
    assert blocks(text) == [
        ("heading", "# 题目"),
        ("paragraph", "一段\n两行"),
        ("paragraph", "甲"),
        ("paragraph", "乙"),
        ("paragraph", "代码"),
        ("code", "```py\nx = 1\n```"),
        ("table", "|a|b|\n|-|-|\n|1|2|"),
        ("rule", "---"),
        ("html", "<div>\n块\n</div>"),
    ]


def test_indented_code_is_told_from_a_paragraph() -> None:
    assert [block.kind for block in parse("段\n\n    代码\n").blocks] == [BlockKind.PARAGRAPH, BlockKind.INDENTED_CODE]


def test_containers_are_known_from_the_outside_in() -> None:
    (block,) = parse("> - 引用里的列表\n").blocks
    assert block.containers == (Container.QUOTE, Container.LIST)


def test_spans_know_their_inside() -> None:
    assert spans("**粗***斜*~~删~~[链 *x*](u)![图](v)`码`$a$<b>") == [
        ("strong", "**粗**", "粗"),
        ("emphasis", "*斜*", "斜"),
        ("strike", "~~删~~", "删"),
        ("link", "[链 *x*](u)", "链 *x*"),
        ("emphasis", "*x*", "x"),
        ("image", "![图](v)", "图"),
        ("code", "`码`", "`码`"),
        ("math", "$a$", "$a$"),
        ("html", "<b>", "<b>"),
    ]


def test_breaks_take_the_markers_of_the_next_line() -> None:
    text = "> 一\n> 二  \n> 三\n\n- 甲\n  乙\n"
    assert [(text[item.start : item.end], item.hard) for item in parse(text).breaks] == [
        ("\n> ", False),
        ("\n> ", True),
        ("\n  ", False),
    ]


def test_a_break_at_the_end_of_a_link_takes_no_address_along() -> None:
    text = "读[甲\n](u)、**乙\n**丙\n\n> 读[甲\n> ](u)\n"
    assert [text[item.start : item.end] for item in parse(text).breaks] == ["\n", "\n"]


def test_parsing_may_start_behind_front_matter() -> None:
    text = "---\na: 1\n---\n# 题\n"
    (block,) = parse(text, text.index("# ")).blocks
    assert text[block.start : block.end] == "# 题"


@pytest.mark.fault("Text", "Broken bytes in Markdown")
def test_broken_bytes_do_not_stop_the_parser() -> None:
    """The parser reads on."""
    text = "坏\udce9字 **粗**\n"
    assert spans(text) == [("strong", "**粗**", "粗")]


@pytest.mark.fault("Text", "Quotes nested 20,000 deep")
def test_deep_nesting_is_survived() -> None:
    """The parser reads them, to a bounded depth."""
    assert len(parse(">" * 20_000 + "a").blocks[0].containers) == 32


@given(st.text(alphabet="甲a *_`[]()!#>-\n\t|<&\\$~1.:", max_size=80))
def test_all_offsets_are_inside_and_in_order(text: str) -> None:
    structure = parse(text)
    previous = 0
    for block in structure.blocks:
        assert previous <= block.start <= block.end <= len(text)
        previous = block.start
    for span in structure.spans:
        assert 0 <= span.start <= span.inner_start <= span.inner_end <= span.end <= len(text)
    for item in structure.breaks:
        assert text[item.start] == "\n"
        assert item.start < item.end <= len(text)


@given(st.sampled_from(["# x", "- x", "1. x", "> x", "```", "    x", "\tx", "---", "<div>", "[a]: u", "***", "+ x"]))
def test_block_openers_are_known(line: str) -> None:
    assert opens_block(line)


@given(st.sampled_from(["x", "#x", "-x", "1.x", "2024", "*x*", "a > b", "甲", "", "$5", "(1) x"]))
def test_text_is_no_block_opener(line: str) -> None:
    assert not opens_block(line)
