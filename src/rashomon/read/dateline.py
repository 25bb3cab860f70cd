"""The day of publication: read off the dateline, taken from the page, or worked out from what the text says.

``find_dateline`` reads "GAZA/JERUSALEM, Oct 18 (Northgate) -" and dates that stand alone at the head of a text.
``publication_day`` settles the day. A dateline wins over what the page gave, since it is the day of writing. Where there is
neither, the clues of the text are put together: the start of the conflict, "the seventh day of fighting", the weekday of the
telling, the terms of the officials named. Every day that fits is kept with its reasons; one day is settled on only
when no other fits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rashomon.lexicon import Official, fold
from rashomon.model import DayGuess, PublishedFrom, Report, Span
from rashomon.profile import Profile
from rashomon.read.moments import WEEKDAYS, RawMoment, find_moments, named, resolve, shift

EARLIEST = dt.date(1950, 1, 1)
"""No report is taken to be earlier than this."""
LAST_YEAR = 2035
"""No report is taken to be later than this where its time of receipt is not known."""
MOST_GUESSES = 20
"""More days than this that fit are not listed one by one; they become a stretch, if anything bounds it."""
_HEAD = 700


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report says it was written. ``year`` is None where the dateline gives none."""

    span: Span
    text: str
    place: str | None
    agency: str | None
    month: int | None
    day: int | None
    year: int | None
    when: RawMoment | None = None

    @property
    def date(self) -> dt.date | None:
        return self.in_year(self.year)

    def in_year(self, year: int | None) -> dt.date | None:
        """The dateline's day in a year; None where it has no day or the calendar no such day."""
        if year is None or self.month is None or self.day is None:
            return None
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


_DEBRIS = re.compile(r"(?:\s*\[(?:ad|advert|image|caption)[\w ]*\]\s*)+", re.I)  # "[ad_1]"
_NAME = r"[A-Z][\w'’.-]*(?:[ -](?:[A-Z][\w'’.-]*|of|the|al|el|de|du))*"
_DAY = (
    r"(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)[a-z]*\.?,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?)(?:,?\s+(?:19|20)\d\d)?"
)
_WIRE = re.compile(  # "GAZA/JERUSALEM, Oct 18 (Northgate) -", "Amman, Jordan (CNN)", "STEPANAKERT, October 3. /ARKA/"
    rf"(?P<place>{_NAME}(?:\s?/\s?{_NAME})*)(?P<country>,\s*{_NAME})??"
    rf"(?:(?P<between>,|\.|\s[-–—]|:)?\s*(?P<day>{_DAY}))?"
    rf"(?:,?\s*\d{{1,2}}:\d\d)?\s*\.?\s*"
    rf"(?:\((?P<agency>[A-Z][\w .&'’-]{{1,30}}?)\)|/(?P<slashed>[A-Z][\w .-]{{1,20}}?)/)?"
    rf"\s*(?P<end>\.?\s*[-–—]{{1,2}}|(?<=[a-z0-9])\.|(?<=[)/]))\s"
)  # fmt: skip
_CAPITALS = re.compile(
    r"(?P<place>[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+)*)(?:\. ?[-–—]|\s{2,})\s*(?=[A-Z\"“])"
)  # "STEPANAKERT. - The", "CAIRO   Two"
_LABEL = re.compile(  # "Posted on August 3 2016", "Last updated at Jun 18 2016", "PUBLISHED: 06:12, 20 October 2023"
    r"(?:^|[\n|(-]\s*|\b)(?:posted(?: on)?|published(?: on| at)?|date of publication|publication date|"
    r"last (?:updated|modified)(?: on| at)?|updated(?: on| at)?|date)\s*:?\s*"
    r"(?:\d{1,2}:\d\d(?:\s*(?:GMT|UTC|[ap]\.?m\.?))?,?\s*)?$",
    re.I,
)  # fmt: skip
_GLUED = re.compile(
    r"\b(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2}),?(?P<year>20\d\d)\b"
)  # "Jun 182016": the comma and its blank were lost
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@lru_cache(maxsize=64)
def find_dateline(text: str) -> Dateline | None:
    """The dateline at the head of a text, or None.

    In: the report's text. Out: its words, place, agency and day as far as it gives them. It looks at the first lines only,
    and takes a date in running prose ("On 3 July 2025 the army said") for no dateline. Never raises.
    """
    head = text[:_HEAD]
    debris = _DEBRIS.match(head)
    start = debris.end() if debris else len(head) - len(head.lstrip())
    dates = [r for r in find_moments(head) if r.rule in ("iso_day", "day_and_month") and len(r.all("small", "ordinal")) < 2]
    wire = _wire(text, head, start)
    if wire is not None and wire.day is not None:
        return wire
    header = _header(head, start, dates)
    if header is not None and wire is not None:
        return replace(header, place=wire.place, agency=wire.agency)
    return header or wire


