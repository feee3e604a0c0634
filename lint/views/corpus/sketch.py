"""Sketches of texts: small values from which Jaccard's index of two texts is estimated, made with MinHash."""

from __future__ import annotations

from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from lint.patterns import lazy_pattern

_HASHES, _BANDS, _RECALL = 512, 8, 0.95
_SHINGLE = 5
_NOTICE, _NUMBERS = 600, 24
_UNSPACED = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_UNIT = lazy_pattern(f"[{_UNSPACED}]|[^ {_UNSPACED}]+")
_NUMBER = lazy_pattern(r"\d+")
_BITS, _TEXT = _HASHES // 8, 8
_AT_ONCE = 1 << 16
"""Runs of words that are held at once: all those of a text of megabytes take a hundred times its memory."""


class Sketch(NamedTuple):
    """What is kept of a text.

    MinHash keeps the smallest of the hashes of all runs of five words (characters in Chinese and Japanese) under 512
    hash functions.  Of each only the lowest bit stays: Li and König, b-bit minwise hashing, 2010.  Bits of
    different hashes agree by chance every other time, so the index is estimated with a standard error of 0.03 at 0.8.
    """

    bits: int
    text: bytes
    """A digest of the whole text."""
    numbers: frozenset[bytes]
    """Digests of the numbers in a short text; empty for a text of 600 words or more."""

    @classmethod
    def unpacked(cls, value: bytes) -> Sketch:
        """Return the sketch that was packed into ``value``."""
        numbers = value[_BITS + _TEXT :]
        digests = frozenset(numbers[place : place + 2] for place in range(0, len(numbers), 2))
        return cls(int.from_bytes(value[:_BITS], "big"), value[_BITS : _BITS + _TEXT], digests)

    def packed(self) -> bytes:
        """Return the sketch as 72 to 120 bytes."""
        return b"".join((self.bits.to_bytes(_BITS, "big"), self.text, *sorted(self.numbers)))

    def likeness(self, other: Sketch) -> float:
        """Return the share of runs that two texts have in common, as an estimate."""
        return 1 - 2 * (self.bits ^ other.bits).bit_count() / _HASHES

    def is_other_notice(self, other: Sketch) -> bool:
        """Tell whether two short texts each hold a number that the other lacks: a template, filled in twice."""
        return bool(self.numbers - other.numbers and other.numbers - self.numbers)


def sketch_text(wording: str, threshold: float, min_length: int) -> tuple[Sketch, tuple[bytes, ...]] | None:
    """Return the sketch of a text and 8 keys to meet others by, or None if it has less than ``min_length`` words.

    ``wording`` is that of :attr:`lint.Document.wording`.  Texts whose index is ``threshold`` meet in at least one key
    with a probability of 0.95 or more; texts that are less alike meet less often.
    """
    units = _UNIT.findall(wording)
    if len(units) < max(min_length, _SHINGLE):
        return None
    from rensa import RMinHash

    minhash = RMinHash(num_perm=_HASHES, seed=1)
    runs = map(" ".join, zip(*(islice(units, start, None) for start in range(_SHINGLE)), strict=False))
    while some := list(islice(runs, _AT_ONCE)):
        minhash.update(some)
    hashes: list[int] = minhash.digest()
    bits = int(bytes([48 | number & 1 for number in hashes]), 2)
    numbers = sorted({_digest(number, 2) for number in _NUMBER.findall(wording)}) if len(units) < _NOTICE else []
    sketch = Sketch(bits, _digest("".join(units), _TEXT), frozenset(numbers[:_NUMBERS]))
    rows = _rows(threshold)
    bands = (hashes[band * rows : (band + 1) * rows] for band in range(_BANDS))
    return sketch, tuple(_digest(f"{number} {band}", 8) for number, band in enumerate(bands))


def _rows(threshold: float) -> int:
    """Return how many hashes make a band: as many as leave pairs at the threshold their chance to meet."""
    sizes = range(_HASHES // _BANDS, 1, -1)
    return next((rows for rows in sizes if 1 - (1 - threshold**rows) ** _BANDS >= _RECALL), 1)


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=size).digest()
