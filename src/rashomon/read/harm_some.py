"""Some of the harmed, or harm itself, told of without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Harm, Span
from rashomon.read.document import Sentence
from rashomon.read.harm_uncounted import ARTICLES, NOT_ONE, NOT_WITHOUT_NUMBER
from rashomon.read.harm_words import (
    AMONG,
    AMONG_BEFORE,
    BARE_PLURALS,
    HarmWords,
    Link,
    conjuncts_of,
    hypothetical,
    one,
    person_name,
    vague,
)
from rashomon.read.spans import negated

_SHARE = re.compile(
    r"\b(?P<share>most|half|rest|remainder|majority|bulk)\s+of\s+(?:the|those|all|its|their)\s+(?:people |persons |victims "
    r"|men )?(?P<word>dead|killed|deaths|wounded|injured|victims|fatalities|casualties|displaced)\b(?! (?:sea|zone))",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:there (?:are|were|is|have been|had been)|reports?|reported|reporting|leaving|left|leaves|caus(?:ed|ing)|with"
    r"|spoke of|speaks of)\s+(?:many |several |some |also |both )?"
    r"(?P<dead>dead|killed) and (?P<wounded>wounded|injured)\b(?!\s+(?:more|about|over|at least|some|nearly|\d))",
    re.I,
)
_INFLICTED = {
    "suffer", "cause", "inflict", "leave", "sustain", "report", "take", "confirm", "incur", "produce", "claim", "deal",
    "bring", "result", "lead", "record",
    "speak", "announce", "be", "admit", "acknowledge", "register", "occur", "retreat", "withdraw", "see", "provoke", "receive", "make",
}  # fmt: skip
_LIVES = re.compile(
    r"(?:in|of|among|amongst) (?:[\w'-]+ ){0,2}?(?:(?P<lives>lives|life)|people|men|manpower|personnel|forces|troops|soldiers"
    r"|fighters|ranks|civilians)\b",
    re.I,
)
"""What makes losses losses of people and not of arms."""


class SomeRules(HarmWords):
    """Rules for some of the harmed, and for harm that nobody counted."""

    def uncounted_among(self, sent: Sentence, numbered: Sequence[Span], demonyms: frozenset[str]) -> Iterator[Link]:
        """People with no number who are some of the harmed: "peacekeepers were among the dead", "among those killed was a doctor".

        "Peacekeepers were among the dead."
          vague killed
        """
        assert sent.doc is not None
        if "among" not in sent.text.lower():
            return
        for token in sent.tokens:
            named = person_name(token) and token.tag_ == "NNP"
            if not (named or ((fold(token.text) in self.people or fold(token.text) in demonyms) and token.pos_ in {"NOUN", "PROPN"})):
                continue
            if token.dep_ in {"compound", "poss", "amod"} or any(
                n.overlaps(Span(sent.at(token.left_edge), sent.at(token) + len(token))) for n in numbered
            ):
                continue
            if any(c.dep_ == "nummod" for c in token.children) or fold(token.text) in NOT_WITHOUT_NUMBER:
                continue
            left = sent.text[: sent.at(token.left_edge) - sent.span.start]
            found = AMONG.match(sent.text, token.idx + len(token)) if token.dep_ in {"nsubj", "conj", "nsubjpass"} else None
            found = found or (AMONG_BEFORE.search(left) if token.dep_ in {"nsubj", "attr", "conj", "ROOT"} else None)
            word = sent.token_at(sent.span.start + found.start("word")) if found is not None else None
            entry = self.harms.get(fold(word.text)) if word is not None else None
            if word is None or entry is None or negated(word.head):
                continue
            one_only = token.tag_ in {"NN", "NNP"} and (named or any(c.lower_ in ARTICLES for c in token.children))
            if one_only or token.tag_ in BARE_PLURALS:
                count = one(sent, token) if one_only else vague(sent, token)
                yield Link(count, token, entry.harm, word, "uncounted_among", (f"harm: {entry.name}",))

    def one_of_them(self, sent: Sentence, numbered: Sequence[Span], links: list[Link]) -> Iterator[Link]:
        """A single part of a count, or one listed with it: "four people, a child among them", "two nurses and a doctor".

        "Seven people, including a child, were killed."
          1 killed, part of 7
        """
        assert sent.doc is not None
        for token in sent.having(self.people) if links else ():
            if token.tag_ != "NN" or fold(token.text) in NOT_ONE | NOT_WITHOUT_NUMBER:
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

    def uncounted_harms(self, sent: Sentence, numbered: Sequence[Span], links: list[Link]) -> Iterator[Link]:
        """Harm with no number: "suffered heavy losses", "leaving civilian casualties", "dead and wounded on both sides".

        "He spoke of deaths and injuries among civilians."
          vague killed; vague wounded
        """
        assert sent.doc is not None
        for word in sent.having(self.harms):
            entry = self.harms[fold(word.text)]
            if (
                "noun" not in entry.used
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
