"""Which legacy encoding bytes are in, and whether the answer can be trusted.

Decoding without an error proves nothing: every one of 60 Shift_JIS files also decodes as GB18030.  So chardet
proposes, and what the text would look like decides.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from lint.patterns import lazy_pattern
from lint.views.script.writing import HAN

# What a detector may call an encoding, and the superset that real files are written in.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jp",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
_LATIN = "cp1252"
# Encodings of pages in other alphabets; those of DOS and of mainframes fit any bytes and are on no page.
_ALPHABETIC = lazy_pattern(r"cp125\d|iso8859-\d+|koi8-[rtu]|mac-\w+|cp874|tis-620|kz1048|ptcp154")
# Tried after chardet's answer if that does not decode, or yields no plausible text.
_FALLBACKS = ("big5hkscs",)

_SURROGATE = lazy_pattern("[\udc80-\udcff]")
_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]")
_FOREIGN_RUN = lazy_pattern(r"[^\x00-\x7f]+")
_HAN = lazy_pattern(f"[{HAN}]")
_KANA = lazy_pattern("[\u3041-\u30ff\uff66-\uff9f]")
_HANGUL = lazy_pattern("[\uac00-\ud7a3]")
_ASIAN_SIGNS = lazy_pattern(
    "[\u3000-\u303f\u3041-\u30ff\uff00-\uffef\uac00-\ud7a3\u2010-\u2027\u2030-\u203b\xa0-\xd7\u2460-\u24ff\u2500-\u25ff]"
)
_WORD = lazy_pattern(r"[^\W\d_\xaa\xb2\xb3\xb9\xba\xbc-\xbe]+")
# Signs of Western text in the places where they belong.  Elsewhere they are the halves of other characters: Japanese in
# Shift_JIS begins with quotation marks and dashes, Chinese in EUC holds currency signs, a Macintosh's dash is a letter.
_LATIN_SIGNS = lazy_pattern(
    r"""(?=[^\x00-\x7f\xc0-\xd6\xd8-\xf6\xf8-\u200f]) (?:
      [\u2026\u2122\xa0\xad\xae] | (?<!\w)[\xab\xbb\u2039\u203a\u2022] | [\xab\xbb\u2039\u203a](?!\w)
    | (?<=\w)[\u2019\xb4](?=\w) | (?<![A-Za-z\xc0-\xff@\\])[\u2018-\u201a\u201c-\u201e](?![@\\])
    | (?<![@\\])[\u2018\u2019\u201c\u201d](?![A-Za-z\xc0-\xff@\\])
    | (?<![@\\])[\u2013\u2014](?![@\\]) | (?<=\d)\u2030 | [\u2020\u2021](?!\w)
    | (?<=\d)[\u20ac\xa3\xa5\xa2] | [\u20ac\xa3\xa5](?=\s?\d) | (?<!\w)\u20ac(?!\w)
    | \xa7(?=[\s\d\xa7\xa0]) | \xa9(?![\x80-\x9f\xa1-\uffff]) | (?<![^\s\d])[\xb0\xb1] | \xb0(?=[CF]\b)
    | (?<=\d)[\xaa\xb2\xb3\xb9\xba\xbc-\xbe] | (?<=\b[A-Za-z])[\xaa\xb2\xb3\xba] | (?<=\b[ckm]m)[\xb2\xb3]
    | (?<=[Nn]\.)\xba | (?<![\w\xa4-\xb8])[\xbc-\xbe](?!\w)
    | (?<![^\s\d])[\xb7\xd7\xf7](?![^\s\d]) | (?<=l)\xb7(?=l)
    | (?<![\w\x80-\uffff])[\xa1\xbf](?=[A-Za-z\xc1\xc9\xcd\xd3\xda\xd1]\w) )""",
    re.VERBOSE,
)
# Letters of ISO 8859-15 that cp1252 reads as signs, and a Macintosh's quotation marks that it reads as letters.
_MISPLACED = lazy_pattern(
    r"(?<=[^\W\d_])[\xa4\xa6\xa8\xb8\xbc\xbd\xbe] | [\xa4\xa6\xa8\xb8\xbc\xbd\xbe](?=[^\W\d_])"
    r"| (?<![^\W\d_])\xb4(?=[^\W\d_]) | (?<=[.,!?])[\xd2-\xd5](?!\w)",
    re.VERBOSE,
)
# Letters of Turkish that cp1252 reads as Icelandic ones, and letters that only Icelandic has.
_TURKISH = lazy_pattern("[\xd0\xdd\xde\xf0\xfd\xfe]")
_ICELANDIC = lazy_pattern("[\xe1\xe6\xe9\xed\xf3\xfa]")
_LETTER_WORDS = frozenset("àáéèêìòóôøåäöæÀÁÉÈÊÓÔØÅÄÖÆ")
_FORBIDDEN = ("Cc", "Cn", "Co", "Cs")

# Characters of written Cantonese, which no national set counts among the frequent ones.
_CANTONESE = frozenset("佢嘅哋咁啲喺嚟冇乜嘢咗唔噉諗瞓攞揾搵俾啱睇嗰")
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
_ASIAN_RUN = 2
_COMMON_SHARE = 0.9
_SOUND_SHARE = 0.9
_MOST_ACCENTED = 0.7
_DAMAGED_UTF8 = 10


def detect(data: bytes) -> tuple[str, bool]:
    """Return the codec that decodes ``data``, which is no valid UTF-8, and whether that is certain.

    If nothing fits, the answer is UTF-8, uncertain: undecodable bytes then pass through unchanged.
    """
    if _is_damaged_utf8(data):
        return "utf-8", False
    readings: dict[str, str] = {}
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if is_plausible(text, encoding) and text.encode(encoding) == data:
            readings[encoding] = text
            if encoding in _LETTERS:
                break
    # Where two alphabets both make words of the bytes, neither is certain.
    if len(set(readings.values())) == 1:
        return next(iter(readings)), True
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
    name = _SUPERSETS.get(name, name)
    if name in _LETTERS:
        yield name
    else:
        # Western files are in cp1252 far more often than in anything else that fits their few foreign characters.
        yield _LATIN
        if _ALPHABETIC.fullmatch(name) and name != _LATIN:
            yield name
    yield from _FALLBACKS


def is_plausible(text: str, encoding: str) -> bool:
    """Tell whether ``text``, read in ``encoding``, looks like something written and not like bytes misread."""
    if any(unicodedata.category(char) in _FORBIDDEN for char in set(text) - set("\t\n\r\f")):
        return False
    if encoding in _LETTERS:
        return _is_plausible_asian(text, *_LETTERS[encoding])
    return _is_plausible_alphabetic(text, is_usual=encoding == _LATIN)


def _is_plausible_asian(
    text: str, least_kana: float, most_kana: float, least_hangul: float, most_hangul: float
) -> bool:
    runs = _FOREIGN_RUN.findall(text)
    foreign = "".join(runs)
    han = Counter(_HAN.findall(foreign))
    kana, hangul = len(_KANA.findall(foreign)), len(_HANGUL.findall(foreign))
    letters = han.total() + kana + hangul
    common = sum(count for char, count in han.items() if _is_common_han(char))
    invisible = sum(count for char, count in Counter(foreign).items() if unicodedata.category(char) == "Cf")
    return (
        letters >= _ENOUGH_ASIAN_LETTERS
        # An accented letter or a curly apostrophe, misread, is one strange character inside a word.
        and len(foreign) >= _ASIAN_RUN * len(runs)
        and least_kana * letters <= kana <= most_kana * letters
        and least_hangul * letters <= hangul <= most_hangul * letters
        and common >= _COMMON_SHARE * han.total()
        and common + len(_ASIAN_SIGNS.findall(foreign)) >= _SOUND_SHARE * (len(foreign) - invisible)
    )


def _is_common_han(char: str) -> bool:
    if char in _CANTONESE:
        return True
    for encoding, first, last in _COMMON_HAN:
        try:
            lead = char.encode(encoding)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return True
    return False


def _is_plausible_alphabetic(text: str, *, is_usual: bool) -> bool:
    foreign = len(_NON_ASCII.findall(text))
    words = Counter(word for word in _WORD.findall(text) if not word.isascii())
    # A word of one letter is no evidence, neither of a language nor of bytes misread.
    foreign -= sum(words.pop(letter, 0) for letter in _LETTER_WORDS)
    sound = letters = accented = 0
    for word, count in words.items():
        if _is_sound_word(word):
            own = len(_NON_ASCII.findall(word))
            sound += count * own
            if unicodedata.name(word[0], "").startswith("LATIN"):
                letters += count * len(word)
                accented += count * own
    evidence = sound + len(_LATIN_SIGNS.findall(text))
    return (
        evidence >= (1 if is_usual else _ENOUGH_LETTERS)
        and evidence >= _SOUND_SHARE * foreign
        and accented <= _MOST_ACCENTED * letters
        and text.count("\xa1") <= text.count("!")
        and text.count("\xbf") <= text.count("?")
        and not (is_usual and (_MISPLACED.search(text) or (_TURKISH.search(text) and not _ICELANDIC.search(text))))
    )


def _is_sound_word(word: str) -> bool:
    """Tell a word from letters of mixed alphabets, or with a capital behind a small letter."""
    alphabets = {unicodedata.name(char, "?").split()[0] for char in word} - {"MICRO"}
    return len(alphabets) <= 1 and len(word) > 1 and (word.isupper() or not any(char.isupper() for char in word[1:]))
