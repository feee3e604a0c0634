"""Folders of strangers: nothing in them is run, and configuration that is found there can neither crash nor hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Seedlint
from processes import PATIENCE, damaged_article

DAMAGED = "# Tea\n\nShe drank it\u200b black.\n"
FIXED = "# Tea\n\nShe drank it black.\n"
CHINESE = "# 茶\n\n她每天都喝红茶，从来不喝绿茶。\n"

INTRUDER = "import os\nopen(os.environ['MARKER'], 'a').write(__name__ + '\\n')\n"
"""A module that tells that it was run."""
PACKAGES = ("lint", "rules")
"""Our own names: for others that look for them in the current folder."""
OF_OTHERS = (
    *("chardet", "click", "fsspec", "ftfy", "jinja2", "opencc", "orjson", "pathspec", "platformdirs", "pluggy"),
    *("pyarrow", "pyromark", "rensa", "rich", "tomli", "wcwidth", "zstandard", "ray", "numpy", "mkdocs"),
    *("conftest", "sitecustomize", "usercustomize", "seedlint", "setup", "seedlint_plugin", "intruder"),
)
TEMPLATE = "{{ ''.__class__ }}{% for item in cycler.__init__.__globals__.os.popen('touch $MARKER') %}{% endfor %}"


def occupy(folder: Path, *, above_us: bool) -> None:
    """Fill ``folder`` with all that a program might import, load or run by mistake.

    ``above_us`` tells whether modules are among it that Python itself imports before anything of ours is run.
    """
    names = {*OF_OTHERS, *(set(sys.stdlib_module_names) if above_us else ())} - set(sys.builtin_module_names)
    for name in names:
        (folder / f"{name}.py").write_text(INTRUDER)
    for name in PACKAGES if above_us else PACKAGES[1:]:
        for module in ("__init__", "__main__", "cli", "api", "intruder"):
            (folder / name).mkdir(exist_ok=True)
            (folder / name / f"{module}.py").write_text(INTRUDER)
    for info in ("intruder-1.0.dist-info", "seedlint-99.0.dist-info", "intruder.egg-info"):
        (folder / info).mkdir()
        (folder / info / "METADATA").write_text("Metadata-Version: 2.1\nName: intruder\nVersion: 1.0\n")
        (folder / info / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: intruder\nVersion: 1.0\n")
        (folder / info / "entry_points.txt").write_text("[seedlint]\nintruder = intruder\n")
    (folder / "intruder.pth").write_text("import intruder\n")
    (folder / "pyvenv.cfg").write_text("home = .\ninclude-system-site-packages = true\n")
    for path in ("templates/report.html.jinja", "lint/report/html/assets/report.html.jinja", "report.html.jinja"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(TEMPLATE)
    (folder / "mkdocs.yml").write_text("site_name: x\nhooks: [intruder.py]\n")
    (folder / "tox.ini").write_text("[pytest]\naddopts = -p intruder\n")
    (folder / ".pre-commit-config.yaml").write_text("repos: [{repo: local, hooks: [{id: x, entry: touch x}]}]\n")
    (folder / "seedlint.toml").write_text('script = "zh-Hans"\nignore = ["corpus"]\n')
    for number in range(70):
        # Enough of it that processes are started.
        (folder / f"{number}.md").write_text(damaged_article(number), encoding="utf-8")
    (folder / "chinese.txt").write_text(CHINESE, encoding="utf-8")
    (folder / "rows.jsonl").write_text(json.dumps({"text": DAMAGED}) + "\n")


SCRIPT = Path(sys.executable).with_name("seedlint")
COMMANDS = (
    ("check", "--jobs", "2", "."),
    ("check", "--jobs", "2", "--select", "all", "--output-format", "json"),
    ("fix", "--jobs", "2", "--output", "out", "."),
    ("report", "--jobs", "2"),
    ("baseline", "."),
    ("rules",),
    ("explain", "invisible-character"),
)


def run_there(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    marker = folder.parent / "marker"
    environment = {**os.environ, "MARKER": str(marker), "SEEDLINT_CACHE_DIR": str(folder.parent / "cache")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE * 2, check=False
    )
    assert not marker.exists(), marker.read_text()
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.fault("Configuration", "Modules, plugins and templates among the articles")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_among_the_articles_is_run(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Nothing of it is imported, loaded or run, by the command or by its worker processes, in any current folder."""
    if not SCRIPT.exists():
        pytest.skip("the command seedlint is not installed beside Python")
    folder = tmp_path / "articles"
    folder.mkdir()
    occupy(folder, above_us=True)
    done = run_there(folder, str(SCRIPT), *command)
    assert done.returncode in (0, 1)
    assert not done.stderr


@pytest.mark.parametrize("command", COMMANDS[:4], ids=" ".join)
def test_nothing_among_the_articles_is_run_by_the_module_either(tmp_path: Path, command: tuple[str, ...]) -> None:
    """What Python itself looks up before the module is there is its own affair: ``python -P`` leaves that out."""
    folder = tmp_path / "articles"
    folder.mkdir()
    occupy(folder, above_us=False)
    done = run_there(folder, sys.executable, "-m", "lint", *command)
    assert done.returncode in (0, 1)
    assert not done.stderr
    assert "intruder" not in run_there(folder, sys.executable, "-m", "lint", "rules", "--output-format", "json").stdout


# Configuration.


