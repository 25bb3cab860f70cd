"""What holds of all links of numbers to harms, on every sentence of the examples; and what one sentence hands on to the next."""

from __future__ import annotations

import pytest
from tests.rule_examples import LINKS, Case, files, harm_reader, load_cases, parsed

from rashomon.model import Span
from rashomon.read.counts import find_counts
from rashomon.read.harm import Link

CASES = [case for path in files() if path.stem in LINKS for case in load_cases(path)]


def links_of(text: str, demonyms: frozenset[str] = frozenset()) -> list[list[Link]]:
    """The links of each sentence, read in turn as a report is."""
    out: list[list[Link]] = []
    last: Link | None = None
    for sentence in parsed(text):
        out.append(harm_reader().read(sentence, find_counts(sentence.text, sentence.span.start), demonyms, last))
        last = out[-1][0] if out[-1] else last
    return out


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_links_stand_in_order_and_spell_their_words(case: Case) -> None:
    for links in links_of(case.text):
        starts = [(link.count.span.start, link.count.span.end) for link in links]
        assert starts == sorted(starts)
        assert all(link.count.span.within(case.text) == link.count.text for link in links)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_part_has_its_whole_in_the_sentence(case: Case) -> None:
    for links in links_of(case.text):
        wholes = {link.count.span.start for link in links}
        assert all(link.part_of in wholes - {link.count.span.start} for link in links if link.part_of is not None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_number_has_one_link_for_each_harm(case: Case) -> None:
    for links in links_of(case.text):
        keys = [(link.count.span, link.harm) for link in links]
        assert len(keys) == len(set(keys))


def test_a_bare_number_takes_its_harm_from_the_sentence_before() -> None:
    first, second = links_of("Sixteen people were killed. The ministry had given 12.")
    assert [(link.count.value, link.harm) for link in (*first, *second)] == [(16, "killed"), (12, "killed")]


def test_a_bare_number_that_is_not_given_as_one_takes_nothing() -> None:
    assert links_of("Sixteen people were killed. The army has sent 300.")[1] == []


def test_a_dateline_is_no_victim() -> None:
    links = links_of("KHARTOUM, 3 October - Two soldiers were killed.", frozenset({"khartoum", "sudan"}))[0]
    assert [(link.count.span, link.count.text) for link in links] == [(Span(22, 25), "Two")]
