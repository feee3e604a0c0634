"""Data frameworks map the batch functions: the code of docs/pipelines.md, run with the real libraries."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import lint
from lint.batch import check_batch, fix_batch

DOCS = Path(__file__).parents[1] / "docs/pipelines.md"
MISSING = "{} is not installed; CI installs it with: pip install '.[frameworks]'"

# The configuration that the docs show.
CONFIG = {"ignore": ["missing-title"]}
# The first batch of one row has neither findings nor fixes, the last has no text at all: whoever takes types from the
# first one, or from each one alone, fails.
TEXTS = [
    "# Tea\n\nOne cup.\n",
    "# Tea\n\nOne cup.\u200b  \n",
    None,
    "# Tea\n\n::: hljs-center\nA cup\n:::\n",
    "\ufeff# Tea\r\n\r\nTwo cups.  \r\n",
    "",
    "# \u8336\n\n\u4e00\u676f\u8336\u3002 \u4e24\u676f\u8336\u3002\n",
    None,
]
TAGS = [["green"], [], None, ["black", "hot"], [], None, [], ["white"]]


def code(heading: str) -> str:
    """Return the code under a heading of the docs."""
    section = DOCS.read_text(encoding="utf-8").split(f"\n### {heading}\n")[1].split("\n### ")[0]
    (block,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return str(block)


def write_articles(folder: Path) -> Any:
    """Write the file that the docs read; return its schema."""
    arrow = pytest.importorskip("pyarrow", reason=MISSING.format("pyarrow"))
    parquet = pytest.importorskip("pyarrow.parquet", reason=MISSING.format("pyarrow"))
    columns = {
        "id": arrow.array(range(len(TEXTS)), arrow.int64()),
        "text": arrow.array(TEXTS, arrow.string()),
        "tags": arrow.array(TAGS, arrow.list_(arrow.string())),
    }
    table = arrow.table(columns)
    parquet.write_table(table, folder / "articles.parquet")
    return table.schema


def run(folder: Path, script: str, *options: str, **environment: str) -> None:
    """Run a script in a process of its own: frameworks start servers, and set up the process that they run in."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *options, str(path)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-4000:]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file or folder, in order of ``id``."""
    parquet = pytest.importorskip("pyarrow.parquet")
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def expected(text: str | None, number: int) -> dict[str, Any]:
    """Return the row that must come out, as the functions for one text make it."""
    row: dict[str, Any] = {"id": number, "text": text, "tags": TAGS[number]}
    if text is None:
        return {**row, "left": [], "count": 0, "fixed": {}, "error": "no text: the value is missing"}
    result = lint.fix(text, config=CONFIG)
    left = [(item.rule, item.start, item.end) for item in result.remaining]
    fixed = dict(Counter(item.rule for item in result.applied))
    return {**row, "text": result.text, "left": left, "count": len(left), "fixed": fixed, "error": ""}


def simplified(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "text": row["text"],
        "tags": row["tags"],
        "left": [(item["rule"], item["start"], item["end"]) for item in json.loads(row["seedlint_findings"])],
        "count": row["seedlint_count"],
        "fixed": json.loads(row["seedlint_fixed"]),
        "error": row["seedlint_error"],
    }


EXPECTED = [expected(text, number) for number, text in enumerate(TEXTS)]


def assert_fixed(path: Path, schema: Any = None) -> None:
    """Compare a file that a framework wrote with what must be in it; ``schema`` is that of the columns it was given."""
    assert [simplified(row) for row in read(path)] == EXPECTED
    if schema is not None:
        parquet = pytest.importorskip("pyarrow.parquet")
        own = parquet.read_table(path).schema
        assert own.names == [*schema.names, *(f"seedlint_{name}" for name in ("findings", "count", "fixed", "error"))]
        assert [own.field(name).type for name in schema.names] == [field.type for field in schema]
        assert [str(own.field(name).type) for name in own.names[-4:]] == ["string", "int64", "string", "string"]


def test_the_texts_of_these_tests_have_all_kinds_of_outcomes() -> None:
    assert any(row["fixed"] for row in EXPECTED)
    assert any(row["left"] for row in EXPECTED)
    assert any(not row["fixed"] and not row["left"] and not row["error"] for row in EXPECTED[:1])


def test_pandas_runs_the_code_of_the_docs(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason=MISSING.format("pandas"))
    write_articles(tmp_path)
    run(tmp_path, code("pandas"), "-W", "error")
    assert_fixed(tmp_path / "fixed.parquet")


ONE_BY_ONE = """
rows.map(fix_batch, batched=True, batch_size=1, fn_kwargs={"config": {"ignore": ["missing-title"]}}).to_parquet(
    "one_by_one.parquet"
)
"""


def test_datasets_runs_the_code_of_the_docs(tmp_path: Path) -> None:
    pytest.importorskip("datasets", reason=MISSING.format("datasets"))
    schema = write_articles(tmp_path)
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path), "HF_DATASETS_CACHE": str(tmp_path / "cache")}
    run(tmp_path, code("Hugging Face datasets") + ONE_BY_ONE, "-W", "error", **offline)
    assert_fixed(tmp_path / "fixed.parquet", schema)
    assert_fixed(tmp_path / "one_by_one.parquet", schema)


