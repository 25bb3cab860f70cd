"""The bundled war: what is received from its pages, texts and lines is what was annotated."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rashomon import profile
from rashomon.ingest import Arrival, receive

ROOT = Path(__file__).parent.parent
WAR = ROOT / "examples" / "karabakh-2020"
GOLD = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests" / "gold" / "karabakh-2020").glob("*.json"))}
FOUND = list(receive([WAR]))
ARRIVALS = {a.report.id: a for a in FOUND if isinstance(a, Arrival)}
SET_APART = [id_ for id_, a in ARRIVALS.items() if a.media_type in ("text/html", "application/json")]


def evidence(report: dict[str, Any]) -> list[str]:
    said = [item["evidence"] for key in ("figures", "events") for item in report[key]]
    return said + [side["evidence"] for dispute in report["disputes"] for side in dispute["sides"]]


def test_every_report_is_received_once_and_nothing_is_refused() -> None:
    assert sorted(ARRIVALS) == sorted(GOLD)
    assert len(FOUND) == len(GOLD) == 28


def test_the_reports_come_in_three_forms() -> None:
    forms = [a.media_type for a in ARRIVALS.values()]
    assert (forms.count("text/html"), forms.count("text/plain"), forms.count("application/json")) == (11, 8, 9)


@pytest.mark.parametrize("id_", sorted(GOLD))
def test_every_annotated_statement_is_in_the_text_and_in_no_debris(id_: str) -> None:
    report = ARRIVALS[id_].report
    for words in evidence(GOLD[id_]):
        found = re.search(r"\s+".join(map(re.escape, words.split())), report.text)
        assert found, words
        assert not [d for d in report.debris if d.span.start < found.end() and found.start() < d.span.end], words


@pytest.mark.parametrize("id_", sorted(GOLD))
def test_what_is_not_debris_is_the_report_and_little_else(id_: str) -> None:
    """Menus, comments, related stories and headlines of the pages stay out of what is read."""
    report = ARRIVALS[id_].report
    left = list(report.text)
    for mark in report.debris:
        left[mark.span.start : mark.span.end] = " " * (mark.span.end - mark.span.start)
    lines = {" ".join(line.split()) for line in "".join(left).split("\n") if line.strip()}
    more = lines - {" ".join(line.split()) for line in GOLD[id_]["text"].split("\n")}
    assert sum(len(line.split()) for line in more) <= 12, more


@pytest.mark.parametrize("id_", sorted(SET_APART))
def test_pages_and_lines_carry_title_outlet_address_and_day(id_: str) -> None:
    report, gold = ARRIVALS[id_].report, GOLD[id_]
    assert (report.title, report.outlet, report.url) == (gold["title"], gold["outlet"], gold["url"])
    assert report.published is not None
    assert report.published.isoformat() == gold["published"]
    assert report.published_from == "metadata"
    assert report.note == ""


def test_pasted_texts_carry_what_their_headers_say() -> None:
    given = {id_: a.report for id_, a in ARRIVALS.items() if id_ not in SET_APART}
    dated = {id_: str(r.published) for id_, r in given.items() if r.published}
    assert dated == {f"karabakh-2020-{n}": GOLD[f"karabakh-2020-{n}"]["published"] for n in ("01", "11", "14", "27")}
    for id_ in dated:
        assert given[id_].title == GOLD[id_]["title"]
    assert {r.title for id_, r in given.items() if id_ not in dated} == {None}


def test_every_report_is_in_english() -> None:
    assert {a.report.language for a in ARRIVALS.values()} == {"en"}


def test_the_profile_loads_and_names_what_it_refers_to() -> None:
    war = profile.load(WAR / "karabakh-2020.toml")
    parties = {party.name for party in war.parties}
    assert set(war.sides) <= parties
    assert {name for pair in war.allies for name in pair} <= parties
    assert {person.party for person in war.persons} <= parties
    assert len({place.name for place in war.places}) == len(war.places)
    forms = [form for place in war.places for form in (place.name, *place.forms)]
    assert len(set(forms)) == len(forms)


def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    for part in ("tools/make_example.py", "tools/example_pages", "tests/gold/karabakh-2020"):
        for path in [ROOT / part] if (ROOT / part).is_file() else (ROOT / part).glob("*.*"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    subprocess.run([sys.executable, str(copy / "tools" / "make_example.py")], check=True)
    made = copy / "examples" / "karabakh-2020"
    written = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert len(written) == 20
    for path in written:
        assert (WAR / path).read_bytes() == (made / path).read_bytes(), path
