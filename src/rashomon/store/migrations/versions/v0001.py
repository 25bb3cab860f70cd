"""The first schema: kept bytes, reports, readings with their layers and claims, judgements, refusals, runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPLICATION_ID = 0x52534D4E

TABLES = """
CREATE TABLE kept (
    sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, media_type TEXT NOT NULL, received TEXT NOT NULL, zlib BLOB NOT NULL
);
CREATE TABLE run (
    n INTEGER NOT NULL PRIMARY KEY, started TEXT NOT NULL, command TEXT NOT NULL, version TEXT NOT NULL, profile TEXT,
    profile_sha256 TEXT
);
CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY, text_sha256 TEXT NOT NULL, text TEXT NOT NULL, title TEXT, outlet TEXT, author TEXT, url TEXT,
    published TEXT, published_from TEXT, language TEXT, kept TEXT REFERENCES kept (sha256), received TEXT NOT NULL, origin TEXT,
    run INTEGER NOT NULL REFERENCES run (n), body TEXT NOT NULL
);
CREATE INDEX ix_report_text_sha256 ON report (text_sha256);
CREATE TABLE receipt (
    n INTEGER NOT NULL PRIMARY KEY, report TEXT NOT NULL REFERENCES report (id), kept TEXT NOT NULL REFERENCES kept (sha256),
    given_id TEXT NOT NULL, outlet TEXT NOT NULL, url TEXT NOT NULL, origin TEXT NOT NULL, received TEXT NOT NULL,
    UNIQUE (report, kept, given_id, outlet, url)
);
CREATE TABLE reading (
    n INTEGER NOT NULL PRIMARY KEY, report TEXT NOT NULL REFERENCES report (id), run INTEGER NOT NULL REFERENCES run (n),
    read_at TEXT NOT NULL, reader TEXT NOT NULL, profile_sha256 TEXT, published TEXT, published_from TEXT, readable BOOLEAN NOT NULL,
    note TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX ix_reading_report ON reading (report);
CREATE TABLE layer (
    reading INTEGER NOT NULL REFERENCES reading (n), layer TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (reading, layer)
);
CREATE TABLE figure (
    reading INTEGER NOT NULL REFERENCES reading (n), position INTEGER NOT NULL, id TEXT NOT NULL,
    report TEXT NOT NULL REFERENCES report (id), start INTEGER NOT NULL, "end" INTEGER NOT NULL, anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL, evidence TEXT NOT NULL, value INTEGER, low INTEGER, high INTEGER, qualifier TEXT NOT NULL,
    harm TEXT NOT NULL, status TEXT NOT NULL, victim_side TEXT, source TEXT, stance TEXT NOT NULL, scope TEXT NOT NULL, place TEXT,
    since TEXT, until TEXT, perpetrator TEXT, body TEXT NOT NULL, PRIMARY KEY (reading, position)
);
CREATE INDEX ix_figure_id ON figure (id);
CREATE TABLE event (
    reading INTEGER NOT NULL REFERENCES reading (n), position INTEGER NOT NULL, id TEXT NOT NULL,
    report TEXT NOT NULL REFERENCES report (id), start INTEGER NOT NULL, "end" INTEGER NOT NULL, anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL, evidence TEXT NOT NULL, type TEXT NOT NULL, agent TEXT, target TEXT, place TEXT, since TEXT,
    until TEXT,
    source TEXT, stance TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (reading, position)
);
CREATE INDEX ix_event_id ON event (id);
CREATE TABLE dispute (
    reading INTEGER NOT NULL REFERENCES reading (n), position INTEGER NOT NULL, id TEXT NOT NULL,
    report TEXT NOT NULL REFERENCES report (id), kind TEXT NOT NULL, issue TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (reading, position)
);
CREATE INDEX ix_dispute_id ON dispute (id);
CREATE TABLE refusal (
    n INTEGER NOT NULL PRIMARY KEY, run INTEGER NOT NULL REFERENCES run (n), at TEXT NOT NULL, origin TEXT NOT NULL,
    reason TEXT NOT NULL, UNIQUE (origin, reason)
);
CREATE TABLE generation (
    n INTEGER NOT NULL PRIMARY KEY, run INTEGER NOT NULL REFERENCES run (n), made_at TEXT NOT NULL, fingerprint TEXT NOT NULL
);
CREATE TABLE judgement (
    n INTEGER NOT NULL PRIMARY KEY, generation INTEGER NOT NULL REFERENCES generation (n), kind TEXT NOT NULL, id TEXT NOT NULL,
    digest TEXT NOT NULL, standing BOOLEAN NOT NULL, body TEXT
);
CREATE INDEX ix_judgement_id ON judgement (id);
CREATE INDEX ix_judgement_digest ON judgement (kind, digest);
"""

VIEWS = """
CREATE VIEW current_reading AS SELECT * FROM reading WHERE n IN (SELECT max(n) FROM reading GROUP BY report);
CREATE VIEW current_judgement AS
    SELECT * FROM judgement WHERE standing AND n IN (SELECT max(n) FROM judgement GROUP BY kind, digest);
CREATE VIEW incident_claims AS
    SELECT c.value AS claim, min(j.id) AS incident FROM current_judgement j, json_each(j.body, '$.claims') c
    WHERE j.kind = 'incidents' GROUP BY c.value;
CREATE VIEW figures AS
    SELECT f.id, f.report, f.start, f."end", f.evidence, f.value, f.low, f.high, f.qualifier, f.harm, f.status, f.victim_side, f.source,
           f.stance, f.scope, f.place, f.since AS "from", f.until AS "to", f.perpetrator, i.incident, f.anchor_start, f.anchor_end
    FROM current_reading r JOIN report p ON p.id = r.report JOIN figure f ON f.reading = r.n LEFT JOIN incident_claims i ON i.claim = f.id
    ORDER BY p.rowid, f.position;
CREATE VIEW events AS
    SELECT e.id, e.report, e.start, e."end", e.evidence, e.type, e.agent, e.target, e.place, e.since AS "from", e.until AS "to",
           e.source, e.stance, i.incident, e.anchor_start, e.anchor_end
    FROM current_reading r JOIN report p ON p.id = r.report JOIN event e ON e.reading = r.n LEFT JOIN incident_claims i ON i.claim = e.id
    ORDER BY p.rowid, e.position;
CREATE VIEW disputes AS
    SELECT d.id, d.kind, d.issue, NULL AS incident, s.key + 1 AS side, json_extract(s.value, '$.source') AS source, d.report,
           json_extract(s.value, '$.span[0]') AS start, json_extract(s.value, '$.span[1]') AS "end",
           json_extract(s.value, '$.evidence') AS evidence,
           json_extract(s.value, '$.position') AS position
    FROM current_reading r JOIN dispute d ON d.reading = r.n, json_each(d.body, '$.sides') s
    UNION ALL
    SELECT j.id, json_extract(j.body, '$.kind'), json_extract(j.body, '$.issue'), json_extract(j.body, '$.incident'), s.key + 1,
           json_extract(s.value, '$.source'), p.id,
           json_extract(s.value, '$.span[0]'), json_extract(s.value, '$.span[1]'),
           substr(p.text, json_extract(s.value, '$.span[0]') + 1,
                  json_extract(s.value, '$.span[1]') - json_extract(s.value, '$.span[0]')),
           json_extract(s.value, '$.position')
    FROM current_judgement j, json_each(j.body, '$.sides') s LEFT JOIN report p ON p.id = json_extract(s.value, '$.report')
    WHERE j.kind = 'disputes';
CREATE VIEW incidents AS
    SELECT j.id, json_extract(j.body, '$.type') AS type, json_extract(j.body, '$.place') AS place,
           json_extract(j.body, '$.since') AS "from", json_extract(j.body, '$.until') AS "to",
           json_array_length(j.body, '$.reports') AS reports, json_array_length(j.body, '$.claims') AS claims,
           (SELECT group_concat(value, '; ') FROM json_each(j.body, '$.reports')) AS report_ids,
           (SELECT group_concat(value, '; ') FROM json_each(j.body, '$.claims')) AS claim_ids
    FROM current_judgement j WHERE j.kind = 'incidents' ORDER BY "from" IS NULL, "from", j.id;
CREATE VIEW tolls AS
    SELECT j.id, json_extract(j.body, '$.source') AS source, json_extract(j.body, '$.harm') AS harm,
           json_extract(j.body, '$.status') AS status,
           json_extract(j.body, '$.side') AS side, json_extract(j.body, '$.day') AS day, json_extract(j.body, '$.value') AS value,
           json_extract(j.body, '$.low') AS low,
           json_extract(j.body, '$.best') AS best, json_extract(j.body, '$.high') AS high,
           json_extract(j.body, '$.qualifier') AS qualifier,
           json_extract(j.body, '$.stance') AS stance,
           (SELECT group_concat(value, '; ') FROM json_each(j.body, '$.reports')) AS report_ids,
           (SELECT group_concat(value, '; ') FROM json_each(j.body, '$.claims')) AS claim_ids
    FROM current_judgement j WHERE j.kind = 'tolls' ORDER BY source IS NULL, source, harm, status, side, day, j.id;
CREATE VIEW reports AS
    SELECT p.id, p.outlet, p.title, r.published, r.published_from, p.url, p.author, p.language, r.readable, r.note,
           json_extract(c.body, '$.original') AS copy_of, p.received, p.origin, p.kept AS sha256, length(p.text) AS characters,
           (SELECT count(*) FROM figure f WHERE f.reading = r.n) AS figures,
           (SELECT count(*) FROM event e WHERE e.reading = r.n) AS events,
           (SELECT count(*) FROM dispute d WHERE d.reading = r.n) AS disputes, r.reader
    FROM report p JOIN current_reading r ON r.report = p.id
    LEFT JOIN current_judgement c ON c.kind = 'copies' AND json_extract(c.body, '$.report') = p.id
    ORDER BY p.rowid;
"""


APPEND_ONLY = ("kept", "run", "report", "receipt", "reading", "layer", "figure", "event", "dispute", "refusal", "generation", "judgement")
GUARD = """CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} BEGIN
    SELECT RAISE(ABORT, 'a ledger is append-only: add a newer row instead');
END"""


def upgrade() -> None:
    op.execute(sa.text(f"PRAGMA application_id = {APPLICATION_ID}"))
    for statement in (TABLES + VIEWS).split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.get_bind().exec_driver_sql(GUARD.format(table=table, verb=verb))
