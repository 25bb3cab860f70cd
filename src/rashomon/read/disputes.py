"""What the report itself shows to be contested: denials, blame that goes both ways, counts that cannot both hold, silences.

denials.py and silences.py find who denies or keeps silent; here each is placed against the claim that it answers, which claims.py gives.
A denial with no claim to answer, and a silence with nobody's word to be silent about, are no disputes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rashomon.model import Dispute, Event, Figure, Side, Span, Trace
from rashomon.read.claims import Claim, Who, claims_of, flat, found, is_word, speakers
from rashomon.read.denials import Denial, denials
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.silences import Silence, silences

FAR = 5
"""Sentences that a denial looks back."""
_TRUCE = {"truce", "ceasefire", "cease-fire", "agreement", "deal", "violation", "breach", "break", "violate", "pledge"}


def find_disputes(page: Page, figures: Sequence[Figure], events: Sequence[Event]) -> list[Dispute]:
    """The disputes of a report in text order. In: the page with its figures and events. Out: disputes of at least two sides each."""
    claims = claims_of(page, figures, events)
    out: list[Dispute] = []
    denied: list[Denial] = []
    for sent in page.sentences:
        if sent.doc is None:
            continue
        out.extend(each_blames_other(page, sent))
        for d in denials(page, sent):
            dispute = denial_of_claim(page, d, claims)
            if dispute is not None:
                out.append(dispute)
                denied.append(d)
        for s in silences(page, sent):
            dispute = silence_on_claim(page, s, claims, figures)
            if dispute is not None:
                out.append(dispute)
    out.extend(blamed_in_turn(page, claims))
    out.extend(gain_or_repulse(page, claims, out))
    out.extend(counts_that_differ(page, figures))
    return sorted(joined(out), key=lambda d: min(s.span for s in d.sides))


# -- denial --------------------------------------------------------------------------------------------------------------


def denial_of_claim(page: Page, d: Denial, claims: Sequence[Claim]) -> Dispute | None:
    """A denial and the claim that it answers: the one it names, else the nearest before it that fits."""
    sides: list[Side] = []
    best = claim_denied(page, d, claims)
    if d.claimants:
        same = best is not None and any(best.who.same(c) for c in d.claimants)
        for c in d.claimants:
            if same and best is not None and best.who.same(c):
                sides.append(Side(best.who.name, _cut(best, d.sent, d.span), "asserts"))
            else:
                sides.append(Side(c.name, d.claim_span or d.span, "asserts"))
    elif best is not None:
        sides.append(Side(best.who.name, _cut(best, d.sent, d.span), "asserts"))
    elif not d.strict and not d.pointer and d.rule == "verb_of_denial" and d.claim_span is not None:
        sides.append(Side(None, d.claim_span, "asserts"))
    if not sides:
        return None
    sides += [Side(w.name, d.span, "denies") for w in d.who]
    issue = _clean(sides[0].span.within(page.report.text))
    return Dispute("denial", f"whether: {issue}", tuple(sides), (Trace(d.rule, d.entries),))


def claim_denied(page: Page, d: Denial, claims: Sequence[Claim]) -> Claim | None:
    """The claim that a denial answers: by another, before it, best by who is accused, by shared words, by nearness."""
    best: tuple[float, Claim] | None = None
    parties = {w.party for w in d.who if w.party} | {w.name for w in d.who if w.name}
    for c in claims:
        far = d.sent.index - c.sent.index
        if far < 0 or far > FAR or c.end > d.at and far == 0 and c.start >= d.span.start:
            continue
        if any(c.who.same(w) for w in d.who):
            continue
        if far == 0 and c.kind == "own" and d.claim_span is None:
            continue
        accused = bool(parties & c.accused)
        shared = len(d.terms & c.terms)
        if d.claimants and any(c.who.same(w) for w in d.claimants):
            score = 4.0 - far * 0.7 + shared
        else:
            score = -1.0 * far + 2.5 * accused + 0.8 * bool(parties & c.about) + min(3.0, 1.1 * shared) + 0.7 * (c.kind == "blame") - 1.6 * (c.kind == "own")
            if c.sent.paragraph == d.sent.paragraph:
                score += 0.4
            if far == 0 and d.claim_span is not None:
                score += 2.0
        if d.strict and not (accused or shared >= 2) or d.strict and far > 2:
            continue
        if c.kind == "own" and not (c.events or c.figures):
            continue
        least = 0.8 if d.strict else -2.0 if d.pointer else -1.0
        if score < least:
            continue
        if best is None or score > best[0] or score == best[0] and c.start > best[1].start:
            best = score, c
    return best[1] if best else None


def _cut(claim: Claim, sent: Sentence, span: Span) -> Span:
    """A claim's sentence; where the answer stands in the same one, what of it comes before the answer."""
    if claim.sent is not sent:
        return claim.sent.span
    if claim.start < span.start:
        return Span(claim.sent.span.start, span.start)
    return claim.sent.span


