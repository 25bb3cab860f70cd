"""What the report itself shows to be contested: denials, blame that goes both ways, counts that cannot both hold, silences.

denials.py and silences.py find who denies or keeps silent; here each is placed against the claim that it answers, which claims.py gives.
A denial with no claim to answer, and a silence with nobody's word to be silent about, are no disputes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from rashomon.model import Dispute, Event, Figure, Side, Span, Trace
from rashomon.read.claims import Claim, Who, claims_of, flat, found, is_word, speakers, who_is
from rashomon.read.denials import Denial, denials
from rashomon.read.document import Sentence
from rashomon.read.page import Page
from rashomon.read.silences import Silence, silences
from rashomon.read.spans import subject

FAR = 5
"""Sentences that a denial looks back."""
_TRUCE = {"truce", "ceasefire", "cease-fire", "agreement", "deal", "violation", "breach", "break", "violate", "pledge"}


def find_disputes(page: Page, figures: Sequence[Figure], events: Sequence[Event]) -> list[Dispute]:
    """The disputes of a report in text order. In: the page with its figures and events. Out: disputes of at least two sides each."""
    claims = claims_of(page, figures, events)
    out: list[Dispute] = []
    found_denials = [d for sent in page.sentences for d in denials(page, sent)]
    found_denials = answered_again(found_denials)
    claims = sorted([*claims, *claims_named(page, found_denials, figures)], key=lambda c: c.start)
    hushed = [(s.sent.index, w) for sent in page.sentences for s in silences(page, sent) for w in s.who]
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
    for sent in page.sentences:
        for s in silences(page, sent):
            if any(
                d.sent is sent
                and d.span.overlaps(s.span)
                and not d.strict
                and d.rule != "denied_statement"
                and any(w.same(x) for w in d.who for x in s.who)
                for d in found_denials
            ):
                continue
            dispute = silence_on_claim(page, s, plain, figures)
            if dispute is not None:
                out.append(dispute)
    out.extend(t for t in turns if not any(_same_sides(t, o) for o in out))
    out.extend(g for g in general if not any(_same_blame(page, g, t) for t in [*turns, *out]))
    out.extend(gain_or_repulse(page, claims, out))
    said_none = {(d.sent.span, w.name) for d in found_denials for w in d.who}
    out.extend(counts_that_differ(page, [f for f in figures if (f.span, f.source) not in said_none or f.value == 0]))
    return sorted(joined(page, out), key=lambda d: min(s.span for s in d.sides))


# -- denial --------------------------------------------------------------------------------------------------------------


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
        for c in d.claimants:
            if best is not None and best.who.same(c):
                sides.append(Side(best.who.name, _cut(best, d.sent, d.span), "asserts"))
            else:
                sides.append(Side(c.name, d.claim_span or d.span, "asserts"))
    elif best is not None and (d.pointer or d.claim_span is None or d.rule != "verb_of_denial" or _fits(d, best)):
        for score, c in ranked:
            with_it = score >= ranked[0][0] - 1.2 and abs(c.sent.index - best.sent.index) <= 1 and bool(c.accused & best.accused)
            if (c is best or with_it) and not any(x.source == c.who.name for x in sides):
                sides.append(Side(c.who.name, _cut(c, d.sent, d.span), "asserts"))
    elif not d.strict and not d.pointer and d.rule == "verb_of_denial" and d.claim_span is not None:
        sides.append(Side(None, d.claim_span, "asserts"))
    if not sides:
        return None
    sides += [Side(w.name, d.span, "denies") for w in d.who]
    issue = _clean(sides[0].span.within(page.report.text))
    return Dispute("denial", f"whether: {issue}", tuple(sides), (Trace(d.rule, d.entries),))


def _answered(page: Page, d: Denial, claims: Sequence[Claim]) -> tuple[Denial, list[tuple[float, Claim]]]:
    """The claims that a denial may answer, best first; a denier named by "it" or "the group" only is the party accused."""
    ranked = claims_denied(page, d, claims)
    if not d.loose or len(d.who) > 1:
        return d, ranked
    free = replace(d, who=())
    for score, c in claims_denied(page, free, claims):
        accused = [a for a in c.accused if a in page.cast.parties or a == c.accused]
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


def _cut(claim: Claim, sent: Sentence, span: Span) -> Span:
    """A claim's sentence; where the answer stands in the same one, what of it comes before the answer."""
    if claim.sent is not sent:
        return claim.sent.span
    if claim.start < span.start:
        return Span(claim.sent.span.start, span.start)
    return claim.sent.span


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
            return Dispute("mutual_blame", _clean(c.sent.text), sides, (Trace("other_way_round", d.entries),))
    return None


