"""``python -m bench even``: swaps two parties in a report and asks for the swapped claims (docs/even.md).

The words of the one party become the words of the other, token by token, by the reader's own lexicons: name, adjective, people,
seat of government, organs, officials of the day. Both texts are read without a profile; the claims of the first, carried through
the same swap, must be the claims of the second.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import datetime as dt
import os
import re
import tomllib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bench.sets import known_sets, load, report_of
from rashomon.lexicon import Official, Organ, Organisation, Party, fold
from rashomon.model import Names, Reading, Report, Span
from rashomon.profile import Profile
from rashomon.profile import load as load_profile
from rashomon.read.engine import Engine
from rashomon.read.gazetteer import Candidate, Gazetteer
from rashomon.read.name_index import Known, NameIndex, Tok

MADE_UP = Path(__file__).parent / "even.toml"
ELSEWHERE = (("Kenya", "Uganda"), ("Morocco", "Algeria"), ("Peru", "Ecuador"))
"""Pairs that stand in for the two parties of a report, the first that the report does not name."""
View = Literal["names", "land", "elsewhere"]
VIEWS: tuple[View, ...] = ("names", "land", "elsewhere")
FIELDS = {
    "figures": (
        "value", "low", "high", "qualifier", "harm", "status", "scope", "stance", "source", "victim_side", "perpetrator", "place", "since", "until",
    ),
    "events": ("type", "agent", "target", "source", "stance", "place", "since", "until"),
    "disputes": ("kind", "sides"),
}  # fmt: skip
_THE = frozenset(
    ["United States", "United Kingdom", "United Arab Emirates", "Soviet Union", "Philippines", "Netherlands", "DR Congo", "Houthis", "Taliban",
     "Central African Republic", "Rapid Support Forces", "Syrian Democratic Forces", "Allied Democratic Forces", "Palestinian Authority"]
)  # fmt: skip
"""Parties whose name takes the article."""
INVENTED = ("Tomas Verlin", "Marek Solder", "Pavel Dorran", "Anton Kesler", "Viktor Hallam", "Stefan Morvay", "Jonas Berrick", "Emil Tarrant",
            "Oskar Lindel", "Karel Vostan", "Leon Hadley", "Martin Corvel", "Simon Ardent", "Philip Roswell", "Julian Westen", "Adrian Colter")  # fmt: skip
"""Names for officials who have no counterpart."""
_HEADS = ("president", "prime minister", "leader", "king")
_BEFORE_ONE = frozenset(["a", "an", "one", "another", "each", "every"])


# -- the swap ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the text that was replaced, and where what replaced it stands."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Recast:
    """A text with its parties recast. ``left`` lists names of a party that have no counterpart and stay as written."""

    text: str
    cuts: tuple[Cut, ...] = ()
    left: tuple[str, ...] = ()

    def at(self, span: Span) -> Span:
        """Where a stretch of the old text stands in the new one; one that begins or ends within a cut takes the whole of it."""
        return Span(self._offset(span.start, end=False), self._offset(span.end, end=True))

    def _offset(self, offset: int, *, end: bool) -> int:
        n = bisect_right([c.old.start for c in self.cuts], offset - 1 if end else offset) - 1
        if n < 0:
            return offset
        cut = self.cuts[n]
        if offset >= cut.old.end:
            return offset + cut.new.end - cut.old.end
        return cut.new.end if end else cut.new.start


@dataclass(slots=True)
class Caster:
    """Recasts the parties of one report: ``roles`` says which party becomes which.

    In: the roles, the names known, the day of the report (who is in office). Officials find their counterparts in the order in
    which they are met: the same office on that day, the same office, a head of state or government, anybody; never one twice.
    """

    roles: Mapping[str, str]
    index: NameIndex
    day: dt.date | None = None
    nlp: Any = None
    words: Sequence[tuple[str, str]] = ()
    """Words that stand for each other beyond the lexicon, for parties that are no states: ("the army", "the RSF")."""
    persons: dict[str, str] = field(default_factory=dict)
    invented: list[Official] = field(default_factory=list)
    """Officials made up for those who have no counterpart; the reader must be told of them."""
    missing: set[str] = field(default_factory=set)

    def recast(self, text: str) -> Recast:
        """The text with every name of a party recast; case, possessive and article follow the new name."""
        if self.words:
            return self._by_words(text)
        toks = self.index.tokens(text)
        modifiers = self._modifiers(text)
        out: list[tuple[Span, str]] = []
        surnames: dict[str, str] = {}
        i = 0
        while i < len(toks):
            hit = self.index.match(toks, i, self.day)
            n = hit[0] if hit else 1
            span = Span(toks[i].start, toks[i + n - 1].end)
            modifier = toks[i + n - 1].start in modifiers
            new: str | None = None
            if hit:
                known = hit[1]
                if known.how == "person" and known.official is not None:
                    new = self._person(known.official, toks[i : i + n], surnames)
                elif known.how == "organisation" and known.organisation is not None:
                    new = self._body(known.organisation, span.within(text))
                elif known.party is not None and known.party.name in self.roles:
                    new = self._party(known.how, known.party, toks, i, n, modifier)
            elif toks[i].upper and toks[i].key in surnames:
                new = surnames[toks[i].key]
            if new is not None:
                out.append(_fitted(text, span, new, modifier=modifier, capitals=_shouted(span.within(text), hit), roles=self.roles))
            i += n
        return _replaced(text, out, tuple(sorted(self.missing)))

    def name(self, name: str | None) -> str | None:
        """A canonical name recast: a party, a person, a ministry, a place."""
        if name is None:
            return None
        if name in self.persons:
            return self.persons[name]
        if name in self.roles:
            return self.roles[name]
        if self.words:
            return dict(self.words).get(name, name)
        body = self.index.by_form.get(fold(name))
        organ = self._organ(body) if body is not None else None
        if organ is not None and body is not None:
            return self.index.composed(self.index.parties[self.roles[body.party]], organ)
        new = (self._body(body, name) or name) if body is not None else self.recast(name).text
        found = self.index.by_form.get(fold(new))
        return found.name if found is not None else new

    def names(self, names: Names) -> Any:
        """One name or several recast; several in alphabetical order, for their order says nothing."""
        return tuple(sorted(self.name(n) or "" for n in names)) if isinstance(names, tuple) else self.name(names)

    def _by_words(self, text: str) -> Recast:
        both = dict(self.words)
        pattern = re.compile(r"\b(?:" + "|".join(re.escape(w) for w in sorted(both, key=len, reverse=True)) + r")\b", re.I)
        lower = {k.casefold(): v for k, v in both.items()}
        out = []
        for m in pattern.finditer(text):
            new = lower[m.group().casefold()]
            out.append((Span(*m.span()), new[0].upper() + new[1:] if m.group()[0].isupper() else new))
        return _replaced(text, out, ())

    def _modifiers(self, text: str) -> frozenset[int]:
        """Where the words stand that qualify a noun after them: "US" in "US forces", not in "the US said"."""
        if self.nlp is None:
            return frozenset()
        doc = self.nlp(text)
        first = {t.i for t in doc if _qualifies(t)}
        return frozenset(t.idx for t in doc if t.i in first or (t.dep_ == "conj" and t.head.i in first and t.pos_ != "NOUN"))

    def _party(self, how: str, party: Party, toks: Sequence[Tok], at: int, n: int, modifier: bool) -> str | None:
        new = self.index.parties[self.roles[party.name]]
        if how == "capital":
            return new.capitals[0] if new.capitals else None
        if how == "member":
            return new.members[0] if new.members and toks[at].word.isupper() == new.members[0].isupper() else f"{self.index.adjective(new)} army"
        word = toks[at].word
        if how == "adjective" and (modifier or word.isupper() and len(word) <= 3):
            # "the US said" is a name though it is spelt as the adjective
            return self.index.adjective(new) if modifier else new.name
        if how in ("adjective", "people"):
            one = at > 0 and toks[at - 1].key in _BEFORE_ONE
            return _person_of(new, self.index) if one else _people_of(new, self.index)
        if word.isupper() and n == 1 and len(word) > 1:
            short = next((f for f in new.forms if f.isupper() and f.isalpha() and len(f) <= 6), None)
            if short is not None:
                return short
        return new.name

    def _person(self, official: Official, toks: Sequence[Tok], surnames: dict[str, str]) -> str | None:
        if official.party not in self.roles:
            return None
        name = self._counterpart(official)
        new = next(o for o in (*self.invented, *self.index.officials) if o.name == name)
        last, new_last = official.name.split()[-1], new.name.split()[-1]
        if len(toks) > 1:
            surnames[fold(last)] = new_last
            return new.name
        met = fold(last) in surnames
        return new_last if met or new_last in new.forms else new.name

    def _counterpart(self, official: Official) -> str:
        if official.name in self.persons:
            return self.persons[official.name]
        party = self.roles[official.party]
        there = [o for o in self.index.officials if o.party == party and o.name not in self.persons]
        head = official.office in _HEADS
        ranked = sorted(
            (o for o in there),
            key=lambda o: (
                not _alike(official, o), not self._in_office(o), o.office != official.office, not (head and o.office in _HEADS),
            ),
        )  # fmt: skip
        found = next((o for o in ranked if _alike(official, o)), None)
        if found is None:
            taken = {*self.persons.values(), *(o.name for o in self.index.officials)}
            name = next(n for n in INVENTED if n not in taken)
            found = dataclasses.replace(
                official, name=name, forms=(name.split()[-1],), party=party, institution=self.name(official.institution) or ""
            )
            self.invented.append(found)
        # in a swap each stands for the other; in a recast to parties elsewhere the new name is taken once
        self.persons[official.name] = found.name
        if self.roles.get(party) == official.party:
            self.persons[found.name] = official.name
        return found.name

    def _in_office(self, official: Official) -> bool:
        return self.day is None or (official.since or dt.date.min) <= self.day <= (official.until or dt.date.max)

    def _body(self, body: Organisation, written: str) -> str | None:
        """A ministry, army or seat of government with a name of its own; agencies, outlets and relief groups stay."""
        if body.kind != "office" or body.party not in self.roles:
            return None
        new = self.index.parties[self.roles[body.party]]
        organ = self._organ(body)
        if organ is not None:
            name = self.index.composed(new, organ)
            own = self.index.by_form.get(fold(name))
            return name if own is not None or not name.startswith(new.name) else _spoken(name, new, self.index)
        inner = self._inner(written)
        if inner is None:
            self.missing.add(body.name)
        return inner

    def _organ(self, body: Organisation) -> Organ | None:
        """The organ that a party's body is: the Pentagon is the United States' Ministry of Defence."""
        if body.kind != "office" or body.party not in self.roles:
            return None
        party = self.index.parties[body.party]
        return next((o for o in self.index.organs.values() if self.index.composed(party, o) == body.name), None)

    def _inner(self, written: str) -> str | None:
        """The party's words within a longer name: "Ukrainian Air Force"."""
        toks = self.index.tokens(written)
        out = []
        for i in range(len(toks)):
            for known in self.index.known.get((toks[i].key,), ()):
                if known.party is not None and known.party.name in self.roles and known.how in ("name", "adjective"):
                    new = self.index.parties[self.roles[known.party.name]]
                    out.append((Span(toks[i].start, toks[i].end), self.index.adjective(new) if known.how == "adjective" else new.name))
                    break
        return _replaced(written, out, ()).text if out else None


