"""Results kept from one run to the next: bytes by the content that they came from, never believed without proof.

A result's key holds everything that went in, and the fingerprint (:mod:`lint.run.cache_fingerprint`) everything that
may have worked on it.  What is kept here saves time and nothing else: whatever goes wrong, the run goes on without.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from lint.errors import UsageError

LIMIT = 512 << 20
"""Bytes that the cache may take on disk: room for some hundred thousand articles, little beside the articles."""

_FILE = "results.sqlite3"
_FORM = 0x5EED_0001
"""Marks a database as ours and of this form; another number here makes every older one a foreign one."""
_BATCH = 256
"""Entries written in one transaction: so many are lost at most when the process is killed."""
_BATCH_BYTES = 4 << 20
_PATIENCE = 2.0
"""Seconds to wait for another process that writes; no transaction takes as long, unless the disk is in trouble."""
_DAY = 86_400

# Rows stand in the order of their last use, to the day, because a row that is used again gets a new number.  So the
# oldest ones are neighbours, and to delete them touches few pages of the file.
_TABLE = """
CREATE TABLE results (
    number INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    digest BLOB NOT NULL,
    value BLOB NOT NULL
)"""
_GET = "SELECT day, digest, value FROM results WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO results (key, day, digest, value) VALUES (?, ?, ?, ?)"


class Cache(contextlib.AbstractContextManager["Cache"]):
    """A store of results by content, for one fingerprint; used by the process that opened it, in one thread.

    ``folder`` is the user's cache folder if not given; it is made if it is missing, for the user alone.  ``limit`` is
    in bytes.  A store that cannot be opened, read or written finds nothing and keeps nothing, without an error.

    Processes that are forked while it is open must leave it alone: what they hold is a copy of one connection.
    """

    def __init__(self, fingerprint: bytes, folder: Path | None = None, *, limit: int = LIMIT) -> None:
        self._start = blake2b(_prefixed(fingerprint), digest_size=16)
        self._limit = limit
        self._pending: dict[bytes, bytes] = {}
        self._pending_bytes = 0
        self._today = int(time.time()) // _DAY
        self._path = (folder or default_folder()) / _FILE
        self._connection = _open(self._path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def key(self, *parts: bytes) -> bytes:
        """Return the key of what is made from ``parts``, 16 bytes; no two lists of parts have the same."""
        digest = self._start.copy()
        for part in parts:
            digest.update(_prefixed(part))
        return digest.digest()

    def get(self, key: bytes) -> bytes | None:
        """Return what was put under ``key``, or None."""
        if (waiting := self._pending.get(key)) is not None:
            return waiting
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(_GET, (key,)).fetchone()
        except sqlite3.Error as error:
            self._step_aside(error)
            return None
        if row is None:
            return None
        day, digest, value = row
        # The database does not verify what its pages hold: a value that was cut off or overwritten would come back.
        if not isinstance(value, bytes) or digest != _digest(key, value):
            return None
        if day != self._today:
            self.put(key, value)
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep ``value`` under ``key``; it reaches the disk with its batch, or when the cache is closed."""
        if self._connection is None or len(value) > self._limit // 8:
            return
        self._pending[key] = value
        self._pending_bytes += len(value)
        if len(self._pending) >= _BATCH or self._pending_bytes >= _BATCH_BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is not yet written.  A closed cache finds and keeps nothing."""
        self._flush()
        self._disconnect()

    def _flush(self) -> None:
        if self._connection is None or not self._pending:
            return
        rows = [(key, self._today, _digest(key, value), value) for key, value in self._pending.items()]
        self._forget_pending()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(_PUT, rows)
            self._evict(self._connection)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._step_aside(error)

    def _evict(self, connection: sqlite3.Connection) -> None:
        """Delete what was not used for longest, down to three quarters of the limit, so that it is rarely done.

        Done with each batch: the pages that get free are written again by the next ones, and the file never grows.
        """
        pages, free, page_size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        size = (pages - free) * page_size
        if size <= self._limit:
            return
        excess = size - self._limit * 3 // 4
        last = 0
        rows = connection.execute("SELECT number, length(value) FROM results ORDER BY number")
        for number, length in rows:
            last = number
            excess -= length + 100  # the row's other columns and its place in the index
            if excess <= 0:
                break
        rows.close()
        connection.execute("DELETE FROM results WHERE number <= ?", (last,))

    def _step_aside(self, error: sqlite3.Error) -> None:
        """Do without the cache for the rest of the run: one that is locked would cost its wait at every call."""
        self._disconnect()
        # This kind of error stands for a lock, a full disk and the like; all others for a malformed database.
        if not isinstance(error, sqlite3.OperationalError):
            _delete(self._path)

    def _disconnect(self) -> None:
        self._forget_pending()
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _forget_pending(self) -> None:
        self._pending = {}
        self._pending_bytes = 0


def default_folder() -> Path:
    """Return the folder that the environment variable SEEDLINT_CACHE_DIR names, else the user's own for caches."""
    if named := os.environ.get("SEEDLINT_CACHE_DIR"):
        return Path(os.path.abspath(named))
    import platformdirs

    return platformdirs.user_cache_path("seedlint", appauthor=False)


