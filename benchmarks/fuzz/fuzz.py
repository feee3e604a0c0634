"""Feed bytes that a fuzzer thinks of through decoding, checking and fixing, and see that every promise holds.

Usage: pip install atheris; python benchmarks/fuzz/fuzz.py [--seconds 600] [--corpus FOLDER] [--failures FOLDER]

The fuzzer is atheris, which follows the code that each input reaches and goes on from those that reach new code.  Where
it is not installed, or with ``--plain``, inputs are made by chance alone.  It begins with our own articles, examples
and cases, in several encodings, and cuts, joins and repeats them.  The promises are those of ``tests/promises.py``; an
input that breaks one is written to the folder of failures with what was broken, once for each kind, and fuzzing goes
on.  ``--replay FILE`` tries one input again and shows where it fails.  With failures the exit code is 1.
"""

from __future__ import annotations

import argparse
import atexit
import importlib
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[2]
KEPT = Path(tempfile.gettempdir()) / "seedlint-fuzz"
LONGEST = 4096
"""Bytes of an input at most."""
_NUMBERS = re.compile(r"\d+")


class Fuzzing:
    """What was tried so far, and what it broke."""

    def __init__(self, failures: Path) -> None:
        self.folder = failures
        self.start = time.monotonic()
        self.inputs = 0
        self.refused = 0
        """Inputs that are no text."""
        self.broken: Counter[str] = Counter()

    def try_input(self, data: bytes) -> None:
        """Try one input; keep it if it breaks a promise in a new way."""
        self.inputs += 1
        if self.inputs % 1000 == 0:
            self.report()
        try:
            self.refused += not holds(data)
        except Exception as error:  # noqa: BLE001 - whatever falls out is a finding
            self.keep(data, error)

    def keep(self, data: bytes, error: Exception) -> None:
        """Count a failure, and write the shortest input of its kind."""
        places = [frame.name for frame in traceback.extract_tb(error.__traceback__) if frame.name != "try_input"]
        kind = f"{type(error).__name__} in {places[0]}: " + _NUMBERS.sub("N", str(error).split("\n", 1)[0][:60])
        self.broken[kind] += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / blake2b(kind.encode(errors="replace"), digest_size=6).hexdigest()
        if not path.exists() or path.stat().st_size > len(data):
            path.write_bytes(data)
            path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8", "replace")
            print(f"\n{kind!a}\n  {path}: {data[:200]!r}", flush=True)

    def report(self) -> None:
        """Print what was tried and what it broke."""
        seconds = time.monotonic() - self.start
        print(f"{self.inputs} inputs in {seconds:.0f} s, {self.refused} of them no text; broken: {self.broken.total()}")
        for kind, count in self.broken.most_common():
            print(f"{count:>8}  {kind!a}")


def holds(data: bytes) -> bool:
    """Check every promise for one input; return whether it is text at all.

    Raises:
        AssertionError: A promise is broken; the message says what was seen.

    """
    import promises

    from lint import Safety
    from lint.source import UnreadableError, decode, encode

    try:
        document = decode(data)
    except UnreadableError:
        return False
    assert encode(document) == data, "decoding and encoding is not the identity"  # noqa: S101 - what is tested
    promises.findings_lie_inside(document)
    # One thing after the other would take twice the time for the same paths.
    safety = Safety.UNSAFE if len(data) % 2 else Safety.SAFE
    promises.fixing_twice_is_fixing_once(document, safety)
    if len(data) % 8 < 2:
        promises.edits_give_what_fix_gives(document.text, safety)
    return True


def seeds() -> Iterator[bytes]:
    """Yield our own texts as bytes, some of them in other encodings."""
    import strategies

    codecs = ["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32", *strategies.LEGACY]
    for number, text in enumerate(strategies.fragments()):
        codec = codecs[number % len(codecs)]
        folded = text if codec == "utf-8" else text.replace("\n", "\r\n")
        yield folded.encode(codec, "xmlcharrefreplace")


class Mutator:
    """Makes new inputs of known ones: our own texts and signs are put in, pieces go, come again or move."""

    def __init__(self) -> None:
        import strategies

        self.texts = [text.encode() for text in (*strategies.fragments(), *strategies.lines())]
        signs = [*strategies.ODD, *strategies.SPACES, *(sign for frame in strategies.FRAMES for sign in frame)]
        self.signs = [sign.encode() for sign in signs]

    def mutate(self, data: bytes, longest: int, seed: int) -> bytes:
        """Return ``data`` changed in one to four places."""
        rng = Random(seed)
        for _ in range(rng.randint(1, 4)):
            start = rng.randint(0, len(data))
            end = min(start + rng.choice((0, 0, 1, 8, 64, 512)), len(data))
            piece = data[start:end]
            new = rng.choice(
                (b"", piece * rng.choice((2, 3, 40)), rng.randbytes(2), self.text(rng), *[rng.choice(self.signs)] * 4)
            )
            data = data[:start] + new + data[end:]
        return data[:longest]

    def text(self, rng: Random) -> bytes:
        """Return a text of ours, whole or cut."""
        text = rng.choice(self.texts)
        return text if rng.randrange(2) else text[rng.randint(0, len(text)) :]


def plain(fuzzing: Fuzzing, seconds: float, seed: int) -> None:
    """Try inputs made by chance for so many seconds."""
    rng, mutator = Random(seed), Mutator()
    known = list(seeds())
    while time.monotonic() - fuzzing.start < seconds:
        fuzzing.try_input(mutator.mutate(rng.choice(known), LONGEST, rng.getrandbits(32)))


def guided(fuzzing: Fuzzing, seconds: int, corpus: Path, seed: int) -> None:
    """Try inputs that atheris makes for so many seconds; it ends the process itself."""
    atheris: Any = importlib.import_module("atheris")
    # The fuzzer must be the first to import what it is to follow.
    with atheris.instrument_imports(include=["lint", "rules"], enable_loader_override=False):
        import promises

        promises.linter()
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds():
        (corpus / blake2b(data, digest_size=10).hexdigest()).write_bytes(data[:LONGEST])
    atexit.register(fuzzing.report)
    mutator = Mutator()

    def mutate(data: bytes, longest: int, number: int) -> bytes:
        return mutator.mutate(data, longest, number) if number % 2 else bytes(atheris.Mutate(data, longest))

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-seed={seed}",
        "-timeout=60",
        "-rss_limit_mb=4096",
    ]
    atheris.Setup(
        [sys.argv[0], *options, "-print_final_stats=1", str(corpus)], fuzzing.try_input, custom_mutator=mutate
    )
    atheris.Fuzz()


def main() -> int:
    """Fuzz, or try one input again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, default=KEPT / "corpus", help="where inputs are kept that lead on")
    parser.add_argument("--failures", type=Path, default=KEPT / "failures")
    parser.add_argument("--plain", action="store_true", help="inputs by chance, without atheris")
    parser.add_argument("--replay", type=Path, help="try this input alone")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    if args.replay:
        holds(args.replay.read_bytes())
        return 0
    fuzzing = Fuzzing(args.failures)
    if args.plain or not find_spec("atheris"):
        plain(fuzzing, args.seconds, args.seed)
        fuzzing.report()
    else:
        guided(fuzzing, args.seconds, args.corpus, args.seed)
    return bool(fuzzing.broken)


if __name__ == "__main__":
    sys.exit(main())
