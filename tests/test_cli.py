"""The command line: what each command says, writes and exits with. The reader here is a small stand-in; test_export.py has the real one."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
import json
import multiprocessing
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rashomon import cli, pipeline
from rashomon import manual as pages
from rashomon.model import DayGuess, Dispute, Event, Figure, Reading, Report, Side, Span, Trace, claim_ids
from rashomon.reconcile.model import Reconciled
from rashomon.store import Ledger

ONE = "The ministry said two soldiers were killed in the town on Monday. Yerevan denied that anyone had died there."
TWO = "At least 10 civilians were wounded when rockets hit the market, officials said on Tuesday in a short statement."
THREE = "Nobody was hurt, the mayor told reporters after the drone fell into the river on Wednesday, and the road is open."
Run = Callable[..., tuple[int, str, str]]


def stand_in(reports: Iterable[Report], profile: Any = None, **_: Any) -> Iterator[Reading]:
    """Reads "N soldiers|civilians were H" and one "denied" sentence; fails on a text with the word "Trip"."""
    for report in reports:
        if "Trip" in report.text:
            raise ValueError("a rule tripped")
        text, figures, disputes = report.text, [], []
        for m in re.finditer(r"(two|At least 10) (soldiers|civilians) were (killed|wounded)", text):
            value, qualifier = (2, "exact") if m[1] == "two" else (10, "at_least")
            figures.append(
                Figure(Span(0, text.index(".") + 1), Span(*m.span(1)), value, None, None, qualifier, m[3],  # type: ignore[arg-type]
                       rules=(Trace("stand_in", ("harm.toml: kill",)),))
            )  # fmt: skip
        if "denied" in text:
            sides = (Side(None, Span(0, text.index(".") + 1), "asserts"), Side("Armenia", Span(text.index("Yerevan"), len(text)), "denies"))
            disputes.append(Dispute("denial", "whether anyone died", sides))
        events = [Event(Span(0, 10), Span(4, 8), "killing")] if figures else []
        yield Reading(
            report, dt.date(2020, 10, 3), "text", (DayGuess(dt.date(2020, 10, 3), ("the stand-in says so",)),), figures=tuple(figures),
            events=tuple(events), disputes=tuple(disputes), reader="stand-in",
        )  # fmt: skip


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    room = importlib.import_module("rashomon.read")
    monkeypatch.setattr(room, "read_many", stand_in)
    monkeypatch.setattr(room, "read", lambda report, profile=None: next(stand_in([report])))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rashomon", *args])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.txt").write_text(ONE, "utf-8")
    (made / "b.json").write_text(json.dumps({"id": "given-b", "outlet": "b.org", "title": "=Rockets", "text": TWO}), "utf-8")
    (made / "c.jsonl").write_text(json.dumps({"id": "given-c", "text": THREE}) + "\n", "utf-8")
    return made


@pytest.fixture
def war(folder: Path, run: Run, reader: None) -> str:
    assert run("add", "war.ledger", "reports")[0] == 0
    return "war.ledger"


def counts(path: str) -> dict[str, int]:
    import sqlite3

    db = sqlite3.connect(path)
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    out = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    db.close()
    return out


@pytest.mark.usefixtures("reader", "folder")
def test_add_says_what_went_in_and_a_second_time_adds_nothing(run: Run) -> None:
    code, out, err = run("add", "war.ledger", "reports")
    assert (code, err) == (0, "")
    assert out == "war.ledger: 3 reports added, none refused; 2 figures, 2 events, 1 dispute read.\n"
    before = counts("war.ledger")
    code, out, err = run("add", "war.ledger", "reports")
    assert (code, err) == (0, "")
    assert "0 reports added, 3 already there, none refused" in out
    assert counts("war.ledger") == before


@pytest.mark.usefixtures("reader")
def test_bad_input_is_a_sentence_each_and_the_rest_goes_in(run: Run, folder: Path) -> None:
    bad = {
        "empty.txt": b"", "binary.txt": bytes(range(256)) * 40, "broken.json": b'{"text": "Two sold',
        "spam.jsonl": b'{"text": "' + b"x" * (50 * 2**20) + b'"}\n', "wrong.txt": b"\xff\xfe\x00\xd8\x00\xd8\x00",
        "bare.html": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "yearzero.json": json.dumps({"text": TWO + " More.", "published": "0000-01-01"}).encode(),
    }  # fmt: skip
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    code, out, err = run("add", "war.ledger", "reports")
    assert code == 0
    sentences = err.splitlines()
    for name in ("empty.txt", "binary.txt", "broken.json", "spam.jsonl", "wrong.txt", "bare.html"):
        about = [s for s in sentences if name in s]
        assert len(about) == 1, (name, sentences)
        assert about[0].endswith(".")
    with Ledger.open("war.ledger") as ledger:
        texts = {r.text for r in ledger.reports()}
        assert {ONE, TWO, THREE} <= texts
        assert f"{len(ledger.refusals())} refused" in out
    # A report with a date in the year 0 goes in without the date, and that is said.
    assert [s for s in sentences if "yearzero" in s and "0000-01-01" in s]


@pytest.mark.usefixtures("reader")
def test_a_report_that_the_reader_fails_on_stops_no_other(run: Run, folder: Path) -> None:
    (folder / "b0.txt").write_text("Trip over this report, which has enough of its own words to be kept as one.", "utf-8")
    code, out, err = run("add", "war.ledger", "reports")
    assert code == 0
    assert "3 reports added, 1 refused" in out
    assert "b0.txt" in err
    assert "a rule tripped" in err
    assert "1 input refused" in run("show", "war.ledger", "refusals")[1]


@pytest.mark.usefixtures("reader")
def test_exit_code_1_when_nothing_could_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run("add", "war.ledger", "empty.txt", "missing.txt")[0] == 1
    assert run("read", "empty.txt")[0] == 1


@pytest.mark.parametrize(
    ("profile", "words"), [('sidez = ["A"]', "unknown key 'sidez'"), ("name = ", "not TOML"), (None, "cannot be read")]
)
def test_exit_code_2_for_a_profile_that_does_not_hold_together(run: Run, tmp_path: Path, profile: str | None, words: str) -> None:
    (tmp_path / "a.txt").write_text(ONE)
    if profile is not None:
        (tmp_path / "war.toml").write_text(profile)
    for command in (["add", "war.ledger", "a.txt"], ["read", "a.txt"]):
        code, out, err = run(*command, "--profile", "war.toml")
        assert (code, out) == (2, "")
        assert words in err
        assert len(err.splitlines()) == 1
    assert not (tmp_path / "war.ledger").exists()


def test_exit_code_2_for_wrong_usage(run: Run) -> None:
    assert run("add")[0] == 2
    assert run("show", "war.ledger", "nonsense")[0] == 2
    assert run("nonsense")[0] == 2


def test_failure_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "no.ledger").write_text("x" * 5000)
    for args in (["show", "none.ledger", "tolls"], ["show", "no.ledger", "tolls"], ["why", "none.ledger", "c1"], ["export", "none.ledger"]):
        code, out, err = run(*args)
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1
        assert err.startswith("rashomon: ")
        assert err.endswith(".\n")


@pytest.mark.usefixtures("reader", "folder")
def test_read_writes_the_interchange_without_a_ledger(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("read", "reports")
    assert code == 0
    rows = [json.loads(line) for line in out.splitlines()]
    assert [r["id"] for r in rows][1:] == ["given-b", "given-c"]
    assert run("read", "reports", "-o", "out.jsonl")[1] == ""
    assert (tmp_path / "out.jsonl").read_text("utf-8") == out
    for row, text in zip(rows, (ONE, TWO, THREE), strict=True):
        assert all(text[x["start"] : x["end"]] == x["evidence"] for x in row["figures"] + row["events"])


@pytest.mark.usefixtures("reader")
def test_read_takes_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TWO.encode())))
    code, out, _ = run("read", "-", "--text")
    assert code == 0
    assert json.loads(out)["text"] == TWO


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("reports", ["given-b", "2020-10-03", "b.org", "=Rockets", "3 reports"]), ("figures", ["≥ 10", "wounded", "2 figures"]),
        ("events", ["killing", "2 events"]), ("disputes", ["denial", "whether anyone died", "Armenia", "denies"]),
        ("tolls", ["own running count", "0 steps"]), ("incidents", ["incident"]), ("refusals", ["0 inputs refused"]),
    ],
)  # fmt: skip
def test_show_is_plain_text_within_100_columns(run: Run, war: str, what: str, words: list[str]) -> None:
    code, out, _ = run("show", war, what)
    assert code == 0
    for word in words:
        assert word in out
    assert max(map(len, out.splitlines())) <= 100
    assert "\x1b" not in out


def test_why_shows_words_rules_and_entries_of_a_claim(run: Run, war: str) -> None:
    with Ledger.open(war) as ledger:
        (figure, _), (dispute,) = ledger.figures(), ledger.disputes()
        incidents = ledger.query("incidents")[1]
    code, out, _ = run("why", war, figure.id[:9])
    assert code == 0
    for words in (figure.id, "2 killed", "“two”", "The ministry said two soldiers", "stand_in", "harm.toml: kill", "characters 0–65"):
        assert words in out
    assert "whether anyone died" in run("why", war, dispute.id)[1]
    for row in incidents:
        assert "claim" in run("why", war, str(row[0]))[1]


def test_why_shows_the_reasons_for_a_reports_day(run: Run, war: str) -> None:
    out = run("why", war, "given-b")[1]
    assert re.search(r"published +2020-10-03, from the text", out)
    assert "the stand-in says so" in out
    assert "SHA-256" in out


def test_why_asks_for_more_when_several_ids_fit(run: Run, war: str) -> None:
    code, _, err = run("why", war, "given")
    assert code == 1
    assert "given-b" in err
    assert "given-c" in err
    assert run("why", war, "zzz")[0] == 1
    assert run("why", war, "")[0] == 1


def test_export_jsonl_is_what_read_gives_and_more(run: Run, war: str) -> None:
    read = [json.loads(line) for line in run("read", "reports")[1].splitlines()]
    exported = [json.loads(line) for line in run("export", war)[1].splitlines()]
    for row in exported:
        for claim in row["figures"] + row["events"]:
            claim["incident"] = None
    assert exported == read
    assert run("export", war, "--format", "jsonl", "-o", "out.jsonl")[1] == "out.jsonl\n"


def test_export_csv_holds_all_claims_and_runs_no_formula(run: Run, war: str, tmp_path: Path) -> None:
    code, out, _ = run("export", war, "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["row"] for r in rows] == ["figure", "figure", "event", "event", "dispute", "dispute"]
    assert run("export", war, "-f", "csv", "-o", "tables/")[0] == 0
    views = ("disputes", "events", "figures", "incidents", "reports", "tolls")
    assert sorted(p.name for p in (tmp_path / "tables").iterdir()) == [f"{n}.csv" for n in views]
    with (tmp_path / "tables" / "reports.csv").open(encoding="utf-8", newline="") as file:
        assert "'=Rockets" in [r["title"] for r in csv.DictReader(file)]
    assert run("export", war, "-f", "jsonl", "-o", "lines/")[0] == 0
    assert (tmp_path / "lines" / "incidents.jsonl").exists()
    assert run("export", war, "-o", "none/such/file.jsonl")[0] == 1


def test_reread_supersedes_only_what_changed(run: Run, war: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("reread", war)[1] == "war.ledger: 3 reports read again, 0 with another reading than before.\n"

    def newer(reports: Iterable[Report], profile: Any = None, **_: Any) -> Iterator[Reading]:
        for reading in stand_in(reports):
            yield Reading(reading.report, None, None, reader="newer")

    monkeypatch.setattr(importlib.import_module("rashomon.read"), "read_many", newer)
    assert "3 with another reading" in run("reread", war)[1]
    with Ledger.open(war) as ledger:
        assert ledger.figures() == []
    assert counts(war)["figure"] == 2


def add_with_the_stand_in(path: str, folder: str) -> None:
    importlib.import_module("rashomon.read").read_many = stand_in  # type: ignore[attr-defined]
    with Ledger.open(path, create=True) as ledger:
        pipeline.add(ledger, [folder])


def test_two_processes_that_add_the_same_reports_at_once_add_them_once(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for n in range(40):
        (tmp_path / "reports" / f"{n}.json").write_text(json.dumps({"id": f"r{n}", "text": f"{ONE} It was report number {n}."}))
    alone, both = str(tmp_path / "alone.ledger"), str(tmp_path / "both.ledger")
    context = multiprocessing.get_context("spawn")
    jobs = [context.Process(target=add_with_the_stand_in, args=(p, str(tmp_path / "reports"))) for p in (both, both, alone)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(120)
        assert job.exitcode == 0
    with Ledger.open(alone) as one, Ledger.open(both) as two:
        assert sorted(two.report_ids()) == sorted(one.report_ids())
        assert two.judgements(Reconciled) == one.judgements(Reconciled)
        assert two.judged_fingerprint() == two.fingerprint()
    ours, theirs = counts(both), counts(alone)
    assert {t: ours[t] for t in ours if t not in ("run", "generation", "judgement")} == {
        t: theirs[t] for t in theirs if t not in ("run", "generation", "judgement")
    }


def commands(command: Any, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield name
    for sub in getattr(command, "commands", {}):
        yield from commands(command.commands[sub], (*name, sub))


ALL = list(commands(cli.typer.main.get_command(cli.app)))


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_every_command_has_help_with_an_example_to_paste(run: Run, command: tuple[str, ...]) -> None:
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert re.search(r"Example:\n +.*rashomon", out), out


def test_the_manual_is_up_to_date() -> None:
    written = Path(__file__).parents[1] / "docs" / "cli.md"
    assert written.read_text("utf-8") == pages.page(cli.app), "run `rashomon dev manual`"


def test_version(run: Run) -> None:
    assert re.fullmatch(r"rashomon \d+\.\d+\.\d+\S*\n", run("--version")[1])


def test_help_loads_neither_model_nor_database() -> None:
    heavy = ("spacy", "sqlalchemy", "alembic", "trafilatura", "numpy", "rich")
    code = f"""
import sys
sys.argv = ["rashomon", "--help"]
from rashomon import cli
try:
    cli.main()
except SystemExit:
    print([m for m in {heavy} if m in sys.modules])
"""
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert time.monotonic() - started < 10


def test_lexicons_hold_together(run: Run) -> None:
    code, out, err = run("lexicon", "check")
    assert (code, err) == (0, "")
    assert "parties.csv" in out


def test_claims_shown_have_the_ids_of_the_model(war: str) -> None:
    with Ledger.open(war) as ledger:
        wanted = [id for reading in ledger.readings() for id in claim_ids(reading).figures]
        assert [f.id for f in ledger.figures()] == wanted
