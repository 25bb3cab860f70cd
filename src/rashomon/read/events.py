"""What is said to have happened: events of twenty types, with agent, target, place, time, source.

A word of ``triggers.toml`` proposes a type; what stands around it disposes: its object, the weapon named beside it, whether the clause is
a fact, a plan, a denial. The same event told twice in a report is one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from rashomon.lexicon import Trigger, Word, by_form, fold, load
from rashomon.model import Event, EventType, Names, Span, Trace
from rashomon.read.document import Sentence
from rashomon.read.page import Page, Said
from rashomon.read.spans import agents, ancestors, children, conjuncts, is_passive, negated, objects, passive_subject, prepositional, subject

_MODALS = {"would", "could", "may", "might", "will", "can", "should", "shall", "must", "'ll", "wo"}
_UNREAL_VERBS = {"threaten", "plan", "want", "fear", "expect", "hope", "intend", "consider", "prepare", "warn", "refuse", "fail", "decline", "vow", "promise", "ask", "try", "attempt", "seek", "aim", "agree", "order", "allow", "urge", "call", "help", "need", "mean", "wish", "propose", "suggest", "offer", "pledge", "decide", "risk", "prevent", "avoid", "tell", "able", "unable", "ready", "willing", "intent"}
_UNREAL_NOUNS = {"plan", "plans", "threat", "threats", "risk", "fear", "fears", "possibility", "danger", "prospect", "prospects", "hope", "hopes", "effort", "efforts", "attempt", "attempts", "bid", "intention", "order", "right", "chance", "ability", "capability", "preparations", "warning"}
_TRUCE = re.compile(r"\b(?:cease-?fires?|truces?|agreements?|deal|accords?|pact|armistice|cessation|pause|law|resolution|convention|sovereignty|airspace|commitments?|understanding|memorandum)\b", re.I)
_TALKS = re.compile(r"\b(?:talks?|negotiat\w+|cease-?fires?|truces?|proposals?|calls?|offers?|demands?|deal|plan|peace|dialogue|ultimatum|mediation|summit|conditions?|terms|initiative|participation|resolution|invitation|withdraw\w*|agreement)\b", re.I)
_PLACE_NOUNS = {"village", "town", "city", "district", "territory", "area", "region", "position", "height", "base", "airport", "airfield", "airbase", "province", "neighbourhood", "neighborhood", "settlement", "crossing", "checkpoint", "road", "highway", "hill", "mountain", "hilltop", "ground", "land", "stronghold", "headquarters", "camp", "border", "bridge", "dam", "oilfield", "field", "facility", "post", "outpost", "foothold", "capital", "part", "strip", "corridor", "barracks", "building", "quarter", "suburb", "enclave", "island", "port", "valley", "palace", "swath", "control", "front", "line", "hotel", "hamlet", "locality", "station", "plant", "depot", "junction", "farm"}
_AIRCRAFT = re.compile(r"\b(?:aircraft|planes?|jets?|helicopters?|drones?|UAVs?|warplanes?|fighters?|bombers?|missiles?|rockets?|gunships?|airliner|Su-\d+\w*|MiG-\d+\w*|Mi-\d+\w*|F-\d+\w*|An-\d+|Il-\d+|Orlan\S*|Bayraktar\S*|TB2s?|Shaheds?|quadcopters?|balloons?|airlift\w*)\b", re.I)
_ARMS = re.compile(r"\b(?:rockets?|missiles?|shells?|mortars?|mortar bombs|artillery|rounds?|projectiles?|salvos?|barrages?|shots?|munitions?|bombs?|volleys?|grads?|scuds?|drones?)\b", re.I)
_SUPPLIES = re.compile(r"\b(?:weapons?|arms|ammunition|tanks?|missiles?|fighters|mercenaries|militants|volunteers|military (?:aid|equipment|support|assistance)|drones|jets|aircraft|air defen[cs]e\w*|funds?|funding|money|\$|cash|support|assistance|backing|training|systems?|vehicles)\b", re.I)
_TROOPS = re.compile(r"\b(?:troops?|forces?|soldiers?|reinforcements?|tanks?|peacekeepers?|warships?|ships?|units?|brigades?|battalions?|carriers?|columns?|men|reservists?|observers?)\b", re.I)
_AID = re.compile(r"\b(?:aid|relief|food|humanitarian|medicine|medical|supplies|blood|assistance|shelter)\b", re.I)
_SHIFT = {"aircraft": "air_strike", "artillery": "shelling", "bomb": "explosion", "gas": "shelling", "small": "killing", "ground": "battle"}
_VIOLENT = {"battle", "air_strike", "shelling", "explosion", "killing"}
_ATTACK_ORDER = ["aircraft", "artillery", "bomb", "gas", "small", "ground"]
_PEOPLE_TARGETS = {"force", "authority", "rebel", "people", "enemy"}


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger in place: the token at its head, the last token of its words, its entry and the type it means here."""

    token: Token
    last: Token
    entry: Trigger
    type: EventType


