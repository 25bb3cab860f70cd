"""Blame laid on a party, alone or by each on the other: what an accusation is where it names no act that is an event itself."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from rashomon.model import Event, Names, Span, Trace
from rashomon.read.document import Sentence
from rashomon.read.event_kinds import VIOLENT, Found
from rashomon.read.event_real import unreal
from rashomon.read.event_roles import Roles, as_list, doer, joined
from rashomon.read.once import Told
from rashomon.read.page import Page
from rashomon.read.spans import children, negated, prepositional


def accusation(
    page: Page, roles: Roles, sent: Sentence, found: Found, fresh: list[tuple[Found, Told]]
) -> tuple[list[Told], list[tuple[Found, Told]]]:
    """Blame, and the events that it takes the place of: those told inside it without a place or a day of their own."""
    mutual = _mutual(page, roles, sent, found)
    if len(mutual) == 2:
        return [], _each_other(fresh, found, mutual)
    inside = [(f, t) for f, t in fresh if f.token.i > found.token.i and found.token in f.token.ancestors]
    if any(t.event.place is not None or t.own_day or t.event.type not in VIOLENT for _, t in inside):
        return [], []
    anchor = Span(sent.at(found.first), sent.at(found.last) + len(found.last))
    event = _blame(page, roles, sent, found, anchor)
    if event is None:
        return [], []
    return [Told(event, False, False, True, sent.index)], inside


def _mutual(page: Page, roles: Roles, sent: Sentence, found: Found) -> tuple[str, ...]:
    """The two that accuse each other: "each accused the other", "the sides traded accusations"."""
    token = found.token
    if token.pos_ != "VERB" or not any(o.lower_ == "other" for o in children(token, "dobj")):
        return ()
    named = as_list(roles.party(doer(token), sent, None))
    if len(named) != 2:
        assert sent.doc is not None
        named = as_list(
            joined(page.cast.party_of(m) for t in sent.doc[: token.i] if (m := page.cast.at(sent.at(t))) is not None and m.kind == "party")
        )[-2:]
    return tuple(named) if len(named) == 2 else page.cast.sides if len(page.cast.sides) == 2 else ()


def _each_other(fresh: list[tuple[Found, Told]], found: Found, two: tuple[str, ...]) -> list[tuple[Found, Told]]:
    """What each accuses the other of, once for each as doer; the pairs given are changed in place, none is dropped."""
    for n, (f, t) in enumerate(list(fresh)):
        if _charged_with(found.token, f.token) and t.event.type in {"violation", *VIOLENT}:
            a, b = (
                replace(t.event, agent=x, target=None if t.event.type == "violation" else y, source=y, source_chain=(y,))
                for x, y in (two, two[::-1])
            )
            fresh[n] = (f, replace(t, event=a))
            fresh.append((f, replace(t, event=b)))
    return []


def _blame(page: Page, roles: Roles, sent: Sentence, found: Found, anchor: Span) -> Event | None:
    """Blame laid on a party, with no act named that is an event itself: "condemned the attack", "blamed Armenia"."""
    token = found.token
    if token.pos_ not in {"VERB", "AUX"} or negated(token):
        return None
    who = children(token, "nsubj")[0] if children(token, "nsubj") else doer(token)
    if who is None and token.dep_ == "conj":
        who = next((c.speaker for c in page.cues[sent.index] if c.speaker is not None and c.speaker.i < token.i), None)
    if who is None or unreal(token, "statement_of_blame"):
        return None
    said = next(
        (w for c, w in zip(page.cues[sent.index], page.speakers[sent.index], strict=True) if c.span.overlaps(anchor) and w.name), None
    ) or page.cast.source(who, sent, page.lasts[sent.index])
    agent = said.party or said.name
    blamed: Names = None
    for o in [*children(token, "dobj"), *prepositional(token, "on")]:
        blamed = blamed or roles.party(o, sent, said) or roles.owner(o, sent, said)
    if agent is None or blamed is None or agent == blamed:
        return None
    moment = page.moment_at(sent, anchor)
    since, until = (moment.since, moment.until) if moment else (None, None)
    return Event(
        sent.span,
        anchor,
        "statement_of_blame",
        agent,
        blamed,
        None,
        since,
        until,
        said.name,
        (said.name,) if said.name else (),
        "asserted",
        (Trace("statement_of_blame", (f"triggers: {found.entry.name}",)),),
    )


def _charged_with(verb: Token, act: Token) -> bool:
    """Whether an act is what somebody is accused of: "accused the other of breaking the pledge", not a clause beside it."""
    prep = act.head
    return act.dep_ in {"pcomp", "pobj"} and prep.dep_ == "prep" and (prep.head == verb or prep.head.head == verb) and act.i > verb.i
