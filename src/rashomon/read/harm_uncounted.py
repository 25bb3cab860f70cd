"""People harmed without a number, or said to be none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Count, Harm, Span
from rashomon.read.document import Sentence
from rashomon.read.harm_words import (
    AMONG,
    AMONG_BEFORE,
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

_NOT_ONE = {"police", "personnel", "staff", "crew", "minority", "family", "military", "household", "figure"}
_ATTACKERS = {"attacker", "assailant", "bomber"}
"""Whose own death is no figure."""
_NOT_WITHOUT_NUMBER = {
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
_ARTICLES = {"a", "an", "another", "the", "his", "her", "one", "their", "my", "our", "its"}
_PARTICLES = {"al", "el", "abu", "ibn", "bin"}
_ORDINALS = {"second", "third", "fourth", "fifth", "sixth", "other", "another"}
_BY_NAME = {"object"}
_NAMED_HARMS = {"killed", "wounded"}
_NAMED_TAKEN = {"abduct", "arrest", "detain", "kidnap", "imprison", "carry-off", "be-prisoner"}
_VIOLENCE = re.compile(
    r"\b(?:air ?strikes?|air raids?|strikes?|attack(?:s|ed)?|blasts?|explosions?|explo\w+|fighting|clash\w*|shell\w*|bomb\w*|gunfire|fire|combat|wounds|injuries|battles?|"
    r"raids?|rockets?|missiles?|drones?|mines?|ambush\w*|shot|shooting|war|custody|captivity|siege|crossfire|snipers?|killed|dead)\b",
    re.I,
)
_LIVES = re.compile(
    r"(?:in|of|among|amongst) (?:[\w'-]+ ){0,2}?(?:(?P<lives>lives|life)|people|men|manpower|personnel|forces|troops|soldiers|fighters|ranks|civilians)\b",
    re.I,
)
"""What makes losses losses of people and not of arms."""
_HARM_NOUNS = {"death", "funeral", "burial", "killing", "execution", "body", "injury", "assassination", "abduction", "coffin", "exodus"}
_ACTS = {"killing", "murder", "wounding", "kidnapping", "slaying", "shooting", "beheading"}
_NOT_YET = {"order", "demand", "threaten", "plan", "urge", "prevent", "fear", "avoid", "risk", "seek", "stop", "oppose", "deny", "ban"}
_SHARE = re.compile(
    r"\b(?P<share>most|half|rest|remainder|majority|bulk)\s+of\s+(?:the|those|all|its|their)\s+(?:people |persons |victims |men )?(?P<word>dead|killed|deaths|wounded|injured|victims|fatalities|casualties|displaced)\b(?! (?:sea|zone))",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:there (?:are|were|is|have been|had been)|reports?|reported|reporting|leaving|left|leaves|caus(?:ed|ing)|with|spoke of|speaks of)\s+(?:many |several |some |also |both )?"
    r"(?P<dead>dead|killed) and (?P<wounded>wounded|injured)\b(?!\s+(?:more|about|over|at least|some|nearly|\d))",
    re.I,
)
_INFLICTED = {
    "suffer", "cause", "inflict", "leave", "sustain", "report", "take", "confirm", "incur", "produce", "claim", "deal", "bring", "result", "lead", "record",
    "speak", "announce", "be", "admit", "acknowledge", "register", "occur", "retreat", "withdraw", "see", "provoke", "receive", "make",
}  # fmt: skip


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
        for word in sent.doc:
            entry = self.says(word)
            if entry is None:
                continue
            for victim in [x for v in self._victims(word, entry) for x in _each(v)]:
                for link in self._uncounted(sent, victim, word, entry, numbered, demonyms):
                    key = (link.count.span.start, link.harm)
                    if key not in done and not _covered(link, links):
                        done.add(key)
                        yield link

    def uncounted_among(self, sent: Sentence, numbered: Sequence[Span], demonyms: frozenset[str]) -> Iterator[Link]:
        """People with no number who are some of the harmed: "peacekeepers were among the dead", "among those killed was a doctor".

        "Peacekeepers were among the dead."
          vague killed
        """
        assert sent.doc is not None
        for token in sent.doc:
            named = person_name(token) and token.tag_ == "NNP"
            if not (named or ((fold(token.text) in self.people or fold(token.text) in demonyms) and token.pos_ in {"NOUN", "PROPN"})):
                continue
            if token.dep_ in {"compound", "poss", "amod"} or any(
                n.overlaps(Span(sent.at(token.left_edge), sent.at(token) + len(token))) for n in numbered
            ):
                continue
            if any(c.dep_ == "nummod" for c in token.children) or fold(token.text) in _NOT_WITHOUT_NUMBER:
                continue
            left = sent.text[: sent.at(token.left_edge) - sent.span.start]
            found = AMONG.match(sent.text, token.idx + len(token)) if token.dep_ in {"nsubj", "conj", "nsubjpass"} else None
            found = found or (AMONG_BEFORE.search(left) if token.dep_ in {"nsubj", "attr", "conj", "ROOT"} else None)
            word = sent.token_at(sent.span.start + found.start("word")) if found is not None else None
            entry = self.harms.get(fold(word.text)) if word is not None else None
            if word is None or entry is None or negated(word.head):
                continue
            one_only = token.tag_ in {"NN", "NNP"} and (named or any(c.lower_ in _ARTICLES for c in token.children))
            if one_only or token.tag_ in BARE_PLURALS:
                count = one(sent, token) if one_only else vague(sent, token)
                yield Link(count, token, entry.harm, word, "uncounted_among", (f"harm: {entry.name}",))

    def one_of_them(self, sent: Sentence, numbered: Sequence[Span], links: list[Link]) -> Iterator[Link]:
        """A single part of a count, or one listed with it: "four people, a child among them", "two nurses and a doctor".

        "Seven people, including a child, were killed."
          1 killed, part of 7
        """
        assert sent.doc is not None
        for token in sent.doc:
            if token.tag_ != "NN" or fold(token.text) not in self.people or fold(token.text) in _NOT_ONE | _NOT_WITHOUT_NUMBER:
                continue
            if not any(c.dep_ == "det" and c.lower_ in {"a", "an", "another", "one"} for c in token.children):
                continue
            at = sent.at(token.left_edge)
            before, rest = sent.text[: at - sent.span.start], sent.text[token.idx + len(token) :]
            earlier = [k for k in links if k.count.span.end <= at and k.count.value != 1]
            if not earlier or any(n.overlaps(Span(sent.at(token), sent.at(token) + len(token))) for n in numbered):
                continue
            listed = next((k for k in links if k.people is not None and token.i in _listed_with(k.people)), None)
            if listed is not None and listed.count.value != 0:
                yield replace(listed, count=one(sent, token), people=token, rule="one_of_them")
            elif re.search(r"\b(?:including|among them|one of them)\s+$", before) or re.match(r"\s+(?:is |was )?among them\b", rest):
                whole = next((k for k in reversed(earlier) if k.part_of is None), earlier[-1])
                yield replace(whole, count=one(sent, token), people=token, rule="one_of_them", part_of=whole.count.span.start)

    def share_of_the_harmed(self, sent: Sentence, numbered: Sequence[Span]) -> Iterator[Link]:
        """A share of the harmed, with no number: "the rest of the dead", "most of those killed".

        "Most of those killed were policemen."
          vague killed
        """
        assert sent.doc is not None
        for found in _SHARE.finditer(sent.text):
            token, word = sent.token_at(sent.span.start + found.start("share")), sent.token_at(sent.span.start + found.start("word"))
            entry = self.harms.get(fold(word.text)) if word is not None else None
            if token is None or word is None or entry is None or any(n.overlaps(sent.of(token)) for n in numbered):
                continue
            yield Link(vague(sent, token), None, entry.harm, word, "share_of_the_harmed", (f"harm: {entry.name}",))

    def dead_and_wounded(self, sent: Sentence, numbered: Sequence[Span], links: list[Link]) -> Iterator[Link]:
        """ "Dead and wounded" with no number are both: "there are dead and wounded".

        "There are dead and wounded on both sides."
          vague killed; vague wounded
        """
        for found in _BOTH.finditer(sent.text):
            for part in ("dead", "wounded"):
                word = sent.token_at(sent.span.start + found.start(part))
                entry = self.harms.get(fold(word.text)) if word is not None else None
                if word is not None and entry is not None and not any(k.harm == entry.harm for k in links):
                    yield Link(vague(sent, word), None, entry.harm, word, "dead_and_wounded", (f"harm: {entry.name}",))

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
        if victim.pos_ not in {"NOUN", "PROPN", "ADJ"} or low in _NOT_WITHOUT_NUMBER:
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
        if victim.tag_ == "NN" and (determiners & _ARTICLES or not determiners):
            if low in _NOT_ONE and not determiners & {"a", "an"}:
                return
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

    def uncounted_harms(self, sent: Sentence, numbered: Sequence[Span], links: list[Link]) -> Iterator[Link]:
        """Harm with no number: "suffered heavy losses", "leaving civilian casualties", "dead and wounded on both sides".

        "He spoke of deaths and injuries among civilians."
          vague killed; vague wounded
        """
        assert sent.doc is not None
        for word in sent.doc:
            entry = self.harms.get(fold(word.text))
            if (
                entry is None
                or "noun" not in entry.used
                or entry.name in {"body", "missing", "refugee", "captive", "hostage", "victim", "idp"}
            ):
                continue
            if word.tag_ not in {"NNS", "JJ", "VBN", "NN", "VBD"} or (word.tag_ == "NN" and word.lower_ != "dead"):
                continue
            top = word
            while top.dep_ == "conj":
                top = top.head
            if not self._inflicted(word, top) or any(n.covers(sent.of(word)) for n in numbered):
                continue
            if any(k.count.span.start >= sent.at(word) or k.word.i == word.i or k.harm == entry.harm for k in links):
                continue
            lives = _LIVES.match(word.doc[word.i + 1 : word.i + 7].text)
            harm: Harm = (
                "killed" if entry.harm == "casualties" and lives and (lives["lives"] or "").lower() in {"lives", "life"} else entry.harm
            )
            yield Link(vague(sent, word), None, harm, word, "uncounted_harms", (f"harm: {entry.name}",))

    def _inflicted(self, word: Token, top: Token) -> bool:
        """Whether a noun of harm is what was suffered, caused or told of, without article, number or denial."""
        for token in {word, top}:
            before = [c for c in token.children if c.i < token.i]
            if any(
                c.dep_ in {"nummod", "neg", "poss", "det"}
                and c.lower_ not in {"some", "its"}
                or c.lower_ in {"no", "any", "further", "more"}
                for c in before
            ):
                return False
        if top.dep_ == "compound":
            return False
        here = top
        if here.dep_ == "pobj" and here.head.lower_ in {"in", "of", "to", "with"}:
            here = here.head
            if here.head.pos_ not in {"VERB", "AUX"}:
                return False
        elif here.dep_ not in {"dobj", "attr", "oprd", "acomp", "nsubj", "nsubjpass"}:
            return False
        verb = here.head
        if word.lower_ == "losses" and not _LIVES.match(word.doc[word.i + 1 : word.i + 7].text):
            return False
        if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in {
            "capable",
            "risk",
            "aim",
            "threat",
            "fear",
            "intention",
            "possibility",
        }:
            return False
        if verb.lemma_.lower() not in _INFLICTED or negated(verb) or hypothetical(verb):
            return False
        if here.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() not in {"report", "be", "occur", "register", "record", "confirm"}:
            return False
        if word.tag_ in {"JJ", "VBN", "VBD", "NN"}:
            # "There are dead and wounded": with no noun, only both together or after "there are" and a verb of telling
            pair = {t.lower_ for t in (top, *conjuncts_of(top))}
            if not pair >= {"dead", "wounded"} and not pair >= {"dead", "injured"} and not pair >= {"killed", "wounded"}:
                return False
            if here.dep_ == "attr" and not any(c.dep_ == "expl" for c in verb.children):
                return False
        if here.dep_ in {"nsubj"} and verb.lemma_.lower() == "be":
            return False
        return True


_TELL = {"publish", "disclose", "release", "give", "announce", "acknowledge", "provide", "offer", "admit"}


def _noun_by_itself(name: Token) -> bool:
    """Whether no more of a name or noun follows: not "Armenian" in "an Armenian Su-25"."""
    if name.i + 1 >= len(name.doc):
        return True
    follows = name.doc[name.i + 1]
    return follows.tag_ != "HYPH" and follows.pos_ not in {"PROPN", "NOUN", "NUM", "X", "ADJ"} and not follows.text[0].isupper()


def _listed_with(people: Token) -> set[int]:
    """Places of the nouns listed with a noun: "two men, a woman and a child" from "men"; an apposition counts where a list goes on."""
    out: set[int] = set()
    for c in people.children:
        listed = conjuncts_of(c)
        if c.dep_ == "appos" and not any(x.dep_ == "nummod" and x.lower_ not in {"two", "2"} for x in people.children):
            continue  # "two adults died, a doctor and a visitor" tells who they were
        if c.dep_ == "conj" or (c.dep_ == "appos" and any(x.tag_ == "NN" for x in listed)):
            out |= {c.i, *_listed_with(c)}
    return out


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
