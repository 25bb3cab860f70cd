"""The only reader of ``lexicons/``: checks each file against its schema, folds spelling once, looks up.

A lexicon is a data file: ``NAME.toml`` (one table per entry, the table's name is the entry's) or ``NAME.csv`` (one row
per entry, first column ``name``; lists are written with ``|`` between their items). Its schema is a frozen dataclass
below. A missing or unknown key, or a value outside its set, stops the load and names file, entry and allowed values.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import tomllib
import types
import typing
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal, TypeVar

from rashomon.errors import LexiconError

# Letters that Unicode does not decompose, as news English writes them.
_PLAIN = str.maketrans(
    {"ə": "a", "Ə": "A", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae",
     "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D",
     "’": "'", "‘": "'", "`": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}
)  # fmt: skip


@cache
def fold(text: str) -> str:
    """Text as look-ups compare it: lower case, marks dropped, quotes and dashes plain, white space single."""
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(bare.translate(_PLAIN).casefold().split())


# The Arabic article as news English writes it before its letters: "al-Zor", "ez-Zor", "El Fasher", "Ash Shaddadi".
_ARTICLES = frozenset(
    ["al", "el", "ad", "ed", "adh", "ar", "er", "as", "es", "ash", "esh", "at", "et", "ath", "an", "en", "az", "ez", "ul", "ol"]
)
_GLUE = str.maketrans({"-": " ", "'": None, ".": None, ",": " ", '"': None, "/": " "})


@lru_cache(maxsize=1 << 16)
def fold_place(name: str) -> str:
    """A place name as look-ups compare it: folded, hyphens as spaces, apostrophes dropped, the Arabic article always "al".

    "Deir ez-Zor" and "Deir al Zor" give "deir al zor"; "Xankəndi" gives "xankandi"; "Sana'a" gives "sanaa".
    """
    words = fold(name).translate(_GLUE).split()
    return " ".join("al" if w in _ARTICLES and n + 1 < len(words) else w for n, w in enumerate(words))


@dataclass(frozen=True, slots=True)
class Party:
    """A state, an armed group, a de facto authority, a bloc: whoever a report can name as acting or suffering."""

    name: str
    """The neutral name claims are filed under: "Azerbaijan", "Hezbollah"."""
    kind: Literal["state", "region", "group", "bloc"]
    country: str
    """ISO 3166 alpha-2 of the state, or of the main seat of the group; empty for a bloc."""
    forms: tuple[str, ...]
    """Other names and spellings of the party itself: "Republic of Armenia", "ISIS"."""
    demonyms: tuple[str, ...]
    """Adjective and people: "Armenian", "Armenians", "Saudi"."""
    capitals: tuple[str, ...]
    """Seats of government that stand for it: "Yerevan", "the Kremlin"."""
    members: tuple[str, ...]
    """Nouns for its fighters or organs that need no other word: "Peshmerga", "IDF"."""
    since: dt.date | None
    until: dt.date | None
    source: str


@dataclass(frozen=True, slots=True)
class Official:
    """A person who speaks or acts for a party, with the days in office."""

    name: str
    forms: tuple[str, ...]
    office: str
    """"president", "prime minister", "defence minister", "spokesperson" …"""
    party: str
    institution: str
    """The body a spokesperson speaks for, canonical ("Armenia Ministry of Defence"); empty for others."""
    since: dt.date | None
    until: dt.date | None
    source: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that reports quote: a news agency, monitor, UN agency, relief group, court."""

    name: str
    kind: Literal["agency", "media", "monitor", "un", "aid", "court", "bloc", "office"]
    forms: tuple[str, ...]
    party: str
    source: str


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ that reports name with a country's name or adjective: "Azerbaijan's Defense Ministry", "the Syrian army"."""

    name: str
    forms: tuple[str, ...]
    canonical: str
    """What it is filed under, with {country} or {adjective} to be filled in: "{country} Ministry of Defence"."""
    kind: Literal["party", "organisation", "office"]
    """party: people who fight or rule ("rebels", "troops"); office: unnamed people in office ("officials")."""
    source: str


