"""The parts that the rules of denials.py share: what a denial is made of, what its object tells of the claim, where its clause ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Span
from rashomon.read.claims import terms_of
from rashomon.read.contest_words import is_word, phrases
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, prepositional
from rashomon.read.who import Who, is_generic, speakers

_POINTERS = {"it", "this", "that", "these", "those", "them", "him", "her", "which", "one", "so", "all"}
_REPORTERS = {"say", "report", "claim", "allege", "announce", "state", "call", "publish", "make", "describe", "repeat"}


@dataclass(frozen=True, slots=True)
class Denial:
    """Somebody's rejection of what another says: the words of denial, and what they tell of the claim denied."""

    sent: Sentence
    span: Span
    """The denying clause."""
    at: int
    """Where the word of denial stands."""
    who: tuple[Who, ...]
    claimants: tuple[Who, ...]
    """Whom the clause itself names as claiming: "rejected Armenian reports"."""
    terms: frozenset[str]
    pointer: bool
    """True where it only points back: "denies it"."""
    rule: str
    entries: tuple[str, ...]
    claim_span: Span | None = None
    """The words of the claim, where the same sentence gives them."""
    strict: bool = False
    """True where nothing but the claim denied shows that this is a denial."""
    loose: bool = False
    """True where the denier is named only by a pronoun or a bare noun: "it", "the group"."""


def is_word_text(text: str, kind: str) -> bool:
    return any((fold(text),) == p or (len(p) == 1 and p[0].startswith(fold(text))) for p in phrases(kind))


def relative(verb: Token) -> Token | None:
    """The subject of a relative clause that has one of its own: "a claim that Ankara rejected" -> Ankara."""
    if verb.dep_ not in {"relcl", "acl"}:
        return None
    own = [c for c in children(verb, "nsubj") if c.lower_ not in {"which", "that", "who"}]
    return own[0] if own else None


def unreal(verb: Token) -> bool:
    return (
        any(c.dep_ == "aux" and c.lower_ in {"would", "could", "may", "might", "will", "can", "should"} for c in verb.children)
        and verb.dep_ != "relcl"
        or verb.tag_ == "VB"
        and any(c.lower_ == "to" for c in verb.children)
    )


def claimish(token: Token) -> bool:
    return is_word(token, "claim") or token.lower_ in _POINTERS and token.pos_ in {"PRON", "DET"}


def inside_clause(token: Token, verb: Token) -> bool:
    """Whether a verb stands between a word and the verb that it should belong to."""
    here = token
    for _ in range(12):
        if here == verb or here.head is here:
            return False
        if here.pos_ in {"VERB"} and here.dep_ in {"relcl", "advcl", "acl"}:
            return True
        here = here.head
    return False


def is_about_claim(token: Token) -> bool:
    """Whether a word of falsehood is said of "it", "this", "the report" or a whole clause."""
    here = token
    for _ in range(5):
        subs = children(here, "nsubj", "nsubjpass", "csubj")
        if subs:
            s = subs[0]
            return (
                s.lower_ in {"it", "this", "that", "these", "they"}
                or is_word(s, "claim")
                or s.dep_ == "csubj"
                or s.lower_ == "what"
                or s.pos_ == "VERB"
            )
        if here.head is here:
            return False
        here = here.head
    return False


def said_of(token: Token) -> Token | None:
    """The claim noun that a word of falsehood is said of: "the Russian statement is a lie" -> statement."""
    for here in [token, token.head, token.head.head]:
        for c in children(here, "nsubj", "nsubjpass"):
            return c if is_word(c, "claim") else None
    return None


def spread(token: Token) -> bool:
    return any(is_word(a, "spread") for a in [token.head, token.head.head])


def negative(t: Token, sent: Sentence) -> bool:
    """Whether a token negates its clause's verb or its noun: "not", "never", "no", "none", "nobody", "neither"."""
    if t.dep_ == "neg" and t.head.pos_ in {"VERB", "AUX"}:
        return t.head.lemma_.lower() not in {
            "know",
            "think",
            "believe",
            "expect",
            "want",
            "rule",
            "allow",
            "accept",
            "let",
            "forget",
            "tolerate",
            "recognise",
            "recognize",
        } and not any(c.lower_ in {"would", "will", "can", "could", "should", "must"} and c.dep_ == "aux" for c in t.head.children)
    if t.lower_ == "never" and t.head.pos_ in {"VERB", "AUX"}:
        return True
    if t.lower_ in {"no", "none", "nobody", "neither", "nor"}:
        head = t.head if t.dep_ in {"det", "preconj", "cc", "neg"} else t
        return head.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "expl", "ROOT", "pobj", "conj"} or t.lower_ in {
            "none",
            "nobody",
            "neither",
        }
    return t.lower_ == "only" and t.dep_ in {"advmod", "amod"}


