"""Whether an act is told as fact: not planned, feared, asked for, conditional or denied."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.read.event_kinds import VIOLENT
from rashomon.read.spans import ancestors, negated

_MODALS = {"would", "could", "may", "might", "will", "can", "should", "shall", "must", "'ll", "wo"}
_UNREAL_VERBS = {
    "threaten",
    "plan",
    "want",
    "fear",
    "expect",
    "hope",
    "intend",
    "consider",
    "prepare",
    "warn",
    "refuse",
    "fail",
    "decline",
    "vow",
    "promise",
    "ask",
    "try",
    "attempt",
    "seek",
    "aim",
    "agree",
    "order",
    "allow",
    "urge",
    "call",
    "help",
    "need",
    "mean",
    "wish",
    "propose",
    "suggest",
    "offer",
    "pledge",
    "decide",
    "risk",
    "prevent",
    "avoid",
    "tell",
    "able",
    "unable",
    "ready",
    "willing",
    "intent",
}
_UNREAL_NOUNS = {
    "plan",
    "plans",
    "threat",
    "threats",
    "risk",
    "fear",
    "fears",
    "possibility",
    "danger",
    "prospect",
    "prospects",
    "hope",
    "hopes",
    "effort",
    "efforts",
    "attempt",
    "attempts",
    "bid",
    "intention",
    "order",
    "right",
    "chance",
    "ability",
    "capability",
    "preparations",
    "warning",
}


def unreal(token: Token, kind: str) -> bool:
    """Whether an act is only possible, planned, feared, asked for or denied.

    "The army threatened to shell the town." -> True
    """
    if (
        kind in {"battle", "territory"}
        and token.dep_ == "xcomp"
        and token.head.lemma_.lower() in {"try", "attempt"}
        and token.pos_ == "VERB"
    ):
        return unreal(token.head, kind)
    verb = token if token.pos_ in {"VERB", "AUX"} else None
    if verb is not None:
        if negated(verb):
            return True
        for c in verb.children:
            if c.dep_ == "aux" and c.lower_ in _MODALS:
                return not (c.lower_ in {"may", "might", "could"} and any(x.lower_ == "have" for x in verb.children))
            if c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"}:
                return True
        if verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
            head = verb.head
            if verb.dep_ in {"advcl", "acl", "relcl"} and any(c.lower_ == "to" for c in verb.children):
                return True
            if verb.dep_ in {"xcomp", "ccomp", "advcl", "acl", "conj", "relcl"} and head.lemma_.lower() not in {
                "continue",
                "begin",
                "start",
                "manage",
                "go",
                "use",
                "have",
                "force",
                "resume",
                "be",
                "say",
                "report",
                "appear",
                "seem",
                "oblige",
                "get",
                "come",
                "believe",
                "think",
                "know",
                "allege",
            }:
                return True
    if kind == "agreement" and any(c.dep_ == "det" and c.lower_ in {"no", "any"} for c in token.children):
        return True
    if (
        kind == "agreement"
        and token.dep_ == "nsubj"
        and token.head.lemma_.lower() in {"begin", "start", "take", "come", "go", "enter", "hold"}
    ):
        return False
    if kind == "agreement" and token.pos_ == "NOUN" and _wished_for(token):
        return True
    for up in _upward(token):
        if up.pos_ in {"VERB", "AUX"}:
            if up.lemma_.lower() in {"stop", "halt", "end", "cease", "prevent", "avoid", "avert", "stave", "deter"} and kind in VIOLENT:
                return True
            if any(c.dep_ == "aux" and c.lower_ in _MODALS for c in up.children) and not any(c.lower_ == "have" for c in up.children):
                return True
            if any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in up.children):
                return True
            if token.pos_ == "NOUN" and negated(up) and up == token.head and token.dep_ in {"dobj", "nsubj", "nsubjpass"}:
                return True
            if up.lemma_.lower() in {"threaten", "fear", "plan", "risk", "warn"} and kind in VIOLENT | {"territory", "deployment"}:
                return True
            if up.tag_ == "VB" and up.dep_ == "xcomp" and up.head.lemma_.lower() in _UNREAL_VERBS:
                return True
            return False
        if up.pos_ == "NOUN" and up.lower_ in _UNREAL_NOUNS and token.i > up.i:
            return True
        if (
            up.pos_ == "NOUN"
            and up.lower_ in {"end", "halt", "stop", "cessation", "ceasefire", "truce"}
            and kind in VIOLENT
            and token.dep_ == "pobj"
        ):
            return True
    if token.pos_ == "NOUN" and any(c.dep_ in {"det", "neg"} and c.lower_ in {"no", "any"} for c in token.children):
        return True
    return False


def _upward(token: Token) -> Iterator[Token]:
    for up in ancestors(token):
        yield up
        if up.pos_ in {"VERB", "AUX"}:
            return


def _wished_for(noun: Token) -> bool:
    """Whether a truce is only called for, sought, offered or refused: "calls for a ceasefire", "rejected any truce"."""
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_.lower() in _WISHES:
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in {"for", "to", "on", "of", "towards", "toward", "about", "without", "before", "until"}:
        above = noun.head.head
        return above.lemma_.lower() in _WISHES | {
            "call",
            "appeal",
            "search",
            "talk",
            "talks",
            "hope",
            "plan",
            "idea",
            "effort",
            "proposal",
            "renewal",
            "possibility",
            "condition",
            "push",
            "request",
            "lack",
        } and (noun.head.lower_ != "to" or above.lemma_.lower() not in {"agree"})
    return False


_WISHES = frozenset(
    (
        "reject refuse seek demand propose offer urge want need request discuss negotiate implement consider oppose support "
        "welcome call appeal push press plead spurn decline suggest expect"
    ).split()
)
