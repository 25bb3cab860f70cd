"""Counts of one harm by two sources that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.model import Dispute, Figure, Side, Trace
from rashomon.read.contest_words import is_word
from rashomon.read.page import Page
from rashomon.read.who import party_named


def counts_that_differ(page: Page, figures: Sequence[Figure]) -> Iterator[Dispute]:
    """Two sources, one harm, one place and time, counts that cannot both hold.

    "The ministry counted 40 dead. The rebels spoke of 12." -> says 40, says 12
    """
    groups: list[list[Figure]] = []
    for f in figures:
        if not f.source or f.stance == "denied" or (f.value is None and f.low is None):
            continue
        for g in groups:
            if all(_same_thing(page, x, f) for x in g):
                g.append(f)
                break
        else:
            groups.append([f])
    for g in groups:
        by: dict[str, Figure] = {}
        for f in g:
            known = by.get(f.source or "")
            if known is None or (f.value or f.high or 0) > (known.value or known.high or 0):
                by[f.source or ""] = f
        rivals = [f for f in by.values() if any(_cannot_both_hold(f, o) and not _superseded(page, f, o) for o in by.values() if o is not f)]
        if len(rivals) >= 2:
            sides = tuple(Side(f.source, f.span, f"says {_number(f)}") for f in rivals)
            yield Dispute("figures", f"how many were {rivals[0].harm}", sides, (Trace("counts_that_differ"),))


def _superseded(page: Page, a: Figure, b: Figure) -> bool:
    """Whether one of two counts is an earlier one of the same party's, as the report says with "earlier", "by the evening"."""
    one, other = party_named(page, a.source), party_named(page, b.source)
    if one != other and one in page.cast.parties and other in page.cast.parties:
        return False
    return any(is_word(t, "earlier") for f in (a, b) for t in page.sentences[_index(page, f)].doc or ())


def _same_thing(page: Page, a: Figure, b: Figure) -> bool:
    """Whether two figures count the same harm of the same event: what one of them leaves out, nearness must make good."""
    if a.harm != b.harm or a.scope != b.scope or {a.status, b.status} == {"civilian", "combatant"} or a.scope == "period":
        return False
    if a.scope in {"past", "total"} and ((a.since, a.until) != (b.since, b.until) and a.scope == "past" or a.status != b.status):
        return False
    if a.victim_side != b.victim_side and (a.victim_side and b.victim_side or a.scope == "total"):
        return False
    one, other = party_named(page, a.source), party_named(page, b.source)
    if a.scope == "total" and one == other:
        return False
    if (
        a.victim_side is None
        and a.place is None
        and 0 not in {a.value, b.value}
        and one
        and other
        and (
            other in page.cast.opponents(one)
            or page.cast.allies.get(other) in page.cast.opponents(one)
            or page.cast.allies.get(one) in page.cast.opponents(other)
        )
    ):
        return False
    if a.since and b.since and (a.until or a.since) < b.since or b.since and a.since and (b.until or b.since) < a.since:
        return False
    far = abs(_index(page, a) - _index(page, b))
    if a.place and a.place == b.place:
        return far <= 6
    if a.place and b.place and not _inside(page, a.place, b.place):
        return False
    return far <= (3 if a.place is None and b.place is None else 2)


def _inside(page: Page, a: str, b: str) -> bool:
    """Whether one place lies in the other."""
    return any(p.name == a and b in p.within or p.name == b and a in p.within for p in page.places)


def _index(page: Page, f: Figure) -> int:
    return next((s.index for s in page.sentences if s.span == f.span or s.span.covers(f.anchor)), 0)


def _bounds(f: Figure) -> tuple[float, float]:
    """The least and the most that a figure allows."""
    if f.low is not None and f.high is not None:
        return f.low, f.high
    v = float(f.value or 0)
    return {"at_least": (v, 3 * v), "more_than": (v, 3 * v), "at_most": (0.0, v), "less_than": (0.0, v), "about": (v * 0.85, v * 1.15)}.get(
        f.qualifier, (v, v)
    )


def _cannot_both_hold(a: Figure, b: Figure) -> bool:
    if {a.qualifier, b.qualifier} <= {"at_least", "more_than"} and a.value and b.value:
        return max(a.value, b.value) > 1.2 * min(a.value, b.value)
    (low_a, high_a), (low_b, high_b) = _bounds(a), _bounds(b)
    return high_a < low_b or high_b < low_a


def _number(f: Figure) -> str:
    return f"{f.low}-{f.high}" if f.low is not None else str(f.value)
