"""Killed at any moment, a ledger holds whole reports only; a second ``add`` completes it, and nothing is there twice.

A real process is killed by SIGKILL. So that twenty take seconds, they are forked from one that has the language model loaded.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from rashomon.publish import jsonl
from rashomon.store import Ledger

KILLS = 20
REPORTS = {
    "01": "On October 1, 2020 the defence ministry of Armenia said that two soldiers were killed near Martuni. Baku denied it.",
    "02": "Azerbaijan said on 2 October 2020 that Armenian shelling killed five civilians in Ganja. Armenia denied shelling it.",
    "03": "Officials in Stepanakert said on October 3, 2020 that at least 10 people were wounded when rockets hit a market in the town.",
    "04": "On October 4, 2020 the ministry in Yerevan put the number of soldiers killed since September 27 at 158. It gave no details.",
    "05": "The death toll rose to 165 on October 5, 2020, the ministry in Yerevan said. Azerbaijan has not given its losses.",
    "06": "A drone was shot down over Fuzuli on October 6, 2020, the Azerbaijani defence ministry said. Nobody was hurt on the ground.",
    "07": "Armenian shelling killed five civilians in Ganja on 2 October 2020, Azerbaijan said, while Armenia denied that it had fired.",
    "08": "Russia called on October 8, 2020 for a ceasefire, and its foreign minister spoke with both sides by telephone late in the day.",
}
NURSERY = """
import json, os, sys
from rashomon import cli, pipeline
from rashomon.model import Report
from rashomon.read import read
from rashomon.reconcile import reconcile
from rashomon.store import migrations
read(Report("warm", "Two soldiers were killed on Monday, the ministry said."))
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0), os.dup2(null, 1)
        sys.argv = ["rashomon", *json.loads(line)]
        try:
            cli.main()
        except SystemExit as done:
            os._exit(done.code or 0)
        os._exit(99)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """A process that forks one ``rashomon`` process at a time."""

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join(p for p in sys.path if p)
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        assert self._says() == "ready"

    def run(self, *args: str, kill_when: Callable[[], object] | None = None) -> int:
        """The exit code of one command; minus the signal's number when it was killed, which is once ``kill_when`` returns."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(args) + "\n")
        self._process.stdin.flush()
        child = int(self._says())
        if kill_when is not None:
            kill_when()
            # The nursery has not yet been asked for the next, so the number is still this child's, dead or alive.
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(self._says())

    def close(self) -> None:
        self._process.communicate()

    def _says(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / f"{name}.json").write_text(json.dumps({"id": f"kill-{name}", "text": text}), "utf-8")
    made = Nursery(tmp_path)
    yield made
    made.close()


def has_reports(path: Path, wanted: int) -> None:
    """Waits until the ledger has so many reports; looks on while the other process writes."""
    until, found = time.monotonic() + 60, 0
    while found < wanted and time.monotonic() < until:
        with contextlib.suppress(sqlite3.OperationalError):  # no file yet, or no tables in it
            db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                found = db.execute("SELECT count(*) FROM report").fetchone()[0]
            finally:
                db.close()
    assert found >= wanted


def counts(path: Path) -> dict[str, int]:
    """Rows of each table but the log of runs, which has a row for each run that added something."""
    db = sqlite3.connect(path)
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'run'")]
    out = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    db.close()
    return out


def export(path: Path) -> object:
    with Ledger.open(path) as ledger:
        return list(jsonl.reports(ledger, with_text=True)), jsonl.judgements(ledger)


def whole_reports(path: Path, sound: Path) -> int:
    """Checks what a killed process left: a sound file, and of each report that is there all that a sound ledger has of it."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    made = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    db.close()
    if not made:
        return 0  # killed before the tables were there: an empty file, which the next run takes for a new one
    with Ledger.open(path) as ledger, Ledger.open(sound) as other:
        found = ledger.reports()
        for report in found:
            has, wanted = ledger.reading(report.id), other.reading(report.id)
            assert has == dataclasses.replace(wanted, report=dataclasses.replace(wanted.report, received=report.received))
            assert ledger.bytes_of(report.id) == other.bytes_of(report.id)
        assert len(ledger.readings()) == len(found)
    return len(found)


def test_killed_at_any_moment_it_holds_whole_reports_and_is_completed(nursery: Nursery, tmp_path: Path) -> None:
    seed = int(os.environ.get("RASHOMON_KILL_SEED") or random.SystemRandom().randrange(10**6))
    moments = random.Random(seed)
    print(f"RASHOMON_KILL_SEED={seed}")  # noqa: T201 - shown when the test fails, to run the same moments again

    sound = tmp_path / "sound.ledger"
    started = time.monotonic()
    assert nursery.run("add", sound.name, "reports") == 0
    takes = time.monotonic() - started
    wanted, rows = export(sound), counts(sound)
    assert rows["report"] == len(REPORTS)
    assert min(rows[table] for table in ("figure", "event", "judgement", "layer")) > 0

    killed, left = 0, []
    for n in range(KILLS):
        path = tmp_path / f"{n}.ledger"
        # Much of the time goes into reading, so every other kill waits for some reports to be in and falls while others go in.
        after, reports = moments.uniform(0, takes), moments.randint(1, len(REPORTS))
        moment = partial(has_reports, path, reports) if n % 2 else partial(time.sleep, after)
        killed += nursery.run("add", path.name, "reports", kill_when=moment) == -signal.SIGKILL
        if path.exists() and path.stat().st_size:
            left.append(whole_reports(path, sound))
        assert nursery.run("add", path.name, "reports") == 0
        assert export(path) == wanted
        assert counts(path) == rows
    assert nursery.run("add", path.name, "reports") == 0
    assert counts(path) == rows
    print(f"{killed} killed; whole reports left: {sorted(left)}")  # noqa: T201
    assert killed >= KILLS // 2