def _qualifies(token: Any) -> bool:
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    if token.pos_ == "ADJ" or (token.dep_ in {"amod", "compound", "nmod"} and token.head.i > token.i):
        return True
    return after is not None and (after.text == "-" or (after.pos_ == "NOUN" and token.pos_ == "PROPN" and after.is_lower))


def _alike(a: Official, b: Official) -> bool:
    """Whether two officials can stand for each other: heads for heads, spokespeople for the same kind of body, ministers of one kind."""
    if a.office in _HEADS or b.office in _HEADS:
        return a.office in _HEADS and b.office in _HEADS
    if a.institution or b.institution:
        return a.office == b.office and bool(a.institution) == bool(b.institution) and _kind(a) == _kind(b)
    return a.office == b.office


def _kind(official: Official) -> str:
    words = ("Defence", "Foreign", "Office", "military", "government")
    found = next((w for w in words if w in official.institution), "")
    return {"military": "Defence", "": official.institution and "own"}.get(found, found)


def _person_of(party: Party, index: NameIndex) -> str:
    """One of its people: "an Armenian"; of a group: "a Houthi"."""
    return next((d for d in party.demonyms if f"{d}s" in party.demonyms), index.adjective(party))


def _people_of(party: Party, index: NameIndex) -> str:
    """Its people: "Armenians", "the Lebanese"."""
    plural = [d for d in party.demonyms if d.endswith("s") and d[:-1] in party.demonyms]
    return plural[0] if plural else (index.adjective(party) if party.kind != "group" else party.name)