CLUSTER = """
import ray

ray.init(num_cpus=2, include_dashboard=False, object_store_memory=100_000_000)
"""
MORE_OF_RAY = """
from lint import Linter

config = {"ignore": ["missing-title"]}
rows.map_batches(
    fix_batch, batch_format="pyarrow", batch_size=1, fn_kwargs={"linter": Linter(config)}
).write_parquet("one_by_one.parquet")
rows.select_columns(["id", "text"]).map_batches(fix_batch, fn_kwargs={"config": config}).write_parquet("numpy.parquet")
"""


def test_ray_runs_the_code_of_the_docs(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason=MISSING.format("ray"))
    schema = write_articles(tmp_path)
    # Else Ray writes its token into the user's home, and reports its use over the network.
    token = tmp_path / "token"
    token.write_text(secrets.token_hex(16), encoding="ascii")
    own = {"RAY_AUTH_TOKEN_PATH": str(token), "RAY_USAGE_STATS_ENABLED": "0"}
    run(tmp_path, CLUSTER + code("Ray Data") + MORE_OF_RAY, **own)
    assert_fixed(tmp_path / "fixed.parquet", schema)
    assert_fixed(tmp_path / "one_by_one.parquet", schema)
    through_numpy = [simplified({**row, "tags": TAGS[row["id"]]}) for row in read(tmp_path / "numpy.parquet")]
    assert through_numpy == EXPECTED


SESSION = """
from pyspark.sql import SparkSession

options = {"spark.ui.enabled": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": "1"}
SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
"""


def test_pyspark_runs_the_code_of_the_docs(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason=MISSING.format("pyspark"))
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java, which PySpark runs on")
    schema = write_articles(tmp_path)
    run(tmp_path, SESSION + code("PySpark"), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    assert_fixed(tmp_path / "fixed.parquet", schema)


DAMAGED = ["One cup.  \n", None, "Two cups.\n", "Three\u200b cups.\n"]
REPAIRED = ["One cup.\n", None, "Two cups.\n", "Three cups.\n"]


def test_a_numpy_column_comes_back_as_one_and_no_text_is_cut() -> None:
    numpy = pytest.importorskip("numpy", reason=MISSING.format("numpy"))
    column = numpy.array(DAMAGED, dtype=object)
    text = fix_batch({"text": column})["text"]
    assert type(text) is numpy.ndarray
    assert text.tolist() == REPAIRED
    assert column.tolist() == DAMAGED
    # Arrays of this type have room for as many characters as their longest text, which lacks its line end.
    assert fix_batch({"text": numpy.array(["One cup."])})["text"].tolist() == ["One cup.\n"]
    assert fix_batch({"text": column[2:3]})["text"].base is column


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_a_pandas_column_keeps_its_index_and_type(kind: str) -> None:
    pandas = pytest.importorskip("pandas", reason=MISSING.format("pandas"))
    column = pandas.Series(DAMAGED, index=[5, 5, 6, 9], dtype=kind)
    frame = pandas.DataFrame({"text": column, "n": [1, 2, 3, 4]})
    fixed = fix_batch(frame)
    text = fixed["text"]
    assert text.astype(object).where(text.notna(), None).tolist() == REPAIRED
    assert text.index.equals(column.index)
    assert text.dtype == (object if kind == "category" else column.dtype)
    assert fixed["seedlint_error"] == ["", "no text: the value is missing", "", ""]
    before = column.copy()
    assert fix_batch({"text": column})["text"].equals(text)
    assert column.equals(before)
    assert frame.assign(**fixed).columns.tolist() == list(fixed)


def test_nan_is_no_text() -> None:
    pandas = pytest.importorskip("pandas", reason=MISSING.format("pandas"))
    frame = pandas.DataFrame({"text": [float("nan"), float("nan")]})
    fixed = fix_batch(frame)
    assert fixed["seedlint_error"] == ["no text: the value is missing"] * 2
    assert fixed["text"].equals(frame["text"])


def test_arrow_columns_keep_their_type_and_tables_are_batches() -> None:
    arrow = pytest.importorskip("pyarrow", reason=MISSING.format("pyarrow"))
    for kind in (arrow.string(), arrow.large_string(), arrow.dictionary(arrow.int32(), arrow.string())):
        column = arrow.array(DAMAGED).cast(kind) if kind == arrow.large_string() else arrow.array(DAMAGED, kind)
        number = arrow.array(range(4), arrow.int8())
        for batch in (
            arrow.table({"text": column, "n": number}),
            arrow.record_batch({"text": column, "n": number}),
            {"text": column, "n": number},
        ):
            fixed = fix_batch(batch)
            assert fixed["text"].type == kind
            assert fixed["text"].to_pylist() == REPAIRED
            assert fixed["n"].type == arrow.int8()
            assert check_batch(batch)["seedlint_error"] == fixed["seedlint_error"]
    nothing = arrow.array([None, None], arrow.string())
    assert fix_batch({"text": nothing})["text"] is nothing
