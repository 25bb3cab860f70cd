"""The days that time expressions stand for: one function for each kind of expression, named as its rule.

Each takes the expression and what it is counted from, and gives a ``Stretch``: first and last day, precision, TIMEX3 value, and
in plain words what it was counted from. Nothing here looks at the text around, and nothing raises.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from rashomon.model import DatePrecision, MomentKind, Span
from rashomon.read.time_words import Value

Tense = Literal["past", "present", "future"]
Frame = Literal["", "since", "until", "between", "offset"]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RawMoment:
    """A time expression as found, before anyone asks what day it was counted from.

    ``bits`` are its words as (class, value); ``rule`` names the pattern that read it and the function that resolves it.
    ``frame`` is "since" for "since Sunday" and "from 1992 on", "until" for "until Tuesday", "between" for a stretch whose
    two ends are ``parts``, "offset" for a length (the first part) counted from a date (the second): "two days after 7 October".
    """

    span: Span
    text: str
    rule: str
    bits: tuple[tuple[str, Value], ...]
    entries: tuple[str, ...] = ()
    frame: Frame = ""
    parts: tuple[RawMoment, ...] = ()
    future: bool = False
    """The words before it speak of what is to come: "will meet on Monday"."""
    clause: bool = False
    """A clause follows that it is counted from: "two days after a soldier was killed"."""
    sentence: int = 0
    """Where its sentence begins."""

    def has(self, *kinds: str) -> bool:
        return any(k in kinds for k, _ in self.bits)

    def get(self, *kinds: str) -> Value:
        return next((v for k, v in self.bits if k in kinds), None)

    def all(self, *kinds: str) -> list[Value]:
        return [v for k, v in self.bits if k in kinds]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What times are counted from. ``focus`` is the date last named; ``history`` says that it, not publication, is the narrator's day."""

    published: dt.date | None = None
    conflict_start: dt.date | None = None
    tense: Tense = "past"
    focus: dt.date | None = None
    history: bool = False

    @property
    def telling(self) -> dt.date | None:
        """The day that "today" and a bare weekday are counted from."""
        return (self.focus or self.published) if self.history else self.published

    @property
    def then(self) -> dt.date | None:
        """The day that "the day before" and "two days later" are counted from."""
        return self.focus or self.published

    def told(self) -> str:
        day = self.telling
        if day is None:
            return "the day of publication is not known"
        return f"the date last named, {named(day)}" if self.history and self.focus else f"published {named(day)}"

    def thence(self) -> str:
        if self.focus is not None:
            return f"the date last named, {named(self.focus)}"
        return self.told()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that an expression stands for, both ends included, with what they were counted from."""

    since: dt.date | None
    until: dt.date | None
    precision: DatePrecision = "day"
    value: str | None = None
    because: str = ""
    kind: MomentKind = "date"


def named(day: dt.date) -> str:
    """2020-10-03 -> "2020-10-03, a Saturday"."""
    return f"{day.isoformat()}, a {WEEKDAYS[day.weekday()]}"


def shift(day: dt.date | None, days: float) -> dt.date | None:
    """The day so many days later; None beyond the years 1 to 9999 or where there is no day."""
    if day is None:
        return None
    try:
        return day + dt.timedelta(days=int(days))
    except (OverflowError, ValueError):
        return None


def day_of(year: int | None, month: int, day: int) -> dt.date | None:
    """The date, or None where the calendar has none (30 February, year 0)."""
    if year is None:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of a month; months beyond 12 or before 1 count on into the next or last year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _int(value: Value, otherwise: int = 0) -> int:
    return int(value) if isinstance(value, int | float) else otherwise


def _whole(text: str) -> str:
    return f"{text} is written out"


def _months(first: tuple[int, int], last: tuple[int, int], precision: DatePrecision, value: str | None, because: str) -> Stretch:
    a, b = month_of(*first), month_of(*last)
    if a is None or b is None:
        return Stretch(None, None, precision, value, "no such date in the calendar")
    return Stretch(a[0], b[1], precision, value, because)


def _cut(found: Stretch, anchor: Anchor) -> Stretch:
    """A past stretch that holds the day of publication ends with it: "in 2017", published 21 December 2017."""
    day = anchor.published
    if anchor.tense == "past" and not anchor.history and day and found.since and found.until and found.since <= day < found.until:
        return replace(found, until=day, because=f"{found.because}, cut at the day of publication {day.isoformat()}")
    return found


def _daypart_mark(raw: RawMoment) -> str:
    part = raw.get("daypart", "night", "dawn", "midnight")
    return {1: "TMO", 2: "TAF", 3: "TEV", 4: "TNI"}.get(_int(part), "") if part is not None else ""


def _on(day: dt.date | None, raw: RawMoment, because: str) -> Stretch:
    value = day.isoformat() + _daypart_mark(raw) if day else None
    return Stretch(day, day, "day", value, because if day else f"unresolved: {because}")


# --- dates written out ---------------------------------------------------------------------------------------------


def iso_day(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "2020-09-27", "27.09.2020", "9/27/2020"."""
    value = raw.get("iso", "numeric")
    year, month, day = value if isinstance(value, tuple) else (0, 0, 0)
    return _on(day_of(year, month, day), raw, _whole(raw.text))


