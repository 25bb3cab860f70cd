"""Who stands on a side of a dispute: subjects resolved one by one, bare nouns and pronouns by what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import NameMention, Names
from rashomon.read.actors import Speaker
from rashomon.read.attribution import Cue
from rashomon.read.contest_words import is_word
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import conjuncts


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody on one side of a dispute: the name, None where the report names nobody, and the party."""

    name: str | None
    party: str | None

    def same(self, other: Who) -> bool:
        """Whether two are one speaker, or speak for one party."""
        return bool(self.name and self.name == other.name) or bool(self.party and self.party == other.party)


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
        if t.dep_ == "nsubj" and t.head.pos_ in {"VERB", "AUX"} and token.head != t.head and t.head.dep_ != "relcl":
            m = page.cast._mention_of(t, sent)
            if m is not None and m.kind in {"party", "organisation", "person"}:
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
    if name is not None and is_word(token, "group") and any(c.lower_ in {"the", "this"} for c in token.children):
        group = next((x.name for x in cast.before(at) if x.kind == "party" and cast.kind(x.name) in {"group", "bloc"}), None)
        if group is not None:
            return Who(group, group)
    return Who(name, said.party)


def who_of(page: Page, sent: Sentence, cue: Cue, said: Speaker) -> Who:
    """The speaker of a cue, its bare nouns resolved."""
    if cue.speaker is None or any(said.name in {m.name, m.speaks_for} for m in page.cast.mentions):
        return Who(said.name, said.name if said.name in page.cast.parties else said.party)
    return who_is(page, sent, cue.speaker, page.lasts[sent.index])


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
    if not is_word(token, "group"):
        return None
    end = sent.at(token) + len(token)
    m = page.cast.at(end + 1)
    return m if m is not None and m.kind in {"party", "organisation"} and m.span.start == end + 1 else None


def is_generic(token: Token) -> bool:
    """Whether a subject names nobody by itself: a pronoun, or "the army", "the group" with nothing beside it."""
    if token.pos_ == "PRON":
        return token.lower_ not in {"who", "which", "that", "both", "each"}
    return (is_word(token, "group") or is_word(token, "office")) and all(
        c.dep_ in {"det", "punct", "prep", "relcl", "advmod", "cc", "conj"} and not c.text[:1].isupper() or c.dep_ == "det"
        for c in token.children
    )


@cache
def _folded(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(form) for form in forms)


def _capital(page: Page, token: Token) -> str | None:
    """The party that a capital stands for, where the names left it a place."""
    low = fold(token.text)
    found_ = [p.name for p in page.cast.parties.values() if p.kind in {"state", "region"} and low in _folded(p.capitals)]
    return found_[0] if len(found_) == 1 else None


def flat(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names or ())


def party_named(page: Page, name: str | None) -> str | None:
    if name is None:
        return None
    exact = next((m.party or m.name for m in page.cast.mentions if name in {m.name, m.speaks_for}), None)
    return exact or next((m.party or m.name for m in page.cast.mentions if m.kind == "party" and (m.text in name or m.name in name)), name)
