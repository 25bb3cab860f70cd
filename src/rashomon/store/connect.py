"""Opening the file: its settings, its transactions, and whether it is a ledger that this version knows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from rashomon.errors import LedgerError
from rashomon.store.tables import APPLICATION_ID, SCHEMA

WAIT_SECONDS = 60
"""How long one process waits for another's transaction. A transaction holds one report, or one set of judgements."""


def engine(path: Path) -> Engine:
    """An engine whose transactions are begun by us, since the driver's own would begin too late and too weakly."""
    made = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=QueuePool)

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return made


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def reading(made: Engine) -> Iterator[Connection]:
    """One transaction that sees the ledger as it is now and keeps nobody out."""
    with made.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(made: Engine) -> Iterator[Connection]:
    """One transaction that holds the only pen: all of it goes in, or nothing."""
    with made.connect().execution_options(write=True) as connection, connection.begin():
        yield connection


def prepare(made: Engine, path: Path, *, create: bool) -> None:
    """With ``create``, makes an empty file a ledger; brings an older ledger up to the newest schema; refuses all else.

    Raises LedgerError for a file that is no SQLite database, another program's database, or a newer ledger.
    """
    try:
        version = _version(made, path, create=create)
        if version is None:
            _write_ahead(made)
    except (DatabaseError, sqlite3.DatabaseError) as err:
        raise LedgerError(f"{path}: the ledger cannot be opened ({_reason(err)}); give the path of a Rashomon ledger.") from err
    if version == SCHEMA:
        return
    from rashomon.store import migrations  # Alembic takes a while to load, and most runs need no migration

    with writing(made) as connection:
        migrations.upgrade(connection)


def _version(made: Engine, path: Path, *, create: bool) -> str | None:
    """The ledger's schema; None for a file that is still empty, as another process may just have made it."""
    with reading(made) as connection:
        tables = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
        if not tables and create:
            return None
        if connection.execute(text("PRAGMA application_id")).scalar() != APPLICATION_ID or "alembic_version" not in tables:
            raise LedgerError(f"{path}: this is not a Rashomon ledger; give the path of one, or of a file that is not there yet.")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if not isinstance(version, str) or version > SCHEMA:
        raise LedgerError(
            f"{path}: this ledger was made by a newer version of Rashomon (schema {version}; this one knows up to {SCHEMA}); "
            "install the newer version to open it."
        )
    return version


def _write_ahead(made: Engine) -> None:
    """Readers go on while one process writes. The mode is kept in the file; a lock held by another process is waited for."""
    for attempt in range(50):
        try:
            with made.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA journal_mode = WAL")
            return
        except (OperationalError, sqlite3.OperationalError):
            if attempt == 49:
                raise
            time.sleep(0.1)


def _reason(err: Exception) -> str:
    return str(getattr(err, "orig", None) or err)
