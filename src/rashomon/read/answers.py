"""Each denial placed against the claim that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.model import Dispute, Figure, Side, Span, Trace
from rashomon.read.claims import Claim
from rashomon.read.denial_parts import Denial
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.who import Who

FAR = 5
"""Sentences that a denial looks back."""


def denial_of_claim(page: Page, d: Denial, claims: Sequence[Claim]) -> Dispute | None:
    """A denial and the claim that it answers: the one it names, else the nearest before it that fits."""
    d, ranked = _answered(page, d, claims)
    best = ranked[0][1] if ranked else None
    if not d.claimants and not d.strict and (best is None or best.kind == "own" and not best.accused):
        first = accuser(d.who, [c for c in claims if c.sent.index < d.sent.index], d.terms)
        if first is not None:
            best, ranked = first, [(0.0, first)]
    sides: list[Side] = []
    if d.claimants:
        for w in d.claimants:
            if best is not None and best.who.same(w):
                sides.append(Side(best.who.name, cut(best, d.sent, d.span), "asserts"))
            else:
                sides.append(Side(w.name, d.claim_span or d.span, "asserts"))
    elif best is not None and (d.pointer or d.claim_span is None or d.rule != "verb_of_denial" or _fits(d, best)):
        for score, c in ranked:
            with_it = score >= ranked[0][0] - 1.2 and abs(c.sent.index - best.sent.index) <= 1 and bool(c.accused & best.accused)
            if (c is best or with_it) and not any(x.source == c.who.name for x in sides):
                sides.append(Side(c.who.name, cut(c, d.sent, d.span), "asserts"))
    elif not d.strict and d.rule == "verb_of_denial" and d.claim_span is not None:
        sides.append(Side(None, d.claim_span, "asserts"))
    if not sides:
        return None
    sides += [Side(w.name, d.span, "denies") for w in d.who]
    issue = issue_of(sides[0].span.within(page.report.text))
    return Dispute("denial", f"whether: {issue}", tuple(sides), (Trace(d.rule, d.entries),))


def _answered(page: Page, d: Denial, claims: Sequence[Claim]) -> tuple[Denial, list[tuple[float, Claim]]]:
    """The claims that a denial may answer, best first; a denier named by "it" or "the group" only is the party accused."""
    ranked = claims_denied(page, d, claims)
    if not d.loose or len(d.who) > 1:
        return d, ranked
    free = replace(d, who=())
    for score, c in claims_denied(page, free, claims):
        accused = [a for a in c.accused if a in page.cast.parties]
        if score < 0.2 or len(accused) != 1 or c.who.name is None:
            continue
        if any(w.party == accused[0] or w.name == accused[0] for w in d.who):
            break
        if (
            d.strict
            and any(w.party and w.party != accused[0] and w.name == w.party for w in d.who)
            and not any(c.who.same(w) for w in d.who)
        ):
            break
        if c.who.same(d.who[0]) if d.who else True:
            found_ = replace(d, who=(Who(accused[0], accused[0]),))
            return found_, claims_denied(page, found_, claims)
        break
    return d, ranked


def accuser(who: Sequence[Who], claims: Sequence[Claim], terms: frozenset[str]) -> Claim | None:
    """Who accuses a party anywhere in some claims: the one that shares most words, else the first, as a report leads with it."""
    parties = {w.party for w in who if w.party} | {w.name for w in who if w.name}
    fit = [c for c in claims if c.who.name is not None and parties & c.accused and not any(c.who.same(w) for w in who)]
    return max(fit, key=lambda c: (len(c.terms & terms), -c.start)) if fit else None


def _fits(d: Denial, c: Claim) -> bool:
    """Whether a claim is about what a denial says that it denies."""
    return bool(d.terms & c.terms) or bool({w.party for w in d.who} & c.accused) or c.sent is d.sent


def claims_denied(page: Page, d: Denial, claims: Sequence[Claim]) -> list[tuple[float, Claim]]:
    """The claims that a denial may answer, best first: by another, mostly before it, by who is accused, by shared words, by nearness."""
    out: list[tuple[float, Claim]] = []
    parties = {w.party for w in d.who if w.party} | {w.name for w in d.who if w.name}
    for c in claims:
        far = d.sent.index - c.sent.index
        shared, accused = len(d.terms & c.terms), bool(parties & c.accused) or not d.who and bool(c.accused)
        if far < 0 and not (far >= -2 and shared and not d.pointer and not d.strict) or far > FAR:
            continue
        if (
            far == 0
            and c.start >= d.span.start
            and not (d.claim_span is not None and c.start < d.claim_span.end)
            and d.rule != "backed_up_denials"
            and not (c.kind == "blame" and c.start > d.at and d.pointer)
        ):
            continue
        if (
            any(c.who.same(w) for w in d.who)
            or c.kind == "own"
            and not (c.events or c.figures)
            or far == 0
            and c.kind == "own"
            and d.claim_span is None
        ):
            continue
        if d.strict and (not accused or far > 3):
            continue
        if d.claimants and any(c.who.same(w) for w in d.claimants):
            score = 4.0 - abs(far) * 0.7 + shared
        else:
            score = -1.0 * abs(far) - 1.0 * (far < 0) + 2.5 * accused + 0.8 * bool(parties & c.about) + min(3.0, 1.1 * shared)
            score += 0.7 * (c.kind == "blame") - 1.6 * (c.kind == "own") + 0.4 * (c.sent.paragraph == d.sent.paragraph)
            score += 2.0 * (far == 0 and d.claim_span is not None)
        if score >= (0.8 if d.strict else -2.0 if d.pointer else -1.0):
            out.append((score, c))
    return sorted(out, key=lambda x: (-x[0], -x[1].start))


def answered_again(found_: Sequence[Denial]) -> list[Denial]:
    """A denial with another's word against it in the same sentence: that other is the claimant.

    "a charge that the group rejects, though the navy says otherwise" -> the navy asserts, the group denies
    """
    out: list[Denial] = []
    for d in found_:
        before = next((e for e in out if e.sent is d.sent and e.rule == "verb_of_denial" and not e.claimants), None)
        if d.rule in {"says_otherwise", "it_is_false"} and before is not None and any("otherwise" in x for x in d.entries):
            out[out.index(before)] = replace(before, claimants=d.who, claim_span=d.span)
        else:
            out.append(d)
    return out


def claims_named(page: Page, found_: Sequence[Denial], figures: Sequence[Figure]) -> list[Claim]:
    """Claims that only their denial tells of: "called Armenian reports of 200 dead groundless" -> Armenia, 200 dead."""
    out = []
    for d in found_:
        if d.claim_span is None:
            continue
        inside = tuple(f for f in figures if d.claim_span.covers(f.anchor))
        for w in d.claimants:
            about = frozenset(x.party for x in d.who if x.party)
            out.append(Claim(w, d.sent, d.claim_span.start, d.claim_span.end, frozenset(), about, d.terms, "said", (), inside))
    return out


def cut(claim: Claim, sent: Sentence, span: Span) -> Span:
    """A claim's sentence; where the answer stands in the same one, what of it comes before the answer."""
    if claim.sent is not sent:
        return claim.sent.span
    if claim.start < span.start:
        return Span(claim.sent.span.start, span.start)
    return claim.sent.span


def issue_of(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:.-–—")[:160]
