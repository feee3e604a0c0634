"""Text that was decoded with the wrong codec, and what it was before.

The way back is certain when the text encodes in the wrong codec and the bytes then decode as UTF-8, which chance does
not bring about.  For Western codecs ftfy's encoding repair decides; for East Asian ones this module does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lint.edit import Edit
from lint.patterns import lazy_pattern
from lint.views.zones import FILLER


class Repair(NamedTuple):
    """Mojibake from ``start`` to ``end``; ``edits`` undo it together, or are none if bytes were lost on the way."""

    start: int
    end: int
    edits: tuple[Edit, ...]


# Signs of mojibake in Western codecs: C1 characters, the first two bytes of a character as cp1252, cp1250, Mac Roman
# and cp1251 show them, and a letter that has lost its no-break space.
_C1, _CYRILLIC = "\x80-\x9f", "в-й"
_WESTERN = "\xc2-\xf4\u0102-\u013a\u201a\u201e\u2030\u221a"


def _row(codec: str, *leads: int) -> str:
    """Return what ``codec`` makes of the first two bytes of the characters in UTF-8 that begin with ``leads``."""
    return "".join(bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in range(0x80, 0xC0))


# In East Asian codecs the first two bytes of Han, kana, Hangul, emoji and full-width signs become one rare ideograph.
_LEADS = (*range(0xE3, 0xEE), 0xEF, 0xF0)
_EASTERN = {codec: lazy_pattern(f"[{_row(codec, *_LEADS)}]") for codec in ("gb18030", "cp932", "big5")}
# The commonest of them, and no character of Traditional Chinese or Korean names: these tell what cannot be undone.
_LOST = {
    "gb18030": lazy_pattern(f"[{_row('gb18030', *range(0xE3, 0xEA), 0xEF)}鈥]"),
    "cp932": lazy_pattern("[縺繧繝]"),
    "big5": lazy_pattern("[銵嚚銝]"),
}
# So do those of curly quotation marks, dashes and emoji; these stand in no article.
_CERTAIN = {"gb18030": "鈥馃", "cp932": "窶", "big5": ""}
# Accented letters become ideographs too, and some of these are ordinary words of Chinese; alone among Latin letters
# they are none.
_LETTERS = frozenset(_row("gb18030", *range(0xC2, 0xC6)))
_LETTER_SIGN = "".join(sorted(_LETTERS))
_EASTERN_SIGN = "".join(pattern.pattern[1:-1] for pattern in _EASTERN.values()) + "".join(_CERTAIN.values())
# What a suspect may begin with; most texts hold none of these, and one class is found much faster than a choice.
_SUSPECT_START = lazy_pattern(f"[{_C1}{_WESTERN}{_CYRILLIC}{_EASTERN_SIGN}{_LETTER_SIGN}]")
# Behind its first character, a suspect is told by what stands on both sides of that.
_SUSPECT = lazy_pattern(
    rf"{_SUSPECT_START.pattern}(?:(?<=[{_C1}{_EASTERN_SIGN}])|(?<=[{_WESTERN}])[^\x00-\x7f]|(?<=[\xc2\xc3]) "
    rf"|(?<=[{_CYRILLIC}])[^\x00-\x7fА-яё]|(?<=[{_LETTER_SIGN}])(?<![^\x00-\x7f].)(?![^\x00-\x7f]))"
)
_SIGNATURE_SHARE = 0.3
# A name may be two rare characters; damage that cannot be undone, and so not be proved, must be longer.
_LOST_LENGTH = 6
_NON_ASCII = lazy_pattern(r"[^\x00-\x7f]+")
_PROSE = lazy_pattern(f"[^{FILLER}]+")
_FIRST_ASIAN = "\u2e80"
_LETTER = lazy_pattern("[A-Za-z]")
_LATIN = lazy_pattern("[\xa0-\u017f]")
# Signs that would be Markdown or an address; the letter in front of ``://`` may be a part of one too.
_SYNTAX = lazy_pattern(r"[]\[()<>{}*_`|\\#@~$&/:]")
_ADDRESS = lazy_pattern(r"://|www\.")
_STRAIGHTENED = lazy_pattern("\xe2[\u20ac\u2020](?=[\"'])")
_QUOTATION = {"\u201c": "\u201d", '"': '"', "\u300c": "\u300d", "\u2018": "\u2019", "'": "'", "\u300e": "\u300f"}
# The last of the three bytes of a full-width sign and of many Chinese characters, which Shift_JIS has not.
_HALF = lazy_pattern(f"(?<={_EASTERN['cp932'].pattern})\x80")
# Two curly quotation marks, two dashes, dots and a bullet as Mac Roman shows them, and what GBK makes of a mark and the
# letter behind it; neither stands in any language.
_MARK = lazy_pattern("\u201a\xc4[\xec\xee\xf4\xf2\xf9\xfa\xb6\xa2]|鈥[^\x00-\x7f]")
_RESTORED = lazy_pattern(r"[\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026][A-Za-z]?")
# A character of three bytes as cp1252 shows it.
_LATIN_TRIPLE = lazy_pattern("[\xe3-\xef](?:[\x80-\xbf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]){2}")
# A word in capitals that ends in a Portuguese letter, in front of a closing mark.
_CAPITALS = lazy_pattern("(?<=[A-Z])\xc3[\u201d\u2019\xbb\xae\u2122\u2026](?![A-Za-z])")


def find_repairs(text: str, prose: str) -> tuple[Repair, ...]:
    """Return the mojibake in ``prose``, in order; what may be meant counts only in a text that holds other mojibake."""
    if prose.isascii() or not _SUSPECT_START.search(prose):
        return ()
    masked = prose.replace(FILLER, "x")
    found: list[Repair] = []
    for start, end in _suspect_lines(masked):
        line = masked[start:end]
        repairs = _repairs(line, prose[start:end])
        repairs = [*repairs, *_straightened(line, repairs)]
        found += (_moved(repair, start) for repair in sorted(repairs))
    is_certain = any(not _is_doubtful(text, repair) for repair in found)
    return tuple(found) if is_certain else ()


def _repairs(line: str, prose: str) -> Sequence[Repair]:
    halves = {match.start() for match in _HALF.finditer(line)}
    found = (_eastern(line) if halves else ()) or _western(line, prose) or _eastern(line) or tuple(_marks(line))
    # To make a currency sign of half a character would leave no way back.
    return [Repair(repair.start - 1, repair.end, ()) if repair.start in halves else repair for repair in found]


def _suspect_lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while suspect := _SUSPECT.search(text, position):
        start, end = text.rfind("\n", position, suspect.start()) + 1, text.find("\n", suspect.end())
        if end < 0:
            end = len(text)
        yield max(start, position), end
        position = end + 1


def _moved(repair: Repair, by: int) -> Repair:
    edits = tuple(Edit(start + by, end + by, text) for start, end, text in repair.edits)
    return Repair(repair.start + by, repair.end + by, edits)


def _is_doubtful(text: str, repair: Repair) -> bool:
    """Tell what an article about mojibake quotes, a word in capitals, and a Han character among English words."""
    before, after = text[repair.start - 1 : repair.start], text[repair.end : repair.end + 1]
    is_quoted = bool(before) and _QUOTATION.get(before) == after
    are_words = bool(repair.edits) and all(_is_word(text, edit) for edit in repair.edits)
    return is_quoted or are_words or bool(_CAPITALS.match(text, repair.start))


def _is_word(text: str, edit: Edit) -> bool:
    """Tell an ordinary Han character that stands alone, not a letter inside a word."""
    around = text[max(edit.start - 1, 0) : edit.start] + text[edit.end : edit.end + 1]
    return text[edit.start : edit.end] in _LETTERS and not _LETTER.search(around)


def _western(line: str, prose: str) -> Sequence[Repair]:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(line) or (fixed := fix_encoding(line)) == line:
        return ()
    old, new = list(_NON_ASCII.finditer(line)), _NON_ASCII.findall(fixed)
    if len(old) == len(new) and _NON_ASCII.sub("", line) == _NON_ASCII.sub("", fixed):
        pairs = [(run.start(), run[0], other) for run, other in zip(old, new, strict=True)]
    elif FILLER in prose:  # the repair has moved a space; what is masked must not move with it
        pieces = ((piece.start(), _western(piece[0], piece[0])) for piece in _PROSE.finditer(prose))
        return [_moved(repair, start) for start, repairs in pieces for repair in repairs]
    else:
        pairs = [(0, line, fixed)]
    return [_narrowed(start, old, _again(old, new)) for start, old, new in pairs if old != new]


def _again(old: str, new: str) -> str:
    """Repair what was misread twice and stands beside characters that were not, for which ftfy stops half-way."""
    # What stands in the damaged text is no result of a repair.
    own = {old[place : place + 3] for place in range(len(old))}

    def decoded(match: re.Match[str]) -> str:
        char = match[0].encode("sloppy-windows-1252", "replace").decode("utf-8", "replace")
        return char if match[0] not in own and len(char) == 1 and _is_known(char) else match[0]

    return _LATIN_TRIPLE.sub(decoded, new)


def _is_known(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3" or (char >= _FIRST_ASIAN and _is_common(char))


def _marks(line: str) -> Iterator[Repair]:
    """Yield curly marks and dashes among text that was read right, which keeps the line from being repaired whole."""
    for match in _MARK.finditer(line):
        codec = "mac_roman" if match[0][0] == "\u201a" else "gb18030"
        mark = match[0].encode(codec, "replace").decode("utf-8", "replace")
        if _RESTORED.fullmatch(mark):
            yield Repair(*match.span(), (Edit(*match.span(), mark),))


def _straightened(line: str, repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Yield dashes and arrows whose last byte, shown as a curly mark, an editor has made straight: which is lost."""
    repaired = {place for repair in repairs for edit in repair.edits for place in range(edit.start, edit.end)}
    for match in _STRAIGHTENED.finditer(line):
        if match.start() not in repaired:
            yield Repair(*match.span(), ())


