"""How close a reading comes to an annotated report.

A claim is **found** when its kind and number are right and it stands at the right place in the text; it is **exact** when
every field that decides its meaning is right as well. Fields are also measured one by one, over what was found.
Both readings and annotations are in the interchange form: a dict per report, a list of dicts per layer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.names import same_name

Row = dict[str, Any]
LAYERS = ("figures", "events", "disputes")
FIELDS: dict[str, tuple[str, ...]] = {
    "figures": ("qualifier", "status", "scope", "stance", "source", "victim_side", "perpetrator", "place", "from", "to"),
    "events": ("agent", "target", "place", "source", "stance", "from", "to"),
    "disputes": (),
}
NAMES = frozenset({"source", "victim_side", "perpetrator", "place", "agent", "target"})
"""Fields that hold names: they agree when ``same_name`` says so. All others must be equal."""
DECIDING: dict[str, tuple[str, ...]] = {
    "figures": ("qualifier", "status", "scope", "source", "victim_side", "stance"),
    "events": ("agent", "target", "source", "from"),
    "disputes": (),
}
HALF = 0.5
"""Two stretches of text are the same statement when they share at least half of the shorter one."""


@dataclass(frozen=True, slots=True)
class Match:
    """One annotated claim and the claim read that was taken for it, with the fields that are wrong."""

    report: str
    gold: Row
    system: Row
    wrong: tuple[str, ...]
    exact: bool


@dataclass(slots=True)
class LayerResult:
    """All that was compared in one layer of a set of reports."""

    layer: str
    gold: int = 0
    system: int = 0
    matches: list[Match] = field(default_factory=list)
    missed: list[tuple[str, Row]] = field(default_factory=list)
    invented: list[tuple[str, Row]] = field(default_factory=list)

    def found(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of what was found."""
        return ratios(len(self.matches), self.system, self.gold)

    def exact(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of what was found with every deciding field right."""
        return ratios(sum(m.exact for m in self.matches), self.system, self.gold)

    def shares(self) -> dict[str, float | None]:
        """For each field, the share of the claims found that have it right; None when nothing was found."""
        wrong = Counter(name for match in self.matches for name in match.wrong)
        n = len(self.matches)
        return {name: (n - wrong[name]) / n if n else None for name in FIELDS[self.layer]}


@dataclass(slots=True)
class SetResult:
    """What was measured over one set of annotated reports."""

    reports: int
    missing: list[str]
    layers: dict[str, LayerResult]
    linking: tuple[float, float, float] | None
    linked: int
    """How many claims found belong to an incident of the annotation."""

    def rounded(self) -> Row:
        """The figures as a dict for JSON, rounded to three places."""
        layers = {}
        for name, result in self.layers.items():
            precision, recall, f1 = (round(x, 3) for x in result.found())
            layers[name] = {
                "gold": result.gold,
                "system": result.system,
                "found": {"precision": precision, "recall": recall, "f1": f1},
                "exact": {"f1": round(result.exact()[2], 3)} if DECIDING[name] else None,
                "fields": {k: None if v is None else round(v, 3) for k, v in result.shares().items()},
            }
        out: Row = {"reports": self.reports, "reports_missing": self.missing, "layers": layers}
        if self.linking:
            out["linking"] = dict(zip(("precision", "recall", "f1"), (round(x, 3) for x in self.linking), strict=True))
            out["linking"]["items"] = self.linked
        return out


def ratios(hits: int, system: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean; 0 where there is nothing to divide by."""
    precision = hits / system if system else 0.0
    recall = hits / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def place_in(item: Mapping[str, Any], text: str) -> tuple[int, int] | None:
    """Where an entry stands: its offsets if they spell its evidence, else where the evidence is found, white space aside."""
    evidence = item.get("evidence") or ""
    start, end = item.get("start"), item.get("end")
    if isinstance(start, int) and isinstance(end, int) and (not evidence or text[start:end] == evidence):
        return start, end
    if not evidence:
        return None
    at = text.find(evidence)
    if at >= 0:
        return at, at + len(evidence)
    loose = re.search(r"\s+".join(map(re.escape, evidence.split())), text)
    return loose.span() if loose else None


def shared(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    """The part of the shorter stretch that lies in the other, 0 to 1."""
    if not a or not b:
        return 0.0
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / max(1, min(a[1] - a[0], b[1] - b[0])) if both > 0 else 0.0


def kind_of(layer: str, item: Mapping[str, Any]) -> tuple[Any, ...]:
    """What must be equal for two entries to be the same statement: harm and number, type of event, kind of dispute."""
    if layer == "figures":
        number = ("value", "low", "high") if item.get("qualifier") == "range" else ("value",)
        return (item.get("harm"), *(item.get(name) for name in number))
    return (item.get("type" if layer == "events" else "kind"),)


def agrees(name: str, a: Any, b: Any) -> bool:
    """Whether two values of the field ``name`` are the same."""
    return same_name(a, b) if name in NAMES else a == b


def closeness(layer: str, gold: Row, system: Row, text: str) -> float:
    """0 when the two cannot be the same statement, more the more of it agrees."""
    if kind_of(layer, gold) != kind_of(layer, system):
        return 0.0
    if layer == "disputes":
        return _closeness_of_sides(gold.get("sides", []), system.get("sides", []), text)
    overlap = shared(place_in(gold, text), place_in(system, text))
    if overlap < HALF:
        return 0.0
    return overlap + sum(agrees(name, gold.get(name), system.get(name)) for name in FIELDS[layer])


def _closeness_of_sides(gold: Sequence[Row], system: Sequence[Row], text: str) -> float:
    """Two parties at least must be the same, and one of them speak in the same place of the text."""
    named = placed = 0
    for side in gold:
        same = [other for other in system if same_name(side.get("source"), other.get("source"))]
        named += bool(same)
        placed += any(shared(place_in(side, text), place_in(other, text)) >= HALF for other in same)
    return float(named + placed) if named >= 2 and placed else 0.0


def matched(layer: str, gold: Sequence[Row], system: Sequence[Row], text: str) -> list[tuple[int, int]]:
    """Pairs (index in gold, index in system), each entry used once, the closest first; later entries win a tie."""
    candidates = [(closeness(layer, g, s, text), i, j) for i, g in enumerate(gold) for j, s in enumerate(system)]
    taken_gold: set[int] = set()
    taken_system: set[int] = set()
    pairs = []
    for close, i, j in sorted(candidates, reverse=True):
        if close > 0 and i not in taken_gold and j not in taken_system:
            taken_gold.add(i)
            taken_system.add(j)
            pairs.append((i, j))
    return pairs


def b_cubed(keys: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of grouped items, each given as (its gold group, its system group).

    Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model", 1998: for each item
    the share of its system group that belongs with it, and the share of its gold group that was put with it.
    """
    both, gold, system = Counter(keys), Counter(g for g, _ in keys), Counter(s for _, s in keys)
    n = len(keys) or 1
    precision = sum(both[key] / system[key[1]] for key in keys) / n
    recall = sum(both[key] / gold[key[0]] for key in keys) / n
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(gold: Mapping[str, Row], system: Mapping[str, Row], layers: Iterable[str] = LAYERS) -> SetResult:
    """Compares the readings of a set of reports with its annotations, both by report id."""
    results: dict[str, LayerResult] = {}
    incidents: list[tuple[str, str]] = []
    for layer in layers:
        result = results[layer] = LayerResult(layer)
        for report, annotated in gold.items():
            ours, theirs = annotated.get(layer, []), (system.get(report) or {}).get(layer, [])
            result.gold += len(ours)
            result.system += len(theirs)
            pairs = matched(layer, ours, theirs, annotated["text"])
            for i, j in pairs:
                if layer != "disputes" and ours[i].get("incident"):
                    incidents.append((ours[i]["incident"], theirs[j].get("incident") or f"{report}/{layer}/{j}"))
                wrong = tuple(name for name in FIELDS[layer] if not agrees(name, ours[i].get(name), theirs[j].get(name)))
                result.matches.append(Match(report, ours[i], theirs[j], wrong, not set(wrong) & set(DECIDING[layer])))
            hit_gold, hit_system = {i for i, _ in pairs}, {j for _, j in pairs}
            result.missed += [(report, x) for i, x in enumerate(ours) if i not in hit_gold]
            result.invented += [(report, x) for j, x in enumerate(theirs) if j not in hit_system]
    missing = sorted(set(gold) - set(system))
    return SetResult(len(gold), missing, results, b_cubed(incidents) if incidents else None, len(incidents))
