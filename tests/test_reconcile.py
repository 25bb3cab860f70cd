"""Linking, tolls, copies and disputes: over the annotated claims of the bundled war, and case by case."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from bench.gold import readings_from_gold
from bench.measure import b_cubed
from bench.sets import ROOT, known_sets, load
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Dispute, Event, Figure, Reading, Report, Side, Span, claim_ids
from rashomon.reconcile import Reconciled, reconcile
from rashomon.reconcile.bounds import bounds_of, can_both_hold
from rashomon.reconcile.compare import FEATURES
from rashomon.reconcile.model import CrossDispute
from rashomon.reconcile.pairs import candidates
from rashomon.reconcile.sources import source_key
from rashomon.reconcile.statements import Statement, statements_of
from rashomon.reconcile.weigh import DIFFERENT, SAME, START, WEIGHTS, reasons, verdict, weigh

KARABAKH = known_sets()[0].folder
SPOKESMEN = {"Artur Sargsyan": "Nagorno-Karabakh Defence Army"}
"""A deputy commander of that army; the conflict profile says so to the program."""
DAY = dt.date(2020, 10, 4)


@pytest.fixture(scope="module")
def gold() -> dict[str, dict[str, Any]]:
    return load(KARABAKH)


@pytest.fixture(scope="module")
def war(gold: dict[str, dict[str, Any]]) -> list[Reading]:
    return readings_from_gold(gold)


@pytest.fixture(scope="module")
def linked(war: list[Reading]) -> Reconciled:
    return reconcile(war, SPOKESMEN)


def reading(id: str, *claims: Figure | Event, day: dt.date = DAY, text: str = "", disputes: tuple[Dispute, ...] = ()) -> Reading:
    """A report of claims that stand one after the other in its text, each in words of its own."""
    report = Report(id, text or "  ".join(f"{id}a{n:02} {id}b{n:02} {id}c{n:02} {id}d{n:02}." for n in range(max(1, len(claims)))))
    placed = [dataclasses.replace(c, span=Span(26 * n, 26 * n + 24), anchor=Span(26 * n, 26 * n + 8)) for n, c in enumerate(claims)]
    return Reading(
        report=report,
        published=day,
        published_from="text",
        figures=tuple(c for c in placed if isinstance(c, Figure)),
        events=tuple(c for c in placed if isinstance(c, Event)),
        disputes=disputes,
    )


def figure(value: int | None, source: str | None = "Azerbaijan", **fields: Any) -> Figure:
    given: dict[str, Any] = {
        "qualifier": "exact", "harm": "killed", "status": "civilian", "victim_side": "Azerbaijan", "place": "Ganja",
        "since": DAY, "until": DAY, "low": None, "high": None,
    }  # fmt: skip
    return Figure(span=Span(0, 1), anchor=Span(0, 1), value=value, source=source, **(given | fields))


def event(type: str = "shelling", source: str | None = "Azerbaijan", **fields: Any) -> Event:
    given: dict[str, Any] = {"agent": "Armenia", "target": "Azerbaijan", "place": "Ganja", "since": DAY, "until": DAY}
    return Event(span=Span(0, 1), anchor=Span(0, 1), type=type, source=source, **(given | fields))  # type: ignore[arg-type]


def disputes_of(*readings: Reading) -> tuple[CrossDispute, ...]:
    return reconcile(readings).disputes


# The bundled war


def test_all_copies_of_the_bundled_war_are_found_and_none_invented(gold: dict[str, dict[str, Any]], linked: Reconciled) -> None:
    wanted = {(name, row["copy_of"]) for name, row in gold.items() if row.get("copy_of")}
    assert {(copy.report, copy.original) for copy in linked.copies} == wanted
    assert len(wanted) == 4


def test_linking_of_annotated_claims_reaches_its_floor(gold: dict[str, dict[str, Any]], war: list[Reading], linked: Reconciled) -> None:
    of, keys = linked.incident_of(), []
    for one in war:
        ids = claim_ids(one)
        for layer, layer_ids in (("figures", ids.figures), ("events", ids.events)):
            rows = gold[one.report.id][layer]
            keys += [(row["incident"], of[id_]) for id_, row in zip(layer_ids, rows, strict=True) if row.get("incident") and id_ in of]
    assert len(keys) == 292
    assert b_cubed(keys)[2] >= 0.92


def test_the_tolls_of_the_bundled_war_are_those_expected_and_no_others(linked: Reconciled) -> None:
    expected, names = set(), dict[str, str]()
    for toll in json.loads((KARABAKH / "expected" / "tolls.json").read_text("utf-8")):
        for name in toll["also_named"]:
            names[name] = toll["source"]
        key = (toll["source"], toll["harm"], toll["status"], toll["victim_side"])
        expected |= {
            (*key, s["as_of"], s["value"], s["low"], s["high"], s["qualifier"], s["stance"], *s["reports"]) for s in toll["series"]
        }
    found = set()
    for step in linked.tolls:
        source = names.get(step.source or "", step.source)
        bounds = (step.low, step.high) if step.qualifier == "range" else (None, None)
        day = step.day.isoformat() if step.day else None
        key = (source, step.harm, step.status, step.side, day, step.value, *bounds, step.qualifier, step.stance)
        found.add((*key, *dict.fromkeys(step.reports)))
    assert found == expected


def test_every_claim_stands_in_one_incident_at_most_and_every_side_names_its_report(war: list[Reading], linked: Reconciled) -> None:
    ids = {id_ for one in war for id_ in (*claim_ids(one).figures, *claim_ids(one).events, *claim_ids(one).disputes)}
    members = [claim for incident in linked.incidents for claim in incident.claims]
    assert len(members) == len(set(members))
    assert set(members) <= ids
    reports = {one.report.id: one.report.text for one in war}
    for dispute in linked.disputes:
        assert len({side.report for side in dispute.sides}) > 1
        for side in dispute.sides:
            assert set(side.claims) <= ids
            assert side.span.within(reports[side.report or ""])


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_the_bundled_war_in_any_order_gives_the_same(data: st.DataObject) -> None:
    readings = readings_from_gold(load(KARABAKH))
    assert reconcile(data.draw(st.permutations(readings))) == reconcile(readings)


PLACES = st.sampled_from(["Ganja", "Barda", "Terter", None])
DAYS = st.dates(dt.date(2020, 10, 1), dt.date(2020, 10, 4)) | st.none()
PARTIES = st.sampled_from(["Armenia", "Azerbaijan", None])
CLAIMS = st.builds(
    lambda kind, place, day, agent, source: event(kind, source, place=place, since=day, until=day, agent=agent),
    st.sampled_from(["shelling", "air_strike", "battle", "statement_of_blame"]), PLACES, DAYS, PARTIES, PARTIES,
) | st.builds(
    lambda value, place, day, scope, source: figure(value, source, place=place, since=day, until=day, scope=scope),
    st.integers(0, 5), PLACES, DAYS, st.sampled_from(["incident", "total"]), PARTIES,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CLAIMS, max_size=4), min_size=1, max_size=6), st.data())
def test_reports_in_any_order_give_the_same(claims: list[list[Figure | Event]], data: st.DataObject) -> None:
    readings = [reading(f"r{n}", *some, day=DAY + dt.timedelta(n % 3)) for n, some in enumerate(claims)]
    once, again = reconcile(readings), reconcile(data.draw(st.permutations(readings)))
    assert once == again
    told = {id_ for one in readings for id_ in claim_ids(one).events}
    assert told <= set(once.incident_of())


# Pairs


def pair(a: Figure | Event, b: Figure | Event) -> tuple[Statement, Statement]:
    first, second = statements_of([reading("r1", a), reading("r2", b)])
    return first, second


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (event(), event(), "same day"),
        (event(), event(since=DAY + dt.timedelta(1), until=DAY + dt.timedelta(1)), "next day"),
        (event(), event(since=DAY + dt.timedelta(9), until=DAY + dt.timedelta(9)), "days apart"),
        (event(), event(since=DAY - dt.timedelta(1)), "days meet"),
        (event(), event(since=DAY - dt.timedelta(9)), "long stretches meet"),
        (event(), event(since=None, until=None), "day unknown"),
        (event(), event(), "same place"),
        (event(), event(place="Barda"), "places apart"),
        (event(), event(place="Azerbaijan"), "place within"),
        (event(place="Armenia"), event(place="Armenia"), "same broad place"),
        (event(place="Lachin road"), event(place="Lachin corridor"), "places share a word"),
        (event(), event(place=None), "place unknown"),
        (event(), event(), "same type"),
        (event(), event("air_strike"), "akin types"),
        (event(), event("talks"), "unlike types"),
        (event(), event("statement_of_blame"), "blame for an act"),
        (figure(7), figure(7), "same count"),
        (figure(7), figure(8), "two counts"),
        (figure(7), event(), "harm of the act"),
        (figure(7), event("talks"), "harm of another act"),
        (event(), event(), "same victims"),
        (event(), event(target="Nagorno-Karabakh"), "other victims"),
        (event(), event(), "same actors"),
        (event(), event(agent="Nagorno-Karabakh"), "other actors"),
    ],
)
def test_a_comparison_finds_its_outcome_either_way_round(a: Figure | Event, b: Figure | Event, outcome: str) -> None:
    first, second = pair(a, b)
    for x, y in ((first, second), (second, first)):
        found = {score.outcome: score for feature in FEATURES if (score := feature(x, y))}
        assert outcome in found
        assert found[outcome].because


def test_told_together_tells_one_sentence_from_the_next_and_from_afar() -> None:
    told = reading("r1", event(), *[event(place=f"P{n}") for n in range(20)])
    shared = dataclasses.replace(told.events[0], type="battle")
    by_span = sorted(statements_of([dataclasses.replace(told, events=(*told.events, shared))]), key=lambda s: (s.span, s.type))
    (together,) = [feature for feature in FEATURES if feature.__name__ == "told_together"]

    def outcome(n: int) -> str:
        found = together(by_span[0], by_span[n])
        assert found
        return found.outcome

    assert [outcome(n) for n in (1, 2, 4, 20)] == [
        "two events in one sentence", "next sentence", "nearby in the report", "elsewhere in the report",
    ]  # fmt: skip


def test_every_outcome_has_a_weight_and_every_weight_an_outcome(war: list[Reading]) -> None:
    found = {score.outcome for a, b in candidates(statements_of(war)) for feature in FEATURES if (score := feature(a, b))}
    assert found <= set(WEIGHTS)
    never_candidates = {"days apart"}
    assert set(WEIGHTS) - found <= never_candidates


def test_a_sum_is_its_reasons_added_up() -> None:
    a, b = pair(event(), event("air_strike", agent=None))
    assert weigh(a, b) == weigh(b, a) == pytest.approx(-1.0 + sum(float(line.rsplit(" ", 1)[1]) for line in reasons(a, b)))


@pytest.mark.parametrize(("score", "wanted"), [(0.5, "same"), (0.49, "unsure"), (-1.49, "unsure"), (-1.5, "different")])
def test_verdicts_and_their_bounds(score: float, wanted: str) -> None:
    assert verdict(score) == wanted


# Incidents


def test_a_figure_without_a_place_speaks_of_the_act_before_it() -> None:
    told = reading("r1", event(place="Barda"), event(), figure(7, place=None, since=None, until=None))
    first, second, third = sorted(statements_of([told]), key=lambda s: s.span)
    assert (first.carried, second.carried, third.carried) == (False, False, True)
    assert (third.place_name, third.since) == ("Ganja", DAY)
    assert told.figures[0].place is None


@pytest.mark.parametrize(
    "other",
    [figure(7, place="Barda"), figure(7, place=None, since=DAY + dt.timedelta(1), until=DAY + dt.timedelta(1)), event(place=None)],
    ids=["a place of its own", "another day", "another act"],
)
def test_nothing_is_carried_over_to_what_has_its_own_or_cannot_be_meant(other: Figure | Event) -> None:
    assert not any(s.carried for s in statements_of([reading("r1", event(), other)]))


def incidents_of(*readings: Reading) -> list[set[str]]:
    return sorted(({*incident.reports} for incident in reconcile(readings).incidents), key=sorted)


def test_one_act_in_two_reports_is_one_incident_and_the_next_days_another() -> None:
    later = DAY + dt.timedelta(1)
    readings = (
        reading("r1", event(), figure(7)),
        reading("r2", event(source="Armenia"), day=later),
        reading("r3", event(since=later, until=later), day=later),
    )
    assert incidents_of(*readings) == [{"r1", "r2"}, {"r3"}]


def test_like_acts_in_two_towns_stay_apart() -> None:
    assert incidents_of(reading("r1", event()), reading("r2", event(place="Barda"))) == [{"r1"}, {"r2"}]


def test_an_incident_says_its_type_place_and_days_and_why_it_holds_together() -> None:
    (incident,) = reconcile(
        [reading("r1", event(), figure(7)), reading("r2", event("statement_of_blame", source="Russia", target="Armenia"), event())]
    ).incidents
    assert (incident.type, incident.place, incident.since, incident.until) == ("shelling", "Ganja", DAY, DAY)
    assert any("same place ganja" in line for line in incident.because)


def test_totals_and_past_wars_belong_to_no_incident() -> None:
    told = reading("r1", figure(500, scope="total"), figure(30000, scope="past"))
    assert reconcile([told]).incidents == ()


# Tolls and numbers


@pytest.mark.parametrize(
    ("a", "b", "hold"),
    [
        (figure(10, qualifier="at_least"), figure(14), True),
        (figure(14, qualifier="at_least"), figure(10), False),
        (figure(30, qualifier="more_than"), figure(30), False),
        (figure(30, qualifier="at_most"), figure(30), True),
        (figure(30, qualifier="less_than"), figure(30), False),
        (figure(200, qualifier="about"), figure(191), True),
        (figure(200, qualifier="about"), figure(150), False),
        (figure(None, qualifier="range", low=20, high=30), figure(25), True),
        (figure(None, qualifier="range", low=20, high=30), figure(31), False),
        (figure(None, qualifier="vague"), figure(1), True),
        (figure(7), figure(7), True),
        (figure(7), figure(8), False),
    ],
)
def test_two_numbers_hold_together_when_their_words_let_them(a: Figure, b: Figure, hold: bool) -> None:
    assert can_both_hold(a, b) is can_both_hold(b, a) is hold


@pytest.mark.parametrize(
    ("of", "low", "best", "high"),
    [
        (figure(7), 7, 7, 7),
        (figure(7, qualifier="at_least"), 7, 7, None),
        (figure(7, qualifier="more_than"), 8, 7, None),
        (figure(7, qualifier="at_most"), None, 7, 7),
        (figure(7, qualifier="less_than"), None, 7, 6),
        (figure(7, qualifier="about"), None, 7, None),
        (figure(None, qualifier="range", low=5, high=9), 5, None, 9),
        (figure(None, qualifier="vague"), None, None, None),
    ],
)
def test_bounds_are_those_that_the_words_give(of: Figure, low: int | None, best: int | None, high: int | None) -> None:
    found = bounds_of(of)
    assert (found.low, found.best, found.high) == (low, best, high)


def test_steps_of_one_source_stand_in_one_series_by_day_and_repeats_stand_behind_one_step() -> None:
    def told(id: str, value: int, day: dt.date, source: str) -> Reading:
        return reading(id, figure(value, source, scope="total", status="combatant", place=None, until=day), day=day)

    later = DAY + dt.timedelta(3)
    steps = reconcile([
        told("r3", 40, later, "Armenia Ministry of Defence"),
        told("r1", 16, DAY, "Armenia Ministry of Defence"),
        told("r2", 16, DAY, "Spokesman for the Armenia Defence Ministry"),
    ]).tolls  # fmt: skip
    assert [(step.value, step.day, step.reports) for step in steps] == [(16, DAY, ("r1", "r2")), (40, later, ("r3",))]
    assert {step.source for step in steps} == {"Armenia Ministry of Defence"}
    assert steps[0].stated_by == ("Spokesman for the Armenia Defence Ministry",)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Armenia Ministry of Defence", "Armenia Defence Ministry", True),
        ("Azerbaijan Ministry of Defence", "Azerbaijan army", True),
        ("Israel Defense Forces", "Israeli military", False),
        ("Armenia Ministry of Defence", "Armenia Ministry of Health", False),
        ("Armenia Ministry of Defence", "Azerbaijan Ministry of Defence", False),
        ("Artur Sargsyan", "Nagorno-Karabakh army", True),
    ],
)
def test_names_of_one_source_share_a_key(a: str, b: str, same: bool) -> None:
    assert (source_key(a, SPOKESMEN) == source_key(b, SPOKESMEN)) is same


# Disputes


def test_counts_of_one_incident_that_cannot_both_hold_are_a_dispute() -> None:
    (found,) = disputes_of(reading("r1", event(), figure(7)), reading("r2", event(), figure(3, "Armenia")))
    assert (found.kind, [side.position for side in found.sides]) == ("figures", ["says 7", "says 3"])
    assert [side.report for side in found.sides] == ["r1", "r2"]
    assert found.incident


@pytest.mark.parametrize(
    "other",
    [
        figure(3, "Armenia", qualifier="at_least"),
        figure(3, "Armenia", harm="wounded"),
        figure(3, "Armenia", status="combatant"),
        figure(3, "Armenia", victim_side="Armenia"),
        figure(3, "Armenia", scope="total"),
        figure(3, "Armenia", stance="denied"),
        figure(3, "Azerbaijan"),
        figure(3, None),
        figure(7, "Armenia"),
    ],
    ids=["bounds hold", "harm", "status", "side", "scope", "denied", "same source", "own voice", "same number"],
)
def test_counts_of_other_things_are_no_dispute(other: Figure) -> None:
    assert [d for d in disputes_of(reading("r1", event(), figure(7)), reading("r2", event(), other)) if d.kind == "figures"] == []


def test_a_later_and_higher_count_is_no_dispute_but_a_later_and_lower_one_is() -> None:
    later = DAY + dt.timedelta(1)
    early = reading("r1", event(), figure(7))
    assert disputes_of(early, reading("r2", event(), figure(9, "Armenia"), day=later)) == ()
    assert len(disputes_of(early, reading("r2", event(), figure(5, "Armenia"), day=later))) == 1


def test_a_source_correcting_itself_is_history() -> None:
    assert disputes_of(reading("r1", event(), figure(14)), reading("r2", event(), figure(19), day=DAY + dt.timedelta(1))) == ()


def test_totals_dispute_only_as_of_one_day() -> None:
    def told(id: str, value: int, source: str, day: dt.date) -> Reading:
        return reading(id, figure(value, source, scope="total", place=None, until=day), day=day)

    assert len(disputes_of(told("r1", 200, "Armenia", DAY), told("r2", 30, "Russia", DAY))) == 1
    assert disputes_of(told("r1", 200, "Armenia", DAY), told("r2", 230, "Russia", DAY + dt.timedelta(1))) == ()


def test_a_denial_is_tied_to_the_claims_of_other_reports() -> None:
    denial = Dispute("denial", "who fired", (Side("Azerbaijan", Span(0, 24), "asserts"), Side("Armenia", Span(26, 50), "denies")))
    here = reading("r1", event(), event("talks", place=None), disputes=(denial,))
    there = reading("r2", event())
    (found,) = disputes_of(here, there)
    assert (found.kind, found.issue) == ("denial", "who fired")
    assert [(side.report, side.position, side.claims) for side in found.sides] == [
        ("r1", "denies", claim_ids(here).disputes), ("r2", "asserts", claim_ids(there).events),
    ]  # fmt: skip


def test_rival_blame_in_two_reports_is_mutual() -> None:
    first = event(agent="Armenia", target=None, source="Azerbaijan Ministry of Defence")
    second = event(agent="Azerbaijan", target=None, source="Armenia Ministry of Defence")
    (found,) = disputes_of(reading("r1", first), reading("r2", second))
    assert (found.kind, [side.position for side in found.sides]) == ("mutual_blame", ["blames Armenia", "blames Azerbaijan"])


# Copies

WIRE = " ".join(f"Sentence number {n} of the dispatch tells of shell {n} on street {n * 7}." for n in range(20))


@pytest.mark.parametrize(
    ("change", "is_copy"),
    [
        (lambda text: text[: len(text) // 3], True),
        (lambda text: text.replace("tells", "speaks"), True),
        (lambda text: "Our own reporter writes. " + text[len(text) // 2 :], True),
        (
            lambda text: " ".join(f"Quite another account of day {n}, by another hand, with words {n * 3} of its own." for n in range(20)),
            False,
        ),
    ],
    ids=["cut", "reworded", "new beginning", "another"],
)
def test_a_copy_is_known_though_it_is_cut_or_reworded(change: Callable[[str], str], is_copy: bool) -> None:
    wire = reading("wire", text=WIRE)
    paper = reading("paper", text=change(WIRE), day=DAY + dt.timedelta(1))
    assert [(copy.report, copy.original) for copy in reconcile([paper, wire]).copies] == ([("paper", "wire")] if is_copy else [])


def test_the_one_that_is_credited_is_the_original_whatever_its_day() -> None:
    def told(id: str, outlet: str, text: str, day: dt.date) -> Reading:
        one = reading(id, text=text, day=day)
        return dataclasses.replace(one, report=dataclasses.replace(one.report, outlet=outlet))

    wire = told("wire", "Tarvos Newswire", WIRE, DAY + dt.timedelta(1))
    paper = told("paper", "Port Ellery Examiner", f"BAKU (Tarvos) - {WIRE[:500]}", DAY)
    assert [(copy.report, copy.original) for copy in reconcile([wire, paper]).copies] == [("paper", "wire")]


def test_a_copy_does_not_dispute_its_original() -> None:
    one = reading("wire", event(), figure(7), text=WIRE)
    other = reading("paper", event(), figure(3, "Armenia"), text=WIRE)
    assert disputes_of(one, other) == ()


# The page that explains it


def test_the_page_on_linking_gives_the_weights_that_are_used() -> None:
    page = (ROOT / "docs" / "linking.md").read_text("utf-8").split("<!-- weights -->", 1)[1]
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    told = {name: float(weight) for name, weight in rows[1:] if name != "outcome"}
    assert told == {"before anything is known": START} | WEIGHTS
    assert f"A sum of {SAME:.2f} or more is **same**, of {DIFFERENT:.2f} or less **different**" in page
