"""Show that every rule takes linear time, whatever the input: hostile texts of one size and of twice that size.

Usage: python benchmarks/linear.py [--size 1000000] [--rule NAME] [--shape NAME] [--whole]

Each shape is a text made of one thing over and over: characters that trigger rules, openers without closers, one
endless line; or of such a thing with something before and behind it; or of two halves.  For each, the views of a
document and then each rule are timed alone.  Printed is what took longer than a quarter of a second for the larger
text, with the ratio of the two times; 2 is linear, above 2.6 the script fails.  A view whose ratio is worse is timed
again on fresh documents, since what else the machine does shows in such short times.

With ``--whole`` the check of a text by all rules is timed instead, in once, twice, four and eight times the size, and
the slope of the logarithm of time is printed: 1 is linear, above 1.15 the script fails.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from math import log
from statistics import linear_regression

from lint import Document, Linter, Rule
from lint.source import from_text

LIMIT = 2.6
STEEPEST = 1.15
TIMES = (1, 2, 4, 8)
NOTABLE = 0.25
"""Seconds below which a ratio tells nothing."""
RUNS = 3
VIEWS = [name for name, member in vars(Document).items() if isinstance(member, cached_property)]

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
    """Print what takes long, and return 1 if anything is not linear."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the smaller text")
    parser.add_argument("--rule", help="time this rule alone")
    parser.add_argument("--shape", help="try this shape alone")
    parser.add_argument("--whole", action="store_true", help="time all rules together, in four sizes")
    args = parser.parse_args()
    if args.whole:
        return whole(args.size, args.shape)
    rules = [rule for rule in Linter({"select": ["all"]}).rules if args.rule in (None, rule.name)]
    bad = 0
    shapes = (*UNITS, *FRAMES, *HALVES)
    for name in shapes:
        if args.shape not in (None, name):
            continue
        for part, once, twice in timings(name, rules, args.size):
            if twice >= NOTABLE:
                if twice > LIMIT * once and part in VIEWS:
                    once, twice = (retimed(name, part, times * args.size) for times in (1, 2))  # noqa: PLW2901
                ratio = twice / max(once, 1e-6)
                bad += ratio > LIMIT
                mark = "  NOT LINEAR" if ratio > LIMIT else ""
                print(f"{name:<32} {part:<26} {once:6.2f} s {twice:6.2f} s  {ratio:4.2f}{mark}", flush=True)
    print(f"{len(shapes)} shapes, {len(rules)} rules: {bad} not linear")
    return bool(bad)


def whole(size: int, shape: str | None) -> int:
    """Print the seconds that all rules take for each shape in each size, and return 1 if anything is not linear."""
    linter = Linter({"select": ["all"], "max-seconds": 0})
    bad = 0
    shapes = [name for name in (*UNITS, *FRAMES, *HALVES) if shape in (None, name)]
    for name in shapes:
        linter.check_document(from_text(text_of(name, size // 10)))  # what is made at first use takes its time now
        taken = [seconds(partial(linter.check_document, from_text(text_of(name, times * size)))) for times in TIMES]
        if slope(taken) > STEEPEST:
            # Twice as slow for a minute is nothing unusual for a machine that others work on too.
            again = [seconds(partial(linter.check_document, from_text(text_of(name, times * size)))) for times in TIMES]
            taken = list(map(min, taken, again))
        bad += slope(taken) > STEEPEST
        mark = "  NOT LINEAR" if slope(taken) > STEEPEST else ""
        print(f"{name:<32} {'  '.join(f'{time:7.2f} s' for time in taken)}  {slope(taken):4.2f}{mark}", flush=True)
    print(f"{len(shapes)} shapes: {bad} not linear")
    return bool(bad)


def slope(taken: list[float]) -> float:
    """Return the slope of the logarithm of time over that of size."""
    return linear_regression([log(times) for times in TIMES], [log(time) for time in taken]).slope


def text_of(name: str, size: int) -> str:
    """Return a text of the shape ``name`` with about ``size`` characters."""
    if name in HALVES:
        first, second = HALVES[name]
        count = size // len(first + second)
        return first * count + second * count
    before, unit, behind = FRAMES.get(name) or ("", UNITS[name], "")
    return before + unit * (size // len(unit)) + behind


def timings(name: str, rules: Iterable[Rule], size: int) -> Iterable[tuple[str, float, float]]:
    """Yield each view and rule with its seconds for ``size`` and twice as many characters."""
    small, large = (from_text(text_of(name, times * size)) for times in (1, 2))
    for view in VIEWS:
        # A view is computed once and kept, so it is timed once; most of those it is made of stand before it.
        yield view, seconds(partial(getattr, small, view)), seconds(partial(getattr, large, view))
    for rule in rules:
        if rule.trigger.admits(large):
            yield rule.name, fastest(partial(_check, rule, small)), fastest(partial(_check, rule, large))


def retimed(name: str, view: str, size: int) -> float:
    """Return the least time of some runs of a view, each on a document of its own."""
    times: list[float] = []
    for _ in range(RUNS):
        document = from_text(text_of(name, size))
        for earlier in VIEWS[: VIEWS.index(view)]:
            getattr(document, earlier)
        times.append(seconds(partial(getattr, document, view)))
    return min(times)


def _check(rule: Rule, document: Document) -> None:
    for _ in rule.check(document):
        pass


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that ``work`` takes, without that of the garbage collector.

    What the collector takes depends on all that was made before, and would be laid to whatever runs when it starts.
    """
    gc.collect()
    gc.disable()
    start = time.process_time()
    work()
    taken = time.process_time() - start
    gc.enable()
    return taken


def fastest(work: Callable[[], object]) -> float:
    """Return the least time of some runs, fewer if one takes long."""
    first = seconds(work)
    return first if first > 2 else min(first, *(seconds(work) for _ in range(RUNS - 1)))


if __name__ == "__main__":
    sys.exit(main())
