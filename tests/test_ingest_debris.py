"""Scrape debris is marked exactly, and no claim lies in it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon import lexicon
from rashomon.ingest import debris
from rashomon.ingest.debris import RULES, DebrisPhrase, find_debris

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "ingest" / "debris.toml").read_text("utf-8"))
RULE = {rule.__name__: rule for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "case"), [pytest.param(rule, case, id=f"{rule}: {case['text'][:40]}") for rule, cases in CASES.items() for case in cases]
)
def test_a_rule_marks_its_examples_and_leaves_the_rest(rule: str, case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [[d.kind, d.span.within(text)] for d in RULE[rule](text)] == case["want"]


def test_every_rule_has_two_examples_and_a_near_miss() -> None:
    assert list(CASES) == list(RULE)
    for rule, cases in CASES.items():
        assert sum(bool(case["want"]) for case in cases) >= 2, rule
        assert any(not case["want"] and case["why"] for case in cases), rule


@pytest.mark.parametrize("entry", lexicon.load(debris.FILE, DebrisPhrase).values(), ids=lambda e: e.name)
def test_the_example_of_a_phrase_is_debris_of_its_kind(entry: DebrisPhrase) -> None:
    assert any(lexicon.fold(form) in lexicon.fold(entry.example) for form in entry.forms)
    if entry.at != "part":
        assert entry.kind in [d.kind for d in find_debris(entry.example)]


def test_entries_and_forms_stand_in_order() -> None:
    entries = lexicon.load(debris.FILE, DebrisPhrase)
    assert list(entries) == sorted(entries)
    for entry in entries.values():
        assert list(entry.forms) == sorted(set(entry.forms)), entry.name


@pytest.mark.parametrize("path", sorted((HERE / "gold" / "karabakh-2020").glob("*.json")), ids=lambda p: p.stem)
def test_no_annotated_statement_lies_in_debris(path: Path) -> None:
    report = json.loads(path.read_text("utf-8"))
    text = report["text"]
    marked = find_debris(text)
    said = [item["evidence"] for key in ("figures", "events") for item in report[key]]
    said += [side["evidence"] for dispute in report["disputes"] for side in dispute["sides"]]
    for words in said:
        assert find_debris(words) == (), words
        start = text.index(words)
        assert not [d for d in marked if d.span.start < start + len(words) and start < d.span.end], words


PIECES = st.lists(
    st.sampled_from(
        ["[ad_1]", "Source link", "\n", " ", "Two men were killed. ", "By Anna Person", "Facebook", "© AFP", "(AP Photo/B. Person)",
         "12 comments", "Photo: ", "Read next: ",
         "Reporting by A. B.; Editing by C. D.", "REUTERS/", "ə", "\r\n", "Join our Telegram channel"]
    ),
    max_size=12,
)  # fmt: skip


@given(PIECES)
def test_debris_is_in_order_and_apart_and_within_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for found in find_debris(text):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
