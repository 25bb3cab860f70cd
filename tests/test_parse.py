"""The parser: which model it is, that its weights are the known ones, and that offsets hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.errors import ModelError
from rashomon.read import parse

NEWS = [
    "The ministry said two soldiers were killed.",
    "He wrote: “We did not shell the town. They did.” Nobody answered; the line was cut, officials said.",
    "At least 12 people, 3 of them children, were wounded in Iran-backed attacks on Xankəndi (Stepanakert) – the mayor's office said.",
]


def test_the_installed_weights_are_the_known_ones() -> None:
    parse.check_weights(parse.default_folder())


def test_every_file_that_spacy_reads_is_in_the_table() -> None:
    folder = parse.default_folder()
    prose = {"README.md", "LICENSE", "LICENSES_SOURCES", "accuracy.json"}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - prose == set(parse.WEIGHTS)


@pytest.mark.parametrize("name", ["parser/model", "tok2vec/model", "tagger/model", "config.cfg", "vocab/strings.json"])
def test_one_flipped_byte_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(parse.default_folder(), folder)
    path = folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError) as caught:
        parse.check_weights(folder)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_loading_refuses_tampered_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    shutil.copytree(parse.default_folder(), folder)
    (folder / "parser" / "model").write_bytes(b"")
    monkeypatch.setattr(parse, "default_folder", lambda: folder)
    with pytest.raises(ModelError, match="is not the one the rules were written on"):
        parse._load.__wrapped__(parse.PACKAGE)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        parse.check_weights(tmp_path)


def test_a_model_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(ModelError) as caught:
        parse.load_nlp("no_such_model_anywhere")
    assert "no_such_model_anywhere" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no tagger and no parser"):
        parse.load_nlp(str(tmp_path / "blank"))


def test_another_model_is_loaded_by_path_and_named_as_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(parse.default_folder())
    monkeypatch.setenv(parse.ENVIRONMENT, folder)
    assert parse.load_nlp() is parse.load_nlp(folder)
    assert "not checked" in parse.model_name()
    monkeypatch.delenv(parse.ENVIRONMENT)
    assert parse.model_name().startswith("en_core_web_sm 3.8.0 (weights checked), spaCy 3.8.")


def test_it_is_loaded_once_and_without_entities() -> None:
    nlp = parse.load_nlp()
    assert nlp is parse.load_nlp()
    assert nlp.pipe_names == ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]


def test_each_text_is_one_sentence_with_one_span_of_tokens() -> None:
    for text, doc in zip(NEWS, parse.pipe(parse.load_nlp(), NEWS), strict=True):
        assert doc.text == text
        assert [sentence.text for sentence in doc.sents] == [text]


def test_the_batch_does_not_change_the_parse() -> None:
    nlp = parse.load_nlp()
    together = [[(t.tag_, t.dep_, t.head.i) for t in doc] for doc in parse.pipe(nlp, NEWS)]
    alone = [[(t.tag_, t.dep_, t.head.i) for t in doc] for text in NEWS for doc in parse.pipe(nlp, [text])]
    assert together == alone


def test_nothing_and_blanks_give_as_many_docs() -> None:
    assert [doc.text for doc in parse.pipe(parse.load_nlp(), ["", " ", "\n\n", "Yes."])] == ["", " ", "\n\n", "Yes."]


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_offsets_hold_for_any_text(text: str) -> None:
    (doc,) = parse.pipe(parse.load_nlp(), [text])
    assert doc.text == text
    assert len(list(doc.sents)) <= 1
    for token in doc:
        assert text[token.idx : token.idx + len(token.text)] == token.text
