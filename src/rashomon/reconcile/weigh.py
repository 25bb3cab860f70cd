"""What each outcome of a comparison is worth, and the verdict that the sum gives.

The weights are log-odds: a pair of claims with sum 0 is as likely one incident as two. They were fitted by logistic
regression on pairs of annotated claims of several wars and rounded to quarters, so that a person can add them up;
docs/linking.md says how. ``START`` is the odds before anything is known of the pair.
"""

from __future__ import annotations

from rashomon.reconcile.compare import FEATURES, Score
from rashomon.reconcile.model import Verdict
from rashomon.reconcile.statements import Statement

START = -1.0
WEIGHTS: dict[str, float] = {
    # days
    "same day": 1.5,
    "days meet": 0.75,
    "long stretches meet": 0.5,
    "next day": -6.0,
    "days apart": -8.0,
    "day unknown": -1.5,
    # places
    "same place": 3.5,
    "same place, carried over": 2.5,
    "same broad place": 1.0,
    "places share a word": 1.0,
    "place within": -1.75,
    "places apart": -5.0,
    "place unknown": -1.0,
    # types
    "same type": 1.5,
    "akin types": 0.0,
    "blame for an act": 0.25,
    "unlike types": -2.5,
    "same count": 1.0,
    "two counts": 0.5,
    "harm of the act": 0.25,
    "harm of another act": -1.5,
    # sufferers and actors
    "same victims": 0.5,
    "other victims": -0.25,
    "same actors": 0.75,
    "other actors": -0.25,
    # told together
    "an event and its figure in one sentence": 2.25,
    "two events in one sentence": 1.75,
    "two figures in one sentence": 1.5,
    "next sentence": 1.5,
    "nearby in the report": 0.5,
    "elsewhere in the report": 0.0,
    # wording: times the cosine
    "shared words": 6.0,
}
SAME = 0.5
"""A sum of this or more is "same": odds of five to three."""
DIFFERENT = -1.5
"""A sum of this or less is "different": odds of two to nine. Between the two the machine is unsure."""


def scores(a: Statement, b: Statement) -> list[Score]:
    """What every comparison finds. The order of the two makes no difference."""
    if a.id > b.id:
        a, b = b, a
    return [score for feature in FEATURES if (score := feature(a, b)) is not None]


def weigh(a: Statement, b: Statement) -> float:
    """The sum over all comparisons, to two places: above 0 the two are more likely one incident than two."""
    return round(START + sum(worth(score) for score in scores(a, b)), 2)


def reasons(a: Statement, b: Statement) -> tuple[str, ...]:
    """Why the sum is what it is: a line for each comparison that weighs, the heaviest first."""
    heaviest = sorted(scores(a, b), key=lambda score: -abs(worth(score)))
    return tuple(f"{score.because} {worth(score):+.2f}" for score in heaviest if worth(score))


def worth(score: Score) -> float:
    """The weight of an outcome times how strongly it holds, to two places."""
    return round(WEIGHTS[score.outcome] * score.value, 2)


def verdict(total: float) -> Verdict:
    """The verdict for a sum."""
    return "same" if total >= SAME else "different" if total <= DIFFERENT else "unsure"
