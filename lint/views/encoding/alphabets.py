"""Which letters besides those of ASCII the languages of Europe write, and so which codec of theirs bytes are in.

Any text of Central Europe decodes as cp1252 too, and makes words of accented letters there; but no language of the
West writes those letters together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from lint.patterns import lazy_pattern

_LETTER = lazy_pattern(r"[^\W\d_\x00-\x7f]")
_WESTERN = (
    "àâæçèéêëîïôùûüÿœ",  # French, Breton
    "àèéìíîòóùú",  # Italian
    "äöüßéàè",  # German
    "áéíñóúüª",  # Spanish
    "áâãàçéêíóôõúº",  # Portuguese
    "àçèéíïòóúü",  # Catalan
    "æøåéèêóòôäö",  # Danish, Norwegian
    "äöåéšž",  # Swedish, Finnish
    "áæéíðóöúýþ",  # Icelandic
    "áæíðóøúý",  # Faroese
    "éëïóöüèêáíô",  # Dutch, Afrikaans
    "äöõüšž",  # Estonian
    "áéíóú",  # Irish
    "ëç",  # Albanian
)
_SLAVIC_AND_DANUBIAN = (
    "čšž",  # Slovene
    "čćđšž",  # Croatian, Bosnian
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíľňóôšťúýž",  # Slovak
    "ąćęłńóśźż",  # Polish
    "áéíóöőúüű",  # Hungarian
    "ăâîşţ",  # Romanian
)
_RIVALS: Mapping[str, Sequence[str]] = {
    "cp1250": _SLAVIC_AND_DANUBIAN,
    "iso8859-2": _SLAVIC_AND_DANUBIAN,
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),  # Lithuanian, Latvian
}
# Names of other languages stand in every text.
_MOST_OWN, _NEARLY_ALL = 0.9, 0.95
_FEW = 3


def rivals(data: bytes, latin: str) -> list[str]:
    """Return the codecs in which ``data`` have a language's letters, if no Western one has those in ``latin``."""
    if _share(_decoded(data, latin), _WESTERN) >= _MOST_OWN:
        return []
    return [codec for codec, languages in _RIVALS.items() if _share(_decoded(data, codec), languages) >= _NEARLY_ALL]


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""


def _share(text: str, languages: Sequence[str]) -> float:
    """Return the share of the accented letters that the language has which has most of them; 0 if they are few."""
    counts = Counter(_LETTER.findall(text.lower()))
    total = counts.total()
    if total < _FEW:
        return 0
    return max(sum(counts[letter] for letter in language) for language in languages) / total
