"""A report's text as the rules see it: sentences with their places in the text, quotations, debris left out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from rashomon.lexicon import fold
from rashomon.model import Debris, Span

# Ends of words that carry a full stop without ending a sentence: "Maj. Gen. Petrov", "Sept. 27", "U.S. forces".
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Brig|Adm|Cmdr|Rep|Sen|Gov|Pres|Rev|Hon|St|No|"
    r"vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Mt|Ft|Inc|Ltd|Co|Corp|Jr|Sr|etc|e\.g|i\.e|cf|fig|al-[A-Z])|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)")
# What may follow "7 p.m." within a sentence: a day, a month, a time zone, "Kyiv time".
_AFTER_HOUR = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May\b|June?\b|July?\b|Aug|Sep|Oct|Nov|"
    r"Dec|[A-Z]{2,5}\b|\(|\d|[A-Z][a-z]+ (?:local |standard |daylight )?time\b|(?:Eastern|Pacific|Central|"
    r"Greenwich)\b)"
)
# An hour that opens its clause, so that the clause goes on after it: "At 6 a.m. troops attacked", "the other way round: at 6 a.m. …".
_HOUR_FIRST = re.compile(
    r"(?:^\s*|[:;,–—-]\s+|\(|\b(?:and|but|that|when|while)\s+)[\"“]?(?:(?:at|by|from|until|around|about|"
    r"after|before|since|shortly)\s+){0,3}\d{1,2}(?:[:.]\d\d)?\s?[ap]\.m\.$",
    re.I,
)
_OPENERS, _CLOSERS = "“„«", "”»"


@dataclass(slots=True)
class Sentence:
    """One sentence: its span in the report, its paragraph's number, its parse (None when it was not parsed)."""

    span: Span
    text: str
    paragraph: int
    index: int
    title: bool = False
    doc: Doc | None = None
    quotes: tuple[Span, ...] = ()
    """Stretches of the report inside quotation marks within this sentence, marks left out."""
    starts_quoted: bool = False
    """True where the sentence begins inside a quotation opened in an earlier one."""
    _tokens: list[Token] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _folded: list[str] = field(default_factory=list)
    _lemmas: list[str] = field(default_factory=list)

    def at(self, token: Token) -> int:
        """Where a token starts in the report's text."""
        return self.span.start + token.idx

    def of(self, token: Token) -> Span:
        """A token's span in the report's text."""
        start = self.span.start + token.idx
        return Span(start, start + len(token))

    def of_words(self, words: Words) -> Span:
        return Span(self.span.start + words.start_char, self.span.start + words.end_char)

    def token_at(self, offset: int) -> Token | None:
        """The token that holds the report's character ``offset``."""
        tokens = self.tokens
        i = bisect_right(self._starts, offset - self.span.start) - 1
        return tokens[i] if i >= 0 else None

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that lie in a stretch of the report's text, wholly or in part."""
        tokens = self.tokens
        first = max(0, bisect_right(self._starts, span.start - self.span.start) - 1)
        last = bisect_left(self._starts, span.end - self.span.start)
        if first < last and self.at(tokens[first]) + len(tokens[first]) <= span.start:
            first += 1
        return tokens[first:last]

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the parse, made once: to walk ``doc`` makes them anew each time. None where there is no parse."""
        if not self._tokens and self.doc is not None:
            self._tokens = list(self.doc)
            self._starts = [t.idx for t in self._tokens]
        return self._tokens

    @property
    def folded(self) -> list[str]:
        """The tokens' words as look-ups compare them, in order."""
        if not self._folded and self.doc is not None:
            self._folded = [fold(t.text) for t in self.tokens]
        return self._folded

    def having(self, words: Container[str]) -> list[Token]:
        """The tokens whose folded word is one of some words, in order."""
        return [self._tokens[i] for i, word in enumerate(self.folded) if word in words]

    def of_lemma(self, lemmas: Container[str]) -> list[Token]:
        """The tokens whose lemma, in lower case, is one of some lemmas, in order."""
        if not self._lemmas and self.doc is not None:
            self._lemmas = [t.lemma_.lower() for t in self.tokens]
        return [self._tokens[i] for i, lemma in enumerate(self._lemmas) if lemma in lemmas]

    def before(self, offset: int) -> list[Token]:
        """The tokens that start before a character of the report's text."""
        return self.tokens[: bisect_left(self._starts, offset - self.span.start)]

    def after(self, offset: int) -> list[Token]:
        """The tokens that start at a character of the report's text or after it."""
        return self.tokens[bisect_left(self._starts, offset - self.span.start) :]


