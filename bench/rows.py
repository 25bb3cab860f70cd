"""A reading as the interchange row that is measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rashomon.model import Event, Figure, Names, Reading, Span, claim_id

Row = dict[str, Any]


def row_of(reading: Reading, incidents: Mapping[str, str] | None = None) -> Row:
    """The row of one reading. ``incidents`` gives the incident of a claim by the claim's id."""
    incidents = incidents or {}
    report = reading.report
    return {
        "id": report.id,
        "published": _day(reading.published),
        "figures": [_figure(report.id, report.text, figure, incidents) for figure in reading.figures],
        "events": [_event(report.id, report.text, event, incidents) for event in reading.events],
        "disputes": [
            {
                "kind": dispute.kind,
                "issue": dispute.issue,
                "sides": [{"source": side.source, "position": side.position, **_stands(report.text, side.span)} for side in dispute.sides],
                "rules": [trace.rule for trace in dispute.rules],
            }
            for dispute in reading.disputes
        ],
    }


def _figure(report: str, text: str, figure: Figure, incidents: Mapping[str, str]) -> Row:
    id_ = claim_id(report, f"figure/{figure.harm}", figure.anchor)
    return {
        "id": id_,
        **_stands(text, figure.span),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "harm": figure.harm,
        "status": figure.status,
        "victim_side": _names(figure.victim_side),
        "source": figure.source,
        "stance": figure.stance,
        "scope": figure.scope,
        "place": figure.place,
        "from": _day(figure.since),
        "to": _day(figure.until),
        "perpetrator": _names(figure.perpetrator),
        "incident": incidents.get(id_),
        "rules": [trace.rule for trace in figure.rules],
    }


def _event(report: str, text: str, event: Event, incidents: Mapping[str, str]) -> Row:
    id_ = claim_id(report, f"event/{event.type}", event.anchor)
    return {
        "id": id_,
        **_stands(text, event.span),
        "type": event.type,
        "agent": _names(event.agent),
        "target": _names(event.target),
        "place": event.place,
        "from": _day(event.since),
        "to": _day(event.until),
        "source": event.source,
        "stance": event.stance,
        "incident": incidents.get(id_),
        "rules": [trace.rule for trace in event.rules],
    }


def _stands(text: str, span: Span) -> Row:
    return {"start": span.start, "end": span.end, "evidence": text[span.start : span.end]}


def _names(names: Names) -> str | list[str] | None:
    return list(names) if isinstance(names, tuple) else names


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
