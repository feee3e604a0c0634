"""The engine that spreads over machines: real Ray, and the same output as without it, byte for byte."""

from __future__ import annotations

import gzip
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import install_plugin
from processes import started, until

HAS_RAY = find_spec("ray") is not None
with_ray = pytest.mark.skipif(not HAS_RAY, reason="Ray is not installed; CI installs it with: pip install '.[ray]'")
with_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")

RULES = ("--select", "encoding,layout,corpus", "--ignore", "near-duplicate-article")
ROWS = 60
SHARED_LINE = "Follow the harbour office for the times of the ferries."


def damaged(number: int) -> str:
    """Return an article with damage that is fixed, damage that is only told, and a line that all have."""
    lines = (f"Boat {number * 100 + line}\u200b left with {line} barrels.  " for line in range(3 + number % 5))
    return f"# Boat {number}\n\n" + "\n\n\n\n".join(lines) + f"\n\n{SHARED_LINE}\n\nA sail was \ufffd.\n"


def write_mixture(folder: Path) -> None:
    """Fill ``folder`` with files and data sets of all kinds: good rows, bad rows, and files that end too early."""
    (folder / "files").mkdir(parents=True)
    for number in range(40):
        (folder / f"files/{number:02}.md").write_text(damaged(number), encoding="utf-8")
    (folder / "files/binary.txt").write_bytes(b"\x00\x01")
    rows = [json.dumps({"id": number, "text": damaged(100 + number % 50), "n": 1}) for number in range(ROWS)]
    rows[7], rows[8], rows[9] = "no JSON", "", '{"text": null}'
    # Of more than one chunk.
    rows[20] = json.dumps({"id": 20, "text": damaged(20), "page": "0123456789abcdef" * 20_000})
    lines = "\n".join(rows).encode()
    (folder / "rows.jsonl").write_bytes(lines)
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(lines, mtime=0))
    (folder / "short.jsonl.gz").write_bytes(gzip.compress(lines * 2, mtime=0)[:-60])
    texts = [None if number % 9 == 4 else damaged(200 + number) for number in range(ROWS)]
    kinds = pa.array(["ferry", "barge"] * (ROWS // 2)).dictionary_encode()
    table = pa.table({"id": range(ROWS), "kind": kinds, "text": texts, "crew": [[number, 1] for number in range(ROWS)]})
    pq.write_table(table, folder / "table.parquet", row_group_size=17)
    (folder / "short.parquet").write_bytes((folder / "table.parquet").read_bytes()[:-9])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    process = started(*arguments, folder=folder, environment=environment, out=subprocess.PIPE)
    out, said = process.communicate(timeout=240)
    return subprocess.CompletedProcess(arguments, process.returncode, out, said)


@pytest.fixture(scope="module")
def mixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ray") / "mixture"
    write_mixture(folder)
    return folder


ENGINES = {"serial": ("--jobs", "1"), "pool": ("--jobs", "2"), "ray": ("--engine", "ray", "--jobs", "2")}


@with_ray
def test_check_says_the_same_on_ray(mixture: Path) -> None:
    done = {
        name: run(mixture, "check", "--no-cache", "--output-format", "json", "--id-field", "id", *RULES, *engine, ".")
        for name, engine in ENGINES.items()
    }
    assert done["serial"].stdout == done["pool"].stdout == done["ray"].stdout
    assert [item.stderr for item in done.values()] == ["", "", ""]
    assert [item.returncode for item in done.values()] == [2, 2, 2]
    report = json.loads(done["ray"].stdout)
    # All that could differ is there: rows, corpus rules, bad rows, and what is wrong with whole files.
    assert {finding["rule"] for finding in report["findings"]} >= {"recurring-line", "trailing-whitespace"}
    assert {finding["path"] for finding in report["findings"]} >= {"files/00.md", "rows.jsonl.gz", "table.parquet"}
    problems = {(problem["path"], problem.get("record")) for problem in report["errors"]}
    assert problems >= {("rows.jsonl", 7), ("table.parquet", 4), ("short.jsonl.gz", None), ("short.parquet", None)}


@with_ray
def test_fix_writes_the_same_on_ray(mixture: Path, tmp_path: Path) -> None:
    folders = {name: shutil.copytree(mixture, tmp_path / name) for name in ENGINES}
    done = {
        name: run(folders[name], "fix", "--no-cache", "--output-format", "json", *RULES, *engine, ".")
        for name, engine in ENGINES.items()
    }
    assert done["serial"].stdout == done["pool"].stdout == done["ray"].stdout
    assert [item.stderr for item in done.values()] == ["", "", ""]
    old, new = contents(mixture), contents(folders["ray"])
    assert contents(folders["serial"]) == contents(folders["pool"]) == new
    changed = {name for name in old if old[name] != new[name]}
    assert {"files/00.md", "rows.jsonl", "rows.jsonl.gz", "table.parquet"} <= changed
    # A file that breaks off is left as it was.
    assert not changed & {"short.jsonl.gz", "short.parquet", "files/binary.txt"}


def family(leader: int) -> dict[int, str]:
    """Return the command lines of the living processes of a session; those of Ray found groups of their own in it."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(session) == leader and state != "Z":
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
        except (OSError, ValueError):  # it has ended meanwhile
            continue
    return found


def is_judging(leader: int) -> bool:
    return any("_judge" in command for command in family(leader).values())


@pytest.mark.fault("Processes", "An interrupt while Ray works")
@with_ray
@with_proc
def test_an_interrupt_ends_ray_too(mixture: Path, tmp_path: Path) -> None:
    """Ray ends with the run, and every file is as it was."""
    folder = shutil.copytree(mixture, tmp_path / "work")
    # Long enough that the interrupt comes in the middle.
    rows = (json.dumps({"text": damaged(number) * 20}) for number in range(3000))
    (folder / "aaa.jsonl").write_text("\n".join(rows), encoding="utf-8")
    old = contents(folder)
    process = started("fix", "--engine", "ray", "--jobs", "2", ".", folder=folder)
    until(lambda: is_judging(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT, said
    assert said == "interrupted; the report is not complete, every file is whole\n"
    until(lambda: not family(process.pid))
    assert contents(folder) == old
    assert not [path for path in folder.rglob(".*") if path.is_file()]


DEADLY = '''
"""A word that kills."""

import os
import signal
from dataclasses import dataclass

from lint import AnyText, Good, Rule, Safety, Stage, hookimpl


@dataclass(frozen=True)
class DeadlyWord(Rule):
    """A word that kills."""

    stage = Stage.ENCODING
    safety = Safety.MANUAL
    trigger = AnyText("deadly")
    examples = (Good("harmless"),)

    def check(self, document):
        os.kill(os.getpid(), signal.SIGKILL)
        yield


@hookimpl
def lint_rules():
    return (DeadlyWord,)
'''


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment with a deadly plugin."""
    plugins = tmp_path / "plugins"
    install_plugin(plugins, "deadly", "deadly_word")
    (plugins / "deadly_word.py").write_text(DEADLY, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(plugins), os.environ.get("PYTHONPATH"))))
    return {
        "PYTHONPATH": path,
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(16),
        "RAY_USAGE_STATS_ENABLED": "0",
    }


