"""What a report's speakers claim, in order: who, in which words, about whom; the ground on which denials and silences are placed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from rashomon.lexicon import Word, fold, load
from rashomon.model import Event, Figure, Names, Span
from rashomon.read.actors import Speaker
from rashomon.read.attribution import Cue
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import children, conjuncts, prepositional

_VIOLENT = {"battle", "air_strike", "shelling", "explosion", "shootdown", "killing", "capture", "violation", "statement_of_blame", "support", "deployment", "displacement", "territory"}
_LIGHT = {"say", "be", "have", "do", "make", "take", "people", "force", "man", "soldier", "report", "tell", "give", "put", "day", "year", "number", "country", "go", "come", "know", "call", "use", "one", "month", "week", "part", "time", "military", "army", "side", "get", "kill", "wound", "attack", "war", "claim", "ministry", "spokesman", "government", "official", "accuse", "blame", "deny", "claim"}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody on one side of a dispute: the name, None where the report names nobody, and the party."""

    name: str | None
    party: str | None

    def same(self, other: Who) -> bool:
        """Whether two are one speaker, or speak for one party."""
        return bool(self.name and self.name == other.name) or bool(self.party and self.party == other.party)


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


# -- words ---------------------------------------------------------------------------------------------------------------


@cache
def phrases(kind: str) -> tuple[tuple[str, ...], ...]:
    """The forms of one kind in denial_words.toml, folded and cut into words, longer ones first."""
    forms = (f for w in load("denial_words.toml", Word).values() if w.kind == kind for f in w.forms)
    return tuple(sorted((tuple(fold(f).replace("-", " - ").split()) for f in forms), key=lambda f: (-len(f), f)))


@cache
def _first_words(kind: str) -> frozenset[str]:
    return frozenset(p[0] for p in phrases(kind))


def is_word(token: Token, kind: str) -> bool:
    """Whether a token is one of the words of a kind."""
    return (fold(token.text),) in phrases(kind)


def found(sent: Sentence, kind: str) -> Iterator[tuple[Token, Token]]:
    """Where the words of a kind stand in a sentence: first and last token of each."""
    assert sent.doc is not None
    low = [fold(t.text) for t in sent.doc]
    i = 0
    while i < len(low):
        hit = next((p for p in phrases(kind) if low[i] == p[0] and tuple(low[i : i + len(p)]) == p), None) if low[i] in _first_words(kind) else None
        if hit is None:
            i += 1
            continue
        yield sent.doc[i], sent.doc[i + len(hit) - 1]
        i += len(hit)


# -- who -----------------------------------------------------------------------------------------------------------------


def speakers(page: Page, sent: Sentence, token: Token | None, last: Speaker | None) -> list[Who]:
    """Who a subject names, each by itself: "both Turkey and Azerbaijan" -> Turkey, Azerbaijan."""
    if token is None:
        return []
    group = [token, *conjuncts(token)]
    if fold(token.text) in {"sides", "parties"} or (fold(token.text) in {"both", "each"} and len(group) == 1):
        return [Who(p, p) for p in page.cast.sides]
    out: list[Who] = []
    for t in group:
        m = page.cast._mention_of(t, sent)
        if m is not None:
            who = Who(m.speaks_for or m.name, m.party or (m.name if m.kind == "party" else None))
        else:
            said = page.cast.source(t, sent, last)
            who = Who(said.name, said.party)
            if len(group) > 1 and t.lower_ in {"government", "opposition"} or (who.name and who.party is None):
                found_ = page.cast.names(t, sent, None)
                who = Who(who.name, found_ if isinstance(found_, str) else who.party)
        if who not in out:
            out.append(who)
    if len(group) == 1 and not out:
        return []
    # "Government and opposition forces": the one word before a shared noun.
    for c in token.children:
        if c.dep_ in {"amod", "nmod", "compound", "poss"} and page.cast.at(sent.at(c)) is not None:
            for g in [x for x in c.children if x.dep_ == "conj"]:
                m = page.cast.at(sent.at(g))
                if m is not None:
                    who = Who(m.party or m.name, m.party or m.name)
                    if who not in out:
                        out.append(who)
    return out


def flat(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names or ())


# -- claims --------------------------------------------------------------------------------------------------------------


def terms_of(tokens: Sequence[Token]) -> frozenset[str]:
    """The telling words of a stretch: lemmas of nouns, verbs, names and numbers that are not everyday."""
    return frozenset(
        t.lemma_.lower() for t in tokens if t.pos_ in {"NOUN", "PROPN", "VERB", "NUM", "ADJ"} and t.lemma_.lower() not in _LIGHT and len(t) > 2
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
            out.append(_claim(page, sent, Who(who.name, who.party), cue.covers, cue, figures, events))
        if not spoken:
            said = page.said(sent, Span(sent.span.start, sent.span.start + 1))
            who_ = Who(said.speaker.name, said.speaker.party) if said.speaker is not None else Who(None, None)
            blames = [e for e in events if e.span == sent.span and e.type == "statement_of_blame" and e.source]
            if blames:
                who_ = Who(blames[0].source, flat(blames[0].agent)[0] if blames[0].agent else None)
            else:
                sources = {f.source for f in figures if f.span == sent.span and f.source} | {e.source for e in events if e.span == sent.span and e.source}
                if len(sources) == 1:
                    name = next(iter(sources))
                    who_ = Who(name, _party_of(page, name))
            out.append(_claim(page, sent, who_, (sent.span,), None, figures, events))
    return out


def _party_of(page: Page, name: str) -> str | None:
    for m in page.cast.mentions:
        if name in {m.name, m.speaks_for}:
            return m.party or (m.name if m.kind == "party" else None)
    return None


def _claim(page: Page, sent: Sentence, who: Who, covers: tuple[Span, ...], cue: Cue | None, figures: Sequence[Figure], events: Sequence[Event]) -> Claim:
    inside = lambda span: any(c.covers(span) or c.overlaps(span) for c in covers)  # noqa: E731
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


def _blamed(page: Page, sent: Sentence, cue: Cue) -> set[str]:
    token = sent.token_at(cue.span.start)
    return _objects_named(page, sent, token) if token is not None else set()


def _objects_named(page: Page, sent: Sentence, verb: Token) -> set[str]:
    """Parties that a verb of blame is aimed at: "accused Armenia of", "blamed on rebels", "holds Russia responsible"."""
    out: set[str] = set()
    for o in [*children(verb, "dobj", "nsubj" if verb.lower_ == "responsible" else "dobj"), *prepositional(verb, "on")]:
        out.update(flat(page.cast.names(o, sent, None)))
    if verb.lower_ == "responsible" and not out:
        for c in verb.head.children:
            if c.dep_ in {"dobj", "nsubj"} and c.i < verb.i:
                out.update(flat(page.cast.names(c, sent, None)))
    return out


def cleaned(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;:.-–—\"“”'")
