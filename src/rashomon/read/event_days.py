"""What a report leaves unsaid of an event since it said it before: the day, the two that fight, the one party that flies."""

from __future__ import annotations

import re
from dataclasses import replace

from rashomon.model import Names, Span
from rashomon.read.document import Sentence
from rashomon.read.event_kinds import VIOLENT
from rashomon.read.event_roles import as_list
from rashomon.read.once import Told
from rashomon.read.page import Page


def filled(page: Page, told: list[Told]) -> list[Told]:
    """Gives fighting that nobody is named for to the two sides of the report, and air strikes to the one party that flies in it.

    "Clashes broke out again on Thursday." -> both sides; "Before dawn jets hit seven sites." -> whoever's air strikes the report tells of
    """
    flyers = {name for t in told if t.event.type == "air_strike" for name in as_list(t.event.agent)}
    out = []
    for one in told:
        e = one.event
        if e.agent is None and e.type == "air_strike" and len(flyers) == 1 and not flyers & set(as_list(e.target)):
            e = replace(e, agent=next(iter(flyers)))
        if (
            e.agent is None
            and e.target is None
            and e.type == "battle"
            and _FIGHTING.search(e.anchor.within(page.report.text))
            and len(page.cast.sides) == 2
            and e.source is not None
        ):
            e = replace(e, agent=_speakers_fight(page, e.source))
        out.append(replace(one, event=e))
    return out


def _speakers_fight(page: Page, source: str | None) -> Names:
    """The two that fight when one who belongs to a side speaks of the fighting: that side and its opponent."""
    party = next((page.cast.party_of(m) for m in page.cast.mentions if source in {m.name, m.speaks_for}), None)
    foes = page.cast.opponents(party)
    return (party, *foes) if party is not None and foes else page.cast.sides


_FIGHTING = re.compile(r"\b(?:fighting|clash\w*|battles?|war|hostilities|combat|skirmish\w*)\b", re.I)


def carried(page: Page, told: list[Told]) -> list[Told]:
    """Gives events that a source tells without a day the day that the report spoke of last, where that is fresh.

    "Rockets hit Ganja on Sunday. … Prosecutors said a house had been shelled in Terter." -> both on Sunday. What is told in the present
    tense, what the report says in its own voice, and what follows a day of the past is left without one.
    """
    out: list[Told] = []
    for one in told:
        e = one.event
        sent = page.sentences[one.index]
        if (
            e.type == "battle"
            and page.start is not None
            and e.since is not None
            and page.start < e.since
            and _nth_day(sent, e.anchor)
            and _FIGHTING.search(e.anchor.within(page.report.text))
        ):
            one = replace(one, event=replace(e, since=page.start))
        elif e.since is None and page.published is not None and e.type in _FRESH | {"appeal"} and _CLOCK.match(sent.text):
            one = replace(one, event=replace(e, since=page.published, until=page.published))
        elif e.since is None and e.source is not None and e.type in _FRESH and page.published is not None and _past(sent, e.anchor):
            days = [
                m
                for m in page.moments
                if m.span.end <= e.span.start
                and m.kind == "date"
                and m.precision == "day"
                and m.since is not None
                and 0 <= (page.published - m.since).days <= _FRESH_DAYS
            ]
            if days:
                one = replace(one, event=replace(e, since=days[-1].since, until=days[-1].until))
        out.append(one)
    return out


def _nth_day(sent: Sentence, anchor: Span) -> bool:
    """Whether a word for fighting is told by its days: "the seventh day of fighting", "fighting continued for the fifth day"."""
    match = _NTH_DAY.search(sent.text)
    at = anchor.start - sent.span.start
    return match is not None and (match.start() <= at < match.end() or match.group().startswith("for"))


def _past(sent: Sentence, anchor: Span) -> bool:
    """Whether the clause of a word is told in the past or past perfect."""
    assert sent.doc is not None
    token = next((t for t in sent.doc if sent.at(t) >= anchor.start), None)
    for _ in range(8):
        if token is None:
            return False
        if token.pos_ in {"VERB", "AUX"}:
            helpers = {c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"}}
            if token.tag_ == "VBD" or helpers & {"was", "were", "had"}:
                return True
            if token.tag_ in {"VBZ", "VBP", "MD"} or helpers:
                return False
        if token.head == token:
            return False
        token = token.head
    return False


_FRESH = VIOLENT | {"shootdown", "territory", "violation", "deployment"}
_CLOCK = re.compile(r"\s*\d{1,2}[:.]\d{2}\b")
"""An entry of a page that follows a day hour by hour: "11:15 Armenia: …"."""
_NTH_DAY = re.compile(r"\b(?:day of (?:the )?(?:\w+ )?(?:battles?|fighting|combat|war|conflict|clashes)|for the \w+(?:-\w+)? day)\b", re.I)
"""What tells how long the fighting has lasted: "the seventh day of fighting"."""
_FRESH_DAYS = 2
"""How old a day may be for what follows to be told as of that day: reports of a day's fighting look back one day, rarely two."""
