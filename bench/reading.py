"""Runs the reader over a set of annotated reports, on all cores, and keeps the last run so that it can be looked at again."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.sets import ROOT, GoldSet, load, report_of
from rashomon.model import Reading, Report
from rashomon.profile import Profile
from rashomon.profile import load as load_profile
from rashomon.publish.interchange import to_json
from rashomon.reconcile import reconcile

CACHE = ROOT / "build" / "bench"
"""Never committed: it holds other people's sentences."""

_profiles: dict[str, Profile] = {}


def read_one(report: Report, profile: str | None) -> Reading | str:
    """The reading of one report, or the trace of what went wrong: one bad report must not hide the others' figures."""
    from rashomon.read import read

    if profile and profile not in _profiles:
        _profiles[profile] = load_profile(profile)
    try:
        return read(report, profile=_profiles[profile] if profile else None)
    except Exception:  # noqa: BLE001 a bench shows every fault, of whatever kind
        return traceback.format_exc()


def read_all(sets: list[GoldSet], only: str | None = None) -> Iterator[tuple[GoldSet, list[Reading], dict[str, str]]]:
    """For each set: its readings in the order of the files, and the trace of each report that could not be read."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for one in sets:
            reports = [report_of(name, row) for name, row in load(one.folder).items() if not only or only in name]
            profile = str(one.profile) if one.profile else None
            jobs.append((one, [(report.id, pool.submit(read_one, report, profile)) for report in reports]))
        for one, futures in jobs:
            readings: list[Reading] = []
            faults: dict[str, str] = {}
            for id_, future in futures:
                answer = future.result()
                if isinstance(answer, str):
                    faults[id_] = answer
                else:
                    readings.append(answer)
            yield one, readings, faults


def rows_of(readings: list[Reading]) -> list[dict[str, Any]]:
    """The rows of the readings of one set, with the incident that each claim was linked to."""
    of = reconcile(readings).incident_of()
    return [to_json(reading, of) for reading in readings]


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Writes the rows of a set to the cache."""
    CACHE.mkdir(parents=True, exist_ok=True)
    kept(name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def kept(name: str) -> Path:
    """Where the rows of a set's last run are kept."""
    return CACHE / f"{name}.jsonl"


def again(name: str) -> list[dict[str, Any]]:
    """The rows of a set's last run."""
    return [json.loads(line) for line in kept(name).read_text("utf-8").splitlines()]
