"""People harmed: which counts in a sentence count them, and of which kind of harm.

Each rule takes a parsed sentence, the counts found in it and the words, and yields links: this number, these people, this
harm, said by this word. A count that no rule links is not a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from rashomon.lexicon import HarmWord, Word, by_form, fold
from rashomon.model import Count, Harm, Span
from rashomon.read.document import Sentence
from rashomon.read.spans import children, conjuncts, is_passive, negated, subject

ADJECTIVES = {"more", "other", "others", "further", "additional", "another", "unarmed", "young", "innocent", "local", "armed", "whole", "entire", "different"}
_AUX = {"be", "have", "get", "feared", "confirmed", "reported", "reportedly", "also", "believed", "left", "presumed", "said", "already", "since", "thus", "so", "far", "now", "listed", "declared", "found", "pronounced", "lay", "lie", "were", "to", "known", "all", "both", "either", "allegedly", "later", "still"}
_MODAL = {"would", "could", "may", "might", "will", "can", "should", "shall"}
_PERSON_PRONOUNS = {"he", "she", "they", "them", "him", "her", "who", "whom", "us", "we", "i", "me"}
_SINGULAR = {"he", "she", "him", "her"}
BARE_PLURALS = {"NNS", "NNPS"}


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


class HarmReader:
    """The rules with their words at hand; holds no state between sentences."""

    def __init__(self) -> None:
        self.harms = harm_words()
        self.people = people_words()

    def harm_of(self, token: Token, *used: str) -> HarmWord | None:
        entry = self.harms.get(fold(token.text))
        if entry is None or (used and not set(used) & set(entry.used)):
            return None
        return entry

    def person(self, token: Token, named: bool = False) -> bool:
        """Whether a noun names people: "soldiers", "Russians", "a Uruguayan", or a pronoun for them."""
        low = fold(token.text)
        if low in self.people or token.lower_ in _PERSON_PRONOUNS:
            return True
        # "Fifty Ukrainians", "three Malawians": a capitalised plural after a number
        return token.pos_ == "PROPN" and token.tag_ == "NNPS" or named

    def read(self, sent: Sentence, counts: Sequence[Count], demonyms: frozenset[str] = frozenset(), last: Link | None = None) -> list[Link]:
        """All links of a sentence in text order, one for each number and harm.

        In: a parsed sentence, its counts (offsets in the report), the folded names of peoples, and the last link of the
        sentence before, for numbers that leave out what they count. Out: links.
        """
        if sent.doc is None:
            return []
        found: dict[tuple[int, int, str], Link] = {}

        def keep(link: Link) -> None:
            key = (link.count.span.start, link.count.span.end, link.harm)
            found.setdefault(key, link)

        taken: set[int] = set()
        for count in counts:
            if count.value == 0:
                for link in self.nobody_harmed(sent, count):
                    keep(link)
                    taken.add(count.span.start)
                continue
            for rule in (self.harm_before_number, self.harm_after_number, self.harm_noun_counted, self.harmed_by_verb, self.toll_reaches_number, self.lives_lost, self.taken_to_hospital):
                links = list(rule(sent, count, demonyms))
                for link in links:
                    keep(link)
                if links:
                    taken.add(count.span.start)
                    break
        for count in counts:
            if count.span.start not in taken and count.value != 0:
                for link in self.part_of_whole(sent, count, list(found.values())):
                    keep(link)
                    taken.add(count.span.start)
        for count in counts:
            if count.span.start not in taken and count.value != 0:
                for link in self.same_harm_carried(sent, count, list(found.values()), last):
                    keep(link)
                    taken.add(count.span.start)
        numbered = [c.span for c in counts]
        for link in self.uncounted_people(sent, numbered, demonyms, list(found.values())):
            keep(link)
        return sorted(found.values(), key=lambda k: (k.count.span.start, k.count.span.end))

    # -- rules ---------------------------------------------------------------------------------------------------

    def harm_before_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A verb of harm right before the number it harms: "killing 13 civilians", "has killed more than 100", "wounded 52".

        "A shell hit the court, killing one man and injuring two."
          1 killed; 2 wounded
        """
        assert sent.doc is not None
        before = [t for t in sent.doc if sent.at(t) < count.span.start]
        while before and (before[-1].lower_ in {"the", "all", "another", "also", "some", "a"} or before[-1].is_quote):
            before.pop()
        if not before:
            return
        verb = before[-1]
        entry = self.harm_of(verb, "object")
        if entry is None or verb.pos_ not in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"} or verb.tag_ in {"NNS"}:
            return
        if any(t.lower_ in {"was", "were", "been", "being", "be", "are", "is"} for t in before[-3:-1]) or _hypothetical(verb) or negated(verb):
            return
        tokens = _after(sent, count)
        people = self._people_ahead(tokens, demonyms)
        if people is None and tokens and tokens[0].pos_ in {"NOUN", "PROPN"} and fold(tokens[0].text) not in ADJECTIVES and tokens[0].dep_ not in {"appos", "nsubj"}:
            return
        if people is None and entry.needs == "people" and not (len(before) > 2 and any(self.harm_of(t) for t in before[:-1])):
            return
        if people is None and re.match(r"\s*(?:at|on|in|since|by)\b", sent.text[count.span.end - sent.span.start :]) is None and tokens and tokens[0].pos_ == "NUM":
            return
        harm = entry.harm
        paired = before[-3] if len(before) > 2 and before[-2].lower_ in {"and", "or"} else None
        other = self.harm_of(paired, "object", "adjective") if paired is not None else None
        if other is not None and {other.harm, harm} == {"killed", "wounded"}:
            harm = "casualties"
        yield Link(count, people, harm, verb, "harm_before_number", (f"harm: {entry.name}",))

    def _people_ahead(self, tokens: Sequence[Token], demonyms: frozenset[str]) -> Token | None:
        """The people that stand right after a number, past adjectives and names: "13 Iraqi army soldiers" -> soldiers."""
        people: Token | None = None
        for t in tokens[:7]:
            low = fold(t.text)
            if low in self.people or (t.tag_ in BARE_PLURALS and low in demonyms):
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

    def harm_after_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A number, perhaps with the people it counts, and then the harm: "12 dead", "two civilians killed", "ten were wounded".

        "Sixteen servicemen had been killed and more than 100 wounded."
          16 killed; 100 wounded
        """
        assert sent.doc is not None
        tokens = _after(sent, count)
        people: Token | None = None
        verbal = False
        skipped_of = False
        for n, t in enumerate(tokens[:16]):
            low = fold(t.text)
            entry = self.harms.get(low)
            if entry is not None and (set(entry.used) & {"adjective", "object", "noun"} and t.tag_ in {"VBN", "VBD", "JJ", "NN", "NNS", "RB", "VB", "VBG"}):
                if "adjective" not in entry.used and "object" in entry.used and t.tag_ not in {"VBN", "VBD"}:
                    return
                if "adjective" not in entry.used and "object" not in entry.used:
                    if n <= 2 or people is None:
                        yield from self._noun_link(count, people, t, entry, "harm_after_number")
                    return
                if t.tag_ == "VBD" and people is not None and not verbal and children(t, "dobj"):
                    return  # "12 soldiers killed three men": they are no victims
                if _hypothetical(t) or (verbal and _negated_before(tokens[:n])):
                    return
                if entry.needs == "people" and people is None and not verbal and "adjective" not in entry.used:
                    return
                harm = entry.harm
                nxt = t.nbor(1) if t.i + 1 < len(t.doc) else None
                if nxt is not None and nxt.lower_ in {"or", "and"} and nxt.i + 1 < len(t.doc):
                    # "550 servicemen killed or wounded" is one count of casualties
                    second = self.harms.get(fold(t.doc[nxt.i + 1].text))
                    if second is not None and {second.harm, harm} == {"killed", "wounded"} and t.doc[nxt.i + 1].tag_ in {"VBN", "VBD", "JJ"}:
                        harm = "casualties"
                yield Link(count, people, harm, t, "harm_after_number", (f"harm: {entry.name}",))
                return
            if entry is not None and "subject" in entry.used and t.pos_ in {"VERB", "AUX"}:
                if _hypothetical(t) or (entry.needs == "people" and people is None):
                    return
                yield Link(count, people, entry.harm, t, "harm_after_number", (f"harm: {entry.name}",))
                return
            if t.is_punct or t.is_quote:
                if t.text in {",", ";", ":", "(", ")", "-", "–", "—", "."}:
                    return
                continue
            if t.pos_ == "CCONJ" and t.i + 1 < len(t.doc) and t.doc[t.i + 1].tag_ in {"VBG", "VBD"} and t.doc[t.i + 1].pos_ == "VERB":
                return
            if t.pos_ in {"VERB"} and entry is None and t.lemma_.lower() not in _AUX and t.tag_ not in {"VBN"}:
                return
            if low in self.people or low in demonyms:
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
            if t.lemma_.lower() in _AUX or t.lower_ in _AUX or low in ADJECTIVES:
                verbal = verbal or t.pos_ in {"AUX", "VERB"}
                continue
            if t.pos_ in {"ADJ", "PROPN", "DET", "PRON", "ADV", "NUM", "NOUN", "PART", "CCONJ", "ADP"} and not verbal:
                if t.pos_ == "NOUN" and people is None and n > 4:
                    return
                if t.pos_ == "CCONJ" and (people is None or _number_between(t.doc, t.i + 1, t.i + 4)):
                    return
                if t.pos_ == "NUM" and people is not None:
                    return
                if t.pos_ == "NOUN" and people is None and not _before_people(tokens[n + 1 : n + 4], self.people):
                    # a thing is counted: "12 houses", "two tanks"
                    if not skipped_of and t.dep_ not in {"compound", "nmod"}:
                        return
                continue
            if t.pos_ in {"ADV", "PART"}:
                continue
            return

    def harm_noun_counted(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A number of harms: "21 deaths", "40 casualties", "the bodies of eleven men", "the deaths of 320 soldiers".

        "The army confirmed the deaths of 320 soldiers and 21 civilians."
          320 killed; 21 killed
        """
        assert sent.doc is not None
        head = self.counted(sent, count)
        if head is None:
            return
        entry = self.harm_of(head, "noun")
        if entry is not None and head.pos_ in {"NOUN", "PROPN", "ADJ"}:
            yield from self._noun_link(count, None, head, entry, "harm_noun_counted")
            return
        here = head
        for _ in range(4):
            if here.dep_ == "conj" and here.head.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
                here = here.head
                continue
            break
        if here.dep_ == "pobj" and here.head.lower_ in {"of", "among", "to", "for"}:
            noun = here.head.head
            entry = self.harm_of(noun, "noun")
            if entry is not None and noun.pos_ in {"NOUN", "VERB"} and here.head.lower_ in {"of", "among", "to"} and (self.person(head) or head.like_num or fold(head.text) in demonyms):
                if _hypothetical(noun):
                    return
                yield Link(count, None if head.like_num else head, entry.harm, noun, "harm_noun_counted", (f"harm: {entry.name}",))

    def _noun_link(self, count: Count, people: Token | None, word: Token, entry: HarmWord, rule: str) -> Iterator[Link]:
        harm = entry.harm
        for c in word.children:
            # "dozens of wounded prisoners": the harm word is only an attribute of something else
            if c.dep_ == "neg":
                return
        if entry.name == "victim" or entry.name in {"hostage", "captive", "refugee"}:
            verb = word.head
            inner = self.harms.get(fold(verb.text)) if verb.pos_ in {"VERB", "AUX"} else None
            if inner is not None and {"object", "subject"} & set(inner.used):
                harm = inner.harm
            elif entry.name in {"captive"} and verb.lemma_.lower() not in {"hold", "take", "capture", "keep", "seize"}:
                return
        yield Link(count, people, harm, word, rule, (f"harm: {entry.name}",))

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
        if here.dep_ == "pobj" and here.head.lower_ == "of" and here.head.head.lemma_.lower() in {"number", "total", "group", "pair", "couple", "handful", "score", "crowd", "member", "dozen", "hundred", "thousand", "one", "life", "family", "group"}:
            outer = here.head.head
            if outer.lemma_.lower() == "life":
                return
            here = outer
            while here.dep_ == "conj" and here.head.pos_ in {"NOUN", "PROPN", "NUM"}:
                here = here.head
        verb = here.head
        people = None if head.like_num or head.pos_ == "NUM" or fold(head.text) in {"dozens", "hundreds", "thousands", "scores", "several", "many"} else head
        is_people = people is None or self.person(people) or fold(people.text) in demonyms
        if not is_people and not _person_name(people):
            return
        entry = self.harms.get(fold(verb.text))
        if entry is None or verb.pos_ not in {"VERB", "AUX"}:
            return
        if entry.needs == "people" and people is None and not seen:
            return
        if negated(verb) or _hypothetical(verb):
            return
        if here.dep_ in {"dobj", "obj", "attr", "oprd", "dative"} and "object" in entry.used and not is_passive(verb):
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))
        elif here.dep_ == "nsubjpass" and "object" in entry.used:
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))
        elif here.dep_ == "nsubj" and "subject" in entry.used:
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))
        elif here.dep_ in {"nsubj", "dobj"} and "home" in entry.used and _from_home(verb):
            yield Link(count, people, entry.harm, verb, "harmed_by_verb", (f"harm: {entry.name}",))

    _TOLL = re.compile(
        r"\b(?:(?P<dead>death toll|number of (?:the )?(?:dead|deaths|killed|fatalities|martyrs)|count of (?:the )?dead|dead|deaths|fatalities|toll|body count)"
        r"|(?P<wounded>number of (?:the )?(?:wounded|injured)|wounded|injured|injuries)|(?P<casualties>losses|casualties|casualty toll|casualty count)|(?P<missing>number of (?:the )?missing)|(?P<displaced>number of (?:the )?displaced(?: people)?))\b"
        r"(?P<between>[^.;]{0,90}?)\b(?:to|at|as|is|was|are|were|of|reached|reaching|passed|exceeds?|exceeded|exceeding|tops|topped|topping|number|numbers|numbered|hit|stood at|stands at|climbs to|by)\s+(?:over |the |some )?$",
        re.I,
    )

    def toll_reaches_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A toll that stands at a number: "the death toll rose to 127", "put its losses at 633", "the dead now number more than 200".

        "The death toll rose to 127."
          127 killed
        """
        assert sent.doc is not None
        before = sent.text[: count.span.start - sent.span.start]
        match = None
        for m in self._TOLL.finditer(before[-140:]):
            match = m
        if match is None or re.search(r"\d", match.group("between")):
            return
        after = _after(sent, count)
        if after and after[0].pos_ == "NOUN" and not self.person(after[0]) and self.harms.get(fold(after[0].text)) is None and after[0].text not in {"per"}:
            return
        harm: Harm = "killed"
        for kind in ("wounded", "casualties", "missing", "displaced"):
            if match.group(kind):
                harm = kind  # type: ignore[assignment]
        word = sent.token_at(sent.span.start + max(0, len(before) - 140) + match.start())
        if word is None or _hypothetical(word):
            return
        people = after[0] if after and (self.person(after[0]) or fold(after[0].text) in demonyms) else None
        if match.group("casualties") and re.search(r"losses", match.group("casualties"), re.I) and (any(fold(t.text) in {"dead", "killed"} for t in after[:3]) or re.search(r"\b(?:killed|dead|fallen|died|deaths)\b", before)):
            harm = "killed"
        yield Link(count, people, harm, word, "toll_reaches_number", ("harm: toll",))

    _HOSPITAL = re.compile(
        r"^\s+(?:[\w'-]+\s+){0,3}?(?:(?:had |have |has )?(?:been |were |was |are |is |being )?(?:also )?(?:taken|rushed|brought|admitted|transferred|evacuated|carried|still|treated)?\s*(?:to|in|at|into)\s+(?:a |the |local )?hospitals?"
        r"|(?:received|sustained|suffered|with)\s+(?:[\w-]+\s+){0,2}?(?:wounds|injuries|burns)|hospitali[sz]ed)\b",
        re.I,
    )

    def taken_to_hospital(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """People in hospital or with injuries are wounded: "19 civilians had been taken to hospital", "12 received wounds".

        "Ten people were taken to hospital with injuries."
          10 wounded
        """
        assert sent.doc is not None
        tokens = _after(sent, count)
        if not self._HOSPITAL.match(sent.text[count.span.end - sent.span.start :]):
            return
        people = self._people_ahead(tokens, demonyms)
        if people is None and tokens and tokens[0].pos_ == "NOUN":
            return
        yield Link(count, people, "wounded", tokens[0], "taken_to_hospital", ("harm: hospital",))

    _LIVES = re.compile(r"\b(?:claim|cost|t[ao]ke|took)\w*\s+(?:the\s+)?lives\s+of\s+(?:the\s+)?$", re.I)

    def lives_lost(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """Lives: "claimed the lives of 30,000 people", "26 lost their lives", "cost 12 lives".

        "The war claimed the lives of 30,000 people."
          30,000 killed
        """
        assert sent.doc is not None
        at = count.span.start - sent.span.start
        tokens = _after(sent, count)
        people = next((t for t in tokens[:4] if self.person(t)), None)
        if self._LIVES.search(sent.text[:at]):
            yield Link(count, people, "killed", tokens[0] if tokens else sent.doc[0], "lives_lost", ("harm: lives",))
            return
        rest = sent.text[count.span.end - sent.span.start :]
        if re.match(r"\s+(?:[\w'-]+\s+){0,4}?(?:have |had |has )?(?:also )?(?:lost|laid down|gave|given) their lives\b", rest, re.I) or re.match(r"\s+(?:human |more |civilian )?lives\b(?! in| on)", rest, re.I):
            word = next((t for t in tokens if t.lower_ in {"lives"}), None)
            if word is not None and (word.head.lemma_.lower() in {"lose", "claim", "cost", "take", "lay", "give"} or "lost" in rest):
                yield Link(count, people, "killed", word, "lives_lost", ("harm: lives",))

    _PART = re.compile(r"\b(?:including|among them|among whom|of whom|of them|among the (?:dead|victims|wounded|injured|killed)|amongst them|comprising|most of them|with|namely)\s*:?\s*(?:the |were |was |are )?$", re.I)

    def part_of_whole(self, sent: Sentence, count: Count, links: list[Link]) -> Iterator[Link]:
        """A part of a count before it: "including 30 civilians", "six of them children", "28 of them critically".

        "At least 20 people were killed, including five children."
          5 killed, part of 20
        """
        assert sent.doc is not None
        before = sent.text[: count.span.start - sent.span.start]
        tokens = _after(sent, count)
        rest = sent.text[count.span.end - sent.span.start :]
        earlier = sorted((k for k in links if k.count.span.end <= count.span.start), key=lambda k: k.count.span)
        people = next((t for t in tokens[:5] if self.person(t) and t.lower_ not in _PERSON_PRONOUNS), None)
        if tokens and tokens[0].pos_ == "NOUN" and people is None:
            return
        whole: Link | None = None
        if self._PART.search(before[-40:]) or re.match(r"\s+(?:more )?of (?:them|whom|the (?:dead|victims|wounded|killed))\b", rest, re.I):
            whole = earlier[-1] if earlier else None
        elif earlier and re.search(r"(?:,|\band|&)\s*$", before[-6:]) and people is not None:
            previous = earlier[-1]
            gap = sent.text[previous.count.span.end - sent.span.start : count.span.start - sent.span.start]
            if len(gap) < 90 and not re.search(r"[;:]|\b(?:but|while|which|who)\b", gap) and (previous.rule == "part_of_whole" or previous.rule in {"harmed_by_verb", "harm_noun_counted", "harm_after_number"}):
                if _no_verb_between(sent, previous.count.span.end, count.span.start, self.harms):
                    whole = previous
        elif earlier and re.search(r"[-–—(,:]\s*$", before[-4:]) and people is not None and re.match(r"\s+[\w-]+(?:\s+[\w-]+)?(?:,|\s+and\s+\w+|[-–—)])", rest):
            whole = earlier[-1]
        elif re.search(r"\bamong (?:those|the) (?:killed|dead|wounded|injured)\b", sent.text[: count.span.end - sent.span.start], re.I):
            harm: Harm = "wounded" if re.search(r"among (?:those|the) (?:wounded|injured)", sent.text, re.I) else "killed"
            yield Link(count, people, harm, tokens[0] if tokens else sent.doc[0], "part_of_whole", ("harm: among",))
            return
        elif earlier and re.search(r"\s[-–—(]\s*$|,\s*$|\band\s*$", before[-6:]) and people is not None and earlier[-1].rule == "part_of_whole":
            whole = earlier[-1]
        if whole is not None:
            yield replace(whole, count=count, people=people, rule="part_of_whole", part_of=whole.count.span.start)

    _CARRIES = re.compile(
        r"\b(?:put|puts|putting|given|gave|gives|giving|said|says|spoke|spoken|speaks|reported|reports|reporting|counted|counts|count|lists|listed|listing|named|recorded|records|documented|admitting|admitted|admits|acknowledged|claimed|claims|earlier|toll|tolls|total|number|figure|from|bringing|brings|brought|took|takes|taking|making|raising|raised|reached|reach|reaching|stands at|stood at|added|not|up from|against|estimate[sd]?|another|more|until|revised)\b[^.;]{0,45}$",
        re.I,
    )

    def same_harm_carried(self, sent: Sentence, count: Count, links: list[Link], last: Link | None) -> Iterator[Link]:
        """A bare number that counts again what was just counted: "it had earlier put the number at 14", "… 1,068 in all".

        "Ten people were killed, up from seven on Monday."
          10 killed; 7 killed
        """
        assert sent.doc is not None
        earlier = sorted((k for k in links if k.count.span.end <= count.span.start), key=lambda k: k.count.span)
        base = earlier[-1] if earlier else last
        if base is None or base.rule == "uncounted_people":
            return
        before = sent.text[: count.span.start - sent.span.start]
        rest = sent.text[count.span.end - sent.span.start :]
        bare = re.match(r"(?:\s+(?:more|others?|in all|names?|so far|altogether|overall|in total))?\s*(?:$|[.,;:)\]\"”'’-]|(?:on|since|and|in the|by|before|after|for|at|from|to|but|until|in [A-Z]|the|that)\b)", rest)
        if not bare:
            return
        tokens = sent.tokens_in(count.span)
        if tokens and tokens[-1].dep_ in {"nummod", "compound"} and tokens[-1].head.pos_ in {"NOUN", "PROPN"} and tokens[-1].head.i > tokens[-1].i:
            return
        tail = re.split(r"[;]|\.\s", before)[-1]
        named = re.search(r"(?:^|[;:,]\s+|\band\s+)(?:[A-Z][\w.'’-]*\s+){1,5},?\s*$", before)
        if not (self._CARRIES.search(tail) or re.match(r"\s+(?:in all|more|in total|altogether|since)\b", rest) or named):
            return
        if re.search(r"\b(?:year|month|day|hour|minute|kilomet|mile|tanks?|vehicles?|villages?|aged?|houses?|homes?)\w*\b", tail[-30:], re.I):
            return
        people = None
        yield replace(base, count=count, people=people, rule="same_harm_carried", part_of=None)

    def nobody_harmed(self, sent: Sentence, count: Count) -> Iterator[Link]:
        """Nobody harmed: "no one was killed", "none of them was injured", "no casualties were reported".

        "Nobody on board was killed."
          0 killed
        """
        assert sent.doc is not None
        for n, t in enumerate(_after(sent, count)[:12]):
            entry = self.harms.get(fold(t.text))
            if entry is not None and (set(entry.used) & {"object", "adjective", "subject"} and t.pos_ in {"VERB", "ADJ", "AUX"} or ("noun" in entry.used and n <= 4 and t.pos_ in {"NOUN", "PROPN"})):
                if entry.needs == "people" and (entry.harm in {"captured", "displaced"} or entry.name in {"fall", "lose", "take"}):
                    return
                if t.pos_ == "NOUN" and (t.dep_ == "compound" or (t.dep_ == "dobj" and t.head.lemma_.lower() in {"publish", "disclose", "release", "give", "announce", "acknowledge", "provide", "offer", "admit"})):
                    return
                if t.tag_ == "VBN" or t.pos_ != "VERB" or "subject" in entry.used:
                    yield Link(count, None, entry.harm, t, "nobody_harmed", (f"harm: {entry.name}",))
                return
            if (t.is_punct and t.text != ",") or (t.pos_ == "VERB" and t.lemma_.lower() not in _AUX):
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
                if negated(verb) or _hypothetical(verb):
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
                elif "home" in entry.used and _from_home(verb):
                    victims = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}] if entry.name != "leave" else [c for c in verb.children if c.dep_ == "nsubj"]
            elif "noun" in entry.used and verb.pos_ == "NOUN" and entry.name in {"death", "funeral", "burial", "killing", "execution", "body", "injury"}:
                victims = [o for p in verb.children if p.dep_ == "prep" and p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
            for victim in [x for v in victims for x in [v, *conjuncts(v)]]:
                for link in self._uncounted(sent, victim, verb, entry, numbered, demonyms):
                    key = (link.count.span.start, link.harm)
                    if key not in done and not _covered(link, links):
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
        named = _person_name(victim)
        if victim.lower_ in _SINGULAR and entry.harm == "killed" and "object" in entry.used and is_passive(word):
            yield Link(_one(sent, victim), victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))
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
            yield Link(_one(sent, victim), victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))
        elif victim.tag_ in BARE_PLURALS and not determiners & {"no", "both"}:
            if determiners and "the" in determiners and entry.harm != "displaced" and not [c for c in victim.children if c.dep_ in {"relcl", "prep", "amod"}]:
                return
            yield Link(_vague(sent, victim), victim, entry.harm, word, "uncounted_people", (f"harm: {entry.name}",))

    # -- what a number counts --------------------------------------------------------------------------------------

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
            if here.dep_ in {"nummod", "quantmod", "compound", "amod", "det", "advmod", "nmod", "npadvmod"} and here.head.i > here.i and here.head.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "VERB"} and here.head.i - here.i < 8:
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


def _one(sent: Sentence, token: Token) -> Count:
    left = token.left_edge if token.left_edge.i <= token.i else token
    first = next((c for c in token.children if c.dep_ == "det"), token)
    span = Span(sent.at(min(first, token, key=lambda t: t.i)), sent.at(token) + len(token))
    del left
    return Count(span, sent.text[span.start - sent.span.start : span.end - sent.span.start], 1, "exact")


def _vague(sent: Sentence, token: Token) -> Count:
    span = sent.of(token)
    return Count(span, token.text, None, "vague")


def _after(sent: Sentence, count: Count) -> list[Token]:
    assert sent.doc is not None
    return [t for t in sent.doc if sent.at(t) >= count.span.end]


def _hypothetical(verb: Token) -> bool:
    """Whether a verb is only possible, planned or feared: "could kill", "if they are killed", "to kill", "threatened to kill"."""
    for c in verb.children:
        if c.dep_ == "aux" and c.lower_ in _MODAL:
            return not (c.lower_ in {"may", "might", "could"} and any(x.lower_ == "have" for x in verb.children))
        if c.dep_ == "mark" and c.lower_ in {"if", "unless", "lest"}:
            return True
    if verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.lemma_.lower() not in {"have", "be", "report", "say", "believe", "think", "force", "begin", "continue", "start"}:
        return True
    return False


def _negated_before(tokens: list[Token]) -> bool:
    return any(t.dep_ == "neg" or t.lower_ in {"not", "n't", "never"} for t in tokens)


def _number_between(doc: object, start: int, end: int) -> bool:
    return any(t.like_num for t in list(doc)[start:end])  # type: ignore[call-overload]


def _before_people(tokens: list[Token], people: dict[str, Word]) -> bool:
    return any(fold(t.text) in people for t in tokens)


def _person_name(token: Token | None) -> bool:
    """Whether a proper noun looks like a person's name: introduced by a title or rank, or with a first name before it."""
    if token is None or token.pos_ != "PROPN":
        return False
    titles = {"gen.", "general", "col.", "colonel", "maj.", "major", "capt.", "captain", "lt.", "lieutenant", "sgt.", "sergeant", "brig.", "mr.", "mr", "mrs.", "dr.", "commander", "cmdr.", "adm.", "journalist", "reporter", "photographer"}
    return any(c.lower_ in titles for c in token.children if c.dep_ in {"compound", "nmod", "amod"})


def _from_home(verb: Token) -> bool:
    words = {t.lower_ for t in verb.subtree}
    return bool(words & {"home", "homes", "houses", "villages", "country", "house"})


def _no_verb_between(sent: Sentence, start: int, end: int, harms: dict[str, HarmWord]) -> bool:
    assert sent.doc is not None
    for t in sent.doc:
        if start <= sent.at(t) < end and t.pos_ in {"VERB", "AUX"} and fold(t.text) not in harms:
            return False
    return True


def _covered(link: Link, links: list[Link]) -> bool:
    """Whether a counted link already speaks of the same people and harm: "the funeral of a soldier killed" is one."""
    return any(k.harm == link.harm and k.people is not None and link.people is not None and k.people.i == link.people.i for k in links)
