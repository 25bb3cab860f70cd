"""Places that a report names: found by their words, then settled over the whole report.

``find_places`` reads plain text: capitalised words that the gazetteer knows or that stand where a place stands ("in X",
"the village of X", "X hospital"). ``resolve_places`` settles which place each name is by the company it keeps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log10
from typing import NamedTuple

from rashomon.lexicon import Official, Organisation, Party, PlaceWord, files, fold_place, load
from rashomon.model import PlaceMention, PlacePrecision, Span, Trace
from rashomon.read.gazetteer import Candidate, Gazetteer, distance, own_files

WORDS_FILE = "place_words.toml"
# "U.S.", "al-Zor", "Sana'a", "Nagorno-Karabakh", "Sudan's"
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’ʼ‘`‑-][^\W\d_]+)*")
# "al-Zor", "ez-Zor", "as-Sa'iqa": a name though it opens with a small letter
_ARTICLED = re.compile(r"(?:al|el|ad|ed|adh|ar|er|as|es|ash|esh|at|et|an|en|az|ez|ul)[-‑]['’ʼ‘`]?[A-Z]")
_HELD = re.compile(r".*[-‑](?:held|controlled|occupied|ruled|run|torn|majority|administered|backed|stricken|hit|speaking|populated)$")
# "Iran-backed", "Kurdish-held", "Moscow-led": an adjective, though it opens with a capital; not "Deir-ez-Zor", "Port-au-Prince"
_COMPOUND = re.compile(
    r"[^\W\d_].*[-‑](?:[a-z]{3,}(?:ed|en|un|orn|ade|ld|led|ty|ese|ish|ing|ile|ble|ary)|held|run|led|hit|torn|born|made|style|era|wide)$"
)
_LARGE = 100_000
"""People from which a name that GeoNames lists first is a place without any sign beside it."""
_FAMOUS = 300_000
"""People from which a city is believed though the report speaks of no other place or people of its country."""
_TOWN = 15_000
"""People from which a name after "in", "near" is a place though nothing else in the report speaks for its country."""
_FUZZY = 78.0
"""Least likeness (rapidfuzz ratio, of 100) of a misspelt name; two letters of seven or eight may differ."""
_FUZZY_LETTERS = 6
_OPENS = re.compile('[\\n.!?:;“"•]')
# ", Congo (AP) —", " (Reuters) -", " —": what follows a dateline's place
_DATELINE = re.compile(r"(?:, [A-Z][\w. ]{2,20})? ?(?:\([A-Z][\w .,]*\)|—|–|--| - )")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+")
_SKIP = frozenset(
    "the nearby besieged ancient historic strategic coastal key neighbouring neighboring capital embattled famine-hit holy old its their"
    " both parts part much areas".split()
)
_SPEECH = frozenset("said says told added wrote tweeted insisted argued explained asked who whose recalled warned noted".split())
_KEEP_NOUN = frozenset(
    "suburb suburbs outskirts countryside pocket border frontier borderlands enclave exclave mountains heights peninsula valley basin"
    " plain highlands strip coastline".split()
)
_LOWER_ONLY = frozenset(
    "department agency division block sector ward emirate parish zone community capital republic compound shelter fund".split()
)
_BORDER_THINGS = frozenset("guard guards police town towns village villages post posts crossing crossings forces city".split())
_AROUND = frozenset("suburb suburbs outskirts countryside".split())
_PRECISIONS: tuple[PlacePrecision, ...] = ("exact", "district", "region", "country")


class Token(NamedTuple):
    """A word of the text; ``end`` leaves out a possessive 's, ``stop`` does not."""

    start: int
    end: int
    stop: int
    low: str
    capital: bool
    opens: bool
    """Whether it opens a sentence or a line, where a capital says nothing."""
    glued: bool
    """Whether nothing but one space stands between it and the word before."""

    @property
    def possessive(self) -> bool:
        return self.stop > self.end


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that the rules are handed, by kind; ``nouns`` gives a noun of places its entry."""

    kinds: Mapping[str, frozenset[str]]
    nouns: Mapping[str, PlaceWord]
    demonyms: Mapping[str, str]
    heads: frozenset[str]
    """First words of the names of bodies that have more than one."""
    tails: frozenset[str]
    """Last words of the nouns of places."""

    def __getitem__(self, kind: str) -> frozenset[str]:
        return self.kinds[kind]


@cache
def words() -> Words:
    """``place_words.toml`` as the rules use it."""
    kinds: dict[str, set[str]] = {}
    nouns: dict[str, PlaceWord] = {}
    demonyms: dict[str, str] = {}
    for entry in load(WORDS_FILE, PlaceWord).values():
        forms = {f.casefold() for f in entry.forms}
        kinds.setdefault(entry.kind, set()).update(forms)
        if entry.kind in ("facility", "area", "settlement"):
            for form in forms:
                nouns.setdefault(form, entry)
        if entry.kind == "demonym":
            demonyms.update(dict.fromkeys(forms, entry.country))
    kinds["organ"] |= kinds["title"]
    kinds["never"] |= _bodies()
    kinds["surname"] = _surnames()
    kinds["never"] |= {fold_place(x) for x in kinds["never"]}
    heads = frozenset(x.split()[0] for x in kinds["never"] if " " in x)
    tails = frozenset(x.split()[-1] for x in nouns)
    kinds["plain"] = kinds["never"] | kinds["organ"] | kinds["modifier"] | kinds["direction"] | set(nouns)
    return Words({k: frozenset(v) for k, v in kinds.items()}, nouns, demonyms, heads, tails)


def _bodies() -> set[str]:
    """Names of armed groups and organisations, which are no places, out of their lexicons; written small."""
    here = files()
    out: set[str] = set()
    if "parties.csv" in here:
        for party in load("parties.csv", Party).values():
            if party.kind == "group":
                out.update(x.casefold() for x in (party.name, *party.forms, *party.members))
    if "organisations.csv" in here:
        for body in load("organisations.csv", Organisation).values():
            out.update(x.casefold() for x in (body.name, *body.forms))
    return out


def _surnames() -> set[str]:
    """Last names of officials.csv, and the same with the s of a lost apostrophe ("Assads forces"); written small."""
    if "officials.csv" not in files():
        return set()
    full = [x for person in load("officials.csv", Official).values() for x in (person.name, *person.forms)]
    last = {word for x in full if len(word := x.split()[-1].casefold()) > 3}
    return last | {f"{word}s" for word in last}


def tokens(text: str) -> list[Token]:
    """The words of a text with what their capitals and gaps say."""
    out: list[Token] = []
    last = 0
    lost = _lost_apostrophes()
    for found in _TOKEN.finditer(text):
        start, stop = found.span()
        word = found.group()
        low, end = word.lower().replace("’", "'"), stop
        capital = word[0].isupper()
        if low[-1] == "s" and stop - start > 2:
            if low[-2] in "'‘`":
                end, low = stop - 2, low[:-2]
            elif capital and low in lost:  # "Syrias army": a page that lost its apostrophes
                end, low = stop - 1, low[:-1]
        if "-" in word or "‑" in word:
            capital = (capital and _COMPOUND.match(word) is None) or _ARTICLED.match(word) is not None
        gap = text[last:start]
        plain = gap in (" ", "\u00a0")
        out.append(Token(start, end, stop, low, capital, not plain and (not out or _OPENS.search(gap) is not None), plain))
        last = stop
    return out


@cache
def _lost_apostrophes() -> frozenset[str]:
    """ "syrias", "yemens": a country's possessive without its apostrophe. Not "seychelles", which is a name with it."""
    return frozenset(f"{name.lower()}s" for name in own_files().get("places_countries.csv", {}) if " " not in name) - {"nigers", "chads"}


