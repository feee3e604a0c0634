"""How a program fills lines: greedily, so that the next word would not have fitted any more.

That tells its work from verse, addresses, lists and one sentence a line, where the next word would have fitted as often
as not: in real articles a single width explains over 0.9 of the breaks if a program made them, and under 0.7 if not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from lint.patterns import lazy_pattern
from lint.views.markdown import Block
from lint.views.script.width import CURLY_CLOSING, CURLY_OPENING, ELLIPSIS, FULL_CLOSING, FULL_OPENING
from lint.views.script.writing import HAN, Writing

FEW = 3
"""Fewer breaks than this fit some width whatever made them."""
WIDTHS = range(60, 111)
"""Widths in characters that converters wrap at."""
_EAST_ASIAN_WIDTHS = range(30, 111)
_EAST_ASIAN = (Writing.CHINESE, Writing.JAPANESE)


class LineBreak(NamedTuple):
    """A soft line break of a paragraph, with the line before it and the one behind it."""

    block: Block
    start: int
    end: int
    left: str
    """The line before, without indentation and markers."""
    right: str
    """The line behind, without indentation and markers."""
    indent: int
    """Width of the indentation and markers of the line before."""
    writing: Writing
    """The writing of the line before."""
    next_writing: Writing
    """The writing of the line behind."""

    @property
    def is_east_asian(self) -> bool:
        """Whether either line is Chinese or Japanese, which have no spaces between words.

        Behind a title in Latin letters, a paragraph of Han is one long word, which would have fitted no line.
        """
        is_next = self.next_writing in _EAST_ASIAN and _LETTER.match(self.right) is not None
        return self.writing in _EAST_ASIAN or is_next


class Filling(NamedTuple):
    """The lines of a text as a program would have filled them."""

    fitting: frozenset[int]
    """Where the breaks start that one width explains."""
    brimming: frozenset[int]
    """Where the line before is exactly that long, so that a word may have been cut."""
    enclosed: frozenset[int]
    """Where breaks start that are no end of a paragraph, even if a sentence ends there."""
    is_likely: bool
    """Whether the width explains most breaks, and there are some."""
    is_converted: bool
    """Whether many breaks tell the width, and it is the one that converters of pages wrap at, not one of editors."""
    width: int
    """The width in characters; that of converters, if no other explains more breaks."""


_SENTENCE_END = lazy_pattern(rf"[.!?\u3002\uff01\uff1f{ELLIPSIS}][\"')\]{CURLY_CLOSING}{FULL_CLOSING[7:]}*_~]*\Z")
# An initial, or a title before a name, goes with the next word.
_ABBREVIATION = lazy_pattern(
    r"\b(?:[A-Z]|Mrs?|Ms|Dr|Prof|Hon|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|St|Mme|vs|pp|[Vv]ol|Fig|No|Nr)\.\Z"
)
_LONGEST_ABBREVIATION = 6
_BREAKABLE = lazy_pattern(r"\s|\w-\w")
_WORD = lazy_pattern(r"\S*")
_LETTER = lazy_pattern(f"[{HAN}\u3040-\u30ff]")
_MEETING = lazy_pattern(f"[{HAN}\u3040-\u30ff][A-Za-z0-9]|[A-Za-z0-9][{HAN}\u3040-\u30ff]")
# What moves to the next line as a whole: a word or a character, with the signs that cling to it.
_UNIT = lazy_pattern(
    rf"[{FULL_OPENING}{CURLY_OPENING}]?(?:[A-Za-z0-9_./@#$%&+='-]+|.?)[{FULL_CLOSING}{CURLY_CLOSING},.;:!?)\]]*"
)
_HANGING = lazy_pattern(f"[{FULL_CLOSING}{CURLY_CLOSING}{ELLIPSIS}]")
_WIDE = lazy_pattern("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]")
# Fonts and standards disagree on the width of these.
_MAYBE_WIDE = lazy_pattern(f"[{CURLY_CLOSING}{CURLY_OPENING}{ELLIPSIS}\u2014\u00b7]")

_HANGUL = lazy_pattern("[\uac00-\ud7a3]")

_MANY = 7
CONVERTER_WIDTH = 78
"""html2text wraps at 78 columns if it is not told otherwise; people wrap at 72, 79, 80 or 100."""
# Mojibake of two pairs of quotation marks loses eight characters, a line of long words with soft hyphens a dozen.
_LOST = 12
_UNIFORM, _MOSTLY = 0.95, 0.75
_Range = tuple[int, int]


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends in the end of a sentence, maybe with quotes, brackets and markers behind it."""
    return bool(_SENTENCE_END.search(line)) and not _ABBREVIATION.search(line[-_LONGEST_ABBREVIATION:])


def is_inside_sentence(item: LineBreak) -> bool:
    """Tell whether a sentence goes on in lower case behind a long line."""
    return item.right[:1].islower() and len(item.left) >= WIDTHS[0] and not ends_sentence(item.left)


