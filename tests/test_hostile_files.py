"""Files that strangers named, linked, locked or change meanwhile, disks that are full, and power that is cut."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Seedlint, install_plugin
from processes import PATIENCE, contents, damaged_article, leftovers, started, until, write_work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes, permissions and file systems as Linux has them")

DAMAGED = "# Tea\n\nShe drank it\u200b black.\n"
FIXED = "# Tea\n\nShe drank it black.\n"
ROW = json.dumps({"text": DAMAGED}) + "\n"
FIXED_ROW = json.dumps({"text": FIXED}) + "\n"


def write(path: Path, text: str = DAMAGED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def report(seedlint: Seedlint, *arguments: str, **more: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(seedlint("check", "--output-format", "json", *arguments, **more).stdout)
    return read


# What a walk meets.


def make_odd(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
    else:
        try:
            # The device that never ends.
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
            path.read_bytes  # noqa: B018 - it is there
        except PermissionError:
            pytest.skip("only the superuser makes devices")


@pytest.mark.fault("Files", "A pipe, a socket or a device among the articles")
@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
@pytest.mark.parametrize("ending", ["txt", "jsonl", "jsonl.gz", "parquet"])
def test_what_is_no_regular_file_never_holds_up_a_run(
    seedlint: Seedlint, tmp_path: Path, kind: str, ending: str
) -> None:
    """A walk passes it over; named, it is refused at once."""
    (tmp_path / "in").mkdir()
    make_odd(tmp_path / f"in/odd.{ending}", kind)
    write(tmp_path / "in/a.txt")
    walked = seedlint("fix", "in")
    assert (walked.returncode, walked.stderr) == (0, "")
    assert (tmp_path / "in/a.txt").read_text() == FIXED
    named = seedlint("fix", f"in/odd.{ending}")
    assert named.returncode == 2
    assert f"error: in/odd.{ending}: is not a regular file" in named.stderr


@pytest.mark.fault("Files", "Links that lead in circles or out of the folder")
def test_a_walk_follows_no_links(seedlint: Seedlint, tmp_path: Path) -> None:
    """A walk follows none of them: what lies elsewhere stays as it is."""
    outside = write(tmp_path / "outside/secret.txt")
    write(tmp_path / "in/a.txt")
    (tmp_path / "in/self").symlink_to(".")
    (tmp_path / "in/up").symlink_to("../in")
    (tmp_path / "in/folder").symlink_to("../outside")
    (tmp_path / "in/link.txt").symlink_to("../outside/secret.txt")
    (tmp_path / "in/nowhere.txt").symlink_to("nothing")
    (tmp_path / "in/circle.txt").symlink_to("circle.txt")
    done = seedlint("fix", "in")
    assert (done.returncode, done.stderr) == (0, "")
    assert "in 1 file." in done.stdout
    assert outside.read_text() == DAMAGED


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_link_that_is_named_is_written_through(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    before, after = (DAMAGED, FIXED) if name == "a.txt" else (ROW, FIXED_ROW)
    target = write(tmp_path / "elsewhere" / name, before)
    (tmp_path / f"link.{name}").symlink_to(target)
    assert seedlint("fix", f"link.{name}").returncode == 0
    assert (tmp_path / f"link.{name}").is_symlink()
    assert target.read_text() == after
    assert os.listdir(target.parent) == [name]


STRANGE = (
    b"new\nline.txt",
    b"in a\nfolder/of two\n lines/a.txt",
    b"'quotes' and \"more\".txt",
    b"invalid \xff\xfe\x80.txt",
    b"--fix.txt",
    b"-",
    b"\x1b[31mred\x1b[0m\x07.txt",
    b"\xe2\x80\xaegnp.txt",
    b" spaces .txt",
    b"$(touch owned);`touch owned`.txt",
    b"%s%n{0}{path}.txt",
    b"back\\slash.txt",
    b"a" * 251 + b".txt",
)


@pytest.mark.fault(
    "Files", "Names with line ends, quotes, dashes, commands, terminal escapes, or bytes that are no text"
)
def test_no_name_is_too_strange(seedlint: Seedlint, tmp_path: Path) -> None:
    """Each article is found, reported and fixed under its own name, and no name reaches the terminal as it is."""
    folder = os.fsencode(tmp_path / "in")
    for name in STRANGE:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(DAMAGED)
    walked = [name for name in STRANGE if name != b"-"]
    found = report(seedlint, ".", folder=tmp_path / "in")["findings"]
    assert sorted(os.fsencode(item["path"]) for item in found) == sorted(walked)
    for arguments in ((), ("--output-format", "concise"), ("--color", "always", "-v")):
        done = seedlint("check", ".", *arguments, folder=tmp_path / "in")
        shown = done.stdout + done.stderr
        for colour in ("\x1b[1m", "\x1b[31m", "\x1b[7m", "\x1b[32m", "\x1b[33m", "\x1b[34m", "\x1b[0m", "\x1b[36m"):
            shown = shown.replace(colour, "")
        assert not set("\x1b\x07\u202e\udcff") & set(shown)
    named = seedlint("fix", "--", "--fix.txt", "./-", folder=tmp_path / "in")
    assert (named.returncode, named.stderr) == (0, "")
    assert seedlint("fix", ".", "--jobs", "2", folder=tmp_path / "in").returncode == 0
    for name in STRANGE:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            assert file.read() == FIXED, name


def test_the_command_to_fix_with_is_one_that_works(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path / "-v.txt")
    done = seedlint("check", "--", "-v.txt")
    assert "Fix with: seedlint fix ./-v.txt " in done.stdout


# Permissions.


@pytest.fixture
def stranger(tmp_path: Path) -> Seedlint:
    """Return a function that runs ``seedlint`` without the rights of the superuser, whom no permissions stop."""
    command = [sys.executable, "-m", "lint"]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("the superuser cannot give up rights without setpriv")
        rights = "-dac_override,-dac_read_search,-fowner"
        command = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", *command]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "SEEDLINT_CACHE_DIR": f"{tmp_path}-cache"}
        return subprocess.run(
            [*command, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=environment,
            timeout=PATIENCE,
            check=False,
        )

    return run


@pytest.fixture
def locked() -> Iterator[Callable[[Path, int], None]]:
    """Return a function that changes permissions until the end of the test."""
    before: list[tuple[Path, int]] = []

    def lock(path: Path, mode: int) -> None:
        before.append((path, stat.S_IMODE(path.stat().st_mode)))
        path.chmod(mode)

    yield lock
    for path, mode in reversed(before):
        path.chmod(mode)


@pytest.mark.fault("Files", "A folder that may not be read, or not be entered")
@pytest.mark.parametrize("mode", [0o000, 0o300, 0o600])
def test_a_folder_that_cannot_be_looked_through_is_told(
    stranger: Seedlint, tmp_path: Path, locked: Callable[[Path, int], None], mode: int
) -> None:
    """It is named, with exit code 2, for there may be articles in it; all others are judged."""
    write(tmp_path / "in/closed/a.txt")
    write(tmp_path / "in/open/b.txt")
    locked(tmp_path / "in/closed", mode)
    done = stranger("check", "in")
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith("error: in/closed")
    assert "Permission denied" in told
    assert "in/open/b.txt" in done.stdout


def test_a_folder_that_cannot_be_looked_through_may_be_excluded(
    stranger: Seedlint, tmp_path: Path, locked: Callable[[Path, int], None]
) -> None:
    write(tmp_path / "in/closed/a.txt")
    write(tmp_path / "in/b.txt", FIXED)
    write(tmp_path / "in/seedlint.toml", 'exclude = ["closed"]\n')
    locked(tmp_path / "in/closed", 0)
    done = stranger("check", "in")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.fault("Files", "An article or a data set that may not be read")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_that_cannot_be_read_is_told(
    stranger: Seedlint, tmp_path: Path, locked: Callable[[Path, int], None], name: str
) -> None:
    """It is named, with exit code 2; all others are judged."""
    write(tmp_path / name)
    write(tmp_path / "b.txt")
    locked(tmp_path / name, 0)
    done = stranger("check", ".")
    assert done.returncode == 2
    assert done.stderr == f"error: {name}: cannot be read: Permission denied\n"
    assert "b.txt" in done.stdout


@pytest.mark.fault("Files", "An article or a data set, or its folder, that may not be written")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "file"])
def test_what_is_read_only_stays_as_it_is(
    stranger: Seedlint, tmp_path: Path, locked: Callable[[Path, int], None], name: str, *, is_folder: bool
) -> None:
    """It is told and stays byte for byte, though a file could be replaced by way of its folder."""
    article = write(tmp_path / "closed" / name, DAMAGED if name == "a.txt" else ROW)
    before = article.read_bytes()
    write(tmp_path / "open/b.txt")
    locked(article.parent if is_folder else article, 0o555 if is_folder else 0o444)
    done = stranger("fix", "closed", "open")
    assert done.returncode == 2
    assert done.stderr == f"error: closed/{name}: cannot be written: Permission denied; it is as it was\n"
    assert article.read_bytes() == before
    assert os.listdir(article.parent) == [name]
    assert (tmp_path / "open/b.txt").read_text() == FIXED


def test_owner_permissions_and_attributes_outlive_a_fix(seedlint: Seedlint, tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt")
    if os.geteuid() == 0:
        os.chown(article, 12345, 23456)
    article.chmod(0o604)
    names = []
    try:
        os.setxattr(article, "user.source", b"a page")
        names = ["user.source"]
    except OSError:
        pass  # not every file system has attributes
    before = article.stat()
    assert seedlint("fix", "a.txt").returncode == 0
    after = article.stat()
    assert article.read_text() == FIXED
    assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode)
    assert [name for name in os.listxattr(article) if name.startswith("user.")] == names


# Ignore files.


@pytest.mark.fault("Files", "A `.gitignore` that is a pipe, without an end, or not to be read")
@pytest.mark.parametrize("kind", ["pipe", "endless", "huge", "locked"])
def test_a_folder_whose_ignore_file_cannot_be_read_is_passed_over(
    stranger: Seedlint, tmp_path: Path, locked: Callable[[Path, int], None], kind: str
) -> None:
    """Its folder is named and passed over: what it would have kept away is not touched; all others are fixed."""
    article = write(tmp_path / "in/odd/a.txt")
    write(tmp_path / "in/b.txt")
    ignores = tmp_path / "in/odd/.gitignore"
    if kind == "pipe":
        os.mkfifo(ignores)
    elif kind == "endless":
        ignores.symlink_to("/dev/zero")
    elif kind == "huge":
        ignores.write_text("*.bin\n" * 100_000)
    else:
        ignores.write_text("*.bin\n")
        locked(ignores, 0)
    done = stranger("fix", "in")
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith("error: in/odd: cannot be looked through, nothing in it was judged: in/odd/.gitignore ")
    assert article.read_text() == DAMAGED
    assert (tmp_path / "in/b.txt").read_text() == FIXED


@pytest.mark.fault("Configuration", "Patterns of files that would take years to match")
@pytest.mark.parametrize("place", [".gitignore", "exclude", "include", "per-file-ignores"])
def test_no_pattern_takes_for_ever(seedlint: Seedlint, tmp_path: Path, place: str) -> None:
    """They are matched in linear time, in a `.gitignore` and in the configuration."""
    name = "a" * 200 + ".txt"
    folder = "/".join(["b"] * 100)
    write(tmp_path / folder / name)
    patterns = ["*a" * 60 + "*c", "**/b/" * 40 + "c", "[ab]*" * 60 + "c"]
    if place == ".gitignore":
        write(tmp_path / ".gitignore", "\n".join(patterns))
    else:
        keys: dict[str, Any] = {
            "exclude": patterns,
            "include": [*patterns, "*.txt"],
            "per-file-ignores": {pattern: ["layout"] for pattern in patterns},
        }
        value = keys[place]
        written = "{" + ", ".join(f"{key!r} = {item}" for key, item in value.items()) + "}" if "per" in place else value
        write(tmp_path / "seedlint.toml", f"{place} = {written}\n")
    assert [item["path"] for item in report(seedlint, ".")["findings"]] == [f"{folder}/{name}"]


@pytest.mark.fault("Configuration", "Patterns that are none")
@pytest.mark.parametrize("pattern", ["[z-a].txt", "!", "//", "/", "[", "\\", "**", "[[:nothing:]]", "a" * 9999])
def test_a_pattern_that_is_none_matches_what_git_says(seedlint: Seedlint, tmp_path: Path, pattern: str) -> None:
    """They are passed over, as git does."""
    write(tmp_path / "a.txt")
    write(tmp_path / "in/.gitignore", f"{pattern}\nkept.txt\n")
    write(tmp_path / "in/b.txt")
    write(tmp_path / "in/kept.txt")
    found = report(seedlint, "in", "a.txt")
    paths = {item["path"] for item in found["findings"]}
    assert paths == ({"a.txt"} if pattern == "**" else {"a.txt", "in/b.txt"})


# Files that change meanwhile.

MEDDLER = '''
"""Something happens while an article is judged."""

import os
import re
from dataclasses import dataclass

from lint import AnyText, Good, Rule, Safety, Stage, hookimpl

done = []


@dataclass(frozen=True)
class MeddlingWord(Rule):
    """Something happens while an article is judged."""

    stage = Stage.ENCODING
    safety = Safety.MANUAL
    trigger = AnyText("meddle")
    examples = (Good("harmless"),)

    def check(self, document):
        if not done:
            done.append(os.system(os.environ["MEDDLE"]))
        return iter(())


@hookimpl
def lint_rules():
    return (MeddlingWord,)
'''


@pytest.fixture
def meddling(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Mapping[str, str]]:
    """Return a function that says how to have a command run while an article with the word "meddle" is judged."""
    site = tmp_path_factory.mktemp("site")
    (site / "meddling_word.py").write_text(MEDDLER)
    install_plugin(site, "meddling", "meddling_word")
    return lambda command: {"PYTHONPATH": str(site), "MEDDLE": command}


ARTICLE = f"{DAMAGED}\nThey meddle.\n"
SAME_SIZE = ARTICLE.replace("black", "green")
CHANGES = {
    "grown": "printf 'Newer.' >> {name}",
    "replaced": "printf 'Newer.' > new && mv new {name}",
    "of the same size and time": "touch -r {name} time && cat same > {name} && touch -r time {name}",
    "replaced by a pipe": "rm {name} && mkfifo {name}",
    "replaced by a folder": "rm {name} && mkdir {name}",
    "deleted": "rm {name}",
}


def state(path: Path) -> tuple[int, bytes] | None:
    """Return what is at ``path``: its kind, and its contents if it is a file."""
    if not path.exists():
        return None
    kind = stat.S_IFMT(path.lstat().st_mode)
    return kind, path.read_bytes() if path.is_file() else b""


@pytest.mark.fault("Files", "An article or a data set that is changed, replaced or deleted while it is judged")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_what_somebody_else_writes_meanwhile_stays(
    seedlint: Seedlint, tmp_path: Path, meddling: Callable[[str], Mapping[str, str]], name: str, change: str
) -> None:
    """The newer file stays, one that was deleted does not come back, and the run says so."""
    rows = "".join(json.dumps({"text": text}) + "\n" for text in (ARTICLE, DAMAGED))
    same_rows = "".join(json.dumps({"text": text}) + "\n" for text in (SAME_SIZE, DAMAGED))
    write(tmp_path / name, ARTICLE if name == "a.txt" else rows)
    write(tmp_path / "same", SAME_SIZE if name == "a.txt" else same_rows)
    write(tmp_path / "twin/a", (tmp_path / name).read_text())
    command = CHANGES[change]
    # What the change alone makes of a copy is what must be there in the end.
    shutil.copy(tmp_path / "same", tmp_path / "twin/same")
    subprocess.run(["sh", "-c", command.format(name="a")], cwd=tmp_path / "twin", check=True)
    done = seedlint("fix", name, environment=meddling(command.format(name=name)))
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"error: {name}: cannot be written: ")
    assert state(tmp_path / name) == state(tmp_path / "twin/a")
    assert not leftovers(tmp_path)


def test_an_article_that_is_deleted_before_it_is_read_is_told(
    seedlint: Seedlint, tmp_path: Path, meddling: Callable[[str], Mapping[str, str]]
) -> None:
    write(tmp_path / "a.txt", ARTICLE)
    write(tmp_path / "b.txt")
    write(tmp_path / "c.txt")
    done = seedlint("fix", ".", environment=meddling("rm b.txt"))
    assert done.returncode == 2
    assert done.stderr == "error: b.txt: cannot be read: No such file or directory\n"
    assert (tmp_path / "c.txt").read_text() == FIXED


@pytest.mark.fault("Processes", "Two `fix` at once on the same articles")
def test_two_runs_at_once_end_in_the_same_articles(tmp_path: Path) -> None:
    """Both end without a complaint, and every article is what one run would have made of it."""
    folder = tmp_path / "articles"
    write_work(folder, files=60, rows=0)
    alone = shutil.copytree(folder, tmp_path / "alone")
    for run in [started("fix", "--jobs", "1", ".", folder=alone)]:
        assert run.communicate(timeout=PATIENCE)[1] == ""
    runs = [started("fix", "--jobs", jobs, ".", folder=folder) for jobs in ("1", "2")]
    for run in runs:
        _, said = run.communicate(timeout=PATIENCE)
        # Only who loses the race by a hair's breadth is told of it.
        assert all("was changed by another program meanwhile" in line for line in said.splitlines())
        assert run.returncode == (2 if said else 0)
    assert contents(folder) == contents(alone)
    assert not leftovers(folder)


@pytest.mark.fault("Processes", "Two `fix` at once on the same articles, one of which is killed")
def test_a_run_goes_on_where_another_was_killed(tmp_path: Path) -> None:
    """The other one does all that is left to do."""
    folder = tmp_path / "articles"
    write_work(folder, files=60, rows=0)
    old = contents(folder)
    alone = shutil.copytree(folder, tmp_path / "alone")
    started("fix", "--jobs", "1", ".", folder=alone).communicate(timeout=PATIENCE)
    victim, other = (started("fix", "--no-cache", "--jobs", "1", ".", folder=folder) for _ in range(2))
    until(lambda: (folder / "0010.md").read_bytes() != old["0010.md"])
    os.kill(victim.pid, signal.SIGKILL)
    victim.communicate(timeout=PATIENCE)
    _, said = other.communicate(timeout=PATIENCE)
    assert all("was changed by another program meanwhile" in line for line in said.splitlines())
    assert contents(folder) == contents(alone)


# Disks.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of its own, of 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave no byte free on the disk of ``folder``."""
    with open(folder / "filler", "wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass


@pytest.mark.fault("Disks", "A full disk")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_on_a_full_disk_the_old_file_stays(seedlint: Seedlint, small_disk: Path, name: str) -> None:
    """The article or data set stays as it was, nothing is left beside it, and the run says so and goes on."""
    make_article(small_disk / name)
    before = (small_disk / name).read_bytes()
    write(small_disk / "b.txt", FIXED)
    fill(small_disk)
    done = seedlint("fix", name, "b.txt", folder=small_disk)
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"error: {name}: cannot be written: ")
    assert "No space left on device" in told
    assert "2 files" in done.stdout
    assert (small_disk / name).read_bytes() == before
    assert sorted(os.listdir(small_disk)) == sorted([name, "b.txt", "filler"])


