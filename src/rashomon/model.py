"""The words of Rashomon as data: what a stage is given and what it gives.

Everything here is frozen. Offsets count characters of ``Report.text``; ``end`` is exclusive. Days are
``datetime.date``. The field names and the closed vocabularies are those of the interchange (docs/interchange.md).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Literal

Qualifier = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about", "range", "vague"]
Harm = Literal["killed", "wounded", "casualties", "missing", "captured", "displaced"]
Status = Literal["civilian", "combatant", "unknown"]
Stance = Literal["asserted", "denied", "unconfirmed"]
Scope = Literal["incident", "period", "total", "past"]
EventType = Literal[
    "battle", "territory", "air_strike", "shelling", "explosion", "shootdown", "killing", "capture", "displacement",
    "talks", "agreement", "violation", "refusal", "appeal", "support", "deployment", "sanction", "aid", "protest",
    "statement_of_blame",
]  # fmt: skip
DisputeKind = Literal["denial", "mutual_blame", "figures", "unacknowledged"]
DatePrecision = Literal["day", "week", "month", "season", "year", "decade"]
MomentKind = Literal["date", "duration", "set"]
PlacePrecision = Literal["exact", "district", "region", "country"]
NameKind = Literal["person", "party", "organisation", "office", "weapon"]
AttributionKind = Literal["direct", "indirect", "mixed"]
PublishedFrom = Literal["metadata", "address", "dateline", "text"]
Names = str | tuple[str, ...] | None
"""A party, several acting together, or nobody named."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text: ``text[start:end]``."""

    start: int
    end: int

    def within(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Debris:
    """A stretch of the text that is the page's, not the report's; ``kind`` names the habit it was known by."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """One text as one outlet carried it. ``text`` is what was received and is never edited.

    ``published`` is the day that the page, its address or the input gives; when it is None the reader works it
    out from the text. ``sha256`` is that of the bytes received, ``received`` the time of receipt (UTC, ISO 8601).
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: dt.date | None = None
    published_from: PublishedFrom | None = None
    language: str | None = None
    debris: tuple[Debris, ...] = ()
    sha256: str | None = None
    received: str | None = None
    origin: str | None = None
    """Where the bytes came from, as the user named it: a path, with ``#n`` for the nth report of a file."""
    note: str = ""
    """What ingest had to say of it, one sentence: a date that is no day, bytes that were not UTF-8. Empty when all is plain."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How a value came to be: the rule (its function's name) and the lexicon entries it used ("file: entry")."""

    rule: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayGuess:
    """One day on which the report may have been published, and the clues that give it.

    With ``until`` it is a stretch: some day from ``day`` to ``until``, where the clues leave too many to name.
    """

    day: dt.date
    because: tuple[str, ...]
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the speaker, the cue that hands the words over, and the stretches of text that are said."""

    source: str | None
    source_span: Span | None
    cue: str
    cue_span: Span | None
    content: tuple[Span, ...]
    kind: AttributionKind
    stance: Stance = "asserted"
    chain: tuple[str, ...] = ()
    trace: Trace = Trace("")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression with the stretch of days it stands for; ``since``/``until`` are None where unresolved."""

    span: Span
    text: str
    since: dt.date | None
    until: dt.date | None
    precision: DatePrecision
    kind: MomentKind = "date"
    value: str | None = None
    because: str = ""
    """What it was counted from: "published 2020-10-03, a Saturday"."""
    trace: Trace = Trace("")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text. ``name`` is the neutral name; lat/lon are None where the text is not that fine."""

    span: Span
    text: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    geonames: int | None = None
    within: tuple[str, ...] = ()
    """Names of the places that hold it, nearest first."""
    trace: Trace = Trace("")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person, party, organisation, office or weapon named in the text."""

    span: Span
    text: str
    name: str
    kind: NameKind
    party: str | None = None
    trace: Trace = Trace("")
    speaks_for: str | None = None
    """The institution that a spokesperson speaks for: "Armenia Ministry of Defence"."""
    office: str | None = None
    """A person's office, where the text or a lexicon gives it: "prime minister", "spokesperson"."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things as the words give it, before anyone asks what was counted.

    ``value`` is None for a range (see low, high) and for vague words ("dozens"). ``low``/``high`` are set for a
    range only.
    """

    span: Span
    text: str
    value: int | None
    qualifier: Qualifier
    low: int | None = None
    high: int | None = None
    trace: Trace = Trace("")
    number: Span | None = None
    """The bare number words within ``span``: "two dozen" of "more than two dozen"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """People harmed, as one report counts them. ``anchor`` is the number's own span, ``span`` the sentence."""

    span: Span
    anchor: Span
    value: int | None
    low: int | None
    high: int | None
    qualifier: Qualifier
    harm: Harm
    status: Status = "unknown"
    victim_side: Names = None
    source: str | None = None
    source_chain: tuple[str, ...] = ()
    stance: Stance = "asserted"
    scope: Scope = "incident"
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    perpetrator: Names = None
    rules: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something said to have happened. ``anchor`` is the word that says it, ``span`` the clause or sentence."""

    span: Span
    anchor: Span
    type: EventType
    agent: Names = None
    target: Names = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    source: str | None = None
    source_chain: tuple[str, ...] = ()
    stance: Literal["asserted", "unconfirmed"] = "asserted"
    rules: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute: who, in which words, and the position taken ("asserts", "denies", "says 40" …)."""

    source: str | None
    span: Span
    position: str
    report: str | None = None
    """Id of the report that the words stand in; None for the report of the dispute itself."""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that cannot both hold, or a claim that a party denies or will not confirm."""

    kind: DisputeKind
    issue: str
    sides: tuple[Side, ...]
    rules: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reader found in one report: the claims, and the layers they were built from."""

    report: Report
    published: dt.date | None
    published_from: PublishedFrom | None
    days: tuple[DayGuess, ...] = ()
    """The days of publication that fit, with why; more than one when the text does not settle it."""
    readable: bool = True
    """False for a report in a language that the reader does not read: kept, with nothing read from it."""
    note: str = ""
    attributions: tuple[Attribution, ...] = ()
    moments: tuple[Moment, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    names: tuple[NameMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    reader: str = ""
    """Version of the reader and of the model it used."""
    skipped: tuple[tuple[Span, str], ...] = field(default=())
    """Stretches that no rule was given, with the reason (debris, no claim words)."""


def claim_id(report_id: str, kind: str, span: Span) -> str:
    """The id of a claim: a hash of where it stands and what kind it is, never of the values read from it.

    In: the report's id, "figure", "event" or "dispute" (with the harm or type after a slash, since one word may
    carry two claims), and the claim's anchor. Out: "c" and twelve hex digits.
    """
    key = f"{report_id}\x1f{kind}\x1f{span.start}\x1f{span.end}"
    return "c" + hashlib.sha256(key.encode()).hexdigest()[:12]


def content_id(text: str) -> str:
    """An id of our own for a report that came with none: "r" and twelve hex digits of its text's SHA-256."""
    return "r" + hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ClaimIds:
    """The ids of a reading's claims, each list in the order of the reading's own."""

    figures: tuple[str, ...]
    events: tuple[str, ...]
    disputes: tuple[str, ...]


def claim_ids(reading: Reading) -> ClaimIds:
    """The ids under which a reading's claims are kept, linked, shown and exported.

    Two claims may stand on one word ("three soldiers on each side were killed"): the second takes the id with "-2"
    after it, the third with "-3". A dispute's anchor runs from the first of its words in the report to the last.
    """
    seen: dict[str, int] = {}

    def one(kind: str, span: Span) -> str:
        key = claim_id(reading.report.id, kind, span)
        seen[key] = seen.get(key, 0) + 1
        return key if seen[key] == 1 else f"{key}-{seen[key]}"

    figures = tuple(one(f"figure/{f.harm}", f.anchor) for f in reading.figures)
    events = tuple(one(f"event/{e.type}", e.anchor) for e in reading.events)
    disputes = []
    for d in reading.disputes:
        spans = [s.span for s in d.sides] or [Span(0, 0)]
        disputes.append(one(f"dispute/{d.kind}", Span(min(s.start for s in spans), max(s.end for s in spans))))
    return ClaimIds(figures, events, tuple(disputes))
