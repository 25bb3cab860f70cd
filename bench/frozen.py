"""One row per annotated claim, so that a change of the reader is a diff of rows."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.measure import SetResult
from bench.sets import ROOT

FROZEN = ROOT / "bench" / "frozen.csv"
COLUMNS = ("report", "layer", "gold", "found", "exact", "wrong")


class Line(NamedTuple):
    """An annotated claim by report, layer and its id there; whether it was found and exact (1 or 0); the wrong fields."""

    report: str
    layer: str
    gold: str
    found: int
    exact: int
    wrong: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.report, self.layer, self.gold


def lines_of(result: SetResult) -> list[Line]:
    """The lines of a result, sorted by report, layer and number of the claim."""
    lines = []
    for layer, one in result.layers.items():
        lines += [Line(m.report, layer, m.gold["id"], 1, int(m.exact), " ".join(m.wrong)) for m in one.matches]
        lines += [Line(report, layer, row["id"], 0, 0, "") for report, row in one.missed]
    return sorted(lines, key=lambda line: (line.report, line.layer, len(line.gold), line.gold))


def write(path: Path, lines: list[Line]) -> None:
    """Writes lines as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(lines)


def parse(text: str) -> list[Line]:
    """Lines from CSV text."""
    rows = csv.DictReader(io.StringIO(text))
    return [Line(r["report"], r["layer"], r["gold"], int(r["found"]), int(r["exact"]), r["wrong"]) for r in rows]


def committed() -> list[Line]:
    """The lines of the last commit, none where there is none."""
    shown = subprocess.run(["git", "show", "HEAD:bench/frozen.csv"], cwd=ROOT, capture_output=True, text=True, check=False)
    return parse(shown.stdout) if shown.returncode == 0 else []


def changes(before: list[Line], after: list[Line]) -> Iterator[tuple[str, Line]]:
    """What differs, each with a word for it: found, lost, exact, blurred (found still, no longer exact)."""
    old = {line.key: line for line in before}
    for line in after:
        was = old.get(line.key)
        if was is None:
            continue
        if line.found != was.found:
            yield ("found" if line.found else "lost"), line
        elif line.exact != was.exact and line.layer != "disputes":
            yield ("exact" if line.exact else "blurred"), line
