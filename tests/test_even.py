"""Two parties swapped in a report: the words swap as a reporter would have written them, and the claims with them."""

from __future__ import annotations

import datetime as dt

import pytest
from bench.even import Case, agreement, annotated, compare, elsewhere, made_up, most_named
from bench.land import reader
from bench.recast import Caster, Recast

from rashomon.model import Report, Span

SOME = tuple(f"karabakh-2020-{n}" for n in ("03", "05", "08", "09", "12", "14"))
FLOORS = {"land": 0.93, "elsewhere": 0.95}
"""Shares of the claims of these six reports that must swap. All 28 stand in docs/even.md."""


def caster(a: str, b: str, day: dt.date | None = dt.date(2020, 10, 4)) -> Caster:
    return Caster({a: b, b: a}, reader().tools(None)[0], day, reader().nlp)


@pytest.mark.parametrize(
    ("a", "b", "text", "swapped"),
    [
        ("Armenia", "Azerbaijan", "An Azerbaijani drone hit Yerevan.", "An Armenian drone hit Baku."),
        ("Armenia", "Azerbaijan", "Two Armenians and an Azeri met.", "Two Azerbaijanis and an Armenian met."),
        ("Armenia", "Azerbaijan", "YEREVAN, Oct 4 - Armenia's army fired.", "BAKU, Oct 4 - Azerbaijan's army fired."),
        ("Armenia", "Azerbaijan", "Karabakh Armenians left Shusha.", "Karabakh Armenians left Shusha."),
        ("Iran", "United States", "Iran said the US struck an Iranian ship.", "The United States said Iran struck a US ship."),
        ("Iran", "United States", "The United States' jets left.", "Iran's jets left."),
        ("Iran", "United States", "The Pentagon denied it.", "The Iranian Ministry of Defence denied it."),
        ("Israel", "Lebanon", "Three Lebanese and an Israeli were hurt.", "Three Israelis and a Lebanese were hurt."),
        ("Uganda", "Iran", "an Iranian jet", "a Ugandan jet"),
    ],
)
def test_words_swap_with_their_articles_and_possessives(a: str, b: str, text: str, swapped: str) -> None:
    assert caster(a, b).recast(text).text == swapped


def test_officials_find_their_counterparts_in_office_and_keep_them() -> None:
    swap = caster("Armenia", "Azerbaijan")
    text = swap.recast("Shushan Stepanyan denied it. Stepanyan called it false. President Ilham Aliyev spoke.").text
    assert "Stepanyan" not in text
    assert text.count(swap.persons["Shushan Stepanyan"].split()[-1]) == 2
    assert swap.name("Ilham Aliyev") == "Armen Sarkissian"


def test_who_has_no_counterpart_gets_one_made_up() -> None:
    swap = caster("Armenia", "Peru")
    text = swap.recast("Shushan Stepanyan denied it.").text
    (made,) = swap.invented
    assert made.name in text
    assert (made.party, made.office, made.institution) == ("Peru", "spokesperson", "Peru Ministry of Defence")


@pytest.mark.parametrize(
    ("name", "swapped"),
    [
        ("Iran", "United States"),
        ("Iran Ministry of Defence", "Pentagon"),
        ("US State Department", "Iran Ministry of Foreign Affairs"),
        ("Reuters", "Reuters"),
        (None, None),
    ],
)
def test_canonical_names_swap(name: str | None, swapped: str | None) -> None:
    assert caster("Iran", "United States").name(name) == swapped


def test_offsets_are_carried_through_the_swap() -> None:
    text = "Armenia said two Azerbaijani soldiers were killed near Baku."
    cast = caster("Armenia", "Azerbaijan").recast(text)
    for word, there in (("two", "two"), ("Azerbaijani", "Armenian"), ("killed", "killed"), ("Baku", "Yerevan")):
        start = text.index(word)
        assert cast.at(Span(start, start + len(word))).within(cast.text) == there
    assert Recast(text).at(Span(3, 9)) == Span(3, 9)


def test_pairs_are_chosen_by_what_a_text_names() -> None:
    index = reader().tools(None)[0]
    assert most_named("Kenya and Uganda met. Kenya spoke, Uganda did not. Peru listened.", index) == ("Kenya", "Uganda")
    assert most_named("Kenya met Uganda.", index) is None
    assert "Kenya" not in elsewhere("Kenya spoke.", index)


def test_what_the_land_decides_is_told_from_what_the_name_decides() -> None:
    """Victims in Ganja are Azerbaijan's whoever shells it; where the land changes hands too, they are Armenia's."""
    text = (
        "Armenian shelling killed two people in Ganja on Sunday. Azerbaijan and Armenia accused each other of firing first."
        " Armenian troops shelled Azerbaijani troops."
    )
    report = Report(id="t", text=text, published=dt.date(2020, 10, 5))
    case = Case("made up", report, ("Armenia", "Azerbaijan"))
    assert any(name == "victim_side" for d in compare(case, "names").differences for name, _, _ in d.fields)
    assert not any(name == "victim_side" for d in compare(case, "land").differences for name, _, _ in d.fields)


@pytest.mark.parametrize("view", ["land", "elsewhere"])
def test_claims_swap_with_their_parties(view: str) -> None:
    cases = [case for case in annotated() if case.report.id in SOME]
    assert len(cases) == len(SOME)
    claims, agreed, share = agreement(compare(case, view) for case in cases)  # type: ignore[arg-type]
    assert claims > 80
    assert share >= FLOORS[view], f"{agreed} of {claims} claims agree"


def test_reports_made_up_name_parties_that_are_known() -> None:
    parties = reader().parties
    cases = list(made_up())
    assert len({case.pair for case in cases}) >= 9
    assert all(party in parties for case in cases for party in case.pair)
