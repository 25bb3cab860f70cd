"""The Python face: what ``rashomon.read`` and ``rashomon.open`` do. With the command line, the only caller of more than one stage."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashomon import profile as profiles
from rashomon.errors import InputError

if TYPE_CHECKING:
    from rashomon.model import Reading, Report
    from rashomon.profile import Profile
    from rashomon.store import Ledger


def read(
    text_or_report: str | Report | Mapping[str, Any],
    *,
    profile: Profile | str | Path | None = None,
    published: dt.date | str | None = None,
) -> Reading:
    """All that one report claims, each claim with the characters it stands on.

    In: the report's plain text; or a ``rashomon.model.Report``; or a mapping in the form of the interchange, of which ``text``,
    ``id``, ``url``, ``outlet``, ``author``, ``title`` and ``published`` are read. ``profile`` is a conflict profile or the path of one.
    ``published`` is the day of publication (a date or "2020-10-03") and goes before what the report itself says.

    Out: a ``rashomon.model.Reading``; its ``figures``, ``events``, ``disputes`` and the layers below them are tuples, empty where
    nothing was found; spans count characters of ``reading.report.text``. Nothing is stored and no network is used. The first call loads the
    language model, about a second.

    Raises InputError for a mapping without a text or a day that is none, ProfileError for a profile that does not hold
    together, ModelError when the language model is not there.
    """
    from rashomon.read import read as read_report

    known = profiles.load(profile) if isinstance(profile, str | Path) else profile
    report = _report(text_or_report, (known.start, known.end) if known else (None, None))
    if published is not None:
        report = dataclasses.replace(report, published=_day(published), published_from="metadata")
    return read_report(report, known)


def open(path: str | Path, *, create: bool = False) -> Ledger:
    """The ledger at ``path``, to be used as a context manager or closed with ``close()``.

    With ``create`` an empty one is made when there is none. Raises LedgerError when there is no ledger there, when the file is not
    one, or when it is of a later version.
    """
    from rashomon.store import Ledger

    return Ledger(path, create=create)


def _report(given: str | Report | Mapping[str, Any], window: tuple[dt.date | None, dt.date | None]) -> Report:
    from rashomon.ingest.records import report_from_record
    from rashomon.ingest.text import report_from_text
    from rashomon.model import Report

    if isinstance(given, Report):
        return given
    if isinstance(given, str):
        return report_from_text(given, window=window)
    try:
        return report_from_record(dict(given), window=window)
    except InputError as error:
        raise InputError(f"The report {error}") from error


def _day(given: dt.date | str) -> dt.date:
    """A day as ``rashomon.read`` takes it: a date, a datetime (its day), or "2020-10-03"."""
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise InputError(f"published is {given!r}, which is no day; write it as 2020-10-03.") from error
