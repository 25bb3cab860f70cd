"""Every lexicon file is named a schema and fits it; what does not is said in one sentence."""

from __future__ import annotations

import pytest

from rashomon import lexicon, lexicon_check
from rashomon.errors import LexiconError


@pytest.mark.parametrize("file", lexicon.files())
def test_every_file_holds_together(file: str) -> None:
    assert lexicon_check.entries(file)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("# no class is named here", "its head names no schema"),
        ("# Schema: Nobody in lexicon.py", "which is not there"),
        ("# Schema: Word in nowhere.py", "which is not there"),
        ('# Schema: Word in lexicon.py\n[a]\nforms = ["a"]\nkind = "x"\nhue = 1', "unknown key 'hue'"),
        ('# Schema: Word in lexicon.py\n[a]\nforms = ["a"]\nkind = "x"\n["A"]\nforms = ["a"]\nkind = "x"', "one after folding"),
    ],
)
def test_a_file_that_does_not_hold_together_is_named(monkeypatch: pytest.MonkeyPatch, head: str, words: str) -> None:
    monkeypatch.setattr(lexicon, "files", lambda: {"new.toml": head})
    monkeypatch.setattr(lexicon, "load", lambda file, schema: lexicon.parse(file, head, schema))
    with pytest.raises(LexiconError, match=words) as err:
        lexicon_check.check()
    assert str(err.value).startswith("new.toml")
