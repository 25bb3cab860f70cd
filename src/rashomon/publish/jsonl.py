"""The ledger as JSON lines: one report a line in the interchange form, and the judgements in files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rashomon.publish.interchange import Json, line, to_json
from rashomon.reconcile.model import Reconciled
from rashomon.store import Ledger
from rashomon.store.codec import encode


def reports(ledger: Ledger, *, with_text: bool = False) -> Iterator[Json]:
    """Each report of the ledger in the interchange form, in the order in which they came."""
    judged = ledger.judgements(Reconciled)
    incidents, copies = judged.incident_of(), {c.report: c.original for c in judged.copies}
    for reading in ledger.readings():
        yield to_json(reading, incidents, copy_of=copies.get(reading.report.id), with_text=with_text)


def judgements(ledger: Ledger) -> dict[str, list[Json]]:
    """The judgements that stand, by kind; sides carry the words they point to as ``evidence``."""
    judged = ledger.judgements(Reconciled)
    texts = {r.id: r.text for r in ledger.reports()}
    out: dict[str, list[Json]] = {
        name: [_plain(encode(one)) for one in getattr(judged, name)] for name in ("incidents", "tolls", "disputes", "copies", "judgements")
    }
    for dispute in out["disputes"]:
        for side in dispute["sides"]:
            start, end = side.pop("span")
            side |= {"start": start, "end": end, "evidence": texts.get(side.get("report"), "")[start:end]}
    return out


def _plain(row: Json) -> Json:
    """Days under the names that the interchange gives them."""
    names = {"since": "from", "until": "to"}
    return {names.get(k, k): v for k, v in row.items()}


def folder(ledger: Ledger, path: Path, *, with_text: bool = False) -> list[Path]:
    """Writes ``reports.jsonl`` and a file for each kind of judgement into the folder. Out: the files."""
    path.mkdir(parents=True, exist_ok=True)
    made = []
    for name, rows in {"reports": list(reports(ledger, with_text=with_text)), **judgements(ledger)}.items():
        target = path / f"{name}.jsonl"
        target.write_text("".join(line(r) + "\n" for r in rows), "utf-8", newline="\n")
        made.append(target)
    return made