def _same_sides(a: Dispute, b: Dispute) -> bool:
    return (
        a.kind == b.kind
        and {s.source for s in a.sides} == {s.source for s in b.sides}
        and {s.span for s in a.sides} == {s.span for s in b.sides}
    )


def _same_blame(page: Page, general: Dispute, special: Dispute) -> bool:
    """Whether blame told in general is told in particular just after: "accused each other"; then what each says."""
    if special.kind != "mutual_blame" or special is general:
        return False
    apart = min(s.span.start for s in special.sides) - general.sides[0].span.end
    return 0 <= apart < 900 and {s.position for s in general.sides} == {s.position for s in special.sides}


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


# -- silence -------------------------------------------------------------------------------------------------------------


def silence_on_claim(page: Page, s: Silence, claims: Sequence[Claim], figures: Sequence[Figure]) -> Dispute | None:
    """A silence and what it is about: a party's own losses as others count them, else what was said just before."""
    sides: tuple[Side, ...] = ()
    if s.losses:
        sides = _losses_counted(page, s, claims) or losses_seen(page, s)
    elif s.counts:
        sides = _counts_given(s, claims)
    if not sides and not s.losses:
        sides = tuple(Side(c.who.name, _cut(c, s.sent, s.span), "asserts") for c in _claims_unanswered(page, s, claims))
    if not sides:
        return None
    issue = _clean(sides[0].span.within(page.report.text))
    sides = (*sides, *(Side(w.name, s.span, "silent") for w in s.who))
    return Dispute("unacknowledged", issue, sides, (Trace(s.rule, s.entries),))


def _losses_counted(page: Page, s: Silence, claims: Sequence[Claim]) -> tuple[Side, ...]:
    """Others' counts of a party's dead and wounded, nearest first, after the silence sooner than before; all that stand together."""
    parties = {w.party for w in s.who if w.party} | {w.name for w in s.who if w.name}
    scored: list[tuple[float, Claim]] = []
    for c in claims:
        far = c.sent.index - s.sent.index
        if c.who.name is None or any(c.who.same(w) for w in s.who) or not c.figures:
            continue
        theirs = [f for f in c.figures if f.status != "civilian" and not (c.who.party and c.who.party in flat(f.victim_side))]
        fit = [
            f
            for f in theirs
            if parties & set(flat(f.victim_side))
            or f.victim_side is None
            and parties & c.about
            and c.kind == "said"
            and not c.events
            and abs(far) <= 4
        ]
        loose = [f for f in theirs if f.harm in {"killed", "casualties"} and f.victim_side is None]
        if c.kind == "said" and c.sent.index == s.sent.index + 1 and not theirs:
            loose = [f for f in c.figures if f.harm in {"killed", "casualties"} and f.status != "civilian"]
        if not fit and not (loose and -2 <= far <= 2):
            continue
        scored.append(((3.0 if fit else 0.5) - abs(far) * (0.6 if fit else 1.0) - (0.5 if far < 0 else 0.0), c))
    scored = sorted((x for x in scored if x[0] > -2.0), key=lambda x: -x[0])
    out: list[Side] = []
    for score, c in scored:
        if score >= scored[0][0] - 2.5 and not any(o.source == c.who.name for o in out):
            out.append(Side(c.who.name, _cut(c, s.sent, s.span), "asserts"))
    return tuple(out)


def _counts_given(s: Silence, claims: Sequence[Claim]) -> tuple[Side, ...]:
    """Others' counts of the dead near a silence about how many they are."""
    out: list[Side] = []
    for c in claims:
        far = s.sent.index - c.sent.index
        dead = any(f.harm in {"killed", "casualties"} and f.value != 0 for f in c.figures)
        if (
            -3 <= far <= 5
            and far != 0
            and dead
            and c.who.name
            and not any(c.who.same(w) for w in s.who)
            and not any(o.source == c.who.name for o in out)
        ):
            out.append(Side(c.who.name, c.sent.span, "asserts"))
    return tuple(out)


