"""A cluster of Ray: started on this machine for as long as it is needed, or one that runs already."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from types import FrameType
from typing import Any

from lint import plugins
from lint.errors import UsageError
from lint.run.aside import aside

_STORE_BYTES = 256 * 1024 * 1024
"""Shared memory for what is under way on this machine; Ray's own default is a third of the memory."""
_PATIENCE = 20.0
"""Seconds that an interrupted run waits for Ray to end, where :mod:`lint.run.interrupts` allows others one."""
_LOCAL = "local"
_QUIET = {
    # Nothing is reported to the makers of Ray.
    "RAY_USAGE_STATS_ENABLED": "0",
    # What its nodes have to say is printed to stdout, into the midst of the report: each line that matches is left out.
    "RAY_DEDUP_LOGS": "1",
    "RAY_DEDUP_LOGS_SKIP_REGEX": "^",
    # Without it, Ray warns of a change in how it hands out graphics cards.
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


@contextmanager
def connected(address: str | None, jobs: int | None, folder: str | None) -> Iterator[int]:
    """Connect to the cluster at ``address``, or start one with ``jobs`` cores here; yield how many cores it has.

    ``folder`` is one that every node must have.  What was started here has ended when the block is left.

    Raises:
        UsageError: Ray is not installed, there is no cluster at the address, or its nodes lack what is needed.

    """
    address = address or os.environ.get("RAY_ADDRESS") or _LOCAL
    os.environ.update(_QUIET)  # Ray looks at some of them when it is imported
    if address == _LOCAL and "RAY_AUTH_MODE" not in os.environ and "ray" not in sys.modules:
        # Else anybody on this machine could have the cluster run code, or a token would stay in the user's home.
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=secrets.token_hex(16))
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--engine ray: {error.name} is not installed\nInstall it with: pip install 'seedlint[ray]'"
        ) from error
    room = tempfile.TemporaryDirectory(prefix="seedlint-", dir=_short_folder(), ignore_cleanup_errors=True)
    with room as own, _patient():
        try:
            _connect(ray, address, own, jobs)
            if address != _LOCAL:
                _inspect_nodes(ray, folder)
            _settle(ray.data)
            yield int(ray.cluster_resources().get("CPU", 1))
        finally:
            with _undisturbed():
                ray.shutdown()


def _connect(ray: Any, address: str, folder: str, jobs: int | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    try:
        _knock(address)
        # Ray has its workers look for modules in what is the current folder now.
        with _undisturbed(), aside():
            if address == _LOCAL:
                store = {"object_store_memory": _STORE_BYTES, "_temp_dir": folder}
                ray.init(_LOCAL, num_cpus=jobs, include_dashboard=False, **store, **quiet)
            else:
                ray.init(address, **quiet)
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise UsageError(
            f"--engine ray: no cluster at {address!r}: {reason}\nStart one, or correct the address"
        ) from error


def _knock(address: str) -> None:
    """Raise an ``OSError`` if nobody listens at ``address``: Ray itself would try for many minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host.rpartition("/")[2], int(port)), timeout=10).close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep signals that end the run until the end of the block: half started, Ray crashes the whole process.

    They are kept by handlers, not blocked, which the processes of Ray would inherit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, lambda number, _: arrived.append(number))
    try:
        yield
    finally:
        # Ray has set one of its own meanwhile, for SIGTERM.
        for number, handler in before.items():
            signal.signal(number, handler)
        if arrived:
            signal.raise_signal(arrived[0])


@contextmanager
def _patient() -> Iterator[None]:
    """Give a run that is interrupted in the block the seconds that Ray takes to end; cut off, it would leave traces."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, frame: FrameType | None) -> None:
        try:
            if callable(handler := before[signal.Signals(number)]):
                handler(number, frame)
        finally:
            if signal.getitimer(signal.ITIMER_REAL)[0]:
                signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _short_folder() -> str | None:
    """Return where Ray's folder may stand: names of sockets are short, and it adds seventy characters of its own."""
    folder = os.environ.get("RAY_TMPDIR") or tempfile.gettempdir()
    return "/tmp" if len(folder) > 16 and os.path.isdir("/tmp") else folder  # noqa: S108 - a folder is made in it


def _settle(data: Any) -> None:
    """Have Ray Data keep the order, and keep quiet."""
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    # Any row is larger than that, so each becomes a block, which is what tasks are made of.
    context.target_max_block_size = 1


def _inspect_nodes(ray: Any, folder: str | None) -> None:
    """Raise a ``UsageError`` if a node has not what this process runs with."""
    own = installed()

    def lacking() -> str:
        # This function travels as code, so that it can say that the package is missing.
        import os

        try:
            from lint.run.ray_cluster import installed
        except ImportError as error:
            return f"lacks {error.name}; install seedlint there"
        if (found := installed()) != own:
            return f"has {', '.join(found)}; here: {', '.join(own)}; install the same"
        if folder and not os.path.isdir(folder):
            return f"has no folder {folder}; name articles by paths or URLs that are the same on every node"
        return ""

    task = ray.remote(num_cpus=0, max_retries=0)(lacking)
    for node in ray.nodes():
        if node["Alive"]:
            there = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
            if fault := ray.get(task.options(scheduling_strategy=there).remote()):
                raise UsageError(f"--engine ray: node {node['NodeManagerAddress']} {fault}")


def installed() -> list[str]:
    """Return name and version of what decides on results: Python, seedlint, and the plugins that rules come from."""
    brought = {plugin.distribution for plugin in plugins.load().values()}
    own = {f"Python {sys.version_info[0]}.{sys.version_info[1]}", f"seedlint {metadata.version('seedlint')}"}
    return sorted(own | brought)