def iso_week(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "2020-W40": Monday to Sunday."""
    value = raw.get("iso_week")
    year, week, _ = value if isinstance(value, tuple) else (0, 0, 0)
    try:
        first = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return Stretch(None, None, "week", None, "no such week in the calendar")
    return Stretch(first, shift(first, 6), "week", raw.text, _whole(raw.text))


def day_and_month(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "27 September 2020", "Sept. 27", "Monday, 28 September", "15 April last year"; a stretch: "5 to 8 October"."""
    month = _int(raw.get("month", "month_short"))
    days = [_int(d) for d in raw.all("small", "ordinal", "nth")]
    day, last = days[0], days[-1]
    weekday = raw.get("weekday", "weekday_short")
    year, why = _year_for(raw, anchor, month, last, None if weekday is None or len(days) > 1 else _int(weekday))
    until = day_of(year, month, last)
    since = until if day == last else day_of(year, month, day)
    if since and until and day > last:  # "31 December - 1 January" is read elsewhere; here it is a slip
        since = until
    if since is None or until is None:
        return Stretch(None, None, "day", None, why if year is None else f"{raw.text}: no such day in the calendar")
    value = until.isoformat() if since == until else f"{since.isoformat()}/{until.isoformat()}"
    return Stretch(since, until, "day", value + (_daypart_mark(raw) if since == until else ""), why)


def two_months_days(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "27 September to 10 November 2020", "Sept 30-Oct 3"."""
    months = [_int(m) for m in raw.all("month", "month_short")]
    days = [_int(d) for d in raw.all("small", "ordinal")]
    year, why = _year_for(raw, anchor, months[-1], days[-1], None)
    until = day_of(year, months[-1], days[-1])
    since = day_of(year, months[0], days[0])
    if since and until and since > until:
        since = day_of(since.year - 1, months[0], days[0])
    if since is None or until is None:
        return Stretch(None, None, "day", None, why if year is None else f"{raw.text}: no such day in the calendar")
    return Stretch(since, until, "day", f"{since.isoformat()}/{until.isoformat()}", why)


def _year_for(raw: RawMoment, anchor: Anchor, month: int, day: int, weekday: int | None) -> tuple[int | None, str]:
    """The year of a day and month: written out, "last year", of the date last named, or the nearest past one."""
    year = raw.get("year")
    if isinstance(year, int):
        return year, _whole(raw.text)
    told = anchor.published
    if raw.has("year_unit"):
        base = anchor.then if raw.has("that", "same", "previous", "following") else told
        if base is None:
            return None, "unresolved: " + anchor.told()
        return base.year + _step(raw), f"counted from {anchor.thence() if base != told else anchor.told()}"
    if anchor.history and anchor.focus is not None:
        guess = day_of(anchor.focus.year, month, min(day, 28))
        ahead = guess is not None and guess < anchor.focus - dt.timedelta(days=183)
        return anchor.focus.year + ahead, f"the year of {anchor.thence()}"
    if told is None:
        start = anchor.conflict_start
        if start is not None and (start.month, start.day) == (month, day):
            return start.year, f"the conflict began {named(start)}"
        return None, "unresolved: no year named, and " + anchor.told()
    slack = 0 if weekday is not None else 2  # a paper's date may lag by a day or two behind its dateline
    years = [told.year + d for d in ((1, 0, -1) if anchor.tense != "future" else (-1, 0, 1))]
    found = [d for d in (day_of(y, month, day) for y in years) if d is not None]
    if weekday is not None:
        fit = [d for d in (day_of(told.year + n, month, day) for n in range(1, -12, -1)) if d is not None and d.weekday() == weekday]
        if fit:
            near = min(fit, key=lambda d: abs((d - told).days))
            return near.year, f"nearest to {anchor.told()} that is a {WEEKDAYS[weekday]}"
    if anchor.tense == "future":
        ahead_of = [d for d in found if d >= told]
        return (ahead_of[0].year, f"the next after {anchor.told()}") if ahead_of else (told.year, anchor.told())
    behind = [d for d in found if d <= told + dt.timedelta(days=slack)]
    return (behind[0].year, f"the latest on or before {anchor.told()}") if behind else (told.year, anchor.told())


def _step(raw: RawMoment) -> int:
    """-1 for last, previous; 1 for next, following; 0 for this, that, the same."""
    if raw.has("last", "previous", "past", "earlier", "before"):
        return -1
    return 1 if raw.has("next", "following", "coming", "later", "after") else 0


# --- months, seasons, years -----------------------------------------------------------------------------------------


def month_alone(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "June 2014", "in June", "last June", "mid-October", "March last year"."""
    month = _int(raw.get("month", "month_short"))
    told = anchor.telling if anchor.history else anchor.published
    year = raw.get("year")
    why = _whole(raw.text)
    if not isinstance(year, int):
        if raw.has("year_unit"):
            base = anchor.then if raw.has("that", "same", "previous", "following") else told
            year, why = (base.year + _step(raw), "counted from " + anchor.thence()) if base else (None, anchor.told())
        elif told is None:
            year, why = None, "no year named, and " + anchor.told()
        else:
            year, why = _year_of_month(raw, anchor, month, told)
    if year is None:
        return Stretch(None, None, "month", f"XXXX-{month:02d}", f"unresolved: {why}")
    whole = month_of(year, month)
    if whole is None:
        return Stretch(None, None, "month", None, "no such month in the calendar")
    since, until = whole
    value = f"{year:04d}-{month:02d}"
    part = part_of(raw)
    if part:
        # thirds of a month, as papers speak of them: to the 10th, to the 20th, to the end
        days = {"early": (1, 10), "mid": (11, 20), "late": (21, until.day), "beginning": (1, 1), "end": (until.day, until.day)}[part]
        since, until = since.replace(day=days[0]), until.replace(day=days[1])
        return _cut(Stretch(since, until, "week", value, why), anchor)
    return _cut(Stretch(since, until, "month", value, why), anchor)


def part_of(raw: RawMoment) -> str:
    return next((k for k, _ in raw.bits if k in ("early", "mid", "late", "beginning", "end")), "")


def _year_of_month(raw: RawMoment, anchor: Anchor, month: int, told: dt.date) -> tuple[int, str]:
    if anchor.history and anchor.focus is not None:
        return told.year + (month < told.month - 6), f"the year of {anchor.thence()}"
    if anchor.tense == "future" or raw.has("next"):
        later = month > told.month or (month == told.month and not raw.has("next"))
        return told.year + (not later), f"the next after {anchor.told()}"
    before = month < told.month or (month == told.month and not raw.has("last"))
    return told.year - (not before), f"the latest before {anchor.told()}"


def part_of_month(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the first week of April" (to the 7th), "the last week of March", "the early days of May" (to the 10th)."""
    whole = month_alone(
        replace(raw, bits=tuple(b for b in raw.bits if b[0] not in ("early", "last"))),
        replace(anchor, tense="past", published=anchor.published),
    )
    if whole.since is None or whole.until is None:
        return whole
    first, last = whole.since, month_of(whole.since.year, whole.since.month)
    end = last[1] if last else whole.until
    nth = _int(raw.get("nth"), 1)
    length = 7 if raw.has("week_unit") else 10
    amount = raw.get("number", "small")
    length = length * int(amount) if raw.has("week_unit") and isinstance(amount, int) else amount if isinstance(amount, int) else length
    if raw.has("last"):
        return replace(whole, since=shift(end, 1 - int(length)), until=end, precision="week")
    since = shift(first, (nth - 1) * int(length))
    if since is None or since > end:
        return Stretch(None, None, "week", None, f"{raw.text}: no such week in the month")
    return replace(whole, since=since, until=min(shift(since, int(length) - 1) or end, end), precision="week")


def month_span(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "April and May 2015", "June to August"."""
    months = [_int(m) for m in raw.all("month", "month_short")]
    bits = tuple(b for b in raw.bits if b[0] not in ("month", "month_short")) + (("month", months[-1]),)
    last = month_alone(replace(raw, bits=bits), replace(anchor, tense="past"))
    if last.since is None:
        return last
    year = last.since.year - (months[0] > months[-1])
    why = last.because
    found = _months((year, months[0]), (last.since.year, months[-1]), "month", None, why)
    if found.since and found.until:
        found = replace(found, value=f"{found.since.isoformat()[:7]}/{found.until.isoformat()[:7]}")
    return _cut(found, anchor)


def season_of(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the spring of 2015", "last summer", "the winter of 1942-43": March to May and so on; winter begins in December."""
    month = _int(raw.get("season", "season_fall"))
    code = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}[month]
    year = raw.get("year")
    told = anchor.telling
    why = _whole(raw.text)
    if not isinstance(year, int):
        if told is None:
            return Stretch(None, None, "season", None, "unresolved: " + anchor.told())
        if raw.has("year_unit"):
            base = (anchor.then or told) if raw.has("that", "same", "previous", "following") else told
            year, why = base.year + _step(raw), "counted from " + anchor.thence()
        elif anchor.tense == "future" or raw.has("next"):
            year, why = told.year + (told.month >= month), f"the next after {anchor.told()}"
        elif anchor.history:
            year, why = told.year, f"the year of {anchor.thence()}"
        else:
            # the latest that has begun; "last spring" the latest that is over
            months = told.year * 12 + told.month - 1
            begun = told.year if told.month >= month else told.year - 1
            over = months > begun * 12 + month - 1 + 2
            year, why = begun - (raw.has("last") and not over), f"the latest before {anchor.told()}"
    found = _months((year, month), (year, month + 2), "season", f"{year:04d}-{code}", why)
    part = part_of(raw)
    if part in ("early", "mid", "late", "beginning", "end"):
        n = {"early": 0, "beginning": 0, "mid": 1, "late": 2, "end": 2}[part]
        found = _months((year, month + n), (year, month + n), "month", found.value, why)
    return _cut(found, anchor)


def year_alone(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "in 1994", "early 2014" (to April), "the end of 2015" (December), "the 1980-88 war", "between 1991 and 1994"."""
    years = [y for y in raw.all("year") if isinstance(y, int)]
    first, last = years[0], years[-1]
    if len(years) == 1 and raw.has("digits", "small") and raw.has("dash", "slash"):
        short = _int(raw.get("digits", "small"))
        last = first // 100 * 100 + short
        if not first < last <= first + 60:
            last = first
    months = _months_of_part(raw)
    found = _months((first, months[0]), (last, months[1]), "year" if months == (1, 12) else "month", None, _whole(raw.text))
    return _cut(replace(found, value=f"{first:04d}" if first == last else f"{first:04d}/{last:04d}"), anchor)


def _months_of_part(raw: RawMoment) -> tuple[int, int]:
    return {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "beginning": (1, 1), "end": (12, 12)}.get(part_of(raw), (1, 12))


def part_of_year(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the first half of 2025", "the first six months of this year", "the second quarter of 2023"."""
    nth = _int(raw.get("nth", "ordinal"), 1)
    year = raw.get("year")
    why = _whole(raw.text)
    if not isinstance(year, int):
        if anchor.telling is None:
            return Stretch(None, None, "month", None, "unresolved: " + anchor.told())
        year, why = anchor.telling.year + _step(raw), "counted from " + anchor.told()
    length = 6 if raw.has("half") else 3 if raw.has("quarter_unit") else max(1, min(12, _int(_amount(raw), 1)))
    first = (nth - 1) * length + 1
    if first < 1 or first + length - 1 > 12:
        return Stretch(None, None, "month", None, "no such part of a year")
    return _cut(_months((year, first), (year, first + length - 1), "month", None, why), anchor)


def decade(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the 1990s"; early is years 0 to 3, mid 4 to 6, late 7 to 9: "the early 1990s" is 1990 to 1993."""
    first = _int(raw.get("decade", "decade_word"))
    a, b = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "beginning": (0, 1), "end": (8, 9)}.get(part_of(raw), (0, 9))
    return _cut(_months((first + a, 1), (first + b, 12), "decade", f"{first // 10:03d}", _whole(raw.text)), anchor)


# --- weekdays and days around the telling ----------------------------------------------------------------------------


def weekday(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "on Saturday", "last Friday", "next Monday", "late Wednesday", "the early hours of Monday", "Tuesday of last week"."""
    found = _weekday(raw, anchor, _int(raw.get("weekday")))
    if found.since is None:
        return found
    kinds = [k for k, _ in raw.bits]
    into_night = "night" in kinds and kinds.index("night") < kinds.index("weekday") and raw.has("to", "into", "of")
    if into_night and (raw.has("to", "into") or found.since == anchor.telling):
        # "the night to Thursday"; "the night of Monday" told on Monday is the one that ended that morning
        return replace(found, since=shift(found.since, -1))
    return found


def _weekday(raw: RawMoment, anchor: Anchor, wanted: int) -> Stretch:
    told = anchor.telling
    if told is None:
        return Stretch(None, None, "day", f"XXXX-WXX-{wanted + 1}", "unresolved: " + anchor.told())
    if raw.has("week_unit"):
        monday = shift(told, -told.weekday() + 7 * _step(raw))
        return _on(shift(monday, wanted), raw, f"of the week counted from {anchor.told()}")
    back = (told.weekday() - wanted) % 7
    if raw.has("next") or (raw.has("coming") and back == 0):
        return _on(shift(told, 7 - back), raw, f"the first after {anchor.told()}")
    if anchor.tense == "future" or raw.has("coming"):
        return _on(shift(told, (wanted - told.weekday()) % 7), raw, f"the first on or after {anchor.told()}")
    if anchor.history and anchor.focus is not None:
        return _on(shift(told, (wanted - told.weekday()) % 7), raw, f"the first on or after {anchor.thence()}")
    if back == 0 and (raw.has("last", "past") or (raw.frame == "since" and told != anchor.conflict_start and not _daypart_mark(raw))):
        return _on(shift(told, -7), raw, f"the latest before {anchor.told()}")
    return _on(shift(told, -back), raw, f"the latest on or before {anchor.told()}")


def weeks_ago_weekday(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "a week ago Sunday", "two weeks ago on Friday": the one nearest to so many weeks before publication."""
    told = anchor.telling
    middle = moved(told, raw, -1) if told else None
    wanted = _int(raw.get("weekday"))
    ahead = shift(middle, (wanted - middle.weekday() + 3) % 7 - 3) if middle else None
    return _on(ahead, raw, "counted back from " + anchor.told())


def two_weekdays(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "on Saturday and Sunday", "Wednesday night into Thursday", "overnight from Friday to Saturday"."""
    days = [_int(d) for d in raw.all("weekday")]
    last = _weekday(raw, anchor, days[-1])
    if last.until is None:
        return last
    first = shift(last.until, -((days[-1] - days[0]) % 7))
    if first is None:
        return last
    return Stretch(first, last.until, "day", f"{first.isoformat()}/{last.until.isoformat()}", last.because)


def near_day(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "today", "yesterday evening", "tomorrow", "tonight", "the day before yesterday", "earlier today"."""
    step = _int(raw.get("today", "tonight", "yesterday", "tomorrow"))
    if raw.has("day_unit"):
        step *= 2
    found = _on(shift(anchor.telling, step), raw, "counted from " + anchor.told())
    if raw.has("tonight") and found.value:
        found = replace(found, value=found.value + "TNI")
    return found


def last_night(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "last night": the day before publication."""
    return _on(shift(anchor.telling, -1), raw, "the night before " + anchor.told())


def overnight(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "overnight", "during the night", "around midnight": from the day before publication to that day."""
    told = anchor.telling
    before = shift(told, -1)
    if told is None or before is None:
        return Stretch(None, None, "day", None, "unresolved: " + anchor.told())
    return Stretch(before, told, "day", f"{before.isoformat()}TNI", "the night before " + anchor.told())


def bare_daypart(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "this morning", "at dawn", "in the afternoon", "at 7:30 a.m.": on the day told of, else that of publication."""
    if raw.has("this", "earlier"):
        return _on(anchor.telling, raw, "counted from " + anchor.told())
    return _on(anchor.then, raw, "on the day of " + anchor.thence())


def holiday(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "Christmas Day", "New Year's Eve", "New Year's night" (31 December to 1 January)."""
    word = raw.text.lower()
    if "christmas" in word:
        month, day = 12, 24 if "eve" in word.split() else 25
    else:
        month, day = (12, 31) if word.endswith("eve") else (1, 1)
    year, why = _year_for(raw, anchor, month, day, None)
    found = _on(day_of(year, month, day), raw, why)
    if raw.has("night") and found.since:
        return Stretch(shift(found.since, -1), found.since, "day", found.value, why)
    return found


# --- units: this, last, next, ago, later -----------------------------------------------------------------------------


def _amount(raw: RawMoment) -> Value:
    """How many: "three", "27", "twenty-seven", "a", "half a", "two and a half"; None for "several"."""
    if raw.has("some") and not raw.has("small", "digits", "number", "tens"):
        return None
    if raw.has("ago") and raw.bits[0][0] in (*UNITS, "just", "only"):
        return None
    total: float = 0
    seen = False
    for kind, value in raw.bits:
        if kind in ("small", "digits", "number", "tens", "times") and isinstance(value, int | float):
            total += value
            seen = True
    if raw.has("half"):
        # "half a year"; "a year and a half"
        total += 1.5 if raw.has("and") and not seen else 0.5
        seen = True
    if not seen:
        return 1
    return int(total) if total == int(total) else total


UNITS: dict[str, tuple[float, float, str, DatePrecision]] = {
    # kind: (days, months, TIMEX3 letter, precision); one of days and months is 0
    "minute_unit": (0.0, 0, "TM", "day"),
    "hour_unit": (1 / 24, 0, "TH", "day"),
    "day_unit": (1, 0, "D", "day"),
    "night": (1, 0, "D", "day"),
    "week_unit": (7, 0, "W", "week"),
    "fortnight_unit": (14, 0, "W", "week"),
    "month_unit": (0, 1, "M", "month"),
    "quarter_unit": (0, 3, "M", "month"),
    "year_unit": (0, 12, "Y", "year"),
    "decade_unit": (0, 120, "E", "decade"),
    "century_unit": (0, 1200, "C", "decade"),
}


def unit_of(raw: RawMoment) -> str:
    return next((k for k, _ in raw.bits if k in UNITS), "day_unit")


def around(day: dt.date, unit: str, step: int) -> Stretch:
    """The calendar unit that holds ``day``, or so many units on."""
    if unit == "week_unit":
        monday = shift(day, -day.weekday() + 7 * step)
        value = "{0:04d}-W{1:02d}".format(*monday.isocalendar()[:2]) if monday else None
        return Stretch(monday, shift(monday, 6), "week", value)
    if unit in ("month_unit", "quarter_unit"):
        length = 1 if unit == "month_unit" else 3
        first = (day.month - 1) // length * length + 1 + step * length
        found = _months((day.year, first), (day.year, first + length - 1), "month", None, "")
        return replace(found, value=found.since.isoformat()[:7]) if found.since else found
    if unit == "year_unit":
        return _months((day.year + step, 1), (day.year + step, 12), "year", f"{day.year + step:04d}", "")
    if unit in ("decade_unit", "century_unit"):
        length = 10 if unit == "decade_unit" else 100
        first = day.year // length * length + step * length
        value = f"{first // 10:03d}" if length == 10 else f"{first // 100:02d}"
        return _months((first, 1), (first + length - 1, 12), "decade", value, "")
    there = shift(day, step)
    return Stretch(there, there, "day", there.isoformat() if there else None)


def this_unit(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "this week", "earlier this year" (from its start to publication), "last month", "late last week", "next year"."""
    told = anchor.telling
    if told is None:
        return Stretch(None, None, UNITS[unit_of(raw)][3], None, "unresolved: " + anchor.told())
    unit = unit_of(raw)
    step = _step(replace(raw, bits=tuple(b for b in raw.bits if b[0] not in ("earlier", "later"))))
    found = replace(around(told, unit, step), because="counted from " + anchor.told())
    if found.since is None or found.until is None:
        return found
    if step == 0 and anchor.tense == "future" and found.until > told and not raw.has("earlier"):
        return replace(found, since=told)
    if step == 0:
        return _cut(found, anchor)
    part = part_of(raw)
    if part and unit == "year_unit":
        a, b = _months_of_part(raw)
        return replace(_months((found.since.year, a), (found.since.year, b), "month", found.value, found.because))
    if part and unit == "week_unit":
        a, b = {"early": (0, 2), "beginning": (0, 0), "mid": (2, 3), "late": (3, 6), "end": (4, 6)}[part]
        return replace(found, since=shift(found.since, a), until=shift(found.since, b))
    if part and unit == "month_unit":
        days = {
            "early": (1, 10),
            "mid": (11, 20),
            "late": (21, found.until.day),
            "beginning": (1, 1),
            "end": (found.until.day, found.until.day),
        }[part]
        return replace(found, since=found.since.replace(day=days[0]), until=found.until.replace(day=days[1]), precision="week")
    return found


def start_of_unit(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the start of the year", "the end of the month", "the middle of the week": within the unit told in."""
    told = anchor.telling
    if told is None:
        return Stretch(None, None, UNITS[unit_of(raw)][3], None, "unresolved: " + anchor.told())
    step = _step(raw)
    found = replace(around(told, unit_of(raw), step), because="counted from " + anchor.told())
    if found.since is None or found.until is None:
        return found
    part = part_of(raw)
    if unit_of(raw) == "year_unit":
        a, b = _months_of_part(raw)
        return _cut(_months((found.since.year, a), (found.since.year, b), "month", found.value, found.because), anchor)
    if part in ("beginning", "early"):
        return replace(found, until=found.since)
    if part in ("end", "late"):
        return replace(found, since=found.until)
    return found


def weekend(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "over the weekend", "last weekend": the latest Saturday and Sunday begun by publication, or over by then."""
    told = anchor.telling
    if told is None:
        return Stretch(None, None, "week", None, "unresolved: " + anchor.told())
    if raw.has("next", "coming") or anchor.tense == "future":
        saturday = shift(told, (5 - told.weekday()) % 7 + (7 if raw.has("next") and told.weekday() >= 5 else 0))
    else:
        saturday = shift(told, -((told.weekday() - 5) % 7) - (7 if raw.has("last") and told.weekday() >= 5 else 0))
    if saturday is None:
        return Stretch(None, None, "week", None, "no such day in the calendar")
    year, week, _ = saturday.isocalendar()
    return _cut(Stretch(saturday, shift(saturday, 1), "day", f"{year:04d}-W{week:02d}-WE", "counted from " + anchor.told()), anchor)


def past_units(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the past 24 hours", "the last two weeks", "the past month": back from publication, both ends included."""
    told = anchor.telling
    ahead = raw.has("next", "coming", "following")
    if told is None:
        return Stretch(None, None, "day", duration_value(raw), "unresolved: " + anchor.told(), "duration")
    there = moved(told, raw, 1 if ahead else -1)
    if there is None:
        return Stretch(None, None, "day", duration_value(raw), "no number of them is given", "duration")
    since, until = (told, there) if ahead else (there, told)
    precision = UNITS[unit_of(raw)][3]
    return Stretch(since, until, precision, duration_value(raw), f"counted {'on' if ahead else 'back'} from {anchor.told()}", "duration")


def moved(day: dt.date, raw: RawMoment, sign: int) -> dt.date | None:
    """The day so many units on or back; None for "several" and beyond the calendar."""
    amount = _amount(raw)
    if not isinstance(amount, int | float) or amount > 400_000:
        return None
    days, months, _, _ = UNITS[unit_of(raw)]
    if months:
        whole = month_of(day.year, day.month + sign * round(amount * months))
        return whole[0].replace(day=min(day.day, whole[1].day)) if whole else None
    back = amount * days
    # 24 hours back is the day before; an hour back is the same day
    return shift(day, sign * (int(back + 0.5) if unit_of(raw) == "hour_unit" else int(back)))


def recent_units(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "in recent weeks": up to publication, with no beginning."""
    return Stretch(None, anchor.telling, UNITS[unit_of(raw)][3], "PAST_REF", "up to " + anchor.told())


def units_away(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "two days ago", "a week earlier", "three months later", "four years ago": days and weeks to the day, else the whole month or year.

    "ago" counts from publication, "earlier" and "later" from the date last named. "Two days after a soldier was killed"
    gives the day of the killing: back from the day that the sentence tells of.
    """
    ago = raw.has("ago")
    if raw.clause and raw.has("before"):
        return Stretch(None, None, UNITS[unit_of(raw)][3], None, "unresolved: it is counted from a clause that follows")
    base = anchor.telling if ago else anchor.then
    why = anchor.told() if ago else anchor.thence()
    if base is None:
        return Stretch(None, None, UNITS[unit_of(raw)][3], None, "unresolved: " + why)
    back = ago or raw.has("earlier", "before", "previous") or raw.clause
    unit = unit_of(raw)
    there = moved(base, raw, -1 if back else 1)
    if there is None:
        return Stretch(None, None, UNITS[unit][3], None, "no number of them is given")
    because = f"counted {'back' if back else 'on'} from {why}"
    if unit == "year_unit" and raw.has("half"):
        unit = "month_unit"
    if unit in ("month_unit", "quarter_unit", "year_unit", "decade_unit", "century_unit"):
        whole = around(there, "month_unit" if unit in ("month_unit", "quarter_unit") else "year_unit", 0)
        return replace(whole, because=because)
    return Stretch(there, there, "day", there.isoformat(), because)


def neighbour(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the day before", "the following week", "the same day", "that year", "the previous month": beside the date last named."""
    base = anchor.then
    if base is None:
        return Stretch(None, None, UNITS[unit_of(raw)][3], None, "unresolved: " + anchor.thence())
    if raw.has("season"):
        return replace(
            season_of(replace(raw, bits=(*raw.bits, ("year", base.year + _step(raw)))), anchor), because="beside " + anchor.thence()
        )
    unit = unit_of(raw)
    found = around(base, "day_unit" if unit in ("day_unit", "night", "hour_unit", "minute_unit") else unit, _step(raw))
    return replace(found, because="beside " + anchor.thence())


def hours_away(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "hours earlier", "minutes later": on the day of the telling; no number is given."""
    return _on(anchor.then, raw, "on the day of " + anchor.thence())


def day_of_month(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "on the 28th": the latest such day on or before publication, or of the month last named."""
    day = _int(raw.get("ordinal"))
    told = anchor.telling
    focus = anchor.focus
    if told is None:
        return Stretch(None, None, "day", None, "unresolved: " + anchor.told())
    if focus is not None and (found := day_of(focus.year, focus.month, day)) is not None and (anchor.history or found <= told):
        return _on(found, raw, f"of the month of {anchor.thence()}")
    whole = month_of(told.year, told.month - (told.day < day))
    return _on(day_of(whole[0].year, whole[0].month, day) if whole else None, raw, f"the latest on or before {anchor.told()}")


def since_start(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "since the fighting began", "since the start of the war": from the first day of the conflict to publication."""
    start, until = anchor.conflict_start, anchor.published
    if start is not None and until is not None and start > until:
        start = None
    why = f"the conflict began {named(start)}" if start else "the start of the conflict is not known"
    return Stretch(start, until, "day", None, f"{why}; up to {anchor.told()}")


def nth_day(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "the seventh day of fighting", "a fifth day in a row", "day 319 of the war", "the second week of the conflict".

    Counted with the start of the conflict as the first; without one it is the day of telling.
    """
    n = _int(raw.get("nth", "ordinal", "small", "digits"))
    tens = raw.get("tens")
    if isinstance(tens, int):
        n += tens
    unit = unit_of(raw)
    start = anchor.conflict_start
    if start is None or n < 1:
        told = anchor.telling
        if told is None or unit != "day_unit":
            return Stretch(None, None, UNITS[unit][3], None, "unresolved: the start of the conflict is not known")
        return Stretch(told, told, "day", told.isoformat(), f"told as going on, {anchor.told()}")
    why = f"the conflict began {named(start)}"
    if unit == "week_unit":
        since = shift(start, 7 * (n - 1))
        return Stretch(since, shift(since, 6), "week", None, why)
    if unit in ("month_unit", "year_unit"):
        months = (n - 1) * (1 if unit == "month_unit" else 12)
        whole = month_of(start.year, start.month + months)
        after = month_of(start.year, start.month + months + (1 if unit == "month_unit" else 12))
        if whole is None or after is None:
            return Stretch(None, None, "month", None, "no such date in the calendar")
        since = whole[0].replace(day=min(start.day, whole[1].day))
        return Stretch(since, shift(after[0].replace(day=min(start.day, after[1].day)), -1), UNITS[unit][3], None, why)
    day = shift(start, n - 1)
    return Stretch(day, day, "day", day.isoformat() if day else None, why)


# --- durations and sets ----------------------------------------------------------------------------------------------


def duration_value(raw: RawMoment) -> str | None:
    """TIMEX3: P3D, PT24H, P2W, P6M; X for a number that is not given."""
    unit = unit_of(raw)
    letter = UNITS[unit][2]
    amount = _amount(raw)
    if isinstance(amount, float) and letter == "Y":
        amount, letter = int(amount * 12), "M"
    if unit == "fortnight_unit" and isinstance(amount, int):
        amount *= 2
    number = "X" if amount is None else f"{amount:g}" if isinstance(amount, float) else str(amount)
    return f"PT{number}{letter[1]}" if letter.startswith("T") else f"P{number}{letter}"


def duration(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "for three days", "five weeks", "a 36-hour truce", "half a year", "for months": a length, on no day of its own."""
    plural = not raw.has("number", "tens", "small", "digits", "half", "a", "an", "some")
    value = duration_value(replace(raw, bits=(*raw.bits, ("some", None)))) if plural else duration_value(raw)
    return Stretch(None, None, UNITS[unit_of(raw)][3], value, "a length of time", "duration")


def every(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "every day", "daily", "twice a week", "50 a day", "on Fridays", "each spring": again and again, on no day of its own."""
    day = raw.get("weekdays", "weekday")
    if day is not None:
        return Stretch(None, None, "day", f"XXXX-WXX-{_int(day) + 1}", "again and again", "set")
    adverb = raw.get("adverb_set")
    if adverb is not None:
        value = {0: "PT1H", 1: "P1D", 7: "P1W", 30: "P1M", 365: "P1Y"}.get(_int(adverb), "P1D")
        return Stretch(None, None, "day", value, "again and again", "set")
    if raw.has("season"):
        return Stretch(None, None, "season", "XXXX", "again and again", "set")
    return Stretch(None, None, UNITS[unit_of(raw)][3], duration_value(replace(raw, bits=((unit_of(raw), None),))), "again and again", "set")
