"""Parameters of web addresses that follow readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lint import (
    AnyChar,
    Bad,
    Document,
    Edit,
    Finding,
    Good,
    Rule,
    Safety,
    Stage,
    ZoneKind,
    hookimpl,
    lazy_pattern,
    option,
)

_LONGEST_ADDRESS = 2000
_PARAMETER = lazy_pattern(r"[?&;](?P<name>[A-Za-z_][\w.-]*)=", re.ASCII)
# A query ends before the marks of the sentence round it.
_QUERY = lazy_pattern(r"\?(?:[\w%+.~:/@!$*,;&=?-]*[\w%+~/@$&=-])?", re.ASCII)
_HOST = lazy_pattern(r"://(?:[^/@]*@)?([\w.-]+)", re.ASCII)
_BOUNDARY = lazy_pattern(r"[\s<>\"'\[\]]")
_SUBJECT = lazy_pattern(r"\butm_[a-z]+|\b(?:fbclid|gclid)\b")


# The hosts that each name is tracking on; none means all.
_Hosts = dict[str, tuple[str, ...]]


@cache
def _listed() -> _Hosts:
    lines = Path(__file__).with_name("tracking_parameters.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.lower().split() for line in lines if line and not line.startswith("#")]
    return {name: tuple(hosts) for name, *hosts in rows}


@dataclass(frozen=True)
class TrackingParameter(Rule):
    """A web address names the campaign or the click that it came from.

    Pages add ``utm_source`` to their links and share buttons add ``fbclid``; scrapers bring them home, and the same
    address looks like many.  Only parameters in ``tracking_parameters.txt`` go, never one that may choose the page.
    The fix is unsafe all the same: some servers refuse an address that they did not sign.  Code, front matter and
    articles about such parameters are left alone, and so is an address inside another one, which may be archived so.
    """

    stage = Stage.MARKUP
    safety = Safety.UNSAFE
    scope = frozenset({ZoneKind.URL, ZoneKind.REFERENCE, ZoneKind.HTML, ZoneKind.TABLE})
    trigger = AnyChar("?")
    examples = (
        Bad(
            "[Tides](https://example.com/tides?utm_source=rss&page=2)\n", "[Tides](https://example.com/tides?page=2)\n"
        ),
        Bad("See https://example.com/a?fbclid=IwAR0x#b.\n", "See https://example.com/a#b.\n"),
        Good("https://mp.weixin.qq.com/s?__biz=MzA&mid=26&idx=1&sn=86\n"),
        Good("https://mmbiz.qpic.cn/a/640?wx_fmt=jpeg and https://example.com/a?ref=main\n"),
    )

    extra: frozenset[str] = option(frozenset(), "more parameters to remove, on all hosts; name_* for any ending")

    def check(self, document: Document) -> Iterator[Finding]:
        known = _listed() | {name.lower(): () for name in self.extra} if self.extra else _listed()
        text, done = document.text, 0
        for match in _PARAMETER.finditer(text):
            if match.start() < done or _hosts(known, match["name"]) is None:
                continue
            # An address inside another one may be the key to an archive.
            address = _BOUNDARY.split(text[max(match.start() - _LONGEST_ADDRESS, done) : match.end()])[-1]
            host, start = _HOST.search(address), match.end() - len(address) + address.find("?")
            if host is None or "?" not in address or address.count("://") > 1:
                continue
            if not (query := _QUERY.match(text, start)) or query.end() < match.start():
                continue
            if not done and _SUBJECT.search(document.prose):
                return
            done = query.end()
            kept, removed = _sifted(query[0], host[1].lower(), known)
            # A link's address that goes on in the next line would keep half of the last value.
            if removed and not (text[done : done + 1] == "\n" and address.startswith("(")):
                yield self.report(start, done, f"tracking parameter {', '.join(removed)}", Edit(start, done, kept))


def _hosts(known: _Hosts, name: str) -> tuple[str, ...] | None:
    name = name.lower()
    return known.get(name, known.get(f"{name.partition('_')[0]}_*"))


def _sifted(query: str, host: str, known: _Hosts) -> tuple[str, list[str]]:
    """Return the query without its tracking parameters, and their names."""
    kept, removed = "", []
    for part in re.finditer(r"[?&](?:amp;)?([^?&=]*)[^?&]*", query):
        hosts = _hosts(known, part[1])
        if hosts is None or (hosts and not any(f".{host}".endswith(f".{name}") for name in hosts)):
            kept += part[0] if kept else "?" + part[0].lstrip("?&").removeprefix("amp;")
        else:
            removed.append(part[1])
    return kept, removed


@hookimpl
def lint_rules() -> tuple[type[TrackingParameter]]:
    return (TrackingParameter,)
