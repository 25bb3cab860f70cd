"""Whether every lexicon file holds together: what ``rashomon lexicon check`` runs."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any

from rashomon import lexicon
from rashomon.errors import LexiconError

_HEAD = re.compile(r"^#.*\bSchema: (\w+) in ([\w/]+)\.py", re.M)


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
    """The dataclass that a file fits, which its head names: "Schema: Party in lexicon.py". Raises LexiconError where none does."""
    said = _HEAD.search(lexicon.files()[file])
    if not said:
        raise LexiconError(f'{file}: its head names no schema; write "Schema: CLASS in FILE.py" into its first lines.')
    name, where = said.groups()
    try:
        found: type[Any] = getattr(importlib.import_module(f"rashomon.{where.replace('/', '.')}"), name)
    except (ImportError, AttributeError) as err:
        raise LexiconError(f"{file}: its head names the schema {name} in {where}.py, which is not there; mend the head.") from err
    return found
