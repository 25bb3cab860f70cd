"""The lexicons of names as data: every file fits its schema, no form stands under two entries, and what they refer to exists."""

from __future__ import annotations

import re

import pytest

from rashomon import lexicon, lexicon_check
from rashomon.errors import LexiconError
from rashomon.lexicon import NameTrap, NameWords, Official, Organ, Organisation, Party, Title, fold

PARTIES = lexicon.load("parties.csv", Party)
OFFICIALS = lexicon.load("officials.csv", Official)
ORGANISATIONS = lexicon.load("organisations.csv", Organisation)
ORGANS = lexicon.load("organs.toml", Organ)
TITLES = lexicon.load("titles.toml", Title)


def key(form: str) -> str:
    """A form as names are compared: an acronym by its letters (JeM is not JEM), anything else folded."""
    acronym = " " not in form and len(form) <= 8 and sum(c.isupper() for c in form) > 1
    return form if acronym else fold(form)


def twice(forms: dict[str, list[str]]) -> list[str]:
    """The forms that stand under two entries, or under one entry twice."""
    seen: dict[str, str] = {}
    found = []
    for name, its in forms.items():
        for form in its:
            if key(form) in seen:
                found.append(f"{form}: {seen[key(form)]} and {name}")
            seen[key(form)] = name
    return found


@pytest.mark.parametrize(
    "file", ["parties.csv", "officials.csv", "organisations.csv", "organs.toml", "titles.toml", "name_traps.toml", "name_words.toml"]
)
def test_a_lexicon_of_names_fits_its_schema(file: str) -> None:
    assert lexicon_check.entries(file)


def test_no_form_of_a_party_stands_twice() -> None:
    forms = {
        p.name: [*([p.name] if p.name not in p.demonyms else []), *p.forms, *p.demonyms, *p.capitals, *p.members] for p in PARTIES.values()
    }
    # "US" is a name and an adjective at once.
    forms["United States"] = [*dict.fromkeys(forms["United States"])]
    assert twice(forms) == []


def test_no_form_of_an_organisation_stands_twice_nor_is_a_party() -> None:
    forms = {o.name: [o.name, *o.forms] for o in ORGANISATIONS.values()}
    assert twice(forms) == []
    parties = {key(f) for p in PARTIES.values() for f in (p.name, *p.forms, *p.demonyms, *p.capitals, *p.members)}
    assert [f for its in forms.values() for f in its if key(f) in parties] == []


def test_no_form_of_an_official_stands_twice() -> None:
    assert twice({o.name: [o.name, *o.forms] for o in OFFICIALS.values()}) == []


@pytest.mark.parametrize("entries", [ORGANS, TITLES], ids=["organs", "titles"])
def test_no_organ_or_title_stands_twice(entries: dict[str, Organ] | dict[str, Title]) -> None:
    assert twice({e.name: [f.lower() for f in e.forms] for e in entries.values()}) == []


def test_officials_serve_parties_or_bodies_that_exist() -> None:
    known = {*PARTIES, *ORGANISATIONS}
    assert [o.name for o in OFFICIALS.values() if o.party not in known] == []
    assert [o.name for o in ORGANISATIONS.values() if o.party and o.party not in PARTIES] == []


def test_offices_are_titles() -> None:
    assert [o.name for o in OFFICIALS.values() if o.office not in TITLES] == []


@pytest.mark.parametrize("entries", [PARTIES, OFFICIALS], ids=["parties", "officials"])
def test_what_begins_ends_later(entries: dict[str, Party] | dict[str, Official]) -> None:
    assert [e.name for e in entries.values() if e.since and e.until and e.since > e.until] == []


@pytest.mark.parametrize("file", lexicon.files())
def test_a_file_is_sorted_by_name_and_holds_together(file: str) -> None:
    names = [fold(name) for name in lexicon_check.entries(file)]
    assert names == sorted(names)
    assert names


def test_every_state_has_a_code_and_every_code_of_a_state_is_its_own() -> None:
    states = [p for p in PARTIES.values() if p.kind == "state"]
    assert len(states) >= 193
    assert all(re.fullmatch("[A-Z]{2}", p.country) for p in states)
    assert len({p.country for p in states}) == len(states)


def test_every_row_says_where_it_is_from() -> None:
    assert all(e.source for e in (*PARTIES.values(), *OFFICIALS.values(), *ORGANISATIONS.values(), *ORGANS.values(), *TITLES.values()))


def test_what_an_organ_is_filed_under_takes_the_party() -> None:
    assert all("{country}" in o.canonical or "{adjective}" in o.canonical for o in ORGANS.values())


def test_traps_and_word_sets_say_why() -> None:
    assert all(t.why for t in lexicon.load("name_traps.toml", NameTrap).values())
    assert all(w.why for w in lexicon.load("name_words.toml", NameWords).values())


def test_a_party_of_an_unknown_kind_is_refused_with_the_kinds_allowed() -> None:
    text = "name,kind,country,forms,demonyms,capitals,members,since,until,source\nX,tribe,,,,,,,,s\n"
    with pytest.raises(LexiconError, match="allowed: state, region, group, bloc"):
        lexicon.parse("parties.csv", text, Party)
