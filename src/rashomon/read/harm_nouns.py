"""Numbers of harms: deaths counted, tolls that reach a number, lives lost, people in hospital."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rashomon.lexicon import fold
from rashomon.model import Count, Harm
from rashomon.read.document import Sentence
from rashomon.read.harm_words import HarmWords, Link, after, hypothetical

_DATE = re.compile(
    r"\b(?:\d{1,2} (?:of )?(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)\w*\.?(?: \d{4})?|(?:Jan|Feb|Mar|Apr|May"
    r"|June?|July?|Aug|Sep|Oct|Nov|Dec)\w*\.? \d{1,2}(?:, \d{4})?)"
)
_KILLED = (
    r"(?P<dead>death tolls?|number of (?:the |those |people )?(?:dead|deaths|killed|fatalities|martyrs)|count of (?:the )?dead"
    r"|dead|deaths|fatalities|tolls?|body count|martyrs)"
)
_WOUNDED = r"(?P<wounded>number of (?:the |those |people )?(?:wounded|injured)|wounded|injured|injuries)"
_OTHERS = (
    r"(?P<casualties>losses|casualties|casualty toll|casualty count)|(?P<missing>number of (?:the |those |people )?missing)"
    r"|(?P<displaced>number of (?:the )?(?:displaced|refugees|IDPs)(?: people| persons)?)"
    r"|(?P<captured>number of (?:the )?(?:prisoners|captives|hostages|detainees))"
)
_STANDS = (
    r"(?:to|at|as|is|was|are|were|of|reached|reaching|passed|exceeds?|exceeded|exceeding|tops|topped|topping|number|numbers"
    r"|numbered|hit|stood at|stands at"
    r"|climbs to|by|total|totals|totalled|totaled|counts|counting)"
)
_TOLL = re.compile(
    rf"\b(?:{_KILLED}|{_WOUNDED}|{_OTHERS})\b(?P<between>[^.;\d]{{0,90}}?)\b{_STANDS}\s+(?:now\s+)?(?:over |the |some )?$", re.I
)
_NUMBERED = re.compile(
    r"\b(?P<word>killed|wounded|injured|missing|displaced|captured)\s+(?:now\s+)?(?:number|numbered|stand at|stood at|total"
    r"|totalled|totaled|are now|were now)\s+$",
    re.I,
)
_IN_THE = re.compile(r"(?:losses|dead|casualties|fatalities|deaths)\b[^.;\d]{0,40}\b(?:in|into)\s+the\s*$", re.I)
_LABEL = re.compile(
    r"(?:^|[.;|•*\n]\s*|\d\s+|[,)]\s*)(?P<word>Killed|Dead|Deaths|Wounded|Injured|Displaced|Missing|Captured|Fatalities"
    r"|Casualties|Died|Martyrs|Refugees|Detained|Prisoners|Hostages|Injuries)"
    r"\b(?P<rest>[^.;:\d]{0,25}|(?: (?:from|in|since|of|by|among|due|during|on)|,)[^.;:]{0,70})\s*[:=–—-]\s*$",
    re.I,
)


class NounRules(HarmWords):
    """Rules for nouns of harm."""

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
            yield from self.noun_link(count, None, head, entry, "harm_noun_counted")
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
            if (
                entry is not None
                and noun.pos_ in {"NOUN", "VERB"}
                and here.head.lower_ in {"of", "among", "to"}
                and (self.person(head) or head.like_num or fold(head.text) in demonyms)
            ):
                if hypothetical(noun):
                    return
                yield Link(count, None if head.like_num else head, entry.harm, noun, "harm_noun_counted", (f"harm: {entry.name}",))

    def toll_reaches_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A toll that stands at a number: "the death toll rose to 127", "put its losses at 633", "the dead now number more than 200".

        "The death toll rose to 127."
          127 killed
        """
        assert sent.doc is not None
        before = _DATE.sub(lambda m: "_" * len(m[0]), sent.text[: count.span.start - sent.span.start])
        numbered = _NUMBERED.search(before)
        if numbered is not None:
            said = sent.token_at(sent.span.start + numbered.start())
            entry = self.harm_of(said) if said is not None else None
            if said is not None and entry is not None:
                yield Link(count, None, entry.harm, said, "toll_reaches_number", (f"harm: {entry.name}",))
            return
        match = None
        for m in _TOLL.finditer(before[-140:]):
            match = m if ", and " not in m.group("between") else None
        if match is None:
            match = _IN_THE.search(before[-140:]) if count.value is None else None
            if match is None:
                return
            match = _TOLL.search(before[-140:][match.start() :].replace(" in the", " at the").replace(" into the", "   at the"))
            if match is None:
                return
        rest = after(sent, count)
        if (
            rest
            and rest[0].pos_ == "NOUN"
            and not self.person(rest[0])
            and self.harms.get(fold(rest[0].text)) is None
            and rest[0].text not in {"per"}
        ):
            return
        harm: Harm = "killed"
        for kind in ("wounded", "casualties", "missing", "displaced", "captured"):
            if match.group(kind):
                harm = kind
        word = sent.token_at(sent.span.start + max(0, len(before) - 140) + match.start())
        if word is None or hypothetical(word):
            return
        people = rest[0] if rest and (self.person(rest[0]) or fold(rest[0].text) in demonyms) else None
        if (
            match.group("casualties")
            and re.search(r"losses", match.group("casualties"), re.I)
            and (any(fold(t.text) in {"dead", "killed"} for t in rest[:3]) or re.search(r"\b(?:killed|dead|fallen|died|deaths)\b", before))
        ):
            harm = "killed"
        yield Link(count, people, harm, word, "toll_reaches_number", ("harm: toll",))

    _HOSPITAL = re.compile(
        r"^\s+(?:[\w'-]+\s+){0,3}?(?:(?:had |have |has )?(?:been |were |was |are |is |being )?(?:also )?(?:taken|rushed|brought"
        r"|admitted|transferred|evacuated|carried|still|treated)?\s*(?:to|in|at|into)\s+(?:a |the |local )?hospitals?"
        r"|(?:received|sustained|suffered|with)\s+(?:[\w-]+\s+){0,2}?(?:wounds|injuries|burns)|hospitali[sz]ed)\b",
        re.I,
    )

    def taken_to_hospital(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """People in hospital or with injuries are wounded: "19 civilians had been taken to hospital", "12 received wounds".

        "Ten people were taken to hospital with injuries."
          10 wounded
        """
        assert sent.doc is not None
        tokens = after(sent, count)
        if not self._HOSPITAL.match(sent.text[count.span.end - sent.span.start :]):
            return
        people = self.people_ahead(tokens, demonyms)
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
        tokens = after(sent, count)
        people = next((t for t in tokens[:4] if self.person(t)), None)
        if self._LIVES.search(sent.text[:at]):
            yield Link(count, people, "killed", tokens[0] if tokens else sent.doc[0], "lives_lost", ("harm: lives",))
            return
        rest = sent.text[count.span.end - sent.span.start :]
        if re.match(
            r"\s+(?:[\w'-]+\s+){0,4}?(?:have |had |has )?(?:also )?(?:lost|laid down|gave|given) their lives\b", rest, re.I
        ) or re.match(r"\s+(?:human |more |civilian )?lives\b", rest, re.I):
            word = next((t for t in tokens if t.lower_ in {"lives"}), None)
            if word is not None and (word.head.lemma_.lower() in {"lose", "claim", "cost", "take", "lay", "give"} or "lost" in rest):
                yield Link(count, people, "killed", word, "lives_lost", ("harm: lives",))

    def label_and_number(self, sent: Sentence, count: Count, demonyms: frozenset[str]) -> Iterator[Link]:
        """A harm and its number in a list: "Killed: 12; wounded: 40", "Deaths from the war: 377,000".

        "Killed: 12; wounded: 40."
          12 killed; 40 wounded
        """
        assert sent.doc is not None
        label = _LABEL.search(sent.text[: count.span.start - sent.span.start])
        rest = after(sent, count)
        if label is None or (rest and rest[0].pos_ == "NOUN" and not self.person(rest[0])):
            return
        word = sent.token_at(sent.span.start + label.start("word"))
        entry = self.harm_of(word) if word is not None else None
        if word is not None and entry is not None:
            yield Link(
                count, rest[0] if rest and self.person(rest[0]) else None, entry.harm, word, "label_and_number", (f"harm: {entry.name}",)
            )
