"""Time expressions: every rule reads its phrase, spans spell their words, nothing raises."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon import lexicon
from rashomon.model import Moment
from rashomon.read.moments import RULES, bare, find_moments, resolve, resolve_all
from rashomon.read.time_rules import Rule, grammar
from rashomon.read.time_words import FILE, TimeEntry, words_of

SATURDAY = dt.date(2020, 10, 3)
START = dt.date(2020, 9, 27)
FORMS = [form for entry in lexicon.load(FILE, TimeEntry).values() for form in entry.forms]


def one(text: str, published: dt.date | None = SATURDAY, start: dt.date | None = START) -> Moment:
    """The only time in a text."""
    (moment,) = resolve_all(find_moments(text), published=published, conflict_start=start)
    return moment


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.reads}")
def test_a_rule_reads_its_phrase(rule: Rule) -> None:
    (raw,) = find_moments(rule.reads)
    assert raw.rule == rule.name
    assert rule.reads.endswith(raw.text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.reads}")
def test_every_time_says_what_it_was_counted_from(rule: Rule) -> None:
    assert one(rule.reads).because
    assert one(rule.reads).trace.rule.endswith(rule.name)


def test_the_grammar_knows_every_class_that_its_patterns_name() -> None:
    known = grammar().letters
    assert {entry.kind for entry in lexicon.load(FILE, TimeEntry).values()} <= known.keys()
    assert len(set(known.values())) == len(known)


@pytest.mark.parametrize(
    ("text", "published", "since", "until"),
    [
        # Wednesday told on Wednesday is the same day, last Wednesday the week before
        ("They met on Wednesday.", "2020-10-07", "2020-10-07", "2020-10-07"),
        ("They met last Wednesday.", "2020-10-07", "2020-09-30", "2020-09-30"),
        # over the turn of the year
        ("They met on 30 December.", "2021-01-02", "2020-12-30", "2020-12-30"),
        ("They met on Thursday.", "2021-01-01", "2020-12-31", "2020-12-31"),
        ("They met in November.", "2021-01-02", "2020-11-01", "2020-11-30"),
        # a leap day exists in leap years only
        ("They met on 29 February 2020.", "2021-01-02", "2020-02-29", "2020-02-29"),
        # the day after the paper's date is still this year's
        ("They met on Oct. 8.", "2020-10-07", "2020-10-08", "2020-10-08"),
        # a month under way ends with publication
        ("Ten died in October.", "2020-10-07", "2020-10-01", "2020-10-07"),
        ("Ten died in 2020.", "2020-10-07", "2020-01-01", "2020-10-07"),
        # the night of Monday told on Monday ended that morning
        ("On the night of Monday it was hit.", "2020-10-05", "2020-10-04", "2020-10-05"),
        ("On the night of Monday it was hit.", "2020-10-07", "2020-10-05", "2020-10-05"),
    ],
)
def test_days_are_counted_from_publication(text: str, published: str, since: str, until: str) -> None:
    found = one(text, dt.date.fromisoformat(published))
    assert (str(found.since), str(found.until)) == (since, until)


@pytest.mark.parametrize("text", ["on Saturday", "yesterday", "in June", "two days ago", "overnight", "last week", "on 5 May", "this year"])
def test_without_a_day_of_publication_nothing_is_resolved(text: str) -> None:
    found = one(text, None, None)
    assert (found.since, found.until) == (None, None)
    assert "not known" in found.because


def test_the_start_of_the_conflict_gives_the_year_of_its_own_day() -> None:
    assert one("It began on 27 September.", None).since == START
    assert one("It went on until 30 September.", None).since is None


def test_the_day_of_fighting_is_counted_with_the_first() -> None:
    assert one("on the seventh day of the war", None).since == SATURDAY
    assert one("on the second week of the war").until == dt.date(2020, 10, 10)
    assert one("on the third day of the fighting", SATURDAY, None).since == SATURDAY


def test_focus_is_what_two_days_later_counts_from() -> None:
    (raw,) = find_moments("two days later")
    assert resolve(raw, published=SATURDAY, focus=dt.date(2020, 9, 28)).since == dt.date(2020, 9, 30)


def test_tense_turns_a_weekday_round() -> None:
    (raw,) = find_moments("on Tuesday")
    assert resolve(raw, published=SATURDAY).since == dt.date(2020, 9, 29)
    assert resolve(raw, published=SATURDAY, tense="future").since == dt.date(2020, 10, 6)


def test_bare_drops_the_frame_and_keeps_the_place() -> None:
    text = "Open since Monday and shut between June and August 2014, with rain from 1992 on."
    found = bare(find_moments(text))
    assert [r.text for r in found] == ["Monday", "June and August 2014", "1992"]
    assert all(r.span.within(text) == r.text and not r.frame for r in found)


def test_offset_is_added_to_every_place() -> None:
    text = "from Monday to 5 October"
    moved = find_moments(text, offset=100)
    assert [(r.span.start - 100, r.span.end - 100) for r in moved] == [(r.span.start, r.span.end) for r in find_moments(text)]


def test_an_unlikely_amount_is_not_resolved() -> None:
    assert one("999999999 days ago").since is None
    assert one("9000 years ago").since is None


words = st.sampled_from(
    [
        *FORMS,
        "the",
        "of",
        "in",
        "on",
        "since",
        "between",
        "and",
        "to",
        "a",
        "5",
        "31",
        "2020",
        "1992",
        "0000-00-00",
        "99/99/99",
        "at 7:30",
        ",",
        ".",
        "-",
        "\n",
    ]
)


@given(st.lists(words, max_size=14).map(" ".join) | st.text(max_size=80), st.dates() | st.none(), st.dates() | st.none())
def test_any_text_is_read_and_spans_spell_their_words(text: str, published: dt.date | None, start: dt.date | None) -> None:
    raws = find_moments(text)
    for history in (None, True):
        for found in resolve_all(raws, published=published, conflict_start=start, history=history):
            assert found.span.within(text) == found.text != ""
            assert found.since is None or found.until is None or found.since <= found.until
    assert all(a.span.end <= b.span.start for a, b in pairwise(raws))


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%A %d %B %Y", "%A, %B %d, %Y"]),
)
def test_a_date_that_is_written_out_is_read(day: dt.date, form: str) -> None:
    found = one(f"It was on {day.strftime(form)}.", None, None)
    assert (found.since, found.until, found.value) == (day, day, day.isoformat())


def test_words_with_another_meaning_keep_the_class_other() -> None:
    assert "month" not in {w.kind for w in words_of("May he march? Mrs May may. March on the city.")}
    assert [w.kind for w in words_of("in May and on 3 March")].count("month") == 2


def test_long_texts_take_no_more_than_their_share() -> None:
    """Twice the text, about twice the time: nothing in the patterns backtracks over the whole."""
    text = (
        "On Saturday 12 of 2000 men, two of them since 27 September, were the first day of the last week to be in the, of the, on the. "
        * 200
    )
    find_moments(text[:100])

    def seconds(words: str) -> float:
        start = time.perf_counter()
        find_moments(words)
        return time.perf_counter() - start

    once, twice = min(seconds(text) for _ in range(3)), min(seconds(text * 2) for _ in range(3))
    assert twice < 4 * once + 0.05
