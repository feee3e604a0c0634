"""Functions that data frameworks map over batches of rows: columns in, columns out.

A batch maps column names to columns of equal length.  A column is a list, a NumPy array, a pandas Series, a pyarrow
array, or anything else that yields one value for each row; ``dict(frame)`` makes a batch of a pandas DataFrame, and a
frame itself will do.

Both functions return a new dict with all columns of the batch in their order, then these.  Their types depend on
nothing that a batch holds, and they never hold null: a framework that takes the schema from the first batch, which may
have no findings, can take in all others.

=====================  ====  =======================================================================================
``seedlint_findings``  text  JSON list of what was found, or is left after fixing, in order of place: objects with
                             ``rule``, ``stage``, ``message``, ``start`` and ``end`` (code points of the text without
                             its byte-order mark and with line ends folded, ``end`` exclusive), and ``fix``, which is
                             ``"safe"``, ``"unsafe"``, ``"manual"`` or null
``seedlint_count``     int   how many those are
``seedlint_fixed``     text  from :func:`fix_batch` alone: JSON object, rule name to how many of its findings were fixed
``seedlint_error``     text  empty, or what could not be done on this row: it holds no text, a rule crashed, rules
                             disagreed how to fix it, it took too much time
=====================  ====  =======================================================================================

Columns of these names that the batch already has are replaced, so that a second run tells of the second run.  Rules
that look across articles do not run here, because a batch is no corpus.
"""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from lint import source
from lint.budget import OutOfTimeError
from lint.config import Config
from lint.edit import Safety
from lint.errors import UsageError
from lint.finding import Finding
from lint.fixer import Fixed
from lint.linter import Linter
from lint.report.printable import printable

FINDINGS, COUNT, FIXED, ERROR = "seedlint_findings", "seedlint_count", "seedlint_fixed", "seedlint_error"


class Columns(Protocol):
    """What a batch must be: all that ``dict`` needs to copy it."""

    def keys(self) -> Iterable[str]:
        """Return the names of the columns."""

    def __getitem__(self, name: str, /) -> Any:
        """Return the column called ``name``."""


@dataclass(frozen=True)
class _Row:
    """What came of one row; a row that could not be done has an error and is else as if nothing was found."""

    error: str = ""
    findings: str = "[]"
    count: int = 0
    fixed: str = "{}"
    text: str | None = None
    """The new text; None if it stays."""