class _Finder:
    """One reading of one text. Holds the text's words; every method looks, none changes the gazetteer."""

    def __init__(self, text: str, offset: int, gazetteer: Gazetteer, countries: Sequence[str], known: Mapping[str, PlaceMention]) -> None:
        self.text, self.offset, self.gazetteer = text, offset, gazetteer
        self.countries, self.known = frozenset(countries), known
        self.words, self.tokens = words(), tokens(text)
        self.people: set[str] = set()
        self.found: list[PlaceMention] = []
        self.before: tuple[int, bool] = (-1, False)
        """Where the last mention ended (token number) and whether it stood where places stand."""

    # -- the words beside a name

    def run(self, i: int) -> int:
        """The last token of the run of capitalised words that opens at i: "Deir al Zor", "Abu Hussein"; small links inside."""
        j = i
        while not self.tokens[j].possessive and j + 1 < len(self.tokens) and self.tokens[j + 1].glued and j - i < 6:
            after = self.tokens[j + 1]
            if after.capital:
                j += 1
            elif after.low in self.words["linker"] and after.low not in ("of", "the", "and") and self._capital_glued(j + 2):
                j += 2
            else:
                break
        return j

    def _capital_glued(self, k: int) -> bool:
        return k < len(self.tokens) and self.tokens[k].glued and self.tokens[k].capital

    def locative(self, i: int) -> bool:
        """Whether the words before token i put a place there: "in X", "near besieged X", "the city of X", "north of X"."""
        k = i - 1
        skipped = 0
        while k >= 0 and self.tokens[k + 1].glued and skipped < 4:
            low = self.tokens[k].low
            if low in self.words["settlement"] and not self.tokens[k].possessive:
                return True
            if low in _SKIP or low in self.words["direction"] or _HELD.match(low) or low in self.words["demonym"]:
                k, skipped = k - 1, skipped + 1
                continue
            if low == "of" and k >= 1:
                noun = self.tokens[k - 1].low
                return (
                    noun in self.words.nouns
                    or noun in self.words["direction"]
                    or noun in _AROUND
                    or noun in ("parts", "part", "rest", "out", "much", "most", "all")
                )
            if low == "and" and k >= 1 and self.tokens[k - 1].low in self.words["direction"]:
                k, skipped = k - 2, skipped + 1
                continue
            return low in self.words["preposition"]
        return False

    def listed(self, i: int) -> bool:
        """Whether token i goes on a list that a place in its place opened: "in Herat, X and Y"."""
        at, placed = self.before
        if not placed or at < 0 or at >= i:
            return False
        gap = self.text[self.tokens[at].stop : self.tokens[i].start]
        return re.fullmatch(r",? (?:and |or )?(?:in |near )?(?:the )?|, ", gap) is not None

    def dateline(self, i: int, j: int) -> bool:
        """Whether the words open a line and a dateline's mark follows: "KABUL (AP) —", "GOMA, Congo"."""
        return self.tokens[i].opens and _DATELINE.match(self.text[self.tokens[j].stop :][:60]) is not None

    def neighbours(self, i: int, j: int) -> tuple[bool, bool]:
        """Whether an unknown capitalised word stands close before i, and close after j: the signs of a person's name."""
        left = right = False
        if i > 0 and self.tokens[i].glued and self.tokens[i - 1].capital and not self.tokens[i - 1].possessive:
            before = self.tokens[i - 1]
            if before.low in self.words["title"] and before.low not in self.words["direction"]:
                left = True
            elif before.low in self.words["demonym"] or before.low in self.words["plain"] or before.low in self.words["opening"]:
                left = False
            else:
                left = self.before[0] != i - 1
        if not self.tokens[j].possessive and self._capital_glued(j + 1):
            after = self.tokens[j + 1].low
            right = after not in self.words["plain"] and after not in self.words["demonym"]
        return left, right

    # -- one name

    def key(self, i: int, j: int) -> str:
        return fold_place(self.text[self.tokens[i].start : self.tokens[j].end])

    def weigh(self, key: str, found: Sequence[Candidate], i: int, j: int, placed: bool) -> str | None:
        """The rule by which a known name is a place here, or None. ``placed``: it stands where places stand."""
        left, right = self.neighbours(i, j)
        best = found[0]
        sure = best.origin != "geonames" or any(c.kind == "country" for c in found)
        people = max((c.population for c in found if c.main), default=0)
        home = [c for c in found if c.country in self.countries]
        single = i == j
        if len(key) <= 3 and not (sure and (len(key) == 3 and not self._shouted(i) or self._shouted(i))):
            return None
        if left or (right and not ((sure or people >= _LARGE) and self.locative(i))):
            return None
        if single and key in self.words.demonyms and found[0].name.lower() != key:
            return None  # "Saudi", which GeoNames lists as a name of Saudi Arabia
        if sure:
            if best.capitals and not self._shouted(i):
                return None
            doubted = key in self.people or any(key in self.words[kind] for kind in ("never", "forename", "surname"))
            if single and not placed and best.kind != "country" and doubted:
                return None
            if single and len(key) <= 4 and best.precision == "exact" and not placed and not home:
                return "small_place_bare"
            if self._shouted(i) and len(key) <= 4 and not best.capitals and not placed:
                return None
            return "named_place"
        if self._shouted(i) and len(key) <= 4 and not self.dateline(i, j):
            return None
        common = single and any(key in self.words[kind] for kind in ("never", "forename", "surname", "demonym"))
        if common or (single and key in self.people):
            return "named_place" if placed and people >= _LARGE / 2 and not common else None
        if key in self.words["plain"] or self.tokens[i].low in self.words["forename"] and not (home and placed):
            return None
        if placed:
            reach = max(c.population for c in found)
            known = home or reach >= _TOWN and best.main or reach >= _LARGE or any(c.kind == "admin1" for c in found)
            return "named_place" if known else "small_place"
        speaks = j + 1 < len(self.tokens) and self.tokens[j + 1].low in _SPEECH
        if people >= _LARGE or max((c.population for c in home), default=0) >= _TOWN:
            return "named_place"
        if self.tokens[i].opens and single or speaks:
            return None
        return "small_place_bare"

    def _shouted(self, i: int) -> bool:
        token = self.tokens[i]
        word = self.text[token.start : token.end]
        return word.isupper() and len(word) > 1

    def names(self, i: int) -> Iterator[tuple[int, str, Sequence[Candidate]]]:
        """Windows of words from i that the gazetteer or the text's own places know, longest first."""
        end = self.run(i)
        # "Republic of the Congo", "Bosnia and Herzegovina": small words that only a known name may hold
        wide = end
        while wide + 1 < len(self.tokens) and wide - i < 5 and self.tokens[wide + 1].glued and not self.tokens[wide].possessive:
            if not (self.tokens[wide + 1].capital or self.tokens[wide + 1].low in ("of", "the", "and")):
                break
            wide += 1
        for j in range(min(wide, i + 5), i - 1, -1):
            if not self.tokens[j].capital or (j < end and self.tokens[j].possessive):
                continue
            key = self.key(i, j)
            if key in self.known:
                yield j, key, ()
            elif found := self.gazetteer.look_up(key):
                yield j, key, found

    # -- the walk

    def read(self) -> list[PlaceMention]:
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            i = self._at(i) if token.capital and not (token.opens and self._function_word(i)) else i + 1
        return self.found

    def _function_word(self, i: int) -> bool:
        """A sentence's first word that is no name: "In", "On", unless it goes on as one ("Al Bab")."""
        low = self.tokens[i].low
        return low in self.words["preposition"] and low in self.words["never"]

    def _at(self, i: int) -> int:
        """Reads the name that opens at token i, if it is a place; gives the token to go on from."""
        if self._company(i):
            return self._skip_company(i)
        if (line := self._border(i)) is not None:
            return line
        placed = self.locative(i) or self.listed(i)
        for j, key, found in self.names(i):
            noun, k = self._noun(j)
            if not found:
                return self._add(self.known[key], i, j, "known_place", placed)
            area = noun is not None and noun.kind != "facility" and k > j
            settled = placed or area or self.dateline(i, j) or self._then_country(j)
            rule = self.weigh(key, found, i, j, settled)
            if rule is None:
                continue
            if noun is not None and noun.kind == "facility" and k > j and not self._plain(i, j):
                return self._facility(i, j, k, noun, found)
            country = any(c.kind == "country" for c in found)
            if (
                noun is not None
                and area
                and not (country and (noun.kind == "settlement" or noun.name != "border" and self.tokens[k].low not in _KEEP_NOUN))
            ):
                return self._area(i, j, k, noun, found, rule)
            return self._city(i, j, found, rule, settled)
        return self._unknown(i, placed)

    def _company(self, i: int) -> int:
        """Number of words of a body whose name holds a place's: "Islamic State in Iraq and Syria", "Minsk Group"."""
        if fold_place(self.tokens[i].low).split(" ")[0] not in self.words.heads:
            return 0
        for n in range(min(8, len(self.tokens) - i), 0, -1):
            if n == 1 and " " not in self.key(i, i):
                return 0
            if all(t.glued for t in self.tokens[i + 1 : i + n]) and self.key(i, i + n - 1) in self.words["never"]:
                return n
        return 0

    def _skip_company(self, i: int) -> int:
        return i + self._company(i)

    def _then_country(self, j: int) -> bool:
        """Whether a comma and a country or a region follow: "Kapan, Armenia"."""
        k = j + 1
        if k >= len(self.tokens) or self.text[self.tokens[j].stop : self.tokens[k].start] != ", " or not self.tokens[k].capital:
            return False
        return any(c.kind == "country" or c.precision == "region" for c in self.gazetteer.look_up(self.key(k, self.run(k))))

    def _noun(self, j: int) -> tuple[PlaceWord | None, int]:
        """The noun of places after token j and where it ends, over up to two words that may stand between.

        "Bolshaya gas field" -> facility; "Bala district" -> area; "Okhranny children's hospital" -> facility.
        """
        if self.tokens[j].possessive:
            return self._around(j)
        for far in (4, 3, 2, 1):
            k = j + far
            if k >= len(self.tokens) or self.tokens[k].low not in self.words.tails or not all(t.glued for t in self.tokens[j + 1 : k + 1]):
                continue
            if any(t.possessive and t.low + "'s" not in self.words["modifier"] for t in self.tokens[j + 1 : k]):
                continue
            between = [self._whole(t) for t in self.tokens[j + 1 : k]]
            last = self.tokens[k].low
            if self._shouted(k) or (self.tokens[k].capital and last in _LOWER_ONLY):  # a headline's or a body's word, not a noun of places
                continue
            if self._shouted(k):  # a headline's or a logo's words: "PRESS CENTRE FIELD"
                continue
            for take in (3, 2, 1):
                if take > far:
                    continue
                phrase = " ".join([*between[far - take :], last])
                if phrase in self.words.nouns and all(w in self.words["modifier"] for w in between[: far - take]):
                    return self.words.nouns[phrase], k
        return None, j

    def _whole(self, token: Token) -> str:
        return self.text[token.start : token.stop].lower().replace("’", "'")

    def _around(self, j: int) -> tuple[PlaceWord | None, int]:
        """ "Beirut's southern suburbs": the suburbs are a place of their own."""
        for k in (j + 1, j + 2):
            if k < len(self.tokens) and self.tokens[k].glued and self.tokens[k].low in _AROUND:
                if k == j + 1 or self.tokens[j + 1].low in self.words["direction"]:
                    return self.words.nouns[self.tokens[k].low], k
        return None, j

    def _plain(self, i: int, j: int) -> bool:
        """Whether no word of the run is a name: all are peoples, bodies, common words."""
        kinds = (self.words["plain"], self.words["demonym"], self.words["linker"])
        return all(any(t.low in kind for kind in kinds) for t in self.tokens[i : j + 1])

    def _facility(self, i: int, j: int, k: int, noun: PlaceWord, found: Sequence[Candidate]) -> int:
        if self.tokens[i].low == "the" and i < j:
            i += 1
        start, end = self.tokens[i].start, self.tokens[k].end
        own = next((c for c in self.gazetteer.look_up(self.key(i, k)) if c.origin != "geonames"), None)
        base = self.text[start : self.tokens[j].end]
        if own is not None:
            return self._mention(i, k, _named(own, self.text[start:end]), own, "named_place", True)
        best = best_of(found, self.countries) if found else None
        within = (base, *(x for x in (best.within if best else ()) if x != base)) if best else ()
        mention = PlaceMention(
            self._span(start, end), self.text[start:end], _tidy(self.text[start:end]), best.country or None if best else None,
            None, None, noun.precision, None, within, Trace("place_with_facility", (f"{WORDS_FILE}: {noun.name}",)),
        )  # fmt: skip
        return self._keep(mention, k, True)

    def _area(self, i: int, j: int, k: int, noun: PlaceWord, found: Sequence[Candidate], rule: str) -> int:
        start, base_end, end = self.tokens[i].start, self.tokens[j].end, self.tokens[k].end
        base = _tidy(self.text[start:base_end])
        whole = next((c for c in self.gazetteer.look_up(self.key(i, k)) if c.origin != "geonames"), None)
        if whole is not None:
            return self._mention(i, k, _named(whole, self.text[start:end]), whole, "named_place", True)
        best = best_of(found, self.countries, want=noun.precision)
        name = _named(best, base)
        kept = self.tokens[k].low in _KEEP_NOUN
        mention = self._of(best, start, end, f"{name} {self.tokens[k].low}" if kept else name, "named_place")
        precision = coarser(noun.precision, best.precision if best.precision != "country" else noun.precision)
        rule = "area_of_place" if kept else "place_with_noun" if rule == "named_place" else rule
        mention = replace(
            mention, precision=precision, within=(base, *mention.within) if kept else mention.within,
            geonames=None if kept else mention.geonames, trace=Trace(rule, (*mention.trace.entries, f"{WORDS_FILE}: {noun.name}")),
        )  # fmt: skip
        # "the southern Herat province" lies in the south of its country: the direction is not a part of it, unless a part follows
        return self._keep(self._directed(mention, i) if kept or self._of_before(i) else mention, k, True)

    def _of_before(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].low in ("of", "the") and self.tokens[i].glued

    def _city(self, i: int, j: int, found: Sequence[Candidate], rule: str, placed: bool) -> int:
        best = best_of(found, self.countries)
        start, end = self.tokens[i].start, self.tokens[j].end
        mention = self._of(best, start, end, _named(best, self.text[start:end]), rule)
        return self._keep(self._directed(mention, i), j, placed)

    def _mention(self, i: int, j: int, name: str, best: Candidate, rule: str, placed: bool) -> int:
        mention = self._of(best, self.tokens[i].start, self.tokens[j].end, name, rule)
        return self._keep(self._directed(mention, i) if self._of_before(i) else mention, j, placed)

    def _of(self, best: Candidate, start: int, end: int, name: str, rule: str) -> PlaceMention:
        return PlaceMention(
            self._span(start, end), self.text[start:end], name, best.country or None, best.lat, best.lon, best.precision,
            best.geonames, best.within, Trace(rule, (best.entry,)),
        )  # fmt: skip

    def _add(self, known: PlaceMention, i: int, j: int, rule: str, placed: bool) -> int:
        start, end = self.tokens[i].start, self.tokens[j].end
        mention = replace(known, span=self._span(start, end), text=self.text[start:end], trace=Trace(rule, known.trace.entries))
        return self._keep(self._directed(mention, i), j, placed)

    def _keep(self, mention: PlaceMention, j: int, placed: bool) -> int:
        self.found.append(mention)
        self.before = (j, placed)
        return j + 1

    def _span(self, start: int, end: int) -> Span:
        return Span(start + self.offset, end + self.offset)

    def _directed(self, mention: PlaceMention, i: int) -> PlaceMention:
        """ "northern Gaza", "northern and eastern Sudan", "west of Kirkuk", "south of the Litani": the part, not the whole."""
        k, of = i, False
        if i >= 1 and self.tokens[i - 1].low == "the" and self.tokens[i].glued:
            k -= 1
        if k >= 1 and self.tokens[k - 1].low == "of" and self.tokens[k].glued:
            k, of = k - 1, True
        elif k != i:
            return mention
        first = k
        while first >= 1 and self.tokens[first].glued:
            low = self.tokens[first - 1].low
            if low in self.words["direction"]:
                first -= 1
            elif (
                low == "and"
                and first >= 2
                and first < k
                and self.tokens[first - 2].low in self.words["direction"]
                and self.tokens[first - 1].glued
            ):
                first -= 2
            else:
                break
        if first == k:
            return mention
        start = self.tokens[first].start
        words_before = _tidy(self.text[start : self.tokens[i].start]).lower()
        precision: PlacePrecision = "district" if mention.precision == "exact" else "region"
        bare = mention.precision == "country"
        return replace(
            mention, span=Span(start + self.offset, mention.span.end),
            text=self.text[start : mention.span.end - self.offset],
            name=f"{words_before} {mention.name}", precision=precision,
            lat=None if bare else mention.lat, lon=None if bare else mention.lon,
            geonames=None, within=(mention.name, *mention.within),
            trace=Trace("part_of_place" if not of else "side_of_place", (*mention.trace.entries, f"{WORDS_FILE}: direction")),
        )  # fmt: skip

    def _border(self, i: int) -> int | None:
        """ "the Turkey-Syria border", "the Lebanese border", "Sudan's border": the line, with the countries it parts."""
        pieces = re.split("[-‑]", self.text[self.tokens[i].start : self.tokens[i].end])
        k = i + 1
        if k < len(self.tokens) and self.tokens[k].low in ("and",) and self._capital_glued(k + 1) and len(pieces) == 1:
            pieces = [pieces[0], self.text[self.tokens[k + 1].start : self.tokens[k + 1].end]]
            k += 2
        if k >= len(self.tokens) or not self.tokens[k].glued or self.tokens[k].low not in ("border", "frontier"):
            return None
        if k + 1 < len(self.tokens) and self.tokens[k + 1].glued and self.tokens[k + 1].low in _BORDER_THINGS:
            return None
        lands = [self._land(p) for p in pieces]
        if not all(lands):
            return None
        start, end = self.tokens[i].start, self.tokens[k].end
        name = f"{'-'.join(pieces)} {self.tokens[k].low}"
        mention = PlaceMention(
            self._span(start, end), self.text[start:end], name, lands[0] if len(lands) == 1 else None, None, None,
            "region", None, (), Trace("border_of", (f"{WORDS_FILE}: border",)),
        )  # fmt: skip
        return self._keep(mention, k, True)

    def _land(self, word: str) -> str:
        """The country that a word names or whose people it is; empty for any other word."""
        if country := self.words.demonyms.get(word.lower()):
            return country
        found = self.gazetteer.look_up(fold_place(word))
        return found[0].country if found and (found[0].origin != "geonames" or found[0].kind == "country") else ""

    # -- names that no gazetteer knows

    def _unknown(self, i: int, placed: bool) -> int:
        """A capitalised run that nothing knows but that stands as a place does; else the next token, and maybe a person noted."""
        end = self.run(i)
        first = i
        while first < end and self.tokens[first].low in self.words["demonym"]:
            first += 1
        titled = first > 0 and self.tokens[first].glued and self.tokens[first - 1].low in self.words["title"]
        person = titled or self.tokens[first].low in self.words["forename"] or self.tokens[first].low in self.words["title"]
        for j in range(end, i - 1, -1):
            noun, k = self._noun(j)
            if noun is None or k <= j or (self._shouted(first) and len(self.key(first, j)) <= 4) or self._ends_in_known(first, j):
                continue
            capital = self.tokens[k].capital
            if self._plain(first, j) and not (capital and noun.kind == "facility" and self._plain_but_people(i, j)):
                continue
            if titled and not capital:
                continue
            if noun.kind == "facility":
                return self._facility(i if self._plain(first, j) else first, j, k, noun, ())
            return self._learnt(first, j, k, noun, "learnt_with_noun")
        if end > first and self.tokens[first].low in self.words["opening"] and not titled:
            return self._learnt(first, end, end, self.words.nouns["village"], "opening_word")
        noun_before = self._noun_before(first)
        if noun_before is not None and not self._plain(first, end) and not person:
            return self._learnt(first, end, end, noun_before, "learnt_after_noun")
        if (self.locative(first) or self.listed(first) and self._closes_list(first, end)) and self._ends_like_place(end):
            strange = (
                len(self.key(first, end)) >= 3
                and not self._plain(first, end)
                and not person
                and not self._company_word(first, end)
                and end - first < 3
            )
            if strange and not (self._shouted(first) and len(self.key(first, end)) <= 5) and self.key(first, end) not in self.people:
                return self._learnt(first, end, end, None, "unknown_after_preposition")
        if end > i and not self._plain(i, end):
            run = (t for t in self.tokens[first : end + 1] if t.low not in self.words["plain"])
            self.people.update(fold_place(self.text[t.start : t.end]) for t in run)
            return i + 1
        if titled:
            self.people.add(self.key(first, first))
        return i + 1

    def _ends_in_known(self, i: int, j: int) -> bool:
        """Whether a run ends in a country or a place of ours: "Saraqeb Idlib province" is two places, not one."""
        found = self.gazetteer.look_up(self.key(j, j)) if j > i else ()
        return any(c.kind == "country" or (c.origin != "geonames" and c.precision != "exact") for c in found)

    def _plain_but_people(self, i: int, j: int) -> bool:
        """ "Saudi Hospital": a people's name and a capital noun make a name."""
        return any(t.low in self.words["demonym"] for t in self.tokens[i : j + 1])

    def _company_word(self, i: int, j: int) -> bool:
        kinds = (self.words["organ"], self.words["demonym"], self.words["never"], self.words["surname"])
        return any(t.low in kind for t in self.tokens[i : j + 1] for kind in kinds)

    def _noun_before(self, i: int) -> PlaceWord | None:
        """The noun of "the village of X", "the town X", "the district of X"."""
        k = i - 1
        if k >= 0 and self.tokens[i].glued and self.tokens[k].low == "of":
            k -= 1
        if k < 0 or not self.tokens[k + 1].glued or self.tokens[k].possessive:
            return None
        noun = self.words.nouns.get(self.tokens[k].low)
        of = k < i - 1
        if noun is None or self.tokens[k].low == "capital":
            return None
        return noun if noun.kind == "settlement" or (of and noun.kind == "area") else None

    def _closes_list(self, i: int, end: int) -> bool:
        gap = self.text[self.tokens[self.before[0]].stop : self.tokens[i].start]
        return "and" in gap or re.match(r",? and [A-Z]|, [A-Z][\w' -]+,? and ", self.text[self.tokens[end].stop :][:60]) is not None

    def _ends_like_place(self, j: int) -> bool:
        """Whether what follows suits a place: a stop, a comma, or a small word that goes on about it."""
        if self.tokens[j].possessive:
            return False
        tail = self.text[self.tokens[j].end :]
        if not tail or re.match(r"\s*(?:[.,;:)(\"”’?!—–]|\n|-\s)", tail):
            return True
        return j + 1 < len(self.tokens) and not self.tokens[j + 1].capital and self.tokens[j + 1].low in self.words["after"]

    def _learnt(self, i: int, j: int, k: int, noun: PlaceWord | None, rule: str) -> int:
        start, end = self.tokens[i].start, self.tokens[k].end
        name = _tidy(self.text[start : self.tokens[j].end])
        if noun is not None and k > j and self.tokens[k].low in _KEEP_NOUN:
            name = f"{name} {self.tokens[k].low}"
        mention = PlaceMention(
            self._span(start, end), self.text[start:end], name, None, None, None, noun.precision if noun else "exact", None, (),
            Trace(rule, (f"{WORDS_FILE}: {noun.name}",) if noun else ()),
        )  # fmt: skip
        return self._keep(mention if k > j and noun is not None and not self._of_before(i) else self._directed(mention, i), k, True)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _named(place: Candidate, written: str) -> str:
    """The name a claim is filed under: as the report writes it, but ours where sides differ, and a country's own."""
    if place.rival or place.kind == "country":
        return place.name
    written = _tidy(written)
    if written.isupper() and len(written) > 3:  # "KHAN YOUNIS" of a dateline
        return place.name if fold_place(place.name) == fold_place(written) else written.title()
    return written


