"""Markers without a partner that may be meant: code, names, masks, blanks to fill in, a tone, signs of footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint.patterns import lazy_pattern
from lint.views.markdown import Markdown, SpanKind
from lint.views.markup.emphasis.raw import Marker

_QUOTES = "\"'\u201d\u2019)\uff09\u300d\u300f"
_STOP = lazy_pattern(f"[.,;!?\u3002\uff0c\uff1b\uff01\uff1f][{_QUOTES}]?\\Z|\\w[{_QUOTES}]\\Z")
# A drawn-out tone stands behind words and exclamations, a blank to fill in behind a stump or a label.
_CALM_STOP = lazy_pattern(f"[.,;:\u3002\uff0c\uff1b\uff1a][{_QUOTES}]?\\Z")
_PLAIN_WORD = lazy_pattern(f"(?<![\\w~./-])[A-Za-z\u00c0-\u024f][a-z\u00df-\u024f]{{2,}}[{_QUOTES}]?\\Z")
_GOES_ON = lazy_pattern("[ \n][a-z\u00df-\u00ff]|\\Z")
_LONGEST_WORD = 24
# Stars in front of a footnote: a space stands behind them, or the note of a single star above them.
_NOTE = lazy_pattern(r"^[ ]{0,3}(?:(\*{2,3})[ ]|\*[^*\n]+\n\n?[ ]{0,3}(\*\*))\w[^*\n]*$", re.MULTILINE)
_IN_LINE = lazy_pattern(r"[^\S\n]\*{2,3}\w")
# The commonest Chinese family names: behind one of them two stars hide the rest of a person's name.
_MASKED_NAME = lazy_pattern(
    "[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔡賈贾丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顧顾侯邵孟龙龍万萬段雷錢钱汤湯尹黎易常武乔喜賀贺赖賴龚龔文]$"
)
_ARGUMENT = lazy_pattern(
    r"\*\*(?:kwargs|kw|opts|options|params|args|attrs|data|config|dict|extra)\b|(?<=[(\[{,=][ ])\*\*[ ]", re.ASCII
)
_POWER = lazy_pattern(r"(?:\b[A-Za-z]|[\d)\]])[ ]\*\*[ ]?(?:[A-Za-z]\b|[\d(-])", re.ASCII)
_SENTENCE_END = lazy_pattern("[.!?\u3002\uff01\uff1f]")
_WORD = lazy_pattern(r"\w")
_BEFORE_CODE = lazy_pattern(r"[\w)/.]", re.ASCII)
_AFTER_CODE = lazy_pattern(r"[\w(/.|]", re.ASCII)
# Labels of buttons, from whose front an icon went, begin with a capital letter; capitals alone may be one too, unless
# they stand in a sentence.
_NAME = lazy_pattern(r"[a-z]|[A-Z]\w*(?:(?<=_)|\()", re.ASCII)
_CAPITALS = lazy_pattern(r"[\w,;:][ ]__[A-Z][A-Z\d]+(?!\w)")
_QUOTED = lazy_pattern(
    "[\"'`(\u2018\u201c\uff08\u300c\u300e](?:\\*{2,3}|_{2,3}|~{2,3})[/=]?[\"'`)\u2019\u201d\uff09\u300d\u300f]"
)


def is_stray_behind(text: str, start: int, end: int) -> bool | None:
    """Tell whether the only two underscores or tildes of a text are debris where they stand behind a word or a mark.

    None says that they most likely are, but may be a tone.
    """
    if text[start] not in "_~" or end - start != 2 or text[end : end + 1].strip():
        return False
    first = max(start - _LONGEST_WORD, 0)
    if (_CALM_STOP if text[start] == "~" else _STOP).search(text, first, start):
        return True
    if _PLAIN_WORD.search(text, first, start) and _GOES_ON.match(text, end):
        return True if text[start] == "_" else None
    return False


def is_meant(text: str, start: int, end: int) -> bool:
    """Tell code, names, masks, tones and signs that are spoken of from a marker that has lost its partner."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if (after == "\t" and not before.strip()) or _QUOTED.match(text, max(start - 1, 0)):
        return True
    if text[start] in "_~":
        # Blanks to fill in, names of variables, and the drawn-out tone of a chat.
        is_name = text[start] == "_" and (_NAME.match(text, end) or _CAPITALS.match(text, max(start - 2, 0)))
        is_opener = not before.strip() and _WORD.match(after) and not is_name
        is_closer = text[start] == "_" and bool(_SENTENCE_END.match(before)) and after in ("", "\n")
        return end - start > 2 or not (is_opener or is_closer)
    is_code = (_BEFORE_CODE.match(before) and _AFTER_CODE.match(after)) or after == "/" or before == "/"
    is_operator = _ARGUMENT.match(text, start) or _POWER.match(text, max(start - 2, 0))
    return bool(is_code or is_operator or _MASKED_NAME.search(text, max(start - 2, 0), start))


def footnote_signs(text: str, prose: str, markdown: Markdown, markers: Iterable[Marker]) -> set[str]:
    """Return the runs of stars that stand at a word here and in front of a note there.

    In front of a word they are none where the article has bold text: converters leave half of that behind.
    """
    is_plain = all(span.kind is not SpanKind.STRONG for span in markdown.spans)
    signs = {
        text[start:end]
        for start, end, _ in markers
        if text[max(start - 1, 0) : start].strip() or (is_plain and _IN_LINE.match(text, max(start - 1, 0)))
    }
    return signs & {match[1] or match[2] for match in _NOTE.finditer(prose)} if signs else signs