@dataclass(frozen=True, slots=True)
class Title:
    """Words before a person's name that say what the person is: "Prime Minister", "spokeswoman", "Maj. Gen."."""

    name: str
    """The office a person is filed under: "prime minister", "spokesperson", "officer"."""
    forms: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class NameWords:
    """A set of words by which the name finder tells one kind of name from another."""

    name: str
    forms: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class NameTrap:
    """Phrases that hold the name of a party and do not mean it: "Gulf of Mexico", "New Mexico"."""

    name: str
    forms: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place that the packaged gazetteer lacks, places wrongly, or knows by one side's name only."""

    name: str
    """The neutral name that claims are filed under where the two sides' names differ: "Stepanakert"."""
    forms: tuple[str, ...]
    """Other spellings of the same name, kept in the ledger as the report writes them: "Fizuli" for "Fuzuli"."""
    rivals: tuple[str, ...]
    """Names used by another side or time, filed under ``name``: "Khankendi"."""
    country: str
    """ISO 3166 alpha-2 of the state it is internationally recognised as part of; empty where there is none."""
    within: str
    """The place that holds it, by its neutral name; empty where that is the country."""
    lat: float | None
    lon: float | None
    precision: Literal["exact", "district", "region", "country"]
    source: str
    since: dt.date | None = None
    """The days in which ``name`` is the official name, where it was changed; a report of another time has a rival name."""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """Words that tell a place from another thing: nouns of places, directions, titles, people's names, demonyms."""

    name: str
    kind: Literal[
        "facility", "area", "settlement", "opening", "modifier", "direction", "preposition", "pointing", "after", "title", "forename",
        "never", "organ", "linker", "demonym",
    ]  # fmt: skip
    forms: tuple[str, ...]
    source: str
    example: str
    country: str = ""
    """For a demonym: ISO 3166 alpha-2 of the country it names."""
    precision: Literal["exact", "district", "region", "country"] = "exact"
    """For a noun of places: how far the place it names reaches."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word that says how many, or that bounds a number."""

    name: str
    kind: Literal[
        "unit", "teen", "tens", "scale", "group", "named_group", "nought", "nobody", "no", "vague", "between", "from", "filler",
        "people", "member", "silent", "at_least", "more_than", "at_most", "less_than", "about", "after_at_least", "after_more_than",
        "after_at_most", "after_about",
    ]  # fmt: skip
    """What it does in the grammar of read/counts.py; ``after_…`` stands behind its number."""
    forms: tuple[str, ...]
    example: str
    value: int = 0
    """What a number word is worth; for a qualifier, the least number it can bound ("over two villages" bounds none)."""


@dataclass(frozen=True, slots=True)
class NotCount:
    """Words that mark a number as something else than a count: a unit, a label, a month, a sign of money."""

    name: str
    where: Literal[
        "before", "before_money", "before_age", "before_vague", "before_name", "before_one", "after", "after_one", "filler",
        "month", "year_cue", "change",
    ]  # fmt: skip
    """Where it stands to the number; ``before_name`` counts only when written with a capital."""
    forms: tuple[str, ...]
    example: str


T = TypeVar("T")


def files() -> dict[str, str]:
    """Every lexicon file in the package: file name -> its text."""
    room = resources.files("rashomon") / "lexicons"
    return {f.name: f.read_text("utf-8") for f in sorted(room.iterdir(), key=lambda f: f.name) if f.name.endswith((".toml", ".csv"))}


def load(file: str, schema: type[T]) -> Mapping[str, T]:
    """Reads one lexicon into its schema; entry name -> entry, in file order. Raises LexiconError.

    In: the file's name within ``lexicons/`` and a frozen dataclass whose first field is ``name``.
    """
    cached: Callable[[str, Any], Mapping[str, T]] = _load
    return cached(file, schema)


@cache
def _load(file: str, schema: Any) -> Mapping[str, Any]:
    text = (resources.files("rashomon") / "lexicons" / file).read_text("utf-8")
    return parse(file, text, schema)


