"""``python -m bench quality``: reads the annotated reports and says how close it comes."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from bench import frozen, show
from bench.measure import LAYERS, Row, SetResult, measure
from bench.reading import CACHE, again, keep, kept, read_all, rows_of
from bench.sets import GoldSet, known_sets, load


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``quality``."""
    parser.add_argument("--gold", type=Path, help="a folder of annotated reports, instead of the sets the bench knows")
    parser.add_argument("--set", action="append", choices=("karabakh", "seeds", "dev"), help="only this set; may be repeated")
    parser.add_argument("--profile", type=Path, help="a conflict profile for every set")
    parser.add_argument("--no-profile", action="store_true", help="no conflict profile for any set")
    parser.add_argument("--report", help="only reports whose id has this in it")
    parser.add_argument("--layer", action="append", choices=LAYERS, help="only this layer; may be repeated")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print up to N errors of each kind with their sentence")
    parser.add_argument("--kind", action="append", choices=("missed", "invented", "wrong"), help="only errors of this kind")
    parser.add_argument("--field", help="only claims with this field wrong")
    parser.add_argument("--changes", type=int, default=30, metavar="N", help="print up to N gained and lost claims (30)")
    parser.add_argument("--again", action="store_true", help="do not read: look at the last run again")
    parser.add_argument("--update", action="store_true", help="raise bench/floors.json to what was measured")


def sets_for(options: argparse.Namespace) -> list[GoldSet]:
    """The sets to read, with the profile asked for."""
    if options.gold:
        sets = [GoldSet(options.gold.name, options.gold)]
    else:
        sets = [one for one in known_sets() if not options.set or one.name in options.set]
    if options.profile:
        sets = [dataclasses.replace(one, profile=options.profile) for one in sets]
    if options.no_profile:
        sets = [dataclasses.replace(one, profile=None) for one in sets]
    return sets


def run(options: argparse.Namespace) -> int:
    """Reads, measures, prints; 1 when a report could not be read."""
    status = 0
    measured: dict[str, SetResult] = {}
    plain = not (options.gold or options.profile or options.no_profile or options.report or options.layer)
    if options.again:
        runs = [(one, again(one.name), {}) for one in sets_for(options) if kept(one.name).is_file()]
    else:
        runs = ((one, rows_of(readings), faults) for one, readings, faults in read_all(sets_for(options), options.report))
    for one, rows, faults in runs:
        gold = {name: row for name, row in load(one.folder).items() if not options.report or options.report in name}
        system = {row["id"]: row for row in rows}
        result = measure(gold, system, options.layer or LAYERS)
        report(one, result, gold, faults, options)
        status = status or int(bool(faults))
        if not options.again and not options.report and not faults:
            keep(one.name, rows)
        if plain and not options.again and not faults:
            measured[one.name] = result
            compare(one, result, gold, options.changes)
    if options.update:
        from bench.gate import raise_floors

        raise_floors(measured)
    return status


def report(one: GoldSet, result: SetResult, gold: dict[str, Row], faults: dict[str, str], options: argparse.Namespace) -> None:
    """Prints the figures of a set, its kinds of error and, if asked, its errors."""
    texts = {name: row["text"] for name, row in gold.items()}
    lines = [*show.figures(one.name, result), *show.error_kinds(result, texts)]
    if options.errors:
        lines += show.errors(result, texts, options.errors, frozenset(options.kind or ()), options.field)
    for trace, names in by_trace(faults).items():
        lines.append(f"!! {len(names)} reports could not be read ({', '.join(names[:5])}):\n{trace}")
    print("\n".join(lines), flush=True)


def by_trace(faults: dict[str, str]) -> dict[str, list[str]]:
    """The reports that failed in each way."""
    out: dict[str, list[str]] = {}
    for name, trace in faults.items():
        out.setdefault(trace, []).append(name)
    return out


def compare(one: GoldSet, result: SetResult, gold: dict[str, Row], limit: int) -> None:
    """Prints gained and lost claims: against the last commit for texts of ours, else against the last run."""
    path = frozen.FROZEN if one.ours else CACHE / f"{one.name}.csv"
    after = frozen.lines_of(result)
    before = frozen.committed() if one.ours else frozen.parse(path.read_text("utf-8")) if path.is_file() else []
    since = "the last commit" if one.ours else "the last run"
    if before:
        print("\n".join(show.changed(list(frozen.changes(before, after)), gold, limit)).replace("changes:", f"since {since}:", 1))
    frozen.write(path, after)


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench quality", description=__doc__)
    arguments(parser)
    return run(parser.parse_args(argv))