def losses_seen(page: Page, s: Silence) -> tuple[Side, ...]:
    """Losses that a party keeps silent about and somebody saw: beside it in the sentence, or in the next.

    "The army named no dead, but reporters saw a soldier's funeral." -> the reporters
    """
    for sent in page.sentences[s.sent.index : s.sent.index + 2]:
        if sent.doc is None:
            continue
        for verb in sent.doc:
            who = subject(verb) if is_word(verb, "seen") and verb.pos_ == "VERB" else None
            if who is None or not is_word(who, "witness") or sent is s.sent and sent.at(verb) < s.at:
                continue
            if any(is_word(t, "burial") or is_word(t, "losses") for t in sent.doc[verb.i :]):
                name = who_is(page, sent, who, None).name
                named = [m.name for m in page.cast.mentions if m.kind == "organisation" and 0 <= sent.at(who) - m.span.end < 3]
                start = s.span.end if sent is s.sent else sent.span.start
                return (Side(named[0] if named else name, Span(start, sent.span.end), "asserts"),)
    return ()


def _claims_unanswered(page: Page, s: Silence, claims: Sequence[Claim]) -> list[Claim]:
    """What a silence leaves unanswered: the claim just before it that fits best, and other counts of the same harm beside it."""
    parties = {w.party for w in s.who if w.party} | {w.name for w in s.who if w.name}
    scored: list[tuple[float, Claim]] = []
    for c in claims:
        far = s.sent.index - c.sent.index
        if far < 0 or far > 4 or far == 0 and c.end > s.span.start and c.start >= s.span.start or any(c.who.same(w) for w in s.who):
            continue
        if s.claimants and not any(
            c.who.same(w) or w.name and c.who.name and set(w.name.lower().split()) & set(c.who.name.lower().split()) for w in s.claimants
        ):
            continue
        about = bool(parties & c.about)
        if c.kind == "own" and (not (c.events or c.figures) or far > 1 or not about):
            continue
        score = (
            -1.0 * far + 1.2 * bool(parties & c.accused) + 0.4 * about + min(2.5, 1.0 * len(s.terms & c.terms)) - 1.2 * (c.kind == "own")
        )
        if score >= -2.2:
            scored.append((score, c))
    scored.sort(key=lambda x: (-x[0], -x[1].start))
    if not scored or scored[0][1].kind == "own":
        first = accuser(s.who, [c for c in claims if c.sent.index < s.sent.index], s.terms)
        if first is not None:
            return [first]
    out = [c for _, c in scored[:1]]
    for _, c in scored[1:]:
        if (
            out
            and abs(c.sent.index - out[0].sent.index) <= 2
            and c.who.name
            and {f.harm for f in c.figures} & {f.harm for f in out[0].figures}
            and not any(c.who.same(o.who) for o in out)
        ):
            out.append(c)
    return out


# -- blame both ways -------------------------------------------------------------------------------------------------------


