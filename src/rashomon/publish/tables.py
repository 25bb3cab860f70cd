"""Tables to read: in colour on a terminal, plain aligned text in a pipe or a file, 100 columns wide unless told."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.reconcile.model import Reconciled
from rashomon.store import Ledger

WIDTH = 100


Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """What a table shows: its columns, the most characters each may take (0 for as many as are left), its sections, a last line.

    A section is a heading over its rows; the rows of a table without headings are one section with an empty heading.
    """

    title: str
    columns: Sequence[tuple[str, int]]
    sections: Sequence[tuple[str, Rows]]
    foot: str = ""


def reports(ledger: Ledger) -> Table:
    """Every report, by day of publication: its id, day of publication and where that is from, outlet, language, number of claims, title."""
    names, found = ledger.query("reports")
    rows = []
    for r in sorted((dict(zip(names, values, strict=True)) for values in found), key=lambda r: (r["published"] or "~", r["id"])):
        day = r["published"] or "?"
        days = f"{day} ({r['published_from']})" if r["published"] and r["published_from"] else day
        note = "" if r["readable"] else f" [kept, not read: {r['note']}]"
        copy = f" [copy of {r['copy_of']}]" if r["copy_of"] else ""
        rows.append([r["id"], days, r["outlet"] or "", r["language"] or "", str(r["figures"]), str(r["events"]), str(r["disputes"]),
                     (r["title"] or "") + copy + note])  # fmt: skip
    columns = [("report", 22), ("published", 21), ("outlet", 14), ("lang", 4), ("figs", 4), ("evts", 4), ("disp", 4), ("title", 0)]
    return Table("Reports", columns, [("", rows)], _count(len(rows), "report"))


def figures(ledger: Ledger) -> Table:
    """Every figure, by report: how many, of whom, by whose count, where and when."""
    names, found = ledger.query("figures")
    sections: dict[str, list[list[str]]] = {}
    headings, vague = _headings(ledger), _vague(ledger)
    for values in found:
        r = dict(zip(names, values, strict=True))
        whose = " ".join(x for x in (r["victim_side"], r["status"] if r["status"] != "unknown" else None) if x)
        many = number(r["value"], r["low"], r["high"], r["qualifier"], vague.get(r["id"]))
        row = [r["id"], many, r["harm"], whose, r["scope"], r["place"] or "", days(r["from"], r["to"]), _said(r)]
        sections.setdefault(headings[r["report"]], []).append(row)
    columns = [("figure", 13), ("number", 9), ("harm", 10), ("of", 14), ("scope", 8), ("place", 14), ("when", 13), ("said by", 0)]
    return Table("Figures", columns, list(sections.items()), _count(len(found), "figure"))


def events(ledger: Ledger) -> Table:
    """Every event, by report: what, who, to whom, where, when, who says so."""
    names, found = ledger.query("events")
    sections: dict[str, list[list[str]]] = {}
    headings = _headings(ledger)
    for values in found:
        r = dict(zip(names, values, strict=True))
        row = [r["id"], r["type"], r["agent"] or "", r["target"] or "", r["place"] or "", days(r["from"], r["to"]), _said(r)]
        sections.setdefault(headings[r["report"]], []).append(row)
    columns = [("event", 13), ("type", 12), ("by", 16), ("to", 16), ("place", 14), ("when", 13), ("said by", 0)]
    return Table("Events", columns, list(sections.items()), _count(len(found), "event"))


def tolls(ledger: Ledger) -> Table:
    """The running counts: by source and kind of harm, how each grew from day to day, with its low, best and high."""
    steps = ledger.judgements(Reconciled).tolls
    steps = tuple(sorted(steps, key=lambda s: (s.source or "~", s.harm, s.status, s.side or "", str(s.day or "~"), s.value or 0, s.id)))
    sections: dict[str, list[list[str]]] = {}
    vague = _vague(ledger)
    for s in steps:
        whose = " ".join(x for x in (s.side, s.status if s.status != "unknown" else None) if x)
        bounds = [str(x) if x is not None else "?" for x in (s.low, s.best, s.high)]
        said = next((vague[c] for c in s.claims if c in vague), None)
        words = number(s.value, s.low, s.high, s.qualifier, said) + ("" if s.stance == "asserted" else f" ({s.stance})")
        row = [s.day.isoformat() if s.day else "no day", *bounds, words, ", ".join(dict.fromkeys(s.reports)), s.id]
        sections.setdefault(f"{s.source or 'The reports themselves'}: {s.harm}{', ' + whose if whose else ''}", []).append(row)
    columns = [("as of", 10), ("low", 9), ("best", 9), ("high", 9), ("words", 18), ("reports", 0), ("id", 13)]
    title = "Tolls: each source's own running count, none added to another"
    return Table(title, columns, list(sections.items()), _count(len(steps), "step"))


def disputes(ledger: Ledger) -> Table:
    """What is contested, within a report and between reports: the kind, the issue, each side and its position."""
    names, found = ledger.query("disputes")
    sections: dict[str, list[list[str]]] = {}
    for values in found:
        r = dict(zip(names, values, strict=True))
        row = [r["source"] or "the report", r["position"] or "", " ".join((r["evidence"] or "").split()), r["report"] or ""]
        sections.setdefault(f"{r['id']}  {r['kind']}: {r['issue']}", []).append(row)
    columns = [("side", 22), ("position", 14), ("words", 0), ("report", 16)]
    return Table("Disputes", columns, list(sections.items()), _count(len(sections), "dispute"))


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
    columns = [("incident", 13), ("when", 13), ("what", 14), ("where", 18), ("claims", 6), ("reports", 7), ("said by", 0)]
    return Table("Incidents", columns, [("", rows)], _count(len(rows), "incident"))


def refusals(ledger: Ledger) -> Table:
    """What could not be read, and why."""
    rows = [[r.origin, r.reason] for r in ledger.refusals()]
    return Table("Refused", [("input", 30), ("why", 0)], [("", rows)], _count(len(rows), "input") + " refused")


TABLES: Mapping[str, Callable[[Ledger], Table]] = {
    "tolls": tolls, "disputes": disputes, "incidents": incidents, "reports": reports, "figures": figures, "events": events,
    "refusals": refusals,
}  # fmt: skip

_WORDS = {"at_least": "≥ {}", "more_than": "> {}", "at_most": "≤ {}", "less_than": "< {}", "about": "~ {}"}


def number(value: int | None, low: int | None, high: int | None, qualifier: str, said: str | None = None) -> str:
    """A number with its qualifier: "≥ 10", "20–30", "14" for an exact one; a vague one in its words, else "some"."""
    if value is None:
        return f"{low}–{high}" if qualifier == "range" else said or "some"
    return _WORDS.get(qualifier, "{}").format(value)


def days(since: str | None, until: str | None) -> str:
    """A stretch of days: one day, "2020-09-27 to 2020-10-03", or nothing."""
    if since and until and since != until:
        return f"{since} to {until}"
    return since or until or ""


def render(table: Table, *, terminal: bool | None = None, width: int | None = None) -> str:
    """The table as text. On a terminal as wide as that is, headings in bold; elsewhere as wide as COLUMNS says, or 100.

    No word is cut: what does not fit goes on below, in its column.
    """
    terminal = sys.stdout.isatty() if terminal is None else terminal
    width = width or shutil.get_terminal_size((WIDTH, 24)).columns
    bold, plain = ("\033[1m", "\033[0m") if terminal and "NO_COLOR" not in os.environ else ("", "")
    widths = _widths(table, max(width, 60))
    out = [f"{bold}{table.title}{plain}"]
    if table.sections:
        out += [bold + line + plain for line in _lines([name for name, _ in table.columns], widths)]
        out += _lines(["-" * w for w in widths], widths)
    for heading, rows in table.sections:
        if heading:
            out += ["", *(bold + line + plain for line in textwrap.wrap(heading, width))]
        for row in rows:
            out += _lines(row, widths)
    return "\n".join([*out, "", table.foot]) + "\n"


def _widths(table: Table, width: int) -> list[int]:
    """Each column as wide as its widest cell, up to what it may take, and less where the line would not hold them all."""
    cells = [[name for name, _ in table.columns], *(row for _, rows in table.sections for row in rows)]
    widest = [max(len(row[n]) for row in cells) for n in range(len(table.columns))]
    widths = [min(wide, most or width) for wide, (_, most) in zip(widest, table.columns, strict=True)]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room:
        # The open column gives way first, down to 12, then the widest of the others; ids, which stand first, stay whole.
        open_ = [n for n, (_, most) in enumerate(table.columns) if not most and widths[n] > 12]
        n = open_[0] if open_ else max(range(1, len(widths)), key=lambda n: widths[n])
        widths[n] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, wide) or [""] for cell, wide in zip(row, widths, strict=True)]
    high = max(map(len, wrapped))
    padded = [[*lines, *[""] * (high - len(lines))] for lines in wrapped]
    return ["  ".join(f"{part:<{wide}}" for part, wide in zip(parts, widths, strict=True)).rstrip() for parts in zip(*padded, strict=True)]


def _headings(ledger: Ledger) -> dict[str, str]:
    """For each report's id a line that names it: its id, day of publication, outlet and title."""
    names, found = ledger.query("reports")
    rows = (dict(zip(names, values, strict=True)) for values in found)
    return {r["id"]: "  ".join(x for x in (r["id"], r["published"], r["outlet"], r["title"]) if x) for r in rows}


def _vague(ledger: Ledger) -> dict[str, str]:
    """For each figure without a number the word that it stands on: "dozens", "several thousand"."""
    texts = {r.id: r.text for r in ledger.reports()}
    vague = [f for f in ledger.figures() if f.claim.value is None and f.claim.qualifier == "vague"]
    return {f.id: f"“{' '.join(f.claim.anchor.within(texts[f.report]).split())}”" for f in vague}


def _said(row: Mapping[str, str | None]) -> str:
    said = row["source"] or "the report"
    return said if row["stance"] == "asserted" else f"{said} ({row['stance']})"


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
