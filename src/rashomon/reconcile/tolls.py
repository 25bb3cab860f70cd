"""The running toll of each source, step by step. Nothing is added up and nothing corrected."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rashomon.model import Figure, Names, Reading, claim_ids
from rashomon.reconcile.bounds import bounds_of
from rashomon.reconcile.model import TollStep, id_of
from rashomon.reconcile.sources import source_key

Found = tuple[str, Reading, Figure]


def find_tolls(readings: Sequence[Reading], institutions: Mapping[str, str] | None = None) -> tuple[TollStep, ...]:
    """All figures with scope "total" as steps, sorted by source, side, status, harm and day.

    A step is one number, in the same words, by one source, for one day; reports that repeat it stand behind it together.
    """
    steps: defaultdict[tuple[object, ...], list[Found]] = defaultdict(list)
    called: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for id_, figure in zip(claim_ids(reading).figures, reading.figures, strict=True):
            if figure.scope == "total":
                key = source_key(figure.source, institutions)
                called[key][figure.source or ""] += 1
                number = (figure.value, figure.low, figure.high, figure.qualifier)
                steps[key, figure.harm, figure.status, side_of(figure.victim_side), figure.until, *number, figure.stance].append(
                    (id_, reading, figure)
                )
    out = [_step(found, _usual(called[str(key[0])])) for key, found in steps.items()]
    return tuple(sorted(out, key=_order))


def side_of(names: Names) -> str | None:
    """One label for the victims' side: several names are joined in alphabetical order."""
    return names if names is None or isinstance(names, str) else " and ".join(sorted(names)) or None


def _step(found: list[Found], source: str | None) -> TollStep:
    found = sorted(found, key=lambda f: (f[1].published or dt.date.max, f[1].report.id, f[2].anchor))
    figure = found[0][2]
    bounds = bounds_of(figure)
    return TollStep(
        id=id_of("t", found[0][0]),
        source=source,
        harm=figure.harm,
        status=figure.status,
        side=side_of(figure.victim_side),
        day=figure.until,
        value=figure.value,
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        qualifier=figure.qualifier,
        stance=figure.stance,
        claims=tuple(id_ for id_, _, _ in found),
        reports=tuple(reading.report.id for _, reading, _ in found),
        stated_by=_other_names((f.source for _, _, f in found), source),
    )


def _usual(names: Counter[str]) -> str | None:
    """The name that reports use most for a source; among equals the first in the alphabet."""
    return min(names, key=lambda name: (-names[name], name)) or None


def _other_names(names: Iterable[str | None], usual: str | None) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name and name != usual}))


def _order(step: TollStep) -> tuple[str, str, str, str, dt.date, int, str]:
    return (step.source or "", step.side or "", step.status, step.harm, step.day or dt.date.max, step.value or 0, step.id)
