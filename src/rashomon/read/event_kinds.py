"""Which words say that something happened, and what: the triggers of triggers.toml found in a sentence and given their type.

A word proposes a type; what stands around it disposes: its object, the weapon named beside it, the act that the report told before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.lexicon import Trigger, Word, by_form, fold, load
from rashomon.model import EventType
from rashomon.read.document import Sentence
from rashomon.read.event_roles import doer, nominal, undergoer
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, conjuncts, prepositional

_TRUCE = re.compile(
    r""
    r"\b(?:cease-?fires?|truces?|agreements?|deal|accords?|pact|armistice|cessation|pause|law|resolution|convention|"
    r"sovereignty|airspace|commitments?|pledges?|lull|calm|understanding|memorandum)\b",
    re.I,
)
_TALKS = re.compile(
    r""
    r"\b(?:talks?|negotiat\w+|cease-?fires?|truces?|proposals?|calls?|offers?|demands?|deal|text|plan|peace|"
    r"dialogue|ultimatum|mediation|summit|conditions?|terms|initiative|participation|resolution|invitation|withdraw\w*|agreement)\b",
    re.I,
)
_PLACE_NOUNS = {
    "village",
    "town",
    "city",
    "district",
    "territory",
    "area",
    "region",
    "position",
    "height",
    "base",
    "airport",
    "airfield",
    "airbase",
    "province",
    "neighbourhood",
    "neighborhood",
    "settlement",
    "crossing",
    "checkpoint",
    "road",
    "highway",
    "hill",
    "mountain",
    "hilltop",
    "ground",
    "land",
    "stronghold",
    "headquarters",
    "camp",
    "border",
    "bridge",
    "dam",
    "oilfield",
    "field",
    "facility",
    "post",
    "outpost",
    "foothold",
    "capital",
    "part",
    "strip",
    "corridor",
    "barracks",
    "building",
    "quarter",
    "suburb",
    "enclave",
    "island",
    "port",
    "valley",
    "palace",
    "swath",
    "control",
    "front",
    "line",
    "hotel",
    "hamlet",
    "locality",
    "station",
    "plant",
    "depot",
    "junction",
    "farm",
}
_AIRCRAFT = re.compile(
    r""
    r"\b(?:aircraft|planes?|jets?|helicopters?|drones?|UAVs?|warplanes?|fighters?|bombers?|gunships?|airliner|"
    r"Su-\d+\w*|MiG-\d+\w*|Mi-\d+\w*|F-\d+\w*|An-\d+|Il-\d+|Orlan\S*|Bayraktar\S*|TB2s?|Shaheds?|quadcopters?|balloons?|airlift\w*)\b",
    re.I,
)
_ARMS = re.compile(
    r""
    r"\b(?:rockets?|missiles?|shells?|mortars?|mortar bombs|artillery|rounds?|projectiles?|salvos?|barrages?|shots?|"
    r"munitions?|bombs?|volleys?|grads?|scuds?|drones?)\b",
    re.I,
)
_SUPPLIES = re.compile(
    r"\b(?:weapons?|arms|ammunition|tanks?|missiles?|fighters|mercenaries|militants|volunteers|"
    r"military (?:aid|equipment|support|assistance)|drones|jets|aircraft|air defen[cs]e\w*|funds?|funding|money|\$|"
    r"cash|support|assistance|backing|training|systems?|vehicles)\b",
    re.I,
)
_TROOPS = re.compile(
    r""
    r"\b(?:troops?|forces?|soldiers?|reinforcements?|tanks?|peacekeepers?|warships?|ships?|units?|brigades?|"
    r"battalions?|carriers?|columns?|men|reservists?|observers?)\b",
    re.I,
)
_AID = re.compile(r"\b(?:aid|relief|food|humanitarian|medicine|medical|supplies|blood|assistance|shelter)\b", re.I)
_TAKING = frozenset("capture conquer seize retake reclaim regain recapture liberate overrun take annex occupy".split())
_LABOUR = re.compile(r"\b(?:general|hunger|labou?r|workers')\b", re.I)
_SHIFT = {"aircraft": "air_strike", "artillery": "shelling", "bomb": "explosion", "gas": "killing", "small": "battle", "ground": "battle"}
ATTACKS = frozenset(["air_strike", "shelling", "explosion"])
VIOLENT = frozenset(["battle", "air_strike", "shelling", "explosion", "killing"])
_ATTACK_ORDER = ["aircraft", "artillery", "bomb", "gas", "small", "ground"]


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger in place: the token at its head, the first and last token of its words, its entry and the type it means here."""

    token: Token
    first: Token
    last: Token
    entry: Trigger
    type: EventType
    weapon: bool
    """Whether a weapon named beside it, or the word itself, settles the type."""


