"""What a report shows to be contested: who says it, who denies it or keeps silent, who blames whom, whose counts differ."""

from __future__ import annotations

import datetime as dt

import pytest

import rashomon
from rashomon.model import Dispute, Reading

DAY = dt.date(2024, 5, 3)
CLAIM = "Ukraine's defence ministry said on Thursday that Russian missiles had hit a hospital in Kharkiv, killing four people. "
LOSSES = "Ukrainian officials say that 300 Russian soldiers were killed in the battle for the town. "


def read(text: str) -> Reading:
    return rashomon.read(text, published=DAY)


def shown(text: str, kind: str) -> list[dict[str | None, str]]:
    """The disputes of one kind: for each the position of every source."""
    return [{side.source: side.position for side in d.sides} for d in read(text).disputes if d.kind == kind]


DENIALS = {
    "verb_of_denial": [
        "Moscow denies this.",
        "Russia's foreign ministry rejected the accusation.",
        "The allegation was dismissed by Russia.",
        "Russia denied having fired on the hospital.",
    ],
    "called_it_false": [
        "Russia called the report a lie.",
        "Moscow described the claim as groundless.",
        "The Kremlin branded the accusation fake.",
    ],
    "spoke_of_a_lie": ["Russia's foreign ministry spoke of one more lie."],
    "it_is_false": [
        '"Absolutely untrue," said Dmitry Peskov.',
        '"Baseless," replied the Russian defence ministry.',
        "It is not true, Russia's defence ministry said.",
        '"Groundless and false," was the reply of the Russian defence ministry.',
    ],
    "says_otherwise": ["Russia says otherwise."],
    "had_nothing_to_do_with": ["Russia said it had nothing to do with the strike."],
    "claims_innocence": ["Russia said that it hits military targets only."],
    "denied_statement": [
        "No hospital had been hit, the Russian defence ministry replied.",
        "Russia said its forces had not struck the hospital.",
    ],
}


@pytest.mark.parametrize(("rule", "answer"), [(rule, answer) for rule, answers in DENIALS.items() for answer in answers])
def test_a_denial_stands_against_the_claim_before_it(rule: str, answer: str) -> None:
    found = [d for d in read(CLAIM + answer).disputes if d.kind == "denial"]
    assert [d.rules[0].rule for d in found] == [rule]
    said, denied = found[0].sides
    assert (said.source, said.position) == ("Ukraine Ministry of Defence", "asserts")
    assert denied.position == "denies"
    assert denied.source is not None
    assert denied.source.startswith(("Russia", "Kremlin"))
    assert denied.span.within(CLAIM + answer) == answer.rstrip(".") or denied.span.within(CLAIM + answer) == answer


@pytest.mark.parametrize(
    "text",
    [
        CLAIM + "Russia rejected a ceasefire proposal.",
        CLAIM + "Russia did not deny the strike.",
        CLAIM + "Aid workers said the hospital had no water.",
        CLAIM + "Ukraine's defence ministry said that no one else was hurt.",
        "The mayor denied that he would leave the post.",
        "Nobody was in the building, the mayor said.",
    ],
)
def test_a_refusal_a_fact_or_a_denial_of_nothing_is_no_dispute(text: str) -> None:
    assert shown(text, "denial") == []


def test_one_claim_denied_by_two_in_a_relative_clause_has_three_sides() -> None:
    text = (
        "Lebanon said on Tuesday that an Israeli drone had struck a school in Tyre, a claim that "
        "both Israel and the United States rejected."
    )
    assert shown(text, "denial") == [{"Lebanon": "asserts", "Israel": "denies", "United States": "denies"}]


def test_a_claim_that_only_its_denial_tells_of_names_who_made_it() -> None:
    text = "Sudan's defence ministry dismissed as nonsense Ethiopian reports that 200 of its soldiers had been killed."
    assert shown(text, "denial") == [{"Ethiopia": "asserts", "Sudan Ministry of Defence": "denies"}]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Ethiopia has been accused of blocking roads, a charge it denies.", {None: "asserts", "Ethiopia": "denies"}),
        ("Rwanda dismissed a U.N. report that its soldiers fight in Congo.", {"United Nations": "asserts", "Rwanda": "denies"}),
        ("Iran rejected U.S. accusations that it supplied the drones.", {"United States": "asserts", "Iran": "denies"}),
    ],
)
def test_a_denial_in_the_sentence_of_its_claim(text: str, sides: dict[str | None, str]) -> None:
    assert shown(text, "denial") == [sides]


def test_a_pronoun_that_denies_is_the_party_accused() -> None:
    text = (
        "Rwandan troops crossed the border and shelled a camp near Goma, Congo's army said on "
        "Monday. Rwanda has troops on the border. It denies this."
    )
    (found,) = shown(text, "denial")
    assert found["Rwanda"] == "denies"


def test_the_same_claim_denied_twice_is_one_dispute() -> None:
    text = CLAIM + 'Russia denied it. "A provocation," Russia\'s defence ministry said of the Kharkiv hospital report.'
    assert len(shown(text, "denial")) == 1


def test_ground_taken_and_an_attack_thrown_back_are_opposites() -> None:
    text = (
        "Ethiopia's defence ministry said its forces had captured Adigrat. Eritrea's defence "
        "ministry said it had repelled the attack by Ethiopia."
    )
    assert shown(text, "denial") == [{"Ethiopia Ministry of Defence": "asserts", "Eritrea Ministry of Defence": "asserts the opposite"}]


