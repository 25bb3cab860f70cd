"""What a report's speakers claim, in order: who, in which words, about whom; the ground on which denials and silences are placed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.lexicon import Word, by_form, fold
from rashomon.model import Event, Figure, Span
from rashomon.read.actors import Speaker
from rashomon.read.attribution import Cue
from rashomon.read.contest_words import is_word, those
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, negated, prepositional
from rashomon.read.who import Who, flat, who_is

_VIOLENT = {
    "battle",
    "air_strike",
    "shelling",
    "explosion",
    "shootdown",
    "killing",
    "capture",
    "violation",
    "statement_of_blame",
    "support",
    "deployment",
    "displacement",
    "territory",
}


_LIGHT = {
    "say",
    "be",
    "have",
    "do",
    "make",
    "take",
    "people",
    "force",
    "man",
    "soldier",
    "report",
    "tell",
    "give",
    "put",
    "day",
    "year",
    "number",
    "country",
    "go",
    "come",
    "know",
    "call",
    "use",
    "one",
    "month",
    "week",
    "part",
    "time",
    "military",
    "army",
    "side",
    "get",
    "kill",
    "wound",
    "attack",
    "war",
    "claim",
    "ministry",
    "spokesman",
    "government",
    "official",
    "accuse",
    "blame",
    "deny",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody stands for; ``accused`` are the parties that they lay an act on, ``about`` all that they name."""

    who: Who
    sent: Sentence
    start: int
    end: int
    accused: frozenset[str]
    about: frozenset[str]
    terms: frozenset[str]
    kind: str
    """said, blame, or own: the report's own voice."""
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def terms_of(tokens: Sequence[Token]) -> frozenset[str]:
    """The telling words of a stretch: lemmas of nouns, verbs, names and numbers that are not everyday."""
    return frozenset(
        lemma
        for t in tokens
        if t.pos_ in {"NOUN", "PROPN", "VERB", "NUM", "ADJ"} and (lemma := t.lemma_.lower()) not in _LIGHT and len(t) > 2
    )


def claims_of(page: Page, figures: Sequence[Figure], events: Sequence[Event]) -> list[Claim]:
    """Every claim of a report in order: one for each cue that hands words to a speaker, one for each sentence in the report's own voice."""
    out: list[Claim] = []
    for sent in page.sentences:
        if sent.doc is None:
            continue
        spoken = False
        for cue, who in zip(page.cues[sent.index], page.speakers[sent.index], strict=True):
            if cue.kind in {"denial", "silence", "hearsay"} or not cue.covers:
                continue
            spoken = True
            speaker = (
                who_is(page, sent, cue.speaker, page.lasts[sent.index])
                if cue.speaker is not None and not _known(page, who.name)
                else Who(who.name, _own_party(page, who))
            )
            if speaker.name is None or _NOBODY.match(speaker.name) and not _known(page, speaker.name):
                speaker = Who(None, None)
            if cue.speaker is not None and is_word(cue.speaker, "thing"):
                continue
            if cue.rule == "speaker_and_colon" and speaker.party is None and not _known(page, speaker.name):
                speaker = Who(None, None)
            out.append(_claim(page, sent, speaker, cue.covers, cue, figures, events))
        if not spoken:
            stand = _heads_line(page, sent) or _takes_stand(page, sent)
            if stand is not None:
                out.append(_claim(page, sent, stand, (sent.span,), None, figures, events))
                continue
            if any(is_word(t, "blame") and children(t, "auxpass") and not agents(t) for t in sent.doc):
                # "Ethiopia has been accused of …": nobody is named as accusing.
                out.append(_claim(page, sent, Who(None, None), (sent.span,), None, figures, events))
                continue
            said = page.said(sent, Span(sent.span.start, sent.span.start + 1))
            who_ = Who(said.speaker.name, said.speaker.party) if said.speaker is not None else Who(None, None)
            blames = [e for e in events if e.span == sent.span and e.type == "statement_of_blame" and e.source]
            if blames:
                who_ = Who(blames[0].source, flat(blames[0].agent)[0] if blames[0].agent else None)
            else:
                speaking = [
                    e for e in events if e.span == sent.span and e.type in {"appeal", "agreement", "refusal"} and isinstance(e.agent, str)
                ]
                if speaking and who_.name is None:
                    who_ = Who(speaking[0].agent if isinstance(speaking[0].agent, str) else None, flat(speaking[0].agent)[0])
                sources = {f.source for f in figures if f.span == sent.span and f.source} | {
                    e.source for e in events if e.span == sent.span and e.source
                }
                if len(sources) == 1:
                    name = next(iter(sources))
                    who_ = Who(name, _party_of(page, name))
            out.append(_claim(page, sent, who_, (sent.span,), None, figures, events))
    return out


