"""Whether every lexicon file holds together: what ``rashomon lexicon check`` runs."""

from __future__ import annotations

import fnmatch
import importlib
from collections.abc import Mapping
from typing import Any

from rashomon import lexicon
from rashomon.errors import LexiconError

SCHEMAS: Mapping[str, str] = {
    "arms.toml": "rashomon.lexicon:Word",
    "debris.toml": "rashomon.ingest.debris:DebrisPhrase",
    "force_nouns.toml": "rashomon.lexicon:Word",
    "harm.toml": "rashomon.lexicon:HarmWord",
    "name_traps.toml": "rashomon.lexicon:NameTrap",
    "name_words.toml": "rashomon.lexicon:NameWords",
    "not_counts.toml": "rashomon.lexicon:NotCount",
    "number_words.toml": "rashomon.lexicon:NumberWord",
    "officials.csv": "rashomon.lexicon:Official",
    "organisations.csv": "rashomon.lexicon:Organisation",
    "organs.toml": "rashomon.lexicon:Organ",
    "parties.csv": "rashomon.lexicon:Party",
    "people.toml": "rashomon.lexicon:Word",
    "place_words.toml": "rashomon.lexicon:PlaceWord",
    "places_*.csv": "rashomon.lexicon:PlaceEntry",
    "reporting_verbs.toml": "rashomon.lexicon:ReportingVerb",
    "time_words.toml": "rashomon.read.time_words:TimeEntry",
    "titles.toml": "rashomon.lexicon:Title",
    "triggers.toml": "rashomon.lexicon:Trigger",
}
"""The frozen dataclass that each file fits, by the file's name or a pattern for several; the class stands beside its user."""


def check() -> dict[str, int]:
    """Loads every lexicon file. Out: the number of entries of each. Raises LexiconError naming file, entry and what is allowed."""
    return {file: len(entries(file)) for file in lexicon.files()}


def entries(file: str) -> Mapping[str, Any]:
    """One file's entries, checked: they fit the schema, none is there twice, and each example holds one of its forms."""
    found: Mapping[str, Any] = lexicon.load(file, schema(file))
    seen: dict[tuple[str, str], str] = {}
    for name, entry in found.items():
        # Two persons of one name, spelt apart in the file, are two entries when they serve two parties.
        other = seen.setdefault((lexicon.fold(name), getattr(entry, "party", "")), name)
        if other != name:
            raise LexiconError(f"{file}: the entries {other!r} and {name!r} are one after folding; keep one.")
        example, forms = getattr(entry, "example", ""), getattr(entry, "forms", ())
        if example and forms and not any(lexicon.fold(form) in lexicon.fold(example) for form in forms):
            raise LexiconError(f"{file}: entry {name!r}: its example holds none of its forms; give a sentence that does.")
    return found


def schema(file: str) -> type[Any]:
    """The dataclass that a file fits. Raises LexiconError for a file that none is named for."""
    for pattern, where in SCHEMAS.items():
        if fnmatch.fnmatchcase(file, pattern):
            module, name = where.split(":")
            found: type[Any] = getattr(importlib.import_module(module), name)
            return found
    raise LexiconError(f"{file}: no schema is named for this file; name one in lexicon_check.SCHEMAS.")
