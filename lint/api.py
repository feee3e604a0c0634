"""All public names, gathered; :mod:`lint` hands them out when they are first asked for."""

from lint.budget import OutOfTimeError
from lint.config import Config
from lint.document import Document
from lint.edit import Edit, Fix, Safety, apply_edits
from lint.errors import UsageError
from lint.finding import Finding
from lint.hooks import hookimpl
from lint.linter import FixResult, Linter, check, fix
from lint.patterns import lazy_pattern
from lint.rule import (
    Across,
    Bad,
    CorpusRule,
    Good,
    Meeting,
    Need,
    Occurrence,
    PatternRule,
    Rule,
    Sight,
    Stage,
    Value64,
    Verdict,
    option,
)
from lint.trigger import Always, AnyChar, AnyCharOf, AnyLine, AnyMatch, AnyText, ChineseText, Trigger
from lint.views.code_lines import is_code_line
from lint.views.content.furniture import FurnitureKind
from lint.views.content.phrases import PhraseKind, check_phrases, is_phrase, match_phrases
from lint.views.content.repetition import find_repetitions
from lint.views.content.rows import SENTENCE_END, Row
from lint.views.content.title import TitleKind, is_same_title, plain_text
from lint.views.corpus.sketch import Sketch, sketch_text
from lint.views.encoding.entities import decode_entity, ordinary_spaces
from lint.views.encoding.invisible import INVISIBLE
from lint.views.front_matter import BYTE_ORDER_MARKS
from lint.views.layout.filling import ends_sentence
from lint.views.lines import BLANK, Line
from lint.views.markdown import BlockKind, Container, SpanKind, opens_block
from lint.views.markup.emphasis.masks import is_mask
from lint.views.markup.emphasis.pairs import Fate
from lint.views.markup.emphasis.pasted import find_pasted_bold
from lint.views.markup.emphasis.stray import footnote_signs, is_meant, is_stray_behind
from lint.views.markup.links import (
    ends_in_file_name,
    is_blank_data,
    is_generic,
    is_nothing,
    is_overlong,
    is_pixel,
    is_placeholder,
    is_tracker,
    real_address,
)
from lint.views.markup.scripts import SCRIPT_SIGNS
from lint.views.markup.shortcodes import SHORTCODE_SIGNS, find_shortcodes
from lint.views.paragraphs import Paragraph
from lint.views.script.brackets import Fault
from lint.views.script.chinese import Script, characters, find_script
from lint.views.script.width import CURLY_CLOSING, CURLY_OPENING, FULL_CLOSING, FULL_OPENING, WIDE
from lint.views.script.writing import HAN, Writing
from lint.views.zones import FILLER, ZoneKind

__all__ = [
    "BLANK",
    "BYTE_ORDER_MARKS",
    "CURLY_CLOSING",
    "CURLY_OPENING",
    "FILLER",
    "FULL_CLOSING",
    "FULL_OPENING",
    "HAN",
    "INVISIBLE",
    "SCRIPT_SIGNS",
    "SENTENCE_END",
    "SHORTCODE_SIGNS",
    "WIDE",
    "Across",
    "Always",
    "AnyChar",
    "AnyCharOf",
    "AnyLine",
    "AnyMatch",
    "AnyText",
    "Bad",
    "BlockKind",
    "ChineseText",
    "Config",
    "Container",
    "CorpusRule",
    "Document",
    "Edit",
    "Fate",
    "Fault",
    "Finding",
    "Fix",
    "FixResult",
    "FurnitureKind",
    "Good",
    "Line",
    "Linter",
    "Meeting",
    "Need",
    "Occurrence",
    "OutOfTimeError",
    "Paragraph",
    "PatternRule",
    "PhraseKind",
    "Row",
    "Rule",
    "Safety",
    "Script",
    "Sight",
    "Sketch",
    "SpanKind",
    "Stage",
    "TitleKind",
    "Trigger",
    "UsageError",
    "Value64",
    "Verdict",
    "Writing",
    "ZoneKind",
    "apply_edits",
    "characters",
    "check",
    "check_phrases",
    "decode_entity",
    "ends_in_file_name",
    "ends_sentence",
    "find_pasted_bold",
    "find_repetitions",
    "find_script",
    "find_shortcodes",
    "fix",
    "footnote_signs",
    "hookimpl",
    "is_blank_data",
    "is_code_line",
    "is_generic",
    "is_mask",
    "is_meant",
    "is_nothing",
    "is_overlong",
    "is_phrase",
    "is_pixel",
    "is_placeholder",
    "is_same_title",
    "is_stray_behind",
    "is_tracker",
    "lazy_pattern",
    "match_phrases",
    "opens_block",
    "option",
    "ordinary_spaces",
    "plain_text",
    "real_address",
    "sketch_text",
]
