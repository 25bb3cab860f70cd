"""Scrape debris: stretches of a report's text that are the page's, not the report's.

Nothing is cut out. Each stretch is marked with its kind, and the reader's rules pass over it. Since a wrong mark hides a claim,
a rule here is sure of its shape or does nothing; words that sites print stand in ``lexicons/debris.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rashomon import lexicon
from rashomon.model import Debris, Span


@dataclass(frozen=True, slots=True)
class DebrisPhrase:
    """Words that sites print around articles, and where they must stand to be debris."""

    name: str
    kind: str
    at: Literal["line", "start", "label", "inline", "part"]
    forms: tuple[str, ...]
    example: str


FILE = "debris.toml"
_MOST_WORDS = 30
"""Words in a line that a lead such as "See also:" may claim whole; a longer line is an article on one line."""
_AROUND = 12
"""Characters of bullets, arrows and dashes that may stand around a phrase on its line."""
_LEAST_SENTENCE = 12
"""Words from which a caption that ends in a full stop is taken for a sentence of the report's."""


def find_debris(text: str) -> tuple[Debris, ...]:
    """Every stretch of debris in a text, in order, none overlapping another.

    "fighting since the 1994 ceasefire.[ad_1]" gives the six characters "[ad_1]", kind "scraper mark".
    """
    found: list[Debris] = []
    for rule in RULES:
        found.extend(rule(text))
    found.sort(key=lambda d: (d.span.start, -d.span.end))
    kept: list[Debris] = []
    for one in found:
        if kept and one.span.start < kept[-1].span.end:
            if one.span.end > kept[-1].span.end:
                kept[-1] = Debris(Span(kept[-1].span.start, one.span.end), kept[-1].kind)
            continue
        kept.append(one)
    return tuple(kept)


def phrase_on_its_own(text: str) -> Iterator[Debris]:
    """A line that is nothing but a known phrase: "Related articles"; "Tweet"."""
    known = _phrases("line")
    longest = max(map(len, known)) + _AROUND
    for line in _lines(text):
        kind = known.get(_bare(line.within(text))) if line.end - line.start <= longest else None
        if kind:
            yield Debris(line, kind)


def phrase_that_leads(text: str) -> Iterator[Debris]:
    """A short line that starts with a known phrase, to its end: "Read next: Oil jumps 2%"."""
    pattern, kinds = _pattern("start")
    for line in _lines(text):
        words = line.within(text)
        found = pattern.match(words)
        if found and len(words.split()) <= _MOST_WORDS:
            yield Debris(line, kinds[lexicon.fold(found[0])])


def caption_label(text: str) -> Iterator[Debris]:
    """A caption, "Photo: mourners at the gate", whole; where a full sentence follows the label, only the label.

    "PHOTO: The hall, where mourners heckled ministers who came to the funeral on Sunday." says what happened, and is read.
    """
    pattern, kinds = _pattern("label")
    for line in _lines(text):
        words = line.within(text)
        found = pattern.match(words)
        if found:
            sentence = words.endswith(".") and len(words.split()) >= _LEAST_SENTENCE
            yield Debris(Span(line.start, line.start + found.end()) if sentence or len(words.split()) > _MOST_WORDS else line,
                         kinds[lexicon.fold(found[0])])  # fmt: skip


def phrase_anywhere(text: str) -> Iterator[Debris]:
    """A known phrase wherever it stands: "[ad_1]" at the head of a sentence."""
    pattern, kinds = _pattern("inline")
    for found in pattern.finditer(text):
        yield Debris(Span(found.start(), found.end()), kinds[lexicon.fold(found[0])])


# "[caption id="attachment_12" align="alignright"]", "[gallery ids=1,2]", "&nbsp;"
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|video|audio|wp_ad|adinserter|contact-form)\b[^\]\n]{0,120}\]|\[ad_\w+\]|&(?:nbsp|amp|quot|#\d{2,5});"
)


def shortcode(text: str) -> Iterator[Debris]:
    """Marks of a publishing system that were never meant to be seen: "[gallery ids=1,2]"."""
    for found in _SHORTCODE.finditer(text):
        yield Debris(Span(found.start(), found.end()), "scraper mark")


