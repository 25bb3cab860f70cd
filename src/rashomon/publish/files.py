"""Exports: a ledger to one file, to a folder of files, or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from rashomon.errors import InputError
from rashomon.publish import csvs, jsonl
from rashomon.publish.interchange import line
from rashomon.store import Ledger


def export(ledger: Ledger, format: str, target: Path | None, *, folder: bool = False, with_text: bool = False) -> list[Path]:
    """Writes a ledger as "jsonl" or "csv". Out: the files written; none for standard output, which is where None leads.

    Raises InputError, one sentence, for a target that cannot be written.
    """
    try:
        if target is not None and folder:
            return csvs.folder(ledger, target) if format == "csv" else jsonl.folder(ledger, target, with_text=with_text)
        if format == "csv":
            text, newline = csvs.claims(ledger), ""
        else:
            text, newline = "".join(line(r) + "\n" for r in jsonl.reports(ledger, with_text=with_text)), "\n"
        if target is None:
            sys.stdout.reconfigure(encoding="utf-8", newline=newline)  # type: ignore[union-attr]
            sys.stdout.write(text)
            return []
        target.write_text(text, "utf-8", newline=newline)
        return [target]
    except OSError as err:
        raise InputError(f"{target} cannot be written ({err.strerror}); give another path after -o.") from err
