"""The ledger's tables as they stand in the newest schema. ``migrations/`` says how a ledger came to have them.

Nothing here is ever updated or deleted; what is newer stands in a later row (docs/ledger.md).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

SCHEMA = "0001"
"""The newest revision under ``migrations/versions``."""
APPLICATION_ID = 0x52534D4E
"""Written into the file's header, so that a ledger is told from any other SQLite file."""

metadata = MetaData()

kept = Table(
    "kept", metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("received", Text, nullable=False),
    Column("zlib", LargeBinary, nullable=False),
)  # fmt: skip

run = Table(
    "run", metadata,
    Column("n", Integer, primary_key=True),
    Column("started", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("profile", Text),
    Column("profile_sha256", Text),
)  # fmt: skip

report = Table(
    "report", metadata,
    Column("id", Text, primary_key=True),
    Column("text_sha256", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("author", Text),
    Column("url", Text),
    Column("published", Text),
    Column("published_from", Text),
    Column("language", Text),
    Column("kept", Text, ForeignKey("kept.sha256")),
    Column("received", Text, nullable=False),
    Column("origin", Text),
    Column("run", Integer, ForeignKey("run.n"), nullable=False),
    Column("body", Text, nullable=False),
)  # fmt: skip

receipt = Table(
    "receipt", metadata,
    Column("n", Integer, primary_key=True),
    Column("report", Text, ForeignKey("report.id"), nullable=False),
    Column("kept", Text, ForeignKey("kept.sha256"), nullable=False),
    Column("given_id", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("received", Text, nullable=False),
    UniqueConstraint("report", "kept", "given_id", "outlet", "url"),
)  # fmt: skip

reading = Table(
    "reading", metadata,
    Column("n", Integer, primary_key=True),
    Column("report", Text, ForeignKey("report.id"), nullable=False, index=True),
    Column("run", Integer, ForeignKey("run.n"), nullable=False),
    Column("read_at", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("profile_sha256", Text),
    Column("published", Text),
    Column("published_from", Text),
    Column("readable", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("body", Text, nullable=False),
)  # fmt: skip

layer = Table(
    "layer", metadata,
    Column("reading", Integer, ForeignKey("reading.n"), primary_key=True),
    Column("layer", Text, primary_key=True),
    Column("body", Text, nullable=False),
)  # fmt: skip


def _place_of_claim() -> list[Column[Any]]:
    return [
        Column("reading", Integer, ForeignKey("reading.n"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("id", Text, nullable=False, index=True),
        Column("report", Text, ForeignKey("report.id"), nullable=False),
    ]


def _span() -> list[Column[Any]]:
    return [
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("anchor_start", Integer, nullable=False),
        Column("anchor_end", Integer, nullable=False),
        Column("evidence", Text, nullable=False),
    ]


figure = Table(
    "figure", metadata, *_place_of_claim(), *_span(),
    Column("value", Integer),
    Column("low", Integer),
    Column("high", Integer),
    Column("qualifier", Text, nullable=False),
    Column("harm", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("victim_side", Text),
    Column("source", Text),
    Column("stance", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("place", Text),
    Column("since", Text),
    Column("until", Text),
    Column("perpetrator", Text),
    Column("body", Text, nullable=False),
)  # fmt: skip

event = Table(
    "event", metadata, *_place_of_claim(), *_span(),
    Column("type", Text, nullable=False),
    Column("agent", Text),
    Column("target", Text),
    Column("place", Text),
    Column("since", Text),
    Column("until", Text),
    Column("source", Text),
    Column("stance", Text, nullable=False),
    Column("body", Text, nullable=False),
)  # fmt: skip

dispute = Table(
    "dispute", metadata, *_place_of_claim(),
    Column("kind", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("body", Text, nullable=False),
)  # fmt: skip

refusal = Table(
    "refusal", metadata,
    Column("n", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.n"), nullable=False),
    Column("at", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("origin", "reason"),
)  # fmt: skip

generation = Table(
    "generation", metadata,
    Column("n", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.n"), nullable=False),
    Column("made_at", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
)  # fmt: skip

judgement = Table(
    "judgement", metadata,
    Column("n", Integer, primary_key=True),
    Column("generation", Integer, ForeignKey("generation.n"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("standing", Boolean, nullable=False),
    Column("body", Text),
    Index("ix_judgement_digest", "kind", "digest"),
)  # fmt: skip
