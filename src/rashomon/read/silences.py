"""Who keeps silent, and about what. Each rule reads one sentence; what it is silent about is looked for in disputes.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Span
from rashomon.read.claims import terms_of
from rashomon.read.contest_words import found, is_word, those
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import ancestors, children, prepositional, subject
from rashomon.read.who import Who, speakers

_OWN = {"its", "their", "his", "her", "own", "military", "army", "armed"}


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody's silence: the words that say so, and what it is about."""

    sent: Sentence
    span: Span
    at: int
    who: tuple[Who, ...]
    losses: bool
    """True where the silence is about the party's own dead and wounded."""
    claimants: tuple[Who, ...]
    terms: frozenset[str]
    rule: str
    entries: tuple[str, ...]
    counts: bool = False
    """True where what is not given is a number of dead or wounded."""


def silences(page: Page, sent: Sentence) -> list[Silence]:
    """All silences of a sentence, each party once, in order."""
    if sent.doc is None:
        return []
    out: list[Silence] = []
    for rule in (
        did_not_comment,
        gave_no_figure,
        declined_to_comment,
        left_without_comment,
        kept_silent,
        no_word_from,
        looking_into_reports,
    ):
        for s in rule(page, sent):
            if s.who and not any(x.same(y) for o in out for x in s.who for y in o.who):
                out.append(s)
    return sorted(out, key=lambda s: s.at)


def did_not_comment(page: Page, sent: Sentence) -> Iterator[Silence]:
    """A negated verb of owning to something: "did not comment", "does not publish figures", "would not say how many".

    "The army did not comment on the strike." -> the army
    """
    assert sent.doc is not None
    for verb in those(sent, "mute"):
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        no = any(c.dep_ == "neg" or c.lower_ in {"never", "neither", "rarely", "seldom", "nor"} for c in verb.children)
        yet = verb.tag_ == "VB" and verb.head.lemma_.lower() in {"have", "be"} and any(c.lower_ == "yet" for c in verb.head.children)
        if not (no or yet):
            continue
        if any(c.lower_ in {"can", "could", "ca"} and c.dep_ == "aux" for c in verb.children):
            continue
        lemma = verb.lemma_.lower()
        if lemma == "say" and not any(
            c.dep_ in {"ccomp", "advcl"}
            and any(x.lower_ in {"how", "whether", "if", "who", "when", "where", "what", "why"} for x in c.subtree)
            for c in verb.children
        ):
            if not any(c.lower_ in {"much", "more", "anything"} for c in verb.children) and not _fronted(sent, verb):
                continue
        if (
            lemma in {"give", "provide", "announce", "answer", "issue", "report", "admit", "reveal", "publish", "release"}
            and not yet
            and not _object(verb)
        ):
            continue
        if lemma in {"give", "provide", "issue"} and not any(is_word(o, "nothing") or is_word(o, "losses") for o in children(verb, "dobj")):
            continue
        who = (subject(verb.head) if yet else None) or subject(verb)
        if who is None or any(c.dep_ in {"auxpass"} for c in verb.children):
            continue
        yield from _silence(page, sent, verb, who, "did_not_comment")


def gave_no_figure(page: Page, sent: Sentence) -> Iterator[Silence]:
    """A verb of giving with "no" and what was not given: "gave no comment", "made no mention", "has published no count".

    "The ministry has given no figure for its losses." -> the ministry, its losses
    """
    assert sent.doc is not None
    for verb in those(sent, "give"):
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        things = [
            o
            for o in children(verb, "dobj", "attr")
            if is_word(o, "nothing") and any(c.lower_ in {"no", "any", "none"} for c in o.children)
        ]
        things += [o for o in children(verb, "dobj") if o.lower_ == "none"]
        if not things or any(c.lower_ == "any" for c in things[0].children) and not any(c.dep_ == "neg" for c in verb.children):
            continue
        if things[0].lower_ in {"casualties", "losses"} and not any(
            fold(verb.text).startswith(x) for x in ("publish", "disclose", "release", "issue", "announce", "ackn")
        ):
            continue
        who = subject(verb)
        if who is not None and who.lower_ not in {"there", "it"} or who is not None and who.lower_ == "it":
            yield from _silence(page, sent, verb, who, "gave_no_figure")


