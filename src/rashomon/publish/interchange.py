"""One JSON object per report: the form in which claims leave Rashomon and other programs give theirs (docs/interchange.md)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rashomon.errors import InputError
from rashomon.model import (
    Attribution,
    DayGuess,
    Dispute,
    Event,
    Figure,
    Moment,
    NameMention,
    Names,
    PlaceMention,
    Reading,
    Report,
    Side,
    Span,
    Trace,
    claim_ids,
)

# Characters that JSON lets stand but that many programs take for the end of a line; one report must stay on one line.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}

Json = dict[str, Any]


def line(row: Mapping[str, Any]) -> str:
    """A JSON object as one line, without the line's end."""
    out = json.dumps(row, ensure_ascii=False)
    for char, escaped in _LINE_ENDS.items():
        out = out.replace(char, escaped)
    return out


def to_json(
    reading: Reading, incidents: Mapping[str, str] | None = None, *, copy_of: str | None = None, with_text: bool = False
) -> Json:
    """A reading as an interchange object.

    In: the reading; for each claim's id the id of its incident, where it has one; the id of the report whose text this
    one carries; whether to give the text too. Out: an object of JSON's own types. ``text[start:end]`` is ``evidence`` in
    every row, where ``text`` is the report's.
    """
    report, text, ids, of = reading.report, reading.report.text, claim_ids(reading), incidents or {}
    out: Json = {
        "id": report.id,
        "url": report.url,
        "outlet": report.outlet,
        "title": report.title,
        "published": _iso(reading.published),
        "published_from": reading.published_from,
        "published_candidates": [_guess(d) for d in reading.days],
        "language": report.language,
        "readable": reading.readable,
        "note": reading.note or report.note,
        "copy_of": copy_of,
        "reader": reading.reader,
        "figures": [_figure(f, text, id, of.get(id)) for f, id in zip(reading.figures, ids.figures, strict=True)],
        "events": [_event(e, text, id, of.get(id)) for e, id in zip(reading.events, ids.events, strict=True)],
        "disputes": [_dispute(d, text, id) for d, id in zip(reading.disputes, ids.disputes, strict=True)],
        "attributions": [_attribution(a) for a in reading.attributions],
        "times": [_moment(m) for m in reading.moments],
        "places": [_place(p) for p in reading.places],
        "names": [_name(n) for n in reading.names],
        "skipped": [{"start": s.start, "end": s.end, "reason": why} for s, why in reading.skipped],
    }
    if with_text:
        out["text"] = text
    return out


def from_json(row: Mapping[str, Any]) -> Reading:
    """The reading that ``to_json`` gave, or that another reader gives in the same form.

    ``to_json(from_json(row))`` is ``row`` again, for a row with its text. Raises InputError, one sentence, when a field
    that a claim cannot do without is missing or of another kind.
    """
    try:
        return _reading(row)
    except KeyError as err:
        raise InputError(f"{row.get('id', 'a line')}: the field {err.args[0]!r} is missing; see docs/interchange.md.") from err
    except (TypeError, ValueError, AttributeError) as err:
        raise InputError(f"{row.get('id', 'a line')}: a field is of the wrong kind ({err}); see docs/interchange.md.") from err


def _reading(row: Mapping[str, Any]) -> Reading:
    day, how = _day(row.get("published")), row.get("published_from")
    report = Report(
        id=row["id"], text=row.get("text") or "", title=row.get("title"), outlet=row.get("outlet"), url=row.get("url"),
        published=day if how in ("metadata", "address") else None, published_from=how if how in ("metadata", "address") else None,
        language=row.get("language"),
    )  # fmt: skip
    return Reading(
        report=report,
        published=day,
        published_from=how,
        days=tuple(
            DayGuess(dt.date.fromisoformat(d["day"]), tuple(d["because"]), _day(d.get("until")))
            for d in row.get("published_candidates", ())
        ),
        readable=row.get("readable", True),
        note=row.get("note") or "",
        reader=row.get("reader") or "",
        figures=tuple(_to_figure(x) for x in row.get("figures", ())),
        events=tuple(_to_event(x) for x in row.get("events", ())),
        disputes=tuple(_to_dispute(x) for x in row.get("disputes", ())),
        attributions=tuple(_to_attribution(x) for x in row.get("attributions", ())),
        moments=tuple(_to_moment(x) for x in row.get("times", ())),
        places=tuple(_to_place(x) for x in row.get("places", ())),
        names=tuple(_to_name(x) for x in row.get("names", ())),
        skipped=tuple((Span(x["start"], x["end"]), x["reason"]) for x in row.get("skipped", ())),
    )


