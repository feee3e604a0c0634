"""Show that all rules together, and each rule and view alone, take linear time, whatever the input.

Usage: python benchmarks/linear.py [--size 1000000] [--rule NAME] [--shape NAME]

Each shape is a text made of one thing over and over: characters that trigger rules, openers without closers, one
endless line; or of such a thing with something before and behind it; or of two halves.  It is checked in once, twice,
four and eight times the size.  Printed are the seconds that takes and the slope of the logarithm of time over that of
size: 1 is linear, above 1.15 the script fails.  A rule or view that is steeper than that, and takes more than
a second for the largest text, has a line of its own.

What seems too steep is timed once more, and the lesser times count: what else the machine does shows in such figures.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator
from math import log
from statistics import linear_regression

from lint import Linter
from lint.run.profiling import ProfilingWorker
from lint.run.result import Job, Result
from lint.source import from_text

TIMES = (1, 2, 4, 8)
STEEPEST = 1.15
NOTABLE = 1.0
"""Seconds for the largest text below which the slope of a part tells nothing: memory gets slower as it fills."""
WHOLE = "all"

UNITS = {
    "spaces": " ",
    "line ends": "\n",
    "blank lines": " \n",
    "one word": "a",
    "words": "word ",
    "short lines": "a\n",
    "Han": "\u5b57",
    "Han and commas": "\u7532,",
    "Han, full-width comma, space": "\u7532\uff0c ",
    "kana and comma": "\u304b\u306a\u3001 ",
    "Latin lines": "word " * 15 + "\n",
    "Chinese lines": "\u5979\u6bcf\u5929\u90fd\u559d\u7ea2\u8336\uff0c\u4ece\u6765\u4e0d\u559d\u7eff\u8336\u3002" * 8
    + "\n",
    "wrapped Chinese": "\u7532\u4e59\uff0c\u4e19 word" * 5 + "\n",
    "asterisks": "*",
    "strong openers": "**a ",
    "strong without spaces": "a**b",
    "markers on lines": "a**\n",
    "underscores": "__a ",
    "tildes": "~~a ",
    "brackets": "[",
    "closing brackets": "]",
    "link openers": "[a](",
    "empty links": "[]()",
    "image openers": "![",
    "reference links": "[a][b] ",
    "parentheses": "(",
    "full-width parentheses": "\uff08\u7532",
    "corner brackets": "\u300c",
    "quotation marks": '"a ',
    "curly quotation marks": "\u201ca ",
    "addresses": "http://a.example/c ",
    "one address": "http://a.example/" + "b" * 50,
    "address and parentheses": "http://a.example)))))",
    "parameters": "&utm_source=a",
    "questions in an address": "https://a.example/?utm_source=b&c=d ",
    "mail addresses": "a@b.c ",
    "at signs": "a@",
    "escapes": "\\",
    "escaped markers": "\\*\\*a ",
    "ampersands": "&",
    "entities": "&amp;",
    "entities of tags": "&lt;a&gt;",
    "entities without end": "&amp",
    "tags": "<p>",
    "closing tags": "</p>",
    "open tags": "<p ",
    "tags with attributes": '<span style="color:red">a</span>',
    "nested tags": "<div><div>",
    "angle brackets": "<",
    "images as tags": '<img src="a.png" alt="b">',
    "comments": "<!--a-->",
    "open comments": "<!--",
    "style tags": "<style>",
    "script tags": "<script>",
    "figure tags": "<figure>",
    "templates": "{{a}} ",
    "braces": "{",
    "template tags": "{% raw %}",
    "functions": "function a(){",
    "JSON": '{"a":1,',
    "style rules": "a{color:red}",
    "style rules on lines": "a{color:red}\n",
    "declarations": "color:red;",
    "open declarations": "color:",
    "style blocks": "a{color:red;margin:0;top:1px}\n\n",
    "style comments": "a{color:red}/*",
    "fences": "```\n",
    "backticks": "` `` ",
    "formulas": "$a$ ",
    "dollars": "$",
    "formula openers": "\\(",
    "table rows": "|a|b|\n|-|-|\n",
    "pipes": "|",
    "glued lists": "1.\u7532\n",
    "quotes": "> a\n",
    "nested quotes": "> ",
    "headings": "# a\n",
    "glued headings": "##a\n",
    "empty headings": "##\n",
    "underlined headings": "a\n---\n",
    "rules": "- ",
    "dashes": "-",
    "containers": "::: hljs-center\n",
    "closed containers": "::: hljs-center\nx\n:::\n",
    "colons": "::",
    "captions": "[caption]",
    "equal paragraphs": "The same paragraph stands here again.\n\n",
    "shares": "Share this article\n",
    "menus": "Home\nNews\nLog in\n",
    "zero-width spaces": "\u200b",
    "zero-width spaces in words": "\u200ba",
    "zero-width lines": "\u200b\n",
    "no-break spaces": "\u00a0",
    "no-break spaces in words": "\u5b57\u00a0a",
    "ideographic spaces": "\u3000",
    "backspaces": "\x08a",
    "terminal escapes": "\x1b[",
    "C1 characters": "a\x92",
    "mojibake": "\u00e2\u20ac\u2122 ",
    "mojibake of Han": "\u93c3\u0442",
    "replacement characters": "\ufffd",
    "private characters": "\ue000a",
    "radicals": "\u2f00\u4e00",
    "combining accents": "e\u0301",
    "only accents": "\u0301",
    "full-width letters": "\uff21",
    "full-width commas": "\uff0c",
    "spaced-out Han": "\u5b57 ",
    "glued sentences": "it.Thanks ",
    "Cyrillic in Latin": "\u0441omment ",
    "wrong conversions": "\u7687\u5f8c\u982d\u767c",
    "two scripts": "\u8fd9\u500b",
    "base64": "QUJD",
    "data addresses": "data:image/png;base64,",
    "front matter": "---\na: b\n",
    "digits": "1",
    "dots": ".",
    "numbers": "1.",
    "style and code": "a{color:red;margin:0;top:1px}\n\n```\nx\n```\n\n",
    "scripts on one line": "a <script>b</script>",
    "open captions": "[caption ",
    "closed captions": "[caption][/caption]",
    "menus in a list": "- Home\n- News\n- Log in\n- About us\n- Contact\n" + "- twelve grey boxers\n" * 8,
    "wrong conversion of a word": "\u526a\u4e86\u982d\u767c\uff0c",
    "blanks in headings": "# a" + " " * 1900 + "b\n",
    "blanks in lines": "a [b]" + " " * 1900 + "c\n",
    "Han read as Latin-1": "\u00d5\u00e2\u00c6\u00aa",
    "lines of Han read as Latin-1": "\u00d5\u00e2\u00c6\u00aa\n",
    "Han read as Latin-1, and words": "\u00d5\u00e2 a ",
    "shortcodes of captions": '[caption id="a"]',
    "shortcodes of code": "[code]a",
    "lines of a program": "a = b();\n",
    "labels": "Related:\n\n",
    "labels of a list": "Related:\n- a\n\n",
    "byte-order marks": "\ufeff\u00ef\u00bb\u00bf",
    "addresses in style": "a{b:url(",
    "style on lines between words": "a word\n.a{color:red}\n",
    "boxes": ":::tip\na word\n:::\n",
}
# What stands before a thing that is repeated, the thing, and what stands behind.
FRAMES = {
    "blanks in a link": ("[a](", " ", '"b c)'),
    "blanks in a dead link": ("[a](<javascript:", " ", "x>)"),
    "blanks behind a broken address": ("[a](http://a b)", " ", "c"),
    "blanks in an address of style": ("a{color:url(", " ", '"b'),
    "blanks behind a function": ("a{};function", " ", "b"),
    "separators in a script": ("a;{}\n", "\x1f\n", "b"),
    "blank lines in a script": ("<script>\n", "\n", "a</script>"),
    "name of a component": ("<p>a</p> <A", "a", "!"),
    "words about escaping": ("&amp; ", "escap", "&"),
    "marks in broken emphasis": ("a** ", "!", "a **b"),
    "backslashes in emphasis": ("**a", "\\", "**"),
    "rules in a comment": ("a <!-- b\n\n", "****\n\n", " -->"),
    "brackets behind wrapped Chinese": (
        ("\u4ed6\u4eec\u6bcf\u5929\u90fd\u559d\u8336\uff0c" * 5 + "\u4e5f \u559d\u9152\uff0c\n") * 4,
        "()",
        "",
    ),
    "long title and lines": ("---\ntitle: a" + " " * 1900 + "b\n---\n", "a\n\n", ""),
}
# What stands in the first half over and over, and what in the second.
HALVES = {
    "nested pictures": ("![", "](a)"),
    "nested pictures without address": ("![", "]()"),
    "nested emphasis": ("**a ", " a**"),
    "nested sections": ("<div>\n", "</div>\n"),
    "nested bold tags": ("<b>a ", " a</b>"),
    "nested lists and lines": ("- ", "a\n"),
    "quotations, then paragraphs": ("> a\n\n", "b\n\n"),
}


def main() -> int:
    """Print what each shape takes, and return 1 if anything is not linear."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the smallest text")
    parser.add_argument("--rule", default=WHOLE, help="time this rule alone, with the views it asks for")
    parser.add_argument("--shape", help="try this shape alone")
    args = parser.parse_args()
    worker = ProfilingWorker(Linter({"select": [args.rule], "max-seconds": 0}), Job())
    shapes = [name for name in (*UNITS, *FRAMES, *HALVES) if args.shape in (None, name)]
    bad = 0
    for name in shapes:
        costs(worker, text_of(name, args.size // 10))  # what is made at first use takes its time now
        taken = timings(worker, name, args.size)
        if any(slope(times) > STEEPEST for _, times in notable(taken)):
            again = timings(worker, name, args.size)
            taken = {part: tuple(map(min, times, again[part])) for part, times in taken.items()}
        for part, times in notable(taken):
            is_steep = slope(times) > STEEPEST
            if is_steep or part == WHOLE:
                bad += is_steep
                shown = "  ".join(f"{time:7.2f} s" for time in times)
                mark = "  NOT LINEAR" if is_steep else ""
                print(f"{name:<32} {part:<26} {shown}  {slope(times):4.2f}{mark}", flush=True)
    print(f"{len(shapes)} shapes, {len(worker.linter.rules)} rules: {bad} not linear")
    return bool(bad)


def text_of(name: str, size: int) -> str:
    """Return a text of the shape ``name`` with about ``size`` characters."""
    if name in HALVES:
        first, second = HALVES[name]
        count = size // len(first + second)
        return first * count + second * count
    before, unit, behind = FRAMES.get(name) or ("", UNITS[name], "")
    # An even number in each size: of marks that face each other, an odd one leaves another text.
    return before + 2 * unit * (size // len(2 * unit)) + behind


def timings(worker: ProfilingWorker, name: str, size: int) -> dict[str, tuple[float, ...]]:
    """Return the seconds that a shape takes in each size: of all rules together, and of each rule and view."""
    each = [costs(worker, text_of(name, times * size)) for times in TIMES]
    return {part: tuple(taken.get(part, 0.0) for taken in each) for part in each[-1]}


def notable(taken: dict[str, tuple[float, ...]]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield the whole, and the parts that take long enough to tell something."""
    return ((part, times) for part, times in taken.items() if part == WHOLE or times[-1] >= NOTABLE)


def slope(taken: tuple[float, ...]) -> float:
    """Return the slope of the logarithm of time over that of size."""
    return linear_regression([log(times) for times in TIMES], [log(max(time, 1e-6)) for time in taken]).slope


def costs(worker: ProfilingWorker, text: str) -> dict[str, float]:
    """Return the processor time that checking ``text`` takes, in all and by part, without the garbage collector's.

    What the collector takes depends on all that was made before, and would be laid to whatever runs when it starts.
    """
    gc.collect()
    gc.disable()
    try:
        result, _ = worker.lint(from_text(text), Result("shape"), in_corpus=True)
    finally:
        gc.enable()
    assert result.costs and not result.problems, result.problems  # noqa: S101, PT018
    parts = {f"{kind} {name}".rstrip(): seconds for (kind, name), (_, seconds) in result.costs.parts.items()}
    return {WHOLE: sum(parts.values()), **parts}


if __name__ == "__main__":
    sys.exit(main())
