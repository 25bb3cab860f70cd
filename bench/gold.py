"""Annotated reports as readings, so that linking can be measured apart from reading: what if every claim were read right?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.measure import place_in
from bench.sets import report_of
from rashomon.model import Dispute, Event, Figure, Names, Reading, Side, Span

Row = dict[str, Any]


def readings_from_gold(gold: Mapping[str, Row]) -> list[Reading]:
    """The readings that a faultless reader would give. The incidents of the annotation are left out.

    Annotations have no anchors, so each claim gets a letter of its evidence for one, another for each claim that
    shares the evidence: ids are distinct and stable.
    """
    return [_reading(name, row) for name, row in gold.items()]


def _reading(name: str, row: Row) -> Reading:
    report = report_of(name, row)
    published = row.get("published_inferred") or row.get("published")
    used: Counter[Span] = Counter()

    def stand(item: Row) -> dict[str, Span]:
        start, end = place_in(item, report.text) or (0, len(report.text))
        span = Span(start, end)
        nth = used[span]
        used[span] += 1
        return {"span": span, "anchor": Span(start + nth, start + nth + 1)}

    return Reading(
        report=report,
        published=_day(published),
        published_from="metadata" if row.get("published") else "text" if published else None,
        figures=tuple(
            Figure(
                **stand(f),
                value=f["value"],
                low=f["low"],
                high=f["high"],
                qualifier=f["qualifier"],
                harm=f["harm"],
                status=f["status"],
                victim_side=_names(f["victim_side"]),
                source=f["source"],
                stance=f["stance"],
                scope=f["scope"],
                place=f["place"],
                since=_day(f["from"]),
                until=_day(f["to"]),
                perpetrator=_names(f["perpetrator"]),
            )
            for f in row["figures"]
        ),
        events=tuple(
            Event(
                **stand(e),
                type=e["type"],
                agent=_names(e["agent"]),
                target=_names(e["target"]),
                place=e["place"],
                since=_day(e["from"]),
                until=_day(e["to"]),
                source=e["source"],
                stance=e["stance"],
            )
            for e in row["events"]
        ),
        disputes=tuple(
            Dispute(d["kind"], d["issue"], tuple(Side(s["source"], stand(s)["span"], s["position"]) for s in d["sides"]))
            for d in row["disputes"]
        ),
    )


def incidents_of_gold(gold: Mapping[str, Row], readings: list[Reading]) -> dict[tuple[str, str, int], str]:
    """The annotated incident of each claim, by (report, layer, position)."""
    return {
        (reading.report.id, layer, n): item["incident"]
        for reading in readings
        for layer in ("figures", "events")
        for n, item in enumerate(gold[reading.report.id][layer])
        if item.get("incident")
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _names(value: str | list[str] | None) -> Names:
    return tuple(value) if isinstance(value, list) else value
