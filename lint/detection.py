"""Which legacy encoding bytes are in, and whether the answer can be trusted.

Decoding without an error proves nothing: every one of 60 Shift_JIS files also decodes as GB18030.  So chardet
proposes, and what the text would look like decides.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from lint.patterns import lazy_pattern
from lint.views.encoding.plausible import ASIAN_SHARES, LATIN, is_plausible

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
    else:
        # Western files are in cp1252 far more often than in anything else that fits their few foreign characters.
        yield LATIN
        if _ALPHABETIC.fullmatch(name) and name != LATIN:
            yield name
    yield from _FALLBACKS
