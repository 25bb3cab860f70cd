"""What reconciling gives: judgements beside the claims. Nothing here changes a claim.

Ids of claims are those of ``rashomon.model.claim_ids``; days are ``datetime.date``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal

from rashomon.model import DisputeKind, EventType, Harm, Qualifier, Side, Stance, Status

Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing in the world that claims of one or more reports speak of.

    ``type`` and ``place`` are those that most of its claims give (None where none does), ``since`` and ``until`` the
    first and last day that any of them gives. ``claims`` are ids in order of publication and place in the text,
    ``reports`` the ids of their reports, each once, in the same order. ``because`` has a line per link that holds it together.
    """

    id: str
    type: EventType | None
    place: str | None
    since: dt.date | None
    until: dt.date | None
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two claims speak of one incident. ``pair`` is sorted; ``score`` is the sum of the weights (weigh.py)."""

    id: str
    pair: tuple[str, str]
    verdict: Verdict
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TollStep:
    """The running count by one source for one kind of harm, status and side, as it stood on ``day``.

    ``value`` is the number in the report. ``low``, ``best`` and ``high`` are what its words allow; None where they set
    no bound. ``stated_by`` are the names that the reports give for the source, when they differ from ``source``.
    ``claims`` and ``reports`` run in parallel: more than one when copies, or later reports, repeat the same step.
    """

    id: str
    source: str | None
    harm: Harm
    status: Status
    side: str | None
    day: dt.date | None
    value: int | None
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    stance: Stance
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    stated_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrossDispute:
    """Claims of different reports that cannot both hold, or a claim that a party of another report denies.

    Each side names its report and the claims that it rests on. ``incident`` is None for totals.
    """

    id: str
    kind: DisputeKind
    issue: str
    incident: str | None
    sides: tuple[Side, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that carries another's text. ``share`` is the part of its text that stands in the original, 0 to 1."""

    id: str
    report: str
    original: str
    share: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All judgements over a set of readings. The same readings in any order give the same."""

    incidents: tuple[Incident, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    tolls: tuple[TollStep, ...] = ()
    disputes: tuple[CrossDispute, ...] = ()
    copies: tuple[Copy, ...] = ()

    def incident_of(self) -> dict[str, str]:
        """The incident of each claim that has one, by the claim's id."""
        return {claim: incident.id for incident in self.incidents for claim in incident.claims}


def id_of(letter: str, *parts: object) -> str:
    """An id: a letter for its kind and twelve hex digits of the SHA-256 of what it stands for.

    >>> id_of("i", "c0123456789ab")
    'if2dbc77bbfb7'
    """
    return letter + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]