@pytest.fixture
def cluster(environment: Mapping[str, str]) -> Iterator[str]:
    """Start a cluster of one node, as its keeper would; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (
        f"start --head --block --num-cpus=2 --port={port} --include-dashboard=false --object-store-memory=100000000"
    )
    with (
        tempfile.TemporaryDirectory(prefix="ray-", dir="/tmp") as own,  # names of sockets must be short
        subprocess.Popen(
            [sys.executable, "-m", "ray.scripts.scripts", *command.split(), f"--temp-dir={own}"],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as keeper,
    ):
        until(lambda: any("raylet" in command for command in family(keeper.pid).values()))
        yield f"127.0.0.1:{port}"
        # Asked politely, Ray waits half a minute for work that might still come.
        for number in family(keeper.pid):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


@pytest.mark.fault("Processes", "An article whose process is killed each time, on a cluster")
@with_ray
@with_proc
def test_articles_that_kill_their_process_are_named_on_a_cluster_too(
    cluster: str, environment: Mapping[str, str], tmp_path: Path
) -> None:
    """It is reported as not judged; the rest is judged."""
    folder = tmp_path / "articles"
    folder.mkdir()
    rows = [json.dumps({"text": damaged(number) + "0123456789abcdef" * 2_000}) for number in range(20)]
    rows[15] = json.dumps({"text": "A deadly word.\n"})
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = ("check", "--output-format", "jsonl", "--select", "deadly-word,layout,corpus", *RULES[2:], ".")
    pool = run(folder, *command, "--no-cache", "--jobs", "2", **environment)
    ray = run(folder, *command, "--engine", "ray", "--ray-address", cluster, **environment)
    assert "rows.jsonl#15: not judged: its process was killed" in ray.stderr
    assert (ray.stdout, ray.stderr, ray.returncode) == (pool.stdout, pool.stderr, 2)
    without = os.environ.get("PYTHONPATH", "")
    # The plugin is missing here, so there are two opinions on what is to be judged.
    other = run(
        folder, *command[:3], "--engine", "ray", **{**environment, "PYTHONPATH": without, "RAY_ADDRESS": cluster}
    )
    assert other.returncode == 2
    assert "deadly 1.0" in other.stderr
    assert "install the same" in other.stderr


@pytest.mark.skipif(HAS_RAY, reason="Ray is installed")
def test_without_ray_the_cure_is_named_before_anything_is_reported(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--engine", "ray", "--output-format", "json", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'seedlint[ray]'" in done.stderr


def test_an_address_without_the_engine_is_an_error(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--ray-address", "127.0.0.1:6379", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--engine ray" in done.stderr


@with_ray
def test_an_address_where_nobody_listens_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Tea\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        address = f"127.0.0.1:{closed_soon.getsockname()[1]}"
    done = run(tmp_path, "check", "--engine", "ray", "--ray-address", address, ".")
    assert done.returncode == 2
    assert f"no cluster at '{address}'" in done.stderr
    assert "Traceback" not in done.stderr