SILENCES = {
    "did_not_comment": ["Russia did not comment on the strike.", "Moscow has not yet responded.", "The Kremlin has yet to comment."],
    "gave_no_figure": ["Russia gave no comment.", "Russia's defence ministry made no mention of the hospital."],
    "declined_to_comment": ["Russia's foreign ministry declined to comment."],
    "kept_silent": ["Moscow remained silent.", "Russia has said nothing."],
    "no_word_from": ["There was no immediate comment from Russia.", "There was no word from Moscow on the strike."],
    "left_without_comment": ["Russia left the accusation without comment."],
    "looking_into_reports": ["Russia's defence ministry said it was looking into the reports."],
}


@pytest.mark.parametrize(("rule", "answer"), [(rule, answer) for rule, answers in SILENCES.items() for answer in answers])
def test_a_silence_stands_beside_what_it_leaves_unanswered(rule: str, answer: str) -> None:
    found = [d for d in read(CLAIM + answer).disputes if d.kind == "unacknowledged"]
    assert [d.rules[0].rule for d in found] == [rule]
    assert [s.position for s in found[0].sides] == ["asserts", "silent"]
    assert found[0].sides[0].source == "Ukraine Ministry of Defence"


@pytest.mark.parametrize(
    "text",
    [
        CLAIM + "Reuters could not independently confirm the report.",
        CLAIM + "The governor said that no warning had been given.",
        "Russia does not publish its losses.",
    ],
)
def test_what_could_not_be_checked_or_nobody_claims_is_no_silence(text: str) -> None:
    assert shown(text, "unacknowledged") == []


@pytest.mark.parametrize("silence", ["Russia does not disclose its military losses. ", "Moscow has published no casualties of its army. "])
def test_silence_on_losses_stands_beside_who_counts_them(silence: str) -> None:
    for text in (silence + LOSSES, LOSSES + silence):
        (found,) = shown(text.strip(), "unacknowledged")
        assert list(found.values()) == ["asserts", "silent"]
        assert "Russia" in found
        assert next(iter(found)) in {"Ukraine", "Ukrainian officials"}


def test_losses_seen_by_reporters_answer_a_silence() -> None:
    text = "Eritrea did not acknowledge any military losses, but a Reuters reporter in the south witnessed the funeral of a soldier."
    assert shown(text, "unacknowledged") == [{"Reuters": "asserts", "Eritrea": "silent"}]


@pytest.mark.parametrize(
    "text",
    [
        "India and Pakistan accused each other of opening fire along the border on Sunday.",
        "India and Pakistan exchanged accusations over the shelling.",
        "India and Pakistan traded blame for the attack.",
    ],
)
def test_accusing_each_other_is_blame_both_ways(text: str) -> None:
    assert shown(text, "mutual_blame") == [{"India": "blames Pakistan", "Pakistan": "blames India"}]


def test_blame_in_turn_is_told_once_with_the_words_of_each() -> None:
    text = (
        "India and Pakistan accused each other of breaking the truce on Sunday. India's defence ministry said Pakistani troops had shelled "
        "its posts in breach of the truce. Pakistan's foreign ministry said it was Indian forces that had opened fire and broken the truce."
    )
    assert shown(text, "mutual_blame") == [
        {"India Ministry of Defence": "blames Pakistan", "Pakistan Ministry of Foreign Affairs": "blames India"}
    ]


def test_the_other_way_round_is_blame_both_ways() -> None:
    text = (
        "India's defence ministry said Pakistani troops had attacked first. "
        "Pakistan's defence ministry told it the other way round: Indian troops had shelled its positions."
    )
    assert shown(text, "mutual_blame") == [{"India Ministry of Defence": "blames Pakistan", "Pakistan Ministry of Defence": "blames India"}]
    assert shown(text, "denial") == []


def test_counts_that_cannot_both_hold_are_a_dispute() -> None:
    text = (
        "An air strike hit a market in Sanaa on Tuesday. The health ministry said 40 people were "
        "killed in Sanaa. The Red Cross said 12 people were killed in Sanaa."
    )
    (found,) = shown(text, "figures")
    assert sorted(found.values()) == ["says 12", "says 40"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "At least 10 people were killed in Sanaa on Tuesday, the Red Cross said. The United "
            "Nations said 14 people were killed in Sanaa on Tuesday."
        ),
        "The Red Cross said 40 people were killed in Sanaa on Tuesday; it had earlier put the number at 12.",
        "The Red Cross said 40 people were killed in Sanaa on Tuesday. The United Nations said 12 people were wounded in Sanaa on Tuesday.",
        "The Red Cross said 40 people were killed in Sanaa on Tuesday. The United Nations said 12 people were killed in Aden on Tuesday.",
    ],
)
def test_counts_that_can_both_hold_or_count_other_things_are_none(text: str) -> None:
    assert shown(text, "figures") == []


def test_every_side_spells_its_words_and_every_dispute_has_two() -> None:
    text = CLAIM + "Moscow denies this, and it has not commented on the dead. " + LOSSES + "Russia does not disclose its losses."
    disputes: tuple[Dispute, ...] = read(text).disputes
    assert len(disputes) >= 2
    for d in disputes:
        assert len(d.sides) >= 2
        assert d.issue
        assert d.rules[0].rule
        for side in d.sides:
            assert side.span.within(text).strip()
