"""Which language family each paragraph is written in: a property of the paragraph, not of the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum

from lint.patterns import lazy_pattern
from lint.views.lines import Line
from lint.views.script.chinese import Script, find_script

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f\u3007"
"""Han characters, for use inside a regular expression's brackets."""

# The prolonged sound mark and the middle dot also stand in Chinese text.
_KANA_RANGES = "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d"
_HANGUL_RANGES = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_HAN = lazy_pattern(f"[{HAN}]+")
_KANA = lazy_pattern(f"[{_KANA_RANGES}]+")
_HANGUL = lazy_pattern(f"[{_HANGUL_RANGES}]+")
_LETTERS = (_HAN, _KANA, _HANGUL)
_WORD = lazy_pattern(r"[A-Za-z\u00c0-\u024f]{2,}")
_FIRST_ASIAN = "\u1100"
_ASIAN = lazy_pattern(f"[{HAN}{_KANA_RANGES}{_HANGUL_RANGES}]")
# Japanese is half kana; a headline holds fewer, and a Chinese sentence that quotes a name hardly any.
_JAPANESE_KANA_SHARE = 0.1
# A sentence that quotes some Han is English still; a heading of names and one Han word is Chinese.
_WORDS_PER_HAN = 3
_FEW_WORDS = 3


class Writing(str, Enum):
    """The family of languages that share their punctuation and spacing."""

    CHINESE = "Chinese"
    JAPANESE = "Japanese"
    KOREAN = "Korean"
    OTHER = "other"


class WritingIndex:
    """Tells the writing and the script of the line that an offset stands in."""

    def __init__(self, text: str, lines: Sequence[Line], alphabet: str) -> None:
        """Judge ``text``; ``alphabet`` holds each of its characters, and may hold more."""
        self._text = text
        self._lines = lines
        self._starts = [line.start for line in lines]
        self._known: dict[int, Writing] = {}
        self._scripts: dict[int, Script | None] = {}
        # Most texts hold no such letter, and to compile the patterns takes longer than to check a small one.
        is_possible = max(alphabet, default="") >= _FIRST_ASIAN
        self.is_asian = is_possible and _ASIAN.search(alphabet) is not None and _ASIAN.search(text) is not None
        """Whether the text holds any Han, kana or Hangul."""
        self.whole = Writing.OTHER
        """The writing of the text as a whole."""
        if self.is_asian:
            # Most texts hold letters of one of these alone, and the lines need not be asked for the others.
            self._letters = [letters if letters.search(alphabet) else None for letters in _LETTERS]
            self.whole = self._judge(text, Writing.OTHER)

    def at(self, offset: int) -> Writing:
        """Return the writing of the line at ``offset``; a line that shows none takes that of the whole text."""
        if not self.is_asian:
            return self.whole
        index = self._index(offset)
        if index not in self._known:
            self._known[index] = self._judge(self._line(index), self.whole)
        return self._known[index]

    def script_at(self, offset: int) -> Script | None:
        """Return the script that the line at ``offset`` is in; None if its characters tell nothing."""
        index = self._index(offset)
        if index not in self._scripts:
            self._scripts[index] = find_script(self._line(index))
        return self._scripts[index]

    def _index(self, offset: int) -> int:
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _line(self, index: int) -> str:
        line = self._lines[index] if self._lines else Line(0, 0, blank=True)
        return self._text[line.start : line.end]

    def _judge(self, text: str, otherwise: Writing) -> Writing:
        # A Chinese text with Han alone: without a word in Latin letters, none of its lines is anything else.
        if otherwise is Writing.CHINESE and self._letters[1:] == [None, None] and not _WORD.search(text):
            return otherwise
        han, kana, hangul = [sum(map(len, letters.findall(text))) if letters else 0 for letters in self._letters]
        asian = han + kana + hangul
        most = max(_WORDS_PER_HAN * asian, _FEW_WORDS if asian == 0 else 0)
        # Each word has two letters: most texts are too short for so many, and need not be searched for them.
        if len(text) - asian > 2 * most and len(_WORD.findall(text)) > most:
            return Writing.OTHER
        if hangul and hangul >= han:
            return Writing.KOREAN
        if kana and kana >= _JAPANESE_KANA_SHARE * (kana + han):
            return Writing.JAPANESE
        if not han or otherwise in (Writing.JAPANESE, Writing.KOREAN):
            return otherwise
        return Writing.CHINESE
