"""The ledger as comma-separated files, for a spreadsheet or a data frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rashomon.store import Ledger

VIEWS = ("reports", "figures", "events", "disputes", "incidents", "tolls")
CLAIMS = ("figures", "events", "disputes")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> Any:
    """A value as a cell. A text that a spreadsheet would run as a formula gets an apostrophe before it.

    cell("=1+1") -> "'=1+1"; cell(-3) -> -3; cell(None) -> ""
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def write(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV with a line of column names; lines end as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(v) for v in row] for row in rows)
    return out.getvalue()


def folder(ledger: Ledger, path: Path) -> list[Path]:
    """Writes one file for each view into the folder, which is made when it is not there. Out: the files."""
    path.mkdir(parents=True, exist_ok=True)
    made = []
    for view in VIEWS:
        target = path / f"{view}.csv"
        target.write_text(write(*ledger.query(view)), "utf-8", newline="")
        made.append(target)
    return made


def claims(ledger: Ledger) -> str:
    """All claims as one CSV: a column ``row`` says which kind a line is; a dispute has a line for each of its sides."""
    found = [(view, *ledger.query(view)) for view in CLAIMS]
    columns = ["row"]
    for _, names, _ in found:
        columns += [n for n in names if n not in columns]
    rows = []
    for view, names, lines in found:
        for line in lines:
            has = dict(zip(names, line, strict=True)) | {"row": view[:-1]}
            rows.append([has.get(c) for c in columns])
    return write(columns, rows)
