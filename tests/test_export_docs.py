"""The page on the interchange names every field that is written, and every value that is allowed."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon import model
from rashomon.model import (
    Attribution,
    DayGuess,
    Dispute,
    Event,
    Figure,
    Moment,
    NameMention,
    PlaceMention,
    Reading,
    Side,
    Span,
)
from rashomon.publish.interchange import to_json

DOCS = Path(__file__).parents[1] / "docs"
NAMED = set(re.findall(r"[`\"]([a-z_]+)[`\"]", (DOCS / "interchange.md").read_text("utf-8")))


def some(kind: type[object], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.builds(kind, **fields), min_size=1, max_size=1).map(tuple)


FULL = st.builds(
    Reading, figures=some(Figure), events=some(Event), disputes=some(Dispute, sides=some(Side)), attributions=some(Attribution),
    moments=some(Moment), places=some(PlaceMention), names=some(NameMention), days=some(DayGuess),
    skipped=st.just(((Span(0, 1), "debris"),)),
)  # fmt: skip


@settings(max_examples=3)
@given(FULL)
def test_every_field_is_on_the_page(full: Reading) -> None:
    row = to_json(full, with_text=True)
    fields = set(row)
    for entries in row.values():
        if isinstance(entries, list):
            assert entries
            for entry in entries:
                fields |= set(entry)
                for side in entry.get("sides", []):
                    fields |= set(side)
    assert fields <= NAMED


@pytest.mark.parametrize(
    "vocabulary",
    ["Qualifier", "Harm", "Status", "Stance", "Scope", "EventType", "DisputeKind", "DatePrecision", "MomentKind", "PlacePrecision",
     "NameKind", "AttributionKind", "PublishedFrom"],
)  # fmt: skip
def test_every_value_is_on_the_page(vocabulary: str) -> None:
    assert set(typing.get_args(getattr(model, vocabulary))) <= NAMED


def test_every_table_and_view_is_on_the_ledgers_page() -> None:
    from rashomon.store import tables
    from rashomon.store.ledger import VIEWS

    page = (DOCS / "ledger.md").read_text("utf-8")
    for name in (*tables.metadata.tables, *VIEWS):
        assert f"`{name}`" in page, name