class EventReader:
    """Reads the events of a page; the words are loaded once."""

    def __init__(self) -> None:
        self.triggers: dict[str, list[tuple[tuple[str, ...], Trigger]]] = {}
        for entry in load("triggers.toml", Trigger).values():
            for form in entry.forms:
                words = tuple(fold(form).replace("-", " - ").split())
                self.triggers.setdefault(words[0], []).append((words, entry))
        for options in self.triggers.values():
            options.sort(key=lambda o: -len(o[0]))
        self.arms = by_form("arms.toml", Word)
        self.people = by_form("people.toml", Word)
        self._arms_words = {w: e.kind for w, e in self.arms.items()}
        parts = sorted(self._arms_words, key=len, reverse=True)
        self._arms_pattern = re.compile(r"\b(?:" + "|".join(re.escape(p) for p in parts) + r")\b")

    def read(self, page: Page) -> list[Event]:
        """All events of a report, each once, in text order."""
        out: list[Event] = []
        for sent in page.sentences:
            if sent.doc is None:
                continue
            for found in self.find(sent, page):
                event = self._event(page, sent, found)
                if event is not None:
                    out.append(event)
        return once(page, out)

    # -- triggers --------------------------------------------------------------------------------------------------------

    def find(self, sent: Sentence, page: Page) -> Iterator[Found]:
        """The triggers of a sentence that mean an event there, each word used once, longer phrases first."""
        assert sent.doc is not None
        low = [fold(t.text) for t in sent.doc]
        used: set[int] = set()
        for i, word in enumerate(low):
            if i in used:
                continue
            for words, entry in self.triggers.get(word, ()):
                n = len(words)
                if tuple(low[i : i + n]) != words or any(j in used for j in range(i, i + n)):
                    continue
                head = _head(sent.doc[i], sent.doc[i + n - 1], entry)
                kind = self.type_of(sent, head, sent.doc[i + n - 1], entry, page)
                if kind is None:
                    continue
                used.update(range(i, i + n))
                yield Found(head, sent.doc[i + n - 1], entry, kind)
                break

    def type_of(self, sent: Sentence, head: Token, last: Token, entry: Trigger, page: Page) -> EventType | None:
        """The event type that a trigger means in its sentence, None where it means none.

        "captured the town" -> territory; "captured two soldiers" -> capture; "hit by a drone" -> air_strike
        """
        verbal = "verb" in entry.used
        if verbal and head.pos_ not in {"VERB", "AUX"} and " " not in " ".join(entry.forms[:0]) and not (head.tag_ in {"VBN", "VBG", "VBD", "VBZ"}):
            return None
        if not verbal and head.pos_ not in {"NOUN", "PROPN"} and head.i == last.i:
            return None
        if entry.needs and not self._needs(sent, head, last, entry, page):
            return None
        kind = entry.type
        if kind.startswith("by_weapon"):
            found = self.weapon(sent, head, last, verbal)
            if found is not None:
                return _SHIFT[found] if not (found == "ground") else "battle"  # type: ignore[return-value]
            kind = kind.split("/")[1]
            if verbal and entry.name in {"destroy", "damage", "flatten", "level"}:
                return None
            if not verbal and head.lower_ in {"strike", "strikes"} and re.search(r"\b(?:general|hunger|labou?r|workers')\b", sent.text, re.I):
                return None
        return kind  # type: ignore[return-value]

    def _needs(self, sent: Sentence, head: Token, last: Token, entry: Trigger, page: Page) -> bool:
        """Whether the trigger has the object that it needs."""
        verbal = "verb" in entry.used
        things = self.things(head, verbal)
        words = " ".join(t.text for o in things for t in o.subtree if t.i <= o.i or o.i - t.i > -4)
        need = entry.needs
        if need == "place":
            for o in things:
                if o.lemma_.lower() in _PLACE_NOUNS:
                    return True
                for x in [o, *conjuncts(o)]:
                    at = sent.at(x)
                    if any(p.span.start <= at < p.span.end for p in page.places):
                        return entry.name not in {"enter", "secure", "clear", "hold"} or True
            return False
        if need == "people":
            return any(fold(x.text) in self.people or (page.cast.at(sent.at(x)) is not None and page.cast.at(sent.at(x)).kind == "person") or x.tag_ == "NNPS" or x.like_num or fold(x.text) in {"dozens", "hundreds", "scores", "thousands"} for o in things for x in [o, *conjuncts(o)])  # type: ignore[union-attr]
        if need == "struck":
            return bool(things)
        if need == "aircraft":
            return bool(_AIRCRAFT.search(words)) if verbal else bool(_AIRCRAFT.search(sent.text[head.idx : head.idx + 80]) or _AIRCRAFT.search(sent.text[max(0, head.idx - 40) : head.idx]))
        if need == "arms":
            return bool(_ARMS.search(words))
        if need == "arms_or_fighters":
            return bool(_SUPPLIES.search(words)) and not _AID.search(words)
        if need == "troops":
            return bool(_TROOPS.search(words))
        if need == "truce":
            return bool(_TRUCE.search(words)) or (not verbal and bool(_TRUCE.search(sent.text)))
        if need == "talks":
            around = sent.text[head.idx : head.idx + 110]
            return bool(_TALKS.search(words)) or bool(_TALKS.search(around)) and head.lemma_.lower() in {"reject", "refuse", "rule", "turn", "refusal", "rejection", "call", "walk", "boycott", "ignore", "defy", "suspend", "freeze", "decline", "spurn"}
        if need == "party":
            return any(page.cast.at(sent.at(x)) is not None or (n := page.cast.nouns.get(fold(x.text))) is not None and n.kind in {"force", "rebel", "authority", "both"} for o in things for x in [o, *conjuncts(o)])
        return True

    def things(self, head: Token, verbal: bool) -> list[Token]:
        """What a trigger was done to: the object or passive subject of a verb, the "of", "on", "against" of a noun."""
        if not verbal:
            return prepositional(head, "of", "on", "against", "in", "at", "for", "to", "from") + [c for c in head.children if c.dep_ in {"compound", "poss"}]
        if is_passive(head):
            found = passive_subject(head)
            return [found] if found is not None else []
        out = objects(head)
        if not out:
            out = [o for p in head.children if p.dep_ in {"prep", "prt"} for o in p.children if o.dep_ == "pobj"]
            out += [o for c in head.children if c.dep_ in {"ccomp", "xcomp"} for o in c.children if o.dep_ in {"nsubj", "dobj", "attr"}]
        return out

    def weapon(self, sent: Sentence, head: Token, last: Token, verbal: bool) -> str | None:
        """The kind of weapon an act was done with: named by the trigger's own words, its subject, its "with" or "by", its clause."""
        near: list[str] = []
        if verbal:
            who = subject(head)
            if who is not None and who.pos_ != "PRON":
                near.append(_words(who))
            near += [_words(a) for a in agents(head)]
            near += [_words(o) for o in prepositional(head, "with", "by", "using", "from", "in")]
            near += [_words(o) for o in children(head, "advcl") if o.lower_ == "using"]
            near += [_words(o) for o in children(head, "dobj") if head.lemma_.lower() in {"drop", "carry", "launch"}]
        else:
            near.append(" ".join(t.text for t in head.doc[head.left_edge.i : head.i + 1]))
            near += [_words(o) for o in prepositional(head, "by", "with", "using", "of", "from")]
            if head.dep_ in {"nsubj", "dobj"}:
                pass
        for text in near:
            kinds = {self._arms_words[m.group()] for m in self._arms_pattern.finditer(fold(text))}
            for kind in _ATTACK_ORDER:
                if kind in kinds:
                    return kind
        clause = sent.text[max(0, head.idx - 60) : last.idx + 80].split(";")[0]
        if head.lemma_.lower() in {"attack", "strike", "hit", "target", "pound", "bomb", "bombing", "raid"}:
            kinds = {self._arms_words[m.group()] for m in self._arms_pattern.finditer(fold(clause))} - {"ground", "small"}
            for kind in _ATTACK_ORDER:
                if kind in kinds:
                    return kind
        return None

    # -- one event ---------------------------------------------------------------------------------------------------------

    def _event(self, page: Page, sent: Sentence, found: Found) -> Event | None:
        token = found.token
        anchor = Span(sent.at(min(token, found.last, key=lambda t: t.i)), sent.at(found.last) + len(found.last))
        if found.type == "statement_of_blame":
            return self._blame(page, sent, found, anchor)
        if unreal(token, found.type):
            return None
        said = page.said(sent, anchor)
        if said.cue is not None and said.cue.kind == "denial" and said.cue.takes_clause:
            return None
        agent, target = self.roles(page, sent, found, said)
        if found.type in {"talks", "agreement"} and target is not None and agent is None:
            agent, target = target, None
        if not keep(page, sent, found, agent, target):
            return None
        moment = page.moment_at(sent, anchor)
        place = page.place_at(sent, anchor)
        if found.type in {"appeal", "support", "sanction", "refusal", "statement_of_blame"}:
            place = None
        since, until = (moment.since, moment.until) if moment is not None else (None, None)
        source = said.name
        if found.type in {"appeal", "refusal", "talks", "deployment", "sanction", "aid", "support"} and said.cue is not None and said.cue.span.overlaps(anchor):
            source = None
        stance = "unconfirmed" if said.stance == "unconfirmed" else "asserted"
        rules = [Trace("trigger", (f"triggers: {found.entry.name}",))]
        if said.cue is not None:
            rules.append(Trace(said.cue.rule, said.cue.entries))
        return Event(sent.span, anchor, found.type, agent, target, place.name if place else None, since, until, source, said.chain if source else (), stance, tuple(rules))  # type: ignore[arg-type]

    def roles(self, page: Page, sent: Sentence, found: Found, said: Said) -> tuple[Names, Names]:
        """Agent and target of a trigger."""
        cast, token = page.cast, found.token
        speaker = said.speaker
        verbal = "verb" in found.entry.used and token.pos_ in {"VERB", "AUX"}
        if verbal:
            if is_passive(token):
                by = agents(token)
                agent = cast.names(by[0], sent, speaker) if by else None
                patient = passive_subject(token)
            else:
                who = subject(token)
                agent = cast.names(who, sent, speaker) if who is not None else None
                things = self.things(token, True)
                patient = things[0] if things else None
            target = self._target(page, sent, patient, speaker)
            if found.type == "talks":
                others = [cast.names(o, sent, speaker) for o in prepositional(token, "with", "to", "between")] + [cast.names(o, sent, speaker) for o in children(token, "dobj")]
                return _joined([agent, *others]), None
            if found.type == "appeal":
                target = None
                for o in [*children(token, "dobj"), *prepositional(token, "on", "to", "upon")]:
                    target = target or cast.names(o, sent, speaker)
                for c in children(token, "ccomp", "xcomp"):
                    who = next((x for x in c.children if x.dep_ in {"nsubj"}), None)
                    target = target or (cast.names(who, sent, speaker) if who is not None else None)
            if found.type == "displacement" and "flee" in found.entry.name and not is_passive(token):
                return None, agent
            if found.type == "support" and found.entry.name.startswith("send"):
                to = [cast.names(o, sent, speaker) for o in prepositional(token, "to", "for")]
                target = next((t for t in to if t), None)
            return agent, target
        agent = None
        for o in prepositional(token, "by"):
            agent = agent or cast.names(o, sent, speaker)
        if agent is None:
            held = [c for c in token.children if c.dep_ in {"poss", "amod", "compound", "nmod"}]
            for c in held:
                agent = agent or cast.names(c, sent, speaker)
        target = None
        for o in prepositional(token, "on", "against", "of", "at"):
            target = target or self._target(page, sent, o, speaker)
        between = [cast.names(o, sent, speaker) for o in prepositional(token, "between", "with", "among")]
        if any(between):
            return _joined([agent, *between]), None
        if found.type in {"battle", "talks", "agreement"} and target is not None and agent is None and found.type != "battle":
            return target, None
        if agent is None and token.dep_ in {"dobj", "obj", "attr"} and token.head.pos_ == "VERB":
            who = subject(token.head)
            if who is not None and token.head.lemma_.lower() in {"launch", "carry", "conduct", "begin", "start", "mount", "stage", "lead", "continue", "step", "make", "hold", "reach", "sign", "announce", "declare", "open", "wage", "intensify", "resume", "unleash", "perpetrate", "commit", "impose", "do", "order", "approve", "lift", "provide", "deliver", "offer", "accept", "propose", "attend", "host", "break", "violate"}:
                agent = cast.names(who, sent, speaker)
        return agent, target

    def _target(self, page: Page, sent: Sentence, token: Token | None, speaker: object) -> Names:
        """Whom or what an act was done to: the party of the thing, else the place or thing by its name."""
        if token is None:
            return None
        cast = page.cast
        found = cast.names(token, sent, speaker)  # type: ignore[arg-type]
        if found is not None:
            return found
        at = sent.at(token)
        place = next((p for p in page.places if p.span.start <= at < p.span.end), None)
        if place is not None:
            return self._land(page, place.name, place.country) or place.name
        low = fold(token.text)
        entry = self.people.get(low)
        if entry is not None and entry.kind == "civilian":
            return "civilians" if low not in {"journalists", "journalist", "reporters", "children", "protesters", "refugees"} else low
        return None

    def _land(self, page: Page, name: str, country: str | None) -> str | None:
        """The belligerent whose land a place is: "shelled Ganja" -> Azerbaijan."""
        here = [s for s in page.cast.sides if (e := page.cast.parties.get(s)) is not None and e.country == country and e.kind == "state"]
        return here[0] if len(here) == 1 else None

    def _blame(self, page: Page, sent: Sentence, found: Found, anchor: Span) -> Event | None:
        """Blame laid on a party, with no act named that is an event itself: "condemned the attack", "blamed Armenia"."""
        token = found.token
        if token.pos_ not in {"VERB", "AUX"} or negated(token):
            return None
        who = subject(token)
        if who is None or unreal(token, "statement_of_blame"):
            return None
        said = page.cast.source(who, sent, page.lasts[sent.index])
        agent = said.party or said.name
        blamed = None
        for o in [*children(token, "dobj"), *prepositional(token, "on")]:
            blamed = blamed or page.cast.names(o, sent, said)
            if blamed is None:
                mods = page.cast._modifiers(o, sent, None, 0)
                blamed = mods[0] if mods else None
        if agent is None or blamed is None or agent == blamed:
            return None
        named = [t for t in token.subtree if t.i > token.i and t.pos_ in {"VERB", "NOUN"} and fold(t.text) in self.triggers and any(e.type.split("/")[0] not in {"statement_of_blame", "by_weapon"} or e.name in {"attack", "strike"} for _, e in self.triggers[fold(t.text)])]
        if named and token.lemma_.lower() == "accuse" and any(t.pos_ == "VERB" for t in named):
            return None
        moment = page.moment_at(sent, anchor)
        since, until = (moment.since, moment.until) if moment else (None, None)
        return Event(sent.span, anchor, "statement_of_blame", agent, blamed, None, since, until, said.name, (said.name,) if said.name else (), "asserted", (Trace("statement_of_blame", (f"triggers: {found.entry.name}",)),))


