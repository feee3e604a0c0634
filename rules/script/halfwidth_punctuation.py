"""Half-width punctuation in Chinese text."""

from __future__ import annotations

from collections.abc import Iterator

from lint import HAN, WIDE, AnyChar, Bad, Document, Edit, Finding, Good, Rule, Safety, Stage, hookimpl, lazy_pattern

_SPACED = lazy_pattern(f" [{HAN}]")


class HalfwidthPunctuation(Rule):
    """A half-width mark stands where Chinese wants a full-width one.

    Programs that fold widths, as Unicode libraries do by default, turn the full-width comma, colon, semicolon, question
    and exclamation mark into ASCII and leave what has no ASCII form; careless typing does the same here and there.
    Widening a mark, which takes a space in front of Han along, is safe between Han or full-width signs, and in a text
    that was folded also with either on one side; otherwise it is unsafe, and so it is in a paragraph whose sentences
    end in half-width stops, which no folding makes.  A question mark that stands for a letter that an encoding lost is
    none.  Japanese, Korean, numbers, times, faces, code and addresses stay.
    """

    stage = Stage.SCRIPT
    safety = Safety.SAFE
    trigger = AnyChar("".join(WIDE))
    examples = (
        Bad("雨停了,街上又热闹起来!", "雨停了\uff0c街上又热闹起来\uff01"),
        Good("比分 3:2，用时 1:45:30。"),
        Good("日, 美에 관세 협상 제안"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for mark in document.half_marks:
            found = document.text[mark.start : mark.end]
            wide = "".join(map(WIDE.__getitem__, found))
            # What typists put behind a narrow mark has no place behind a wide one; what is wrapped begins anew.
            end = mark.end + (_SPACED.match(document.prose, mark.end) is not None)
            yield self.report(
                mark.start,
                mark.end,
                f"half-width {found} in Chinese text",
                Edit(mark.start, end, wide),
                safety=Safety.SAFE if mark.is_certain else Safety.UNSAFE,
            )


@hookimpl
def lint_rules() -> tuple[type[HalfwidthPunctuation]]:
    return (HalfwidthPunctuation,)