class Kinds:
    """Finds triggers; the words are loaded once."""

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

    # -- triggers --------------------------------------------------------------------------------------------------------

    def find(self, sent: Sentence, page: Page, last: EventType | None = None) -> Iterator[Found]:
        """The triggers of a sentence that mean an event there, each word used once, longer phrases first.

        ``last`` is the kind of attack that the report told last: what "the city was struck again" is read by.
        """
        assert sent.doc is not None
        low, doc = sent.folded, sent.tokens
        used: set[int] = set()
        for i, word in enumerate(low):
            if i in used:
                continue
            for words, entry in self.triggers.get(word, ()):
                n = len(words)
                if tuple(low[i : i + n]) != words or any(j in used for j in range(i, i + n)):
                    continue
                end = doc[i + n - 1]
                if (
                    (m := page.cast.at(sent.at(doc[i]))) is not None
                    and m.kind in {"party", "organisation"}
                    and n == 1
                    and word in fold(m.name).split()
                ):
                    continue
                head = _head(doc[i], end, entry)
                kind, sure = self.type_of(sent, head, end, entry, page, last)
                if kind is None:
                    continue
                used.update(range(i, i + n))
                yield Found(head, doc[i], end, entry, kind, sure)
                break

    def type_of(
        self, sent: Sentence, head: Token, last: Token, entry: Trigger, page: Page, before: EventType | None = None
    ) -> tuple[EventType | None, bool]:
        """The event type that a trigger means in its sentence, None where it means none, and whether the words settle it.

        "captured the town" -> territory; "captured two soldiers" -> capture; "hit by a drone" -> air_strike
        """
        verbal = "verb" in entry.used
        phrase = len(entry.forms[0].split()) > 1 or head.i != last.i
        if verbal and head.pos_ not in {"VERB", "AUX"} and head.tag_ not in {"VBN", "VBG", "VBD", "VBZ"}:
            return None, False
        if not verbal and head.pos_ not in {"NOUN", "PROPN"} and not phrase:
            return None, False
        kind = self._by_company(page, sent, head, entry) if verbal else entry.type
        if kind == "" or kind == entry.type and entry.needs and not self._needs(sent, head, last, entry, page):
            return None, False
        if not kind.startswith("by_weapon"):
            return kind, True  # type: ignore[return-value]
        found = self.weapon(sent, head, last, verbal)
        if found is not None:
            return _SHIFT[found], True  # type: ignore[return-value]
        kind = kind.split("/")[1]
        if verbal and entry.name.split()[0] in {"destroy", "damage", "flatten", "level"}:
            return None, False
        if not verbal and head.lower_ in {"strike", "strikes"} and _LABOUR.search(sent.text):
            return None, False
        before = before or (self.prevailing(page) if verbal and entry.name != "raid verb" else None)
        if before is not None and entry.name.split()[0] in {
            "strike",
            "hit",
            "target",
            "pound",
            "bombing",
            "bomb",
            "batter",
            "pummel",
            "raid",
        }:
            return before, False
        return kind, False  # type: ignore[return-value]

    def _by_company(self, page: Page, sent: Sentence, head: Token, entry: Trigger) -> str:
        """The type of a verb that its company changes; empty where its company makes it no event.

        "Armenian artillery killed five people" -> shelling; "took off", "holds the army responsible" -> "" and statement_of_blame
        """
        name, low = entry.name, {c.lower_ for c in head.children}
        if name == "kill verb people":
            who = doer(head)
            kind = self.kind_of_words(_words(who)) if who is not None and who.pos_ != "PRON" else None
            kind = kind or self.kind_of_words(head.doc[max(0, head.i - 1) : head.i].text)
            if kind is not None and kind not in {"small", "ground"}:
                return _SHIFT[kind]
            if kind is None and any(
                (e := self.people.get(fold(o.text))) is not None and e.kind == "combatant"
                for t in undergoer(head)
                for o in [t, *prepositional(t, "of")]
            ):
                return "battle"
            return "shelling" if who is not None and who.lower_ in {"fire", "shelling", "bombardment"} else entry.type
        if name == "hold verb place" and "responsible" in {t.lower_ for t in head.subtree if t.i > head.i and t.i < head.i + 12}:
            return "statement_of_blame"
        if name == "take verb place" and (
            low & {"off", "part", "place", "aim", "refuge", "shelter", "office"}
            or head.i + 1 < len(head.doc)
            and head.doc[head.i + 1].lower_ in {"off", "part", "place"}
        ):
            return ""
        if name == "withdraw verb" and any(fold(o.text) in self.people for o in children(head, "dobj")):
            return ""
        if (
            name == "send arms verb arms_or_fighters"
            and any(o for o in prepositional(head, "into", "at", "on", "over", "against", "onto"))
            and (m := _ARMS.search(" ".join(_words(o) for o in children(head, "dobj"))))
        ):
            return "air_strike" if m.group().lower().startswith("drone") else "shelling"
        if name == "projectiles land verb":
            who = doer(head)
            words = _words(who) if who is not None else ""
            if not _ARMS.search(words) and (who is None or who.lower_ not in {"barrel", "barrels"}):
                return ""
            if who is not None and who.lower_ in {"drone", "drones"} and head.lemma_.lower() not in {"slam", "land"}:
                return ""
        if name in {"agree verb", "meet verb"} and head.lemma_.lower() in {"sign", "agree", "mediate", "broker"}:
            things = " ".join(
                _words(o) for o in [*undergoer(head), *prepositional(head, "on", "to", "with"), *children(head, "xcomp", "ccomp")]
            )
            if head.lemma_.lower() in {"mediate", "broker"} and (_TRUCE.search(things) or head.dep_ == "acl"):
                return ""
            if name == "agree verb" and head.lower_ in {"sign", "signs", "signed", "signing"} and not _TRUCE.search(things):
                return ""
        if name == "fire at verb":
            crowd = [
                o
                for o in [
                    *prepositional(head, "on", "at", "towards"),
                    *[x for c in head.children if c.dep_ == "dobj" for x in prepositional(c, "on", "at")],
                ]
                if (e := self.people.get(fold(o.text))) is not None
                and e.kind == "civilian"
                or o.lower_ in {"crowd", "crowds", "people", "families", "demonstrators"}
            ]
            if crowd:
                return "killing"
            aimed_at = prepositional(head, "on", "at", "upon")
            if who_fires(head) or any(o.lemma_.lower() in _PLACE_NOUNS for o in aimed_at):
                return "by_weapon/shelling"
            return entry.type
        if name == "fight alongside verb" and not any(
            page.cast.at(sent.at(o)) is not None or fold(o.text) in page.cast.nouns
            for o in prepositional(head, "for", "alongside", "beside")
        ):
            return "battle" if nominal(head) else ""
        if name == "force out verb":
            return (
                entry.type
                if any(c.lower_ in {"out", "from"} for c in head.children)
                and any(fold(o.text) in self.people or o.lower_ in {"families", "people"} for o in children(head, "dobj"))
                else ""
            )
        if name == "tell to verb":
            told = [
                o for o in children(head, "dobj", "dative") if o.lemma_.lower() not in {"reporter", "journalist", "agency", "newspaper"}
            ]
            if not told or not any(
                c.dep_ in {"xcomp", "ccomp", "advcl"} and any(x.lower_ == "to" for x in c.children) for c in head.children
            ):
                return ""
        return entry.type

    def kind_of_words(self, text: str) -> str | None:
        """The weapon that words name, the one that settles most first: "Armenian artillery" -> artillery."""
        kinds = {self._arms_words[m.group()] for m in self._arms_pattern.finditer(fold(text))}
        return next((k for k in _ATTACK_ORDER if k in kinds), None)

    def _needs(self, sent: Sentence, head: Token, last: Token, entry: Trigger, page: Page) -> bool:
        """Whether the trigger has the object that it needs."""
        verbal = "verb" in entry.used
        things = self.things(head, verbal)
        words = " ".join(t.text for o in things for t in o.subtree if t.i <= o.i or o.i - t.i > -4)
        need = entry.needs
        if need == "place":
            for o in [_antecedent(o) for o in things]:
                if o.lemma_.lower() in _PLACE_NOUNS:
                    return True
                if (
                    o.lower_ in {"it", "them", "both", "which"}
                    and entry.name.split()[0] in _TAKING
                    and self._place_before(sent, head, page)
                ):
                    return True
                for x in [o, *conjuncts(o), *[y for y in o.children if y.dep_ == "appos"]]:
                    at = sent.at(x)
                    if any(p.span.start <= at < p.span.end for p in page.places):
                        return True
            return False
        if need == "aid":
            return bool(_AID.search(words))
        if need == "people":
            if entry.name == "shoot verb people" and any(
                o.lower_ in {"these", "all", "they", "them", "many", "some", "others", "several"} for o in things
            ):
                return True
            return any(
                fold(x.text) in self.people
                or ((m := page.cast.at(sent.at(x))) is not None and m.kind == "person")
                or x.tag_ == "NNPS"
                or x.like_num
                or fold(x.text) in {"dozens", "hundreds", "scores", "thousands"}
                for o in things
                for x in [o, *conjuncts(o)]
            )
        if need == "struck":
            return bool(things)
        if need == "aircraft":
            return (
                bool(_AIRCRAFT.search(words))
                if verbal
                else bool(
                    _AIRCRAFT.search(sent.text[head.idx : head.idx + 80]) or _AIRCRAFT.search(sent.text[max(0, head.idx - 40) : head.idx])
                )
            )
        if need == "arms":
            return bool(_ARMS.search(words))
        if need == "arms_or_fighters":
            return bool(_SUPPLIES.search(words)) and not _AID.search(words)
        if need == "troops":
            return bool(_TROOPS.search(words))
        if need == "truce":
            return bool(_TRUCE.search(words)) or (not verbal and bool(_TRUCE.search(sent.text)))
        if need == "talks":
            if head.lemma_.lower() == "turn" and any(o.lower_ == "it" for o in things):
                return True
            around = sent.text[head.idx : head.idx + 110]
            return (
                bool(_TALKS.search(words))
                or bool(_TALKS.search(around))
                and head.lemma_.lower()
                in {
                    "reject",
                    "refuse",
                    "rule",
                    "turn",
                    "refusal",
                    "rejection",
                    "call",
                    "walk",
                    "boycott",
                    "ignore",
                    "defy",
                    "suspend",
                    "freeze",
                    "decline",
                    "spurn",
                    "block",
                    "veto",
                }
            )
        if need == "party":
            return any(
                page.cast.at(sent.at(x)) is not None
                or (n := page.cast.nouns.get(fold(x.text))) is not None
                and n.kind in {"force", "rebel", "authority", "both"}
                for o in things
                for x in [o, *conjuncts(o)]
            )
        return True

    def _place_before(self, sent: Sentence, head: Token, page: Page) -> bool:
        """Whether a place was named shortly before, for "it" to stand for: "the town … Armenian forces took it in May 1992"."""
        at = sent.at(head)
        return any(at - 160 <= p.span.start < at and p.precision != "country" for p in page.places)

    def prevailing(self, page: Page) -> EventType | None:
        """The kind of strike that a report's weapons speak of most: what "the hospital was struck" is read by where nothing else tells."""
        kinds = Counter(self._arms_words[m.group()] for m in self._arms_pattern.finditer(fold(page.report.text)))
        return "air_strike" if kinds["aircraft"] > 2 * kinds["artillery"] else None

    def things(self, head: Token, verbal: bool) -> list[Token]:
        """What a trigger was done to: the object or passive subject of a verb, the "of", "on", "against" of a noun."""
        if verbal:
            return undergoer(head)
        return prepositional(head, "of", "on", "against", "in", "at", "for", "to", "from") + [
            c for c in head.children if c.dep_ in {"compound", "poss"}
        ]

    def weapon(self, sent: Sentence, head: Token, last: Token, verbal: bool) -> str | None:
        """The kind of weapon an act was done with: named by the trigger's own words, its subject, its "with" or "by", its clause."""
        near: list[str] = []
        if verbal:
            who = doer(head)
            if who is not None and who.pos_ != "PRON":
                near.append(_words(who))
            near += [_words(a) for a in agents(head)]
            near += [_words(o) for o in prepositional(head, "with", "by", "using", "from", "in")]
            near += [_words(o) for o in children(head, "advcl") if o.lower_ == "using"]
            near += [_words(o) for o in children(head, "dobj") if head.lemma_.lower() in {"drop", "carry", "launch"}]
        else:
            near.append(" ".join(t.text for t in head.doc[head.left_edge.i : head.i + 1]))
            near += [_words(o) for o in prepositional(head, "by", "with", "using", "of", "from")]
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


def _head(first: Token, last: Token, entry: Trigger) -> Token:
    """The token that carries a phrase: its verb, or its last noun."""
    if "verb" in entry.used:
        for t in first.doc[first.i : last.i + 1]:
            if t.pos_ in {"VERB", "AUX"}:
                return t
        return first
    return last


def who_fires(verb: Token) -> bool:
    """Whether guns do the firing, not men: "Armenian guns fired on 19 villages"."""
    who = doer(verb)
    return who is not None and who.lower_ in {
        "guns",
        "gunners",
        "artillery",
        "tanks",
        "batteries",
        "mortars",
        "howitzers",
        "tank",
        "warships",
        "gunboats",
    }


def _antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for: "Mosul, which was overrun" -> "Mosul"."""
    if token.lower_ in {"which", "that", "who"} and token.head.dep_ == "relcl":
        return token.head.head
    return token


def _words(token: Token) -> str:
    """A noun with what stands before it and its "of" phrase."""
    left, right = token.left_edge.i, token.right_edge.i
    return token.doc[left : min(right + 1, token.i + 6)].text