def make_article(path: Path) -> None:
    """Write an article, or a data set of some, that needs more room than a page of a file system."""
    texts = [damaged_article(number) for number in range(8)]
    rows = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table({"text": texts}), path)
    elif path.suffix == ".gz":
        import gzip

        path.write_bytes(gzip.compress(rows))
    else:
        path.write_bytes(rows if path.suffix == ".jsonl" else texts[0].encode())


@pytest.mark.fault("Disks", "A full disk where copies or the report should go")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_on_a_full_disk_there_is_no_half_copy_and_no_half_report(
    seedlint: Seedlint, tmp_path: Path, small_disk: Path, name: str
) -> None:
    """There is no half copy, and the last report stays; the run says so."""
    make_article(tmp_path / name)
    report_before = write(small_disk / "report.json", "the last one")
    fill(small_disk)
    done = seedlint("fix", name, "--output", "disk")
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    done = seedlint("check", name, "--output-format", "json", "--output-file", "disk/report.json")
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert report_before.read_text() == "the last one"
    assert sorted(os.listdir(small_disk)) == ["filler", "report.json"]


@pytest.mark.fault("Disks", "A full disk where the cache is")
def test_a_cache_on_a_full_disk_changes_nothing(seedlint: Seedlint, tmp_path: Path, small_disk: Path) -> None:
    """The run goes on without it."""
    write(tmp_path / "a.txt")
    fill(small_disk)
    done = seedlint("fix", "a.txt", environment={"SEEDLINT_CACHE_DIR": str(small_disk / "cache")})
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.txt").read_text() == FIXED


