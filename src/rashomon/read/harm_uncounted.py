"""People harmed without a number, or said to be none."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.lexicon import HarmWord, fold
from rashomon.model import Count, Span
from rashomon.read.document import Sentence
from rashomon.read.harm_words import (
    AUXILIARIES,
    BARE_PLURALS,
    SINGULAR,
    HarmWords,
    Link,
    after,
    from_home,
    hypothetical,
    one,
    person_name,
    vague,
)
from rashomon.read.spans import conjuncts, is_passive, negated, subject


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
            if entry is not None and (set(entry.used) & {"object", "adjective", "subject"} and t.pos_ in {"VERB", "ADJ", "AUX"} or ("noun" in entry.used and n <= 4 and t.pos_ in {"NOUN", "PROPN"})):
                if entry.needs == "people" and (entry.harm in {"captured", "displaced"} or entry.name in {"fall", "lose", "take"}):
                    return
                if t.pos_ == "NOUN" and (t.dep_ == "compound" or (t.dep_ == "dobj" and t.head.lemma_.lower() in {"publish", "disclose", "release", "give", "announce", "acknowledge", "provide", "offer", "admit"})):
                    return
                if t.tag_ == "VBN" or t.pos_ != "VERB" or "subject" in entry.used:
                    yield Link(count, None, entry.harm, t, "nobody_harmed", (f"harm: {entry.name}",))
                return
            if (t.is_punct and t.text != ",") or (t.pos_ == "VERB" and t.lemma_.lower() not in AUXILIARIES):
                return
            if t.lower_ in {"figure", "figures", "count", "toll", "word", "information", "details", "comment", "data"}:
                return

    def uncounted_people(self, sent: Sentence, numbered: list[Span], demonyms: frozenset[str], links: list[Link]) -> Iterator[Link]:
        """People harmed with no number: one named by an article or a name (1), or a bare plural (vague).

        "A soldier was killed and civilians fled."
          1 killed; vague displaced
        """
        assert sent.doc is not None
        done: set[tuple[int, str]] = set()
        for verb in sent.doc:
            entry = self.harms.get(fold(verb.text))
            if entry is None:
                continue
            victims: list[Token] = []
            if verb.pos_ in {"VERB", "AUX"} or (verb.tag_ in {"VBN", "VBG"}):
                if negated(verb) or hypothetical(verb):
                    continue
                if "object" in entry.used:
                    if is_passive(verb):
                        victims = [c for c in verb.children if c.dep_ == "nsubjpass"]
                        if not victims and verb.dep_ == "relcl":
                            victims = [verb.head]
                        if not victims and verb.dep_ == "acl":
                            victims = [verb.head]
                        if not victims and verb.dep_ == "conj":
                            victims = [c for c in verb.head.children if c.dep_ == "nsubjpass"]
                    else:
                        victims = [c for c in verb.children if c.dep_ in {"dobj", "obj"}]
                elif "subject" in entry.used:
                    who = subject(verb)
                    victims = [who] if who is not None else []
                elif "home" in entry.used and from_home(verb):
                    victims = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}] if entry.name != "leave" else [c for c in verb.children if c.dep_ == "nsubj"]
            elif "noun" in entry.used and verb.pos_ == "NOUN" and entry.name in {"death", "funeral", "burial", "killing", "execution", "body", "injury"}:
                victims = [o for p in verb.children if p.dep_ == "prep" and p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
            for victim in [x for v in victims for x in [v, *conjuncts(v)]]:
                for link in self._uncounted(sent, victim, verb, entry, numbered, demonyms):
                    key = (link.count.span.start, link.harm)
                    if key not in done and not covered(link, links):
                        done.add(key)
                        yield link

    def _uncounted(self, sent: Sentence, victim: Token, word: Token, entry: HarmWord, numbered: list[Span], demonyms: frozenset[str]) -> Iterator[Link]:
        low = fold(victim.text)
        left = sent.at(victim.doc[victim.left_edge.i]) if victim.left_edge.i <= victim.i else sent.at(victim)
        phrase = Span(left, sent.at(victim) + len(victim))
        if any(n.overlaps(phrase) for n in numbered):
            return
        if any(c.dep_ == "nummod" for c in victim.children):
            return
        named = person_name(victim)
        if victim.lower_ in SINGULAR and entry.harm == "killed" and "object" in entry.used and is_passive(word):
            yield Link(one(sent, victim), victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))
            return
        if low not in self.people and low not in demonyms and not named:
            return
        if victim.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return
        determiners = {c.lower_ for c in victim.children if c.dep_ in {"det", "poss", "predet"}}
        if any(c.lower_ in {"many", "how"} for c in victim.subtree if c.i < victim.i):
            return
        if low in {"dead", "wounded", "injured", "figure", "remains", "victims", "victim"}:
            return
        if victim.tag_ in {"NN", "NNP"} and (determiners & {"a", "an", "another", "the", "his", "her", "one", "their"} or named or victim.pos_ == "PROPN" or not determiners):
            if victim.tag_ == "NN" and low in {"police", "personnel", "staff", "crew", "minority", "family"} and not determiners & {"a", "an"}:
                return
            if low in {"attacker", "assailant", "bomber"}:
                return
            yield Link(one(sent, victim), victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))
        elif victim.tag_ in BARE_PLURALS and not determiners & {"no", "both"}:
            if determiners and "the" in determiners and entry.harm != "displaced" and not [c for c in victim.children if c.dep_ in {"relcl", "prep", "amod"}]:
                return
            yield Link(vague(sent, victim), victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))


def covered(link: Link, links: list[Link]) -> bool:
    """Whether a counted link already speaks of the same people and harm: "the funeral of a soldier killed" is one."""
    return any(k.harm == link.harm and k.people is not None and link.people is not None and k.people.i == link.people.i for k in links)
