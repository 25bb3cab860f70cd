"""Claims put together into incidents: the same claims in any order give the same incidents."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rashomon.model import EventType
from rashomon.reconcile.model import Incident, Judgement, id_of
from rashomon.reconcile.pairs import candidates
from rashomon.reconcile.statements import Statement
from rashomon.reconcile.weigh import DIFFERENT, SAME, reasons, verdict, weigh

T = TypeVar("T")
TOGETHER = -0.5
"""Two groups become one only when the mean score over all pairs between them is at least this: a chain of likenesses
from Monday's attack to Friday's must not make them one."""
KEPT = -0.5
"""Unsure pairs from this score up are kept as judgements; weaker ones are many and say little."""


class Comparer:
    """Weighs pairs, each once."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.by_id = {s.id: s for s in statements}
        self._done: dict[tuple[str, str], float] = {}

    def __call__(self, a: str, b: str) -> float:
        key = (a, b) if a < b else (b, a)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = weigh(self.by_id[key[0]], self.by_id[key[1]])
        return found

    def why(self, a: str, b: str) -> tuple[str, ...]:
        """The reasons for the score of a pair."""
        return reasons(self.by_id[a], self.by_id[b])


def link(statements: Sequence[Statement]) -> tuple[list[Incident], list[Judgement]]:
    """The incidents that the statements speak of, and the judgements on pairs that made them or came near.

    The strongest pairs are joined first. Ties are settled by claim id, never by the order in which claims came.
    """
    compare = Comparer(statements)
    pairs = [(a.id, b.id, compare(a.id, b.id)) for a, b in candidates(statements)]
    groups: dict[str, tuple[str, ...]] = {s.id: (s.id,) for s in statements}
    joined: dict[str, list[str]] = {}
    for a, b, _ in sorted((pair for pair in pairs if pair[2] >= SAME), key=lambda pair: (-pair[2], pair[0], pair[1])):
        one, other = groups[a], groups[b]
        if one is other:
            continue
        scores = [compare(x, y) for x in one for y in other]
        if sum(scores) / len(scores) < TOGETHER:
            continue
        both = tuple(sorted(one + other))
        links = [*joined.pop(one[0], []), *joined.pop(other[0], []), f"{a} and {b}: {'; '.join(compare.why(a, b))}"]
        joined[both[0]] = links
        for id_ in both:
            groups[id_] = both
    incidents = [_incident([compare.by_id[id_] for id_ in group], joined.get(group[0], [])) for group in set(groups.values())]
    judgements = [
        Judgement(id_of("j", a, b), (a, b), verdict(score), score, compare.why(a, b))
        for a, b, score in pairs
        if score >= KEPT or (score <= DIFFERENT and groups[a] is groups[b])
    ]
    return sorted(incidents, key=lambda i: (i.since or dt.date.max, i.id)), judgements


def _incident(members: list[Statement], because: list[str]) -> Incident:
    ordered = sorted(members, key=lambda s: (s.told or dt.date.max, s.report, s.anchor, s.id))
    events = [s for s in ordered if s.kind == "event" and s.type != "statement_of_blame"] or [s for s in ordered if s.kind == "event"]
    kind: EventType | None = _commonest([s.type for s in events])
    place = _commonest([s.place_name for s in ordered if s.place and not s.broad]) or _commonest([s.place_name for s in ordered if s.place])
    pinned = [s for s in ordered if s.since and s.since == s.until] or ordered
    since = [day for s in pinned if (day := s.since or s.until)]
    until = [day for s in pinned if (day := s.until or s.since)]
    return Incident(
        id=id_of("i", ordered[0].id),
        type=kind,
        place=place,
        since=min(since, default=None),
        until=max(until, default=None),
        claims=tuple(s.id for s in ordered),
        reports=tuple(dict.fromkeys(s.report for s in ordered)),
        because=tuple(sorted(because)),
    )


def _commonest(values: Iterable[T | None]) -> T | None:
    """The value that comes most often; among equals the first."""
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=counts.__getitem__) if counts else None
