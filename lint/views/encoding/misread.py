"""Lines of Chinese, Japanese or Korean that were read as Latin-1 or cp1252, what most programs take for granted.

Every byte of GB18030, Big5, Shift_JIS or EUC-KR is a letter or sign of these two, so nothing is lost as long as nobody
touches it: what looks like a soft hyphen or a control character is half a character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lint.edit import Edit
from lint.patterns import lazy_pattern
from lint.views.encoding.mojibake import Repair
from lint.views.encoding.plausible import ASIAN_SHARES, familiarity, is_plausible, is_text

# The bytes that cp1252 shows as signs and letters which Latin-1 does not have.
_MARKS = {ord(mark): byte for byte in range(0x80, 0xA0) for mark in bytes((byte,)).decode("cp1252", "ignore")}
_FOREIGN = "\x80-\xff" + "".join(map(chr, _MARKS))
# Two characters of two bytes each; accented letters do not stand together like that in any language.
_SUSPECT = lazy_pattern(f"[{_FOREIGN}]{{4}}")
_SUSPECT_BYTES = lazy_pattern("[\x80-\xff]{4,}")
# Marks of Western text, and of Chinese, that stand alone tell nothing.
_LETTER = lazy_pattern("[^\0-\x7f\xa0\xab\xb7\xbb\u2013\u2014\u2018-\u201e\u2022\u2026\u2122]")
_ASCII = bytes(range(0x80)).decode("ascii")
# Text that was decoded right, beside a few signs of cp1252.
_ASIAN = lazy_pattern("[\u2e80-\ufffc\U00010000-\U0010ffff]")
# Stands for what no byte is behind; no text holds it, so that no line with it can be read.
_SUBSTITUTE = "\x1a"
_NO_BYTE = lazy_pattern("[^\0-\xff]")
# Half a character may be a letter, a digit or a sign of ASCII.
_RUN = lazy_pattern(f"[{_FOREIGN}](?:[\x30-\x7e]?[{_FOREIGN}])*[\x30-\x7e]?")
# Bytes of which UTF-8 makes nothing, as they pass through decoding, and what it makes of others.
_BROKEN = lazy_pattern("[\udc80-\udcff]")
_NOT_ASCII = lazy_pattern(r"[^\x00-\x7f]")
_UNKNOWN_RUN = lazy_pattern(r"[^\x00-\x7f](?:[\x30-\x7e]?[^\x00-\x7f])*[\x30-\x7e]?")
_UNKNOWN_SHARE = 0.25
_SIGN = lazy_pattern(r"[!-/:-@\[-`{-~]")
_ESCAPED = lazy_pattern(r"(?<=\x1b\$[@B])[!-~]+")
_BLANK = " \t\r\x0b\x0c"
_LEAST_READ = 0.8
_WHOLE_SHARE = 0.9
# Bytes: more than enough to tell a codec, and enough to be certain of it.
_PLENTY = 20_000
_ENOUGH = 40
# The commonest characters are a third of any text in its own codec, a twentieth of what another one makes of it.
_FAMILIAR = 0.2
_TWICE = 2
# The second holds some rare characters that the first does not.
_FAMILY = {"cp950": "big5hkscs", "big5hkscs": "cp950"}


class _Line(NamedTuple):
    start: int
    raw: str
    """Its bytes, each as a character."""
    high: int
    """How many of them are no ASCII."""
    is_suspect: bool
    """Whether these stand so close together that it is in no Western language."""


def find_misread(text: str) -> tuple[Repair, ...]:
    """Return the misread lines of ``text``, in order, if it holds enough of them to prove it.

    They are repaired all or none: the proof is what protects those that cannot be read.
    """
    if text.isascii() or not _SUSPECT.search(text) or _is_unknown(text):
        return ()
    lines = tuple(_lines(text))
    codec, is_proved = _codec(tuple(_sample(lines)))
    if not codec:
        return ()
    # A text that was misread as a whole has no accented letters of its own.
    is_whole = sum(line.high for line in lines if line.is_suspect) >= _WHOLE_SHARE * sum(line.high for line in lines)
    own = [line for line in lines if is_whole or line.is_suspect]
    readings = [_decoded(line.raw, codec) if is_proved else None for line in own]
    is_sure = None not in readings
    return tuple(_repair(line, reading if is_sure else None) for line, reading in zip(own, readings, strict=True))


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that may be bytes of another codec than UTF-8, without the white space at their ends."""
    start = 0
    for whole in text.split("\n"):
        line = whole.strip(_BLANK)
        if _LETTER.search(line) and not _ASIAN.search(line):
            raw = _NO_BYTE.sub(_SUBSTITUTE, line.translate(_MARKS))
            high = len(raw) - len(raw.encode("ascii", "ignore"))
            if high and not _ASIAN.search(_decoded(raw, "utf-8") or ""):
                yield _Line(start + whole.index(line), raw, high, _is_suspect(raw))
        start += len(whole) + 1


