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
def _by_first_word(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases(kind):
        out[phrase[0]] = (*out.get(phrase[0], ()), phrase)
    return out


@cache
def _single_words(*kinds: str) -> frozenset[str]:
    return frozenset(phrase[0] for kind in kinds for phrase in phrases(kind) if len(phrase) == 1)


def is_word(token: Token, kind: str) -> bool:
    """Whether a token is one of the words of a kind."""
    return fold(token.text) in _single_words(kind)


def those(sent: Sentence, *kinds: str) -> list[Token]:
    """The tokens of a sentence that are words of some kinds: those of which ``is_word`` holds, in order."""
    return sent.having(_single_words(*kinds))


def found(sent: Sentence, kind: str) -> Iterator[tuple[Token, Token]]:
    """Where the words of a kind stand in a sentence: first and last token of each."""
    words, phrases_ = sent.folded, _by_first_word(kind)
    if phrases_.keys().isdisjoint(words):
        return
    i = 0
    while i < len(words):
        some = phrases_.get(words[i])
        hit = next((p for p in some if tuple(words[i : i + len(p)]) == p), None) if some else None
        if hit is None:
            i += 1
            continue
        yield sent.tokens[i], sent.tokens[i + len(hit) - 1]
        i += len(hit)
