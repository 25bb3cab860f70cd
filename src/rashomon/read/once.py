"""The same event once: statements of one report that tell one event become one, with the fullest sentence as evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.model import Event, Names
from rashomon.read.event_kinds import VIOLENT
from rashomon.read.event_roles import as_list
from rashomon.read.page import Page


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one sentence tells it, with what decides whether it is told for the first time."""

    event: Event
    known: bool
    """Told as known to the reader: "the attack", "this shelling"."""
    own_day: bool
    """Whether the sentence itself gives its time."""
    sure: bool
    """Whether the words settle its kind: "air strike", not "attack"."""
    index: int
    """Number of the sentence."""


def once(page: Page, told: Sequence[Told]) -> list[Told]:
    """Each event once, in text order of its fullest statement."""
    kept: list[Told] = []
    for one in told:
        twin = next((i for i in range(len(kept) - 1, -1, -1) if same(page, kept[i], one)), None)
        if twin is not None:
            kept[twin] = merged(kept[twin], one)
        else:
            kept.append(one)
    return sorted(kept, key=lambda t: (t.event.span, t.event.anchor))


def same(page: Page, a: Told, b: Told) -> bool:
    """Whether two statements of one report tell one event."""
    x, y = a.event, b.event
    if x.type != y.type:
        return not (a.sure and b.sure) and b.known and x.type in VIOLENT and y.type in VIOLENT and _fits(x, y)
    if not _agree(x.agent, y.agent):
        return False
    if (
        x.span == y.span
        and x.type == "battle"
        and (x.agent is None or y.agent is None)
        and x.target is None
        and y.target is None
        and not (a.known and b.known)
    ):
        words = {t.anchor.within(page.report.text).lower() for t in (x, y)}
        if words <= _FIGHTING:
            return True
    if not _days_agree(x, y):
        return False
    if x.place and y.place and x.place != y.place and not _within(page, x.place, y.place):
        return False
    if x.span == y.span:
        if x.type == "territory" or x.target and y.target and x.target != y.target:
            return False
        return (
            x.type in {"talks", "appeal", "agreement", "refusal", "displacement", "support"}
            or x.agent is None
            or y.agent is None
            or x.agent == y.agent
        )
    if (
        x.type == "battle"
        and x.since is not None
        and x.since == y.since
        and a.own_day
        and b.own_day
        and (x.agent is None or y.agent is None)
        and x.target == y.target
    ):
        return True
    if b.known and not b.own_day and x.type in VIOLENT:
        return True
    if x.source and y.source and x.source != y.source and x.type not in {"talks", "agreement", "battle"}:
        return False
    if x.place and y.place and x.type != "territory":
        return True
    if x.type in {"agreement", "violation"}:
        return bool(x.since and y.since) or b.known or a.own_day != b.own_day
    return bool(
        x.agent
        and y.agent
        and x.target == y.target
        and x.type not in {"territory", "appeal", "talks"}
        or x.type == "displacement"
        and x.agent == y.agent
        and x.target == y.target
    )


_FIGHTING = frozenset(["fighting", "clash", "clashes", "battle", "battles", "combat", "hostilities", "skirmish", "skirmishes"])
"""Words for one and the same fighting within a sentence: "clashes broke out, and fighting continued for the fifth day"."""


def _fits(x: Event, y: Event) -> bool:
    return _agree(x.agent, y.agent) and _days_agree(x, y) and (not x.place or not y.place or x.place == y.place)


def _within(page: Page, one: str, other: str) -> bool:
    """Whether one place is said to lie in the other: "Kirkuk" and "central Kirkuk"."""
    if one in other or other in one:
        return True
    return any(p.name == one and other in p.within or p.name == other and one in p.within for p in page.places)


def _agree(a: Names, b: Names) -> bool:
    return a is None or b is None or bool(set(as_list(a)) & set(as_list(b)))


def _days_agree(a: Event, b: Event) -> bool:
    if a.since is None or b.since is None:
        return True
    last_a: dt.date = a.until or a.since
    last_b: dt.date = b.until or b.since
    return a.since <= last_b and b.since <= last_a


def merged(a: Told, b: Told) -> Told:
    """The fuller of two statements of one event, with what the other adds."""
    first, other = (a, b) if _fullness(a) >= _fullness(b) else (b, a)
    x, y = first.event, other.event
    event = replace(
        x,
        agent=x.agent or y.agent,
        target=x.target or y.target,
        place=x.place or y.place,
        since=x.since or y.since,
        until=(x.until if x.since else y.until),
    )
    return replace(first, event=event, known=a.known and b.known, own_day=a.own_day or b.own_day, index=first.index)


def _fullness(t: Told) -> float:
    e = t.event
    return sum(x is not None for x in (e.agent, e.target, e.place, e.since)) - 0.5 * t.known + 0.25 * t.own_day