# "12 comments", "1.2k shares", "3,401 views", "Comments: 214", "Comments (12)"
_REACTIONS = (
    r"(?:\d[\d.,]*\s?[km]?\s+(?:comments?|shares?|views?|likes?|retweets?|reads|replies|reactions)"
    r"|(?:comments?|shares?|views?|likes?)\s?[:(]\s?\d[\d.,]*[km]?\)?)"
)


@cache
def _share_bar() -> re.Pattern[str]:
    """ "Telegram | VK | OK | Print | Comments: 214", "Share this: Reddit", "Forward to: WhatsApp - Telegram", "Share: f t w" """
    lead, item = _part("share_lead"), rf"(?:{_part('network')}|{_REACTIONS})"
    return re.compile(rf"(?:{lead}\s*:?\s*)?{item}(?:[\s|·•,/–—-]+{item})*[\s|.…]*|{lead}\s*:\s*\w(?:\s+\w)*\s*", re.I)


def share_bar(text: str) -> Iterator[Debris]:
    """A line of nothing but names of networks and the like: "Telegram | VK | Print | Comments: 214"."""
    for line in _lines(text):
        words = line.within(text)
        if len(words) <= 200 and _share_bar().fullmatch(words):
            yield Debris(line, "share bar")


# "884 comments", "3 min read", "Reading time: 4 minutes"
_COUNTER = rf"(?:{_REACTIONS}|\d+[ -]min(?:ute)?s?(?: of)? read(?:ing)?|reading time:? \d+ min(?:ute)?s?)"
_COUNTER_LINE = re.compile(rf"{_COUNTER}(?:[\s|·•,]+{_COUNTER})*", re.I)
_COUNTER_PIECE = re.compile(rf"\s*[|·•]\s*{_COUNTER}(?=\s*(?:[|·•]|$))", re.I | re.M)


def counter(text: str) -> Iterator[Debris]:
    """How often a page was read or remarked on, on a line of its own or between bars: "… 2023 | 1.2k shares | 884 comments"."""
    for line in _lines(text):
        if _COUNTER_LINE.fullmatch(line.within(text)):
            yield Debris(line, "counter")
    for found in _COUNTER_PIECE.finditer(text):
        yield Debris(Span(found.start(), found.end()), "counter")


_WORK = r"(?:reporting|editing|writing|compilation|graphics|translation|photography|video|contributions?)"
_CREDIT_LEAD = rf"(?:(?:additional|compiled|with) )?{_WORK}(?: and {_WORK})? by"
# "(Reporting by A. Writer in Baku; editing by B. Editor)"
_CREDIT_IN_BRACKETS = re.compile(rf"[(\[]\s*{_CREDIT_LEAD}[^()\[\]\n]{{1,400}}[)\]]", re.I)
# "Reporting by A. Writer in Baku; Editing by B. Editor", as a line or after the last sentence of one
_CREDIT = re.compile(rf"(?:(?<=^)|(?<=[.”\"!?]\s)){_CREDIT_LEAD}\s[^\n]{{1,300}}", re.I | re.M)
# What a report would say: "Watch towers here were hit", "Reporting by monitors shows that 500 were killed"
_SAYS_SOMETHING = re.compile(
    r"\b(?:said|says|told|reported|was|were|had|did|killed|kills|wounded|injured|hurt|dead|died|shelled|attacked|hit|struck|destroyed|"
    r"soldiers?|troops|civilians?)\b",
    re.I,
)
_CREDIT_MOST = 45
"""Words in a credit line; the longest of the wires name a dozen people."""


def reporting_credit(text: str) -> Iterator[Debris]:
    """Who reported, wrote and edited, at the foot of wire copy: "Reporting by A. Writer; Editing by B. Editor"."""
    for found in _CREDIT_IN_BRACKETS.finditer(text):
        yield Debris(Span(found.start(), found.end()), "credit")
    for found in _CREDIT.finditer(text):
        sure = ";" in found[0] or "editing by" in found[0].lower() or not _SAYS_SOMETHING.search(found[0])
        if sure and len(found[0].split()) <= _CREDIT_MOST:
            yield Debris(Span(found.start(), found.end()), "credit")


_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|al|el|bin|der|la)"
# "By Anna Person", "By KLAXON FOREIGN DESK", "By A. Person and B. Person in Baku |", "Posted on by somebody"
_BYLINE = re.compile(
    r"(?i:by|posted on by|posted by|written by|published by)\s+"
    rf"(?P<who>\w[\w.'’-]*(?:[ ,]+(?:and |in )?{_NAME}){{0,7}})\s*(?P<bar>[|·•–—-]|$)"
)
_BYLINE_MOST = 16
"""Words in a line that names the writer, with the date and the place that may follow."""


