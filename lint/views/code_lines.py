"""Lines of programs that stand in the text without a fence: it was lost, or never written.

No fix may take them for prose: a mark in them is syntax, and their line ends part statements.
"""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern

# All lines of code hold one of these, and most lines of prose none.
_MAY_BE_CODE = lazy_pattern(r"[;{}()=@\"']|//|/\*|\*/|#include|SELECT|INSERT|CREATE|ALTER|DELETE|(?:class|enum) ")
# How a line begins that is no sentence in any language.
_BEGINNING = lazy_pattern(
    r"""  //|/\*|\*/|\#include\b|<\?php\b
        | [{}\])]+[;,)]*\Z                                                      # the edge of a block
        | (?: @[A-Za-z][\w.]*\(                                                 # an annotation
            | [A-Za-z_$][\w.$]*(?:->\w+|::\w+)?\(["']                           # a call that is given a string
            | [A-Za-z_$][\w.$\[\]]*\s?=\s?["'\[{] ).*["');,{}\]]\Z                # an assignment
        | [A-Za-z_$][\w.$]*\(\)[;.]
        | (?:var|let|const|my|local)\s[\w$@%]+\s?=
        | (?:def|function|func|fn)\s\w+\(
        | (?:class|interface|struct|enum)\s\w+(?:\s?|[(<].*|\s?:\s?.*|\s(?:extends|implements)\s.*)[{:]\Z
        | (?:public|private|protected|internal|static|final|abstract|override)\s[\w<>\[\].?\s]{0,120}
          (?:(?<=[\w>])\(|\s?=|;\Z|\{\Z|(?<=\s)(?:class|enum)\s\w+\Z)
        | import\s[\w*]+\.[\w.*]+;\Z
        | using\s[A-Z][\w.]*;\Z
        | (?:if|for|foreach|while|switch|catch|else\s?if)\s?\(.*[{;}]\Z
        | (?=\w*[a-z][A-Z_]|\w*\d|\w*<|\w*\[|\w*\s\w*[a-z][A-Z_])[A-Z]\w*(?:<[\w<>,\s]{0,80}>)?(?:\[\])?\s\w+;\Z
        | \{?\s?"[\w-]+"\s?:\s?["'\d\[{tfn]
        | \{\s?["'][^"'\n]{1,60}["']\s?: """,
    re.VERBOSE | re.ASCII,
)
# Keywords of SQL count in capitals only: "select one from the list" is English.
_SQL = lazy_pattern(
    r"\bSELECT\b.{1,200}\bFROM\b|\b(?:INSERT INTO|CREATE (?:TABLE|INDEX|DATABASE|VIEW)|ALTER TABLE|DELETE FROM)\b",
    re.ASCII,
)
_ENDS = (";", "{")
# What ends like a statement is one if it sets, calls, shifts or points; "boat(s);" does none of these.
_OPERATOR = lazy_pattern(
    r"""\w\((?!e?s\))[^\u3400-\u9fff"'()\n]{0,80}["')(]|[^\s=] ?[-+*/|&]?= ?[\w"'\[{(&*-]"""
    r"|<<|>>|->|=>|::|\w\[\w|\[ ?\]",
    re.ASCII,
)
_EMPHASIS = " \t*_~"
# What opens a string within a line of prose: a call of, or an assignment to, a name.
_STRING = lazy_pattern(r"""(?:\w[\])]?\(|[^\s=] ?=|[\[{]|\b(?:COMMENT|DEFAULT)) ?["']""", re.ASCII)


def is_code_line(line: str) -> bool:
    """Tell whether a line is one of a program."""
    if not _MAY_BE_CODE.search(line):
        return False
    line = line.strip(_EMPHASIS)
    if _BEGINNING.match(line) or _SQL.search(line):
        return True
    return line.endswith(_ENDS) and _OPERATOR.search(line) is not None


def code_strings(line: str) -> tuple[int, int]:
    """Return where strings of code stand in a line of prose, from the first one to the end of the last one."""
    match = _STRING.search(line)
    return (match.end() - 1, max(line.rfind('"'), line.rfind("'")) + 1) if match else (0, 0)
