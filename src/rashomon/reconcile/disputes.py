"""Disputes across reports: counts that cannot both hold, denials of what another report tells, rival blame.

Disputes within a report are the reader's; here they are carried to the claims of other reports on the same incident.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rashomon.model import Dispute, Event, Figure, Names, Reading, Side, claim_ids
from rashomon.reconcile.bounds import can_both_hold
from rashomon.reconcile.model import CrossDispute, id_of
from rashomon.reconcile.sources import source_key
from rashomon.reconcile.statements import folded, names
from rashomon.reconcile.tolls import side_of

FRESH = 0
"""Days: of two counts of one incident told further apart than this, the later and higher is taken for the newer one."""
DENIALS = {"denies", "denied", "silent", "rejects"}


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with the report it stands in."""

    id: str
    reading: Reading
    claim: Figure | Event

    @property
    def day(self) -> dt.date:
        return self.reading.published or dt.date.max

    def order(self) -> tuple[dt.date, str, int, int, str]:
        return self.day, self.reading.report.id, self.claim.anchor.start, self.claim.anchor.end, self.id


def find_disputes(
    readings: Sequence[Reading],
    incident_of: Mapping[str, str],
    copy_of: Mapping[str, str] | None = None,
    institutions: Mapping[str, str] | None = None,
) -> tuple[CrossDispute, ...]:
    """The disputes between claims of different reports, sorted by id. A copy does not dispute its original.

    In: the readings; the incident of each claim that has one; the original of each report that is a copy; the body for
    which a named person speaks.
    """
    told = sorted((t for reading in readings for t in _told(reading)), key=_Told.order)
    of: defaultdict[str, list[_Told]] = defaultdict(list)
    for t in told:
        if t.id in incident_of:
            of[incident_of[t.id]].append(t)
    roots = copy_of or {}
    found: dict[str, CrossDispute] = {}
    for incident, claims in sorted(of.items()):
        for dispute in (*_counts(incident, claims, roots, institutions), *_rival_blame(incident, claims, institutions)):
            found[dispute.id] = dispute
    for dispute in (*_totals(told, roots, institutions), *_carried(readings, told, of, incident_of, roots, institutions)):
        found[dispute.id] = dispute
    return tuple(found[key] for key in sorted(found))


def _told(reading: Reading) -> Iterator[_Told]:
    ids = claim_ids(reading)
    for id_, figure in zip(ids.figures, reading.figures, strict=True):
        yield _Told(id_, reading, figure)
    for id_, event in zip(ids.events, reading.events, strict=True):
        yield _Told(id_, reading, event)


def _root(report: str, roots: Mapping[str, str]) -> str:
    seen = {report}
    while report in roots and roots[report] not in seen:
        report = roots[report]
        seen.add(report)
    return report


def _counts(incident: str, claims: list[_Told], roots: Mapping[str, str], institutions: Mapping[str, str] | None) -> Iterator[CrossDispute]:
    """Counts of one incident by different sources. Of each source's own counts only the last stands; the others are history."""
    groups: defaultdict[tuple[object, ...], dict[str, _Told]] = defaultdict(dict)
    for t in claims:
        if isinstance(t.claim, Figure) and t.claim.scope == "incident" and t.claim.stance == "asserted" and t.claim.place:
            key = (t.claim.harm, t.claim.status, side_of(t.claim.victim_side), folded(t.claim.place))
            source = source_key(t.claim.source, institutions)
            standing = groups[key].get(source)
            if (
                standing is None
                or t.day > standing.day
                or (t.day == standing.day and (t.claim.value or 0) > (_figure(standing).value or 0))
            ):
                groups[key][source] = t
    for latest in groups.values():
        yield from _clashes(incident, sorted(latest.values(), key=_Told.order), roots, institutions)


