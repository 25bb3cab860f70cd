"""Places that no gazetteer knows, learnt from the words around them: villages are where wars are fought.

"in an attack on Ogossa in central Mali" names a place in Mali whatever the gazetteer says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rashomon.model import NameMention, PlaceMention, Span, Trace

_NAME = r"[A-Z][\w'’-]+(?:[ -](?:[A-Z][\w'’-]+|(?:al|el|as|an|at)-[A-Z]?\w+|de|la|el|du))*"
# "an attack on X", "clashes near X", "a base in X": an act or a site, and where
_ACT_AT = re.compile(
    r"\b(?:attacks?|raids?|assaults?|strikes?|airstrikes?|clashes|fighting|battles?|explosions?|blasts?|"
    r"bombings?|shelling|massacre|ambush|shooting|killings?"
    r"|base|camp|market|school|hospital|clinic|outpost|post|checkpoint|mosque|church|station|prison|"
    r"barracks|airport|garrison|positions?)\s+"
    rf"(?:on|in|at|near|outside|around)\s+(?:the\s+(?:village|town|city|settlement)\s+of\s+)?(?P<name>{_NAME})"
)
# "X in central Mali", "X, in the Mopti region": a name and the place that holds it
_HELD = re.compile(
    rf"\b(?:on|in|at|near|outside|from|of|to)\s+(?P<name>{_NAME}),?\s+in\s+(?:the\s+)?(?:(?:north|south|east|west|central|north-?east|north-?west|south-?east|south-?west)\w*\s+)?$"
)
_NOT_PLACES = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May",
    "June", "July", "August", "September", "October", "November", "December", "The", "A", "In", "On", "God", "Islam", "Ramadan",
    "Christmas", "Easter", "Muslims", "Christians", "Western", "Twitter", "Facebook", "Telegram", "Parliament", "President",
    "Prime", "UN", "Resolution", "Security",
}  # fmt: skip


def learnt_places(text: str, places: Sequence[PlaceMention], names: Sequence[NameMention]) -> list[PlaceMention]:
    """Places named beside an act, a site or the place that holds them, that neither gazetteer nor names know.

    In: the report's text, the places and names found. Out: the new mentions, exact, without a position; ``within`` where it is said.

    "killed 134 villagers in an attack on Ogossa in central Mali" -> Ogossa, within Mali
    """
    taken = [(p.span.start, p.span.end) for p in places] + [(n.span.start, n.span.end) for n in names]
    out: list[PlaceMention] = []

    def keep(start: int, end: int, within: PlaceMention | None, rule: str) -> None:
        word = text[start:end]
        if word.split()[0] in _NOT_PLACES or word.isupper() or any(a < end and start < b for a, b in taken):
            return
        taken.append((start, end))
        out.append(
            PlaceMention(
                Span(start, end),
                word,
                word,
                within.country if within else None,
                None,
                None,
                "exact",
                None,
                (within.name,) if within else (),
                Trace(rule),
            )
        )

    for p in places:
        before = _HELD.search(text[max(0, p.span.start - 80) : p.span.start])
        if before:
            offset = max(0, p.span.start - 80)
            keep(offset + before.start("name"), offset + before.end("name"), p, "learnt_in_place")
    for m in _ACT_AT.finditer(text):
        keep(m.start("name"), m.end("name"), None, "learnt_at_act")
    return out
