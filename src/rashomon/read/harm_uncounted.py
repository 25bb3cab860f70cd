"""People harmed without a number, or said to be none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Count, Harm, Span
from rashomon.read.document import Sentence
from rashomon.read.harm_words import (
    AUXILIARIES,
    BARE_PLURALS,
    SINGULAR,
    HarmWords,
    Link,
    after,
    conjuncts_of,
    from_home,
    hypothetical,
    one,
    person_name,
    vague,
)  # fmt: skip
from rashomon.read.spans import is_passive, negated, subject

NOT_ONE = {"police", "personnel", "staff", "crew", "minority", "family", "military", "household", "figure"}
_ATTACKERS = {"attacker", "assailant", "bomber"}
"""Whose own death is no figure."""
NOT_WITHOUT_NUMBER = {
    "dead",
    "wounded",
    "injured",
    "figure",
    "remains",
    "victims",
    "victim",
    "body",
    "bodies",
    "corpse",
    "corpses",
    "figures",
}
ARTICLES = {"a", "an", "another", "the", "his", "her", "one", "their", "my", "our", "its"}
_PARTICLES = {"al", "el", "abu", "ibn", "bin"}
_ORDINALS = {"second", "third", "fourth", "fifth", "sixth", "other", "another"}
_BY_NAME = {"object"}
_NAMED_HARMS = {"killed", "wounded"}
_NAMED_TAKEN = {"abduct", "arrest", "detain", "kidnap", "imprison", "carry-off", "be-prisoner"}
_VIOLENCE = re.compile(
    r"\b(?:air ?strikes?|air raids?|strikes?|attack(?:s|ed)?|blasts?|explosions?|explo\w+|fighting|clash\w*|shell\w*|bomb\w*"
    r"|gunfire|fire|combat|wounds|injuries|battles?|"
    r"raids?|rockets?|missiles?|drones?|mines?|ambush\w*|shot|shooting|war|custody|captivity|siege|crossfire|snipers?|killed|dead)\b",
    re.I,
)
_HARM_NOUNS = {"death", "funeral", "burial", "killing", "execution", "body", "injury", "assassination", "abduction", "coffin", "exodus"}
_ACTS = {"killing", "murder", "wounding", "kidnapping", "slaying", "shooting", "beheading"}
_NOT_YET = {"order", "demand", "threaten", "plan", "urge", "prevent", "fear", "avoid", "risk", "seek", "stop", "oppose", "deny", "ban"}


class _Says(Protocol):
    """A word of harm or a phrase: what both say."""

    @property
    def name(self) -> str: ...
    @property
    def harm(self) -> Harm: ...
    @property
    def used(self) -> tuple[str, ...]: ...


class UncountedRules(HarmWords):
    """Rules for people who are named or meant, not counted."""

    def nobody_harmed(self, sent: Sentence, count: Count) -> Iterator[Link]:
        """Nobody harmed: "no one was killed", "none of them was injured", "no casualties were reported".

        "Nobody on board was killed."
          0 killed
        """
        assert sent.doc is not None
        for n, t in enumerate(after(sent, count)[:12]):
            entry = self.harms.get(fold(t.text))
            phrase = self.phrase_of(t) if entry is None and t.tag_ == "VBN" else None
            if phrase is not None and "object" in phrase.used and phrase.harm in {"killed", "wounded", "casualties"}:
                yield Link(count, None, phrase.harm, t, "nobody_harmed", (f"harm: {phrase.name}",))
                return
            used = set(entry.used) if entry is not None else set()
            if entry is not None and (
                used & {"object", "adjective", "subject"}
                and t.pos_ in {"VERB", "ADJ", "AUX"}
                or "noun" in used
                and n <= 4
                and t.pos_ in {"NOUN", "PROPN"}
            ):
                if entry.needs == "people" and (entry.harm in {"captured", "displaced"} or entry.name in {"fall", "lose", "take"}):
                    return
                if t.pos_ == "NOUN" and (t.dep_ == "compound" or (t.dep_ == "dobj" and t.head.lemma_.lower() in _TELL)):
                    return
                if t.tag_ == "VBN" or t.pos_ != "VERB" or "subject" in used:
                    yield Link(count, None, entry.harm, t, "nobody_harmed", (f"harm: {entry.name}",))
                return
            if (t.is_punct and t.text != ",") or (t.pos_ == "VERB" and t.lemma_.lower() not in AUXILIARIES):
                return
            if t.lower_ in {"figure", "figures", "count", "toll", "word", "information", "details", "comment", "data"}:
                return

    def says(self, word: Token) -> _Says | None:
        """What a word says of harm: a phrase where another word beside it makes one, else what it says alone."""
        phrase = self.phrase_of(word) if word.pos_ in {"VERB", "AUX"} or word.tag_ in {"VBN", "VBD"} else None
        return phrase or self.harms.get(fold(word.text))

    def uncounted_people(self, sent: Sentence, numbered: Sequence[Span], demonyms: frozenset[str], links: list[Link]) -> Iterator[Link]:
        """People harmed with no number: one named by an article or a name (1), or a bare plural (vague).

        "A soldier was killed and civilians fled."
          1 killed; vague displaced
        """
        assert sent.doc is not None
        done: set[tuple[int, str]] = set()
        for word in sent.having(self.saying):
            entry = self.says(word)
            if entry is None:
                continue
            for victim in [x for v in self._victims(word, entry) for x in _each(v)]:
                for link in self._uncounted(sent, victim, word, entry, numbered, demonyms):
                    key = (link.count.span.start, link.harm)
                    if key not in done and not _covered(link, links):
                        done.add(key)
                        yield link

    def _victims(self, word: Token, entry: _Says) -> list[Token]:
        """Whom a word of harm harms by the grammar of its clause, coordinated nouns left out."""
        if word.pos_ in {"VERB", "AUX"} or word.tag_ in {"VBN", "VBG"}:
            if negated(word) or hypothetical(word):
                return []
            victims: list[Token] = []
            if "object" in entry.used:
                if is_passive(word):
                    victims = [c for c in word.children if c.dep_ == "nsubjpass"]
                    if any(c.dep_ == "dobj" for c in word.children):
                        return []  # "they were hit the city", badly put
                    if not victims and word.dep_ in {"relcl", "acl"}:
                        victims = [word.head]
                    if not victims and word.dep_ == "conj":
                        victims = [c for c in word.head.children if c.dep_ == "nsubjpass"]
                else:
                    victims = [c for c in word.children if c.dep_ in {"dobj", "obj"}]
            if not victims and "subject" in entry.used:
                who = subject(word)
                victims = [who] if who is not None else []
            elif "home" in entry.used and from_home(word):
                victims = [c for c in word.children if c.dep_ in ({"nsubj"} if entry.name == "leave" else {"dobj", "nsubjpass"})]
            return victims
        if word.pos_ == "NOUN" and (entry.name in _HARM_NOUNS and "noun" in entry.used or word.tag_ == "NN" and word.lower_ in _ACTS):
            if word.head.lemma_.lower() in _NOT_YET:
                return []
            return [o for p in word.children if p.dep_ == "prep" and p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
        return []

    def _uncounted(
        self, sent: Sentence, victim: Token, word: Token, entry: _Says, numbered: Sequence[Span], demonyms: frozenset[str]
    ) -> Iterator[Link]:
        low = fold(victim.text)
        left = sent.at(victim.doc[victim.left_edge.i]) if victim.left_edge.i <= victim.i else sent.at(victim)
        phrase = Span(left, sent.at(victim) + len(victim))
        if any(n.overlaps(phrase) for n in numbered) or (victim.tag_ != "NN" and any(c.dep_ == "nummod" for c in victim.children)):
            return

        def link(count: Count) -> Link:
            return Link(count, victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))

        if victim.lower_ in SINGULAR and entry.harm == "killed" and "object" in entry.used and is_passive(word):
            yield link(one(sent, victim))
            return
        determiners = {c.lower_ for c in victim.children if c.dep_ in {"det", "poss", "predet", "amod"}}
        if (
            low in _ORDINALS
            and entry.harm in {"killed", "wounded", "captured"}
            and determiners & {"a", "another", "the"} | {low} & {"another"}
        ):
            yield link(one(sent, victim))  # "Two died and a third was hurt."
            return
        if victim.pos_ == "PROPN" and victim.tag_ == "NNP":
            if not victim.is_alpha or low in _PARTICLES or not _noun_by_itself(victim):
                return
            if self._named(sent, victim, word, entry, demonyms) or (low in demonyms and determiners & {"a", "an", "another"}):
                yield link(one(sent, victim))
            return
        if low not in self.people and (
            low not in demonyms or (victim.tag_ not in BARE_PLURALS and not determiners & {"a", "an", "another"})
        ):
            return
        if low not in self.people and (victim.text.isupper() or (victim.tag_ not in BARE_PLURALS and not _noun_by_itself(victim))):
            return
        if victim.pos_ not in {"NOUN", "PROPN", "ADJ"} or low in NOT_WITHOUT_NUMBER:
            return
        if any(c.lower_ in {"many", "how"} for c in victim.subtree if c.i < victim.i):
            return
        if (
            victim.dep_ == "pobj"
            and victim.head.lower_ == "of"
            and victim.head.head.lemma_.lower() in {"number", "percentage", "share", "toll"}
        ):
            return
        if victim.i > 2 and victim.nbor(-1).lower_ == "them" and victim.nbor(-2).lower_ == "of":
            return  # "most of them Kurds"
        if entry.harm == "displaced" and self.combatant(victim):
            return
        if victim.tag_ == "NN" and (determiners & ARTICLES or not determiners):
            if low in NOT_ONE and not determiners & {"a", "an"}:
                return
            if entry.harm == "displaced" or entry.name == "hold":
                return  # "the president left his home", "the minister was held up"
            if low in _ATTACKERS:
                return
            if entry.name == "die" and not determiners & {"a", "an", "another", "one"} and not _VIOLENCE.search(sent.text):
                return
            yield link(one(sent, victim))
        elif victim.tag_ in BARE_PLURALS and not determiners & {"no", "both"}:
            told = [c for c in victim.children if c.dep_ in {"relcl", "prep", "amod", "compound", "nmod"}]
            if "the" in determiners and entry.harm != "displaced" and not told:
                return
            yield link(vague(sent, victim))

    def _named(self, sent: Sentence, victim: Token, word: Token, entry: _Says, demonyms: frozenset[str]) -> bool:
        """Whether a proper noun is a person who was harmed: "Anwar Halil, a cleric, was killed", "the killing of Qasim Haddad"."""
        if person_name(victim):
            return True
        if entry.harm not in _NAMED_HARMS and entry.name not in _NAMED_TAKEN:
            return False
        low = fold(victim.text)
        parts = [c for c in victim.children if c.dep_ in {"compound", "nmod", "flat"} and c.pos_ == "PROPN"]
        if low in demonyms or any(fold(p.text) in demonyms for p in parts) or victim.text.isupper() or low in self.people:
            return False
        if any(c.lower_ in {"the", "a", "an"} for c in victim.children if c.dep_ == "det"):
            return False
        if entry.name == "die" and not _VIOLENCE.search(sent.text):
            return False
        if getattr(entry, "needs", "") == "people" and entry.harm != "captured" and entry.name not in {"hurt", "execute", "hang"}:
            return False
        told = any(c.dep_ == "appos" and (fold(c.text) in self.people or c.like_num) for c in victim.children)
        if is_passive(word) or "subject" in entry.used:
            return True
        first = victim.left_edge
        return (bool(parts) or told) and (first.i == 0 or first.nbor(-1).tag_ != "NNS")


_TELL = {"publish", "disclose", "release", "give", "announce", "acknowledge", "provide", "offer", "admit"}


def _noun_by_itself(name: Token) -> bool:
    """Whether no more of a name or noun follows: not "Armenian" in "an Armenian Su-25"."""
    if name.i + 1 >= len(name.doc):
        return True
    follows = name.doc[name.i + 1]
    return follows.tag_ != "HYPH" and follows.pos_ not in {"PROPN", "NOUN", "NUM", "X", "ADJ"} and not follows.text[0].isupper()


def _each(victim: Token) -> list[Token]:
    """A victim and those listed with it; "boys and girls" are one vague number, and "12 boys and girls" are counted already."""
    out = [victim]
    for other in conjuncts_of(victim):
        if not (
            other.tag_ in BARE_PLURALS and victim.tag_ in BARE_PLURALS and not any(c.dep_ in {"nummod", "det"} for c in other.children)
        ):
            out.append(other)
    return out


def _covered(link: Link, links: list[Link]) -> bool:
    """Whether a counted link already speaks of the same people and harm: "the funeral of a soldier killed" is one."""
    return any(k.harm == link.harm and k.people is not None and link.people is not None and k.people.i == link.people.i for k in links)
