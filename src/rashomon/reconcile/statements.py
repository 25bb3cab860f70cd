"""Claims as they are compared: the same few fields for events and for figures, in sets that are quick to intersect."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rashomon.model import Event, EventType, Figure, Harm, Names, Reading, Span, claim_ids

NEAR = 300
"""Characters: an act told further back than this is no longer what a report speaks of."""
GROUND = frozenset({"battle", "territory"})
FIRE = frozenset({"shelling", "air_strike", "explosion"})
HARMING: dict[str, frozenset[str]] = {
    "killed": FIRE | {"battle", "killing", "shootdown", "violation", "statement_of_blame", "territory", "protest", "aid"},
    "wounded": FIRE | {"battle", "killing", "shootdown", "violation", "statement_of_blame", "protest", "aid"},
    "casualties": FIRE | {"battle", "killing", "shootdown", "violation", "statement_of_blame", "territory"},
    "missing": FIRE | {"battle", "killing", "capture", "shootdown"},
    "captured": frozenset({"capture", "battle", "territory"}),
    "displaced": FIRE | {"battle", "displacement", "territory"},
}
"""For each harm the types of event that it may come of."""
BLAMED = FIRE | GROUND | {"killing", "shootdown", "violation", "capture"}
"""Acts that parties blame each other for."""
FUNCTION_WORDS = frozenset(
    "about after also and are been before but did for from had has have her him his how its more not off one our out over said say says"
    " she than that the their them then there they this those was were what when where which while who will with would you".split()
)
"""Words that tell nothing of what a sentence speaks of, however rare they are in a small ledger."""
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """One event, or one figure of an incident, ready to be compared. ``agents`` and ``targets`` are folded names."""

    id: str
    report: str
    kind: Literal["event", "figure"]
    type: EventType | None
    harm: Harm | None
    value: int | None
    place_name: str | None
    place: str | None
    """The folded name."""
    within: frozenset[str]
    """Folded names of the places that hold it, where the report's places say so."""
    broad: bool
    """Whether the place is a country or region, so that being there says little."""
    since: dt.date | None
    until: dt.date | None
    agents: frozenset[str]
    targets: frozenset[str]
    source: str | None
    span: Span
    anchor: Span
    words: Mapping[str, float]
    """Weight of each telling word of the sentence; the squares sum to 1."""
    told: dt.date | None
    """Day on which the report was published."""
    carried: bool = False
    """Whether the place was carried over from another statement of the report."""


def folded(name: str) -> str:
    """A name without case, accents and punctuation: "Nagorno-Karabakh" -> "nagorno karabakh"."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", text))


def names(value: Names) -> frozenset[str]:
    """The folded names of a field that may hold one, several or none."""
    if not value:
        return frozenset()
    return frozenset(folded(name) for name in ((value,) if isinstance(value, str) else value))


def stem(word: str) -> str:
    """A crude stem, enough to meet "shelling" with "shelled" and "villages" with "village".

    >>> stem("shelling"), stem("shelled"), stem("villages")
    ('shell', 'shell', 'villag')
    """
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def words_of(text: str) -> list[str]:
    """The stems of a text's words of three letters or more, function words left out, and its numbers."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    found = [word for word in _WORD.findall(plain) if (len(word) > 2 and word not in FUNCTION_WORDS) or word.isdigit()]
    return [stem(word.removesuffix("'s")) for word in found]


