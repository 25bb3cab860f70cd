"""When: time expressions in plain text, and the days that they stand for.

``find_moments`` reads a text by the rules of time_rules.py (a closed grammar over words, no parse) and gives typed
expressions; ``resolve`` counts one from the day of publication, from the start of the conflict or from the date last named
(time_days.py); ``resolve_all`` does so for a whole text, in order, so that "the following day" follows the day before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from rashomon.model import Moment, Span, Trace
from rashomon.read.time_days import (
    UNITS,
    WEEKDAYS,
    Anchor,
    RawMoment,
    Stretch,
    Tense,
    around,
    duration_value,
    holiday,
    moved,
    named,
    part_of,
    shift,
    unit_of,
)  # fmt: skip
from rashomon.read.time_rules import RULES, Rule, grammar
from rashomon.read.time_words import FILE, TimeWord, Value, words_of

__all__ = [
    "RULES",
    "WEEKDAYS",
    "Anchor",
    "RawMoment",
    "bare",
    "find_moments",
    "named",
    "resolve",
    "resolve_all",
    "shift",
    "tells_of_long_ago",
]

_HOLIDAY = re.compile(
    r"\bNew Year['’]?s? (?:Day|Eve|night)\b|\bChristmas(?: (?:Day|Eve|night))?\b(?! (?:truce|ceasefire|tree))", re.I
)  # "New Year's night"
_AGE = re.compile(r"\s*[-–]?\s*(?:old\b|of age\b|in (?:prison|jail)\b)", re.I)  # "a 12-year-old boy", "three years in prison"
_AGED = re.compile(r"\b(?:aged|ages)\s+$", re.I)
_FUTURE = re.compile(  # "will hold talks on", "is due to meet on", "scheduled for"; no other clause in between
    r"\b(?:will|shall|(?:is|are|was|were|be) (?:due|set|to be|expected|scheduled|planned)|plans? to|"
    r"planned for|scheduled for|due on|due to)\b"
    r"(?:(?!\b(?:which|who|whom|that|after|since|when|where|because|as|over|of|from|by|said|says|told)\b)[^.;:,!?\n“”\"()]){0,70}$"
)  # fmt: skip


def find_moments(text: str, offset: int = 0) -> list[RawMoment]:
    """The time expressions of ``text`` in the order they stand, none overlapping another.

    In: plain text; ``offset`` is added to every span. Out: typed expressions, not yet counted from any day. Never raises.
    """
    words = words_of(text)
    rules_ = grammar()
    other = rules_.letters["other"]
    row = "".join([rules_.letters.get(w.kind, other) for w in words]) + rules_.letters["break"]
    found: list[RawMoment] = []
    i = 0
    for at, letter in enumerate(row):
        if at < i or letter not in rules_.by_first:
            continue
        any_rule, rules = rules_.by_first[letter]
        if any_rule.match(row, at) is None:
            continue
        best: tuple[Rule, int] | None = None
        for rule, pattern in rules:
            m = pattern.match(row, at)
            if m is not None and (best is None or m.end() > best[1]):
                best = (rule, m.end())
        if best is None:
            continue
        rule, i = best
        raw = _raw(rule, words[at:i], text)
        if raw is not None:
            found.append(raw)
    found = _with_holidays(found, text)
    found = _framed(found, words, text)
    if offset:
        found = [_shifted(r, offset) for r in found]
    return found


def _shifted(raw: RawMoment, offset: int) -> RawMoment:
    return replace(
        raw,
        span=Span(raw.span.start + offset, raw.span.end + offset),
        sentence=raw.sentence + offset,
        parts=tuple(_shifted(p, offset) for p in raw.parts),
    )


# Words that a pattern needs to see but that are no part of the expression.
_LEAD_INS = frozenset(
    "on from between in during throughout through over of at by since until till around about before after for within than nearly "
    "almost just near comma".split()
)


def _raw(rule: Rule, words: Sequence[TimeWord], text: str) -> RawMoment | None:
    bits = tuple((w.kind, w.value) for w in words)
    first, last = 0, len(words)
    while first < last - 1 and words[first].kind in _LEAD_INS and rule.name != "since_start":
        first += 1
    while last > first + 1 and (
        words[last - 1].kind in ("comma", "of", "dash", "and", "break")
        or (words[last - 1].kind == "dot" and words[last - 2].kind != "month_short")
    ):
        last -= 1
    start, end = words[first].start, words[last - 1].end
    if rule.name in ("duration", "units_away", "every") and (_AGE.match(text, end) or _AGED.search(text, max(0, start - 8), start)):
        return None
    clause = rule.name in ("units_away", "neighbour") and words[last - 1].kind in ("before", "after") and _clause_follows(text, end)
    entries = tuple(dict.fromkeys(f"{FILE}: {w.entry}" for w in words[first:last] if w.entry))
    future = not rule.name.startswith("year") and bool(_FUTURE.search(text, max(0, start - 110), start))
    if clause and _PRONOUN.match(text, end):
        clause = False  # "a day after it": counted on from what was last told
    name = "units_away" if clause and rule.name == "neighbour" else rule.name
    return RawMoment(
        Span(start, end), text[start:end], name, bits, entries, future=future, clause=clause, sentence=_sentence_start(text, start)
    )


_PRONOUN = re.compile(
    r"\s+(?:(?:it|then)\b|(?:that|this|the (?:attack|strike|raid|killing|blast|explosion)s?)\s*[.,;:])", re.I
)  # "one day before it"
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s+(?=[A-Z“\"‘'\[])|\n")


def _sentence_start(text: str, start: int) -> int:
    """Where the sentence that holds ``start`` begins, looked for within 600 characters before it."""
    floor = max(0, start - 600)
    last = floor
    for m in _SENTENCE_END.finditer(text, floor, start):
        last = m.end()
    return last


def _clause_follows(text: str, end: int) -> bool:
    """Whether words follow straight on: "a week after the war began", not "a week after, the war began"."""
    rest = text[end : end + 2]
    return len(rest) == 2 and rest[0].isspace() and rest[1] not in '\n,.;:)”"'


def _with_holidays(found: list[RawMoment], text: str) -> list[RawMoment]:
    extra = []
    for m in _HOLIDAY.finditer(text):
        span = Span(m.start(), m.end())
        bits: tuple[tuple[str, Value], ...] = (("night", None),) if m[0].lower().endswith("night") else (("other", None),)
        extra.append(RawMoment(span, m[0], "holiday", bits, future=bool(_FUTURE.search(text, max(0, span.start - 120), span.start))))
    if not extra:
        return found
    kept = [r for r in found if not any(r.span.overlaps(e.span) for e in extra)]
    return sorted(kept + extra, key=lambda r: r.span)


_SINCE = re.compile(r"\bsince\s+(?:at least\s+|about\s+|around\s+|the\s+|the night of\s+)?$", re.I)  # "since Sunday"
_SINCE_BEGAN = re.compile(  # "since the fighting began on Sunday", "since the war broke out on 15 April"
    r"\bsince\b[^.;:!?,“”\"\n]{0,80}?\b(?:began|begun|started|erupted|broke out|flared(?: up)?|launched|"
    r"resumed|reopened|start(?:ed)? of [\w\s-]{1,40}|"
    r"took (?:effect|hold)|came into (?:effect|force)|collapsed|ended|"
    r"was (?:declared|agreed|signed)|invasion|ceasefire|truce|war|invaded|seized)\b"
    r"(?:\s+(?:on|in|at|of|late|early))?\s*$",
    re.I,
)  # fmt: skip
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the\s+)?$", re.I)  # "until Tuesday"
_ONWARDS = re.compile(r"\s+(?:on\b(?!\s+(?:the|a|an|its|their|\w+day)\b)|onwards?\b)", re.I)  # "from 1992 on"
_BEGAN_ON = re.compile(r"\s+(?:(?:late|early)\s+)?(?:(?:on|in|at)\s+)?(?:the\s+)?")
_COUNTED_FROM = re.compile(r"\s+(?:the\s+)?")  # "two days after 7 October"
_WITHIN = re.compile(r"\b(?:in|over|during)\s+(?:the\s+)?$", re.I)  # "in the eight years before this February"
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.I)
_AND_TO = re.compile(r"\s*(?:(?:to|until|till|through|and)\s+(?:the\s+)?|[-–—]\s*)$", re.I)
_TO = re.compile(r"\s*(?:(?:to|until|till|through)\s+(?:the\s+)?|[-–—]\s*)", re.I)
_DATES = frozenset(
    "iso_day day_and_month month_alone season_of year_alone decade weekday near_day this_unit start_of_unit "
    "units_away neighbour holiday bare_daypart weekend nth_day".split()
)


def _framed(found: list[RawMoment], words: Sequence[TimeWord], text: str) -> list[RawMoment]:
    """Joins "between A and B" and "from A to B", and marks "since A", "until A" and "from A on"."""
    out: list[RawMoment] = []
    i = 0
    while i < len(found):
        raw = found[i]
        if raw.rule == "since_start" and i + 1 < len(found) and _BEGAN_ON.fullmatch(text[raw.span.end : found[i + 1].span.start]):
            i += 1  # "since the fighting began on Sunday" is told by its Sunday
            continue
        if raw.clause and i + 1 < len(found) and found[i + 1].rule in _DATES:
            after = found[i + 1]
            gap = text[raw.span.end : after.span.start]
            if _COUNTED_FROM.fullmatch(gap):
                within = _WITHIN.search(text, max(0, raw.span.start - 14), raw.span.start)
                start = within.start() if within else raw.span.start
                rule = "units_within" if within else "units_from"
                span = Span(start, after.span.end)
                entries = tuple(dict.fromkeys(raw.entries + after.entries))
                whole = RawMoment(
                    span, text[start : span.end], rule, (), entries, "offset", (raw, after), raw.future, sentence=raw.sentence
                )
                out.append(whole)
                i += 2
                continue
        if raw.rule in _DATES and i + 1 < len(found) and found[i + 1].rule in _DATES:
            after = found[i + 1]
            lead = _FROM.search(text, max(0, raw.span.start - 20), raw.span.start)
            gap = text[raw.span.end : after.span.start]
            if len(gap) < 16 and ((lead and _AND_TO.fullmatch(gap)) or (_TO.fullmatch(gap) and raw.rule == after.rule)):
                start = lead.start() if lead else raw.span.start
                span = Span(start, after.span.end)
                entries = tuple(dict.fromkeys(raw.entries + after.entries))
                out.append(
                    RawMoment(
                        span, text[start : span.end], "between", (), entries, "between", (raw, after), raw.future, sentence=raw.sentence
                    )
                )
                i += 2
                continue
        out.append(_since_or_until(raw, text))
        i += 1
    return out


def _since_or_until(raw: RawMoment, text: str) -> RawMoment:
    start, end = raw.span.start, raw.span.end
    if raw.rule in ("duration", "every", "past_units", "recent_units", "between", "since_start"):
        return raw
    lead = _SINCE.search(text, max(0, start - 24), start)
    if lead is None and "since" in (window := text[max(0, start - 100) : start].lower()) and window.rfind("since") >= 0:
        if _SINCE_BEGAN.search(text, max(0, start - 100), start):
            return replace(raw, frame="since")
    if lead is not None:
        return replace(raw, frame="since", span=Span(lead.start(), end), text=text[lead.start() : end])
    lead = _UNTIL.search(text, max(0, start - 12), start)
    if lead is not None:
        return replace(raw, frame="until", span=Span(lead.start(), end), text=text[lead.start() : end])
    lead = _FROM.search(text, max(0, start - 12), start)
    onwards = _ONWARDS.match(text, end)
    if lead is not None and onwards is not None:
        return replace(raw, frame="since", span=Span(lead.start(), onwards.end()), text=text[lead.start() : onwards.end()])
    return raw


# --- resolving -------------------------------------------------------------------------------------------------------


@cache
def _by_name() -> dict[str, Callable[[RawMoment, Anchor], Stretch]]:
    return {r.name: r.days for r in RULES} | {"holiday": holiday}


def resolve(
    raw: RawMoment,
    *,
    published: dt.date | None,
    conflict_start: dt.date | None = None,
    tense: Tense = "past",
    focus: dt.date | None = None,
    history: bool = False,
) -> Moment:
    """The days that one expression stands for.

    In: the expression; the day of publication; the first day of the conflict; the tense of the clause; the date last named,
    which "two days later" counts from; ``history`` where the text tells of long ago, so that years and weekdays missing are
    taken from ``focus`` too. Out: a Moment whose ``since`` and ``until`` are None where it cannot be resolved, and whose
    ``because`` says what it was counted from. Never raises.
    """
    if raw.future and tense == "past":
        tense = "future"
    anchor = Anchor(published, conflict_start, tense, focus, history)
    if raw.frame == "between" and len(raw.parts) == 2:
        found = _between(raw, anchor)
    elif raw.frame == "offset" and len(raw.parts) == 2:
        found = _offset(raw, anchor)
    else:
        found = _by_name()[raw.rule](raw, anchor)
    if raw.frame == "since":
        found = _since(found, raw, anchor)
    elif raw.frame == "until":
        found = replace(found, since=None, because=f"up to it; {found.because}")
    trace = Trace(raw.rule if raw.frame in ("", "between", "offset") else f"{raw.frame}: {raw.rule}", raw.entries)
    return Moment(
        span=raw.span, text=raw.text, since=found.since, until=found.until, precision=found.precision, kind=found.kind, value=found.value,
        because=found.because, trace=trace,
    )  # fmt: skip


def _since(found: Stretch, raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "since Sunday" runs from that Sunday to publication; "since mid-March" from its 15th."""
    if found.since is None:
        return found
    since = found.since
    if raw.rule == "month_alone" and part_of(raw) == "mid":
        since = since.replace(day=15)
    until = anchor.published if anchor.published and anchor.published >= since else None
    return replace(found, since=since, until=until, because=f"from then to publication; {found.because}")


