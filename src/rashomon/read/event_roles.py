"""Who did it and to whom: the two roles of a trigger word, read off the clause that it stands in.

The doer of a verb is its subject, also one that it shares with another verb or is given by the clause above ("accused the army of
shelling"); of a noun, whoever stands before it, after "by", or does the carrying out ("launched an attack"). What was done to is a
party where the words lead to one ("positions held by the army"), the land's party in a war between lands, else the thing by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Token

from rashomon.lexicon import Word, fold
from rashomon.model import Names, PlaceMention
from rashomon.read.actors import Speaker
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, conjuncts, is_passive, objects, passive_subject, prepositional

LIGHT_VERBS = frozenset(
    (
        "launch carry conduct begin start mount stage lead continue step make hold reach sign announce declare open wage "
        "intensify resume unleash perpetrate commit impose do order approve lift provide deliver offer accept propose attend host "
        "break violate face fight pursue escalate execute stop suspend join seek have use increase expand renew claim receive "
        "broker agree fire commit undertake exchange trade issue repeat reiterate"
    ).split()
)
"""Verbs whose subject does what the noun after them names: "launched an offensive", "carried out air strikes"."""
_BLAMING = frozenset(["accuse", "suspect", "charge"])
_HELD = frozenset(["hold", "control", "occupy", "run", "own", "use", "man", "defend", "operate", "man", "dominate"])
_NOT_DOING = frozenset(
    (
        "kill wound hold control mediate broker sponsor back propose support announce monitor condemn describe claim report call "
        "see hear brokered impose arrange negotiate"
    ).split()
)
"""Participles whose "by" names no doer of the act before them: "a truce brokered by France", "a raid condemned by the UN"."""
_PRONOUNS = frozenset(["it", "they", "its", "their", "them"])
_RELATIVES = frozenset(["who", "which", "that"])
_LONE_WEAPONS = frozenset(
    (
        "rocket rockets missile missiles shell shells drone drones bomb bombs strike strikes airstrike airstrikes attack attacks "
        "raid raids fire bombardment shelling offensive assault bomber bombers camp convoy position positions column side"
    ).split()
)
"""Force nouns that stand for no party when nothing is said of whose they are: "rockets hit the town"."""


def doer(verb: Token) -> Token | None:
    """Who does what a verb says, also where the clause above gives it; None for a passive without "by".

    "accused the army of shelling the town" -> "army"; "was killed by troops" -> "troops"
    """
    here: Token = verb
    for _ in range(5):
        if done_to(here):
            by = agents(here)
            return by[0] if by else None
        found = children(here, "nsubj", "csubj")
        if found:
            return next((f for f in reversed(found) if f.i < here.i), found[0])
        head = here.head
        if head == here:
            return None
        if here.dep_ == "conj":
            # "reported that a jet flying in support had shot down": the parser cuts the clause and hangs its verb on the report
            cut = next((c for c in children(head, "ccomp") if c.i < here.i and c.tag_ == "VBG" and children(c, "nsubj")), None)
            if cut is not None:
                return children(cut, "nsubj")[0]
            here = head
        elif here.dep_ == "pcomp" and head.dep_ == "prep":
            above = head.head
            if (
                above.lemma_.lower() in _BLAMING
                or head.lower_ in {"of", "for"}
                and above.lemma_.lower() in {"blame", "condemn", "criticise", "criticize", "denounce"}
            ):
                blamed = children(above, "dobj") or children(above, "nsubjpass")
                return blamed[0] if blamed else None
            if above.dep_ == "dobj" and above.head.lemma_.lower() in _BLAMING:
                return above
            if above.pos_ not in {"VERB", "AUX"}:
                return above if head.lower_ == "of" and above.pos_ == "PROPN" else None
            here = above
        elif here.dep_ in {"xcomp", "ccomp"} and head.pos_ in {"VERB", "AUX"}:
            mine = children(head, "dobj")
            if mine and head.lemma_.lower() not in {"begin", "start", "continue", "say"}:
                return mine[0]
            here = head
        elif here.dep_ == "advcl" and here.tag_ in {"VBG", "VB"}:
            here = head
        elif here.dep_ == "relcl" or (here.dep_ == "acl" and here.tag_ in {"VBG", "VBN", "VBD"}):
            return head
        elif here.dep_ == "prep" or here.dep_ == "pcomp":
            here = head
        else:
            return None
    return None


def done_to(verb: Token) -> bool:
    """Whether a verb is a passive; a participle that has an object of its own is none: "fighters executed 131 civilians"."""
    return is_passive(verb) and not (
        verb.dep_ in {"acl", "conj"} and children(verb, "dobj") and not children(verb, "agent", "auxpass", "nsubjpass")
    )


def nominal(token: Token) -> bool:
    """Whether a form in -ing stands as a noun: "fighting broke out", "since the shelling began"."""
    return (
        token.tag_ == "VBG"
        and token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj", "attr", "ROOT"}
        and not children(token, "dobj", "aux", "nsubj")
    )


def undergoer(verb: Token) -> list[Token]:
    """What a verb was done to: its object, its passive subject, else the objects of its "on", "at", "into", "towards"."""
    if done_to(verb):
        found = passive_subject(verb)
        return [found] if found is not None else []
    out = objects(verb)
    if out:
        return out
    out = [
        o
        for p in verb.children
        if p.dep_ in {"prep", "prt"}
        and p.lower_ in {"on", "at", "into", "against", "upon", "towards", "toward", "over", "onto", "near", "in", "from", "to", "through"}
        for o in p.children
        if o.dep_ == "pobj"
    ]
    out += [o for c in verb.children if c.dep_ in {"ccomp", "xcomp"} for o in c.children if o.dep_ in {"nsubj", "dobj", "attr"}]
    if not out and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.i - verb.head.i <= 4:
        return undergoer(verb.head)
    return out


class Roles:
    """Resolves the doer and the undergoer of a trigger in one report."""

    def __init__(self, page: Page, people: Mapping[str, Word]) -> None:
        self.page = page
        self.cast = page.cast
        self.people = people
        self._places = {i: p for p in page.places for i in range(p.span.start, p.span.end)}

    # -- parties -----------------------------------------------------------------------------------------------------------

    def party(self, token: Token | None, sent: Sentence, speaker: Speaker | None) -> Names:
        """The party or parties that a noun stands for as one who acts; None where the report does not say."""
        if token is None:
            return None
        out: list[str] = []
        for t in [token, *conjuncts(token)]:
            for name in _list(self._one(t, sent, speaker)):
                if name not in out:
                    out.append(name)
        return _names(out)

    def _one(self, token: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        low = token.lower_
        if low in _RELATIVES and token.head.dep_ == "relcl":
            return self._one(token.head.head, sent, speaker)
        if low in _PRONOUNS and (speaker is None or speaker.party is None):
            return self.subject_before(token, sent)
        if low in _PRONOUNS and (foe := self._foe_before(token, sent, speaker)) is not None:
            return foe
        if low in _LONE_WEAPONS and self.cast.at(sent.at(token)) is None:
            held = self.cast._modifiers(token, sent, speaker, 0) if not self._placed_by_name(token, sent) else ()
            if held:
                return _names(held)
            by = [x for x in token.children if x.dep_ == "acl" and x.tag_ == "VBN"]
            for v in by:
                if agents(v):
                    return self._one(agents(v)[0], sent, speaker)
            return None
        mention = self.cast.at(sent.at(token))
        if (
            mention is not None
            and mention.trace.rule == "bare_organ"
            and low in {"bomber", "bombers", "attacker", "attackers", "gunman", "gunmen"}
        ):
            return None
        if mention is not None and mention.kind == "weapon":
            return _names(self.cast._modifiers(token, sent, speaker, 0)) or mention.party
        found = (
            self.cast.names(_alone(token), sent, speaker) if not conjuncts(token) else _names(list(self.cast._party(token, sent, speaker)))
        )
        if found is None and token.pos_ in {"NOUN", "PROPN"}:
            for c in token.children:
                if c.dep_ in {"appos"} and (m := self.cast.at(sent.at(c))) is not None and m.kind == "party":
                    return self.cast.party_of(m)
        return found

    def _placed_by_name(self, token: Token, sent: Sentence) -> bool:
        """Whether what stands before a noun is a place and no adjective of a party: "the Kunduz attack"."""
        return any(c.dep_ == "compound" and sent.at(c) in self._places and self.cast.at(sent.at(c)) is None for c in token.children)

    def subject_before(self, token: Token, sent: Sentence) -> Names:
        """Whom "it" or "they" stands for in the report's own voice: the party that is subject before it, here or in the sentence before."""
        assert sent.doc is not None
        singular = token.lower_ in {"it", "its"}
        here = [t for t in sent.doc[: token.i] if t.dep_ in {"nsubj", "nsubjpass"}]
        before = self.page.sentences[sent.index - 1] if sent.index > 0 else None
        prior = [t for t in before.doc if t.dep_ in {"nsubj", "nsubjpass"}] if before is not None and before.doc is not None else []
        for t, where in [*((t, sent) for t in reversed(here)), *((t, before) for t in prior)]:
            if t.pos_ == "PRON" or where is None:
                continue
            m = self.cast.at(where.at(t))
            found = self.cast.party_of(m) if m is not None and m.kind in {"party", "organisation"} else None
            if found is None and m is None:
                parties = self.cast._party(t, where, None)
                found = parties[0] if parties else None
            if found is not None and (singular or m is None or m.kind == "party"):
                return found
        return None

    def _foe_before(self, token: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        """Whom "its" stands for after the other side was named as subject: "The enemy lost 200 men and three of its helicopters"."""
        for t in reversed(list(token.doc[: token.i])):
            if t.dep_ in {"nsubj", "nsubjpass"} and (noun := self.cast.nouns.get(fold(t.text))) is not None and noun.kind == "enemy":
                return self.cast.names(t, sent, speaker)
        return None

    def owner_of_thing(self, token: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        """Whose an aircraft is: "an Armenian Su-25", "three of its helicopters", "an enemy drone"."""
        tokens = [token, *[o for p in token.children if p.dep_ == "prep" and p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]]
        for t in tokens:
            for c in t.children:
                noun = self.cast.nouns.get(fold(c.text))
                if noun is not None and noun.kind == "enemy":
                    return _names(self.cast.opponents(speaker.party if speaker else None))
                if c.lower_ in _PRONOUNS and c.dep_ == "poss":
                    return self.party(c, sent, speaker)
            m = self.cast.at(sent.at(t))
            if m is not None and m.kind != "weapon":
                return self.cast.party_of(m)
            held = self.cast._modifiers(t, sent, speaker, 0)
            if held:
                return _names(held)
        return None

    def victims(self, noun: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        """The party or person that a strike killed: "a U.S. airstrike killed Ahmad al-Hayali", "was killed in a strike"."""
        verb, hit = noun.head, []
        if noun.dep_ == "nsubj" and verb.lemma_.lower() in {"kill", "wound", "injure", "eliminate", "target"}:
            hit = children(verb, "dobj")
        elif (
            noun.dep_ == "pobj"
            and verb.head.lemma_.lower() in {"kill", "wound", "injure", "eliminate"}
            and verb.lower_ in {"by", "in", "during"}
        ):
            hit = children(verb.head, "nsubjpass")
        for t in hit:
            m = self.cast.at(sent.at(t))
            if m is not None and m.kind == "person":
                return m.name
            for o in [t, *prepositional(t, "of")]:
                if (
                    (noun_ := self.cast.nouns.get(fold(o.text))) is not None
                    and noun_.kind in {"force", "rebel"}
                    and (found := self.party(o, sent, speaker)) is not None
                ):
                    return found
        return None

    # -- nouns -------------------------------------------------------------------------------------------------------------

    def owner(self, noun: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        """Whose act a noun names: "Russian shelling", "the army's offensive", "strikes carried out by the coalition"."""
        by = prepositional(noun, "by")
        for v in noun.children:
            if v.dep_ in {"acl", "relcl"} and v.tag_ == "VBN" and v.lemma_.lower() not in _NOT_DOING:
                by += agents(v)
            if (
                v.dep_ == "relcl"
                and v.lemma_.lower() in LIGHT_VERBS
                and children(v, "nsubj")
                and children(v, "nsubj")[0].lower_ not in _RELATIVES
            ):
                by += children(v, "nsubj")
        for o in by:
            found = self.party(o, sent, speaker)
            if found is not None:
                return found
        for c in noun.children:
            if c.dep_ in {"poss", "amod", "compound", "nmod", "npadvmod", "nummod"} and c.i < noun.i:
                if (
                    c.dep_ == "compound"
                    and sent.at(c) in self._places
                    and (self.cast.at(sent.at(c)) is None or self._bare_country(c, sent))
                ):
                    continue
                found = self._before(c, sent, speaker)
                if found is not None:
                    return found
        if noun.dep_ in {"dobj", "obj", "attr", "oprd", "conj"}:
            verb = noun.head if noun.dep_ != "conj" else noun.head.head
            if verb.pos_ in {"VERB", "AUX"} and verb.lemma_.lower() in LIGHT_VERBS:
                return self.party(doer(verb), sent, speaker)
        if noun.dep_ == "nsubjpass" and noun.head.lemma_.lower() in LIGHT_VERBS:
            by = agents(noun.head)
            return self.party(by[0], sent, speaker) if by else None
        if noun.dep_ == "pobj" and noun.head.dep_ == "prep":
            above = noun.head.head
            if noun.head.lower_ == "of" and above.lower_ == "use":
                return self.owner(above, sent, speaker)
            if noun.head.lower_ == "for" and above.lemma_.lower() in {"responsible", "responsibility", "blame"}:
                if children(above, "nsubj"):
                    return self.party(children(above, "nsubj")[0], sent, speaker)
                verb = above.head if above.pos_ != "VERB" else above
                return self.party(
                    doer(verb) if above.lemma_.lower() != "blame" else next(iter(children(above, "dobj")), None), sent, speaker
                )
            if noun.head.lower_ in {"of", "over", "for"} and above.lemma_.lower() in _BLAMING | {"condemn", "blame"}:
                blamed = children(above, "dobj") or children(above, "nsubjpass")
                return self.party(blamed[0], sent, speaker) if blamed else None
            if noun.head.lower_ in {"of", "in"} and above.lower_ in {
                "series",
                "wave",
                "campaign",
                "barrage",
                "spate",
                "round",
                "number",
                "dozens",
                "hundreds",
                "string",
                "use",
            }:
                return self.owner(above, sent, speaker)
            if (
                noun.head.lower_ in {"in", "with", "during"}
                and above.pos_ == "VERB"
                and not is_passive(above)
                and noun.head.lower_ == "with"
                and above.lemma_.lower() in {"respond", "retaliate", "reply", "hit", "strike", "open", "reopen", "begin", "start", "resume"}
            ):
                return self.party(doer(above), sent, speaker)
        return None

    def just_before(self, first: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        """The party named right before a word, whatever the parser made of it: "under RSF shelling", "in rebel rocket fire"."""
        i = first.i - 1
        for _ in range(4):
            if i < 0:
                return None
            t = first.doc[i]
            m = self.cast.at(sent.at(t))
            if m is not None and m.kind in {"party", "organisation", "office"} and not self._bare_country(t, sent):
                return (
                    self.cast.party_of(m)
                    if m.kind == "party" or m.party is not None and self.cast.nouns.get(fold(m.text.split()[-1])) is not None
                    else None
                )
            noun = self.cast.nouns.get(fold(t.text))
            if noun is not None and noun.kind in {"rebel"} and t.pos_ in {"NOUN", "ADJ", "PROPN"}:
                found = self.party(t, sent, speaker)
                return f"{found}s" if found == t.lower_ and not found.endswith("s") else found
            if (
                t.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM", "ADV"}
                and not (t.tag_ in {"VBN", "VBG"} and t.dep_ == "amod")
                or t.text in {",", ";"}
                or sent.at(t) in self._places
            ):
                return None
            i -= 1
        return None

    def _bare_country(self, token: Token, sent: Sentence) -> bool:
        """Whether a name is that of a land as it stands, not its adjective: "Syria", not "Syrian"."""
        m = self.cast.at(sent.at(token))
        return m is not None and m.party is not None and fold(m.text) == fold(m.party) and self.cast.kind(m.party) == "state"

    def _before(self, token: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        m = self.cast.at(sent.at(token))
        found: list[str] = []
        if token.lower_ in _PRONOUNS:
            return self.party(token, sent, speaker)
        if m is not None and m.kind != "weapon":
            found.append(self.cast.party_of(m))
            for x in token.children:
                if x.dep_ == "conj" and (other := self.cast.at(sent.at(x))) is not None and other.kind == "party":
                    found.append(self.cast.party_of(other))
            return _names(found)
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.dep_ in {"poss", "compound", "nmod"} and token.lower_ not in _LONE_WEAPONS:
            return self.party(token, sent, speaker)
        for x in token.children:
            if (
                x.dep_ in {"amod", "compound", "npadvmod", "nmod"}
                and (other := self.cast.at(sent.at(x))) is not None
                and other.kind == "party"
            ):
                return self.cast.party_of(other)
        return None

    # -- what it was done to -------------------------------------------------------------------------------------------------

    def target(self, token: Token | None, sent: Sentence, speaker: Speaker | None, agent: Names = None, *, depth: int = 0) -> Names:
        """Whom or what an act was done to: the party that the words lead to, else the land's party, else the thing by its name."""
        if token is None or depth > 3:
            return None
        if token.lower_ in _LONE_WEAPONS and token.lower_ not in {"position", "positions", "camp", "convoy", "column"}:
            return None
        held = self._holder(token, sent, speaker)
        if held is not None:
            return held
        place = self._places.get(sent.at(token))
        found = self.party(token, sent, speaker) if place is None else None
        if found is not None and not (depth and found == agent):
            return found
        for p in token.children:
            if p.dep_ == "prep" and p.lower_ in {"of", "belonging", "from"}:
                for o in p.children:
                    if (
                        o.dep_ == "pobj"
                        and self._places.get(sent.at(o)) is None
                        and (x := self.target(o, sent, speaker, agent, depth=depth + 2)) is not None
                        and depth < 2
                        and x not in {"civilians"}
                    ):
                        return x
        place = place or self.place_of(token, sent)
        land = self.land(place, agent) if place is not None else None
        if land is not None:
            return land
        return self.thing(token, sent, place)

    def _holder(self, token: Token, sent: Sentence, speaker: Speaker | None) -> Names:
        """Who holds a place or thing: "positions held by Islamic State", "the town, which is controlled by the YPG"."""
        for v in token.children:
            if v.dep_ in {"acl", "relcl"} and v.lemma_.lower() in _HELD:
                for o in agents(v):
                    found = self.party(o, sent, speaker)
                    if found is not None:
                        return found
            if v.dep_ == "amod" and v.lower_ in {"held", "controlled", "occupied"}:
                for x in v.children:
                    if x.dep_ in {"npadvmod", "compound", "nsubj", "advmod"} and (found := self.party(x, sent, speaker)) is not None:
                        return found
        return None

    def place_of(self, token: Token, sent: Sentence) -> PlaceMention | None:
        """The place that a noun names or stands at: "the village of Shatvan", "a market in Idlib", "Ganja airport"."""
        here = self._places.get(sent.at(token))
        if here is not None:
            return here
        for c in token.children:
            if c.dep_ in {"compound", "appos", "nmod", "poss", "amod", "npadvmod"} and (p := self._places.get(sent.at(c))) is not None:
                return p
        for c in token.children:
            if c.dep_ == "prep" and c.lower_ in {"of", "in", "at", "near", "on", "outside"}:
                for o in c.children:
                    if o.dep_ == "pobj":
                        p = self._places.get(sent.at(o)) or next(
                            (
                                q
                                for x in o.children
                                if x.dep_ in {"compound", "appos", "nmod"} and (q := self._places.get(sent.at(x))) is not None
                            ),
                            None,
                        )
                        if p is not None:
                            return p
        return None

    def land(self, place: PlaceMention | None, agent: Names = None, *, regions: bool = True) -> str | None:
        """The party whose land a place is, in a war between lands; a region that is itself a party before its state."""
        if place is None:
            return None
        for name in (place.name, *place.within):
            entry = self.cast.parties.get(name)
            if regions and entry is not None and entry.kind == "region" and entry.country == place.country:
                return name if name not in _list(agent) else None
        if place.country is None or not self.cast.between_lands(place.country):
            return None
        state = next((p.name for p in self.cast.parties.values() if p.kind == "state" and p.country == place.country), None)
        if state is None or state in _list(agent) or state not in self.cast.weights:
            return None
        return state

    def thing(self, token: Token, sent: Sentence, place: PlaceMention | None) -> Names:
        """A thing by its name: "civilians", "market in Idlib", "Kabkabiya"; None for what is too vague to name."""
        low = fold(token.text)
        if any(m.span.start <= sent.at(token) < m.span.end for m in self.page.moments):
            return None
        if self._places.get(sent.at(token)) is not None:
            return self._places[sent.at(token)].name
        entry = self.people.get(low)
        if entry is not None:
            if entry.kind == "civilian":
                return (
                    low
                    if low
                    in {"journalists", "journalist", "reporters", "children", "protesters", "refugees", "pilgrims", "doctors", "residents"}
                    else "civilians"
                )
            return None
        if (
            place is None
            and low in {"city", "town", "village", "camp", "settlement"}
            and any(c.lower_ in {"the", "this", "that"} for c in token.children)
        ):
            near = [p for p in self.page.places if p.span.end <= sent.at(token) and p.precision == "exact"]
            if near and sent.at(token) - near[-1].span.end < 400:
                return near[-1].name
        if token.pos_ == "PRON" or token.like_num or low in _VAGUE_THINGS:
            return place.name if place is not None else None
        words = [
            t.text
            for t in token.doc[token.left_edge.i : token.i + 1]
            if t.dep_ in {"compound", "amod", "nmod"} and t.head == token and not t.like_num or t == token
        ]
        name = " ".join(words[-3:]) or (place.name if place is not None else "")
        if place is not None and fold(place.name) not in fold(name):
            name = f"{name} in {place.name}" if low not in _SETTLEMENTS else place.name
        return name or None


_SETTLEMENTS = frozenset(
    (
        "village villages town towns city cities district districts area areas region province neighbourhood neighborhood "
        "neighborhoods settlement settlements capital outskirts part parts suburb suburbs territory north south east west centre "
        "center place places"
    ).split()
)
_VAGUE_THINGS = _SETTLEMENTS | frozenset(
    (
        "people dead body bodies target targets site sites number numbers time ground front line lines truth road roads way one "
        "ones several scores dozens hundreds"
    ).split()
)


def after(last: Token, *words: str) -> list[Token]:
    """The objects of a preposition that follows a word directly, whatever it hangs on: "killed in air raids on a market" -> market."""
    if last.i + 1 >= len(last.doc):
        return []
    prep = last.doc[last.i + 1]
    return [o for o in prep.children if o.dep_ == "pobj"] if prep.lower_ in words else []


def _alone(token: Token) -> Token:
    return token


def _list(names: Names) -> Sequence[str]:
    return () if names is None else (names,) if isinstance(names, str) else names


def _names(found: Iterable[str]) -> Names:
    out = list(dict.fromkeys(found))
    return None if not out else out[0] if len(out) == 1 else tuple(out)


def joined(parts: Iterable[Names]) -> Names:
    """Several parties as one value: None where there is none, a name where there is one.

    ("Armenia", None, ("Azerbaijan", "Armenia")) -> ("Armenia", "Azerbaijan")
    """
    return _names(name for p in parts for name in _list(p))


def as_list(names: Names) -> Sequence[str]:
    """The parties of a value, none, one or several, as a sequence."""
    return _list(names)
