"""Numbers of people harmed that hang on a word of harm beside them or on a verb of harm by the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.lexicon import Word, fold
from rashomon.model import Count
from rashomon.read.document import Sentence
from rashomon.read.harm_words import (
    ADJECTIVES,
    AMONG,
    AMONG_BEFORE,
    AUXILIARIES,
    GROUPS,
    VAGUE_NUMBERS,
    HarmWords,
    Link,
    after,
    from_home,
    hypothetical,
    negated_before,
    person_name,
    top_of_list,
    victims_verbs,
)  # fmt: skip
from rashomon.read.spans import children, is_passive, negated, subject

_ASIDE = re.compile(
    r"(?:\s+[\w'-]+){0,3}?(,\s*(?:most|many|some|half|nearly half|more than half|all|the majority|mostly|mainly|including"
    r"|among them)\b[^,;.]{3,70},)\s*(?=(?:have|has|had|were|was|are|also)\b|\w+ed\b|fled|died)",
    re.I,
)


class VerbRules(HarmWords):
    """Rules for verbs and adjectives of harm."""

    def harm_before_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A verb of harm right before the number it harms: "killing 13 civilians", "has killed more than 100", "wounded 52".

        "A shell hit the court, killing one man and injuring two."
          1 killed; 2 wounded
        """
        assert sent.doc is not None
        before = sent.before(count.span.start)
        while before and (before[-1].lower_ in {"the", "all", "another", "also", "some", "a"} or before[-1].is_quote):
            before.pop()
        if not before:
            return
        verb = before[-1]
        entry = self.harm_of(verb, "object")
        if entry is None or verb.pos_ not in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"} or verb.tag_ in {"NNS"}:
            return
        if (
            any(t.lower_ in {"was", "were", "been", "being", "be", "are", "is"} for t in before[-3:-1])
            or hypothetical(verb)
            or negated(verb)
        ):
            return
        tokens = after(sent, count)
        if len(before) > 1 and before[-2].like_num and tokens and self.harm_of(tokens[0], "adjective") is not None:
            return  # "6 killed 12 wounded"
        people = self.people_ahead(tokens, demonyms)
        if (
            people is None
            and tokens
            and tokens[0].pos_ in {"NOUN", "PROPN"}
            and fold(tokens[0].text) not in ADJECTIVES
            and tokens[0].dep_ not in {"appos", "nsubj"}
        ):
            return
        if people is None and entry.needs == "people" and not (len(before) > 2 and any(self.harm_of(t) for t in before[:-1])):
            return
        if (
            people is None
            and re.match(r"\s*(?:at|on|in|since|by)\b", sent.text[count.span.end - sent.span.start :]) is None
            and tokens
            and tokens[0].pos_ == "NUM"
        ):
            return
        harm = entry.harm
        paired = before[-3] if len(before) > 2 and before[-2].lower_ in {"and", "or"} else None
        other = self.harm_of(paired, "object", "adjective") if paired is not None else None
        if other is not None and {other.harm, harm} == {"killed", "wounded"}:
            harm = "casualties"
        yield Link(count, people, harm, verb, "harm_before_number", (f"harm: {entry.name}",))

    def harm_after_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A number, perhaps with the people it counts, and then the harm: "12 dead", "two civilians killed", "ten were wounded".

        "Sixteen servicemen had been killed and more than 100 wounded."
          16 killed; 100 wounded
        """
        assert sent.doc is not None
        tokens = self._past_asides(sent, count)
        if tokens and tokens[0].lower_ in {"for", "with"}:
            return
        people: Token | None = None
        verbal = False
        skipped_of = False
        for n, t in enumerate(tokens[:16]):
            low = fold(t.text)
            entry = self.harms.get(low)
            if entry is not None and (
                set(entry.used) & {"adjective", "object", "noun"} and t.tag_ in {"VBN", "VBD", "JJ", "NN", "NNS", "RB", "VB", "VBG"}
            ):
                if "adjective" not in entry.used and "object" in entry.used and t.tag_ not in {"VBN", "VBD"}:
                    return
                if "adjective" not in entry.used and "object" not in entry.used:
                    if n <= 2 or people is None:
                        yield from self.noun_link(count, people, t, entry, "harm_after_number")
                    return
                if t.tag_ == "VBD" and people is not None and not verbal and children(t, "dobj") and not _participle(t):
                    return  # "12 soldiers killed three men": they are no victims
                if hypothetical(t) or (verbal and negated_before(tokens[:n])):
                    return
                if n == 0 and count.value == 1 and len(tokens) > 1 and tokens[1].like_num:
                    return  # "a second one wounded three of them"
                told_before = any(self.harm_of(x, "object") for x in sent.before(count.span.start)) and n == 0
                if entry.needs == "people" and people is None and not verbal and "adjective" not in entry.used and not told_before:
                    return
                harm = entry.harm
                nxt = t.nbor(1) if t.i + 1 < len(t.doc) else None
                if nxt is not None and nxt.lower_ in {"or", "and"} and nxt.i + 1 < len(t.doc):
                    # "550 servicemen killed or wounded" is one count of casualties
                    second = self.harms.get(fold(t.doc[nxt.i + 1].text))
                    if (
                        second is not None
                        and {second.harm, harm} == {"killed", "wounded"}
                        and t.doc[nxt.i + 1].tag_ in {"VBN", "VBD", "JJ"}
                    ):
                        harm = "casualties"
                yield Link(count, people, harm, t, "harm_after_number", (f"harm: {entry.name}",))
                return
            if entry is not None and "subject" in entry.used and t.pos_ in {"VERB", "AUX"}:
                if hypothetical(t) or (
                    entry.needs == "people" and people is None and not any(x.lower_ in {"them", "whom"} for x in tokens[:n])
                ):
                    return
                yield Link(count, people, entry.harm, t, "harm_after_number", (f"harm: {entry.name}",))
                return
            phrase = self.phrase_of(t) if t.tag_ == "VBN" or (t.tag_ == "VBD" and not children(t, "dobj")) else None
            if phrase is not None and "object" in phrase.used and (phrase.beside or (verbal and people is not None)):
                told = n <= 1 and any(self.harm_of(x) for x in sent.before(count.span.start))
                doer = phrase.harm == "displaced" and self.combatant(people)
                if not (
                    doer
                    or hypothetical(t)
                    or (verbal and negated_before(tokens[:n]))
                    or (people is None and not told and (not verbal or any(x.pos_ == "NOUN" for x in tokens[:n])))
                ):
                    yield Link(count, people, phrase.harm, t, "harm_after_number", (f"harm: {phrase.name}",))
                    return
            if (
                verbal
                and t.tag_ == "VB"
                and people is not None
                and (leaving := self.phrase_of(t)) is not None
                and "subject" in leaving.used
            ):
                if not self.combatant(people):
                    yield Link(count, people, leaving.harm, t, "harm_after_number", (f"harm: {leaving.name}",))
                return
            if t.lower_ in {"forced", "compelled", "made", "obliged", "had"} and any(x.lower_ == "to" for x in tokens[n + 1 : n + 3]):
                verbal = True
                continue
            if t.is_punct or t.is_quote:
                if t.text in {",", ";", ":", "(", ")", "-", "–", "—", "."}:
                    return
                continue
            if t.pos_ == "CCONJ" and t.i + 1 < len(t.doc) and t.doc[t.i + 1].tag_ in {"VBG", "VBD"} and t.doc[t.i + 1].pos_ == "VERB":
                return
            if (
                t.pos_ in {"VERB"}
                and entry is None
                and t.lemma_.lower() not in AUXILIARIES
                and t.lower_ not in AUXILIARIES
                and t.tag_ != "VBN"
            ):
                return
            if low in self.people or low in demonyms:
                if low in self.people and self.thing_of(t) and not skipped_of:
                    return
                if people is None or people.i == t.i - 1 or skipped_of:
                    people = t
                    skipped_of = False
                    continue
                return
            if t.lower_ in {"of", "in", "from", "on", "at"} and not verbal:
                skipped_of = True
                if t.lower_ == "of" and n > 3:
                    return
                continue
            if t.lemma_.lower() in AUXILIARIES or t.lower_ in AUXILIARIES or low in ADJECTIVES:
                verbal = verbal or t.pos_ in {"AUX", "VERB"}
                continue
            if t.pos_ in {"ADJ", "PROPN", "DET", "PRON", "ADV", "NUM", "NOUN", "PART", "CCONJ", "ADP"} and not verbal:
                if t.pos_ == "NOUN" and people is None and n > 4:
                    return
                if t.pos_ == "CCONJ" and (people is None or number_within(t.doc, t.i + 1, t.i + 4)):
                    return
                if t.pos_ == "NUM" and people is not None:
                    return
                if t.pos_ == "NOUN" and people is None and not before_people(tokens[n + 1 : n + 4], self.people):
                    # a thing is counted: "12 houses", "two tanks"
                    if t.dep_ not in {"compound", "nmod", "poss"} and (not skipped_of or (n <= 3 and tokens[0].lower_ == "of")):
                        return
                continue
            if t.pos_ in {"ADV", "PART"}:
                continue
            return

    def _past_asides(self, sent: Sentence, count: Count) -> list[Token]:
        """The tokens after a number, without an aside: "a million, most of them women, fled"; "half, about 70,000, fled"."""
        rest = sent.text[count.span.end - sent.span.start :]
        aside = _ASIDE.match(rest)
        if aside is None and sent.text[: count.span.start - sent.span.start].rstrip().endswith(","):
            aside = re.match(r",\s*(?=(?:have|has|had|were|was|are)\b)", rest)
        return [
            t
            for t in after(sent, count)
            if aside is None or not count.span.end + aside.start(aside.re.groups and 1 or 0) <= sent.at(t) < count.span.end + aside.end()
        ]

    def harmed_by_verb(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """Counted people as object of a verb of harm, as its passive subject, or as subject of dying and fleeing.

        "Rockets hit the town, killing one civilian and wounding 32 other residents."
          1 killed; 32 wounded
        """
        assert sent.doc is not None
        head = self.counted(sent, count)
        if head is None:
            return
        if count.value == 1 and head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() == "member":
            return  # "five members of one family"
        seen = 0
        here = head
        while here.dep_ in {"conj", "appos"} and here.head.pos_ in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"} and seen < 4:
            here = here.head
            seen += 1
        numbers = sent.tokens_in(count.span)
        outside = here.head.head if here.dep_ == "pobj" and here.head.lower_ == "of" else None
        if outside is not None and (
            outside.i in {t.i for t in numbers} or (outside.lemma_.lower() in {*GROUPS, "life"} and not outside.like_num)
        ):
            outer = here.head.head
            if outer.lemma_.lower() == "life":
                return
            here = outer
            while here.dep_ == "conj" and here.head.pos_ in {"NOUN", "PROPN", "NUM"}:
                here = here.head
        verb = here.head
        people = (
            None
            if head.like_num or head.pos_ == "NUM" or fold(head.text) in {"dozens", "hundreds", "thousands", "scores", "several", "many"}
            else head
        )
        is_people = people is None or self.person(people) or fold(people.text) in demonyms
        if not is_people and not person_name(people):
            return
        entry = self.harms.get(fold(verb.text))
        if entry is None or verb.pos_ not in {"VERB", "AUX"}:
            return
        if entry.needs == "people" and people is None and not seen:
            return
        if negated(verb) or hypothetical(verb):
            return
        if here.dep_ in {"dobj", "obj", "attr", "oprd", "dative"} and "object" in entry.used and not is_passive(verb):
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))
        elif here.dep_ == "nsubjpass" and "object" in entry.used:
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))
        elif here.dep_ == "nsubj" and "subject" in entry.used:
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))
        elif here.dep_ in {"nsubj", "dobj"} and "home" in entry.used and from_home(verb):
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))

    def among_the_harmed(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """People who are said to be some of the harmed: "six civilians were among the dead", "among those killed were two nurses".

        "Six civilians were among the dead."
          6 killed
        """
        assert sent.doc is not None
        start, end = count.span.start - sent.span.start, count.span.end - sent.span.start
        found = AMONG.match(sent.text, end) or AMONG_BEFORE.search(sent.text[:start])
        if found is None:
            return
        people = self.people_ahead(after(sent, count), demonyms)
        word = sent.token_at(sent.span.start + found.start("word"))
        entry = self.harm_of(word) if word is not None else None
        if word is not None and entry is not None and people is not None:
            yield Link(
                count, people, "casualties" if entry.name == "victim" else entry.harm, word, "among_the_harmed", (f"harm: {entry.name}",)
            )

    def harm_and_far_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A verb of harm and its number with the time or place between, or a verb of dying before those who died.

        "In the fire have perished 63 servicemen."
          63 killed
        """
        assert sent.doc is not None
        before = sent.before(count.span.start)
        people = self.people_ahead(after(sent, count), demonyms)
        bare = re.match(r"\s*(?:$|[.,;:)]|(?:and|on|in|since|by|at)\b)", sent.text[count.span.end - sent.span.start :]) is not None
        for gap, t in enumerate(reversed(before[-9:])):
            entry = self.harm_of(t, "subject", "object")
            if entry is not None and t.pos_ in {"VERB", "AUX"} and not hypothetical(t) and not negated(t):
                dying = "subject" in entry.used
                if dying and (gap > 2 or people is None or subject(t) is not None or t.tag_ == "VBG"):
                    return
                if not dying and (
                    gap == 0 or not bare or entry.needs == "people" or is_passive(t) and t.dep_ != "acl" or children(t, "dobj")
                ):
                    return
                yield Link(count, people, entry.harm, t, "harm_and_far_number", (f"harm: {entry.name}",))
                return
            if t.is_punct or t.like_num or t.pos_ in {"VERB", "CCONJ", "PRON"} or (t.pos_ == "SCONJ" and t.lower_ != "since"):
                return

    def harmed_by_phrase(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A verb that harms only with another word: "shot dead", "carried off", "driven from their homes", "left 20 dead".

        "Gunmen carried off seven teachers."
          7 captured
        """
        assert sent.doc is not None
        head = self.counted(sent, count)
        if head is None:
            return
        here = top_of_list(head)
        if here.dep_ == "pobj" and here.head.lower_ == "of" and here.head.head.lemma_.lower() in GROUPS:
            here = top_of_list(here.head.head)
        bare = head.like_num or head.pos_ == "NUM" or fold(head.text) in VAGUE_NUMBERS
        people = None if bare else head
        if people is not None and not (self.person(people) or fold(people.text) in demonyms):
            return
        for verb, role in victims_verbs(here):
            phrase = self.phrase_of(verb)
            if phrase is None or role not in phrase.used or negated(verb) or hypothetical(verb):
                continue
            if phrase.harm == "displaced" and self.combatant(people):
                return
            if people is None and not any(self.person(t) or self.harm_of(t) or fold(t.text) in demonyms for t in sent.doc[: head.i]):
                return
            yield Link(count, people, phrase.harm, verb, "harmed_by_phrase", (f"harm: {phrase.name}",))
            return


def _participle(verb: Token) -> bool:
    """Whether a form read as a past tense must be a participle, since no object can follow: "servicemen killed between May and June"."""
    follows = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    return follows is None or follows.pos_ in {"ADP", "PUNCT", "SCONJ"} or follows.tag_ in {"VBG", "IN"} or follows.lower_.endswith("ing")


def number_within(doc: object, start: int, end: int) -> bool:
    return any(t.like_num for t in list(doc)[start:end])  # type: ignore[call-overload]


def before_people(tokens: list[Token], people: dict[str, Word]) -> bool:
    return any(fold(t.text) in people for t in tokens)