def split_sentences(text: str, debris: Iterable[Debris] = ()) -> list[tuple[Span, int]]:
    """Sentences of a text in order, each with its paragraph's number; debris and white space are left out.

    "He spoke to Gen. Ali on Sept. 3. Nobody answered." -> two sentences.
    """
    out: list[tuple[Span, int]] = []
    for number, paragraph in enumerate(_paragraphs(text, debris)):
        for span in _sentences(text, paragraph):
            out.append((span, number))
    return out


def _paragraphs(text: str, debris: Iterable[Debris]) -> Iterator[Span]:
    holes = sorted((d.span.start, d.span.end) for d in debris)
    start = 0
    for match in re.finditer(r"\n+|\Z", text):
        if match.start() < start:
            continue
        at = start
        for a, b in holes:
            if b <= at or a >= match.start():
                continue
            yield from _trimmed(text, at, min(a, match.start()))
            at = max(at, b)
        if at < match.start():
            yield from _trimmed(text, at, match.start())
        start = match.end()


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield Span(start + lead, start + len(piece.rstrip()))


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match.end() < start or not _ends_sentence(text, start, match, paragraph.end):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, paragraph.end)


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:
    rest = text[match.end() : end].lstrip()
    if not rest:
        return True
    if not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"“‘'«([-—–*•"):
        return False
    if match.group() == "." and _ABBREVIATION.search(text[max(start, match.end() - 12) : match.end()]):
        word = text[max(start, match.end() - 12) : match.end()].split()[-1]
        # "at 7 p.m. The army": a time of day may end a sentence, a title or initial may not.
        if word.lower() in {"p.m.", "a.m."}:
            return not _AFTER_HOUR.match(rest) and not _HOUR_FIRST.search(text[max(0, start, match.end() - 60) : match.end()])
        return word.lower() in {"u.s.", "u.n.", "u.k.", "e.u."} and bool(re.match(r"(?:The|It|He|She|They|But|In|A|On|At)\b", rest))
    return True


def quotations(text: str, sentences: list[Span], paragraphs: list[int]) -> list[tuple[tuple[Span, ...], bool]]:
    """For each sentence the quoted stretches in it, and whether it begins inside a quotation.

    A quotation mark left open runs to the end of its paragraph; straight marks open and close in turn.
    """
    out: list[tuple[tuple[Span, ...], bool]] = []
    is_open, last = False, -1
    for span, paragraph in zip(sentences, paragraphs, strict=True):
        if paragraph != last:
            is_open, last = False, paragraph
        began, found, at = is_open, [], span.start
        for i in range(span.start, span.end):
            c = text[i]
            if c == '"':
                opens, closes = not is_open, is_open
            else:
                opens, closes = c in _OPENERS and not is_open, c in _CLOSERS and is_open
            if opens:
                is_open, at = True, i + 1
            elif closes:
                if i > at:
                    found.append(Span(at, i))
                is_open = False
        if is_open and span.end > at:
            found.append(Span(at, span.end))
        out.append((tuple(found), began))
    return out


def sentences_of(text: str, debris: Iterable[Debris] = ()) -> list[Sentence]:
    """The sentences of a text, unparsed, with their quotations marked."""
    spans = split_sentences(text, debris)
    quotes = quotations(text, [s for s, _ in spans], [p for _, p in spans])
    return [
        Sentence(span, span.within(text), paragraph, i, quotes=q, starts_quoted=began)
        for i, ((span, paragraph), (q, began)) in enumerate(zip(spans, quotes, strict=True))
    ]
