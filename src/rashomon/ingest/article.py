"""A web page as a report: the article's text out of the page around it, and what the page says of itself."""

from __future__ import annotations

import logging
import re

from lxml import etree, html  # type: ignore[import-untyped]

from rashomon.errors import InputError
from rashomon.ingest.days import Window
from rashomon.ingest.debris import find_debris
from rashomon.ingest.decode import decode
from rashomon.ingest.language import language_of
from rashomon.ingest.page import facts_of
from rashomon.lexicon import fold
from rashomon.model import Report, content_id

# '<meta charset="windows-1251">', '<meta http-equiv=… content="text/html; charset=koi8-r">', '<?xml … encoding="utf-8"?>'
_CHARSET = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,80}encoding\s*=\s*)["']?\s*(?P<name>[\w.:-]{2,40})""", re.I)
# A sentence of running text; what menus and forms hold does not reach fifteen of these words before full stops.
_SENTENCE = re.compile(r"\S+(?:\s+\S+){4,}?[.!?։؟।][\"”’')\]]*(?:\s|$)")
_LEAST_WORDS = 15
"""Words in whole sentences that a page must hold to be an article; a flash of one sentence has about as many."""


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
        debris=find_debris(text),
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
    """The text without a first line that repeats the headline: it stands in the report's title."""
    first, _, rest = text.partition("\n")
    heads = [title or "", *(" ".join(h.text_content().split()) for h in tree.xpath("//h1"))]
    return rest if rest and fold(first) in {fold(h) for h in heads if h} else text