def declined_to_comment(page: Page, sent: Sentence) -> Iterator[Silence]:
    """A verb of refusing with a verb of owning to something: "declined to comment", "refused to give a number".

    "A spokesman for the army declined to comment." -> the army
    """
    assert sent.doc is not None
    for verb in those(sent, "decline"):
        if verb.pos_ != "VERB":
            continue
        if any(is_word(c, "mute") for c in children(verb, "xcomp", "ccomp")) or any(is_word(o, "nothing") for o in children(verb, "dobj")):
            who = subject(verb)
            if who is not None:
                yield from _silence(page, sent, verb, who, "declined_to_comment")


def kept_silent(page: Page, sent: Sentence) -> Iterator[Silence]:
    """Silence by its own name: "remained silent", "says nothing", "withholds its figure", "has kept its losses secret".

    "Baku keeps its losses secret." -> Azerbaijan, its losses
    """
    assert sent.doc is not None
    for first, _ in found(sent, "silent"):
        if first.dep_ == "amod" or any(c.dep_ == "neg" for c in first.head.children):
            continue
        verb = (
            first
            if first.pos_ == "VERB" and subject(first) is not None
            else next((a for a in ancestors(first) if a.pos_ in {"VERB", "AUX"}), None)
        )
        if verb is None:
            continue
        who = subject(verb) or next(iter(children(verb, "nsubjpass")), None)
        if who is None or who == first:
            who = next(iter(children(verb.head, "nsubj")), None)
        if who is None or page.cast.at(sent.at(who)) is None and who.pos_ not in {"PRON", "NOUN"}:
            continue
        if first.lower_ in {"secret", "silence"} and verb.lemma_.lower() not in {"keep", "maintain", "remain", "hold"}:
            continue
        yield from _silence(page, sent, first, who, "kept_silent")
    if (
        not sent.text.endswith("?")
        and any(True for f, _ in found(sent, "silent") if f.lower_ in {"not", "undisclosed"})
        and len(sent.doc) < 8
        and any(is_word(t, "losses") for t in sent.doc)
    ):
        last = page.lasts[sent.index]
        if last is not None and last.name:
            yield Silence(
                sent,
                sent.span,
                sent.span.start,
                (Who(last.name, last.party),),
                True,
                (),
                terms_of(list(sent.doc)),
                "kept_silent",
                ("denial_words: silent",),
            )


def no_word_from(page: Page, sent: Sentence) -> Iterator[Silence]:
    """No word from somebody: "There was no comment from the army", "Not a word from Tel Aviv on that".

    "There was no immediate comment from the army." -> the army
    """
    assert sent.doc is not None
    for t in those(sent, "nothing"):
        if t.pos_ not in {"NOUN", "PROPN"} or t.dep_ in {"dobj"} and t.head.lemma_.lower() not in {"be", "have"}:
            continue
        if not any(c.lower_ in {"no", "not", "without"} for c in t.children) and not any(
            x.lower_ in {"not", "no"} for x in sent.doc[max(0, t.i - 3) : t.i]
        ):
            continue
        around = [t, t.head] if t.head.pos_ in {"AUX", "VERB"} else [t]
        who = next((o for x in around for o in prepositional(x, "from", "by") if o.pos_ in {"PROPN", "NOUN", "PRON"}), None)
        if who is None and t.head.lower_ in {"on", "of"}:
            who = None
        if who is None:
            continue
        yield from _silence(page, sent, t, who, "no_word_from")