def check_batch(
    batch: Columns,
    *,
    text: str = "text",
    linter: Linter | None = None,
    config: Config | Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the columns of ``batch`` with what was found in the column called ``text``.

    ``config`` is compiled once in each process; a ``linter`` that is already compiled may be given in its place.

    Raises:
        UsageError: There is no such column, the batch is a single row, or the configuration is wrong.

    """
    columns, rows = _lint(batch, text, _compiled(linter, config), None)
    return {**columns, **_added(rows), ERROR: [row.error for row in rows]}


def fix_batch(
    batch: Columns,
    *,
    text: str = "text",
    linter: Linter | None = None,
    config: Config | Mapping[str, Any] | None = None,
    unsafe_fixes: bool = False,
) -> dict[str, Any]:
    """Return the columns of ``batch`` with the column called ``text`` repaired, what was fixed and what is left.

    Parameters and errors are those of :func:`check_batch`; with ``unsafe_fixes`` fixes that change visible text by
    judgement are applied too.  A text that cannot be fixed stays as it is.  The repaired column is of the kind and
    type that it was; if nothing changed in the whole batch, it is the same object.
    """
    wanted = Safety.UNSAFE if unsafe_fixes else Safety.SAFE
    columns, rows = _lint(batch, text, _compiled(linter, config), wanted)
    columns[text] = _replaced(
        columns[text], {index: row.text for index, row in enumerate(rows) if row.text is not None}
    )
    return {**columns, **_added(rows), FIXED: [row.fixed for row in rows], ERROR: [row.error for row in rows]}


def _compiled(linter: Linter | None, config: Config | Mapping[str, Any] | None) -> Linter:
    if linter is None:
        # Pickled, because a mapping has no hash, and because True and 1 are equal but not the same configuration.
        return _from_pickle(pickle.dumps(config))
    if config is not None:
        raise UsageError("linter and config are both given\nGive one of them: a linter has its configuration already")
    return linter


@lru_cache(maxsize=16)
def _from_pickle(config: bytes) -> Linter:
    return Linter(pickle.loads(config))  # noqa: S301 - the bytes were made in this process, a few lines above


def _lint(batch: Columns, text: str, linter: Linter, wanted: Safety | None) -> tuple[dict[str, Any], list[_Row]]:
    """Return a copy of the batch and what came of each row; without ``wanted`` nothing is fixed."""
    columns = _columns(batch)
    if text not in columns:
        known = ", ".join(map(repr, columns)) or "none"
        raise UsageError(f"there is no column {text!r}; columns: {known}\nName the column of texts: text=...")
    if text in (FINDINGS, COUNT, FIXED, ERROR):
        raise UsageError(f"column {text!r} is one that this function writes\nRename the column of texts")
    stages = {rule.name: rule.stage.value for rule in linter.rules}
    return columns, [_row(value, linter, stages, wanted) for value in _values(columns[text], text)]


def _columns(batch: Any) -> dict[str, Any]:
    if hasattr(batch, "itercolumns"):
        return dict(zip(batch.column_names, batch.itercolumns(), strict=True))
    if not hasattr(batch, "keys"):
        raise UsageError(f"a batch must map column names to columns, not be of type {type(batch).__name__}")
    return dict(batch)


def _values(column: Any, name: str) -> list[Any]:
    """Return the rows of a column as objects of Python."""
    if isinstance(column, (str, bytes)) or not hasattr(column, "__iter__"):
        raise UsageError(
            f"column {name!r} is one {type(column).__name__}, not a row of values\n"
            "Map over batches, not rows: map_batches in Ray Data, map(..., batched=True) in datasets"
        )
    if hasattr(column, "to_pylist"):
        return list(column.to_pylist())
    return list(column.tolist() if hasattr(column, "tolist") else column)


def _row(value: object, linter: Linter, stages: Mapping[str, str], wanted: Safety | None) -> _Row:
    if not isinstance(value, str):
        return _Row(f"no text: {_name(value)}")
    document = source.from_text(value)
    try:
        if wanted is None:
            fixed = Fixed(document, (), linter.check_document(document))
        else:
            fixed = linter.fix_document(document, wanted)
        findings, crashes = fixed.remaining
        reasons = [f"left as it was: {fixed.unstable}"] if fixed.unstable else []
        counts = Counter(step.finding.rule for step in fixed.applied)
        return _Row(
            printable("; ".join([*reasons, *(crash.message for crash in crashes)])),
            # All but ASCII is escaped: no damage that a message quotes can make a column that cannot be encoded.
            json.dumps([_record(finding, stages) for finding in findings]),
            len(findings),
            json.dumps(dict(sorted(counts.items()))),
            None if fixed.document is document else source.to_text(fixed.document),
        )
    except OutOfTimeError as error:
        return _Row(printable(str(error)))
    except Exception as error:  # noqa: BLE001 - one row that a plugin cannot stand must not cost a million others
        return _Row(printable(f"left as it was: {type(error).__name__}: {error}"))


def _name(value: object) -> str:
    """Say what stands in place of a text; pandas has three values for nothing, and need not be installed."""
    kind = type(value).__name__
    if value is None or kind == "NAType" or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return "the value is missing"
    return f"the value is of type {kind}"


def _record(finding: Finding, stages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "stage": stages[finding.rule],
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "fix": finding.fix and finding.fix.safety.name.lower(),
    }


def _added(rows: Iterable[_Row]) -> dict[str, Any]:
    return {FINDINGS: [row.findings for row in rows], COUNT: [row.count for row in rows]}


def _replaced(column: Any, texts: Mapping[int, str]) -> Any:
    """Return ``column`` with new texts at some indices, in a container of its own kind; all else stays as it is."""
    if not texts:
        return column
    indices, values = list(texts), list(texts.values())
    if hasattr(column, "iloc"):
        # Categories are a closed list, and a new text is none of them.
        series = column.astype(object) if column.dtype.name == "category" else column.copy()
        series.iloc[indices] = values
        return series
    if hasattr(column, "to_pylist"):
        import pyarrow as pa

        return pa.array([texts.get(index, value) for index, value in enumerate(column.to_pylist())], column.type)
    if hasattr(column, "astype"):
        # NumPy's own strings have a fixed width, which would cut a text that has grown.
        array = column.astype(object)
        array[indices] = values
        return array
    return [texts.get(index, value) for index, value in enumerate(column)]
