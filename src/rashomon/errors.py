"""What can go wrong, each said in one sentence: what, where, what to do."""

from __future__ import annotations

from dataclasses import dataclass


class RashomonError(Exception):
    """Base of every error raised on purpose; its text is one sentence fit for a user."""


class InputError(RashomonError):
    """A file, page or line cannot be read as a report."""


class ProfileError(RashomonError):
    """A conflict profile has a key or value that is not allowed."""


class LexiconError(RashomonError):
    """A lexicon file does not fit its schema."""


class LedgerError(RashomonError):
    """The ledger cannot be opened, or is not one, or is of another version."""


class ModelError(RashomonError):
    """The language model is not there or is not the one whose weights are known."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input that was refused: where it stands and, in one sentence, why and what to do."""

    origin: str
    reason: str