def inside_sentences(breaks: Sequence[LineBreak]) -> frozenset[int]:
    """Return where the breaks start of paragraphs that one width explains and that break nowhere but in sentences.

    No more is needed to know a paragraph that was wrapped among others that were not.
    """
    found: set[int] = set()
    for _, group in groupby(breaks, key=lambda item: item.block):
        block = list(group)
        lows, highs = zip(*map(_range_at_spaces, block), strict=True)
        if len(block) > 1 and max(lows) <= min(highs) and all(map(is_inside_sentence, block)):
            found.update(item.start for item in block)
    return frozenset(found)


def filled_at_spaces(breaks: Sequence[LineBreak]) -> Filling:
    """Return the lines as a program would have filled them that breaks at spaces alone."""
    # Chinese and Japanese lines fill any width: they would fit some number of columns whatever they are.
    is_korean = not any(item.is_east_asian for item in breaks) and any(_WIDE.search(item.left) for item in breaks)
    measures = (len, _least_columns) if is_korean else (len,)
    fillings = (_filled(breaks, [_range_at_spaces(item, measure) for item in breaks], WIDTHS) for measure in measures)
    return max(fillings, key=lambda filling: len(filling.fitting))


def filled_anywhere(breaks: Sequence[LineBreak]) -> Filling | None:
    """Return the lines as a program would have filled them that breaks between any two Han; None if it did not."""
    inside = {item.start for item in breaks if _LETTER.match(item.left[-1:]) and _LETTER.match(item.right[:1])}
    if len(inside) < FEW:
        return None
    fillings = (
        _filled(breaks, [_range_anywhere(item, measure) for item in breaks], _EAST_ASIAN_WIDTHS)
        for measure in (_columns, _characters)
    )
    best = max(fillings, key=lambda filling: len(filling.fitting))
    return best if best.is_likely and len(inside & best.fitting) >= FEW else None


def cut_at_column(text: str, breaks: Sequence[LineBreak]) -> Mapping[int, str | None]:
    """Return what stood where Korean was cut at a column, whatever stood there, None if nobody can tell.

    Terminals and word processors do so: the lines are of one length, and the blanks between words are still there,
    before the line end or behind it.  Where none is, a program took them away, and words cannot be told from halves.
    """
    korean = [item for item in breaks if _HANGUL.search(item.left) and not item.is_east_asian]
    # A syllable takes two columns, so a line may be one short.
    cut = max((_even(text, korean, len, 0), _even(text, korean, _least_columns, 1)), key=len)
    if len(cut) < max(FEW, _UNIFORM * len(korean)):
        return {}
    blanks = {item.start for item in cut if " " in (text[item.start], text[item.end - 1])}
    if not blanks:
        return dict.fromkeys((item.start for item in cut), None) if len(cut) >= _MANY else {}
    halves = (_HANGUL.match(item.left[-1:]) and _HANGUL.match(item.right) for item in cut)
    return {
        item.start: " " if item.start in blanks or not is_inside else ""
        for item, is_inside in zip(cut, halves, strict=True)
    }


def _even(text: str, breaks: Sequence[LineBreak], measure: Callable[[str], int], slack: int) -> Sequence[LineBreak]:
    """Return the breaks behind lines of the commonest width, which may be ``slack`` less; a blank at the end counts."""
    widths = [item.indent + measure(item.left) + (text[item.start] == " ") for item in breaks]
    counts = Counter(widths)
    width = max(counts, key=lambda width: counts[width] + slack * counts[width - 1], default=0)
    return [item for item, own in zip(breaks, widths, strict=True) if width - slack <= own <= width]


def _filled(breaks: Sequence[LineBreak], ranges: Sequence[_Range], widths: range) -> Filling:
    """Find the width that explains most breaks; ``ranges`` holds the widths that explain each, from and to."""
    best = _best_widths(breaks, ranges, widths)
    width = best[0]
    fitting = frozenset(item.start for item, (low, high) in zip(breaks, ranges, strict=True) if low <= width <= high)
    # A short line that ends a sentence may end a paragraph, or stand above the page: it tells nothing of the width.
    telling = sum(item.start in fitting or not ends_sentence(item.left) for item in breaks)
    is_mostly = len(breaks) >= FEW and 2 * telling >= len(breaks) and len(fitting) >= _MOSTLY * telling
    if is_mostly:
        # Repairs that came first, of invisible characters and mojibake, made some lines shorter than the program left
        # them; the width that fits most of those may be less than the program's, so longer lines count as well.
        fitting |= {
            item.start
            for item, (low, high) in zip(breaks, ranges, strict=True)
            if low - _LOST <= width <= high + _LOST and is_inside_sentence(item)
        }
    blocks = [list(group) for _, group in groupby(breaks, key=lambda item: item.block)]
    shares = [sum(item.start in fitting for item in block) / len(block) for block in blocks]
    # A single list counts as much as a single paragraph, however many lines it has.
    share = max(len(fitting) / len(breaks), sum(shares) / len(shares))
    is_likely = is_mostly or (len(breaks) >= FEW and share >= _MOSTLY)
    is_converted = len(breaks) >= _MANY and _is_of_converter(best, breaks)
    is_throughout = _is_uniform(breaks, share) or (is_converted and share >= _MOSTLY)
    is_throughout |= is_likely and _runs_on(breaks, fitting)
    whole = (item.start for block, own in zip(blocks, shares, strict=True) if own == 1 for item in block)
    return Filling(
        fitting,
        brimming=frozenset(item.start for item, (low, _) in zip(breaks, ranges, strict=True) if low == width),
        enclosed=frozenset(whole if is_throughout else ()),
        is_likely=is_likely,
        is_converted=is_converted,
        width=CONVERTER_WIDTH if CONVERTER_WIDTH in best else width,
    )


