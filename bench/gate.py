"""``python -m bench gate``: whether the figures stand above their floors. Floors rise with ``quality --update``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from bench.measure import DECIDING, SetResult, measure
from bench.reading import read_all, rows_of
from bench.sets import ROOT, known_sets, load

FLOORS = ROOT / "bench" / "floors.json"
Floors = dict[str, dict[str, float]]


def reached(result: SetResult) -> dict[str, float]:
    """The figures of a set that have floors, by name, rounded to three places."""
    out = {}
    for layer, one in result.layers.items():
        out[f"{layer} found F1"] = round(one.found()[2], 3)
        if DECIDING[layer]:
            out[f"{layer} exact F1"] = round(one.exact()[2], 3)
    if result.linking:
        out["linking B3 F1"] = round(result.linking[2], 3)
    return out


def floors() -> Floors:
    """The floors as committed."""
    found: Floors = json.loads(FLOORS.read_text("utf-8"))
    return found


def below(floor: Mapping[str, float], figures: Mapping[str, float]) -> Iterator[str]:
    """A line for each floor that is not met; a figure that is no longer measured is not met."""
    for name, asked in sorted(floor.items()):
        if figures.get(name, 0.0) < asked:
            yield f"{name} {figures.get(name, 0.0):.3f}, asked {asked:.3f}"


def raise_floors(measured: Mapping[str, SetResult]) -> None:
    """Raises each floor to what was measured; never lowers one. Sets that have no floors get none."""
    now = floors()
    for name, result in measured.items():
        if name in now:
            figures = reached(result)
            now[name] = {key: max(figures.get(key, 0.0), now[name].get(key, 0.0)) for key in sorted({*figures, *now[name]})}
    FLOORS.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", "utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 when every floor is met, 1 when one is not."""
    asked = floors()
    status = 0
    for one, readings, faults in read_all([one for one in known_sets() if one.name in asked]):
        result = measure(load(one.folder), {row["id"]: row for row in rows_of(readings)})
        lines = [f"{name} could not be read" for name in faults] + list(below(asked[one.name], reached(result)))
        print(f"{one.name}: " + ("; ".join(lines) if lines else "every floor is met"), flush=True)
        status = status or int(bool(lines))
    return status
