"""Each silence placed against what it leaves unanswered: a party's own losses as others count them, a claim just made."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.model import Dispute, Side, Span, Trace
from rashomon.read.answers import accuser, cut, issue_of
from rashomon.read.claims import Claim
from rashomon.read.contest_words import is_word, those
from rashomon.read.page import Page
from rashomon.read.silences import Silence
from rashomon.read.spans import subject
from rashomon.read.who import flat, who_is


def silence_on_claim(page: Page, s: Silence, claims: Sequence[Claim]) -> Dispute | None:
    """A silence and what it is about: a party's own losses as others count them, else what was said just before."""
    sides: tuple[Side, ...] = ()
    if s.losses:
        sides = _losses_counted(page, s, claims) or losses_seen(page, s)
    elif s.counts:
        sides = _counts_given(s, claims)
    if not sides and not s.losses:
        sides = tuple(Side(c.who.name, cut(c, s.sent, s.span), "asserts") for c in _claims_unanswered(page, s, claims))
    if not sides:
        return None
    issue = issue_of(sides[0].span.within(page.report.text))
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
            out.append(Side(c.who.name, cut(c, s.sent, s.span), "asserts"))
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
        for verb in those(sent, "seen"):
            who = subject(verb) if verb.pos_ == "VERB" else None
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
    if not scored:
        # "Israel neither confirmed nor denied the strike. Syria said Israel had fired missiles."
        return [c for c in claims if c.sent.index == s.sent.index + 1 and c.who.name and parties & c.accused][:1]
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
