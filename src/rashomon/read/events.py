"""What is said to have happened: events of twenty types, with agent, target, place, time, source.

A word of ``triggers.toml`` proposes a type; what stands around it disposes: its object, the weapon named beside it, whether the clause is
a fact, a plan, a denial. The same event told twice in a report is one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Event, EventType, Moment, Names, Span, Trace
from rashomon.read.document import Sentence
from rashomon.read.event_kinds import VIOLENT, Found, Kinds
from rashomon.read.event_real import unreal
from rashomon.read.event_roles import Roles, as_list, doer, joined, undergoer
from rashomon.read.once import Told, once
from rashomon.read.page import Page, Said
from rashomon.read.spans import children, is_passive, negated, passive_subject, prepositional

_DEFINITE = frozenset(["the", "this", "that", "these", "those", "such", "both"])
_NOWHERE = frozenset(["appeal", "support", "sanction", "refusal", "statement_of_blame", "agreement", "violation"])
_NEVER_DATED_LATER = frozenset(["support", "refusal", "sanction"])
_ATTACKS = frozenset(["air_strike", "shelling", "explosion"])


class EventReader:
    """Reads the events of a page; the words are loaded once."""

    def __init__(self) -> None:
        self.kinds = Kinds()

    def read(self, page: Page) -> list[Event]:
        """All events of a report, each once, in text order."""
        told: list[Told] = []
        roles = Roles(page, self.kinds.people)
        last: EventType | None = None
        for sent in page.sentences:
            if sent.doc is None:
                continue
            here = list(self.kinds.find(sent, page, last))
            for found in here:
                told += self._told(page, roles, sent, found, here)
            last = next((f.type for f in here if f.type in {"air_strike", "shelling"} and f.weapon), last)
        return [t.event for t in carried(page, once(page, told))]

    # -- one event ---------------------------------------------------------------------------------------------------------

    def _told(self, page: Page, roles: Roles, sent: Sentence, found: Found, here: list[Found]) -> list[Told]:
        token = found.token
        anchor = Span(sent.at(found.first), sent.at(found.last) + len(found.last))
        if token.i < found.first.i:
            anchor = Span(sent.at(token), anchor.end)
        if found.type == "statement_of_blame":
            event = self._blame(page, roles, sent, found, anchor)
            return [Told(event, False, False, True, sent.index)] if event is not None else []
        if unreal(token, found.type):
            return []
        said = page.said(sent, anchor)
        if said.cue is not None and said.cue.kind == "denial" and said.cue.takes_clause:
            return []
        agent, target = self.roles(page, roles, sent, found, said)
        place = page.place_at(sent, anchor)
        moment = self._moment(page, sent, anchor)
        known = self._known(found)
        if not self._keep(page, sent, found, here, agent, target, place is not None, moment, known):
            return []
        since, until = (moment.since, moment.until) if moment is not None else (None, None)
        source = said.name
        if found.type in {"appeal", "refusal", "talks", "deployment", "sanction", "aid", "support"} and said.cue is not None and said.cue.span.overlaps(anchor):
            source = None
        stance = "unconfirmed" if said.stance == "unconfirmed" else "asserted"
        rules = [Trace("trigger", (f"triggers: {found.entry.name}",))]
        if said.cue is not None:
            rules.append(Trace(said.cue.rule, said.cue.entries))
        named = None if found.type in _NOWHERE or place is None else place.name
        event = Event(sent.span, anchor, found.type, agent, target, named, since, until, source, said.chain if source else (), stance, tuple(rules))  # type: ignore[arg-type]
        return [Told(event, known, moment is not None, found.weapon, sent.index)]

    def _moment(self, page: Page, sent: Sentence, anchor: Span) -> Moment | None:
        return page.moment_at(sent, anchor)

    def _known(self, found: Found) -> bool:
        """Whether a noun is told as known: "the attack", "these strikes"; not "the attack on the village by rebels on Monday"."""
        token = found.token
        if token.pos_ not in {"NOUN", "PROPN"}:
            return False
        if any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children):
            return not any(c.dep_ == "prep" and c.lower_ in {"on", "against", "by"} for c in token.children)
        return False

    # -- roles -------------------------------------------------------------------------------------------------------------

    def roles(self, page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
        """Agent and target of a trigger."""
        token, speaker, kind = found.token, said.speaker, found.type
        verbal = "verb" in found.entry.used and token.pos_ in {"VERB", "AUX"}
        if verbal:
            return self._verb_roles(page, roles, sent, found, said)
        agent = roles.owner(token, sent, speaker)
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
        target: Names = None
        for o in prepositional(token, "on", "against", "at", "of", "targeting", "near", "in", "towards", "toward", "into"):
            if o.head.lower_ in {"in", "near", "into"} and kind not in _ATTACKS | {"killing"}:
                continue
            if o.head.lower_ == "of" and kind in {"battle", "talks", "agreement", "killing"} and found.entry.name.startswith(("battle", "war", "talks", "ceasefire")):
                continue
            if kind in {"talks", "agreement", "deployment", "protest", "aid", "violation"}:
                continue
            target = target or roles.target(o, sent, speaker, agent)
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
        if kind in _ATTACKS and target is None:
            place = page.place_at(sent, sent.of(token))
            if place is not None and place.precision != "country":
                target = roles.land(place, agent)
        return agent, target

    def _verb_roles(self, page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
        token, speaker, kind = found.token, said.speaker, found.type
        agent = roles.party(doer(token), sent, speaker)
        things = undergoer(token)
        if kind in {"talks", "agreement"}:
            others = [roles.party(o, sent, speaker) for o in [*prepositional(token, "with", "to", "between"), *children(token, "dobj")]]
            if kind == "agreement" and is_passive(token):
                others += [roles.party(o, sent, speaker) for o in children(token, "nsubjpass")]
            return joined([agent, *others]), None
        if kind == "appeal":
            target: Names = None
            for o in [*children(token, "dobj"), *prepositional(token, "on", "to", "upon")]:
                target = target or roles.party(o, sent, speaker)
            for c in children(token, "ccomp", "xcomp"):
                who = next((x for x in c.children if x.dep_ in {"nsubj"}), None)
                target = target or (roles.party(who, sent, speaker) if who is not None else None)
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
            return agent, self._loser(page, roles, sent, token, speaker, agent, things)
        if kind == "deployment":
            return agent, None
        target = None
        for t in things:
            target = target or roles.target(t, sent, speaker, agent)
        if target is None and kind in {"battle", *_ATTACKS}:
            for o in prepositional(token, "against", "on", "at"):
                target = target or roles.target(o, sent, speaker, agent)
        if target is None and kind in _ATTACKS:
            place = page.place_at(sent, sent.of(token))
            if place is not None and place.precision != "country":
                target = roles.land(place, agent)
        return agent, target

    def _loser(self, page: Page, roles: Roles, sent: Sentence, token: Token, speaker: object, agent: Names, things: list[Token]) -> Names:
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
            land = roles.land(place, agent)
            if land is not None and agent is not None:
                return land
            for c in t.children:
                if c.dep_ == "poss" or c.dep_ == "amod":
                    found = roles._before(c, sent, speaker)  # type: ignore[arg-type]
                    if found is not None and found != agent and sent.at(c) not in roles._places:
                        return found
        return None

    # -- what is kept --------------------------------------------------------------------------------------------------------

    def _keep(self, page: Page, sent: Sentence, found: Found, here: list[Found], agent: Names, target: Names, placed: bool, moment: Moment | None, known: bool) -> bool:
        """Whether a trigger says enough to be an event: bare talk of "the war", "attacks" or "support" is none."""
        token, kind = found.token, found.type
        verbal = token.pos_ in {"VERB", "AUX"}
        low = token.lower_
        dated = moment is not None
        if found.entry.name == "kill verb people":
            if agent is None:
                return False
            return not any(f.type in VIOLENT and f.token.i != token.i for f in here)
        if verbal:
            if token.dep_ == "amod":
                return kind == "displacement"
            if kind in {"talks", "agreement", "appeal", "refusal", "deployment", "support"}:
                return agent is not None
            if kind == "territory" or kind in VIOLENT:
                return agent is not None or target is not None or placed
            return True
        if low in {"war", "wars", "conflict"}:
            return dated and bool(_WAR_TOLD.search(sent.text))
        if low in _LOOSE:
            return (agent is not None or target is not None or dated) and not (known and not dated)
        if token.dep_ in {"compound", "amod", "nmod"}:
            return False
        if kind == "talks":
            return agent is not None or dated
        if kind == "agreement":
            return dated or agent is not None or not known
        if kind == "appeal":
            return agent is not None
        if kind in {"deployment", "sanction", "aid", "protest", "refusal"}:
            return True
        if kind in VIOLENT:
            if found.entry.name == "attack noun" and not found.weapon:
                return (agent is not None and (target is not None or placed)) and not known
            if known and agent is None and target is None and not dated:
                return False
            return agent is not None or target is not None or dated or placed
        return True

    # -- blame ---------------------------------------------------------------------------------------------------------------

    def _blame(self, page: Page, roles: Roles, sent: Sentence, found: Found, anchor: Span) -> Event | None:
        """Blame laid on a party, with no act named that is an event itself: "condemned the attack", "blamed Armenia"."""
        token = found.token
        if token.pos_ not in {"VERB", "AUX"} or negated(token):
            return None
        who = children(token, "nsubj")[0] if children(token, "nsubj") else doer(token)
        if who is None or unreal(token, "statement_of_blame"):
            return None
        said = page.cast.source(who, sent, page.lasts[sent.index])
        agent = said.party or said.name
        blamed: Names = None
        for o in [*children(token, "dobj"), *prepositional(token, "on")]:
            blamed = blamed or roles.party(o, sent, said) or roles.owner(o, sent, said)
        if agent is None or blamed is None or agent == blamed:
            return None
        if token.lemma_.lower() == "accuse" and any(f.type != "statement_of_blame" for f in self.kinds.find(sent, page) if f.token.i > token.i and token in f.token.ancestors and f.token.pos_ in {"VERB", "AUX"}):
            return None
        moment = page.moment_at(sent, anchor)
        since, until = (moment.since, moment.until) if moment else (None, None)
        return Event(sent.span, anchor, "statement_of_blame", agent, blamed, None, since, until, said.name, (said.name,) if said.name else (), "asserted", (Trace("statement_of_blame", (f"triggers: {found.entry.name}",)),))


_WAR_TOLD = re.compile(r"\b(?:began|started|broke out|erupted|since|sparked|ended|in \d{4}|\d{4})\b")
_LOOSE = frozenset("support backing agreement deal relief advance operation operations intervention control loss fall meeting settlement accord treaty pact pause".split())


def carried(page: Page, told: list[Told]) -> list[Told]:
    """Gives events that a source tells without a day the day that the report spoke of last, where that is fresh.

    "Rockets hit Ganja on Sunday. … Prosecutors said a house had been shelled in Terter." -> both on Sunday. What is told in the present
    tense, what the report says in its own voice, and what follows a day of the past is left without one.
    """
    out: list[Told] = []
    for one in told:
        e = one.event
        if e.since is None and e.source is not None and e.type in _FRESH and page.published is not None:
            sent = page.sentences[one.index]
            days = [m for m in page.moments if m.span.end <= e.span.start and m.kind == "date" and m.precision == "day" and m.since is not None]
            day = days[-1] if days else None
            if day is not None and day.since is not None and 0 <= (page.published - day.since).days <= _FRESH_DAYS and _past(sent, e.anchor):
                one = replace(one, event=replace(e, since=day.since, until=day.until))
        out.append(one)
    return out


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
        if token.head is token:
            return False
        token = token.head
    return False


_FRESH = VIOLENT | {"shootdown", "territory", "violation", "deployment"}
_FRESH_DAYS = 2
"""How old a day may be for what follows to be told as of that day: reports of a day's fighting look back one day, rarely two."""
