"""The ledger: what goes in comes out the same, whole or not at all, and nothing is ever taken from it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import LedgerError, Refusal
from rashomon.model import (
    Attribution,
    DayGuess,
    Dispute,
    Event,
    Figure,
    Moment,
    NameMention,
    PlaceMention,
    Reading,
    Report,
    Side,
    Span,
    Trace,
    claim_ids,
)
from rashomon.reconcile.model import Incident, Reconciled
from rashomon.store import Ledger, Run, text_sha256
from rashomon.store import tables as schema
from rashomon.store.codec import decode, dumps, encode, loads
from rashomon.store.rows import LAYERS, reading_of, reading_rows

TEXT = "The ministry said two soldiers were killed on Monday. Yerevan denied it."


@dataclass(frozen=True)
class Arrival:
    report: Report
    raw: bytes
    media_type: str = "text/plain"


def arrival(text: str = TEXT, id: str = "r1", **more: Any) -> Arrival:
    return Arrival(Report(id, text, received="2020-10-03T00:00:00Z", origin=f"{id}.txt", **more), text.encode())


def reading(report: Report, reader: str = "reader 1") -> Reading:
    figure = Figure(
        Span(0, 53), Span(18, 21), 2, None, None, "exact", "killed", "combatant", ("Armenia", "Azerbaijan"), "ministry",
        ("ministry", "agency"),
        since=dt.date(2020, 9, 28), until=dt.date(2020, 9, 28), rules=(Trace("killed_by_passive", ("harm.toml: kill",)),),
    )  # fmt: skip
    first = claim_ids(Reading(report, None, None, figures=(figure,))).figures[0]
    return Reading(
        report, dt.date(2020, 10, 3), "text", (DayGuess(dt.date(2020, 10, 3), ("a Saturday", "the seventh day")),), reader=reader,
        note="a note",
        attributions=(Attribution("ministry", Span(0, 12), "said", Span(13, 17), (Span(18, 52),), "indirect", trace=Trace("said_that")),),
        moments=(Moment(Span(46, 52), "Monday", None, dt.date(2020, 9, 28), "day", because="published on a Saturday"),),
        places=(PlaceMention(Span(54, 61), "Yerevan", "Yerevan", "AM", 40.18, 44.5, "exact", 616052, ("Armenia",)),),
        names=(NameMention(Span(54, 61), "Yerevan", "Armenia", "party", "Armenia"),),
        figures=(figure,),
        events=(Event(Span(0, 53), Span(36, 42), "killing", None, "Armenia"),),
        disputes=(Dispute("denial", "who died", (Side("ministry", Span(0, 53), "asserts", None, (first,)),
                                                 Side("Armenia", Span(54, 72), "denies"))),),
        skipped=((Span(0, 3), "debris"),),
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "war.ledger"


def rows_of(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as db:
        tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        out = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    db.close()
    return out


def add(ledger: Ledger, one: Arrival) -> bool:
    return ledger.add(one, reading(one.report))


def test_a_reading_comes_back_as_it_went_in(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        assert add(ledger, arrival())
    with Ledger.open(path) as ledger:
        (found,) = ledger.readings()
        assert dataclasses.replace(found, report=arrival().report) == reading(arrival().report)
        assert found.report == dataclasses.replace(arrival().report, sha256=text_sha256(TEXT))
        assert ledger.reading("r1") == found
        assert ledger.bytes_of("r1") == TEXT.encode()
        assert [(f.id, f.report, f.claim) for f in ledger.figures()] == [(claim_ids(found).figures[0], "r1", found.figures[0])]
        assert [e.claim for e in ledger.events()] == list(found.events)
        assert [d.claim for d in ledger.disputes()] == list(found.disputes)


# Spans and numbers as wide as a report or a claim can make them; no NaN, since it equals nothing.
st.register_type_strategy(Span, st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@settings(max_examples=60)
@given(st.from_type(Reading))
def test_any_reading_is_the_same_after_rows(one: Reading) -> None:
    made = reading_rows(one)
    layers = {row["layer"]: row["body"] for row in made.layers}
    claims = {name: [row["body"] for row in getattr(made, name)] for name in ("figures", "events", "disputes")}
    assert set(layers) == set(LAYERS)
    assert reading_of(one.report, made.reading["body"], layers, claims) == one


@settings(max_examples=15)
@given(st.from_type(Reading))
def test_any_reading_is_the_same_after_the_file(one: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "x", create=True) as ledger:
        ledger.add(Arrival(one.report, one.report.text.encode()), one)
        (found,) = ledger.readings()
        assert dataclasses.replace(found, report=one.report) == one
        assert found.report.text == one.report.text


@pytest.mark.parametrize("kind", [Figure, Event, Dispute, Attribution, Moment, PlaceMention, NameMention, Report, Incident])
def test_codec_gives_back_what_it_was_given(kind: type[Any]) -> None:
    @settings(max_examples=25)
    @given(st.from_type(kind))
    def check(one: Any) -> None:
        assert loads(kind, dumps(one)) == one

    check()


def test_an_older_row_opens_and_a_newer_key_is_passed_over() -> None:
    raw = encode(NameMention(Span(0, 3), "IDF", "Israel", "party"))
    assert decode(NameMention, raw | {"a key of tomorrow": 1}) == NameMention(Span(0, 3), "IDF", "Israel", "party")
    assert "party" not in raw  # empty, so left out, and back at its default


def test_what_has_no_place_in_a_row_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        encode(object())


def test_the_same_text_twice_is_one_report_with_two_receipts(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        assert add(ledger, arrival())
        assert not add(ledger, arrival(id="other"))
        assert ledger.report_ids() == ["r1"]
        before = rows_of(path)
        assert not add(ledger, arrival())
        ledger.came_again(arrival(id="other"))
    assert before == rows_of(path)
    assert before["receipt"] == 2
    assert before["kept"] == 1


def test_the_same_text_under_two_outlets_is_two_reports(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        assert add(ledger, arrival(outlet="one.org"))
        assert add(ledger, arrival(id="r2", outlet="two.org"))
        assert not add(ledger, arrival(id="r3", outlet="Two.org"))


def test_an_id_that_another_text_has_gets_a_mark_and_its_claims_follow(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        add(ledger, arrival())
        other = TEXT + " Again."
        assert add(ledger, arrival(other))
        id = f"r1-{text_sha256(other)[:6]}"
        assert ledger.report_ids() == ["r1", id]
        moved = ledger.reading(id)
        assert moved.disputes[0].sides[0].claims == (claim_ids(moved).figures[0],)
        assert len({f.id for f in ledger.figures()}) == 2


def test_a_newer_reading_supersedes_and_the_older_stays(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        add(ledger, arrival())
        assert not ledger.read_again(reading(arrival().report))
        newer = dataclasses.replace(reading(arrival().report, "reader 2"), events=())
        assert ledger.read_again(newer)
        assert ledger.reading("r1").reader == "reader 2"
        assert ledger.events() == []
    assert rows_of(path)["reading"] == 2
    assert rows_of(path)["event"] == 1


def test_judgements_supersede_by_new_rows(path: Path) -> None:
    one = Incident("i1", "battle", None, None, None, ("c1",), ("r1",))
    two = Incident("i2", "battle", "Fuzuli", dt.date(2020, 10, 1), None, ("c2",), ("r1",))
    with Ledger.open(path, create=True) as ledger:
        add(ledger, arrival())
        mark = ledger.fingerprint()
        assert ledger.judged_fingerprint() is None
        assert ledger.save_judgements(Reconciled(incidents=(one, two)), mark)
        assert ledger.judged_fingerprint() == mark
        assert ledger.judgements(Reconciled) == Reconciled(incidents=(one, two))
        before = rows_of(path)
        assert ledger.save_judgements(Reconciled(incidents=(one, two)), mark)
        assert rows_of(path) == before
        assert ledger.save_judgements(Reconciled(incidents=(two,)), mark)
        assert ledger.judgements(Reconciled) == Reconciled(incidents=(two,))
        assert ledger.find("i1") == []
        assert ledger.save_judgements(Reconciled(incidents=(one, two)), mark)
        assert ledger.judgements(Reconciled) == Reconciled(incidents=(one, two))
        assert rows_of(path)["judgement"] == 4  # two made, one withdrawn, one made again
        add(ledger, arrival("Another text.", "r2"))
        assert not ledger.save_judgements(Reconciled(), mark), "judgements of readings that are not the current ones"
        assert ledger.judgements(Reconciled) == Reconciled(incidents=(one, two))


def test_ids_are_found_by_their_beginning_and_exactly(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        add(ledger, arrival())
        add(ledger, arrival("Another text.", "r12"))
        assert ledger.find("r1") == [("report", "r1")]
        assert ledger.find("r") == [("report", "r1"), ("report", "r12")]
        id = claim_ids(ledger.reading("r1")).figures[0]
        assert ledger.find(id[:8]) == [("figure", id)]
        assert ledger.report_of_claim(id) == "r1"
        assert ledger.report_of_claim("c0") is None
        assert ledger.find("%") == []


def test_refusals_are_kept_once(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.begin_run(Run("add", "0", "war", "ab"))
        ledger.refuse(Refusal("a.txt", "a.txt is empty."))
        ledger.refuse(Refusal("a.txt", "a.txt is empty."))
        assert ledger.refusals() == [Refusal("a.txt", "a.txt is empty.")]
    assert rows_of(path)["run"] == 1


def test_a_transaction_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(path, create=True) as ledger:
        before = rows_of(path)
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "_read", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                add(ledger, arrival())
        assert rows_of(path) == before
        assert add(ledger, arrival())
        assert add(ledger, arrival("Another text.", "r2"))
    assert rows_of(path)["run"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"not a database, but long enough to be looked at as one\n" * 20, "cannot be opened"), (None, "there is no ledger here")],
)
def test_what_is_no_ledger_is_refused_in_one_sentence(path: Path, content: bytes | None, words: str) -> None:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LedgerError, match=words) as err:
        Ledger.open(path)
    assert "\n" not in str(err.value)


def test_another_programs_database_is_refused(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(LedgerError, match="not a Rashomon ledger"):
        Ledger.open(path, create=True)


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    Ledger.open(path, create=True).close()
    db = sqlite3.connect(path)
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.commit()
    db.close()
    with pytest.raises(LedgerError, match="newer version") as err:
        Ledger.open(path, create=True)
    assert "\n" not in str(err.value)
    db = sqlite3.connect(path)
    assert db.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    db.close()


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="a ledger is a file"):
        Ledger.open(tmp_path, create=True)


def test_migrations_make_the_tables_that_the_code_names(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from rashomon.store import connect, migrations

    Ledger.open(path, create=True).close()
    engine = connect.engine(path)
    with connect.reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()
    assert migrations.script().get_heads() == [schema.SCHEMA]


def _add_many(path: str, which: list[int]) -> None:
    with Ledger.open(path, create=True) as ledger:
        for n in which:
            add(ledger, arrival(f"{TEXT} Number {n}.", f"r{n}"))


def test_two_processes_make_and_fill_one_ledger_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    jobs = [context.Process(target=_add_many, args=(str(path), list(range(k, k + 30)))) for k in (0, 15)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
        assert job.exitcode == 0
    with Ledger.open(path) as ledger:
        assert sorted(ledger.report_ids()) == sorted(f"r{n}" for n in range(45))
        assert len(ledger.figures()) == 45
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


def test_any_sqlite_tool_can_read_the_views(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        add(ledger, arrival())
        incident = Incident("i1", "killing", None, dt.date(2020, 9, 28), None, (ledger.figures()[0].id,), ("r1",))
        ledger.save_judgements(Reconciled(incidents=(incident,)), ledger.fingerprint())
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    text = db.execute("SELECT text FROM report").fetchone()[0]
    for view in ("figures", "events", "disputes"):
        rows = db.execute(f"SELECT * FROM {view}").fetchall()
        assert rows
        assert all(text[r["start"] : r["end"]] == r["evidence"] for r in rows)
    figure = db.execute("SELECT * FROM figures").fetchone()
    assert (figure["value"], figure["harm"], figure["victim_side"], figure["from"]) == (2, "killed", "Armenia; Azerbaijan", "2020-09-28")
    assert figure["incident"] == "i1"
    assert db.execute("SELECT claims, reports, \"from\" FROM incidents").fetchone()[:] == (1, 1, "2020-09-28")
    assert db.execute("SELECT figures, events, disputes FROM reports").fetchone()[:] == (1, 1, 1)
    assert db.execute("SELECT count(*) FROM tolls").fetchone()[0] == 0
    db.close()


def test_no_tool_can_alter_or_take_a_row(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.begin_run(Run("add", "0"))
        add(ledger, arrival())
        ledger.refuse(Refusal("a.txt", "a.txt is empty."))
        ledger.save_judgements(Reconciled(incidents=(Incident("i1", None, None, None, None, (), ()),)), ledger.fingerprint())
    db = sqlite3.connect(path)
    filled = [t for t in rows_of(path) if t != "alembic_version"]
    assert set(filled) == set(schema.metadata.tables)
    for table in filled:
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0, table
        column = db.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
        for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(sql)
    db.close()


def test_a_number_beyond_64_bits_is_kept_whole(path: Path) -> None:
    one = arrival()
    huge = dataclasses.replace(reading(one.report).figures[0], value=10**30)
    with Ledger.open(path, create=True) as ledger:
        ledger.add(one, dataclasses.replace(reading(one.report), figures=(huge,)))
        assert ledger.figures()[0].claim.value == 10**30