def _is_uniform(breaks: Sequence[LineBreak], share: float) -> bool:
    """Tell whether one width explains nearly all of many breaks, or all of a few."""
    if len(breaks) >= _MANY:
        return share >= _UNIFORM
    # Paragraphs end with a sentence: where most lines do not, the others are no paragraphs either.
    is_inside = 2 * sum(ends_sentence(item.left) for item in breaks) <= len(breaks)
    return len(breaks) >= FEW and share == 1 and is_inside


def _is_of_converter(best: Sequence[int], breaks: Sequence[LineBreak]) -> bool:
    """Tell whether the widths that explain most breaks are those that a converter of pages leaves."""
    # What follows a break of Chinese is long, and would not have fitted a line that is a little longer either.
    is_foreign = 2 * sum(not item.is_east_asian for item in breaks) >= len(breaks)
    # A converter parts paragraphs by blank lines, and leaves a list of short lines among them as it is.
    return best[-1] == CONVERTER_WIDTH or (not is_foreign and CONVERTER_WIDTH in best)


def _runs_on(breaks: Sequence[LineBreak], fitting: frozenset[int]) -> bool:
    """Tell whether lines that end a sentence end no paragraph, as most of them are full.

    The last line of a paragraph is full by chance alone, one in ten; a line of Chinese nearly always.
    """
    is_full = [item.start in fitting for item in breaks if ends_sentence(item.left)]
    return sum(is_full) >= _MOSTLY * len(is_full) and not any(item.is_east_asian for item in breaks)


def _best_widths(breaks: Sequence[LineBreak], ranges: Sequence[_Range], widths: range) -> list[int]:
    """Return the widths that explain most breaks, those of a block explained as a whole counted twice.

    A list may hold a line that some other width explains by chance, but hardly all of its lines.
    """
    changes = [0] * (len(widths) + 1)

    def count(low: int, high: int, weight: int) -> None:
        if low <= high and low <= widths[-1] and high >= widths[0]:
            changes[max(low, widths[0]) - widths[0]] += weight
            changes[min(high, widths[-1]) + 1 - widths[0]] -= weight

    for _, group in groupby(zip(breaks, ranges, strict=True), key=lambda pair: pair[0].block):
        lows, highs = zip(*(own for _, own in group), strict=True)
        for low, high in zip(lows, highs, strict=True):
            count(low, high, 1)
        count(max(lows), min(highs), len(lows))
    explained = list(accumulate(changes[:-1]))
    most = max(explained)
    return [width for width, weight in zip(widths, explained, strict=True) if weight == most]


def _range_at_spaces(item: LineBreak, measure: Callable[[str], int] = len) -> _Range:
    width = item.indent + measure(item.left)
    word = _WORD.match(item.right)
    return width if _BREAKABLE.search(item.left) else 0, width + (measure(word[0]) if word else 0)


def _range_anywhere(item: LineBreak, measure: Callable[[str], _Range]) -> _Range:
    low, high = measure(item.left)
    unit = _UNIT.match(item.right)
    # A closing mark that would begin the next line may hang over the end of this one.
    hanging = measure(item.left[-1:])[0] if _HANGING.match(item.left[-1:]) else 0
    # A space between Han and a Latin word is not written at the end of a line, but would have stood there.
    space = 1 if _MEETING.fullmatch(item.left[-1:] + item.right[:1]) else 0
    return item.indent + low - hanging, item.indent + high + space + (measure(unit[0])[1] if unit else 1) - 1


def _columns(text: str) -> _Range:
    """Return the least and the most columns that ``text`` takes; a Han character takes two."""
    low = len(text) + len(_WIDE.findall(text))
    return low, low + len(_MAYBE_WIDE.findall(text))


def _least_columns(text: str) -> int:
    return _columns(text)[0]


def _characters(text: str) -> _Range:
    return len(text), len(text)