# A dateline without a day: "YANGON - At least 11 …", "SHUSHI. - …", "PORT-AU-PRINCE, Haiti (AP) — …"
_PLAIN = re.compile(r"\s*[A-Z][A-Z'’./ -]{2,40}(?:, [A-Z][\w. ]{2,20})?\s*(?:\([A-Z][\w ]{1,20}\)\s*)?\.?\s*[-–—]+\s")


def dateline_span(text: str) -> Span | None:
    """The stretch at a text's head that says only where and when it was written, to be read by no rule for claims.

    "YANGON - At least 11 people died." -> "YANGON - "; None where the text begins with its first sentence.
    """
    line = find_dateline(text)
    if line is not None and line.place and line.span.start < 400:
        dash = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?[-–—]+\s*").match(text, line.span.end)
        return Span(line.span.start, dash.end() if dash else line.span.end)
    plain = _PLAIN.match(text)
    return Span(0, plain.end()) if plain else None


def _lines(head: str, start: int) -> Iterable[tuple[int, int]]:
    """Start and end of the first four lines that hold anything."""
    n = 0
    for m in re.finditer(r"[^\n]+", head):
        if m.end() <= start or not m[0].strip():
            continue
        yield max(m.start(), start), m.end()
        n += 1
        if n == 4:
            return


def _wire(text: str, head: str, start: int) -> Dateline | None:
    for begin, end in _lines(head, start):
        m = _WIRE.match(head, begin, min(end + 1, begin + 140))
        if m and (m["day"] or m["agency"] or m["slashed"]) and not m["place"].startswith(("The ", "By ")):
            raw = _date_in(m["day"]) if m["day"] else None
            if raw is None and (m["day"] or not _sure(m)):
                continue
            month, day, year = _fields(raw)
            at = raw and replace(raw, span=Span(m.start("day") + raw.span.start, m.start("day") + raw.span.end))
            span = Span(m.start(), m.end("end"))
            place = (
                None if (m["between"] or "")[-1:] in ("-", "–", "—") else _places(m["place"])
            )  # "Daily Post - 6 June 2024 -" names the paper
            return Dateline(span, span.within(text), place, m["agency"] or m["slashed"], month, day, year, at)
        m = _CAPITALS.match(head, begin, end)
        if m:
            return Dateline(Span(m.start(), m.end("place")), m["place"], _places(m["place"]), None, None, None, None)
    return None


def _sure(m: re.Match[str]) -> bool:
    """A dateline with no day in it has a dash, or a country or capitals before the agency; "Rapid Support Forces (RSF)" has not."""
    return any(c in m["end"] for c in "-–—") or bool(m["country"]) or m["place"].isupper()


def _places(words: str) -> str:
    return re.sub(r"\s*/\s*", "/", words.strip(" ,."))


def _date_in(words: str) -> RawMoment | None:
    return next((r for r in find_moments(words) if r.rule in ("iso_day", "day_and_month")), None)


def _fields(raw: RawMoment | None) -> tuple[int | None, int | None, int | None]:
    """Month, day and year of a date as found; the year None where it has none."""
    if raw is None:
        return None, None, None
    whole = raw.get("iso", "numeric")
    if isinstance(whole, tuple):
        return (whole[1], whole[2], whole[0]) if whole[0] else (None, None, None)
    month, day, year = raw.get("month", "month_short"), raw.get("small", "ordinal", "nth"), raw.get("year")
    return (
        month if isinstance(month, int) else None,
        day if isinstance(day, int) else None,
        year if isinstance(year, int) else None,
    )