MANY_SIGHTS = """
from lint import Linter
from lint.run.corpus import Corpus
(rule,) = Linter({"select": ["near-duplicate-article"]}).corpus_rules
corpus = Corpus([rule])
for number in range(10_000):  # more than it keeps in memory
    corpus.add("a.jsonl", number, [(rule.name, number, (0, 1, 1), (1, 1, 2), bytes(5_000))])
findings, problems = corpus.judge()
print(list(findings), *(problem.message for problem in problems))
"""


@pytest.mark.fault("Disks", "A full disk where rules across articles remember what they saw")
def test_rules_across_articles_do_without_a_full_disk(small_disk: Path) -> None:
    """These rules alone have not judged, and the run says so; all else is done."""
    # In a process of its own, because SQLite asks for its folder once.
    environment = {**os.environ, "SQLITE_TMPDIR": str(small_disk)}
    done = subprocess.run(
        [sys.executable, "-c", MANY_SIGHTS], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("[] rules across articles have not judged: ")
    assert "database or disk is full; make room where SQLite keeps its files" in done.stdout


@pytest.mark.fault("Disks", "A limit on the size of files")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    """The write breaks off, and the old file stays whole."""
    make_article(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "lint", "fix", "--no-cache", name],
        cwd=tmp_path,
        # What measures coverage writes files too.
        env={name: value for name, value in os.environ.items() if not name.startswith("COV")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"error: {name}: cannot be written: File too large; it is as it was\n"
    assert (tmp_path / name).read_bytes() == before
    assert os.listdir(tmp_path) == [name]


RECORDER = """
import os
import re
calls = open(os.environ["CALLS"], "a", buffering=1)
def recorded(name):
    call = getattr(os, name)
    def record(*arguments, **options):
        result = call(*arguments, **options)
        shown = [os.readlink(f"/proc/self/fd/{item}") if isinstance(item, int) else item for item in arguments]
        print(name, *map(os.path.basename, shown), file=calls)
        return result
    setattr(os, name, record)
recorded("fsync")
recorded("replace")
"""


@pytest.mark.fault("Disks", "A power cut")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.parquet"])
def test_contents_reach_the_disk_before_their_name(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    """The contents reach the disk first, then the name, then the folder: old or new, never half."""
    make_article(tmp_path / name)
    write(tmp_path / "site/sitecustomize.py", RECORDER)
    environment = {"PYTHONPATH": str(tmp_path / "site"), "CALLS": str(tmp_path / "calls")}
    assert seedlint("fix", name, environment=environment).returncode == 0
    calls = [line.split() for line in (tmp_path / "calls").read_text().splitlines()]
    assert [call[0] for call in calls] == ["fsync", "replace", "fsync"]
    unfinished = calls[0][1]
    assert unfinished.startswith(".seedlint-")
    assert calls[1][1:] == [unfinished, name]
    assert calls[2][1] == tmp_path.name


# Where copies and reports go.


@pytest.mark.fault("Files", "Links inside the folder of `--output` that lead out of it")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_output_follows_no_link_out_of_its_folder(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    """Nothing outside is written: a link to a file is replaced by the copy, one to a folder is refused and named."""
    text = DAMAGED if name == "a.txt" else ROW
    write(tmp_path / "in" / name, text)
    write(tmp_path / "in/sub" / name, text)
    victim = write(tmp_path / "elsewhere/victim", "precious")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to(victim)
    (tmp_path / "out/sub").symlink_to("../elsewhere")
    done = seedlint("fix", "in", "--output", "out")
    assert done.returncode == 2
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"error: in/sub/{name}: cannot be written")
    assert "out/sub is a link that leads elsewhere; remove it" in told
    assert victim.read_text() == "precious"
    assert os.listdir(tmp_path / "elsewhere") == ["victim"]
    assert not (tmp_path / "out" / name).is_symlink()
    assert (tmp_path / "out" / name).read_text() == (FIXED if name == "a.txt" else FIXED_ROW)


@pytest.mark.fault("Files", "Paths that lead upwards, from the root, or stand in rows of a data set")
def test_output_writes_nowhere_else(seedlint: Seedlint, tmp_path: Path) -> None:
    """Copies lie in the folder of `--output` and nowhere else, whatever the articles are called."""
    for name in ("one/a.txt", "two/deep/b.txt"):
        write(tmp_path / name)
    names = ["../../evil.txt", "/etc/evil.txt", "a/../../evil"]
    rows = "".join(json.dumps({"text": DAMAGED, "id": name, "path": name, "file": name}) + "\n" for name in names)
    write(tmp_path / "two/rows.jsonl", rows)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = seedlint(
        *("fix", "two/../one/a.txt", str(tmp_path / "two"), "one/../two/deep/../rows.jsonl", "--id-field", "id"),
        *("--output", "two/out"),
    )
    assert done.returncode == 0, done.stderr
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {str(path.relative_to(tmp_path / "two/out")) for path in written} == {
        "one/a.txt",
        "two/deep/b.txt",
        "two/rows.jsonl",
    }
    again = seedlint("check", "two/deep", "two/rows.jsonl", "one", "--output-format", "json")
    assert len(json.loads(again.stdout)["findings"]) == 5


def test_copies_in_a_folder_that_is_reached_by_a_link_are_not_read_again(seedlint: Seedlint, tmp_path: Path) -> None:
    write(tmp_path / "real/a.txt")
    (tmp_path / "link").symlink_to("real")
    for _ in range(2):
        assert seedlint("fix", "link", "--output", "real/out").returncode == 0
    assert [str(path.relative_to(tmp_path)) for path in (tmp_path / "real").rglob("*.txt")] == [
        "real/a.txt",
        "real/out/a.txt",
    ]


@pytest.mark.fault("Files", "A report or a baseline that would overwrite an article")
@pytest.mark.parametrize("command", [("check",), ("check", "--output-format", "json"), ("baseline",), ("report",)])
@pytest.mark.parametrize("named", ["in", "in/a.txt", "link.txt"])
def test_no_report_takes_the_place_of_an_article(
    seedlint: Seedlint, tmp_path: Path, command: tuple[str, ...], named: str
) -> None:
    """It is refused, and the article stays as it was."""
    article = write(tmp_path / "in/a.txt")
    (tmp_path / "link.txt").symlink_to(article)
    done = seedlint(*command, named, "--output-file", "in/a.txt")
    assert done.returncode == 2
    assert re.match(r"error: in/a\.txt: (is|exists and is not) ", done.stderr)
    assert "name another file with --output-file" in done.stderr
    assert article.read_text() == DAMAGED
    assert os.listdir(article.parent) == ["a.txt"]
