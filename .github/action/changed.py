"""Find the articles that a push or pull request adds or changes, for check.sh.

Usage: changed.py OUTPUT PATH...

Writes to OUTPUT the configuration that counts for the paths (or nothing), then each article, all of them followed by
NUL.  What ``exclude`` or a ``.gitignore`` names is left out, as in a walk through the paths.

Exit codes: 0, 2 a path or the configuration is wrong, 3 there is nothing to compare with: everything must be checked.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

from lint import UsageError, config
from lint.discovery import Article, common_folder, find_articles
from lint.report.printable import printable

LONGEST = 500_000
"""Bytes of names above which they do not fit into a command with certainty."""


class NothingToCompareError(Exception):
    """The message says why."""


def main(output: str, paths: list[str]) -> int:
    """Write the names; return the exit code."""
    try:
        found = config.discover(common_folder(paths))
        articles = _walked(paths, found)
        changed = _changed(paths)
    except UsageError as error:
        print("::error::seedlint: " + printable(str(error)).replace("%", "%25"))
        return 2
    except NothingToCompareError as reason:
        print(f"::notice::seedlint: all articles are checked, since {reason}")
        return 3
    names = [article.path for article in articles if os.path.normpath(article.path) in changed]
    # A dash alone would be stdin.
    records = [str(found.path or ""), *("./-" if name == "-" else name for name in names)]
    content = b"".join(os.fsencode(record) + b"\0" for record in records)
    if len(content) > LONGEST:
        print("::notice::seedlint: all articles are checked, since very many have changed")
        return 3
    with open(output, "wb") as stream:
        stream.write(content)
    return 0


def _walked(paths: list[str], found: config.Config) -> list[Article]:
    articles, problems = find_articles(paths, found)
    if problems:
        raise UsageError("; ".join(f"{problem.path}: {problem.message}" for problem in problems))
    return articles


def _changed(paths: list[str]) -> set[str]:
    base = _base()
    # A push may have been forced, and a branch may have moved on: what counts is what this side added.
    since = _git("merge-base", base, "HEAD").strip().decode("ascii")
    names = _git(
        "diff", "--name-only", "--diff-filter=d", "--no-renames", "--relative", "-z", since, "HEAD", "--", *paths
    )
    return {os.path.normpath(os.fsdecode(name)) for name in names.split(b"\0") if name}


def _base() -> str:
    """Return the commit that the event starts from."""
    try:
        with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as stream:
            event = json.load(stream)
        commit = event["pull_request"]["base"]["sha"] if "pull_request" in event else event["before"]
    except (OSError, KeyError, TypeError, ValueError):
        raise NothingToCompareError("this event does not compare commits") from None
    if not isinstance(commit, str) or not re.fullmatch("[0-9a-f]{40,64}", commit) or not commit.strip("0"):
        raise NothingToCompareError("nothing came before this push")
    return commit


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["git", "--literal-pathspecs", *arguments], capture_output=True, check=False)
    if done.returncode:
        raise NothingToCompareError("the commit to compare with is not here (give actions/checkout fetch-depth: 0)")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