def _spoken(name: str, party: Party, index: NameIndex) -> str:
    """ "Iran Ministry of Defence" as a report has it: "Iranian Ministry of Defence"."""
    return index.adjective(party) + name[len(party.name) :]


def _fitted(text: str, span: Span, new: str, *, modifier: bool, capitals: bool, roles: Mapping[str, str]) -> tuple[Span, str]:
    """A replacement with its capitals, article and possessive made to fit; the stretch grows over an article that changes."""
    old = span.within(text)
    start, end = span.start, span.end
    if capitals:
        new = new.upper()
    elif old[0].islower() and not old[0].isdigit() and " " not in old and old.isalpha():
        new = new[0].lower() + new[1:] if old.islower() else new
    before = re.search(r"(\b(?:the|an?)\b)(\s+)$", text[:start], re.I)
    article = before.group(1).lower() if before else ""
    the_old, the_new = _takes_the(old, roles), _takes_the(new, roles)
    if not modifier and the_new and not the_old and article != "the":
        new = ("The " if _opens(text, start) else "the ") + new
    elif not modifier and the_old and not the_new and article == "the" and before is not None and new in {*roles, *roles.values()}:
        start = before.start()
    elif article in ("a", "an") and before is not None:
        right = "an" if re.match(r"(?:[aeio]|u(?!ni|k|g|ru|ae|\.?s\b)|hour)", new, re.I) else "a"
        if right != article:
            start = before.start()
            new = (right.capitalize() if before.group(1)[0].isupper() else right) + before.group(2) + new
    if old.endswith("s") and re.match(r"['’](?!\w)", text[end:]) and not new.endswith("s"):
        new += text[end] + "s"
        end += 1
    elif new.endswith("s") and re.match(r"['’]s\b", text[end:]):
        new += text[end]
        end += 2
    return Span(start, end), new


