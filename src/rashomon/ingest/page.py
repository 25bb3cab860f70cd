"""What a web page says of itself: title, outlet, author, address, day of publication, in the forms that sites use."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from rashomon.ingest.days import Window, day_in_address, day_of, note_on
from rashomon.model import PublishedFrom

_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "liveblogposting", "report", "webpage")
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "headline", "title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site"),
    "author": ("author", "byl", "dc.creator", "article:author", "parsely-author", "twitter:creator"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date", "dc.date",
        "dc.date.issued", "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "article.published", "article:published",
    ),
    "url": ("og:url", "twitter:url"),
}  # fmt: skip
# "Ganja hit again - Tarvos Newswire", "Ganja hit again | Tarvos"
_TAIL = re.compile(r"\s+(?:[-–—|•·»]|::)\s+(?P<site>[^-–—|•·»]{2,40})$")
# Classes and ids that sites give to the visible date, and to the author: "entry-date published", "byline__name"
_DATE_CLASS = re.compile(r"(?:^|[-_\s])(?:date|published|pubdate|timestamp|datetime|dateline|posted)(?:$|[-_\s])", re.I)
_AUTHOR_CLASS = re.compile(r"(?:^|[-_\s])(?:author|byline|writer)(?:$|[-_\s])", re.I)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says; None where it does not."""

    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    published: dt.date | None
    published_from: PublishedFrom | None
    note: str


def facts_of(tree: html.HtmlElement, *, window: Window = (None, None)) -> PageFacts:
    """Reads JSON-LD, then meta tags, then the page's marked elements (<time>, itemprop, <h1>), then its address.

    The first that gives a value wins; a date that is no day of the calendar is passed over, and noted if no other is found.
    """
    linked = _linked_data(tree)
    meta = _meta(tree)
    url = _first(_addresses(tree, linked, meta))
    title = _first([linked.get("headline"), *_named(meta, "title")]) or _heading(tree)
    outlet = _first([_name(linked.get("publisher")), *_named(meta, "outlet")])
    tail = None
    if title is None or (outlet and title.casefold().endswith(outlet.casefold())):
        title, tail = _without_site(title or _element(tree, "//head/title"), outlet)
    day, note = None, ""
    for written in _dates(tree, linked, meta):
        day = day_of(written, window)
        if day:
            break
        note = note or note_on(written)
    source: PublishedFrom | None = "metadata" if day else None
    if day is None and url:
        day = day_in_address(url)
        source = "address" if day else None
    return PageFacts(
        title=title, outlet=(outlet or tail or "").lstrip("@") or None,
        author=_author(tree, linked, meta), url=url, published=day, published_from=source, note="" if day else note,
    )  # fmt: skip


def _linked_data(tree: html.HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the article, or an empty one."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            found.extend(_objects(json.loads(script.text or "")))
        except (ValueError, RecursionError):
            continue  # a page with broken JSON-LD still has its meta tags
    for wanted in _ARTICLE_TYPES:
        for thing in found:
            kinds = thing.get("@type")
            if wanted in [str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])]:
                return thing
    return {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block: itself, the items of a list, the nodes of a @graph."""
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))
        yield from _objects(value.get("mainEntity"))


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """Name or property of each meta tag, lower case -> its content; the first of a name counts."""
    out: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop"):
            if tag.get(key):
                out.setdefault(tag.get(key).strip().lower(), tag.get("content"))
    return out


def _named(meta: dict[str, str], what: str) -> list[str | None]:
    return [meta.get(name) for name in _META[what]]


def _addresses(tree: html.HtmlElement, linked: dict[str, Any], meta: dict[str, str]) -> list[str | None]:
    main = linked.get("mainEntityOfPage")
    given = [
        *tree.xpath('//link[@rel="canonical"]/@href'), *_named(meta, "url"), linked.get("url"),
        main.get("@id") if isinstance(main, dict) else main,
    ]  # fmt: skip
    return [x for x in given if isinstance(x, str) and x.startswith(("http://", "https://"))]


def _dates(tree: html.HtmlElement, linked: dict[str, Any], meta: dict[str, str]) -> Iterator[str]:
    """Dates of publication as the page writes them, the surest first; dates of change are left out."""
    candidates: list[Any] = [linked.get("datePublished"), linked.get("dateCreated"), *_named(meta, "published")]
    candidates += tree.xpath('//*[@itemprop="datePublished"]/@datetime | //*[@itemprop="datePublished"]/@content')
    times = tree.xpath("//article//time | //main//time") or tree.xpath("//time")
    times = [t for t in times if "modified" not in (t.get("itemprop") or "").lower() and "updated" not in (t.get("class") or "").lower()]
    for time in sorted(times, key=lambda t: t.get("pubdate") is None)[:1]:
        candidates += [time.get("datetime"), time.text_content()]
    for tag in tree.xpath("//*[@class or @id][not(self::body or self::html)]"):
        if _DATE_CLASS.search(f"{tag.get('class') or ''} {tag.get('id') or ''}"):
            words = " ".join(tag.text_content().split())
            if any(c.isdigit() for c in words) and len(words) <= 80:
                candidates.append(words)
                break
    for found in candidates:
        if isinstance(found, str) and found.strip():
            yield found.strip()


def _author(tree: html.HtmlElement, linked: dict[str, Any], meta: dict[str, str]) -> str | None:
    given = _name(linked.get("author")) or _first([x for x in _named(meta, "author") if x and not x.startswith("http")])
    if not given:
        marked = tree.xpath('//*[@itemprop="author"] | //a[@rel="author"]')
        classed = [t for t in tree.xpath("//*[@class]") if _AUTHOR_CLASS.search(t.get("class"))]
        given = _first([" ".join(t.text_content().split()) for t in (*marked, *classed)])
        given = given if given and len(given) <= 80 else None
    return re.sub(r"^by\s+", "", given, flags=re.I) if given else None


def _name(value: Any) -> str | None:
    """The name in a JSON-LD value: a text, an object with a name, or a list of them."""
    if isinstance(value, list):
        return ", ".join(n for n in map(_name, value) if n) or None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _heading(tree: html.HtmlElement) -> str | None:
    """The one <h1>, preferably the article's; pages that put the site's name there have another within <article>."""
    for path in ("//article//h1", "//main//h1", "//h1"):
        found = tree.xpath(path)
        if found:
            return _first([" ".join(found[0].text_content().split())])
    return None


def _element(tree: html.HtmlElement, path: str) -> str | None:
    found = tree.xpath(path)
    return _first([" ".join(found[0].text_content().split())]) if found else None


def _without_site(title: str | None, outlet: str | None) -> tuple[str | None, str | None]:
    """ "Ganja hit again - Tarvos Newswire" → ("Ganja hit again", "Tarvos Newswire"); a tail that is not the outlet stays."""
    if not title:
        return None, None
    found = _TAIL.search(title)
    if not found:
        return title, None
    site = found["site"].strip()
    if outlet is not None and site.casefold() != outlet.casefold():
        return title, None
    return title[: found.start()].strip(), site


def _first(values: list[Any]) -> str | None:
    for value in values:
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None
