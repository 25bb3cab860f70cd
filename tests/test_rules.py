"""Each rule on its examples: what it must read, must leave alone, and is known to miss."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from tests.rule_examples import EXAMPLES, PARSES, RULES, Case, Rule, files, load_cases, parses

from rashomon import dev
from rashomon.read.parse import load_nlp

CASES = [case for path in files() for case in load_cases(path)]


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.miss, strict=True, raises=AssertionError)] if case.miss else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_rule_reads_its_example(case: Case) -> None:
    assert RULES[case.rule].run(case.text) == case.want


def test_each_file_of_examples_has_its_rule() -> None:
    assert {path.stem for path in files()} == RULES.keys()


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_a_rule_has_enough_examples(path: Path) -> None:
    cases = [case for case in load_cases(path) if not case.miss]
    assert sum(bool(case.want) for case in cases) >= 2, "two sentences that it must read"
    assert sum(bool(case.why) for case in cases) >= 1, "a near miss, with why"
    assert len({case.text for case in load_cases(path)}) == len(load_cases(path)), "a sentence stands there twice"


@pytest.mark.parametrize(
    ("rule", "function"), [(rule, f) for rule in RULES.values() for f in rule.functions], ids=lambda v: getattr(v, "__name__", "")
)
def test_the_sentence_in_a_docstring_is_an_example(rule: Rule, function: object) -> None:
    found = re.search(r'^"(.+)"$', inspect.getdoc(function) or "", re.M)
    assert found, "a rule's docstring shows a sentence on a line of its own"
    texts = {case.text for case in CASES if RULES[case.rule] is rule and case.want}
    assert found[1] in texts


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('[[case]]\ntext = "x"\nwant = []\norigin = "made up"\n', "does not say why"),
        ('[[case]]\ntext = "x"\nwant = [{ a = 1 }]\n', "lacks the key 'origin'"),
        ('[[case]]\ntext = "x"\nwant = [{ a = 1 }]\norigin = "made up"\nmis = "y"\n', "unknown key 'mis'"),
        ("cases = []\n", "unknown key 'cases'"),
    ],
)
def test_a_faulty_file_of_examples_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "some_rule.toml"
    path.write_text(lines, "utf-8")
    with pytest.raises(ValueError, match=said):
        load_cases(path)


# ---- recorded parses ------------------------------------------------------------------------------------------------


def test_every_example_sentence_has_a_recorded_parse_and_no_other_has() -> None:
    assert list(parses()) == dev.example_sentences(EXAMPLES), "run: python -m rashomon.dev parses"


def test_a_recorded_parse_spells_its_sentence() -> None:
    assert [doc.text for doc in parses().values()] == list(parses())
    assert all(token.is_sent_start == (token.i == 0) for doc in parses().values() for token in doc)


def test_the_recorded_parses_are_what_the_model_says() -> None:
    assert dev.changed_parses(load_nlp(), parses()) == [], f"record anew in a commit of its own: {PARSES.name}"