def _totals(told: list[_Told], roots: Mapping[str, str], institutions: Mapping[str, str] | None) -> Iterator[CrossDispute]:
    """Running totals of the same harm, status and side, as of the same day, by different sources."""
    groups: defaultdict[tuple[object, ...], dict[str, _Told]] = defaultdict(dict)
    for t in told:
        if (
            isinstance(t.claim, Figure)
            and t.claim.scope == "total"
            and t.claim.stance == "asserted"
            and t.claim.until
            and t.claim.victim_side
        ):
            key = (t.claim.harm, t.claim.status, side_of(t.claim.victim_side), t.claim.until)
            source = source_key(t.claim.source, institutions)
            standing = groups[key].get(source)
            if standing is None or (t.claim.value or 0) > (_figure(standing).value or 0):
                groups[key][source] = t
    for latest in groups.values():
        yield from _clashes(None, sorted(latest.values(), key=_Told.order), roots, institutions)


def _clashes(
    incident: str | None, latest: list[_Told], roots: Mapping[str, str], institutions: Mapping[str, str] | None
) -> Iterator[CrossDispute]:
    for n, a in enumerate(latest):
        for b in latest[n + 1 :]:
            first, second = _figure(a), _figure(b)
            if _root(a.reading.report.id, roots) == _root(b.reading.report.id, roots) or can_both_hold(first, second):
                continue
            if incident and _later_and_higher(a, b):
                continue
            if _part_of(source_key(first.source, institutions), source_key(second.source, institutions)):
                continue
            of_whom = side_of(first.victim_side) or "people"
            where = f" at {first.place}" if incident else f" in all as of {first.until}"
            issue = f"how many of {of_whom} ({first.status}) {first.harm}{where}: {_words(first)} or {_words(second)}"
            because = (
                f"same harm, status and side, {'same incident' if incident else 'same day of count'}",
                f"{_words(first)} and {_words(second)} cannot both hold",
            )
            yield _dispute("figures", issue, incident, [_side(a, f"says {_words(first)}"), _side(b, f"says {_words(second)}")], because)


def _part_of(a: str, b: str) -> bool:
    """Whether one source's key is the beginning of the other's: a state and one of its ministries, or a report's own voice."""
    return not a or not b or a.startswith(b) or b.startswith(a)


def _later_and_higher(a: _Told, b: _Told) -> bool:
    first, second = sorted((a, b), key=lambda t: t.day)
    return (second.day - first.day).days > FRESH and (_figure(second).value or 0) > (_figure(first).value or 0)


def _rival_blame(incident: str, claims: list[_Told], institutions: Mapping[str, str] | None) -> Iterator[CrossDispute]:
    """Two sources of different reports that each say the other's side did it."""
    parties = {name for t in claims for name in (*_doers(t), *_victims(t))}
    blame = [(t, party) for t in claims if isinstance(t.claim, Event) and (party := _party_of(t.claim.source, parties, institutions))]
    seen: set[tuple[str, str]] = set()
    for n, (a, side_a) in enumerate(blame):
        for b, side_b in blame[n + 1 :]:
            pair = (min(side_a, side_b), max(side_a, side_b))
            if a.reading.report.id == b.reading.report.id or side_a == side_b or pair in seen:
                continue
            if _blamed(a) == {side_b} and _blamed(b) == {side_a}:
                seen.add(pair)
                sides = [_side(t, f"blames {'; '.join(_shown(t.claim))}") for t in (a, b)]
                issue = f"who did it: {a.claim.source} and {b.claim.source} blame each other's side"
                yield _dispute(
                    "mutual_blame", issue, incident, sides, ("same incident", "each names the other's side as the one that did it")
                )


def _carried(
    readings: Sequence[Reading],
    told: list[_Told],
    of: Mapping[str, list[_Told]],
    incident_of: Mapping[str, str],
    roots: Mapping[str, str],
    institutions: Mapping[str, str] | None,
) -> Iterator[CrossDispute]:
    """Denials and silences of one report, tied to what other reports tell by the same source on the same incident."""
    within: defaultdict[str, list[_Told]] = defaultdict(list)
    for t in told:
        within[t.reading.report.id].append(t)
    for reading in readings:
        if reading.report.id in roots:  # what a copy disputes, its original does
            continue
        for id_, dispute in zip(claim_ids(reading).disputes, reading.disputes, strict=True):
            if dispute.kind not in ("denial", "unacknowledged"):
                continue
            denied = [t for t in within[reading.report.id] if t.id in incident_of and _asserted_in(dispute, t, institutions)]
            for incident in sorted({incident_of[t.id] for t in denied}):
                kinds = {_kind(t.claim) for t in denied if incident_of[t.id] == incident}
                voices = {source_key(t.claim.source, institutions) for t in denied if incident_of[t.id] == incident}
                elsewhere = [
                    t
                    for t in of[incident]
                    if _root(t.reading.report.id, roots) != reading.report.id
                    and _kind(t.claim) in kinds
                    and source_key(t.claim.source, institutions) in voices
                ]
                if elsewhere:
                    yield _tie(dispute, id_, reading, incident, elsewhere)


