"""Code between the shortcodes of blogs and forums.

``[sourcecode language="python"]`` to ``[/sourcecode]``, ``{{< highlight go >}}`` to ``{{< /highlight >}}``,
``{% codeblock %}`` to ``{% endcodeblock %}``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from lint.patterns import lazy_pattern
from lint.views.markdown import Block, BlockKind, Markdown, SpanKind
from lint.views.markup.spans import is_inside, merged

# What WordPress's highlighters and forums call code, and the languages among it; a single letter may be any label.
# Converters escape the brackets.  Hugo writes two braces, Jekyll and Hexo a brace and a percent sign.
_TAG = lazy_pattern(
    r"""\\?\[(?P<close>/?)(?P<name>(?:source)?code|codeblock|source|bash|cpp|csharp|css|diff|go|html|java|javascript|js
        |json|objc|perl|php|plain|powershell|py|python|ruby|scala|shell|sql|text|vb|xhtml|xml|yaml
        )(?:[\s=:][^\[\]\n]{0,200})?\\?\]
        |\{\{\\?[<%][ ]{0,3}(?P<hugo_close>/?)[ ]{0,3}(?P<hugo>highlight|codeblock|code|prism|mermaid)
        (?:[ ][^{}\n]{0,200})?[>%]\}\}
        |\{%-?[ ]{0,3}(?P<liquid_close>(?:end)?)(?P<liquid>highlight|codeblock|code|prism|mermaid)
        (?:[ ][^{}\n]{0,200})?%\}""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTATIONS = (("name", "close"), ("hugo", "hugo_close"), ("liquid", "liquid_close"))
_SIGNS = ("[/", "{{<", "{{%", "{{\\<", "{%")
_CODE_KINDS = (BlockKind.CODE, BlockKind.INDENTED_CODE)
_LINE_START = " \t>-*+"


def shortcode_elements(text: str, code: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of what stands between a shortcode for code and its end, both included.

    Those that are quoted as ``code``, which must be in order, open and close nothing.
    """
    if not any(sign in text for sign in _SIGNS):
        return
    opened: dict[tuple[str, str], int] = {}
    for tag in _TAG.finditer(text):
        if is_inside(code, tag.start()):
            continue
        notation, close = next(names for names in _NOTATIONS if tag[names[0]])
        key = notation, tag[notation].lower()
        if not tag[close]:
            # Of two in a row the second may be part of the code.
            opened.setdefault(key, tag.start())
        elif key in opened:
            yield opened.pop(key), tag.end()


def with_shortcodes(text: str, markdown: Markdown) -> Markdown:
    """Return the structure of a text with one block of code for what stands between two shortcodes for code.

    To the parser it is paragraphs, headings and lists, of which rules would take lines away.  Shortcodes that share a
    line with text are left as they are.
    """
    if not any(sign in text for sign in _SIGNS):
        return markdown
    code = [(block.start, block.end) for block in markdown.blocks if block.kind in _CODE_KINDS]
    code += ((span.start, span.end) for span in markdown.spans if span.kind is SpanKind.CODE)
    elements = [span for span in merged(shortcode_elements(text, merged(code))) if _fills_lines(text, *span)]
    if not elements:
        return markdown
    blocks = [part for block in markdown.blocks for part in _outside(text, block, elements)]
    starts = [block.start for block in markdown.blocks]
    for start, end in elements:
        number = max(bisect_right(starts, start) - 1, 0)
        blocks.append(Block(BlockKind.CODE, start, end, markdown.blocks[number].containers, 0))
    return Markdown(
        tuple(sorted(blocks, key=lambda block: block.start)),
        tuple(span for span in markdown.spans if not is_inside(elements, span.start)),
        tuple(item for item in markdown.breaks if not is_inside(elements, item.start)),
    )


def _fills_lines(text: str, start: int, end: int) -> bool:
    """Tell whether an element of more than one line stands on its lines alone."""
    if text.find("\n", start, end) < 0:
        return False
    stop = text.find("\n", end)
    rest = text[end : stop if stop >= 0 else len(text)]
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(_LINE_START) and not rest.strip()


def _outside(text: str, block: Block, elements: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """Yield the parts of a block that stand in none of the elements."""
    position = block.start
    for number in range(bisect_right(elements, position, key=lambda span: span[1]), len(elements)):
        start, end = elements[number]
        if start >= block.end:
            break
        if text[position:start].strip():
            yield block._replace(start=position, end=position + len(text[position:start].rstrip()))
        position = end + 1
    if position < block.end:
        yield block._replace(start=position)
