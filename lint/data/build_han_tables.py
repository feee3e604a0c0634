"""Build the tables of Han characters from OpenCC's dictionaries.

Usage, with OpenCC's own tool to read its binary dictionaries::

    pip install opencc
    python lint/data/build_han_tables.py

Writes ``lint/data/han_scripts.txt`` and ``rules/script/misconverted_words.txt``.  README.md beside this file says what
they hold and why.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
Dictionary = dict[str, list[str]]

# Characters that a table calls Simplified but that Traditional writers use: in Cantonese, or as variants.
ALSO_TRADITIONAL = set("吓麽毁呐迹韵内")

# Regional standards write these characters of OpenCC's standard otherwise; both count as the same here.
REGIONAL = dict(
    zip(
        "裡麵為眾啟户説著麼吃群台峰秘床脱鋭閲悦敍温産綫",
        "裏麪爲衆啓戶說着麼喫羣臺峯祕牀脫銳閱悅敘溫產線",
        strict=True,
    )
)

# A character that a converter chose wrongly, and those that it should have been.  Only characters of different
# meaning are here: where writers use both, as in 週年 and 周年, neither is an error.
CONFUSED = {
    "迴": "回",
    "後": "后",
    "發": "髮",
    "髮": "發",
    "裏": "里",
    "乾": "幹干",
    "幹": "乾干",
    "麪": "面",
    "歷": "曆",
    "曆": "歷",
    "製": "制",
    "係": "系",
    "繫": "系係",
    "隻": "只",
    "鬥": "斗",
    "鬆": "松",
    "徵": "征",
    "鐘": "鍾",
    "鍾": "鐘",
    "穫": "獲",
    "鬚": "須",
    "臟": "髒",
    "髒": "臟",
    "噹": "當",
    "錶": "表",
    "彆": "別",
    "籤": "簽",
    "範": "范",
    "薑": "姜",
    "穀": "谷",
    "傢": "家",
    "鬍": "胡",
    "捨": "舍",
    "嚮": "向",
    "癥": "症",
    "緻": "致",
    "雲": "云",
    "餘": "余",
    "糰": "團",
    "噁": "惡",
    "闆": "板",
    "鹹": "咸",
    "朮": "術",
    "複": "復",
    "復": "複",
    "彙": "匯",
    "鬱": "郁",
    "醜": "丑",
    "硃": "朱",
    "濛": "蒙",
    "矇": "蒙",
    "衊": "蔑",
    "慄": "栗",
    "衚": "胡",
    "甦": "蘇",
    "蔔": "卜",
    "齣": "出",
    "颳": "刮",
    "鞦": "秋",
    "韆": "千",
    "系": "係繫",
    "制": "製",
    "松": "鬆",
    "斗": "鬥",
    "范": "範",
    "征": "徵",
    "丑": "醜",
    "谷": "穀",
    "舍": "捨",
    "余": "餘",
    "云": "雲",
    "后": "後",
    "里": "裏",
    "面": "麪",
    "干": "乾幹",
    "吁": "籲",
}
# These are Simplified as well: a converter left them as they were, which only a Traditional text shows.
SHARED = set("系制松斗范征丑谷舍余云后里面干吁")
# Everyday characters of their own that stand beside anything: 我幹的 is no 我乾的.
FREE = set("後發裏乾幹製隻復複雲餘歷鬥")
PARTICLES = set("的了着是在有不個好人一們這那來去上下就都也還很會要能土到得地之其此我你他她它")
# Those that may follow or precede any noun: of their words of two characters these alone are no accident; 地方裡
# holds no 方里, 這首歌後 no 歌后, and 余 is a family name.
PAIRS = {
    "裏": set("公裏 英裏 華裏 千裏 萬裏 百裏 鄰裏 故裏 都裏 埔裏 裏程 裏歐 裏昂".split()),
    "後": set("皇後 太後 王後 廢後 蜂後 蟻後 豔後 後妃 後稷 後羿".split()),
    "雲": set("亦雲 曰雲 詩雲 云雲 雲云 雲爾".split()),
    "余": set(
        "其余 業余 剩余 多余 殘余 盈余 結余 課余 富余 百余 千余 萬余 十余 有余 之余 贏余 賸余 空余 冗余 寬余 "
        "余下 余地 余額 余震 余悸 余暉 余燼 余孽 余暇 余熱 余裕 余款 余數 余姚 余杭 余韻 余音".split()
    ),
}
AMBIGUOUS = {"球後小"}
# In Cantonese 係 is the verb "to be": it is an error in these words alone.
CANTONESE_FREE = {"係統", "係列"}
LONGEST_WORD = 4


def main() -> None:
    """Read the installed OpenCC's dictionaries and write both tables."""
    import opencc

    base = Path(opencc.__file__).parent / "clib"
    version = metadata.version("opencc")
    source = (
        f"# Derived from the dictionaries of OpenCC {version} (Apache License 2.0) by lint/data/build_han_tables.py.\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        tables = {path.stem: _read(base, path, Path(folder)) for path in (base / "share/opencc").glob("*.ocd2")}
    simplified, traditional = scripts(tables)
    (ROOT / "lint/data/han_scripts.txt").write_text(
        f"{source}simplified {''.join(simplified)}\ntraditional {''.join(traditional)}\n", encoding="utf-8"
    )
    wrong, valid = words(tables)
    regional = " ".join(map("".join, REGIONAL.items()))
    lines = [f"{word} {index} {right}" for word, (index, right) in sorted(wrong.items())]
    (ROOT / "rules/script/misconverted_words.txt").write_text(
        f"{source}regional {regional}\nshared {''.join(sorted(SHARED))}\nvalid {' '.join(sorted(valid))}\n"
        f"{chr(10).join(lines)}\n",
        encoding="utf-8",
    )


def _read(base: Path, path: Path, folder: Path) -> Dictionary:
    output = folder / f"{path.stem}.txt"
    tool = str(base / "bin/opencc_dict")
    subprocess.run([tool, "-i", str(path), "-o", str(output), "-f", "ocd2", "-t", "text"], check=True)
    pairs = (line.split("\t") for line in output.read_text(encoding="utf-8").splitlines())
    return {key: values.split(" ") for key, values in pairs}


def scripts(tables: dict[str, Dictionary]) -> tuple[list[str], list[str]]:
    """Return the characters that only Simplified, and only Traditional text uses.

    A character counts if the tables convert it, never to itself, if the national character set of its own side holds
    it and that of the other does not, and if no regional standard of the other side uses it.
    """
    variants = {
        char for name in ("HKVariants", "TWVariants") for key, values in tables[name].items() for char in (key, *values)
    }
    simplified = [
        char
        for char, values in tables["STCharacters"].items()
        if char not in values
        and char not in variants | ALSO_TRADITIONAL
        and _in("gb2312", char)
        and not _in("cp950", char)
    ]
    traditional = [
        char
        for char, values in tables["TSCharacters"].items()
        if char not in values and char not in variants and _in("cp950", char) and not _in("gb2312", char)
    ]
    return sorted(simplified), sorted(traditional)


def words(tables: dict[str, Dictionary]) -> tuple[dict[str, tuple[int, str]], set[str]]:
    """Return wrongly converted words, each with the place of the wrong character and the right one, and valid words.

    Only the shortest wrong words are kept, and of the valid words those that hold a character that may be wrong.
    """
    phrases = {**tables["STPhrases_GeneratedFromRegionalPhrases"], **tables["STPhrases"]}
    valid = {_standard(value) for name, table in tables.items() if "Phrases" in name for value in _forms(name, table)}
    wrong = {
        word: place
        for simple, values in phrases.items()
        for word, place in _wrong_forms(simple, _standard(values[0]), tables["STCharacters"])
        if word not in valid
    }
    shortest = {word: place for word, place in wrong.items() if not any(_parts(word, place, wrong))}
    return shortest, {word for word in valid if 2 <= len(word) <= LONGEST_WORD + 2 and set(word) & set(CONFUSED)}


def _forms(name: str, table: Dictionary) -> Iterator[str]:
    """Yield the Traditional phrases of a table: the values, and the keys where those are Traditional too."""
    if not name.startswith("ST"):
        yield from table
    if not name.startswith("TSPhrases"):
        for values in table.values():
            yield from values


def _wrong_forms(simple: str, right: str, characters: Dictionary) -> Iterator[tuple[str, tuple[int, str]]]:
    if not 2 <= len(right) <= LONGEST_WORD or len(right) != len(simple):
        return
    for index, (char, origin) in enumerate(zip(right, simple, strict=True)):
        for wrong in characters.get(origin, ()):
            if (wrong == origin and wrong not in SHARED) or char not in CONFUSED.get(wrong, ""):
                continue
            word = right[:index] + wrong + right[index + 1 :]
            rest = set(right[:index] + right[index + 1 :])
            if (wrong in FREE and rest & PARTICLES) or (wrong == "係" and word not in CANTONESE_FREE):
                continue
            if word in AMBIGUOUS or (len(word) == 2 and word not in PAIRS.get(wrong, {word})):
                continue
            yield word, (index, char)


def _parts(word: str, place: tuple[int, str], wrong: dict[str, tuple[int, str]]) -> Iterator[bool]:
    """Yield whether a shorter part of ``word`` is the same error."""
    index, right = place
    for length in range(2, len(word)):
        for start in range(max(0, index - length + 1), min(index, len(word) - length) + 1):
            yield wrong.get(word[start : start + length]) == (index - start, right)


def _standard(text: str) -> str:
    return "".join(REGIONAL.get(char, char) for char in text)


def _in(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
