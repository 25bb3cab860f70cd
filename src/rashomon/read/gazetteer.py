"""Where names of places are looked up: the packaged gazetteer, our own sourced files, a profile's places, a user's country file.

The packaged gazetteer is ``data/gazetteer.sqlite`` (GeoNames, CC-BY-4.0; see tools/build_gazetteer.py). Our own files are
``lexicons/places_*.csv``. Every candidate says which of these it is from.
"""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Literal, cast

from rashomon import lexicon
from rashomon.errors import InputError, LexiconError
from rashomon.lexicon import PlaceEntry, fold_place
from rashomon.model import PlacePrecision
from rashomon.profile import ProfilePlace

Origin = Literal["profile", "places", "file", "geonames"]
_ORDER: Mapping[Origin, int] = {"profile": 0, "places": 1, "file": 2, "geonames": 3}
_KEPT = 1 << 17
"""Look-ups kept in memory; a whole archive names fewer places than this."""
_SAME_KM = 30.0
"""An own entry and a GeoNames place of one name and country, no farther apart than this, are one place."""
# GeoNames feature codes, by how far the place reaches (https://www.geonames.org/export/codes.html): populated places,
# first and second order divisions; other classes of the file are left out.
_FEATURES: Mapping[str, tuple[str, PlacePrecision]] = {
    "ADM1": ("admin1", "region"),
    "ADM2": ("admin2", "district"),
    "PCLI": ("country", "country"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may stand for."""

    name: str
    country: str
    """ISO 3166 alpha-2; empty where the place lies in no one state."""
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    kind: str
    """city, admin1, admin2, country, or "own" for our files, where precision says it all."""
    population: int
    geonames: int | None
    within: tuple[str, ...]
    origin: Origin
    entry: str
    """Where it is written: "places_caucasus.csv: Stepanakert", "geonames: 146970"."""
    main: bool = True
    """Whether the name looked up is the place's first name, not one of its others."""
    rival: bool = False
    """Whether it is another side's name, to be filed under ``name``."""
    capitals: bool = False
    """Whether the name looked up is an abbreviation, which a text writes in capitals: "US", "DRC"."""


def distance(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points given in degrees, on a sphere of 6371 km.

    >>> round(distance(39.82, 46.75, 39.76, 46.75))
    7
    """
    a, b = radians(lat), radians(lat2)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(min(1.0, half)))


@cache
def own_files() -> Mapping[str, Mapping[str, PlaceEntry]]:
    """Our own place files: file name -> entry name -> entry."""
    return {file: lexicon.load(file, PlaceEntry) for file in lexicon.files() if file.startswith("places_")}


@cache
def _own_keys() -> Mapping[str, tuple[str, ...]]:
    """Our own entries -> all their names, folded, by which GeoNames may know them."""
    return {
        f"{file}: {e.name}": tuple(dict.fromkeys(fold_place(x) for x in (e.name, *e.rivals, *e.forms)))
        for file, entries in own_files().items()
        for e in entries.values()
    }


@cache
def _own_names() -> Mapping[str, tuple[Candidate, ...]]:
    names: dict[str, list[Candidate]] = defaultdict(list)
    for file, entries in own_files().items():
        for e in entries.values():
            place = Candidate(
                name=e.name, country=e.country, lat=e.lat, lon=e.lon, precision=e.precision,
                kind="country" if e.precision == "country" else "own", population=0, geonames=None,
                within=(e.within,) if e.within else (), origin="places", entry=f"{file}: {e.name}",
            )  # fmt: skip
            _call(names, place, e.name, e.forms, e.rivals)
    return {key: tuple(found) for key, found in names.items()}


def _call(names: dict[str, list[Candidate]], place: Candidate, name: str, forms: Iterable[str], rivals: Iterable[str]) -> None:
    for form in (name, *forms):
        if all(c.entry != place.entry for c in names[fold_place(form)]):
            names[fold_place(form)].append(replace(place, main=form == name, capitals=form.isupper() and len(form) <= 4 + form.count(".")))
    for form in rivals:
        if all(c.entry != place.entry for c in names[fold_place(form)]):
            names[fold_place(form)].append(replace(place, main=False, rival=True))


class Gazetteer:
    """All places that a name can be looked up in. Reads only; safe to share between threads and to use after a fork.

    In: the packaged file (or another made by tools/build_gazetteer.py) and a profile's places. Raises LexiconError where the
    file is not there.
    """

    def __init__(self, path: Path | None = None, places: Iterable[ProfilePlace] = ()) -> None:
        self._path = path or Path(str(resources.files("rashomon") / "data" / "gazetteer.sqlite"))
        if not self._path.is_file():
            raise LexiconError(f"{self._path.name} is not there; make it with: python tools/build_gazetteer.py")
        self._added: dict[str, list[Candidate]] = defaultdict(list)
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._rosters: dict[str, tuple[str, ...]] = {}
        self._twins: dict[str, Candidate | None] = {}
        self._db: sqlite3.Connection | None = None
        self._pid = 0
        for p in places:
            place = Candidate(
                name=p.name, country=p.country, lat=p.lat, lon=p.lon, precision=cast(PlacePrecision, p.precision), kind="own",
                population=0, geonames=None, within=(p.within,) if p.within else (), origin="profile", entry=f"profile: {p.name}",
            )  # fmt: skip
            _call(self._added, place, p.name, (), p.forms)

    def _open(self) -> sqlite3.Connection:
        if self._db is None or self._pid != os.getpid():
            # immutable: no locks and no journal, so that it works from a read-only place and by many processes at once
            self._db = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._pid = os.getpid()
        return self._db

    def find(self, name: str) -> list[Candidate]:
        """Places of this name, best first: the profile's, our own, a user's file, then GeoNames by first name and people.

        "Khankendi" gives our own entry Stepanakert, with its GeoNames id; an unknown name gives an empty list.
        """
        return list(self.look_up(fold_place(name)))

    def look_up(self, key: str) -> tuple[Candidate, ...]:
        """As ``find``, for a name that is folded already."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            found = self._found[key] = self._gather(key)
        return found

    def _gather(self, key: str) -> tuple[Candidate, ...]:
        if len(key) < 2:
            return ()
        own = [*self._added.get(key, ()), *_own_names().get(key, ())]
        packaged = self._packaged(key) if len(key) >= 3 else []
        merged = [self._with_twin(place, key) for place in own]
        ids = {p.geonames for p in merged if p.geonames is not None}
        packaged = [p for p in packaged if p.geonames is None or p.geonames not in ids]
        return tuple(sorted([*merged, *packaged], key=lambda c: (_ORDER[c.origin], not c.main, -c.population, c.entry)))

    def _with_twin(self, place: Candidate, key: str) -> Candidate:
        """An own place with the id, the people and, where it has none of its own, the position that GeoNames gives it."""
        if place.entry not in self._twins:
            known = (p for k in _own_keys().get(place.entry, (key,)) if len(k) >= 3 for p in self._packaged(k))
            self._twins[place.entry] = max((p for p in known if _one_place(place, p)), key=lambda p: p.population, default=None)
        twin = self._twins[place.entry]
        if twin is None:
            return place
        near = (twin.lat, twin.lon) if place.lat is None else (place.lat, place.lon)
        return replace(place, geonames=twin.geonames, population=twin.population, lat=near[0], lon=near[1])

    def _packaged(self, key: str) -> list[Candidate]:
        rows = self._open().execute(
            "SELECT p.id, p.name, p.country, p.lat, p.lon, p.population, p.kind, p.precision, b.name, a.name FROM names n"
            " JOIN places p ON p.id = n.place LEFT JOIN places a ON a.id = p.admin1 LEFT JOIN places b ON b.id = p.admin2"
            " WHERE n.key = ? ORDER BY p.population DESC, p.id LIMIT 40",
            (key,),
        )
        return [
            Candidate(
                name=name, country=country, lat=lat, lon=lon, precision=precision, kind=kind, population=people,
                geonames=id if id > 0 else None, within=tuple(x for x in (admin2, admin1) if x), origin="geonames",
                entry=f"geonames: {id}", main=fold_place(name) == key,
            )
            for id, name, country, lat, lon, people, kind, precision, admin2, admin1 in rows
        ]  # fmt: skip

    def roster(self, country: str) -> tuple[str, ...]:
        """Folded names of the places of one country that a misspelt name is compared with: our own, and GeoNames'
        divisions and its places of 5,000 people and more: a village one letter off another is another village."""
        if country not in self._rosters:
            rows = self._open().execute(
                "SELECT DISTINCT n.key FROM names n JOIN places p ON p.id = n.place"
                " WHERE p.country = ? AND (p.kind IN ('admin1', 'admin2') OR p.population >= 5000)",
                (country,),
            )
            own = (key for names in (_own_names(), self._added) for key, found in names.items() if any(c.country == country for c in found))
            self._rosters[country] = tuple(sorted({key for (key,) in rows}.union(own)))
        return self._rosters[country]

    def facts(self) -> dict[str, str]:
        """What the packaged file is made of: versions, number of places and names, the credit to show."""
        return dict(self._open().execute("SELECT key, value FROM meta ORDER BY key").fetchall())

    def add_country_file(self, path: str | Path) -> int:
        """Adds the places of a GeoNames country file (AZ.txt, or AZ.zip that holds it); gives how many were added.

        The form is that of https://download.geonames.org/export/dump/readme.txt: 19 columns between tabs. Populated places
        and first and second order divisions are taken. Raises InputError where the file is not of that form.
        """
        path = Path(path)
        added = 0
        for n, line in enumerate(_lines(path), 1):
            row = line.rstrip("\r\n").split("\t")
            if len(row) != 19:
                raise InputError(f"{path}: line {n} has {len(row)} columns, not 19; give a country file of GeoNames (AZ.txt or AZ.zip).")
            kind, precision = _FEATURES.get(row[7], ("city", "exact"))
            if row[6] != "P" and row[7] not in _FEATURES:
                continue
            try:
                id, lat, lon, people = int(row[0]), float(row[4]), float(row[5]), int(row[14] or 0)
            except ValueError as err:
                raise InputError(f"{path}: line {n} has no number where one should stand ({err}).") from err
            place = Candidate(
                name=row[1], country=row[8], lat=lat, lon=lon, precision=precision, kind=kind, population=people, geonames=id,
                within=(), origin="file", entry=f"{path.name}: {id}",
            )  # fmt: skip
            _call(self._added, place, row[1], (x for x in (row[2], *row[3].split(",")) if len(fold_place(x)) >= 3), ())
            added += 1
        self._found.clear()
        self._rosters.clear()
        return added


def _one_place(own: Candidate, other: Candidate) -> bool:
    """Whether a candidate of ours and one of GeoNames are one place: country, reach and position agree."""
    if own.country != other.country or own.geonames == other.geonames:
        return own.geonames is not None and own.geonames == other.geonames
    if own.precision != other.precision:
        return False
    if own.precision == "country" or own.lat is None or own.lon is None or other.lat is None or other.lon is None:
        return True
    reach = _SAME_KM if own.precision == "exact" else 5 * _SAME_KM
    return distance(own.lat, own.lon, other.lat, other.lon) <= reach


def _lines(path: Path) -> Iterable[str]:
    try:
        if path.suffix.lower() != ".zip":
            return path.read_text("utf-8").splitlines()
        with zipfile.ZipFile(path) as bundle:
            inside = [n for n in bundle.namelist() if n.lower().endswith(".txt") and "readme" not in n.lower()]
            if not inside:
                raise InputError(f"{path}: no .txt file in it; give a country file of GeoNames (AZ.zip).")
            return bundle.read(inside[0]).decode("utf-8").splitlines()
    except OSError as err:
        raise InputError(f"{path}: the country file cannot be read ({err.strerror}).") from err
    except (UnicodeDecodeError, zipfile.BadZipFile) as err:
        raise InputError(f"{path}: the country file is neither text in UTF-8 nor a zip of it ({err}).") from err


@cache
def packaged() -> Gazetteer:
    """The gazetteer without a profile, opened once per process."""
    return Gazetteer()
