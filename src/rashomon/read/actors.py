"""Who is meant: nouns, pronouns and descriptions resolved to the parties and speakers that they stand for in this report.

"Azerbaijani troops" -> Azerbaijan; "its forces" -> the party of whoever speaks; "the enemy" -> whom that party fights;
"the ministry" -> the ministry last named; "the two sides" -> the two parties that the report shows fighting.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from rashomon.lexicon import Official, Organisation, Party, Word, by_form, fold
from rashomon.model import NameMention, Names, PlaceMention, Span, Trace
from rashomon.profile import Profile
from rashomon.read.document import Sentence
from rashomon.read.name_index import NameIndex, keys, tokens
from rashomon.read.spans import conjuncts, noun_phrase, prepositional

_HE = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "themselves", "theirs"}
ORGAN_WORDS = {
    "ministry", "office", "observatory", "army", "military", "command", "committee", "agency", "council", "service", "centre",
    "center", "network", "government", "presidency", "department", "union", "coalition", "mission", "bureau", "monitor",
    "organisation", "organization", "commission", "movement", "group", "institute", "court", "party", "force", "alliance", "inquiry",
    "parliament", "ombudsman", "spokesman", "spokeswoman", "minister", "president", "leader", "authorities", "newspaper", "channel",
    "broadcaster", "hospital", "watchdog", "charity", "programme", "body", "prosecutor", "prosecutors", "brigade", "militia",
    "administration", "mayor", "governor", "general", "commander",
}  # fmt: skip


def bare_organs(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[NameMention], places: Sequence[PlaceMention], index: NameIndex
) -> list[NameMention]:
    """The mentions, with organs that are named without their party given the one they belong to here.

    "the Foreign Ministry", "prosecutors in Baku": the party is the one named right after with "in" or "of", else that of the same
    organ named before, else the one that most speaks for: the dateline's, that of the place last named, the party last named.

    In: the report's text, sentences, mentions and places. Out: all mentions, in order.
    """
    kept = [m for m in mentions if m.trace.rule != "capitalised_body"]
    loose = [m for m in mentions if m.trace.rule == "capitalised_body"]
    taken = [(m.span.start, m.span.end) for m in kept]
    out: list[NameMention] = []
    lands = {p.country: p.name for p in index.parties.values() if p.kind == "state" and p.country}
    most = Counter(m.party for m in kept if m.party and (q := index.parties.get(m.party)) is not None and q.kind in {"state", "region"})
    home = next((m.party for m in sorted(kept, key=lambda m: m.span) if m.span.start < 60 and m.text.isupper() and m.party), None)
    for sent in sentences:
        if index.organ_reach.keys().isdisjoint(keys(sent.text)):
            continue
        toks = tokens(sent.text)
        n = 0
        while n < len(toks):
            found = index.match_organ(toks, n) if toks[n].key in index.organ_reach else None
            if found is None:
                n += 1
                continue
            size, organ = found
            start, end = sent.span.start + toks[n].start, sent.span.start + toks[n + size - 1].end
            n += size
            if any(a < end and start < b for a, b in taken):
                continue
            if size == 1 and fold(text[start:end]) not in _LONE_ORGANS:
                continue
            if organ.kind == "party" and organ.canonical == "{country}":
                continue
            party = _organ_party(text, sent, start, end, organ.name, [*kept, *out], places, lands, most, home, index)
            if party is None:
                continue
            name = index.composed(index.parties[party], organ)
            out.append(
                NameMention(Span(start, end), text[start:end], name, "organisation", party, Trace("bare_organ", (f"organs: {organ.name}",)))
            )
    fresh = [(m.span.start, m.span.end) for m in out]
    loose = [m for m in loose if not any(a < m.span.end and m.span.start < b for a, b in fresh)]
    return sorted([*kept, *out, *loose], key=lambda m: m.span)


# Nouns that "the" makes stand for a party named before; "the missile" and "the attack" do not.
_BODIES = {
    "army", "military", "forces", "troops", "soldiers", "fighters", "navy", "police", "militiamen", "gunmen", "mercenaries", "side",
    "guards",
}  # fmt: skip
_PAPERS = {
    "report", "reports", "statement", "figures", "data", "bulletin", "source", "sources", "media", "newspaper", "list", "communique",
    "press", "news", "inquiry", "investigation", "study", "survey", "letter", "lawyers", "witness", "witnesses", "analysts",
    "observers", "monitors", "rescuers", "paper", "video",
}  # fmt: skip
# Parts of a body whose word is the body's: "WHO's office in Kyiv", "the army's media office".
_ORGANS_OF = {
    "office", "branch", "team", "bureau", "mission", "figures", "data", "service", "spokesman", "spokeswoman", "spokesperson",
    "representative", "website", "channel", "press", "count", "report", "statement", "account", "page",
}  # fmt: skip
_CIVIL_WAR = re.compile(r"\b(?:civil war|rebels?|rebel-held|opposition|regime)\b", re.I)
_FORCE_IN = re.compile(
    r"\b(?:forces?|troops?|army|military|soldiers?|fighters?|militants?|jets?|warplanes?|aircraft|drones?|"
    r"artillery|missiles?|rockets?|strikes?|tanks?|navy|air force|gunmen|units?)\b",
    re.I,
)
_HEADS = {"president": "president", "premier": "prime minister", "king": "king"}
_OFFICES = {"governor": "governor", "mayor": "mayor", "president": "president", "ombudsman": "ombudsman", "premier": "prime minister"}
_LONE_ORGANS = {"prosecutors", "ombudsman", "mod", "mfa"}
_ACTS = re.compile(
    r"\s*(?:\w+\s+)?(?:shell|fire|artillery|rocket|missile|drone|strike|attack|troops|forces|army|"
    r"soldiers|aircraft|jet|warplane|servicemen|fighters|losses|dead)",
    re.I,
)


def _organ_party(
    text: str, sent: Sentence, start: int, end: int, organ: str, mentions: Sequence[NameMention], places: Sequence[PlaceMention],
    lands: Mapping[str, str], most: Counter[str], home: str | None, index: NameIndex,
) -> str | None:  # fmt: skip
    for m in mentions:
        gap = text[end : m.span.start]
        if 0 <= m.span.start - end < 12 and gap.strip().lower() in {"in", "of", "of the", "in the", "there in"} and m.party:
            return m.party
    before = sorted((m for m in mentions if m.span.end <= start), key=lambda m: -m.span.start)
    for m in before:
        if m.kind == "organisation" and m.party and m.party in index.parties and index.organ(organ, m.party) == m.name:
            return m.party
    score: Counter[str] = Counter()
    if home is not None:
        score[home] += 3
    near = [
        p
        for p in places
        if p.span.end <= start and p.span.start >= sent.span.start - 700 and p.country in lands and p.precision != "country"
    ]
    near += [p for p in places if sent.span.covers(p.span) and p.span.start > end and p.country in lands and p.precision != "country"]
    for p in near[-1:]:
        region = next((m.party for m in mentions if m.span.overlaps(p.span) and m.party), None) or next(
            (w for w in p.within if w in index.parties), None
        )
        score[region or lands[p.country or ""]] += 2
    for m in [m for m in before if m.span.start >= sent.span.start - 600 and m.party in most][:4]:
        if not _ACTS.match(text[m.span.end : m.span.end + 30]) and not _ACTS.search(m.text):
            score[m.party or ""] += 1
            break
    for party, n in most.most_common(3):
        score[party] += n / 100  # type: ignore[assignment]
    return score.most_common(1)[0][0] if score else None


@dataclass(slots=True)
class Speaker:
    """Whoever spoke last, for pronouns and for "its forces"."""

    name: str | None
    party: str | None
    person: bool = False


class Cast:
    """The names of one report, ready to say who a token stands for.

    In: the report's mentions in text order, its sentences, the parties known and the profile (or None).
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[NameMention], parties: Mapping[str, Party],
        profile: Profile | None = None, places: Sequence[PlaceMention] = (), bodies: Mapping[str, Organisation] | None = None,
        officials: Mapping[str, Official] | None = None, day: dt.date | None = None,
    ) -> None:  # fmt: skip
        self.text = text
        self.officials = officials or {}
        self.day = day
        self.bodies = bodies or {}
        self.places = places
        self.sentences = sentences
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self._civil_war = _CIVIL_WAR.search(text) is not None
        self._starts = [m.span.start for m in self.mentions]
        self.parties = parties
        self.profile = profile or Profile()
        self.nouns: Mapping[str, Word] = by_form("force_nouns.toml", Word)
        self.people: Mapping[str, Word] = by_form("people.toml", Word)
        self.allies = dict(self.profile.allies)
        self.weights: Counter[str] = Counter()
        self.force: Counter[str] = Counter()
        self.theatre = self._theatre()
        self.sides = self._sides()
        self.country = self._country()
        self.fighting = self._fighting()
        self.mentions = [self._with_party(m) for m in self.mentions]

    # -- what the report is about ------------------------------------------------------------------------------------

    def _sides(self) -> tuple[str, ...]:
        """The two parties that fight in this report: the profile's, else the two most often shown with fighters and acts."""
        weight = self.weights
        for m in self.mentions:
            party = m.party or (m.name if m.kind == "party" else None)
            if party is None or self.kind(party) == "bloc":
                continue
            after = re.sub(r"^'s\s", "", fold(self.text[m.span.end : m.span.end + 30])).split()
            forceful = any(
                self.nouns.get(w.strip(".,")) is not None and self.nouns[w.strip(".,")].kind in {"force", "rebel"} for w in after[:2]
            )
            group = self.kind(party) == "group"
            forceful = forceful or bool(_FORCE_IN.search(m.text)) and m.kind in {"party", "organisation"}
            self.force[party] += int(forceful)
            weight[party] += 3 if forceful else (2 if group else 1)
        for p in list(weight):
            entry = self.parties.get(p)
            if entry is not None and entry.country and entry.country == self.theatre and entry.kind != "bloc":
                weight[p] += 3
        return self.profile.sides or tuple(p for p, _ in weight.most_common(2))

    def _theatre(self) -> str | None:
        """The country that most of the places named lie in: where this report's war is fought."""
        count = Counter(
            p.country for p in self.places if p.country and p.precision in {"exact", "district", "region"} and p.span.start > 40
        )
        top = count.most_common(2)
        return top[0][0] if top and (len(top) == 1 or top[0][1] > top[1][1]) else None

    def _named_lands(self) -> set[str]:
        """Countries that the report names: a group stands for a land only where its land is spoken of."""
        return {e.country for p in self.weights if self.kind(p) == "state" and (e := self.parties.get(p)) is not None} | {
            p.country for p in self.places if p.country
        }

    def _fighting(self) -> frozenset[str]:
        """The parties that this report shows fighting: the two sides, and others named with forces or as de facto powers."""
        more = [
            p
            for p, w in self.weights.most_common(6)
            if p in self.parties and self.kind(p) != "bloc" and (self.force[p] >= 2 or (self.kind(p) in {"region", "group"} and w >= 2))
        ]
        return frozenset([*self.sides, *more])

    def _with_party(self, m: NameMention) -> NameMention:
        """A person of office without a party gets that which the words around give: "Its ombudsman, Ana Lopez", "in Goma the mayor, …"."""
        if m.kind != "person" or m.party or not m.office:
            return m
        sent = next((s for s in self.sentences if s.span.start <= m.span.start < s.span.end), None)
        if sent is None:
            return m
        before = self.text[sent.span.start : m.span.start]
        named = [
            x for x in self.mentions if sent.span.start <= x.span.start < m.span.start and x.kind == "party" and x.party in self.weights
        ]
        if re.search(r"\b(?:its|their)\b[^.;]*$", before, re.I) or not named:
            named = [
                x
                for x in self.mentions
                if x.span.end <= sent.span.start and x.kind in {"party", "organisation"} and x.party in self.fighting
            ] or named
        here = [p for p in self.places if sent.span.covers(p.span) and p.precision != "country"]
        for p in here:
            region = next((w for w in [p.name, *p.within] if w in self.parties), None)
            if region is not None:
                return replace(m, party=region)
        return replace(m, party=named[-1].party) if named else m

    def between_lands(self, country: str) -> bool:
        """Whether the fighting over a land is with another land, and no group of that land fights its state.

        "Rockets fired from Armenia hit Ganja" -> True for Azerbaijan; a war of a state with its rebels -> False.
        """
        if self._civil_war:
            return False
        shown = dict.fromkeys([*self.sides, *(p for p, w in self.weights.most_common(4) if w >= 4 and self.force[p])])
        foreign = [
            p
            for p in shown
            if self.kind(p) != "bloc"
            and (e := self.parties.get(p)) is not None
            and e.country
            and (e.country != country or (e.kind == "region" and self.force[p] > 0))
            and (self.force[p] or self.weights[p] >= 3 or self.profile.sides)
            and (e.kind != "group" or e.country in self._named_lands())
        ]
        if not foreign:
            return False
        groups = [
            p
            for p, w in self.weights.most_common(6)
            if w >= 2 and self.kind(p) == "group" and (e := self.parties.get(p)) is not None and e.country == country
        ]
        if not groups:
            return True
        home = [p for p in self.weights if self.kind(p) == "state" and (e := self.parties.get(p)) is not None and e.country == country]
        return not any(self.force[p] for p in home) and any(self.kind(p) == "state" for p in foreign)

    def _country(self) -> str | None:
        """The state that the report is mostly about, for "the army" and "the government" without a name."""
        weight: Counter[str] = Counter()
        for m in self.mentions:
            party = m.party or (m.name if m.kind == "party" else None)
            if party and self.kind(party) == "state":
                weight[party] += 1
        home = [p for p in weight if (e := self.parties.get(p)) is not None and e.country == self.theatre]
        return home[0] if home else weight.most_common(1)[0][0] if weight else None

    def kind(self, party: str) -> str:
        entry = self.parties.get(party)
        return entry.kind if entry else "group"

    def opponents(self, party: str | None) -> tuple[str, ...]:
        """Whom a party fights in this report."""
        if party is None:
            return ()
        mine = {party, self.allies.get(party, party)}
        others = sorted((s for s in self.sides if s not in mine), key=lambda s: self.kind(s) != "state")
        return (others[0],) if others and (party in self.fighting or mine & set(self.sides)) else ()

    # -- mentions ------------------------------------------------------------------------------------------------------

    def at(self, offset: int) -> NameMention | None:
        """The mention that holds a character of the report."""
        i = bisect_right(self._starts, offset)
        return next((m for m in reversed(self.mentions[max(0, i - 4) : i]) if m.span.start <= offset < m.span.end), None)

    def before(self, offset: int) -> list[NameMention]:
        """Mentions that end before a character, latest first."""
        i = bisect_right(self._starts, offset) - 1
        return [m for m in reversed(self.mentions[: i + 1]) if m.span.end <= offset]

    def party_of(self, m: NameMention) -> str:
        return m.party or m.name

    # -- parties: who acts, who suffers ----------------------------------------------------------------------------------

    def names(self, token: Token | None, sent: Sentence, speaker: Speaker | None = None) -> Names:
        """Whom a noun stands for as party to an act, with those coordinated with it; None where the report does not say."""
        if token is None:
            return None
        out: list[str] = []
        for t in [token, *conjuncts(token)]:
            for name in self._party(t, sent, speaker):
                if name not in out:
                    out.append(name)
        return None if not out else out[0] if len(out) == 1 else tuple(out)

    def _party(self, token: Token, sent: Sentence, speaker: Speaker | None, depth: int = 0) -> tuple[str, ...]:
        if depth > 3:
            return ()
        m = self.at(sent.at(token))
        if m is not None and m.kind != "weapon":
            return (self.party_of(m),)
        low = token.lower_
        if low in {"we", "us", "our", "ours"}:
            return (speaker.party,) if speaker is not None and speaker.party is not None else ()
        if low in _HE | _IT | _THEY:
            return self._pronoun(token, sent, speaker)
        if low in {"who", "which", "that"} and token.head.dep_ == "relcl":
            return self._party(token.head.head, sent, speaker, depth + 1)
        noun = self.nouns.get(fold(token.text))
        kind = noun.kind if noun else None
        if kind == "both" and (any(c.lower_ in {"two", "both", "warring", "the", "each", "opposing", "rival"} for c in token.children)):
            return self.sides if len(self.sides) == 2 else ()
        if kind == "enemy":
            return self.opponents(speaker.party if speaker else None)
        held = self._modifiers(token, sent, speaker, depth)
        if held:
            if kind == "rebel" and len(held) == 1 and self.kind(held[0]) == "state":
                return (f"{self._adjective(token, sent)} {token.text.lower()}",)
            return held
        definite = any(c.lower_ == "the" for c in token.children)
        if kind in {"force", "authority", "rebel"} and (definite or kind == "rebel") and (kind != "force" or low in _BODIES):
            named = self._last_named(token, sent) if definite else None
            if named is not None:
                return (self.party_of(named),)
            if kind == "rebel":
                groups = self._groups()
                return (groups[0],) if len(groups) == 1 else (token.text.lower(),)
            if (
                low in {"army", "military", "government", "regime", "authorities"}
                and self.country
                and any(c.lower_ == "the" for c in token.children)
            ):
                return (self.country,)
        if low in {
            "group", "movement", "militia", "militias", "organisation", "organization", "fighters", "gunmen", "men", "coalition",
            "alliance",
        } and any(c.lower_ in {"the", "its"} for c in token.children):
            group = self._last_group(sent.at(token), low)
            if group is not None:
                return (group,)
        return ()

    def _groups(self) -> list[str]:
        seen: list[str] = []
        for m in self.mentions:
            if m.kind == "party" and self.kind(m.name) == "group" and m.name not in seen:
                seen.append(m.name)
        return seen

    def _last_group(self, offset: int, word: str) -> str | None:
        for m in self.before(offset)[:12]:
            if m.kind == "party" and (self.kind(m.name) == "group" or (word in {"coalition", "alliance"} and word in fold(m.name))):
                return m.name
        return None

    def _modifiers(self, token: Token, sent: Sentence, speaker: Speaker | None, depth: int, *, located: bool = True) -> tuple[str, ...]:
        """Parties named by what hangs on a noun: "Armenian troops", "its troops", "troops of Armenia", "leaders in Baku"."""
        out: list[str] = []
        for c in token.children:
            if c.dep_ in {"amod", "compound", "nmod", "poss", "appos", "nummod"} or (
                c.i < token.i and c.dep_ in {"npadvmod", "advmod"} and c.text[:1].isupper()
            ):
                if c.dep_ == "appos" and (out or any(g.dep_ == "nummod" for g in c.children)):
                    continue
                for g in [c, *[x for x in c.children if x.dep_ in {"conj", "compound", "amod", "npadvmod"}]]:
                    m = self.at(sent.at(g))
                    if m is not None and m.kind != "weapon" and self.party_of(m) not in out:
                        out.append(self.party_of(m))
                if not out and c.lower_ in _HE | _IT | _THEY:
                    out.extend(self._pronoun(c, sent, speaker))
                elif not out and c.dep_ == "poss":
                    out.extend(self._party(c, sent, speaker, depth + 1))
        if not out:
            for o in prepositional(token, *(("of", "from", "in", "by", "for") if located else ("of", "from"))):
                m = self.at(sent.at(o))
                if m is not None and (o.head.lower_ in {"of", "by"} or m.kind == "party") and m.kind != "weapon":
                    out.append(self.party_of(m))
                    break
        return tuple(out)

    def _adjective(self, token: Token, sent: Sentence) -> str:
        for c in token.children:
            m = self.at(sent.at(c))
            if m is not None:
                return m.text.removesuffix("'s").removesuffix("’s")
        return ""

    def _pronoun(self, token: Token, sent: Sentence, speaker: Speaker | None) -> tuple[str, ...]:
        """Whom a pronoun stands for: in what a speaker says, the speaker; else the nearest party before it that fits."""
        if speaker is not None and speaker.party is not None and token.lower_ not in _HE:
            return (speaker.party,)
        if token.lower_ in _HE:
            for m in self.before(sent.at(token))[:10]:
                if m.kind == "person" and m.party:
                    return (m.party,)
            return (speaker.party,) if speaker and speaker.party else ()
        for m in self.before(sent.at(token))[:6]:
            if m.kind in {"party", "organisation"}:
                return (self.party_of(m),)
        return ()

    def _last_named(self, token: Token, sent: Sentence) -> NameMention | None:
        """The name last given to "the ministry", "the army", "the rebels": a mention whose words hold the noun."""
        word = fold(token.text)
        stem = word.rstrip("s")
        for m in self.before(sent.at(token))[:40]:
            after = re.sub(r"^'s\s", "", fold(self.text[m.span.end : m.span.end + 25])).lstrip()
            if stem in fold(m.name) or stem in fold(m.text) or after.startswith(stem):
                return m
        return None

    # -- sources: who says -----------------------------------------------------------------------------------------------

    def source(self, token: Token | None, sent: Sentence, last: Speaker | None) -> Speaker:
        """Who a speaker's noun stands for: its name as a source, and its party.

        "the ministry" -> the ministry last named; "he" -> the person who spoke last; "Baku" -> Azerbaijan.
        """
        if token is None:
            return Speaker(None, None)
        low = token.lower_
        if low in _HE | _IT | _THEY | {"who", "which"}:
            return self._speaker_pronoun(token, sent, last)
        m = self._mention_of(token, sent)
        if m is not None and m.kind == "person" and m.office and "spokes" in m.office and not m.speaks_for:
            lead = self.text[max(sent.span.start, m.span.start - 40) : m.span.start]
            if re.search(r"\b(?:its|their)\s+(?:\w+\s+)?spokes", lead, re.I):
                body = last if last is not None and last.name is not None and not last.person else None
                if body is None:
                    prior = next((x for x in self.before(sent.span.start)[:8] if x.kind == "organisation"), None)
                    body = Speaker(prior.name, prior.party) if prior is not None else None
                if body is not None:
                    return body
        if m is not None:
            joined = [x for x in (self._mention_of(c, sent) for c in conjuncts(token)) if x is not None]
            name = m.speaks_for or m.name
            if m.kind == "party" and not self._bare(token, m, sent):
                organ = self._organ(token, sent)
                if organ:
                    name = f"{name} {organ}"
            if joined:
                name = " and ".join([name, *[(j.speaks_for or j.name) for j in joined]])
            return Speaker(name, m.party or (m.name if m.kind == "party" else None), m.kind == "person")
        word = fold(token.text)
        if word in _ORGANS_OF:
            for c in token.children:
                if c.dep_ == "poss" and c.lower_ in _HE | _IT | _THEY and last is not None and last.name is not None:
                    return last
                owner = self.at(sent.at(c)) if c.dep_ in {"poss", "compound"} else None
                if owner is not None and owner.kind in {"organisation", "person"}:
                    return Speaker(owner.speaks_for or owner.name, owner.party, owner.kind == "person")
        if word in self.people:
            for c in token.children:
                outlet = self.at(sent.at(c)) if c.dep_ in {"compound", "poss", "amod"} else None
                if outlet is not None and outlet.name in self.bodies:
                    return Speaker(outlet.name, outlet.party)
        stood_for = self._named_elsewhere(token, sent)
        if stood_for is not None:
            return stood_for
        held = self._modifiers(token, sent, None, 0)
        noun = self.nouns.get(word)
        definite = any(c.lower_ in {"the", "this", "that"} for c in token.children)
        if (
            not held
            and definite
            and word
            in {
                "officer", "official", "source", "statement", "report", "doctor", "diplomat", "resident", "commander", "medic",
                "witness", "man", "woman", "agency", "rescuer", "paper", "document", "message", "post", "bulletin",
            }
            and last is not None
            and last.name is not None
        ):
            return last
        if not held and (definite or not list(token.children)) and (word.rstrip("s") in {w.rstrip("s") for w in ORGAN_WORDS} or definite):
            named = self._last_named(token, sent)
            if (
                named is not None
                and word.rstrip("s") not in {w.rstrip("s") for w in ORGAN_WORDS}
                and word.rstrip("s") not in fold(named.name).replace("s ", " ").rstrip("s").split()
            ):
                named = None
            if named is None and word in {
                "group", "movement", "monitor", "watchdog", "observatory", "organisation", "organization", "spokesman", "spokeswoman",
                "official", "officials",
            }:
                if last is not None and last.name is not None:
                    return last
            if named is not None:
                return Speaker(
                    named.speaks_for or named.name, named.party or (named.name if named.kind == "party" else None), named.kind == "person"
                )
        if not held and word in {"army", "military", "government"} and self.country:
            return Speaker(self.country, self.country)
        if not held and word in _HEADS and definite and self.country and (holder := self.holder(_HEADS[word], self.country)) is not None:
            return Speaker(holder, self.country, True)
        if held and noun is not None and noun.kind in {"authority", "force", "rebel"}:
            if noun.kind == "rebel" and self.kind(held[0]) == "state":
                return Speaker(f"{self._adjective(token, sent)} {token.text}".strip(), f"{self._adjective(token, sent)} rebels")
            return Speaker(held[0], held[0])
        if low in {"sides", "parties"}:
            return Speaker(" and ".join(self.sides) or None, None)
        start, end = noun_phrase(token)
        words = [t for t in token.doc[start:end] if t.dep_ != "det" or t.i != start]
        words = [
            t
            for t in words
            if t.lower_ not in {"some", "many", "several", "other", "the", "a", "an", "two", "three", "one", "most", "more", "local"}
            or t.lower_ == "local"
        ]
        name = re.sub(r"\s+", " ", "".join(t.text_with_ws for t in words)).strip(" ,.;:\"'“”")
        if len(words) > 9:
            name = token.text
        if (
            word
            in {
                "report", "reports", "people", "person", "some", "others", "many", "all", "both", "everyone", "someone", "nobody",
                "sources",
            }
            and not held
        ):
            return Speaker(None, None)
        return Speaker(name or None, held[0] if held else None, False)

    def holder(self, office: str, party: str) -> str | None:
        """Who holds an office of a party on the report's day, where the officials known give exactly one."""
        if self.day is None:
            return None
        names = {
            o.name
            for o in self.officials.values()
            if o.party == party
            and o.office == office
            and (o.since is None or o.since <= self.day)
            and (o.until is None or o.until >= self.day)
        }
        return names.pop() if len(names) == 1 else None

    def _named_elsewhere(self, token: Token, sent: Sentence) -> Speaker | None:
        """An office or a kind of body that the report names elsewhere: "a monitor said" in the lead, then "the Observatory"."""
        word = fold(token.text)
        if word in _OFFICES:
            for m in self.mentions:
                if m.kind == "person" and m.office and _OFFICES[word] in fold(m.office) and not m.speaks_for:
                    return Speaker(m.name, m.party, True)
        if word in {"monitor", "monitors", "watchdog", "observatory"} or (
            word == "group" and any(c.lower_ in {"monitoring", "rights"} for c in token.children)
        ):
            for m in self.mentions:
                body = self.bodies.get(m.name)
                if body is not None and body.kind == "monitor":
                    return Speaker(m.name, m.party)
        return None

    def speaks(self, token: Token, sent: Sentence, who: Speaker) -> bool:
        """Whether a noun can speak: a name, a pronoun, people, a body or its papers; "an air strike" and "indications" cannot."""
        if token.pos_ == "PRON" or self.at(sent.at(token)) is not None or who.party is not None:
            return True
        word = fold(token.text)
        if word in self.people or word in ORGAN_WORDS or word.rstrip("s") in ORGAN_WORDS or word in _PAPERS:
            return True
        noun = self.nouns.get(word)
        if noun is not None and noun.kind in {"authority", "people", "rebel", "both", "enemy"}:
            return True
        if who.name is not None and any(m.name == who.name or m.speaks_for == who.name for m in self.mentions):
            return True
        return token.pos_ == "PROPN" and not token.text.isupper()

    def _bare(self, token: Token, m: NameMention, sent: Sentence) -> bool:
        return m.span.end >= sent.at(token) + len(token)

    def _organ(self, token: Token, sent: Sentence) -> str:
        return ""

    def _mention_of(self, token: Token, sent: Sentence) -> NameMention | None:
        """The mention that a speaker's noun is or carries: "spokesman Ali Hasan", "Ali Hasan, a spokesman"."""
        m = self.at(sent.at(token))
        if m is not None and m.kind in {"organisation", "office"}:
            for c in token.children:
                if c.dep_ == "appos" and (who := self.at(sent.at(c))) is not None and who.kind == "person":
                    return who
            rest = self.text[m.span.end : m.span.end + 3]
            if rest.startswith(", "):
                who = self.at(m.span.end + 2)
                if who is not None and who.kind == "person":
                    return who
            holder = next(
                (
                    p
                    for p in self.mentions
                    if p.kind == "person" and p.office and p.party == m.party and fold(p.office) in fold(m.name) and not p.speaks_for
                ),
                None,
            )
            if holder is not None and m.trace.rule == "bare_organ":
                return holder
        if m is not None and m.kind != "weapon":
            return m
        for c in token.children:
            if c.dep_ in {"appos"} or (c.dep_ in {"compound", "nmod"} and c.i > token.i):
                m = self.at(sent.at(c))
                if m is not None and m.kind in {"person", "organisation"}:
                    return m
        start, end = noun_phrase(token)
        close = sent.at(token.doc[end - 1]) + len(token.doc[end - 1])
        if self.text[close : close + 2] == ", ":
            who = self.at(close + 2)
            if who is not None and who.kind == "person" and who.span.start == close + 2:
                return who
        noun = self.nouns.get(fold(token.text))
        if noun is None or noun.kind not in {"authority"}:
            start, end = noun_phrase(token)
            span = Span(sent.at(token.doc[start]), sent.at(token.doc[end - 1]) + len(token.doc[end - 1]))
            for m in self.mentions:
                if m.span.start >= span.end:
                    break
                if m.kind in {"organisation", "person"} and span.covers(m.span) and m.span.end >= sent.at(token):
                    return m
        elif noun.kind == "authority" and "spokes" in fold(token.text):
            for o in [*prepositional(token, "of", "for"), *[c for c in token.children if c.dep_ in {"poss", "compound"}]]:
                m = self.at(sent.at(o))
                if m is None and o.dep_ == "pobj":
                    stands_for = self._last_named(o, sent)
                    m = stands_for
                if m is not None:
                    return m
        return None

    def _speaker_pronoun(self, token: Token, sent: Sentence, last: Speaker | None) -> Speaker:
        low = token.lower_
        if low in {"who", "which"}:
            return self.source(token.head.head, sent, last) if token.head.dep_ == "relcl" else (last or Speaker(None, None))
        if low in _HE:
            if last is not None and last.person:
                return last
            for m in self.before(sent.at(token))[:12]:
                if m.kind == "person":
                    return Speaker(m.speaks_for or m.name, m.party, True)
            return last or Speaker(None, None)
        if last is not None and last.name is not None and not (low in _IT and last.person):
            return last
        if (
            last is not None
            and last.name is not None
            and token.head.dep_ in {"parataxis", "ccomp"}
            and token.i <= 4
            and any(t.text == "," for t in token.doc[max(0, token.i - 1) : token.i])
        ):
            return last  # "Azerbaijan, it says, has lost …": who spoke before, not who is spoken of
        for m in self.before(sent.at(token))[:8]:
            if m.kind in {"organisation", "party", "office"}:
                return Speaker(m.name, m.party or (m.name if m.kind == "party" else None))
        return last or Speaker(None, None)