def coarser(one: PlacePrecision, other: PlacePrecision) -> PlacePrecision:
    """The less fine of two precisions: exact, district, region, country."""
    return max(one, other, key=_PRECISIONS.index)


def best_of(
    found: Sequence[Candidate],
    countries: Iterable[str],
    *,
    want: PlacePrecision | None = None,
    weight: Mapping[str, float] | None = None,
    near: Sequence[tuple[float, float]] = (),
    holders: frozenset[str] = frozenset(),
) -> Candidate:
    """The likeliest place of a name: our own before others, a country of the report, the reach asked for, first name, people.

    In: candidates (one at least); the report's countries; the precision that a noun asks for; how strongly the report speaks
    of each country; points of other places, in degrees; folded names of regions that the report names. Ties go to the candidate
    that the gazetteer puts first.
    """
    home = frozenset(countries)

    def score(c: Candidate) -> float:
        points = {"profile": 9.0, "places": 6.0, "file": 5.0, "geonames": 0.0}[c.origin]
        points += 8.0 * (c.kind == "country") + 1.5 * c.main + log10(c.population + 1)
        points += 5.0 * (c.country in home) + min(5.0, (weight or {}).get(c.country, 0.0))
        points += 8.0 * (not c.country and c.origin != "geonames")  # lies in no one state: no country can speak for it
        points += 0.8 * (c.precision == "exact")
        if want is not None:
            points += 4.0 * (c.precision == want) - 2.0 * (c.precision == "exact" and want in ("district", "region"))
        if holders and any(fold_place(x) in holders for x in c.within):
            points += 3.0
        if near and c.lat is not None and c.lon is not None:
            points -= min(3.0, min(distance(c.lat, c.lon, *p) for p in near) / 300)
        return points

    return max(found, key=score)


