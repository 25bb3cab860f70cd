"""Who denies something, and in which words. Each rule reads one sentence; what is denied is looked for in disputes.py."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.model import Span
from rashomon.read.contest_words import found, is_word, those
from rashomon.read.denial_parts import (
    Denial,
    claimish,
    denial,
    inside_clause,
    is_about_claim,
    is_word_text,
    negative,
    relative,
    said_of,
    spread,
    unreal,
)
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import agents, children, negated, passive_subject, prepositional, subject
from rashomon.read.who import Who, speakers, who_of


def denials(page: Page, sent: Sentence) -> list[Denial]:
    """All denials of a sentence, one for each denying clause, in order."""
    if sent.doc is None:
        return []
    out: list[Denial] = []
    for rule in (
        verb_of_denial,
        called_it_false,
        spoke_of_a_lie,
        says_otherwise,
        it_is_false,
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
    for verb in those(sent, "deny", "reject"):
        deny, reject = is_word(verb, "deny"), is_word(verb, "reject")
        if verb.pos_ not in {"VERB", "AUX", "NOUN", "ADJ"} or negated(verb):
            continue
        if verb.pos_ in {"NOUN", "ADJ"} and verb.dep_ not in {"ROOT", "relcl", "ccomp", "conj"}:
            continue
        passive = any(c.dep_ in {"auxpass", "agent"} for c in verb.children) or (verb.tag_ == "VBN" and verb.dep_ == "acl")
        by = agents(verb)
        if passive:
            doers, thing = by[:1], passive_subject(verb) or (verb.head if verb.dep_ == "acl" else None)
        else:
            who = relative(verb) or subject(verb)
            doers = [who] if who is not None else []
            thing = next(iter(children(verb, "dobj")), None) or next((o for o in prepositional(verb, "as") if claimish(o)), None)
            if relative(verb) is not None and (thing is None or thing.lower_ in {"which", "that"}):
                thing = verb.head
        if not doers or unreal(verb):
            continue
        after = [t for t in sent.doc[verb.i + 1 :] if verb.is_ancestor(t)]
        if reject and not deny:
            if not (thing is not None and claimish(thing) or any(is_word(t, "false") for t in after[:6])):
                continue
        who_ = tuple(w for d in doers for w in speakers(page, sent, d, page.lasts[sent.index]))
        yield denial(page, sent, verb, who_, thing, after, "verb_of_denial", said_by=doers[0] if len(doers) == 1 else None)


def called_it_false(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A verb of naming and a word of falsehood: "called", "described … as", with "nonsense", "groundless".

    "The army called the report a lie." -> the army
    """
    assert sent.doc is not None
    for verb in those(sent, "label"):
        if verb.pos_ not in {"VERB", "AUX"} or negated(verb) or unreal(verb):
            continue
        false = [a for a, _ in found(sent, "false") if verb.is_ancestor(a) or a.i < verb.i and a.i < 4]
        near = [a for a in false if -12 < a.i - verb.i < 25 and not inside_clause(a, verb)]
        who = subject(verb)
        if not near or who is None or any(who.is_ancestor(a) or who == a for a in near):
            continue
        thing = next(
            (t for t in sent.doc[verb.i + 1 :] if verb.is_ancestor(t) and t.dep_ in {"dobj", "nsubj", "oprd"} and (claimish(t))), None
        )
        after = [t for t in sent.doc[verb.i + 1 :] if verb.is_ancestor(t)]
        yield denial(
            page, sent, verb, tuple(speakers(page, sent, who, page.lasts[sent.index])), thing, after, "called_it_false", said_by=who
        )


def spoke_of_a_lie(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A verb of telling and a word of falsehood after "of" or "as": "spoke of one more lie", "are spreading disinformation".

    "The ministry spoke of one more lie." -> the ministry
    """
    assert sent.doc is not None
    for verb in sent.of_lemma({"speak", "talk", "see", "complain"}) if those(sent, "false") else ():
        if verb.pos_ != "VERB" or negated(verb):
            continue
        if not any(is_word(o, "false") for o in prepositional(verb, "of", "about")):
            continue
        who = subject(verb)
        if who is not None:
            yield denial(
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
            if not (short and first.i - tokens[0].i < 8 or is_about_claim(first) or spread(first)):
                continue
            yield denial(
                page, sent, first, (who_of(page, sent, cue, said),), said_of(first), [], "it_is_false", whole=True, said_by=cue.speaker
            )
            break
    if not any(c.kind not in {"hearsay", "silence"} for c in page.cues[sent.index]):
        yield from _reply_of(page, sent)


def _reply_of(page: Page, sent: Sentence) -> Iterator[Denial]:
    """ "Groundless," was the reply of the ministry: the speaker hangs on the noun of answering."""
    assert sent.doc is not None
    false = [a for a, _ in found(sent, "false")]
    for t in those(sent, "answer") if false else ():
        if t.pos_ != "NOUN" or not children(t.head, "nsubj", "attr", "acomp") or t.head.lemma_ != "be":
            continue
        who = next(iter(prepositional(t, "of", "from", "by")), None) or next(iter(children(t, "poss")), None)
        if who is not None:
            yield denial(
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
        yield denial(page, sent, first, tuple(speakers(page, sent, who, page.lasts[sent.index])), None, [], "says_otherwise", said_by=who)


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
        yield denial(page, sent, first, who, None, after, "had_nothing_to_do_with", whole=False, said_by=by)


def claims_innocence(page: Page, sent: Sentence) -> Iterator[Denial]:
    """A speaker who says that he or his never do such a thing: "aims at military targets only", "does not target civilians".

    "The ministry said it hits military targets only." -> the ministry
    """
    assert sent.doc is not None
    for first, last in found(sent, "innocent"):
        said = page.said(sent, Span(sent.at(first), sent.at(last)))
        if said.speaker is not None and said.name and not any(is_word(t, "deny") for t in sent.doc):
            yield denial(
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
            no = next((t for t in tokens[:14] if negative(t, sent)), None)
            if no is None:
                continue
            answered = is_word_text(cue.word, "answer")
            if not answered and (is_word(no.head, "losses") or no.dep_ == "neg" and any(c.dep_ == "acomp" for c in no.head.children)):
                continue
            if not answered and (
                no.lower_ == "only" or any(a.dep_ in {"relcl", "acl", "advcl"} and a.i >= tokens[0].i for a in [no, *no.ancestors])
            ):
                continue
            yield denial(
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


def backed_up_denials(page: Page, sent: Sentence) -> Iterator[Denial]:
    """The noun: denials by somebody. "Russia backed up denials from the government." -> the government"""
    assert sent.doc is not None
    if not any(word.startswith("denial") for word in sent.folded):
        return
    for t in sent.tokens:
        if t.lemma_.lower() != "denial" or t.pos_ != "NOUN":
            continue
        who = next(iter(prepositional(t, "by", "from", "of")), None) or next(iter(children(t, "poss")), None)
        if who is None:
            continue
        yield denial(page, sent, t, tuple(speakers(page, sent, who, page.lasts[sent.index])), None, [], "backed_up_denials", strict=True)