def _heads_line(page: Page, sent: Sentence) -> Who | None:
    """A speaker and a colon at the head of a line, after the hour where one stands: "21:10 The mayor in Brussels: …"."""
    match = re.match(r"(?:\d{1,2}[:.h]\d{2}\s+)?([A-Z][^:]{2,60}):\s", sent.text)
    if (
        match is None
        or sent.doc is None
        or any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in sent.doc if match.start(1) <= t.idx < match.end(1))
    ):
        return None
    start = sent.span.start + match.start(1)
    named = [
        m
        for m in page.cast.mentions
        if start <= m.span.start < start + len(match.group(1)) and m.kind in {"party", "organisation", "person"}
    ]
    if not named:
        return None
    first = next((m for m in named if m.kind == "organisation"), named[0])
    return Who(first.speaks_for or first.name, first.name if first.kind == "party" else first.party)


def _takes_stand(page: Page, sent: Sentence) -> Who | None:
    """Whoever takes a stand in a sentence with no reporting verb: "The rebels call the raid a breach"."""
    assert sent.doc is not None
    for t in those(sent, "stand", "label"):
        if t.pos_ == "VERB" and t.dep_ in {"ROOT", "conj"}:
            who = next(iter(children(t, "nsubj")), None)
            named = who_is(page, sent, who, page.lasts[sent.index]) if who is not None else None
            if named is not None and named.name and (named.party or _known(page, named.name)):
                return named
    return None


