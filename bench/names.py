"""Whether two names stand for the same party or person, as the annotated reports are judged.

This is the yardstick's own idea of sameness, kept apart from the reader's on purpose: a reader that changes its mind
about names must not move the yardstick with it. The word lists are in names.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
PARTY_OF: dict[str, str] = {word: party for party, words in _DATA["parties"].items() for word in (party, *words)}
PARTIES = frozenset(PARTY_OF.values())
PHRASES: dict[str, str] = _DATA["phrases"]
NOT_TELLING = frozenset(_DATA["not_telling"]["words"])
NOT_THE_STATE = frozenset(_DATA["not_the_state"]["words"])
NOT_A_COUNTRY = frozenset(_DATA["not_a_country"]["words"])

Name = str | list[str] | None


def folded(name: str) -> list[str]:
    """The words of a name, without case and accents, demonyms and capitals as their country.

    >>> folded("Azerbaijani Ministry of Defense")
    ['azerbaijan', 'ministry', 'of', 'defence']
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    for phrase, word in PHRASES.items():
        text = text.replace(phrase, word)
    text = text.replace("defense", "defence").replace("nagorno-karabakh", "karabakh")
    return [PARTY_OF.get(word, word) for word in re.findall(r"[a-z0-9][a-z0-9'-]*", text)]


def same_single(a: str, b: str) -> bool:
    """Whether two single names agree in at least half of the telling words of the shorter one.

    >>> same_single("Baku", "Azerbaijan"), same_single("Syrian rebels", "Syria")
    (True, False)
    """
    words_a, words_b = folded(a), folded(b)
    if words_a == words_b:
        return True
    telling_a, telling_b = set(words_a) - NOT_TELLING, set(words_b) - NOT_TELLING
    if not telling_a or not telling_b:
        both, either = set(words_a) & set(words_b), set(words_a) | set(words_b)
        return len(both) / max(1, len(either)) >= 0.5
    if telling_a & PARTIES and telling_b & PARTIES:
        shared = telling_a & telling_b & PARTIES
        if not shared:
            return False
        one_is_not_the_state = bool(telling_a & NOT_THE_STATE) != bool(telling_b & NOT_THE_STATE)
        if one_is_not_the_state and not shared & NOT_A_COUNTRY:
            return False
    return len(telling_a & telling_b) / min(len(telling_a), len(telling_b)) >= 0.5


def same_name(a: Name, b: Name) -> bool:
    """Whether two names, or lists of names, agree; nobody agrees with nobody only.

    Lists agree when more than half of all members, of both lists together, have a partner in the other.
    """
    if isinstance(a, list) or isinstance(b, list):
        left, right = _members(a), _members(b)
        if not left or not right:
            return not left and not right
        partnered = sum(any(same_single(x, y) for y in right) for x in left) + sum(any(same_single(x, y) for x in left) for y in right)
        return partnered / (len(left) + len(right)) > 0.5
    if not a or not b:
        return not a and not b
    return same_single(a, b)


def _members(names: Name) -> list[str]:
    return [name for name in (names if isinstance(names, list) else [names]) if name]
