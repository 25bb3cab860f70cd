"""The examples of the rules: ``tests/examples/<rule>.toml``, read into cases, and what runs each rule on a text.

A file is named for its rule. Its keys are ``parse`` (true when the rule needs the parse of a sentence) and a list of
``case``, each with

    text      a sentence, or a few
    want      what the rule must find: a list of tables, empty for a near miss that it must leave alone
    origin    where the sentence is from: "made up", or a report of examples/
    why       what makes the case hard; a case that wants nothing must have it
    miss      the reason why the rule is known to fail here; the build says so when it no longer does

``RULES`` says how a rule is run: a function from a text to plain tables, to be compared with ``want``.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

from rashomon.dev import load_parses
from rashomon.lexicon import ReportingVerb, by_form
from rashomon.model import Count, Moment, Reading, Report
from rashomon.read import attribution, counts, moments
from rashomon.read.document import Sentence, sentences_of
from rashomon.read.engine import Engine
from rashomon.read.harm import HarmReader, Link

TESTS = Path(__file__).resolve().parent
EXAMPLES = TESTS / "examples"
PARSES = TESTS / "parses.jsonl"

Table = dict[str, Any]
KEYS = {"text", "want", "origin", "why", "miss"}


@dataclass(frozen=True)
class Case:
    """One example: its rule, its number in the file, and its keys."""

    rule: str
    number: int
    text: str
    want: list[Table]
    origin: str
    why: str = ""
    miss: str = ""

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.number}-{self.text[:40]}"


@dataclass(frozen=True)
class Rule:
    """How a rule is run on a text, and the functions whose docstrings must stand among its examples."""

    run: Callable[[str], list[Table]]
    functions: tuple[Callable[..., Any], ...]


def load_cases(path: Path) -> list[Case]:
    """The cases of one file. Raises ValueError, naming file and case, on an unknown or a missing key."""
    raw = tomllib.loads(path.read_text("utf-8"))
    if unknown := sorted(set(raw) - {"case", "parse"}):
        raise ValueError(f"{path.name}: unknown key {unknown[0]!r}; allowed: case, parse.")
    cases = []
    for number, entry in enumerate(raw.get("case", ()), 1):
        if unknown := sorted(set(entry) - KEYS):
            raise ValueError(f"{path.name}: case {number}: unknown key {unknown[0]!r}; allowed: {', '.join(sorted(KEYS))}.")
        if missing := sorted({"text", "want", "origin"} - set(entry)):
            raise ValueError(f"{path.name}: case {number} lacks the key {missing[0]!r}.")
        if not (entry["want"] or entry.get("why") or entry.get("miss")):
            raise ValueError(f"{path.name}: case {number} wants nothing and does not say why.")
        cases.append(Case(path.stem, number, **entry))
    return cases


def files() -> list[Path]:
    """The files of examples, by name."""
    return sorted(EXAMPLES.glob("*.toml"))


@cache
def parses() -> Mapping[str, Any]:
    """The recorded parses: sentence -> Doc."""
    return load_parses(PARSES)


def parsed(text: str) -> list[Sentence]:
    """The sentences of a text with their recorded parses."""
    sentences = sentences_of(text)
    for sentence in sentences:
        if sentence.text not in parses():
            raise KeyError(f"no parse of {sentence.text!r} in {PARSES.name}; run: python -m rashomon.dev parses")
        sentence.doc = parses()[sentence.text]
    return sentences


def count_tables(text: str) -> list[Table]:
    """What counts.find_counts finds, with what is empty or plain left out."""
    return list(map(_count_table, counts.find_counts(text)))


def _count_table(count: Count) -> Table:
    flags = [entry for entry in count.trace.entries if ":" not in entry and entry != "loose"]
    return _filled(
        text=count.text,
        value=count.value,
        low=count.low,
        high=count.high,
        qualifier=None if count.qualifier == "exact" else count.qualifier,
        flags=flags or None,
    )


def cue_tables(find: Callable[[Sentence], Iterator[attribution.Cue]], text: str) -> list[Table]:
    """What a rule of attribution.py finds in each sentence; stretches of text without the marks at their ends."""
    return [_cue_table(cue, text) for sentence in parsed(text) for cue in find(sentence)]


def _cue_table(cue: attribution.Cue, text: str) -> Table:
    covers = [span.within(text).strip(' ,.;:"“”') for span in cue.covers]
    return _filled(
        speaker=cue.speaker and cue.speaker.text,
        cue=cue.span.within(text),
        kind=cue.kind if cue.kind != "neutral" else None,
        covers=[words for words in covers if words],
        relayed_by=cue.relayed_by and cue.relayed_by.text,
    )


def _filled(**values: Any) -> Table:
    """What is not None; lists for tuples and texts for days, as in TOML."""
    plain = {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in values.items() if value is not None}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


def link_tables(rule: str, text: str) -> list[Table]:
    """What a rule of harm.py finds in each sentence: alone where it needs a number only, else in its turn among the others."""
    tables, last = [], None
    for sentence in parsed(text):
        found = counts.find_counts(sentence.text, sentence.span.start)
        links = harm_reader().read(sentence, found, frozenset(), last)
        last = links[-1] if links else last
        if rule in IN_TURN:
            links = [link for link in links if link.rule == rule]
        else:
            links = [link for count in found for link in _alone(rule, sentence, count)]
        tables += [_link_table(link, found) for link in links]
    return tables


def _alone(rule: str, sentence: Sentence, count: Count) -> Iterator[Link]:
    if rule == "nobody_harmed":
        return harm_reader().nobody_harmed(sentence, count) if count.value == 0 else iter(())
    found: Iterator[Link] = getattr(harm_reader(), rule)(sentence, count, frozenset())
    return found if count.value != 0 else iter(())


def _link_table(link: Link, found: list[Count]) -> Table:
    whole = [count.text for count in found if count.span.start == link.part_of]
    return _filled(count=link.count.text, harm=link.harm, people=link.people and link.people.text, part_of=whole[0] if whole else None)


def event_tables(text: str) -> list[Table]:
    """The events of a text, read whole, as a report of PUBLISHED; what is usual or empty is left out."""
    return [
        _filled(
            type=event.type,
            anchor=event.anchor.within(text),
            agent=event.agent,
            target=event.target,
            place=event.place,
            source=event.source,
            stance=None if event.stance == "asserted" else event.stance,
            since=event.since,
            until=None if event.until == event.since else event.until,
        )
        for event in _reading(text).events
    ]


def figure_tables(text: str) -> list[Table]:
    """The figures of a text, read whole, as a report of PUBLISHED; what is usual or empty is left out."""
    return [
        _filled(
            anchor=figure.anchor.within(text),
            value=figure.value,
            low=figure.low,
            high=figure.high,
            qualifier=None if figure.qualifier == "exact" else figure.qualifier,
            harm=figure.harm,
            status=None if figure.status == "unknown" else figure.status,
            side=figure.victim_side,
            source=figure.source,
            stance=None if figure.stance == "asserted" else figure.stance,
            scope=None if figure.scope == "incident" else figure.scope,
            place=figure.place,
            since=figure.since,
            until=None if figure.until == figure.since else figure.until,
            perpetrator=figure.perpetrator,
        )
        for figure in _reading(text).figures
    ]


PUBLISHED = dt.date(2020, 10, 7)
"""The day on which the reports of events.toml and figures.toml are taken to be published, a Wednesday."""


def _reading(text: str) -> Reading:
    return engine()._read(Report(id="example", text=text, published=PUBLISHED), parsed(text), None)


@cache
def engine() -> Engine:
    """The reader with its words but no model: the parses are recorded."""
    with mock.patch("rashomon.read.parse.load_nlp", return_value=None):
        return Engine()


@cache
def harm_reader() -> HarmReader:
    return HarmReader()


@cache
def verbs() -> Mapping[str, ReportingVerb]:
    return by_form("reporting_verbs.toml", ReportingVerb)


IN_TURN = {
    *("part_of_whole", "same_harm_carried", "uncounted_people", "uncounted_among", "one_of_them", "share_of_the_harmed"),
    *("dead_and_wounded", "uncounted_harms"),
}
"""Rules of harm.py that build on what the others found."""

CUES: dict[str, Callable[..., Iterator[attribution.Cue]]] = {
    "said_that_clause": lambda sentence: attribution.said_that_clause(sentence, verbs()),
    "quoted_as_saying": lambda sentence: attribution.quoted_as_saying(sentence, verbs()),
    "according_to_source": attribution.according_to_source,
    "by_own_count": attribution.by_own_count,
    "speaker_and_colon": attribution.speaker_and_colon,
    "reportedly": attribution.reportedly,
}
LINKS = (
    *("harm_before_number", "harm_after_number", "harm_noun_counted", "harmed_by_verb", "toll_reaches_number", "lives_lost"),
    *("taken_to_hospital", "part_of_whole", "same_harm_carried", "nobody_harmed", "uncounted_people", "harmed_by_phrase"),
    *("harm_and_far_number", "among_the_harmed", "label_and_number", "uncounted_among", "one_of_them", "share_of_the_harmed"),
    *("dead_and_wounded", "uncounted_harms"),
)
def time_tables(text: str) -> list[Table]:
    """What moments.find_moments finds and resolve_all makes of it, published on Saturday 2020-10-03, a week into a conflict."""
    found = moments.find_moments(text)
    return [_time_table(m) for m in moments.resolve_all(found, published=dt.date(2020, 10, 3), conflict_start=dt.date(2020, 9, 27))]


def _time_table(moment: Moment) -> Table:
    values: Iterator[tuple[str, Any]] = iter(
        (
            ("text", moment.text),
            ("from", moment.since and moment.since.isoformat()),
            ("to", moment.until and moment.until.isoformat()),
            ("precision", None if moment.precision == "day" else moment.precision),
            ("kind", None if moment.kind == "date" else moment.kind),
            ("value", None if moment.kind == "date" else moment.value),
        )
    )
    return {key: value for key, value in values if value is not None}


RULES: dict[str, Rule] = {
    "times": Rule(time_tables, ()),
    "times_history": Rule(time_tables, ()),
    "counts": Rule(count_tables, (counts.number_or_range, counts.number_between, counts.vague_quantity, counts.nobody_or_none)),
    **{name: Rule(partial(cue_tables, find), (getattr(attribution, name),)) for name, find in CUES.items()},
    "events": Rule(event_tables, ()),
    "figures": Rule(figure_tables, ()),
    **{name: Rule(partial(link_tables, name), (getattr(HarmReader, name),)) for name in LINKS},
}
