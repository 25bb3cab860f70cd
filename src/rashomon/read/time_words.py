"""Text cut into the words that time expressions are built from, each with its class.

``words_of`` gives one ``TimeWord`` for every word, number and mark; most have the class "other". The classes are the
kinds of ``lexicons/time_words.toml``, the function words below, and the shapes of numbers ("year", "small", "iso" …).
Words that are only sometimes times ("May", "March", "Sun", a bare 2000) get the class of a time only where their
neighbours say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rashomon import lexicon


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """One entry of time_words.toml: words that play the same part in a time expression."""

    name: str
    forms: tuple[str, ...]
    kind: str
    """The class that patterns speak of: "weekday", "month", "day_unit" …"""
    value: int | None = None
    """Number of the month, of the weekday (Monday 0), of the thing counted; None where there is none."""
    example: str = ""


class TimeWord(NamedTuple):
    """A word, number or mark of the text: where it stands, its class, and its number or date where it has one."""

    start: int
    end: int
    kind: str
    value: int | float | tuple[int, int, int] | None = None
    entry: str = ""


FILE = "time_words.toml"

# Function words that patterns name by themselves.
FUNCTION_WORDS = frozenset(
    "a an the of in on at to by and or for from since until till through throughout into between during over within before after "
    "this that these same very per with around about nearly almost some more than hours day old up very shortly just only "
    "his her its their "
    "both well aged near long".split()
)  # fmt: skip
# Classes of numbers and marks.
SHAPES = tuple("comma dash dot slash colon possessive break iso iso_week numeric clock decade ordinal year digits small other".split())
_MARKS = {",": "comma", "-": "dash", "–": "dash", "—": "dash", "‑": "dash", "−": "dash", ".": "dot", "/": "slash", ":": "colon"}
_WORD = re.compile(
    r"[ \t]*(?:"  # taken along, since trying every shape at every blank would cost as much as all the rest
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]{2,})?)"
    r"|(?P<gap>\n\s*)"
    r"|(?P<iso>(?<![\d/-])\d{4}-\d{2}-\d{2}(?![\d/]))"  # 2020-09-27
    r"|(?P<iso_week>(?<![\w-])\d{4}-W\d{2}(?!\w))"  # 2020-W40
    r"|(?P<numeric>(?<![\d.,/-])\d{1,2}(?P<mark_between>[./-])\d{1,2}(?P=mark_between)(?:\d{4}|\d{2})(?![\d/]|[.,-]\d))"  # 9/27/2020
    r"|(?P<clock>\d{1,2}(?::\d{2})(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?(?:a\.m\.|p\.m\.|[ap]m\b))"  # 7:30 a.m., 6 pm
    r"|(?P<decade>(?:1[5-9]|20)\d0['’]?s\b|(?<!\w)['’‘]?[2-9]0s\b)"  # 1990s, '90s
    r"|(?P<ordinal>(?<![\w.,])\d{1,3}(?:st|nd|rd|th)\b)"  # 24th
    r"|(?P<number>\d+(?:[.,]\d+)*)"  # 2014, 1,200, 2.5
    r"|(?P<s>['’]s\b)"  # Monday's
    r"|(?P<mark>[^\w\s])"
    r")"
)  # fmt: skip
# Nouns that make of "2000" a number of them and not a year.
_COUNTED = frozenset(
    "people persons civilians soldiers troops fighters men women children homes houses families villages towns km kilometres kilometers "
    "metres meters miles dollars euros refugees residents prisoners detainees captives dead killed wounded injured bodies rockets missiles "
    "shells tanks drones vehicles police militants rebels mercenaries insurgents casualties deaths officers servicemen others tons tonnes "
    "percent per hostages members victims strikes raids attacks sorties feet pounds volunteers reservists migrants workers patients "
    "injuries pagers trucks lorries jets planes students protesters demonstrators marines sailors pilots settlers Palestinians Israelis "
    "Syrians Iraqis Yemenis Armenians Azerbaijanis Ukrainians Russians Kurds Jews Germans Americans".lower().split()
)  # fmt: skip
_BEFORE_YEAR = frozenset(
    "in since by until till from of during before after between and to late early mid end beginning the or dash through into over around "
    "about month "
    "month_short comma season season_fall year slash last this".split()
)
_NEWSPAPER = frozenset("times telegraph mirror express herald mail post independent observer mercury agreement".split())


Value = int | float | tuple[int, int, int] | None


@cache
def _known() -> dict[str, tuple[str, Value, str]]:
    """Every word that has a class, in lower case -> class, value, name of its entry."""
    out: dict[str, tuple[str, Value, str]] = {w: (w, None, "") for w in FUNCTION_WORDS}
    for e in lexicon.load(FILE, TimeEntry).values():
        out |= {form.lower(): (e.kind, e.value, e.name) for form in e.forms}
    return out


_OTHER: tuple[str, Value, str] = ("other", None, "")


def words_of(text: str, offset: int = 0) -> list[TimeWord]:
    """The words, numbers and marks of ``text`` with their classes; places are counted from ``offset``."""
    out: list[TimeWord] = []
    unsettled: list[int] = []
    known = _known()
    for m in _WORD.finditer(text):
        group = m.lastgroup or "mark"
        found = m[group]
        end = m.end()
        start = end - len(found)
        if group == "word":
            kind, value, entry = known.get(found.lower(), _OTHER)
            if kind in _SETTLERS:
                unsettled.append(len(out))
            out.append(TimeWord(start + offset, end + offset, kind, value, entry))
        elif group == "mark":
            out.append(TimeWord(start + offset, end + offset, _MARKS.get(found, "other")))
        elif group == "gap":
            if _breaks(text, m.start(), found):
                out.append(TimeWord(start + offset, start + offset, "break"))
        elif group == "s":
            out.append(TimeWord(start + offset, end + offset, "possessive"))
        else:
            word = _number(group, found, start + offset, end + offset)
            if word.kind == "bare_year":
                unsettled.append(len(out))
            out.append(word)
    return _settle(out, unsettled, text, offset)


def _breaks(text: str, start: int, gap: str) -> bool:
    """Whether a line's end is a paragraph's end: a blank line, or a line that closes its sentence."""
    return gap.count("\n") > 1 or start == 0 or text[start - 1] in ".!?:;\"”’')]|"


def _number(group: str, text: str, start: int, end: int) -> TimeWord:
    if group == "iso":
        year, month, day = (int(x) for x in text.split("-"))
        return TimeWord(start, end, "iso", (year, month, day))
    if group == "iso_week":
        return TimeWord(start, end, "iso_week", (int(text[:4]), int(text[6:]), 0))
    if group == "numeric":
        return _numeric(text, start, end)
    if group == "clock":
        return TimeWord(start, end, "clock")
    if group == "decade":
        digits = "".join(c for c in text if c.isascii() and c.isdigit())
        if len(digits) != 4:
            # "the 20s" and "the 30s" may be ages or either century; the rest of the two-digit decades are the last century's.
            return TimeWord(start, end, "decade", 1900 + int(digits or 0)) if digits >= "40" else TimeWord(start, end, "other")
        return TimeWord(start, end, "decade", int(digits))
    if group == "ordinal":
        return TimeWord(start, end, "ordinal", int(text[:-2]))
    plain = text.replace(",", "")
    if not plain.isascii() or len(plain) > 9 or plain.count(".") > 1:
        return TimeWord(start, end, "other")
    if "." in plain:
        return TimeWord(start, end, "digits", float(plain))
    n = int(plain)
    if len(text) == 4 and 1500 <= n <= 2099:
        return TimeWord(start, end, "bare_year", n)
    if "," not in text and 1 <= n <= 31 and len(text) <= 2:
        return TimeWord(start, end, "small", n)
    return TimeWord(start, end, "digits", n)


def _numeric(text: str, start: int, end: int) -> TimeWord:
    """9/27/2020 and 27/09/2020 where only one order is possible; 27.09.2020 and 02-09-2013 day first."""
    a, b, y = (int(x) for x in re.split(r"[./-]", text))
    year = y if y > 99 else (2000 + y if y < 70 else 1900 + y)
    if "/" not in text or a > 12 or a == b:
        day, month = a, b
    elif b > 12:
        month, day = a, b
    else:
        return TimeWord(start, end, "numeric", (0, 0, 0))
    return TimeWord(start, end, "numeric", (year, month, day))


def _settle(out: list[TimeWord], unsettled: list[int], text: str, offset: int) -> list[TimeWord]:
    """Gives words that are times only at times ("May", "Sun", 2000) their class by their neighbours."""
    for i in unsettled:
        w = out[i]
        if not _SETTLERS[w.kind](out, i, text, offset):
            out[i] = w._replace(kind=_OTHERWISE.get(w.kind, "other"))
        elif w.kind == "bare_year":
            out[i] = w._replace(kind="year")
    return out


_OTHERWISE = {"bare_year": "digits"}
_DAY_NUMBERS = frozenset(("small", "ordinal"))


def _kind(words: list[TimeWord], i: int) -> str:
    return words[i].kind if 0 <= i < len(words) else "break"


def _raw(words: list[TimeWord], i: int, text: str, offset: int) -> str:
    return text[words[i].start - offset : words[i].end - offset] if 0 <= i < len(words) else ""


def _beside_a_date(words: list[TimeWord], i: int) -> bool:
    """A day number or a year stands next to the month: "May 5", "5 May", "May, 2014", "fifth of May"."""
    after = _kind(words, i + 1)
    if after in ("dot", "comma", "of"):
        after = _kind(words, i + 2) if after != "comma" or _kind(words, i + 2) == "bare_year" else "other"
    before = _kind(words, i - 1)
    if before == "of":
        before = _kind(words, i - 2)
    return after in ("small", "ordinal", "bare_year") or before in ("small", "ordinal", "nth")


_LEADS_A_MONTH = frozenset(
    "in since of by until till from during last this next early mid late end to through between before after beginning past dash "
    "and".split()
)


def _is_month(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "in May", "May 5", "a March 2011 uprising"; not "may have died", "March on the capital", "Theresa May"."""
    raw = _raw(words, i, text, offset)
    if not raw[:1].isupper():
        return words[i].value not in (3, 5, 8) and (_beside_a_date(words, i) or _kind(words, i - 1) in _LEADS_A_MONTH)
    if words[i].value not in (3, 5):
        return True
    if _beside_a_date(words, i):
        return True
    before = _kind(words, i - 1)
    if before in ("dash", "and"):
        # "mid-May", "April and May"; not "Anglo-May", "Smith and May"
        return _kind(words, i - 2) in ("mid", "month", "early", "late")
    if before in _LEADS_A_MONTH:
        # "the Great March of Return" is led by "Great", so it does not come here; "of March" does.
        return True
    following = _raw(words, i + 1, text, offset)
    return before in ("the", "a") and following[:1].islower() and following not in ("of", "on", "to", "for")


