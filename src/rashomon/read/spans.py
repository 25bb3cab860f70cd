"""Helpers on spaCy's Token and Span; with the rules, the only place that knows dependency labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

SUBJECTS = {"nsubj", "csubj"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
CLAUSES = {"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "ROOT", "csubj", "csubjpass"}
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}


def children(token: Token, *deps: str) -> list[Token]:
    """A token's children with one of the labels."""
    return [c for c in token.children if c.dep_ in deps]


def subject(verb: Token) -> Token | None:
    """The active subject of a verb, taken over from the verb it is coordinated with or controlled by.

    "The army shelled the town and took it." subject of "took" -> "army"
    """
    seen = 0
    here: Token | None = verb
    while here is not None and seen < 4:
        found = children(here, "nsubj")
        if found:
            return found[0]
        if children(here, "nsubjpass"):
            return None
        if here.dep_ in {"conj", "xcomp", "aux"} or (here.dep_ == "advcl" and here.tag_ == "VBG"):
            here = here.head if here.head is not here else None
            seen += 1
            continue
        if here.dep_ == "relcl":
            return here.head
        if here.dep_ == "acl" and here.tag_ == "VBG":
            return here.head
        return None
    return None


def passive_subject(verb: Token) -> Token | None:
    """What a passive verb was done to: "Two soldiers were killed and three wounded." wounded -> "three" or "soldiers"."""
    seen = 0
    here: Token | None = verb
    while here is not None and seen < 3:
        found = children(here, "nsubjpass")
        if found:
            return found[0]
        if here.dep_ == "conj" and here.tag_ == "VBN" and here.head.tag_ == "VBN":
            here = here.head
            seen += 1
            continue
        if here.dep_ == "acl" and here.tag_ == "VBN":
            return here.head
        if here.dep_ == "relcl" and here.tag_ == "VBN":
            return here.head
        return None
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb form is a passive: "was shelled", "shelled by", "being hit"."""
    if any(c.dep_ in {"auxpass", "nsubjpass", "agent"} for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in {"acl"}:
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and verb.head.tag_ == "VBN" and not children(verb, "nsubj", "dobj", "aux"):
        return is_passive(verb.head)
    return False


def objects(verb: Token) -> list[Token]:
    """Direct objects of a verb, with those coordinated with them."""
    out: list[Token] = []
    for c in children(verb, "dobj", "obj"):
        out.append(c)
        out.extend(conjuncts(c))
    return out


def agents(verb: Token) -> list[Token]:
    """Who a passive verb says did it: "shelled by Armenian troops" -> "troops"."""
    return [o for by in children(verb, "agent") for o in children(by, "pobj")]


def prepositional(token: Token, *words: str) -> list[Token]:
    """Objects of the prepositions that hang on a token: "attack on the town" with "on" -> "town"."""
    out: list[Token] = []
    for p in token.children:
        if p.dep_ in {"prep", "agent"} and (not words or p.lower_ in words):
            for o in p.children:
                if o.dep_ in {"pobj", "pcomp"}:
                    out.append(o)
    return out


def conjuncts(token: Token) -> list[Token]:
    """Nouns coordinated with a noun, in order: "France, Russia and Iran" from "France" -> Russia, Iran."""
    out: list[Token] = []
    for c in token.children:
        if c.dep_ in {"conj", "appos"} and c.dep_ == "conj" and c.pos_ in _NOMINAL:
            out.append(c)
            out.extend(conjuncts(c))
    return out


def clause_head(token: Token) -> Token:
    """The verb (or root) of the clause that a token stands in."""
    here = token
    for _ in range(40):
        if here.dep_ == "ROOT" or here.head is here:
            return here
        if here.pos_ in {"VERB", "AUX"} and here.dep_ in CLAUSES:
            return here
        here = here.head
    return here


def ancestors(token: Token) -> Iterator[Token]:
    """A token's heads, nearest first."""
    here = token
    for _ in range(60):
        if here.head is here:
            return
        here = here.head
        yield here


def negated(verb: Token) -> bool:
    """Whether a verb is negated: "did not attack", "never attacked", "No aircraft was operating"."""
    for c in verb.children:
        if c.dep_ == "neg":
            return True
        if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and (
            c.lower_ in {"no", "none", "nobody", "neither"}
            or any(g.lower_ in {"no", "neither"} for g in c.children if g.dep_ in {"det", "preconj", "neg"})
        ):
            return True
        if c.dep_ == "advmod" and c.lower_ in {"never", "hardly"}:
            return True
        if c.dep_ == "cc" and c.lower_ == "nor":
            return True
    return False


def subtree_bounds(token: Token) -> tuple[int, int]:
    """First and one-past-last token index of a token's subtree."""
    return token.left_edge.i, token.right_edge.i + 1


def noun_phrase(token: Token) -> tuple[int, int]:
    """Token bounds of a noun with what stands before it and its "of" phrases, without relative clauses or appositions.

    "the deputy head of the mission, who left," from "head" -> "the deputy head of the mission"
    """
    start = token.left_edge.i
    end = token.i + 1
    for c in token.children:
        if c.i < token.i:
            continue
        if c.dep_ == "prep" and c.lower_ in {"of", "in", "for", "from", "at"} and c.i == end:
            end = max(end, _prep_end(c))
        elif c.dep_ in {"case", "compound", "nummod", "flat"} and c.i == end:
            end = c.i + 1
        else:
            break
    return start, end


def _prep_end(prep: Token) -> int:
    end = prep.i + 1
    for o in prep.children:
        if o.dep_ == "pobj":
            end = max(end, noun_phrase(o)[1])
    return end


def any_lemma(tokens: Iterable[Token], lemmas: set[str]) -> bool:
    return any(t.lemma_.lower() in lemmas for t in tokens)


def window(doc: Doc, start: int, end: int) -> str:
    """Lower-case text of a stretch of tokens, cut to the sentence."""
    return doc[max(0, start) : min(len(doc), end)].text.lower()