# -- silence -------------------------------------------------------------------------------------------------------------


def silence_on_claim(page: Page, s: Silence, claims: Sequence[Claim], figures: Sequence[Figure]) -> Dispute | None:
    """A silence and what it is about: a party's own losses as others count them, else what was said just before."""
    side: Side | None = None
    if s.losses:
        side = _losses_counted(page, s, claims, figures)
    if side is None:
        c = _claim_unanswered(page, s, claims)
        side = Side(c.who.name, _cut(c, s.sent, s.span), "asserts") if c is not None else None
    if side is None:
        return None
    sides = (side, *(Side(w.name, s.span, "silent") for w in s.who))
    issue = _clean(side.span.within(page.report.text))
    return Dispute("unacknowledged", issue, sides, (Trace(s.rule, s.entries),))


def _losses_counted(page: Page, s: Silence, claims: Sequence[Claim], figures: Sequence[Figure]) -> Side | None:
    """Somebody else's count of a party's dead and wounded: the nearest in the report, after the silence sooner than before."""
    parties = {w.party for w in s.who if w.party} | {w.name for w in s.who if w.name}
    best: tuple[float, Side] | None = None
    for c in claims:
        far = c.sent.index - s.sent.index
        if c.who.name is None or any(c.who.same(w) for w in s.who) or not c.figures:
            continue
        fit = [f for f in c.figures if parties & set(flat(f.victim_side)) and f.status != "civilian"]
        loose = [f for f in c.figures if f.harm in {"killed", "casualties"} and f.status != "civilian"]
        if not fit and not (loose and -2 <= far <= 2):
            continue
        score = (3.0 if fit else 0.0) - abs(far) - (0.5 if far < 0 else 0.0)
        if score > -4 and (best is None or score > best[0]):
            best = score, Side(c.who.name, _cut(c, s.sent, s.span), "asserts")
    return best[1] if best else None


def _claim_unanswered(page: Page, s: Silence, claims: Sequence[Claim]) -> Claim | None:
    parties = {w.party for w in s.who if w.party} | {w.name for w in s.who if w.name}
    best: tuple[float, Claim] | None = None
    for c in claims:
        far = s.sent.index - c.sent.index
        if far < 0 or far > 4 or far == 0 and c.end > s.span.start and c.start >= s.span.start or any(c.who.same(w) for w in s.who):
            continue
        if s.claimants:
            if not any(c.who.same(w) or w.name and c.who.name and set(w.name.lower().split()) & set(c.who.name.lower().split()) for w in s.claimants):
                continue
        if c.kind == "own" and not (c.events or c.figures):
            continue
        score = -1.0 * far + 1.0 * bool(parties & c.accused) + 0.4 * bool(parties & c.about) + min(2.5, 1.0 * len(s.terms & c.terms)) - 1.2 * (c.kind == "own")
        if score < -2.2:
            continue
        if best is None or score > best[0]:
            best = score, c
    return best[1] if best else None


