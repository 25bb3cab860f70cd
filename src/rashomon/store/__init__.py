"""The one append-only file in which reports, claims and judgements are kept."""

from rashomon.store.ledger import Entry, Ledger, Run, text_sha256

__all__ = ["Entry", "Ledger", "Run", "text_sha256"]
