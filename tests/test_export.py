"""Exports of the bundled war, read by the real reader: every row spells its evidence, and the interchange goes both ways."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon import pipeline, profile
from rashomon.errors import InputError
from rashomon.model import Reading, Report, Span
from rashomon.publish import csvs, files, jsonl
from rashomon.publish.interchange import from_json, line, to_json
from rashomon.reconcile.model import Reconciled
from rashomon.store import Ledger

WAR = Path(__file__).parents[1] / "examples" / "karabakh-2020"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The bundled war, read once for this module."""
    with Ledger.open(tmp_path_factory.mktemp("war") / "war.ledger", create=True) as made:
        done = pipeline.add(made, [WAR], profile.load(WAR / "karabakh-2020.toml"))
        assert done.refusals == []
        assert done.added == len(made.report_ids()) > 20
        yield made


@pytest.fixture(scope="module")
def texts(ledger: Ledger) -> dict[str, str]:
    return {r.id: r.text for r in ledger.reports()}


def check(row: Json, text: str) -> None:
    assert 0 <= row["start"] < row["end"] <= len(text)
    assert text[row["start"] : row["end"]] == row["evidence"]


def test_every_row_of_the_jsonl_spells_its_evidence(ledger: Ledger, texts: dict[str, str]) -> None:
    checked = 0
    for row in jsonl.reports(ledger):
        text = texts[row["id"]]
        for claim in row["figures"] + row["events"]:
            check(claim, text)
            start, end = claim["anchor"]
            assert claim["start"] <= start < end <= claim["end"], "a claim's word stands in its evidence"
            checked += 1
        for dispute in row["disputes"]:
            assert len(dispute["sides"]) >= 2
            for side in dispute["sides"]:
                check(side, texts[side.get("report", row["id"])])
                checked += 1
    assert checked > 300


def test_every_entry_of_every_layer_spells_its_words(ledger: Ledger, texts: dict[str, str]) -> None:
    checked = 0
    for row in jsonl.reports(ledger):
        text = texts[row["id"]]
        for layer in ("times", "places", "names"):
            for entry in row[layer]:
                assert text[entry["start"] : entry["end"]] == entry["text"], (row["id"], layer, entry)
                checked += 1
        for said in row["attributions"]:
            for name in ("source", "cue"):
                if said[f"{name}_start"] is not None:
                    assert 0 <= said[f"{name}_start"] < said[f"{name}_end"] <= len(text)
            assert said["content"]
            for start, end in said["content"]:
                assert 0 <= start < end <= len(text)
    assert checked > 500


def test_every_row_of_every_csv_spells_its_evidence(ledger: Ledger, texts: dict[str, str], tmp_path: Path) -> None:
    files.export(ledger, "csv", tmp_path / "tables", folder=True)
    sources = [csvs.claims(ledger)] + [(tmp_path / "tables" / f"{v}.csv").read_text("utf-8") for v in csvs.CLAIMS]
    for found in sources:
        rows = list(csv.DictReader(io.StringIO(found, newline="")))
        for row in rows:
            words = texts[row["report"]][int(row["start"]) : int(row["end"])]
            assert row["evidence"] == csvs.cell(words)
        if found is sources[0]:
            assert len(rows) > 300


def test_every_judgement_points_to_claims_and_words_that_are_there(ledger: Ledger, texts: dict[str, str]) -> None:
    claims = {e.id for e in ledger.figures()} | {e.id for e in ledger.events()}
    judged = jsonl.judgements(ledger)
    for row in judged["incidents"] + judged["tolls"]:
        assert set(row["claims"]) <= claims
        assert set(row["reports"]) <= set(texts)
    for dispute in judged["disputes"]:
        for side in dispute["sides"]:
            check(side, texts[side["report"]])
    assert judged["incidents"]
    assert judged["tolls"]


def test_no_claim_points_into_debris(ledger: Ledger) -> None:
    for reading in ledger.readings():
        for claim in (*reading.figures, *reading.events):
            assert not any(claim.anchor.overlaps(d.span) for d in reading.report.debris), claim


def test_ids_are_unique_over_the_ledger(ledger: Ledger) -> None:
    ids = [e.id for e in (*ledger.figures(), *ledger.events(), *ledger.disputes())]
    judged = ledger.judgements(Reconciled)
    ids += [j.id for kind in (judged.incidents, judged.tolls, judged.disputes, judged.copies, judged.judgements) for j in kind]
    assert len(ids) == len(set(ids))


def test_export_comes_back_by_from_json(ledger: Ledger) -> None:
    incidents = ledger.judgements(Reconciled).incident_of()
    for row in jsonl.reports(ledger, with_text=True):
        spelt = line(row)
        assert "\n" not in spelt
        assert spelt.splitlines() == [spelt]
        again = from_json(json.loads(spelt))
        assert to_json(again, incidents, copy_of=row["copy_of"], with_text=True) == row


def test_claims_come_back_equal(ledger: Ledger) -> None:
    for reading in ledger.readings():
        again = from_json(to_json(reading, with_text=True))
        for part in ("figures", "events", "disputes", "attributions", "moments", "places", "names", "days", "skipped", "published"):
            assert getattr(again, part) == getattr(reading, part), part


st.register_type_strategy(Span, st.builds(Span, st.integers(0, 300), st.integers(0, 300)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@settings(max_examples=40)
@given(st.from_type(Reading))
def test_any_reading_goes_out_and_in_and_out_the_same(reading: Reading) -> None:
    row = json.loads(line(to_json(reading, with_text=True)))
    assert to_json(from_json(row), with_text=True) == row


def test_the_form_of_another_reader_is_read() -> None:
    """Only what the annotation guide asks for: no anchors, no layers."""
    row = {
        "id": "r1", "published": "2020-10-03", "events": [], "disputes": [],
        "figures": [{"id": "f1", "start": 0, "end": 9, "evidence": "Two died.", "value": 2, "low": None, "high": None, "qualifier": "exact",
                     "harm": "killed", "status": "unknown", "victim_side": ["Armenia", "Azerbaijan"], "source": None, "from": None,
                     "to": None}],
    }  # fmt: skip
    (figure,) = from_json(row).figures
    assert (figure.value, figure.victim_side, figure.anchor) == (2, ("Armenia", "Azerbaijan"), Span(0, 9))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "'id' is missing"), ({"id": "r", "figures": [{"start": 0, "end": 1}]}, "'value' is missing"),
        ({"id": "r", "published": "yesterday"}, "wrong kind"), ({"id": "r", "figures": 3}, "wrong kind"),
    ],
)  # fmt: skip
def test_what_is_not_the_interchange_is_refused_in_one_sentence(row: Json, words: str) -> None:
    with pytest.raises(InputError, match=words) as err:
        from_json(row)
    assert "\n" not in str(err.value)


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\n", "\r", "\x1c"])
def test_a_report_stays_on_one_line(end: str) -> None:
    reading = Reading(Report("r", f"One.{end}Two."), None, None)
    spelt = line(to_json(reading, with_text=True))
    assert spelt.splitlines() == [spelt]
    assert json.loads(spelt)["text"] == reading.report.text


@pytest.mark.parametrize(
    ("value", "shown"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-a", "'-a"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=b", "a=b"), (-3, -3), (None, ""), ("", "")],
)
def test_no_cell_is_run_as_a_formula(value: Any, shown: Any) -> None:
    assert csvs.cell(value) == shown
