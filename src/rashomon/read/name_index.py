"""Every name that the lexicons and a profile know, laid out for looking up in running text.

A text is cut into tokens (letters and digits; an apostrophe, a hyphen and a full stop part two tokens and join them), and a
name is a run of folded tokens. So "Sana'a", "al-Shabaab", "U.S." and "Al Shabaab" need one entry each.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, TypeVar

from rashomon import lexicon
from rashomon.lexicon import NameTrap, Official, Organ, Organisation, Party, Title, fold
from rashomon.profile import Profile

V = TypeVar("V")
How = Literal["name", "adjective", "people", "capital", "member", "organisation", "person", "trap"]

_WORD = re.compile(r"[^\W_ʻʼʾʿ`´]+")
_TIES = {" ", "-", "'", "’", "‘", "ʼ", "ʿ", "ʾ", "‑", "–", "\u00a0", ".", "`"}
_ABBREVIATED = frozenset("st gen lt col maj brig capt dr sgt adm mr mrs ms prof gov sen rep cmdr cpl".split())
SMALL = frozenset(
    "al el ad as ash ul ur ud of the for and in de e i bin ibn bint s d to van der von du da di la le wal bil group rebels forces".split()
)
"""Words that a name writes small or large: "al-Shabaab", "Al-Shabaab"."""


class Tok(NamedTuple):
    """A token: offsets in the text, folded letters, its spelling, and whether it is tied to the token before by more than a break."""

    start: int
    end: int
    key: str
    word: str
    tied: bool
    """Nothing parts it from the token before but a space, a hyphen, an apostrophe or the stop of an abbreviation."""
    gap: str

    @property
    def upper(self) -> bool:
        return self.word[0].isupper()


def tokens(text: str) -> list[Tok]:
    """The tokens of a text. "U.S.-led" gives "U", "S", "led", each tied to the one before."""
    out: list[Tok] = []
    before = 0
    for m in _WORD.finditer(text):
        start, end = m.span()
        gap = text[before:start]
        word = m.group()
        out.append(Tok(start, end, _key(word), word, bool(out) and (gap in _TIES or _joins(gap, out[-1])), gap))
        before = end
    return out


def keys(text: str) -> set[str]:
    """The folded words of a text: the keys of its tokens."""
    return {_key(word) for word in _WORD.findall(text)}


def _joins(gap: str, last: Tok) -> bool:
    """Whether a longer gap still ties: a line break or double space within a name, the stop of "St." or "U.S."."""
    if gap.isspace():
        return "\n\n" not in gap and gap.count("\n") < 2
    if gap[0] == "." and gap[1:].strip() in ("", "-"):
        return len(last.word) == 1 or last.key in _ABBREVIATED
    return False


@cache
def _key(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


@dataclass(frozen=True, slots=True)
class Known:
    """What a form stands for. ``exact`` spells out the letters that must be as written: a tuple with one demand per token."""

    how: How
    name: str
    party: Party | None = None
    official: Official | None = None
    organisation: Organisation | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    entry: str = ""
    demands: tuple[str, ...] = ()
    profile: bool = False

    def fits(self, toks: list[Tok], at: int) -> bool:
        """Capitals as the form has them: "US" is not "us", "Mali" is not "mali", "IS" is not "is"."""
        for n, demand in enumerate(self.demands):
            word = toks[at + n].word
            if demand == "^":
                if not word[0].isupper():
                    return False
            elif demand and word != demand:
                return False
        return True


def _demands(words: list[str]) -> tuple[str, ...]:
    out = []
    for n, word in enumerate(words):
        if sum(c.isupper() for c in word) >= 2 and len(word) <= 8:
            out.append(word)
        elif word[0].isupper() and not (word.casefold() in SMALL and (n or len(words) > 1)):
            out.append("^")
        else:
            out.append("")
    return tuple(out)


class NameIndex:
    """All known names, built once: ``NameIndex.build(profile)``. Holds no state of any report."""

    def __init__(
        self,
        parties: Iterable[Party],
        officials: Iterable[Official],
        organisations: Iterable[Organisation],
        organs: Mapping[str, Organ],
        titles: Mapping[str, Title],
        traps: Iterable[NameTrap] = (),
        *,
        first_parties: int = 0,
        first_officials: int = 0,
    ) -> None:
        self.known: dict[tuple[str, ...], list[Known]] = {}
        self.reach: dict[str, int] = {}
        self.organs: dict[tuple[str, ...], Organ] = {}
        self.organ_reach: dict[str, int] = {}
        self.titles: dict[tuple[str, ...], str] = {}
        self.title_reach: dict[str, int] = {}
        self.parties: dict[str, Party] = {}
        self.by_form: dict[str, Organisation] = {}
        """Folded form of an organisation -> the organisation; what composed names are looked up in."""
        self.officials: list[Official] = []
        self.common: dict[str, set[str]] = {}
        """Folded word of persons' names -> the persons who bear it; a bare "Saleh" may be any of several."""
        self.words: set[str] = set()
        """Every folded word of a known name."""
        self.lasts: set[str] = set()
        """The last folded words of known names, for "Syrias" where a page has lost its apostrophes."""
        parties = list(parties)
        self.plain = {
            _key(f) for p in parties if p.kind == "group" for f in (p.name, *p.forms) if len(f) >= 6 and f.isalpha() and f[1:].islower()
        } - _ENGLISH
        """Names of groups that are no English words, which pages write in small letters too: "taliban", "peshmerga"."""
        for n, party in enumerate(parties):
            self._party(party, own=n < first_parties)
        for body in organisations:
            self._organisation(body)
        for n, official in enumerate(officials):
            self._official(official, own=n < first_officials)
        for trap in traps:
            for form in trap.forms:
                self._enter(form, Known("trap", trap.name, entry=f"name_traps: {trap.name}"))
        for organ in organs.values():
            for form in organ.forms:
                _lay(form, organ, self.organs, self.organ_reach)
        for title in titles.values():
            for form in title.forms:
                _lay(form, title.name, self.titles, self.title_reach)
        self.starts = {*self.reach, *self.organ_reach, *self.title_reach, "pro", "anti"}
        """Folded words that can begin something; any other word in small letters is passed over."""

    @classmethod
    def build(cls, profile: Profile | None = None) -> NameIndex:
        """The index over the package's lexicons, and over a profile's parties and persons, which go first. Takes some 50 ms; keep it."""
        if profile is None or not (profile.parties or profile.persons):
            return _plain()
        known = dict(lexicon.load("parties.csv", Party))
        own = [_joined(p, known.pop(p.name, None)) for p in profile.parties]
        return cls(
            [*own, *known.values()],
            [*profile.persons, *lexicon.load("officials.csv", Official).values()],
            lexicon.load("organisations.csv", Organisation).values(),
            lexicon.load("organs.toml", Organ),
            lexicon.load("titles.toml", Title),
            lexicon.load("name_traps.toml", NameTrap).values(),
            first_parties=len(own),
            first_officials=len(profile.persons),
        )

    def adjective(self, party: Party) -> str:
        """The word that stands before an organ: "Syrian", "US", "Houthi", "Kurdish"."""
        if party.demonyms:
            return party.demonyms[0]
        if " " not in party.name and party.name.endswith("s") and party.name[:-1] in party.forms:
            return party.name[:-1]
        return party.name

    def is_people(self, party: Party) -> bool:
        """Whether the party is a people without a state ("Kurds"), whose fighters are not simply the party."""
        return party.kind == "group" and party.name in party.demonyms

    def composed(self, party: Party, organ: Organ) -> str:
        """The canonical name of a party's organ: ("Armenia", "Ministry of Defence") gives "Armenia Ministry of Defence"."""
        adjective = self.adjective(party)
        country = adjective if party.kind == "group" or party.name in party.demonyms else party.name
        if organ.kind == "party" or (organ.name in _FIGHTING and party.kind == "group"):
            if (party.kind in ("group", "bloc") and not self.is_people(party)) or (party.kind == "region" and not party.demonyms):
                return party.name
            if organ.canonical == "{country}":
                return f"{adjective} {organ.name}" if self.is_people(party) and organ.name != "civilians" else party.name
        name = organ.canonical.format(country=country, adjective=adjective)
        body = self.by_form.get(fold(name))
        return body.name if body else name

    def organ(self, name: str, party: str) -> str | None:
        """The canonical name of an organ by the organ's entry and the party's name; None where either is not known."""
        found = next((o for o in self.organs.values() if o.name == name), None)
        return self.composed(self.parties[party], found) if found and party in self.parties else None

    def of_office(self, office: str) -> list[Official]:
        """The officials who hold or held an office, in file order."""
        return [o for o in self.officials if o.office == office]

    def _party(self, party: Party, *, own: bool) -> None:
        self.parties[party.name] = party
        entry = f"parties: {party.name}"

        def enter(form: str, how: How) -> None:
            self._enter(form, Known(how, party.name, party=party, since=party.since, until=party.until, entry=entry, profile=own))

        for form in (party.name, *party.forms):
            if form not in party.demonyms:
                enter(form, "name")
        for form in party.demonyms:
            place = (
                form == party.name and party.kind in ("state", "region") and not form.endswith("s")
            )  # "Gaza" is a name that serves as an adjective
            enter(form, "name" if place else "people" if form.endswith("s") and len(form) > 3 else "adjective")
        for form in party.capitals:
            enter(form, "capital")
        for form in party.members:
            enter(form, "member")

    def _organisation(self, body: Organisation) -> None:
        for form in (body.name, *body.forms):
            self.by_form[fold(form)] = body
            self._enter(form, Known("organisation", body.name, organisation=body, entry=f"organisations: {body.name}"))

    def _official(self, official: Official, *, own: bool) -> None:
        self.officials.append(official)
        for form in (official.name, *official.forms):
            known = Known("person", official.name, official=official, since=official.since, until=official.until,
                          entry=f"officials: {official.name}", profile=own)  # fmt: skip
            self._enter(form, known)
        for tok in tokens(official.name):
            self.common.setdefault(tok.key, set()).add(official.name)

    def _enter(self, form: str, known: Known) -> None:
        words = [t.word for t in tokens(form)]
        if not words:
            return
        known = dataclasses.replace(
            known, demands=tuple("" if d == "^" and _key(w) in self.plain else d for d, w in zip(_demands(words), words, strict=True))
        )
        keys = tuple(_key(w) for w in words)
        _lay_list(keys, known, self.known, self.reach)
        self.words.update(keys)
        if words[-1][0].isupper() and len(keys[-1]) >= 4:
            self.lasts.add(keys[-1])

    def tokens(self, text: str) -> list[Tok]:
        """The tokens of a text, a lost apostrophe allowed for: "Syrias second city" is read as "Syria's"."""
        return [
            t._replace(key=t.key[:-1]) if t.key[-1] == "s" and t.upper and t.key[:-1] in self.lasts and t.key not in self.words else t
            for t in tokens(text)
        ]

    def match(self, toks: list[Tok], at: int, day: dt.date | None = None) -> tuple[int, Known] | None:
        """The longest known name that starts at a token: (tokens taken, what it stands for), or None."""
        longest = self.reach.get(toks[at].key)
        if longest is None:
            return None
        for n in range(_run(toks, at, longest), 0, -1):
            found = self.known.get(tuple(t.key for t in toks[at : at + n]))
            if found:
                fitting = [k for k in found if k.fits(toks, at)]
                if fitting:
                    return n, _choose(fitting, day)
        return None

    def match_organ(self, toks: list[Tok], at: int) -> tuple[int, Organ] | None:
        """The longest organ that starts at a token: "Defense Ministry", "armed forces"."""
        for n in range(_run(toks, at, self.organ_reach.get(toks[at].key, 0)), 0, -1):
            found = self.organs.get(tuple(t.key for t in toks[at : at + n]))
            if found:
                return n, found
        return None

    def match_title(self, toks: list[Tok], at: int) -> tuple[int, str] | None:
        """The longest title that starts at a token, as (tokens taken, office)."""
        for n in range(_run(toks, at, self.title_reach.get(toks[at].key, 0)), 0, -1):
            found = self.titles.get(tuple(t.key for t in toks[at : at + n]))
            if found:
                return n, found
        return None


