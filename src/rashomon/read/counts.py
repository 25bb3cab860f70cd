"""How many: numbers, ranges and vague quantities in plain text, by a closed grammar over characters, with no parse.

``find_counts`` gives what may count people. Years, dates, ages, money, measures and labels are left out; ``numbers``
gives those too, and ``not_counts.reject_reason`` says why each is no count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Final

from rashomon.lexicon import NumberWord, load
from rashomon.model import Count, Qualifier, Span, Trace
from rashomon.read.not_counts import forms_at, plain, reject_reason

FILE: Final = "number_words.toml"
# White space between words of one number: a line may break, a paragraph may not.
GAP: Final = r"(?:[^\S\n]{1,4}|[^\S\n]{0,4}\n[^\S\n]{0,4})"
# "1,200", "12.5", "1,00,000"; the groups of "12 000" are read apart, since a day of the month may stand before a number.
_NUMERAL: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SPACED: Final = re.compile(r"(?: [0-9]{3})+(?![\w]|[.,-][0-9])")
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")
_DECIMAL: Final = re.compile(r"[0-9]+[.,][0-9]+")
_GAP: Final = re.compile(GAP)
_JOIN: Final = re.compile(rf"-and-|-|{GAP}and{GAP}(?:a{GAP})?|{GAP}")
_WORD: Final = re.compile(r"[a-z]+")
# "two and a half million", "a million and a half"
_AND_A_HALF: Final = re.compile(rf"{GAP}and{GAP}a{GAP}half(?!\w)|-and-a-half(?!\w)")
# "half a million", "half-dozen", "a quarter of a million", "three-quarters of a million"
_PART: Final = re.compile(
    rf"(?:an?{GAP})?(half|(?:(?:a|one|three){GAP}|three-)?quarters?)(?:{GAP}of)?(?:{GAP}an?)?(?:{GAP}|-)([a-z]+)(?!\w)"
)
# "20 to 30", "20-30", "two or three", "two or even three", "two, perhaps three"
_TO: Final = re.compile(
    rf" ?[-–] ?to[- ]|{GAP}to{GAP}|-|–|{GAP}(or){GAP}(?:(?:even|perhaps|maybe|possibly){GAP})?|,{GAP}(?:perhaps|maybe|possibly){GAP}"
)
_OF: Final = re.compile(rf"{GAP}of(?!\w)")
# "one of the men", "one was a child", "the other one"
_PRONOUN_NEXT: Final = re.compile(rf"{GAP}(?:of|was|is|died|had|has|whose|who|in|with)(?!\w)|[.,;:)\"']|$")
_BETWEEN_JOIN: Final = re.compile(rf"{GAP}(?:and|to){GAP}|-|–")
_LONGEST: Final = 12
"""Digits in the longest numeral that is read: past a million million nobody counts people."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as its words give it: what it is worth, where it ends, the scale it was multiplied by."""

    value: Fraction
    end: int
    scale: int
    words: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon, made ready: single words by form, phrases as patterns, and where a count may begin."""

    values: dict[str, NumberWord]
    starts: re.Pattern[str]
    bounds: re.Pattern[str]
    behind: re.Pattern[str]
    vague: re.Pattern[str]
    nobody: re.Pattern[str]
    no_people: re.Pattern[str]
    between: re.Pattern[str]
    people: frozenset[str]
    entry: dict[tuple[str, str], NumberWord]


def find_counts(text: str, offset: int = 0) -> list[Count]:
    """Every number in a text that may count people, in order of place.

    In: any text; ``offset`` is where it stands in its report and is added to every span. Out: counts whose ``span``
    covers qualifier and number and whose ``number`` covers the number alone; ``value`` is None for vague words and for
    ranges. ``trace.entries`` names the words used and may hold the flags "pronoun" ("one of the men"), "noun" ("a
    couple"), "hyphen" ("five-member"). Never raises.

    "At least 12 soldiers and dozens of civilians died on 27 September."
      "At least 12" 12 at_least; "dozens" None vague
    """
    found = [count for count in numbers(text) if reject_reason(text, count) is None]
    return [_moved(count, offset) for count in found] if offset else found


def numbers(text: str) -> Iterator[Count]:
    """Every number in a text, whether or not it counts anything, in order of place; spans never overlap."""
    words = _words()
    low = plain(text)
    at = 0
    while hit := words.starts.search(low, at):
        found = _read_at(text, low, hit.start(), words)
        if found is None:
            numeral = _NUMERAL.match(low, hit.start())
            at = numeral.end() if numeral else hit.start() + 1
            continue
        yield found
        at = found.span.end


def _moved(count: Count, offset: int) -> Count:
    if count.number is None:
        return count
    span, number = count.span, count.number
    return replace(count, span=Span(span.start + offset, span.end + offset), number=Span(number.start + offset, number.end + offset))


def _read_at(text: str, low: str, start: int, words: _Words) -> Count | None:
    """The count that begins at ``start``: up to three bounding words, then the first rule that reads what follows."""
    at, bounds = start, list[NumberWord]()
    for _ in range(4):
        for rule in (number_or_range,) if low[at : at + 1].isdigit() else (number_between, vague_quantity, nobody_or_none, number_or_range):
            if (found := rule(low, at, words)) is not None:
                return _bounded(text, low, start, found, bounds, words)
        hit = words.bounds.match(low, at)
        if hit is None or not (gap := _GAP.match(low, hit.end())):
            return None
        bounds.append(words.entry["bound", hit[0]])
        at = gap.end()
    return None


def _bounded(text: str, low: str, start: int, found: Count, bounds: list[NumberWord], words: _Words) -> Count:
    """The count with its bounding words: those before it ("at least"), else those behind it ("or more").

    A range and a vague word keep their own qualifier. Of two words before a number the stricter holds: "perhaps more
    than 200" is more_than.
    """
    size = found.value if found.value is not None else found.low
    # "Under two commanders": a preposition of place bounds no small number, and stays out of the span.
    kinds = [b for b in bounds if b.kind != "filler" and (size is None or size >= b.value)]
    first, end, qualifier = start if kinds else found.span.start, found.span.end, found.qualifier
    if qualifier == "exact":
        if hit := words.behind.match(low, end):
            end = hit.end()
            kinds.append(words.entry["behind", hit[1] or hit[2]])
        strict = [b for b in kinds if not b.kind.endswith("about")] or kinds
        if "loose" in found.trace.entries:
            qualifier = "about"
        if strict:
            qualifier = _qualifier(strict[0])
    used = (*_entries(b.name for b in kinds), *found.trace.entries)
    trace = Trace(found.trace.rule, tuple(dict.fromkeys(used)))
    return Count(Span(first, end), text[first:end], found.value, qualifier, found.low, found.high, trace, found.number)


_QUALIFIERS: Final[dict[str, Qualifier]] = {
    "at_least": "at_least", "more_than": "more_than", "at_most": "at_most", "less_than": "less_than", "about": "about"
}  # fmt: skip


def _qualifier(word: NumberWord) -> Qualifier:
    return _QUALIFIERS[word.kind.removeprefix("after_")]


def number_or_range(low: str, at: int, words: _Words) -> Count | None:
    """A number in digits or words, or two numbers that bound a third.

    "Twenty-three soldiers were killed."
      "Twenty-three" 23 exact
    """
    first = read_number(low, at, words)
    if first is None:
        return None
    joint = _TO.match(low, first.end)
    second = read_number(low, joint.end(), words) if joint else None
    if joint and second and not _by_or_from(low, at):
        bounds = _ordered(first, second)
        # "Ten or twelve" is a guess at one number; "ten or two hundred" is not.
        if bounds and (joint[1] is None or bounds[1] <= 3 * bounds[0]):
            return _range(at, at, bounds, first, second)
    span = Span(at, first.end)
    trace = Trace("number_or_range", (*_entries(first.words), *first.flags, *_flags(low, at, first, words)))
    return Count(span, "", int(first.value), "exact", trace=trace, number=span)


def number_between(low: str, at: int, words: _Words) -> Count | None:
    """Two numbers set out as bounds by "between … and" or "from … to".

    "Between 20 and 30 people were wounded."
      "Between 20 and 30" None range 20 30
    """
    hit = words.between.match(low, at)
    gap = _GAP.match(low, hit.end()) if hit else None
    first = read_number(low, gap.end(), words) if gap else None
    joint = _BETWEEN_JOIN.match(low, first.end) if first else None
    second = read_number(low, joint.end(), words) if joint else None
    if not (hit and gap and first and second):
        return None
    bounds = _ordered(first, second)
    if bounds is None or (hit[0].endswith("from") and _changes(low, at)):
        return None
    return _range(at, gap.end(), bounds, first, second)


def vague_quantity(low: str, at: int, words: _Words) -> Count | None:
    """A word for more than one that names no number.

    "Tens of thousands of people fled."
      "Tens of thousands" None vague
    """
    hit = words.vague.match(low, at)
    if hit is None:
        return None
    span = Span(at, hit.end())
    entry = words.entry.get(("vague", hit[1]))
    return Count(span, "", None, "vague", number=span, trace=Trace("vague_quantity", _entries([entry.name] if entry else [])))


def nobody_or_none(low: str, at: int, words: _Words) -> Count | None:
    """A word that says that there was not one: "nobody", or "no" before a noun for people or harm.

    "No civilians were hurt, and nobody fled."
      "No" 0 exact; "nobody" 0 exact
    """
    hit = words.nobody.match(low, at) or words.no_people.match(low, at)
    if hit is None:
        return None
    span = Span(at, hit.end(1))
    return Count(span, "", 0, "exact", number=span, trace=Trace("nobody_or_none", _entries([words.entry["no", hit[1]].name])))


def _range(start: int, number: int, bounds: tuple[int, int], first: Number, second: Number) -> Count:
    entries = (*_entries((*first.words, *second.words)), *first.flags, *second.flags)
    rule = "number_or_range" if start == number else "number_between"
    span, bare = Span(start, second.end), Span(number, second.end)
    return Count(span, "", None, "range", low=bounds[0], high=bounds[1], trace=Trace(rule, tuple(dict.fromkeys(entries))), number=bare)


def _ordered(first: Number, second: Number) -> tuple[int, int] | None:
    """Both bounds, the first lent the scale of the second ("two to three thousand"); None if they do not rise."""
    lent = first.value * second.scale
    if first.scale == 1 < second.scale and first.value < second.scale and lent < second.value:
        return int(lent), int(second.value)
    return (int(first.value), int(second.value)) if first.value < second.value else None


def _by_or_from(low: str, at: int) -> bool:
    """Whether a number is one that something changed by or from: "rose by 12 to 14" is no range."""
    return low[max(0, at - 8) : at].endswith(("by ", "from ")) and _changes(low, at)


def _changes(low: str, at: int) -> bool:
    """Whether "from 12 to 14" here tells of a number that changed, not of one that lies between."""
    before = low[max(0, at - 60) : at]
    before = before[max(before.rfind(mark) for mark in ".;\n") + 1 :]
    return any(word in forms_at("change") for word in _WORD.findall(before))


def read_number(low: str, at: int, words: _Words | None = None) -> Number | None:
    """The longest number that begins at ``at``: digits or words, with a scale ("1.2 million", "two dozen", "a hundred").

    In: text in the form that ``not_counts.plain`` gives, and a place in it. Out: None where no number begins.
    """
    words = words or _words()
    if at < len(low) and "0" <= low[at] <= "9":
        return _numeral(low, at, words)
    return _part_of_scale(low, at, words) or _article_and_scale(low, at, words) or _spelled(low, at, words)


def _numeral(low: str, at: int, words: _Words) -> Number | None:
    hit = _NUMERAL.match(low, at)
    if hit is None or len(hit[0]) > 2 * _LONGEST:
        return None
    digits, end = hit[0], hit.end()
    if len(digits) <= 3 and digits.isdigit() and digits[0] != "0" and (groups := _SPACED.match(low, end)):
        if not _month_before(low, at):
            digits, end = digits + groups[0].replace(" ", ""), groups.end()
    scale = _scale_after(low, at, end, words)
    flags: tuple[str, ...] = ()
    if digits.isdigit() and len(digits) <= _LONGEST and (digits == "0" or digits[0] != "0"):
        value = Fraction(int(digits))
    elif _THOUSANDS.fullmatch(digits) and not (scale and digits.count(".") == 1):
        value = Fraction(int(digits.replace(",", "").replace(".", "")))
    elif _DECIMAL.fullmatch(digits):
        value = Fraction(digits.replace(",", "."))
        flags = () if scale else ("decimal",)
    else:
        return Number(Fraction(0), end, 1, (), ("code",))
    if scale:
        word, end = scale
        return Number(value * word.value, end, word.value, (word.name,))
    if half := _AND_A_HALF.match(low, end):
        return _with_half(low, half.end(), value, 1, (), words)
    return Number(value, end, 1, (), flags)


def _scale_after(low: str, start: int, end: int, words: _Words) -> tuple[NumberWord, int] | None:
    """The scale word or letter behind a numeral: "425 thousand", "12k", "3m people" (but "120 m" is a length)."""
    gap = _GAP.match(low, end)
    hit = _WORD.match(low, gap.end()) if gap else _WORD.match(low, end + (low[end : end + 1] == "-"))
    if hit is None or _glued(low, hit.end()):
        return None
    word = words.values.get(hit[0])
    if word and word.kind in ("scale", "group"):
        # "Five thousands" is a number; in "12 June 2016 Dozens died" a new sentence begins.
        return (word, hit.end()) if hit[0] in word.forms or (word.kind == "scale" and end - start < 3) else None
    if gap or hit.start() != end:
        return None
    if hit[0] == "k":
        return words.values["thousand"], hit.end()
    if hit[0] in ("m", "mn") and (gap := _GAP.match(low, hit.end())):
        noun = _WORD.match(low, gap.end())
        if noun and noun[0] in words.people:
            return words.values["million"], hit.end()
    return None


def _part_of_scale(low: str, at: int, words: _Words) -> Number | None:
    """A half or quarters of a scale: "half a million", "half a dozen", "three-quarters of a million"."""
    hit = _PART.match(low, at)
    word = words.values.get(hit[2]) if hit else None
    if hit is None or word is None or word.kind not in ("scale", "group"):
        return None
    share = Fraction(1, 2) if hit[1] == "half" else Fraction(3 if hit[1].startswith("three") else 1, 4)
    return Number(share * word.value, hit.end(), word.value, (word.name,))


def _article_and_scale(low: str, at: int, words: _Words) -> Number | None:
    """A scale with an article for a one: "a dozen", "a hundred and four", "a couple of"."""
    if not (low.startswith("a ", at) or low.startswith("a\n", at)):
        return None
    gap = _GAP.match(low, at + 1)
    hit = _WORD.match(low, gap.end()) if gap else None
    word = words.values.get(hit[0]) if hit else None
    if hit is None or word is None or _glued(low, hit.end()):
        return None
    if word.kind == "named_group":
        of = _OF.match(low, hit.end())
        if of is None:
            # "A couple was killed" is two people; "a score" and "a trio" without "of" are other things.
            flag = ("noun",)
            return Number(Fraction(word.value), hit.end(), 1, (word.name,), flag) if word.name == "couple" else None
        scale = _scale_after(low, at, of.end(), words)
        if scale:
            return Number(Fraction(word.value * scale[0].value), scale[1], scale[0].value, (word.name, scale[0].name), ("loose",))
        return Number(Fraction(word.value), hit.end(), 1, (word.name,))
    if word.kind in ("scale", "group"):
        return _spelled(low, hit.start(), words)
    return None


def _spelled(low: str, at: int, words: _Words) -> Number | None:
    """A number in words, below a million million: "two hundred and four thousand and one".

    Each word either opens a group, adds to it (a unit to tens, a smaller number to a hundred) or multiplies it; the first
    word that does none of these ends the number, so "twenty and five" and "one two" are two numbers each.
    """
    total, group, last, room, scale = 0, -1, 10**12, 0, 1
    used: list[str] = []
    end, here, join = at, at, ""
    while hit := _WORD.match(low, here):
        word = words.values.get(hit[0])
        if word is None or _glued(low, hit.end()) or (not used and hit[0] not in word.forms):
            break
        if word.kind == "nought" and not used:
            return Number(Fraction(0), hit.end(), 1, (word.name,))
        if word.kind == "group" and total == 0 and "and" not in join:
            return Number(Fraction(max(group, 1) * word.value), hit.end(), word.value, (*used, word.name))
        if word.kind in ("unit", "teen", "tens"):
            if group < 0:
                group = word.value
            elif word.value < room and ("and" not in join or room == 100):
                group += word.value
            else:
                break
            room, scale = 10 if word.kind == "tens" else 0, 1
        elif word.kind == "scale" and _scales(word.value, group, last, join, bool(used)):
            factor, hundreds = max(group, 1), room == 100
            if word.value == 100:
                group, room, scale = factor * 100, 100, 100
            else:
                total, group, last, room = total + factor * word.value, -1, word.value, 0
                scale = word.value * (100 if hundreds else 1)
        else:
            break
        used.append(word.name)
        end = hit.end()
        gap = _JOIN.match(low, end)
        if gap is None:
            break
        here, join = gap.end(), gap[0]
    if not used:
        return None
    value = Fraction(total + max(group, 0))
    if half := _AND_A_HALF.match(low, end):
        return _with_half(low, half.end(), value, scale, tuple(used), words)
    return Number(value, end, scale, tuple(used))


def _scales(value: int, group: int, last: int, join: str, begun: bool) -> bool:
    """Whether a scale word may multiply what stands before it: "two hundred", "a thousand and a hundred"."""
    if "and" in join and not join.rstrip().endswith("a"):
        return False
    if group < 0 and begun and not join.rstrip().endswith("a"):
        return False
    return group < 100 if value == 100 else value < last


def _with_half(low: str, end: int, value: Fraction, scale: int, used: tuple[str, ...], words: _Words) -> Number:
    """ "Two and a half million", "a million and a half"; without a scale it counts no people and is flagged."""
    if scale > 1:
        return Number(value + Fraction(scale, 2), end, scale, used)
    value += Fraction(1, 2)
    if after := _scale_after(low, end, end, words):
        return Number(value * after[0].value, after[1], after[0].value, (*used, after[0].name))
    return Number(value, end, 1, used, ("decimal",))


def _glued(low: str, end: int) -> bool:
    return end < len(low) and (low[end].isalnum() or low[end] == "_")


def _month_before(low: str, at: int) -> bool:
    before = _WORD.findall(low[max(0, at - 12) : at])
    return bool(before) and before[-1] in forms_at("month")


def _flags(low: str, at: int, number: Number, words: _Words) -> Iterator[str]:
    if low.startswith("-", number.end) and _WORD.match(low, number.end + 1) and not words.behind.match(low, number.end):
        yield "hyphen"
    if low[at : number.end] == "one":
        if _PRONOUN_NEXT.match(low, number.end):
            yield "pronoun"


def _entries(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{FILE}: {name}" for name in dict.fromkeys(names))


@cache
def _words() -> _Words:
    kinds: dict[str, dict[str, NumberWord]] = {}
    for word in load(FILE, NumberWord).values():
        for form in word.forms:
            kinds.setdefault(word.kind, {})[plain(form)] = word
    values = {f: w for kind in ("unit", "teen", "tens", "scale", "group", "named_group", "nought") for f, w in kinds[kind].items()}
    # "Two thousands of people", as some papers write; alone, the plural is vague.
    values |= {f"{f}s": w for kind in ("scale", "group") for f, w in kinds[kind].items() if len(f) > 3}
    bound = {f: w for kind in ("at_least", "more_than", "at_most", "less_than", "about", "filler") for f, w in kinds[kind].items()}
    behind = {f: w for kind, forms in kinds.items() if kind.startswith("after_") for f, w in forms.items()}
    no = {**kinds["nobody"], **kinds["no"]}
    scales = "|".join(f"{f}s?" for kind in ("scale", "group") for f in kinds[kind])
    plural = "|".join(f"{f}s" for kind in ("scale", "group") for f in kinds[kind])
    people, silent = "|".join(kinds["people"]), "|".join(kinds["silent"])
    opening = {*values, *bound, *no, *kinds["vague"], *kinds["between"], *kinds["from"], "half", "a half", "a quarter", "quarter"}
    starts = opening - set(kinds["named_group"])
    starts |= {f"a {form}" for kind in ("scale", "group", "named_group") for form in kinds[kind]}
    return _Words(
        values=values,
        starts=re.compile(rf"(?<![\w])(?:[0-9]|{_any(starts)}(?![\w]))"),
        bounds=re.compile(rf"{_any(bound)}(?!\w)"),
        behind=re.compile(rf"(?:{GAP}|-|,{GAP})({_any(w for w in behind if w[0].isalpha())})(?!\w)|(\+)(?!\w)"),
        # "Dozens", "several hundred", "tens of thousands", "hundreds of thousands of"
        vague=re.compile(rf"({_any(kinds['vague'])})(?!\w)(?:{GAP}(?:of{GAP}(?:{plural})|{scales})(?!\w)){{0,3}}"),
        nobody=re.compile(rf"({_any(kinds['nobody'])})(?!\w)"),
        # "No civilians", "no human casualties", "without any serious injuries"; "no reports of deaths" says nothing
        no_people=re.compile(rf"({_any(kinds['no'])}){GAP}(?:(?!(?:{silent}|of|for)\b)[a-z]+{GAP}){{0,2}}(?:{people})(?!\w)"),
        between=re.compile(rf"{_any([*kinds['between'], *kinds['from']])}(?!\w)"),
        people=frozenset(kinds["people"]),
        entry={
            **{("bound", f): w for f, w in bound.items()},
            **{("behind", f): w for f, w in behind.items()},
            **{("vague", f): w for f, w in kinds["vague"].items()},
            **{("no", f): w for f, w in no.items()},
        },
    )


def _any(forms: Iterable[str]) -> str:
    """A pattern for any of the forms, longest first, its blanks good for a broken line."""
    by_first: dict[str, list[str]] = {}
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        by_first.setdefault(form[0], []).append(GAP.join(re.escape(part) for part in form[1:].split(" ")))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(by_first.items())) + ")"
