"""The stages in their order: receive, read, keep, reconcile. Only the command line and the Python face call this."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rashomon.errors import RashomonError, Refusal
from rashomon.ingest import Arrival, receive
from rashomon.model import Reading, Report
from rashomon.profile import Profile
from rashomon.store import Ledger

Progress = Callable[[int, int | None], None]
"""Told after each report how many are done, and how many there are once that is known."""


@dataclass(slots=True)
class Summary:
    """What one ``add`` did. ``known`` counts reports that were in the ledger already, ``unreadable`` those kept but not read."""

    added: int = 0
    known: int = 0
    unreadable: int = 0
    figures: int = 0
    events: int = 0
    disputes: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[Refusal] = field(default_factory=list)
    """Reports that went in with something to be said of them: a language that is not read, a date that is no day."""


def read_paths(
    paths: Iterable[str | Path], profile: Profile | None, refusals: list[Refusal], notes: list[Refusal] | None = None
) -> Iterator[Reading]:
    """Reads every report in the files and folders; what could not be read is added to ``refusals``, remarks on the rest to ``notes``."""

    def arrivals() -> Iterator[Arrival]:
        for got in receive(paths, profile=profile):
            if isinstance(got, Refusal):
                refusals.append(got)
            else:
                yield got

    for arrival, reading in read_in_order(arrivals(), profile, refusals.append):
        if notes is not None:
            notes += noted(arrival.report, reading)
        yield reading


def add(
    ledger: Ledger, paths: Iterable[str | Path], profile: Profile | None = None, *, progress: Progress | None = None
) -> Summary:
    """Reads the reports that the ledger does not have, adds each as soon as it is read, then reconciles.

    Stopped at any moment it leaves whole reports; running it again adds the rest. Errors of single reports are in the
    summary and in the ledger; raises LedgerError when the ledger itself cannot be written.
    """
    done, came, ended = Summary(), 0, False

    def step() -> None:
        if progress:
            progress(done.added + done.known + len(done.refusals), came if ended else None)

    def refuse(refusal: Refusal) -> None:
        done.refusals.append(refusal)
        ledger.refuse(refusal)
        step()

    def arrivals() -> Iterator[Arrival]:
        nonlocal came, ended
        for got in receive(paths, profile=profile):
            came += 1
            if isinstance(got, Refusal):
                refuse(got)
            elif ledger.same_as(got.report) is not None:
                ledger.came_again(got)
                done.known += 1
                step()
            else:
                yield got
        ended = True
        step()

    for arrival, reading in read_in_order(arrivals(), profile, refuse):
        if ledger.add(arrival, reading):
            done.added += 1
            done.unreadable += not reading.readable
            done.notes += noted(arrival.report, reading)
            done.figures += len(reading.figures)
            done.events += len(reading.events)
            done.disputes += len(reading.disputes)
        else:
            done.known += 1
        step()
    judge(ledger)
    return done


def noted(report: Report, reading: Reading) -> list[Refusal]:
    """What is to be said of a report that went in, a sentence each with the report's origin."""
    said = dict.fromkeys(note for note in (report.note, reading.note) if note)
    return [Refusal(report.origin or report.id, f"{report.origin or report.id}: {note}") for note in said]


def read_again(ledger: Ledger, profile: Profile | None = None, *, progress: Progress | None = None) -> tuple[int, int]:
    """Reads every report of the ledger anew; newer readings supersede, the older ones stay. Out: how many changed, of how many."""
    from rashomon.read import read_many

    reports = ledger.reports()
    changed = 0
    for n, reading in enumerate(read_many(reports, profile), 1):
        changed += ledger.read_again(reading)
        if progress:
            progress(n, len(reports))
    judge(ledger)
    return changed, len(reports)


def judge(ledger: Ledger) -> None:
    """Makes the ledger's judgements those of its current readings, if they are not yet so."""
    from rashomon.reconcile import reconcile

    while True:
        fingerprint = ledger.fingerprint()
        if fingerprint == ledger.judged_fingerprint():
            return
        readings = ledger.readings()
        speaks_for = {n.name: n.speaks_for for reading in readings for n in reading.names if n.speaks_for}
        if ledger.save_judgements(reconcile(readings, speaks_for), fingerprint):
            return


def read_in_order(
    arrivals: Iterator[Arrival], profile: Profile | None, refuse: Callable[[Refusal], None]
) -> Iterator[tuple[Arrival, Reading]]:
    """Each arrival with its reading, in order. A report that the reader fails on is refused, and the rest are read."""
    from rashomon.read import read_many

    waiting: deque[Arrival] = deque()
    input_failed: list[Exception] = []

    def reports() -> Iterator[Report]:
        try:
            for arrival in arrivals:
                waiting.append(arrival)
                yield arrival.report
        except Exception as err:
            input_failed.append(err)
            raise

    while True:
        try:
            for reading in read_many(reports(), profile):
                yield waiting.popleft(), reading
            return
        except RashomonError:
            raise
        except Exception:
            # Whatever a rule trips over in one report must not stop the batch. Reports are read many at a time, so those
            # that were under way are read once more, each alone, to see which it was.
            if input_failed or not waiting:
                raise
            while waiting:
                yield from _read_alone(waiting.popleft(), profile, refuse)


def _read_alone(arrival: Arrival, profile: Profile | None, refuse: Callable[[Refusal], None]) -> Iterator[tuple[Arrival, Reading]]:
    from rashomon.read import read

    try:
        reading = read(arrival.report, profile)
    except RashomonError:
        raise
    except Exception as err:  # noqa: BLE001 - recorded as this report's refusal
        origin, what = arrival.report.origin or arrival.report.id, f"{type(err).__name__}: {err}".rstrip(": .")
        refuse(Refusal(origin, f"{origin} could not be read, because the reader failed on it ({what}); please report the fault."))
        return
    yield arrival, reading
