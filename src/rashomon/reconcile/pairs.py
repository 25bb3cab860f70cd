"""Which statements are worth comparing: those that share a place, a kind of act, or a report, and whose days can meet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rashomon.reconcile.statements import FIRE, GROUND, HARMING, Statement

NEXT = dt.timedelta(days=1)
Key = tuple[str, ...]


def families(s: Statement) -> Iterator[str]:
    """The kinds of act that a statement may belong with: its own type's family, or those that its harm may come of."""
    kinds: Iterable[str] = [s.type] if s.type else HARMING[s.harm] if s.harm else ()
    yield from {"fire" if kind in FIRE else "ground" if kind in GROUND else kind for kind in kinds}


def keys(s: Statement) -> Iterator[Key]:
    """The blocks that a statement stands in."""
    yield ("report", s.report)
    for word in (s.place or "").split():
        yield ("place", word)
    for family in families(s):
        yield ("act", family)


def can_meet(a: Statement, b: Statement) -> bool:
    """Whether the days of two statements meet, are neighbours, or are not known."""
    first, last = a.since or a.until, a.until or a.since
    other_first, other_last = b.since or b.until, b.until or b.since
    if not (first and last and other_first and other_last):
        return True
    return first <= other_last + NEXT and other_first <= last + NEXT


def candidates(statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Each pair worth comparing, once, sorted by id within and among the pairs."""
    blocks: defaultdict[Key, list[Statement]] = defaultdict(list)
    for s in statements:
        for key in keys(s):
            blocks[key].append(s)
    found: dict[tuple[str, str], tuple[Statement, Statement]] = {}
    for block in blocks.values():
        for a, b in _sweep(block):
            a, b = (a, b) if a.id < b.id else (b, a)
            found[a.id, b.id] = (a, b)
    return [found[key] for key in sorted(found)]


def _sweep(block: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of a block whose days can meet, found by going along the days rather than by trying all."""
    dated = sorted((s for s in block if s.since or s.until), key=lambda s: ((s.since or s.until), s.id))
    undated = [s for s in block if not (s.since or s.until)]
    for n, a in enumerate(dated):
        last = a.until or a.since
        for b in dated[n + 1 :]:
            first = b.since or b.until
            if first and last and first > last + NEXT:
                break
            if can_meet(a, b):
                yield a, b
        for b in undated:
            yield a, b
    for n, a in enumerate(undated):
        for b in undated[n + 1 :]:
            yield a, b