def _shouted(written: str, hit: tuple[int, Known] | None) -> bool:
    """Whether a name is in capitals that are not its own: "BAKU" at the head of a report, not "US"."""
    if not written.isupper():
        return False
    party = hit[1].party if hit else None
    return len(written) > 6 or (party is not None and written not in (*party.forms, *party.demonyms, *party.members))


def _takes_the(name: str, roles: Mapping[str, str]) -> bool:
    return name in _THE or name in ("US", "U.S.", "USA", "RSF", "SDF", "UK", "UAE", "DRC") or name.removeprefix("The ").removeprefix("the ") in _THE


def _opens(text: str, start: int) -> bool:
    """Whether a sentence opens at this character."""
    return bool(re.search(r"(?:^|[.!?]['\"”’]?\s+|\n\s*|[\"“]\s*)$", text[:start]))


def _replaced(text: str, changes: Iterable[tuple[Span, str]], left: tuple[str, ...]) -> Recast:
    pieces: list[str] = []
    cuts: list[Cut] = []
    at = long = 0
    for span, new in changes:
        if span.start < at:
            continue
        pieces += [text[at : span.start], new]
        begin = long + span.start - at
        cuts.append(Cut(span, Span(begin, begin + len(new))))
        long, at = begin + len(new), span.end
    return Recast("".join([*pieces, text[at:]]), tuple(cuts), left)


# -- the land ------------------------------------------------------------------------------------------------------------


class LandSwapped(Gazetteer):
    """The places of two states in each other's hands; the states and their seats, whose names the text swaps, keep their own."""

    def __init__(self, a: str, b: str, kept: Iterable[str]) -> None:
        super().__init__()
        self._hands = {a: b, b: a}
        self._kept = frozenset(fold(k) for k in kept)

    def _gather(self, key: str) -> tuple[Candidate, ...]:
        found = super()._gather(key)
        if key in self._kept:
            return found
        return tuple(
            c if c.precision == "country" or c.kind == "country" else dataclasses.replace(c, country=self._hands.get(c.country, c.country))
            for c in found
        )

    def roster(self, country: str) -> tuple[str, ...]:
        return super().roster(self._hands.get(country, country))


@cache
def _engine() -> Engine:
    return Engine(os.environ.get("RASHOMON_MODEL"))


@cache
def _land(a: str, b: str) -> tuple[Gazetteer, dict[str, Party]]:
    """Places and parties where two states hold each other's places; regions and groups that lie in one of them lie in the other."""
    parties = _engine().tools(None)[2]
    one, two = parties[a], parties[b]
    hands = {one.country: two.country, two.country: one.country}
    moved = {
        name: dataclasses.replace(p, country=hands[p.country]) if p.kind != "state" and p.country in hands else p for name, p in parties.items()
    }
    return LandSwapped(one.country, two.country, [*one.capitals, *two.capitals]), moved


