"""What a report's speakers claim, in order: who, in which words, about whom; the ground on which denials and silences are placed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from rashomon.lexicon import Word, by_form, fold, load
from rashomon.model import Event, Figure, NameMention, Names, Span
from rashomon.read.actors import Speaker
from rashomon.read.attribution import Cue
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, conjuncts, negated, prepositional

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
    "claim",
}


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
        hit = (
            next((p for p in phrases(kind) if low[i] == p[0] and tuple(low[i : i + len(p)]) == p), None)
            if low[i] in _first_words(kind)
            else None
        )
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
    if len(group) == 1 and fold(token.text) in {"sides", "parties", "both", "each", "side"}:
        return [Who(p, p) for p in page.cast.sides]
    out: list[Who] = []
    for t in [*_sharing_noun(page, sent, token), *group]:
        who = who_is(page, sent, t, last)
        if who not in out and not any(who.name and who.name == w.name for w in out):
            out.append(who)
    return out


def last_before(page: Page, sent: Sentence, token: Token) -> Speaker | None:
    """Who spoke last before a word: in its own sentence, else before it."""
    last = page.lasts[sent.index]
    at = sent.at(token)
    for cue, who in zip(page.cues[sent.index], page.speakers[sent.index], strict=True):
        if (
            cue.kind != "hearsay"
            and who.name is not None
            and cue.span.end <= at
            and cue.speaker is not None
            and sent.at(cue.speaker) < at
            and cue.speaker.pos_ != "PRON"
        ):
            last = who
    if last is not page.lasts[sent.index]:
        return last
    for t in sent.doc or ():
        if t.i >= token.i:
            break
        if t.dep_ == "nsubj" and t.head.pos_ in {"VERB", "AUX"} and token.head != t.head and not t.head.dep_ == "relcl":
            m = page.cast._mention_of(t, sent)
            if (
                m is not None
                and m.kind in {"party", "organisation", "person"}
                and (m.kind == "person") >= (token.lower_ in {"he", "she"} and False)
            ):
                last = Speaker(m.speaks_for or m.name, m.name if m.kind == "party" else m.party, m.kind == "person")
    return last


def _sharing_noun(page: Page, sent: Sentence, token: Token) -> list[Token]:
    """The words before a noun that they share: "Syrian and Russian forces" -> Syrian, Russian; "government and rebel forces"."""
    for c in token.children:
        if c.dep_ in {"amod", "nmod", "compound"} and [x for x in c.children if x.dep_ == "conj"]:
            shared = [c, *(x for x in c.children if x.dep_ == "conj")]
            if all(page.cast.at(sent.at(x)) is not None for x in shared):
                return shared
    return []


def who_is(page: Page, sent: Sentence, token: Token, last: Speaker | None) -> Who:
    """Who one subject is: the person set beside the noun, the name it carries, the party it describes, else the words themselves.

    "The head of the press service, Ali Hasan," -> Ali Hasan; "the army" -> the country's; "the movement" -> the group last named
    """
    cast = page.cast
    if not token.is_alpha and not re.search(r"[A-Za-z]{2}", token.text):
        others = [
            c for c in token.head.children if c.dep_ in {"nsubj", "dobj", "npadvmod"} and c is not token and cast.at(sent.at(c)) is not None
        ]
        token = others[0] if others else token
    if token.pos_ == "PRON" and token.lower_ not in {"who", "which"}:
        last = last_before(page, sent, token)
        if last is not None and last is not page.lasts[sent.index] and last.name is not None:
            return Who(last.name, last.name if last.name in cast.parties else last.party)
    at = sent.at(token)
    if token.lower_ in {"which", "who"} and token.head.dep_ == "relcl":
        token = token.head.head
        at = sent.at(token)
    whose = next((c for c in token.children if c.lower_ == "whose"), None)
    if whose is not None and token.head.dep_ == "relcl":
        return who_is(page, sent, token.head.head, last)
    m = _set_beside(page, sent, token) or _named_after(page, sent, token) or cast._mention_of(token, sent)
    if m is not None and m.kind != "weapon":
        return Who(m.speaks_for or m.name, m.name if m.kind == "party" else m.party)
    capital = _capital(page, token)
    if capital is not None:
        return Who(capital, capital)
    said = cast.source(token, sent, last)
    name = said.name if said.name and re.search(r"[A-Za-z]{2}", said.name) else None
    if token.pos_ == "PRON" or name is not None and any(x.name == name or x.speaks_for == name for x in cast.mentions):
        return Who(name, said.party)
    party = cast.names(token, sent, None)
    if isinstance(party, str) and party in cast.parties:
        return Who(party if name is None or name == name.lower() or len(name.split()) > 3 else name, party)
    if name is not None and fold(token.text) in _GROUPS and any(c.lower_ in {"the", "this"} for c in token.children):
        group = next((x.name for x in cast.before(at) if x.kind == "party" and cast.kind(x.name) in {"group", "bloc"}), None)
        if group is not None:
            return Who(group, group)
    return Who(name, said.party)


_GROUPS = {
    "group",
    "movement",
    "militia",
    "militias",
    "paramilitaries",
    "paramilitary",
    "rebels",
    "insurgents",
    "militants",
    "alliance",
    "coalition",
    "organisation",
    "organization",
    "faction",
    "fighters",
    "jihadists",
    "separatists",
}


def _set_beside(page: Page, sent: Sentence, token: Token) -> NameMention | None:
    """The person whose name stands beside an office, anywhere in its phrase: "the head of the ministry's press service, Ali Hasan"."""
    if token.pos_ not in {"NOUN"} or not token.doc:
        return None
    start, end = sent.at(token), sent.at(token.right_edge) + len(token.right_edge)
    for m in page.cast.mentions:
        if start <= m.span.start < end and m.kind == "person":
            gap = page.report.text[start + len(token) : m.span.start]
            if (
                gap.count(",") <= 1
                and len(gap) < 60
                and (gap.endswith((", ", " ")) and not re.search(r"\b(?:who|which|that|to|with|by)\b", gap))
            ):
                before = page.report.text[m.span.start - 2 : m.span.start]
                if before == ", " or gap.strip() == "":
                    return m
    return None


def _named_after(page: Page, sent: Sentence, token: Token) -> NameMention | None:
    """The party named right after its description: "the Lebanese armed group Hezbollah"."""
    if fold(token.text) not in _GROUPS:
        return None
    end = sent.at(token) + len(token)
    m = page.cast.at(end + 1)
    return m if m is not None and m.kind in {"party", "organisation"} and m.span.start == end + 1 else None


GENERIC = _GROUPS | {
    "army",
    "military",
    "government",
    "ministry",
    "authorities",
    "side",
    "regime",
    "force",
    "forces",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "command",
    "department",
}
"""Nouns that stand for whoever was named before: "the army", "the movement"."""


def is_generic(token: Token) -> bool:
    """Whether a subject names nobody by itself: a pronoun, or "the army", "the group" with nothing beside it."""
    if token.pos_ == "PRON":
        return token.lower_ not in {"who", "which", "that", "both", "each"}
    return fold(token.text) in GENERIC and all(
        c.dep_ in {"det", "punct", "prep", "relcl", "advmod", "cc", "conj"} and not c.text[:1].isupper() or c.dep_ == "det"
        for c in token.children
    )


def _capital(page: Page, token: Token) -> str | None:
    """The party that a capital stands for, where the names left it a place."""
    low = fold(token.text)
    found_ = [p.name for p in page.cast.parties.values() if p.kind in {"state", "region"} and any(fold(c) == low for c in p.capitals)]
    return found_[0] if len(found_) == 1 else None


def flat(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names or ())


# -- claims --------------------------------------------------------------------------------------------------------------


def terms_of(tokens: Sequence[Token]) -> frozenset[str]:
    """The telling words of a stretch: lemmas of nouns, verbs, names and numbers that are not everyday."""
    return frozenset(
        t.lemma_.lower()
        for t in tokens
        if t.pos_ in {"NOUN", "PROPN", "VERB", "NUM", "ADJ"} and t.lemma_.lower() not in _LIGHT and len(t) > 2
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
            if cue.speaker is not None and cue.speaker.lower_ in _THINGS:
                continue
            if cue.rule == "speaker_and_colon" and speaker.party is None and not _known(page, speaker.name):
                speaker = Who(None, None)
            out.append(_claim(page, sent, speaker, cue.covers, cue, figures, events))
        if not spoken:
            stand = _heads_line(page, sent) or _takes_stand(page, sent)
            if stand is not None:
                out.append(_claim(page, sent, stand, (sent.span,), None, figures, events))
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
    for t in sent.doc:
        if t.pos_ == "VERB" and (is_word(t, "stand") or is_word(t, "label")) and t.dep_ in {"ROOT", "conj"}:
            who = next(iter(children(t, "nsubj")), None)
            named = who_is(page, sent, who, page.lasts[sent.index]) if who is not None else None
            if named is not None and named.name and (named.party or _known(page, named.name)):
                return named
    return None


_NOBODY = re.compile(r"[^A-Za-z]*$|(?:of|in|on|at|by|with|from|to)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
"""What no speaker is called: a number, a phrase that begins with a preposition, a day."""
_THINGS = {"radar", "picture", "pictures", "image", "images", "call", "paper", "law", "rule", "letter", "map", "clock", "calculation"}


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


_LOST = {"shoot", "down", "destroy", "intercept", "bring", "burn", "lose", "capture", "damage", "hit", "kill", "eliminate"}


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
        arms = (
            fold(head.text) in by_form("arms.toml", Word)
            or page.cast.at(sent.at(head)) is not None
            and page.cast.at(sent.at(head)).kind == "weapon"
        )  # type: ignore[union-attr]
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
                or verb.lemma_.lower() not in _LOST
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
    for o in [*children(verb, "dobj", "nsubj" if verb.lower_ == "responsible" else "dobj"), *prepositional(verb, "on")]:
        out.update(flat(page.cast.names(o, sent, None)))
    if verb.lower_ == "responsible" and not out:
        for c in verb.head.children:
            if c.dep_ in {"dobj", "nsubj"} and c.i < verb.i:
                out.update(flat(page.cast.names(c, sent, None)))
    return out


def cleaned(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;:.-–—\"“”'")
