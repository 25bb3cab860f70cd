"""Properties of counts: what we can spell we can read, spans spell their words, odd text does no harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.model import Count
from rashomon.read.counts import find_counts, numbers
from rashomon.read.not_counts import plain, reject_reason

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
# Pieces that make the grammar branch, for texts that no newspaper prints.
PIECES = st.sampled_from(
    [*SMALL, *TENS, "hundred", "thousand", "million", "dozen", "a", "and", "half", "of", "-", " ", ", ", ".", "at least", "more than",
     "from", "to", "between", "or", "no", "many", "as", "12", "2014", "1,200", "3.5", "27", "September", "May", "people", "soldiers",
     "days", "km", "%", "$", "(", ")", "\n", "’", "İ", "\u00a0", "٣", "²", "ſ"]
)  # fmt: skip


def spelled(number: int, *, with_and: bool, hyphens: bool) -> str:
    """A number below a million in English words."""
    if number >= 1000:
        rest = number % 1000
        joint = " and " if with_and and 0 < rest < 100 else " "
        tail = joint + spelled(rest, with_and=with_and, hyphens=hyphens) if rest else ""
        return f"{spelled(number // 1000, with_and=with_and, hyphens=hyphens)} thousand{tail}"
    if number >= 100:
        tail = (" and " if with_and else " ") + spelled(number % 100, with_and=with_and, hyphens=hyphens) if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{tail}"
    if number < 20:
        return SMALL[number]
    return TENS[number // 10 - 2] + (("-" if hyphens else " ") + SMALL[number % 10] if number % 10 else "")


def only(text: str) -> Count:
    found = find_counts(text)
    assert len(found) == 1, found
    return found[0]


@given(st.integers(0, 999_999), st.booleans(), st.booleans())
def test_a_number_that_is_spelled_is_read(number: int, with_and: bool, hyphens: bool) -> None:
    words = spelled(number, with_and=with_and, hyphens=hyphens)
    count = only(f"They buried {words} soldiers.")
    assert (count.text, count.value, count.qualifier) == (words, number, "exact")


@given(st.integers(0, 999_999_999))
def test_a_number_in_digits_is_read(number: int) -> None:
    assert only(f"They buried {number} people.").value == number
    assert only(f"They buried {number:,} people.").value == number
    assert only(f"They buried {f'{number:,}'.replace(',', ' ')} people.").value == number


@given(st.integers(1, 999), st.sampled_from([("thousand", 1000), ("million", 1_000_000), ("dozen", 12)]))
def test_a_number_with_a_scale_is_read(number: int, scale: tuple[str, int]) -> None:
    assert only(f"They buried {number} {scale[0]} people.").value == number * scale[1]


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_two_bounds_are_a_range_only_if_they_rise(low: int, high: int) -> None:
    found = find_counts(f"They buried between {low:,} and {high:,} people.")
    ranges = [(count.low, count.high) for count in found if count.qualifier == "range"]
    assert ranges == ([(low, high)] if low < high else [])
    assert ranges or [count.value for count in found] == [low, high]


@given(st.integers(5, 999), st.sampled_from(["at least", "more than", "as many as", "fewer than", "about"]), st.integers(5, 999))
def test_a_qualifier_bounds_only_the_number_it_stands_before(first: int, words: str, second: int) -> None:
    bounded, bare = find_counts(f"They buried {words} {first} men and {second} women.")
    assert bounded.qualifier != "exact"
    assert bare.qualifier == "exact"


@given(st.integers(1900, 2035))
def test_a_year_is_no_count_and_people_are(number: int) -> None:
    assert find_counts(f"It began in {number}.") == []
    assert only(f"The raid killed {number} people.").value == number


@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=30).map(" ".join)), st.integers(0, 10_000)
)
def test_spans_spell_their_words_in_any_text(text: str, offset: int) -> None:
    found = find_counts(text, offset)
    last = offset
    for count in found:
        assert count.number is not None
        assert last <= count.span.start < count.span.end <= offset + len(text)
        assert text[count.span.start - offset : count.span.end - offset] == count.text
        assert count.span.covers(count.number)
        assert (count.value is None) == (count.qualifier in ("range", "vague"))
        assert (count.low is None, count.high is None) == ((count.qualifier != "range"),) * 2
        last = count.span.end
        assert reject_reason(text, count, offset) is None


@given(st.text())
def test_plain_text_keeps_each_character_in_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_what_is_left_out_has_a_reason(text: str) -> None:
    everything, kept = list(numbers(text)), find_counts(text)
    assert [count for count in everything if reject_reason(text, count) is None] == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("on 27 September", "date"),
        ("in 2014", "year"),
        ("Abdallah, 37, said", "age"),
        ("$12", "money"),
        ("12 km", "unit"),
        ("Article 5", "label"),
        ("an F-16", "name"),
        ("1.34", "decimal"),
        ("12/05", "code"),
        ("twenty-first", "ordinal"),
        ("a two-sided note", "compound"),
        ("how many", "degree"),
        ("one another", "idiom"),
    ],
)
def test_a_number_that_counts_nobody_says_why(text: str, reason: str) -> None:
    assert [reject_reason(text, count) for count in numbers(text)][:1] == [reason]


@pytest.mark.parametrize(
    "piece",
    [
        "1,111",
        "1 111 ",
        "one hundred and ",
        "at least ",
        "about some ",
        "from from ",
        "tens of thousands of ",
        " ",
        "\n",
        "no very very ",
        "12, ",
        "9",
        "a half of a ",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    # Twenty seconds for what takes one: a bound for work that grows with the square, not a measure of speed.
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    find_counts(text)
    assert time.process_time() - began < 20