@pytest.mark.fault("Configuration", "Configuration that wants to run something")
@pytest.mark.parametrize(
    "line",
    [
        'plugins = ["intruder"]',
        'extend = "../seedlint.toml"',
        'load = "intruder.py"',
        '[rules.trailing-whitespace]\n"__class__" = "intruder"',
        '[rules.intruder]\npath = "intruder.py"',
        'select = ["intruder:rule"]',
    ],
)
def test_configuration_selects_and_tunes_and_runs_nothing(seedlint: Seedlint, tmp_path: Path, line: str) -> None:
    """It is refused, and nothing is run: there are keys to select and to tune, and no others."""
    (tmp_path / "intruder.py").write_text(INTRUDER)
    (tmp_path / "a.txt").write_text(DAMAGED)
    (tmp_path / "seedlint.toml").write_text(line)
    done = seedlint("fix", "a.txt", environment={"MARKER": str(tmp_path / "marker")})
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {tmp_path / 'seedlint.toml'}: ")
    assert (tmp_path / "a.txt").read_text() == DAMAGED
    assert not (tmp_path / "marker").exists()


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "nested": (b"a = " + b"[" * 100_000, "is not valid TOML"),
    "nested tables": (b"a = " + b"{a=" * 20_000, "is not valid TOML"),
    "long number": (b"max-seconds = " + b"1" * 100_000, "is not valid TOML"),
    "long key": (b"a." * 100_000 + b"b = 1", "is not valid TOML"),
    "no text": (b"\xff\xfe\x00", "is not UTF-8 at byte 0"),
    "huge": (b"# comment\n" * 200_000, "has more than 1,048,576 bytes"),
}


@pytest.mark.fault("Configuration", "Configuration that is damaged, nested without end, or huge")
@pytest.mark.parametrize("kind", BAD_FILES)
@pytest.mark.parametrize("name", ["seedlint.toml", "pyproject.toml"])
def test_bad_configuration_is_told_in_words(seedlint: Seedlint, tmp_path: Path, name: str, kind: str) -> None:
    """It is named with what is wrong, and nothing is judged by mistake without it."""
    content, message = BAD_FILES[kind]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "a.txt").write_text(DAMAGED)
    done = seedlint("fix", "a.txt")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {tmp_path / name}: {message}")
    assert (tmp_path / "a.txt").read_text() == DAMAGED


@pytest.mark.fault("Configuration", "Configuration that is a pipe, a device or a folder")
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("kind", ["pipe", "endless", "folder", "nowhere"])
def test_what_is_no_file_is_no_configuration(seedlint: Seedlint, tmp_path: Path, kind: str) -> None:
    """It is none, and the run does not wait for it."""
    path = tmp_path / "seedlint.toml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "endless" else "nothing")
    (tmp_path / "a.txt").write_text(DAMAGED)
    done = seedlint("fix", "a.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.txt").read_text() == FIXED


@pytest.mark.parametrize(
    ("value", "code"), [("0", 1), ("1000", 1), ("1", 2), ("-1", 2), ("1.5", 2), ("true", 2), ('"1 MB"', 2)]
)
def test_a_size_is_a_number_of_bytes(seedlint: Seedlint, tmp_path: Path, value: str, code: int) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED)
    (tmp_path / "seedlint.toml").write_text(f"max-file-size = {value}\n")
    done = seedlint("check", "a.txt")
    assert done.returncode == code
    if code == 2 and value != "1":
        assert "key 'max-file-size' must be a number of bytes up to" in done.stderr


# Patterns in options: phrases have a notation of their own, no regular expressions.

LINE = "share " * 19

PHRASES = (
    "share " + "(" * 20 + "share" + ")+" * 20,
    "share " + "(" * 8 + "share […]" + ")+" * 8,
    "share " + "(share|share share|…)+" * 20 + " never",
    "share " + "…" * 40 + " never",
    "share " + "[share]" * 60 + " never",
    "(share+)+(share+)+(share+)+ never",
    "(?:share )*(a+)+$",
    r"(.*)*\1",
)


@pytest.mark.fault("Configuration", "Phrases that a regular expression would need years for")
@pytest.mark.parametrize("rule", ["boilerplate-line", "error-page", "scraper-banner"])
def test_phrases_in_options_are_no_regular_expressions(seedlint: Seedlint, tmp_path: Path, rule: str) -> None:
    """They are matched in linear time, and what looks like a regular expression is a phrase like any other."""
    text = "# Tea\n\n" + "".join(f"{LINE}{number}\n\n" for number in range(50)) + "She drank it black.\n"
    (tmp_path / "a.txt").write_text(text)
    options = "\n".join(f"    {json.dumps(phrase, ensure_ascii=False)}," for phrase in PHRASES)
    (tmp_path / "seedlint.toml").write_text(f"[rules.{rule}]\nextra = [\n{options}\n]\n", encoding="utf-8")
    done = seedlint("check", "a.txt", "--select", rule)
    assert done.returncode in (0, 1)
    assert not done.stderr


@pytest.mark.parametrize("name", ["site-name-in-title", "tracking-parameter"])
def test_other_patterns_in_options_are_taken_by_the_letter(seedlint: Seedlint, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(f"# {'a' * 200} | {'a' * 200}\n\nhttps://a.example/?{'a' * 200}=1&b=2\n")
    patterns = ["(a+)+$", "*a" * 50, "(", "a_*", "[", "\\"]
    (tmp_path / "seedlint.toml").write_text(f"[rules.{name}]\nextra = {json.dumps(patterns)}\n")
    done = seedlint("check", "a.txt", "--select", name)
    assert done.returncode in (0, 1)
    assert not done.stderr
