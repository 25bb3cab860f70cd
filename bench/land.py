"""The reader where two states hold each other's places, for the view "land" of ``python -m bench even``."""

from __future__ import annotations

import copy
import dataclasses
import os
from collections.abc import Iterable, Sequence
from functools import cache

from rashomon.lexicon import Official, Party, fold
from rashomon.profile import Profile
from rashomon.read.engine import Engine
from rashomon.read.gazetteer import Candidate, Gazetteer
from rashomon.read.name_index import NameIndex


class LandSwapped(Gazetteer):
    """The places of two states in each other's hands; the states and their seats, whose names the text swaps, keep their own."""

    def __init__(self, a: str, b: str, kept: Iterable[str]) -> None:
        super().__init__()
        self._hands = {a: b, b: a}
        self._kept = frozenset(fold(k) for k in kept)

    def _gather(self, key: str) -> tuple[Candidate, ...]:
        found = super()._gather(key)
        if key in self._kept:
            return found
        return tuple(
            c if c.precision == "country" or c.kind == "country" else dataclasses.replace(c, country=self._hands.get(c.country, c.country))
            for c in found
        )

    def roster(self, country: str) -> tuple[str, ...]:
        return super().roster(self._hands.get(country, country))


@cache
def reader() -> Engine:
    """The reader as it is, loaded once per process."""
    return Engine(os.environ.get("RASHOMON_MODEL"))


@cache
def _land(a: str, b: str) -> tuple[Gazetteer, dict[str, Party]]:
    """Places and parties where two states hold each other's places; regions and groups that lie in one of them lie in the other."""
    parties = reader().tools(None)[2]
    one, two = parties[a], parties[b]
    hands = {one.country: two.country, two.country: one.country}
    moved = {
        name: dataclasses.replace(p, country=hands[p.country]) if p.kind != "state" and p.country in hands else p
        for name, p in parties.items()
    }
    return LandSwapped(one.country, two.country, [*one.capitals, *two.capitals]), moved


def told(invented: Sequence[Official], land: tuple[str, str] | None = None) -> Engine:
    """The reader, told of officials made up, where two states hold each other's places if ``land`` names them."""
    index, gazetteer, parties = reader().tools(None)
    if land is not None:
        gazetteer, parties = _land(*land)
    if invented:
        index = NameIndex.build(Profile(persons=tuple(invented)))
    engine = copy.copy(reader())
    engine.tools = lambda profile: (index, gazetteer, parties)  # type: ignore[method-assign]
    return engine