def statements_of(readings: Sequence[Reading]) -> list[Statement]:
    """All events, and all figures with scope "incident", of the readings, in no order that matters."""
    rarity = _rarity(readings)
    broad, within = _known_places(readings)
    out: list[Statement] = []
    for reading in readings:
        ids = claim_ids(reading)
        rows: list[tuple[str, Figure | Event]] = [*zip(ids.events, reading.events, strict=True)]
        rows += [(id_, f) for id_, f in zip(ids.figures, reading.figures, strict=True) if f.scope == "incident"]
        told = []
        for id_, claim in rows:
            place = folded(claim.place) if claim.place else None
            figure = claim if isinstance(claim, Figure) else None
            event = None if isinstance(claim, Figure) else claim
            told.append(
                Statement(
                    id=id_,
                    report=reading.report.id,
                    kind="figure" if figure else "event",
                    type=event.type if event else None,
                    harm=figure.harm if figure else None,
                    value=figure.value if figure else None,
                    place_name=claim.place,
                    place=place,
                    within=within.get(place or "", frozenset()),
                    broad=place in broad,
                    since=claim.since,
                    until=claim.until,
                    agents=names(figure.perpetrator if figure else event.agent if event else None),
                    targets=names(figure.victim_side if figure else event.target if event else None),
                    source=claim.source,
                    span=claim.span,
                    anchor=claim.anchor,
                    words=_weighed(words_of(claim.span.within(reading.report.text)), rarity),
                    told=reading.published,
                )
            )
        out += carried(told)
    return out


def carried(told: Sequence[Statement]) -> list[Statement]:
    """The statements of one report, with place and days carried over to those that leave them out.

    "A missile hit Ganja. Seven people died." A figure, or a word of blame, that names no place speaks of the last act told
    before it that may have done the harm and whose days can be its own; an act in its own sentence comes first.
    """
    acts = [s for s in told if s.place and not s.broad]
    return [_filled(s, acts) if not s.place and (s.kind == "figure" or s.type == "statement_of_blame") else s for s in told]


def _filled(s: Statement, acts: Sequence[Statement]) -> Statement:
    may = [act for act in acts if _may_be_of(s, act)]
    mates = [act for act in may if act.span.overlaps(s.span)]
    before = [act for act in may if act.span.end <= s.span.start and s.span.start - act.span.end <= NEAR]
    giver = min(mates, key=lambda act: (abs(act.anchor.start - s.anchor.start), act.id), default=None)
    giver = giver or max(before, key=lambda act: (act.span.end, act.anchor, act.id), default=None)
    if giver is None:
        return s
    dated = bool(s.since or s.until)
    return dataclasses.replace(
        s,
        place_name=giver.place_name,
        place=giver.place,
        within=giver.within,
        since=s.since if dated else giver.since,
        until=s.until if dated else giver.until,
        carried=True,
    )


def _may_be_of(s: Statement, act: Statement) -> bool:
    if act.type and act.type not in (HARMING[s.harm] if s.harm else BLAMED):
        return False
    first, last, act_first, act_last = s.since or s.until, s.until or s.since, act.since or act.until, act.until or act.since
    if not (first and last and act_first and act_last):
        return True
    return first <= act_last and act_first <= last


def _rarity(readings: Iterable[Reading]) -> dict[str, float]:
    """For each stem the logarithm of how rare it is: log((reports + 1) / reports with it)."""
    seen: Counter[str] = Counter()
    n = 0
    for reading in readings:
        n += 1
        seen.update(set(words_of(reading.report.text)))
    return {word: math.log((n + 1) / count) for word, count in seen.items()}


def _weighed(stems: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {word: rarity.get(word, 0.0) for word in sorted(set(stems))}
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {word: w / length for word, w in weights.items() if w} if length else {}


def _known_places(readings: Iterable[Reading]) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Folded names of countries, regions and parties, and for each place those that hold it in every report that says so."""
    broad: set[str] = set()
    within: dict[str, set[str]] = {}
    for reading in readings:
        for figure in reading.figures:
            broad.update(names(figure.victim_side) | names(figure.perpetrator))
        for event in reading.events:
            broad.update(names(event.agent) | names(event.target))
        for mention in reading.places:
            name = folded(mention.name)
            if mention.precision in ("region", "country"):
                broad.add(name)
            within.setdefault(name, set()).update(folded(holder) for holder in mention.within)
    return frozenset(broad), {name: frozenset(holders) for name, holders in within.items()}