def find_places(
    text: str,
    offset: int = 0,
    *,
    gazetteer: Gazetteer,
    countries: Sequence[str] = (),
    known: Mapping[str, PlaceMention] | None = None,
) -> list[PlaceMention]:
    """The places named in a stretch of text, in order, none over another.

    In: the text; the offset of its first character in the report; where to look names up; the countries (ISO 3166 alpha-2) that
    the report is known to be about, where small places are believed; places known from elsewhere in the report, by folded name
    (``lexicon.fold_place``). Out: mentions whose spans count from the start of the report. Works best on whole reports: what is
    a person's name in one sentence is then no place in the next. Mentions with the rules small_place and small_place_bare are
    for ``resolve_places`` to confirm.

    "Shelling killed two in Stepanakert, and one in the village of Kolkhozashen."
        Stepanakert (named_place), Kolkhozashen (learnt_after_noun)
    """
    return _Finder(text, offset, gazetteer, countries, known or {}).read()


_BASED = frozenset(("part_of_place", "side_of_place", "place_with_facility", "area_of_place"))


_LEARNT = frozenset(("learnt_with_noun", "learnt_after_noun", "opening_word", "unknown_after_preposition", "place_with_facility"))


def resolve_places(
    mentions: Sequence[PlaceMention], *, gazetteer: Gazetteer, countries: Sequence[str] = (), text: str = ""
) -> list[PlaceMention]:
    """Settles, over a whole report, which place each mention is; drops small places that nothing else in the report speaks for.

    In: mentions of ``find_places``; where to look names up; the countries the report is about, as a profile says; the report's
    text (the whole, as spans count from its start), whose peoples ("Syrian") speak for their countries. Out: the mentions kept,
    in order, each with country, position,
    precision and the places that hold it. The same name is the same place throughout. A misspelt region or city keeps its name
    as written and takes the rest from the place it is like (rule misspelt_place).
    """
    weight = country_weights(mentions, countries, text)
    report = {c for c, w in weight.items() if w >= 1.0}
    strong = {c for c, w in weight.items() if w >= 2.0} | set(countries)
    sure = [m for m in mentions if m.trace.rule in ("named_place", "known_place") and m.lat is not None and m.precision != "country"]
    near = [(m.lat, m.lon) for m in sure if m.country in strong and m.lat is not None and m.lon is not None]
    holders = frozenset(fold_place(m.name) for m in mentions if m.precision in ("region", "district"))
    home_country = _most_named(mentions)
    settled: dict[tuple[str, PlacePrecision], Candidate] = {}
    out: list[PlaceMention] = []
    for m in mentions:
        base = m.within[0] if m.trace.rule in _BASED and m.within else m.name
        found = gazetteer.look_up(fold_place(base)) or gazetteer.look_up(fold_place(m.text))
        if m.trace.rule in ("known_place", "border_of") or not found:
            out.append(_unlisted(m, gazetteer, [*countries, *sorted(strong - set(countries), key=lambda c: (-weight[c], c))], home_country))
            continue
        small = m.trace.rule in ("small_place", "small_place_bare")
        if small:
            home = tuple(c for c in found if c.country in (report if m.trace.rule == "small_place" else strong))
            if not home:
                if m.trace.rule == "small_place" and all(c.origin == "geonames" for c in found):
                    out.append(_nowhere(m))
                continue
            found, m = home, replace(m, trace=replace(m.trace, rule="named_place"))
        elif not any(c.country in report or c.origin != "geonames" or c.kind == "country" for c in found):
            # a namesake far away: kept with its position only where it is a city that news names bare
            if max((c.population for c in found if c.main and c.kind == "city"), default=0) < _FAMOUS:
                if m.trace.rule != "named_place" or is_locative(text, m.span.start):
                    out.append(_nowhere(m))
                continue
        elif countries or weight:
            likely = (c for c in found if c.country in report or c.origin != "geonames" or c.kind == "country" or c.population >= _TOWN)
            found = tuple(likely) or found
        key = (fold_place(base), m.precision if m.trace.rule == "place_with_noun" else "exact")
        if key not in settled or small:
            others = [p for p in near if not any(c.lat == p[0] and c.lon == p[1] for c in found)]
            want = m.precision if m.trace.rule == "place_with_noun" else None
            settled[key] = best_of(found, countries, want=want, weight=weight, near=others[:20], holders=holders - {key[0]})
        place = settled[key]
        if m.trace.rule == "place_with_facility" and place.country and place.country not in report:
            out.append(replace(m, country=home_country, within=()))  # a site may be called after a place far away
        else:
            out.append(_settle(m, place, base))
    return _by_apposition(out, text)