# -- blame both ways -------------------------------------------------------------------------------------------------------


def each_blames_other(page: Page, sent: Sentence) -> Iterator[Dispute]:
    """Blame that goes both ways in one clause: "exchanged accusations", "each side accused the other".

    "The two sides accused each other of opening fire." -> each blames the other
    """
    assert sent.doc is not None
    hits = [a for a, _ in found(sent, "mutual")]
    if not hits:
        hits = [t for t in sent.doc if t.lower_ == "each" and any(o.lower_ == "other" for o in sent.doc[t.i + 1 : t.i + 12]) and any(v.lemma_.lower() in {"say", "accuse", "blame"} for v in sent.doc[t.i + 1 : t.i + 12]) and t.i + 1 < len(sent.doc) and sent.doc[t.i + 1].lower_ not in {"other"}]
    if not hits:
        return
    hit = hits[0]
    sides = _two_parties(page, sent, hit)
    if len(sides) != 2:
        return
    a, b = sides
    yield Dispute("mutual_blame", _clean(sent.text), (Side(a.name, sent.span, f"blames {b.name}"), Side(b.name, sent.span, f"blames {a.name}")), (Trace("each_blames_other", ("denial_words: mutual",)),))


def _two_parties(page: Page, sent: Sentence, hit: object) -> list[Who]:
    from spacy.tokens import Token

    from rashomon.read.spans import subject

    assert isinstance(hit, Token)
    verb = next((t for t in [hit, *hit.ancestors] if t.pos_ in {"VERB", "AUX"} and subject(t) is not None), None)
    who = subject(verb) if verb is not None else None
    named = [w for w in speakers(page, sent, who, page.lasts[sent.index]) if w.name] if who is not None else []
    named = [Who(w.party or w.name, w.party) for w in named]
    if len({w.name for w in named}) == 2:
        return named
    return [Who(p, p) for p in page.cast.sides] if len(page.cast.sides) == 2 else []


def blamed_in_turn(page: Page, claims: Sequence[Claim]) -> Iterator[Dispute]:
    """Two claims near each other, each laying the same kind of act on the other's party, the second in turn.

    "Armenia said Azerbaijan broke the truce. Baku said it was Armenia that had shelled its towns." -> each blames the other
    """
    used: set[int] = set()
    for i, a in enumerate(claims):
        if a.who.name is None or a.who.party is None or not a.accused or i in used:
            continue
        for j in range(i + 1, len(claims)):
            b = claims[j]
            if b.sent.index - a.sent.index > 3:
                break
            if j in used or b.who.party is None or b.who.same(a.who) or a.who.party not in b.accused or b.who.party not in a.accused:
                continue
            if not _in_turn(page, a, b):
                continue
            used.update((i, j))
            yield Dispute("mutual_blame", _clean(a.sent.text), (Side(a.who.name, _own_span(a), f"blames {b.who.party}"), Side(b.who.name, _own_span(b), f"blames {a.who.party}")), (Trace("blamed_in_turn"),))
            break


def _in_turn(page: Page, a: Claim, b: Claim) -> bool:
    low = b.sent.text.lower()
    if any(x in low for x in ("for its part", "in turn", "for their part", "it was the", "it was armen", "turns the", "meanwhile accused")) or any(True for _ in found(b.sent, "otherwise")):
        return True
    if any(t.lower_ == "it" and t.i + 2 < len(b.sent.doc) and b.sent.doc[t.i + 1].lower_ == "was" and any(x.lower_ in {"that", "who", "which"} for x in b.sent.doc[t.i + 2 : t.i + 9]) for t in b.sent.doc or ()):
        return True
    return a.kind == "blame" and b.kind == "blame" or bool(_TRUCE & (a.terms | b.terms))