def _head(first: Token, last: Token, entry: Trigger) -> Token:
    """The token that carries a phrase: its verb, or its last noun."""
    if "verb" in entry.used:
        for t in first.doc[first.i : last.i + 1]:
            if t.pos_ in {"VERB", "AUX"}:
                return t
        return first
    return last


def _words(token: Token) -> str:
    """A noun with what stands before it and its "of" phrase."""
    left, right = token.left_edge.i, token.right_edge.i
    return token.doc[left : min(right + 1, token.i + 6)].text


def _joined(parts: Sequence[Names]) -> Names:
    out: list[str] = []
    for p in parts:
        for name in (p,) if isinstance(p, str) else (p or ()):
            if name not in out:
                out.append(name)
    return None if not out else out[0] if len(out) == 1 else tuple(out)


def unreal(token: Token, kind: str) -> bool:
    """Whether an act is only possible, planned, feared, asked for or denied: "could attack", "a call to stop the fighting", "did not shell".

    "The army threatened to shell the town." -> True
    """
    verb = token if token.pos_ in {"VERB", "AUX"} else None
    if verb is not None:
        if negated(verb):
            return True
        for c in verb.children:
            if c.dep_ == "aux" and c.lower_ in _MODALS:
                return not (c.lower_ in {"may", "might", "could"} and any(x.lower_ == "have" for x in verb.children))
            if c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"}:
                return True
        if verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
            head = verb.head
            if verb.dep_ in {"xcomp", "ccomp", "advcl", "acl", "conj", "relcl"} and head.lemma_.lower() not in {"continue", "begin", "start", "manage", "go", "use", "have", "force", "resume", "be", "say", "report", "appear", "seem", "oblige", "get", "come", "believe", "think", "know", "allege"}:
                return True
    for up in _upward(token):
        if up.pos_ in {"VERB", "AUX"}:
            if up.lemma_.lower() in {"stop", "halt", "end", "cease", "prevent", "avoid", "avert", "stave", "deter"} and kind in _VIOLENT:
                return True
            if any(c.dep_ == "aux" and c.lower_ in _MODALS for c in up.children) and not any(c.lower_ == "have" for c in up.children):
                return True
            if any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in up.children):
                return True
            if token.pos_ == "NOUN" and negated(up) and up is token.head and token.dep_ in {"dobj", "nsubj", "nsubjpass"}:
                return True
            if up.lemma_.lower() in {"threaten", "fear", "plan", "risk", "warn"} and kind in _VIOLENT | {"territory", "deployment"}:
                return True
            if up.tag_ == "VB" and up.dep_ == "xcomp" and up.head.lemma_.lower() in _UNREAL_VERBS:
                return True
            return False
        if up.pos_ == "NOUN" and up.lower_ in _UNREAL_NOUNS and token.i > up.i:
            return True
        if up.pos_ == "NOUN" and up.lower_ in {"end", "halt", "stop", "cessation", "ceasefire", "truce"} and kind in _VIOLENT and token.dep_ == "pobj":
            return True
    if token.pos_ == "NOUN" and any(c.dep_ in {"det", "neg"} and c.lower_ in {"no", "any"} for c in token.children):
        return True
    return False