def clear(folder: Path | None = None) -> int:
    """Delete the cache and return how many bytes that freed; other files in its folder stay.

    Raises:
        UsageError: A file of the cache cannot be deleted.

    """
    path = (folder or default_folder()) / _FILE
    freed = 0
    for file in _files(path):
        try:
            size = os.lstat(file).st_size
            os.unlink(file)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise UsageError(
                f"{file}: cannot be deleted: {error.strerror}\n"
                "Wait until no other seedlint is running, then try again, or delete the file by hand"
            ) from error
        freed += size
    with contextlib.suppress(OSError):  # it holds something else
        os.rmdir(path.parent)
    return freed


def _prefixed(part: bytes) -> bytes:
    """Return ``part`` behind its length; without it, parts that are cut differently would be the same."""
    return len(part).to_bytes(8, "little") + part


def _digest(key: bytes, value: bytes) -> bytes:
    """Return what proves that ``value`` is whole and belongs to ``key``."""
    return blake2b(value, key=key, digest_size=16).digest()


def _open(path: Path) -> sqlite3.Connection | None:
    """Open the database, or a new one in place of what is none of ours; None if there cannot be one."""
    for _ in range(2):
        try:
            return _connect(path)
        except sqlite3.Error as error:
            if "locked" in str(error):
                return None
            _delete(path)
        except OSError:
            return None
    return None


def _connect(path: Path) -> sqlite3.Connection:
    os.makedirs(path.parent, mode=0o700, exist_ok=True)
    # The folder may be one that others read.  A file that is there is not opened here: closing it would drop the locks
    # that another connection of this process has on it.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    # Damage can turn a value into text that is not UTF-8; an error in decoding it would come back in every run.
    connection.text_factory = bytes
    try:
        # What the file's own schema may do is narrowed down before anything of it is used.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        # Nothing waits for the disk.  A killed process loses no more than its last batch all the same; a loss of power
        # may leave a malformed database, which is noticed and made anew.
        connection.execute("PRAGMA synchronous = OFF")
        if _form(connection) != _FORM:
            _make(connection)
        # Another process may be at the file just now; the change can wait until the next run.
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_GET, (b"",)).close()
    except BaseException:
        connection.close()
        raise
    return connection


def _form(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def _make(connection: sqlite3.Connection) -> None:
    """Make an empty database ours.

    Raises:
        sqlite3.DatabaseError: It is not empty.

    """
    # Looked at and made in one transaction: two processes may open a new file at once, and neither must take for a
    # foreign database what the other one has half made.
    connection.execute("BEGIN IMMEDIATE")
    form = _form(connection)
    if form != _FORM:
        if form or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise sqlite3.DatabaseError("not a cache of this form")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA application_id = {_FORM}")
    connection.execute("COMMIT")


def _files(path: Path) -> Iterator[str]:
    """Yield the database and the files that SQLite may put beside it."""
    yield from (f"{path}{suffix}" for suffix in ("", "-wal", "-shm", "-journal"))


def _delete(path: Path) -> None:
    for file in _files(path):
        with contextlib.suppress(OSError):
            os.unlink(file)
