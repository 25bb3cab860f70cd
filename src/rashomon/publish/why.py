"""Why a row is there: the words it stands on, the rules and lexicon entries that read them, and what it was linked to."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from rashomon.errors import LedgerError
from rashomon.model import Dispute, Event, Figure, Names, Reading, Span, Trace, claim_ids
from rashomon.publish.tables import WIDTH, days, number
from rashomon.reconcile.model import Reconciled
from rashomon.store import Ledger

VERDICTS = ("same", "unsure", "different")
MOST_PAIRS = 10
"""Comparisons shown of one claim, beside all of those that found the same."""
_FUNCTION = re.compile(r"^ *def ([a-z]\w*)\(", re.M)
Line = tuple[str, str]
"""A label, and what it says; an empty label goes on with the one before."""


def why(ledger: Ledger, id: str) -> list[Line]:
    """All that the ledger can say of one id: a report's, a claim's, an incident's, a toll's, a dispute's, a judgement's.

    The beginning of an id will do where it fits only one. Raises LedgerError where it fits none, or several.
    """
    found = ledger.find(id) if id else []
    if not found:
        raise LedgerError(f"{id!r} is no id in {ledger.path}; `rashomon show {ledger.path} reports` lists the reports.")
    if len(found) > 1:
        some = ", ".join(f"{i} ({k})" for k, i in found[:8]) + (" …" if len(found) > 8 else "")
        raise LedgerError(f"{id!r} may be any of {len(found)} ids: {some}; give more of it.")
    kind, full = found[0]
    judged = ledger.judgements(Reconciled)
    if kind == "report":
        return list(_report(ledger.reading(full), judged))
    owner = ledger.report_of_claim(full)
    if owner is not None:
        return list(_claim(ledger.reading(owner), full, judged))
    return list(_judgement(ledger, kind, full, judged))


def show(lines: Iterable[Line], *, width: int | None = None) -> str:
    """The lines as text, labels in a column of their own; as wide as the terminal, or 100 in a pipe or a file."""
    rows = list(lines)
    wide = max((len(label) for label, _ in rows), default=0) + 2
    width = max(60, width or shutil.get_terminal_size((WIDTH, 24)).columns)
    out = []
    for label, said in rows:
        parts = textwrap.wrap(said, width - wide, break_long_words=False, break_on_hyphens=False) or [""]
        out += [f"{name:<{wide}}{part}".rstrip() for name, part in zip([label, *[""] * len(parts)], parts, strict=False)]
    return "\n".join(out) + "\n"


def _report(reading: Reading, judged: Reconciled) -> Iterator[Line]:
    report = reading.report
    yield "report", report.id
    for label, said in (("title", report.title), ("outlet", report.outlet), ("author", report.author), ("address", report.url)):
        if said:
            yield label, said
    yield "received", f"{report.received} from {report.origin or 'the caller'}, bytes with SHA-256 {report.sha256}"
    yield "language", (report.language or "not told") + ("" if reading.readable else ": kept, not read")
    for note in filter(None, (reading.note, report.note if report.note != reading.note else "")):
        yield "note", note
    yield from _published(reading)
    for debris in report.debris:
        yield "debris", f"{_at(debris.span)} {debris.kind}: {_short(debris.span.within(report.text))}"
    yield "read by", reading.reader or "not told"
    counted = {"figures": reading.figures, "events": reading.events, "disputes": reading.disputes, "attributions": reading.attributions,
               "times": reading.moments, "places": reading.places, "names": reading.names}  # fmt: skip
    yield "read", ", ".join(f"{len(found)} {name}" for name, found in counted.items())
    ids = claim_ids(reading)
    for f, id in zip(reading.figures, ids.figures, strict=True):
        yield "figure", f"{id}  {_figure(f)}"
    for e, id in zip(reading.events, ids.events, strict=True):
        yield "event", f"{id}  {_event(e)}"
    for d, id in zip(reading.disputes, ids.disputes, strict=True):
        yield "dispute", f"{id}  {d.kind}: {d.issue}"
    for copy in judged.copies:
        if report.id in (copy.report, copy.original):
            yield "copy", f"{copy.report} carries {copy.share:.0%} of {copy.original}: {'; '.join(copy.because)}"


def _published(reading: Reading) -> Iterator[Line]:
    if reading.published:
        yield "published", f"{reading.published}" + (f", from the {reading.published_from}" if reading.published_from else "")
    elif any(guess.until for guess in reading.days):
        yield "published", "not settled; too many days fit to name them"
    elif reading.days:
        yield "published", f"not settled; {len(reading.days)} days fit"
    else:
        yield "published", "not known: neither the page nor the text gives a day"
    for guess in reading.days:
        label = "" if reading.published == guess.day and len(reading.days) == 1 else f"{days(_iso(guess.day), _iso(guess.until))}: "
        for n, reason in enumerate(guess.because or ("no reason kept",)):
            yield ("because" if n == 0 else ""), f"{label}{reason}"


def _claim(reading: Reading, id: str, judged: Reconciled) -> Iterator[Line]:
    ids, text = claim_ids(reading), reading.report.text
    if id in ids.disputes:
        yield from _dispute(reading, id, reading.disputes[ids.disputes.index(id)])
        return
    claim: Figure | Event
    if id in ids.figures:
        claim = figure = reading.figures[ids.figures.index(id)]
        yield "figure", f"{id}  {_figure(figure)}"
        yield "word", f"{_short(figure.anchor.within(text))} ({_at(figure.anchor)})"
    else:
        claim = event = reading.events[ids.events.index(id)]
        yield "event", f"{id}  {_event(event)}"
        yield "word", f"{_short(event.anchor.within(text))} ({_at(event.anchor)})"
    yield from _stands(reading, claim.span)
    if claim.source_chain:
        yield "chain", " → ".join(claim.source_chain)
    yield from _rules(claim.rules)
    yield from _layers(reading, claim.span)
    yield from _links(id, judged)


def _stands(reading: Reading, span: Span, label: str = "text") -> Iterator[Line]:
    report = reading.report
    parts = [report.id + (f" “{report.title}”" if report.title else ""), report.outlet or "", _at(span)]
    yield "report", ", ".join(p for p in parts if p)
    yield label, " ".join(span.within(report.text).split())


def _rules(rules: Iterable[Trace]) -> Iterator[Line]:
    label = "rule"
    for trace in rules:
        if trace.rule:
            home = rule_files().get(trace.rule.rpartition(": ")[2])
            yield label, trace.rule + (f"  {home}" if home else "") + (f"  ({'; '.join(trace.entries)})" if trace.entries else "")


@cache
def rule_files() -> dict[str, str]:
    """For each function of the reader the file that holds it: "said_that_clause" -> "read/attribution.py"."""
    room = resources.files("rashomon") / "read"
    files = sorted((f for f in room.iterdir() if f.name.endswith(".py")), key=lambda f: f.name)
    return {name: f"read/{f.name}" for f in reversed(files) for name in _FUNCTION.findall(f.read_text("utf-8"))}


def _layers(reading: Reading, span: Span) -> Iterator[Line]:
    """What the reader made of the words around the claim: who says it, when, where, who is named."""
    text = reading.report.text
    for a in reading.attributions:
        if any(c.overlaps(span) for c in a.content):
            who = a.source or "nobody named"
            words = _short(a.source_span.within(text)) if a.source_span else "no words"
            yield "said by", f"{who} ({words} · {a.cue}, {a.kind})" + _by(a.trace)
    for m in reading.moments:
        if m.span.overlaps(span):
            stretch = days(str(m.since) if m.since else None, str(m.until) if m.until else None) or "not resolved"
            yield "time", f"{_short(m.text)} → {stretch}" + (f", {m.because}" if m.because else "") + _by(m.trace)
    for p in reading.places:
        if p.span.overlaps(span):
            yield "place", f"{_short(p.text)} → {', '.join((p.name, *p.within))} ({p.precision})" + _by(p.trace)
    for n in reading.names:
        if n.span.overlaps(span):
            yield "name", f"{_short(n.text)} → {n.name} ({n.kind}" + (f" of {n.party}" if n.party else "") + ")" + _by(n.trace)


def _links(id: str, judged: Reconciled) -> Iterator[Line]:
    linked = False
    for i in judged.incidents:
        if id in i.claims:
            linked = True
            others = [c for c in i.claims if c != id]
            yield "incident", f"{i.id}  {_incident(i)}" + (f", with {', '.join(others)}" if others else ", alone in it")
    pairs = sorted((j for j in judged.judgements if id in j.pair), key=lambda j: (VERDICTS.index(j.verdict), -j.score, j.id))
    for n, j in enumerate(pairs):
        linked = linked or j.verdict == "same"
        if j.verdict == "same" or n < MOST_PAIRS:
            other = next((c for c in j.pair if c != id), id)
            yield j.verdict, f"{other}, {j.score:+.1f}: {' · '.join(j.because)}"
        elif n == len(pairs) - 1:
            yield "", f"and more that are {j.verdict}; {len(pairs)} claims were compared in all"
    for t in judged.tolls:
        if id in t.claims:
            linked = True
            counted = f"{number(t.value, t.low, t.high, t.qualifier)} {t.harm} as of {t.day or 'no known day'}"
            yield "toll", f"{t.id}  {t.source or 'the reports'}: {counted}"
    for d in judged.disputes:
        if any(id in s.claims for s in d.sides):
            linked = True
            yield "dispute", f"{d.id}  {d.kind}: {d.issue}"
            for reason in d.because:
                yield "", reason
    if not linked:
        yield "linked to", "nothing: no other claim in the ledger was judged to be of the same thing"


def _dispute(reading: Reading, id: str, dispute: Dispute) -> Iterator[Line]:
    yield "dispute", f"{id}  {dispute.kind}: {dispute.issue}"
    for side in dispute.sides:
        yield "side", f"{side.source or 'the report'} {side.position}" + (f" ({', '.join(side.claims)})" if side.claims else "")
        yield from _stands(reading, side.span)
    yield from _rules(dispute.rules)


def _judgement(ledger: Ledger, kind: str, id: str, judged: Reconciled) -> Iterator[Line]:
    if kind == "incidents":
        i = next(i for i in judged.incidents if i.id == id)
        yield "incident", f"{id}  {_incident(i)}"
        yield from _claims(ledger, i.claims)
        for reason in i.because:
            yield "because", reason
    elif kind == "tolls":
        t = next(t for t in judged.tolls if t.id == id)
        yield "toll", f"{id}  {t.source or 'the reports'}: {number(t.value, t.low, t.high, t.qualifier)} {t.harm}, {t.status}" + (
            f", {t.side}" if t.side else "") + f", as of {t.day or 'no known day'}"  # fmt: skip
        yield "bounds", f"low {_or(t.low)}, best {_or(t.best)}, high {_or(t.high)}"
        if t.stated_by:
            yield "stated by", "; ".join(t.stated_by)
        yield from _claims(ledger, t.claims)
    elif kind == "disputes":
        d = next(d for d in judged.disputes if d.id == id)
        yield "dispute", f"{id}  {d.kind}: {d.issue}"
        for side in d.sides:
            yield "side", f"{side.source or 'the report'} {side.position}"
            if side.report:
                yield from _stands(ledger.reading(side.report), side.span)
        for reason in d.because:
            yield "because", reason
        if d.incident:
            yield "incident", d.incident
    elif kind == "copies":
        c = next(c for c in judged.copies if c.id == id)
        yield "copy", f"{id}  {c.report} carries {c.share:.0%} of {c.original}"
        for reason in c.because:
            yield "because", reason
    else:
        j = next(j for j in judged.judgements if j.id == id)
        yield "judgement", f"{id}  {j.verdict}, {j.score:+.1f}"
        yield from _claims(ledger, j.pair)
        for reason in j.because:
            yield "because", reason


def _claims(ledger: Ledger, claims: Iterable[str]) -> Iterator[Line]:
    for id in claims:
        owner = ledger.report_of_claim(id)
        if owner is None:
            continue
        reading = ledger.reading(owner)
        ids = claim_ids(reading)
        if id in ids.figures:
            figure = reading.figures[ids.figures.index(id)]
            span, said = figure.span, _figure(figure)
        else:
            event = reading.events[ids.events.index(id)]
            span, said = event.span, _event(event)
        yield "claim", f"{id}  {said}"
        yield "", f"{owner}, {_at(span)}: {_short(span.within(reading.report.text), 160)}"


def _figure(f: Figure) -> str:
    whose = ", ".join(x for x in (_names(f.victim_side), f.status if f.status != "unknown" else "") if x)
    parts = [f"{number(f.value, f.low, f.high, f.qualifier)} {f.harm}", whose, f"scope {f.scope}", f.place or "",
             days(str(f.since) if f.since else None, str(f.until) if f.until else None),
             f"by {_names(f.perpetrator)}" if f.perpetrator else "", f"said by {f.source or 'the report'}", f.stance]  # fmt: skip
    return " · ".join(p for p in parts if p)


def _event(e: Event) -> str:
    act = e.type + (f" by {_names(e.agent)}" if e.agent else "") + (f" against {_names(e.target)}" if e.target else "")
    parts = [act, e.place or "", days(str(e.since) if e.since else None, str(e.until) if e.until else None),
             f"said by {e.source or 'the report'}", e.stance]  # fmt: skip
    return " · ".join(p for p in parts if p)


def _incident(i: object) -> str:
    type_, place, since, until = (getattr(i, name) for name in ("type", "place", "since", "until"))
    return ", ".join(x for x in (type_ or "harm", place, days(str(since) if since else None, str(until) if until else None)) if x)


def _names(names: Names) -> str:
    return "; ".join(names) if isinstance(names, tuple) else names or ""


def _at(span: Span) -> str:
    return f"characters {span.start}–{span.end}"


def _by(trace: Trace) -> str:
    return "" if not trace.rule else f"  [{trace.rule}" + (f": {'; '.join(trace.entries)}]" if trace.entries else "]")


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _or(number: int | None) -> str:
    return "none" if number is None else str(number)


def _short(text: str, most: int = 80) -> str:
    bare = " ".join(text.split())
    return f"“{bare if len(bare) <= most else bare[: most - 1] + '…'}”"