def _upward(token: Token) -> Iterator[Token]:
    for up in ancestors(token):
        yield up
        if up.pos_ in {"VERB", "AUX"}:
            return


def keep(page: Page, sent: Sentence, found: Found, agent: Names, target: Names) -> bool:
    """Whether a trigger says enough to be an event: bare talk of "the war", "attacks" or "support" is none."""
    token, kind = found.token, found.type
    verbal = token.pos_ in {"VERB", "AUX"}
    low = token.lower_
    dated = page.moment_at(sent, sent.of(token)) is not None
    placed = page.place_at(sent, sent.of(token)) is not None
    if verbal:
        if kind in {"talks", "agreement"}:
            return agent is not None
        if kind in {"appeal", "refusal", "deployment", "support"}:
            return agent is not None
        if kind == "territory" or kind in _VIOLENT:
            return agent is not None or target is not None or placed
        return True
    definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"} for c in token.children)
    if low in {"war", "wars", "conflict"}:
        return dated and bool(re.search(r"\b(?:began|started|broke out|erupted|since|sparked|ended|in \d{4}|\d{4})\b", sent.text))
    if low in {"support", "backing", "agreement", "deal", "relief", "advance", "operation", "operations", "intervention", "control", "loss", "fall", "meeting", "settlement", "accord", "treaty", "pact", "pause"}:
        return (agent is not None or target is not None or dated) and not (definite and not dated)
    if kind in {"talks"}:
        return agent is not None or dated
    if kind == "agreement":
        return dated or agent is not None or not definite
    if kind == "appeal":
        return agent is not None
    if kind in {"deployment", "sanction", "aid", "protest", "refusal"}:
        return True
    if definite and kind in _VIOLENT and agent is None and target is None and not dated:
        return False
    if token.dep_ in {"compound", "amod"}:
        return False
    return True


