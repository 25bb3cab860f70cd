"""The words that say that something happened, and the rules that make several tellings one event."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import get_args

import pytest
from tests.rule_examples import event_tables

from rashomon.lexicon import Trigger, load
from rashomon.model import Event, EventType, Span
from rashomon.read.event_kinds import Kinds
from rashomon.read.event_roles import joined
from rashomon.read.once import Told, merged

TRIGGERS = load("triggers.toml", Trigger)
NEEDS = {"", "aid", "aircraft", "arms", "arms_or_fighters", "party", "people", "place", "struck", "talks", "troops", "truce"}


@pytest.mark.parametrize("entry", TRIGGERS.values(), ids=lambda e: e.name)
def test_every_trigger_proposes_a_type_and_asks_for_what_can_be_asked(entry: Trigger) -> None:
    assert entry.type.removeprefix("by_weapon/") in get_args(EventType)
    assert entry.needs in NEEDS
    assert set(entry.used) <= {"verb", "noun"}


def test_no_form_stands_twice_with_the_same_use_and_need() -> None:
    seen = defaultdict(list)
    for entry in TRIGGERS.values():
        for use in entry.used:
            for form in entry.forms:
                seen[form, use, entry.needs].append(entry.name)
    assert {key: names for key, names in seen.items() if len(names) > 1} == {}


def test_triggers_stand_in_order() -> None:
    assert list(TRIGGERS) == sorted(TRIGGERS)


@pytest.mark.parametrize(
    ("words", "kind"), [("Armenian artillery", "artillery"), ("a drone with two missiles", "aircraft"), ("the governor", None)]
)
def test_the_weapon_that_settles_most_is_named(words: str, kind: str | None) -> None:
    assert Kinds().kind_of_words(words) == kind


def test_parties_are_joined_once_each() -> None:
    assert joined(["Armenia", None, ("Azerbaijan", "Armenia")]) == ("Armenia", "Azerbaijan")
    assert joined([None]) is None


def told(start: int, **fields: object) -> Told:
    event = Event(Span(start, start + 10), Span(start, start + 5), "shelling", **fields)  # type: ignore[arg-type]
    return Told(event, False, event.since is not None, True, start)


def test_the_fuller_telling_is_kept_with_what_the_other_adds() -> None:
    day = dt.date(2020, 10, 4)
    full = told(50, agent="Armenia", target="Azerbaijan", place="Ganja")
    both = merged(told(0, since=day, until=day), full)
    assert both.event.span == full.event.span
    assert (both.event.agent, both.event.since, both.event.until) == ("Armenia", day, day)


@pytest.mark.parametrize("text", ["RUSSIAN AIRSTRIKES", "Detention under fire."])
def test_a_heading_tells_no_event(text: str) -> None:
    assert event_tables(text) == []