# A layer's entry out, and the same entry in again.


def _guess(d: DayGuess) -> Json:
    stretch = {} if d.until is None else {"until": d.until.isoformat()}
    return {"day": d.day.isoformat(), **stretch, "because": list(d.because)}


def _figure(f: Figure, text: str, id: str, incident: str | None) -> Json:
    return {
        "id": id, **_where(f.span, text), "anchor": [f.anchor.start, f.anchor.end], "value": f.value, "low": f.low, "high": f.high,
        "qualifier": f.qualifier, "harm": f.harm, "status": f.status, "victim_side": _listed(f.victim_side), "source": f.source,
        "source_chain": list(f.source_chain), "stance": f.stance, "scope": f.scope, "place": f.place, "from": _iso(f.since),
        "to": _iso(f.until), "perpetrator": _listed(f.perpetrator), "incident": incident, **_traces(f.rules),
    }  # fmt: skip


def _to_figure(x: Mapping[str, Any]) -> Figure:
    return Figure(
        span=_span(x), anchor=_anchor(x), value=x["value"], low=x.get("low"), high=x.get("high"), qualifier=x["qualifier"],
        harm=x["harm"], status=x.get("status", "unknown"), victim_side=_names(x.get("victim_side")), source=x.get("source"),
        source_chain=tuple(x.get("source_chain", ())), stance=x.get("stance", "asserted"), scope=x.get("scope", "incident"),
        place=x.get("place"), since=_day(x.get("from")), until=_day(x.get("to")), perpetrator=_names(x.get("perpetrator")),
        rules=_to_traces(x),
    )  # fmt: skip


def _event(e: Event, text: str, id: str, incident: str | None) -> Json:
    return {
        "id": id, **_where(e.span, text), "anchor": [e.anchor.start, e.anchor.end], "type": e.type, "agent": _listed(e.agent),
        "target": _listed(e.target), "place": e.place, "from": _iso(e.since), "to": _iso(e.until), "source": e.source,
        "source_chain": list(e.source_chain), "stance": e.stance, "incident": incident, **_traces(e.rules),
    }  # fmt: skip


def _to_event(x: Mapping[str, Any]) -> Event:
    return Event(
        span=_span(x), anchor=_anchor(x), type=x["type"], agent=_names(x.get("agent")), target=_names(x.get("target")),
        place=x.get("place"), since=_day(x.get("from")), until=_day(x.get("to")), source=x.get("source"),
        source_chain=tuple(x.get("source_chain", ())), stance=x.get("stance", "asserted"), rules=_to_traces(x),
    )  # fmt: skip


def _dispute(d: Dispute, text: str, id: str) -> Json:
    sides = []
    for s in d.sides:
        side: Json = {"source": s.source, **_where(s.span, text), "position": s.position, "claims": list(s.claims)}
        if s.report is not None:
            side["report"] = s.report
        sides.append(side)
    return {"id": id, "kind": d.kind, "issue": d.issue, "sides": sides, **_traces(d.rules)}


def _to_dispute(x: Mapping[str, Any]) -> Dispute:
    sides = [Side(s.get("source"), _span(s), s.get("position", ""), s.get("report"), tuple(s.get("claims", ()))) for s in x["sides"]]
    return Dispute(x["kind"], x.get("issue", ""), tuple(sides), _to_traces(x))