def _is_month_short(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "Sept. 27", "27 Sept", "in Oct."; not "Jan Egeland", "Mar Mikhael"."""
    if not _raw(words, i, text, offset)[:1].isupper():
        return False
    if _beside_a_date(words, i):
        return True
    return _kind(words, i - 1) in _LEADS_A_MONTH - {"and", "dash", "by"} and (
        _kind(words, i + 1) == "dot" or not _raw(words, i + 1, text, offset)[:1].isupper()
    )


def _is_weekday(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "on Sunday"; not "the Sunday Times", "Good Friday Agreement", "Bloody Sunday"."""
    following = _raw(words, i + 1, text, offset)
    if following[:1].isupper() and following.lower() in _NEWSPAPER:
        return False
    return _raw(words, i - 1, text, offset) not in ("Bloody", "Black", "Good")


def _is_weekday_short(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "Sun 05 Jul 2015", "Fri, Apr 15"; not "sun", "sat down"."""
    if not _raw(words, i, text, offset)[:1].isupper():
        return False
    j = i + 1
    while _kind(words, j) in ("comma", "dot"):
        j += 1
    return _kind(words, j) in ("small", "ordinal", "month", "month_short") and any(
        _kind(words, k) in ("month", "month_short") for k in (j, j + 1)
    )  # fmt: skip


def _is_year(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "in 1994", "the 2014 war", "June 2014"; not "more than 2000 people", "the 1976 men"."""
    if _ends_a_date(words, i):
        return True
    after = _raw(words, i + 1, text, offset)
    if after.lower() in _COUNTED:
        return False
    if (
        after == "-"
        and _kind(words, i + 2) in ("other", "day_unit")
        and _raw(words, i + 2, text, offset).lower() in ("strong", "day", "man")
    ):
        return False
    before = _kind(words, i - 1)
    if before == "than" or _raw(words, i - 1, text, offset) in (
        "$",
        "€",
        "£",
        "No",
        "Resolution",
        "resolution",
        "Flight",
        "nearly",
        "almost",
    ):
        return False
    if before in ("about", "around") and _kind(words, i - 2) not in ("in", "since", "from"):
        return False
    # A line of figures: "27 September 2020, 19:40"; a year that opens a sentence or stands in brackets is one too.
    return before in _BEFORE_YEAR or before in ("break", "dot") or _raw(words, i - 1, text, offset) in ("(", "[", "’", "'")


def _ends_a_date(words: list[TimeWord], i: int) -> bool:
    """ "5 October 2020", "July 19 2014", "Sept. 27, 2020"."""
    j = i - 1
    while _kind(words, j) in ("comma", "dot"):
        j -= 1
    before, further = _kind(words, j), _kind(words, j - 1)
    if before in _DAY_NUMBERS:
        return further in ("month", "month_short") or (further == "dot" and _kind(words, j - 2) == "month_short")
    return before in ("month", "month_short") and further in (*_DAY_NUMBERS, "of")


def _is_season(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "in the spring", "spring 2015", "last fall", "by winter"; not "Arab Spring", "spring from", "the fall of Kabul"."""
    before, after = _kind(words, i - 1), _kind(words, i + 1)
    dated = (
        after == "bare_year"
        or (after == "of" and _kind(words, i + 2) == "bare_year")
        or (after == "dash" and _kind(words, i + 2) == "bare_year")
    )
    if words[i].kind == "season_fall":
        return dated or before in ("last", "next") or (before == "this" and after != "of")
    if _raw(words, i - 1, text, offset) in ("Arab", "Prague", "Hot", "hot", "off"):
        return False
    led = before in ("last", "next", "this", "early", "late", "mid", "in", "by", "since", "of", "during", "until") or (
        before == "the" and _kind(words, i - 2) in ("in", "by", "during", "since", "until", "over", "of", "throughout", "before", "after")
    )  # fmt: skip
    if after == "of" and not dated and _raw(words, i + 2, text, offset).lower() not in ("this", "that", "last", "the"):
        return False
    return dated or led


def _is_today(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "today"; not "USA TODAY", "Russia Today"."""
    raw, before = _raw(words, i, text, offset), _raw(words, i - 1, text, offset)
    return raw[:1].islower() or not before[:1].isupper() or _kind(words, i - 1) == "weekday"


def _is_daily(words: list[TimeWord], i: int, text: str, offset: int) -> bool:
    """ "daily raids"; not "the Daily Mail"."""
    return _raw(words, i, text, offset)[:1].islower() or _kind(words, i - 1) in ("break", "dot")


_SETTLERS = {
    "month": _is_month, "month_short": _is_month_short, "weekday": _is_weekday, "weekday_short": _is_weekday_short, "bare_year": _is_year,
    "season": _is_season, "season_fall": _is_season, "today": _is_today, "adverb_set": _is_daily,
}  # fmt: skip
