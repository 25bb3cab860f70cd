"""Numbers that lean on another: parts of a whole, and counts of what was just counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rashomon.lexicon import HarmWord, fold
from rashomon.model import Count, Harm
from rashomon.read.document import Sentence
from rashomon.read.harm_words import PERSON_PRONOUNS, HarmWords, Link, after


class LeaningRules(HarmWords):
    """Rules for numbers that say less than they mean."""

    _PART = re.compile(r"\b(?:including|among them|among whom|of whom|of them|among the (?:dead|victims|wounded|injured|killed)|amongst them|comprising|most of them|with|namely)\s*:?\s*(?:the |were |was |are )?$", re.I)

    def part_of_whole(self, sent: Sentence, count: Count, links: list[Link]) -> Iterator[Link]:
        """A part of a count before it: "including 30 civilians", "six of them children", "28 of them critically".

        "At least 20 people were killed, including five children."
          5 killed, part of 20
        """
        assert sent.doc is not None
        before = sent.text[: count.span.start - sent.span.start]
        tokens = after(sent, count)
        rest = sent.text[count.span.end - sent.span.start :]
        earlier = sorted((k for k in links if k.count.span.end <= count.span.start), key=lambda k: k.count.span)
        people = next((t for t in tokens[:5] if self.person(t) and t.lower_ not in PERSON_PRONOUNS), None)
        if tokens and tokens[0].pos_ == "NOUN" and people is None:
            return
        whole: Link | None = None
        if self._PART.search(before[-40:]) or re.match(r"\s+(?:more )?of (?:them|whom|the (?:dead|victims|wounded|killed))\b", rest, re.I):
            whole = earlier[-1] if earlier else None
        elif earlier and re.search(r"(?:,|\band|&)\s*$", before[-6:]) and people is not None:
            previous = earlier[-1]
            gap = sent.text[previous.count.span.end - sent.span.start : count.span.start - sent.span.start]
            if len(gap) < 90 and not re.search(r"[;:]|\b(?:but|while|which|who)\b", gap) and (previous.rule == "part_of_whole" or previous.rule in {"harmed_by_verb", "harm_noun_counted", "harm_after_number"}):
                if no_verb_between(sent, previous.count.span.end, count.span.start, self.harms):
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


def no_verb_between(sent: Sentence, start: int, end: int, harms: dict[str, HarmWord]) -> bool:
    assert sent.doc is not None
    for t in sent.doc:
        if start <= sent.at(t) < end and t.pos_ in {"VERB", "AUX"} and fold(t.text) not in harms:
            return False
    return True