def _told(invented: Sequence[Official], land: tuple[str, str] | None = None) -> Engine:
    """The reader, told of officials made up, where two states hold each other's places if ``land`` names them."""
    index, gazetteer, parties = _engine().tools(None)
    if land is not None:
        gazetteer, parties = _land(*land)
    if invented:
        index = NameIndex.build(Profile(persons=tuple(invented)))
    engine = copy.copy(_engine())
    engine.tools = lambda profile: (index, gazetteer, parties)  # type: ignore[method-assign]
    return engine


# -- the comparison ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """A report and the two parties that are swapped in it."""

    set: str
    report: Report
    pair: tuple[str, str]
    ours: bool = True
    words: tuple[tuple[str, str], ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    """Names taken for one, after reading: a state's army for the state, where the other party is no state."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One claim that did not swap: where it stands, the sentence in both texts, and each field with both values."""

    report: str
    layer: str
    anchor: str
    sentence: str
    swapped: str
    fields: tuple[tuple[str, Any, Any], ...]
    """(field, what the swap of the first reading gives, what was read); one ("claim", …) where only one text gave it."""
    at: tuple[Any, ...] = ()


@dataclass(slots=True)
class Result:
    """What was compared for one report in one view."""

    case: Case
    view: View
    claims: int = 0
    differences: list[Difference] = field(default_factory=list)
    left: tuple[str, ...] = ()


def compare(case: Case, view: View) -> Result:
    """Reads a report as it is and with its two parties swapped, and compares claim by claim."""
    a, b = case.pair
    report, invented = case.report, []
    index, nlp = _engine().tools(None)[0], _engine().nlp
    if view == "elsewhere":
        away = elsewhere(report.text, index)
        moved = Caster(dict(zip((a, b), away, strict=True)), index, report.published, nlp)
        report, (a, b) = _recast_report(report, moved)[0], away
        invented = moved.invented
        index = _told(invented).tools(None)[0]
    caster = Caster({a: b, b: a}, index, report.published, nlp, case.words)
    swapped, cast = _recast_report(report, caster)
    (first,) = _told(invented).read([report])
    (second,) = _told([*invented, *caster.invented], (a, b) if view == "land" else None).read([swapped])
    result = Result(case, view, left=tuple(sorted(caster.missing)))
    same = dict(case.same)
    for layer in FIELDS:
        ours = _rows(first, layer, lambda s: cast.at(s), lambda n: _one(caster.names(n), same))
        theirs = _rows(second, layer, lambda s: s, lambda n: _one(tuple(sorted(n)) if isinstance(n, tuple) else n, same))
        pairs, alone = _paired(ours, theirs)
        result.claims += len(pairs) + len(alone)
        for x, y in pairs:
            wrong = tuple((k, x.values[k], y.values[k]) for k in FIELDS[layer] if x.values[k] != y.values[k])
            if wrong:
                result.differences.append(_difference(report, layer, x, y, wrong, swapped, cast))
        for row, mine in alone:
            gap = ("claim", row.label if mine else None, None if mine else row.label)
            result.differences.append(_difference(report, layer, row if mine else None, None if mine else row, (gap,), swapped, cast))
    return result


def elsewhere(text: str, index: NameIndex) -> tuple[str, str]:
    """The first pair of states that a text does not name."""
    toks = index.tokens(text)
    named = {m[1].party.name for i in range(len(toks)) if (m := index.match(toks, i)) and m[1].party is not None}
    return next((pair for pair in ELSEWHERE if not named & set(pair)), ELSEWHERE[-1])


def _recast_report(report: Report, caster: Caster) -> tuple[Report, Recast]:
    cast = caster.recast(report.text)
    title = caster.recast(report.title).text if report.title else None
    return dataclasses.replace(report, text=cast.text, title=title, debris=()), cast


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    anchor: Span
    span: Span
    own: Span
    """The anchor's place in its own text."""
    home: Span
    """The sentence's place in its own text."""
    values: dict[str, Any]
    label: str


def _one(names: Any, same: Mapping[str, str]) -> Any:
    return tuple(sorted(same.get(n, n) for n in names)) if isinstance(names, tuple) else same.get(names, names)


def _rows(reading: Reading, layer: str, at: Any, name: Any) -> list[_Row]:
    out = []
    for claim in getattr(reading, layer):
        if layer == "disputes":
            spans = sorted(s.span for s in claim.sides)
            anchor = Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)
            sides = tuple(sorted((str(name(s.source)), at(s.span).start, s.position.split()[0] if s.position else "") for s in claim.sides))
            out.append(_Row(claim.kind, at(anchor), at(anchor), anchor, anchor, {"kind": claim.kind, "sides": sides}, f"{claim.kind}: {claim.issue}"))
            continue
        values = {}
        for key in FIELDS[layer]:
            value = getattr(claim, key)
            values[key] = name(value) if key in ("source", "victim_side", "perpetrator", "place", "agent", "target") else value
        kind = claim.harm if layer == "figures" else claim.type
        label = ", ".join(f"{k} {v}" for k, v in values.items() if v is not None)
        out.append(_Row(kind, at(claim.anchor), at(claim.span), claim.anchor, claim.span, values, label))
    return out