def _offset(raw: RawMoment, anchor: Anchor) -> Stretch:
    """ "two days after 7 October" is one day; "in the eight years before this February" the stretch up to it."""
    length, date = raw.parts
    base = _by_name()[date.rule](date, anchor)
    back = length.has("before")
    edge = base.since if back else base.until
    if edge is None:
        return Stretch(None, None, base.precision, None, base.because)
    there = moved(edge, length, -1 if back else 1)
    if there is None:
        return Stretch(None, None, base.precision, None, "no number of them is given")
    because = f"counted {'back' if back else 'on'} from {date.text}; {base.because}"
    if raw.rule == "units_within":
        since, until = (there, shift(edge, -1)) if back else (shift(edge, 1), there)
        return Stretch(since, until, UNITS[unit_of(length)][3], duration_value(length), because)
    unit = unit_of(length)
    if UNITS[unit][1]:
        return replace(around(there, "month_unit" if unit in ("month_unit", "quarter_unit") else "year_unit", 0), because=because)
    return Stretch(there, there, "day", there.isoformat(), because)


def _between(raw: RawMoment, anchor: Anchor) -> Stretch:
    first, last = raw.parts
    end = _by_name()[last.rule](last, anchor)
    if end.until is None:
        return end
    within = replace(anchor, published=end.until if anchor.tense == "past" else anchor.published)
    year = end.until.year
    # "between June and August 2014": the year stands once, for both
    if not first.has("year") and last.has("year") and first.rule in ("day_and_month", "month_alone", "season_of"):
        first = replace(first, bits=(*first.bits, ("year", year)))
    start = _by_name()[first.rule](first, within)
    if start.since is not None and start.since > end.until:
        start = replace(
            start, since=start.since.replace(year=start.since.year - 1, day=min(start.since.day, 28)) if start.since.year > 1 else None
        )
    if start.since is None:
        return end
    return replace(end, since=start.since, value=f"{start.value}/{end.value}" if start.value and end.value else None)


