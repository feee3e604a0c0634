"""Simplified and Traditional Chinese, told apart by characters that only one of the two uses."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Protocol

from lint.errors import UsageError
from lint.patterns import lazy_pattern

# What OpenCC calls the way into each standard.
_CONVERSIONS = {"zh-Hans": "t2s", "zh-Hant": "s2t", "zh-Hant-TW": "s2tw", "zh-Hant-HK": "s2hk"}


_QUOTATION = lazy_pattern(
    "[\u300c\u300e\u300a\u201c][^\u300c\u300e\u300a\u201c\u300d\u300f\u300b\u201d\n]*[\u300d\u300f\u300b\u201d]"
)


class Script(str, Enum):
    """The two ways of writing Chinese."""

    SIMPLIFIED = "Simplified"
    TRADITIONAL = "Traditional"

    @property
    def other(self) -> Script:
        """The other one."""
        return Script.TRADITIONAL if self is Script.SIMPLIFIED else Script.SIMPLIFIED

    @classmethod
    def of(cls, standard: str) -> Script:
        """Return the script of a national standard, as ``zh-Hant-TW``."""
        return cls.SIMPLIFIED if standard == "zh-Hans" else cls.TRADITIONAL

    @staticmethod
    def convert(text: str, standard: str) -> str:
        """Return Chinese ``text`` as OpenCC writes it in a national standard.

        Raises:
            UsageError: OpenCC is not installed.

        """
        return _converter(standard).convert(text)


@cache
def characters(script: Script) -> re.Pattern[str]:
    """Return a pattern for the characters that only ``script`` uses (``lint/data/README.md`` says which)."""
    table = (Path(__file__).parents[2] / "data/han_scripts.txt").read_text(encoding="utf-8")
    rows = dict(line.split(" ") for line in table.splitlines() if not line.startswith("#"))
    return re.compile(f"[{rows[script.value.lower()]}]")


def without_quotations(prose: str) -> str:
    """Return ``prose`` with blanks for what stands in quotation marks: it keeps the script of its source."""
    return _QUOTATION.sub(lambda match: " " * len(match[0]), prose)


def find_script(text: str) -> Script | None:
    """Return the script that most of the telling characters of ``text`` are in; None if there are none."""
    simplified = len(characters(Script.SIMPLIFIED).findall(text))
    traditional = len(characters(Script.TRADITIONAL).findall(text))
    if simplified == traditional:
        return None
    return Script.SIMPLIFIED if simplified > traditional else Script.TRADITIONAL


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(standard: str) -> _Converter:
    try:
        from opencc import OpenCC
    except ImportError:
        raise UsageError(
            "the option script converts with OpenCC, which is not installed\n"
            "Install it with: pip install 'seedlint[opencc]'"
        ) from None
    converter: _Converter = OpenCC(_CONVERSIONS[standard])
    return converter
