"""Numbers that lean on another: parts of a whole, and counts of what was just counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rashomon.lexicon import HarmWord, fold
from rashomon.model import Count, Harm
from rashomon.read.document import Sentence
from rashomon.read.harm_words import PERSON_PRONOUNS, HarmWords, Link, after

_INCLUDING = re.compile(
    r"\b(?:including|included|among them|among whom|of whom|of them|among the (?:dead|victims|wounded|injured|killed)"
    r"|amongst them|comprising|most of them|"
    r"namely)\s*:?\s*(?:the |were |was |are )?$",
    re.I,
)
_WITH = re.compile(r"\bwith\s+$", re.I)
_OF_THEM = re.compile(r"\s+(?:more )?of (?:them|whom|these|the (?:dead|victims|wounded|killed|injured))\b", re.I)
_AMONG_THEM = re.compile(r"\s+(?:[\w'-]+\s+){1,3}(?:among them|among the (?:dead|killed|victims))\b", re.I)
_LIST_STARTS = re.compile(r"(?:\s[-–—]|[(:,])\s*$")
_LIST_GOES_ON = re.compile(r"(?:,|\band|&)\s*$")

# Verbs and words that give a number: what follows them counts again what was counted before.
_GIVES = (
    r"put|puts|putting|given|gave|gives|giving|said|says|spoke|spoken|speaks|reported|reports|reporting|counted|counts|count"
    r"|lists|listed|listing|named|"
    r"recorded|records|documented|admitting|admitted|admits|acknowledged|conceded|claimed|claims|estimate[sd]?|owned|owns"
    r"|sticking|sticks|stuck|trimmed|cut|"
    r"lowered|bringing|brings|brought|took|takes|taking|making|raising|raised|revised|reached|reach|reaching|added|adding"
    r"|believe[sd]?|identified|confirmed"
)
_CARRIES = re.compile(
    rf"\b(?:{_GIVES}|earlier|tolls?|total|number|figure|from|stands at|stood at|not|up from|down from|against|another|more"
    rf"|until|first|then|initially|"
    r"previously|names|or even)\b[^.;]{0,45}$",
    re.I,
)
_GIVEN_BEFORE = re.compile(rf"\b(?:{_GIVES}|stands|stood|is|was|tolls?|total|number|figure)\b", re.I)
_KINDS: tuple[tuple[Harm, re.Pattern[str]], ...] = (
    ("wounded", re.compile(r"\b(?:wounded|injured|injuries|hurt)\b", re.I)),
    ("missing", re.compile(r"\bmissing\b", re.I)),
    ("displaced", re.compile(r"\b(?:displaced|refugees|fled|homeless)\b", re.I)),
    ("captured", re.compile(r"\b(?:captured|captives|prisoners|hostages|detained|detainees)\b", re.I)),
    ("killed", re.compile(r"\b(?:dead|deaths?|died|killed|tolls?|fatalities|martyrs|bodies|lives|fallen|names|list|lists)\b", re.I)),
)
_NO_PEOPLE = re.compile(r"\b(?:year|month|day|hour|minute|kilomet|mile|tanks?|vehicles?|villages?|aged?|houses?|homes?|member)\w*\b", re.I)
_BARE = re.compile(
    r"(?:\s+(?:more|others?|in all|names?|so far|altogether|overall|in total|yesterday|today|earlier|now))?"
    r"\s*(?:$|[.,;:)\]\"”'’-]|(?:on|since|and|in the|by|before|after|for|at|from|to|but|until|in [A-Z]|the|that|near|as)\b)"
)
_ELSEWHERE = re.compile(r"\s+(?:in|at|near|from|on)\s+(?:the\s+)?[A-Z]")


class LeaningRules(HarmWords):
    """Rules for numbers that say less than they mean."""

    def part_of_whole(self, sent: Sentence, count: Count, links: list[Link]) -> Iterator[Link]:
        """A part of a count before it: "including 30 civilians", "six of them children", "28 of them critically".

        "At least 20 people were killed, including five children."
          5 killed, part of 20
        """
        assert sent.doc is not None
        before = sent.text[: count.span.start - sent.span.start]
        tokens = after(sent, count)
        rest = sent.text[count.span.end - sent.span.start :]
        earlier = _before(links, count)
        people = next((t for t in tokens[:5] if self.person(t) and t.lower_ not in PERSON_PRONOUNS), None)
        if tokens and tokens[0].pos_ == "NOUN" and people is None:
            return
        whole: Link | None = None
        if _INCLUDING.search(before[-40:]) or _OF_THEM.match(rest) or _WITH.search(before):
            whole = _whole(earlier)
        elif earlier and _LIST_GOES_ON.search(before[-6:]) and people is not None:
            previous = earlier[-1]
            gap = sent.text[previous.count.span.end - sent.span.start : count.span.start - sent.span.start]
            if len(gap) < 90 and not re.search(r"[;:]|\b(?:but|while|which|who)\b", gap) and previous.rule in _LISTED:
                if no_verb_between(sent, previous.count.span.end, count.span.start, self.harms):
                    whole = previous
        elif earlier and re.search(r"[-–—(,:]\s*$", before[-4:]) and people is not None and _LIST_ITEM.match(rest):
            whole = earlier[-1]
        elif re.search(r"\bamong (?:those|the) (?:killed|dead|wounded|injured)\b", sent.text[: count.span.end - sent.span.start], re.I):
            harm: Harm = "wounded" if re.search(r"among (?:those|the) (?:wounded|injured)", sent.text, re.I) else "killed"
            yield Link(count, people, harm, tokens[0] if tokens else sent.doc[0], "part_of_whole", ("harm: among",))
            return
        elif (
            earlier
            and re.search(r"\s[-–—(]\s*$|,\s*$|\band\s*$", before[-6:])
            and people is not None
            and earlier[-1].rule == "part_of_whole"
        ):
            whole = earlier[-1]
        if whole is not None:
            yield replace(whole, count=count, people=people, rule="part_of_whole", part_of=_start_of(whole))

    def marked_parts(self, sent: Sentence, links: Sequence[Link]) -> list[Link]:
        """The links of a sentence with those that other rules found, but that are parts, marked so: "ten people, six of them women"."""
        out: list[Link] = []
        listing = False
        for link in links:
            before = sent.text[: link.count.span.start - sent.span.start]
            rest = sent.text[link.count.span.end - sent.span.start :]
            whole = _whole([k for k in out if k.harm == link.harm and k.count.span.end <= link.count.span.start])
            strong = _INCLUDING.search(before[-40:]) or _OF_THEM.match(rest) or _AMONG_THEM.match(rest)
            between = sent.text[whole.count.span.end - sent.span.start : link.count.span.start - sent.span.start] if whole else ""
            opens = (
                whole is not None
                and out
                and out[-1] is whole
                and re.search(r"(?:\s[-–—]|[(:])\s*$", between)
                and not re.search(r"[;.]", between)
            )
            goes_on = listing and out and re.fullmatch(r"\s+[\w' -]{2,40}?(?:,|,? and)\s+", _gap(sent, out[-1], link)) is not None
            if (
                link.part_of is None
                and whole is not None
                and _smaller(link.count, whole.count)
                and link.rule != "same_harm_carried"
                and (strong or opens or goes_on)
            ):
                link = replace(link, part_of=whole.count.span.start, rule="part_of_whole")
                listing = True
            else:
                listing = link.part_of is not None
            out.append(link)
        return out

    def same_harm_carried(self, sent: Sentence, count: Count, links: list[Link], last: Link | None) -> Iterator[Link]:
        """A bare number that counts again what was just counted: "it had earlier put the number at 14", "… 1,068 in all".

        "Ten people were killed, up from seven on Monday."
          10 killed; 7 killed
        """
        assert sent.doc is not None
        earlier = _before(links, count)
        before = sent.text[: count.span.start - sent.span.start]
        rest = sent.text[count.span.end - sent.span.start :]
        tail = re.split(r"[;]|\.\s", before)[-1]
        base = earlier[-1] if earlier else last
        if base is None or base.rule == "uncounted_people" or not _BARE.match(rest):
            return
        tokens = sent.tokens_in(count.span)
        if (
            tokens
            and tokens[-1].dep_ in {"nummod", "compound"}
            and tokens[-1].head.pos_ in {"NOUN", "PROPN"}
            and tokens[-1].head.i > tokens[-1].i
        ):
            if not re.match(r"\s+names\b", rest):
                return
        named = re.search(r"(?:^|[;:,]\s+|\band\s+)(?:[A-Z][\w.'’-]*\s+){0,5}[A-Z][\w.'’-]*,?\s*$", before)
        named = named or (
            re.search(r";\s+(?:the|a|an|its|one)\s[\w' -]{3,40},\s*$", before) if earlier else None
        )  # "; the hospital, at least 14"
        elsewhere = (
            earlier
            and re.search(r"(?:,|\band)\s*$", before)
            and _ELSEWHERE.match(rest)
            and _ELSEWHERE.search(_gap_to(sent, earlier[-1], count))
        )
        relative = re.search(r"\bthe\s*$", before) and re.match(rf"\s+(?:that|which)\s[^.;]{{2,60}}\b(?:{_GIVES}|announced)\b", rest)
        if not (
            _CARRIES.search(tail) or re.match(r"\s+(?:in all|more|in total|altogether|since)\b", rest) or named or elsewhere or relative
        ):
            return
        if _NO_PEOPLE.search(tail[-30:]):
            return
        if not earlier:
            # Across a sentence only what is plainly given as a number: "The ministry had given 773."
            verbs = [
                t
                for t in sent.doc
                if sent.at(t) < count.span.start and t.pos_ in {"VERB", "AUX"} and t.lower_ not in {"had", "has", "have"}
            ]
            if (count.value is not None and count.value <= 1) or not (
                relative or named or (verbs and _GIVEN_BEFORE.search(verbs[-1].text))
            ):
                return
        clause = _gap_to(sent, earlier[-1], count).split(";")[-1] if earlier else tail
        harm = self._carried(base, earlier, clause, bool(elsewhere))
        yield replace(base, count=count, people=None, harm=harm, rule="same_harm_carried", part_of=None)

    def _carried(self, base: Link, earlier: list[Link], tail: str, elsewhere: bool) -> Harm:
        """What a bare number counts: what its own clause names, else what was counted first, a toll of dead before all."""
        if elsewhere:
            return base.harm
        near = max(((m.start(), harm) for harm, kind in _KINDS for m in kind.finditer(tail)), default=None)
        if near is not None:
            return near[1]
        if earlier and any(k.harm == "killed" for k in earlier) and base.harm == "wounded":
            return "killed"
        return "killed" if base.harm == "missing" and not earlier else base.harm


_LISTED = {"part_of_whole", "harmed_by_verb", "harm_noun_counted", "harm_after_number", "harmed_by_phrase"}
_LIST_ITEM = re.compile(r"\s+[\w-]+(?:\s+[\w-]+)?(?:,|\s+and\s+\w+|[-–—)])")


def _before(links: Sequence[Link], count: Count) -> list[Link]:
    return sorted((k for k in links if k.count.span.end <= count.span.start), key=lambda k: k.count.span)


def _whole(earlier: Sequence[Link]) -> Link | None:
    """The last count that is no part itself, else the last."""
    whole = [k for k in earlier if k.part_of is None]
    return whole[-1] if whole else (earlier[-1] if earlier else None)


def _start_of(whole: Link) -> int:
    return whole.count.span.start


def _smaller(part: Count, whole: Count) -> bool:
    most, least = whole.value or whole.high, part.value or part.low
    return most is None or least is None or least < most


def _gap(sent: Sentence, left: Link, right: Link) -> str:
    return _gap_to(sent, left, right.count)


def _gap_to(sent: Sentence, left: Link, count: Count) -> str:
    return sent.text[left.count.span.end - sent.span.start : count.span.start - sent.span.start]


def no_verb_between(sent: Sentence, start: int, end: int, harms: dict[str, HarmWord]) -> bool:
    """Whether no verb but one of harm stands between two places of a sentence."""
    assert sent.doc is not None
    return not any(start <= sent.at(t) < end and t.pos_ in {"VERB", "AUX"} and fold(t.text) not in harms for t in sent.doc)
