"""The ledger: one SQLite file to which reports, readings and judgements are added, and from which nothing is taken."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from sqlalchemy import Connection, insert, select, text

from rashomon.errors import LedgerError, Refusal
from rashomon.ingest import same_content
from rashomon.model import Dispute, Event, Figure, Reading, Report, claim_ids
from rashomon.store import connect, tables
from rashomon.store.codec import decode, dumps, encode, loads
from rashomon.store.rows import reading_of, reading_rows, report_of, report_row

T = TypeVar("T")


class Received(Protocol):
    """What ``ingest`` gives: a report with the bytes that it was made from."""

    @property
    def report(self) -> Report: ...
    @property
    def raw(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A claim with the id it is kept under and the id of the report that makes it."""

    id: str
    report: str
    claim: T


@dataclass(frozen=True, slots=True)
class Run:
    """Who adds: the command, the program's version, and the profile's name and SHA-256 when one was given."""

    command: str = ""
    version: str = ""
    profile: str | None = None
    profile_sha256: str | None = None


class Ledger:
    """One ledger file, open. Use it as a context manager, or call ``close``.

    Several processes may hold the same file open and add to it at the same time. A method that adds does so in one
    transaction; a process that is killed leaves whole reports and whole sets of judgements, or nothing of them.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        self._run = Run()
        self._run_n: int | None = None
        self._run_begun: int | None = None
        absent = not self.path.exists() or (self.path.is_file() and self.path.stat().st_size == 0)
        if absent and not create:
            raise LedgerError(f"{self.path}: there is no ledger here; make one with `rashomon add {self.path} REPORTS`.")
        if self.path.is_dir() or not self.path.parent.is_dir():
            raise LedgerError(f"{self.path}: a ledger is a file in a folder that exists; give another path.")
        self._engine = connect.engine(self.path)
        connect.prepare(self._engine, self.path, create=create)

    @classmethod
    def open(cls, path: str | Path, create: bool = False) -> Self:
        """Opens the ledger at ``path``; with ``create``, makes it when there is none. Raises LedgerError."""
        return cls(path, create=create)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Adding

    def begin_run(self, run: Run) -> None:
        """Names the run that the rows added from now on belong to. It is written with the first of them."""
        self._run, self._run_n = run, None

    def same_as(self, report: Report) -> str | None:
        """Id of the report that has this one's content: its text, carried by the same outlet. None when it is not there."""
        with connect.reading(self._engine) as c:
            return self._same_as(c, report)

    def has_text(self, sha256: str) -> bool:
        """Whether a report with this SHA-256 of its text (UTF-8) is there."""
        with connect.reading(self._engine) as c:
            return c.execute(select(tables.report.c.id).where(tables.report.c.text_sha256 == sha256)).first() is not None

    def add(self, arrival: Received, reading: Reading) -> bool:
        """Adds a report with its bytes and what was read from it; False when a report with its content is there already.

        The same content is the same text under the same outlet or site, or where one of the two names none.
        An id that another text has taken gets "-" and six digits of this text's SHA-256 after it. Content that is there
        already leaves a receipt only: that it came again, from where and as which bytes.
        """
        sha = text_sha256(arrival.report.text)
        with self._write() as c:
            known = self._same_as(c, arrival.report)
            if known is not None:
                self._receipt(c, known, arrival)
                return False
            wanted = arrival.report.id
            taken = c.execute(select(tables.report.c.id).where(tables.report.c.id == wanted)).first() is not None
            report = dataclasses.replace(arrival.report, id=f"{wanted}-{sha[:6]}" if taken else wanted)
            report = dataclasses.replace(report, received=report.received or now(), sha256=bytes_sha256(arrival.raw))
            self._keep(c, arrival.raw, arrival.media_type, str(report.received))
            c.execute(insert(tables.report).values(**report_row(report), text_sha256=sha, run=self._run_number(c)))
            self._receipt(c, report.id, arrival)
            self._read(c, renamed(reading, report))
        return True

    def came_again(self, arrival: Received) -> None:
        """Notes the receipt of content that is there already; nothing happens when the very same receipt is there too."""
        with self._write() as c:
            known = self._same_as(c, arrival.report)
            if known is None:
                raise LedgerError(f"{arrival.report.id}: no report with this text is in {self.path}; add it first.")
            self._receipt(c, known, arrival)

    def read_again(self, reading: Reading) -> bool:
        """Adds a newer reading of a report that is there; the older one stays, superseded. False when nothing changed."""
        with self._write() as c:
            latest = self._readings(c, reading.report.id)
            if not latest:
                raise LedgerError(f"{reading.report.id}: no such report in {self.path}; add it first.")
            if latest[0] == dataclasses.replace(reading, report=latest[0].report):
                return False
            self._read(c, dataclasses.replace(reading, report=latest[0].report))
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Notes an input that could not be read, and why; once for the same input and reason."""
        with self._write() as c:
            there = select(tables.refusal.c.n).where(tables.refusal.c.origin == refusal.origin, tables.refusal.c.reason == refusal.reason)
            if c.execute(there).first() is None:
                row = {"run": self._run_number(c), "at": now(), "origin": refusal.origin, "reason": refusal.reason}
                c.execute(insert(tables.refusal).values(row))

    def save_judgements(self, judged: Any, fingerprint: str) -> bool:
        """Makes ``judged`` the judgements that stand. False, with nothing saved, when readings came in since.

        In: a dataclass whose fields are tuples of dataclasses (``reconcile.model.Reconciled``), and the ``fingerprint`` that
        the readings it was made from had. Only what changed is written: a judgement that is new, and the withdrawal of one
        that no longer stands.
        """
        with self._write() as c:
            if self._fingerprint(c) != fingerprint:
                return False
            wanted = {(kind, id, digest): body for kind, id, digest, body in _bodies(judged)}
            standing = {(r.kind, r.id, r.digest) for r in c.execute(text("SELECT kind, id, digest FROM current_judgement"))}
            new, gone = [k for k in wanted if k not in standing], sorted(standing - set(wanted))
            latest = c.execute(text("SELECT fingerprint FROM generation ORDER BY n DESC LIMIT 1")).scalar()
            if not new and not gone and latest == fingerprint:
                return True
            n = c.execute(
                insert(tables.generation).values(run=self._run_number(c), made_at=now(), fingerprint=fingerprint)
            ).inserted_primary_key[0]  # type: ignore[index]
            rows = [{"generation": n, "kind": k, "id": i, "digest": d, "standing": False, "body": None} for k, i, d in gone]
            rows += [{"generation": n, "kind": k, "id": i, "digest": d, "standing": True, "body": wanted[k, i, d]} for k, i, d in new]
            if rows:
                c.execute(insert(tables.judgement), rows)
        return True

    # Looking

    def fingerprint(self) -> str:
        """A hash of which readings are current; judgements made from the same readings have the same one."""
        with connect.reading(self._engine) as c:
            return self._fingerprint(c)

    def judged_fingerprint(self) -> str | None:
        """The fingerprint that the latest judgements were made from; None when there are none."""
        with connect.reading(self._engine) as c:
            found: str | None = c.execute(text("SELECT fingerprint FROM generation ORDER BY n DESC LIMIT 1")).scalar()
            return found

    def report_ids(self) -> list[str]:
        """Ids of all reports, in the order in which they came."""
        with connect.reading(self._engine) as c:
            return list(c.execute(text("SELECT id FROM report ORDER BY rowid")).scalars())

    def reports(self) -> list[Report]:
        """All reports, in the order in which they came."""
        with connect.reading(self._engine) as c:
            return [report_of(r.text, r.body) for r in c.execute(text("SELECT text, body FROM report ORDER BY rowid"))]

    def bytes_of(self, report_id: str) -> bytes:
        """The bytes that a report was made from, as they were received. Raises LedgerError for an unknown id."""
        with connect.reading(self._engine) as c:
            found = c.execute(
                text("SELECT k.zlib FROM kept k JOIN report r ON r.kept = k.sha256 WHERE r.id = :id"), {"id": report_id}
            ).scalar()
        if found is None:
            raise LedgerError(f"{report_id}: no such report in {self.path}; `rashomon show {self.path} reports` lists them.")
        return zlib.decompress(found)

    def readings(self) -> list[Reading]:
        """The current reading of every report, in the order in which the reports came."""
        with connect.reading(self._engine) as c:
            return self._readings(c)

    def reading(self, report_id: str) -> Reading:
        """The current reading of one report. Raises LedgerError for an unknown id."""
        with connect.reading(self._engine) as c:
            found = self._readings(c, report_id)
        if not found:
            raise LedgerError(f"{report_id}: no such report in {self.path}; `rashomon show {self.path} reports` lists them.")
        return found[0]

    def figures(self) -> list[Entry[Figure]]:
        """All current figures, by report and then as they stand in it."""
        return self._entries("figure", Figure)

    def events(self) -> list[Entry[Event]]:
        """All current events, by report and then as they stand in it."""
        return self._entries("event", Event)

    def disputes(self) -> list[Entry[Dispute]]:
        """All current disputes within one report. Those between reports are among the judgements."""
        return self._entries("dispute", Dispute)

    def judgements(self, kind: type[T]) -> T:
        """The judgements that stand, as the dataclass they were saved from; its tuples are empty when there are none."""
        with connect.reading(self._engine) as c:
            rows = c.execute(text("SELECT kind, id, body FROM current_judgement ORDER BY kind, id, n")).all()
        found: dict[str, list[Any]] = {f.name: [] for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
        for r in rows:
            if r.kind in found:
                found[r.kind].append(loads(object, r.body))
        return decode(kind, found)

    def query(self, view: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """A view's column names and its rows: figures, events, disputes, incidents, tolls or reports."""
        with connect.reading(self._engine) as c:
            found = c.execute(text(f"SELECT * FROM {VIEWS[view]}"))
            return list(found.keys()), [tuple(r) for r in found]

    def refusals(self) -> list[Refusal]:
        """Inputs that could not be read, in the order in which they were refused."""
        with connect.reading(self._engine) as c:
            return [Refusal(r.origin, r.reason) for r in c.execute(text("SELECT origin, reason FROM refusal ORDER BY n"))]

    def find(self, prefix: str) -> list[tuple[str, str]]:
        """What an id, or the beginning of one, may stand for: (kind, id) pairs; the exact id alone when it is there."""
        sql = """
            SELECT 'report' AS kind, id FROM report WHERE substr(id, 1, :n) = :prefix
            UNION SELECT 'figure', f.id FROM figure f JOIN current_reading r ON f.reading = r.n WHERE substr(f.id, 1, :n) = :prefix
            UNION SELECT 'event', e.id FROM event e JOIN current_reading r ON e.reading = r.n WHERE substr(e.id, 1, :n) = :prefix
            UNION SELECT 'dispute', d.id FROM dispute d JOIN current_reading r ON d.reading = r.n WHERE substr(d.id, 1, :n) = :prefix
            UNION SELECT kind, id FROM current_judgement WHERE substr(id, 1, :n) = :prefix ORDER BY 2, 1"""
        with connect.reading(self._engine) as c:
            found = [(r.kind, r.id) for r in c.execute(text(sql), {"prefix": prefix, "n": len(prefix)})]
        return [x for x in found if x[1] == prefix] or found

    def report_of_claim(self, id: str) -> str | None:
        """Id of the report that a claim stands in; None when no current claim has the id."""
        sql = " UNION ".join(f"SELECT c.report FROM {t} c JOIN current_reading r ON c.reading = r.n WHERE c.id = :id" for t in CLAIMS)
        with connect.reading(self._engine) as c:
            found: str | None = c.execute(text(sql), {"id": id}).scalar()
            return found

    # Within one transaction

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """A transaction that adds. The run is written in the first that needs it, and known to be there once that is in."""
        self._run_begun = None
        with connect.writing(self._engine) as c:
            yield c
        self._run_n = self._run_n or self._run_begun

    def _run_number(self, c: Connection) -> int:
        if self._run_n is None and self._run_begun is None:
            row = {"started": now(), **dataclasses.asdict(self._run)}
            self._run_begun = int(c.execute(insert(tables.run).values(row)).inserted_primary_key[0])  # type: ignore[index]
        return self._run_n or self._run_begun or 0

    def _same_as(self, c: Connection, report: Report) -> str | None:
        sql = text("SELECT id, text, body FROM report WHERE text_sha256 = :sha ORDER BY rowid")
        for row in c.execute(sql, {"sha": text_sha256(report.text)}):
            if same_content(report, report_of(row.text, row.body)):
                return str(row.id)
        return None

    def _keep(self, c: Connection, raw: bytes, media_type: str, received: str) -> str:
        sha = bytes_sha256(raw)
        if c.execute(select(tables.kept.c.size).where(tables.kept.c.sha256 == sha)).first() is None:
            row = {"sha256": sha, "size": len(raw), "media_type": media_type, "received": received, "zlib": zlib.compress(raw)}
            c.execute(insert(tables.kept).values(row))
        return sha

    def _receipt(self, c: Connection, report_id: str, arrival: Received) -> None:
        report, t = arrival.report, tables.receipt
        sha, outlet, url = bytes_sha256(arrival.raw), report.outlet or "", report.url or ""
        row = {"report": report_id, "kept": sha, "given_id": report.id, "outlet": outlet, "url": url}
        if c.execute(select(t.c.n).filter_by(**row)).first() is None:
            received = report.received or now()
            self._keep(c, arrival.raw, arrival.media_type, received)
            c.execute(insert(t).values(**row, origin=report.origin or "", received=received))

    def _read(self, c: Connection, reading: Reading) -> None:
        rows = reading_rows(reading)
        run, profile = self._run_number(c), self._run.profile_sha256
        made = c.execute(insert(tables.reading).values(**rows.reading, run=run, read_at=now(), profile_sha256=profile))
        n = made.inserted_primary_key[0]  # type: ignore[index]
        for table, found in (
            (tables.layer, rows.layers), (tables.figure, rows.figures), (tables.event, rows.events), (tables.dispute, rows.disputes),
        ):  # fmt: skip
            if found:
                c.execute(insert(table), [row | {"reading": n} for row in found])

    def _readings(self, c: Connection, report_id: str | None = None) -> list[Reading]:
        only = "" if report_id is None else "AND r.report = :id"
        args = {} if report_id is None else {"id": report_id}
        layers: dict[int, dict[str, str]] = defaultdict(dict)
        for row in c.execute(text(f"SELECT l.* FROM layer l JOIN current_reading r ON l.reading = r.n {only}"), args):
            layers[row.reading][row.layer] = row.body
        claims: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for table in CLAIMS:
            sql = f"SELECT t.reading, t.body FROM {table} t JOIN current_reading r ON t.reading = r.n {only} ORDER BY t.reading, t.position"
            for row in c.execute(text(sql), args):
                claims[row.reading][table + "s"].append(row.body)
        sql = f"""SELECT r.n, r.body, p.text, p.body AS report FROM current_reading r JOIN report p ON p.id = r.report {only}
                  ORDER BY p.rowid"""
        return [reading_of(report_of(m.text, m.report), m.body, layers[m.n], claims[m.n]) for m in c.execute(text(sql), args)]

    def _entries(self, table: str, kind: type[T]) -> list[Entry[T]]:
        sql = f"""SELECT t.id, t.report, t.body FROM {table} t JOIN current_reading r ON t.reading = r.n
                  JOIN report p ON p.id = t.report ORDER BY p.rowid, t.position"""
        with connect.reading(self._engine) as c:
            return [Entry(r.id, r.report, loads(kind, r.body)) for r in c.execute(text(sql))]

    def _fingerprint(self, c: Connection) -> str:
        ns = c.execute(text("SELECT n FROM current_reading ORDER BY n")).scalars()
        return hashlib.sha256(",".join(map(str, ns)).encode()).hexdigest()


