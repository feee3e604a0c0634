"""The cache: what it finds again, what it must not, and that nothing which happens to it stops a run."""

from __future__ import annotations

import functools
import os
import random
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint.errors import UsageError
from lint.run.cache import Cache, clear

FINGERPRINT = b"rules of today"


def database(folder: Path) -> Path:
    return folder / "results.sqlite3"


@functools.cache
def value_of(number: int) -> bytes:
    """Return the value that a test puts under ``number``: mostly short, sometimes longer than a page of the file."""
    source = random.Random(number)
    return source.randbytes(source.choice((0, 20, 500, 9000)))


def key_of(cache: Cache, number: int) -> bytes:
    return cache.key(b"article", str(number).encode())


def fill(folder: Path, numbers: range = range(1000)) -> None:
    with Cache(FINGERPRINT, folder) as cache:
        for number in numbers:
            cache.put(key_of(cache, number), value_of(number))


def found(folder: Path, numbers: range = range(1000)) -> int:
    """Return how many values are found; each that is must be the one that was put."""
    with Cache(FINGERPRINT, folder) as cache:
        values = {number: cache.get(key_of(cache, number)) for number in numbers}
    hits = {number: value for number, value in values.items() if value is not None}
    assert hits == {number: value_of(number) for number in hits}
    return len(hits)


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection of its own to a filled cache in ``tmp_path``, to do things to it."""
    fill(tmp_path)
    connection = sqlite3.connect(database(tmp_path), isolation_level=None)
    yield connection
    connection.close()


def test_what_was_put_is_found_by_this_run_and_the_next(tmp_path: Path) -> None:
    with Cache(FINGERPRINT, tmp_path) as cache:
        key = cache.key(b"text", b"job")
        assert cache.get(key) is None
        cache.put(key, b"result")
        assert cache.get(key) == b"result"
    with Cache(FINGERPRINT, tmp_path) as cache:
        assert cache.get(key) == b"result"
        assert cache.get(cache.key(b"another text", b"job")) is None


def test_a_later_value_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    for value in (b"first", b"", b"third"):
        with Cache(FINGERPRINT, tmp_path) as cache:
            cache.put(cache.key(b"text"), value)
        with Cache(FINGERPRINT, tmp_path) as cache:
            assert cache.get(cache.key(b"text")) == value


def test_another_fingerprint_finds_nothing(tmp_path: Path) -> None:
    with Cache(b"one", tmp_path) as cache:
        cache.put(cache.key(b"text"), b"result")
    with Cache(b"two", tmp_path) as cache:
        assert cache.get(cache.key(b"text")) is None
    with Cache(b"one", tmp_path) as cache:
        assert cache.get(cache.key(b"text")) == b"result"


def test_parts_that_are_cut_differently_have_different_keys(tmp_path: Path) -> None:
    parts: list[tuple[bytes, ...]] = [(), (b"",), (b"", b""), (b"ab",), (b"a", b"b"), (b"b", b"a"), (b"ab", b"")]
    with Cache(FINGERPRINT, tmp_path) as cache, Cache(FINGERPRINT + b"ab", tmp_path) as other:
        keys = [cache.key(*some) for some in parts] + [other.key(*some) for some in parts]
    assert len(set(keys)) == 2 * len(parts)
    assert {len(key) for key in keys} == {16}


def test_many_values_of_all_sizes_come_back_as_they_were(tmp_path: Path) -> None:
    fill(tmp_path)
    assert found(tmp_path) == 1000


def test_folder_and_file_are_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    fill(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(database(folder).stat().st_mode) == 0o600


def test_a_folder_that_was_there_keeps_its_mode_and_its_files(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "notes.txt").write_text("mine")
    fill(tmp_path)
    clear(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_the_folder_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    command = "from lint.run.cache import default_folder; print(default_folder())"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "xdg"), "SEEDLINT_CACHE_DIR": str(tmp_path / "own")}
    assert printed(command, environment) == str(tmp_path / "own")
    del environment["SEEDLINT_CACHE_DIR"]
    assert Path(printed(command, environment)).is_absolute()
    if sys.platform == "linux":
        assert printed(command, environment) == str(tmp_path / "xdg" / "seedlint")


def printed(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", command], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_clearing_frees_what_the_cache_took(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    fill(folder)
    size = database(folder).stat().st_size
    assert clear(folder) == size
    assert not folder.exists()
    assert clear(folder) == 0
    fill(folder)
    assert found(folder) == 1000


@pytest.mark.fault("Cache", "The cache is cleared during a run")
def test_clearing_while_a_run_is_on_harms_neither(tmp_path: Path) -> None:
    """Neither is harmed."""
    with Cache(FINGERPRINT, tmp_path) as cache:
        cache.put(cache.key(b"text"), b"result")
        clear(tmp_path)
    fill(tmp_path)
    assert found(tmp_path) == 1000


def test_what_cannot_be_cleared_is_named(tmp_path: Path) -> None:
    (database(tmp_path) / "inside").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"results\.sqlite3: cannot be deleted"):
        clear(tmp_path)


# What happens to a cache.


@pytest.mark.fault("Cache", "A file where its folder should be")
def test_a_folder_that_cannot_be_made_means_no_cache(tmp_path: Path) -> None:
    """There is no cache, and nothing else changes."""
    place = tmp_path / "file"
    place.write_text("in the way")
    fill(place)
    assert found(place) == 0
    fill(place / "below")
    assert found(place / "below") == 0
    assert clear(place) == 0
    assert place.read_text() == "in the way"


@pytest.mark.fault("Cache", "A folder where its file should be")
def test_a_folder_in_place_of_the_file_means_no_cache(tmp_path: Path) -> None:
    """There is no cache, and nothing else changes."""
    (database(tmp_path) / "inside").mkdir(parents=True)
    fill(tmp_path)
    assert found(tmp_path) == 0


@pytest.mark.fault("Cache", "A full disk under the cache")
@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of processes")
def test_a_disk_that_is_full_means_no_cache(tmp_path: Path) -> None:
    """Nothing is remembered; the next run with room has a cache again."""
    # The limit of the process stands for the disk's: what is written beyond it fails in the same call.
    command = f"""
