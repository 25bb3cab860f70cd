"""What the report itself shows to be contested."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.model import Dispute, Event, Figure
from rashomon.read.page import Page


def find_disputes(page: Page, figures: Sequence[Figure], events: Sequence[Event]) -> list[Dispute]:
    return []