_FROM_FOCUS = frozenset(("units_away", "hours_away", "neighbour", "bare_daypart", "clock_time", "day_of_month"))
_SETS_FOCUS = frozenset(
    "iso_day day_and_month weekday near_day last_night units_away neighbour month_alone season_of year_alone overnight "
    "nth_day holiday two_weekdays".split()
)


def resolve_all(
    raws: Iterable[RawMoment],
    *,
    published: dt.date | None,
    conflict_start: dt.date | None = None,
    history: bool | None = None,
) -> list[Moment]:
    """Resolves a text's expressions in order, each counted from publication or from the date named before it.

    In: the expressions of one text; ``history`` None lets the text decide (most dates in it bear years long past).
    Out: one Moment for each, in the same order.
    """
    raws = list(raws)
    if history is None:
        history = tells_of_long_ago(raws, published)
    out: list[Moment] = []
    day: dt.date | None = None
    any_date: dt.date | None = None
    said_in = -1
    for raw in raws:
        focus = (
            day
            if raw.rule in _FROM_FOCUS and unit_of(raw) in ("day_unit", "week_unit", "night", "hour_unit", "fortnight_unit")
            else any_date
        )
        if history:
            focus = any_date
        elif (raw.clause or raw.rule == "clock_time") and said_in != raw.sentence:
            focus = None  # "comes two days after": counted from the telling, unless its own sentence names a day
        found = resolve(raw, published=published, conflict_start=conflict_start, focus=focus, history=history)
        if (
            focus is None
            and any_date is not None
            and raw.rule in ("neighbour", "hours_away")
            and published
            and (published - any_date).days > 60
        ):
            # "The following day" after "the spring of 1943": neither from publication nor from a season can it be counted
            found = replace(
                found, since=None, until=None, value=None, because=f"unresolved: {any_date.isoformat()}, named before it, is no day"
            )
        out.append(found)
        if found.since is not None and found.kind == "date" and raw.rule in _SETS_FOCUS and raw.frame != "since":
            any_date = found.since
            if found.precision == "day":
                day, said_in = found.until, raw.sentence
    return out