import resource, signal
from pathlib import Path
from lint.run.cache import Cache
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
with Cache(b"x", Path({str(tmp_path)!r})) as cache:
    keys = [cache.key(bytes([number])) for number in range(200)]
    for key in keys:
        cache.put(key, bytes(100_000))
    print([cache.get(key) for key in keys].count(None))
"""
    assert printed(command, dict(os.environ)) == "200"
    fill(tmp_path)
    assert found(tmp_path) == 1000


@pytest.mark.fault("Cache", "A file that is no database")
def test_a_file_that_is_no_database_is_made_anew(tmp_path: Path) -> None:
    """It is made anew."""
    for content in (b"", b"not a database at all\n" * 100, bytes(8192)):
        database(tmp_path).write_bytes(content)
        assert found(tmp_path) == 0
        fill(tmp_path)
        assert found(tmp_path) == 1000


@pytest.mark.fault("Cache", "A database of another program in its place")
def test_a_database_of_another_program_is_made_anew(tmp_path: Path) -> None:
    """It is made anew."""
    connection = sqlite3.connect(database(tmp_path))
    connection.execute("CREATE TABLE results (key, day, digest, value)")
    connection.close()
    fill(tmp_path)
    assert found(tmp_path) == 1000


@pytest.mark.fault("Cache", "A database of another version")
def test_a_database_with_another_table_is_made_anew(tmp_path: Path, changing: sqlite3.Connection) -> None:
    """It is made anew."""
    changing.execute("ALTER TABLE results RENAME COLUMN value TO content")
    changing.close()
    fill(tmp_path)
    assert found(tmp_path) == 1000


@pytest.mark.fault("Cache", "Results that were changed in the database")
@pytest.mark.parametrize(
    "change",
    [
        "value = substr(value, 1, length(value) - 1)",
        "value = zeroblob(length(value))",
        "value = CAST(zeroblob(2) || x'ff' AS TEXT)",
        "value = 7",
        "digest = x'00'",
        "digest = NULL",
    ],
)
def test_a_value_that_is_not_the_one_that_was_put_misses(
    tmp_path: Path, changing: sqlite3.Connection, change: str
) -> None:
    """They are not believed: the article is judged anew."""
    changing.execute("PRAGMA writable_schema = ON")
    changing.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
    changing.close()
    changing = sqlite3.connect(database(tmp_path), isolation_level=None)
    changing.execute(f"UPDATE results SET {change} WHERE length(value) > 0 AND number <= 500")  # noqa: S608 - ours
    changing.close()
    empty = sum(not value_of(number) for number in range(500))
    assert found(tmp_path) == 500 + empty
    fill(tmp_path)
    assert found(tmp_path) == 1000


@pytest.mark.fault("Cache", "Results that were moved to another article")
def test_a_value_under_the_key_of_another_misses(tmp_path: Path) -> None:
    """They are not believed."""
    with Cache(FINGERPRINT, tmp_path) as cache:
        one, two = cache.key(b"one"), cache.key(b"two")
        cache.put(one, b"result")
    connection = sqlite3.connect(database(tmp_path), isolation_level=None)
    connection.execute("UPDATE results SET key = ?", (two,))
    connection.close()
    with Cache(FINGERPRINT, tmp_path) as cache:
        assert cache.get(two) is None


@pytest.mark.fault("Cache", "Bytes overwritten anywhere")
@pytest.mark.parametrize("seed", range(20))
def test_a_file_with_bytes_overwritten_gives_nothing_wrong_and_heals(tmp_path: Path, seed: int) -> None:
    """Nothing wrong is ever given out, and later runs have a working cache."""
    fill(tmp_path)
    source = random.Random(seed)
    data = bytearray(database(tmp_path).read_bytes())
    for _ in range(source.choice((1, 5, 50))):
        place = source.randrange(len(data))
        data[place : place + 100] = source.randbytes(100)
    database(tmp_path).write_bytes(data)
    found(tmp_path)
    heals(tmp_path)


@pytest.mark.fault("Cache", "A file that was cut off")
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_gives_nothing_wrong_and_heals(tmp_path: Path, share: float) -> None:
    """Nothing wrong is ever given out, and later runs have a working cache."""
    fill(tmp_path)
    os.truncate(database(tmp_path), int(database(tmp_path).stat().st_size * share))
    found(tmp_path)
    heals(tmp_path)


def heals(folder: Path) -> None:
    """Runs that follow must have a working cache again: at the latest the second, if the first meets the damage."""
    for _ in range(3):
        fill(folder)
    assert found(folder) == 1000


# Several processes.


def start(*statements: str) -> list[subprocess.Popen[bytes]]:
    """Start processes that do what ``statements`` say with the functions above, and wait until they begin."""
    head = f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); from test_cache import *; print(flush=True)"
    processes = [
        subprocess.Popen([sys.executable, "-c", f"{head}\n{statement}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for statement in statements
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    return processes


def fill_folders(folder: Path, numbers: range) -> None:
    for name in range(50):
        fill(folder / str(name), numbers)


def fill_for_ever(folder: Path, numbers: range) -> None:
    while True:
        fill(folder, numbers)


@pytest.mark.fault("Cache", "Two runs that make the cache at once")
def test_two_processes_that_make_a_cache_at_once_both_keep_their_values(tmp_path: Path) -> None:
    """Both keep what they put."""
    folder = repr(str(tmp_path))
    processes = start(*(f"fill_folders(Path({folder}), range({first}, {first + 3}))" for first in (0, 3)))
    assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 2
    assert [found(tmp_path / str(name), range(6)) for name in range(50)] == [6] * 50


@pytest.mark.fault("Cache", "Two runs that write at once")
def test_two_processes_that_write_at_once_both_keep_their_values(tmp_path: Path) -> None:
    """Both keep what they put."""
    folder = repr(str(tmp_path))
    processes = start(*(f"fill(Path({folder}), range({first}, {first + 4000}))" for first in (0, 3000)))
    assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 2
    assert found(tmp_path, range(7000)) == 7000


@pytest.mark.fault("Cache", "`SIGKILL` while the cache is written")
def test_processes_killed_while_they_write_leave_a_cache_that_works(tmp_path: Path) -> None:
    """What was there before is still there."""
    source = random.Random(1)
    fill(tmp_path, range(100))
    for _ in range(10):
        processes = start(*(f"fill_for_ever(Path({str(tmp_path)!r}), range({first}, 3000))" for first in (0, 1500)))
        for process in processes:
            time.sleep(source.uniform(0, 0.3))
            process.kill()
            assert process.communicate()[1] == b""
        # What was there before must not be lost: a cache that starts anew after every kill would be none.
        assert found(tmp_path, range(100)) == 100
        found(tmp_path, range(3000))
    fill(tmp_path, range(3000))
    assert found(tmp_path, range(3000)) == 3000


@pytest.mark.fault("Cache", "Another program that holds the database for ever")
@pytest.mark.parametrize("mode", ["WAL", "DELETE"])  # held back from writing, or already from opening
def test_a_process_that_does_not_let_go_stops_no_other(tmp_path: Path, changing: sqlite3.Connection, mode: str) -> None:
    """The run goes on without it."""
    changing.execute(f"PRAGMA journal_mode = {mode}")
    changing.execute("BEGIN EXCLUSIVE")
    fill(tmp_path, range(2000))
    changing.execute("ROLLBACK")
    assert found(tmp_path, range(2000)) == 1000


# What goes when there is too much.


def put(folder: Path, numbers: range, limit: int) -> None:
    """Put values of 1000 bytes."""
    with Cache(FINGERPRINT, folder, limit=limit) as cache:
        for number in numbers:
            cache.put(key_of(cache, number), number.to_bytes(4, "big") * 250)


def kept(folder: Path, numbers: range) -> list[int]:
    with Cache(FINGERPRINT, folder) as cache:
        return [number for number in numbers if cache.get(key_of(cache, number)) is not None]


@pytest.mark.fault("Cache", "More results than there is room for")
def test_the_file_stays_within_its_limit_and_holds_the_newest(tmp_path: Path) -> None:
    """The file stays within its limit; the oldest go."""
    for first in range(0, 20_000, 5000):
        put(tmp_path, range(first, first + 5000), limit=4_000_000)
        assert database(tmp_path).stat().st_size < 4_500_000  # the limit and one batch
    numbers = kept(tmp_path, range(20_000))
    assert numbers == list(range(numbers[0], 20_000))
    assert 2000 < len(numbers) < 4000


def test_what_was_used_since_outlives_what_was_not(tmp_path: Path) -> None:
    put(tmp_path, range(2000), limit=4_000_000)
    connection = sqlite3.connect(database(tmp_path), isolation_level=None)
    connection.execute("UPDATE results SET day = day - 1")
    connection.close()
    assert len(kept(tmp_path, range(500))) == 500
    put(tmp_path, range(2000, 3000), limit=4_000_000)
    numbers = kept(tmp_path, range(3000))
    assert numbers[:500] == list(range(500))
    assert 500 < len(numbers) < 2500
    assert numbers[500:] == list(range(numbers[500], 3000))


def test_a_value_that_would_push_out_most_others_is_not_kept(tmp_path: Path) -> None:
    with Cache(FINGERPRINT, tmp_path, limit=1_000_000) as cache:
        cache.put(cache.key(b"huge"), bytes(200_000))
        assert cache.get(cache.key(b"huge")) is None