_ENGLISH = {"cobras", "ninjas", "hashed"}
_FIGHTING = {"military", "General Staff", "security forces", "Special Forces", "Defence Army", "Air Force", "military officials"}


@lru_cache(maxsize=1 << 14)
def surname(name: str) -> str:
    """The folded last word of a name, its article left out: "Bashar al-Assad" gives "assad"."""
    words = [t.key for t in tokens(name)]
    return words[-1] if words else ""


def _run(toks: list[Tok], at: int, longest: int) -> int:
    """How many tokens from ``at`` on, at most ``longest``, are tied into one run."""
    n = 1 if longest else 0
    while n < longest and at + n < len(toks) and toks[at + n].tied:
        n += 1
    return n


def _lay(form: str, value: V, into: dict[tuple[str, ...], V], reach: dict[str, int]) -> None:
    words = tuple(t.key for t in tokens(form))
    if words and words not in into:
        into[words] = value
        reach[words[0]] = max(reach.get(words[0], 0), len(words))


def _lay_list(words: tuple[str, ...], known: Known, into: dict[tuple[str, ...], list[Known]], reach: dict[str, int]) -> None:
    into.setdefault(words, []).append(known)
    reach[words[0]] = max(reach.get(words[0], 0), len(words))


def _choose(found: list[Known], day: dt.date | None) -> Known:
    """Of several that share a form: the profile's, the one spelt so (SANA, not Sana), who was there on the day, the latest."""
    if len(found) == 1:
        return found[0]

    def rank(k: Known) -> tuple[bool, int, bool, dt.date]:
        there = day is None or ((k.since is None or k.since <= day) and (k.until is None or day <= k.until))
        spelt = sum(len(d) > 1 for d in k.demands)
        return (k.profile, spelt, there, k.since or dt.date.min)

    return max(found, key=rank)


def _joined(own: Party, known: Party | None) -> Party:
    """A profile's party laid over the lexicon's of the same name: its lists come first, the lexicon's follow."""
    if known is None:
        return own
    both = ("forms", "demonyms", "capitals", "members")
    lists: dict[str, Any] = {key: tuple(dict.fromkeys((*getattr(own, key), *getattr(known, key)))) for key in both}
    return dataclasses.replace(own, country=own.country or known.country, **lists)


@cache
def _plain() -> NameIndex:
    return NameIndex(
        lexicon.load("parties.csv", Party).values(),
        lexicon.load("officials.csv", Official).values(),
        lexicon.load("organisations.csv", Organisation).values(),
        lexicon.load("organs.toml", Organ),
        lexicon.load("titles.toml", Title),
        lexicon.load("name_traps.toml", NameTrap).values(),
    )