def each_blames_other(page: Page, sent: Sentence) -> Iterator[Dispute]:
    """Blame that goes both ways in one clause: "exchanged accusations", "each side accused the other".

    "The two sides accused each other of opening fire." -> each blames the other
    """
    assert sent.doc is not None
    hits = [a for a, _ in found(sent, "mutual")]
    if not hits:
        hits = [
            t
            for t in sent.doc
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
        _clean(sent.text),
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
            yield Dispute("mutual_blame", _clean(a.sent.text), sides, (Trace("blamed_in_turn"),))
            break


def _in_turn(page: Page, a: Claim, b: Claim) -> bool:
    low = b.sent.text.lower()
    if any(
        x in low for x in ("for its part", "in turn", "for their part", "it was the", "it was armen", "turns the", "meanwhile accused")
    ) or any(True for _ in found(b.sent, "otherwise")):
        return True
    if any(
        t.lower_ == "it"
        and t.i + 2 < len(b.sent.doc)
        and b.sent.doc[t.i + 1].lower_ == "was"
        and any(x.lower_ in {"that", "who", "which"} for x in b.sent.doc[t.i + 2 : t.i + 9])
        for t in b.sent.doc or ()
    ):
        return True
    return a.kind == "blame" and b.kind == "blame" or bool(_TRUCE & (a.terms | b.terms))


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
            if any(True for _ in found(b.sent, "repulse")) and {"attack", "offensive", "assault", "advance"} & {
                t.lemma_.lower() for t in b.sent.doc or ()
            }:
                yield Dispute(
                    "denial",
                    _clean(a.sent.text),
                    (Side(a.who.name, a.sent.span, "asserts"), Side(b.who.name, b.sent.span, "asserts the opposite")),
                    (Trace("gain_or_repulse", ("denial_words: repulse",)),),
                )
                break


def _opposed(page: Page, a: Who, b: Who) -> bool:
    return (
        a.party is not None
        and b.party is not None
        and b.party in page.cast.opponents(a.party)
        or b.party is not None
        and a.party in page.cast.opponents(b.party)
    )


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
        by: dict[str, Figure] = {}
        for f in g:
            known = by.get(f.source or "")
            if known is None or (f.value or f.high or 0) > (known.value or known.high or 0):
                by[f.source or ""] = f
        rivals = [f for f in by.values() if any(_cannot_both_hold(f, o) and not _superseded(page, f, o) for o in by.values() if o is not f)]
        if len(rivals) >= 2:
            sides = tuple(Side(f.source, f.span, f"says {_number(f)}") for f in rivals)
            yield Dispute("figures", f"how many were {rivals[0].harm}", sides, (Trace("counts_that_differ"),))


_EARLIER = {"earlier", "initially", "previously", "originally", "first", "evening", "morning", "later"}


def _superseded(page: Page, a: Figure, b: Figure) -> bool:
    """Whether one of two counts is an earlier one of the same party's, as the report says with "earlier", "by the evening"."""
    one, other = _party(page, a.source), _party(page, b.source)
    if one != other and one in page.cast.parties and other in page.cast.parties:
        return False
    return any(t.lower_ in _EARLIER for f in (a, b) for t in page.sentences[_index(page, f)].doc or ())


def _same_thing(page: Page, a: Figure, b: Figure) -> bool:
    """Whether two figures count the same harm of the same event: what one of them leaves out, nearness must make good."""
    if a.harm != b.harm or a.scope != b.scope or {a.status, b.status} == {"civilian", "combatant"} or a.scope == "period":
        return False
    if a.scope in {"past", "total"} and ((a.since, a.until) != (b.since, b.until) and a.scope == "past" or a.status != b.status):
        return False
    if a.victim_side != b.victim_side and (a.victim_side and b.victim_side or a.scope == "total"):
        return False
    one, other = _party(page, a.source), _party(page, b.source)
    if a.scope == "total" and one == other:
        return False
    if (
        a.victim_side is None
        and a.place is None
        and one
        and other
        and (
            other in page.cast.opponents(one)
            or page.cast.allies.get(other) in page.cast.opponents(one)
            or page.cast.allies.get(one) in page.cast.opponents(other)
        )
    ):
        return False
    if a.since and b.since and (a.until or a.since) < b.since or b.since and a.since and (b.until or b.since) < a.since:
        return False
    far = abs(_index(page, a) - _index(page, b))
    if a.place and a.place == b.place:
        return far <= 6
    if a.place and b.place and not _inside(page, a.place, b.place):
        return False
    return far <= (3 if a.place is None and b.place is None else 2)


def _inside(page: Page, a: str, b: str) -> bool:
    """Whether one place lies in the other."""
    return any(p.name == a and b in p.within or p.name == b and a in p.within for p in page.places)


def _index(page: Page, f: Figure) -> int:
    return next((s.index for s in page.sentences if s.span == f.span or s.span.covers(f.anchor)), 0)


def _bounds(f: Figure) -> tuple[float, float]:
    """The least and the most that a figure allows."""
    if f.low is not None and f.high is not None:
        return f.low, f.high
    v = float(f.value or 0)
    return {"at_least": (v, 3 * v), "more_than": (v, 3 * v), "at_most": (0.0, v), "less_than": (0.0, v), "about": (v * 0.85, v * 1.15)}.get(
        f.qualifier, (v, v)
    )


def _cannot_both_hold(a: Figure, b: Figure) -> bool:
    if {a.qualifier, b.qualifier} <= {"at_least", "more_than"} and a.value and b.value:
        return max(a.value, b.value) > 1.2 * min(a.value, b.value)
    (low_a, high_a), (low_b, high_b) = _bounds(a), _bounds(b)
    return high_a < low_b or high_b < low_a


def _number(f: Figure) -> str:
    return f"{f.low}-{f.high}" if f.low is not None else str(f.value)


# -- together --------------------------------------------------------------------------------------------------------------


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
    party = lambda s: _party(page, s.source)  # noqa: E731
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


def _party(page: Page, name: str | None) -> str | None:
    if name is None:
        return None
    exact = next((m.party or m.name for m in page.cast.mentions if name in {m.name, m.speaks_for}), None)
    return exact or next((m.party or m.name for m in page.cast.mentions if m.kind == "party" and (m.text in name or m.name in name)), name)


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:.-–—")[:160]


__all__ = ["find_disputes"]
