"""What the bench prints: the figures of a set, its kinds of error, and single errors with their sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bench.frozen import Line
from bench.measure import DECIDING, FIELDS, LayerResult, Row, SetResult, kind_of, place_in, shared


def figures(name: str, result: SetResult) -> Iterator[str]:
    """The figures of one set, a few lines."""
    missing = f", {len(result.missing)} not read: {', '.join(result.missing[:5])}" if result.missing else ""
    yield f"== {name}: {result.reports} reports{missing}"
    for layer, one in result.layers.items():
        precision, recall, f1 = one.found()
        exact = f"  exact F1 {one.exact()[2]:.3f}" if DECIDING[layer] else ""
        yield f"{layer:9} gold {one.gold:4}  read {one.system:4}  found P {precision:.3f} R {recall:.3f} F1 {f1:.3f}{exact}"
        if FIELDS[layer] and one.matches:
            yield "          right: " + "  ".join(f"{k} {v:.2f}" for k, v in one.shares().items() if v is not None)
        if layer != "figures":
            yield "          by kind (gold/read/found): " + "  ".join(_by_kind(one))
    if result.linking:
        precision, recall, f1 = result.linking
        yield f"linking   {result.linked} claims found that belong to an incident: B3 P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def _by_kind(one: LayerResult) -> list[str]:
    hits = Counter(kind_of(one.layer, m.gold)[0] for m in one.matches)
    gold = hits + Counter(kind_of(one.layer, row)[0] for _, row in one.missed)
    system = hits + Counter(kind_of(one.layer, row)[0] for _, row in one.invented)
    return [
        f"{kind} {gold[kind]}/{system[kind]}/{hits[kind]}" for kind in sorted(set(gold) | set(system), key=lambda k: (-gold[k], str(k)))
    ]


def error_kinds(result: SetResult, texts: Mapping[str, str]) -> Iterator[str]:
    """A table of what goes wrong and how often, the most frequent first."""
    for layer, one in result.layers.items():
        kinds: Counter[str] = Counter()
        kinds.update("missed: " + _what_stands_there(layer, report, row, one.invented, texts) for report, row in one.missed)
        kinds.update("invented: " + _what_stands_there(layer, report, row, one.missed, texts) for report, row in one.invented)
        for match in one.matches:
            kinds.update(f"wrong {name}: {_how_wrong(match.gold.get(name), match.system.get(name))}" for name in match.wrong)
        if kinds:
            yield f"-- {layer}: " + "; ".join(f"{n} {kind}" for kind, n in kinds.most_common(24))


def _what_stands_there(layer: str, report: str, row: Row, others: list[tuple[str, Row]], texts: Mapping[str, str]) -> str:
    near = neighbours(layer, row, [x for r, x in others if r == report], texts[report])
    if not near:
        return "alone"
    if layer == "figures":
        same_harm = any(x.get("harm") == row.get("harm") for x in near)
        same_number = any(kind_of(layer, x)[1:] == kind_of(layer, row)[1:] for x in near)
        return "beside another harm" if same_number else "beside another number" if same_harm else "beside another harm and number"
    return "beside another kind"


def _how_wrong(gold: Any, system: Any) -> str:
    if isinstance(gold, str) and isinstance(system, str) and max(len(gold), len(system)) <= 11 and not gold[:1].isdigit():
        if gold.islower() and system.islower():
            return f"{gold} read as {system}"
    return "not read" if system in (None, []) else "read where none is" if gold in (None, []) else "another"


def neighbours(layer: str, row: Row, others: list[Row], text: str) -> list[Row]:
    """Entries that stand in the same place of the text as ``row``, unmatched themselves."""
    if layer == "disputes":
        return others
    return [other for other in others if shared(place_in(row, text), place_in(other, text)) >= 0.5]


def brief(layer: str, row: Row) -> str:
    """An entry in a few words."""
    if layer == "figures":
        number = f"{row.get('low')}-{row.get('high')}" if row.get("qualifier") == "range" else str(row.get("value"))
        parts = [f"{row.get('harm')} {number} {row.get('qualifier')}", row.get("status"), row.get("scope")]
        names = ("victim_side", "source", "perpetrator", "place")
        parts += [f"{label}={_plain(row.get(key))}" for label, key in zip(("of", "src", "by", "at"), names, strict=True) if row.get(key)]
    elif layer == "events":
        parts = [row.get("type")]
        names = ("agent", "target", "source", "place")
        parts += [f"{label}={_plain(row.get(key))}" for label, key in zip(("by", "on", "src", "at"), names, strict=True) if row.get(key)]
    else:
        sides = [f"{_plain(side.get('source'))} ({side.get('position')})" for side in row.get("sides", [])]
        return f"{row.get('kind')}: {' | '.join(sides)} -- {row.get('issue')}"
    if row.get("from") or row.get("to"):
        parts.append(f"{row.get('from')}" + ("" if row.get("from") == row.get("to") else f"..{row.get('to')}"))
    if row.get("stance") not in (None, "asserted"):
        parts.append(row["stance"])
    return " ".join(str(part) for part in parts) + _rules(row)


def _rules(row: Row) -> str:
    found = [rule["rule"] if isinstance(rule, dict) else str(rule) for rule in row.get("rules") or []]
    return f" [{' '.join(dict.fromkeys(found))}]" if found else ""


def _plain(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def errors(
    result: SetResult, texts: Mapping[str, str], limit: int, kinds: frozenset[str] = frozenset(), field: str | None = None
) -> Iterator[str]:
    """Single errors, at most ``limit`` of each kind and layer: missed, invented, wrong; ``field`` narrows the wrong ones."""
    for layer, one in result.layers.items():
        if field is None and (not kinds or "missed" in kinds):
            yield from _single(layer, "MISSED", one.missed, one.invented, texts, limit)
        if field is None and (not kinds or "invented" in kinds):
            yield from _single(layer, "INVENTED", one.invented, one.missed, texts, limit)
        wrong = [m for m in one.matches if m.wrong and (not field or field in m.wrong)]
        if wrong and (not kinds or "wrong" in kinds):
            yield f"\n### {layer} WRONG {len(wrong)}"
            for match in wrong[:limit]:
                marks = {name: "!" if name in DECIDING[layer] else "" for name in match.wrong}
                fields = [
                    f"{name}{marks[name]}: {_plain(match.gold.get(name))} -> {_plain(match.system.get(name))}" for name in match.wrong
                ]
                yield f"{match.report} {match.gold.get('id')} {_key(layer, match.gold)} | " + " ; ".join(fields) + _rules(match.system)
                yield f"    “{_sentence(match.gold)}”"


def _single(
    layer: str, word: str, rows: list[tuple[str, Row]], others: list[tuple[str, Row]], texts: Mapping[str, str], limit: int
) -> Iterator[str]:
    if rows:
        yield f"\n### {layer} {word} {len(rows)}"
    for report, row in rows[:limit]:
        label = row.get("id") if word == "MISSED" else "?"
        yield f"{report} {label} {brief(layer, row)}"
        if layer == "disputes":
            yield from (f"    {_plain(side.get('source'))}: “{_sentence(side)}”" for side in row.get("sides", []))
            continue
        yield f"    “{_sentence(row)}”"
        near = neighbours(layer, row, [x for r, x in others if r == report], texts[report])
        yield from (f"    {'read' if word == 'MISSED' else 'gold'} there: {brief(layer, x)}" for x in near)


def _key(layer: str, row: Row) -> str:
    return " ".join(str(part) for part in kind_of(layer, row))


def _sentence(row: Row) -> str:
    return " ".join((row.get("evidence") or "").split())


def changed(changes: list[tuple[str, Line]], gold: Mapping[str, Row], limit: int) -> Iterator[str]:
    """Gained and lost claims, losses first, each with its sentence."""
    counts = Counter(word for word, _ in changes)
    yield "changes: " + (", ".join(f"{n} {word}" for word, n in sorted(counts.items())) or "none")
    order = ["lost", "blurred", "found", "exact"]
    shown = sorted(changes, key=lambda change: order.index(change[0]))
    for word, line in shown[:limit]:
        row = next((x for x in gold[line.report][line.layer] if x["id"] == line.gold), {})
        wrong = f" wrong: {line.wrong}" if line.wrong else ""
        yield f"  {word:7} {line.report} {line.layer} {line.gold} {_key(line.layer, row)}{wrong} “{_sentence(row) or row.get('issue', '')}”"
    if len(shown) > limit:
        yield f"  … and {len(shown) - limit} more (--changes N shows more)"
