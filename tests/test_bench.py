"""The yardstick itself: small cases worked out by hand, and the whole of the bundled war against itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench import frozen, gate
from bench.gold import readings_from_gold
from bench.measure import b_cubed, closeness, matched, measure, shared
from bench.names import same_name
from bench.sets import known_sets, load
from bench.show import changed, errors

from rashomon.publish.interchange import to_json

TEXT = "The ministry said two soldiers died in Ganja. Armenia said five villages were shelled. Baku denied it."
DEATH = {
    "id": "f1", "evidence": "two soldiers died in Ganja", "value": 2, "low": None, "high": None, "qualifier": "exact", "harm": "killed",
    "status": "combatant", "victim_side": "Azerbaijan", "source": "Azerbaijan Ministry of Defence", "stance": "asserted",
    "scope": "incident", "place": "Ganja", "from": "2020-10-04", "to": "2020-10-04", "perpetrator": None,
}  # fmt: skip
SHELLING = {
    "id": "e1", "evidence": "five villages were shelled", "type": "shelling", "agent": None, "target": "Armenia", "place": None,
    "source": "Armenia", "stance": "asserted", "from": None, "to": None,
}  # fmt: skip
DENIAL = {
    "id": "d1", "kind": "denial", "issue": "the shelling",
    "sides": [{"source": "Armenia", "evidence": "Armenia said five villages were shelled.", "position": "asserts"},
              {"source": "Azerbaijan", "evidence": "Baku denied it.", "position": "denies"}],
}  # fmt: skip
GOLD: dict[str, dict[str, Any]] = {"r1": {"id": "r1", "text": TEXT, "figures": [DEATH], "events": [SHELLING], "disputes": [DENIAL]}}


def karabakh() -> dict[str, dict[str, Any]]:
    return load(known_sets()[0].folder)


def system(**changes: Any) -> dict[str, dict[str, Any]]:
    """The annotation with some fields of its figure changed."""
    return {"r1": {**GOLD["r1"], "figures": [DEATH | changes]}}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Baku", "Azerbaijan", True),
        ("Azerbaijani Ministry of Defense", "Azerbaijan Ministry of Defence", True),
        ("Syrian rebels", "Syria", False),
        ("Armenia", "Azerbaijan", False),
        (["Armenia", "Azerbaijan"], ["Azerbaijan", "Armenia"], True),
        (["Armenia", "Azerbaijan"], "Armenia", True),
        (["Armenia", "Azerbaijan", "Russia"], ["Armenia"], False),
        (None, None, True),
        (None, [], True),
        (None, "Armenia", False),
    ],
)
def test_names_agree_when_their_telling_words_do(a: Any, b: Any, same: bool) -> None:
    assert same_name(a, b) is same
    assert same_name(b, a) is same


def test_a_figure_with_another_number_or_harm_is_not_found() -> None:
    assert measure(GOLD, system(value=3)).layers["figures"].found() == (0.0, 0.0, 0.0)
    assert measure(GOLD, system(harm="wounded")).layers["figures"].found() == (0.0, 0.0, 0.0)


def test_a_figure_found_elsewhere_in_the_text_is_not_found() -> None:
    assert closeness("figures", DEATH, DEATH | {"evidence": "Baku denied it."}, TEXT) == 0


def test_a_wrong_qualifier_is_found_but_not_exact_and_a_wrong_place_is_both() -> None:
    blurred = measure(GOLD, system(qualifier="about")).layers["figures"]
    assert (blurred.found()[2], blurred.exact()[2]) == (1.0, 0.0)
    assert blurred.matches[0].wrong == ("qualifier",)
    misplaced = measure(GOLD, system(place="Barda")).layers["figures"]
    assert (misplaced.found()[2], misplaced.exact()[2]) == (1.0, 1.0)
    assert misplaced.shares()["place"] == 0.0


def test_bounds_of_a_range_are_part_of_its_number() -> None:
    gold = DEATH | {"qualifier": "range", "value": None, "low": 20, "high": 30}
    assert closeness("figures", gold, gold, TEXT) > 0
    assert closeness("figures", gold, gold | {"high": 40}, TEXT) == 0


def test_an_invented_claim_costs_precision_and_a_missed_one_recall() -> None:
    twice = {"r1": {**GOLD["r1"], "figures": [DEATH, DEATH | {"value": 9}]}}
    assert measure(GOLD, twice).layers["figures"].found() == (0.5, 1.0, pytest.approx(2 / 3))
    assert measure(twice, GOLD).layers["figures"].found() == (1.0, 0.5, pytest.approx(2 / 3))


def test_of_two_candidates_the_closer_is_taken() -> None:
    assert matched("figures", [DEATH], [DEATH | {"source": None}, DEATH], TEXT) == [(0, 1)]


def test_a_dispute_needs_both_parties_and_one_of_their_places() -> None:
    def sides(*pairs: tuple[str, str]) -> dict[str, Any]:
        return DENIAL | {"sides": [{"source": source, "evidence": evidence} for source, evidence in pairs]}

    denial = "Baku denied it."
    assert closeness("disputes", DENIAL, sides(("Armenia", "elsewhere"), ("Azerbaijan", denial)), TEXT) == 3
    assert closeness("disputes", DENIAL, sides(("Armenia", "elsewhere"), ("Azerbaijan", "elsewhere")), TEXT) == 0
    assert closeness("disputes", DENIAL, sides(("Russia", denial), ("Azerbaijan", denial)), TEXT) == 0


def test_a_report_that_is_not_answered_counts_as_missed() -> None:
    result = measure(GOLD, {})
    assert result.missing == ["r1"]
    assert result.layers["events"].missed == [("r1", SHELLING)]


@pytest.mark.parametrize(
    ("a", "b", "share"), [((0, 10), (5, 25), 0.5), ((0, 10), (10, 20), 0.0), ((0, 100), (20, 30), 1.0), (None, (0, 1), 0.0)]
)
def test_overlap_is_a_share_of_the_shorter(a: Any, b: Any, share: float) -> None:
    assert shared(a, b) == share


def test_b_cubed_of_a_case_worked_out_by_hand() -> None:
    # Gold {1, 2, 3} {4}; system {1, 2} {3, 4}. Precision (1 + 1 + 1/2 + 1/2) / 4, recall (2/3 + 2/3 + 1/3 + 1) / 4.
    precision, recall, f1 = b_cubed([("a", "x"), ("a", "x"), ("a", "y"), ("b", "y")])
    assert (precision, recall) == (pytest.approx(3 / 4), pytest.approx(2 / 3))
    assert f1 == pytest.approx(12 / 17)


def test_the_annotation_read_as_a_faultless_reader_scores_one_everywhere() -> None:
    gold = karabakh()
    result = measure(gold, {reading.report.id: to_json(reading) for reading in readings_from_gold(gold)})
    for layer in result.layers.values():
        assert layer.found() == (1.0, 1.0, 1.0)
        assert layer.missed == layer.invented == []
    assert {m.wrong for layer in result.layers.values() for m in layer.matches} == {()}


def test_frozen_lines_come_back_as_written_and_hold_every_claim_once(tmp_path: Path) -> None:
    gold = karabakh()
    lines = frozen.lines_of(measure(gold, {}))
    frozen.write(tmp_path / "frozen.csv", lines)
    assert frozen.parse((tmp_path / "frozen.csv").read_text("utf-8")) == lines
    assert (
        len({line.key for line in lines})
        == len(lines)
        == sum(len(row[x]) for row in gold.values() for x in ("figures", "events", "disputes"))
    )


def test_changes_name_what_was_gained_lost_and_blurred() -> None:
    def lines(reading: dict[str, dict[str, Any]]) -> list[frozen.Line]:
        return frozen.lines_of(measure(GOLD, reading))

    right, blurred, lost = lines(system()), lines(system(source=None)), lines(system(value=7))
    assert [word for word, _ in frozen.changes(right, blurred)] == ["blurred"]
    assert [word for word, _ in frozen.changes(blurred, right)] == ["exact"]
    assert [word for word, _ in frozen.changes(right, lost)] == ["lost"]
    assert [word for word, _ in frozen.changes(lost, right)] == ["found"]
    shown = "\n".join(changed(list(frozen.changes(right, lost)), GOLD, 10))
    assert "lost    r1 figures f1" in shown
    assert "two soldiers died in Ganja" in shown


def test_errors_show_both_readings_of_a_wrong_field_and_what_stands_beside_a_miss() -> None:
    texts = {"r1": TEXT}
    wrong = "\n".join(errors(measure(GOLD, system(source="Armenia")), texts, 9))
    assert "source!: Azerbaijan Ministry of Defence -> Armenia" in wrong
    missed = "\n".join(errors(measure(GOLD, system(value=3)), texts, 9))
    assert "read there: killed 3" in missed
    assert "gold there: killed 2" in missed


def test_the_gate_names_each_figure_below_its_floor_and_floors_only_rise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    gate.FLOORS.write_text(json.dumps({"ours": {"figures found F1": 0.5}}), "utf-8")
    good, bad = measure(GOLD, GOLD), measure(GOLD, {})
    gate.raise_floors({"ours": good, "other people's": good})
    assert gate.floors()["ours"]["figures found F1"] == 1.0
    assert set(gate.floors()) == {"ours"}
    gate.raise_floors({"ours": bad})
    assert gate.floors()["ours"]["events exact F1"] == 1.0
    assert list(gate.below(gate.floors()["ours"], gate.reached(good))) == []
    assert "figures found F1 0.000, asked 1.000" in list(gate.below(gate.floors()["ours"], gate.reached(bad)))
