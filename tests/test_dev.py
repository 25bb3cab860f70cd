"""What those who write rules use: recorded parses, gains and losses, and the page that explains them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.rule_examples import EXAMPLES, PARSES, TESTS, load_cases

from rashomon import dev
from rashomon.errors import InputError

TEXT = "Two men were killed. The town fell on Friday."
PAGE = (TESTS.parent / "docs" / "add-a-rule.md").read_text("utf-8")


def reading(path: Path, *figures: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"id": "r1", "figures": list(figures), "events": [], "disputes": []}) + "\n", "utf-8")
    return path


def figure(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "start": 0, "end": 3, "evidence": "Two men were killed.", "rules": ["harm_after_number"], **fields}


def test_gains_names_what_was_gained_lost_and_changed_with_its_sentence(tmp_path: Path) -> None:
    before = reading(tmp_path / "before.jsonl", figure("f1", value=2), figure("f2", value=9), figure("f3", value=1))
    after = reading(tmp_path / "after.jsonl", figure("f1", value=2), figure("f2", value=8), figure("f4", value=4, source=None, start=22))
    (tmp_path / "r1.json").write_text(json.dumps({"id": "r1", "text": TEXT}), "utf-8")
    found = [(c.what, c.id, c.sentence, c.fields) for c in dev.gains(before, after, tmp_path)]
    assert found == [
        ("changed", "f2", "Two men were killed.", "value: 9 -> 8"),
        ("lost", "f3", "Two men were killed.", "value=1"),
        ("gained", "f4", "The town fell on Friday.", "value=4"),
    ]


def test_gains_without_the_texts_shows_the_evidence(tmp_path: Path) -> None:
    before, after = reading(tmp_path / "before.jsonl"), reading(tmp_path / "after.jsonl", figure("f1", value=2))
    assert list(dev.show_gains(dev.gains(before, after))) == [
        "+ r1 figures f1  value=2",
        "    Two men were killed.",
        "1 gained, 0 lost, 0 changed",
    ]


def test_gains_refuses_what_is_not_json(tmp_path: Path) -> None:
    (tmp_path / "before.jsonl").write_text('{"id": "r1"}\n{"id"\n', "utf-8")
    with pytest.raises(InputError, match="line 2 is not JSON"):
        dev.gains(tmp_path / "before.jsonl", reading(tmp_path / "after.jsonl"))


def test_a_recorded_parse_comes_back_as_it_went_in() -> None:
    rows = [json.loads(line) for line in PARSES.read_text("utf-8").splitlines()]
    assert [dev.parse_row(doc) for doc in dev.load_parses(PARSES).values()] == rows


def test_only_files_that_ask_for_it_are_parsed(tmp_path: Path) -> None:
    case = '[[case]]\ntext = "It fell. He left."\nwant = []\nwhy = "x"\norigin = "made up"\n'
    (tmp_path / "plain_rule.toml").write_text(case.replace("fell", "rose"), "utf-8")
    (tmp_path / "tree_rule.toml").write_text("parse = true\n" + case, "utf-8")
    assert dev.example_sentences(tmp_path) == ["He left.", "It fell."]


@pytest.mark.parametrize("words", [[], ["parse"], ["gains", "one.jsonl"], ["parses", "folder"]])
def test_wrong_words_give_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(words) == 2
    assert "usage" in capsys.readouterr().err


def test_the_example_of_the_page_stands_in_the_examples(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.+?)```", PAGE, re.S)
    assert block
    path = tmp_path / "according_to_source.toml"
    path.write_text(block[1], "utf-8")
    there = load_cases(EXAMPLES / path.name)
    for case in load_cases(path):
        assert any((case.text, case.want, case.why, case.miss) == (c.text, c.want, c.why, c.miss) for c in there), case.text


def test_the_page_names_what_is_there() -> None:
    for name in re.findall(r"`(?:read|tests|docs)/[\w./-]+`", PAGE):
        path = name.strip("`")
        assert (TESTS.parent / path).exists() or (TESTS.parent / "src" / "rashomon" / path).exists(), path
