"""Who denies something, and in which words. Each rule reads one sentence; what is denied is looked for in disputes.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Span
from rashomon.read.actors import Speaker
from rashomon.read.attribution import Cue
from rashomon.read.claims import Who, found, is_generic, is_word, phrases, speakers, terms_of, who_is
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, negated, passive_subject, prepositional, subject

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


def denials(page: Page, sent: Sentence) -> list[Denial]:
    """All denials of a sentence, one for each denying clause, in order."""
    if sent.doc is None:
        return []
    out: list[Denial] = []
    for rule in (
        verb_of_denial,
        called_it_false,
        spoke_of_a_lie,
        it_is_false,
        says_otherwise,
        had_nothing_to_do_with,
        claims_innocence,
        denied_statement,
        backed_up_denials,
    ):
        for d in rule(page, sent):
            if not d.who or any(_same(d, o) for o in out):
                continue
            out.append(d)
    return sorted(out, key=lambda d: d.at)


def _same(a: Denial, b: Denial) -> bool:
    return any(x.same(y) for x in a.who for y in b.who) or a.span.overlaps(b.span) and abs(a.at - b.at) < 4


# -- rules ---------------------------------------------------------------------------------------------------------------


def verb_of_denial(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A verb of denial with a subject, or passive with its agent; a verb of rejection where its object is a claim.

    "Yerevan denies this." -> Armenia
    """
    assert sent.doc is not None
    for verb in sent.doc:
        deny, reject = is_word(verb, "deny"), is_word(verb, "reject")
        if not (deny or reject) or verb.pos_ not in {"VERB", "AUX", "NOUN", "ADJ"} or negated(verb):
            continue
        if verb.pos_ in {"NOUN", "ADJ"} and verb.dep_ not in {"ROOT", "relcl", "ccomp", "conj"}:
            continue
        passive = any(c.dep_ in {"auxpass", "agent"} for c in verb.children) or (verb.tag_ == "VBN" and verb.dep_ == "acl")
        by = agents(verb)
        if passive:
            doers, thing = by[:1], passive_subject(verb) or (verb.head if verb.dep_ == "acl" else None)
        else:
            who = _relative(verb) or subject(verb)
            doers = [who] if who is not None else []
            thing = next(iter(children(verb, "dobj")), None)
            if verb.dep_ == "relcl" and _relative(verb) is not None and (thing is None or thing.lower_ in {"which", "that"}):
                thing = verb.head
        if not doers or _unreal(verb):
            continue
        after = [t for t in sent.doc[verb.i + 1 :] if verb.is_ancestor(t)]
        if reject and not deny:
            if not (thing is not None and _claimish(thing) or any(is_word(t, "false") for t in after[:6])):
                continue
        who_ = tuple(w for d in doers for w in speakers(page, sent, d, page.lasts[sent.index]))
        yield _denial(page, sent, verb, who_, thing, after, "verb_of_denial", said_by=doers[0] if len(doers) == 1 else None)