def _attribution(a: Attribution) -> Json:
    return {
        "source": a.source, **_ends("source", a.source_span), "cue": a.cue, **_ends("cue", a.cue_span),
        "content": [[c.start, c.end] for c in a.content], "kind": a.kind, "stance": a.stance, "source_chain": list(a.chain),
        **_traces((a.trace,)),
    }  # fmt: skip


def _to_attribution(x: Mapping[str, Any]) -> Attribution:
    return Attribution(
        x.get("source"), _span_between(x, "source"), x.get("cue", ""), _span_between(x, "cue"), tuple(Span(*c) for c in x["content"]),
        x["kind"], x.get("stance", "asserted"), tuple(x.get("source_chain", ())), _to_trace(x),
    )  # fmt: skip


def _moment(m: Moment) -> Json:
    return {
        "start": m.span.start, "end": m.span.end, "text": m.text, "from": _iso(m.since), "to": _iso(m.until), "precision": m.precision,
        "kind": m.kind, "value": m.value, "because": m.because, **_traces((m.trace,)),
    }  # fmt: skip


def _to_moment(x: Mapping[str, Any]) -> Moment:
    return Moment(
        _span(x), x["text"], _day(x.get("from")), _day(x.get("to")), x["precision"], x.get("kind", "date"), x.get("value"),
        x.get("because", ""), _to_trace(x),
    )  # fmt: skip


def _place(p: PlaceMention) -> Json:
    return {
        "start": p.span.start, "end": p.span.end, "text": p.text, "name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon,
        "precision": p.precision, "geonames": p.geonames, "within": list(p.within), **_traces((p.trace,)),
    }  # fmt: skip


def _to_place(x: Mapping[str, Any]) -> PlaceMention:
    return PlaceMention(
        _span(x), x["text"], x["name"], x.get("country"), x.get("lat"), x.get("lon"), x["precision"], x.get("geonames"),
        tuple(x.get("within", ())), _to_trace(x),
    )  # fmt: skip


def _name(n: NameMention) -> Json:
    return {
        "start": n.span.start, "end": n.span.end, "text": n.text, "name": n.name, "kind": n.kind, "party": n.party,
        "speaks_for": n.speaks_for, "office": n.office, **_traces((n.trace,)),
    }  # fmt: skip


def _to_name(x: Mapping[str, Any]) -> NameMention:
    return NameMention(
        _span(x), x["text"], x["name"], x["kind"], x.get("party"), _to_trace(x), speaks_for=x.get("speaks_for"), office=x.get("office")
    )


# The parts that entries share.


def _where(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "evidence": span.within(text)}


def _span(x: Mapping[str, Any]) -> Span:
    return Span(int(x["start"]), int(x["end"]))


def _anchor(x: Mapping[str, Any]) -> Span:
    """The word that the claim stands on; where another reader does not say, all of its evidence."""
    return Span(*x["anchor"]) if x.get("anchor") else Span(int(x["start"]), int(x["end"]))


def _ends(name: str, span: Span | None) -> Json:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def _span_between(x: Mapping[str, Any], name: str) -> Span | None:
    start, end = x.get(f"{name}_start"), x.get(f"{name}_end")
    return None if start is None or end is None else Span(start, end)


def _traces(traces: Iterable[Trace]) -> Json:
    """The rules' names, and beside each the lexicon entries that it used."""
    used = [t for t in traces if t.rule]
    return {"rules": [t.rule for t in used], "entries": [list(t.entries) for t in used]}


def _to_traces(x: Mapping[str, Any]) -> tuple[Trace, ...]:
    rules = list(x.get("rules", ()))
    entries = list(x.get("entries", ())) or [()] * len(rules)
    return tuple(Trace(rule, tuple(used)) for rule, used in zip(rules, entries, strict=True))


def _to_trace(x: Mapping[str, Any]) -> Trace:
    return next(iter(_to_traces(x)), Trace(""))


def _listed(names: Names) -> str | list[str] | None:
    return list(names) if isinstance(names, tuple) else names


def _names(raw: Any) -> Names:
    return tuple(raw) if isinstance(raw, list) else raw


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(raw: str | None) -> dt.date | None:
    return dt.date.fromisoformat(raw) if raw else None