def _is_suspect(raw: str) -> bool:
    """Tell bytes of East Asian characters from those of a curly mark or a letter that was misread twice."""
    # Not only what looks like text: a mark that was misread twice may be a control character now.
    return any(run.encode("latin-1").decode("utf-8", "replace").count("\ufffd") for run in _SUSPECT_BYTES.findall(raw))


def _sample(lines: Iterable[_Line]) -> Iterator[str]:
    """Yield as many of the lines that show the codec as tell it for certain: each codec is tried on each."""
    size = 0
    for line in lines:
        if line.is_suspect:
            yield line.raw if len(line.raw) <= _PLENTY else line.raw[:_PLENTY] + _SUBSTITUTE
            size += len(line.raw)
            if size > _PLENTY:
                return


def _codec(proof: Sequence[str]) -> tuple[str, bool]:
    """Return the codec in which the lines look like something written, and whether that is certain; ``""`` if none."""
    found: list[tuple[float, int, str]] = []
    total = sum(map(len, proof))
    for codec in ASIAN_SHARES if proof else ():
        pieces = [piece for raw in proof for piece in _readable(raw, codec)]
        whole, size = "\n".join(reading for _, reading in pieces), sum(size for size, _ in pieces)
        if size >= _LEAST_READ * total and is_plausible(whole, codec):
            found.append((familiarity(whole, codec), size, codec))
    if not found:
        return "", False
    best, _, name = max(found)
    name = max((size, codec) for _, size, codec in found if codec in (name, _FAMILY.get(name)))[1]
    rival = max((score for score, _, codec in found if codec not in (name, _FAMILY.get(name))), default=0)
    return name, total >= _ENOUGH and best >= max(_FAMILIAR, _TWICE * rival)


def _readable(raw: str, codec: str) -> Iterator[tuple[int, str]]:
    """Yield the length and the reading of what can be read of a line; the other half of a lost byte goes with it."""
    for piece in raw.split(_SUBSTITUTE):
        for part in (piece, piece[1:], piece[:-1], piece[1:-1]) if _SUBSTITUTE in raw else (piece,):
            if reading := _decoded(part, codec):
                yield len(part), reading
                break


def misread_spans(text: str, repairs: Iterable[Repair]) -> Iterator[tuple[int, int]]:
    """Yield where bytes of misread characters stand: words of ASCII between them are what they were."""
    for repair in repairs:
        for match in _RUN.finditer(text, repair.start, repair.end):
            yield match.span()


def escaped_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the characters of Japanese mail that nobody decoded: behind an escape two of ASCII stand for one."""
    if "\x1b$" in text:
        yield from (match.span() for match in _ESCAPED.finditer(text))


def unknown_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield what nobody can read in a text of unknown encoding: single characters, or lines that are full of them.

    Two of its bytes may be a character of UTF-8 by chance; whoever changes that loses what they are.  Where a line of
    such characters begins and ends, a word may go on in the next one.
    """
    start = 0
    for line in text.split("\n") if _is_unknown(text) else ():
        if len(_NOT_ASCII.findall(line)) >= _UNKNOWN_SHARE * len(line) > 0:
            yield start + len(line) - len(line.lstrip(_BLANK)), start + len(line.rstrip(_BLANK))
        else:
            yield from ((start + run.start(), start + run.end()) for run in _UNKNOWN_RUN.finditer(line))
        start += len(line) + 1


def _is_unknown(text: str) -> bool:
    """Tell another encoding from UTF-8 that a download has damaged, of which most characters are whole."""
    broken = len(_BROKEN.findall(text))
    return 2 * broken > len(_NOT_ASCII.findall(text)) if broken else False


def _repair(line: _Line, reading: str | None) -> Repair:
    """Return the repair of a line; what is damaged ends behind the last byte that may be half of a character."""
    first = len(line.raw) - len(line.raw.lstrip(_ASCII))
    end = min(len(line.raw.rstrip(_ASCII)) + 1, len(line.raw))
    edits: tuple[Edit, ...] = ()
    if reading is not None:
        # Half a character that looked like a sign of Markdown told it what the whole line is.
        is_plain = _SIGN.findall(line.raw) == _SIGN.findall(reading)
        size = len(line.raw) - end
        begin, new = (first, reading[first : len(reading) - size]) if is_plain else (0, reading)
        last = end if is_plain else len(line.raw)
        edits = (Edit(line.start + begin, line.start + last, new),)
    return Repair(line.start + first, line.start + end, edits)


def _decoded(raw: str, codec: str) -> str | None:
    """Return what the bytes of a line are in ``codec``; None if that is no text, or does not lead back to them."""
    data = raw.encode("latin-1")
    try:
        text = data.decode(codec)
        return text if text.encode(codec) == data and is_text(text) else None
    except UnicodeError:
        return None
