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
from rashomon.read.actors import Speaker
from rashomon.read.document import Sentence
from rashomon.read.event_kinds import VIOLENT, Found, Kinds
from rashomon.read.event_real import unreal
from rashomon.read.event_roles import Roles, after, as_list, doer, done_to, joined, nominal, undergoer
from rashomon.read.foreign_fighters import fighters_from_elsewhere
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
            if heading(sent):
                continue
            fresh = [(found, one) for found in here if found.type != "statement_of_blame" for one in self._told(page, roles, sent, found, here)]
            for found in here:
                if found.type == "statement_of_blame":
                    blame, dropped = self._accusation(page, roles, sent, found, fresh)
                    fresh = [pair for pair in fresh if pair not in dropped]
                    fresh += [(found, one) for one in blame]
            told += [one for _, one in fresh]
            if not any(f.type == "support" for f, _ in fresh):
                told += self._joined_by(page, roles, sent)
            last = next((f.type for f in here if f.type in {"air_strike", "shelling"} and f.weapon), last)
        return [t.event for t in carried(page, filled(page, once(page, told)))]

    # -- one event ---------------------------------------------------------------------------------------------------------

    def _told(self, page: Page, roles: Roles, sent: Sentence, found: Found, here: list[Found]) -> list[Told]:
        token = found.token
        anchor = Span(sent.at(found.first), sent.at(found.last) + len(found.last))
        if token.i < found.first.i:
            anchor = Span(sent.at(token), anchor.end)
        if unreal(token, found.type):
            return []
        if found.type == "territory" and token.dep_ == "xcomp" and token.head.lemma_.lower() in {"try", "attempt"}:
            found = replace(found, type="battle")
        said = page.said(sent, anchor)
        if said.cue is not None and said.cue.kind == "denial" and said.cue.takes_clause and not (found.type == "refusal" and said.cue.span.overlaps(anchor)):
            return []
        agent, target = self.roles(page, roles, sent, found, said)
        target = self._suffered_by(page, roles, sent, found, said, agent, target)
        if found.type in _ATTACKS and found.token.pos_ == "VERB":
            blamed = self._fired_by(page, roles, sent, found, said, agent)
            if blamed is not None:
                event = Event(sent.span, anchor, "statement_of_blame", said.speaker.party if said.speaker else None, blamed, None, None, None, said.name, said.chain, "asserted", (Trace("fired_by", (f"triggers: {found.entry.name}",)),))
                return [Told(event, False, False, True, sent.index)]
        place = page.place_at(sent, anchor)
        moment = self._moment(page, sent, anchor)
        known = self._known(found)
        if not self._keep(page, sent, found, here, agent, target, place is not None, moment, known):
            return []
        since, until = (moment.since, moment.until) if moment is not None else (None, None)
        source = said.name
        if found.type in {"appeal", "refusal", "talks", "deployment", "sanction", "aid", "support"} and said.cue is not None and said.cue.span.overlaps(anchor):
            source = None
        if source is not None and (found.type in {"battle", "agreement"} and _since(token) or _DATELINE.fullmatch(source)):
            source = None
        stance = "unconfirmed" if said.stance == "unconfirmed" else "asserted"
        rules = [Trace("trigger", (f"triggers: {found.entry.name}",))]
        if said.cue is not None:
            rules.append(Trace(said.cue.rule, said.cue.entries))
        named = None if found.type in _NOWHERE or place is None else place.name
        event = Event(sent.span, anchor, found.type, agent, target, named, since, until, source, said.chain if source else (), stance, tuple(rules))  # type: ignore[arg-type]
        days = self._several_days(page, sent, found)
        if len(days) > 1:
            return [Told(replace(event, since=m.since, until=m.until), False, True, found.weapon, sent.index) for m in days]
        return [Told(event, known, moment is not None, found.weapon, sent.index)]

    def _several_days(self, page: Page, sent: Sentence, found: Found) -> list[Moment]:
        """The days that a noun in the plural is told for, one act each: "the strikes of 4, 11 and 17 October"."""
        if found.token.tag_ not in {"NNS", "NNPS"}:
            return []
        end = sent.at(found.last) + len(found.last)
        days: list[Moment] = []
        for m in page.moments_in(sent.span):
            gap = page.report.text[end : m.span.start]
            if m.span.start >= end and m.since is not None and m.precision == "day" and (re.fullmatch(r"\s*(?:of|on)\s+", gap) if not days else re.fullmatch(r"\s*(?:,|and|, and)\s*", gap)):
                days.append(m)
                end = m.span.end
        return days

    def _joined_by(self, page: Page, roles: Roles, sent: Sentence) -> list[Told]:
        """Support by fighters from elsewhere."""
        out = []
        for one in fighters_from_elsewhere(page, roles, sent):
            anchor = sent.of(one.token)
            said = page.said(sent, anchor)
            if said.cue is not None and said.cue.kind == "denial":
                continue
            stance = "unconfirmed" if said.stance == "unconfirmed" else "asserted"
            out.append(Told(Event(sent.span, anchor, "support", one.agent, one.side, None, None, None, said.name, said.chain, stance, (Trace("fighters_from_elsewhere"),)), False, False, True, sent.index))  # type: ignore[arg-type]
        return out

    def _suffered_by(self, page: Page, roles: Roles, sent: Sentence, found: Found, said: Said, agent: Names, target: Names) -> Names:
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
        if found.type in VIOLENT and isinstance(agent, str) and agent != party and party in {*page.cast.sides, *page.cast.allies} and not found.entry.name.startswith(("war", "kill", "besiege", "battle noun")):
            return party if page.cast.allies.get(party) != agent and page.cast.allies.get(agent) != party else None
        return target

    def _fired_by(self, page: Page, roles: Roles, sent: Sentence, found: Found, said: Said, agent: Names) -> Names:
        """Whom a source says fired what has been told of: "the rockets had been fired from Armenia", "Armenian forces had fired them"."""
        if said.speaker is None or said.speaker.party is None or not found.entry.name.startswith("fire arms"):
            return None
        things = undergoer(found.token)
        if not any(t.lower_ in {"it", "them", "they", "these"} or any(c.lower_ in {"the", "that", "those", "these"} for c in t.children) and not any(c.dep_ == "relcl" for c in t.children) for t in things):
            return None
        if prepositional(found.token, "at", "on", "into", "towards", "against"):
            return None
        blamed = agent
        for o in prepositional(found.token, "from"):
            m = page.cast.at(sent.at(o)) or next((page.cast.at(sent.at(x)) for x in o.subtree if page.cast.at(sent.at(x)) is not None), None)
            blamed = blamed or (page.cast.party_of(m) if m is not None else None) or roles.land(roles.place_of(o, sent))
        return blamed if blamed != said.speaker.party else None

    def _moment(self, page: Page, sent: Sentence, anchor: Span) -> Moment | None:
        return page.moment_at(sent, anchor)

    def _known(self, found: Found) -> bool:
        """Whether a noun is told as known: "the attack", "these strikes"; not "the attack on the village by rebels on Monday"."""
        token = found.token
        if token.pos_ not in {"NOUN", "PROPN"} and not nominal(token):
            return False
        if any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children):
            return not any(c.dep_ == "prep" and c.lower_ in {"on", "against", "by"} for c in token.children)
        return False

    # -- roles -------------------------------------------------------------------------------------------------------------

    def roles(self, page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
        """Agent and target of a trigger."""
        token, speaker, kind = found.token, said.speaker, found.type
        verbal = "verb" in found.entry.used and token.pos_ in {"VERB", "AUX"} and not nominal(token)
        if verbal:
            agent, target = self._verb_roles(page, roles, sent, found, said)
            if agent is None and token.tag_ == "VBD" and not children(token, "nsubj") and not done_to(token) and kind != "displacement":
                agent = roles.just_before(found.first, sent, speaker)
            return agent, None if target == agent else target
        if token.dep_ == "dobj" and token.head.lemma_.lower() in {"see", "suffer", "endure", "experience", "witness", "undergo", "face"}:
            return None, roles.target(doer(token.head), sent, speaker)
        agent = roles.owner(token, sent, speaker)
        if kind == "support":
            return self._support_roles(roles, sent, token, speaker, agent)
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
        target: Names = None
        if found.entry.name == "under fire noun":
            up = token.head
            while up.pos_ not in {"VERB", "AUX"} and up.head is not up:
                up = up.head
            who = doer(up)
            return agent, roles.target(who, sent, speaker, agent) if who is not None else None
        if kind == "territory":
            things = prepositional(token, "of", "over")
            return agent, self._loser(page, roles, sent, token, speaker, agent, things)
        near = after(found.last, "on", "against", "at", "targeting", *(["of"] if kind != "killing" else []))
        for o in [*near, *prepositional(token, "on", "against", "at", "of", "targeting", "near", "in", "towards", "toward", "into")]:
            if o.head.lower_ in {"in", "near", "into"} and kind not in _ATTACKS | {"killing"}:
                continue
            if o.head.lower_ == "of" and kind in {"battle", "talks", "agreement", "killing"} and found.entry.name.startswith(("battle", "war", "talks", "ceasefire")):
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
        if kind in _ATTACKS and target is None:
            target = roles.victims(token, sent, speaker)
        if kind in {"air_strike", "shelling"} and target is None:
            place = page.place_at(sent, sent.of(token))
            if place is not None and place.precision != "country":
                target = roles.land(place, agent)
        return agent, self._party_only(page, roles, target) if kind == "battle" else target

    def _support_roles(self, roles: Roles, sent: Sentence, token: Token, speaker: Speaker | None, agent: Names) -> tuple[Names, Names]:
        """Who supports whom: "Iranian support for the Houthis", "rebels who have received some backing from Iran"."""
        giver = next((x for o in prepositional(token, "from", "by") if (x := roles.party(o, sent, speaker))), None)
        taker = next((x for o in prepositional(token, "to", "for") if (x := roles.party(o, sent, speaker))), None)
        verb = token.head
        if verb.pos_ == "VERB" and verb.lemma_.lower() in {"receive", "get", "enjoy", "have", "accept"}:
            giver = giver or next((x for o in prepositional(verb, "from") if (x := roles.party(o, sent, speaker))), None)
            return giver, roles.party(doer(verb), sent, speaker)
        return giver or agent, taker

    def _party_only(self, page: Page, roles: Roles, target: Names) -> Names:
        """A target that is a party, or nothing: fighting is with somebody, not with a place."""
        kept = [n for n in as_list(target) if n in page.cast.parties or n in page.cast.weights or any(page.cast.party_of(m) == n for m in page.cast.mentions)]
        return joined(kept)

    def _verb_roles(self, page: Page, roles: Roles, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
        token, speaker, kind = found.token, said.speaker, found.type
        agent = roles.party(doer(token), sent, speaker)
        things = [t for t in undergoer(token) if not found.first.i <= t.i <= found.last.i or found.first is found.last]
        if not things and found.first is not found.last:
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
            target: Names = None
            for o in [*children(token, "dobj"), *prepositional(token, "on", "to", "upon")]:
                target = target or roles.party(o, sent, speaker)
            for c in children(token, "ccomp", "xcomp"):
                who = next((x for x in c.children if x.dep_ in {"nsubj"}), None)
                target = target or (roles.party(who, sent, speaker) if who is not None else None)
            if target is None and len(page.profile.sides) == 2 and agent not in page.cast.sides and _TO_BOTH.search(page.report.text[sent.at(token) : sent.at(token) + 90]):
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
            return agent, self._loser(page, roles, sent, token, speaker, agent, things)
        if kind == "deployment":
            return agent, None
        target = None
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
            target = self._party_only(page, roles, target)
        if target is None and kind in {"battle", *_ATTACKS}:
            for o in prepositional(token, "against", "on", "at"):
                target = target or (roles.target(o, sent, speaker, agent) if kind != "battle" else self._party_only(page, roles, roles.target(o, sent, speaker, agent)))
        if target is None and kind in {"air_strike", "shelling"}:
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
            land = roles.land(place, agent, regions=False)
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
        verbal = token.pos_ in {"VERB", "AUX"} and not nominal(token)
        low = token.lower_
        dated = moment is not None
        if found.entry.name == "kill verb people":
            if agent is None or any(page.cast.at(sent.at(t)) is not None and page.cast.at(sent.at(t)).kind == "organisation" for t in [doer(token)] if t is not None):  # type: ignore[union-attr]
                return False
            return not any(f.type in VIOLENT and f.token.i != token.i for f in here)
        if found.entry.name == "tell to verb":
            return agent is not None and target is not None
        if verbal:
            if token.dep_ == "amod":
                return kind == "displacement"
            if kind == "support" and token.dep_ == "acl" and token.tag_ == "VBN":
                return False
            if kind in {"talks", "agreement", "appeal", "refusal", "deployment", "support"}:
                return agent is not None
            if kind == "territory" or kind in VIOLENT:
                return agent is not None or target is not None or placed
            return True
        if low in {"war", "wars", "conflict"}:
            return dated and bool(_WAR_TOLD.search(sent.text))
        if found.entry.name == "support noun":
            return agent is not None and target is not None
        if low in _LOOSE:
            return (agent is not None or target is not None or dated) and not (known and not dated)
        if token.dep_ in {"compound", "amod", "nmod"}:
            return False
        if found.entry.name == "explosion noun" and any(f.type in {"air_strike", "shelling"} for f in here) and low in {"explosion", "explosions", "blast", "blasts"}:
            return False
        if kind == "talks":
            return agent is not None or moment is not None and moment.precision in {"day", "week", "month"}
        if kind == "agreement":
            return dated or agent is not None or not known
        if kind == "appeal":
            return agent is not None
        if kind in {"deployment", "sanction", "aid", "protest", "refusal"}:
            return True
        if kind in VIOLENT:
            if known and any(c.dep_ == "det" and c.lower_ in {"these", "this", "those"} for c in token.children):
                return False
            if found.entry.name == "attack noun" and not found.weapon:
                return (agent is not None and (target is not None or placed)) and not known
            if known and agent is None and target is None and not dated:
                return False
            return agent is not None or target is not None or dated or placed
        return True

    def _accusation(self, page: Page, roles: Roles, sent: Sentence, found: Found, fresh: list[tuple[Found, Told]]) -> tuple[list[Told], list[tuple[Found, Told]]]:
        """Blame, and the events that it takes the place of: those told inside it without a place or a day of their own."""
        mutual = self._mutual(page, roles, sent, found)
        if len(mutual) == 2:
            return [], self._each_other(fresh, found, mutual)
        inside = [(f, t) for f, t in fresh if f.token.i > found.token.i and found.token in f.token.ancestors]
        if any(t.event.place is not None or t.own_day or t.event.type not in VIOLENT for _, t in inside):
            return [], []
        anchor = Span(sent.at(found.first), sent.at(found.last) + len(found.last))
        event = self._blame(page, roles, sent, found, anchor)
        if event is None:
            return [], []
        return [Told(event, False, False, True, sent.index)], inside

    def _mutual(self, page: Page, roles: Roles, sent: Sentence, found: Found) -> tuple[str, ...]:
        """The two that accuse each other: "each accused the other", "the sides traded accusations"."""
        token = found.token
        if token.pos_ != "VERB" or not any(o.lower_ == "other" for o in children(token, "dobj")):
            return ()
        named = as_list(roles.party(doer(token), sent, None))
        if len(named) != 2:
            assert sent.doc is not None
            named = as_list(joined(page.cast.party_of(m) for t in sent.doc[: token.i] if (m := page.cast.at(sent.at(t))) is not None and m.kind == "party"))[-2:]
        return tuple(named) if len(named) == 2 else page.cast.sides if len(page.cast.sides) == 2 else ()

    def _each_other(self, fresh: list[tuple[Found, Told]], found: Found, two: tuple[str, ...]) -> list[tuple[Found, Told]]:
        """What each accuses the other of, once for each as doer; the pairs given are changed in place, none is dropped."""
        for n, (f, t) in enumerate(list(fresh)):
            if _charged_with(found.token, f.token) and t.event.type in {"violation", *VIOLENT}:
                a, b = (replace(t.event, agent=x, target=None if t.event.type == "violation" else y, source=y, source_chain=(y,)) for x, y in (two, two[::-1]))
                fresh[n] = (f, replace(t, event=a))
                fresh.append((f, replace(t, event=b)))
        return []

    # -- blame ---------------------------------------------------------------------------------------------------------------

    def _blame(self, page: Page, roles: Roles, sent: Sentence, found: Found, anchor: Span) -> Event | None:
        """Blame laid on a party, with no act named that is an event itself: "condemned the attack", "blamed Armenia"."""
        token = found.token
        if token.pos_ not in {"VERB", "AUX"} or negated(token):
            return None
        who = children(token, "nsubj")[0] if children(token, "nsubj") else doer(token)
        if who is None and token.dep_ == "conj":
            who = next((c.speaker for c in page.cues[sent.index] if c.speaker is not None and c.speaker.i < token.i), None)
        if who is None or unreal(token, "statement_of_blame"):
            return None
        said = next((w for c, w in zip(page.cues[sent.index], page.speakers[sent.index], strict=True) if c.span.overlaps(anchor) and w.name), None) or page.cast.source(who, sent, page.lasts[sent.index])
        agent = said.party or said.name
        blamed: Names = None
        for o in [*children(token, "dobj"), *prepositional(token, "on")]:
            blamed = blamed or roles.party(o, sent, said) or roles.owner(o, sent, said)
        if agent is None or blamed is None or agent == blamed:
            return None
        moment = page.moment_at(sent, anchor)
        since, until = (moment.since, moment.until) if moment else (None, None)
        return Event(sent.span, anchor, "statement_of_blame", agent, blamed, None, since, until, said.name, (said.name,) if said.name else (), "asserted", (Trace("statement_of_blame", (f"triggers: {found.entry.name}",)),))


def _charged_with(verb: Token, act: Token) -> bool:
    """Whether an act is what somebody is accused of: "accused the other of breaking the pledge", not a clause beside it."""
    prep = act.head
    return act.dep_ in {"pcomp", "pobj"} and prep.dep_ == "prep" and (prep.head is verb or prep.head.head is verb) and act.i > verb.i


def _since(token: Token) -> bool:
    """Whether a word stands in a clause that only says since when: "3,000 have died, the army says, since the war broke out"."""
    here = token
    for _ in range(5):
        if here.dep_ in {"advcl", "pcomp"} and any(c.dep_ in {"mark", "advmod"} and c.lower_ in {"since", "after", "before"} for c in here.children):
            return True
        if here.dep_ in {"pobj", "pcomp"} and here.head.lower_ in {"since", "before"}:
            return True
        if here.head is here:
            return False
        here = here.head
    return False


_DATELINE = re.compile(r"[A-Z][A-Z .'-]*(?:/[A-Z .'-]+)+")
"""A name that is a dateline's: "BAKU/YEREVAN"."""
_WAR_TOLD = re.compile(r"\b(?:began|started|broke out|erupted|since|sparked|ended|in \d{4}|\d{4})\b")
_LOOSE = frozenset("support backing agreement deal relief advance operation operations intervention control loss fall meeting settlement accord treaty pact pause".split())


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
        if e.agent is None and e.target is None and e.type == "battle" and _FIGHTING.search(e.anchor.within(page.report.text)) and len(page.cast.sides) == 2 and e.source is not None:
            e = replace(e, agent=_speakers_fight(page, e.source))
        out.append(replace(one, event=e))
    return out


def _speakers_fight(page: Page, source: str | None) -> Names:
    """The two that fight when one who belongs to a side speaks of the fighting: that side and its opponent."""
    party = next((page.cast.party_of(m) for m in page.cast.mentions if source in {m.name, m.speaks_for}), None)
    foes = page.cast.opponents(party)
    return (party, *foes) if party is not None and foes else page.cast.sides


_TO_BOTH = re.compile(r"\b(?:cease-?fire|truce|fighting|hostilities|violence|negotiat\w+|talks|dialogue|restraint|de-escalat\w+|calm)\b", re.I)
_FIGHTING = re.compile(r"\b(?:fighting|clash\w*|battles?|war|hostilities|combat|skirmish\w*)\b", re.I)


def heading(sent: Sentence) -> bool:
    """Whether a sentence is no sentence: a heading, a label, a line of a live page: "RUSSIAN AIRSTRIKES", "LIVE | War in Ukraine, day 319"."""
    assert sent.doc is not None
    words = [t for t in sent.doc if t.is_alpha]
    return len(words) < 4 and not any(t.pos_ in {"VERB", "AUX"} for t in words) or sent.text.count(" | ") > 1 or (len(words) < 8 and sent.text.isupper())


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
