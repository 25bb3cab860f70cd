"""A web page as a report: the article's text out of the page around it, and what the page says of itself."""

from __future__ import annotations

import logging
import re

from lxml import etree, html

from rashomon.errors import InputError
from rashomon.ingest.days import Window
from rashomon.ingest.debris import find_debris
from rashomon.ingest.decode import decode
from rashomon.ingest.language import language_of
from rashomon.ingest.page import PageFacts, facts_of
from rashomon.ingest.text import is_date
from rashomon.lexicon import fold
from rashomon.model import Debris, Report, Span, content_id

# '<meta charset="windows-1251">', '<meta http-equiv=… content="text/html; charset=koi8-r">', '<?xml … encoding="utf-8"?>'
_CHARSET = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,80}encoding\s*=\s*)["']?\s*(?P<name>[\w.:-]{2,40})""", re.I)
# A sentence of running text; what menus and forms hold does not reach fifteen of these words before full stops.
_SENTENCE = re.compile(r"\S+(?:\s+\S+){4,}?[.!?։؟।][\"”’')\]]*(?:\s|$)")
_LEAST_WORDS = 15
"""Words in whole sentences that a page must hold to be an article; a flash of one sentence has about as many."""
_HEAD_LINES = 6
"""Lines at the head of the extracted text in which the headline, the author and the day may be repeated."""
_KICKER_WORDS = 12
"""Words in a line that may stand above the headline; a longer one is the report."""


def report_from_page(raw: bytes, *, window: Window = (None, None)) -> Report:
    """A report from the bytes of a web page. Raises InputError when they are no text or hold no article.

    The text is the article as trafilatura extracts it, without the headline, which is the report's title.
    """
    declared = _CHARSET.search(raw[:4096])
    page, note = decode(raw, declared["name"].decode("ascii") if declared else None)
    tree = _tree(page)
    if tree is None:
        raise InputError("is not a web page that can be parsed; save the page again, or its text as .txt")
    facts = facts_of(tree, window=window)
    text = _without_headline(_extract(page), facts.title, tree)
    if sum(len(s.split()) for s in _SENTENCE.findall(text)) < _LEAST_WORDS and text.count("。") < 2:
        raise InputError("is a web page with no article in it; save the article's own page, or its text as .txt")
    return Report(
        id=content_id(text),
        text=text,
        title=facts.title,
        outlet=facts.outlet,
        author=facts.author,
        url=facts.url,
        published=facts.published,
        published_from=facts.published_from,
        language=language_of(text),
        debris=_debris(text, facts),
        note=" ".join(x for x in (note, facts.note) if x),
    )


def _tree(page: str) -> html.HtmlElement | None:
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)  # lxml refuses a text that names an encoding of its own
    try:
        return html.document_fromstring(bare)
    except (etree.LxmlError, ValueError):
        return None


def _extract(page: str) -> str:
    import trafilatura  # here, since it takes most of a second that other forms need not wait for

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a page without an article is said by us, once
    found = trafilatura.extract(page, include_comments=False, include_tables=True, output_format="txt")
    return found or ""


def _without_headline(text: str, title: str | None, tree: html.HtmlElement) -> str:
    """The text without the headline and what stands above it ("LIVE"): the headline is the report's title."""
    heads = {fold(h) for h in (title or "", *(" ".join(h.text_content().split()) for h in tree.xpath("//h1"))) if h}
    lines = text.split("\n")
    for n, line in enumerate(lines[:_HEAD_LINES]):
        if fold(line) in heads and n + 1 < len(lines):
            return "\n".join(lines[n + 1 :])
        if len(line.split()) > _KICKER_WORDS:
            break
    return text


def _debris(text: str, facts: PageFacts) -> tuple[Debris, ...]:
    """The debris of the text, with the lines on top that repeat what the page says of itself: author, outlet, day."""
    found = list(find_debris(text))
    told = {fold(x) for x in (facts.author, facts.outlet) if x}
    told |= {name.replace(", ", " and ") for name in told}
    at = 0
    for line in text.split("\n")[:_HEAD_LINES]:
        span = Span(at, at + len(line))
        at += len(line) + 1
        if (fold(line) in told or is_date(line)) and not any(d.span.overlaps(span) for d in found):
            found.append(Debris(span, "header"))
    return tuple(sorted(found, key=lambda d: d.span))