CLAIMS = ("figure", "event", "dispute")
VIEWS: Mapping[str, str] = {v: v for v in ("figures", "events", "disputes", "incidents", "tolls", "reports")}


def renamed(reading: Reading, report: Report) -> Reading:
    """The reading with ``report`` in the place of its own, and the ids of claims within it changed to match."""
    moved = dataclasses.replace(reading, report=report)
    if reading.report.id == report.id:
        return moved
    old, new = claim_ids(reading), claim_ids(moved)
    ids = dict(zip(old.figures + old.events, new.figures + new.events, strict=True))
    disputes = tuple(
        dataclasses.replace(d, sides=tuple(dataclasses.replace(s, claims=tuple(ids.get(c, c) for c in s.claims)) for s in d.sides))
        for d in reading.disputes
    )
    return dataclasses.replace(moved, disputes=disputes)


def text_sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, by which two reports are known to be one."""
    return hashlib.sha256(text.encode()).hexdigest()


def bytes_sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def now() -> str:
    """The time, UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _bodies(judged: Any) -> Iterator[tuple[str, str, str, str]]:
    for f in dataclasses.fields(judged):
        items: Iterable[Any] = getattr(judged, f.name)
        for item in items:
            body = dumps(encode(item))
            digest = hashlib.sha256(body.encode()).hexdigest()
            yield f.name, str(getattr(item, "id", None) or f"{f.name[0]}{digest[:12]}"), digest, body