def _by_apposition(mentions: list[PlaceMention], text: str) -> list[PlaceMention]:
    """ "El Mozote in Morazan", "Doruma, Congo": an unlisted place lies where the place named right after it does."""
    for n in range(len(mentions) - 2, -1, -1):
        here, after = mentions[n], mentions[n + 1]
        if here.lat is not None or here.within or here.trace.rule not in _LEARNT or not after.country:
            continue
        if re.fullmatch(r",? (?:in |of )?(?:the )?", text[here.span.end : after.span.start] or "-"):
            mentions[n] = replace(here, country=after.country, within=(after.name, *after.within))
    return mentions


def _nowhere(m: PlaceMention) -> PlaceMention:
    """A mention whose only namesakes lie in countries that the report does not speak of: a place, but which is not known."""
    precision = m.precision if m.trace.rule in ("place_with_noun", "place_with_facility") else "exact"
    return replace(m, country=None, lat=None, lon=None, geonames=None, within=(), precision=precision, trace=Trace("place_not_settled", ()))


def _settle(m: PlaceMention, place: Candidate, base: str) -> PlaceMention:
    """A mention with the fields of the place it was settled to; its name and, for a part or a site, its own precision stay."""
    if m.trace.rule == "place_with_facility":
        return replace(m, country=place.country or None, within=_holders(base, place))
    if m.trace.rule in _BASED:
        whole = place.precision == "country"
        return replace(
            m,
            country=place.country or None,
            lat=None if whole else place.lat,
            lon=None if whole else place.lon,
            within=_holders(base, place),
        )
    precision = m.precision if m.trace.rule == "place_with_noun" else place.precision
    return replace(
        m, country=place.country or None, lat=place.lat, lon=place.lon, precision=precision, geonames=place.geonames, within=place.within,
        trace=Trace(m.trace.rule, (place.entry, *(e for e in m.trace.entries if e.startswith(WORDS_FILE)))),
    )  # fmt: skip


