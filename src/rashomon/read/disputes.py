"""What the report itself shows to be contested: denials, blame that goes both ways, counts that cannot both hold, silences.

denials.py and silences.py find who denies or keeps silent; answers.py and unanswered.py place each against the claim that it answers,
which claims.py gives; blame.py and rivals.py compare claims with claims. A denial with no claim to answer, and a silence with nobody's
word to be silent about, are no disputes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rashomon.model import Dispute, Event, Figure, Side
from rashomon.read.answers import answered_again, claims_named, denial_of_claim
from rashomon.read.blame import blamed_in_turn, each_blames_other, gain_or_repulse, other_way_round, same_blame, same_sides
from rashomon.read.claims import claims_of
from rashomon.read.denials import denials
from rashomon.read.page import Page
from rashomon.read.rivals import counts_that_differ
from rashomon.read.silences import silences
from rashomon.read.unanswered import silence_on_claim
from rashomon.read.who import party_named


def find_disputes(page: Page, figures: Sequence[Figure], events: Sequence[Event]) -> list[Dispute]:
    """The disputes of a report in text order. In: the page with its figures and events. Out: disputes of at least two sides each."""
    claims = claims_of(page, figures, events)
    out: list[Dispute] = []
    found_denials = [d for sent in page.sentences for d in denials(page, sent)]
    found_denials = answered_again(found_denials)
    claims = sorted([*claims, *claims_named(page, found_denials, figures)], key=lambda c: c.start)
    kept_back = [s for sent in page.sentences for s in silences(page, sent)]
    hushed = [(s.sent.index, w) for s in kept_back for w in s.who]
    found_denials = [
        d
        for d in found_denials
        if d.rule != "denied_statement" or not any(i == d.sent.index and w.same(x) for i, w in hushed for x in d.who)
    ]
    denying = {(d.sent.index, w.party or w.name) for d in found_denials if d.rule != "denied_statement" for w in d.who}
    plain = [c for c in claims if (c.sent.index, c.who.party or c.who.name) not in denying or c.accused]
    general = [d for sent in page.sentences if sent.doc is not None for d in each_blames_other(page, sent)]
    turns = list(blamed_in_turn(page, claims, general))
    for d in found_denials:
        dispute = other_way_round(page, d, claims) or denial_of_claim(page, d, plain if d.pointer else claims)
        if dispute is not None:
            out.append(dispute)
    for s in kept_back:
        if any(
            d.sent is s.sent
            and d.span.overlaps(s.span)
            and not d.strict
            and d.rule != "denied_statement"
            and any(w.same(x) for w in d.who for x in s.who)
            for d in found_denials
        ):
            continue
        dispute = silence_on_claim(page, s, plain)
        if dispute is not None:
            out.append(dispute)
    out.extend(t for t in turns if not any(same_sides(t, o) for o in out))
    out.extend(g for g in general if not any(same_blame(page, g, t) for t in [*turns, *out]))
    out.extend(gain_or_repulse(page, claims, out))
    said_none = {(d.sent.span, w.name) for d in found_denials for w in d.who}
    out.extend(counts_that_differ(page, [f for f in figures if (f.span, f.source) not in said_none or f.value == 0]))
    return sorted(joined(page, out), key=lambda d: min(s.span for s in d.sides))


def joined(page: Page, found_: Sequence[Dispute]) -> list[Dispute]:
    """Denials of one claim are one dispute: "said X", "not so, said Y", "a lie, said Z"; the same for silences."""
    out: list[Dispute] = []
    for d in found_:
        at = next((i for i, o in enumerate(out) if _same_matter(page, o, d)), None)
        if at is None:
            out.append(d)
            continue
        known = {s.source for s in out[at].sides}
        more = tuple(s for s in d.sides if s.source not in known and s.position != "asserts")
        out[at] = replace(out[at], sides=(*out[at].sides, *more))
    return out


def _same_matter(page: Page, a: Dispute, b: Dispute) -> bool:
    """Whether two disputes are one: a claim denied twice, or a party that rejects it in general and then in its own words."""
    if a.kind != b.kind or a.kind not in {"denial", "unacknowledged"} or not a.sides[0].source:
        return False
    if a.sides[0].source == b.sides[0].source and a.sides[0].span.start == b.sides[0].span.start:
        return True

    def party(side: Side) -> str | None:
        return party_named(page, side.source)

    again = {party(s) for s in a.sides[1:]} & {party(s) for s in b.sides[1:]}
    near = 0 <= b.sides[-1].span.start - a.sides[-1].span.end < 600
    in_words = b.rules[0].rule in {"it_is_false", "spoke_of_a_lie", "called_it_false"}
    words = [
        {
            w
            for w in re.findall(r"[\w-]+", x.sides[0].span.within(page.report.text))
            if len(w) > 3 and (w[0].isupper() or any(c.isdigit() for c in w))
        }
        for x in (a, b)
    ]
    return bool(again) and near and in_words and party(a.sides[0]) == party(b.sides[0]) and len(words[0] & words[1]) >= 2