def _paired(ours: list[_Row], theirs: list[_Row]) -> tuple[list[tuple[_Row, _Row]], list[tuple[_Row, bool]]]:
    """Claims of both readings put together: same kind and word first, then same word, then same kind in the same sentence."""
    pairs: list[tuple[_Row, _Row]] = []
    left, right = list(ours), list(theirs)
    keys: list[Any] = [
        lambda r: (r.kind, r.anchor, tuple(map(str, r.values.values()))),
        lambda r: (r.kind, r.anchor),
        lambda r: r.anchor,
        lambda r: (r.kind, r.span.start),
    ]
    for key in keys:
        waiting = defaultdict(list)
        for row in right:
            waiting[key(row)].append(row)
        rest = []
        for row in left:
            if waiting[key(row)]:
                pairs.append((row, waiting[key(row)].pop(0)))
            else:
                rest.append(row)
        left, right = rest, [row for rows in waiting.values() for row in rows]
    return pairs, [(r, True) for r in left] + [(r, False) for r in right]


def _difference(report: Report, layer: str, x: _Row | None, y: _Row | None, wrong: tuple[tuple[str, Any, Any], ...], swapped: Report, cast: Recast) -> Difference:
    row = x or y
    assert row is not None
    anchor = x.own.within(report.text) if x else row.own.within(swapped.text)
    there = y.home if y else cast.at(row.home)
    return Difference(
        report.id, layer, _line(anchor), _line(x.home.within(report.text)) if x else "", _line(there.within(swapped.text)), wrong, (layer, row.anchor)
    )


def _line(text: str) -> str:
    return " ".join(text.split())


# -- what is compared ----------------------------------------------------------------------------------------------------


def made_up() -> Iterator[Case]:
    """Our own reports, one or more to a pair (bench/even.toml)."""
    for name, row in tomllib.loads(MADE_UP.read_text("utf-8")).items():
        report = Report(id=name, text=row["text"], published=row["published"], published_from="metadata")
        words = tuple((x, y) for x, y in row.get("words", []))
        yield Case("made up", report, tuple(row["pair"]), words=(*words, *((y, x) for x, y in words)), same=tuple(map(tuple, row.get("same", []))))


def annotated() -> Iterator[Case]:
    """The annotated reports that are there, each with the sides of its set's profile, else the two states that it names most."""
    index = _engine().tools(None)[0]
    for one in known_sets():
        sides = load_profile(one.profile).sides if one.profile else ()
        for name, row in load(one.folder).items():
            report = report_of(name, row)
            pair = (sides[0], sides[1]) if len(sides) == 2 else most_named(report.text, index)
            if pair is not None:
                yield Case(one.name, report, pair, ours=one.ours)


def most_named(text: str, index: NameIndex) -> tuple[str, str] | None:
    """The two states that a text names most, in alphabetical order; None where it does not name two, each twice or more."""
    toks = index.tokens(text)
    count: Counter[str] = Counter()
    i = 0
    while i < len(toks):
        hit = index.match(toks, i)
        if hit and hit[1].party is not None and hit[1].party.kind == "state":
            count[hit[1].party.name] += 1
        i += hit[0] if hit else 1
    most = [p for p, n in count.most_common(2) if n >= 2]
    return (min(most), max(most)) if len(most) == 2 else None


