"""A conflict profile: what a user says of one war in a TOML file, so that the reader need not guess.

```toml
name = "karabakh-2020"
start = 2020-09-27                       # the first day of the fighting
end = 2020-11-10                         # optional
sides = ["Armenia", "Azerbaijan"]        # who "the two sides" are, where the report does not say
country = ["AZ", "AM"]                   # where a bare place name is looked for first

[[party]]                                # adds to, or overrides by name, lexicons/parties.csv
name = "Nagorno-Karabakh"
kind = "region"
country = "AZ"
forms = ["Artsakh"]
demonyms = ["Karabakh"]
ally = "Armenia"                         # on whose side it fights

[[person]]                               # as lexicons/officials.csv
name = "Shushan Stepanyan"
office = "spokesperson"
party = "Armenia"
institution = "Armenia Ministry of Defence"

[[place]]
name = "Stepanakert"
forms = ["Khankendi"]
country = "AZ"
within = "Nagorno-Karabakh"
lat = 39.82
lon = 46.75
precision = "exact"
source = "…"
```
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashomon.errors import ProfileError
from rashomon.lexicon import Official, Party

KINDS = ("state", "region", "group", "bloc")
PRECISIONS = ("exact", "district", "region", "country")


@dataclass(frozen=True, slots=True)
class ProfilePlace:
    name: str
    forms: tuple[str, ...]
    country: str
    within: str
    lat: float | None
    lon: float | None
    precision: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One conflict as its user describes it; every part may be empty."""

    name: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    sides: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    allies: tuple[tuple[str, str], ...] = ()
    """(party, the party on whose side it fights)."""
    persons: tuple[Official, ...] = ()
    places: tuple[ProfilePlace, ...] = ()


_TOP = {"name", "start", "end", "sides", "country", "party", "person", "place"}
_PARTY = {"name", "kind", "country", "forms", "demonyms", "capitals", "members", "ally", "source"}
_PERSON = {"name", "forms", "office", "party", "institution", "since", "until", "source"}
_PLACE = {"name", "forms", "country", "within", "lat", "lon", "precision", "source"}


def load(path: str | Path) -> Profile:
    """Reads a profile file. Raises ProfileError, one sentence naming file, key and what is allowed."""
    path = Path(path)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as err:
        raise ProfileError(f"{path}: the profile cannot be read ({err.strerror}); give the path of a TOML file.") from err
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ProfileError(f"{path}: the profile is not TOML ({err}); see docs/profile.md.") from err
    return parse(raw, str(path))


def parse(raw: dict[str, Any], where: str) -> Profile:
    """A profile from its parsed TOML; ``where`` names it in errors."""
    _known(raw, _TOP, where)
    parties, allies = [], []
    for n, p in enumerate(_tables(raw, "party", where), 1):
        at = f"{where}: party {n}"
        _known(p, _PARTY, at)
        if p.get("kind", "group") not in KINDS:
            raise ProfileError(f"{at}: kind is {p['kind']!r}; allowed: {', '.join(KINDS)}.")
        name = _text(p, "name", at, required=True)
        lists = {k: _list(p, k, at) for k in ("forms", "demonyms", "capitals", "members")}
        parties.append(
            Party(name=name, kind=p.get("kind", "group"), country=_text(p, "country", at), since=None, until=None,
                  source=_text(p, "source", at) or where, **lists)
        )  # fmt: skip
        if p.get("ally"):
            allies.append((name, _text(p, "ally", at)))
    persons = []
    for n, p in enumerate(_tables(raw, "person", where), 1):
        at = f"{where}: person {n}"
        _known(p, _PERSON, at)
        persons.append(
            Official(name=_text(p, "name", at, required=True), forms=_list(p, "forms", at), office=_text(p, "office", at),
                     party=_text(p, "party", at), institution=_text(p, "institution", at), since=_day(p, "since", at),
                     until=_day(p, "until", at), source=_text(p, "source", at) or where)
        )  # fmt: skip
    places = []
    for n, p in enumerate(_tables(raw, "place", where), 1):
        at = f"{where}: place {n}"
        _known(p, _PLACE, at)
        precision = p.get("precision", "exact")
        if precision not in PRECISIONS:
            raise ProfileError(f"{at}: precision is {precision!r}; allowed: {', '.join(PRECISIONS)}.")
        places.append(
            ProfilePlace(name=_text(p, "name", at, required=True), forms=_list(p, "forms", at), country=_text(p, "country", at),
                         within=_text(p, "within", at), lat=_degrees(p, "lat", 90, at), lon=_degrees(p, "lon", 180, at),
                         precision=precision, source=_text(p, "source", at) or where)
        )  # fmt: skip
    return Profile(
        name=_text(raw, "name", where), start=_day(raw, "start", where), end=_day(raw, "end", where), sides=_list(raw, "sides", where),
        country=_list(raw, "country", where), parties=tuple(parties), allies=tuple(allies), persons=tuple(persons), places=tuple(places),
    )  # fmt: skip


def _known(raw: dict[str, Any], allowed: set[str], where: str) -> None:
    for key in raw:
        if key not in allowed:
            raise ProfileError(f"{where}: unknown key {key!r}; allowed: {', '.join(sorted(allowed))}.")


def _tables(raw: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
        raise ProfileError(f"{where}: {key} must be written as [[{key}]] tables.")
    return found


def _text(raw: dict[str, Any], key: str, where: str, *, required: bool = False) -> str:
    found = raw.get(key, "")
    if not isinstance(found, str) or (required and not found.strip()):
        raise ProfileError(f"{where}: {key} must be a text.")
    return found


def _list(raw: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
        raise ProfileError(f"{where}: {key} must be a list of texts.")
    return tuple(found)


def _day(raw: dict[str, Any], key: str, where: str) -> dt.date | None:
    found = raw.get(key)
    if found is None:
        return None
    if not isinstance(found, dt.date) or isinstance(found, dt.datetime):
        raise ProfileError(f"{where}: {key} must be a day written 2020-09-27, without quotation marks.")
    return found


def _degrees(raw: dict[str, Any], key: str, most: int, where: str) -> float | None:
    found = raw.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not -most <= found <= most:
        raise ProfileError(f"{where}: {key} must be degrees between -{most} and {most}.")
    return float(found)
