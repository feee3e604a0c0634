"""Marks that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from lint import (
    WIDE,
    AnyMatch,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    Writing,
    hookimpl,
    lazy_pattern,
)

_COMMA, _STOP, _LIST_COMMA, _SEMICOLON, _COLON = "\uff0c\u3002\u3001\uff1b\uff1a"
_FULL = _COMMA + _STOP + _LIST_COMMA + _SEMICOLON + _COLON
_RUN = lazy_pattern(f"[{_FULL},;][{_FULL},;]+")
_QUOTES = frozenset("\u201c\u201d\u2018\u2019\"'`\u300c\u300d\u300a\u300b\uff08\uff09()")
# The stronger mark of two stays: what it ends has ended.
_STRENGTH = (_STOP, _SEMICOLON, _COMMA, _LIST_COMMA)
_ENOUGH_STOPS = 5
_LONGEST_SENTENCE = 500
_LONE_STOP = lazy_pattern(f"(?<!{_STOP}){_STOP}(?!{_STOP})")


class RepeatedPunctuation(Rule):
    """A comma, full stop or the like stands twice, or two of them meet.

    That happens where a link, a name or a quotation between two marks was dropped, and where a text was pasted
    together.  The fix keeps one mark, the stronger one of two; it is unsafe, since the words between may be what
    is missing.  Three and more in a row are a way to trail off.  So are two full stops at the end of headlines and
    captions, and exclamation and question marks express what they are.
    """

    stage = Stage.SCRIPT
    safety = Safety.UNSAFE
    trigger = AnyMatch(_RUN)
    examples = (
        Bad("雨停了\uff0c\uff0c街上又热闹起来\u3002", "雨停了\uff0c街上又热闹起来\u3002"),
        Bad("雨停了\u3002\uff0c街上又热闹起来\u3002", "雨停了\u3002街上又热闹起来\u3002"),
        Good("那以后\u3002\u3002\u3002我们再没见过\u3002"),
        Good("太好了\uff01\uff01\uff01"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        # Who writes so more than once in a while means it.
        trails_off = 3 * _STOP in prose or len(_LONE_STOP.findall(prose)) < _ENOUGH_STOPS
        for match in _RUN.finditer(prose):
            start, end = match.span()
            writing = document.writing.at(start)
            if writing not in (Writing.CHINESE, Writing.JAPANESE):
                continue
            kept = _kept("".join(WIDE.get(char, char) for char in match[0]), is_japanese=writing is Writing.JAPANESE)
            around = prose[max(start - 1, 0) : start] + prose[end : end + 1]
            if kept is None or match[0].isascii() or _QUOTES.issuperset(around):
                continue
            if match[0] == 2 * _STOP and (trails_off or not _is_slip(prose, start, end)):
                continue
            yield self.report(start, end, f"{match[0]} for {kept}", Edit(start, end, kept))


def _kept(run: str, *, is_japanese: bool) -> str | None:
    """Return the mark that stays of a run; None if the run is meant."""
    marks = set(run)
    if len(marks) == 1:
        return run[0] if len(run) == 2 else None
    # Names of Japanese bands end in a full stop.
    if len(run) > 2 or _COLON in marks or (is_japanese and _LIST_COMMA in marks):
        return None
    return next(mark for mark in _STRENGTH if mark in marks)


def _is_slip(prose: str, start: int, end: int) -> bool:
    """Tell a full stop typed twice from a flourish behind a headline or a caption: the paragraph holds others."""
    if prose[end : end + 1].isalnum():
        return True
    window = max(start - _LONGEST_SENTENCE, 0)
    return _LONE_STOP.search(prose, prose.rfind("\n", window, start) + 1 or window, start) is not None


@hookimpl
def lint_rules() -> tuple[type[RepeatedPunctuation]]:
    return (RepeatedPunctuation,)
