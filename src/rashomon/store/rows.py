"""A reading as the ledger's rows, and the rows as the reading again: the same to the last field."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rashomon.model import (
    Attribution,
    Dispute,
    Event,
    Figure,
    Moment,
    NameMention,
    Names,
    PlaceMention,
    Reading,
    Report,
    Span,
    claim_ids,
)
from rashomon.store.codec import decode, dumps, encode, loads

LAYERS: Mapping[str, Any] = {
    "attributions": tuple[Attribution, ...],
    "moments": tuple[Moment, ...],
    "places": tuple[PlaceMention, ...],
    "names": tuple[NameMention, ...],
}
"""The layers that are kept one row each, beside the claims that were built from them."""
CLAIMS: Mapping[str, type[Any]] = {"figures": Figure, "events": Event, "disputes": Dispute}

_MOST = 2**63 - 1
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingRows:
    """What one reading puts into the ledger; the reading's number is added when it is given one."""

    reading: Row
    layers: list[Row]
    figures: list[Row]
    events: list[Row]
    disputes: list[Row]


def report_row(report: Report) -> Row:
    """The columns of ``report`` that come from the report itself."""
    body = encode(dataclasses.replace(report, text=""))
    return {
        "id": report.id, "text": report.text, "title": report.title, "outlet": report.outlet, "author": report.author, "url": report.url,
        "published": _iso(report.published), "published_from": report.published_from, "language": report.language, "kept": report.sha256,
        "received": report.received, "origin": report.origin, "body": dumps(body),
    }  # fmt: skip


def report_of(text: str, body: str) -> Report:
    """A report from its row."""
    return dataclasses.replace(loads(Report, body), text=text)


def reading_rows(reading: Reading) -> ReadingRows:
    """A reading as rows."""
    ids, report = claim_ids(reading), reading.report.id
    rest = encode(reading)
    for name in ("report", *LAYERS, *CLAIMS):
        rest.pop(name, None)
    row = {
        "report": report, "reader": reading.reader, "published": _iso(reading.published), "published_from": reading.published_from,
        "readable": reading.readable, "note": reading.note, "body": dumps(rest),
    }  # fmt: skip
    text = reading.report.text
    return ReadingRows(
        row,
        [{"layer": name, "body": dumps(getattr(reading, name))} for name in LAYERS],
        _placed(report, ids.figures, [figure_row(f, text) for f in reading.figures]),
        _placed(report, ids.events, [event_row(e, text) for e in reading.events]),
        _placed(report, ids.disputes, [dispute_row(d, text) for d in reading.disputes]),
    )


def _placed(report: str, ids: tuple[str, ...], rows: list[Row]) -> list[Row]:
    return [{"position": n, "id": id, "report": report, **row} for n, (id, row) in enumerate(zip(ids, rows, strict=True))]


def reading_of(report: Report, body: str, layers: Mapping[str, str], claims: Mapping[str, Iterable[str]]) -> Reading:
    """A reading from its rows: the layers by name, and the claims' bodies by name in the order of their position."""
    parts: dict[str, Any] = {name: loads(kind, layers.get(name, "[]")) for name, kind in LAYERS.items()}
    parts |= {name: tuple(loads(kind, one) for one in claims.get(name, ())) for name, kind in CLAIMS.items()}
    rest = loads(dict, body) | {"report": {"id": report.id, "text": ""}}
    return dataclasses.replace(decode(Reading, rest), report=report, **parts)


def figure_row(figure: Figure, text: str) -> Row:
    """The columns of one figure; the numbers of a claim beyond 64 bits are cut there and whole in ``body``."""
    return _spans(figure.span, figure.anchor, text) | {
        "value": _int(figure.value), "low": _int(figure.low), "high": _int(figure.high), "qualifier": figure.qualifier,
        "harm": figure.harm, "status": figure.status, "victim_side": _names(figure.victim_side), "source": figure.source,
        "stance": figure.stance, "scope": figure.scope, "place": figure.place, "since": _iso(figure.since), "until": _iso(figure.until),
        "perpetrator": _names(figure.perpetrator), "body": dumps(figure),
    }  # fmt: skip


def event_row(event: Event, text: str) -> Row:
    """The columns of one event."""
    return _spans(event.span, event.anchor, text) | {
        "type": event.type, "agent": _names(event.agent), "target": _names(event.target), "place": event.place,
        "since": _iso(event.since), "until": _iso(event.until), "source": event.source, "stance": event.stance, "body": dumps(event),
    }  # fmt: skip


def dispute_row(dispute: Dispute, text: str) -> Row:
    """The columns of one dispute; its sides stand in ``body``, with the words of each in full."""
    sides = [encode(s) | {"evidence": s.span.within(text)} for s in dispute.sides]
    return {"kind": dispute.kind, "issue": dispute.issue, "body": dumps(encode(dispute) | {"sides": sides})}


def _spans(span: Span, anchor: Span, text: str) -> Row:
    return {"start": span.start, "end": span.end, "anchor_start": anchor.start, "anchor_end": anchor.end, "evidence": span.within(text)}


def _names(names: Names) -> str | None:
    return "; ".join(names) if isinstance(names, tuple) else names


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _int(number: int | None) -> int | None:
    return number if number is None else max(-_MOST, min(number, _MOST))
