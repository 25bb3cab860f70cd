"""What we can read, in order: from one report to its claims. A pure function; nothing here keeps state or reaches out.

debris and sentences (document) → names (names) → times and the day of publication (moments, dateline) → places (places) → parses
(parse) → who says it (attribution, page) → people harmed (harm, figures) → what happened (events) → what is contested (disputes).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from rashomon.errors import RashomonError
from rashomon.model import Reading, Report
from rashomon.profile import Profile
from rashomon.read._callable import CallableRoom

if TYPE_CHECKING:
    from rashomon.read.engine import Engine

sys.modules[__name__].__class__ = CallableRoom

READER = "1"
"""Version of the reader: it goes up when the same text gives other claims."""
READABLE = frozenset({"en"})
BATCH = 16
"""Reports given to a worker at a time."""


def read(report: Report, profile: Profile | None = None) -> Reading:
    """All the claims of one report, with the layers they were built from. Same report, same claims.

    In: a report; a conflict profile or None. Out: a Reading; a report in a language that is not read comes back with
    ``readable`` False and a note. Raises ModelError when the language model is not there.
    """
    return next(iter(_engine().read([report], profile)))


def read_many(reports: Iterable[Report], profile: Profile | None = None, *, processes: int | None = None) -> Iterator[Reading]:
    """The readings of many reports, in order, on all cores.

    ``processes`` None takes the machine's cores, but one where there are few reports; 1 stays in this process. Other processes
    are started afresh and not forked, since a fork of a program with threads may hang; so a script that reads many reports
    keeps its own commands under ``if __name__ == "__main__":``. Raises ModelError when the language model is not there, and
    RashomonError when a process ends before its work.
    """
    source = iter(reports)
    head = list(islice(source, 2 * BATCH))
    cores = processes or os.cpu_count() or 1
    if cores == 1 or (processes is None and len(head) < 2 * BATCH):
        for batch in _batches(_chain(head, source), BATCH):
            yield from _engine().read(batch, profile)
        return
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Reading]]] = deque()
        try:
            for batch in _batches(_chain(head, source), BATCH):
                waiting.append(pool.submit(_read_batch, batch, profile))
                if len(waiting) > 3 * cores:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as err:
            raise RashomonError(
                "A process that reads reports ended early. If your script calls the reader, keep its commands under"
                ' if __name__ == "__main__":, or pass processes=1.'
            ) from err


def _read_batch(batch: Sequence[Report], profile: Profile | None) -> list[Reading]:
    return list(_engine().read(batch, profile))


def _chain(head: Iterable[Report], rest: Iterator[Report]) -> Iterator[Report]:
    yield from head
    yield from rest


def _batches(reports: Iterable[Report], size: int) -> Iterator[list[Report]]:
    source = iter(reports)
    while batch := list(islice(source, size)):
        yield batch


@cache
def _engine() -> Engine:
    from rashomon.read.engine import Engine

    return Engine(os.environ.get("RASHOMON_MODEL"))
