"""Parts of speech and lemmas by rote: the same as the pipeline's own components give, in whatever order sentences come."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from rashomon.read import parse, tags

SENTENCES = [
    "The ministry said two soldiers were killed and it would not say where.",
    "There was shelling on Sunday, there were no dead.",
    "He said they're gonna leave, let's see, y'all got ta go.",
    "The  army   said that\tthe town had been taken.",
    "It ain't so, the General's spokesman said: we did what we did.",
    "I saw them; he had a gun, and it had me.",
    "Xankəndi was hit by rockets that Azerbaijan's forces fired, officials in Baku denied that.",
    "nothin' doin', somethin' else",
]
Facts = list[tuple[str, str, str, str, str, str]]


def facts(docs: Sequence[Doc]) -> Facts:
    return [(t.text, t.tag_, t.dep_, t.pos_, t.lemma_, str(t.morph)) for doc in docs for t in doc]


def by_the_components(texts: Sequence[str]) -> Facts:
    nlp = parse.load_nlp()
    return facts(list(nlp.pipe(parse._one_sentence(nlp, text) for text in texts)))


@given(st.permutations(SENTENCES))
@settings(max_examples=10, deadline=None)
def test_the_answers_are_the_components_own_whatever_was_seen_before(texts: list[str]) -> None:
    rote = tags.ByRote(parse.load_nlp())
    nlp = parse.load_nlp()
    for _ in range(2):
        docs = nlp.pipe((parse._one_sentence(nlp, text) for text in texts), disable=list(tags.RULED))
        assert facts([rote(doc) for doc in docs]) == by_the_components(texts)


def test_parsing_goes_by_rote() -> None:
    nlp = parse.load_nlp()
    assert tags.can_stand_in(nlp)
    assert facts(list(parse.pipe(nlp, SENTENCES))) == by_the_components(SENTENCES)


def test_words_that_neighbours_change_are_not_learnt() -> None:
    nlp = parse.load_nlp()
    rote = tags.ByRote(nlp)
    list(map(rote, nlp.pipe((parse._one_sentence(nlp, "They are gonna leave.") for _ in range(2)), disable=list(tags.RULED))))
    assert not rote._ruled


@pytest.mark.parametrize("token", [{"TAG": "DT", "LOWER": "the"}, {"IS_SPACE": True}, {"DEP": {"IN": ["mark"]}, "LOWER": {"REGEX": "^n"}}])
def test_a_pattern_on_tag_label_and_word_is_settled(token: dict[str, object]) -> None:
    assert tags.settled(token)


@pytest.mark.parametrize("token", [{"POS": "VERB"}, {"LOWER": "the", "OP": "*"}, {"LOWER": {"FUZZY": "the"}}, {"ENT_TYPE": "GPE"}])
def test_a_pattern_on_more_is_not(token: dict[str, object]) -> None:
    assert not tags.settled(token)


def test_a_pipeline_of_another_make_keeps_its_components() -> None:
    nlp = spacy.blank("en")
    assert not tags.can_stand_in(nlp)
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"POS": "VERB"}]], {"MORPH": "Mood=Ind"})  # type: ignore[attr-defined]
    nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    assert not tags.can_stand_in(nlp)
