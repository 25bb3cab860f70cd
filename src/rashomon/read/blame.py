"""Blame that goes both ways: told in one clause, in turn, or turned round; and ground taken that another says was held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from rashomon.model import Dispute, Side, Trace
from rashomon.read.answers import issue_of
from rashomon.read.claims import Claim
from rashomon.read.contest_words import found
from rashomon.read.denial_parts import Denial
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.spans import subject
from rashomon.read.who import Who, speakers


def each_blames_other(page: Page, sent: Sentence) -> Iterator[Dispute]:
    """Blame that goes both ways in one clause: "exchanged accusations", "each side accused the other".

    "The two sides accused each other of opening fire." -> each blames the other
    """
    assert sent.doc is not None
    hits = [a for a, _ in found(sent, "mutual")]
    if not hits:
        hits = [
            t
            for t in sent.having({"each"})
            if t.lower_ == "each"
            and any(o.lower_ == "other" for o in sent.doc[t.i + 1 : t.i + 12])
            and any(v.lemma_.lower() in {"say", "accuse", "blame"} for v in sent.doc[t.i + 1 : t.i + 12])
            and t.i + 1 < len(sent.doc)
            and sent.doc[t.i + 1].lower_ not in {"other"}
        ]
    if not hits:
        return
    hit = hits[0]
    sides = _two_parties(page, sent, hit)
    if len(sides) != 2:
        return
    a, b = sides
    yield Dispute(
        "mutual_blame",
        issue_of(sent.text),
        (Side(a.name, sent.span, f"blames {b.name}"), Side(b.name, sent.span, f"blames {a.name}")),
        (Trace("each_blames_other", ("denial_words: mutual",)),),
    )


def _two_parties(page: Page, sent: Sentence, hit: Token) -> list[Who]:
    before = [
        m
        for m in page.cast.mentions
        if sent.span.start <= m.span.start and m.span.end <= sent.at(hit) and m.kind in {"party", "organisation"}
    ]
    if len(before) >= 2:
        a, b = before[-2:]
        joined_ = page.report.text[a.span.end : b.span.start]
        if (
            re.search(r"\band\b", joined_)
            and len(joined_) < 60
            and not re.search(r"[;:]", joined_)
            and page.cast.party_of(a) != page.cast.party_of(b)
        ):
            return [Who(page.cast.party_of(m), page.cast.party_of(m)) for m in (a, b)]
    verb = next((t for t in [hit, *hit.ancestors] if t.pos_ in {"VERB", "AUX"} and subject(t) is not None), None)
    who = subject(verb) if verb is not None else None
    named = [w for w in speakers(page, sent, who, page.lasts[sent.index]) if w.name] if who is not None else []
    named = [Who(w.party if w.party in page.cast.parties and w.name not in page.cast.parties else w.name, w.party) for w in named]
    if len({w.name for w in named}) == 2:
        return named
    return [Who(p, p) for p in page.cast.sides] if len(page.cast.sides) == 2 else []


def blamed_in_turn(page: Page, claims: Sequence[Claim], general: Sequence[Dispute] = ()) -> Iterator[Dispute]:
    """Two claims near each other, each laying the same kind of act on the other's party, the second in turn.

    "Armenia said Azerbaijan broke the truce. Baku said it was Armenia that had shelled its towns." -> each blames the other
    """
    used: set[int] = set()
    both_ways = {side.span for dispute in general for side in dispute.sides}
    claims = [c for c in claims if c.sent.span not in both_ways]
    for i, a in enumerate(claims):
        if a.who.name is None or a.who.party is None or not a.accused or i in used:
            continue
        for j in range(i + 1, len(claims)):
            b = claims[j]
            apart = b.sent.index - a.sent.index
            if apart > 6:
                break
            if j in used or b.who.name is None or b.who.same(a.who) or b.who.party not in a.accused or not b.accused:
                continue
            back = a.who.party in b.accused
            told = any(
                0 <= a.sent.span.start - g.sides[0].span.end < 700
                and {f"blames {a.who.party}", f"blames {b.who.party}"} == {x.position for x in g.sides}
                for g in general
            )
            blames = a.kind == "blame" and b.kind == "blame"
            alike = len(a.terms & b.terms) >= 2 and apart <= 3 and not any(e.type == "statement_of_blame" for e in (*a.events, *b.events))
            if not (back and apart <= 3 and (told or _in_turn(page, a, b)) or blames and (back or bool(a.terms & b.terms)) or alike):
                continue
            used.update((i, j))
            sides = (
                Side(a.who.name, a.sent.span, f"blames {b.who.party}"),
                Side(b.who.name, b.sent.span, f"blames {', '.join(sorted(b.accused))}"),
            )
            yield Dispute("mutual_blame", issue_of(a.sent.text), sides, (Trace("blamed_in_turn"),))
            break


def _in_turn(page: Page, a: Claim, b: Claim) -> bool:
    """Whether the second of two claims answers the first: "for its part", "it was they who fired", blame against blame, a truce broken."""
    if b.sent.doc is None or a.sent.doc is None:
        return False
    if any(True for kind in ("in_turn", "otherwise") for _ in found(b.sent, kind)) or _set_apart(b.sent.doc):
        return True
    return a.kind == "blame" and b.kind == "blame" or any(True for c in (a, b) for _ in found(c.sent, "truce"))


def _set_apart(doc: Doc) -> bool:
    """Whether a sentence sets the doer apart: "it was the rebels that fired"."""
    for t in doc[:-2]:
        if t.lower_ == "it" and doc[t.i + 1].lower_ == "was" and any(x.lower_ in {"that", "who"} for x in doc[t.i + 2 : t.i + 9]):
            return True
    return False


def other_way_round(page: Page, d: Denial, claims: Sequence[Claim]) -> Dispute | None:
    """A denial that turns the blame round is blame both ways.

    "The ministry told it the other way round: it was Armenian troops that had fired." -> each blames the other
    """
    if d.rule not in {"says_otherwise", "it_is_false"} or len(d.who) != 1:
        return None
    mine = [c for c in claims if c.sent is d.sent and (c.who.same(d.who[0]) or c.who.name is None) and c.accused]
    if not mine:
        return None
    for c in reversed(claims):
        if (
            0 < d.sent.index - c.sent.index <= 2
            and c.who.party
            and d.who[0].party in c.accused
            and any(c.who.party in m.accused for m in mine)
        ):
            sides = (Side(c.who.name, c.sent.span, f"blames {d.who[0].party}"), Side(d.who[0].name, d.sent.span, f"blames {c.who.party}"))
            return Dispute("mutual_blame", issue_of(c.sent.text), sides, (Trace("other_way_round", d.entries),))
    return None


def gain_or_repulse(page: Page, claims: Sequence[Claim], known: Sequence[Dispute]) -> Iterator[Dispute]:
    """One says that it took ground, the other that the attack was thrown back.

    "The ministry said its forces had taken the heights. The rebels said they had repelled the attack." -> asserts, asserts the opposite
    """
    for i, a in enumerate(claims):
        if a.who.name is None or not any(e.type == "territory" for e in a.events):
            continue
        for b in claims[i + 1 :]:
            if b.sent.index - a.sent.index > 2:
                break
            if b.who.name is None or b.who.same(a.who) or not opposed(page, a.who, b.who):
                continue
            if any(True for _ in found(b.sent, "repulse")) and any(True for _ in found(b.sent, "assault")):
                yield Dispute(
                    "denial",
                    issue_of(a.sent.text),
                    (Side(a.who.name, a.sent.span, "asserts"), Side(b.who.name, b.sent.span, "asserts the opposite")),
                    (Trace("gain_or_repulse", ("denial_words: repulse",)),),
                )
                break


def opposed(page: Page, a: Who, b: Who) -> bool:
    return (
        a.party is not None
        and b.party is not None
        and b.party in page.cast.opponents(a.party)
        or b.party is not None
        and a.party in page.cast.opponents(b.party)
    )


def same_sides(a: Dispute, b: Dispute) -> bool:
    return (
        a.kind == b.kind
        and {s.source for s in a.sides} == {s.source for s in b.sides}
        and {s.span for s in a.sides} == {s.span for s in b.sides}
    )


def same_blame(page: Page, general: Dispute, special: Dispute) -> bool:
    """Whether blame told in general is told in particular just after: "accused each other"; then what each says."""
    if special.kind != "mutual_blame" or special is general:
        return False
    apart = min(s.span.start for s in special.sides) - general.sides[0].span.end
    return 0 <= apart < 900 and {s.position for s in general.sides} == {s.position for s in special.sides}
