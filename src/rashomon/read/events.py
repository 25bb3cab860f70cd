"""What is said to have happened: events of twenty types, with agent, target, place, time, source.

A word of ``triggers.toml`` proposes a type; what stands around it disposes: its object, the weapon named beside it, whether the clause is
a fact, a plan, a denial. The same event told twice in a report is one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Event, EventType, Moment, Names, Span, Trace
from rashomon.read.document import Sentence
from rashomon.read.event_blame import accusation
from rashomon.read.event_days import carried, filled
from rashomon.read.event_kinds import ATTACKS, VIOLENT, Found, Kinds
from rashomon.read.event_real import unreal
from rashomon.read.event_roles import Roles, doer, nominal
from rashomon.read.event_sides import both_roles, fired_by, party_only, suffered_by
from rashomon.read.foreign_fighters import fighters_from_elsewhere
from rashomon.read.once import Told, once
from rashomon.read.page import Page

_DEFINITE = frozenset(["the", "this", "that", "these", "those", "such", "both"])
_NOWHERE = frozenset(["appeal", "support", "sanction", "refusal", "statement_of_blame", "violation"])


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
            fresh = [
                (found, one) for found in here if found.type != "statement_of_blame" for one in self._told(page, roles, sent, found, here)
            ]
            for found in here:
                if found.type == "statement_of_blame":
                    blame, dropped = accusation(page, roles, sent, found, fresh)
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
        if (
            said.cue is not None
            and said.cue.kind == "denial"
            and said.cue.takes_clause
            and not (found.type == "refusal" and said.cue.span.overlaps(anchor))
        ):
            return []
        agent, target = both_roles(page, roles, sent, found, said)
        target = suffered_by(page, roles, sent, found, said, agent, target)
        if found.type in ATTACKS and found.token.pos_ == "VERB":
            blamed = fired_by(page, roles, sent, found, said, agent)
            if blamed is not None:
                event = Event(
                    sent.span,
                    anchor,
                    "statement_of_blame",
                    said.speaker.party if said.speaker else None,
                    blamed,
                    None,
                    None,
                    None,
                    said.name,
                    said.chain,
                    "asserted",
                    (Trace("fired_by", (f"triggers: {found.entry.name}",)),),
                )
                return [Told(event, False, False, True, sent.index)]
        place = page.place_at(sent, anchor)
        moment = page.moment_at(sent, anchor)
        known = self._known(found)
        if not self._keep(page, sent, found, here, agent, target, place is not None, moment, known):
            return []
        since, until = (moment.since, moment.until) if moment is not None else (None, None)
        source = said.name
        if (
            found.type in {"appeal", "refusal", "talks", "deployment", "sanction", "aid", "support"}
            and said.cue is not None
            and said.cue.span.overlaps(anchor)
        ):
            source = None
        if source is not None and (found.type in {"battle", "agreement"} and _since(token) or _DATELINE.fullmatch(source)):
            source = None
        stance: Literal["asserted", "unconfirmed"] = "unconfirmed" if said.stance == "unconfirmed" else "asserted"
        rules = [Trace("trigger", (f"triggers: {found.entry.name}",))]
        if said.cue is not None:
            rules.append(Trace(said.cue.rule, said.cue.entries))
        if found.type == "agreement" and place is not None and not 0 <= place.span.start - anchor.end <= 30:
            place = None
        named = None if found.type in _NOWHERE or place is None else place.name
        event = Event(
            sent.span, anchor, found.type, agent, target, named, since, until, source, said.chain if source else (), stance, tuple(rules)
        )
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
            if (
                m.span.start >= end
                and m.since is not None
                and m.precision == "day"
                and (re.fullmatch(r"\s*(?:of|on)\s+", gap) if not days else re.fullmatch(r"\s*(?:,|and|, and)\s*", gap))
            ):
                days += _each_day(m)
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
            stance: Literal["asserted", "unconfirmed"] = "unconfirmed" if said.stance == "unconfirmed" else "asserted"
            out.append(
                Told(
                    Event(
                        sent.span,
                        anchor,
                        "support",
                        one.agent,
                        one.side,
                        None,
                        None,
                        None,
                        said.name,
                        said.chain,
                        stance,
                        (Trace("fighters_from_elsewhere"),),
                    ),
                    False,
                    False,
                    True,
                    sent.index,
                )
            )
        return out

    def _known(self, found: Found) -> bool:
        """Whether a noun is told as known: "the attack", "these strikes"; not "the attack on the village by rebels on Monday"."""
        token = found.token
        if token.pos_ not in {"NOUN", "PROPN"} and not nominal(token):
            return False
        if any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children):
            return not any(c.dep_ == "prep" and c.lower_ in {"on", "against", "by"} for c in token.children)
        return False

    # -- what is kept --------------------------------------------------------------------------------------------------------

    def _keep(
        self,
        page: Page,
        sent: Sentence,
        found: Found,
        here: list[Found],
        agent: Names,
        target: Names,
        placed: bool,
        moment: Moment | None,
        known: bool,
    ) -> bool:
        """Whether a trigger says enough to be an event: bare talk of "the war", "attacks" or "support" is none."""
        token, kind = found.token, found.type
        verbal = token.pos_ in {"VERB", "AUX"} and not nominal(token)
        low = token.lower_
        dated = moment is not None
        if found.entry.name == "kill verb people":
            who = doer(token)
            named = page.cast.at(sent.at(who)) if who is not None else None
            # "Gunmen killed 30 villagers in an attack": armed men named by no party, and no other act than "attack"
            armed = who is not None and (e := self.kinds.people.get(fold(who.text))) is not None and e.kind == "combatant"
            if (agent is None and not armed) or named is not None and named.kind == "organisation":
                return False
            loose = {"attack noun", "raid noun"} if agent is None else set()
            return not any(f.type in VIOLENT and f.token.i != token.i and f.entry.name not in loose for f in here)
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
                return agent is not None or placed or party_only(page, target) is not None or target in {p.name for p in page.places}
            return True
        if low in {"war", "wars", "conflict"}:
            return dated and bool(_WAR_TOLD.search(sent.text))
        if found.entry.name == "support noun":
            return agent is not None and target is not None
        if low in _LOOSE:
            return (agent is not None or target is not None or dated) and not (known and not dated)
        if token.dep_ in {"compound", "amod", "nmod"}:
            return False
        if (
            found.entry.name == "explosion noun"
            and any(f.type in {"air_strike", "shelling"} for f in here)
            and low in {"explosion", "explosions", "blast", "blasts"}
        ):
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


def _since(token: Token) -> bool:
    """Whether a word stands in a clause that only says since when: "3,000 have died, the army says, since the war broke out"."""
    here = token
    for _ in range(5):
        if here.dep_ in {"advcl", "pcomp"} and any(
            c.dep_ in {"mark", "advmod"} and c.lower_ in {"since", "after", "before"} for c in here.children
        ):
            return True
        if here.dep_ in {"pobj", "pcomp"} and here.head.lower_ in {"since", "before"}:
            return True
        if here.head == here:
            return False
        here = here.head
    return False


def _each_day(m: Moment) -> list[Moment]:
    """The days that a time lists: "4, 11 and 17 October" is three, "4 October" and "from 4 to 17 October" are one."""
    numbers = [int(n) for n in re.findall(r"\b\d{1,2}\b", m.text)]
    if m.since is None or m.until is None or len(numbers) < 2 or not re.search(r"\band\b", m.text) or "between" in m.text:
        return [m]
    first, last = m.since, m.until
    if (first.year, first.month) != (last.year, last.month) or numbers[0] != first.day or numbers[-1] != last.day:
        return [m]
    return [replace(m, since=first.replace(day=n), until=first.replace(day=n)) for n in numbers]


_DATELINE = re.compile(r"[A-Z][A-Z .'-]*(?:/[A-Z .'-]+)+")
"""A name that is a dateline's: "BAKU/YEREVAN"."""
_WAR_TOLD = re.compile(r"\b(?:began|started|broke out|erupted|since|sparked|ended|in \d{4}|\d{4})\b")
_LOOSE = frozenset(
    (
        "support backing agreement deal relief advance operation operations intervention control loss fall meeting settlement "
        "accord treaty pact pause"
    ).split()
)


def heading(sent: Sentence) -> bool:
    """Whether a sentence is no sentence: a heading, a label, a line of a live page.

    "RUSSIAN AIRSTRIKES" -> True; "LIVE | War in Ukraine, day 319" -> True
    """
    assert sent.doc is not None
    words = [t for t in sent.tokens if t.is_alpha]
    return (
        len(words) < 4
        and not any(t.pos_ in {"VERB", "AUX"} for t in words)
        or sent.text.count(" | ") > 1
        or (len(words) < 8 and sent.text.isupper())
    )
