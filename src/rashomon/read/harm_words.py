"""What the rules about people harmed share: the link they yield, the words at hand, and small tests on tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.lexicon import HarmPhrase, HarmWord, Word, by_form, fold, load
from rashomon.model import Count, Harm, Span
from rashomon.read.document import Sentence
from rashomon.read.spans import children, is_passive

_SET_FREE = re.compile(
    r"\b(?:exchang|swap|releas|freed|freeing|set free|in return for|hand(?:ed|ing) over)|\bfor (?:[\w,-]+ ){1,2}(?:prisoners"
    r"|hostages|captives|detainees)",
    re.I,
)
_HARMED = (
    r"(?P<word>dead|killed|wounded|injured|missing|captured|displaced|victims|casualties|fatalities|deaths|captives|hostages"
    r"|prisoners|detained|fallen)"
)
AMONG = re.compile(
    rf"[^.;:,]{{0,110}}?(?:\s[^.;:,]+,)?\s(?:is|are|was|were|has been|have been|had been)\s+(?:also |said to be "
    rf"|believed to be |reported )?among(?:st)?\s+(?:[\w',-]+\s+){{0,6}}?{_HARMED}\b",
    re.I,
)
AMONG_BEFORE = re.compile(
    rf"\bamong(?:st)?\s+(?:the|those|its)\s+(?:[\w'-]+\s+){{0,3}}?{_HARMED}\b[^.;:]{{0,60}}?\s(?:is|are|was"
    rf"|were)\s+(?:also\s+)?(?:[^.;:]{{0,60}},\s+|[^.;:]{{0,60}}\band\s+)?$",
    re.I,
)
ADJECTIVES = {
    "more",
    "other",
    "others",
    "further",
    "additional",
    "another",
    "unarmed",
    "young",
    "innocent",
    "local",
    "armed",
    "whole",
    "entire",
    "different",
}
AUXILIARIES = {
    "be",
    "have",
    "get",
    "feared",
    "confirmed",
    "reported",
    "reportedly",
    "also",
    "believed",
    "left",
    "presumed",
    "said",
    "already",
    "since",
    "thus",
    "so",
    "far",
    "now",
    "listed",
    "declared",
    "found",
    "pronounced",
    "lay",
    "lie",
    "were",
    "to",
    "known",
    "all",
    "both",
    "either",
    "allegedly",
    "later",
    "still",
}
MODALS = {"would", "could", "may", "might", "will", "can", "should", "shall"}
PERSON_PRONOUNS = {"he", "she", "they", "them", "him", "her", "who", "whom", "us", "we", "i", "me"}
SINGULAR = {"he", "she", "him", "her"}
BARE_PLURALS = {"NNS", "NNPS"}
VAGUE_NUMBERS = {"dozens", "hundreds", "thousands", "scores", "several", "many", "millions", "tens"}
GROUPS = {
    "number", "total", "group", "pair", "couple", "handful", "score", "crowd", "member", "dozen", "hundred", "thousand", "one",
    "family", "tens",
    "ten", "million", "rest", "remainder", "majority", "most", "half", "third",
}  # fmt: skip
"""Nouns whose "of" names those who are meant: "a number of soldiers", "most of the men"."""


@dataclass(frozen=True, slots=True)
class Link:
    """A number of people linked to a harm. ``people`` is the noun that names them, None where it is left out."""

    count: Count
    people: Token | None
    harm: Harm
    word: Token
    """The word that says the harm."""
    rule: str
    entries: tuple[str, ...] = ()
    part_of: int | None = None
    """Index of the link this one is a part of ("including two children"), within the sentence."""


def harm_words() -> dict[str, HarmWord]:
    return dict(by_form("harm.toml", HarmWord))


def people_words() -> dict[str, Word]:
    return dict(by_form("people.toml", Word))


def harm_phrases() -> dict[str, tuple[HarmPhrase, ...]]:
    """Verb form -> the phrases that it may make, those that need another word beside the verb first."""
    out: dict[str, tuple[HarmPhrase, ...]] = {}
    for phrase in sorted(load("harm_phrases.toml", HarmPhrase).values(), key=lambda p: not p.beside):
        for form in phrase.forms:
            out[fold(form)] = (*out.get(fold(form), ()), phrase)
    return out


class HarmWords:
    """The words at hand, and what a number counts by them; holds no state between sentences."""

    def __init__(self) -> None:
        self.harms = harm_words()
        self.people = people_words()
        self.phrases = harm_phrases()
        self.saying = frozenset((*self.harms, *self.phrases))

    def phrase_of(self, verb: Token) -> HarmPhrase | None:
        """The phrase that a verb makes with a word beside it: "shot" in "were shot dead" -> shoot-dead."""
        return next((p for p in self.phrases.get(fold(verb.text), ()) if not p.beside or _beside(verb, p.beside)), None)

    def combatant(self, people: Token | None) -> bool:
        """Whether a noun names people under arms: they are driven out of a town, but not displaced."""
        entry = self.people.get(fold(people.text)) if people is not None else None
        return entry is not None and entry.kind == "combatant"

    def harm_of(self, token: Token, *used: str) -> HarmWord | None:
        entry = self.harms.get(fold(token.text))
        if entry is None or (used and not set(used) & set(entry.used)):
            return None
        return entry

    def person(self, token: Token, named: bool = False) -> bool:
        """Whether a noun names people: "soldiers", "Russians", "a Uruguayan", or a pronoun for them."""
        low = fold(token.text)
        if low in self.people or token.lower_ in PERSON_PRONOUNS:
            return True
        # "Fifty Ukrainians", "three Malawians": a capitalised plural after a number
        return token.pos_ == "PROPN" and token.tag_ == "NNPS" or named

    def thing_of(self, token: Token) -> bool:
        """Whether a word for people only says whose things are counted: "police" in "12 police vehicles"."""
        head = token.head
        return (
            token.dep_ in {"compound", "amod", "nmod"} and head.i > token.i and head.pos_ == "NOUN" and not self.person(head)
            and self.harms.get(fold(head.text)) is None
        )  # fmt: skip

    def people_ahead(self, tokens: Sequence[Token], demonyms: frozenset[str]) -> Token | None:
        """The people that stand right after a number, past adjectives and names: "13 Iraqi army soldiers" -> soldiers."""
        people: Token | None = None
        for t in tokens[:7]:
            low = fold(t.text)
            if low in self.people or (t.tag_ in BARE_PLURALS and low in demonyms):
                if self.thing_of(t):
                    return None
                people = t
                if not (t.i + 1 < len(t.doc) and t.doc[t.i + 1].pos_ in {"NOUN"}):
                    return people
                continue
            if t.lower_ == "of" and people is None:
                continue
            if t.pos_ in {"ADJ", "PROPN", "DET", "NOUN", "PART", "PRON", "NUM"} or t.tag_ in {"VBN", "VBG", "HYPH"} or t.text == "-":
                if t.pos_ == "NOUN" and t.dep_ not in {"compound", "nmod", "amod", "poss", "npadvmod"}:
                    return people
                continue
            return people
        return people

    # -- what a number counts --------------------------------------------------------------------------------------

    def noun_link(self, count: Count, people: Token | None, word: Token, entry: HarmWord, rule: str) -> Iterator[Link]:
        harm = entry.harm
        for c in word.children:
            # "dozens of wounded prisoners": the harm word is only an attribute of something else
            if c.dep_ == "neg":
                return
        if entry.name == "victim" and word.dep_ == "pobj" and word.head.lower_ in {"to", "with", "from", "for", "by"}:
            return  # "spoke to 52 victims"
        if entry.name in {"hostage", "captive"} and _SET_FREE.search(word.doc.text):
            return
        if entry.name == "victim" or entry.name in {"hostage", "captive", "refugee"}:
            verb = word.head
            inner = self.harms.get(fold(verb.text)) if verb.pos_ in {"VERB", "AUX"} else None
            if inner is not None and {"object", "subject"} & set(inner.used):
                harm = inner.harm
            elif entry.name in {"captive"} and verb.lemma_.lower() not in {"hold", "take", "capture", "keep", "seize"}:
                return
        yield Link(count, people, harm, word, rule, (f"harm: {entry.name}",))

    def counted(self, sent: Sentence, count: Count) -> Token | None:
        """The noun that a number counts, or the number itself where the noun is left out.

        "at least 30 Syrian fighters" -> fighters; "wounding 52" -> 52; "dozens of people" -> people
        """
        tokens = sent.tokens_in(count.span)
        if not tokens:
            return None
        last = next((t for t in reversed(tokens) if t.pos_ in {"NUM", "NOUN", "PRON", "ADJ", "DET"} or t.like_num), tokens[-1])
        here = last
        for _ in range(4):
            if (
                here.dep_ in {"nummod", "quantmod", "compound", "amod", "det", "advmod", "nmod", "npadvmod"}
                and here.head.i > here.i
                and here.head.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "VERB"}
                and here.head.i - here.i < 8
            ):
                if here.head.pos_ == "VERB" or (here.head.pos_ == "ADJ" and self.harm_of(here.head) is None):
                    break
                here = here.head
                continue
            break
        for p in here.children:
            if p.dep_ == "prep" and p.lower_ == "of" and here.i in {t.i for t in tokens} and p.i <= here.i + 2:
                for o in p.children:
                    if o.dep_ == "pobj" and o.lower_ not in {"them", "whom", "these", "those", "which"}:
                        return o
        return here


def one(sent: Sentence, token: Token) -> Count:
    left = token.left_edge if token.left_edge.i <= token.i else token
    first = next((c for c in token.children if c.dep_ == "det"), token)
    span = Span(sent.at(min(first, token, key=lambda t: t.i)), sent.at(token) + len(token))
    del left
    return Count(span, sent.text[span.start - sent.span.start : span.end - sent.span.start], 1, "exact")


def vague(sent: Sentence, token: Token) -> Count:
    span = sent.of(token)
    return Count(span, token.text, None, "vague")


def after(sent: Sentence, count: Count) -> list[Token]:
    assert sent.doc is not None
    return sent.after(count.span.end)


def top_of_list(token: Token) -> Token:
    """The first of a list of nouns, that the verb hangs on: "two men, a woman and three children" from "children" -> "men"."""
    here = token
    for _ in range(6):
        if here.dep_ not in {"conj", "appos"} or here.head.pos_ not in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
            break
        here = here.head
    return here


def conjuncts_of(token: Token) -> list[Token]:
    """What is coordinated with a token, of any kind of word: "dead and wounded" from "dead" -> wounded."""
    out: list[Token] = []
    for c in token.children:
        if c.dep_ == "conj" and (c.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} or c.tag_ == "VBN" and token.pos_ != "VERB"):
            out += [c, *conjuncts_of(c)]
    return out


def victims_verbs(noun: Token) -> Iterator[tuple[Token, str]]:
    """The verbs that a noun hangs on, or that hang on it, each with what it is to them: "subject" or "object" (of a passive too).

    "Ten men were shot dead." from "men" -> shot, object
    """
    verb = noun.head
    if verb.pos_ in {"VERB", "AUX"}:
        if noun.dep_ == "nsubjpass" or (noun.dep_ in {"dobj", "obj", "oprd", "dative"} and not is_passive(verb)):
            yield verb, "object"
        elif noun.dep_ in {"nsubj"}:
            yield verb, "subject"
        if noun.dep_ in {"nsubj", "nsubjpass"}:
            for other in verb.children:
                if other.dep_ in {"conj", "xcomp"} and other.pos_ == "VERB" and not children(other, "nsubj", "nsubjpass", "dobj"):
                    yield other, "object" if other.tag_ == "VBN" else "subject"
    for other in noun.children:
        if other.pos_ not in {"VERB", "AUX"}:
            continue
        if other.dep_ == "acl" and other.tag_ == "VBN":
            yield other, "object"
        elif other.dep_ in {"relcl", "acl"}:
            yield other, "object" if is_passive(other) else "subject"


def hypothetical(verb: Token) -> bool:
    """Whether a verb is only possible, planned or feared: "could kill", "if they are killed", "to kill", "threatened to kill"."""
    for c in verb.children:
        if c.dep_ == "aux" and c.lower_ in MODALS:
            return not (c.lower_ in {"may", "might", "could"} and any(x.lower_ == "have" for x in verb.children))
        if c.dep_ == "mark" and c.lower_ in {"if", "unless", "lest"}:
            return True
    if verb.tag_ == "VB" and verb.head.lemma_.lower() in {"use", "manage", "able", "succeed", "help"} and _done(verb.head):
        return False
    if (
        verb.tag_ == "VB"
        and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        and verb.head.lemma_.lower() not in {"have", "be", "report", "say", "believe", "think", "force", "begin", "continue", "start"}
    ):
        return True
    return False


def _beside(verb: Token, words: Sequence[str]) -> bool:
    """Whether one of the words hangs on a verb, by itself or behind up to two prepositions: "forced … out of their homes"."""
    for token in verb.doc[verb.i + 1 : verb.i + 16]:
        if token.lower_ not in words or children(token, "nsubj"):
            continue
        here = token
        for _ in range(4):
            if here.head.i == verb.i:
                return True
            if here.head.lower_ in {"among", "amongst"}:
                break
            if here.head.dep_ not in {
                "prep",
                "advmod",
                "prt",
                "pobj",
                "amod",
                "oprd",
                "acomp",
                "pcomp",
                "npadvmod",
                "compound",
                "agent",
                "conj",
                "dobj",
            }:
                break
            if here.dep_ == "dobj" and here.head.pos_ == "VERB" and here.head.dep_ not in {"pcomp", "xcomp"}:
                break
            here = here.head
        if token.i == verb.i + 1:
            return True
    return False


def _done(verb: Token) -> bool:
    """Whether what stands before "to kill" tells of the past: "used gas to", "were able to"."""
    while verb.pos_ == "ADJ" and verb.head is not verb:
        verb = verb.head
    return verb.tag_ in {"VBD", "VBN"} and not any(c.dep_ == "neg" or c.lower_ in MODALS for c in verb.children)


def negated_before(tokens: list[Token]) -> bool:
    return any(t.dep_ == "neg" or t.lower_ in {"not", "n't", "never"} for t in tokens)


def person_name(token: Token | None) -> bool:
    """Whether a proper noun looks like a person's name: introduced by a title or rank, or with a first name before it."""
    if token is None or token.pos_ != "PROPN":
        return False
    titles = {
        "gen.",
        "general",
        "col.",
        "colonel",
        "maj.",
        "major",
        "capt.",
        "captain",
        "lt.",
        "lieutenant",
        "sgt.",
        "sergeant",
        "brig.",
        "mr.",
        "mr",
        "mrs.",
        "dr.",
        "commander",
        "cmdr.",
        "adm.",
        "journalist",
        "reporter",
        "photographer",
    }
    return any(c.lower_ in titles for c in token.children if c.dep_ in {"compound", "nmod", "amod"})


def from_home(verb: Token) -> bool:
    words = {t.lower_ for t in verb.subtree}
    return bool(words & {"home", "homes", "houses", "villages", "country", "house"})
