"""Parts of speech, features and lemmas by rote: what the pipeline's own last two components give, remembered instead of searched for.

spaCy's attribute ruler tries some 180 patterns on every token, a third of the time of a whole parse. Nearly all of them look at
one token: at its tag, its label in the tree, and whether its form is one of a few words. So the ruler's answer for one token holds
for every other of the same tag, label and word, where the word counts only if a pattern names it. The lemmatizer's answer hangs
on form, part of speech and features alone. A sentence with a word that a pattern over neighbours may begin with ("gon" before
"na") goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

RULED = ("attribute_ruler", "lemmatizer")
"""The components stood in for, in the order in which they must stand, last in the pipeline."""

_MOST = 200_000
"""Words remembered, some 40 MB; beyond that the table is begun anew."""

_Key = tuple[int, int, int]


class ByRote:
    """The two components as one that remembers. What it gives is what they would give, whatever was seen before."""

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        self._ruler = cast(Any, nlp.get_pipe(RULED[0]))
        self._lemmatizer = cast(Any, nlp.get_pipe(RULED[1]))
        patterns = [pattern for entry in self._ruler.patterns for pattern in entry["patterns"]]
        named = {word for pattern in patterns for token in pattern for word in _words(token)}
        self._named = {nlp.vocab.strings.add(word) for word in named}
        self._shapes = [re.compile(shape) for pattern in patterns for token in pattern for shape in _shapes(token)]
        self._openers = Matcher(nlp.vocab)
        if openers := [[pattern[0]] for pattern in patterns if len(pattern) > 1]:
            self._openers.add("openers", openers)
        self._words: dict[int, int] = {}
        """A form in lower case -> itself where a pattern looks for it, else 0."""
        self._ruled: dict[_Key, tuple[int, int, Any]] = {}
        """(tag, label, word) -> part of speech, lemma (0 where the ruler gives none), features."""
        self._lemmas: dict[_Key, int] = {}
        """(form, part of speech, features) -> lemma."""

    def __call__(self, doc: Doc) -> Doc:
        """A doc that is tagged and parsed, with its parts of speech, features and lemmas filled in."""
        tokens = list(doc)
        words = self._words
        keys = [(t.tag, t.dep, words[t.lower] if t.lower in words else self._word(t)) for t in tokens]
        try:
            answers = [self._ruled[key] for key in keys]
        except KeyError:
            return self._long_way(doc, keys)
        lemmas = self._lemmas
        for token, (pos, lemma, morph) in zip(tokens, answers, strict=True):
            token.pos = pos
            token.morph = morph
            if not lemma:
                form = (token.orth, pos, morph.key)
                lemma = lemmas.get(form) or self._lemma(token, form)
            token.lemma = lemma
        return doc

    def _word(self, token: Token) -> int:
        """The word that counts for the ruler: the form in lower case where a pattern names it, else 0."""
        if len(self._words) > _MOST:
            self._words.clear()
        found = token.lower if token.lower in self._named or any(shape.search(token.lower_) for shape in self._shapes) else 0
        self._words[token.lower] = found
        return found

    def _lemma(self, token: Token, form: _Key) -> int:
        if len(self._lemmas) > _MOST:
            self._lemmas.clear()
        self._lemmas[form] = found = token.vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
        return found

    def _long_way(self, doc: Doc, keys: list[_Key]) -> Doc:
        """The components themselves; the ruler's answers are remembered where no neighbour can have had a hand in them."""
        alone = not (len(self._openers) and self._openers(doc, allow_missing=True))
        doc = self._ruler(doc)
        if alone:
            self._ruled.update((key, (t.pos, t.lemma, t.morph)) for t, key in zip(doc, keys, strict=True) if not t.is_space)
        return self._lemmatizer(doc)  # type: ignore[no-any-return]


def can_stand_in(nlp: Language) -> bool:
    """Whether tag, label and word settle all that a pipeline's last two components say: told by what their patterns ask of a token."""
    if tuple(nlp.pipe_names[-2:]) != RULED or nlp.lang != "en":
        return False
    ruler = cast(Any, nlp.get_pipe(RULED[0]))
    lemmatizer = cast(Any, nlp.get_pipe(RULED[1]))
    if lemmatizer.mode != "rule" or lemmatizer.overwrite:
        return False
    return all(settled(token) for entry in ruler.patterns for pattern in entry["patterns"] for token in pattern)


def settled(token: Mapping[str, Any]) -> bool:
    """Whether tag, label and word settle a pattern's one token.

    {"TAG": "DT", "LOWER": "the"} and {"IS_SPACE": True} are settled; {"POS": "VERB"}, {"LOWER": "the", "OP": "*"} and
    {"LOWER": {"FUZZY": "the"}} are not.
    """
    if not set(token) <= {"TAG", "DEP", "LOWER", "IS_SPACE"}:
        return False
    form = token.get("LOWER", "")
    return isinstance(form, str) or set(form) <= {"IN", "NOT_IN", "REGEX"} and isinstance(form.get("REGEX", ""), str)


def _words(token: Mapping[str, Any]) -> Iterator[str]:
    """The words that a pattern's token names: {"LOWER": {"IN": ["is", "are"]}} -> is, are."""
    form = token.get("LOWER", ())
    if isinstance(form, str):
        yield form
    elif form:
        yield from (*form.get("IN", ()), *form.get("NOT_IN", ()))


def _shapes(token: Mapping[str, Any]) -> Iterator[str]:
    form = token.get("LOWER")
    if isinstance(form, Mapping) and "REGEX" in form:
        yield form["REGEX"]