def byline(text: str) -> Iterator[Debris]:
    """A line that names the writer, up to a bar where a date follows: "By Gazette Staff | March 3, 2024" gives the first half."""
    for line in _lines(text):
        words = line.within(text)
        found = _BYLINE.match(words)
        if found and len(words.split()) <= _BYLINE_MOST and (found["who"][0].isupper() or " " not in found["who"]):
            yield Debris(Span(line.start, line.start + found.end()), "byline")


_PERSON = r"[A-Z][\w.'’-]*(?: [A-Z][\w'’-]+){0,2}"


@cache
def _photo_credit() -> re.Pattern[str]:
    """ "(AP Photo/A. Person)", "(Example News photo)", "(Photo by A. Person)", "[A. Person/Reuters]", "© AFP" """
    agency = rf"(?:{_part('agency')}|[A-Z]\w+(?: [A-Z]\w+)? News)"
    spelt = r"(?:[Pp]hoto|[Ii]mage|[Ff]ile|[Vv]ideo)"
    lead = r"(?:[Ff]ile )?(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Cc]redit)s?(?: (?:by|via|courtesy of))?\s?:?\s"
    return re.compile(
        rf"[(\[](?:{agency} {spelt}\b[^()\[\]\n]{{0,80}}|{lead}[^()\[\]\n]{{1,80}}|{_PERSON}/{agency}(?:/\w+)?)[)\]]"
        rf"|\b{agency}/(?:{agency}|[A-Z][\w.'’-]*(?: [A-Z][\w'’-]+)?(?:/File Photo)?)"
        rf"|(?:©|\bPhoto:)\s?{agency}(?:/[A-Z][\w.'’-]*(?: [A-Z][\w'’-]+)?)?"
    )


@cache
def _credit_at_end() -> re.Pattern[str]:
    """ "… September 20, 2019. REUTERS", "A street in the town [AFP]", "… in Baku. A. Person/AFP", "… REUTERS/A. Person" """
    agency = _part("agency")
    return re.compile(
        rf"(?P<person>[(\[©]?\s?(?:{_PERSON}/{agency}|{agency}/[A-Z][\w.'’-]*(?: [\w.'’-]+){{0,3}})[)\]]?\.?$)|"
        rf"(?:(?<=[.!?”\"]\s)[(\[©]?\s?|(?<=[/|]\s)|[\[©]\s?){agency}[)\]]?\.?$"
    )


# "Smoke is seen …", "A satellite image shows …", "… in Baku, September 20, 2019. REUTERS"
_OF_A_PICTURE = re.compile(
    r"\b(?:(?:is|are) (?:seen|pictured|shown)|(?:photo|photograph|image|picture|handout|frame|footage)s?\b)|, (?:19|20)\d\d\.", re.I
)
_CREDIT_MOST = 300
"""Characters in a credit at the end of a line."""
_CAPTION_MOST = 60
"""Words in a caption; a longer line with a credit at its end is an article on one line."""


def caption_with_credit(text: str) -> Iterator[Debris]:
    """A line that ends in a picture credit, whole: "A burnt car is seen …, September 20, 2019. REUTERS".

    Where only an agency's name follows and nothing speaks of a picture, "… the ministry said. AFP", the name alone is marked:
    it is the credit of a story.
    """
    for line in _lines(text):
        words = line.within(text)
        found = _credit_at_end().search(words, max(0, len(words) - _CREDIT_MOST))
        if not found:
            continue
        short = len(words.split()) <= _CAPTION_MOST and words.count(". ") <= 2
        if short and (found["person"] or _OF_A_PICTURE.search(words)):
            yield Debris(line, "caption")
        else:
            yield Debris(Span(line.start + found.start(), line.start + found.end()), "credit")


def photo_credit(text: str) -> Iterator[Debris]:
    """A picture credit inside a line: "(AP Photo/A. Person)", "© AFP"."""
    for found in _photo_credit().finditer(text):
        yield Debris(Span(found.start(), found.end()), "caption")


# "Frequency 99.1 - call us on the number you know"
_CALL_US = re.compile(
    r"\b(?:(?:call|text|write to|message|email|reach) us|subscribe to our|sign up (?:for|to) our|join our (?:\w+ )?(?:group|channel))\b",
    re.I,
)
_PROMPT_MOST = 24
"""Words in a line that asks for something; what is longer says something too."""


