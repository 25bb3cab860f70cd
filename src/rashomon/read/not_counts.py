"""What makes a number something else than a count of people: a year, a date, an age, money, a measure, a label.

One small function for each reason; ``reject_reason`` asks them in order. Each looks at a few dozen characters around the
number, so the cost does not grow with the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from rashomon.lexicon import NotCount, NumberWord, load
from rashomon.model import Count

FILE: Final = "not_counts.toml"
_REACH: Final = 60
"""Characters looked at on each side of a number."""
_NEAR: Final = 16
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
# "5 and", "5, 6 and", "5-": days or ages set out before the last one
_LIST: Final = r"(?:\d{1,3}(?:st|nd|rd|th)?(?:,?\s+and\s+|,?\s+or\s+|,\s*|\s+to\s+|\s*[-–—]\s*))*"
_NAME: Final = r"[A-Z][\w'’-]*"
# "in Aleppo, 12, …" is a tally by place, not somebody's age
_IN_PLACE: Final = re.compile(rf"\b(?:in|at|near|from|around|of|on|to)\s+(?:{_NAME}\s+){{0,2}}{_NAME}(?:,\s|\s\()$")


_CODE_BEFORE: Final = re.compile(r"(?:[/\\_=&@+#~]|\d[-–.,:])$")
_CODE_AFTER: Final = re.compile(r"[/_=&@\\]|[-–+:.,]\d|['’]\d")
_NAME_COMMA: Final = re.compile(rf"{_NAME},\s$")
_NAME_BRACKET: Final = re.compile(rf"{_NAME}\s\($")
_AGE_END: Final = re.compile(r"\s?[,;).]|\s?$|\sand\s[A-Z]")
# "children under five", "those over 60"; but "men under 12 commanders"
_OLD_OR_YOUNG: Final = re.compile(
    r"\b(?:children|kids|youths?|minors|those|people|boys|girls|men|women|anyone)\s+(?:aged\s+)?(?:under|over|below|above)\s+$"
)
_PLURAL_NEXT: Final = re.compile(r"\s+(?!was\b|is\b|has\b)[a-z]+s\b")
_YEARS: Final = re.compile(r"\d{4}(?:\s?(?:-|–|to|and|or)\s?\d{4})?")
_RESULT_IN: Final = re.compile(r"\bresult\w*\sin\s$")
_ORDINAL_NEXT: Final = re.compile(r"(?:-|-and-|\sand\s)(?:first|second|third|[a-z]{3,9}th)\b")
_JOINED: Final = re.compile(r"-([a-z]+)")
_LINE_START: Final = re.compile(r"(?:^|\n)\s*$")
_LIST_MARK: Final = re.compile(r"[.)]\s+\S")
_STOP: Final = re.compile(r"\s*(?:$|[|,.;:)\n]|of\b)")
# "ten past nine", "half past two"
_PAST: Final = re.compile(r"\w past $")
_ONE_IN: Final = re.compile(r"\bone\s(?:in|out of)\s(?:every\s|each\s)?$")


@dataclass(frozen=True, slots=True)
class Around:
    """A count and the characters on both sides of its number, as written and in plain lower case."""

    count: Count
    written: str
    before: str
    after: str
    low_before: str
    low_after: str
    near: str
    """The end of ``low_before``, which is as far as a label, a sign or a cue may stand away."""
    values: tuple[int, ...]

    @property
    def digits(self) -> bool:
        return self.written[:1].isdigit()


def plain(text: str) -> str:
    """Text in lower case with plain quotes, hyphens and blanks, each character still in its place."""
    if text.isascii():
        return text.lower()
    text = text.translate(_PLAIN)
    low = text.lower()
    # One capital (İ) has two characters in lower case.
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def forms_at(where: str) -> frozenset[str]:
    """All forms of not_counts.toml that stand at one place to a number, in plain lower case."""
    return frozenset(plain(form) for entry in load(FILE, NotCount).values() if entry.where == where for form in entry.forms)


def reject_reason(text: str, count: Count, offset: int = 0) -> str | None:
    """Why a number counts no people, in a word or two ("year", "age", "unit"); None where it may count some.

    In: the text that the count was read from, the count, and where the text stands in its report (as for
    ``counts.find_counts``). It says nothing of what is counted: tanks and houses pass.

    "He fled on 27 September." gives "date".
    """
    span = count.number or count.span
    start, end = span.start - offset, max(span.end, count.span.end) - offset
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    low = plain(before)
    values = tuple(v for v in (count.value, count.low, count.high) if v is not None)
    around = Around(count, text[start : span.end - offset], before, after, low, plain(after), low[-_NEAR:], values)
    return next((reason for reason, holds in _REASONS if holds(around)), None)


def _is_decimal(a: Around) -> bool:
    """ "1.34 in all", ".50": people are counted whole."""
    return "decimal" in a.count.trace.entries or (a.digits and re.search(r"(?:^|\s)\.$", a.before[-2:]) is not None)


def _is_code(a: Around) -> bool:
    """ "12/05", "555-12-34", "id=4", "[2]", "27.09.2020": part of a longer string of digits and signs."""
    if "code" in a.count.trace.entries or (a.before.endswith("[") and a.after.startswith("]")):
        return True
    return a.digits and (_CODE_BEFORE.search(a.before[-2:]) is not None or _CODE_AFTER.match(a.after) is not None)


def _is_part_of_name(a: Around) -> bool:
    """ "F-16", "Su-25", "7th", "90s": letters joined to the digits."""
    return re.search(r"\w[-‑]$", a.before[-2:]) is not None or (a.digits and re.match(r"[^\W\d_]", a.after) is not None)


def _is_money(a: Around) -> bool:
    """ "$12", "US$ 12 million", "EUR 5"; words for money behind the number are units."""
    return _patterns().money.search(a.near[-5:]) is not None


def _is_unit(a: Around) -> bool:
    """ "12 miles", "three more days", "5 %", "6 p.m.", "7 in the morning": a measure of something."""
    return _patterns().unit.match(a.low_after) is not None or _PAST.search(a.near) is not None


def _is_date(a: Around) -> bool:
    """ "27 September", "Sept. 27", "May 5-7", "5, 6 and 7 October"; but "in May 12 people were killed" is a count."""
    if not a.digits or not a.values or any(v > 31 for v in a.values):
        return False
    if _patterns().month_after.match(a.after):
        return True
    if not _patterns().month_before.search(a.before):
        return False
    return not (_patterns().in_month.search(a.before) and _people_next(a))


def _is_year(a: Around) -> bool:
    """ "in 2014", "1992-1994", "September 27, 2020"; but "2000 people" and "more than 2000" are counts."""
    if not a.values or not all(1500 <= v <= 2100 for v in a.values) or not _YEARS.fullmatch(a.written.lower()):
        return False
    if _patterns().year_cue.search(a.near) and not _RESULT_IN.search(a.near):
        return True
    if _patterns().day_and_month.search(a.before):
        return True
    if a.count.qualifier == "range":
        return all(1800 <= v <= 2100 for v in a.values) and not _people_next(a)
    return a.count.qualifier in ("exact", "about") and all(1900 <= v <= 2035 for v in a.values) and not _people_next(a)


def _is_age(a: Around) -> bool:
    """ "aged 12", "Abdallah, 37,", "Ali (7)", "children under five"."""
    if not a.values or any(v > 119 for v in a.values):
        return False
    if "age" in a.low_before and _patterns().aged.search(a.low_before):
        return True
    if _OLD_OR_YOUNG.search(a.low_before):
        return not _PLURAL_NEXT.match(a.low_after)
    if not a.digits or a.count.qualifier != "exact" or not a.before.endswith((", ", " (")) or _IN_PLACE.search(a.before):
        return False
    if _NAME_BRACKET.search(a.before):
        return a.after.startswith((")", " )", ","))
    return _NAME_COMMA.search(a.before) is not None and _AGE_END.match(a.after) is not None


def _is_label(a: Around) -> bool:
    """ "No. 3", "Article 5", "Phase Two", "Unit 8200", "day 12:", a number at the head of a list: it names something."""
    # "The group's number two", but "the dead number 12".
    if _patterns().label.search(a.near) or (not a.digits and a.near.endswith("number ")):
        return not _people_next(a)
    if a.digits and ((_LINE_START.search(a.before) and _LIST_MARK.match(a.after)) or (a.near.endswith(" day ") and _STOP.match(a.after))):
        return True
    hit = _patterns().named_label.search(a.near)
    capital = hit is not None and a.before[hit.start() - len(a.near)].isupper() and (a.digits or a.written[:1].isupper())
    return capital and a.count.qualifier == "exact" and not _people_next(a)


def _is_ordinal(a: Around) -> bool:
    """ "twenty-first", "one hundred and fifth"."""
    return not a.digits and _ORDINAL_NEXT.match(a.low_after) is not None


def _is_compound(a: Around) -> bool:
    """ "24-hour", "12-year-old", "one-sided"; "five-member" and "300-strong" may count people."""
    hit = _JOINED.match(a.low_after)
    return hit is not None and hit[1] not in number_forms("member")


def _is_degree(a: Around) -> bool:
    """ "how many", "so many", "as many"."""
    return a.count.qualifier == "vague" and _patterns().degree.search(a.near) is not None


def _is_idiom(a: Around) -> bool:
    """ "one another", "this one", "one in five": a one that counts nobody."""
    if _ONE_IN.search(a.near):
        return True
    if a.written.lower() != "one":
        return False
    return _patterns().after_one.match(a.low_after) is not None or _patterns().before_one.search(a.near) is not None


def _people_next(a: Around) -> bool:
    """Whether a noun for people follows, with no more than one word between: "2000 Syrian refugees"."""
    return _patterns().people.match(a.low_after) is not None


_REASONS: Final[tuple[tuple[str, Callable[[Around], bool]], ...]] = (
    ("decimal", _is_decimal),
    ("code", _is_code),
    ("name", _is_part_of_name),
    ("money", _is_money),
    ("unit", _is_unit),
    ("date", _is_date),
    ("year", _is_year),
    ("age", _is_age),
    ("label", _is_label),
    ("ordinal", _is_ordinal),
    ("compound", _is_compound),
    ("degree", _is_degree),
    ("idiom", _is_idiom),
)


@cache
def number_forms(kind: str) -> frozenset[str]:
    """All forms of one kind in number_words.toml, in plain lower case."""
    return frozenset(plain(form) for word in load("number_words.toml", NumberWord).values() if word.kind == kind for form in word.forms)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The words of not_counts.toml as patterns, each named for what it finds."""

    money: re.Pattern[str]
    unit: re.Pattern[str]
    month_after: re.Pattern[str]
    month_before: re.Pattern[str]
    in_month: re.Pattern[str]
    year_cue: re.Pattern[str]
    day_and_month: re.Pattern[str]
    aged: re.Pattern[str]
    label: re.Pattern[str]
    named_label: re.Pattern[str]
    degree: re.Pattern[str]
    after_one: re.Pattern[str]
    before_one: re.Pattern[str]
    people: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    units = forms_at("after")
    signs, names = _any(u for u in units if not u[0].isalpha()), _any(u for u in units if u[0].isalpha())
    fillers = _any(forms_at("filler"))
    month = f"(?:{_any(form for e in load(FILE, NotCount).values() if e.where == 'month' for f in e.forms for form in (f, f.upper()))})"
    number = rf"(?:every\s|each\s)?(?:\d|(?:{_any(number_forms('unit') | number_forms('teen') | number_forms('tens'))})\b)"
    return _Patterns(
        money=re.compile(rf"(?:{_any(forms_at('before_money'))})\s?$"),
        unit=re.compile(
            rf"\s?(?:{signs})|[\s-]+(?:of\s+)?(?:(?:{fillers})[\s-]+){{0,2}}(?:{names})(?!\w)"
            rf"| in the (?:morning|afternoon|evening)\b| at night\b| past {number}"
        ),
        # "27 September", "5, 6 and 7 October", "16-17 October"
        month_after=re.compile(
            rf"(?:(?:,\s\d{{1,2}}){{0,3}},?\s+(?:and|or)\s+\d{{1,2}}|\s*[-–]\s*\d{{1,2}}|\s+to\s+\d{{1,2}})?\s+(?:of\s+)?{month}(?!\w)"
        ),
        # "Sept. 27", "May 5, 6 and 7"
        month_before=re.compile(rf"\b{month}\.?\s+(?:the\s+)?{_LIST}$"),
        in_month=re.compile(rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|of|[Ll]ate|[Ee]arly|[Mm]id)[ -]{month}\s+$"),
        year_cue=re.compile(rf"(?<!\w)(?:{_any(forms_at('year_cue'))})[ -]$"),
        # "September 27, 2020", "September 2020"
        day_and_month=re.compile(rf"\b{month}\.?,?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?$"),
        aged=re.compile(rf"\b(?:{_any(forms_at('before_age'))})\s+(?:between\s+|from\s+)?{_LIST}$"),
        label=re.compile(rf"(?<!\w)(?:{_any(forms_at('before'))})\s?$"),
        named_label=re.compile(rf"(?<!\w)(?:{_any(forms_at('before_name'))})[ -]$"),
        degree=re.compile(rf"\b(?:{_any(forms_at('before_vague'))})\s$"),
        after_one=re.compile(rf"\s(?:{_any(forms_at('after_one'))})\b|\s(?:in|out of)\s{number}"),
        before_one=re.compile(rf"\b(?:{_any(forms_at('before_one'))})\s$"),
        # "2000 Syrian refugees", "2000 wounded"; but in "the war of 1967 killed 20,000" the word is a verb
        people=re.compile(
            rf"\s+(?:[\w'-]+\s+)?(?:{_any(number_forms('people'))})\b(?!\s+(?:\d|an?\b|the\b|at least\b|more than\b|some\b|about\b))"
        ),
    )


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))