def _narrowed(start: int, old: str, new: str) -> Repair:
    """Leave out what both have in common at either end."""
    left = _common(old, new)
    right = _common(old[left:][::-1], new[left:][::-1])
    # A closing quotation mark that has lost its last byte, in front of a space, is no dagger.
    is_lost = "\u2020" in new and "\u2020" not in old
    edit = Edit(start + left, start + len(old) - right, new[left : len(new) - right])
    return Repair(edit.start, edit.end, () if is_lost else (edit,))


def _common(first: str, second: str) -> int:
    """Return the length of the common beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(first), len(second)))


def _eastern(line: str) -> Sequence[Repair]:
    for codec, signature in _EASTERN.items():
        try:
            fixed = line.encode(codec).decode("utf-8")
        except UnicodeError:
            runs = [run for run in _NON_ASCII.finditer(line) if _is_signed(run[0], _LOST[codec])]
            if runs:
                return [Repair(*run.span(), ()) for run in runs if len(run[0]) >= _LOST_LENGTH]
            continue
        foreign = "".join(_NON_ASCII.findall(line))
        if _is_signed(foreign, signature) or _is_certain(line, foreign, fixed, codec):
            edits = tuple(_aligned(line, fixed, codec))
            return [Repair(edits[0].start, edits[-1].end, edits if _is_free(edits, line) else ())]
    return ()


def _is_signed(foreign: str, signature: re.Pattern[str]) -> bool:
    """Tell mojibake from a text with a rare character in it: two of three bytes of each character are signatures."""
    return len(signature.findall(foreign)) >= max(2, _SIGNATURE_SHARE * len(foreign))


def _is_certain(line: str, foreign: str, fixed: str, codec: str) -> bool:
    """Tell mojibake of a short line, or of a line in Latin letters, which shows few signatures."""
    if any(char in foreign for char in _CERTAIN[codec]):
        return True
    result = "".join(_NON_ASCII.findall(fixed))
    if codec == "gb18030" and _LETTERS.issuperset(foreign):
        return len(_LETTER.findall(line)) >= 3 * len(foreign) and all(map(_LATIN.match, result))
    return len(result) > 1 and bool(_EASTERN[codec].search(foreign)) and all(map(_is_common, result))


def _is_common(char: str) -> bool:
    if char < _FIRST_ASIAN:
        return True
    for codec, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if char.encode(codec)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _aligned(old: str, new: str, codec: str) -> Iterator[Edit]:
    """Yield the edits that turn one reading of some bytes into another; what both readings share stays."""
    start = first = end = last = 0
    lead = 0  # bytes of the old reading ahead of the new one
    for end, char in enumerate(old, 1):
        lead += len(char.encode(codec))
        while lead > 0:
            lead -= len(new[last].encode())
            last += 1
        if lead == 0 and (char.isascii() or end == len(old)):
            same = _common(old[start:end][::-1], new[first:last][::-1])
            if old[start:end] != new[first:last]:
                yield Edit(start, end - same, new[first : last - same])
            start, first = end, last


def _is_free(edits: Sequence[Edit], line: str) -> bool:
    """Tell whether no Markdown and no address comes back: that would change more than the damaged places."""
    restored = "".join(char for edit in edits for char in edit.text if char.isascii())
    return not _SYNTAX.search(restored) and not (restored and _ADDRESS.search(line))