def called_it_false(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A verb of naming and a word of falsehood: "called", "described … as", with "nonsense", "groundless".

    "The army called the report a lie." -> the army
    """
    assert sent.doc is not None
    for verb in sent.doc:
        if not is_word(verb, "label") or verb.pos_ not in {"VERB", "AUX"} or negated(verb) or _unreal(verb):
            continue
        false = [a for a, _ in found(sent, "false") if verb.is_ancestor(a) or a.i < verb.i and a.i < 4]
        near = [a for a in false if -12 < a.i - verb.i < 25 and not _inside_clause(a, verb)]
        who = subject(verb)
        if not near or who is None or any(who.is_ancestor(a) or who == a for a in near):
            continue
        thing = next(
            (t for t in sent.doc[verb.i + 1 :] if verb.is_ancestor(t) and t.dep_ in {"dobj", "nsubj", "oprd"} and (_claimish(t))), None
        )
        after = [t for t in sent.doc[verb.i + 1 :] if verb.is_ancestor(t)]
        yield _denial(
            page, sent, verb, tuple(speakers(page, sent, who, page.lasts[sent.index])), thing, after, "called_it_false", said_by=who
        )


def spoke_of_a_lie(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A verb of telling and a word of falsehood after "of" or "as": "spoke of one more lie", "are spreading disinformation".

    "The ministry spoke of one more lie." -> the ministry
    """
    assert sent.doc is not None
    for verb in sent.doc:
        if verb.lemma_.lower() not in {"speak", "talk", "see", "complain"} or verb.pos_ != "VERB" or negated(verb):
            continue
        if not any(is_word(o, "false") for o in prepositional(verb, "of", "about")):
            continue
        who = subject(verb)
        if who is not None:
            yield _denial(
                page, sent, verb, tuple(speakers(page, sent, who, page.lasts[sent.index])), None, [], "spoke_of_a_lie", said_by=who
            )


def it_is_false(page: Page, sent: Sentence) -> Iterator[Denial]:
    """Words of falsehood put in a speaker's mouth, alone or about "it", "the report": "Baseless", "It is not true".

    "\\"Absolutely untrue,\\" said Ali Hasan." -> Ali Hasan
    """
    assert sent.doc is not None
    for cue, said in zip(page.cues[sent.index], page.speakers[sent.index], strict=True):
        if cue.kind in {"denial", "silence", "hearsay"} or not cue.covers or said.name is None:
            continue
        for first, last in [*found(sent, "false"), *found(sent, "otherwise")]:
            at = Span(sent.at(first), sent.at(last) + len(last))
            cover = next((c for c in cue.covers if c.covers(at)), None)
            if cover is None:
                continue
            tokens = [t for t in sent.tokens_in(cover) if not t.is_punct]
            short = len(tokens) <= 9 and not any(t.tag_ in {"VBD", "VBZ", "VBP"} and t.lemma_ not in {"be", "call"} for t in tokens)
            if not (short and first.i - tokens[0].i < 8 or _is_about_claim(first) or _spread(first)):
                continue
            yield _denial(
                page, sent, first, (who_of(page, sent, cue, said),), _said_of(first), [], "it_is_false", whole=True, said_by=cue.speaker
            )
            break
    if not any(c.kind not in {"hearsay", "silence"} for c in page.cues[sent.index]):
        yield from _reply_of(page, sent)


def _reply_of(page: Page, sent: Sentence) -> Iterator[Denial]:
    """ "Groundless," was the reply of the ministry: the speaker hangs on the noun of answering."""
    assert sent.doc is not None
    false = [a for a, _ in found(sent, "false")]
    for t in sent.doc:
        if (
            t.pos_ != "NOUN"
            or not is_word(t, "answer")
            or not false
            or not children(t.head, "nsubj", "attr", "acomp")
            or t.head.lemma_ != "be"
        ):
            continue
        who = next(iter(prepositional(t, "of", "from", "by")), None) or next(iter(children(t, "poss")), None)
        if who is not None:
            yield _denial(
                page, sent, false[0], tuple(speakers(page, sent, who, page.lasts[sent.index])), None, [], "it_is_false", whole=True
            )


def says_otherwise(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A speaker said to say the opposite, with no more: "says otherwise", "told it the other way round".

    "The army says otherwise." -> the army
    """
    assert sent.doc is not None
    for first, _ in found(sent, "otherwise"):
        verb = first.head
        for _step in range(4):
            if verb.pos_ in {"VERB", "AUX"} and subject(verb) is not None:
                break
            verb = verb.head
        who = subject(verb) if verb.pos_ in {"VERB", "AUX"} else None
        if who is None or verb.lemma_.lower() not in {"say", "tell", "claim", "insist", "give", "maintain", "paint", "have", "assert"}:
            continue
        if any(x.lower_ in {"unless", "until", "if"} for x in sent.doc[max(0, first.i - 3) : first.i]):
            continue
        yield _denial(page, sent, first, tuple(speakers(page, sent, who, page.lasts[sent.index])), None, [], "says_otherwise", said_by=who)


def had_nothing_to_do_with(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A speaker who says that he or his had no part in it: "had nothing to do with", "no connection".

    "The group says it had nothing to do with the attack." -> the group
    """
    assert sent.doc is not None
    for first, last in found(sent, "uninvolved"):
        at = Span(sent.at(first), sent.at(last))
        said = page.said(sent, at)
        after = list(sent.doc[last.i + 1 :])
        who: tuple[Who, ...] = ()
        by: Token | None = said.cue.speaker if said.cue is not None else None
        if said.speaker is not None and said.name:
            who = (Who(said.name, said.speaker.party),)
        else:
            verb = next((a for a in [first, *first.ancestors] if a.pos_ in {"VERB", "AUX"} and subject(a) is not None), None)
            if verb is not None and subject(verb) is not None:
                who = tuple(speakers(page, sent, subject(verb), page.lasts[sent.index]))
        if any(is_word(t, "deny") for t in sent.doc) or not who:
            continue
        yield _denial(page, sent, first, who, None, after, "had_nothing_to_do_with", whole=False, said_by=by)


def claims_innocence(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A speaker who says that he or his never do such a thing: "aims at military targets only", "does not target civilians".

    "The ministry said it hits military targets only." -> the ministry
    """
    assert sent.doc is not None
    for first, last in found(sent, "innocent"):
        said = page.said(sent, Span(sent.at(first), sent.at(last)))
        if said.speaker is not None and said.name and not any(is_word(t, "deny") for t in sent.doc):
            yield _denial(
                page,
                sent,
                first,
                (Who(said.name, said.speaker.party),),
                None,
                [],
                "claims_innocence",
                whole=True,
                said_by=said.cue.speaker if said.cue is not None else None,
            )


def denied_statement(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A negative statement by a speaker; whether it is a denial depends on what was said before (strict).

    "No airfield had been destroyed, the ministry replied." -> the ministry
    """
    assert sent.doc is not None
    for cue, said in zip(page.cues[sent.index], page.speakers[sent.index], strict=True):
        if cue.kind in {"denial", "silence", "hearsay", "blame"} or not cue.covers or said.name is None:
            continue
        for cover in cue.covers:
            tokens = [t for t in sent.tokens_in(cover) if not t.is_punct]
            no = next((t for t in tokens[:14] if _negative(t, sent)), None)
            if no is None:
                continue
            answered = is_word_text(cue.word, "answer")
            if not answered and (is_word(no.head, "losses") or no.dep_ == "neg" and any(c.dep_ == "acomp" for c in no.head.children)):
                continue
            if not answered and (
                no.lower_ == "only" or any(a.dep_ in {"relcl", "acl", "advcl"} and a.i >= tokens[0].i for a in [no, *no.ancestors])
            ):
                continue
            yield _denial(
                page,
                sent,
                no,
                (who_of(page, sent, cue, said),),
                None,
                tokens,
                "denied_statement",
                whole=True,
                strict=not answered,
                said_by=cue.speaker,
            )
            break


def who_of(page: Page, sent: Sentence, cue: Cue, said: Speaker) -> Who:
    """The speaker of a cue, its bare nouns resolved."""
    if cue.speaker is None or any(said.name in {m.name, m.speaks_for} for m in page.cast.mentions):
        return Who(said.name, said.name if said.name in page.cast.parties else said.party)
    return who_is(page, sent, cue.speaker, page.lasts[sent.index])


def backed_up_denials(page: Page, sent: Sentence) -> Iterator[Denial]:
    """The noun: denials by somebody. "Russia backed up denials from the government." -> the government"""
    assert sent.doc is not None
    for t in sent.doc:
        if t.lemma_.lower() != "denial" or t.pos_ != "NOUN":
            continue
        who = next(iter(prepositional(t, "by", "from", "of")), None) or next(iter(children(t, "poss")), None)
        if who is None:
            continue
        yield _denial(page, sent, t, tuple(speakers(page, sent, who, page.lasts[sent.index])), None, [], "backed_up_denials", strict=True)


# -- parts of a denial ---------------------------------------------------------------------------------------------------


def is_word_text(text: str, kind: str) -> bool:
    return any((fold(text),) == p or (len(p) == 1 and p[0].startswith(fold(text))) for p in phrases(kind))


def _relative(verb: Token) -> Token | None:
    """The subject of a relative clause that has one of its own: "a claim that Ankara rejected" -> Ankara."""
    if verb.dep_ != "relcl":
        return None
    own = [c for c in children(verb, "nsubj") if c.lower_ not in {"which", "that", "who"}]
    return own[0] if own else None


def _unreal(verb: Token) -> bool:
    return (
        any(c.dep_ == "aux" and c.lower_ in {"would", "could", "may", "might", "will", "can", "should"} for c in verb.children)
        and verb.dep_ != "relcl"
        or verb.tag_ == "VB"
        and any(c.lower_ == "to" for c in verb.children)
    )


def _claimish(token: Token) -> bool:
    return is_word(token, "claim") or token.lower_ in _POINTERS and token.pos_ in {"PRON", "DET"}


def _inside_clause(token: Token, verb: Token) -> bool:
    """Whether a verb stands between a word and the verb that it should belong to."""
    here = token
    for _ in range(12):
        if here == verb or here.head is here:
            return False
        if here.pos_ in {"VERB"} and here.dep_ in {"relcl", "advcl", "acl"}:
            return True
        here = here.head
    return False


def _is_about_claim(token: Token) -> bool:
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


def _said_of(token: Token) -> Token | None:
    """The claim noun that a word of falsehood is said of: "the Russian statement is a lie" -> statement."""
    for here in [token, token.head, token.head.head]:
        for c in children(here, "nsubj", "nsubjpass"):
            return c if is_word(c, "claim") else None
    return None


def _spread(token: Token) -> bool:
    return any(is_word(a, "spread") for a in [token.head, token.head.head])


def _negative(t: Token, sent: Sentence) -> bool:
    """Whether a token negates its clause's verb or its noun: "not", "never", "no", "none", "nobody", "neither"."""
    if t.dep_ == "neg" and t.head.pos_ in {"VERB", "AUX"}:
        return t.head.lemma_.lower() not in {
            "know",
            "think",
            "believe",
            "expect",
            "want",
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


def _denial(
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
            for o in prepositional(noun, "by", "from"):
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
