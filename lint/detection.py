"""Which legacy encoding bytes are in, and whether the answer can be trusted.

Decoding without an error proves nothing: every one of 60 Shift_JIS files also decodes as GB18030.  So chardet
proposes, and what the text would look like decides.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from lint.patterns import lazy_pattern
from lint.views.encoding.alphabets import rivals
from lint.views.encoding.plausible import ASIAN_SHARES, LATIN, familiarity, is_plausible, is_text

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
# Encodings of pages in other alphabets; those of DOS and of mainframes fit any bytes and are on no page.
_ALPHABETIC = lazy_pattern(r"cp125\d|iso8859-\d+|koi8-[rtu]|mac-\w+|cp874|tis-620|kz1048|ptcp154")
# Tried after chardet's answer if that does not decode, or yields no plausible text.
_FALLBACKS = ("big5hkscs",)

# Encodings whose bytes are those of ASCII, and codecs of the same languages, by which their text is judged.
_MAIL = (("iso2022_jp", "euc_jp"), ("iso2022_jp_ext", "euc_jp"), ("iso2022_kr", "cp949"))
_TO_ROMAN, _TO_ASCII = b"\x1b(J", b"\x1b(B"
_CYRILLIC = "cp1251"
_WIDE = ("utf-16-le", "utf-16-be")
_ENOUGH_WIDE = 20
# The commonest characters are a third of any East Asian text; bytes the wrong way round may be a few frequent others.
_FAMILIAR_WIDE = 0.1
# Of any prose: numbers of two bytes each, which no program wrote as text, are as often signs and digits.
_LETTER_SHARE = 0.6
_EAST_ASIAN = lazy_pattern("[\u2e80-\ufaff]")
_LETTER_OR_SPACE = lazy_pattern(r"[^\W\d_]|[ \n]")

_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]")
_SURROGATE = lazy_pattern("[\udc80-\udcff]")
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
            if encoding in ASIAN_SHARES:
                break
    # Where two alphabets both make words of the bytes, neither is certain.
    if len(set(readings.values())) == 1:
        return next(iter(readings)), True
    return "utf-8", False


def detect_valid_utf8(data: bytes) -> str:
    """Return the codec of ``data`` that hold NUL bytes or escapes of ISO 2022, though they are UTF-8; ``""`` if none.

    It is certain: no other of these fits, what it decodes looks like something written, and leads back to ``data``.
    """
    if b"\x00" in data:
        found = [codec for codec in _WIDE if (text := _reading(data, codec)) is not None and _is_plausible_wide(text)]
    else:
        found = [codec for codec, kin in _MAIL if (text := _reading(data, codec)) and is_plausible(text, kin)][:1]
    return found[0] if len(found) == 1 else ""


def _reading(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
        # Old programs went back from Japanese to JIS-Roman, which differs from ASCII in signs that are not used then.
        return text if text.encode(codec) in (data, data.replace(_TO_ROMAN, _TO_ASCII)) else None
    except UnicodeError:
        return None


def _is_plausible_wide(text: str) -> bool:
    """Tell prose from data: bytes read as UTF-16 the wrong way round are rare ideographs, or no characters at all."""
    if len(text) < _ENOUGH_WIDE or not is_text(text):
        return False
    if len(_LETTER_OR_SPACE.findall(text)) < _LETTER_SHARE * len(text):
        return False
    if not _EAST_ASIAN.search(text):
        return text.isascii() or is_plausible(text, LATIN) or is_plausible(text, _CYRILLIC)
    return any(is_plausible(text, codec) and familiarity(text, codec) >= _FAMILIAR_WIDE for codec in ASIAN_SHARES)


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes, as a download cut short leaves it, from another encoding."""
    text = data.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATE.findall(text))
    return len(_NON_ASCII.findall(text)) - broken >= _DAMAGED_UTF8 * broken


def _candidates(data: bytes) -> Iterator[str]:
    import chardet

    answer = chardet.detect(data)["encoding"]
    try:
        name = codecs.lookup(answer or LATIN).name
    except LookupError:
        name = LATIN
    name = _SUPERSETS.get(name, name)
    if name in ASIAN_SHARES:
        yield name
    elif closer := rivals(data, LATIN):
        yield from closer
    else:
        # Western files are in cp1252 far more often than in anything else that fits their few foreign characters.
        yield LATIN
        if _ALPHABETIC.fullmatch(name) and name != LATIN:
            yield name
    yield from _FALLBACKS
