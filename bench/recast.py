"""The parties of a text recast: the words of one become the words of another, by the reader's own lexicons (docs/even.md)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rashomon.lexicon import Official, Organ, Organisation, Party, fold
from rashomon.model import Names, Span
from rashomon.read.gazetteer import packaged
from rashomon.read.name_index import Known, NameIndex, Tok

_THE = frozenset([
    "United States", "United Kingdom", "United Arab Emirates", "Soviet Union", "Philippines", "Netherlands", "DR Congo", "Houthis",
    "Taliban", "Central African Republic", "Rapid Support Forces", "Syrian Democratic Forces", "Allied Democratic Forces",
    "Palestinian Authority", "US", "U.S.", "USA", "UK", "UAE", "DRC", "RSF", "SDF",
])  # fmt: skip
"""Parties whose name takes the article."""
INVENTED = (
    "Tomas Verlin", "Marek Solder", "Pavel Dorran", "Anton Kesler", "Viktor Hallam", "Stefan Morvay", "Jonas Berrick", "Emil Tarrant",
    "Oskar Lindel", "Karel Vostan", "Leon Hadley", "Martin Corvel", "Simon Ardent", "Philip Roswell", "Julian Westen", "Adrian Colter",
)  # fmt: skip
"""Names for officials who have no counterpart."""
_HEADS = ("president", "prime minister", "leader", "king")
_BEFORE_ONE = frozenset(["a", "an", "one", "another", "each", "every"])


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
            out.append((Span(*m.span()), new[0].upper() + new[1:] if _opens(text, m.start()) else new))
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
            return _seat(new)
        if how == "member":
            return (
                new.members[0]
                if new.members and toks[at].word.isupper() == new.members[0].isupper()
                else f"{self.index.adjective(new)} army"
            )
        word = toks[at].word
        if how == "adjective" and (modifier or word.isupper() and len(word) <= 3):
            # "the US said" is a name though it is spelt as the adjective
            return self.index.adjective(new) if modifier else new.name
        if how in ("adjective", "people"):
            # "Armenian" is one Armenian where it is no adjective; "Lebanese" may be many
            one = (at > 0 and toks[at - 1].key in _BEFORE_ONE) or (how == "adjective" and f"{word}s" in party.demonyms)
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
            return name if own is not None or not name.startswith(f"{new.name} ") else _spoken(name, new, self.index)
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


def _seat(party: Party) -> str | None:
    """A seat of government that lies in the party's own land, for a name that is in nobody's would be no counterpart: Tel Aviv."""
    own = [c for c in party.capitals if any(p.country == party.country for p in packaged().find(c)[:1])]
    return next(iter(own or party.capitals), None)


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
    the_old, the_new = _takes_the(old), _takes_the(new)
    if not modifier and the_new and not the_old and article != "the":
        new = ("The " if _opens(text, start) else "the ") + new
    elif not modifier and the_old and not the_new and article == "the" and before is not None and new in {*roles, *roles.values()}:
        start = before.start()
    elif article in ("a", "an") and before is not None:
        right = "an" if _sounds_open(new) else "a"
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


def _sounds_open(name: str) -> bool:
    """Whether "an" stands before a name: "an Iranian", "an SDF unit", not "a Ugandan", "a US ship"."""
    if name.isupper() and len(name) <= 4:
        return name[0] in "AEFHILMNORSX"
    return bool(re.match(r"[aeio]|u(?!ni|k|g|ru)|hour", name, re.I))


def _shouted(written: str, hit: tuple[int, Known] | None) -> bool:
    """Whether a name is in capitals that are not its own: "BAKU" at the head of a report, not "US"."""
    if not written.isupper():
        return False
    party = hit[1].party if hit else None
    return len(written) > 6 or (party is not None and written not in (*party.forms, *party.demonyms, *party.members))


def _takes_the(name: str) -> bool:
    return name in _THE


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
