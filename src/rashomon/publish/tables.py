"""Tables to read: in colour on a terminal, plain aligned text in a pipe or a file, 100 columns wide unless told."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.reconcile.model import Reconciled
from rashomon.store import Ledger

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Table:
    """What a table shows: its columns, the most characters each may take (0 for as many as are left), its rows, a last line."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
    foot: str = ""


def reports(ledger: Ledger) -> Table:
    """Every report: its id, day of publication and where that is from, outlet, language, number of claims, title."""
    names, found = ledger.query("reports")
    rows = []
    for values in found:
        r = dict(zip(names, values, strict=True))
        day = r["published"] or "?"
        days = f"{day} ({r['published_from']})" if r["published"] and r["published_from"] else day
        note = "" if r["readable"] else f" [kept, not read: {r['note']}]"
        copy = f" [copy of {r['copy_of']}]" if r["copy_of"] else ""
        rows.append([r["id"], days, r["outlet"] or "", r["language"] or "", str(r["figures"]), str(r["events"]), str(r["disputes"]),
                     (r["title"] or "") + copy + note])  # fmt: skip
    columns = [("report", 24), ("published", 21), ("outlet", 16), ("lang", 4), ("figs", 4), ("evts", 4), ("disp", 4), ("title", 0)]
    return Table("Reports", columns, rows, _count(len(rows), "report"))


def figures(ledger: Ledger) -> Table:
    """Every figure: how many, of whom, by whose count, when and where, in which report."""
    names, found = ledger.query("figures")
    rows = []
    for values in found:
        r = dict(zip(names, values, strict=True))
        whose = " ".join(x for x in (r["victim_side"], r["status"] if r["status"] != "unknown" else None) if x)
        rows.append([r["id"], number(r["value"], r["low"], r["high"], r["qualifier"]), r["harm"], whose, _said(r), r["scope"],
                     r["place"] or "", days(r["from"], r["to"]), r["report"]])  # fmt: skip
    columns = [("figure", 15), ("number", 9), ("harm", 10), ("of", 14), ("said by", 0), ("scope", 8), ("place", 12), ("when", 10),
               ("report", 14)]  # fmt: skip
    return Table("Figures", columns, rows, _count(len(rows), "figure"))


def events(ledger: Ledger) -> Table:
    """Every event: what, who, to whom, where, when, who says so, in which report."""
    names, found = ledger.query("events")
    rows = []
    for values in found:
        r = dict(zip(names, values, strict=True))
        rows.append([r["id"], r["type"], r["agent"] or "", r["target"] or "", r["place"] or "", days(r["from"], r["to"]), _said(r),
                     r["report"]])  # fmt: skip
    columns = [("event", 15), ("type", 12), ("by", 14), ("to", 14), ("place", 12), ("when", 10), ("said by", 0), ("report", 14)]
    return Table("Events", columns, rows, _count(len(rows), "event"))


def tolls(ledger: Ledger) -> Table:
    """The running counts: by source and kind of harm, how each grew from day to day, with its low, best and high."""
    steps = ledger.judgements(Reconciled).tolls
    steps = tuple(sorted(steps, key=lambda s: (s.source or "~", s.harm, s.status, s.side or "", str(s.day or "~"), s.value or 0, s.id)))
    rows, last = [], None
    for s in steps:
        group = (s.source or "the reports", s.harm, " ".join(x for x in (s.side, s.status if s.status != "unknown" else None) if x))
        shown = group if group != last else ("", "", "")
        last = group
        words = number(s.value, s.low, s.high, s.qualifier) + ("" if s.stance == "asserted" else f" ({s.stance})")
        bounds = [str(x) if x is not None else "" for x in (s.low, s.best, s.high)]
        rows.append([*shown, s.day.isoformat() if s.day else "?", *bounds, words, ", ".join(dict.fromkeys(s.reports)), s.id])
    columns = [("by whose count", 0), ("harm", 10), ("of", 18), ("as of", 10), ("low", 6), ("best", 6), ("high", 6), ("words", 9),
               ("reports", 16), ("id", 13)]  # fmt: skip
    return Table("Tolls: each source's own running count, none of them added up", columns, rows, _count(len(rows), "step"))