def _header(head: str, start: int, dates: Sequence[RawMoment]) -> Dateline | None:
    """A date that stands alone at the head: at the very start, after "Posted on", or in a short line with no sentence in it."""
    glued = _GLUED.search(head, start, start + 120)
    if glued and _LABEL.search(head, start, glued.start()) and glued["month"][:3].lower() in _MONTHS:
        span = Span(glued.start(), glued.end())
        return Dateline(span, glued[0], None, None, _MONTHS.index(glued["month"][:3].lower()) + 1, int(glued["day"]), int(glued["year"]))
    lines = list(_lines(head, start))
    for raw in dates:
        month, day, year = _fields(raw)
        line = next(((a, b) for a, b in lines if a <= raw.span.start < b), None)
        if day is None or line is None:
            continue
        if _stands_alone(head, raw, line, start, dated=year is not None):
            place = _PLACE_BEFORE.fullmatch(head, line[0], raw.span.start)
            return Dateline(raw.span, raw.text, _places(place["place"]) if place else None, None, month, day, year, raw)
    return None


_PLACE_BEFORE = re.compile(  # "NORTHAM. 28 September 2020, 19:40"
    rf"(?P<place>[A-Z][A-Z'’-]+(?:[ /][A-Z][A-Z'’-]+)*)(?:,\s*{_NAME})?[.,]\s+"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d|\b\d{1,2} ?[ap]\.?m\b")  # "19:40"


def _stands_alone(head: str, raw: RawMoment, line: tuple[int, int], start: int, *, dated: bool) -> bool:
    before, after = head[line[0] : raw.span.start], head[raw.span.end : line[1]]
    if dated and _LABEL.search(head, line[0], raw.span.start):
        return True
    if not before.strip(" \t,|0123456789:") and (dated or _CLOCK.search(before)):
        # "July 19 2014 Islamic State killed …", "14:05, 3 Oct 2020"; not "27 September 2020 was the day"
        follows = after.lstrip(" ,.:|-–—")
        return not follows or not follows[0].islower()
    if re.search(r"\b(?:on|in|since|of|the|from|by|until|after|before|and|for|between)\s+$", before, re.I):
        return False
    short = line[1] - line[0] < 170
    marks = "|" in before + after or _CLOCK.search(after) or re.search(r"\s[-–—]\s|[,|]\s*$", before)
    sentence = re.search(r"[a-z]{3,}[.!?]\s+[A-Z]", before)
    weekday = raw.has("weekday", "weekday_short")
    return dated and short and not sentence and bool(marks or weekday or not after.strip(" .,;)"))


# --- settling the day ------------------------------------------------------------------------------------------------


def publication_day(
    report: Report,
    raws: Sequence[RawMoment],
    *,
    profile: Profile | None = None,
    officials: Mapping[str, Official] | None = None,
) -> tuple[dt.date | None, PublishedFrom | None, tuple[DayGuess, ...]]:
    """The day of publication, what gave it, and every day that fits with its reasons.

    In: the report, the time expressions of its text in order, the conflict profile and the officials known. Out: the day
    (None where more than one fits, or none), its origin, and the days that fit, earliest first; too many to list become one
    stretch, if the text bounds it on either side.
    """
    line = find_dateline(report.text)
    if line is not None and line.day is not None:
        settled = _by_dateline(line, report, raws, profile, officials or {})
        if settled is not None:
            return settled
    if report.published is not None:
        origin: PublishedFrom = report.published_from or "metadata"
        words = "its address" if origin == "address" else "the page or the input"
        return report.published, origin, (DayGuess(report.published, (f"{words} gives {named(report.published)}",)),)
    guesses, loose = _worked_out(report, raws, profile, officials or {})
    if len(guesses) == 1 and not loose:
        return guesses[0].day, "text", guesses
    return None, None, guesses if 0 < len(guesses) <= MOST_GUESSES else _stretch(report, raws, profile, officials or {})


def _stretch(
    report: Report, raws: Sequence[RawMoment], profile: Profile | None, officials: Mapping[str, Official]
) -> tuple[DayGuess, ...]:
    """What is left where no list of days can be made: the first and last day that fit, and why it is no more. At most one guess.

    "the fifth day in a row" with no start, "Thursday" told as fresh, a president named: some Thursday of that term.
    """
    clues = _clues(report.text, raws)
    first, last, reasons = _limits(report, raws, officials)
    if profile is not None and profile.start is not None:
        first, last = max(first, profile.start), min(last, _last_of(profile, profile.start))
        reasons = [f"the conflict began {named(profile.start)} (profile)", *reasons]
    if first == EARLIEST:
        return ()
    because = list(reasons)
    if clues.count is not None:
        because.append(f"{_quoted(clues.count)} cannot be counted, since the first has no date; a profile that has it would settle the day")
    if clues.telling is not None:
        weekday = _weekday_of(clues.telling)
        first += dt.timedelta((weekday - first.weekday()) % 7)
        last -= dt.timedelta((last.weekday() - weekday) % 7)
        because.append(f"{_quoted(clues.telling)} is told as fresh: it is one of {(last - first).days // 7 + 1} {WEEKDAYS[weekday]}s")
    return (DayGuess(first, tuple(because), until=last),) if first < last else ()


Settled = tuple[dt.date | None, PublishedFrom | None, tuple[DayGuess, ...]]


def _by_dateline(
    line: Dateline, report: Report, raws: Sequence[RawMoment], profile: Profile | None, officials: Mapping[str, Official]
) -> Settled | None:
    words = f"the dateline “{' '.join(line.text.split())}”"
    if line.year is not None:
        day = line.date
        if day is None:
            return None
        said = "" if report.published in (None, day) else f"; the page gives {report.published}, but the dateline is the day of writing"
        return day, "dateline", (DayGuess(day, (f"{words} gives {named(day)}{said}",)),)
    if report.published is not None:
        years = (report.published.year + n for n in (-1, 0, 1))
        days = [d for d in (line.in_year(y) for y in years) if d is not None]
        if not days:
            return None
        day = min(days, key=lambda d: abs((d - report.published).days) if report.published else 0)
        why = f"{words} is {named(day)} in the year nearest to {report.published}, which the page gives"
        return day, "dateline", (DayGuess(day, (why,)),)
    first, last, reasons = _limits(report, raws, officials)
    start = profile.start if profile else None
    clues = _clues(report.text, raws)
    guesses = []
    for year in range(max(first.year, start.year if start else 1), last.year + 1):
        found = line.in_year(year)
        if found is None or not first <= found <= last or (start and not start <= found <= _last_of(profile, start)):
            continue
        if clues.telling is not None and (found.weekday() - _weekday_of(clues.telling)) % 7 > 1:
            continue
        because = [f"{words} in {year}", *reasons]
        if start:
            because.append(f"the conflict began {named(start)} (profile)")
        if clues.telling is not None:
            because.append(f"{_quoted(clues.telling)} is that day or the day before: it is {named(found)}")
        guesses.append(DayGuess(found, tuple(because)))
    if len(guesses) == 1:
        return guesses[0].day, "dateline", tuple(guesses)
    return (None, None, tuple(guesses)) if 1 < len(guesses) <= MOST_GUESSES else None


@dataclass(frozen=True, slots=True)
class _Clues:
    """What a text lets slip of its own day."""

    telling: RawMoment | None = None
    """The weekday told as fresh."""
    count: RawMoment | None = None
    """ "the seventh day of fighting"."""
    nth: int = 0
    start_weekday: RawMoment | None = None
    """ "the fighting began on Sunday"."""
    start_date: RawMoment | None = None
    """ "a major offensive on September 27" that opened it."""
    after_start: RawMoment | None = None
    """ "a week after the war began"."""
    latest: RawMoment | None = None
    """The last day-and-month without a year among those that are past."""


_BEGAN = re.compile(  # "clashes that began", "reopened the conflict with a major offensive on"
    r"\b(?:began|begun|beginning|started|erupted|broke out|flared(?: up)?|reignited|resumed|reopened|start of|outbreak of|unleashed|opened|"
    r"launched (?:an?|the|its|their|his)?(?: [\w-]+){0,2} (?:invasion|war))\b",
    re.I,
)
_WAR = re.compile(  # "the fighting began", "clashes broke out"; a truce, a trial or a convoy begins too
    r"\b(?:fighting|war|warring|combat|clashes|conflict|hostilities|battles?|violence|offensive|invasion|bombard\w+|shelling|uprising|assault|operation)\b",
    re.I,
)
_NOT_A_WAR = re.compile(
    r"\b(?:talks|negotiations|meeting|truce|ceasefire|cease-fire|trial|visit|airlift|evacuation|vote|inquiry|investigation)\b", re.I
)
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s+(?=[A-Z“\"‘'\[])|\n")


def _sentence(text: str, span: Span) -> Span:
    start = 0
    for m in _SENTENCE_END.finditer(text, max(0, span.start - 1200), span.start):
        start = m.end()
    after = _SENTENCE_END.search(text, span.end)
    return Span(start, after.start() + 1 if after else len(text))


def _clause(text: str, span: Span) -> str:
    """The words around an expression up to the nearest comma, semicolon or colon on either side."""
    whole = _sentence(text, span)
    start = max((text.rfind(c, whole.start, span.start) for c in ";:"), default=-1)
    end = min((i for c in ";:," if (i := text.find(c, span.end + 2, whole.end)) >= 0), default=whole.end)
    return text[max(start + 1, whole.start) : end]


def _weekday_of(raw: RawMoment) -> int:
    value = raw.get("weekday", "weekday_short")
    return value if isinstance(value, int) else 0


def _quoted(raw: RawMoment) -> str:
    return f"“{' '.join(raw.text.split())}”"


def _opens_war(text: str, raw: RawMoment) -> bool:
    clause = _clause(text, raw.span)
    return bool(_BEGAN.search(clause) and _WAR.search(clause)) and not _NOT_A_WAR.search(clause)


def _clues(text: str, raws: Sequence[RawMoment]) -> _Clues:
    weekdays = [r for r in raws if r.rule == "weekday" and not r.future and not r.has("next", "coming", "week_unit")]
    count = next((r for r in raws if r.rule == "nth_day" and r.has("day_unit")), None)
    opened = [
        r
        for r in weekdays
        if _opens_war(text, r) and not (count and _sentence(text, count.span).covers(r.span) and not _opens_war_near(text, r))
    ]
    fresh = [r for r in weekdays if r not in opened and not r.has("last", "past") and not r.frame]
    dated = [
        r
        for r in raws
        if r.rule == "day_and_month" and not r.has("year", "year_unit") and not r.future and r.get("small", "ordinal") is not None
    ]
    opening = [r for r in dated if _opens_war(text, r)]
    after = next((r for r in raws if r.clause and r.has("after") and _opens_war_after(text, r)), None)
    return _Clues(
        telling=_telling(text, fresh, count),
        count=count,
        nth=_number(count) if count else 0,
        start_weekday=opened[0] if opened else None,
        start_date=opening[0] if opening else None,
        after_start=after,
        latest=max(dated, key=_month_and_day, default=None),
    )


def _opens_war_near(text: str, raw: RawMoment) -> bool:
    near = text[max(0, raw.span.start - 60) : raw.span.end + 90]
    return bool(_BEGAN.search(near))


def _opens_war_after(text: str, raw: RawMoment) -> bool:
    """ "a week after the war began": the clause that follows speaks of a start, and not of a truce's."""
    clause = text[raw.span.end : _sentence(text, raw.span).end]
    return bool(_BEGAN.search(clause) and _WAR.search(clause)) and not _NOT_A_WAR.search(clause)


def _month_and_day(raw: RawMoment) -> tuple[int, int]:
    month, day, _ = _fields(raw)
    return month or 0, day or 0


def _number(raw: RawMoment) -> int:
    n = raw.get("nth", "ordinal", "small", "digits")
    tens = raw.get("tens")
    return (int(n) if isinstance(n, int | float) else 0) + (tens if isinstance(tens, int) else 0)


def _telling(text: str, fresh: Sequence[RawMoment], count: RawMoment | None) -> RawMoment | None:
    """The weekday of the telling: the one named with "the seventh day", else the one that the others lead up to."""
    if not fresh:
        return None
    if count is not None:
        beside = [r for r in fresh if _sentence(text, count.span).covers(r.span)]
        if beside:
            return min(beside, key=lambda r: abs(r.span.start - count.span.start))
    days = {_weekday_of(r) for r in fresh}
    latest = min(days, key=lambda d: (max((d - other) % 7 for other in days), d != _weekday_of(fresh[0])))
    return next(r for r in fresh if _weekday_of(r) == latest)


def _limits(report: Report, raws: Iterable[RawMoment], officials: Mapping[str, Official]) -> tuple[dt.date, dt.date, list[str]]:
    """The first and last day that the years named and the officials in office leave, with the reasons."""
    first, last = EARLIEST, dt.date(LAST_YEAR, 12, 31)
    reasons: list[str] = []
    years = [y for r in raws if not r.future for y in r.all("year", "decade") if isinstance(y, int) and y <= LAST_YEAR]
    if years and max(years) >= first.year:
        first = dt.date(max(years), 1, 1)
        reasons.append(f"the latest year named is {max(years)}")
    if report.received:
        try:
            received = dt.date.fromisoformat(report.received[:10])
        except ValueError:
            received = last
        if received < last:
            last = received
            reasons.append(f"it was received on {received}")
    for official in _in_office(report.text, officials):
        term = f"{official.name} was {official.office or 'in office'} of {official.party}".removesuffix(" of ")
        if official.since and official.since > first:
            first = official.since
            reasons.append(f"{term} from {official.since}")
        if official.until and official.until < last:
            last = official.until
            reasons.append(f"{term} until {official.until}")
    return first, last, reasons


def _in_office(text: str, officials: Mapping[str, Official]) -> list[Official]:
    """The officials whom the text names with their office: "President Emmanuel Macron", "Prime Minister Nicole Pashinyan".

    A name without its office settles nothing, since people are in the news before and after their terms. A surname
    that several holders of the office share counts only with the first name.
    """
    folded = fold(text)
    full, bare = [], []
    for official in officials.values():
        office = fold(official.office)
        if not office or (official.since is None and official.until is None) or office not in folded:
            continue
        names = [name for form in (official.name, *official.forms) if (name := fold(form)) in folded]
        surname = fold(official.name).split()[-1]
        if any(" " in n and re.search(rf"\b{re.escape(office)},? (?:[\w'-]+,? ){{0,3}}{re.escape(n)}\b", folded) for n in names):
            full.append(official)
        elif surname in folded and re.search(rf"\b{re.escape(office)} (?:\w+ )?{re.escape(surname)}\b", folded):
            bare.append(official)
    surnames = [(fold(o.name).split()[-1], o.office) for o in (*full, *bare)]
    return full + [o for o in bare if surnames.count((fold(o.name).split()[-1], o.office)) == 1]


def _last_of(profile: Profile | None, start: dt.date) -> dt.date:
    """The last day on which a report of a conflict is looked for: half a year after its end, or two years after its start."""
    end = profile.end if profile and profile.end else None
    return (shift(end, 183) if end else shift(start, 730)) or start


def _worked_out(
    report: Report, raws: Sequence[RawMoment], profile: Profile | None, officials: Mapping[str, Official]
) -> tuple[tuple[DayGuess, ...], bool]:
    """Every day that the clues leave, with why; and whether they rest on an assumption too loose to settle on."""
    clues = _clues(report.text, raws)
    first, last, limits = _limits(report, raws, officials)
    if profile is not None and profile.start is not None:
        reason = f"the conflict began {named(profile.start)} (profile)"
        # the profile's war sets the years; an official's term adds nothing where the start is known
        found = _from_start(profile.start, clues, [reason], _last_of(profile, profile.start))
        return tuple(g for g in found if g.day <= last or not report.received), False
    guesses: list[DayGuess] = []
    if clues.start_date is not None and (clues.start_weekday or clues.count or clues.after_start):
        month, day = _month_and_day(clues.start_date)
        for start in _years(month, day, first, last):
            if clues.start_weekday and start.weekday() != _weekday_of(clues.start_weekday):
                continue
            said = f"{_quoted(clues.start_date)} is when it began"
            if clues.start_weekday:
                said += f", which {_quoted(clues.start_weekday)} makes a {WEEKDAYS[start.weekday()]}: so it was in {start.year}"
            guesses += _from_start(start, clues, [said, *limits], min(last, shift(start, 60) or last))
        return tuple(g for g in guesses if first <= g.day <= last), False
    if clues.latest is not None and clues.telling is not None and clues.count is not None:
        month, day = _month_and_day(clues.latest)
        for named_day in _years(month, day, first, last):
            ahead = (_weekday_of(clues.telling) - named_day.weekday()) % 7
            there = shift(named_day, ahead)
            if there is not None and first <= there <= last:
                why = (
                    f"{_quoted(clues.latest)} is the latest date named, taken to be of the week before",
                    f"{_quoted(clues.telling)} is told as fresh, and {there.isoformat()} is the next {WEEKDAYS[there.weekday()]}",
                    *limits,
                )
                guesses.append(DayGuess(there, why))
    return tuple(guesses), True


def _years(month: int, day: int, first: dt.date, last: dt.date) -> Iterable[dt.date]:
    for year in range(first.year, last.year + 1):
        try:
            yield dt.date(year, month, day)
        except ValueError:
            continue


def _from_start(start: dt.date, clues: _Clues, reasons: Sequence[str], last: dt.date) -> list[DayGuess]:
    """The days that fit a war begun on ``start``: by the count of its days, by "a week after", by the weekday of the telling."""
    because = list(reasons)
    telling = None if clues.telling is None else _weekday_of(clues.telling)
    if clues.count is not None and clues.nth > 0:
        counted = shift(start, clues.nth - 1)
        if counted is None:
            return []
        because.append(f"{_quoted(clues.count)} counts to {named(counted)}")
        if clues.telling is not None and telling == counted.weekday():
            because.append(f"{_quoted(clues.telling)} is told as fresh, and that day is a {WEEKDAYS[telling]}")
        elif clues.telling is not None:
            because.append(f"{_quoted(clues.telling)} does not fall on that day")
            after = shift(counted, 1)
            if after is not None and after.weekday() == telling:
                # some count the day after the start as the first
                return [DayGuess(after, (*because, f"counting from the day after the start it is {named(after)}"))]
        return [DayGuess(counted, tuple(because))]
    if clues.after_start is not None:
        moved = resolve(replace(clues.after_start, clause=False), published=start, focus=start)
        if moved.since is not None and moved.precision == "day" and (telling is None or moved.since.weekday() == telling):
            because.append(f"{_quoted(clues.after_start)} it began counts to {named(moved.since)}")
            return [DayGuess(moved.since, tuple(because))]
    window = last
    if clues.start_weekday is not None and start.weekday() == _weekday_of(clues.start_weekday):
        window = min(last, shift(start, 7) or last)
        because.append(f"{_quoted(clues.start_weekday)}, when it began, is still named by its weekday, so less than eight days are past")
    if telling is None or clues.telling is None:
        return []
    if clues.latest is not None:
        month, day = _month_and_day(clues.latest)
        after_it = next((d for d in _years(month, day, start, last) if start <= d <= last), None)
        if after_it is not None and after_it <= window:
            start = max(start, after_it)
            because.append(f"{_quoted(clues.latest)} is past")
    because.append(f"{_quoted(clues.telling)} is told as fresh")
    out: list[DayGuess] = []
    day_ = start
    while day_ <= window and len(out) <= MOST_GUESSES:
        if day_.weekday() == telling:
            out.append(DayGuess(day_, (*because, f"{day_.isoformat()} is a {WEEKDAYS[telling]}")))
        nxt = shift(day_, 1)
        if nxt is None:
            break
        day_ = nxt
    return out