def _tie(dispute: Dispute, id_: str, reading: Reading, incident: str, elsewhere: list[_Told]) -> CrossDispute:
    against = [Side(s.source, s.span, s.position, reading.report.id, (id_,)) for s in dispute.sides if _denies(s)]
    because = (f"{reading.report.id} has it as {dispute.kind}", "the same source tells it of the same incident in the other reports")
    return _dispute(dispute.kind, dispute.issue, incident, [*(_side(t, "asserts") for t in elsewhere), *against], because)


def _denies(side: Side) -> bool:
    return bool(DENIALS & set(side.position.split()))


def _asserted_in(dispute: Dispute, t: _Told, institutions: Mapping[str, str] | None) -> bool:
    """Whether a claim stands in the words of a side that asserts, and is by that side's source."""
    return any(
        side.span.overlaps(t.claim.span) and _same_voice(side.source, t.claim.source, institutions)
        for side in dispute.sides
        if not _denies(side)
    )


def _same_voice(a: str | None, b: str | None, institutions: Mapping[str, str] | None) -> bool:
    first, second = source_key(a, institutions), source_key(b, institutions)
    return first == second or (bool(first and second) and _part_of(first, second))


def _kind(claim: Figure | Event) -> str:
    return claim.harm if isinstance(claim, Figure) else claim.type


def _figure(t: _Told) -> Figure:
    assert isinstance(t.claim, Figure)
    return t.claim


def _doers(t: _Told) -> frozenset[str]:
    return names(t.claim.perpetrator if isinstance(t.claim, Figure) else t.claim.agent)


def _victims(t: _Told) -> frozenset[str]:
    return names(t.claim.victim_side if isinstance(t.claim, Figure) else t.claim.target)


def _blamed(t: _Told) -> frozenset[str]:
    """Whom an event's source blames: the target of a statement of blame, else the one who acted."""
    return _victims(t) if isinstance(t.claim, Event) and t.claim.type == "statement_of_blame" else _doers(t)


def _shown(claim: Figure | Event) -> Iterable[str]:
    named: Names = claim.perpetrator if isinstance(claim, Figure) else claim.target if claim.type == "statement_of_blame" else claim.agent
    return () if named is None else (named,) if isinstance(named, str) else named


def _party_of(source: str | None, parties: set[str], institutions: Mapping[str, str] | None) -> str | None:
    """The party whose name a source's key begins with: "armenia" of "armenia military"; the longest when several do."""
    key = source_key(source, institutions)
    found = [party for party in parties if key == party or key.startswith(party + " ")]
    return max(found, key=len, default=None)


def _words(figure: Figure) -> str:
    number = f"{figure.low} to {figure.high}" if figure.qualifier == "range" else str(figure.value)
    return number if figure.qualifier in ("exact", "range") else f"{figure.qualifier.replace('_', ' ')} {number}"


def _side(t: _Told, position: str) -> Side:
    return Side(t.claim.source, t.claim.span, position, t.reading.report.id, (t.id,))


def _dispute(kind: str, issue: str, incident: str | None, sides: list[Side], because: tuple[str, ...]) -> CrossDispute:
    ordered = tuple(sorted(sides, key=lambda s: (s.report or "", s.span, s.position, s.source or "", s.claims)))
    key = [kind, *(claim for side in ordered for claim in side.claims)]
    return CrossDispute(id_of("x", *key), kind, issue, incident, ordered, because)  # type: ignore[arg-type]