def _own_span(c: Claim) -> Span:
    return c.sent.span


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
            if b.who.name is None or b.who.same(a.who) or not _opposed(page, a.who, b.who):
                continue
            if any(True for _ in found(b.sent, "repulse")) and {"attack", "offensive", "assault", "advance"} & {t.lemma_.lower() for t in b.sent.doc or ()}:
                yield Dispute("denial", _clean(a.sent.text), (Side(a.who.name, a.sent.span, "asserts"), Side(b.who.name, b.sent.span, "asserts the opposite")), (Trace("gain_or_repulse", ("denial_words: repulse",)),))
                break


def _opposed(page: Page, a: Who, b: Who) -> bool:
    return a.party is not None and b.party is not None and b.party in page.cast.opponents(a.party) or b.party is not None and a.party in page.cast.opponents(b.party)


# -- counts ----------------------------------------------------------------------------------------------------------------


def counts_that_differ(page: Page, figures: Sequence[Figure]) -> Iterator[Dispute]:
    """Two sources, one harm, one place and time, counts that cannot both hold.

    "The ministry counted 40 dead. The rebels spoke of 12." -> says 40, says 12
    """
    groups: list[list[Figure]] = []
    for f in figures:
        if not f.source or f.stance == "denied" or (f.value is None and f.low is None):
            continue
        for g in groups:
            if all(_same_thing(page, x, f) for x in g):
                g.append(f)
                break
        else:
            groups.append([f])
    for g in groups:
        last: dict[str, Figure] = {}
        for f in g:
            last[f.source or ""] = f
        rivals = [f for f in last.values() if any(_cannot_both_hold(f, o) for o in last.values() if o is not f)]
        if len(rivals) >= 2:
            yield Dispute("figures", f"how many were {rivals[0].harm}", tuple(Side(f.source, f.span, f"says {_number(f)}") for f in rivals), (Trace("counts_that_differ"),))


def _same_thing(page: Page, a: Figure, b: Figure) -> bool:
    if a.harm != b.harm or a.scope != b.scope or {a.status, b.status} == {"civilian", "combatant"}:
        return False
    if a.scope == "past" and (a.since, a.until) != (b.since, b.until):
        return False
    if a.victim_side and b.victim_side and a.victim_side != b.victim_side:
        return False
    if a.place and b.place and a.place != b.place:
        return False
    return abs(_index(page, a) - _index(page, b)) <= 3


def _index(page: Page, f: Figure) -> int:
    return next((s.index for s in page.sentences if s.span == f.span or s.span.covers(f.anchor)), 0)


def _bounds(f: Figure) -> tuple[float, float]:
    """The least and the most that a figure allows."""
    if f.low is not None and f.high is not None:
        return f.low, f.high
    v = float(f.value or 0)
    return {"at_least": (v, float("inf")), "more_than": (v + 1, float("inf")), "at_most": (0.0, v), "less_than": (0.0, v - 1), "about": (v * 0.85, v * 1.15)}.get(f.qualifier, (v, v))


def _cannot_both_hold(a: Figure, b: Figure) -> bool:
    (low_a, high_a), (low_b, high_b) = _bounds(a), _bounds(b)
    return high_a < low_b or high_b < low_a


def _number(f: Figure) -> str:
    return f"{f.low}-{f.high}" if f.low is not None else str(f.value)


# -- together --------------------------------------------------------------------------------------------------------------


def joined(found_: Sequence[Dispute]) -> list[Dispute]:
    """Denials of one claim are one dispute: "said X", "not so, said Y", "a lie, said Z"; the same for silences."""
    out: list[Dispute] = []
    for d in found_:
        at = next((i for i, o in enumerate(out) if o.kind == d.kind and d.kind in {"denial", "unacknowledged"} and o.sides[0] == d.sides[0] and o.sides[0].source), None)
        if at is None:
            out.append(d)
            continue
        known = {s.source for s in out[at].sides}
        more = tuple(s for s in d.sides[1:] if s.source not in known)
        out[at] = replace(out[at], sides=(*out[at].sides, *more))
    return out


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:.-–—")[:160]


__all__ = ["find_disputes", "is_word"]
