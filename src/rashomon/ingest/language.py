"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

READABLE = frozenset({"en"})
"""Languages that the rules read; a report in another one is kept, and nothing is read from it."""

# Function words that few other languages share; every tenth word of running English is one of them.
_ENGLISH = frozenset(
    {"the", "of", "and", "that", "was", "were", "is", "are", "has", "have", "had", "with", "for", "from", "by", "on", "at", "as",
    "its", "their", "it", "he", "she", "they", "his", "her", "which", "who", "been", "not", "but", "this", "after", "said"}
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000


def language_of(text: str) -> str:
    """The language of a text as an ISO 639-1 code: "en", "hy", "ru"; "und" where there are no words.

    English news is known by its function words, without loading a model. A short text in plain Latin letters that the
    model is unsure of counts as English: "Ganja hit, 13 dead" has no function word at all.
    """
    words = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return "und"
    english = sum(w in _ENGLISH for w in words)
    if english >= 0.15 * len(words):
        return "en"
    plain = sum(w.isascii() for w in words) / len(words)
    if plain > 0.95 and (len(words) < 12 or english >= 0.1 * len(words)):
        return "en"
    code, sure = _model().classify(text[:_SAMPLE])
    if plain > 0.95 and sure < 0.9 and len(words) < 40:
        return "en"
    return str(code)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
