"""Agent and target of an event by its kind: what the doer and the undergoer of its word mean for fighting, talks, places taken, support.

A side that tells of the other's attack is the one attacked; one that says who fired lays blame.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Names
from rashomon.read.actors import Speaker
from rashomon.read.document import Sentence
from rashomon.read.event_kinds import ATTACKS, VIOLENT, Found
from rashomon.read.event_roles import Roles, after, as_list, doer, done_to, joined, nominal, undergoer
from rashomon.read.page import Page, Said
from rashomon.read.spans import children, is_passive, prepositional

_TO_BOTH = re.compile(
    r"\b(?:cease-?fire|truce|fighting|hostilities|violence|negotiat\w+|talks|dialogue|restraint|de-escalat\w+|calm)\b", re.I
)


def both_roles(page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
    """Agent and target of a trigger, the target one that its kind can have.

    Strikes and killings hit things and people as well as parties, and in a war between lands the land's party; all else is
    done to a party or to nobody.
    """
    agent, target = _as_told(page, roles, sent, found, said)
    party = party_only(page, target)
    if target is None or party is not None or found.type in {"talks", "agreement", "statement_of_blame"}:
        return agent, target
    if found.type in {"shelling", "air_strike"}:
        return agent, roles.land(page.place_at(sent, sent.of(found.token)), agent) or target
    return agent, target if found.type in {"explosion", "killing", "capture", "displacement", "battle"} else None


def _as_told(page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
    """Agent and target of a trigger."""
    token, speaker, kind = found.token, said.speaker, found.type
    verbal = "verb" in found.entry.used and token.pos_ in {"VERB", "AUX"} and not nominal(token)
    target: Names
    if verbal:
        agent, target = _verb_roles(page, roles, sent, found, said)
        if agent is None and token.tag_ == "VBD" and not children(token, "nsubj") and not done_to(token) and kind != "displacement":
            agent = roles.just_before(found.first, sent, speaker)
        return agent, None if target == agent else target
    if token.dep_ == "dobj" and token.head.lemma_.lower() in {"see", "suffer", "endure", "experience", "witness", "undergo", "face"}:
        return None, roles.target(doer(token.head), sent, speaker)
    agent = roles.owner(token, sent, speaker)
    if kind == "support":
        return _support_roles(roles, sent, token, speaker, agent)
    if agent is None and kind in VIOLENT and found.entry.name != "war noun":
        agent = roles.just_before(found.first, sent, speaker)
    if agent is None and kind in {"air_strike", "shelling", "battle"}:
        for o in prepositional(token, "of"):
            noun = page.cast.nouns.get(fold(o.text))
            if noun is not None and noun.kind in {"force", "rebel"} and roles.place_of(o, sent) is None:
                agent = roles.party(o, sent, speaker)
    between = [roles.party(o, sent, speaker) for o in prepositional(token, "between", "among")]
    with_ = [roles.party(o, sent, speaker) for o in prepositional(token, "with")]
    if any(between):
        return joined(between), None
    if kind in {"battle", "talks", "agreement"} and any(with_):
        if agent is None and token.dep_ in {"pobj", "dobj", "attr"}:
            up = token.head if token.dep_ != "pobj" else token.head.head
            if up.pos_ in {"VERB", "AUX"}:
                agent = roles.party(doer(up), sent, speaker)
        return joined([agent, *with_]), None
    target = None
    if found.entry.name == "under fire noun":
        up = token.head
        while up.pos_ not in {"VERB", "AUX"} and up.head != up:
            up = up.head
        who = doer(up)
        return agent, roles.target(who, sent, speaker, agent) if who is not None else None
    if kind == "territory":
        things = prepositional(token, "of", "over")
        return agent, _loser(page, roles, sent, token, speaker, agent, things)
    near = after(found.last, "on", "against", "at", "targeting", *(["of"] if kind != "killing" else []))
    for o in [*near, *prepositional(token, "on", "against", "at", "of", "targeting", "near", "in", "towards", "toward", "into")]:
        if o.head.lower_ in {"in", "near", "into"} and kind not in ATTACKS | {"killing"}:
            continue
        if (
            o.head.lower_ == "of"
            and kind in {"battle", "talks", "agreement", "killing"}
            and found.entry.name.startswith(("battle", "war", "talks", "ceasefire"))
        ):
            continue
        if kind in {"talks", "agreement", "deployment", "protest", "aid", "violation"}:
            continue
        found_target = roles.target(o, sent, speaker, agent)
        target = target or (found_target if found_target != agent else None)
    for c in token.children:
        if target is None and c.dep_ == "acl" and c.lower_ in {"targeting", "hitting", "against", "striking"}:
            for o in undergoer(c):
                target = target or roles.target(o, sent, speaker, agent)
    if kind in {"talks", "agreement"}:
        return agent, None
    if kind in VIOLENT and target is None:
        for c in token.children:
            if c.dep_ == "compound" and (p := roles.place_of(c, sent)) is not None:
                target = roles.land(p, agent) or (p.name if p.precision != "country" else None)
    if kind in ATTACKS and target is None:
        target = roles.victims(token, sent, speaker)
    if kind in {"air_strike", "shelling"} and target is None:
        place = page.place_at(sent, sent.of(token))
        if place is not None and place.precision != "country":
            target = roles.land(place, agent)
    return agent, party_only(page, target) if kind == "battle" else target


def _verb_roles(page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
    token, speaker, kind = found.token, said.speaker, found.type
    target: Names = None
    agent = roles.party(doer(token), sent, speaker)
    things = [t for t in undergoer(token) if not found.first.i <= t.i <= found.last.i or found.first == found.last]
    if not things and found.first != found.last:
        things = [o for t in found.last.doc[token.i : found.last.i + 1] for o in prepositional(t, "on", "at", "upon", "against")]
    if kind in {"talks", "agreement"}:
        if kind == "talks" and token.lemma_.lower() in {"offer", "host", "mediate", "broker", "propose"}:
            between = [o for t in token.subtree for o in prepositional(t, "between") if t.i > token.i]
            return agent, joined(roles.party(o, sent, speaker) for o in between)
        others = [roles.party(o, sent, speaker) for o in [*prepositional(token, "with", "to", "between"), *children(token, "dobj")]]
        if kind == "agreement" and is_passive(token):
            others += [roles.party(o, sent, speaker) for o in children(token, "nsubjpass")]
        return joined([agent, *others]), None
    if kind == "appeal":
        for o in [*children(token, "dobj"), *prepositional(token, "on", "to", "upon")]:
            target = target or roles.party(o, sent, speaker)
        for c in children(token, "ccomp", "xcomp"):
            who = next((x for x in c.children if x.dep_ in {"nsubj"}), None)
            target = target or (roles.party(who, sent, speaker) if who is not None else None)
        if (
            target is None
            and len(page.profile.sides) == 2
            and agent not in page.cast.sides
            and _TO_BOTH.search(page.report.text[sent.at(token) : sent.at(token) + 90])
        ):
            target = page.cast.sides
        return agent, target
    if kind == "displacement":
        if is_passive(token):
            return agent, roles.target(things[0], sent, speaker, agent) if things else None
        if found.entry.name.startswith("flee") and token.lemma_.lower() in {"flee", "leave", "abandon"}:
            who = doer(token)
            return None, roles.target(who, sent, speaker) if who is not None else None
    if kind == "battle" and not is_passive(token):
        with_ = [roles.party(o, sent, speaker) for o in prepositional(token, "with")]
        if any(with_):
            return joined([agent, *with_]), None
    if kind == "support" and found.entry.name.startswith("send"):
        to = [roles.party(o, sent, speaker) for o in [*prepositional(token, "to", "for"), *children(token, "dative")]]
        return agent, next((t for t in to if t), None)
    if kind == "territory":
        return agent, _loser(page, roles, sent, token, speaker, agent, things)
    if kind == "deployment":
        return agent, None
    if kind == "shootdown":
        for t in things:
            target = target or roles.owner_of_thing(t, sent, speaker)
        if target is None or target == agent:
            admits = speaker is not None and (said.cue is not None and said.cue.kind == "admission")
            target = speaker.party if admits and speaker is not None else joined(n for a in as_list(agent) for n in page.cast.opponents(a))
        return agent, target
    for t in things:
        if t.head.lower_ in {"over", "in", "to", "through"} and t.dep_ == "pobj" and kind == "battle":
            continue
        target = target or roles.target(t, sent, speaker, agent)
    if kind == "battle":
        target = party_only(page, target)
    if target is None and kind in {"battle", *ATTACKS}:
        for o in prepositional(token, "against", "on", "at"):
            target = target or (
                roles.target(o, sent, speaker, agent) if kind != "battle" else party_only(page, roles.target(o, sent, speaker, agent))
            )
    if target is None and kind in {"air_strike", "shelling"}:
        place = page.place_at(sent, sent.of(token))
        if place is not None and place.precision != "country":
            target = roles.land(place, agent)
    return agent, target


def _support_roles(roles: Roles, sent: Sentence, token: Token, speaker: Speaker | None, agent: Names) -> tuple[Names, Names]:
    """Who supports whom: "Iranian support for the Houthis", "rebels who have received some backing from Iran"."""
    giver = next((x for o in prepositional(token, "from", "by") if (x := roles.party(o, sent, speaker))), None)
    taker = next((x for o in prepositional(token, "to", "for") if (x := roles.party(o, sent, speaker))), None)
    verb = token.head
    if verb.pos_ == "VERB" and verb.lemma_.lower() in {"receive", "get", "enjoy", "have", "accept"}:
        giver = giver or next((x for o in prepositional(verb, "from") if (x := roles.party(o, sent, speaker))), None)
        return giver, roles.party(doer(verb), sent, speaker)
    return giver or agent, taker


def party_only(page: Page, target: Names) -> Names:
    """A target that is a party, or nothing: fighting is with somebody, not with a place."""
    kept = [
        n
        for n in as_list(target)
        if n in page.cast.parties or n in page.cast.weights or any(page.cast.party_of(m) == n for m in page.cast.mentions)
    ]
    return joined(kept)


def _loser(page: Page, roles: Roles, sent: Sentence, token: Token, speaker: object, agent: Names, things: list[Token]) -> Names:
    """Who lost a place that was taken: "took the town from the rebels", "gave up Lachin to Azerbaijan"."""
    for o in prepositional(token, "from", "to"):
        found = roles.party(o, sent, speaker)  # type: ignore[arg-type]
        if found is not None and found != agent and roles.place_of(o, sent) is None:
            return found
    for t in things:
        held = roles._holder(t, sent, speaker)  # type: ignore[arg-type]
        if held is not None and held != agent:
            return held
        place = roles.place_of(t, sent)
        land = roles.land(place, agent, regions=False)
        if land is not None and agent is not None:
            return land
        for c in t.children:
            if c.dep_ == "poss" or c.dep_ == "amod":
                found = roles._before(c, sent, speaker)  # type: ignore[arg-type]
                if found is not None and found != agent and sent.at(c) not in roles._places:
                    return found
    return None


def suffered_by(page: Page, roles: Roles, sent: Sentence, found: Found, said: Said, agent: Names, target: Names) -> Names:
    """The target where the act names none: the side that tells of the other side's attack, or that admits a loss of aircraft.

    "Armenia says that Azerbaijan launched an offensive" -> Armenia; where civilians are hit in a war between lands, the land's party
    """
    party = said.speaker.party if said.speaker is not None else None
    if target == "civilians" and found.type in {"air_strike", "shelling"}:
        return roles.land(page.place_at(sent, sent.of(found.token)), agent) or target
    if target is not None or party is None:
        return target
    if found.type == "shootdown" and agent is None:
        return party
    if (
        found.type in VIOLENT
        and isinstance(agent, str)
        and agent != party
        and party in {*page.cast.sides, *page.cast.allies}
        and not found.entry.name.startswith(("war", "kill", "besiege", "battle noun"))
    ):
        return party if page.cast.allies.get(party) != agent and page.cast.allies.get(agent) != party else None
    return target


def fired_by(page: Page, roles: Roles, sent: Sentence, found: Found, said: Said, agent: Names) -> Names:
    """Whom a source says fired what has been told of: "the rockets had been fired from Armenia", "Armenian forces had fired them"."""
    if said.speaker is None or said.speaker.party is None or not found.entry.name.startswith("fire arms"):
        return None
    things = undergoer(found.token)
    if not any(
        t.lower_ in {"it", "them", "they", "these"}
        or any(c.lower_ in {"the", "that", "those", "these"} for c in t.children)
        and not any(c.dep_ == "relcl" for c in t.children)
        for t in things
    ):
        return None
    if prepositional(found.token, "at", "on", "into", "towards", "against"):
        return None
    blamed = agent
    for o in prepositional(found.token, "from"):
        m = page.cast.at(sent.at(o)) or next((page.cast.at(sent.at(x)) for x in o.subtree if page.cast.at(sent.at(x)) is not None), None)
        blamed = blamed or (page.cast.party_of(m) if m is not None else None) or roles.land(roles.place_of(o, sent))
    return blamed if blamed != said.speaker.party else None