def disputes(ledger: Ledger) -> Table:
    """What is contested, within a report and between reports: the kind, the issue, each side and its position."""
    names, found = ledger.query("disputes")
    rows, last = [], None
    for values in found:
        r = dict(zip(names, values, strict=True))
        head = (r["id"], r["kind"], r["issue"]) if r["id"] != last else ("", "", "")
        last = r["id"]
        rows.append([*head, r["source"] or "the report", r["position"] or "", r["report"] or ""])
    columns = [("dispute", 15), ("kind", 14), ("issue", 0), ("side", 22), ("position", 16), ("report", 16)]
    return Table("Disputes", columns, rows, _count(len({v[0] for v in found}), "dispute"))


def incidents(ledger: Ledger) -> Table:
    """What claims of one or more reports speak of: when, what, where, how many claims in how many reports, and who says so."""
    judged = ledger.judgements(Reconciled)
    sources: dict[str, str] = {e.id: e.claim.source or "" for e in ledger.events()}
    sources |= {f.id: f.claim.source or "" for f in ledger.figures()}
    rows = []
    for i in sorted(judged.incidents, key=lambda i: (str(i.since or "~"), str(i.until or "~"), i.place or "~", i.id)):
        said = list(dict.fromkeys(sources.get(c, "") or "the report" for c in i.claims))
        rows.append([i.id, days(_iso(i.since), _iso(i.until)), i.type or "harm", i.place or "", str(len(i.claims)), str(len(i.reports)),
                     "; ".join(said)])  # fmt: skip
    columns = [("incident", 13), ("when", 10), ("what", 14), ("where", 18), ("claims", 6), ("reports", 7), ("said by", 0)]
    return Table("Incidents", columns, rows, _count(len(rows), "incident"))


def refusals(ledger: Ledger) -> Table:
    """What could not be read, and why."""
    rows = [[r.origin, r.reason] for r in ledger.refusals()]
    return Table("Refused", [("input", 36), ("why", 0)], rows, _count(len(rows), "input") + " refused")


TABLES: Mapping[str, Callable[[Ledger], Table]] = {
    "tolls": tolls, "disputes": disputes, "incidents": incidents, "reports": reports, "figures": figures, "events": events,
    "refusals": refusals,
}  # fmt: skip

_WORDS = {"at_least": "≥ {}", "more_than": "> {}", "at_most": "≤ {}", "less_than": "< {}", "about": "~ {}"}


def number(value: int | None, low: int | None, high: int | None, qualifier: str) -> str:
    """A number with its qualifier: "≥ 10", "20–30", "some" for a vague one, "14" for an exact one."""
    if value is None:
        return f"{low}–{high}" if qualifier == "range" else "some"
    return _WORDS.get(qualifier, "{}").format(value)


def days(since: str | None, until: str | None) -> str:
    """A stretch of days: one day, "2020-09-27 to 2020-10-03", or nothing."""
    if since and until and since != until:
        return f"{since} to {until}"
    return since or until or ""


def render(table: Table, *, terminal: bool | None = None, width: int | None = None) -> str:
    """The table as text. On a terminal as wide as that is; elsewhere as wide as COLUMNS says, or 100."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    terminal = sys.stdout.isatty() if terminal is None else terminal
    asked = os.environ.get("COLUMNS", "")
    width = width or (int(asked) if asked.isdigit() and int(asked) > 0 else None if terminal else WIDTH)
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system="auto" if terminal else None, highlight=False)
    shape = RichTable(title=None, box=box.SIMPLE_HEAD if terminal else None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for (name, most) in table.columns:
        shape.add_column(name, overflow="fold", max_width=most or None, min_width=min(most, len(name)) or None, ratio=None if most else 1)
    if not terminal:
        shape.add_row(*("-" * len(name) for name, _ in table.columns))
    for row in table.rows:
        shape.add_row(*(Text(cell) for cell in row))
    console.print(Text(table.title), style="bold" if terminal else None)
    console.print(shape)
    console.print(Text(table.foot))
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _said(row: Mapping[str, str | None]) -> str:
    said = row["source"] or "the report"
    return said if row["stance"] == "asserted" else f"{said} ({row['stance']})"


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
