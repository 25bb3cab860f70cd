"""The words of denial_words.toml in a sentence: is this token one, where do they stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from rashomon.lexicon import Word, fold, load
from rashomon.read.document import Sentence


@cache
def phrases(kind: str) -> tuple[tuple[str, ...], ...]:
    """The forms of one kind in denial_words.toml, folded and cut into words, longer ones first."""
    forms = (f for w in load("denial_words.toml", Word).values() if w.kind == kind for f in w.forms)
    return tuple(sorted((tuple(fold(f).replace("-", " - ").split()) for f in forms), key=lambda f: (-len(f), f)))


@cache
def _first_words(kind: str) -> frozenset[str]:
    return frozenset(p[0] for p in phrases(kind))


def is_word(token: Token, kind: str) -> bool:
    """Whether a token is one of the words of a kind."""
    return (fold(token.text),) in phrases(kind)


def found(sent: Sentence, kind: str) -> Iterator[tuple[Token, Token]]:
    """Where the words of a kind stand in a sentence: first and last token of each."""
    assert sent.doc is not None
    low = [fold(t.text) for t in sent.doc]
    i = 0
    while i < len(low):
        hit = (
            next((p for p in phrases(kind) if low[i] == p[0] and tuple(low[i : i + len(p)]) == p), None)
            if low[i] in _first_words(kind)
            else None
        )
        if hit is None:
            i += 1
            continue
        yield sent.doc[i], sent.doc[i + len(hit) - 1]
        i += len(hit)
