"""Code between the shortcodes of blogs and forums: ``[sourcecode language="python"]`` to ``[/sourcecode]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint.patterns import lazy_pattern
from lint.views.markup.spans import is_inside

# What WordPress's highlighters and forums call code, and the languages among it; a single letter may be any label.
# Converters escape the brackets.
_TAG = lazy_pattern(
    r"""\\?\[(?P<close>/?)(?P<name>(?:source)?code|codeblock|source|bash|cpp|csharp|css|diff|go|html|java|javascript|js
        |json|objc|perl|php|plain|powershell|py|python|ruby|scala|shell|sql|text|vb|xhtml|xml|yaml
        )(?:[\s=:][^\[\]\n]{0,200})?\\?\]""",
    re.IGNORECASE | re.VERBOSE,
)


def shortcode_elements(text: str, code: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of what stands between a shortcode for code and its end, both included.

    Those that are quoted as ``code``, which must be in order, open and close nothing.
    """
    if "[/" not in text:
        return
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(text):
        if is_inside(code, tag.start()):
            continue
        name = tag["name"].lower()
        if not tag["close"]:
            # Of two in a row the second may be part of the code.
            opened.setdefault(name, tag.start())
        elif name in opened:
            yield opened.pop(name), tag.end()
