"""Which legacy encoding bytes are in, and whether the answer can be trusted.

Decoding without an error proves nothing: every one of 60 Shift_JIS files also decodes as GB18030.  So chardet
proposes, and what the text would look like decides.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from lint.views.writing import HAN

# What a detector may call an encoding, and the superset that real files are written in.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
# Tried after chardet's answer if that does not decode, or yields no plausible text.
_LATIN = "cp1252"
_FALLBACKS = ("big5hkscs",)

_SURROGATE = re.compile("[\udc80-\udcff]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_ASIAN_SIGNS = re.compile(
    "[\u3000-\u303f\u3041-\u30ff\uff00-\uffef\uac00-\ud7a3\u2010-\u2027\u2030-\u203b\xa0-\xd7\u2460-\u24ff\u2500-\u25ff]"
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_SIGNS = re.compile(
    "[\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u20ac\u2122\u02dc\xa0\xa3\xa7\xa9\xab\xad\xae\xb7\xbb\xd7]"
    # Signs that stand nowhere else; Chinese quotation marks read as Western text look like two of them in a row.
    r"|(?<![^\s\d])[\xb0\xb1]|(?<=\d)[\xb2\xb3\xb9\xba\xaa\xbc\xbd\xbe]|(?<!\w)[\xbc\xbd\xbe](?!\w)|(?<!\S)[\xa1\xbf](?=\w\w)"
)
_MISPLACED = re.compile(
    r"(?<=[^\W\d_])[\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe]|[\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe](?=[^\W\d_])"
)
_FORBIDDEN = ("Cc", "Cn", "Co", "Cs")

# The frequent halves of the national character sets: lead bytes of the rows that hold them.
_COMMON_HAN = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("euc_jp", 0xB0, 0xCF), ("euc_kr", 0xCA, 0xFD))
# What share of the Asian letters kana and Hangul must be and may be: least and most kana, least and most Hangul.
_LETTERS = {
    "gb18030": (0.0, 0.05, 0.0, 0.05),
    "cp950": (0.0, 0.05, 0.0, 0.05),
    "big5hkscs": (0.0, 0.05, 0.0, 0.05),
    "cp949": (0.0, 0.05, 0.8, 1.0),
    "cp932": (0.1, 1.0, 0.0, 0.0),
    "euc_jp": (0.1, 1.0, 0.0, 0.0),
}
_ENOUGH_LETTERS = 20
_ENOUGH_ASIAN_LETTERS = 8
_COMMON_SHARE = 0.9
_SOUND_SHARE = 0.9
_DAMAGED_UTF8 = 10


def detect(data: bytes) -> tuple[str, bool]:
    """Return the codec that decodes ``data``, which is no valid UTF-8, and whether that is certain.

    If nothing fits, the answer is UTF-8, uncertain: undecodable bytes then pass through unchanged.
    """
    if _is_damaged_utf8(data):
        return "utf-8", False
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if is_plausible(text, encoding) and text.encode(encoding) == data:
            return encoding, True
    return "utf-8", False


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes, as a download cut short leaves it, from another encoding."""
    text = data.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATE.findall(text))
    return len(_NON_ASCII.findall(text)) - broken >= _DAMAGED_UTF8 * broken


def _candidates(data: bytes) -> Iterator[str]:
    import chardet

    answer = chardet.detect(data)["encoding"]
    try:
        name = codecs.lookup(answer or _LATIN).name
    except LookupError:
        name = _LATIN
    # Western files are in cp1252 far more often than in anything else that fits their few foreign characters.
    candidates = [_SUPERSETS.get(name, name), name, *_FALLBACKS]
    yield from candidates if name in _LETTERS or _SUPERSETS.get(name) in _LETTERS else [_LATIN, *candidates]


def is_plausible(text: str, encoding: str) -> bool:
    """Tell whether ``text``, read in ``encoding``, looks like something written and not like bytes misread."""
    foreign = "".join(_NON_ASCII.findall(text))
    if any(unicodedata.category(char) in _FORBIDDEN for char in set(text) - set("\t\n\r\f")):
        return False
    if encoding in _LETTERS:
        return _is_plausible_asian(foreign, *_LETTERS[encoding])
    return _is_plausible_alphabetic(text, foreign, is_usual=encoding == _LATIN)


def _is_plausible_asian(
    foreign: str, least_kana: float, most_kana: float, least_hangul: float, most_hangul: float
) -> bool:
    han = _HAN.findall(foreign)
    kana, hangul = len(_KANA.findall(foreign)), len(_HANGUL.findall(foreign))
    letters = len(han) + kana + hangul
    common = sum(map(_is_common_han, han))
    return (
        letters >= _ENOUGH_ASIAN_LETTERS
        and least_kana * letters <= kana <= most_kana * letters
        and least_hangul * letters <= hangul <= most_hangul * letters
        and common >= _COMMON_SHARE * len(han)
        and common + len(_ASIAN_SIGNS.findall(foreign)) >= _SOUND_SHARE * len(foreign)
    )


def _is_common_han(char: str) -> bool:
    for encoding, first, last in _COMMON_HAN:
        try:
            lead = char.encode(encoding)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return True
    return False


def _is_plausible_alphabetic(text: str, foreign: str, *, is_usual: bool) -> bool:
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    sound = sum(len(_NON_ASCII.findall(word)) for word in words if _is_sound_word(word))
    signs = len(_LATIN_SIGNS.findall(text))
    if is_usual and _MISPLACED.search(text):
        return False
    return sound + signs >= _SOUND_SHARE * len(foreign) and (is_usual or sound >= _ENOUGH_LETTERS)


def _is_sound_word(word: str) -> bool:
    """Tell a word from letters of mixed alphabets, or with a capital behind a small letter."""
    alphabets = {unicodedata.name(char, "?").split()[0] for char in word}
    alphabets -= {"FEMININE", "MASCULINE", "MICRO"}
    return len(alphabets) <= 1 and (word.isupper() or not any(char.isupper() for char in word[1:]))