def _holders(base: str, place: Candidate) -> tuple[str, ...]:
    return (base, *(x for x in place.within if x != base))


def _most_named(mentions: Sequence[PlaceMention]) -> str | None:
    """The country that most places of a report lie in, where it holds three of five and two at least."""
    lies = Counter(m.country for m in mentions if m.country and m.precision != "country" and m.trace.rule != "border_of")
    ranked = lies.most_common(1)
    return ranked[0][0] if ranked and ranked[0][1] >= 2 and ranked[0][1] >= 0.6 * lies.total() else None


def _unlisted(m: PlaceMention, gazetteer: Gazetteer, countries: Sequence[str], home: str | None) -> PlaceMention:
    """A mention that no gazetteer lists: the country that most of the report's places lie in, or the place it is a misspelling of."""
    if m.country is None and m.trace.rule != "border_of":
        m = replace(m, country=home)
    if m.trace.rule not in ("learnt_with_noun", "learnt_after_noun") or m.precision == "exact":
        return m
    return _misspelt(m, gazetteer, countries[:3])


def _misspelt(m: PlaceMention, gazetteer: Gazetteer, countries: Sequence[str]) -> PlaceMention:
    """A region or district whose written name is one or two letters off a place of the report's countries, asked in their order.

    "the southern Pelagan region" in a report on Azerbaijan: Beylagan. Only where one place is clearly likest.
    """
    from rapidfuzz import fuzz, process

    key = fold_place(m.name)
    if len(key) < _FUZZY_LETTERS:
        return m
    for country in countries:
        likest = process.extract(key, gazetteer.roster(country), scorer=fuzz.ratio, limit=5, score_cutoff=_FUZZY)
        top = [other for other, score, _ in likest if score == likest[0][1]]
        found = [best_of([c for c in gazetteer.look_up(k) if c.country == country], countries, want=m.precision) for k in top]
        if not found:
            continue
        if any(p.geonames != found[0].geonames and p.within[:1] != (found[0].name,) and found[0].name != p.name for p in found[1:]):
            return m  # two places are as like: unsure
        place = found[0]
        break
    else:
        return m
    return replace(
        m, country=place.country or None, lat=place.lat, lon=place.lon, precision=coarser(m.precision, place.precision),
        geonames=place.geonames, within=place.within, trace=Trace("misspelt_place", (place.entry, *m.trace.entries)),
    )  # fmt: skip


