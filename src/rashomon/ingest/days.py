"""Days of publication as pages and records write them."""

from __future__ import annotations

import datetime as dt
import re

Window = tuple[dt.date | None, dt.date | None]
"""The first and last day of a conflict, where a profile gives them."""

MONTHS = {
    name: n
    for n, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_FIRST_YEAR = 1800
"""Newspapers by telegraph; an earlier year is a slip or a placeholder such as 0000 or 1601."""

# "2020-10-03T12:30:00+04:00", "2020/10/03", "20201003"
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<sep>[-/.]?)(?P<mon>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)")
# "3 October 2020", "Sat, 03 Oct 2020 10:00:00 GMT", "3rd of October, 2020"
_DAY_MONTH = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})(?!\d)", re.I)
# "October 3, 2020", "Oct. 3 2020"
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.I)
# "03/10/2020", "3-10-2020": day or month first, one cannot tell
_NUMBERS = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)")
# "/2020/10/03/", "/2020/oct/03/", "/2020-10-03-", "_20201003."
_IN_ADDRESS = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<mon>\d{1,2})/(?P<day>\d{1,2})(?:/|$)"),
    re.compile(rf"/(?P<year>(?:19|20)\d\d)/{_MONTH}/(?P<day>\d{{1,2}})(?:/|$)", re.I),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<mon>\d\d)-(?P<day>\d\d)(?!\d)"),
)


def day_of(written: str, window: Window = (None, None)) -> dt.date | None:
    """The day that a date as written stands for, or None when it is none or cannot be settled.

    "2020-10-03T23:30:00+04:00" is 3 October in the zone of whoever wrote it. "03/10/2020" is settled only when one reading is
    no day of the calendar, or when one alone lies in ``window``; with dots the day comes first, as wherever dots are used.
    """
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY):
        found = pattern.search(written)
        if found:
            return _day(found)
    found = _NUMBERS.search(written)
    if not found:
        return None
    year, a, b = int(found["year"]), int(found["a"]), int(found["b"])
    day_first, month_first = _calendar(year, b, a), _calendar(year, a, b)
    if found["sep"] == "." or day_first == month_first:
        return day_first
    fits = [day for day in (day_first, month_first) if day is not None]
    if len(fits) > 1:
        fits = [day for day in fits if window[0] and window[0] <= day and (window[1] is None or day <= window[1])]
    return fits[0] if len(fits) == 1 else None


def day_in_address(url: str) -> dt.date | None:
    """The day in a page's address ("…/2020/10/03/…", "…-2020-10-03"), or None."""
    for pattern in _IN_ADDRESS:
        found = pattern.search(url)
        if found:
            return _day(found)
    return None


def note_on(written: str) -> str:
    """What to say of a date that gives no day."""
    return f"The date {written[:40]!r} does not give one day of the calendar; the day of publication is left to the text."


def _day(found: re.Match[str]) -> dt.date | None:
    parts = found.groupdict()
    month = int(parts["mon"]) if parts.get("mon") else MONTHS[parts["month"].lower()]
    return _calendar(int(parts["year"]), month, int(parts["day"]))


def _calendar(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None