def tells_of_long_ago(raws: Sequence[RawMoment], published: dt.date | None) -> bool:
    """Whether a text is a history: at least three dates with years, most of them over two years before publication,
    and more of them than of weekdays and todays."""
    years = [y for r in raws for y in r.all("year") if isinstance(y, int)]
    near = sum(r.rule in ("weekday", "near_day", "overnight", "last_night", "this_unit") for r in raws)
    if len(years) < 3 or len(years) <= near:
        return False
    if published is None:
        return len(years) > 2 * near
    return sum(y < published.year - 2 for y in years) > len(years) * 0.6


def bare(raws: Iterable[RawMoment]) -> list[RawMoment]:
    """The same expressions without their frames: "since Sunday" as "Sunday", "between A and B" as A and B (as TIMEX3 marks them)."""
    out: list[RawMoment] = []
    for raw in raws:
        if raw.parts:
            out += bare(raw.parts)
        elif raw.frame:
            lead = re.match(r"(?:since|until|till|from|between)\s+(?:at least\s+|about\s+|around\s+)?", raw.text, re.I)
            cut = lead.end() if lead else 0
            text = re.sub(r"\s+(?:on|onwards?)$", "", raw.text[cut:], flags=re.I) if raw.frame == "since" else raw.text[cut:]
            start = raw.span.start + cut
            out.append(replace(raw, frame="", span=Span(start, start + len(text)), text=text))
        else:
            out.append(raw)
    return out