def left_without_comment(page: Page, sent: Sentence) -> Iterator[Silence]:
    """Something left without comment. "The army left the charge without comment." -> the army"""
    assert sent.doc is not None
    for t in sent.having({"without"}):
        if t.lower_ == "without" and any(o.lower_ in {"comment", "answer", "reply"} for o in children(t, "pobj")):
            verb = next((a for a in ancestors(t) if a.pos_ == "VERB"), None)
            who = subject(verb) if verb is not None else None
            if verb is not None and who is not None and verb.lemma_.lower() in {"leave", "pass", "let"}:
                yield from _silence(page, sent, verb, who, "left_without_comment")


def looking_into_reports(page: Page, sent: Sentence) -> Iterator[Silence]:
    """A party that looks into a report, and neither owns to it nor denies it.

    "The army said it was looking into the reports." -> the army
    """
    assert sent.doc is not None
    for first, last in found(sent, "checking"):
        if not any(
            is_word(t, "claim") or t.lower_ in {"incident", "it", "attack", "strike", "case"} for t in sent.doc[first.i : last.i + 5]
        ):
            continue
        said = page.said(sent, Span(sent.at(first), sent.at(last)))
        if said.speaker is not None and said.name:
            yield Silence(
                sent,
                sent.span,
                sent.at(first),
                (Who(said.name, said.speaker.party),),
                False,
                (),
                frozenset(),
                "looking_into_reports",
                ("denial_words: checking",),
            )


def _fronted(sent: Sentence, verb: Token) -> bool:
    """Whether what is not said stands first: "How many have died, Baku does not say"."""
    assert sent.doc is not None
    return sent.doc[0].lower_ in {"how", "whether", "who", "what", "where", "when", "why"} and verb.i > 3


def _object(verb: Token) -> bool:
    return any(c.dep_ in {"dobj", "ccomp", "prep", "dative"} for c in verb.children)


def _silence(page: Page, sent: Sentence, verb: Token, who: Token, rule: str) -> Iterator[Silence]:
    assert sent.doc is not None
    doc = sent.doc
    names = tuple(w for w in speakers(page, sent, who, page.lasts[sent.index]) if w.name)
    if not names:
        return
    start, end = 0, len(doc) - 1
    for i in range(min(verb.i, who.left_edge.i) - 1, 0, -1):
        if doc[i].text == ";" or doc[i].lower_ in {"but", "while", "though", "although"}:
            start = i + 1
            break
    for i in range(max(verb.i, who.i) + 1, len(doc) - 1):
        if doc[i].text == ";" or doc[i].lower_ in {"but", "while", "though", "although"} and doc[i - 1].text == ",":
            end = i - 1
            break
    span = Span(sent.at(doc[start]), sent.at(doc[end]) + len(doc[end]))
    theirs = {t.i for t in who.subtree}
    rest = [t for t in sent.tokens[start : end + 1] if t.i not in theirs]
    losses = [t for t in rest if is_word(t, "losses")]
    own = bool(losses) and any(t.lower_ in _OWN for t in [*rest, *losses[0].children]) or any(t.lower_ in {"losses"} for t in rest)
    own = own or any(
        t.lower_ in {"figure", "figures", "number"}
        and not any(c.dep_ in {"prep", "det"} and c.lower_ in {"of", "this", "that"} for c in t.children)
        for t in rest
    )
    claimants: list[Who] = []
    for t in rest:
        if is_word(t, "claim") and t.i > verb.i:
            for c in t.children:
                if c.dep_ in {"poss", "amod", "compound"}:
                    claimants.extend(w for w in speakers(page, sent, c, None) if w.party or page.cast.at(sent.at(c)) is not None)
    claimants = [c for c in claimants if not any(c.same(n) for n in names)]
    yield Silence(
        sent,
        span,
        sent.at(verb),
        names,
        own,
        tuple(claimants),
        terms_of(rest),
        rule,
        (f"denial_words: {fold(verb.text)}",),
        _of_counts(rest),
    )


def _of_counts(rest: list[Token]) -> bool:
    """Whether what is kept back is a count: "how many were killed", "no toll"."""
    low = [t.lower_ for t in rest]
    return any(a == "how" and b == "many" for a, b in pairwise(low)) or bool(
        {"toll", "count", "tally", "number", "figure", "figures"} & set(low)
    )