@cache
def _prompt() -> re.Pattern[str]:
    """ "Join our WhatsApp group >>", "To unsubscribe write to …", "Stay informed. Subscribe to our newsletter" """
    return re.compile(rf"{_part('ask')}\b[^\n]*?(?:\b{_part('channel')}\b|@|https?://)", re.I)


def prompt(text: str) -> Iterator[Debris]:
    """A short line that asks the reader to do something for the site: "Join our WhatsApp group >>"."""
    for line in _lines(text):
        words = line.within(text)
        if len(words.split()) > _PROMPT_MOST or _SAYS_SOMETHING.search(words):
            continue
        if _prompt().match(words.lstrip("*>•-– ([")) or _CALL_US.search(words):
            yield Debris(line, "prompt")


# "(More to come)", "(Developing story)", "This is a developing story, please check back for updates."
_DEVELOPING = re.compile(
    r"[(\[]?\s*(?:more to (?:come|follow)|developing(?: story)?|this is a (?:developing|breaking)(?: news)? story\b[^\n]{0,80}|"
    r"story to be updated)\s*[.…)\]]*",
    re.I,
)


def developing(text: str) -> Iterator[Debris]:
    """A line that promises more: "(More to come)"."""
    for line in _lines(text):
        if _DEVELOPING.fullmatch(line.within(text)):
            yield Debris(line, "prompt")


# "#Gaza #Rafah", "#DecisiveStorm"
_HASHTAGS = re.compile(r"#\w+(?:[\s,|]+#\w+)*")
# "This article was originally published on The Example", "The post … appeared first on Example.", "(With inputs from agencies)"
_SYNDICATED = re.compile(
    r"(?:this (?:article|story|report|post) (?:was )?(?:first |originally )?(?:appeared|published)|"
    r"the post .{1,200} (?:appeared|was) first (?:on|published)|this (?:story|article) (?:has not been|was not) edited|"
    r"\(?with inputs? from|with agencies)\b[^\n]{0,160}",
    re.I,
)


def tags_and_syndication(text: str) -> Iterator[Debris]:
    """A line of hashtags, or one that says where else the text stands: "The post … appeared first on Example."."""
    for line in _lines(text):
        words = line.within(text)
        if _HASHTAGS.fullmatch(words):
            yield Debris(line, "tags")
        elif len(words.split()) <= _MOST_WORDS and _SYNDICATED.fullmatch(words):
            yield Debris(line, "credit")


RULES: tuple[Callable[[str], Iterator[Debris]], ...] = (
    phrase_on_its_own,
    phrase_that_leads,
    caption_label,
    phrase_anywhere,
    shortcode,
    share_bar,
    counter,
    reporting_credit,
    byline,
    caption_with_credit,
    photo_credit,
    prompt,
    developing,
    tags_and_syndication,
)
"""Every rule of this file; each gives the stretches it knows, and ``find_debris`` joins them."""


def _lines(text: str) -> Iterator[Span]:
    """Every line that holds something, without the white space around it."""
    at = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            start = at + raw.find(bare)
            yield Span(start, start + len(bare))
        at += len(raw) + 1


def _bare(line: str) -> str:
    """A line as the phrases are compared: folded, without bullets, brackets, arrows and end marks."""
    return lexicon.fold(line).strip(" .:;!?*>»›→•|-[](){}…'\"")


@cache
def _phrases(at: str) -> dict[str, str]:
    """Folded form -> kind, of the entries that stand ``at``."""
    entries = lexicon.load(FILE, DebrisPhrase).values()
    strip = _bare if at == "line" else lexicon.fold
    return {strip(form): entry.kind for entry in entries if entry.at == at for form in entry.forms}


@cache
def _pattern(at: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The phrases that stand ``at`` as one pattern, the longest first, and folded form -> kind."""
    kinds = _phrases(at)
    forms = sorted(kinds, key=len, reverse=True)
    spelt = "|".join(re.escape(form).replace("'", "['’‘]").replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?:{spelt})", re.I), kinds


@cache
def _part(name: str) -> str:
    """The forms of one entry as a pattern, the longest first, spelt as they stand."""
    forms = sorted(lexicon.load(FILE, DebrisPhrase)[name].forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms) + ")"
