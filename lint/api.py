"""All public names, gathered; :mod:`lint` hands them out when they are first asked for."""

from lint.config import Config
from lint.document import Document
from lint.edit import Edit, Fix, Safety
from lint.errors import UsageError
from lint.finding import Finding
from lint.hooks import hookimpl
from lint.linter import FixResult, Linter, check, fix
from lint.rule import Bad, CorpusFinding, CorpusRule, Good, Occurrence, PatternRule, Rule, Stage, option
from lint.trigger import Always, AnyChar, AnyMatch, AnyText, ChineseText, Trigger
from lint.views.chinese import Script, characters, find_script
from lint.views.emphasis import Fate
from lint.views.lines import BLANK, Line
from lint.views.markdown import BlockKind, Container, SpanKind, opens_block
from lint.views.paragraphs import Paragraph
from lint.views.title import is_same_title, plain_text
from lint.views.width import CURLY_CLOSING, CURLY_OPENING, FULL_CLOSING, FULL_OPENING, WIDE
from lint.views.writing import HAN, Writing
from lint.views.zones import FILLER, ZoneKind

__all__ = [
    "BLANK",
    "CURLY_CLOSING",
    "CURLY_OPENING",
    "FILLER",
    "FULL_CLOSING",
    "FULL_OPENING",
    "HAN",
    "WIDE",
    "Always",
    "AnyChar",
    "AnyMatch",
    "AnyText",
    "Bad",
    "BlockKind",
    "ChineseText",
    "Config",
    "Container",
    "CorpusFinding",
    "CorpusRule",
    "Document",
    "Edit",
    "Fate",
    "Finding",
    "Fix",
    "FixResult",
    "Good",
    "Line",
    "Linter",
    "Occurrence",
    "Paragraph",
    "PatternRule",
    "Rule",
    "Safety",
    "Script",
    "SpanKind",
    "Stage",
    "Trigger",
    "UsageError",
    "Writing",
    "ZoneKind",
    "characters",
    "check",
    "find_script",
    "fix",
    "hookimpl",
    "is_same_title",
    "opens_block",
    "option",
    "plain_text",
]
