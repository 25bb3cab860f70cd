"""What the words around a number allow: "at least 10" does not contradict 14."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rashomon.model import Figure

ABOUT = 0.1
"""How far a number given as "about", "nearly", "some" may be off, as a share of it, before it contradicts another. A
convention of ours, used only to ask whether two counts can both hold; no bound is shown for such a number."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest, the given, and the highest number that the words allow; None where they set none."""

    low: int | None
    best: int | None
    high: int | None


def bounds_of(figure: Figure) -> Bounds:
    """The bounds that a figure's words give, and no more than they give."""
    value = figure.value
    if figure.qualifier == "range":
        return Bounds(figure.low, None, figure.high)
    if value is None or figure.qualifier == "vague":
        return Bounds(None, value, None)
    return {
        "exact": Bounds(value, value, value),
        "at_least": Bounds(value, value, None),
        "more_than": Bounds(value + 1, value, None),
        "at_most": Bounds(None, value, value),
        "less_than": Bounds(None, value, value - 1),
        "about": Bounds(None, value, None),
    }[figure.qualifier]


def interval(figure: Figure) -> tuple[float, float] | None:
    """The closed interval in which the true number lies if the figure holds; None when its words say nothing.

    "about 200" is 180 to 220 here, "more than 30" is 31 and up.
    """
    if figure.qualifier == "vague" or (figure.value is None and figure.qualifier != "range"):
        return None
    if figure.qualifier == "about" and figure.value is not None:
        return figure.value * (1 - ABOUT), figure.value * (1 + ABOUT)
    found = bounds_of(figure)
    return (0 if found.low is None else found.low), (math.inf if found.high is None else found.high)


def can_both_hold(a: Figure, b: Figure) -> bool:
    """Whether one number satisfies both figures. Vague figures hold with any.

    "at least 10" and 14 can; "more than 30" and 30 cannot.
    """
    first, second = interval(a), interval(b)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])
