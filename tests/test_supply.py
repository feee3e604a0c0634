"""What is handed to users: distributions hold what they must and nothing else, and work where nothing else is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
from packaging.metadata import Metadata
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Built(NamedTuple):
    """The distributions, and the source distribution as a folder."""

    wheel: Path
    sdist: Path
    unpacked: Path


def run(*command: str | Path, folder: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program where neither a variable nor the current folder leads to the project."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build both distributions with what is installed: nothing is fetched."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, folder=ROOT)
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        # Older releases of Python know no filters, newer ones ask for one.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)  # noqa: S202 - it was made a moment ago, by this test
    return Built(wheel, sdist, folder / sdist.name.removesuffix(".tar.gz"))


def members(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel but for its own list of them."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


def sources() -> Iterator[str]:
    """Yield the files of the two packages; data counts as much as code."""
    for package in ("lint", "rules"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path.relative_to(ROOT).as_posix()


def test_a_wheel_holds_the_two_packages_and_nothing_else(built: Built) -> None:
    metadata = {"METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    info = f"{PROJECT['name']}-{PROJECT['version']}.dist-info"
    assert members(built.wheel).keys() == {*sources(), *(f"{info}/{name}" for name in metadata)}


@pytest.mark.skipif(not (ROOT / ".git").exists() or shutil.which("git") is None, reason="needs the repository and git")
def test_a_source_distribution_holds_what_is_tracked(built: Built) -> None:
    tracked = run("git", "ls-files", "-z", folder=ROOT).stdout.split("\0")
    missing = [name for name in tracked if (ROOT / name).is_file() and not (built.unpacked / name).is_file()]
    assert not missing


def test_a_wheel_made_from_the_source_distribution_is_the_same(built: Built, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, folder=built.unpacked)
    (again,) = tmp_path.glob("*.whl")
    assert members(again) == members(built.wheel)


def test_the_metadata_are_valid(built: Built) -> None:
    from_wheel = next(data for name, data in members(built.wheel).items() if name.endswith("METADATA"))
    assert from_wheel == (built.unpacked / "PKG-INFO").read_bytes()
    metadata = Metadata.from_email(from_wheel)
    assert (metadata.name, str(metadata.version)) == (PROJECT["name"], PROJECT["version"])
    assert metadata.description == (ROOT / "README.md").read_text(encoding="utf-8")
    assert metadata.license_files == ["LICENSE"]


@pytest.mark.fault("Supply", "An installation that has nothing of the project but the distribution")
def test_what_is_installed_from_the_wheel_works_by_itself(built: Built, tmp_path: Path) -> None:
    """The command finds its rules and tables, and says of the sample articles what it says in the project."""
    home = tmp_path / "home"
    venv.create(home, symlinks=True)
    python = home / "bin/python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index")
    run(*pip, built.wheel, folder=tmp_path)
    (packages,) = home.glob("lib/python*/site-packages")
    # What it depends on is looked for behind it, in the environment of the tests.
    (packages / "dependencies.pth").write_text("\n".join({sysconfig.get_path(name) for name in ("purelib", "platlib")}))
    code = "import lint, rules; print(lint.__file__, rules.__file__)"
    places = run(python, "-c", code, folder=tmp_path).stdout.split()
    assert all(Path(place).is_relative_to(packages) for place in places)
    arguments = ("check", "--no-cache", "seeds")
    installed = run(home / "bin/seedlint", *arguments, folder=built.unpacked, check=False)
    here = run(sys.executable, "-m", "lint", *arguments, folder=ROOT, check=False)
    assert (installed.returncode, installed.stdout, installed.stderr) == (1, here.stdout, here.stderr)


def requirements() -> Iterator[tuple[str, Requirement]]:
    for extra, texts in {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}.items():
        yield from ((extra, Requirement(text)) for text in texts)


def test_every_dependency_has_a_lowest_version_that_is_the_same_everywhere_and_no_highest() -> None:
    lowest: dict[str, set[str]] = {}
    for extra, requirement in requirements():
        if requirement.name == PROJECT["name"]:
            continue
        assert [bound.operator for bound in requirement.specifier] == [">="], (extra, requirement)
        lowest.setdefault(requirement.name, set()).add(str(requirement.specifier))
    assert {name: bounds for name, bounds in lowest.items() if len(bounds) > 1} == {}
