"""Names in running text: what they are filed under, whose they are, and what is left alone."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.model import NameMention, Span, Trace
from rashomon.profile import parse
from rashomon.read.name_index import NameIndex, tokens
from rashomon.read.names import carry_surnames, find_names

INDEX = NameIndex.build()


def found(text: str, *, day: dt.date | None = None, index: NameIndex = INDEX) -> list[tuple[str, str, str, str | None]]:
    return [(m.text, m.name, m.kind, m.party) for m in find_names(text, index=index, day=day)]


def names(text: str, *, day: dt.date | None = None) -> list[str]:
    return [m.name for m in find_names(text, index=INDEX, day=day)]


def whole(text: str) -> list[NameMention]:
    return carry_surnames(find_names(text, index=INDEX), text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Azerbaijan's Defense Ministry said so.", "Azerbaijan Ministry of Defence"),
        ("the Armenian Ministry of Defence", "Armenia Ministry of Defence"),
        ("the Ministry of Foreign Affairs of Azerbaijan", "Azerbaijan Ministry of Foreign Affairs"),
        ("Ukraine's General Staff", "Ukraine General Staff"),
        ("the Colombian Defence Ministry", "Colombia Ministry of Defence"),
        ("Mali's foreign ministry", "Mali Ministry of Foreign Affairs"),
        ("the Pakistani military", "Pakistani military"),
        ("the Sudanese Armed Forces (SAF)", "Sudanese army"),
        ("FARDC", "Congolese army"),
        ("the IDF", "Israeli military"),
        ("the Israeli army", "Israeli military"),
        ("Gaza's health ministry", "Gaza Health Ministry"),
        ("the Hamas-run health ministry", "Gaza Health Ministry"),
        ("the health ministry in Gaza", "Gaza Health Ministry"),
        ("the health ministry in Hamas-run Gaza", "Gaza Health Ministry"),
        ("the Houthi-run Health Ministry", "Houthi Ministry of Health"),
        ("Lebanon's state news agency", "Lebanese state media"),
        ("Kenyan police", "Kenyan police"),
        ("Syria’s government", "Syrian government"),
        ("the Myanmar junta", "Myanmar military"),
        ("the U.S. State Department", "US State Department"),
        ("two U.S. officials", "US officials"),
        ("The Kenyan Defence Ministry said so.", "Kenya Ministry of Defence"),
    ],
)
def test_organs_are_filed_under_one_name(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Syrian troops", "Syria"),
        ("Ukrainian forces", "Ukraine"),
        ("Hamas fighters", "Hamas"),
        ("Houthi rebels", "Houthis"),
        ("Taliban militants", "Taliban"),
        ("M23 rebels", "M23"),
        ("Syrian rebels", "Syrian rebels"),
        ("Libyan rebels", "Libyan rebels"),
        ("Kurdish fighters", "Kurdish fighters"),
        ("Palestinian militants", "Palestinian militants"),
        ("pro-Russian separatists", "pro-Russian separatists"),
        ("Iran-backed militias", "Iranian-backed militias"),
        ("the Syrian opposition", "Syrian opposition"),
        ("Bashar al-Assad's forces", "Syrian government"),
        ("the Gaddafi regime", "Libyan government"),
        ("Haftar's troops", "Libyan National Army"),
        ("pro-Assad fighters", "Syrian government"),
        ("the Saudi-led alliance", "Saudi-led coalition"),
        ("the US-led military coalition", "US-led coalition"),
        ("a Kenyan-led force", "Kenyan-led force"),
        ("Palestinians", "Palestinians"),
        ("the Russians' homes", "Russia"),
        ("ISIS", "Islamic State"),
        ("the so-called Islamic State", "Islamic State"),
        ("peshmerga", "Peshmerga"),
    ],
)
def test_those_who_fight_are_filed_as_their_party_or_as_a_party_of_their_own(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    "country", ["Armenia", "Azerbaijan", "Ethiopia", "Eritrea", "India", "Pakistan", "Israel", "Lebanon", "Russia", "Ukraine"]
)
def test_every_country_is_treated_alike(country: str) -> None:
    text = (
        f"{country}'s Defence Ministry said {country}'s troops and {country}'s air force had shelled rebels. {country}'s police denied it."
    )
    assert [m.party for m in find_names(text, index=INDEX)] == [country] * 4
    assert names(text)[0] == f"{country} Ministry of Defence"


@pytest.mark.parametrize(
    "text",
    [
        "He told us about it.",
        "They ate turkey and put the plates on china.",
        "It is not known who fired.",
        "The ministry denied it.",
        "TELL US WHERE IT IS",
        "The Gulf of Mexico was calm.",
        "They may march in polish shoes.",
        "It happened in New York.",
        "The Interior Ministry denied it.",
    ],
)
def test_common_words_are_no_names(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Jordan Bellweather said so.", "Jordan"),
        ("They met Michael Jordan there.", "Jordan"),
        ("Fort Benning near Atlanta is in Georgia.", "Georgia"),
    ],
)
def test_a_country_whose_name_is_something_else_here_is_left_alone(text: str, state: str) -> None:
    assert state not in names(text)


def test_a_country_of_that_name_is_read() -> None:
    assert names("Jordan closed its border, Chad and Georgia did not.") == ["Jordan", "Chad", "Georgia"]


@pytest.mark.parametrize("text", ["Baku said so.", "talks with Tehran", "Moscow and Kyiv agreed", "It accused Khartoum of shelling."])
def test_a_capital_that_acts_is_its_government(text: str) -> None:
    assert all(m.kind == "party" and m.trace.rule == "capital_for_its_government" for m in find_names(text, index=INDEX))
    assert names(text)


@pytest.mark.parametrize(
    "text",
    ["a school in Baku", "near Tehran", "the outskirts of Damascus", "KYIV (Reuters-like) — ", "Beirut airport", "they shelled Sanaa"],
)
def test_a_capital_that_is_a_place_is_no_party(text: str) -> None:
    assert not [m for m in find_names(text, index=INDEX) if m.trace.rule == "capital_for_its_government"]


def test_a_group_told_by_a_description_is_named_once() -> None:
    assert names("the Lebanese armed group Hezbollah") == ["Hezbollah"]
    assert names("Sudan's paramilitary Rapid Support Forces") == ["Rapid Support Forces"]


def test_a_lost_apostrophe_is_allowed_for() -> None:
    assert names("Syrias government and Saddam Husseins forces")[0] == "Syrian government"


def test_an_acronym_is_compared_by_its_letters() -> None:
    assert names("JEM and JeM") == ["Justice and Equality Movement", "Jaish-e-Mohammed"]


@pytest.mark.parametrize(
    ("text", "name", "party", "speaks_for"),
    [
        ("Armenian Defence Ministry spokeswoman Ani Testova said", "Ani Testova", "Armenia", "Armenia Ministry of Defence"),
        ("Ani Testova, spokeswoman for the Armenian Defence Ministry, wrote", "Ani Testova", "Armenia", "Armenia Ministry of Defence"),
        ("a spokesman for the Lebanese army, Karim Testov, said", "Karim Testov", "Lebanon", "Lebanese army"),
        ("Houthi military spokesman Hamid al-Testi said", "Hamid al-Testi", "Houthis", "Houthis"),
        ("Kremlin spokesman Dmitry Peskov", "Dmitry Peskov", "Russia", "Kremlin"),
        ("Gov. Marta van der Test said", "Marta van der Test", None, None),
        ("Kenyan Interior Minister Jomo Testi said", "Jomo Testi", "Kenya", None),
        ("Maj. Gen. Pavel Testov said", "Pavel Testov", None, None),
        ("the army's spokesman, Rear Admiral Ivan Testov, said", "Ivan Testov", None, None),
        ("according to Ivan Testov, a deputy commander of the army", "Ivan Testov", None, None),
        ("Kenya's ombudsman Halima Testi said", "Halima Testi", "Kenya", None),
        ("Halima Testi, 34, fled", "Halima Testi", None, None),
        ("Halima Testi told a reporter", "Halima Testi", None, None),
    ],
)
def test_persons_are_known_by_what_stands_beside_them(text: str, name: str, party: str | None, speaks_for: str | None) -> None:
    person = next(m for m in find_names(text, index=INDEX) if m.kind == "person")
    assert (person.name, person.party, person.speaks_for) == (name, party, speaks_for)


def test_a_misspelt_name_resolves_where_office_and_party_agree_and_keeps_its_words() -> None:
    person = find_names("Armenian Prime Minister Nicole Pashinyan", index=INDEX)[0]
    assert (person.text, person.name, person.trace.rule) == ("Nicole Pashinyan", "Nikol Pashinyan", "misspelt_name")


def test_a_like_name_of_another_office_is_another_person() -> None:
    assert names("Armenian singer Nicole Pashinyan said") != ["Nikol Pashinyan"]
    assert "Nikol Pashinyan" not in names("Kenyan Prime Minister Nicole Pashinian-Otieno said")


def test_an_office_is_its_holder_on_the_day_of_the_report() -> None:
    text = "The French president called."
    assert names(text, day=dt.date(2013, 9, 1)) == ["François Hollande"]
    assert names(text, day=dt.date(2020, 9, 1)) == ["Emmanuel Macron"]
    assert found(text) == [("French president", "French president", "office", "France")]


def test_a_common_surname_means_the_one_on_file_only_where_his_party_is_named() -> None:
    assert "Ali Abdullah Saleh" in names("In Yemen, Saleh said so.")
    assert "Ali Abdullah Saleh" not in names("In Malawi, Saleh said so.")


def test_unknown_bodies_are_known_by_their_head_noun() -> None:
    assert found("The Harvest Relief Committee and the Green Victory Brigade met.") == [
        ("Harvest Relief Committee", "Harvest Relief Committee", "organisation", None),
        ("Green Victory Brigade", "Green Victory Brigade", "party", "Green Victory Brigade"),
    ]


def test_the_police_of_a_town_are_its_own() -> None:
    assert names("Testville police said so, local police did not.") == ["Testville police"]


def test_later_surnames_and_acronyms_take_the_full_name() -> None:
    text = "Colonel Ivan Testov of the Sudan Harvest Network (SHN) spoke. Testov left. SHN stayed. Mr Testov came back."
    later = [(m.text, m.name) for m in whole(text)][2:]
    assert later == [
        ("SHN", "Sudan Harvest Network"),
        ("Testov", "Ivan Testov"),
        ("SHN", "Sudan Harvest Network"),
        ("Testov", "Ivan Testov"),
    ]


def test_an_office_takes_the_holder_that_the_report_has_named() -> None:
    text = "Kenyan President Jomo Testi spoke. The Kenyan president left."
    assert [m.name for m in whole(text)] == ["Jomo Testi", "Jomo Testi"]


def test_a_profile_adds_names_and_goes_first() -> None:
    profile = parse(
        {
            "party": [{"name": "Freedonia", "kind": "state", "demonyms": ["Freedonian"], "capitals": ["Fredville"]}],
            "person": [{"name": "Rufus Firefly", "office": "president", "party": "Freedonia"}],
        },
        "p.toml",
    )
    index = NameIndex.build(profile)
    text = "The Freedonian Defence Ministry and Rufus Firefly answered; Fredville denied it."
    assert [n for _, n, _, _ in found(text, index=index)] == ["Freedonia Ministry of Defence", "Rufus Firefly", "Freedonia"]
    assert "Freedonia" not in names(text)


def test_a_profile_that_names_a_known_party_adds_to_it() -> None:
    index = NameIndex.build(parse({"party": [{"name": "Armenia", "kind": "state", "forms": ["Hayastan"]}]}, "p.toml"))
    assert [n for _, n, _, _ in found("Hayastan and Yerevan agreed", index=index)] == ["Armenia", "Armenia"]


def test_offsets_are_of_the_report() -> None:
    text = "Later, Eritrean troops left."
    mention = find_names(text, 100, index=INDEX)[0]
    assert mention.span == Span(107, 122)
    assert text[7:22] == mention.text == "Eritrean troops"


def test_each_mention_says_which_entry_it_comes_from() -> None:
    assert find_names("Eritrean troops left.", index=INDEX)[0].trace == Trace("party_then_organ", ("parties: Eritrea", "organs: forces"))


@given(st.text(alphabet=st.sampled_from("US Syrian troops of the 's Gen. Ali-.,'’\n()IS Assad ministry al-in"), max_size=120))
def test_spans_spell_their_words_and_never_overlap(text: str) -> None:
    end = 0
    for m in whole(text):
        assert text[m.span.start : m.span.end] == m.text
        assert m.span.start >= end
        assert m.name
        end = m.span.end


def test_tokens_cover_the_letters_of_a_text() -> None:
    assert [(t.key, t.tied) for t in tokens("U.S.-led Sana’a. Then")] == [
        ("u", False), ("s", True), ("led", True), ("sana", True), ("a", True), ("then", True),
    ]  # fmt: skip


def test_a_long_report_is_read_quickly() -> None:
    text = (
        "Ukrainian officials said Russian troops shelled a village in the east, and Reuters quoted residents who fled to the next town. "
        * 15
    )
    find_names(text, index=INDEX)
    took = []
    for _ in range(5):
        began = time.process_time()
        carry_surnames(find_names(text, index=INDEX), text)
        took.append(time.process_time() - began)
    assert min(took) < 0.02, "300 words in 2 ms is the aim; ten times that is a fault"