def parse(file: str, text: str, schema: type[T]) -> Mapping[str, T]:
    """The text of a lexicon file as entries of ``schema``; what ``load`` does once the file is read."""
    hints = typing.get_type_hints(schema)
    out: dict[str, T] = {}
    for name, raw in _rows(file, text):
        unknown = sorted(set(raw) - set(hints))
        if unknown:
            raise LexiconError(f"{file}: entry {name!r}: unknown key {unknown[0]!r}; allowed: {', '.join(hints)}.")
        values: dict[str, Any] = {}
        for f in dataclasses.fields(typing.cast(Any, schema)):
            if f.name == "name":
                values["name"] = name
            elif f.name in raw:
                values[f.name] = _value(file, name, f.name, raw[f.name], hints[f.name])
            elif f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
                raise LexiconError(f"{file}: entry {name!r} lacks the key {f.name!r}.")
        if name in out:
            raise LexiconError(f"{file}: entry {name!r} is there twice; keep one.")
        out[name] = schema(**values)
    return types.MappingProxyType(out)


def _rows(file: str, text: str) -> list[tuple[str, dict[str, Any]]]:
    if file.endswith(".toml"):
        try:
            return list(tomllib.loads(text).items())
        except tomllib.TOMLDecodeError as err:
            raise LexiconError(f"{file} is not TOML: {err}.") from err
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [(row.pop("name"), {k: v for k, v in row.items() if k}) for row in csv.DictReader(io.StringIO("\n".join(lines)))]


def _value(file: str, name: str, key: str, raw: Any, kind: Any) -> Any:
    where = f"{file}: entry {name!r}: {key}"
    if typing.get_origin(kind) is Literal:
        if raw not in typing.get_args(kind):
            raise LexiconError(f"{where} is {raw!r}; allowed: {', '.join(map(str, typing.get_args(kind)))}.")
        return raw
    if typing.get_origin(kind) is tuple:
        items = [x.strip() for x in raw.split("|") if x.strip()] if isinstance(raw, str) else list(raw)
        if not all(isinstance(x, str) for x in items):
            raise LexiconError(f"{where} must be a list of texts.")
        return tuple(items)
    wanted = next(k for k in (typing.get_args(kind) or (kind,)) if k is not type(None))
    if raw == "" and type(None) in typing.get_args(kind):
        return None
    if isinstance(raw, wanted):
        return raw
    try:
        return wanted.fromisoformat(raw) if wanted is dt.date else wanted(raw)
    except (TypeError, ValueError) as err:
        raise LexiconError(f"{where} is {raw!r}, not a {wanted.__name__}.") from err


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A verb that hands words over to a speaker (reporting_verbs.toml, whose head explains the keys)."""

    name: str
    forms: tuple[str, ...]
    stance: Literal["neutral", "distanced", "denial", "admission", "blame"]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its forms and one class (harm.toml, people.toml, triggers.toml: each file's head lists the classes)."""

    name: str
    forms: tuple[str, ...]
    kind: str
    also: tuple[str, ...] = ()


@cache
def by_form(file: str, schema: type[T]) -> Mapping[str, T]:
    """A lexicon looked up by any of its folded forms: form -> entry. Raises LexiconError where two entries share one."""
    out: dict[str, T] = {}
    for entry in load(file, schema).values():
        for form in typing.cast(Any, entry).forms:
            key = fold(form)
            if key in out and out[key] is not entry:
                raise LexiconError(f"{file}: the form {form!r} belongs to two entries; keep one.")
            out[key] = entry
    return types.MappingProxyType(out)


@dataclass(frozen=True, slots=True)
class HarmWord:
    """A word that says people were harmed (harm.toml, whose head explains the keys)."""

    name: str
    forms: tuple[str, ...]
    harm: Literal["killed", "wounded", "casualties", "missing", "captured", "displaced"]
    used: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class HarmPhrase:
    """A verb that harms only with one of some words beside it (harm_phrases.toml, whose head explains the keys)."""

    name: str
    forms: tuple[str, ...]
    beside: tuple[str, ...]
    harm: Literal["killed", "wounded", "casualties", "missing", "captured", "displaced"]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that says that something happened (triggers.toml, whose head explains the keys)."""

    name: str
    forms: tuple[str, ...]
    type: str
    used: tuple[str, ...]
    needs: str = ""