_NOBODY = re.compile(r"[^A-Za-z]*$|(?:of|in|on|at|by|with|from|to)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
"""What no speaker is called: a number, a phrase that begins with a preposition, a day."""


def _known(page: Page, name: str | None) -> bool:
    return name is not None and any(name in {m.name, m.speaks_for} for m in page.cast.mentions)


def _own_party(page: Page, who: Speaker) -> str | None:
    return who.name if who.name in page.cast.parties else who.party


def _party_of(page: Page, name: str) -> str | None:
    for m in page.cast.mentions:
        if name in {m.name, m.speaks_for}:
            return m.party or (m.name if m.kind == "party" else None)
    return None


def _claim(
    page: Page, sent: Sentence, who: Who, covers: tuple[Span, ...], cue: Cue | None, figures: Sequence[Figure], events: Sequence[Event]
) -> Claim:

    first, last = min(c.start for c in covers), max(c.end for c in covers)

    def inside(span: Span) -> bool:
        return first < span.end and span.start < last and any(c.overlaps(span) for c in covers)

    evs = tuple(e for e in events if inside(e.anchor))
    figs = tuple(f for f in figures if inside(f.anchor))
    accused: set[str] = set()
    for e in evs:
        if e.type in _VIOLENT:
            accused.update(flat(e.target if e.type == "statement_of_blame" else e.agent))
    for f in figs:
        accused.update(flat(f.perpetrator))
    tokens = [t for c in covers for t in sent.tokens_in(c)]
    if cue is not None and cue.kind == "blame":
        accused.update(_blamed(page, sent, cue))
    for t in tokens:
        if is_word(t, "blame") or t.lower_ == "responsible":
            accused.update(_objects_named(page, sent, t))
        if t.lower_ == "responsible":
            accused.update(_held_responsible(page, sent, t))
    accused.update(_cleft(page, sent, tokens))
    for t in tokens:
        if t.pos_ == "VERB" and is_word(t, "act") and not negated(t):
            doer = next(iter(children(t, "nsubj")), None) or next(iter(agents(t)), None)
            if doer is not None and doer.pos_ != "PRON":
                accused.update(flat(page.cast.names(doer, sent, None)))
    accused.update(_by_their_arms(page, sent, covers))
    about = {page.cast.party_of(m) for m in page.cast.mentions if inside(m.span)}
    starts, ends = [c.start for c in covers], [c.end for c in covers]
    if cue is not None:
        starts.append(cue.span.start)
        ends.append(cue.span.end)
        if cue.speaker is not None:
            starts.append(sent.at(cue.speaker.doc[cue.speaker.left_edge.i]) if cue.speaker.i < 400 else sent.at(cue.speaker))
            ends.append(sent.at(cue.speaker) + len(cue.speaker))
    kind = "blame" if cue is not None and cue.kind == "blame" else "said" if who.name else "own"
    start, end = max(sent.span.start, min(starts)), min(sent.span.end, max(ends))
    accused.discard(who.party or "")
    return Claim(who, sent, start, end, frozenset(accused), frozenset(about) | frozenset(accused), terms_of(tokens), kind, evs, figs)


def _cleft(page: Page, sent: Sentence, tokens: Sequence[Token]) -> set[str]:
    """Who did it, set apart: "it was the rebels that broke the truce" -> the rebels."""
    out: set[str] = set()
    for t in tokens:
        if t.lower_ == "it" and t.head.lemma_ == "be":
            for o in children(t.head, "attr"):
                if o.i > t.i and (
                    any(c.dep_ == "relcl" for c in o.children) or any(c.dep_ in {"ccomp", "advcl", "relcl", "acl"} for c in t.head.children)
                ):
                    out.update(flat(page.cast.names(o, sent, None)))
    return out


def _by_their_arms(page: Page, sent: Sentence, covers: Sequence[Span]) -> set[str]:
    """Parties whose arms or breaches a claim names as the cause: "a Russian missile struck", "shot by Israeli troops", "Israeli breaches".

    Not where the arms were themselves destroyed: "shot down a Russian jet".
    """
    out: set[str] = set()
    for m in page.cast.mentions:
        if m.kind == "weapon" or not any(c.covers(m.span) for c in covers):
            continue
        token = sent.token_at(m.span.end - 1)
        if token is None or token.dep_ not in {"amod", "compound", "poss", "nmod", "pobj", "nsubj"}:
            continue
        head = token.head if token.dep_ in {"amod", "compound", "poss", "nmod"} else token
        if head.dep_ == "compound":
            head = head.head
        named = page.cast.at(sent.at(head))
        arms = fold(head.text) in by_form("arms.toml", Word) or named is not None and named.kind == "weapon"
        if is_word(head, "breach"):
            out.add(page.cast.party_of(m))
        elif arms and (
            head.dep_ == "nsubj"
            and head.head.lemma_.lower() not in {"be"}
            or head.dep_ == "pobj"
            and head.head.lower_ in {"by", "of", "from"}
        ):
            verb = next((a for a in head.ancestors if a.pos_ == "VERB"), None)
            if (
                verb is None
                or not is_word(verb, "lost")
                or head.dep_ == "nsubj"
                and not any(c.dep_ == "nsubjpass" for c in verb.children)
                or head.head.lower_ == "by"
            ):
                out.add(page.cast.party_of(m))
    return out


def _blamed(page: Page, sent: Sentence, cue: Cue) -> set[str]:
    token = sent.token_at(cue.span.start)
    return _objects_named(page, sent, token) if token is not None else set()


def _held_responsible(page: Page, sent: Sentence, token: Token) -> set[str]:
    """Who is held responsible: the party named between "hold" and "responsible", or as subject of "is responsible"."""
    assert sent.doc is not None
    hold = next((t for t in reversed(sent.doc[max(0, token.i - 10) : token.i]) if t.lemma_.lower() in {"hold", "make", "deem", "be"}), None)
    if hold is None:
        return set()
    left, right = (sent.at(hold), sent.at(token)) if hold.lemma_.lower() != "be" else (sent.at(hold.left_edge), sent.at(hold))
    named = [m for m in page.cast.mentions if left <= m.span.start < right and m.kind != "weapon"]
    return {page.cast.party_of(named[0] if hold.lemma_.lower() != "be" else named[-1])} if named else set()


def _objects_named(page: Page, sent: Sentence, verb: Token) -> set[str]:
    """Parties that a verb of blame is aimed at: "accused Armenia of", "blamed on rebels", "holds Russia responsible"."""
    out: set[str] = set()
    for o in [*children(verb, "dobj", "nsubj" if verb.lower_ == "responsible" else "nsubjpass"), *prepositional(verb, "on")]:
        out.update(flat(page.cast.names(o, sent, None)))
    if verb.lower_ == "responsible" and not out:
        for c in verb.head.children:
            if c.dep_ in {"dobj", "nsubj"} and c.i < verb.i:
                out.update(flat(page.cast.names(c, sent, None)))
    return out