def denial(
    page: Page,
    sent: Sentence,
    at: Token,
    who: tuple[Who, ...],
    thing: Token | None,
    after: list[Token],
    rule: str,
    *,
    whole: bool = False,
    strict: bool = False,
    said_by: Token | None = None,
) -> Denial:
    """The denial built from its word, its speaker and its object."""
    assert sent.doc is not None
    who = tuple(w for w in who if w.name is not None)
    start, end = _clause(sent, at, whole=whole)
    span = Span(sent.at(sent.doc[start]), sent.at(sent.doc[end]) + len(sent.doc[end]))
    claimants: list[Who] = []
    claim_span: Span | None = None
    pointer = (
        thing is None
        or thing.lower_ in _POINTERS
        or (is_word(thing, "claim") and not [c for c in thing.children if c.dep_ not in {"det", "predet", "poss", "amod", "relcl"}])
    )
    claimants = _accused_by(page, sent, who)
    if thing is not None and thing not in after and at.dep_ in {"relcl", "acl"}:
        left = [t for t in sent.doc[: thing.left_edge.i] if not t.is_punct]
        claim_span = Span(sent.span.start, sent.at(left[-1]) + len(left[-1])) if left else None
    elif thing is not None:
        claimants = _claimants(page, sent, thing, who) or claimants
        if claimants or not pointer:
            last = thing.right_edge
            claim_span = Span(sent.at(thing.left_edge), sent.at(last) + len(last))
    return Denial(
        sent,
        span,
        sent.at(at),
        who,
        tuple(claimants),
        terms_of(after),
        pointer,
        rule,
        (f"denial_words: {fold(at.text)}",),
        claim_span,
        strict,
        said_by is not None and is_generic(said_by),
    )


def _accused_by(page: Page, sent: Sentence, who: tuple[Who, ...]) -> list[Who]:
    """Who accuses the denier in the same sentence: "The group, blamed by the army for the raid, denied it" -> the army."""
    assert sent.doc is not None
    by = [o for t in sent.doc if is_word(t, "blame") and t.tag_ == "VBN" for o in agents(t)]
    named = [w for o in by for w in speakers(page, sent, o, None) if w.name]
    return [w for w in named if not any(w.same(d) for d in who)]


def _claimants(page: Page, sent: Sentence, thing: Token, who: tuple[Who, ...]) -> list[Who]:
    """Whom the object of a denial names as claiming: "Armenian reports", "the charges by Baku", "a strike that Azerbaijan had reported"."""
    out: list[Who] = []
    heads = [thing]
    for noun in heads:
        if is_word(noun, "claim"):
            for c in noun.children:
                if c.dep_ in {"amod", "poss", "compound", "nmod"}:
                    m = page.cast.at(sent.at(c))
                    if m is not None and m.kind in {"party", "organisation", "person"}:
                        out.append(Who(m.speaks_for or m.name, m.party or (m.name if m.kind == "party" else None)))
            for o in prepositional(noun, "by", "from", "of"):
                if o.head.lower_ == "of" and page.cast._mention_of(o, sent) is None:
                    continue
                out.extend(w for w in speakers(page, sent, o, None) if w.name)
    for t in thing.subtree:
        if t.dep_ == "relcl" and t.lemma_.lower() in _REPORTERS:
            own = [c for c in children(t, "nsubj") if c.lower_ not in {"which", "that", "who"}]
            if own:
                out.extend(w for w in speakers(page, sent, own[0], None) if w.name)
    return [w for i, w in enumerate(out) if w not in out[:i] and not any(w.same(d) for d in who)]


def _clause(sent: Sentence, at: Token, *, whole: bool = False) -> tuple[int, int]:
    """First and last token of the clause that a word stands in, cut at the commas, semicolons and contrasts around it."""
    assert sent.doc is not None
    doc = sent.doc
    start, end = 0, len(doc) - 1
    for i in range(at.i - 1, 0, -1):
        if whole and doc[i].text != ";" and not (doc[i].lower_ in {"but", "while", "whereas"} and i > 2 and doc[i - 1].text == ","):
            continue
        if (
            doc[i].text in {";", ":"}
            or doc[i].lower_ in {"but", "while", "whereas", "though", "although"}
            and i > 2
            or doc[i].text in {",", "-", "–", "—"}
            and re.match(r"(?:which|an?|and|but|who|denying|dismissing|rejecting)$", doc[i + 1].lower_)
        ):
            start = i + 1
            break
        if (
            doc[i].text.endswith(".")
            and len(doc[i].text) > 1
            and doc[i].text.lower() in {"a.m.", "p.m.", "km.", "u.s.", "u.n."}
            and doc[i + 1].text[:1].isupper()
        ):
            start = i + 1
            break
    for i in range(at.i + 1, len(doc) - 1):
        if doc[i].text == ";":
            end = i - 1
            break
    return start, end
