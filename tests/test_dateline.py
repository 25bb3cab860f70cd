"""The day of publication: from the dateline, from the page, or from what the text says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.lexicon import Official
from rashomon.model import DayGuess, PublishedFrom, Report
from rashomon.profile import Profile
from rashomon.read.dateline import find_dateline, publication_day
from rashomon.read.moments import find_moments

WAR = Profile(start=dt.date(2020, 9, 27))
SEVENTH = (
    "Rebel guns fired on the city again on Saturday. It is a week since shells began to fall. More than 90 people have died since the "
    "fighting began on Sunday. The government says that the rebels opened the war with an assault on September 27. The front held on the "
    "seventh day of combat, a spokesman said. On Friday President Ann Example called for a truce, the first since 1994."
)
FIFTH = (
    "Sirens sounded around midnight. On Sunday the heaviest clashes in years broke out, and they went on for the fifth day in a row. The "
    "ministry said on Thursday that its guns had fired overnight. On Wednesday the neighbours offered talks."
)
Settled = tuple[dt.date | None, PublishedFrom | None, tuple[DayGuess, ...]]
PRESIDENT = Official("Ann Example", (), "president", "Ruritania", "", dt.date(2012, 1, 1), dt.date(2021, 1, 1), "made up")


def settled(
    text: str, published: str | None = None, profile: Profile | None = None, *officials: Official, received: str | None = None
) -> Settled:
    report = Report("r", text, published=dt.date.fromisoformat(published) if published else None, received=received)
    return publication_day(report, find_moments(text), profile=profile, officials={o.name: o for o in officials})


@pytest.mark.parametrize(
    ("text", "place", "agency", "day"),
    [
        ("NORTHAM/SOUTHAM, Oct 18 (Tarvos) - Hundreds died.", "NORTHAM/SOUTHAM", "Tarvos", (None, 10, 18)),
        ("[ad_1]\nNORTHAM, Ruritania, April 8 (Tarvos) - Missiles fell.", "NORTHAM", "Tarvos", (None, 4, 8)),
        ("A headline\nSOUTHAM, 16 October 2016 (Daily Tarvos) - The army", "SOUTHAM", "Daily Tarvos", (2016, 10, 16)),
        ("Northam, Ruritania (TNN) Fighters have attacked the town.", "Northam", "TNN", (None, None, None)),
        ("NORTHAM (TP) — A shell fell.", "NORTHAM", "TP", (None, None, None)),
        ("NORTHAM, October 3. /TARVA/ The army said", "NORTHAM", "TARVA", (None, 10, 3)),
        ("PORT NORTHAM, 03 July 2025 – Nearly 1,000", "PORT NORTHAM", None, (2025, 7, 3)),
        ("NORTHAM. - The army on Monday", "NORTHAM", None, (None, None, None)),
        ("NORTHAM. 28 September 2020, 19:40\n\nThe prosecutor", "NORTHAM", None, (2020, 9, 28)),
        ("14:05, 3 Oct 2020 The army said", None, None, (2020, 10, 3)),
        ("July 19 2014 Rebels killed 270: monitor.", None, None, (2014, 7, 19)),
        ("Posted on August 3 2016 by A. Writer Gas dropped", None, None, (2016, 8, 3)),
        ("Last updated at Jun 182016 NORTHAM Seven people", None, None, (2016, 6, 18)),
        ("By Staff | March 3, 2024, 18:55\nThe army has", None, None, (2024, 3, 3)),
        ("02.01.2023 20:41 | Tarvos Brief | translated", None, None, (2023, 1, 2)),
    ],
)
def test_a_dateline_is_read(text: str, place: str | None, agency: str | None, day: tuple[int | None, int | None, int | None]) -> None:
    line = find_dateline(text)
    assert line is not None
    assert (line.place or None, line.agency, (line.year, line.month, line.day)) == (place, agency, day)
    assert line.span.within(text) == line.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "On 3 July 2025 the army said that it had taken the town.",
        "The Rapid Reaction Force (RRF) said on Monday that it had left.",
        "27 September 2020 was the day on which the war began.",
        "He was born in Northam on 3 May 1950.",
    ],
)
def test_running_prose_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_a_dateline_wins_over_the_page() -> None:
    day, origin, days = settled("NORTHAM, Feb 5 (Tarvos) - Bodies were found.", "2025-02-06")
    assert (day, origin) == (dt.date(2025, 2, 5), "dateline")
    assert "2025-02-06" in days[0].because[0]


def test_a_year_that_the_page_has_wrong_is_the_datelines() -> None:
    assert settled("NORTHAM, 5 February 2015 (Tarvos) - Bodies were found.", "2005-02-06")[0] == dt.date(2015, 2, 5)


def test_a_dateline_over_the_turn_of_the_year_is_the_nearest() -> None:
    assert settled("NORTHAM, Dec 31 (Tarvos) - Bodies were found.", "2025-01-01")[0] == dt.date(2024, 12, 31)


def test_a_day_that_the_calendar_has_not_is_passed_over() -> None:
    assert settled("NORTHAM, 30 February 2015 (Tarvos) - Bodies.", "2015-03-01")[:2] == (dt.date(2015, 3, 1), "metadata")


def test_the_page_gives_the_day_where_the_text_does_not() -> None:
    assert settled("Shells fell on Monday.", "2020-10-03")[:2] == (dt.date(2020, 10, 3), "metadata")


@pytest.mark.parametrize(("text", "day"), [(SEVENTH, dt.date(2020, 10, 3)), (FIFTH, dt.date(2020, 10, 1))], ids=["seventh", "fifth"])
def test_with_a_profile_the_day_is_worked_out_and_says_why(text: str, day: dt.date) -> None:
    found, origin, days = settled(text, None, WAR)
    assert (found, origin) == (day, "text")
    reasons = " ".join(days[0].because)
    assert "the conflict began 2020-09-27, a Sunday" in reasons
    assert "counts to" in reasons
    assert "told as fresh" in reasons


def test_without_a_profile_all_days_that_fit_are_kept_and_none_is_chosen() -> None:
    found, origin, days = settled(SEVENTH, None, None, PRESIDENT)
    assert (found, origin) == (None, None)
    assert [g.day for g in days] == [dt.date(2015, 10, 3), dt.date(2020, 10, 3)]
    assert all(any("president of Ruritania" in why for why in g.because) for g in days)


def test_a_report_is_not_of_a_day_after_its_receipt() -> None:
    days = settled(SEVENTH, received="2016-01-01T00:00:00Z")[2]
    assert [g.day.year for g in days] == [1998, 2009, 2015]


def test_a_term_counts_only_where_the_office_is_named() -> None:
    text = SEVENTH.replace("President Ann Example", "Ann Example")
    assert len(settled(text, None, None, PRESIDENT)[2]) > 2


def test_too_many_days_are_not_listed() -> None:
    assert settled("Shells fell on Saturday.") == (None, None, ())


def test_days_too_many_to_list_become_a_stretch_with_its_reasons() -> None:
    text = f"{FIFTH} President Ann Example called for a truce."
    found, origin, days = settled(text, None, None, PRESIDENT)
    assert (found, origin) == (None, None)
    (guess,) = days
    assert (guess.day, guess.until) == (dt.date(2012, 1, 5), dt.date(2020, 12, 31))
    assert {guess.day.weekday(), guess.until.weekday()} == {3}
    reasons = " ".join(guess.because)
    assert "president of Ruritania from 2012-01-01" in reasons
    assert "“the fifth day in a row” cannot be counted" in reasons
    assert "one of 470 Thursdays" in reasons


def test_a_truce_that_begins_is_no_start_of_a_war() -> None:
    text = "The truce had hardly begun, the ministry said on Sunday, when guns were fired late on Saturday."
    assert settled(text, None, WAR)[0] is None


@given(st.text(max_size=120), st.dates() | st.none())
def test_any_text_is_taken(text: str, published: dt.date | None) -> None:
    line = find_dateline(text)
    assert line is None or line.span.within(text) == line.text
    day, origin, _ = publication_day(Report("r", text, published=published), find_moments(text), profile=WAR)
    assert (day is None) == (origin is None)