# -- the same event once ----------------------------------------------------------------------------------------------------


def once(page: Page, events: Sequence[Event]) -> list[Event]:
    """Each event once: statements of one type in one report that agree on who, whom, where and when are one; the fullest is kept."""
    kept: list[Event] = []
    for event in events:
        twin = next((i for i, k in enumerate(kept) if same_event(page, k, event)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = merged(kept[twin], event)
    return kept


def same_event(page: Page, a: Event, b: Event) -> bool:
    """Whether two statements of one report tell one event."""
    if a.type != b.type:
        return False
    near = a.span == b.span
    if not _agree(a.agent, b.agent) or not _agree(a.target, b.target) and a.place != b.place:
        return False
    if not _days_agree(a, b, near):
        return False
    if a.place and b.place and a.place != b.place:
        return False
    if near:
        return bool(a.type in {"talks", "appeal", "agreement", "refusal", "displacement", "support"} or a.agent is None or b.agent is None or a.agent == b.agent)
    if a.source and b.source and a.source != b.source and a.type not in {"talks", "agreement"}:
        return False
    if a.place and b.place:
        return True
    return bool(a.agent and b.agent and (a.target == b.target) and a.type not in {"territory", "statement_of_blame"})


def _agree(a: Names, b: Names) -> bool:
    if a is None or b is None:
        return True
    left = {a} if isinstance(a, str) else set(a)
    right = {b} if isinstance(b, str) else set(b)
    return bool(left & right)


def _days_agree(a: Event, b: Event, near: bool) -> bool:
    if a.since is None or b.since is None:
        return near or a.since is b.since or True
    last_a: dt.date = a.until or a.since
    last_b: dt.date = b.until or b.since
    return a.since <= last_b and b.since <= last_a


def merged(a: Event, b: Event) -> Event:
    """The fuller of two statements of one event, with what the other adds."""
    first, other = (a, b) if _fullness(a) >= _fullness(b) else (b, a)
    return replace(first, agent=first.agent or other.agent, target=first.target or other.target, place=first.place or other.place, since=first.since or other.since, until=first.until or other.until)


def _fullness(e: Event) -> int:
    return sum(x is not None for x in (e.agent, e.target, e.place, e.since))
