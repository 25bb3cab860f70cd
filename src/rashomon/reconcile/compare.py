"""One small function for each thing that tells whether two statements speak of one incident.

Each gives the outcome it finds, how strongly (0 to 1), and why in a few words. What an outcome is worth stands in
weigh.py. None means that the two cannot be compared in this respect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from rashomon.reconcile.statements import FIRE, GROUND, HARMING, Statement

SHORT = 3
"""Days: a stretch no longer than this is as good as a day."""
FEW = 0.05
"""Sentences more unlike than this share words by chance; which ones is not worth saying."""
ENOUGH = 0.35
"""Sentences more alike than this tell no more: daily bulletins repeat their wording from one town and day to the next."""


@dataclass(frozen=True, slots=True)
class Score:
    """An outcome of one comparison: its name in the table of weights, how strongly it holds, and why."""

    outcome: str
    value: float
    because: str


Feature = Callable[[Statement, Statement], Score | None]


def days(a: Statement, b: Statement) -> Score | None:
    """Whether the days can be the same."""
    first, second = _stretch(a), _stretch(b)
    if not first or not second:
        return Score("day unknown", 1, "no day given for one of them")
    gap = max(first[0], second[0]) - min(first[1], second[1])
    shown = f"{_shown(first)} and {_shown(second)}"
    if gap.days > 1:
        return Score("days apart", 1, f"days apart: {shown}")
    if gap.days == 1:
        return Score("next day", 1, f"a day apart: {shown}")
    if first == second and first[0] == first[1]:
        return Score("same day", 1, f"same day {first[0]}")
    if max((s[1] - s[0]).days for s in (first, second)) < SHORT:
        return Score("days meet", 1, f"days meet: {shown}")
    return Score("long stretches meet", 1, f"stretches meet: {shown}")


def places(a: Statement, b: Statement) -> Score | None:
    """Whether the places can be the same."""
    if not a.place or not b.place or ((a.carried or b.carried) and a.place != b.place):
        return Score("place unknown", 1, "no place given for one of them")
    if a.place == b.place and (a.carried or b.carried):
        return Score("same place, carried over", 1, f"same place {a.place}, carried over from another sentence")
    if a.place == b.place:
        return Score("same broad place" if a.broad else "same place", 1, f"same place {a.place}")
    if a.place in b.within or b.place in a.within or (a.broad != b.broad):
        return Score("place within", 1, f"{a.place} and {b.place}: one may hold the other")
    if set(a.place.split()) & set(b.place.split()):
        return Score("places share a word", 1, f"{a.place} and {b.place} share a word")
    return Score("places apart", 1, f"places apart: {a.place} and {b.place}")


def types(a: Statement, b: Statement) -> Score | None:
    """Whether the two tell of the same kind of act, or a figure of a harm that the event may have done."""
    if a.type and b.type:
        if a.type == b.type:
            return Score("same type", 1, f"both {a.type}")
        pair = {a.type, b.type}
        if pair <= FIRE or pair <= GROUND:
            return Score("akin types", 1, f"{a.type} and {b.type} are akin")
        if "statement_of_blame" in pair:
            return Score("blame for an act", 1, f"{a.type} and {b.type}")
        return Score("unlike types", 1, f"{a.type} and {b.type} are unlike")
    if a.harm and b.harm:
        if a.harm == b.harm and a.value is not None and a.value == b.value:
            return Score("same count", 1, f"both {a.value} {a.harm}")
        return Score("two counts", 1, f"{_count(a)} and {_count(b)}")
    harm, kind = a.harm or b.harm, a.type or b.type
    if harm and kind and kind in HARMING[harm]:
        return Score("harm of the act", 1, f"{harm} may come of {kind}")
    return Score("harm of another act", 1, f"{harm} does not come of {kind}")


def sufferers(a: Statement, b: Statement) -> Score | None:
    """Whether those who suffered are the same."""
    if not a.targets or not b.targets:
        return None
    shared = a.targets & b.targets
    if shared:
        return Score("same victims", 1, f"both against {', '.join(sorted(shared))}")
    return Score("other victims", 1, f"against {', '.join(sorted(a.targets))} and {', '.join(sorted(b.targets))}")


def actors(a: Statement, b: Statement) -> Score | None:
    """Whether those who acted are the same. Rival accounts blame rival parties, so a difference says little."""
    if not a.agents or not b.agents:
        return None
    shared = a.agents & b.agents
    if shared:
        return Score("same actors", 1, f"both by {', '.join(sorted(shared))}")
    return Score("other actors", 1, f"by {', '.join(sorted(a.agents))} and {', '.join(sorted(b.agents))}")


def told_together(a: Statement, b: Statement) -> Score | None:
    """Whether one report tells both in one breath."""
    if a.report != b.report:
        return None
    if a.span.overlaps(b.span):
        kinds = "an event and its figure" if a.kind != b.kind else f"two {a.kind}s"
        return Score(f"{kinds} in one sentence", 1, f"{kinds} in one sentence")
    gap = max(a.span.start, b.span.start) - min(a.span.end, b.span.end)
    if gap <= 3:
        return Score("next sentence", 1, "told in sentences that follow each other")
    if gap <= 300:
        return Score("nearby in the report", 1, "told near each other")
    return Score("elsewhere in the report", 1, "told apart in one report")


def wording(a: Statement, b: Statement) -> Score | None:
    """How many telling words the two sentences share (cosine of rarity weights); not asked within one sentence."""
    if a.report == b.report and a.span.overlaps(b.span):
        return None
    shorter, longer = sorted((a.words, b.words), key=len)
    cosine = sum(weight * longer.get(word, 0.0) for word, weight in shorter.items())
    cosine = min(cosine, ENOUGH)
    if cosine < FEW:
        return Score("shared words", round(cosine, 3), "hardly a word shared")
    common = sorted((w for w in shorter if w in longer), key=lambda w: (-shorter[w] * longer[w], w))[:4]
    return Score("shared words", round(cosine, 3), f"shared words: {', '.join(common)}")


FEATURES: tuple[Feature, ...] = (days, places, types, sufferers, actors, told_together, wording)


def _stretch(s: Statement) -> tuple[dt.date, dt.date] | None:
    if s.since is None and s.until is None:
        return None
    since, until = s.since or s.until, s.until or s.since
    return (since, until) if since and until and since <= until else None


def _shown(stretch: tuple[dt.date, dt.date]) -> str:
    return str(stretch[0]) if stretch[0] == stretch[1] else f"{stretch[0]} to {stretch[1]}"


def _count(s: Statement) -> str:
    return f"{s.value if s.value is not None else 'some'} {s.harm}"