def run(cases: Sequence[Case], views: Sequence[View]) -> Iterator[Result]:
    """Every case in every view, on all cores. Pairs that are no two states of different lands have no view of the land."""
    jobs = [(case, view) for case in cases for view in views if view == "names" or not case.words]
    if len(jobs) < 8:
        yield from (compare(case, view) for case, view in jobs)
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(compare, *zip(*jobs, strict=True), chunksize=4)


def agreement(results: Iterable[Result]) -> tuple[int, int, float]:
    """Claims compared, claims that agree, and the share."""
    results = list(results)
    claims = sum(r.claims for r in results)
    agreed = claims - sum(len(r.differences) for r in results)
    return claims, agreed, agreed / claims if claims else 1.0


def decided_by_land(results: Sequence[Result]) -> int:
    """How many differences of the view "names" are gone when the land changes hands too."""
    land = {(r.case.set, r.case.report.id): {d.at for d in r.differences} for r in results if r.view == "land"}
    return sum(
        d.at not in land[r.case.set, r.case.report.id]
        for r in results
        if r.view == "names" and (r.case.set, r.case.report.id) in land
        for d in r.differences
    )


def table(results: Sequence[Result]) -> Iterator[str]:
    """A line for each set and pair: claims and agreement in each view."""
    yield f"{'set':8} {'pair':32} {'reports':>7}  " + "  ".join(f"{view:>20}" for view in VIEWS) + "  by the land"
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for r in results:
        groups[r.case.set, " / ".join(r.case.pair)].append(r)
    for name in dict.fromkeys(r.case.set for r in results):
        groups[name, "all"] = [r for r in results if r.case.set == name]
    for (name, pair), some in groups.items():
        cells = []
        for view in VIEWS:
            claims, agreed, share = agreement(r for r in some if r.view == view)
            cells.append(f"{agreed:5} of {claims:5} {share:6.3f}" if claims else " " * 20)
        yield f"{name:8} {pair:32} {len({r.case.report.id for r in some}):7}  " + "  ".join(cells) + f"  {decided_by_land(some):11}"


def causes(results: Iterable[Result]) -> Iterator[str]:
    """The fields that did not swap, by view, most frequent first."""
    count: Counter[tuple[str, str]] = Counter()
    for r in results:
        for d in r.differences:
            for name, _, _ in d.fields:
                count[r.view, f"{d.layer}: {name}"] += 1
    for (view, name), n in count.most_common():
        yield f"  {n:4}  {view:9} {name}"


def described(difference: Difference) -> Iterator[str]:
    """A difference for the eye: the word, both sentences, each field."""
    yield f"{difference.report} {difference.layer} \"{difference.anchor}\""
    if difference.sentence:
        yield f"    as it is: {difference.sentence}"
    if difference.swapped:
        yield f"    swapped:  {difference.swapped}"
    for name, expected, read in difference.fields:
        yield f"    {name}: asked {expected}, read {read}"


def main(argv: Sequence[str] | None = None) -> int:
    """The command: prints agreement per pair and view; 1 where ``--floor`` is given and the bundled or made-up reports miss it."""
    parser = argparse.ArgumentParser(prog="python -m bench even", description=__doc__.split("\n")[0].split("``: ")[1])
    parser.add_argument("--set", help="made up, karabakh, seeds or dev")
    parser.add_argument("--report", help="only reports whose id holds this")
    parser.add_argument("--view", choices=VIEWS, action="append", help="names: places stay; land: places change hands; elsewhere: other parties")
    parser.add_argument("--differences", type=int, default=0, metavar="N", help="show so many differences of each view")
    parser.add_argument("--floor", type=float, help="the share of claims that must agree where the land changes hands")
    args = parser.parse_args(argv)
    cases = [c for c in [*made_up(), *annotated()] if (not args.set or c.set == args.set) and (not args.report or args.report in c.report.id)]
    results = list(run(cases, args.view or VIEWS))
    print("\n".join(table(results)))
    print("\n".join(causes(results)))
    for view in args.view or VIEWS:
        shown = [d for r in results if r.view == view for d in r.differences][: args.differences]
        if shown:
            print(f"\n{view}")
            print("\n".join(line for d in shown for line in described(d)))
    left = Counter(name for r in results if r.view == "names" for name in r.left)
    if left:
        print("\nnames without a counterpart, left as written: " + ", ".join(f"{name} ({n})" for name, n in left.most_common()))
    share = agreement(r for r in results if r.case.ours and r.view == ("names" if r.case.words else "land"))[2]
    return int(args.floor is not None and share < args.floor)
