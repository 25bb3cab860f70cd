"""Many reports: copies, incidents, tolls and disputes. Judgements stand beside the claims and change none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.model import Reading
from rashomon.reconcile.copies import find_copies
from rashomon.reconcile.disputes import find_disputes
from rashomon.reconcile.incidents import link
from rashomon.reconcile.model import Copy, CrossDispute, Incident, Judgement, Reconciled, TollStep
from rashomon.reconcile.statements import statements_of
from rashomon.reconcile.tolls import find_tolls

__all__ = ["Copy", "CrossDispute", "Incident", "Judgement", "Reconciled", "TollStep", "reconcile"]


def reconcile(readings: Sequence[Reading], institutions: Mapping[str, str] | None = None) -> Reconciled:
    """What the claims of many reports say together. The same readings in any order give the same.

    In: the readings, each report once; optionally, for persons who speak for a body, that body's name by the person's, so
    that their counts stand in one series. Out: the judgements. No I/O; raises nothing of its own.
    """
    ordered = sorted(readings, key=lambda reading: reading.report.id)
    copies = find_copies(ordered)
    incidents, judgements = link(statements_of(ordered))
    incident_of = {claim: incident.id for incident in incidents for claim in incident.claims}
    copy_of = {copy.report: copy.original for copy in copies}
    return Reconciled(
        incidents=tuple(incidents),
        judgements=tuple(judgements),
        tolls=find_tolls(ordered, institutions),
        disputes=find_disputes(ordered, incident_of, copy_of, institutions),
        copies=copies,
    )
