"""Whether a text looks like something written, or like bytes that were read in the wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from lint.patterns import lazy_pattern
from lint.views.script.writing import HAN

LATIN = "cp1252"
"""The codec of most Western pages that are not in UTF-8."""

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
ASIAN_SHARES = {
    "gb18030": (0.0, 0.05, 0.0, 0.05),
    "cp950": (0.0, 0.05, 0.0, 0.05),
    "big5hkscs": (0.0, 0.05, 0.0, 0.05),
    "cp949": (0.0, 0.05, 0.8, 1.0),
    "cp932": (0.1, 1.0, 0.0, 0.0),
    "euc_jp": (0.1, 1.0, 0.0, 0.0),
}
"""Codecs of East Asia, and what share of the letters kana and Hangul must be: least and most of each."""
# Every text is full of these; among what other codecs make of its bytes they are as rare as any.
_CHINESE = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日"
    "于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长這來國個說們為時會過學對裡後麼於還發沒樣當從開經"
    "頭動兩長著與"
)
_KOREAN = "이다는의에가을를은하고지도로한사기자어리시서대인나있해으정것아그들부수일니보전과했게만라면주제와원장었"
_JAPANESE = "\u3041-\u3093"
_COMMONEST = {
    "gb18030": lazy_pattern(f"[{_CHINESE}]"),
    "cp950": lazy_pattern(f"[{_CHINESE}]"),
    "big5hkscs": lazy_pattern(f"[{_CHINESE}]"),
    "cp949": lazy_pattern(f"[{_KOREAN}]"),
    "cp932": lazy_pattern(f"[{_JAPANESE}]"),
    "euc_jp": lazy_pattern(f"[{_JAPANESE}]"),
}

_ENOUGH_LETTERS = 20
_ENOUGH_ASIAN_LETTERS = 8
_ASIAN_RUN = 2
_COMMON_SHARE = 0.9
_SOUND_SHARE = 0.9
_MOST_ACCENTED = 0.7


def is_plausible(text: str, encoding: str) -> bool:
    """Tell whether ``text``, read in ``encoding``, looks like something written and not like bytes misread."""
    if not is_text(text):
        return False
    if encoding in ASIAN_SHARES:
        return _is_plausible_asian(text, *ASIAN_SHARES[encoding])
    return _is_plausible_alphabetic(text, is_usual=encoding == LATIN)


def familiarity(text: str, encoding: str) -> float:
    """Return what share of the East Asian ``text`` the commonest characters of its language are."""
    return len(_COMMONEST[encoding].findall(text)) / max(len(_NON_ASCII.findall(text)), 1)


def is_text(text: str) -> bool:
    """Tell whether each character is assigned, and none is a control character."""
    return all(unicodedata.category(char) not in _FORBIDDEN for char in set(text) - set("\t\n\r\f"))


def _is_plausible_asian(
    text: str, least_kana: float, most_kana: float, least_hangul: float, most_hangul: float
) -> bool:
    runs = _FOREIGN_RUN.findall(text)
    foreign = "".join(runs)
    han = Counter(_HAN.findall(foreign))
    kana, hangul = len(_KANA.findall(foreign)), len(_HANGUL.findall(foreign))
    letters = han.total() + kana + hangul
    common = _common(han)
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


def _common(han: Counter[str]) -> int:
    return sum(count for char, count in han.items() if _is_common_han(char))


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
