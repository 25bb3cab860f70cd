"""The table of time expressions that can be read: for each a phrase, a pattern, and the function that gives its days.

A pattern is a row of word classes (see time_words.py) with the marks of regular expressions: "last? weekday DAYPART?"; names in
capitals stand for the pieces of ``PIECES``. ``grammar`` turns classes into letters, so that a text is one string of letters and
a pattern one regular expression over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from rashomon import lexicon
from rashomon.read.time_days import (
    Anchor,
    RawMoment,
    Stretch,
    bare_daypart,
    day_and_month,
    day_of_month,
    decade,
    duration,
    every,
    hours_away,
    iso_day,
    iso_week,
    last_night,
    month_alone,
    month_span,
    near_day,
    neighbour,
    nth_day,
    overnight,
    part_of_month,
    part_of_year,
    past_units,
    recent_units,
    season_of,
    since_start,
    start_of_unit,
    this_unit,
    two_months_days,
    two_weekdays,
    units_away,
    weekday,
    weekend,
    weeks_ago_weekday,
    year_alone,
)  # fmt: skip
from rashomon.read.time_words import FILE, FUNCTION_WORDS, SHAPES, TimeEntry


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    reads: str
    """A phrase that the pattern reads; a test holds it to that."""
    pattern: str
    days: Callable[[RawMoment, Anchor], Stretch]


PIECES: Mapping[str, str] = {
    "UNIT": "(day_unit|week_unit|fortnight_unit|month_unit|quarter_unit|year_unit|decade_unit|century_unit|hour_unit|minute_unit)",
    "CALENDAR": "(week_unit|month_unit|quarter_unit|year_unit|decade_unit|century_unit)",
    "LONG": "(day_unit|week_unit|month_unit|year_unit)",
    "AMOUNT": "((NUMBER of?)|(half (a|an))|a|an)",
    "NUMBER": "((a? some of?)|(tens dash? number?)|(FIGURE (and a half)?)|(a number))",
    "FIGURE": "(number|small|digits)",
    "MONTH": "((month|month_short) dot?)",
    "DAY": "(small|ordinal)",
    "WDAY": "((weekday|weekday_short dot?) comma?)",
    "PART": "(((early|late) in)|early|late|(mid dash?)|(the? (beginning|end|mid) of))",
    "YEAR": "((comma|of)? year | WHICH_YEAR)",
    "WHICH_YEAR": "(comma? of? ((last|this|next|that) year_unit|the (same|previous|following) year_unit))",
    "NTH": "(nth|ordinal|(tens dash nth))",
    "WHICH": "(last|next|this|past|coming)",
    "AT": "(in|during|throughout|on|over|at|before|around|by|since|until|after)",
    "FOR": "(for|within|in|over|during|through|throughout|than|about|around|nearly|almost|just)",
    "DAYPART": "(daypart|night|dawn|midnight)",
    "TO": "(to|dash|until|till|through|into|and)",
}

RULES: tuple[Rule, ...] = (
    Rule("iso_day", "2020-09-27", "on? WDAY? (iso|numeric)", iso_day),
    Rule("iso_week", "2020-W40", "iso_week", iso_week),
    Rule("day_and_month", "Sunday 27 September 2020", "on? WDAY? (the? DAYPART of)? the? DAY (of the? | dash)? MONTH YEAR?", day_and_month),
    Rule("day_and_month", "Sept. 27, 2020", "on? WDAY? MONTH the? DAY YEAR? (at? DAYPART)?", day_and_month),
    Rule("day_and_month", "the fifth of May", "the nth of MONTH YEAR?", day_and_month),
    Rule("day_and_month", "from 5 to 8 October",
         "((the? weekend of)|from|between)? the? DAY (comma DAY)* comma? TO the? DAY of? MONTH YEAR?", day_and_month),
    Rule("day_and_month", "the weekend of June 7-8",
         "((the? weekend of)|from|between)? MONTH DAY (comma DAY)* comma? TO DAY YEAR?", day_and_month),
    Rule("day_and_month", "the night of 16-17 October",
         "the? night (of|from|between|to|on)? the? DAY TO DAY MONTH (comma? year)?", day_and_month),
    Rule("two_months_days", "27 September to 10 November 2020",
         "from? DAY MONTH (to|dash|until|till|through) DAY MONTH (comma? year)?", two_months_days),
    Rule("two_months_days", "between 27 September and 3 October", "between DAY MONTH and DAY MONTH (comma? year)?", two_months_days),
    Rule("two_months_days", "Sept. 30-Oct. 3", "from? MONTH DAY (to|dash|until|till|through) MONTH DAY (comma? year)?", two_months_days),
    Rule("two_months_days", "between Sept. 30 and Oct. 3", "between MONTH DAY and MONTH DAY (comma? year)?", two_months_days),
    Rule("month_alone", "mid-October", "PART? (last|this|next|past)? MONTH YEAR?", month_alone),
    Rule("part_of_month", "the first week of April",
         "(in)? the? (nth|last|early) (some|number|small)? (day_unit|week_unit) of MONTH YEAR?", part_of_month),
    Rule("month_span", "April and May 2015", "(from|between)? MONTH (to|dash|through|and|until) MONTH YEAR?", month_span),
    Rule("season_of", "the spring of 2015", "PART? the? (season|season_fall) of? year ((dash|slash) (digits|small|year))?", season_of),
    Rule("season_of", "last summer", "PART? (last|this|next|past) (season|season_fall)", season_of),
    Rule("season_of", "in the spring", "(PART? the (season|season_fall))|((season|season_fall) WHICH_YEAR?)", season_of),
    Rule("year_alone", "between 1991 and 1994", "(between year and year)|(from year (to|until|till|through|dash) year)", year_alone),
    Rule("year_alone", "the end of 2015", "PART? year", year_alone),
    Rule("year_alone", "1980-88", "year (dash|slash) (year|digits|small)", year_alone),
    Rule("part_of_year", "the first six months of 2025",
         "the? (nth|ordinal) (half|quarter_unit|(AMOUNT month_unit)) of (year|(this|last) year_unit|the year_unit)", part_of_year),
    Rule("decade", "the early 1990s", "(PART|the (early|late|(mid dash?)))? the? (decade|decade_word)", decade),
    Rule("weekday", "late on Wednesday", "(clock on?)? (early|late)? on? this? WHICH? weekday comma? DAYPART?", weekday),
    Rule("weekday", "Tuesday of last week", "(early|late)? weekday DAYPART? (of|comma)? (last|this|next) week_unit", weekday),
    Rule("weekday", "the early hours of Monday",
         "(AT? the)? (early|late)? (hour_unit|DAYPART) (of|on|to|into) the? (DAYPART of)? WHICH? weekday", weekday),
    Rule("weeks_ago_weekday", "a week ago Sunday", "(a|number) week_unit ago on? weekday", weeks_ago_weekday),
    Rule("two_weekdays", "Wednesday night into Thursday",
         "(overnight|from|between|on)* WHICH? weekday DAYPART? (TO|into) (on|early|late)? weekday DAYPART?", two_weekdays),
    Rule("near_day", "yesterday evening", "(earlier|later|early|late)? (today|tonight|yesterday|tomorrow) DAYPART?", near_day),
    Rule("near_day", "the day before yesterday", "(the day_unit before yesterday)|(the day_unit after tomorrow)", near_day),
    Rule("last_night", "last night", "(late|early)? last (night|daypart)", last_night),
    Rule("overnight", "overnight", "overnight", overnight),
    Rule("overnight", "during the night", "(in|during|throughout|through|over|of) the night", overnight),
    Rule("overnight", "around midnight", "(around|about|at|by|near|before|after|since|until|till)? about? midnight", overnight),
    Rule("bare_daypart", "this morning", "(earlier|early|late)? this (daypart|night)", bare_daypart),
    Rule("bare_daypart", "at dawn",
         "(AT? dawn)|((in|during|by|since|until) the (early|late)? (daypart|(hour_unit of the daypart)))", bare_daypart),
    Rule("bare_daypart", "the same evening", "(on|in)? (the same|that (same|very)?) (daypart|night)", bare_daypart),
    Rule("bare_daypart", "earlier in the day", "(earlier|later) (in|on|during) the (day_unit|daypart)", bare_daypart),
    Rule("bare_daypart", "by mid-afternoon", "(by|in|at|around|since|until) mid dash daypart", bare_daypart),
    Rule("clock_time", "at 7:30 a.m.", "(at|by|around|about|from|since|until|before|after) (about|around|just)? clock", bare_daypart),
    Rule("this_unit", "earlier this week",
         "(earlier|later|early|late|(mid dash?)|((beginning|end|mid) of))? (this|last|next) CALENDAR", this_unit),
    Rule("start_of_unit", "the start of the year",
         "the? (beginning|end|mid) of (the|this|last|next) (week_unit|month_unit|year_unit|quarter_unit)", start_of_unit),
    Rule("weekend", "over the weekend", "(the|this|last|next|past|coming|(this past))? weekend", weekend),
    Rule("past_units", "the past 24 hours", "(the|this|these)? (last|past|next|coming) ((NUMBER UNIT)|(some of? UNIT))", past_units),
    Rule("past_units", "the past week", "(the|this) past UNIT", past_units),
    Rule("past_units", "the last month", "the last (LONG|decade_unit)", past_units),
    Rule("recent_units", "recent weeks", "recent UNIT", recent_units),
    Rule("units_away", "two days ago", "(AMOUNT|a) dash? UNIT (and a half)? (ago|earlier|later)", units_away),
    Rule("hours_away", "hours earlier", "(hour_unit|minute_unit) (earlier|later|before|after)", hours_away),
    Rule("units_away", "weeks ago", "(just|only)? UNIT ago", units_away),
    Rule("units_away", "a week before", "(AMOUNT|a) (UNIT|night) (before|after)", units_away),
    Rule("neighbour", "the following day", "(on)? the (very)? (previous|following|next|same) (UNIT|night|season)", neighbour),
    Rule("neighbour", "the day before", "(on)? the (very)? (LONG|night) (before|earlier|after|later)", neighbour),
    Rule("neighbour", "that same day", "that same? (LONG|night|season)", neighbour),
    Rule("nth_day", "the seventh day of fighting", "(the|a|its|their)? NTH LONG of (the|this|these|their|its|a)? fighting", nth_day),
    Rule("nth_day", "fifth day in a row",
         "(the|a|its|their)? NTH ((straight (day_unit|night))|((day_unit|night) (in a row|running)))", nth_day),
    Rule("day_of_month", "on the 28th", "(on|by|since|until|of) the ordinal (comma|dot|and|dash|break)", day_of_month),
    Rule("since_start", "since the fighting began",
         "since (the|this|its|their)? ((fighting began)|(beginning of (the|this)? fighting))", since_start),
    Rule("nth_day", "day 319 of the war", "day_unit (small|digits) of (the|this|their)? fighting", nth_day),
    Rule("duration", "for three days", "(FOR|of)* ((NUMBER straight? dash? UNIT)|(half (a|an) UNIT)) (and a half)?", duration),
    Rule("duration", "for a year", "FOR+ (a|an) (UNIT|(UNIT and a half)|(half dash? UNIT))", duration),
    Rule("duration", "for months", "(for|within|of) UNIT", duration),
    Rule("duration", "months-long", "UNIT dash long", duration),
    Rule("duration", "2-1/2 year", "(small|digits) dash small slash small dash? UNIT", duration),
    Rule("every", "every day", "every (UNIT|weekday|season|night|daypart)", every),
    Rule("every", "twice a week", "((times)|(number times_word)) (a|an|every|per) UNIT", every),
    Rule("every", "50 a day", "(small|digits|number) (a|per) UNIT", every),
    Rule("every", "daily", "adverb_set", every),
    Rule("every", "on Fridays", "(on)? weekdays", every),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grammar:
    letters: Mapping[str, str]
    """Class -> its letter."""
    by_first: Mapping[str, tuple[re.Pattern[str], list[tuple[Rule, re.Pattern[str]]]]]
    """Letter that an expression may begin with -> one pattern that any of its rules matches, and the rules."""


@cache
def grammar() -> Grammar:
    """The rules made ready to run, once."""
    kinds = sorted({e.kind for e in lexicon.load(FILE, TimeEntry).values()} | FUNCTION_WORDS | set(SHAPES))
    letters = {k: chr(0x4E00 + i) for i, k in enumerate(kinds)}
    by_first: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
    for rule in RULES:
        pattern = _expanded(rule.pattern)
        compiled = re.compile(re.sub(r"[a-z_]+", lambda m: letters[m[0]], pattern).replace(" ", "").replace("(", "(?:"))
        for kind in _first(re.findall(r"[a-z_]+|[()|?*+]", pattern)):
            by_first.setdefault(letters[kind], []).append((rule, compiled))
    joined = {first: (re.compile("|".join(f"(?:{p.pattern})" for _, p in rules)), rules) for first, rules in by_first.items()}
    return Grammar(letters, joined)


def _expanded(pattern: str) -> str:
    while (found := re.search(r"\b[A-Z_]{2,}\b", pattern)) is not None:
        pattern = pattern[: found.start()] + PIECES[found[0]] + pattern[found.end() :]
    return pattern


def _first(tokens: list[str]) -> set[str]:
    """The classes that a match of the pattern can begin with."""
    return _first_of_choice(list(reversed(tokens)))[0]


def _first_of_choice(rest: list[str]) -> tuple[set[str], bool]:
    """First classes of "a b | c", and whether it can be empty; takes what it reads off ``rest``, a stack."""
    firsts: set[str] = set()
    empty, open_ = False, True
    while rest and rest[-1] != ")":
        token = rest.pop()
        if token == "|":
            empty, open_ = empty or open_, True
            continue
        if token == "(":
            found, nothing = _first_of_choice(rest)
            rest.pop()
        else:
            found, nothing = {token}, False
        if rest and rest[-1] in ("?", "*", "+"):
            nothing = rest.pop() != "+" or nothing
        if open_:
            firsts |= found
            open_ = nothing
    return firsts, empty or open_