def country_weights(mentions: Sequence[PlaceMention], countries: Sequence[str] = (), text: str = "") -> dict[str, float]:
    """How strongly a report speaks of each country: 3 for those given, up to 3 for its name, 3 for its people, 2 for its places."""
    named: Counter[str] = Counter()
    peoples: Counter[str] = Counter()
    places: dict[str, float] = {}
    for m in mentions:
        if m.country and m.precision == "country":
            named[m.country] += 1
        elif m.country and m.trace.rule in ("named_place", "place_with_noun", "known_place", "part_of_place", "side_of_place"):
            own = m.trace.entries[:1] and not m.trace.entries[0].startswith("geonames")
            places[m.country] = min(2.0, places.get(m.country, 0.0) + (1.0 if own else 0.7))
    demonyms = words().demonyms
    for word in _CAPITALISED.findall(text):
        if country := demonyms.get(word.lower()):
            peoples[country] += 1
    out: dict[str, float] = {}
    for country in sorted({*named, *peoples, *places, *countries}):
        out[country] = min(3, named[country]) + min(3, peoples[country]) + places.get(country, 0.0) + 3.0 * (country in countries)
    return out


def is_locative(text: str, start: int) -> bool:
    """Whether the words before a place's first character make it where something is: "in X", "near the town of X".

    In: the text and the start of the mention in it. "troops entered |Herat" is, "|Baku denied it" is not.
    """
    room = text[max(0, start - 80) : start + 1]
    found = tokens(room + "X")
    if not found:
        return False
    at = bisect_left([t.stop for t in found], len(room))
    finder = _Finder.__new__(_Finder)
    finder.text, finder.tokens, finder.words = room + "X", found, words()
    return finder.locative(min(at, len(found) - 1))
